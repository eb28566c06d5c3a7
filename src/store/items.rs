//! 章节, 事项, 指标 and 职责: writing those of a document, reading one item whole.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{
    Comparator, Cycle, Deadline, ItemKind, Precision, Progress, ResponsibilityBasis, Role, Target,
    TargetKind, Trend,
};

/// Keys set aside for rows that are about to be written, so that children can name their parents at once.
async fn set_aside(db: &mut PgConnection, table: Keys, count: usize) -> sqlx::Result<Vec<i64>> {
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    match table {
        Keys::Section => {
            sqlx::query_scalar!(
                r#"select nextval('section_id_seq') as "id!" from generate_series(1, $1)"#,
                count
            )
            .fetch_all(db)
            .await
        }
        Keys::Item => {
            sqlx::query_scalar!(
                r#"select nextval('item_id_seq') as "id!" from generate_series(1, $1)"#,
                count
            )
            .fetch_all(db)
            .await
        }
        Keys::Responsibility => {
            sqlx::query_scalar!(
                r#"select nextval('responsibility_id_seq') as "id!" from generate_series(1, $1)"#,
                count
            )
            .fetch_all(db)
            .await
        }
    }
}

#[derive(Clone, Copy)]
enum Keys {
    Section,
    Item,
    Responsibility,
}

/// A heading to be written.
#[derive(Debug, Clone)]
pub struct NewSection {
    /// Index of the section around it.
    pub parent: Option<usize>,
    /// Depth.
    pub level: i16,
    /// `三、`.
    pub label: String,
    /// Its words.
    pub title: String,
    /// First character and end.
    pub span: [i32; 2],
}

/// Writes headings; gives their keys in order.
pub async fn insert_sections(
    db: &mut PgConnection,
    document: i64,
    new: &[NewSection],
) -> sqlx::Result<Vec<i64>> {
    let ids = set_aside(db, Keys::Section, new.len()).await?;
    let parents: Vec<Option<i64>> = new
        .iter()
        .map(|one| one.parent.map(|parent| ids[parent]))
        .collect();
    sqlx::query!(
        r#"insert into section (document_id, id, parent_id, ordinal, level, label, title, span_start, span_end)
           select $1, given.* from unnest($2::bigint[], $3::bigint[], $4::int[], $5::smallint[], $6::text[], $7::text[],
                                          $8::int[], $9::int[]) as given"#,
        document,
        &ids,
        &parents as &[Option<i64>],
        &ordinals(new.len()),
        &new.iter().map(|one| one.level).collect::<Vec<_>>(),
        &new.iter().map(|one| one.label.clone()).collect::<Vec<_>>(),
        &new.iter().map(|one| one.title.clone()).collect::<Vec<_>>(),
        &new.iter().map(|one| one.span[0]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.span[1]).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(ids)
}

fn ordinals(count: usize) -> Vec<i32> {
    (1..=i32::try_from(count).unwrap_or(i32::MAX)).collect()
}

/// An item to be written.
#[derive(Debug, Clone)]
pub struct NewItem {
    /// Key of its section.
    pub section: Option<i64>,
    /// Index of the item it is a part of.
    pub parent: Option<usize>,
    /// Goal or task.
    pub kind: ItemKind,
    /// As printed.
    pub label: String,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// First character and end.
    pub span: [i32; 2],
    /// Until when.
    pub deadline: Option<Deadline>,
    /// Where that is said.
    pub deadline_span: Option<[i32; 2]>,
    /// All its targets are aspirations.
    pub soft: bool,
    /// Nobody answers for it (`other`) or nobody has reported yet (`not_started`).
    pub progress: Progress,
}

/// Writes items; gives their keys in order.
pub async fn insert(
    db: &mut PgConnection,
    document: i64,
    new: &[NewItem],
) -> sqlx::Result<Vec<i64>> {
    let ids = set_aside(db, Keys::Item, new.len()).await?;
    let parents: Vec<Option<i64>> = new
        .iter()
        .map(|one| one.parent.map(|parent| ids[parent]))
        .collect();
    let deadline = |of: fn(&Deadline) -> Option<NaiveDate>| -> Vec<Option<NaiveDate>> {
        new.iter()
            .map(|one| one.deadline.as_ref().and_then(of))
            .collect()
    };
    let text = |of: fn(&NewItem) -> String| new.iter().map(of).collect::<Vec<_>>();
    sqlx::query!(
        r#"insert into item (document_id, id, section_id, parent_id, ordinal, kind, label, locus, title, body, span_start,
                             span_end, deadline_printed, deadline_first, deadline_last, deadline_precision,
                             deadline_inferred, deadline_start, deadline_end, soft, progress)
           select $1, given.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::text[],
               $8::text[], $9::text[], $10::text[], $11::int[], $12::int[], $13::text[], $14::date[], $15::date[],
               $16::text[], $17::bool[], $18::int[], $19::int[], $20::bool[], $21::text[]) as given"#,
        document,
        &ids,
        &new.iter().map(|one| one.section).collect::<Vec<_>>() as &[Option<i64>],
        &parents as &[Option<i64>],
        &ordinals(new.len()),
        &text(|one| one.kind.code().to_owned()),
        &text(|one| one.label.clone()),
        &text(|one| one.locus.clone()),
        &text(|one| one.title.clone()),
        &text(|one| one.body.clone()),
        &new.iter().map(|one| one.span[0]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.span[1]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.deadline.as_ref().map(|d| d.printed.clone())).collect::<Vec<_>>() as &[_],
        &deadline(|d| d.first) as &[_],
        &deadline(|d| d.last) as &[_],
        &new.iter().map(|one| one.deadline.as_ref().map(|d| d.precision.code().to_owned())).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.deadline.as_ref().is_some_and(|d| d.year_inferred)).collect::<Vec<_>>(),
        &new.iter().map(|one| one.deadline_span.map(|span| span[0])).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.deadline_span.map(|span| span[1])).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.soft).collect::<Vec<_>>(),
        &text(|one| one.progress.code().to_owned()),
    )
    .execute(db)
    .await?;
    Ok(ids)
}

