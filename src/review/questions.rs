//! What is asked about an item of a sheet, and the names that nobody knows yet. Pure.

use super::apply::{Applied, Card};
use super::decision::Decision;
use super::obstacle::{Obstacle, ObstacleKind};
use super::sheet::{Entry, Standing, UnknownName};
use crate::document::{FindingKind, Places};

pub(super) fn entry(
    card: &Card,
    applied: &Applied,
    places: &Places<'_>,
    obstacles: &[Obstacle],
) -> Entry {
    let standing = match card.decided.as_ref().map(|one| &one.decision) {
        None => Standing::Open,
        Some(Decision::Ask { .. }) => Standing::Asked,
        Some(Decision::Reject { .. } | Decision::Merge) => Standing::Dropped,
        Some(_) => Standing::Taken,
    };
    let inside = |at: usize| card.anchor[0] <= at && at < card.anchor[1];
    let mut questions = Vec::new();
    let mut notes = Vec::new();
    if standing != Standing::Dropped {
        for finding in &applied.parsed.findings {
            if inside(places.chars(finding.span.start)) && belongs_to_items(&finding.kind) {
                let list = if finding.kind.asks() {
                    &mut questions
                } else {
                    &mut notes
                };
                list.push(finding.kind.to_string());
            }
        }
        let in_item = obstacles.iter().filter(|one| inside(one.at));
        questions.extend(names_question(in_item));
    }
    questions.dedup();
    notes.dedup();
    Entry {
        card: card.clone(),
        standing,
        questions,
        notes,
    }
}

/// Remarks about the text as a whole stand above it.
pub(super) fn belongs_to_items(kind: &FindingKind) -> bool {
    !matches!(
        kind,
        FindingKind::NoTitle
            | FindingKind::NoJurisdiction
            | FindingKind::NoItems
            | FindingKind::Classified { .. }
            | FindingKind::NotDirective { .. }
            | FindingKind::RuleDeclared { .. }
    )
}

pub(super) fn is_name(kind: &ObstacleKind) -> bool {
    matches!(
        kind,
        ObstacleKind::UnknownDepartment { .. } | ObstacleKind::AmbiguousDepartment { .. }
    )
}

/// One line for all names of an item that nobody knows, or that several carry.
pub(super) fn names_question<'o>(obstacles: impl Iterator<Item = &'o Obstacle>) -> Option<String> {
    let name = |one: &'o Obstacle| match &one.kind {
        ObstacleKind::UnknownDepartment { name, .. }
        | ObstacleKind::AmbiguousDepartment { name, .. } => Some(format!("“{name}”")),
        _ => None,
    };
    let mut names: Vec<String> = obstacles.filter_map(name).collect();
    names.dedup();
    (!names.is_empty()).then(|| format!("单位库中认不出{}，请在上方处理。", names.concat()))
}

pub(super) fn names(obstacles: &[Obstacle]) -> Vec<UnknownName> {
    let mut names: Vec<UnknownName> = Vec::new();
    for obstacle in obstacles {
        let (name, candidates) = match &obstacle.kind {
            ObstacleKind::UnknownDepartment { name, .. } => (name, Vec::new()),
            ObstacleKind::AmbiguousDepartment { name, candidates } => (name, candidates.clone()),
            _ => continue,
        };
        match names.iter_mut().find(|known| known.name == *name) {
            Some(known) => known.times += 1,
            None => names.push(UnknownName {
                name: name.clone(),
                candidates,
                times: 1,
                at: obstacle.at,
            }),
        }
    }
    names
}
