//! The calendar: schedules, holidays and the rounds around a day, whole; and letting other rules hold without moving a
//! due day that is over.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use sqlx::PgConnection;

use super::{holidays, rounds, schedules};
use crate::domain::Calendar;

/// The number of the newest change, by which it is told whether a calendar in memory is still the one that holds.
pub async fn version(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!("select version from calendar_state")
        .fetch_one(db)
        .await
}

/// Rounds that were due longer ago than this, in days, are looked up one by one.
const REMEMBERED: u64 = 400;

/// The calendar on a day.
pub async fn load(db: &mut PgConnection, today: NaiveDate) -> sqlx::Result<Calendar> {
    let since = today
        .checked_sub_days(Days::new(REMEMBERED))
        .unwrap_or(today);
    Ok(Calendar::new(
        today,
        schedules::all(db).await?,
        holidays::all(db).await?,
        rounds::since(db, since).await?,
    ))
}

/// The calendar before a change; until the end of the transaction nobody else changes it.
pub async fn hold(db: &mut PgConnection, today: NaiveDate) -> sqlx::Result<Calendar> {
    sqlx::query!("select version from calendar_state for update")
        .fetch_one(&mut *db)
        .await?;
    load(db, today).await
}

/// Writes down what must not move with a change that was made since [`hold`], and lets the open rounds follow it.
pub async fn settle(db: &mut PgConnection, before: &Calendar) -> sqlx::Result<()> {
    let after = load(db, before.today).await?;
    let since = asked_since(db).await?;
    let (mut kept, mut followed) = (Vec::new(), Vec::new());
    for schedule in after.schedules() {
        let same_days = before.holidays() == after.holidays();
        if same_days && before.schedule(schedule.id) == Some(schedule) {
            continue;
        }
        if let Some(since) = since.get(&schedule.id) {
            kept.extend(before.to_keep(schedule, after.holidays(), *since));
        }
        followed.extend(before.to_follow(schedule, after.holidays()));
    }
    rounds::keep(db, &kept).await?;
    rounds::follow(db, &followed, before.today).await
}

/// From which day on each schedule has been asked for.
pub async fn asked_since(db: &mut PgConnection) -> sqlx::Result<BTreeMap<i64, NaiveDate>> {
    let rows = sqlx::query!(
        r#"select s.schedule_id as "schedule_id!", min(s.since) as "since!"
           from (select schedule_id, reported_from as since from document
                 union all
                 select i.schedule_id, d.reported_from from item i join document d on d.id = i.document_id
                 where i.schedule_id is not null) s
           group by s.schedule_id"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.schedule_id, row.since))
        .collect())
}
