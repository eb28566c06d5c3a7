//! Every SQL statement of the house, one function a question.
//!
//! The rule of the room: the first argument is `&mut PgConnection`. So any function composes into any transaction,
//! and none can escape one, because inside a transaction no pool is in scope. Absence is `Option`; a `fetch_one`
//! that finds nothing is our own mistake. Functions that change something are called together with
//! [`events::record`], in the same transaction. Times are given by the caller; this room reads no clock.

/// The target that a row of a question states; the columns of its number and its grade are named by the question.
macro_rules! stated_target {
    ($row:ident, $value:ident, $grade:ident) => {
        crate::domain::Target {
            name: $row.name,
            comparator: $row.comparator,
            value: $row.$value,
            upper: $row.upper,
            grade: $row.$grade,
            trend: $row.trend,
            unit: $row.unit,
            kind: $row.kind,
            soft: $row.soft,
            maintain: $row.maintain,
        }
    };
}

pub mod amendments;
pub mod batches;
pub mod calendar_feeds;
pub mod calendars;
pub mod compared_values;
pub mod conflicts;
pub mod consolidations;
pub mod contributions;
pub mod coordination;
pub mod counterparts;
pub mod databases;
pub mod demonstration_notices;
pub mod demonstrations;
pub mod department_history;
pub mod department_mergers;
pub mod departments;
pub mod documents;
pub mod duties;
pub mod duty_changes;
pub mod entered;
pub mod events;
pub mod evidence;
pub mod evidence_files;
pub mod evidence_lists;
pub mod handovers;
pub mod histories;
pub mod holidays;
pub mod import_decisions;
pub mod imports;
mod inheritance;
pub mod items;
pub mod jobs;
pub mod joins;
pub mod kept_aliases;
pub mod kept_departments;
pub mod kept_regions;
pub mod ledger;
pub mod letters;
pub mod links;
pub mod new_documents;
pub mod new_items;
pub mod notices;
pub mod outlines;
pub mod overview;
pub mod passages;
pub mod preferences;
pub mod registry;
pub mod registry_overlay;
pub mod registry_uploads;
pub mod reminders;
pub mod report_lists;
pub mod report_passage;
pub mod report_steps;
pub mod reports;
pub mod requests;
pub mod roster_changes;
pub mod rosters;
pub mod rounds;
pub mod schedules;
pub mod sessions;
pub mod settings;
pub mod standing;
pub mod successions;
pub mod targets;
pub mod unit_reports;
pub mod users;
pub mod versions;
pub mod waiting;
pub mod workbook_uploads;

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};

/// The schema, built into the program.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!();

/// A pool on `url`. A connection that cannot be had within five seconds is an error that a page can show, not a
/// page that hangs.
pub fn pool(url: &str, connections: u32) -> sqlx::Result<PgPool> {
    let options = PgConnectOptions::from_str(url)?.application_name("fengong");
    Ok(PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(Duration::from_secs(5))
        .connect_lazy_with(options))
}

/// The name of the constraint that a write broke, so that a form can say it at the field.
pub fn constraint(error: &sqlx::Error) -> Option<&str> {
    error
        .as_database_error()
        .and_then(|error| error.constraint())
}

/// True when the database itself cannot be reached, as opposed to a statement that failed.
pub fn is_unreachable(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => true,
        // 57P01–57P03: shut down, crashed, starting up. 08xxx: connection lost.
        sqlx::Error::Database(error) => error
            .code()
            .is_some_and(|code| code.starts_with("57P0") || code.starts_with("08")),
        _ => false,
    }
}

/// What part of the ledger a person sees: `None` is every region.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach(pub Option<Vec<i64>>);

impl Reach {
    /// The regions as an SQL argument.
    pub fn regions(&self) -> Option<&[i64]> {
        self.0.as_deref()
    }
}

/// Asks the database for nothing, to see whether it answers.
pub async fn ping(db: &mut sqlx::PgConnection) -> sqlx::Result<()> {
    sqlx::query_scalar!(r#"select 1 as "one!""#)
        .fetch_one(db)
        .await?;
    Ok(())
}
