//! Passing items on from a department that ended to those that follow it.
//!
//! Printed names never change. The responsibility of the predecessor ends, one of the successor follows it; the duty of
//! the predecessor is set aside as it stood, the successor's begins with what was reported ([`super::inheritance`]).

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::duty_changes::{self, Act, DutyChangeKind};
use super::{consolidations, standing};

/// An item that passes to a successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Key of the item.
    pub item: i64,
    /// Key of the successor.
    pub to: i64,
    /// From when.
    pub on: NaiveDate,
}

/// Passages as the columns of a statement.
struct Columns {
    items: Vec<i64>,
    to: Vec<i64>,
    on: Vec<NaiveDate>,
}

/// Passes items on; gives the key of the change. Called with the predecessor locked and items that are open.
pub async fn pass_on(
    db: &mut PgConnection,
    predecessor: i64,
    passages: &[Passage],
    act: Act,
) -> sqlx::Result<i64> {
    let columns = Columns {
        items: passages.iter().map(|one| one.item).collect(),
        to: passages.iter().map(|one| one.to).collect(),
        on: passages.iter().map(|one| one.on).collect(),
    };
    let mut items = columns.items.clone();
    items.sort_unstable();
    items.dedup();
    let on = passages.iter().map(|one| one.on).min().unwrap_or_default();
    let kind = DutyChangeKind::Succession;
    let change = duty_changes::begin(db, kind, predecessor, on, items.len(), act).await?;
    set_aside(db, change, predecessor, &items).await?;
    follow(db, change, predecessor, &columns).await?;
    take_over(db, change, predecessor, &columns).await?;
    point_members(db, change, predecessor).await?;
    inherit(db, change, predecessor, &columns).await?;
    sqlx::query!(
        "delete from duty where department_id = $1 and item_id = any($2)",
        predecessor,
        &items
    )
    .execute(&mut *db)
    .await?;
    consolidations::pass_on(db, change).await?;
    consolidations::settle(db, &items, act).await?;
    standing::refresh_some(db, &items).await?;
    record(db, predecessor, &columns, act).await?;
    Ok(change)
}

