//! The parts of the form about sending: how it leaves the unit, and what others contributed. Pure.

use super::entry::Entry;
use super::fields::said;
use super::task::Task;
use super::way::{Way, missing};
use crate::store::contributions::Contribution;
use crate::web::extract::Fields;
use crate::web::paths;

/// How the report leaves the unit.
#[derive(Debug)]
pub(crate) struct Sending {
    pub(crate) way: &'static str,
    pub(crate) button: &'static str,
    pub(crate) unchanged: &'static str,
    pub(crate) sentence: String,
    /// Why contributions are missing; asked for when it is sent.
    pub(crate) missing_reason: String,
    pub(crate) missing_question: Option<String>,
}

/// What others contributed.
#[derive(Debug)]
pub(crate) struct Collected {
    pub(crate) all: String,
    pub(crate) reported: usize,
    pub(crate) asked: usize,
    pub(crate) missing: Option<String>,
    /// Takes their words into the form; nothing where there are none.
    pub(crate) gather: Option<String>,
    pub(crate) lines: Vec<(String, String)>,
}

impl Sending {
    pub(crate) fn new(way: &Way, fields: &Fields, entry: &Entry) -> Self {
        Self {
            way: way.code(),
            button: way.button(),
            unchanged: match way.is_reviewed() {
                true => "本期无新进展，按上期数值送审",
                false => "本期无新进展，按上期数值报送",
            },
            sentence: way.sentence(),
            missing_reason: fields.text("missing-reason").to_owned(),
            missing_question: said(&entry.questions, "missing-reason"),
        }
    }
}

/// What others contributed to this report, if it collects.
pub(crate) fn collected(task: &Task) -> Option<Collected> {
    let all = &task.contributions;
    if all.is_empty() {
        return None;
    }
    let there: Vec<&Contribution> = all.iter().filter(|one| one.is_there()).collect();
    let (item, department, first) = (task.item.id, task.department.id, task.period.first);
    let form = paths::report_form_for(item, department, first);
    let line = |one: &&Contribution| {
        let text = one.progress_text.clone().unwrap_or_default();
        (one.department.clone(), text)
    };
    Some(Collected {
        all: paths::contributions(item, first),
        reported: there.len(),
        asked: all.len(),
        missing: missing(all),
        gather: (!there.is_empty()).then(|| format!("{form}&from=contributions")),
        lines: there.iter().take(20).map(line).collect(),
    })
}

/// The words of all contributions, each paragraph headed by the unit that wrote it.
pub(crate) fn gathered(contributions: &[Contribution]) -> Fields {
    type Words = fn(&Contribution) -> &Option<String>;
    let texts: [(&str, Words); 3] = [
        ("progress", |one| &one.progress_text),
        ("problems", |one| &one.problems),
        ("next-step", |one| &one.next_step),
    ];
    let field = |(name, words): (&str, Words)| {
        let there = contributions.iter().filter(|one| one.is_there());
        let paragraphs: Vec<String> = there
            .filter_map(|one| {
                let text = words(one).as_deref().map(str::trim).unwrap_or_default();
                (!text.is_empty()).then(|| format!("{}：{text}", one.department))
            })
            .collect();
        (name.to_owned(), paragraphs.join("\n"))
    };
    Fields(texts.into_iter().map(field).collect())
}
