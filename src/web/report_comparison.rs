//! Two reports of one department on one item beside each other: two revisions of one, or two periods. Word by word what
//! was written, figure by figure what was reported. Pure.

use rust_decimal::Decimal;

use super::comparison::{PieceView, pieces};
use super::components::Reading;
use super::page::Link;
use super::{paths, wording};
use crate::domain::{Forecast, Period, Progress, Target};
use crate::review::difference;
use crate::store::items::TargetRow;
use crate::store::reports::{Report, Value};

/// One of the two reports.
#[derive(Debug)]
pub(crate) struct Side {
    /// `2018年第一季度`, `2018年第一季度，第 1 次更正`.
    pub(crate) report: Link,
    pub(crate) state: &'static str,
    /// `2018-06-20 14:02 自治区质监局经办人`.
    pub(crate) saved: String,
    pub(crate) demonstration: bool,
}

/// A text in both reports.
#[derive(Debug)]
pub(crate) struct TextRow {
    pub(crate) label: &'static str,
    pub(crate) pieces: Vec<PieceView>,
    pub(crate) same: bool,
}

/// A choice or a name in both reports.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FactRow {
    pub(crate) label: &'static str,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) same: bool,
}

/// A figure in both reports.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FigureRow {
    pub(crate) name: String,
    pub(crate) goal: String,
    pub(crate) before: String,
    pub(crate) after: String,
    /// `+12 个`, `持平`; empty where one of them is no number.
    pub(crate) change: String,
    pub(crate) origins: [String; 2],
}

/// Two reports, the older first.
#[derive(Debug)]
pub(crate) struct ReportComparison {
    pub(crate) older: Side,
    pub(crate) newer: Side,
    pub(crate) texts: Vec<TextRow>,
    pub(crate) facts: Vec<FactRow>,
    pub(crate) figures: Vec<FigureRow>,
}

/// A report with its figures.
pub(crate) type Entered<'r> = (&'r Report, &'r [Value]);

impl ReportComparison {
    /// Compares two reports, the older of which comes first, under the targets of the item today.
    pub(crate) fn new(older: Entered<'_>, newer: Entered<'_>, targets: &[TargetRow]) -> Self {
        let (old, new) = (older.0, newer.0);
        let text = |label, of: fn(&Report) -> &String| TextRow {
            label,
            same: of(old) == of(new),
            pieces: pieces(difference(of(old), of(new))),
        };
        let texts = vec![
            text("进展情况", |report| &report.progress_text),
            text("存在的问题", |report| &report.problems),
            text("下一步措施", |report| &report.next_step),
            text("预计的原因", |report| &report.forecast_reason),
            text("需协调事项", |report| &report.coordination),
        ];
        let fact = |label, of: fn(&Report) -> String| FactRow {
            label,
            before: told(of(old)),
            after: told(of(new)),
            same: of(old) == of(new),
        };
        Self {
            older: Side::new(old),
            newer: Side::new(new),
            // What neither of them says is not compared.
            texts: texts
                .into_iter()
                .filter(|row| !row.pieces.is_empty())
                .collect(),
            facts: vec![
                fact("本期自评", |report| label(report.stated_progress)),
                fact("按数值推算", |report| label(report.computed_progress)),
                fact("预计能否按期", |report| {
                    report.forecast.map_or("", Forecast::label).to_owned()
                }),
                fact("需协调的单位", |report| {
                    report.coordination_with.clone()
                }),
            ],
            figures: targets
                .iter()
                .filter_map(|row| figure(row, older.1, newer.1))
                .collect(),
        }
    }
}

fn label(progress: Option<Progress>) -> String {
    progress.map_or("", Progress::label).to_owned()
}

fn told(text: String) -> String {
    match text.is_empty() {
        true => "—（未填写）".to_owned(),
        false => text,
    }
}

impl Side {
    fn new(report: &Report) -> Self {
        Self {
            report: Link::new(paths::report(report.id), name(report)),
            state: report.state.label(),
            saved: format!("{} {}", wording::moment(report.saved_at), report.saved_by),
            demonstration: report.demonstration,
        }
    }
}

/// `2018年第一季度`, with the correction that it is.
pub(crate) fn name(report: &Report) -> String {
    let period = Period {
        first: report.first_day,
        last: report.last_day,
        cycle: report.cycle,
    };
    match report.revision {
        1 => period.name(),
        revision => format!("{}，第 {} 次更正", period.name(), revision - 1),
    }
}

fn figure(row: &TargetRow, older: &[Value], newer: &[Value]) -> Option<FigureRow> {
    let of = |values: &[Value]| values.iter().find(|one| one.target_id == row.id).cloned();
    let (before, after) = (of(older), of(newer));
    if before.is_none() && after.is_none() {
        return None;
    }
    let reading = |value: &Option<Value>| {
        value.as_ref().map_or_else(
            || "—".to_owned(),
            |value| Reading::latest(&row.target, &value.reported()),
        )
    };
    let number = |value: &Option<Value>| value.as_ref().and_then(|value| value.value);
    Some(FigureRow {
        name: row.target.name.clone(),
        goal: row.target.wording(),
        change: change(&row.target, number(&before), number(&after)),
        origins: [origin(before.as_ref()), origin(after.as_ref())],
        before: reading(&before),
        after: reading(&after),
    })
}

fn change(target: &Target, before: Option<Decimal>, after: Option<Decimal>) -> String {
    let (Some(before), Some(after)) = (before, after) else {
        return String::new();
    };
    let change = after - before;
    let words = wording::difference(change, &target.unit);
    match change {
        change if change.is_zero() => "持平".to_owned(),
        change if change.is_sign_positive() => format!("+{words}"),
        _ => words,
    }
}

/// `分子 73，分母 80，数据截至 2018-05-31，来源：质监部门统计`.
fn origin(value: Option<&Value>) -> String {
    let Some(value) = value else {
        return String::new();
    };
    let parts = value.numerator.zip(value.denominator);
    let parts = parts.map(|(part, whole)| {
        let (part, whole) = (wording::number(part), wording::number(whole));
        format!("分子 {part}，分母 {whole}")
    });
    let against = value
        .reference
        .map(|reference| format!("对照数 {}", wording::number(reference)));
    let day = value
        .as_of
        .map(|day| format!("数据截至 {}", wording::date(day)));
    let said = |label: &str, text: &str| (!text.is_empty()).then(|| format!("{label}：{text}"));
    let source = said("来源", &value.source);
    let explanation = said("说明", &value.explanation);
    let all = [parts, against, day, source, explanation];
    all.into_iter().flatten().collect::<Vec<_>>().join("，")
}
