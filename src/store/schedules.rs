//! 填报安排 as rows, and what uses them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::{Cycle, Milestone, Schedule, Shift};

struct Row {
    id: i64,
    name: String,
    cycle: Cycle,
    due_day: i32,
    due_next_month: bool,
    shift: Shift,
    opens_days: Option<i32>,
}

/// Every schedule with its milestones, in the order in which they were made.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Vec<Schedule>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, name, cycle as "cycle: Cycle", due_day, due_next_month, shift as "shift: Shift", opens_days
           from schedule order by id"#
    )
    .fetch_all(&mut *db)
    .await?;
    let dates =
        sqlx::query!("select schedule_id, day, title from schedule_date order by schedule_id, day")
            .fetch_all(db)
            .await?;
    let mut milestones: BTreeMap<i64, Vec<Milestone>> = BTreeMap::new();
    for date in dates {
        let milestone = Milestone {
            day: date.day,
            title: date.title,
        };
        milestones
            .entry(date.schedule_id)
            .or_default()
            .push(milestone);
    }
    let schedule = |row: Row| Schedule {
        milestones: milestones.remove(&row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        cycle: row.cycle,
        due_day: u32::try_from(row.due_day).unwrap_or_default(),
        due_next_month: row.due_next_month,
        shift: row.shift,
        opens_days: row.opens_days.and_then(|days| u32::try_from(days).ok()),
    };
    Ok(rows.into_iter().map(schedule).collect())
}

/// The schedule of a document of which nobody has said otherwise; made where there is none.
pub async fn standard(db: &mut PgConnection, at: DateTime<Utc>) -> sqlx::Result<i64> {
    let known = sqlx::query_scalar!("select id from schedule where standard")
        .fetch_optional(&mut *db)
        .await?;
    if let Some(known) = known {
        return Ok(known);
    }
    let rule = Schedule::standard();
    // Two instances may get here at once; the second finds what the first has made.
    sqlx::query!(
        r#"insert into schedule (name, cycle, due_day, due_next_month, shift, standard, created_at)
           values ($1, $2, $3, $4, $5, true, $6)
           on conflict (standard) where standard do nothing"#,
        rule.name,
        rule.cycle.code(),
        i32::try_from(rule.due_day).unwrap_or_default(),
        rule.due_next_month,
        rule.shift.code(),
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_scalar!("select id from schedule where standard")
        .fetch_one(db)
        .await
}

/// Writes a new schedule; gives its key. Fails on `schedule_name_key` when the name is taken.
pub async fn insert(db: &mut PgConnection, new: &Schedule, at: DateTime<Utc>) -> sqlx::Result<i64> {
    let id = sqlx::query_scalar!(
        r#"insert into schedule (name, cycle, due_day, due_next_month, shift, opens_days, created_at)
           values ($1, $2, $3, $4, $5, $6, $7) returning id"#,
        new.name,
        new.cycle.code(),
        i32::try_from(new.due_day).unwrap_or_default(),
        new.due_next_month,
        new.shift.code(),
        new.opens_days.and_then(|days| i32::try_from(days).ok()),
        at
    )
    .fetch_one(&mut *db)
    .await?;
    set_milestones(db, id, &new.milestones).await?;
    Ok(id)
}

/// Writes another rule over a schedule. Fails on `schedule_name_key` when the name is taken.
pub async fn update(db: &mut PgConnection, new: &Schedule) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update schedule set name = $2, cycle = $3, due_day = $4, due_next_month = $5, shift = $6, opens_days = $7
           where id = $1"#,
        new.id,
        new.name,
        new.cycle.code(),
        i32::try_from(new.due_day).unwrap_or_default(),
        new.due_next_month,
        new.shift.code(),
        new.opens_days.and_then(|days| i32::try_from(days).ok()),
    )
    .execute(&mut *db)
    .await?;
    set_milestones(db, new.id, &new.milestones).await
}

async fn set_milestones(
    db: &mut PgConnection,
    schedule: i64,
    milestones: &[Milestone],
) -> sqlx::Result<()> {
    sqlx::query!("delete from schedule_date where schedule_id = $1", schedule)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        r#"insert into schedule_date (schedule_id, day, title) select $1, * from unnest($2::date[], $3::text[])"#,
        schedule,
        &milestones.iter().map(|one| one.day).collect::<Vec<_>>(),
        &milestones
            .iter()
            .map(|one| one.title.clone())
            .collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes a schedule for documents of which nobody says otherwise, instead of the one before.
pub async fn set_standard(db: &mut PgConnection, schedule: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update schedule set standard = false where standard and id <> $1",
        schedule
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update schedule set standard = true where id = $1 and not standard",
        schedule
    )
    .execute(db)
    .await?;
    Ok(())
}

/// How much a schedule is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Taken for new documents.
    pub standard: bool,
    /// Documents.
    pub documents: i64,
    /// Items that have it in place of that of their document.
    pub items: i64,
}

/// How much each schedule is used.
pub async fn usage(db: &mut PgConnection) -> sqlx::Result<BTreeMap<i64, Usage>> {
    let rows = sqlx::query!(
        r#"select s.id, s.standard, (select count(*) from document d where d.schedule_id = s.id) as "documents!",
                  (select count(*) from item i where i.schedule_id = s.id) as "items!"
           from schedule s"#
    )
    .fetch_all(db)
    .await?;
    let usage = rows.into_iter().map(|row| {
        let usage = Usage {
            standard: row.standard,
            documents: row.documents,
            items: row.items,
        };
        (row.id, usage)
    });
    Ok(usage.collect())
}

/// A document that uses a schedule.
#[derive(Debug, Clone)]
pub struct UsingDocument {
    /// Key of the schedule.
    pub schedule_id: i64,
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
}

/// The newest documents of each schedule, `limit` of each.
pub async fn documents(db: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<UsingDocument>> {
    sqlx::query_as!(
        UsingDocument,
        r#"select s.id as schedule_id, d.id, d.title
           from schedule s
           join lateral (select d.id, d.title from document d where d.schedule_id = s.id order by d.id desc limit $1) d on true
           order by s.id, d.id desc"#,
        limit
    )
    .fetch_all(db)
    .await
}

/// Gives a document another schedule; the one that it had.
pub async fn choose_for_document(
    db: &mut PgConnection,
    document: i64,
    schedule: i64,
) -> sqlx::Result<i64> {
    let before = sqlx::query_scalar!(
        "select schedule_id from document where id = $1 for update",
        document
    )
    .fetch_one(&mut *db)
    .await?;
    sqlx::query!(
        "update document set schedule_id = $2 where id = $1",
        document,
        schedule
    )
    .execute(db)
    .await?;
    Ok(before)
}

/// Gives an item a schedule of its own, or (`None`) that of its document; the one of its own that it had.
pub async fn choose_for_item(
    db: &mut PgConnection,
    item: i64,
    schedule: Option<i64>,
) -> sqlx::Result<Option<i64>> {
    let before = sqlx::query_scalar!(
        "select schedule_id from item where id = $1 for update",
        item
    )
    .fetch_one(&mut *db)
    .await?;
    sqlx::query!(
        "update item set schedule_id = $2 where id = $1",
        item,
        schedule
    )
    .execute(db)
    .await?;
    Ok(before)
}
