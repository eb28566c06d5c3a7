//! Unmarked paragraphs that are items of their own: goal lines, and label lines that belong to the item before them.

use super::super::Span;
use super::super::grammar::indicators;
use super::super::parsed::Responsibility;
use super::pieces::Piece;
use super::{Extractor, Place};
use crate::domain::Deadline;

impl Extractor<'_, '_> {
    /// An unmarked paragraph that is an item of its own: a goal line. `lead` is the date of the sentence that
    /// leads up to it.
    pub(super) fn line_item(
        &mut self,
        block: usize,
        place: &Place,
        lead: Option<&(Deadline, Span)>,
    ) {
        let Some(paragraph) = self.paragraph(block) else {
            return;
        };
        if self.only_assigns(block) {
            self.attach_labels(block);
            return;
        }
        let text = paragraph.text();
        if self.facts[block].brackets.len() >= 2 {
            self.line_items(block, place);
            return;
        }
        // `——制造业产品质量合格率…`: the dash is a bullet.
        let bullet = text.len()
            - text
                .trim_start_matches(['—', '-', '·', '●', '■', '◆', ' '])
                .len();
        let piece = Piece {
            block,
            range: bullet..text.len(),
        };
        let goal = place.goals || (!self.assigning(block) && place.parent.is_none());
        let title = self.derived_title(&piece);
        let index = self.add(&[piece], place, goal, String::new(), title, true);
        self.items[index].span.start = self.first_of(block);
        for found in self.items[index]
            .targets
            .iter_mut()
            .filter(|found| found.deadline.is_none())
        {
            found.deadline = lead.cloned();
        }
        if goal && self.items[index].targets.is_empty() {
            self.name_indicators(index);
        }
    }

    /// `地区生产总值增长8%（市发展改革委），财政收入增长5%（市财政局）。`: each bracket closes an item of its own.
    fn line_items(&mut self, block: usize, place: &Place) {
        let ends: Vec<usize> = self.facts[block]
            .brackets
            .iter()
            .map(|bracket| bracket.range.end)
            .collect();
        let mut start = 0;
        for end in ends {
            let piece = Piece {
                block,
                range: start..end,
            };
            let title = self.derived_title(&piece);
            self.add(&[piece], place, place.goals, String::new(), title, true);
            start = end;
        }
    }

    /// A goal line that names several indicators assigns each of them (`培育著名商标、国家地理商标（自治区工商局牵头）`),
    /// so that each can find its own number and change hands on its own.
    fn name_indicators(&mut self, index: usize) {
        let item = &mut self.items[index];
        let names = indicators(item.text.trim_end_matches('。'));
        if names.len() < 2 {
            return;
        }
        let once = std::mem::take(&mut item.responsibilities);
        for indicator in 0..names.len() {
            let named = |one| Responsibility {
                indicator: Some(indicator),
                ..one
            };
            item.responsibilities
                .extend(once.iter().cloned().map(named));
        }
        item.indicators = names;
    }

    /// Label lines that stand alone belong to the item before them.
    fn attach_labels(&mut self, block: usize) {
        let Some(index) = self.items.len().checked_sub(1) else {
            return;
        };
        let piece = self.whole(block);
        self.read_assignments(std::slice::from_ref(&piece), index);
        let end = self.span_of(&piece);
        self.items[index].span = self.items[index].span.to(end);
        self.held[block].items.push(index);
    }
}
