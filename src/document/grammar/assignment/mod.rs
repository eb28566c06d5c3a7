//! Responsibility phrases: who does what, as clauses of a bracket, a label line, a table cell or a sentence.
//!
//! ```text
//! phrase  := clause { ("，"|"；") clause }
//! clause  := ["由"] list [ role ] | list "会同" list [ role ] | label "：" list | deadline
//! list    := name { "、" name } [ "等" [ "部门" ] ]
//! role    := "牵头" | "负责" | "配合" | "按职责分工负责" | …
//! ```

mod bracket;
mod clause;
mod names;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::brackets;
use super::deadline::{self, TimePhrase};
use super::label::{self, Label};
use super::organisation::{self, List};
use super::prose;
use crate::domain::Role;

pub(crate) use bracket::in_brackets;
pub(crate) use clause::begins_with_duty;
use clause::{Given, clauses};

/// One list of names with the role that the phrase gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    /// The names.
    pub list: List,
    /// The role, if the phrase writes one; a bare list has none and is read under the document's role rule.
    pub role: Option<Role>,
    /// True when words of duty stand behind the list, even if they leave the role open (`A、B负责`).
    pub worded: bool,
    /// True when a label announces the list (`责任单位：A、B`).
    pub labelled: bool,
}

/// A phrase that assigns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Assignment {
    /// Where the phrase stands, with its brackets or label.
    pub range: Range<usize>,
    /// Its lists.
    pub parts: Vec<Part>,
    /// The deadline that it states.
    pub deadline: Option<TimePhrase>,
    /// `分管领导`: people, who are not departments.
    pub leaders: Vec<Range<usize>>,
    /// `工作要求：由A牵头`: bodies listed elsewhere that this sentence makes leads.
    pub promoted: Vec<Range<usize>>,
    /// True when the phrase is broken off before its bracket closes.
    pub unclosed: bool,
    /// `以上两项由A牵头`: how many items before it the phrase is about, itself included; 0 when it does not say.
    pub scope: usize,
}

impl Assignment {
    /// True when it says nothing that the item needs: `督导单位：市生态环境局` alone.
    pub(crate) fn is_silent(&self) -> bool {
        self.names() == 0
            && self.deadline.is_none()
            && self.leaders.is_empty()
            && self.promoted.is_empty()
    }

    /// How many names it lists.
    pub(crate) fn names(&self) -> usize {
        self.parts.iter().map(|part| part.list.names.len()).sum()
    }

    /// Takes a time; a date is worth more than `持续推进`, and of two dates the later one ends the work.
    fn due(&mut self, time: TimePhrase) {
        let kept = self
            .deadline
            .as_ref()
            .is_some_and(|known| known.is_dated() && !time.is_dated());
        if !kept {
            self.deadline = Some(time);
        }
    }

    /// True when some part says who leads.
    pub(crate) fn has_lead(&self) -> bool {
        self.parts.iter().any(|part| part.role == Some(Role::Lead))
    }
}

/// Reads `text[range]` as a phrase, or gives `None` when nothing in it is a list of bodies.
pub(crate) fn phrase(text: &str, range: Range<usize>) -> Option<Assignment> {
    let mut assignment = Assignment {
        range: range.clone(),
        ..Assignment::default()
    };
    assignment.scope = clause::scope(&text[range.clone()]).map_or(0, |(count, _)| count);
    let labelled = label::split(text, range.clone());
    let before = labelled.first().map_or(range.end, |field| field.start);
    clauses(text, range.start..before, Given::default(), &mut assignment);
    for field in labelled {
        read_field(text, field.label, field.value, &mut assignment);
    }
    (!assignment.is_silent()).then_some(assignment)
}

/// Reads one labelled value, `牵头单位：A、B`, into the assignment.
pub(crate) fn read_field(
    text: &str,
    label: Label,
    value: Range<usize>,
    assignment: &mut Assignment,
) {
    match label {
        Label::Deadline => {
            if let Some(time) = labelled_time(text, value) {
                assignment.due(time);
            }
        }
        Label::Instruction => {
            for sentence in prose::within(text, value, &[], false) {
                let mut parts = sentence.parts.into_iter();
                let lead = parts.find(|part| part.role == Some(Role::Lead));
                let names = lead.into_iter().flat_map(|part| part.list.names);
                assignment.promoted.extend(names);
            }
        }
        Label::Leader => assignment
            .leaders
            .extend(organisation::list(text, value).names),
        Label::Watchers | Label::Note => {}
        Label::Departments(role) => {
            let given = Given {
                role,
                labelled: true,
            };
            let from = assignment.parts.len();
            clauses(text, value, given, assignment);
            for name in assignment.parts[from..]
                .iter_mut()
                .flat_map(|part| &mut part.list.names)
            {
                name.end = name.start + organisation::without_person(&text[name.clone()]);
            }
        }
        Label::Ranked(role) => {
            let mut list = organisation::list(text, value);
            let rest = List {
                names: list.names.split_off(list.names.len().min(1)),
                ..list.clone()
            };
            for (list, role) in [(list, Role::Lead), (rest, role)] {
                assignment.parts.push(Part {
                    list,
                    role: Some(role),
                    worded: true,
                    labelled: true,
                });
            }
        }
    }
}

/// The time of a label: its value as a whole, or the first date in it (`2022年12月底前，长期坚持`).
pub(crate) fn labelled_time(text: &str, value: Range<usize>) -> Option<TimePhrase> {
    let pieces = brackets::split(text, value.clone(), &['，', '；', '。']);
    let mut times = pieces
        .into_iter()
        .filter_map(|piece| deadline::whole(text, piece))
        .collect::<Vec<_>>();
    let dated = times.iter().rposition(TimePhrase::is_dated);
    match dated {
        Some(at) => Some(times.swap_remove(at)),
        None => deadline::whole(text, value).or_else(|| times.into_iter().next()),
    }
}
