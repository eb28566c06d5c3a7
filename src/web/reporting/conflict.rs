//! Two people wrote the same report at once: what each wrote, field by field. Pure.

use super::input::PARTS;
use crate::domain::{Forecast, Progress};
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
            ("forecast".to_owned(), "预计能否按期".to_owned()),
            ("forecast-reason".to_owned(), "预计的原因".to_owned()),
            ("coordination".to_owned(), "需协调事项".to_owned()),
            ("coordination-with".to_owned(), "需协调的单位".to_owned()),
            ("missing-reason".to_owned(), "配合单位缺报说明".to_owned()),
        ];
        let figures = targets.iter().flat_map(|row| {
            PARTS.iter().map(move |(part, label)| {
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
                let spelled = |value: &str| spelled(&name, value);
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
pub(crate) fn spelled(name: &str, value: &str) -> String {
    let holds = name.starts_with("holds-");
    let word = match (name, value) {
        (_, "") => Some("（空）"),
        ("stated", code) => code.parse().map(Progress::label).ok(),
        ("forecast", code) => code.parse().map(Forecast::label).ok(),
        (name, "yes") if name.starts_with("reference-floor-") => Some("不低于"),
        (_, "yes") if holds => Some("符合要求"),
        (_, "no") if holds => Some("尚未达到"),
        _ => None,
    };
    word.unwrap_or(value).to_owned()
}
