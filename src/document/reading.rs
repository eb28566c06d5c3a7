//! The text as the grammar reads it, and the way back to the text as it stands.
//!
//! Scans and web pages print one thing in many ways: `(三)` for `（三）`, `92 %以上` for `92%以上`, `發展` for `发展`, a
//! sentence cut by a page break. The grammar should see one form only, while every span must still lead into
//! the stored text. So a paragraph is read into a [`Reading`]: a normalised copy (borrowed where nothing had to
//! change, which is the common case) and the runs that say from where each piece came.

use std::borrow::Cow;
use std::ops::Range;

use super::Span;
use super::normal::{Change, bodies_meet, change, first_change, for_space};

/// A piece of a reading and the piece of the stored text that it came from. Either both have the same bytes,
/// or the piece is one replaced character.
#[derive(Debug, Clone, Copy)]
struct Run {
    at: usize,
    raw: Span,
    replaced: bool,
}

/// One paragraph, normalised.
#[derive(Debug, Clone)]
pub(super) struct Reading<'t> {
    text: Cow<'t, str>,
    runs: Vec<Run>,
}

impl<'t> Reading<'t> {
    /// Reads the given pieces of the stored text as one paragraph; the pieces are lines without their indent.
    pub(super) fn new(stored: &'t str, pieces: &[Span]) -> Self {
        if let [only] = pieces
            && first_change(only.of(stored)).is_none()
        {
            let run = Run {
                at: 0,
                raw: *only,
                replaced: false,
            };
            return Self {
                text: Cow::Borrowed(only.of(stored)),
                runs: vec![run],
            };
        }
        let mut writer = Writer::default();
        for piece in pieces {
            writer.line(stored, *piece);
        }
        Self {
            text: Cow::Owned(writer.text),
            runs: writer.runs,
        }
    }

    /// Reads the lines of a table's cell, which may list one body a line: then `、` stands between them.
    pub(super) fn of_cell(stored: &'t str, pieces: &[Span]) -> Self {
        if pieces.len() < 2 {
            return Self::new(stored, pieces);
        }
        let mut writer = Writer::default();
        for (index, piece) in pieces.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| pieces[before]);
            if let Some(before) =
                before.filter(|before| bodies_meet(before.of(stored), piece.of(stored)))
            {
                writer.separator(Span::new(before.end, piece.start));
            }
            writer.line(stored, *piece);
        }
        Self {
            text: Cow::Owned(writer.text),
            runs: writer.runs,
        }
    }

    /// The normalised text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The span of the stored text that `range` of the normalised text came from.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        if range.is_empty() || self.runs.is_empty() {
            let at = self.start(range.start);
            return Span::new(at, at);
        }
        Span::new(self.start(range.start), self.end(range.end))
    }

    /// The whole span of the paragraph.
    pub(super) fn whole(&self) -> Span {
        self.span(0..self.text.len())
    }

    /// What stands there, letter for letter, without line breaks, indents and page marks.
    pub(super) fn original(&self, stored: &str, range: Range<usize>) -> String {
        if range.is_empty() {
            return String::new();
        }
        let first = self.run_at(range.start);
        let mut original = String::with_capacity(range.len());
        for (index, run) in self.runs.iter().enumerate().skip(first) {
            if run.at >= range.end {
                break;
            }
            if run.replaced {
                original.push_str(run.raw.of(stored));
                continue;
            }
            let end = self
                .runs
                .get(index + 1)
                .map_or(self.text.len(), |next| next.at);
            let from = range.start.max(run.at) - run.at;
            let to = range.end.min(end) - run.at;
            original.push_str(&run.raw.of(stored)[from..to]);
        }
        original
    }

    fn run_at(&self, at: usize) -> usize {
        self.runs
            .partition_point(|run| run.at <= at)
            .saturating_sub(1)
    }

    fn start(&self, at: usize) -> usize {
        match self.runs.get(self.run_at(at)) {
            None => 0,
            Some(run) if run.replaced && at > run.at => run.raw.end,
            Some(run) if run.replaced => run.raw.start,
            Some(run) => (run.raw.start + (at - run.at)).min(run.raw.end),
        }
    }

    fn end(&self, at: usize) -> usize {
        match self.runs.get(self.run_at(at - 1)) {
            None => 0,
            Some(run) if run.replaced => run.raw.end,
            Some(run) => (run.raw.start + (at - run.at)).min(run.raw.end),
        }
    }
}

