//! What the reading found, what it asks, and what it left: every paragraph is accounted for.

use super::facts::place;
use super::whole;
use crate::store::documents::FindingLine;
use crate::store::outlines::{OutlineItem, SectionRow};
use crate::web::components::Count;
use crate::web::marked_text::Coverage;
use crate::web::text_units::{Unit, quote};
use crate::web::{paths, wording};

/// How the text was read.
#[derive(Debug)]
pub(super) struct Reading {
    /// Paragraphs and rows in all.
    pub(super) units: usize,
    /// Those with an item.
    pub(super) with_items: Count,
    /// Headings.
    pub(super) headings: usize,
    /// Those with neither.
    pub(super) without: Count,
    /// Those with neither, as far as they are listed.
    pub(super) rest: Vec<Passage>,
    /// More than are listed.
    pub(super) more: usize,
    /// Remarks that ask for a decision.
    pub(super) questions: Vec<Passage>,
    /// Remarks that only inform.
    pub(super) remarks: Vec<Passage>,
}

/// A place in the text, and what is to be said of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Address of the place.
    pub(super) href: String,
    /// `第 11 行`.
    pub(super) line: String,
    /// What is to be said; empty where the text speaks for itself.
    pub(super) message: String,
    /// The text.
    pub(super) quote: String,
}

/// The longest quote, in characters.
const QUOTE: usize = 60;

/// As many paragraphs without an item are listed.
const LISTED: usize = 200;

impl Reading {
    /// Accounts for every unit of a text.
    pub(super) fn new(
        document: i64,
        units: &[Unit<'_>],
        items: &[OutlineItem],
        sections: &[SectionRow],
        findings: &[FindingLine],
    ) -> Self {
        let clauses: Vec<(usize, usize)> = items
            .iter()
            .map(|item| (place(item.span_start), place(item.span_end)))
            .collect();
        let headings: Vec<(usize, usize)> = sections
            .iter()
            .map(|section| (place(section.span_start), place(section.span_end)))
            .collect();
        let coverage = Coverage::of(units, &clauses, &headings);
        let rest = coverage.without.iter().take(LISTED).map(|index| {
            let unit = &units[*index];
            Passage {
                href: paths::place(document, i32::try_from(unit.start()).unwrap_or(0)),
                line: format!("第 {} 行", unit.number()),
                message: String::new(),
                quote: wording::shortened(&unit.plain(), QUOTE),
            }
        });
        let passages = |asks: bool| {
            let found = findings.iter().filter(|finding| finding.asks == asks);
            found
                .map(|finding| Passage::of(document, units, finding))
                .collect()
        };
        Self {
            units: units.len(),
            with_items: Count::new(
                whole(coverage.with_items),
                paths::document_text(document),
                "段，在原文中查看",
            ),
            headings: coverage.headings,
            without: Count::new(
                whole(coverage.without.len()),
                paths::document_panel(document, "rest"),
                "段，在下面列出",
            ),
            more: coverage.without.len().saturating_sub(LISTED),
            rest: rest.collect(),
            questions: passages(true),
            remarks: passages(false),
        }
    }
}

impl Passage {
    fn of(document: i64, units: &[Unit<'_>], finding: &FindingLine) -> Self {
        let (start, end) = (place(finding.span_start), place(finding.span_end));
        Self {
            href: paths::place(document, finding.span_start),
            line: format!("第 {} 行", finding.line),
            message: finding.message.clone(),
            quote: quote(units, start, end, QUOTE),
        }
    }
}
