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

mod columns;
mod facts;
mod fill;
mod heading;
mod item;
mod rows;
mod settle;

use super::Span;
use super::finding::{Finding, FindingKind};
use super::front_matter::FrontMatter;
use super::grammar::{deadline, label, target};
use super::mark::MarkKind;
use super::outline::{self, Node, ROOT};
use super::paragraph::{Block, Paragraph};
use super::parsed::{BodyParagraph, Item, Parsed, RoleRules, Section};
use crate::domain::Deadline;
use facts::Facts;
use heading::Heading;

/// Reads the body into `parsed`, whose front matter is already there.
pub(super) fn extract(
    stored: &str,
    blocks: &[Block<'_>],
    body: std::ops::Range<usize>,
    parsed: &mut Parsed,
) {
    let nodes = outline::tree(blocks, body.clone());
    let facts: Vec<Facts> = blocks
        .iter()
        .enumerate()
        .map(|(index, block)| match block {
            Block::Paragraph(paragraph) if body.contains(&index) => Facts::of(paragraph),
            Block::Paragraph(paragraph) => Facts::of_front(paragraph),
            _ => Facts::default(),
        })
        .collect();
    let mut extractor = Extractor {
        stored,
        blocks,
        nodes: &nodes,
        facts: &facts,
        rules: declared_rules(blocks, &facts, &mut parsed.findings),
        year: document_year(&parsed.front, blocks),
        issued: parsed.front.issued_on.or(parsed.front.printed_on),
        assigned: Vec::new(),
        assigns: false,
        by_prose: false,
        sections: Vec::new(),
        items: Vec::new(),
        findings: Vec::new(),
        held: vec![Held::default(); blocks.len()],
    };
    extractor.survey();
    extractor.loose(ROOT, &Place::default());
    extractor.tables(ROOT, &Place::default());
    extractor.children(ROOT, &Place::default());
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
}

/// What became of a block.
#[derive(Debug, Clone, Default)]
struct Held {
    heading: Option<usize>,
    items: Vec<usize>,
}

/// What a heading is.
enum Shape {
    Section,
    Item,
    ItemWithChildren,
    Requirement,
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
    /// The document assigns somewhere.
    assigns: bool,
    /// It assigns nowhere but in prose.
    by_prose: bool,
    sections: Vec<Section>,
    items: Vec<Item>,
    findings: Vec<Finding>,
    held: Vec<Held>,
}

impl<'t> Extractor<'_, 't> {
    fn paragraph(&self, block: usize) -> Option<&Paragraph<'t>> {
        match &self.blocks[block] {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        }
    }

    /// Finds out who assigns. Prose counts only in a document that assigns in no other way.
    fn survey(&mut self) {
        self.assigned = self.assigned_nodes();
        self.assigns = self.assigned.first().copied().unwrap_or(false);
        let prose = self
            .facts
            .iter()
            .filter(|facts| !facts.prose.is_empty())
            .count();
        if !self.assigns && prose >= 2 {
            self.by_prose = true;
            self.assigned = self.assigned_nodes();
            self.assigns = true;
        }
    }

    /// True when a paragraph assigns.
    fn assigning(&self, block: usize) -> bool {
        let facts = &self.facts[block];
        facts.assigns() || (!facts.prose.is_empty() && (self.by_prose || self.is_article(block)))
    }

    fn is_article(&self, block: usize) -> bool {
        self.paragraph(block)
            .and_then(|paragraph| paragraph.mark)
            .is_some_and(|mark| mark.kind == MarkKind::Article)
    }

    /// True when a paragraph assigns and says nothing else.
    fn only_assigns(&self, block: usize) -> bool {
        self.paragraph(block)
            .is_some_and(|paragraph| self.facts[block].only_assigns(paragraph.text()))
    }

    /// Which nodes assign, themselves or below; children come after their parents, so one pass backwards does.
    fn assigned_nodes(&self) -> Vec<bool> {
        let mut assigned = vec![false; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let own = node
                .heading
                .iter()
                .chain(&node.paragraphs)
                .any(|block| self.assigning(*block));
            let table = node.tables.iter().any(|block| match &self.blocks[*block] {
                Block::Table(table) => rows::assigns(table),
                _ => false,
            });
            assigned[index] |= own || table;
            if assigned[index] {
                assigned[node.parent] = true;
            }
        }
        assigned
    }

    fn children(&mut self, node: usize, place: &Place) {
        for child in self.nodes[node].children.clone() {
            self.node(child, place);
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
        let shape = if place.quiet {
            Shape::Section
        } else {
            self.shape(index, &heading)
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
                let inner = self.section(index, block, &heading, place);
                if matches!(shape, Shape::Requirement) {
                    self.find(block, FindingKind::NotAnItem);
                }
                self.loose(index, &inner);
                self.tables(index, &inner);
                self.children(index, &inner);
            }
        }
    }

    /// `整改措施：` over numbered measures that name nobody: they are the text of the item, not items of their own.
    fn lists_measures(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        let label = node
            .paragraphs
            .last()
            .and_then(|block| self.paragraph(*block));
        label.is_some_and(|label| label.text().ends_with('：') && label::is_part(label.text()))
            && node
                .children
                .iter()
                .all(|child| !self.assigned[*child] && self.nodes[*child].tables.is_empty())
    }

    /// Every block under a node, in order.
    fn blocks_under(&self, index: usize) -> Vec<usize> {
        let node = &self.nodes[index];
        let mut blocks: Vec<usize> = node.paragraphs.clone();
        for child in &node.children {
            blocks.extend(self.nodes[*child].heading);
            blocks.extend(self.blocks_under(*child));
        }
        blocks
    }

    fn heading(&self, block: usize) -> Option<Heading> {
        let paragraph = self.paragraph(block)?;
        Some(heading::split(
            paragraph,
            self.facts[block].limit(paragraph.text()),
        ))
    }

    fn shape(&self, index: usize, heading: &Heading) -> Shape {
        let node = &self.nodes[index];
        let Some(block) = node.heading else {
            return Shape::Section;
        };
        let divides = matches!(
            node.kind,
            Some(MarkKind::Annex | MarkKind::Part | MarkKind::Chapter | MarkKind::Division)
        );
        // A plan in chapters says what is to be done under the innermost of them.
        let innermost = node.kind == Some(MarkKind::Division)
            && !self.assigns
            && node.children.is_empty()
            && node.tables.is_empty()
            && !node.paragraphs.is_empty();
        if innermost {
            return Shape::Item;
        }
        if divides {
            return Shape::Section;
        }
        if node.kind == Some(MarkKind::Panel) && self.is_idle_panel(index) {
            return Shape::Section;
        }
        if self.frames(index) {
            return Shape::Requirement;
        }
        let own = self.assigning(block)
            || node
                .paragraphs
                .iter()
                .any(|block| self.only_assigns(*block) && self.assigning(*block));
        if !node.children.is_empty() {
            let texted = heading.runs_in() || !node.paragraphs.is_empty();
            let keeps =
                own || (node.depth >= 2 && texted && (!self.assigns || self.holds_targets(index)));
            return if keeps {
                Shape::ItemWithChildren
            } else {
                Shape::Section
            };
        }
        if !node.tables.is_empty() {
            return Shape::Section;
        }
        if own {
            return Shape::Item;
        }
        let siblings = &self.nodes[node.parent].children;
        let flat = siblings
            .iter()
            .all(|one| self.nodes[*one].children.is_empty() && self.nodes[*one].tables.is_empty());
        match node
            .paragraphs
            .iter()
            .filter(|block| self.assigning(**block))
            .count()
        {
            0 => self.unassigned_shape(index, heading, flat),
            1 if node.depth >= 2 || flat => Shape::Item,
            _ => Shape::Section,
        }
    }

    /// The shape of an innermost heading that names nobody.
    fn unassigned_shape(&self, index: usize, heading: &Heading, flat: bool) -> Shape {
        let node = &self.nodes[index];
        if !self.assigns && (node.depth >= 2 || flat) {
            return Shape::Item;
        }
        if self.holds_targets(index) {
            return if node.depth >= 2 || heading.runs_in() {
                Shape::Item
            } else {
                Shape::Section
            };
        }
        if !self.assigns {
            return Shape::Section;
        }
        let beside_assigned = self.nodes[node.parent]
            .children
            .iter()
            .any(|sibling| self.assigned[*sibling] && self.nodes[*sibling].children.is_empty());
        if beside_assigned && (node.depth >= 2 || flat) {
            Shape::Item
        } else if node.depth >= 2 {
            Shape::Requirement
        } else {
            Shape::Section
        }
    }

    /// `第一条　为…，制定本规定`, `本办法自印发之日起施行，由市科技局负责解释`: articles that frame a text.
    fn frames(&self, index: usize) -> bool {
        const OPENINGS: &[&str] = &["为", "本"];
        const PURPOSES: &[&str] = &["制定本", "适用", "所称", "是指"];
        const CLOSINGS: &[&str] = &["起施行", "起实施", "负责解释", "有效期"];
        let block = self.nodes[index]
            .heading
            .and_then(|block| self.paragraph(block));
        block.is_some_and(|paragraph| {
            let words = paragraph.after_mark();
            let inside = |all: &[&str]| all.iter().any(|word| words.contains(word));
            let opening = OPENINGS.iter().any(|word| words.starts_with(word));
            if paragraph
                .mark
                .is_some_and(|mark| mark.kind == MarkKind::Article)
            {
                (opening && inside(PURPOSES)) || inside(CLOSINGS)
            } else {
                words.starts_with('本') && inside(&CLOSINGS[..3]) && words.chars().count() <= 60
            }
        })
    }

    /// A panel of a document that assigns, itself without anybody: it only describes what the items around it mean.
    fn is_idle_panel(&self, index: usize) -> bool {
        self.assigns && !self.assigned[index]
    }

    fn holds_targets(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        node.heading
            .iter()
            .chain(&node.paragraphs)
            .any(|block| self.states_numbers(*block))
    }

    fn section(&mut self, index: usize, block: usize, heading: &Heading, place: &Place) -> Place {
        let Some(paragraph) = self.paragraph(block) else {
            return place.clone();
        };
        let label = paragraph
            .reading
            .original(self.stored, heading.label.clone());
        let mut title = paragraph
            .reading
            .original(self.stored, heading.title.clone());
        let mut span = paragraph
            .reading
            .span(heading.label.start..heading.title.end);
        if title.is_empty() {
            // `附件1` and `第一章` may stand on a line of their own, with the title on the next.
            if let Some(line) = self.nodes[index]
                .paragraphs
                .first()
                .and_then(|block| self.paragraph(*block))
                && line.text().chars().count() <= 40
                && !line.text().contains('。')
            {
                title = line.reading.original(self.stored, 0..line.text().len());
                span = span.to(line.reading.whole());
            }
        }
        let level = self.nodes[index].depth;
        let mut inner = place.clone();
        inner.path.push(format!("{label}{title}"));
        inner.quiet |= looks_back(&title)
            || (self.nodes[index].kind == Some(MarkKind::Panel) && self.is_idle_panel(index));
        inner.goals = item::speaks_of_goals(&title) || (place.goals && !title.contains("任务"));
        self.sections.push(Section {
            level,
            label,
            title,
            span,
            parent: place.section,
        });
        inner.section = Some(self.sections.len() - 1);
        self.held[block].heading = inner.section;
        inner
    }

    /// Unmarked paragraphs directly under a section: those that assign or state numbers are items. A sentence that
    /// leads up to them gives them its date (`到2025年，实现以下目标：`).
    fn loose(&mut self, index: usize, place: &Place) {
        let mut lead = None;
        for block in self.nodes[index].paragraphs.clone() {
            let stated = index != ROOT
                && !place.quiet
                && !self.assigning(block)
                && self.states_numbers(block);
            if self.assigning(block) || stated {
                self.line_item(block, place, lead.as_ref());
            } else {
                lead = self.lead_in(block).or(lead);
                self.prose_findings(block);
            }
        }
    }

    fn lead_in(&mut self, block: usize) -> Option<(Deadline, Span)> {
        let paragraph = self
            .paragraph(block)
            .filter(|paragraph| paragraph.text().ends_with('：'))?;
        let time = deadline::in_text(paragraph.text()).into_iter().last()?;
        let reading = paragraph.reading.clone();
        Some(self.resolve(&reading, &time))
    }

    fn states_numbers(&self, block: usize) -> bool {
        let may = self.facts[block].triggers.target();
        self.paragraph(block)
            .filter(|_| may)
            .is_some_and(|paragraph| {
                target::in_text(paragraph.after_mark(), self.year)
                    .iter()
                    .any(|found| found.target.value.is_some())
            })
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

    fn prose_findings(&mut self, block: usize) {
        let spans: Vec<Span> = match self.paragraph(block) {
            Some(paragraph) => self.facts[block]
                .prose
                .iter()
                .map(|found| paragraph.reading.span(found.range.clone()))
                .collect(),
            None => return,
        };
        self.findings.extend(spans.into_iter().map(|span| Finding {
            span,
            kind: FindingKind::ProseAssignment,
        }));
    }

    /// Numbers that jump or come twice. Numbering may run on across sections or begin again in each.
    fn number_findings(&mut self) {
        let mut last_of_kind: Vec<(MarkKind, u32)> = Vec::new();
        for node in &self.nodes[1..] {
            let (Some(kind), Some(block)) = (node.kind, node.heading) else {
                continue;
            };
            if matches!(kind, MarkKind::Annex | MarkKind::Panel) {
                continue;
            }
            last_of_kind.retain(|(other, _)| *other <= kind || *other == kind);
            let previous = last_of_kind
                .iter()
                .rev()
                .find(|(other, _)| *other == kind)
                .map(|(_, number)| *number);
            last_of_kind.retain(|(other, _)| *other != kind);
            last_of_kind.push((kind, node.number));
            let finding = match previous {
                Some(before) if node.number == before => FindingKind::NumberRepeated {
                    number: node.number,
                },
                Some(before) if node.number > before + 1 => FindingKind::NumberSkipped {
                    expected: before + 1,
                    found: node.number,
                },
                _ => continue,
            };
            let span = match &self.blocks[block] {
                Block::Paragraph(paragraph) => paragraph.reading.whole(),
                _ => continue,
            };
            self.findings.push(Finding {
                span,
                kind: finding,
            });
        }
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

/// True for a heading over what has been done already.
fn looks_back(title: &str) -> bool {
    [
        "回顾",
        "发展基础",
        "现状",
        "面临形势",
        "工作成效",
        "存在问题",
        "存在的问题",
        "主要成就",
        "发展环境",
        "工作总结",
    ]
    .iter()
    .any(|word| title.contains(word))
}

/// The rules that the document declares anywhere, as findings too, so that a person sees the sentences.
fn declared_rules(blocks: &[Block<'_>], facts: &[Facts], findings: &mut Vec<Finding>) -> RoleRules {
    let mut rules = RoleRules::default();
    for (block, facts) in blocks.iter().zip(facts) {
        let Block::Paragraph(paragraph) = block else {
            continue;
        };
        for (rule, range) in &facts.rules {
            let span = paragraph.reading.span(range.clone());
            rules.declared.push((*rule, span));
            findings.push(Finding {
                span,
                kind: FindingKind::RuleDeclared { rule: *rule },
            });
        }
    }
    rules
}

/// The year in which the document was made, or the year in its title, or the first that its opening names.
fn document_year(front: &FrontMatter, blocks: &[Block<'_>]) -> Option<i32> {
    use chrono::Datelike;
    let dated = front.issued_on.or(front.printed_on).map(|date| date.year());
    let titled = || {
        front
            .title
            .as_ref()
            .and_then(|(title, _)| first_year(title))
    };
    let opening = || {
        blocks.iter().take(8).find_map(|block| match block {
            Block::Paragraph(paragraph) => dated_year(paragraph.text()),
            _ => None,
        })
    };
    dated.or_else(titled).or_else(opening)
}

/// The year of a text that opens with a day: `2021年5月18日，市政府召开专题会议`.
fn dated_year(text: &str) -> Option<i32> {
    let (year, rest) = text.split_once('年')?;
    let (month, _) = rest.split_once('月')?;
    let number = |digits: &str| digits.parse::<i32>().ok();
    number(month).filter(|month| (1..=12).contains(month))?;
    number(year).filter(|year| (1990..2100).contains(year))
}

/// The first `2021年` of a text; the first of `2021—2023年`.
fn first_year(text: &str) -> Option<i32> {
    let year_before = |end: usize| {
        let digits = text.get(end.checked_sub(4)?..end)?;
        let year = digits.parse().ok()?;
        (1990..2100).contains(&year).then_some((year, end - 4))
    };
    text.match_indices('年').find_map(|(at, _)| {
        let (year, start) = year_before(at)?;
        let gap = text[..start].trim_end_matches(['—', '-', '–', '～', '~', '至']);
        let first = year_before(gap.len()).filter(|_| gap.len() < start);
        Some(first.map_or(year, |(first, _)| first))
    })
}
