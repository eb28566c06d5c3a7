//! A target in the form: its fields with their hints, and what is wrong with them. Pure.

use super::entry::{Entry, pace};
use super::fields::said;
use super::figure;
use super::input::Input;
use super::task::Task;
use crate::domain::{Reported, completion, judge};
use crate::store::items::TargetRow;
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
    pub(crate) figure: bool,
    pub(crate) grade: bool,
    pub(crate) value: String,
    pub(crate) hint: String,
    pub(crate) share: Option<Share>,
    pub(crate) reference: Option<ReferenceField>,
    /// Whether it holds: code, words, chosen.
    pub(crate) answers: Vec<(&'static str, &'static str, bool)>,
    pub(crate) as_of: String,
    pub(crate) source: String,
    pub(crate) explanation: String,
    pub(crate) mistake: Option<String>,
    pub(crate) as_of_mistake: Option<String>,
    pub(crate) question: Option<String>,
}

/// 分子 and 分母.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) numerator: String,
    pub(crate) denominator: String,
    /// `计算结果 91.25%`.
    pub(crate) result: String,
    pub(crate) mistake: Option<String>,
}

/// The number that the figure is held against.
#[derive(Debug)]
pub(crate) struct ReferenceField {
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) source: String,
    /// Whether what was handed down must be reached; nothing for a change.
    pub(crate) floor: Option<bool>,
    pub(crate) mistake: Option<String>,
    pub(crate) source_mistake: Option<String>,
}

impl TargetField {
    pub(crate) fn new(row: &TargetRow, task: &Task, fields: &Fields, entry: &Entry) -> Self {
        let id = row.id;
        let name = |part: &str| format!("{part}-{id}");
        let raw = |part: &str| fields.raw(&name(part)).unwrap_or("").to_owned();
        let wrong = |part: &str| said(&entry.mistakes, &name(part));
        let input = Input::of(&row.target);
        let holds = raw("holds");
        let answers = match input.is_answer() {
            true => vec![
                ("yes", "符合要求", holds == "yes"),
                ("no", "尚未达到", holds == "no"),
            ],
            false => Vec::new(),
        };
        let reference = input.is_referred().then(|| ReferenceField {
            label: input.reference_label(),
            value: raw("reference"),
            source: raw("reference-source"),
            floor: (input == Input::HandedDown).then(|| raw("reference-floor") == "yes"),
            mistake: wrong("reference"),
            source_mistake: wrong("reference-source"),
        });
        let share = (input == Input::Share).then(|| Share {
            result: result(&raw("numerator"), &raw("denominator"), &row.target.unit),
            numerator: raw("numerator"),
            denominator: raw("denominator"),
            mistake: wrong("numerator").or_else(|| wrong("denominator")),
        });
        Self {
            id,
            name: row.target.name.clone(),
            goal: row.target.wording(),
            soft: row.target.soft,
            unit: row.target.unit.clone(),
            figure: input.is_figure(),
            grade: input == Input::Grade,
            hint: hint(row, task),
            answers,
            reference,
            share,
            as_of: raw("as-of"),
            source: raw("source"),
            explanation: raw("explanation"),
            mistake: wrong("value"),
            as_of_mistake: wrong("as-of"),
            question: said(&entry.questions, &name("explanation")),
            value: raw("value"),
        }
    }

    /// True when something about it must be mended.
    pub(crate) fn is_wrong(&self) -> bool {
        let share = self.share.as_ref().and_then(|one| one.mistake.as_ref());
        let reference = self.reference.as_ref();
        let reference =
            reference.and_then(|one| one.mistake.as_ref().or(one.source_mistake.as_ref()));
        self.mistake.is_some() || share.is_some() || reference.is_some()
    }
}

/// What two parts make.
fn result(numerator: &str, denominator: &str, unit: &str) -> String {
    let number = |typed| figure::part(typed).ok().flatten();
    match (number(numerator), number(denominator)) {
        (Some(part), Some(whole)) if !whole.is_zero() => format!(
            "计算结果 {}",
            wording::quantity(figure::share(part, whole, unit), unit)
        ),
        _ => String::new(),
    }
}

/// `上期 48 个，完成 13.7%，本期末序时应达 131 个，填累计数`.
fn hint(row: &TargetRow, task: &Task) -> String {
    let target = &row.target;
    let before = task
        .values_before()
        .iter()
        .find(|value| value.target_id == row.id);
    let mut parts = Vec::new();
    if let Some(value) = before {
        parts.push(format!(
            "上期 {}",
            Reading::latest(target, &value.reported())
        ));
        if let Some(done) = completion(target, value.value) {
            parts.push(format!("完成 {}%", done.normalize()));
        }
    }
    let nothing = Reported {
        value: Some(rust_decimal::Decimal::ZERO),
        ..Reported::default()
    };
    let expected = judge(target, &nothing, pace(row, task.times())).expected;
    if let Some(expected) = expected.filter(|_| target.counts_up()) {
        parts.push(format!(
            "本期末序时应达 {}",
            wording::quantity(expected, &target.unit)
        ));
    }
    if target.counts_up() {
        parts.push("填累计数".to_owned());
    }
    if Input::of(target).is_referred() {
        parts.push("没有数值的，只选择是否符合要求".to_owned());
    }
    parts.join("，")
}
