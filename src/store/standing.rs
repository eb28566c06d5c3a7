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
    let inherited = contributions(db, Some(&[item])).await?;
    write_inherited(db, &inherited).await?;
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
    refresh_some(db, None).await
}

/// Brings the standing of some items and of every duty on them up to date: after duties changed in bulk.
pub async fn refresh_items(db: &mut PgConnection, items: &[i64]) -> sqlx::Result<()> {
    refresh_some(db, Some(items)).await
}

async fn refresh_some(db: &mut PgConnection, items: Option<&[i64]>) -> sqlx::Result<()> {
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
               where r.state in ('submitted', 'accepted') and ($1::bigint[] is null or r.item_id = any($1))
               order by r.item_id, r.department_id, w.last_day desc, r.revision desc) p
               on p.item_id = self.item_id and p.department_id = self.department_id
           where u.id = self.id and ($1::bigint[] is null or self.item_id = any($1))"#,
        items
    )
    .execute(&mut *db)
    .await?;
    let inherited = contributions(db, items).await?;
    write_inherited(db, &inherited).await?;
    settle_items(db, items).await
}

async fn settle_items(db: &mut PgConnection, items: Option<&[i64]>) -> sqlx::Result<()> {
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

/// The newest report of one department that counts for a duty which was taken over.
#[derive(Debug, Clone, Copy)]
struct Contribution {
    duty: i64,
    /// The department is the one that has the duty.
    own: bool,
    /// It answered for the item before, so that its silence says something.
    answered: bool,
    taken_on: NaiveDate,
    report: Option<(i64, Progress, NaiveDate)>,
    shortfall: Option<Decimal>,
}

/// What counts for the duties that were taken over, of some items or of all.
async fn contributions(
    db: &mut PgConnection,
    items: Option<&[i64]>,
) -> sqlx::Result<Vec<Contribution>> {
    let rows = sqlx::query!(
        r#"select u.id as duty, (o.origin_id = u.department_id) as "own!", o.answered as "answered!", o.taken_on as "taken_on!",
                  p.id as "report?", p.stated_progress as "progress?: Progress", p.last_day as "last_day?", p.shortfall
           from (select item_id, department_id, origin_id, taken_on, true as answered from duty_origin
                 union all
                 select item_id, department_id, department_id, max(taken_on), bool_or(origin_id = department_id)
                 from duty_origin group by item_id, department_id) o
           join duty u on u.item_id = o.item_id and u.department_id = o.department_id
           left join lateral (
               select r.id, r.stated_progress, w.last_day,
                      (select max(v.shortfall) filter (where v.verdict in ('behind_pace', 'not_met'))
                       from report_value v where v.report_id = r.id) as shortfall
               from report r join period w on w.id = r.period_id
               where r.item_id = o.item_id and r.department_id = o.origin_id and r.state in ('submitted', 'accepted')
               order by w.last_day desc, r.revision desc limit 1) p on true
           where $1::bigint[] is null or o.item_id = any($1)
           order by u.id, o.origin_id"#,
        items
    )
    .fetch_all(db)
    .await?;
    let contribution = rows.into_iter().map(|row| Contribution {
        duty: row.duty,
        own: row.own,
        answered: row.answered,
        taken_on: row.taken_on,
        report: match (row.report, row.progress, row.last_day) {
            (Some(report), Some(progress), Some(last_day)) => Some((report, progress, last_day)),
            _ => None,
        },
        shortfall: row.shortfall,
    });
    Ok(contribution.collect())
}

/// Where a duty stands that was taken over.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Inherited {
    progress: Progress,
    shortfall: Option<Decimal>,
    reported_through: Option<NaiveDate>,
    report: Option<i64>,
}

