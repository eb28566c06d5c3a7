//! The reminders of a day: what is due is read, who hears of it is planned in `domain`, what is said is remembered.
//!
//! Departments are taken some hundred at a time, each lot a transaction, so that a nation's reminders hold no lock for
//! long and a run that breaks off goes on where it was. Only then is everybody told, in one notice each.

use chrono::{DateTime, Days, NaiveDate, Utc};
use sqlx::{Connection, PgConnection};

use super::fault::Fault;
use super::runner::LEASE;
use crate::domain::{Calendar, Digest, DigestLine, Due, ReminderRules, is_weekday, plan};
use crate::store::jobs::{self, Claim};
use crate::store::periods::PeriodColumns;
use crate::store::{reminders, settings};
use crate::web::clock::Clock;

/// Departments, and later people, of one transaction.
const LOT: i64 = 200;

/// Deadlines of items that are longer past than the last step and these days are history: rest days and a stop of the
/// program do not lose a reminder, and a first start does not bring up what is years old.
const SLACK: u64 = 21;

/// A run, and the clock by which each step of it keeps its claim.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lease<'c> {
    /// The run.
    pub(super) claim: &'c Claim,
    /// The clock.
    pub(super) clock: &'c Clock,
}

impl Lease<'_> {
    /// Keeps the claim, in the transaction of what it is for.
    async fn keep(this: Option<Self>, db: &mut PgConnection) -> Result<(), Fault> {
        let Some(lease) = this else { return Ok(()) };
        let until = lease.clock.machine() + LEASE;
        match jobs::keep(db, lease.claim, until).await? {
            true => Ok(()),
            false => Err(Fault::Lost),
        }
    }
}

/// Reminds everybody of what a day asks for, apart from any run; gives how many people were told.
///
/// # Errors
///
/// When the database refuses.
pub async fn remind(
    db: &mut PgConnection,
    today: NaiveDate,
    at: DateTime<Utc>,
) -> anyhow::Result<usize> {
    Ok(run(db, today, at, None).await?)
}

/// Reminds everybody of what a day asks for; gives how many people were told.
pub(super) async fn run(
    db: &mut PgConnection,
    today: NaiveDate,
    at: DateTime<Utc>,
    lease: Option<Lease<'_>>,
) -> Result<usize, Fault> {
    let rules = settings::reminder_rules(db).await?;
    let mut last = 0;
    loop {
        let mut tx = db.begin().await?;
        Lease::keep(lease, &mut tx).await?;
        let lot = reminders::departments_after(&mut tx, last, LOT).await?;
        let Some(next) = lot.last() else { break };
        last = *next;
        remember(&mut tx, &lot, &rules, today).await?;
        tx.commit().await?;
    }
    let mut told = 0;
    loop {
        let mut tx = db.begin().await?;
        Lease::keep(lease, &mut tx).await?;
        let users = reminders::waiting_users(&mut tx, LOT).await?;
        if users.is_empty() {
            return Ok(told);
        }
        let digests = digests(reminders::untold(&mut tx, &users).await?, today);
        reminders::tell(&mut tx, &digests, at).await?;
        tx.commit().await?;
        told += digests.len();
    }
}

/// Plans the reminders of some departments and remembers them.
async fn remember(
    db: &mut PgConnection,
    departments: &[i64],
    rules: &ReminderRules,
    today: NaiveDate,
) -> sqlx::Result<()> {
    let dues = dues(db, departments, rules, today).await?;
    let Some(first) = dues.iter().map(|due| due.due_on).min() else {
        return Ok(());
    };
    let mut regions: Vec<i64> = dues.iter().map(|due| due.jurisdiction).collect();
    regions.sort_unstable();
    regions.dedup();
    let addressees = reminders::addressees(db, departments, &regions).await?;
    let told = reminders::told(db, departments, first).await?;
    let planned = plan(&dues, &addressees, &told, rules, today, &is_weekday);
    reminders::remember(db, &planned, today).await
}

async fn dues(
    db: &mut PgConnection,
    departments: &[i64],
    rules: &ReminderRules,
    today: NaiveDate,
) -> sqlx::Result<Vec<Due>> {
    let calendar = Calendar::on(today);
    let (late, current) = (
        PeriodColumns::due(&calendar),
        PeriodColumns::current(&calendar),
    );
    let mut dues = reminders::open_rounds(db, departments, &late).await?;
    for due in reminders::open_rounds(db, departments, &current).await? {
        // After its due day the current period is also the newest that is over.
        if !dues.contains(&due) {
            dues.push(due);
        }
    }
    let steps = rules.steps();
    let days = |step: Option<&i32>| u64::from(step.map_or(0, |step| step.unsigned_abs()));
    let from = today - Days::new(days(steps.iter().max()) + SLACK);
    let to = today + Days::new(days(steps.iter().min()));
    dues.extend(reminders::open_items(db, departments, from, to).await?);
    Ok(dues)
}

/// One notice a person, from lines that are ordered by person.
fn digests(lines: Vec<(i64, DigestLine)>, today: NaiveDate) -> Vec<(i64, Digest)> {
    let mut people: Vec<(i64, Vec<DigestLine>)> = Vec::new();
    for (user, line) in lines {
        match people.last_mut() {
            Some((last, lines)) if *last == user => lines.push(line),
            _ => people.push((user, vec![line])),
        }
    }
    people
        .into_iter()
        .filter_map(|(user, lines)| Some((user, Digest::new(lines, today)?)))
        .collect()
}
