//! The trial: what a start without any configuration shows. A registry, five documents, accounts for every post and
//! demonstration reports, on a day that stands still so that periods and lamps are alive.
//!
//! A later start finds everything there and adds nothing. Dice decide what is made up ([`dice`]), so that every trial
//! looks alike: [`plot`] what happens, [`figures`] and [`wording`] how it is told, [`moments`] when. A [`story`] is told
//! item by item, each a [`scene`].

mod accounts;
mod clauses;
mod dice;
mod documents;
mod figures;
mod moments;
mod notices;
mod passwords;
mod people;
mod plot;
mod reading;
mod reports;
mod scene;
mod story;
mod wording;

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::registry;
use crate::store::{events, settings};
use crate::web::clock::Clock;

/// The setting that pins the day of an installation.
pub(super) const DAY: &str = "trial_day";

/// The day on which a trial stands: a year after the documents were divided up, five days before reports are due.
const TODAY: &str = "2018-06-20";

/// Makes an installation a trial, for as long as it lives.
pub(super) async fn pin_day(db: &mut PgConnection) -> anyhow::Result<()> {
    if settings::get(db, DAY).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    settings::set(&mut tx, DAY, TODAY).await?;
    let event = events::Event {
        action: "trial.begin",
        after: Some(json!({ "day": TODAY })),
        ..events::Event::default()
    };
    let first_day = documents::FIRST_DAY.parse::<NaiveDate>()?;
    events::record(&mut tx, moments::morning(first_day), event).await?;
    tx.commit().await?;
    Ok(())
}

/// What a trial has to tell at its start.
#[derive(Debug)]
pub(super) struct Trial {
    accounts: accounts::Shown,
    passwords: PathBuf,
}

impl Trial {
    /// The accounts and where they are kept.
    pub(super) fn greeting(&self) -> String {
        format!(
            "{}\n密码保存在 {}。\n",
            self.accounts.table(),
            self.passwords.display()
        )
    }
}

/// Brings a trial to the state that it shows. `folder` is its data folder.
pub(super) async fn prepare(
    db: &mut PgConnection,
    folder: &Path,
    clock: &Clock,
) -> anyhow::Result<Trial> {
    let first_day = moments::morning(documents::FIRST_DAY.parse()?);
    registry::load(db, first_day).await?;
    let accounts = accounts::prepare(db, folder, first_day).await?;
    documents::import(db).await?;
    reports::write(db, clock.today()).await?;
    notices::write(db, clock).await?;
    Ok(Trial {
        accounts,
        passwords: passwords::path(folder),
    })
}
