//! Writing the 章节, 事项, 指标 and 职责 of a document, each kind in one statement.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{Deadline, ItemKind, Progress, ResponsibilityBasis, Role, Target};

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
        r#"insert into item (document_id, first_id, id, section_id, parent_id, ordinal, kind, label, locus, title, body,
                             span_start, span_end, deadline_printed, deadline_first, deadline_last, deadline_precision,
                             deadline_inferred, deadline_start, deadline_end, soft, progress)
           select $1, given.id, given.* from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::text[], $7::text[],
               $8::text[], $9::text[], $10::text[], $11::int[], $12::int[], $13::text[], $14::date[], $15::date[],
               $16::text[], $17::bool[], $18::int[], $19::int[], $20::bool[], $21::text[]) as given (id)"#,
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
               insert into target (first_id, id, item_id, ordinal, name, comparator, value, upper, grade, trend, unit, kind, soft, maintain,
                                   deadline_printed, deadline_first, deadline_last, deadline_precision, span_start, span_end)
               select keyed.id, keyed.* from (
                   select nextval('target_id_seq') as id, given.*
                   from unnest($1::bigint[], $2::int[], $3::text[], $4::text[], $5::numeric[], $6::numeric[], $7::text[],
                       $8::text[], $9::text[], $10::text[], $11::bool[], $12::bool[], $13::text[], $14::date[], $15::date[],
                       $16::text[], $17::int[], $18::int[]) as given) keyed
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
