//! 修订: what comparing two versions needs of a document, and writing that one took the place of the other.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::domain::{Comparator, ItemKind, Role, Target, TargetKind, Trend};

/// An item as far as comparing needs it.
#[derive(Debug, Clone)]
pub struct VersionRow {
    /// Key.
    pub id: i64,
    /// Goal or task.
    pub kind: ItemKind,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Words of its own deadline; one that was taken from a linked document is not its own.
    pub deadline_printed: Option<String>,
    /// The last day of its own deadline.
    pub deadline_last: Option<NaiveDate>,
    /// Codes of the departments that it names, in order.
    pub codes: Vec<String>,
    /// Their short names.
    pub names: Vec<String>,
    /// Their roles.
    pub roles: Vec<Role>,
}

/// The items of a document in order, as comparing needs them.
pub async fn items(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<VersionRow>> {
    sqlx::query_as!(
        VersionRow,
        r#"select i.id, i.kind as "kind: ItemKind", i.locus, i.title, i.body,
                  case when i.deadline_start is not null then i.deadline_printed end as deadline_printed,
                  case when i.deadline_start is not null then coalesce(i.original_deadline, i.deadline_last) end as deadline_last,
                  coalesce(r.codes, '{}') as "codes!", coalesce(r.names, '{}') as "names!",
                  coalesce(r.roles, '{}') as "roles!: Vec<Role>"
           from item i
           left join lateral (
               select array_agg(d.code order by r.ordinal) as codes, array_agg(d.short_name order by r.ordinal) as names,
                      array_agg(r.role order by r.ordinal) as roles
               from responsibility r join department d on d.id = r.department_id where r.item_id = i.id) r on true
           where i.document_id = $1 order by i.ordinal"#,
        document
    )
    .fetch_all(db)
    .await
}

/// A target of an item.
#[derive(Debug, Clone)]
pub struct VersionTargetRow {
    /// Key.
    pub id: i64,
    /// Key of the item that states it.
    pub item_id: i64,
    /// What it says.
    pub target: Target,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
}

/// The targets that a document states, in order.
pub async fn targets(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<VersionTargetRow>> {
    let rows = sqlx::query!(
        r#"select t.id, t.item_id, t.name, t.comparator as "comparator: Comparator", t.value, t.upper, t.grade,
                  t.trend as "trend: Trend", t.unit, t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_last
           from target t join item i on i.id = t.item_id
           where i.document_id = $1 order by i.ordinal, t.ordinal"#,
        document
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| VersionTargetRow {
            id: row.id,
            item_id: row.item_id,
            target: Target {
                name: row.name,
                comparator: row.comparator,
                value: row.value,
                upper: row.upper,
                grade: row.grade,
                trend: row.trend,
                unit: row.unit,
                kind: row.kind,
                soft: row.soft,
                maintain: row.maintain,
            },
            deadline_last: row.deadline_last,
        })
        .collect())
}

/// A document that is to be replaced.
#[derive(Debug, Clone)]
pub struct Replaceable {
    /// Title.
    pub title: String,
    /// Its 行政区.
    pub jurisdiction_id: i64,
    /// From when it is reported on.
    pub reported_from: NaiveDate,
    /// Its first version; itself where there is none before it.
    pub first_id: i64,
    /// The version that has taken its place already.
    pub replaced_by: Option<i64>,
}

/// Locks a document, so that it is replaced once.
pub async fn lock(db: &mut PgConnection, document: i64) -> sqlx::Result<Option<Replaceable>> {
    sqlx::query_as!(
        Replaceable,
        "select title, jurisdiction_id, reported_from, first_id, replaced_by from document where id = $1 for update",
        document
    )
    .fetch_optional(db)
    .await
}

/// Writes that one document took the place of another from a day on: what is cited, asked and counted is the new one.
pub async fn replace_document(
    db: &mut PgConnection,
    old: i64,
    new: i64,
    day: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update document set replaced_by = $2, replaced_on = $3 where id = $1",
        old,
        new,
        day
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update document n set first_id = o.first_id, cycle = o.cycle from document o where o.id = $1 and n.id = $2",
        old,
        new
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update responsibility r set valid_to = greatest($2, r.valid_from)
           from item i where i.id = r.item_id and i.document_id = $1 and r.valid_to is null"#,
        old,
        day
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes which new item each old one goes on as, from a day on. Departments that stay are asked from where they
/// were; the standing follows from the reports ([`super::standing::refresh_some`]).
pub async fn continue_items(
    db: &mut PgConnection,
    old: &[i64],
    new: &[i64],
    day: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update item n set first_id = o.first_id, reported_from = coalesce(o.reported_from, d.reported_from)
           from unnest($1::bigint[], $2::bigint[]) as p (old, new)
           join item o on o.id = p.old join document d on d.id = o.document_id
           where n.id = p.new"#,
        old,
        new
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update duty n set reported_from = coalesce(o.reported_from, d.reported_from)
           from unnest($1::bigint[], $2::bigint[]) as p (old, new)
           join duty o on o.item_id = p.old join document d on d.id = o.document_id
           where n.item_id = p.new and n.department_id = o.department_id"#,
        old,
        new
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update item o set served = true, closed_on = $3, replaced_by = p.new
           from unnest($1::bigint[], $2::bigint[]) as p (old, new) where o.id = p.old"#,
        old,
        new,
        day
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Closes items that no newer version has.
pub async fn repeal(db: &mut PgConnection, items: &[i64], day: NaiveDate) -> sqlx::Result<()> {
    sqlx::query!(
        "update item set served = true, closed_on = $2 where id = any($1)",
        items,
        day
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes which new target each old one goes on as.
pub async fn continue_targets(db: &mut PgConnection, old: &[i64], new: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update target n set first_id = o.first_id
           from unnest($1::bigint[], $2::bigint[]) as p (old, new) join target o on o.id = p.old
           where n.id = p.new"#,
        old,
        new
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Takes back that one document took the place of another: the old one goes on as if the other had come beside it.
/// What was reported on either stays with it. Gives the items of both.
pub async fn separate(db: &mut PgConnection, old: i64, new: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query!(
        r#"update target t set first_id = t.id from item i
           where i.id = t.item_id and i.document_id = $1 and t.first_id <> t.id"#,
        new
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update duty u set reported_from = null where u.document_id = $1 and u.reported_from is not null"#,
        new
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update responsibility r set valid_to = null
           from item i join document d on d.id = i.document_id
           where i.id = r.item_id and d.id = $1 and r.valid_to = greatest(d.replaced_on, r.valid_from)"#,
        old
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update document set replaced_by = null, replaced_on = null where id = $1",
        old
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("update document set first_id = id where id = $1", new)
        .execute(&mut *db)
        .await?;
    sqlx::query_scalar!(
        r#"update item set first_id = case when document_id = $2 then id else first_id end,
                           reported_from = case when document_id = $2 then null else reported_from end,
                           closed_on = case when document_id = $1 then null else closed_on end,
                           replaced_by = case when document_id = $1 then null else replaced_by end
           where document_id in ($1, $2) returning id"#,
        old,
        new
    )
    .fetch_all(db)
    .await
}
