//! 轮次 as rows, and the rounds of a day as columns of a statement.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::{Calendar, Cycle, Kept, Lock, Period, Round};

/// For every schedule one round, as columns that a statement joins with the `schedule_id` of a duty. A schedule that has
/// no such round has one before all days, which asks for nothing.
#[derive(Debug, Clone, Default)]
pub struct RoundColumns {
    /// Keys of the schedules.
    pub schedules: Vec<i64>,
    /// Codes of their cycles.
    pub cycles: Vec<String>,
    /// First days of the periods.
    pub first_days: Vec<NaiveDate>,
    /// Last days of the periods.
    pub last_days: Vec<NaiveDate>,
    /// Due days.
    pub due_days: Vec<NaiveDate>,
    /// Whether no report is taken any more.
    pub locked: Vec<bool>,
}

impl RoundColumns {
    /// The rounds that are reported on today.
    pub fn current(calendar: &Calendar) -> Self {
        Self::of(calendar, |id| {
            let round = calendar.current(id)?;
            (round.opens_on <= calendar.today).then_some(round)
        })
    }

    /// The newest rounds whose due day is over.
    pub fn due(calendar: &Calendar) -> Self {
        Self::of(calendar, |id| calendar.due(id))
    }

    fn of<'c>(calendar: &'c Calendar, round: impl Fn(i64) -> Option<&'c Round>) -> Self {
        let mut columns = Self::default();
        for schedule in calendar.schedules() {
            let round = round(schedule.id);
            let (first, last) =
                round.map_or((BEFORE, BEFORE), |one| (one.period.first, one.period.last));
            columns.schedules.push(schedule.id);
            columns.cycles.push(schedule.cycle.code().to_owned());
            columns.first_days.push(first);
            columns.last_days.push(last);
            columns
                .due_days
                .push(round.map_or(BEFORE, |one| one.due_on));
            columns
                .locked
                .push(round.is_some_and(|one| one.lock.is_some()));
        }
        columns
    }
}

/// A day before all that is reported on.
const BEFORE: NaiveDate = NaiveDate::from_ymd_opt(1, 1, 1).expect("the first of January is a day");

/// The keys of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoundKeys {
    /// Key of the round.
    pub id: i64,
    /// Key of its period.
    pub period: i64,
    /// It takes no report.
    pub locked: bool,
}

/// The row of a round, made if it is not there yet; until the end of the transaction nobody locks the round.
pub async fn ensure(db: &mut PgConnection, round: &Round) -> sqlx::Result<RoundKeys> {
    if let Some(keys) = held(db, round).await? {
        return Ok(keys);
    }
    keep(db, std::slice::from_ref(round)).await?;
    held(db, round).await?.ok_or(sqlx::Error::RowNotFound)
}

async fn held(db: &mut PgConnection, round: &Round) -> sqlx::Result<Option<RoundKeys>> {
    sqlx::query_as!(
        RoundKeys,
        r#"select n.id, n.period_id as period, n.locked_at is not null as "locked!"
           from round n join period p on p.id = n.period_id
           where n.schedule_id = $1 and p.cycle = $2 and p.first_day = $3
           for share of n"#,
        round.schedule,
        round.period.cycle.code(),
        round.period.first
    )
    .fetch_optional(db)
    .await
}

/// Writes rounds with their periods; those that are there stay as they are.
pub async fn keep(db: &mut PgConnection, rounds: &[Round]) -> sqlx::Result<()> {
    let cycles: Vec<String> = rounds
        .iter()
        .map(|one| one.period.cycle.code().to_owned())
        .collect();
    let firsts: Vec<NaiveDate> = rounds.iter().map(|one| one.period.first).collect();
    sqlx::query!(
        r#"insert into period (cycle, first_day, last_day)
           select distinct * from unnest($1::text[], $2::date[], $3::date[])
           on conflict (cycle, first_day) do nothing"#,
        &cycles,
        &firsts,
        &rounds.iter().map(|one| one.period.last).collect::<Vec<_>>(),
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"insert into round (schedule_id, period_id, opens_on, due_on)
           select g.schedule_id, p.id, g.opens_on, g.due_on
           from unnest($1::bigint[], $2::text[], $3::date[], $4::date[], $5::date[])
                as g (schedule_id, cycle, first_day, opens_on, due_on)
           join period p on p.cycle = g.cycle and p.first_day = g.first_day
           on conflict (schedule_id, period_id) do nothing"#,
        &rounds.iter().map(|one| one.schedule).collect::<Vec<_>>(),
        &cycles,
        &firsts,
        &rounds.iter().map(|one| one.opens_on).collect::<Vec<_>>(),
        &rounds.iter().map(|one| one.due_on).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives rounds that are there, are not over and have no day set by a person the days of other rules.
pub async fn follow(db: &mut PgConnection, rounds: &[Round], today: NaiveDate) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update round n set opens_on = g.opens_on, due_on = g.due_on
           from unnest($1::bigint[], $2::text[], $3::date[], $4::date[], $5::date[])
                as g (schedule_id, cycle, first_day, opens_on, due_on)
           join period p on p.cycle = g.cycle and p.first_day = g.first_day
           where n.schedule_id = g.schedule_id and n.period_id = p.id and n.due_reason is null and n.due_on >= $6
             and (n.opens_on, n.due_on) is distinct from (g.opens_on, g.due_on)"#,
        &rounds.iter().map(|one| one.schedule).collect::<Vec<_>>(),
        &rounds
            .iter()
            .map(|one| one.period.cycle.code().to_owned())
            .collect::<Vec<_>>(),
        &rounds
            .iter()
            .map(|one| one.period.first)
            .collect::<Vec<_>>(),
        &rounds.iter().map(|one| one.opens_on).collect::<Vec<_>>(),
        &rounds.iter().map(|one| one.due_on).collect::<Vec<_>>(),
        today,
    )
    .execute(db)
    .await?;
    Ok(())
}

