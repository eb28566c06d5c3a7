//! The dates and numbers of an item.

use std::ops::Range;

use super::super::Span;
use super::super::finding::{Finding, FindingKind};
use super::super::grammar::deadline::{self, TimePhrase};
use super::super::grammar::{target, triggers};
use super::super::parsed::FoundTarget;
use super::super::reading::Reading;
use super::Extractor;
use super::fill::Source;
use super::pieces::Piece;
use crate::domain::Deadline;

impl Extractor<'_, '_> {
    /// Resolves a time for an item and remembers it, with a finding when the year was not in the words.
    pub(super) fn set_deadline(&mut self, index: usize, reading: &Reading<'_>, time: &TimePhrase) {
        let (deadline, span) = self.resolve(reading, time);
        self.items[index].deadline = Some((deadline, span));
    }

    pub(super) fn resolve(&mut self, reading: &Reading<'_>, time: &TimePhrase) -> (Deadline, Span) {
        let printed = reading.original(self.stored, time.range.clone());
        let span = reading.span(time.range.clone());
        let year = last_year_before(reading.text(), time.range.start).or(self.year);
        let deadline = time.resolve(printed.clone(), year, self.issued);
        if deadline.year_inferred {
            let year = year.unwrap_or_default();
            self.findings.push(Finding {
                span,
                kind: FindingKind::YearInferred { printed, year },
            });
        } else if deadline.last.is_none() && needs_date(&deadline) {
            self.findings.push(Finding {
                span,
                kind: FindingKind::YearUnknown { printed },
            });
        }
        (deadline, span)
    }

    /// Deadlines and targets in running text; a deadline stated with the departments stands.
    pub(super) fn read_times_and_targets(&mut self, piece: &Piece, index: usize, stated: bool) {
        let triggers = self.facts[piece.block].triggers;
        if !triggers.target() && !triggers.time() {
            return;
        }
        let Source { reading, text } = self.source(piece.block);
        let removed = self.removed_in(piece);
        let limit = removed.first().map_or(piece.range.end, |range| range.start);
        self.read_numbers(
            &reading,
            &text,
            piece.range.start..limit.max(piece.range.start),
            index,
            stated,
        );
        // `牵头部门：市民政局。新建养老机构5家。`: the text goes on behind its labels.
        if self.facts[piece.block].labelled.is_some()
            && let Some(last) = removed.last()
        {
            self.read_numbers(
                &reading,
                &text,
                last.end..piece.range.end.max(last.end),
                index,
                stated,
            );
        }
    }

    fn read_numbers(
        &mut self,
        reading: &Reading<'_>,
        text: &str,
        range: Range<usize>,
        index: usize,
        stated: bool,
    ) {
        let triggers = triggers::of(&text[range.clone()]);
        let from = range.start;
        let shift = |range: Range<usize>| from + range.start..from + range.end;
        let words = &text[range];
        for found in target::in_text(words, self.year) {
            let deadline = found.deadline.map(|time| {
                let time = TimePhrase {
                    range: shift(time.range),
                    time: time.time,
                };
                self.resolve(reading, &time)
            });
            let span = reading.span(shift(found.range));
            self.items[index].targets.push(FoundTarget {
                target: found.target,
                deadline,
                span,
            });
        }
        if stated || !triggers.time() {
            return;
        }
        for time in deadline::in_text(words) {
            let time = TimePhrase {
                range: shift(time.range),
                time: time.time,
            };
            self.set_later_deadline(index, reading, &time);
        }
    }

    /// Of the dates in running text the latest is the item's own: `到2020年…。到2025年…`. What was over before the
    /// document was made is no deadline.
    fn set_later_deadline(&mut self, index: usize, reading: &Reading<'_>, time: &TimePhrase) {
        if matches!((time.year(), self.year), (Some(year), Some(made)) if year < made) {
            return;
        }
        let (found, span) = self.resolve(reading, time);
        let known = self.items[index]
            .deadline
            .as_ref()
            .and_then(|(deadline, _)| deadline.last);
        if known.is_none() || found.last > known {
            self.items[index].deadline = Some((found, span));
        }
    }
}

/// A time that has a date in it but could not be given one.
fn needs_date(deadline: &Deadline) -> bool {
    use crate::domain::Precision::{External, Open, Recurring};
    !matches!(deadline.precision, Open | Recurring | External)
}

/// The last year that a paragraph names before `at`: `于2014年5月20日前…，6月10日前` means June 2014.
fn last_year_before(text: &str, at: usize) -> Option<i32> {
    text[..at].rmatch_indices('年').find_map(|(end, _)| {
        // `对2025年遥感图斑逐一核查，11月底前…`: the year says which, not when.
        let dated = text[end + '年'.len_utf8()..].starts_with(|c: char| {
            c.is_ascii_digit()
                || matches!(
                    c,
                    '底' | '末'
                        | '上'
                        | '下'
                        | '内'
                        | '，'
                        | '前'
                        | '年'
                        | '第'
                        | '一'
                        | '二'
                        | '三'
                        | '四'
                )
        });
        if !dated {
            return None;
        }
        let digits = text[..end].get(end.checked_sub(4)?..)?;
        digits
            .parse()
            .ok()
            .filter(|year| (1949..2100).contains(year))
    })
}
