//! 章节, 事项, 指标 and 职责: writing those of a document, reading one item whole.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{
    Comparator, Cycle, ItemKind, Precision, Progress, ResponsibilityBasis, Role, Target,
    TargetKind, Trend,
};

/// One item, whole but for its lists.
#[derive(Debug, Clone)]
pub struct Item {
    /// Key.
    pub id: i64,
    /// Its document.
    pub document_id: i64,
    /// Title of its document.
    pub document: String,
    /// 发文字号 of its document.
    pub doc_number: Option<String>,
    /// 发文机关 of its document.
    pub issuer: Option<String>,
    /// How often the document is reported on.
    pub cycle: Cycle,
    /// From when.
    pub reported_from: NaiveDate,
    /// Its 行政区.
    pub jurisdiction_id: i64,
    /// Heading of its section.
    pub section: Option<String>,
    /// The item it is a part of.
    pub parent_id: Option<i64>,
    /// Goal or task.
    pub kind: ItemKind,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// First character of its clause.
    pub span_start: i32,
    /// End of its clause.
    pub span_end: i32,
    /// Words of its deadline.
    pub deadline_printed: Option<String>,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
    /// The one that the document sets, where an extension was granted.
    pub original_deadline: Option<NaiveDate>,
    /// How finely it is stated.
    pub deadline_precision: Option<Precision>,
    /// Its year was taken from elsewhere.
    pub deadline_inferred: bool,
    /// Where it stands.
    pub progress: Progress,
    /// How far behind.
    pub shortfall: Option<Decimal>,
    /// Last day of the newest period reported on.
    pub reported_through: Option<NaiveDate>,
    /// Only aspirations.
    pub soft: bool,
    /// Nobody is asked about it: another document's item shows it, or it is closed.
    pub served: bool,
    /// The day from which a newer version took its place, or from which it was repealed.
    pub closed_on: Option<NaiveDate>,
    /// The item of the newer version.
    pub replaced_by: Option<i64>,
}

/// The item with this key, if it is within reach.
pub async fn find(db: &mut PgConnection, reach: &Reach, id: i64) -> sqlx::Result<Option<Item>> {
    sqlx::query_as!(
        Item,
        r#"select i.id, i.document_id, d.title as document, d.doc_number, d.issuer, d.cycle as "cycle: Cycle",
                  coalesce(i.reported_from, d.reported_from) as "reported_from!", d.jurisdiction_id, s.label || s.title as section, i.parent_id, i.kind as "kind: ItemKind",
                  i.locus, i.title, i.body, i.span_start, i.span_end, i.deadline_printed, i.deadline_last, i.original_deadline,
                  i.deadline_precision as "deadline_precision: Precision", i.deadline_inferred,
                  i.progress as "progress: Progress", i.shortfall, i.reported_through, i.soft, i.served,
                  i.closed_on, i.replaced_by
           from item i
           join document d on d.id = i.document_id
           left join section s on s.id = i.section_id
           where i.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// A target that an item is reported on, and where it comes from.
#[derive(Debug, Clone)]
pub struct TargetRow {
    /// Key.
    pub id: i64,
    /// The item that states it.
    pub item_id: i64,
    /// The document that states it.
    pub document: String,
    /// Locus of the item that states it.
    pub locus: String,
    /// First character.
    pub span_start: i32,
    /// What it says.
    pub target: Target,
    /// Words of its deadline.
    pub deadline_printed: Option<String>,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
}

/// The targets of an item, in order; where an extension was granted, their day is not before that of the item.
pub async fn targets(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<TargetRow>> {
    let rows = sqlx::query!(
        r#"select t.id, t.item_id, d.title as document, i.locus, t.span_start, t.name,
                  t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend", t.unit,
                  t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_printed,
                  case when a.original_deadline is null then t.deadline_last
                       else greatest(t.deadline_last, a.deadline_last) end as deadline_last
           from item_target x
           join item a on a.id = x.item_id
           join target t on t.id = x.target_id
           join item i on i.id = t.item_id
           join document d on d.id = i.document_id
           where x.item_id = $1 order by x.ordinal"#,
        item
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TargetRow {
            id: row.id,
            item_id: row.item_id,
            document: row.document,
            locus: row.locus,
            span_start: row.span_start,
            target: stated_target!(row, value, grade),
            deadline_printed: row.deadline_printed,
            deadline_last: row.deadline_last,
        })
        .collect())
}

/// A responsibility as a page shows it.
#[derive(Debug, Clone)]
pub struct ResponsibilityRow {
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Name as printed.
    pub printed: String,
    /// Role.
    pub role: Role,
    /// Why in this role.
    pub basis: ResponsibilityBasis,
    /// A body of many.
    pub collective: bool,
    /// From an open list.
    pub open_list: bool,
    /// Which indicator.
    pub indicator: Option<String>,
    /// The first day on which it no longer answers, if it ended without a successor.
    pub valid_to: Option<NaiveDate>,
    /// The department that it followed.
    pub before: Option<String>,
    /// From when it followed it.
    pub since: Option<NaiveDate>,
}

/// The responsibilities of an item as they stand, in the order in which the names are printed; one that passed on is
/// told by the one that follows it.
pub async fn responsibilities(
    db: &mut PgConnection,
    item: i64,
) -> sqlx::Result<Vec<ResponsibilityRow>> {
    sqlx::query_as!(
        ResponsibilityRow,
        r#"select r.department_id, d.short_name as department, r.printed, r.role as "role: Role",
                  r.basis as "basis: ResponsibilityBasis", r.collective, r.open_list, r.indicator, r.valid_to,
                  b.short_name as "before?", case when f.id is not null then r.valid_from end as since
           from responsibility r
           join department d on d.id = r.department_id
           left join responsibility f on f.id = r.follows_id
           left join department b on b.id = f.department_id
           where r.item_id = $1 and not exists (select 1 from responsibility n where n.follows_id = r.id)
           order by coalesce(f.ordinal, r.ordinal), r.ordinal"#,
        item
    )
    .fetch_all(db)
    .await
}
