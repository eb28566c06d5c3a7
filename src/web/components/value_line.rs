//! One reported figure in a row: what it is, what it was, what is asked.

use rust_decimal::Decimal;

use super::super::wording;
use super::Reading;
use crate::domain::{Comparator, completion};
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
    /// `达标`, `欠序时，差 290 个，完成 17.1%`.
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
        Self {
            name: value.target.name.clone(),
            goal: value.target.wording(),
            now: Reading::latest(&value.target, &value.reported),
            before: value
                .before
                .map_or_else(String::new, |before| wording::quantity(before, unit)),
            change: change(value),
            verdict: verdict(value),
            bad: value.verdict.is_some_and(crate::domain::Verdict::is_bad),
            origin: origin(value),
            explanation: value.explanation.clone(),
        }
    }
}

/// `达标`, `欠序时，差 290 个，完成 17.1%`.
fn verdict(value: &ComparedValue) -> String {
    let Some(verdict) = value.verdict else {
        return String::new();
    };
    let occurrence = value.target.comparator == Comparator::Zero;
    let gap = value
        .gap
        .filter(|gap| *gap > Decimal::ZERO && !occurrence)
        .map(|gap| format!("差 {}", wording::difference(gap, &value.target.unit)));
    let done = completion(&value.target, value.reported.value)
        .map(|done| format!("完成 {}%", done.normalize()));
    let parts = [Some(verdict.label().to_owned()), gap, done];
    parts.into_iter().flatten().collect::<Vec<_>>().join("，")
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

/// `下达数 不超过 1.02（新政发〔2018〕3号）`, `上年同期数 2.4`.
fn against(value: &ComparedValue) -> Option<String> {
    let reference = value.reported.reference?;
    let number = wording::quantity(reference.value, &value.target.unit);
    let words = match (value.target.comparator, reference.floor) {
        (Comparator::Trend, _) => format!("上年同期数 {number}"),
        (_, true) => format!("下达数 不低于 {number}"),
        (_, false) => format!("下达数 不超过 {number}"),
    };
    Some(match value.reference_source.as_str() {
        "" => words,
        source => format!("{words}（{source}）"),
    })
}

fn origin(value: &ComparedValue) -> String {
    let day = value
        .as_of
        .map(|day| format!("数据截至 {}", wording::date(day)));
    let source = (!value.source.is_empty()).then(|| format!("来源：{}", value.source));
    let parts = value.numerator.zip(value.denominator);
    let parts = parts.map(|(part, whole)| {
        format!(
            "分子 {}，分母 {}",
            wording::number(part),
            wording::number(whole)
        )
    });
    [parts, against(value), day, source]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("，")
}
