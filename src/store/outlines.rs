//! The outline of a document, and what was read where in its text.

use sqlx::PgConnection;

use crate::domain::{ItemKind, Progress};

/// A heading or an item of an outline.
#[derive(Debug, Clone)]
pub struct SectionRow {
    /// Key.
    pub id: i64,
    /// Depth.
    pub level: i16,
    /// `三、`.
    pub label: String,
    /// Its words.
    pub title: String,
    /// First character.
    pub span_start: i32,
    /// End.
    pub span_end: i32,
}

/// The headings of a document, in order.
pub async fn sections(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<SectionRow>> {
    sqlx::query_as!(
        SectionRow,
        "select id, level, label, title, span_start, span_end from section where document_id = $1 order by ordinal limit 2000",
        document
    )
    .fetch_all(db)
    .await
}

/// An item as the outline of its document shows it.
#[derive(Debug, Clone)]
pub struct OutlineItem {
    /// Key.
    pub id: i64,
    /// Its section.
    pub section_id: Option<i64>,
    /// The item it is a part of.
    pub parent_id: Option<i64>,
    /// Goal or task.
    pub kind: ItemKind,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub progress: Progress,
    /// Nobody is asked about it: another document's item shows it, or it is closed.
    pub served: bool,
    /// A newer version took its place, or it was repealed.
    pub closed: bool,
    /// The item of the newer version.
    pub replaced_by: Option<i64>,
    /// First character.
    pub span_start: i32,
    /// End.
    pub span_end: i32,
    /// How many targets it has.
    pub targets: i64,
    /// Names of its departments as printed with prefixes, the first few.
    pub departments: Vec<String>,
    /// How many departments it names.
    pub department_count: i64,
    /// Somebody must report on it.
    pub answered: bool,
}

/// The items of a document, in order.
pub async fn outline(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<OutlineItem>> {
    sqlx::query_as!(
        OutlineItem,
        r#"select i.id, i.section_id, i.parent_id, i.kind as "kind: ItemKind", i.locus, i.title,
                  i.progress as "progress: Progress", i.served, (i.closed_on is not null) as "closed!", i.replaced_by,
                  i.span_start, i.span_end,
                  (select count(*) from item_target x where x.item_id = i.id) as "targets!",
                  coalesce((select array_agg(n.short_name order by n.ordinal)
                            from (select d.short_name, min(r.ordinal) as ordinal
                                  from responsibility r join department d on d.id = r.department_id
                                  where r.item_id = i.id and r.valid_to is null
                                  group by d.short_name order by 2 limit 3) n), '{}') as "departments!",
                  (select count(distinct r.department_id) from responsibility r
                   where r.item_id = i.id and r.valid_to is null) as "department_count!",
                  exists (select 1 from duty u where u.item_id = i.id) as "answered!"
           from item i where i.document_id = $1 order by i.ordinal limit 2000"#,
        document
    )
    .fetch_all(db)
    .await
}

/// The clause of an item in the text.
#[derive(Debug, Clone)]
pub struct ClauseRow {
    /// Key of the item.
    pub item_id: i64,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// First character.
    pub span_start: i32,
    /// End.
    pub span_end: i32,
}

/// The clauses of a document, in order.
pub async fn clauses(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<ClauseRow>> {
    sqlx::query_as!(
        ClauseRow,
        r#"select id as item_id, locus, title, span_start, span_end from item
           where document_id = $1 order by span_start, span_end limit 5000"#,
        document
    )
    .fetch_all(db)
    .await
}

/// Something that was read in the text, for marking it there.
#[derive(Debug, Clone)]
pub struct Mark {
    /// `department`, `target`, `deadline`.
    pub what: String,
    /// First character.
    pub span_start: i32,
    /// End.
    pub span_end: i32,
    /// The item it belongs to.
    pub item_id: i64,
}

/// What was read between two characters of a document's text.
pub async fn marks(
    db: &mut PgConnection,
    document: i64,
    from: i32,
    to: i32,
) -> sqlx::Result<Vec<Mark>> {
    sqlx::query_as!(
        Mark,
        r#"select what as "what!", span_start as "span_start!", span_end as "span_end!", item_id as "item_id!" from (
               select 'department' as what, r.span_start, r.span_end, r.item_id
               from responsibility r join item i on i.id = r.item_id where i.document_id = $1 and r.follows_id is null
               union all
               select 'target', t.span_start, t.span_end, t.item_id
               from target t join item i on i.id = t.item_id where i.document_id = $1
               union all
               select 'deadline', i.deadline_start, i.deadline_end, i.id
               from item i where i.document_id = $1 and i.deadline_start is not null
           ) marks
           where span_end > $2 and span_start < $3 order by 2, 3 limit 5000"#,
        document,
        from,
        to
    )
    .fetch_all(db)
    .await
}

/// A department that must report on an item of a section.
#[derive(Debug, Clone)]
pub struct SectionDepartment {
    /// Key of the section.
    pub section_id: Option<i64>,
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
}

/// Who must report on the items of each section, in administrative order.
pub async fn section_departments(
    db: &mut PgConnection,
    document: i64,
) -> sqlx::Result<Vec<SectionDepartment>> {
    sqlx::query_as!(
        SectionDepartment,
        r#"select w.section_id, w.department_id as "department_id!", d.short_name as department
           from (select distinct i.section_id, u.department_id from tracked_duty u join item i on i.id = u.item_id
                 where u.document_id = $1) w
           join department d on d.id = w.department_id
           order by d.display_order, d.id limit 20000"#,
        document
    )
    .fetch_all(db)
    .await
}
