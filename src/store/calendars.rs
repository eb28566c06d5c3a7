//! Calendars: whose a secret address is, and the deadlines of a unit.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::Cycle;

/// When a person's secret address was made, if there is one.
pub async fn made_at(db: &mut PgConnection, user: i64) -> sqlx::Result<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        "select created_at from calendar_token where user_id = $1",
        user
    )
    .fetch_optional(db)
    .await
}

/// Gives a person a secret address; one that there was is worth nothing from then on.
pub async fn make(
    db: &mut PgConnection,
    user: i64,
    token_hash: &[u8],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into calendar_token (user_id, token_hash, created_at) values ($1, $2, $3)
           on conflict (user_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at"#,
        user,
        token_hash,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a person's secret address away. False when there was none.
pub async fn revoke(db: &mut PgConnection, user: i64) -> sqlx::Result<bool> {
    let revoked = sqlx::query!("delete from calendar_token where user_id = $1", user)
        .execute(db)
        .await?;
    Ok(revoked.rows_affected() == 1)
}

/// The units of whoever has a secret address, if that is somebody whose account is in use.
pub async fn units(db: &mut PgConnection, token_hash: &[u8]) -> sqlx::Result<Option<Vec<i64>>> {
    sqlx::query_scalar!(
        r#"select coalesce(array_agg(distinct g.department_id) filter (where g.department_id is not null), '{}') as "units!"
           from calendar_token t
           join user_account u on u.id = t.user_id and u.disabled_at is null
           left join user_grant g on g.user_id = u.id and g.post in ('clerk', 'reviewer')
           where t.token_hash = $1
           group by t.user_id"#,
        token_hash
    )
    .fetch_optional(db)
    .await
}

/// Reports that a unit owes in one cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleLine {
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// The cycle.
    pub cycle: Cycle,
    /// From when something is reported on in it.
    pub reported_from: NaiveDate,
}

/// The cycles in which some units report.
pub async fn cycles(db: &mut PgConnection, departments: &[i64]) -> sqlx::Result<Vec<CycleLine>> {
    sqlx::query_as!(
        CycleLine,
        r#"select u.department_id as "department_id!", min(d.short_name) as "department!", u.cycle as "cycle!: Cycle",
                  min(u.reported_from) as "reported_from!"
           from tracked_duty u join department d on d.id = u.department_id
           where u.department_id = any($1) and u.progress <> 'done'
           group by u.department_id, u.cycle order by u.department_id, u.cycle"#,
        departments
    )
    .fetch_all(db)
    .await
}

/// An item that a unit has to finish by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadlineLine {
    /// Key of the item.
    pub item_id: i64,
    /// Its title.
    pub title: String,
    /// As people cite it.
    pub locus: String,
    /// Title of its document.
    pub document: String,
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// The day.
    pub deadline_last: NaiveDate,
}

/// The items of some units that are not done and whose deadline falls between two days, the nearest first.
pub async fn deadlines(
    db: &mut PgConnection,
    departments: &[i64],
    from: NaiveDate,
    to: NaiveDate,
    limit: i64,
) -> sqlx::Result<Vec<DeadlineLine>> {
    sqlx::query_as!(
        DeadlineLine,
        r#"select i.id as item_id, i.title, i.locus, d.title as document, u.department_id as "department_id!",
                  p.short_name as department, i.deadline_last as "deadline_last!"
           from tracked_duty u
           join item i on i.id = u.item_id
           join document d on d.id = i.document_id
           join department p on p.id = u.department_id
           where u.department_id = any($1) and u.progress <> 'done' and i.deadline_last between $2 and $3
           order by i.deadline_last, i.id, u.department_id limit $4"#,
        departments,
        from,
        to,
        limit
    )
    .fetch_all(db)
    .await
}
