//! Items without numbers: records of labelled lines (`项目名称：…⏎建设内容：…⏎责任单位：…`), which begin again with the
//! label that the first began with, and paragraphs whose bodies stand on the line below.

use super::super::Span;
use super::pieces::Piece;
use super::{Extractor, Place};
use crate::domain::word_list;

word_list!(
    /// Labels that number a record and say nothing of it.
    ORDINALS = "序号 编号 项目编号 任务编号 项目序号"
);

impl Extractor<'_, '_> {
    /// Reads records from the unmarked paragraphs of a node; gives how many of them were read.
    pub(super) fn records(&mut self, blocks: &[usize], place: &Place) -> bool {
        let Some(opening) = blocks.iter().find_map(|block| self.label_of(*block)) else {
            return false;
        };
        let opening = opening.to_owned();
        let starts: Vec<usize> = (0..blocks.len())
            .filter(|at| self.label_of(blocks[*at]) == Some(&opening))
            .collect();
        let ends = starts.iter().skip(1).copied().chain([blocks.len()]);
        let records: Vec<&[usize]> = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| &blocks[*start..end])
            .collect();
        let answered = |record: &&&[usize]| record.iter().any(|block| self.assigning(*block));
        let assigned = records.iter().filter(answered).count();
        if records.len() < 2 || assigned * 5 < records.len() * 4 || self.assigning(records[0][0]) {
            return false;
        }
        for record in records {
            self.record(record, place);
        }
        true
    }

    /// The short label at the head of a paragraph: `项目名称`.
    fn label_of(&self, block: usize) -> Option<&str> {
        let text = self.paragraph(block)?.text();
        let label = &text[..text.find('：')?];
        let plain = (2..=12).contains(&label.chars().count())
            && !label.contains(['，', '。', '；', '、', '“', '《']);
        plain.then_some(label)
    }

    fn record(&mut self, blocks: &[usize], place: &Place) {
        let value = |block: usize| -> Option<Piece> {
            let label = self.label_of(block)?.len();
            let mut piece = self.whole(block);
            piece.range.start = label + '：'.len_utf8();
            Some(piece)
        };
        let mut label = String::new();
        let mut blocks = blocks;
        if let [first, rest @ ..] = blocks
            && self
                .label_of(*first)
                .is_some_and(|label| ORDINALS.has(label))
        {
            label = value(*first).map_or(String::new(), |piece| self.text_of(&piece));
            blocks = rest;
        }
        let Some((first, rest)) = blocks.split_first() else {
            return;
        };
        let head = value(*first).unwrap_or_else(|| self.whole(*first));
        let title = self.derived_title(&head);
        let mut pieces = vec![head];
        pieces.extend(rest.iter().map(|block| self.whole(*block)));
        let index = self.add(&pieces, place, place.goals, label, title, true);
        self.items[index].span = Span::new(self.first_of(*first), self.items[index].span.end);
    }

    /// `改造老旧小区42个。⏎责任单位：市住建局`: a paragraph whose bodies stand on the line below.
    pub(super) fn paired(&mut self, text: usize, bodies: usize, place: &Place) {
        let head = self.whole(text);
        let title = self.derived_title(&head);
        let pieces = [head, self.whole(bodies)];
        self.add(&pieces, place, place.goals, String::new(), title, true);
    }
}
