//! Items from paragraphs: which paragraphs belong to one, what its parts are, its title, text and extent. What it
//! says of departments, dates and numbers is read in [`super::fill`].

use super::super::Span;
use super::super::finding::{Finding, FindingKind};
use super::super::grammar::label;
use super::super::parsed::Item;
use super::closing;
use super::heading::{self, Heading};
use super::pieces::Piece;
use super::settle::Form;
use super::{Extractor, Place};
use crate::domain::ItemKind;

/// True for a title under which goals stand: `总体目标`, `指导思想和总目标`; not `目标任务`.
pub(super) fn speaks_of_goals(title: &str) -> bool {
    let goals = ["目标", "指导思想", "主要指标"]
        .iter()
        .any(|word| title.contains(word));
    goals
        && !["任务", "目标责任", "目标考核"]
            .iter()
            .any(|word| title.contains(word))
}

impl Extractor<'_, '_> {
    /// The item of a marked heading with the paragraphs that belong to it; gives its index.
    pub(super) fn numbered_item(
        &mut self,
        node: usize,
        block: usize,
        heading: &Heading,
        place: &Place,
    ) -> usize {
        let (own, parts) = self.divide(node, block, heading);
        let Some(paragraph) = self.paragraph(block) else {
            return 0;
        };
        let label = paragraph
            .reading
            .original(self.stored, heading.label.clone());
        let title = paragraph
            .reading
            .original(self.stored, heading.title.clone());
        let range = heading.title.start..paragraph.text().len();
        let mut pieces = vec![Piece { block, range }];
        pieces.extend(own.into_iter().map(|block| self.whole(block)));
        let goal = place.goals || speaks_of_goals(&title);
        let measures = self.measures(&pieces, heading);
        let index = self.add(&pieces, place, goal, label, title, measures.is_empty());
        self.items[index].span.start = self.first_of(block);
        let mut inner = place.clone();
        inner.parent = Some(index);
        inner.path.push(self.printed_heading(block, heading));
        for measure in measures {
            let title = self.derived_title(&measure);
            self.add(&[measure], &inner, goal, String::new(), title, true);
        }
        for part in parts {
            self.sub_measure(&part, &inner, goal);
        }
        let item = &self.items[index];
        let named = self.assigned[node] || !item.responsibilities.is_empty();
        if self.assigns && !named && item.targets.is_empty() {
            let span = self.items[index].span;
            self.findings.push(Finding {
                span,
                kind: FindingKind::NoResponsibility,
            });
        }
        index
    }

    /// The paragraphs of an item: its own, and those of each sub-measure that begins with a label of its own
    /// (`农产品：`, `食品药品：`, seed 001).
    fn divide(
        &self,
        node: usize,
        block: usize,
        heading: &Heading,
    ) -> (Vec<usize>, Vec<Vec<usize>>) {
        let complete = self.is_complete(block, heading);
        let belongs = |candidate: &usize| {
            let text = self
                .paragraph(*candidate)
                .map_or("", |paragraph| paragraph.text());
            let leads_up = text.ends_with('：') && text.chars().count() <= 14;
            if closing::names_no_doer(text) {
                return false;
            }
            let closes = (heading.runs_in() || self.facts[block].assigns())
                && (self.closes_document(*candidate, text) || text.ends_with("见附件。"));
            // What says for itself who answers for it is a measure of its own.
            let own = self.facts[*candidate].assigns() || (self.assigning(*candidate) && !closes);
            own || !(complete || closes || leads_up || text.starts_with("附件"))
        };
        let all = match self.lists_measures(node) {
            true => self.blocks_under(node),
            false if self.is_last_of_complete(node) => {
                let paragraphs = self.nodes[node].paragraphs.iter().copied();
                paragraphs
                    .filter(|block| self.only_assigns(*block))
                    .collect()
            }
            false => self.nodes[node].paragraphs.clone(),
        };
        let mut paragraphs: Vec<usize> = all.iter().copied().filter(belongs).collect();
        paragraphs.truncate(self.without_closing(&paragraphs, heading));
        let labelled = |block: &usize| {
            self.paragraph(*block).is_some_and(|paragraph| {
                self.facts[*block].labelled.is_none()
                    && heading::run_in_label(paragraph.text()).is_some()
                    && !label::is_part(paragraph.text())
            })
        };
        if paragraphs.iter().filter(|block| labelled(block)).count() < 2 {
            return (paragraphs, Vec::new());
        }
        let first = paragraphs
            .iter()
            .position(labelled)
            .unwrap_or(paragraphs.len());
        let mut parts: Vec<Vec<usize>> = Vec::new();
        for block in &paragraphs[first..] {
            match parts.last_mut().filter(|_| !labelled(block)) {
                Some(part) => part.push(*block),
                None => parts.push(vec![*block]),
            }
        }
        (paragraphs[..first].to_vec(), parts)
    }

