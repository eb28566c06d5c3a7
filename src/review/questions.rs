//! What is asked about an item of a sheet, and the names that nobody knows yet. Pure.

use super::apply::Card;
use super::decision::{Anchor, Decision};
use super::obstacle::{Obstacle, ObstacleKind};
use super::sheet::{Entry, Standing, UnknownName};
use crate::document::{Finding, FindingKind, Places};

/// What was remarked and what stands in the way, by where it stands, so that an item finds its own.
pub(super) struct Remarks<'r> {
    findings: Vec<(usize, &'r FindingKind)>,
    obstacles: Vec<(usize, &'r Obstacle)>,
}

impl<'r> Remarks<'r> {
    pub(super) fn new(
        findings: &'r [Finding],
        places: &Places<'_>,
        obstacles: &'r [Obstacle],
    ) -> Self {
        let mut findings: Vec<(usize, &FindingKind)> = findings
            .iter()
            .filter(|one| belongs_to_items(&one.kind))
            .map(|one| (places.chars(one.span.start), &one.kind))
            .collect();
        findings.sort_by_key(|one| one.0);
        let mut obstacles: Vec<(usize, &Obstacle)> =
            obstacles.iter().map(|one| (one.at, one)).collect();
        obstacles.sort_by_key(|one| one.0);
        Self {
            findings,
            obstacles,
        }
    }
}

/// Those of a sorted list that stand in these characters.
fn inside<T>(list: &[(usize, T)], [from, to]: Anchor) -> impl Iterator<Item = &T> {
    let first = list.partition_point(|one| one.0 < from);
    let rest = list[first..].iter().take_while(move |one| one.0 < to);
    rest.map(|one| &one.1)
}

pub(super) fn entry(card: &Card, remarks: &Remarks<'_>) -> Entry {
    let standing = match card.decided.as_ref().map(|one| &one.decision) {
        None => Standing::Open,
        Some(Decision::Ask { .. }) => Standing::Asked,
        Some(Decision::Reject { .. } | Decision::Merge) => Standing::Dropped,
        Some(_) => Standing::Taken,
    };
    let mut questions = Vec::new();
    let mut notes = Vec::new();
    if standing != Standing::Dropped {
        for kind in inside(&remarks.findings, card.anchor) {
            let list = if kind.asks() {
                &mut questions
            } else {
                &mut notes
            };
            list.push(kind.to_string());
        }
        let in_item = inside(&remarks.obstacles, card.anchor).copied();
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
