//! 汇总单位: where all share an item, the department to which the others report, named by the office for a time.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::duty_changes::Act;

/// A department named to collect.
#[derive(Debug, Clone)]
pub struct Consolidation {
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Who named it.
    pub named_by: String,
    /// When.
    pub named_at: DateTime<Utc>,
}

/// Who collects for an item by the word of the office.
pub async fn in_force(db: &mut PgConnection, item: i64) -> sqlx::Result<Option<Consolidation>> {
    sqlx::query_as!(
        Consolidation,
        r#"select c.department_id, d.short_name as department, a.display_name as named_by, c.named_at
           from consolidation c join department d on d.id = c.department_id join user_account a on a.id = c.named_by
           where c.item_id = $1 and c.ended_at is null"#,
        item
    )
    .fetch_optional(db)
    .await
}

/// Names a department. False when it does not share the item with others, or somebody leads it. Fails on
/// `consolidation_in_force` when another one is named already.
pub async fn name(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let named = sqlx::query!(
        r#"insert into consolidation (item_id, department_id, named_by, named_at)
           select u.item_id, u.department_id, $3, $4 from duty u
           where u.item_id = $1 and u.department_id = $2 and u.role = 'joint'
             and not exists (select 1 from duty l where l.item_id = $1 and l.role = 'lead')
             and exists (select 1 from duty o where o.item_id = $1 and o.department_id <> $2)"#,
        item,
        department,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(named.rows_affected() == 1)
}

/// Takes the naming back. What waits for the department waits for the office from now on, unless the document itself
/// names who collects. False when nobody is named.
pub async fn end(
    db: &mut PgConnection,
    item: i64,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        "update consolidation set ended_by = $2, ended_at = $3 where item_id = $1 and ended_at is null",
        item,
        by,
        at
    )
    .execute(&mut *db)
    .await?;
    readdress(db, &[item]).await?;
    Ok(ended.rows_affected() == 1)
}

/// After duties on some items changed: who has none any more collects no more.
pub(super) async fn settle(db: &mut PgConnection, items: &[i64], act: Act) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update consolidation c set ended_by = $2, ended_at = $3
           where c.item_id = any($1) and c.ended_at is null
             and not exists (select 1 from duty u where u.item_id = c.item_id and u.department_id = c.department_id)"#,
        items,
        act.by,
        act.at
    )
    .execute(&mut *db)
    .await?;
    readdress(db, items).await
}

/// Where a duty passed whole to one successor by a change, that one collects in place of its predecessor.
pub(super) async fn pass_on(db: &mut PgConnection, change: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update consolidation c set department_id = a.successor
           from (select item_id, min(department_id) as successor from altered_duty where change_id = $1
                 group by item_id having count(*) = 1) a
           join former_duty f on f.change_id = $1 and f.item_id = a.item_id
           where c.item_id = f.item_id and c.department_id = f.department_id and c.ended_at is null"#,
        change
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The way back, while the duties are still the successors'.
pub(super) async fn pass_back(db: &mut PgConnection, change: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update consolidation c set department_id = f.department_id
           from altered_duty a
           join former_duty f on f.change_id = a.change_id and f.item_id = a.item_id
           join duty_change x on x.id = a.change_id and x.kind = 'succession'
           where a.change_id = $1 and a.role_before is null and c.item_id = a.item_id
             and c.department_id = a.department_id and c.ended_at is null"#,
        change
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The newer versions of items keep who was named for the older ones, where it still shares them with others.
///
/// # Errors
///
/// When the database refuses.
pub async fn carry(db: &mut PgConnection, old: &[i64], new: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into consolidation (item_id, department_id, named_by, named_at)
           select g.new, c.department_id, c.named_by, c.named_at
           from unnest($1::bigint[], $2::bigint[]) as g (old, new)
           join consolidation c on c.item_id = g.old and c.ended_at is null
           join duty u on u.item_id = g.new and u.department_id = c.department_id and u.role = 'joint'
           where not exists (select 1 from duty l where l.item_id = g.new and l.role = 'lead')
             and exists (select 1 from duty o where o.item_id = g.new and o.department_id <> c.department_id)"#,
        old,
        new
    )
    .execute(db)
    .await?;
    Ok(())
}

/// After somebody stopped reporting: what waits for units in which nobody reports any more waits for the office.
pub(super) async fn release(db: &mut PgConnection, user: i64) -> sqlx::Result<()> {
    let items = sqlx::query_scalar!(
        r#"select distinct r.item_id from user_grant g
           join duty u on u.department_id = g.department_id
           join report r on r.item_id = u.item_id and r.state = 'submitted' and r.recipient = 'lead'
           where g.user_id = $1"#,
        user
    )
    .fetch_all(&mut *db)
    .await?;
    readdress(db, &items).await
}

/// What waits for a department that does not collect from whoever sent it waits for the office.
async fn readdress(db: &mut PgConnection, items: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update report r set recipient = 'office'
           where r.item_id = any($1) and r.state = 'submitted' and r.recipient = 'lead'
             and not exists (select 1 from contributor c where c.item_id = r.item_id and c.department_id = r.department_id)"#,
        items
    )
    .execute(db)
    .await?;
    Ok(())
}