struct KeptRow {
    schedule_id: i64,
    first_day: NaiveDate,
    opens_on: NaiveDate,
    due_on: NaiveDate,
    due_reason: Option<String>,
    locked_at: Option<DateTime<Utc>>,
    locked_by: Option<String>,
    lock_reason: Option<String>,
}

impl From<KeptRow> for Kept {
    fn from(row: KeptRow) -> Self {
        let lock = row.locked_at.map(|at| Lock {
            by: row.locked_by.unwrap_or_default(),
            at,
            reason: row.lock_reason.unwrap_or_default(),
        });
        Self {
            schedule: row.schedule_id,
            first: row.first_day,
            opens_on: row.opens_on,
            due_on: row.due_on,
            due_reason: row.due_reason,
            lock,
        }
    }
}

macro_rules! kept {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            KeptRow,
            r#"select n.schedule_id, p.first_day, n.opens_on, n.due_on, n.due_reason, n.locked_at,
                      u.display_name as "locked_by?", n.lock_reason
               from round n join period p on p.id = n.period_id
               left join user_account u on u.id = n.locked_by "# + $condition
            $(, $argument)*
        )
    };
}

/// What is stored of the rounds that are due on a day or later.
pub async fn since(db: &mut PgConnection, day: NaiveDate) -> sqlx::Result<Vec<Kept>> {
    let rows = kept!("where n.due_on >= $1", day).fetch_all(db).await?;
    Ok(rows.into_iter().map(Kept::from).collect())
}

/// What is stored of a round.
pub async fn find(
    db: &mut PgConnection,
    schedule: i64,
    period: Period,
) -> sqlx::Result<Option<Kept>> {
    let row = kept!(
        "where n.schedule_id = $1 and p.cycle = $2 and p.first_day = $3",
        schedule,
        period.cycle.code(),
        period.first
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(Kept::from))
}

/// What is stored of the newest rounds of a schedule.
pub async fn of_schedule(
    db: &mut PgConnection,
    schedule: i64,
    limit: i64,
) -> sqlx::Result<Vec<Kept>> {
    let rows = kept!(
        "where n.schedule_id = $1 order by p.first_day desc limit $2",
        schedule,
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(Kept::from).collect())
}

/// The days of a schedule's list on which somebody has begun to report.
pub async fn reported(db: &mut PgConnection, schedule: i64) -> sqlx::Result<Vec<Period>> {
    sqlx::query_as!(
        Period,
        r#"select p.first_day as first, p.last_day as last, p.cycle as "cycle: Cycle"
           from round n join period p on p.id = n.period_id
           where n.schedule_id = $1 and exists (select 1 from report r where r.round_id = n.id)
           order by p.first_day limit 1000"#,
        schedule
    )
    .fetch_all(db)
    .await
}

/// How many reports of each round have come in, by the first day of the period.
pub async fn received(
    db: &mut PgConnection,
    schedule: i64,
) -> sqlx::Result<Vec<(NaiveDate, i64, i64)>> {
    let rows = sqlx::query!(
        r#"select p.first_day, count(*) as "sent!",
                  count(*) filter (where (r.first_sent_at at time zone interval '8 hours')::date > n.due_on) as "late!"
           from round n join period p on p.id = n.period_id
           join report r on r.round_id = n.id and r.revision = 1 and r.state in ('submitted', 'accepted')
           where n.schedule_id = $1 group by p.first_day"#,
        schedule
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.first_day, row.sent, row.late))
        .collect())
}

/// Gives a round another due day.
pub async fn set_due(
    db: &mut PgConnection,
    round: i64,
    due_on: NaiveDate,
    reason: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update round set due_on = $2, due_reason = $3, opens_on = least(opens_on, $2) where id = $1"#,
        round,
        due_on,
        reason
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Locks a round. False when it was locked already.
pub async fn lock(
    db: &mut PgConnection,
    round: i64,
    by: i64,
    at: DateTime<Utc>,
    reason: &str,
) -> sqlx::Result<bool> {
    let locked = sqlx::query!(
        r#"update round set locked_at = $3, locked_by = $2, lock_reason = $4 where id = $1 and locked_at is null"#,
        round,
        by,
        at,
        reason
    )
    .execute(db)
    .await?;
    Ok(locked.rows_affected() == 1)
}

/// Takes reports again. False when it was not locked.
pub async fn unlock(db: &mut PgConnection, round: i64) -> sqlx::Result<bool> {
    let unlocked = sqlx::query!(
        r#"update round set locked_at = null, locked_by = null, lock_reason = null
           where id = $1 and locked_at is not null"#,
        round
    )
    .execute(db)
    .await?;
    Ok(unlocked.rows_affected() == 1)
}
