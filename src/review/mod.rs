//! What was parsed, what is known, what the reviewer decided: exactly what would be written, or why not.
//!
//! Pure: the same text, registry, decisions and day give the same answer, so a page can compute it on every
//! request and nothing half-parsed is ever stored. [`join`] matches the items of two documents, [`compare`] those
//! of two versions of one; [`difference`] shows two wordings side by side; [`conflicts`] finds where two documents
//! set different values for one indicator.

mod amendment;
mod apply;
mod conflict;
mod decision;
mod departments;
mod difference;
mod join;
mod likeness;
mod locus;
mod obstacle;
mod pairing;
mod parts;
mod proposal;
mod questions;
mod sheet;
mod version;
mod worded;

pub use amendment::{
    Changes, Comparison, Continued, Counts, TargetPair, VersionDeadline, VersionDepartment,
    VersionItem, VersionTarget, compare,
};
pub use apply::{Applied, Card, apply};
pub use conflict::{Conflict, Stated, conflicts, indicator};
pub use decision::{
    Anchor, DeadlineWords, Decided, Decision, Decisions, Facts, ItemWords, NameMeaning, TargetWords,
};
pub use difference::{Piece, PieceKind, difference};
pub use join::{Indicator, Join, JoinItem, JoinTarget, Pair, Supply, join};
pub use likeness::{NEARLY_THE_SAME, sketch};
pub use obstacle::{Obstacle, ObstacleKind};
pub use proposal::{
    DepartmentChoice, Proposal, ProposedCitation, ProposedDocument, ProposedDuty, ProposedFinding,
    ProposedItem, ProposedResponsibility, ProposedSection, ProposedTarget,
};

pub use sheet::{Blocker, Entry, Group, Sheet, SheetRow, Standing, UnknownName, sheet};
pub use version::version;

use chrono::NaiveDate;

use crate::document::{FindingKind, Parsed, Places};
use crate::registry::{Jurisdiction, Registry};

/// What a person decided about a document before it is written.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    /// The title, where the text has none or a better one is known.
    pub title: Option<String>,
    /// Name of the 行政区, where the text does not tell.
    pub jurisdiction: Option<String>,
    /// Bodies that the registry does not know are created, marked as such.
    pub create_unknown: bool,
    /// The document's facts, where a person confirmed them.
    pub facts: Option<Facts>,
    /// What single names mean.
    pub names: Vec<(String, NameMeaning)>,
    /// What it is to a document that it resembles.
    pub resemblance: Resemblance,
}

/// What a text is to a document in force that carries its number or title, or says nearly the same.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Resemblance {
    /// Nobody has said.
    #[default]
    Unsaid,
    /// Its new version.
    NewVersion,
    /// A document of its own.
    Separate,
}

impl Choices {
    /// What was decided in a review.
    pub fn of(decisions: &Decisions) -> Self {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let names = decisions.iter().filter_map(|one| match &one.decision {
            Decision::Name { name, means } => Some((name.clone(), means.clone())),
            _ => None,
        });
        let facts = decisions.facts();
        Self {
            title: facts.and_then(|facts| given(&facts.title)),
            jurisdiction: facts.and_then(|facts| given(&facts.jurisdiction)),
            create_unknown: false,
            facts: facts.cloned(),
            names: names.collect(),
            ..Self::default()
        }
    }

    fn meaning(&self, name: &str) -> Option<&NameMeaning> {
        self.names
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, means)| means)
    }
}

/// The outcome: what would be written, and what stands in its way.
#[derive(Debug)]
pub struct Review {
    /// What would be written, without the names that nobody knows; `None` where not even the region is told.
    pub draft: Option<Proposal>,
    /// What a person has to settle first, in the order of the text.
    pub obstacles: Vec<Obstacle>,
}

impl Review {
    /// What is to be written.
    ///
    /// # Errors
    ///
    /// What a person has to settle first.
    pub fn proposal(self) -> Result<Proposal, Vec<Obstacle>> {
        match self.draft {
            Some(draft) if self.obstacles.is_empty() => Ok(draft),
            _ => Err(self.obstacles),
        }
    }
}

/// Judges a parsed text. `name` is the file's name without its extension, the title of last resort; `today` is the
/// day from which reports are due where the document carries no date.
pub fn review(
    text: &str,
    parsed: &Parsed,
    registry: &Registry,
    choices: &Choices,
    name: &str,
    today: NaiveDate,
) -> Review {
    let places = Places::new(text);
    let mut obstacles = text_obstacles(parsed, &places);
    let jurisdiction = match jurisdiction(parsed, registry, choices) {
        Ok(found) => Some(found),
        Err(kind) => {
            obstacles.push(Obstacle {
                line: 1,
                column: 1,
                at: 0,
                kind,
            });
            None
        }
    };
    let Some(jurisdiction) = jurisdiction else {
        return Review {
            draft: None,
            obstacles,
        };
    };
    let build = proposal::Build {
        text,
        parsed,
        registry,
        choices,
        jurisdiction,
        places: &places,
        name,
        today,
    };
    let (proposal, more) = build.run();
    obstacles.extend(more);
    obstacles.sort_by_key(|obstacle| (obstacle.line, obstacle.column));
    obstacles.dedup();
    Review {
        draft: Some(proposal),
        obstacles,
    }
}

/// What in the text itself forbids writing it.
fn text_obstacles(parsed: &Parsed, places: &Places<'_>) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for finding in &parsed.findings {
        let kind = match &finding.kind {
            FindingKind::Classified { mark } => ObstacleKind::Classified { mark: mark.clone() },
            // Items may have been added since.
            FindingKind::NoItems if parsed.items.is_empty() => ObstacleKind::NoItems,
            FindingKind::RowCut => ObstacleKind::RowCut,
            _ => continue,
        };
        let (line, column) = places.line_column(finding.span.start);
        let at = places.chars(finding.span.start);
        obstacles.push(Obstacle {
            line,
            column,
            at,
            kind,
        });
    }
    obstacles
}

/// The 行政区: the person's choice before the text's own.
fn jurisdiction<'r>(
    parsed: &Parsed,
    registry: &'r Registry,
    choices: &Choices,
) -> Result<&'r Jurisdiction, ObstacleKind> {
    let name = choices
        .jurisdiction
        .as_deref()
        .or(parsed.front.jurisdiction.as_deref());
    let Some(name) = name else {
        return Err(ObstacleKind::NoJurisdiction);
    };
    registry
        .jurisdiction_named(name)
        .ok_or_else(|| ObstacleKind::UnknownJurisdiction {
            name: name.to_owned(),
        })
}
