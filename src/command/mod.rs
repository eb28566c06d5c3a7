//! The commands of the program. Each is a few lines: what to read, whom to ask, what to print.
//!
//! Without a command the program serves. Commands that need a database take the one that `DATABASE_URL` names, else
//! that of the trial in the data folder ([`database`]). Nothing here speaks SQL.

mod account;
mod bulk;
mod database;
mod file;
mod folder;
mod import;
mod migrate;
mod parse;
mod progress;
mod registry;
mod registry_files;
mod registry_handover;
mod serve;
mod stop;
mod terminal;
mod trial;
mod user;

use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::config::Config;

/// 分工 · 政策任务跟踪: policy documents become a ledger that departments report on.
///
/// Without a command it serves. Set DATABASE_URL to use a PostgreSQL of yours; without it the program runs a private
/// one in its data folder (FENGONG_DATA) and shows a trial with demonstration data.
#[derive(Debug, Parser)]
#[command(name = "fengong", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site (the default).
    Serve,
    /// Read a document and print what was found; needs no database.
    Parse(parse::Parse),
    /// Import documents; the same text is imported once.
    Import(import::Import),
    /// Keep accounts.
    #[command(subcommand)]
    User(user::User),
    /// Keep the registry of departments.
    #[command(subcommand)]
    Registry(registry::Registry),
    /// Bring the database's schema up to date.
    Migrate,
}

/// Runs the command that the program was started with. A mistake that a person can mend is a sentence on standard
/// error and exit code 1; wrong arguments are exit code 2.
pub fn run() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or(Command::Serve);
    match obey(command) {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn obey(command: Command) -> anyhow::Result<ExitCode> {
    if let Command::Parse(parse) = command {
        return parse.run().map(|()| ExitCode::SUCCESS);
    }
    let config = Config::from_env()?;
    terminal::log(&config.log)?;
    let runtime = tokio::runtime::Runtime::new().context("starting the runtime")?;
    runtime.block_on(async {
        let done = match command {
            Command::Import(import) => return import.run(&config).await,
            Command::Serve => serve::run(&config).await,
            Command::User(user) => user.run(&config).await,
            Command::Registry(registry) => registry.run(&config).await,
            Command::Migrate => migrate::run(&config).await,
            Command::Parse(_) => Ok(()),
        };
        done.map(|()| ExitCode::SUCCESS)
    })
}
