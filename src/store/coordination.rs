//! 需协调事项: what departments need of others, as their newest reports say.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Cycle, Forecast};

/// Something that needs somebody else.
#[derive(Debug, Clone)]
pub struct Matter {
    /// Key of the report that says so.
    pub report_id: i64,
    /// Key of the item.
    pub item_id: i64,
    /// Title of its document.
    pub document: String,
    /// As people cite it.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Key of the department that needs it.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Cycle of the period.
    pub cycle: Cycle,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// When it was sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// What is needed.
    pub coordination: String,
    /// Of whom, as it was typed.
    pub with: String,
    /// The department of that name.
    pub with_id: Option<i64>,
    /// Whether the deadline will be kept.
    pub forecast: Option<Forecast>,
    /// Why perhaps or surely not.
    pub forecast_reason: String,
    /// Made up for a trial.
    pub demonstration: bool,
}

/// Which matters are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ask {
    /// Those of items of this document.
    pub document: Option<i64>,
    /// Those that need this department.
    pub with: Option<i64>,
}

/// What is needed of others within reach, the newest first; `limit` from `offset` on. A matter that the next report does
/// not name again is settled.
pub async fn open(
    db: &mut PgConnection,
    reach: &Reach,
    ask: &Ask,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Matter>> {
    sqlx::query_as!(
        Matter,
        r#"select r.id as report_id, i.id as item_id, o.title as document, i.locus, i.title, d.id as department_id,
                  d.short_name as department, p.cycle as "cycle: Cycle", p.first_day, r.submitted_at, r.coordination,
                  coalesce(w.short_name, r.coordination_with) as "with!", r.coordination_department_id as with_id,
                  r.forecast as "forecast: Forecast", r.forecast_reason, r.demonstration
           from report r
           join duty u on u.report_id = r.id
           join item i on i.id = u.item_id and not i.served
           join document o on o.id = i.document_id
           join department d on d.id = r.department_id
           join period p on p.id = r.period_id
           left join department w on w.id = r.coordination_department_id
           where r.coordination <> '' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint is null or o.id = $2) and ($3::bigint is null or r.coordination_department_id = $3)
           order by r.submitted_at desc, r.id desc limit $4 offset $5"#,
        reach.regions(),
        ask.document,
        ask.with,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many matters are asked for.
pub async fn count(db: &mut PgConnection, reach: &Reach, ask: &Ask) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from report r
           join duty u on u.report_id = r.id
           join item i on i.id = u.item_id and not i.served
           join document o on o.id = i.document_id
           where r.coordination <> '' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint is null or o.id = $2) and ($3::bigint is null or r.coordination_department_id = $3)"#,
        reach.regions(),
        ask.document,
        ask.with
    )
    .fetch_one(db)
    .await
}