/// A target to be written.
#[derive(Debug, Clone)]
pub struct NewTarget {
    /// Key of its item.
    pub item: i64,
    /// Place among the targets of the item, from 1.
    pub ordinal: i32,
    /// What it says.
    pub target: Target,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// First character and end.
    pub span: [i32; 2],
}

/// Writes targets, each reported on by its own item.
pub async fn insert_targets(db: &mut PgConnection, new: &[NewTarget]) -> sqlx::Result<()> {
    let text = |of: fn(&NewTarget) -> String| new.iter().map(of).collect::<Vec<_>>();
    sqlx::query!(
        r#"with written as (
               insert into target (item_id, ordinal, name, comparator, value, upper, grade, trend, unit, kind, soft, maintain,
                                   deadline_printed, deadline_first, deadline_last, deadline_precision, span_start, span_end)
               select * from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::numeric[], $6::numeric[], $7::text[],
                   $8::text[], $9::text[], $10::text[], $11::bool[], $12::bool[], $13::text[], $14::date[], $15::date[],
                   $16::text[], $17::int[], $18::int[])
               returning id, item_id, ordinal
           )
           insert into item_target (item_id, target_id, ordinal) select item_id, id, ordinal from written"#,
        &new.iter().map(|one| one.item).collect::<Vec<_>>(),
        &new.iter().map(|one| one.ordinal).collect::<Vec<_>>(),
        &text(|one| one.target.name.clone()),
        &text(|one| one.target.comparator.code().to_owned()),
        &new.iter().map(|one| one.target.value).collect::<Vec<_>>() as &[Option<Decimal>],
        &new.iter().map(|one| one.target.upper).collect::<Vec<_>>() as &[Option<Decimal>],
        &new.iter().map(|one| one.target.grade.clone()).collect::<Vec<_>>() as &[Option<String>],
        &new.iter().map(|one| one.target.trend.map(|t| t.code().to_owned())).collect::<Vec<_>>() as &[Option<String>],
        &text(|one| one.target.unit.clone()),
        &text(|one| one.target.kind.code().to_owned()),
        &new.iter().map(|one| one.target.soft).collect::<Vec<_>>(),
        &new.iter().map(|one| one.target.maintain).collect::<Vec<_>>(),
        &new.iter().map(|one| one.deadline.as_ref().map(|d| d.printed.clone())).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.deadline.as_ref().and_then(|d| d.first)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.deadline.as_ref().and_then(|d| d.last)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.deadline.as_ref().map(|d| d.precision.code().to_owned())).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.span[0]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.span[1]).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A responsibility to be written.
#[derive(Debug, Clone)]
pub struct NewResponsibility {
    /// Key of its item.
    pub item: i64,
    /// Key of the department.
    pub department: i64,
    /// Place as printed, from 1.
    pub ordinal: i32,
    /// Role.
    pub role: Role,
    /// Name as printed.
    pub printed: String,
    /// Why in this role.
    pub basis: ResponsibilityBasis,
    /// A body of many.
    pub collective: bool,
    /// From an open list.
    pub open_list: bool,
    /// Which indicator.
    pub indicator: Option<String>,
    /// First character and end.
    pub span: [i32; 2],
    /// From when.
    pub valid_from: NaiveDate,
}

