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
    pub(super) questions: Remarks,
    /// Remarks that only inform.
    pub(super) remarks: Remarks,
}

/// Remarks of one sort.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Remarks {
    /// How many.
    pub(super) count: usize,
    /// Those that say the same stand together.
    pub(super) groups: Vec<Group>,
}

/// Remarks that say the same of several places.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// What they say.
    pub(super) message: String,
    /// The places.
    pub(super) passages: Vec<Passage>,
    /// Few enough to be shown at once.
    pub(super) open: bool,
}

/// A place in the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Address of the place.
    pub(super) href: String,
    /// `第 11 行`.
    pub(super) line: String,
    /// The text.
    pub(super) quote: String,
}

/// The longest quote, in characters.
const QUOTE: usize = 60;

/// More places than this are folded away.
const OPEN: usize = 5;

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
                quote: wording::shortened(&unit.plain(), QUOTE),
            }
        });
        let remarks = |asks: bool| {
            let found = findings.iter().filter(|finding| finding.asks == asks);
            Remarks::new(document, units, found)
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
            questions: remarks(true),
            remarks: remarks(false),
        }
    }
}

impl Remarks {
    fn new<'f>(
        document: i64,
        units: &[Unit<'_>],
        findings: impl Iterator<Item = &'f FindingLine>,
    ) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut count = 0;
        for finding in findings {
            count += 1;
            let passage = Passage::of(document, units, finding);
            let alike = groups
                .iter_mut()
                .find(|group| group.message == finding.message);
            match alike {
                Some(group) => group.passages.push(passage),
                None => groups.push(Group {
                    message: finding.message.clone(),
                    passages: vec![passage],
                    open: false,
                }),
            }
        }
        for group in &mut groups {
            group.open = group.passages.len() <= OPEN;
        }
        Self { count, groups }
    }
}

impl Passage {
    fn of(document: i64, units: &[Unit<'_>], finding: &FindingLine) -> Self {
        let (start, end) = (place(finding.span_start), place(finding.span_end));
        Self {
            href: paths::place(document, finding.span_start),
            line: format!("第 {} 行", finding.line),
            quote: quote(units, start, end, QUOTE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text_units::units;

    #[test]
    fn remarks_that_say_the_same_stand_together() {
        let text = "第一行\n第二行\n第三行";
        let finding = |line: i32, message: &str, asks| FindingLine {
            kind: String::new(),
            message: message.to_owned(),
            asks,
            line,
            span_start: (line - 1) * 4,
            span_end: (line - 1) * 4 + 3,
        };
        let findings = [
            finding(1, "未写明牵头单位", true),
            finding(2, "名单未列全", true),
            finding(3, "未写明牵头单位", true),
            finding(3, "其他文字", false),
        ];
        let reading = Reading::new(9, &units(text), &[], &[], &findings);
        assert_eq!((reading.questions.count, reading.remarks.count), (3, 1));
        let groups: Vec<(&str, Vec<&str>)> = reading
            .questions
            .groups
            .iter()
            .map(|group| {
                let quotes = group.passages.iter().map(|one| one.quote.as_str());
                (group.message.as_str(), quotes.collect())
            })
            .collect();
        assert_eq!(
            groups,
            [
                ("未写明牵头单位", vec!["第一行", "第三行"]),
                ("名单未列全", vec!["第二行"])
            ]
        );
        // Nothing was read as an item, so all three are left over.
        assert_eq!((reading.without.value, reading.rest.len()), (3, 3));
    }
}
