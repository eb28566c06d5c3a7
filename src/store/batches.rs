//! 核对并提交: what many drafts at once are judged by, each in one question.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::entered::value_of;
use super::items::TargetRow;
use super::reports::Value;
use crate::domain::{Comparator, TargetKind, Trend, Verdict};

/// An item as far as drafts on it are judged by it.
#[derive(Debug, Clone)]
pub struct JudgedItem {
    /// Key.
    pub id: i64,
    /// Title of its document.
    pub document: String,
    /// Key of its document.
    pub document_id: i64,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// From when it is reported on.
    pub reported_from: NaiveDate,
    /// Last day of its deadline.
    pub deadline_last: Option<NaiveDate>,
}

/// Some items.
pub async fn items(db: &mut PgConnection, items: &[i64]) -> sqlx::Result<Vec<JudgedItem>> {
    sqlx::query_as!(
        JudgedItem,
        r#"select i.id, d.title as document, d.id as document_id, i.locus, i.title,
                  coalesce(i.reported_from, d.reported_from) as "reported_from!", i.deadline_last
           from item i join document d on d.id = i.document_id where i.id = any($1) limit 500"#,
        items
    )
    .fetch_all(db)
    .await
}

/// The targets of some items in order, each with the key of the item that is reported on.
pub async fn targets(db: &mut PgConnection, items: &[i64]) -> sqlx::Result<Vec<(i64, TargetRow)>> {
    let rows = sqlx::query!(
        r#"select x.item_id as reported_item, t.id, t.item_id, d.title as document, i.locus, t.span_start, t.name,
                  t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend", t.unit,
                  t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_printed,
                  case when a.original_deadline is null then t.deadline_last
                       else greatest(t.deadline_last, a.deadline_last) end as deadline_last
           from item_target x
           join item a on a.id = x.item_id
           join target t on t.id = x.target_id
           join item i on i.id = t.item_id
           join document d on d.id = i.document_id
           where x.item_id = any($1) order by x.item_id, x.ordinal limit 5000"#,
        items
    )
    .fetch_all(db)
    .await?;
    let row = rows.into_iter().map(|row| {
        let target = TargetRow {
            id: row.id,
            item_id: row.item_id,
            document: row.document,
            locus: row.locus,
            span_start: row.span_start,
            target: stated_target!(row, value, grade),
            deadline_printed: row.deadline_printed,
            deadline_last: row.deadline_last,
        };
        (row.reported_item, target)
    });
    Ok(row.collect())
}

/// A figure of a draft, with the one before it.
#[derive(Debug, Clone)]
pub struct DraftValue {
    /// Key of the draft.
    pub report_id: i64,
    /// The figure.
    pub value: Value,
    /// What the department reported the last time.
    pub before: Option<Decimal>,
}

/// The figures of some drafts.
pub async fn values(db: &mut PgConnection, reports: &[i64]) -> sqlx::Result<Vec<DraftValue>> {
    let rows = sqlx::query!(
        r#"select v.report_id, v.target_id, v.value, v.grade, v.holds, v.as_of, v.source, v.explanation,
                  v.numerator, v.denominator, v.reference, v.reference_floor, v.reference_source,
                  v.verdict as "verdict: Verdict", v.gap, v.shortfall,
                  (select y.value from target l join report_value y on y.target_id = l.id join report q on q.id = y.report_id
                   join item e on e.id = q.item_id join period w on w.id = q.period_id
                   where l.first_id = t.first_id and e.first_id = i.first_id and q.department_id = r.department_id
                     and q.state in ('submitted', 'accepted') and w.last_day < p.last_day
                   order by w.last_day desc, q.revision desc limit 1) as before
           from report_value v
           join report r on r.id = v.report_id
           join item i on i.id = r.item_id
           join period p on p.id = r.period_id
           join target t on t.id = v.target_id
           where v.report_id = any($1) order by v.report_id, v.target_id limit 5000"#,
        reports
    )
    .fetch_all(db)
    .await?;
    let value = rows.into_iter().map(|row| DraftValue {
        report_id: row.report_id,
        before: row.before,
        value: value_of!(row),
    });
    Ok(value.collect())
}
