//! The trial: what a start without any configuration shows. A registry, five documents, accounts for every post and
//! demonstration reports, on a day that stands still so that periods and lamps are alive.

use std::path::Path;

use sqlx::postgres::PgConnection;

use crate::store::settings;
use crate::web::clock::Clock;

/// The setting that pins the day of an installation.
pub(super) const DAY: &str = "trial_day";

/// The day on which a trial stands: five days before reports are due, one year after the documents.
const TODAY: &str = "2018-06-20";

/// Makes an installation a trial, for as long as it lives.
pub(super) async fn pin_day(db: &mut PgConnection) -> anyhow::Result<()> {
    if settings::get(db, DAY).await?.is_none() {
        settings::set(db, DAY, TODAY).await?;
    }
    Ok(())
}

/// What a trial has to tell at its start.
#[derive(Debug, Default)]
pub(super) struct Trial;

impl Trial {
    pub(super) fn greeting(&self) -> String {
        String::new()
    }
}

/// Brings a trial to the state that it shows.
pub(super) async fn prepare(
    db: &mut PgConnection,
    _folder: &Path,
    clock: &Clock,
) -> anyhow::Result<Trial> {
    super::registry::load(db, clock.now()).await?;
    Ok(Trial)
}
