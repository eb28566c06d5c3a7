//! Figures of reports beside those that the same department reported last, for whoever judges them.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{Comparator, Reference, Reported, Target, TargetKind, Trend, Verdict};

/// A reported figure with the one before it.
#[derive(Debug, Clone)]
pub struct ComparedValue {
    /// Key of the report.
    pub report_id: i64,
    /// Key of the target.
    pub target_id: i64,
    /// The target.
    pub target: Target,
    /// Last day of the target.
    pub deadline_last: Option<NaiveDate>,
    /// The figure.
    pub reported: Reported,
    /// What the department reported the last time, on whatever version of the item.
    pub before: Option<Decimal>,
    /// Day of the data.
    pub as_of: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
    /// Why it is unusual.
    pub explanation: String,
    /// 分子 of a share that was computed.
    pub numerator: Option<Decimal>,
    /// 分母.
    pub denominator: Option<Decimal>,
    /// Where the number stands that it is held against.
    pub reference_source: String,
    /// The verdict on the day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
}

/// The figures of some reports, in the order of their items' targets.
pub async fn of_reports(
    db: &mut PgConnection,
    reports: &[i64],
) -> sqlx::Result<Vec<ComparedValue>> {
    let rows = sqlx::query!(
        r#"select v.report_id, t.id as target_id, t.name, t.comparator as "comparator: Comparator", t.value as goal, t.upper,
                  t.grade as goal_grade, t.trend as "trend: Trend", t.unit, t.kind as "kind: TargetKind", t.soft, t.maintain,
                  t.deadline_last, v.value, v.grade, v.holds, v.as_of, v.source, v.explanation, v.numerator, v.denominator,
                  v.reference, v.reference_floor, v.reference_source,
                  v.verdict as "verdict: Verdict", v.gap,
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
           left join item_target x on x.item_id = r.item_id and x.target_id = t.id
           where v.report_id = any($1)
           order by v.report_id, x.ordinal, t.id limit 5000"#,
        reports
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ComparedValue {
            report_id: row.report_id,
            target_id: row.target_id,
            target: stated_target!(row, goal, goal_grade),
            deadline_last: row.deadline_last,
            reported: Reported {
                value: row.value,
                grade: row.grade,
                holds: row.holds,
                reference: Reference::of(row.reference, row.reference_floor),
            },
            before: row.before,
            as_of: row.as_of,
            source: row.source,
            explanation: row.explanation,
            numerator: row.numerator,
            denominator: row.denominator,
            reference_source: row.reference_source,
            verdict: row.verdict,
            gap: row.gap,
        })
        .collect())
}
