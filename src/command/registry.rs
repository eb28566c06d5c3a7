//! `fengong registry`: the built-in registry of departments, into the database; tables in and out as files.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::database::{Database, clock};
use super::terminal::say;
use super::{registry_files, registry_handover};
use crate::config::Config;
use crate::registry::Tables;
use crate::store::registry::Saved;
use crate::store::{calendars, databases, events, holidays, registry};
use crate::web::clock::beijing;

#[derive(Debug, Subcommand)]
pub(super) enum Registry {
    /// Load the built-in registry, or tables from files: CSV, or a workbook (xlsx).
    ///
    /// Of the built-in registry, what is there already stays as it is. Files lay their rows over those that are there:
    /// rows are added or changed by key, and none is taken away. Nothing is written unless every line can be.
    Load {
        /// Tables as `fengong registry export` writes them.
        files: Vec<PathBuf>,
        /// Say what would be written, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write the registry as five CSV tables into a folder, or as a workbook whose name ends in .xlsx.
    Export {
        /// The folder, which is made if it is not there, or the workbook.
        target: PathBuf,
    },
    /// Pass the open items of departments that were renamed or merged to those that follow them, up to today.
    HandOver {
        /// Say what would pass on, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
}

/// The tables of `seed-data`, built into the program.
const TABLES: Tables<'static> = Tables {
    jurisdictions: include_str!("../../seed-data/jurisdictions.csv"),
    departments: include_str!("../../seed-data/departments.csv"),
    aliases: include_str!("../../seed-data/aliases.csv"),
    successions: include_str!("../../seed-data/successions.csv"),
    rosters: include_str!("../../seed-data/rosters.csv"),
};

/// The holidays of `seed-data`.
const HOLIDAYS: &str = include_str!("../../seed-data/holidays.csv");

impl Registry {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let database = Database::open(config).await?;
        let mut db = database.connect().await?;
        let now = clock(&mut db).await?;
        let at = now.now();
        match self {
            Self::Load { files, dry_run } if !files.is_empty() => {
                registry_files::load(&mut db, files, *dry_run, at).await?;
            }
            Self::Load { dry_run: true, .. } => {
                anyhow::bail!("--dry-run 只用于从文件载入。请写明文件");
            }
            Self::Load { .. } => say(sentence(&load(&mut db, at).await?))?,
            Self::Export { target } => registry_files::export(&mut db, target).await?,
            Self::HandOver { dry_run } => {
                registry_handover::run(&mut db, *dry_run, now.today(), at).await?;
            }
        }
        databases::disconnect(db).await?;
        database.close().await
    }
}

/// Loads the built-in registry, with its event if anything was new.
pub(super) async fn load(db: &mut PgConnection, at: DateTime<Utc>) -> anyhow::Result<Saved> {
    let rows = TABLES.rows()?;
    let mut tx = db.begin().await?;
    let saved = registry::add(&mut tx, &rows).await?;
    if saved != Saved::default() {
        let after = json!({
            "jurisdictions": saved.jurisdictions,
            "departments": saved.departments,
            "aliases": saved.aliases,
            "successions": saved.successions,
            "rosters": saved.rosters,
        });
        let event = events::Event {
            action: "registry.load",
            after: Some(after),
            ..events::Event::default()
        };
        events::record(&mut tx, at, event).await?;
    }
    load_holidays(&mut tx, at).await?;
    tx.commit().await?;
    Ok(saved)
}

/// Adds the built-in holidays that are not there yet, with their event if any was new; no due day that is over moves.
async fn load_holidays(db: &mut PgConnection, at: DateTime<Utc>) -> anyhow::Result<()> {
    let days = crate::registry::holidays(HOLIDAYS)?;
    let before = calendars::hold(db, beijing(at).date_naive()).await?;
    let added = holidays::add(db, &days).await?;
    if added > 0 {
        calendars::settle(db, &before).await?;
        let event = events::Event {
            action: "holiday.load",
            after: Some(json!({ "days": added })),
            ..events::Event::default()
        };
        events::record(db, at, event).await?;
    }
    Ok(())
}

fn sentence(saved: &Saved) -> String {
    if *saved == Saved::default() {
        return "内置单位库先前已载入，没有新增内容。".to_owned();
    }
    format!(
        "单位库新增：行政区 {} 个，单位 {} 个，名称和别名 {} 条，沿革 {} 条，成员名册 {} 条。",
        saved.jurisdictions, saved.departments, saved.aliases, saved.successions, saved.rosters
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_tables_read() {
        let rows = TABLES.rows().expect("readable");
        assert!(rows.departments.iter().any(|one| one.code == "xj.zjj"));
        assert_eq!(
            rows.jurisdictions
                .iter()
                .filter(|one| one.parent == "65")
                .count(),
            14
        );
    }
}
