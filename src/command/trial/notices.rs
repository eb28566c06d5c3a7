//! What the people of a trial were told: what became of their reports, what is due, and long ago, of the documents.

use chrono::{Days, Duration};
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use crate::store::{demonstration_notices, settings};
use crate::telling::remind;
use crate::web::clock::Clock;

/// The setting that says that they were told.
const WRITTEN: &str = "trial_notices";

/// Notices of reviews go back so many days; older ones would only be in the way.
const RECENT: Days = Days::new(60);

/// Fills the inboxes, once in the life of an installation.
pub(super) async fn write(db: &mut PgConnection, clock: &Clock) -> anyhow::Result<()> {
    if settings::get(db, WRITTEN).await?.is_some() {
        return Ok(());
    }
    let morning = clock.today_at(8) + Duration::minutes(30);
    let mut tx = db.begin().await?;
    demonstration_notices::read_notices(&mut tx, morning - RECENT).await?;
    demonstration_notices::tell_of_reviews(&mut tx, morning - RECENT).await?;
    demonstration_notices::tell_of_handing_in(&mut tx).await?;
    let told = remind(&mut tx, clock.today(), morning).await?;
    settings::set(&mut tx, WRITTEN, &told.to_string()).await?;
    tx.commit().await?;
    Ok(())
}
