//! 填报周期 as rows.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::domain::{Calendar, Cycle, Period};

/// A period with its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodRow {
    /// Key.
    pub id: i64,
    /// First and last day, and cycle.
    pub period: Period,
    /// The day by which reports are due.
    pub due_on: NaiveDate,
}

/// For every cycle, one period, as two columns that a statement can join with `document.cycle`.
#[derive(Debug, Clone)]
pub struct PeriodColumns {
    /// Codes of the cycles.
    pub cycles: Vec<String>,
    /// First days.
    pub first_days: Vec<NaiveDate>,
    /// Last days.
    pub last_days: Vec<NaiveDate>,
}

impl PeriodColumns {
    /// The periods that are reported on today.
    pub fn current(calendar: &Calendar) -> Self {
        Self::of(|cycle| calendar.current(cycle))
    }

    /// The newest periods whose due day is over.
    pub fn due(calendar: &Calendar) -> Self {
        Self::of(|cycle| calendar.due(cycle))
    }

    fn of(period: impl Fn(Cycle) -> Period) -> Self {
        let periods: Vec<Period> = Cycle::ALL.iter().map(|cycle| period(*cycle)).collect();
        Self {
            cycles: periods
                .iter()
                .map(|period| period.cycle.code().to_owned())
                .collect(),
            first_days: periods.iter().map(|period| period.first).collect(),
            last_days: periods.iter().map(|period| period.last).collect(),
        }
    }
}

/// The row of a period, made if it is not there yet.
pub async fn ensure(db: &mut PgConnection, period: Period) -> sqlx::Result<PeriodRow> {
    let row = sqlx::query!(
        r#"insert into period (cycle, first_day, last_day, due_on) values ($1, $2, $3, $4)
           on conflict (cycle, first_day) do update set last_day = period.last_day
           returning id, due_on"#,
        period.cycle.code(),
        period.first,
        period.last,
        period.due_on(),
    )
    .fetch_one(db)
    .await?;
    Ok(PeriodRow {
        id: row.id,
        period,
        due_on: row.due_on,
    })
}

/// The row of a period, if there is one: nobody has reported on it otherwise.
pub async fn of(db: &mut PgConnection, period: Period) -> sqlx::Result<Option<PeriodRow>> {
    let row = sqlx::query!(
        "select id, due_on from period where cycle = $1 and first_day = $2",
        period.cycle.code(),
        period.first
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| PeriodRow {
        id: row.id,
        period,
        due_on: row.due_on,
    }))
}
