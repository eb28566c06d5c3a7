//! `fengong parse`: the parser without web or database.

use std::io;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::{file, terminal};
use crate::output::Tree;
use crate::{document, intake};

#[derive(Debug, Args)]
pub(super) struct Parse {
    /// A document (.docx, .xlsx, .html, .pdf with text, .txt); `-` reads from standard input.
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
        let intake = intake::read(&self.file.to_string_lossy(), &self.bytes()?)?;
        let tree = Tree::of(&intake.text, &document::parse(&intake.text));
        let printed = match self.format {
            Format::Text => tree.to_string(),
            Format::Json => serde_json::to_string_pretty(&tree).context("writing JSON")? + "\n",
        };
        terminal::print(&printed)
    }

    fn bytes(&self) -> anyhow::Result<Vec<u8>> {
        if self.file.as_os_str() == "-" {
            return file::up_to_limit(io::stdin()).context("读取标准输入失败");
        }
        file::read(&self.file)
    }
}