    /// `1.强化责任。……。（A、B）` is complete with its bracket; `（一）实施工程。（A牵头）`, a title and no text, goes on below.
    fn is_complete(&self, block: usize, heading: &Heading) -> bool {
        let facts = &self.facts[block];
        heading.runs_in() && (facts.labelled.is_some() || !facts.brackets.is_empty())
    }

    fn sub_measure(&mut self, blocks: &[usize], place: &Place, goal: bool) {
        let Some(first) = blocks.first().and_then(|block| self.paragraph(*block)) else {
            return;
        };
        let Some(colon) = heading::run_in_label(first.text()) else {
            return;
        };
        let label = first.reading.original(self.stored, 0..colon);
        let mut pieces: Vec<Piece> = blocks.iter().map(|block| self.whole(*block)).collect();
        pieces[0].range.start = colon + '：'.len_utf8();
        let title = label.clone();
        let index = self.add(&pieces, place, goal, label, title, true);
        self.items[index].span.start = self.first_of(blocks[0]);
        // `区委宣传部：制订方案…`: the label is the body.
        let facts = self.facts;
        let agent = facts[blocks[0]].agent.as_ref();
        if let Some(agent) = agent.filter(|_| self.items[index].responsibilities.is_empty()) {
            self.assign(blocks[0], agent, Form::Prose, index);
        }
    }

    /// The measures of an item whose text assigns more than once: each bracket answers for what stands before it.
    fn measures(&self, pieces: &[Piece], heading: &Heading) -> Vec<Piece> {
        let brackets = |piece: &Piece| self.facts[piece.block].brackets.len();
        if pieces.iter().map(brackets).sum::<usize>() < 2 {
            return Vec::new();
        }
        let mut measures = Vec::new();
        for piece in pieces {
            let first = piece.block == pieces[0].block && heading.runs_in();
            let body = heading.body.start.max(piece.range.start);
            let mut start = if first { body } else { piece.range.start };
            // `1.完成工程（A负责）。完成验收（B负责）。`: the first bracket stands in the title.
            let opening = self.facts[piece.block].brackets.first();
            if opening.is_some_and(|bracket| bracket.range.start <= start) {
                start = piece.range.start;
            }
            for bracket in &self.facts[piece.block].brackets {
                measures.push(Piece {
                    block: piece.block,
                    range: start..bracket.range.end,
                });
                start = bracket.range.end;
            }
        }
        measures
    }

    /// Adds an item made of `pieces`; gives its index. `assigns` is false for one whose measures answer instead.
    pub(super) fn add(
        &mut self,
        pieces: &[Piece],
        place: &Place,
        goal: bool,
        label: String,
        title: String,
        assigns: bool,
    ) -> usize {
        let span = pieces
            .iter()
            .map(|piece| self.span_of(piece))
            .reduce(Span::to);
        let texts = pieces.iter().map(|piece| self.text_of(piece));
        let text = texts
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join("\n");
        self.items.push(Item {
            kind: if goal { ItemKind::Goal } else { ItemKind::Task },
            label,
            section: place.section,
            parent: place.parent,
            path: place.path.clone(),
            title,
            text,
            span: span.unwrap_or_default(),
            indicators: Vec::new(),
            responsibilities: Vec::new(),
            leaders: Vec::new(),
            deadline: None,
            targets: Vec::new(),
        });
        let index = self.items.len() - 1;
        if assigns {
            self.fill(pieces, index);
            self.inherit(index, place.given.as_ref());
        }
        for piece in pieces {
            self.held[piece.block].items.push(index);
        }
        index
    }
}
