//! Where duties and items stand, kept in step by whoever changes a report, in the same transaction.
//!
//! Nothing here decides: the newest report that counts says where a duty stands, and `domain::combine` says what
//! that means for the item.

use std::collections::BTreeMap;

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
    let item_standing = ItemStanding::of(&duties);
    sqlx::query!(
        "update item set progress = $2, shortfall = $3, reported_through = $4 where id = $1",
        item,
        item_standing.progress.code(),
        item_standing.shortfall,
        item_standing.reported_through
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Where an item stands.
#[derive(Debug, PartialEq)]
struct ItemStanding {
    progress: Progress,
    shortfall: Option<Decimal>,
    reported_through: Option<NaiveDate>,
}

impl ItemStanding {
    /// Where somebody leads, the leads decide; else everybody.
    fn of(duties: &[Standing]) -> Self {
        let roles: Vec<(Role, Progress)> = duties
            .iter()
            .map(|duty| (duty.role, duty.progress))
            .collect();
        let led = duties.iter().any(|duty| duty.role == Role::Lead);
        let deciding = || duties.iter().filter(|duty| !led || duty.role == Role::Lead);
        Self {
            progress: combine(&roles),
            shortfall: deciding().filter_map(|duty| duty.shortfall).max(),
            reported_through: deciding().filter_map(|duty| duty.reported_through).max(),
        }
    }
}

/// Brings the standing of every duty, and of every item that somebody answers for, up to date: after reports were
/// written in bulk.
pub async fn refresh_all(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update duty u
           set report_id = p.id, progress = coalesce(p.stated_progress, 'not_started'), reported_through = p.last_day,
               shortfall = p.shortfall
           from duty self
           left join (
               select distinct on (r.item_id, r.department_id) r.item_id, r.department_id, r.id, r.stated_progress, w.last_day,
                      (select max(v.shortfall) filter (where v.verdict in ('behind_pace', 'not_met'))
                       from report_value v where v.report_id = r.id) as shortfall
               from report r join period w on w.id = r.period_id
               where r.state in ('submitted', 'accepted')
               order by r.item_id, r.department_id, w.last_day desc, r.revision desc) p
               on p.item_id = self.item_id and p.department_id = self.department_id
           where u.id = self.id"#
    )
    .execute(&mut *db)
    .await?;
    refresh_items(db).await
}

async fn refresh_items(db: &mut PgConnection) -> sqlx::Result<()> {
    let rows = sqlx::query!(
        r#"select item_id, role as "role: Role", progress as "progress: Progress", shortfall, reported_through
           from duty order by item_id"#
    )
    .fetch_all(&mut *db)
    .await?;
    let mut duties: BTreeMap<i64, Vec<Standing>> = BTreeMap::new();
    for row in rows {
        duties.entry(row.item_id).or_default().push(Standing {
            role: row.role,
            progress: row.progress,
            shortfall: row.shortfall,
            reported_through: row.reported_through,
        });
    }
    let items: Vec<ItemStanding> = duties
        .values()
        .map(|duties| ItemStanding::of(duties))
        .collect();
    sqlx::query!(
        r#"update item i set progress = g.progress, shortfall = g.shortfall, reported_through = g.reported_through
           from unnest($1::bigint[], $2::text[], $3::numeric[], $4::date[]) as g (id, progress, shortfall, reported_through)
           where i.id = g.id"#,
        &duties.keys().copied().collect::<Vec<_>>(),
        &items.iter().map(|one| one.progress.code().to_owned()).collect::<Vec<_>>(),
        &items.iter().map(|one| one.shortfall).collect::<Vec<_>>() as &[_],
        &items.iter().map(|one| one.reported_through).collect::<Vec<_>>() as &[_],
    )
    .execute(db)
    .await?;
    Ok(())
}
