//! What a department enters in a report: its words and its figures.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{Forecast, Progress, Reference, Reported, Verdict};

/// What a person wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// 进展情况.
    pub progress: String,
    /// 存在的问题.
    pub problems: String,
    /// 下一步措施.
    pub next_step: String,
    /// 自评.
    pub stated: Option<Progress>,
    /// What the figures say, beside it.
    pub computed: Option<Progress>,
    /// Whether the deadline will be kept.
    pub forecast: Option<Forecast>,
    /// Why perhaps or surely not.
    pub forecast_reason: String,
    /// What needs somebody else.
    pub coordination: String,
    /// Whom.
    pub coordination_with: String,
}

/// A figure as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// Key of the target.
    pub target_id: i64,
    /// The figure.
    pub value: Option<Decimal>,
    /// The grade.
    pub grade: Option<String>,
    /// Whether it holds.
    pub holds: Option<bool>,
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
    /// What the figure is held against, where the document states no number.
    pub reference: Option<Decimal>,
    /// That must be reached, and not kept within.
    pub reference_floor: bool,
    /// Where it stands.
    pub reference_source: String,
    /// The verdict on the day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
    /// How far behind.
    pub shortfall: Option<Decimal>,
}

impl Value {
    /// What is judged.
    pub fn reported(&self) -> Reported {
        Reported {
            value: self.value,
            grade: self.grade.clone(),
            holds: self.holds,
            reference: Reference::of(self.reference, self.reference_floor),
        }
    }
}

/// The figures of a report under the targets that an item has today: what was reported for an earlier version of a
/// target stands under the one that took its place.
pub async fn values(db: &mut PgConnection, report: i64, item: i64) -> sqlx::Result<Vec<Value>> {
    sqlx::query_as!(
        Value,
        r#"select coalesce(n.id, v.target_id) as "target_id!", v.value, v.grade, v.holds, v.as_of, v.source, v.explanation,
                  v.numerator, v.denominator, v.reference, v.reference_floor, v.reference_source,
                  v.verdict as "verdict: Verdict", v.gap, v.shortfall
           from report_value v
           join target t on t.id = v.target_id
           left join (item_target x join target n on n.id = x.target_id) on x.item_id = $2 and n.first_id = t.first_id
           where v.report_id = $1 order by 1"#,
        report,
        item
    )
    .fetch_all(db)
    .await
}

/// The figures that a department reported for the same period a year before, under the targets that the item has today.
pub async fn year_ago(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    first_day: NaiveDate,
) -> sqlx::Result<Vec<(i64, Decimal)>> {
    let rows = sqlx::query!(
        r#"select distinct on (n.id) n.id, v.value as "value!"
           from item i
           join item e on e.first_id = i.first_id and e.id <= i.id
           join report r on r.item_id = e.id
           join period p on p.id = r.period_id
           join report_value v on v.report_id = r.id
           join target t on t.id = v.target_id
           join item_target x on x.item_id = i.id
           join target n on n.id = x.target_id and n.first_id = t.first_id
           where i.id = $1 and r.department_id = $2 and p.first_day = $3::date - interval '1 year'
             and r.state in ('submitted', 'accepted') and v.value is not null
           order by n.id, r.item_id desc, r.revision desc"#,
        item,
        department,
        first_day
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.value)).collect())
}

/// The figure of a row that has its columns by their names.
macro_rules! value_of {
    ($row:expr) => {
        $crate::store::entered::Value {
            target_id: $row.target_id,
            value: $row.value,
            grade: $row.grade,
            holds: $row.holds,
            as_of: $row.as_of,
            source: $row.source,
            explanation: $row.explanation,
            numerator: $row.numerator,
            denominator: $row.denominator,
            reference: $row.reference,
            reference_floor: $row.reference_floor,
            reference_source: $row.reference_source,
            verdict: $row.verdict,
            gap: $row.gap,
            shortfall: $row.shortfall,
        }
    };
}
pub(super) use value_of;
