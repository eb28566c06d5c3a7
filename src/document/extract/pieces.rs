//! The pieces of paragraphs that make an item, and what they read.

use std::ops::Range;

use super::super::Span;
use super::{Extractor, heading};

/// A paragraph, or a part of one, that belongs to an item.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) block: usize,
    pub(super) range: Range<usize>,
}

impl Extractor<'_, '_> {
    pub(super) fn whole(&self, block: usize) -> Piece {
        let length = self
            .paragraph(block)
            .map_or(0, |paragraph| paragraph.text().len());
        Piece {
            block,
            range: 0..length,
        }
    }

    /// Where a paragraph begins in the stored text.
    pub(super) fn first_of(&self, block: usize) -> usize {
        self.paragraph(block)
            .map_or(0, |paragraph| paragraph.reading.whole().start)
    }

    pub(super) fn span_of(&self, piece: &Piece) -> Span {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return Span::default();
        };
        let inner = &paragraph.text()[piece.range.clone()];
        let lead = inner.len() - inner.trim_start_matches(['。', '；', '，', ' ']).len();
        paragraph
            .reading
            .span(piece.range.start + lead..piece.range.end)
    }

    /// A title for text that has none of its own.
    pub(super) fn derived_title(&self, piece: &Piece) -> String {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return String::new();
        };
        let limit = self
            .removed_in(piece)
            .first()
            .map_or(piece.range.end, |range| range.start);
        let words = &paragraph.text()[piece.range.start..limit.max(piece.range.start)];
        let lead = words.len() - words.trim_start_matches(['。', '；', '，']).len();
        let words = words[lead..].trim_end_matches(['。', '；']);
        let start = piece.range.start + lead;
        paragraph
            .reading
            .original(self.stored, start..start + heading::short_title(words))
    }

    /// The text of a piece as printed, without brackets of responsibility, labels and notes.
    pub(super) fn text_of(&self, piece: &Piece) -> String {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return String::new();
        };
        let mut text = String::new();
        let mut at = piece.range.start;
        for removed in self.removed_in(piece) {
            text.push_str(
                &paragraph
                    .reading
                    .original(self.stored, at..removed.start.max(at)),
            );
            at = removed.end.max(at);
        }
        let tail = paragraph
            .reading
            .original(self.stored, at..piece.range.end.max(at));
        // `……。（A负责）具体措施：` leads up to what follows.
        if at == piece.range.start || !is_lead_in(&tail) {
            text.push_str(&tail);
        }
        let text = text
            .trim_start_matches(['。', '；', '，', ',', ';', ' '])
            .trim()
            .trim_end_matches(['，', ',', '、']);
        // `…配合））`: a bracket that closes nothing stays behind when the phrase is taken out.
        let stray = text.matches(['）', ')']).count() > text.matches(['（', '(']).count();
        let text = if stray {
            text.trim_end_matches(['）', ')'])
        } else {
            text
        };
        let one_sentence = text.matches('。').count() == 1;
        if one_sentence {
            text.trim_end_matches('。').to_owned()
        } else {
            text.to_owned()
        }
    }

    pub(super) fn removed_in(&self, piece: &Piece) -> Vec<Range<usize>> {
        let Some(paragraph) = self.paragraph(piece.block) else {
            return Vec::new();
        };
        let mut removed = self.facts[piece.block].removed(paragraph.text());
        removed.retain(|range| range.start >= piece.range.start && range.end <= piece.range.end);
        removed
    }
}

/// `具体措施：` behind the bracket of an item.
fn is_lead_in(tail: &str) -> bool {
    let tail = tail.trim();
    tail.ends_with(['：', ':']) && tail.chars().count() <= 14
}
