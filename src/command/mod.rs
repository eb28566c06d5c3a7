//! The commands of the program. Each is a few lines: what to read, whom to ask, what to print.

mod parse;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// 分工 · 政策任务跟踪: policy documents become a ledger that departments report on.
#[derive(Debug, Parser)]
#[command(name = "fengong", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read a document and print what was found; needs no database.
    Parse(parse::Parse),
}

/// Runs the command that the program was started with. A mistake that a person can mend is a sentence on standard
/// error and exit code 1; wrong arguments are exit code 2.
pub fn run() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Some(Command::Parse(parse)) => parse.run(),
        None => Ok(()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

/// Says what went wrong, the cause of the cause included.
fn complain(error: &anyhow::Error) {
    let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
    // A terminal that is gone cannot be told so.
    let _ = writeln!(io::stderr(), "{}", causes.join("："));
}
