//! One reported figure in a row: what it is, what it was, what is asked.

use rust_decimal::Decimal;

use super::super::wording;
use super::Reading;
use crate::store::compared_values::ComparedValue;

/// A figure as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueLine {
    /// Name of the target.
    pub name: String,
    /// What is asked: `≥92%`.
    pub goal: String,
    /// The figure.
    pub now: String,
    /// The figure of the last report; empty without one.
    pub before: String,
    /// `+12 个`; empty without a figure before.
    pub change: String,
    /// `达标`, `欠序时，差 290 个`.
    pub verdict: String,
    /// The verdict is bad.
    pub bad: bool,
    /// `数据截至 2018-06-20，来源：质监部门统计`.
    pub origin: String,
    /// Why it is unusual.
    pub explanation: String,
}

impl ValueLine {
    /// The line of a figure.
    pub fn of(value: &ComparedValue) -> Self {
        let unit = &value.target.unit;
        let gap = value.gap.filter(|gap| *gap > Decimal::ZERO);
        let verdict = match (value.verdict, gap) {
            (Some(verdict), Some(gap)) => {
                format!("{}，差 {}", verdict.label(), wording::difference(gap, unit))
            }
            (Some(verdict), None) => verdict.label().to_owned(),
            (None, _) => String::new(),
        };
        Self {
            name: value.target.name.clone(),
            goal: value.target.wording(),
            now: Reading::latest(&value.target, &value.reported),
            before: value
                .before
                .map_or_else(String::new, |before| wording::quantity(before, unit)),
            change: change(value),
            verdict,
            bad: value.verdict.is_some_and(crate::domain::Verdict::is_bad),
            origin: origin(value),
            explanation: value.explanation.clone(),
        }
    }
}

fn change(value: &ComparedValue) -> String {
    match (value.reported.value, value.before) {
        (Some(now), Some(before)) if now > before => {
            format!("+{}", wording::difference(now - before, &value.target.unit))
        }
        (Some(now), Some(before)) if now < before => {
            wording::difference(now - before, &value.target.unit)
        }
        (Some(_), Some(_)) => "持平".to_owned(),
        _ => String::new(),
    }
}

fn origin(value: &ComparedValue) -> String {
    let day = value
        .as_of
        .map(|day| format!("数据截至 {}", wording::date(day)));
    let source = (!value.source.is_empty()).then(|| format!("来源：{}", value.source));
    [day, source]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("，")
}
