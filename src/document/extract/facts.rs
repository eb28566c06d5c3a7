//! What one paragraph says of responsibility, before it is known to which item it belongs.

use std::ops::Range;

use super::super::grammar::assignment::{self, Assignment};
use super::super::grammar::triggers::{self, Triggers};
use super::super::grammar::{brackets, prose, role_rule};
use super::super::mark::MarkKind;
use super::super::paragraph::Paragraph;
use super::closing;
use super::unbracketed::{amended, labelled_tail, reassigned, whole_phrase};
use crate::domain::{Role, RoleRule};

/// The phrases of one paragraph.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Brackets that assign.
    pub brackets: Vec<Assignment>,
    /// A tail of labelled fields: `牵头单位：…；配合单位：…`.
    pub labelled: Option<Assignment>,
    /// The body at its head, where several paragraphs divide the work: `区教育局：负责…`.
    pub agent: Option<Assignment>,
    /// Sentences that assign in prose.
    pub prose: Vec<Assignment>,
    /// Role rules, and the brackets or sentences that state them.
    pub rules: Vec<(RoleRule, Range<usize>)>,
    /// The mark of those who lead, if it says which.
    pub lead_mark: Option<char>,
    /// What else the paragraph may hold.
    pub triggers: Triggers,
}

impl Facts {
    /// Reads one paragraph.
    pub(super) fn of(paragraph: &Paragraph<'_>) -> Self {
        let text = paragraph.text();
        let mark = paragraph.mark.map_or(0, |mark| mark.length);
        let is_article = paragraph
            .mark
            .is_some_and(|mark| mark.kind == MarkKind::Article);
        let triggers = triggers::of(text);
        if (!triggers.assigning() && !is_article) || closing::names_no_doer(text) {
            return Self {
                triggers,
                ..Self::default()
            };
        }
        if closing::NOTES.beginning(text).is_some() {
            return Self::of_front(paragraph);
        }
        let mut brackets = if triggers.bracket() {
            assignment::in_brackets(text)
        } else {
            Vec::new()
        };
        let labelled = if triggers.colon() {
            labelled_tail(text, &brackets)
        } else {
            None
        };
        if triggers.amending()
            && let Some(at) = amended(text)
        {
            brackets.retain(|bracket| bracket.range.start > at);
        }
        let labelled = labelled.or_else(|| triggers.amending().then(|| reassigned(text))?);
        if let Some(tail) = &labelled {
            brackets.retain(|bracket| bracket.range.end <= tail.range.start);
        }
        let labelled = labelled.or_else(|| whole_phrase(text, mark, &brackets, triggers));
        let prose = if triggers.prose() || is_article {
            prose::within(text, mark..text.len(), &brackets, is_article)
        } else {
            Vec::new()
        };
        let rules = if triggers.rule() {
            role_rule::declared(text)
        } else {
            Vec::new()
        };
        Self {
            prose,
            rules,
            brackets: merge_adjacent(text, brackets),
            labelled,
            agent: None,
            lead_mark: marked(text, triggers),
            triggers,
        }
    }

    /// Reads a paragraph outside the body, which can declare rules but assigns nothing.
    pub(super) fn of_front(paragraph: &Paragraph<'_>) -> Self {
        let triggers = triggers::of(paragraph.text());
        let rules = if triggers.rule() {
            role_rule::declared(paragraph.text())
        } else {
            Vec::new()
        };
        Self {
            rules,
            lead_mark: marked(paragraph.text(), triggers),
            ..Self::default()
        }
    }

    /// True when the bracket that states a rule holds a list whose bodies share the work: `（A、B等按照职责分工负责。列第一位者
    /// 为牵头单位，下同）`.
    pub(super) fn shares(&self, rule: &Range<usize>) -> bool {
        self.brackets.iter().any(|bracket| {
            let around = bracket.range.start < rule.start && rule.end <= bracket.range.end;
            around
                && bracket
                    .parts
                    .iter()
                    .all(|part| part.role == Some(Role::Joint))
        })
    }

    /// True when something assigns.
    pub(super) fn assigns(&self) -> bool {
        let labelled = self.labelled.as_ref();
        !self.brackets.is_empty()
            || self.agent.is_some()
            || labelled.is_some_and(|labelled| !labelled.is_silent())
    }

    /// True when the paragraph says nothing else: label lines, a bracket on a line of its own.
    pub(super) fn only_assigns(&self, text: &str) -> bool {
        let from_start =
            |range: &Range<usize>| text[..range.start].trim_matches(BULLETS).is_empty();
        self.labelled
            .as_ref()
            .is_some_and(|labelled| from_start(&labelled.range))
            || self.brackets.first().is_some_and(|bracket| {
                from_start(&bracket.range)
                    && text[bracket.range.end..]
                        .trim_matches(['。', '；', ' '])
                        .is_empty()
            })
    }

    /// Where the text proper ends: at the first bracket of a final run of brackets, or at the labels.
    pub(super) fn limit(&self, text: &str) -> usize {
        let tail = self
            .labelled
            .as_ref()
            .map_or(text.len(), |labelled| labelled.range.start);
        // The first of several ends the title when it stands in the first sentence.
        let opening = |bracket: &&Assignment| {
            self.brackets.len() == 1 || !text[..bracket.range.start].contains(['。', '；'])
        };
        let single = self.brackets.first().filter(opening);
        single.map_or(tail, |bracket| bracket.range.start.min(tail))
    }

    /// The ranges that are not part of the text proper: brackets, labels, notes on roles.
    pub(super) fn removed(&self, text: &str) -> Vec<Range<usize>> {
        let mut removed: Vec<Range<usize>> = self
            .brackets
            .iter()
            .map(|bracket| bracket.range.clone())
            .collect();
        removed.extend(self.labelled.iter().map(|labelled| labelled.range.clone()));
        removed.extend(
            self.rules
                .iter()
                .filter_map(|(_, rule)| note_bracket(text, rule)),
        );
        removed.sort_by_key(|range| range.start);
        removed.dedup();
        removed
    }
}

fn marked(text: &str, triggers: Triggers) -> Option<char> {
    triggers.rule().then(|| role_rule::lead_mark(text))?
}

/// The bracket around a rule, which may hold several: `（只明确一个部门的，…；明确多个部门的，…，下同）`.
fn note_bracket(text: &str, rule: &Range<usize>) -> Option<Range<usize>> {
    brackets::pairs(text)
        .into_iter()
        .find(|pair| pair.inner.start <= rule.start && rule.end <= pair.inner.end)
        .map(|pair| pair.whole)
}

/// What may stand at the head of a line of labels.
pub(super) const BULLETS: &[char] = &[
    ' ', '—', '-', '·', '•', '●', '■', '◆', '★', '▲', '※', '►', '➢', '>',
];

/// `（A牵头）（B、C配合）`, `（A牵头）。（B、C配合）`: two brackets with nothing between them say one thing.
fn merge_adjacent(text: &str, brackets: Vec<Assignment>) -> Vec<Assignment> {
    let mut merged: Vec<Assignment> = Vec::new();
    for bracket in brackets {
        let nothing_between = |last: &&mut Assignment| {
            text[last.range.end..bracket.range.start]
                .trim_matches(['。', '；', ' '])
                .is_empty()
        };
        match merged.last_mut().filter(nothing_between) {
            Some(last) => {
                last.range.end = bracket.range.end;
                last.parts.extend(bracket.parts);
                last.deadline = last.deadline.take().or(bracket.deadline);
                last.leaders.extend(bracket.leaders);
            }
            None => merged.push(bracket),
        }
    }
    merged
}
