//! The fields of the form: a target with its hint, the judgements to choose from, and a saved report as if it had been
//! typed.

use super::entry::{Entry, Input, Mistake};
use super::task::Task;
use crate::domain::{Pace, Progress, Reported, TargetKind, judge};
use crate::store::items::TargetRow;
use crate::store::reports::{Report, Value};
use crate::web::components::Reading;
use crate::web::extract::Fields;
use crate::web::wording;

/// A target to report on.
#[derive(Debug)]
pub(crate) struct TargetField {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) goal: String,
    pub(crate) soft: bool,
    pub(crate) unit: String,
    pub(crate) input: &'static str,
    pub(crate) value: String,
    pub(crate) choices: Vec<(&'static str, &'static str, bool)>,
    pub(crate) hint: String,
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) explanation: String,
    pub(crate) mistake: Option<String>,
    pub(crate) as_of_mistake: Option<String>,
    pub(crate) question: Option<String>,
}

#[derive(Debug)]
pub(crate) struct StatedChoice {
    pub(crate) code: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) chosen: bool,
}

impl TargetField {
    pub(crate) fn new(row: &TargetRow, task: &Task, fields: &Fields, entry: &Entry) -> Self {
        let id = row.id;
        let name = |part: &str| format!("{part}-{id}");
        let raw = |part: &str| fields.raw(&name(part)).unwrap_or("").to_owned();
        let value = raw("value");
        let (input, choices) = match Input::of(&row.target) {
            Input::Figure => ("figure", Vec::new()),
            Input::Grade => ("grade", Vec::new()),
            Input::Holds => (
                "holds",
                vec![
                    ("yes", "符合要求", value == "yes"),
                    ("no", "尚未达到", value == "no"),
                ],
            ),
        };
        Self {
            id,
            name: row.target.name.clone(),
            goal: row.target.wording(),
            soft: row.target.soft,
            unit: row.target.unit.clone(),
            input,
            choices,
            hint: hint(row, task),
            as_of: raw("as-of"),
            source: raw("source"),
            explanation: raw("explanation"),
            mistake: said(&entry.mistakes, &name("value")),
            as_of_mistake: said(&entry.mistakes, &name("as-of")),
            question: said(&entry.questions, &name("explanation")),
            value,
        }
    }
}

/// `上期 48 个，序时应达 131 个；填累计数。`
fn hint(row: &TargetRow, task: &Task) -> String {
    let target = &row.target;
    let before = task
        .values_before()
        .iter()
        .find(|value| value.target_id == row.id);
    let mut parts = Vec::new();
    if let Some(value) = before {
        let reported = Reported {
            value: value.value,
            grade: value.grade.clone(),
            holds: value.holds,
        };
        parts.push(format!("上期 {}", Reading::latest(target, &reported)));
    }
    let times = task.times();
    let pace = Pace {
        start: times.from,
        end: row.deadline_last.or(times.deadline),
        on: times.period_end,
    };
    let nothing = Reported {
        value: Some(rust_decimal::Decimal::ZERO),
        ..Reported::default()
    };
    if let (TargetKind::Flow, Some(expected)) =
        (target.kind, judge(target, &nothing, pace).expected)
    {
        parts.push(format!(
            "本期末序时应达 {}",
            wording::quantity(expected, &target.unit)
        ));
    }
    if target.kind == TargetKind::Flow {
        parts.push("填累计数".to_owned());
    }
    parts.join("，")
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

/// A saved report in the fields of its form.
pub fn saved_fields(report: &Report, values: &[Value]) -> Fields {
    let mut fields = vec![
        ("progress".to_owned(), report.progress_text.clone()),
        ("problems".to_owned(), report.problems.clone()),
        ("next-step".to_owned(), report.next_step.clone()),
        (
            "stated".to_owned(),
            report.stated_progress.map_or("", Progress::code).to_owned(),
        ),
        (
            "missing-reason".to_owned(),
            report.missing_reason.clone().unwrap_or_default(),
        ),
    ];
    for value in values {
        let figure = match (value.value, &value.grade, value.holds) {
            (Some(number), _, _) => number.normalize().to_string(),
            (None, Some(grade), _) => grade.clone(),
            (None, None, Some(holds)) => if holds { "yes" } else { "no" }.to_owned(),
            (None, None, None) => String::new(),
        };
        let day = value.as_of.map(wording::date).unwrap_or_default();
        let parts = [
            ("value", figure),
            ("as-of", day),
            ("source", value.source.clone()),
            ("explanation", value.explanation.clone()),
        ];
        fields.extend(parts.map(|(part, text)| (format!("{part}-{}", value.target_id), text)));
    }
    Fields(fields)
}
