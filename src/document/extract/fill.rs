//! What an item says of departments, dates and numbers.

use std::ops::Range;

use super::super::Span;
use super::super::finding::{Finding, FindingKind};
use super::super::grammar::assignment::Assignment;
use super::super::grammar::deadline::{self, TimePhrase};
use super::super::grammar::{organisation, prose, target, triggers};
use super::super::parsed::{FoundTarget, Responsibility};
use super::super::reading::Reading;
use super::pieces::Piece;
use super::settle::{self, Form};
use super::{Extractor, pairs};
use crate::domain::{Deadline, ItemKind, ResponsibilityBasis, Role};

/// A paragraph's reading and its text, taken out so that the extractor can be written to.
pub(super) struct Source<'t> {
    reading: Reading<'t>,
    text: String,
}

impl<'t> Source<'t> {
    pub(super) fn of(reading: &Reading<'t>) -> Self {
        Self {
            reading: reading.clone(),
            text: reading.text().to_owned(),
        }
    }
}

impl<'t> Extractor<'_, 't> {
    /// Reads everything that the pieces of an item say.
    pub(super) fn fill(&mut self, pieces: &[Piece], index: usize) {
        self.read_assignments(pieces, index);
        let stated = self.items[index].deadline.clone();
        for piece in pieces {
            self.read_times_and_targets(piece, index, stated.is_some());
        }
        // `2023年新增并网2500万千瓦`: the year of its numbers is the item's own.
        let item = &self.items[index];
        if item.kind == ItemKind::Task && item.deadline.is_none() {
            let times = self.items[index].targets.iter();
            let times = times.filter_map(|found| found.deadline.clone());
            self.items[index].deadline = times.max_by_key(|(deadline, _)| deadline.last);
        }
        // A target without a date of its own is due when its item is, if the document says so beside the departments.
        for found in self.items[index]
            .targets
            .iter_mut()
            .filter(|found| found.deadline.is_none())
        {
            found.deadline.clone_from(&stated);
        }
    }

    pub(super) fn read_assignments(&mut self, pieces: &[Piece], index: usize) {
        let facts = self.facts;
        let mut any = false;
        for piece in pieces {
            let facts = &facts[piece.block];
            let within = |one: &&Assignment| {
                piece.range.start <= one.range.start && one.range.end <= piece.range.end
            };
            for bracket in facts.brackets.iter().filter(within) {
                self.assign(piece.block, bracket, Form::Bracket, index);
                any |= bracket.names() > 0;
            }
            for labelled in facts.labelled.iter().filter(within) {
                self.assign(piece.block, labelled, Form::Label, index);
                any |= labelled.names() > 0;
            }
        }
        for piece in pieces.iter().filter(|_| !any) {
            let agent = facts[piece.block].agent.as_ref();
            let within = |agent: &&Assignment| piece.range.contains(&agent.range.start);
            if let Some(agent) = agent.filter(within) {
                self.assign(piece.block, agent, Form::Prose, index);
            }
        }
        any |= !self.items[index].responsibilities.is_empty();
        if self.by_prose && !any {
            self.read_duties(pieces, index);
        }
        for piece in pieces {
            for prose in &facts[piece.block].prose {
                if !any {
                    self.assign(piece.block, prose, Form::Prose, index);
                    continue;
                }
                let span = self.span_of(&Piece {
                    block: piece.block,
                    range: prose.range.clone(),
                });
                self.findings.push(Finding {
                    span,
                    kind: FindingKind::ProseAssignment,
                });
            }
        }
    }

    /// `市建设局、市综合执法局要加强…`: where a document assigns in prose only, this assigns as well.
    fn read_duties(&mut self, pieces: &[Piece], index: usize) {
        if pieces
            .iter()
            .any(|piece| !self.facts[piece.block].prose.is_empty())
        {
            return;
        }
        for piece in pieces {
            let text = self.source(piece.block).text;
            for duty in prose::within(&text, piece.range.clone(), &[], true) {
                self.assign(piece.block, &duty, Form::Prose, index);
            }
        }
    }

    pub(super) fn assign(
        &mut self,
        block: usize,
        assignment: &Assignment,
        form: Form,
        index: usize,
    ) {
        let source = self.source(block);
        self.assign_from(source, assignment, form, index);
    }

    /// Records what `assignment` says, read in `source`.
    pub(super) fn assign_from(
        &mut self,
        source: Source<'t>,
        assignment: &Assignment,
        form: Form,
        index: usize,
    ) {
        let Source { reading, text } = source;
        let span = reading.span(assignment.range.clone());
        let known = &self.items[index].responsibilities;
        let led = known.iter().any(|one| one.role == Role::Lead);
        let list = known.last().map_or(0, |last| last.list + 1);
        let from = known.len();
        let (settled, findings) = settle::settle(&text, assignment, &self.rules, form, led);
        for one in settled {
            let word = &text[one.name.clone()];
            let known = &self.items[index].responsibilities;
            // `牵头单位：市发改委　责任单位：市发改委、市财政局`: who leads is not named once more beside itself.
            if one.role != Role::Lead
                && known
                    .iter()
                    .any(|known| known.role == Role::Lead && known.name == word)
            {
                continue;
            }
            self.items[index].responsibilities.push(Responsibility {
                printed: reading.original(self.stored, one.name.clone()),
                name: text[one.name.clone()].to_owned(),
                role: one.role,
                basis: one.basis,
                collective: one.collective,
                open_list: one.open,
                list,
                indicator: None,
                span: reading.span(one.name),
            });
        }
        pairs::share_kind(&mut self.items[index].responsibilities, from);
        pairs::complete(&mut self.items[index].responsibilities, from);
        for name in &assignment.promoted {
            let word = &text[name.clone()];
            let known = &mut self.items[index].responsibilities;
            match known.iter_mut().find(|one| one.name == word) {
                Some(one) => {
                    one.role = Role::Lead;
                    one.basis = ResponsibilityBasis::Printed;
                }
                None => known.push(Responsibility {
                    printed: reading.original(self.stored, name.clone()),
                    name: word.to_owned(),
                    role: Role::Lead,
                    basis: ResponsibilityBasis::Printed,
                    collective: false,
                    open_list: false,
                    list,
                    indicator: None,
                    span: reading.span(name.clone()),
                }),
            }
        }
        self.share_upwards(index, assignment.scope);
        let leaders = assignment
            .leaders
            .iter()
            .map(|name| reading.original(self.stored, name.clone()));
        self.items[index].leaders.extend(leaders);
        if let Some(time) = &assignment.deadline {
            self.set_deadline(index, &reading, time);
        }
        self.findings
            .extend(findings.into_iter().map(|kind| Finding { span, kind }));
        if assignment.unclosed {
            self.findings.push(Finding {
                span,
                kind: FindingKind::Unclosed,
            });
        }
        if stray_separator(&text[assignment.range.clone()]) {
            self.findings.push(Finding {
                span,
                kind: FindingKind::EmptyName,
            });
        }
    }

    /// `（以上两项由A牵头）`: what the last of them has been given, the others before it have as well.
    fn share_upwards(&mut self, index: usize, scope: usize) {
        let (before, rest) = self.items.split_at_mut(index);
        let given = &rest[0];
        let shared = before
            .iter_mut()
            .rev()
            .take(scope.saturating_sub(1))
            .take_while(|item| item.section == given.section && item.responsibilities.is_empty());
        for item in shared {
            item.responsibilities.clone_from(&given.responsibilities);
            let asked = |finding: &Finding| {
                finding.span == item.span && finding.kind == FindingKind::NoResponsibility
            };
            self.findings.retain(|finding| !asked(finding));
        }
    }

    fn source(&self, block: usize) -> Source<'t> {
        match self.paragraph(block) {
            Some(paragraph) => Source::of(&paragraph.reading),
            None => Source::of(&Reading::new("", &[])),
        }
    }

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
    fn read_times_and_targets(&mut self, piece: &Piece, index: usize, stated: bool) {
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

/// `金融办、国税局、）`: a separator with nothing behind or before it.
fn stray_separator(phrase: &str) -> bool {
    let inner = phrase.trim_matches(['（', '）', '【', '】', '[', ']', '〔', '〕']);
    let trimmed = &inner[organisation::trim(inner, 0..inner.len())];
    inner != trimmed && (inner.ends_with('、') || inner.starts_with('、')) || inner.contains("、、")
}
