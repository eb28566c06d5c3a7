//! The outline becomes sections and items.
//!
//! Which heading is an item and which only holds items is not written anywhere; it follows from what stands
//! under it. The rules, in the order in which they are tried:
//!
//! 1. A heading whose own paragraph assigns is an item (`1.强化…。……（A、B）`).
//! 2. Several paragraphs under one heading that each assign are items of their own (the goal lines of seed 000).
//! 3. A heading with sub-headings is a section, unless it carries numbers to reach, or the document assigns nobody
//!    anywhere and the heading has text of its own.
//! 4. In a document that assigns nobody, every innermost heading is an item.
//! 5. In a document that assigns, an innermost heading without departments is an item beside siblings that have
//!    them (and is asked about), and a mere requirement where none of its siblings has any (三、工作措施 of seed 004).

mod agents;
mod amended;
mod closing;
mod columns;
mod covering;
mod facts;
mod fill;
mod framing;
mod headed;
mod heading;
mod item;
mod lines;
mod numbering;
mod numbers;
mod pieces;
mod records;
mod row_bodies;
mod rows;
mod sections;
mod settle;
mod shape;
mod shared;
mod survey;
mod unbracketed;
mod whole;

use std::cell::RefCell;

use super::finding::{Finding, FindingKind};
use super::outline::{self, Node, ROOT};
use super::paragraph::{Block, Paragraph};
use super::parsed::{BodyParagraph, Item, Parsed, RoleRules, Section};
use crate::domain::word_list;
use facts::Facts;
use headed::Given;
use heading::Heading;
use shape::Shape;
use whole::{declared_rules, document_year};

/// Reads the body into `parsed`, whose front matter is already there.
pub(super) fn extract(
    stored: &str,
    blocks: &[Block<'_>],
    body: std::ops::Range<usize>,
    parsed: &mut Parsed,
) {
    let nodes = outline::tree(blocks, body.clone());
    let mut facts: Vec<Facts> = blocks
        .iter()
        .enumerate()
        .map(|(index, block)| match block {
            Block::Paragraph(paragraph) if body.contains(&index) => Facts::of(paragraph),
            Block::Paragraph(paragraph) => Facts::of_front(paragraph),
            _ => Facts::default(),
        })
        .collect();
    let title = parsed.front.title.as_ref();
    let title = title.map_or("", |(title, _)| title.as_str());
    agents::note(title, &nodes, blocks, &mut facts);
    let minutes = title.ends_with("纪要") || title.ends_with("议定事项");
    let statute = STATUTES
        .ending(title.trim_end_matches("（试行）"))
        .is_some();
    let declared = declared_rules(blocks, &facts, &mut parsed.findings);
    let given = std::mem::take(&mut parsed.rules);
    let mut extractor = Extractor {
        stored,
        blocks,
        nodes: &nodes,
        facts: &facts,
        rules: if given.declared.is_empty() {
            declared
        } else {
            // What the text says beside the rule holds under the rule that a person confirmed, too.
            RoleRules {
                declared: given.declared,
                ..declared
            }
        },
        year: document_year(&parsed.front, blocks),
        issued: parsed.front.issued_on.or(parsed.front.printed_on),
        assigned: Vec::new(),
        given: Vec::new(),
        flat: Vec::new(),
        answered: Vec::new(),
        assigns: false,
        by_prose: false,
        duties: Vec::new(),
        labels_close: false,
        minutes,
        statute,
        amends: facts.iter().any(|facts| facts.triggers.amending()),
        sections: Vec::new(),
        items: Vec::new(),
        findings: Vec::new(),
        held: vec![Held::default(); blocks.len()],
        numbers: RefCell::new(vec![None; blocks.len()]),
    };
    extractor.survey();
    let whole = Place {
        quiet: extractor.only_covers(&parsed.front, body.start),
        ..Place::default()
    };
    extractor.loose(ROOT, &whole);
    extractor.tables(ROOT, &whole);
    extractor.children(ROOT, &whole);
    extractor.number_findings();
    extractor.finish(parsed);
}

/// Where in the tree an item stands.
#[derive(Debug, Clone, Default)]
struct Place {
    section: Option<usize>,
    parent: Option<usize>,
    path: Vec<String>,
    goals: bool,
    /// Under a heading whose text asks for nothing: 一、2024年工作回顾, a panel that only describes.
    quiet: bool,
    /// What a heading above gives to every item below it.
    given: Option<Given>,
}

word_list!(
    /// What the title of standing rules ends in.
    STATUTES = "管理办法 实施办法 暂行办法 管理规定 暂行规定 条例 实施细则 管理制度"
);

/// What became of a block.
#[derive(Debug, Clone, Default)]
struct Held {
    heading: Option<usize>,
    items: Vec<usize>,
}

struct Extractor<'a, 't> {
    stored: &'t str,
    blocks: &'a [Block<'t>],
    nodes: &'a [Node],
    facts: &'a [Facts],
    rules: RoleRules,
    year: Option<i32>,
    issued: Option<chrono::NaiveDate>,
    /// Per node: it or anything below it assigns.
    assigned: Vec<bool>,
    /// Per node: what its heading gives to every item below it.
    given: Vec<Option<Given>>,
    /// Per node: nothing stands below its children.
    flat: Vec<bool>,
    /// Per node: one of its innermost children assigns.
    answered: Vec<bool>,
    /// The document assigns somewhere.
    assigns: bool,
    /// It assigns nowhere but in prose.
    by_prose: bool,
    /// Per block: it says what a body has to do, where that is all that assigns.
    duties: Vec<bool>,
    /// Its label lines answer for the whole heading above them.
    labels_close: bool,
    /// It is the record of a meeting, which assigns in sentences.
    minutes: bool,
    /// Its title is that of standing rules.
    statute: bool,
    /// It changes another document.
    amends: bool,
    sections: Vec<Section>,
    items: Vec<Item>,
    findings: Vec<Finding>,
    held: Vec<Held>,
    /// Per block, once asked: it states numbers to reach.
    numbers: RefCell<Vec<Option<bool>>>,
}