/// Writes responsibilities; gives their keys in order.
pub async fn insert_responsibilities(
    db: &mut PgConnection,
    new: &[NewResponsibility],
) -> sqlx::Result<Vec<i64>> {
    let ids = set_aside(db, Keys::Responsibility, new.len()).await?;
    sqlx::query!(
        r#"insert into responsibility (id, item_id, department_id, ordinal, role, printed, basis, collective, open_list,
                                       indicator, span_start, span_end, valid_from)
           select * from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::int[], $5::text[], $6::text[], $7::text[],
                                $8::bool[], $9::bool[], $10::text[], $11::int[], $12::int[], $13::date[])"#,
        &ids,
        &new.iter().map(|one| one.item).collect::<Vec<_>>(),
        &new.iter().map(|one| one.department).collect::<Vec<_>>(),
        &new.iter().map(|one| one.ordinal).collect::<Vec<_>>(),
        &new.iter().map(|one| one.role.code().to_owned()).collect::<Vec<_>>(),
        &new.iter().map(|one| one.printed.clone()).collect::<Vec<_>>(),
        &new.iter().map(|one| one.basis.code().to_owned()).collect::<Vec<_>>(),
        &new.iter().map(|one| one.collective).collect::<Vec<_>>(),
        &new.iter().map(|one| one.open_list).collect::<Vec<_>>(),
        &new.iter().map(|one| one.indicator.clone()).collect::<Vec<_>>() as &[Option<String>],
        &new.iter().map(|one| one.span[0]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.span[1]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.valid_from).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(ids)
}

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
    /// Another document's item shows it.
    pub served: bool,
}

/// The item with this key, if it is within reach.
pub async fn find(db: &mut PgConnection, reach: &Reach, id: i64) -> sqlx::Result<Option<Item>> {
    sqlx::query_as!(
        Item,
        r#"select i.id, i.document_id, d.title as document, d.doc_number, d.issuer, d.cycle as "cycle: Cycle",
                  d.reported_from, d.jurisdiction_id, s.label || s.title as section, i.parent_id, i.kind as "kind: ItemKind",
                  i.locus, i.title, i.body, i.span_start, i.span_end, i.deadline_printed, i.deadline_last,
                  i.deadline_precision as "deadline_precision: Precision", i.deadline_inferred,
                  i.progress as "progress: Progress", i.shortfall, i.reported_through, i.soft, i.served
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

/// The targets of an item, in order.
pub async fn targets(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<TargetRow>> {
    let rows = sqlx::query!(
        r#"select t.id, t.item_id, d.title as document, i.locus, t.span_start, t.name,
                  t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend", t.unit,
                  t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_printed, t.deadline_last
           from item_target x
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
}

/// The responsibilities of an item, as printed.
pub async fn responsibilities(
    db: &mut PgConnection,
    item: i64,
) -> sqlx::Result<Vec<ResponsibilityRow>> {
    sqlx::query_as!(
        ResponsibilityRow,
        r#"select r.department_id, d.short_name as department, r.printed, r.role as "role: Role",
                  r.basis as "basis: ResponsibilityBasis", r.collective, r.open_list, r.indicator
           from responsibility r join department d on d.id = r.department_id
           where r.item_id = $1 order by r.ordinal"#,
        item
    )
    .fetch_all(db)
    .await
}

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
}

/// The headings of a document, in order.
pub async fn sections(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<SectionRow>> {
    sqlx::query_as!(
        SectionRow,
        "select id, level, label, title, span_start from section where document_id = $1 order by ordinal limit 2000",
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
    /// Another document's item shows it.
    pub served: bool,
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
}

/// The items of a document, in order.
pub async fn outline(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<OutlineItem>> {
    sqlx::query_as!(
        OutlineItem,
        r#"select i.id, i.section_id, i.parent_id, i.kind as "kind: ItemKind", i.locus, i.title,
                  i.progress as "progress: Progress", i.served, i.span_start, i.span_end,
                  (select count(*) from item_target x where x.item_id = i.id) as "targets!",
                  coalesce((select array_agg(n.short_name order by n.ordinal)
                            from (select d.short_name, min(r.ordinal) as ordinal
                                  from responsibility r join department d on d.id = r.department_id
                                  where r.item_id = i.id group by d.short_name order by 2 limit 3) n), '{}') as "departments!",
                  (select count(distinct r.department_id) from responsibility r where r.item_id = i.id) as "department_count!"
           from item i where i.document_id = $1 order by i.ordinal limit 2000"#,
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
               from responsibility r join item i on i.id = r.item_id where i.document_id = $1
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
