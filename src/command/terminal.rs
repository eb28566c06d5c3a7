//! What a person at the terminal reads: results on standard output, complaints and the log on standard error.

use std::io::{self, IsTerminal, Write};

use anyhow::Context;
use tracing_subscriber::EnvFilter;

/// Prints, and is content when the reader has had enough (`fengong parse … | head`).
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.context("writing to the terminal"),
    }
}

/// Prints a line.
pub(super) fn say(line: impl AsRef<str>) -> anyhow::Result<()> {
    print(&format!("{}\n", line.as_ref()))
}

/// Says what went wrong, the cause of the cause included.
pub(super) fn complain(error: &anyhow::Error) {
    warn(sentence(error));
}

/// An error with its causes; many libraries repeat the cause in their own words, which is said once.
fn sentence(error: &anyhow::Error) -> String {
    let mut sentence = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if sentence.is_empty() {
            sentence = cause;
        } else if !sentence.contains(&cause) {
            sentence.push('：');
            sentence.push_str(&cause);
        }
    }
    sentence
}

/// Prints a line on standard error. A terminal that is gone cannot be told anything.
pub(super) fn warn(line: impl AsRef<str>) {
    let _ = writeln!(io::stderr(), "{}", line.as_ref());
}

/// Starts the log, with a filter such as `info,sqlx=warn`.
pub(super) fn log(filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter).with_context(|| {
        format!(
            "环境变量 RUST_LOG 的值“{filter}”无法使用，应为 info、debug 或 fengong=debug 这样的形式"
        )
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr)
        .init();
    Ok(())
}

/// Rows in columns that stand under each other, each line indented by two.
pub(super) fn columns<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(self::width(cell));
        }
    }
    let mut text = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - self::width(cell) + 3));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// How many columns of a terminal a text takes: a Chinese character two, a Latin one one.
fn width(text: &str) -> usize {
    text.chars()
        .map(|c| if c >= '\u{1100}' { 2 } else { 1 })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_said_once() {
        let error = anyhow::anyhow!("refused")
            .context("network: refused")
            .context("连接不上");
        assert_eq!(sentence(&error), "连接不上：network: refused");
    }

    #[test]
    fn columns_stand_under_each_other_in_chinese_too() {
        let rows = [
            ["账号".to_owned(), "密码".to_owned()],
            ["zjj-shenhe".to_owned(), "x".to_owned()],
        ];
        assert_eq!(columns(&rows), "  账号         密码\n  zjj-shenhe   x\n");
    }
}
