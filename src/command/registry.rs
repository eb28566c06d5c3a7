//! `fengong registry load`: the built-in registry of departments, into the database.

use chrono::{DateTime, Utc};
use clap::Subcommand;
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::database::{Database, clock};
use super::terminal::say;
use crate::config::Config;
use crate::registry::Tables;
use crate::store::registry::Saved;
use crate::store::{databases, events, registry};

#[derive(Debug, Subcommand)]
pub(super) enum Registry {
    /// Load the built-in registry; what is there already stays as it is.
    Load,
}

/// The tables of `seed-data`, built into the program.
const TABLES: Tables<'static> = Tables {
    jurisdictions: include_str!("../../seed-data/jurisdictions.csv"),
    departments: include_str!("../../seed-data/departments.csv"),
    aliases: include_str!("../../seed-data/aliases.csv"),
    successions: include_str!("../../seed-data/successions.csv"),
    rosters: include_str!("../../seed-data/rosters.csv"),
};

impl Registry {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let database = Database::open(config).await?;
        let mut db = database.connect().await?;
        let at = clock(&mut db).await?.now();
        let saved = load(&mut db, at).await?;
        say(sentence(&saved))?;
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
    tx.commit().await?;
    Ok(saved)
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
