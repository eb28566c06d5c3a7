//! `fengong parse`: the parser without web or database.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use crate::output::Tree;
use crate::{document, intake};

#[derive(Debug, Args)]
pub(super) struct Parse {
    /// A text file; `-` reads from standard input.
    file: PathBuf,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// For a person at a terminal.
    Text,
    /// For a program; the fields are documented in `src/output/tree.rs`.
    Json,
}

impl Parse {
    pub(super) fn run(&self) -> anyhow::Result<()> {
        let intake = intake::read(&self.bytes()?)?;
        let tree = Tree::of(&intake.text, &document::parse(&intake.text));
        let printed = match self.format {
            Format::Text => tree.to_string(),
            Format::Json => serde_json::to_string_pretty(&tree).context("writing JSON")? + "\n",
        };
        print(&printed)
    }

    fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        if self.file.as_os_str() == "-" {
            return up_to_limit(io::stdin()).context("读取标准输入失败");
        }
        let opened = std::fs::File::open(&self.file).and_then(up_to_limit);
        opened.with_context(|| format!("无法读取文件 {}", self.file.display()))
    }
}

/// The bytes of a source, at most one more than is taken, so that a file without end is refused and not read on.
fn up_to_limit(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(intake::MAX_BYTES as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Prints, and is content when the reader has had enough (`fengong parse … | head`).
fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("writing to the terminal"),
    }
}
