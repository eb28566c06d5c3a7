//! `fengong migrate`: the schema of the database, brought up to date.

use super::database::Database;
use super::terminal::say;
use crate::config::Config;
use crate::store::databases;

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let database = Database::open(config).await?;
    say(format!(
        "数据库 {} 的结构已是最新（共 {} 步）。",
        database.place(),
        databases::steps()
    ))?;
    database.close().await
}