/// Writes normalised text and remembers where it came from.
#[derive(Default)]
struct Writer {
    text: String,
    runs: Vec<Run>,
}

impl Writer {
    fn line(&mut self, stored: &str, piece: Span) {
        let line = piece.of(stored);
        let mut kept_from = 0;
        let mut at = 0;
        while let Some(offset) = first_change(&line[at..]) {
            let here = at + offset;
            let Some(c) = line[here..].chars().next() else {
                break;
            };
            let before = line[..here]
                .chars()
                .next_back()
                .or_else(|| self.text.chars().next_back());
            let after = line[here + c.len_utf8()..].chars().next();
            at = here + c.len_utf8();
            let mut change = change(c, before, after);
            if matches!(change, Change::Drop)
                && c.is_whitespace()
                && let Some(joint) = for_space(&line[..here], &line[at..])
            {
                change = Change::Replace(joint);
            }
            match change {
                Change::Keep => continue,
                Change::Drop => self.keep(stored, piece, kept_from..here),
                Change::Replace(with) => {
                    self.keep(stored, piece, kept_from..here);
                    let raw = Span::new(piece.start + here, piece.start + at);
                    self.runs.push(Run {
                        at: self.text.len(),
                        raw,
                        replaced: true,
                    });
                    self.text.push(with);
                }
            }
            kept_from = at;
        }
        self.keep(stored, piece, kept_from..line.len());
    }

    /// A `、` where only the line ends.
    fn separator(&mut self, raw: Span) {
        self.runs.push(Run {
            at: self.text.len(),
            raw,
            replaced: true,
        });
        self.text.push('、');
    }

    fn keep(&mut self, stored: &str, piece: Span, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let raw = Span::new(piece.start + range.start, piece.start + range.end);
        self.runs.push(Run {
            at: self.text.len(),
            raw,
            replaced: false,
        });
        self.text.push_str(raw.of(stored));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Reading<'_> {
        Reading::new(text, &[Span::new(0, text.len())])
    }

    #[test]
    fn clean_text_is_borrowed() {
        let reading = read("（三）强化政府主导责任。各级党委、政府要树立质量第一");
        assert!(matches!(reading.text, Cow::Borrowed(_)));
    }

    #[test]
    fn scanned_text_is_normalised() {
        let table = [
            ("(三)强化,督导;落实:", "（三）强化，督导；落实："),
            ("到 2020 年,达到 92 %以上", "到2020年，达到92%以上"),
            ("大力發展质量中介组织", "大力发展质量中介组织"),
            ("达到Ｂ级，增长８．２％", "达到B级，增长8.2%"),
            ("推广应用 ISO9000、QC 小组", "推广应用ISO9000、QC小组"),
            ("1,200户 8:30", "1,200户8:30"),
            ("ABC def", "ABC def"),
            ("质\u{200b}量\u{feff}强\u{ad}区", "质量强区"),
        ];
        for (text, expected) in table {
            assert_eq!(read(text).text(), expected);
        }
    }

    #[test]
    fn every_piece_leads_back() {
        let text = "达到 82 以上,(大力發展)";
        let reading = read(text);
        let normal = reading.text().to_owned();
        let find = |what: &str| {
            let at = normal.find(what).expect("the piece is in the text");
            at..at + what.len()
        };
        assert_eq!(reading.span(find("82以上")).of(text), "82 以上");
        assert_eq!(reading.span(find("（大力发展）")).of(text), "(大力發展)");
        assert_eq!(
            reading.original(text, find("82以上，（大力发展")),
            "82以上,(大力發展"
        );
        assert_eq!(reading.whole(), Span::new(0, text.len()));
    }

    #[test]
    fn lines_are_joined_without_a_seam() {
        let text = "培育 80 件以\n\n上,地理标志";
        let first = Span::new(0, text.find('\n').expect("there is a break"));
        let second = Span::new(text.find("上,").expect("it is there"), text.len());
        let reading = Reading::new(text, &[first, second]);
        assert_eq!(reading.text(), "培育80件以上，地理标志");
        let at = reading.text().find("以上").expect("it is there");
        assert_eq!(reading.span(at..at + 6).of(text), "以\n\n上");
    }
}
