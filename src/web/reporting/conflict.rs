//! Two people wrote the same report at once: what each wrote, field by field. Pure.

use super::entry::Input;
use crate::domain::Progress;
use crate::store::items::TargetRow;
use crate::store::reports::Report;
use crate::web::extract::Fields;
use crate::web::wording;

/// The other version of a report, beside one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Who saved it.
    pub by: String,
    /// When.
    pub at: String,
    /// It was sent meanwhile, so that nothing can be chosen any more.
    pub sent: bool,
    /// The fields in which they differ.
    pub rows: Vec<ConflictRow>,
}

/// One field in both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRow {
    /// The field.
    pub name: String,
    /// Its label.
    pub label: String,
    /// What this person typed.
    pub mine: String,
    /// What is saved.
    pub theirs: String,
}

impl Conflict {
    /// Compares what was typed with what is saved.
    pub fn of(report: &Report, saved: &Fields, typed: &Fields, targets: &[TargetRow]) -> Self {
        let texts = [
            ("progress".to_owned(), "进展情况".to_owned()),
            ("problems".to_owned(), "存在的问题".to_owned()),
            ("next-step".to_owned(), "下一步措施".to_owned()),
            ("stated".to_owned(), "本期自评".to_owned()),
        ];
        let parts = [
            ("value", ""),
            ("as-of", "数据日期"),
            ("source", "数据来源"),
            ("explanation", "说明"),
        ];
        let figures = targets.iter().flat_map(|row| {
            parts.iter().map(move |(part, label)| {
                (
                    format!("{part}-{}", row.id),
                    format!("{}{label}", row.target.name),
                )
            })
        });
        let differing = texts
            .into_iter()
            .chain(figures)
            .filter_map(|(name, label)| {
                let (mine, theirs) = (typed.text(&name), saved.text(&name));
                let spelled = |value: &str| spelled(&name, value, targets);
                (mine != theirs).then(|| ConflictRow {
                    label,
                    mine: spelled(mine),
                    theirs: spelled(theirs),
                    name: name.clone(),
                })
            });
        Self {
            by: report.saved_by.clone(),
            at: wording::moment(report.saved_at),
            sent: !report.state.is_open(),
            rows: differing.collect(),
        }
    }
}

/// A value as people read it: codes become words.
pub(crate) fn spelled(name: &str, value: &str, targets: &[TargetRow]) -> String {
    let holds = |row: &TargetRow| {
        name == format!("value-{}", row.id) && Input::of(&row.target) == Input::Holds
    };
    match value {
        "" => "（空）".to_owned(),
        code if name == "stated" => code
            .parse()
            .map_or_else(|_| code.to_owned(), |one: Progress| one.label().to_owned()),
        "yes" if targets.iter().any(holds) => "符合要求".to_owned(),
        "no" if targets.iter().any(holds) => "尚未达到".to_owned(),
        text => text.to_owned(),
    }
}
