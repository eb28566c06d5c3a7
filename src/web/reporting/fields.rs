//! The fields of the form: the judgements to choose from, a saved report as if it had been typed, and what of the last
//! report holds for the next.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::entry::Mistake;
use crate::domain::{Forecast, Period, Progress};
use crate::store::reports::{Report, Value};
use crate::web::extract::Fields;
use crate::web::wording;

#[derive(Debug)]
pub(crate) struct StatedChoice {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) chosen: bool,
}

/// The judgements that a department may state of itself.
pub(crate) fn stated(fields: &Fields, suggestion: Option<Progress>) -> Vec<StatedChoice> {
    let typed: Option<Progress> = fields.text("stated").parse().ok();
    let chosen = typed.or(suggestion);
    let choice = |progress: Progress, hint| StatedChoice {
        code: progress.code(),
        label: progress.label(),
        hint,
        chosen: chosen == Some(progress),
    };
    vec![
        choice(Progress::OnTrack, "与时间进度相当"),
        choice(Progress::Ahead, "快于时间进度"),
        choice(Progress::Behind, "慢于时间进度"),
        choice(Progress::Done, "全部要求已经落实"),
        choice(Progress::NotStarted, "尚未开始"),
    ]
}

/// What is wrong with a field.
pub(crate) fn said(mistakes: &[Mistake], field: &str) -> Option<String> {
    mistakes
        .iter()
        .find(|mistake| mistake.field == field)
        .map(|mistake| mistake.sentence.clone())
}

/// 预计能否按期, to choose from.
pub(crate) fn forecasts(fields: &Fields) -> Vec<StatedChoice> {
    let chosen: Option<Forecast> = fields.text("forecast").parse().ok();
    let choice = |forecast: &Forecast| StatedChoice {
        code: forecast.code(),
        label: forecast.label(),
        hint: "",
        chosen: chosen == Some(*forecast),
    };
    Forecast::ALL.iter().map(choice).collect()
}

/// A saved report in the fields of its form.
pub fn saved_fields(report: &Report, values: &[Value]) -> Fields {
    let code = |text: &str| text.to_owned();
    let words = [
        ("progress", report.progress_text.clone()),
        ("problems", report.problems.clone()),
        ("next-step", report.next_step.clone()),
        (
            "stated",
            code(report.stated_progress.map_or("", Progress::code)),
        ),
        ("forecast", code(report.forecast.map_or("", Forecast::code))),
        ("forecast-reason", report.forecast_reason.clone()),
        ("coordination", report.coordination.clone()),
        ("coordination-with", report.coordination_with.clone()),
        (
            "missing-reason",
            report.missing_reason.clone().unwrap_or_default(),
        ),
    ];
    let words = words
        .into_iter()
        .map(|(name, text)| (name.to_owned(), text));
    Fields(words.chain(values.iter().flat_map(value_fields)).collect())
}

/// A figure in the fields of its target. What was computed from its parts is computed again, and not typed.
fn value_fields(value: &Value) -> impl Iterator<Item = (String, String)> {
    let number = |number: Option<Decimal>| {
        number.map_or_else(String::new, |number| number.normalize().to_string())
    };
    let yes = |holds: bool| if holds { "yes" } else { "no" }.to_owned();
    let parted = value.numerator.is_some() && value.denominator.is_some();
    let holds = value.holds.map_or_else(String::new, yes);
    let figure = match (value.value, &value.grade) {
        (Some(_), _) if parted => String::new(),
        (Some(_), _) => number(value.value),
        (None, Some(grade)) => grade.clone(),
        (None, None) => String::new(),
    };
    let floor = if value.reference_floor { "yes" } else { "" };
    let parts = [
        ("value", figure),
        ("numerator", number(value.numerator)),
        ("denominator", number(value.denominator)),
        ("reference", number(value.reference)),
        ("reference-floor", floor.to_owned()),
        ("reference-source", value.reference_source.clone()),
        ("holds", holds),
        ("as-of", value.as_of.map(wording::date).unwrap_or_default()),
        ("source", value.source.clone()),
        ("explanation", value.explanation.clone()),
    ];
    let id = value.target_id;
    parts
        .into_iter()
        .map(move |(part, text)| (format!("{part}-{id}"), text))
}

/// What a form starts from: the last report, and the figures of the year before.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'t> {
    /// The period of the form.
    pub period: Period,
    /// The newest report before it, with its figures.
    pub last: Option<&'t (Report, Vec<Value>)>,
    /// The figures of the same period a year before, of targets that ask for a change against them.
    pub year_ago: &'t [(i64, Decimal)],
}

/// What holds from period to period, so that nobody types it again: where figures come from, of how many a share is, the
/// number that was handed down for the same year, and how the way to the deadline is seen.
pub fn lasting(earlier: Earlier<'_>) -> Fields {
    let Some((report, values)) = earlier.last else {
        return referred(earlier, Fields::default());
    };
    const PARTS: &[&str] = &["source-", "denominator-", "reference-"];
    let mut fields = carried(earlier, report, values);
    fields.0.retain(|(name, _)| {
        name.starts_with("forecast") || PARTS.iter().any(|part| name.starts_with(part))
    });
    fields
}

/// The last report in the fields of the form of the next, but for what belongs to its period alone: the day of the
/// data, why a figure was unusual, and a number of another year.
pub(crate) fn carried(earlier: Earlier<'_>, report: &Report, values: &[Value]) -> Fields {
    let mut fields = repeated(earlier, report, values);
    const PASSING: &[&str] = &["as-of-", "explanation-", "missing-reason"];
    fields
        .0
        .retain(|(name, _)| !PASSING.iter().any(|part| name.starts_with(part)));
    referred(earlier, fields)
}

/// The last report word for word, as where nothing is new; a number that was handed down for another year is none for
/// this one.
pub fn repeated(earlier: Earlier<'_>, report: &Report, values: &[Value]) -> Fields {
    let same_year = report.last_day.year() == earlier.period.last.year();
    let foreign =
        |name: &str| name.starts_with("reference-") && !name.starts_with("reference-floor-");
    let mut fields = saved_fields(report, values);
    fields.0.retain(|(name, _)| same_year || !foreign(name));
    fields
}

/// With the figures of the year before, where a target asks for a change against them.
fn referred(earlier: Earlier<'_>, mut fields: Fields) -> Fields {
    for (target, value) in earlier.year_ago {
        let name = format!("reference-{target}");
        if fields.text(&name).is_empty() {
            fields.0.retain(|(field, _)| *field != name);
            fields.0.push((name, value.normalize().to_string()));
            let source = format!("reference-source-{target}");
            fields.0.retain(|(field, _)| *field != source);
            fields.0.push((source, "本单位上年同期填报".to_owned()));
        }
    }
    fields
}
