//! What an item says of departments, dates and numbers.

use super::super::finding::{Finding, FindingKind};
use super::super::grammar::assignment::Assignment;
use super::super::grammar::{organisation, prose};
use super::super::parsed::Responsibility;
use super::super::reading::Reading;
use super::pieces::Piece;
use super::settle::{self, Form, Settled};
use super::{Extractor, shared};
use crate::domain::{ItemKind, ResponsibilityBasis, Role};

/// A paragraph's reading and its text, taken out so that the extractor can be written to.
pub(super) struct Source<'t> {
    pub(super) reading: Reading<'t>,
    pub(super) text: String,
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
        let (settled, findings) = settle::settle(&text, assignment, &self.rules, form, led);
        self.list_bodies(index, &reading, assignment, settled);
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

    /// Adds the bodies of one list to an item, each with what the list prints once for all of them.
    pub(super) fn list_bodies(
        &mut self,
        index: usize,
        reading: &Reading<'_>,
        assignment: &Assignment,
        settled: Vec<Settled>,
    ) {
        let text = reading.text();
        let stored = self.stored;
        let known = &mut self.items[index].responsibilities;
        let list = known.last().map_or(0, |last| last.list + 1);
        let from = known.len();
        for one in settled {
            let word = &text[one.name.clone()];
            let leads = |known: &Responsibility| known.role == Role::Lead && known.name == word;
            // `牵头单位：市发改委　责任单位：市发改委、市财政局`: who leads is not named once more beside itself.
            if one.role != Role::Lead && known.iter().any(leads) {
                continue;
            }
            known.push(Responsibility {
                printed: reading.original(stored, one.name.clone()),
                name: word.to_owned(),
                role: one.role,
                basis: one.basis,
                collective: one.collective,
                open_list: one.open,
                list,
                indicator: None,
                span: reading.span(one.name),
            });
        }
        let names = assignment.parts.iter().flat_map(|part| &part.list.names);
        let behind = names.last().map_or("", |name| &text[name.end..]);
        shared::share(known, from, behind);
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

    pub(super) fn source(&self, block: usize) -> Source<'t> {
        match self.paragraph(block) {
            Some(paragraph) => Source::of(&paragraph.reading),
            None => Source::of(&Reading::new("", &[])),
        }
    }
}

/// `金融办、国税局、）`: a separator with nothing behind or before it.
fn stray_separator(phrase: &str) -> bool {
    let inner = phrase.trim_matches(['（', '）', '【', '】', '[', ']', '〔', '〕']);
    let trimmed = &inner[organisation::trim(inner, 0..inner.len())];
    inner != trimmed && (inner.ends_with('、') || inner.starts_with('、')) || inner.contains("、、")
}
