//! 口径不一: targets of two documents of one region that set different values for one indicator and year.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Comparator, Target, TargetKind, Trend};

/// A target as far as conflicts need it.
#[derive(Debug, Clone)]
pub struct StatedRow {
    /// Key.
    pub id: i64,
    /// Key of the document.
    pub document_id: i64,
    /// Its indicator, by the name that all wordings share.
    pub indicator: String,
    /// The year to which it is to be reached.
    pub year: i32,
    /// What it says.
    pub target: Target,
}

/// The targets of a document, and those of other documents of its region with the same indicators, as far as they
/// are in force and dated; 5000 at most, because a name that so many share is no indicator. A target without a day of
/// its own is due with its item.
pub async fn stated_with(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<StatedRow>> {
    let rows = sqlx::query!(
        r#"select o.id, e.document_id, o.indicator, extract(year from coalesce(o.deadline_last, e.deadline_last))::int as "year!",
                  o.name, o.comparator as "comparator: Comparator", o.value, o.upper, o.grade, o.trend as "trend: Trend", o.unit,
                  o.kind as "kind: TargetKind", o.soft, o.maintain
           from (select distinct t.indicator from target t join item i on i.id = t.item_id
                 where i.document_id = $1 and i.closed_on is null and t.indicator <> '') own
           join target o on o.indicator = own.indicator and o.indicator <> ''
           join item e on e.id = o.item_id and e.closed_on is null
           join document d on d.id = e.document_id
           where d.jurisdiction_id = (select jurisdiction_id from document where id = $1)
             and coalesce(o.deadline_last, e.deadline_last) is not null
           order by o.id limit 5000"#,
        document
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| StatedRow {
            id: row.id,
            document_id: row.document_id,
            indicator: row.indicator,
            year: row.year,
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
        })
        .collect())
}

/// Names and keys of the targets of a document whose indicator is not settled yet, with the names of its region.
pub async fn unsettled(
    db: &mut PgConnection,
    document: i64,
) -> sqlx::Result<Vec<(i64, String, String, String)>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, j.name as region, j.short_name from target t join item i on i.id = t.item_id
           join document d on d.id = i.document_id join jurisdiction j on j.id = d.jurisdiction_id
           where d.id = $1 and t.indicator = ''"#,
        document
    )
    .fetch_all(db)
    .await?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|row| (row.id, row.name, row.region, row.short_name))
        .collect())
}

/// Settles under which name targets are compared.
pub async fn settle(
    db: &mut PgConnection,
    targets: &[i64],
    indicators: &[String],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update target t set indicator = g.indicator from unnest($1::bigint[], $2::text[]) as g (id, indicator)
           where t.id = g.id"#,
        targets,
        indicators
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Replaces the conflicts of a document's targets.
pub async fn replace(
    db: &mut PgConnection,
    document: i64,
    one: &[i64],
    other: &[i64],
    years: &[i32],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"delete from target_conflict c using target t join item i on i.id = t.item_id
           where i.document_id = $1 and t.id in (c.target_id, c.other_id)"#,
        document
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"insert into target_conflict (target_id, other_id, year)
           select g.one, g.other, g.year from unnest($1::bigint[], $2::bigint[], $3::int[]) as g (one, other, year)
           union select g.other, g.one, g.year from unnest($1::bigint[], $2::bigint[], $3::int[]) as g (one, other, year)
           on conflict do nothing"#,
        one,
        other,
        years
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What another document sets for the same indicator and year.
#[derive(Debug, Clone)]
pub struct ConflictLine {
    /// Key of the target that is contradicted.
    pub target_id: i64,
    /// What it says.
    pub target: Target,
    /// Key of the item that states it.
    pub item_id: i64,
    /// Locus of that item.
    pub locus: String,
    /// The year.
    pub year: i32,
    /// Key of the other target.
    pub other_id: i64,
    /// What the other says.
    pub other: Target,
    /// Its last day.
    pub other_last: Option<NaiveDate>,
    /// Key of the item that states the other.
    pub other_item_id: i64,
    /// Locus of that item.
    pub other_locus: String,
    /// Key of the other document.
    pub other_document_id: i64,
    /// Its title.
    pub other_document: String,
    /// Its 发文字号.
    pub other_number: Option<String>,
}

/// The conflicts of one target, or of all targets of a document.
pub async fn of(
    db: &mut PgConnection,
    reach: &Reach,
    target: Option<i64>,
    document: Option<i64>,
) -> sqlx::Result<Vec<ConflictLine>> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend",
                  t.unit, t.kind as "kind: TargetKind", t.soft, t.maintain, i.id as item_id, i.locus, c.year,
                  o.id as other_id, o.name as other_name, o.comparator as "other_comparator: Comparator",
                  o.value as other_value, o.upper as other_upper, o.grade as other_grade,
                  o.trend as "other_trend: Trend", o.unit as other_unit, o.kind as "other_kind: TargetKind",
                  o.soft as other_soft, o.maintain as other_maintain,
                  coalesce(o.deadline_last, e.deadline_last) as other_last, e.id as other_item_id, e.locus as other_locus,
                  d.id as other_document_id, d.title as other_document, d.doc_number as other_number
           from target_conflict c
           join target t on t.id = c.target_id join item i on i.id = t.item_id
           join target o on o.id = c.other_id join item e on e.id = o.item_id join document d on d.id = e.document_id
           where ($2::bigint is null or c.target_id = $2) and ($3::bigint is null or i.document_id = $3)
             and ($1::bigint[] is null or d.jurisdiction_id = any($1))
           order by i.ordinal, t.ordinal, d.id desc, e.ordinal limit 500"#,
        reach.regions(),
        target,
        document
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ConflictLine {
            target_id: row.id,
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
            item_id: row.item_id,
            locus: row.locus,
            year: row.year,
            other_id: row.other_id,
            other: Target {
                name: row.other_name,
                comparator: row.other_comparator,
                value: row.other_value,
                upper: row.other_upper,
                grade: row.other_grade,
                trend: row.other_trend,
                unit: row.other_unit,
                kind: row.other_kind,
                soft: row.other_soft,
                maintain: row.other_maintain,
            },
            other_last: row.other_last,
            other_item_id: row.other_item_id,
            other_locus: row.other_locus,
            other_document_id: row.other_document_id,
            other_document: row.other_document,
            other_number: row.other_number,
        })
        .collect())
}