/// The duties of the predecessor as they stand.
async fn set_aside(
    db: &mut PgConnection,
    change: i64,
    predecessor: i64,
    items: &[i64],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into former_duty (change_id, item_id, document_id, department_id, responsibility_id, role, progress,
                                    shortfall, reported_through, report_id, reported_from)
           select $1, item_id, document_id, department_id, responsibility_id, role, progress, shortfall, reported_through,
                  report_id, reported_from
           from duty where department_id = $2 and item_id = any($3)"#,
        change,
        predecessor,
        items
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Each responsibility of the predecessor ends, and one of the successor follows it, printed as it was.
async fn follow(
    db: &mut PgConnection,
    change: i64,
    predecessor: i64,
    columns: &Columns,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into responsibility (item_id, department_id, ordinal, role, printed, basis, collective, open_list, indicator,
                                       span_start, span_end, valid_from, follows_id, change_id)
           select r.item_id, g.successor,
                  ((select max(x.ordinal) from responsibility x where x.item_id = r.item_id)
                   + row_number() over (partition by r.item_id order by r.ordinal, g.place))::int,
                  r.role, r.printed, r.basis, r.collective, r.open_list, r.indicator, r.span_start, r.span_end,
                  greatest(g.on_date, r.valid_from), r.id, $1
           from responsibility r
           join unnest($3::bigint[], $4::bigint[], $5::date[]) with ordinality as g (item, successor, on_date, place)
                on g.item = r.item_id
           where r.department_id = $2 and r.valid_to is null"#,
        change,
        predecessor,
        &columns.items,
        &columns.to,
        &columns.on
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update responsibility r set valid_to = n.begun
           from (select follows_id, min(valid_from) as begun from responsibility where change_id = $1 group by follows_id) n
           where r.id = n.follows_id"#,
        change
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The duties of the successors: begun, or in the stronger role where they had one already.
async fn take_over(
    db: &mut PgConnection,
    change: i64,
    predecessor: i64,
    columns: &Columns,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with taken as (
               select g.item, g.successor, f.document_id, f.role, f.reported_from,
                      coalesce((select n.id from responsibility n
                                where n.follows_id = f.responsibility_id and n.change_id = $1 and n.department_id = g.successor),
                               f.responsibility_id) as responsibility_id
               from unnest($3::bigint[], $4::bigint[]) as g (item, successor)
               join former_duty f on f.change_id = $1 and f.item_id = g.item and f.department_id = $2),
           kept as (
               insert into altered_duty (change_id, item_id, department_id, role_before, responsibility_before)
               select $1, t.item, t.successor, u.role, u.responsibility_id
               from taken t left join duty u on u.item_id = t.item and u.department_id = t.successor)
           insert into duty (item_id, document_id, department_id, responsibility_id, role, reported_from)
           select item, document_id, successor, responsibility_id, role, reported_from from taken
           on conflict (item_id, department_id) do update
               set role = excluded.role, responsibility_id = excluded.responsibility_id
               where array_position(array['lead', 'joint', 'support', 'consolidator'], excluded.role)
                   < array_position(array['lead', 'joint', 'support', 'consolidator'], duty.role)"#,
        change,
        predecessor,
        &columns.items,
        &columns.to
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The members of a body that was followed by another report for the body that follows.
async fn point_members(db: &mut PgConnection, change: i64, predecessor: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with pointed as (
               select distinct on (u.id) u.id, u.item_id, u.department_id, u.role, u.responsibility_id, n.id as next_id
               from responsibility n join duty u on u.responsibility_id = n.follows_id
               where n.change_id = $1 and u.department_id <> $2
               order by u.id, n.ordinal),
           kept as (
               insert into altered_duty (change_id, item_id, department_id, role_before, responsibility_before)
               select $1, item_id, department_id, role, responsibility_id from pointed
               on conflict do nothing)
           update duty u set responsibility_id = p.next_id from pointed p where u.id = p.id"#,
        change,
        predecessor
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Whose reports count for the successors until they report themselves: the predecessor's, and what counted for it.
async fn inherit(
    db: &mut PgConnection,
    change: i64,
    predecessor: i64,
    columns: &Columns,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with taken as (
               select g.item, g.successor, g.on_date, a.role_before is not null as had_one,
                      exists (select 1 from duty_origin o where o.item_id = g.item and o.department_id = $2) as inherits,
                      (select max(w.last_day) from report r join period w on w.id = r.period_id
                       where r.item_id = g.item and r.department_id = $2 and r.state in ('submitted', 'accepted')) as through
               from unnest($3::bigint[], $4::bigint[], $5::date[]) as g (item, successor, on_date)
               join altered_duty a on a.change_id = $1 and a.item_id = g.item and a.department_id = g.successor)
           insert into duty_origin (item_id, department_id, origin_id, taken_on, change_id)
           select item, successor, $2, on_date, $1 from taken where not inherits or through is not null
           union
           select t.item, t.successor, o.origin_id, t.on_date, $1
           from taken t join duty_origin o on o.item_id = t.item and o.department_id = $2
           where t.through is null or t.through < o.taken_on
           union
           select t.item, t.successor, t.successor, t.on_date, $1
           from taken t
           where t.had_one and not exists (select 1 from duty_origin o where o.item_id = t.item and o.department_id = t.successor)
           on conflict do nothing"#,
        change,
        predecessor,
        &columns.items,
        &columns.to,
        &columns.on
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One event an item, and one for the whole.
async fn record(
    db: &mut PgConnection,
    predecessor: i64,
    columns: &Columns,
    act: Act,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into event (at, actor_id, action, document_id, item_id, department_id, before, after)
           select $1, $2, 'duty.hand_over', i.document_id, i.id, $3, jsonb_build_object('department', p.short_name),
                  jsonb_build_object('department', g.names, 'on', g.on_date)
           from (select g.item, min(g.on_date) as on_date, string_agg(s.short_name, '、' order by g.place) as names
                 from unnest($4::bigint[], $5::bigint[], $6::date[]) with ordinality as g (item, successor, on_date, place)
                 join department s on s.id = g.successor group by g.item) g
           join item i on i.id = g.item
           join department p on p.id = $3
           order by i.id"#,
        act.at,
        act.by,
        predecessor,
        &columns.items,
        &columns.to,
        &columns.on
    )
    .execute(db)
    .await?;
    Ok(())
}
