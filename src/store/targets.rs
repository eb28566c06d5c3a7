//! 指标: every target that an item is reported on, with its latest figure.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Comparator, Target, TargetKind, Trend, Verdict};

/// A target in the list.
#[derive(Debug, Clone)]
pub struct TargetLine {
    /// Key of the item that is reported on.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Key of its document.
    pub document_id: i64,
    /// Title of its document.
    pub document: String,
    /// Key of the target.
    pub target_id: i64,
    /// What it says.
    pub target: Target,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
    /// From when the document is reported on.
    pub reported_from: NaiveDate,
    /// Departments that lead, else all, by short name, the first few.
    pub departments: Vec<String>,
    /// The latest figure.
    pub latest: Option<Decimal>,
    /// The latest grade.
    pub latest_grade: Option<String>,
    /// Whether it holds, for targets without a number.
    pub holds: Option<bool>,
    /// Last day of the period of that figure.
    pub latest_period: Option<NaiveDate>,
    /// Its verdict on that day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
    /// True when it was made up for a trial.
    pub demonstration: Option<bool>,
}

/// The targets within reach: those of one document, or all, `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<TargetLine>> {
    let rows = sqlx::query!(
        r#"select i.id as item_id, i.locus, d.id as document_id, d.title as document, t.id as target_id, t.name,
                  t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend", t.unit,
                  t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_last, d.reported_from,
                  coalesce((select array_agg(n.short_name order by n.ordinal)
                            from (select e.short_name, min(r.ordinal) as ordinal
                                  from responsibility r join department e on e.id = r.department_id
                                  where r.item_id = i.id and (r.indicator is null or r.indicator = t.name)
                                  group by e.short_name order by 2 limit 3) n), '{}') as "departments!",
                  v.value as "latest?", v.grade as "latest_grade?", v.holds as "holds?", v.last_day as "latest_period?",
                  v.verdict as "verdict?: Verdict", v.gap as "gap?", v.demonstration as "demonstration?"
           from item_target x
           join item i on i.id = x.item_id
           join document d on d.id = i.document_id
           join target t on t.id = x.target_id
           left join lateral (
               select y.value, y.grade, y.holds, y.verdict, y.gap, o.last_day, q.demonstration
               from report_value y join report q on q.id = y.report_id join period o on o.id = q.period_id
               where y.target_id = t.id and q.item_id = i.id and q.state in ('submitted', 'accepted')
               order by o.last_day desc, q.submitted_at desc limit 1) v on true
           where not i.served and ($1::bigint[] is null or d.jurisdiction_id = any($1))
             and ($2::bigint is null or d.id = $2)
           order by d.id desc, i.ordinal, x.ordinal limit $3 offset $4"#,
        reach.regions(),
        document,
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TargetLine {
            item_id: row.item_id,
            locus: row.locus,
            document_id: row.document_id,
            document: row.document,
            target_id: row.target_id,
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
            reported_from: row.reported_from,
            departments: row.departments,
            latest: row.latest,
            latest_grade: row.latest_grade,
            holds: row.holds,
            latest_period: row.latest_period,
            verdict: row.verdict,
            gap: row.gap,
            demonstration: row.demonstration,
        })
        .collect())
}

/// How many targets are within reach.
pub async fn count(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from item_target x join item i on i.id = x.item_id join document d on d.id = i.document_id
           where not i.served and ($1::bigint[] is null or d.jurisdiction_id = any($1)) and ($2::bigint is null or d.id = $2)"#,
        reach.regions(),
        document
    )
    .fetch_one(db)
    .await
}

/// A reported figure of a target.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Who reported it.
    pub department: String,
    /// Key of the report.
    pub report_id: i64,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// Last day of the period.
    pub last_day: NaiveDate,
    /// The figure.
    pub value: Option<Decimal>,
    /// The grade.
    pub grade: Option<String>,
    /// Whether it holds.
    pub holds: Option<bool>,
    /// Its verdict on that day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
    /// Where the figure comes from.
    pub source: String,
    /// Why it is unusual.
    pub explanation: String,
    /// True when it was made up for a trial.
    pub demonstration: bool,
}

/// The figures that were reported for the targets of an item, by target, oldest first.
pub async fn figures(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<(i64, Figure)>> {
    let rows = sqlx::query!(
        r#"select y.target_id, e.short_name as department, q.id as report_id, o.first_day, o.last_day, y.value, y.grade,
                  y.holds, y.verdict as "verdict?: Verdict", y.gap, y.source, y.explanation, q.demonstration
           from report q
           join report_value y on y.report_id = q.id
           join period o on o.id = q.period_id
           join department e on e.id = q.department_id
           where q.item_id = $1 and q.state in ('submitted', 'accepted')
           order by y.target_id, o.last_day, e.display_order limit 1000"#,
        item
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let figure = Figure {
                department: row.department,
                report_id: row.report_id,
                first_day: row.first_day,
                last_day: row.last_day,
                value: row.value,
                grade: row.grade,
                holds: row.holds,
                verdict: row.verdict,
                gap: row.gap,
                source: row.source,
                explanation: row.explanation,
                demonstration: row.demonstration,
            };
            (row.target_id, figure)
        })
        .collect())
}
