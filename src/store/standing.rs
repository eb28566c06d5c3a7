//! Where duties and items stand, kept in step by whoever changes a report, in the same transaction.
//!
//! Nothing here decides: the newest report that counts says where a duty stands, and `domain::combine` says what
//! that means for the item.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::inheritance;
use crate::domain::{Progress, Role, combine};

/// Brings the standing of one department on one item, and of the item, up to date; with it that of the versions after
/// it, which stand where it stands until something is reported on them.
pub async fn refresh(db: &mut PgConnection, item: i64, department: i64) -> sqlx::Result<()> {
    refresh_reported(db, &[item], &[department]).await
}

/// The same for what some departments reported on some items.
pub async fn refresh_reported(
    db: &mut PgConnection,
    items: &[i64],
    departments: &[i64],
) -> sqlx::Result<()> {
    let versions = sqlx::query_scalar!(
        r#"select distinct e.id from item i join item e on e.first_id = i.first_id and e.id >= i.id
           where i.id = any($1) order by e.id"#,
        items
    )
    .fetch_all(&mut *db)
    .await?;
    refresh_duties(db, Some(&versions), Some(departments)).await?;
    inheritance::refresh(db, Some(&versions)).await?;
    // The items' rows are locked first, so that two departments reporting at once are counted one after the other.
    sqlx::query!(
        "select id from item where id = any($1) order by id for update",
        &versions
    )
    .fetch_all(&mut *db)
    .await?;
    refresh_items(db, Some(&versions)).await
}

/// Brings the standing of every duty, and of every item that somebody answers for, up to date: after reports were
/// written in bulk.
pub async fn refresh_all(db: &mut PgConnection) -> sqlx::Result<()> {
    refresh_duties(db, None, None).await?;
    inheritance::refresh(db, None).await?;
    refresh_items(db, None).await
}

/// Brings the standing of some items and of all their duties up to date: after they were given a past, or their
/// departments changed.
pub async fn refresh_some(db: &mut PgConnection, items: &[i64]) -> sqlx::Result<()> {
    refresh_duties(db, Some(items), None).await?;
    inheritance::refresh(db, Some(items)).await?;
    refresh_items(db, Some(items)).await
}

/// Of each duty, the newest report that counts on its item or on a version before it.
async fn refresh_duties(
    db: &mut PgConnection,
    items: Option<&[i64]>,
    departments: Option<&[i64]>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update duty u
           set report_id = p.id, progress = coalesce(p.stated_progress, 'not_started'), reported_through = p.last_day,
               shortfall = p.shortfall
           from duty self
           left join lateral (
               select r.id, r.stated_progress, w.last_day,
                      (select max(v.shortfall) filter (where v.verdict in ('behind_pace', 'not_met'))
                       from report_value v where v.report_id = r.id) as shortfall
               from item i
               join item e on e.first_id = i.first_id and e.id <= i.id
               join report r on r.item_id = e.id
               join period w on w.id = r.period_id
               where i.id = self.item_id and r.department_id = self.department_id and r.state in ('submitted', 'accepted')
               order by w.last_day desc, r.item_id desc, r.revision desc limit 1) p on true
           where u.id = self.id and ($1::bigint[] is null or self.item_id = any($1))
             and ($2::bigint[] is null or self.department_id = any($2))"#,
        items,
        departments
    )
    .execute(db)
    .await?;
    Ok(())
}

struct Standing {
    role: Role,
    progress: Progress,
    shortfall: Option<Decimal>,
    reported_through: Option<NaiveDate>,
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

async fn refresh_items(db: &mut PgConnection, items: Option<&[i64]>) -> sqlx::Result<()> {
    let rows = sqlx::query!(
        r#"select i.id as item_id, u.role as "role?: Role", u.progress as "progress?: Progress", u.shortfall, u.reported_through
           from item i left join duty u on u.item_id = i.id
           where case when $1::bigint[] is null then u.id is not null else i.id = any($1) end
           order by i.id"#,
        items
    )
    .fetch_all(&mut *db)
    .await?;
    let mut duties: BTreeMap<i64, Vec<Standing>> = BTreeMap::new();
    for row in rows {
        // An item whose last duty ended is the business of nobody, and has to be told so.
        let of_item = duties.entry(row.item_id).or_default();
        if let (Some(role), Some(progress)) = (row.role, row.progress) {
            of_item.push(Standing {
                role,
                progress,
                shortfall: row.shortfall,
                reported_through: row.reported_through,
            });
        }
    }
    let standings: Vec<ItemStanding> = duties
        .values()
        .map(|duties| ItemStanding::of(duties))
        .collect();
    sqlx::query!(
        r#"update item i set progress = g.progress, shortfall = g.shortfall, reported_through = g.reported_through
           from unnest($1::bigint[], $2::text[], $3::numeric[], $4::date[]) as g (id, progress, shortfall, reported_through)
           where i.id = g.id"#,
        &duties.keys().copied().collect::<Vec<_>>(),
        &standings.iter().map(|one| one.progress.code().to_owned()).collect::<Vec<_>>(),
        &standings.iter().map(|one| one.shortfall).collect::<Vec<_>>() as &[_],
        &standings.iter().map(|one| one.reported_through).collect::<Vec<_>>() as &[_],
    )
    .execute(db)
    .await?;
    Ok(())
}