impl Inherited {
    /// The department's own report decides alone once it is about a period that ends after the takeover. Until then
    /// the reports of those before it count beside its own: what one of them reported on is not asked again, and what
    /// one of them is behind with is not forgotten.
    fn of(all: &[Contribution]) -> Self {
        let taken_on = all.iter().map(|one| one.taken_on).max();
        let is_new = |one: &&Contribution| {
            one.own
                && one
                    .report
                    .is_some_and(|(_, _, last)| Some(last) >= taken_on)
        };
        let own: Vec<Contribution> = all.iter().filter(is_new).copied().collect();
        let counted: Vec<Contribution> = match own.is_empty() {
            false => own,
            true => all
                .iter()
                .filter(|one| one.answered || one.report.is_some())
                .copied()
                .collect(),
        };
        let progress: Vec<(Role, Progress)> = counted
            .iter()
            .map(|one| {
                let stated = one.report.map(|(_, progress, _)| progress);
                (Role::Joint, stated.unwrap_or(Progress::NotStarted))
            })
            .collect();
        let newest = counted
            .iter()
            .filter_map(|one| one.report.map(|(id, _, last)| (last, one.own, id)))
            .max();
        Self {
            progress: match progress.is_empty() {
                true => Progress::NotStarted,
                false => combine(&progress),
            },
            shortfall: counted.iter().filter_map(|one| one.shortfall).max(),
            reported_through: newest.map(|(last, _, _)| last),
            report: newest.map(|(_, _, id)| id),
        }
    }
}

async fn write_inherited(db: &mut PgConnection, all: &[Contribution]) -> sqlx::Result<()> {
    let duties: Vec<&[Contribution]> = all.chunk_by(|a, b| a.duty == b.duty).collect();
    if duties.is_empty() {
        return Ok(());
    }
    let keys: Vec<i64> = duties.iter().map(|of_duty| of_duty[0].duty).collect();
    let standing: Vec<Inherited> = duties
        .iter()
        .map(|of_duty| Inherited::of(of_duty))
        .collect();
    sqlx::query!(
        r#"update duty u set progress = g.progress, shortfall = g.shortfall, reported_through = g.reported_through,
                             report_id = g.report_id
           from unnest($1::bigint[], $2::text[], $3::numeric[], $4::date[], $5::bigint[])
                as g (id, progress, shortfall, reported_through, report_id)
           where u.id = g.id"#,
        &keys,
        &standing.iter().map(|one| one.progress.code().to_owned()).collect::<Vec<_>>(),
        &standing.iter().map(|one| one.shortfall).collect::<Vec<_>>() as &[_],
        &standing.iter().map(|one| one.reported_through).collect::<Vec<_>>() as &[_],
        &standing.iter().map(|one| one.report).collect::<Vec<_>>() as &[_],
    )
    .execute(db)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(own: bool, answered: bool, progress: Progress, last: &str) -> Contribution {
        Contribution {
            duty: 1,
            own,
            answered,
            taken_on: "2018-11-28".parse().expect("a date"),
            report: Some((
                if own { 9 } else { 5 },
                progress,
                last.parse().expect("a date"),
            )),
            shortfall: None,
        }
    }

    fn silent(own: bool, answered: bool) -> Contribution {
        Contribution {
            report: None,
            ..report(own, answered, Progress::Other, "2018-09-30")
        }
    }

    #[test]
    fn reports_of_those_before_count_until_the_successor_has_reported() {
        use Progress::*;
        let third = |progress| report(false, true, progress, "2018-09-30");
        let of = |all: &[Contribution]| {
            let standing = Inherited::of(all);
            let through = standing.reported_through.map(|day| day.to_string());
            (
                standing.progress,
                through.unwrap_or_default(),
                standing.report,
            )
        };
        let q3 = "2018-09-30".to_owned();
        // One before, who reported; the successor has not and was not asked before.
        assert_eq!(
            of(&[third(OnTrack), silent(true, false)]),
            (OnTrack, q3.clone(), Some(5))
        );
        // Two before: what one is behind with is not forgotten, what one finished is not all.
        assert_eq!(
            of(&[third(Done), third(Behind), silent(true, false)]).0,
            Behind
        );
        assert_eq!(
            of(&[third(Done), silent(false, true), silent(true, false)]),
            (OnTrack, q3.clone(), Some(5))
        );
        // The successor answered for it before and was silent.
        assert_eq!(of(&[third(Done), silent(true, true)]).0, OnTrack);
        // It reports late on a period before the takeover: that counts beside the others.
        let late = report(true, true, Done, "2018-09-30");
        assert_eq!(of(&[third(Behind), late]), (Behind, q3, Some(9)));
        // It reports on the period of the takeover: that counts alone.
        let own = report(true, false, OnTrack, "2018-12-31");
        assert_eq!(
            of(&[third(Behind), own]),
            (OnTrack, "2018-12-31".to_owned(), Some(9))
        );
        assert_eq!(
            of(&[silent(false, true), silent(true, false)]),
            (NotStarted, String::new(), None)
        );
    }
}