impl<'t> Extractor<'_, 't> {
    fn paragraph(&self, block: usize) -> Option<&Paragraph<'t>> {
        match &self.blocks[block] {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        }
    }

    fn children(&mut self, node: usize, place: &Place) {
        let nodes = self.nodes;
        for child in &nodes[node].children {
            self.node(*child, place);
        }
    }

    fn node(&mut self, index: usize, place: &Place) {
        let Some(block) = self.nodes[index].heading else {
            return;
        };
        let Some(heading) = self.heading(block) else {
            return;
        };
        if heading.title.is_empty()
            && self.nodes[index].paragraphs.is_empty()
            && self.nodes[index].children.is_empty()
        {
            self.find(block, FindingKind::EmptyHeading);
            return;
        }
        if self.amends && self.amended(block, place) {
            return;
        }
        let shape = match &self.given[index] {
            Some(given) if !place.quiet => {
                let given = Some(given.clone());
                return self.headed(
                    index,
                    &heading,
                    &Place {
                        given,
                        ..place.clone()
                    },
                );
            }
            _ if place.quiet => Shape::Section,
            _ => match self.shape(index, &heading) {
                Shape::Requirement if place.given.is_some() && !self.frames(index) => Shape::Item,
                shape => shape,
            },
        };
        match shape {
            Shape::Item => {
                self.numbered_item(index, block, &heading, place);
            }
            Shape::ItemWithChildren if self.lists_measures(index) => {
                self.numbered_item(index, block, &heading, place);
            }
            Shape::ItemWithChildren => {
                let item = self.numbered_item(index, block, &heading, place);
                let mut inner = place.clone();
                inner.path.push(self.printed_heading(block, &heading));
                inner.parent = Some(item);
                self.children(index, &inner);
            }
            Shape::Section | Shape::Requirement => {
                if matches!(shape, Shape::Requirement) {
                    self.find(block, FindingKind::NotAnItem);
                }
                self.under(index, block, &heading, place);
            }
        }
    }

    /// A section with all that stands under it.
    fn under(&mut self, index: usize, block: usize, heading: &Heading, place: &Place) {
        let inner = self.section(index, block, heading, place);
        self.loose(index, &inner);
        self.tables(index, &inner);
        self.children(index, &inner);
    }

    fn heading(&self, block: usize) -> Option<Heading> {
        let paragraph = self.paragraph(block)?;
        Some(heading::split(
            paragraph,
            self.facts[block].limit(paragraph.text()),
        ))
    }

    fn printed_heading(&self, block: usize, heading: &Heading) -> String {
        let Some(paragraph) = self.paragraph(block) else {
            return String::new();
        };
        let part =
            |range: &std::ops::Range<usize>| paragraph.reading.original(self.stored, range.clone());
        format!("{}{}", part(&heading.label), part(&heading.title))
    }

    fn find(&mut self, block: usize, kind: FindingKind) {
        let span = self
            .paragraph(block)
            .map(|paragraph| paragraph.reading.whole())
            .unwrap_or_default();
        self.findings.push(Finding { span, kind });
    }

    fn finish(self, parsed: &mut Parsed) {
        parsed.rules = self.rules;
        parsed.sections = self.sections;
        parsed.items = self.items;
        parsed.findings.extend(self.findings);
        for (block, held) in self.blocks.iter().zip(self.held) {
            match block {
                Block::Paragraph(paragraph) => parsed.paragraphs.push(BodyParagraph {
                    span: paragraph.reading.whole(),
                    heading: held.heading,
                    items: held.items,
                }),
                Block::Table(table) => {
                    rows::paragraphs(table, &held.items, &parsed.items, &mut parsed.paragraphs)
                }
                Block::Foreign(span) => {
                    parsed.findings.push(Finding {
                        span: *span,
                        kind: FindingKind::ForeignScript,
                    });
                    parsed.paragraphs.push(BodyParagraph {
                        span: *span,
                        heading: None,
                        items: Vec::new(),
                    });
                }
            }
        }
    }
}
