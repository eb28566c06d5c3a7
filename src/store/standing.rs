//! Where duties and items stand, kept in step by whoever changes a report, in the same transaction.
//!
//! Nothing here decides: the newest report that counts says where a duty stands, and `domain::combine` says what
//! that means for the item.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{Progress, Role, combine};

/// Brings the standing of one department on one item, and of the item, up to date.
pub async fn refresh(db: &mut PgConnection, item: i64, department: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update duty u
           set report_id = p.id, progress = coalesce(p.stated_progress, 'not_started'), reported_through = p.last_day,
               shortfall = p.shortfall
           from duty self
           left join lateral (
               select r.id, r.stated_progress, w.last_day,
                      (select max(v.gap_share) from (
                           select case when v.verdict in ('behind_pace', 'not_met') then v.shortfall end as gap_share
                           from report_value v where v.report_id = r.id) v) as shortfall
               from report r join period w on w.id = r.period_id
               where r.item_id = $1 and r.department_id = $2 and r.state in ('submitted', 'accepted')
               order by w.last_day desc, r.revision desc limit 1) p on true
           where u.id = self.id and self.item_id = $1 and self.department_id = $2"#,
        item,
        department
    )
    .execute(&mut *db)
    .await?;
    refresh_item(db, item).await
}

struct Standing {
    role: Role,
    progress: Progress,
    shortfall: Option<Decimal>,
    reported_through: Option<NaiveDate>,
}

async fn refresh_item(db: &mut PgConnection, item: i64) -> sqlx::Result<()> {
    // The item's row is locked first, so that two departments reporting at once are counted one after the other.
    sqlx::query!("select id from item where id = $1 for update", item)
        .fetch_one(&mut *db)
        .await?;
    let duties = sqlx::query_as!(
        Standing,
        r#"select role as "role: Role", progress as "progress: Progress", shortfall, reported_through
           from duty where item_id = $1"#,
        item
    )
    .fetch_all(&mut *db)
    .await?;
    let progress = combine(
        &duties
            .iter()
            .map(|duty| (duty.role, duty.progress))
            .collect::<Vec<_>>(),
    );
    let led = duties.iter().any(|duty| duty.role == Role::Lead);
    let deciding = || duties.iter().filter(|duty| !led || duty.role == Role::Lead);
    let shortfall = deciding().filter_map(|duty| duty.shortfall).max();
    let through = deciding().filter_map(|duty| duty.reported_through).max();
    sqlx::query!(
        "update item set progress = $2, shortfall = $3, reported_through = $4 where id = $1",
        item,
        progress.code(),
        shortfall,
        through
    )
    .execute(db)
    .await?;
    Ok(())
}
