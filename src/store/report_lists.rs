//! Reports, whole, by the dozen: those that somebody chose, a unit's drafts, what it sent lately; and the revisions around
//! one.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Reach;
use super::reports::{Report, Sight, report};
use crate::domain::{Cycle, Forecast, Progress, Recipient, ReportState, ReturnStage, Warning};

/// The reports with these keys whose items are within reach, in the order of their keys; whether they may be seen is the
/// caller's question.
pub async fn chosen(
    db: &mut PgConnection,
    reach: &Reach,
    ids: &[i64],
) -> sqlx::Result<Vec<Report>> {
    report!(
        r#"join item i on i.id = r.item_id join document o on o.id = i.document_id
           where r.id = any($2) and ($1::bigint[] is null or o.jurisdiction_id = any($1))
           order by r.id limit 500"#,
        reach.regions(),
        ids
    )
    .fetch_all(db)
    .await
}

/// The drafts of some departments on items that are asked about, in the order of the documents; at most 200.
pub async fn drafts(db: &mut PgConnection, departments: &[i64]) -> sqlx::Result<Vec<Report>> {
    report!(
        r#"join item i on i.id = r.item_id join document o on o.id = i.document_id
           where r.state = 'draft' and r.department_id = any($1) and not i.served
           order by d.id, o.id desc, i.ordinal, p.last_day, r.revision limit 200"#,
        departments
    )
    .fetch_all(db)
    .await
}

/// What some departments handed in or sent since a moment, newest first.
pub async fn sent_since(
    db: &mut PgConnection,
    departments: &[i64],
    since: DateTime<Utc>,
) -> sqlx::Result<Vec<Report>> {
    report!(
        r#"where r.department_id = any($1)
             and ((r.state = 'handed_in' and r.handed_in_at >= $2) or (r.state = 'submitted' and r.submitted_at >= $2))
           order by coalesce(r.submitted_at, r.handed_in_at) desc, r.id limit 200"#,
        departments,
        since
    )
    .fetch_all(db)
    .await
}

/// The revision before this one that was verified, of a correction.
pub async fn corrected(db: &mut PgConnection, id: i64) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"select b.id from report r join report b on b.item_id = r.item_id and b.department_id = r.department_id
               and b.period_id = r.period_id and b.revision = r.revision - 1
           where r.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The revision after this one, as far as it is sent or belongs to one of these departments.
pub async fn correction(
    db: &mut PgConnection,
    id: i64,
    sight: &Sight,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"select c.id from report r join report c on c.item_id = r.item_id and c.department_id = r.department_id
               and c.period_id = r.period_id and c.revision = r.revision + 1
           where r.id = $1 and (c.state in ('submitted', 'accepted') or c.department_id = any($2))"#,
        id,
        &sight.own
    )
    .fetch_optional(db)
    .await
}
