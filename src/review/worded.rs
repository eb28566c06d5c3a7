//! An item in a person's words: what the person left as it was keeps its place in the text; what was changed is
//! marked as decided.

use super::decision::{ItemWords, TargetWords};
use crate::document::{FoundTarget, Item, Responsibility};
use crate::domain::{Deadline, Precision, ResponsibilityBasis};

/// The item as the words state it.
pub(super) fn edited(mut item: Item, words: &ItemWords) -> Item {
    item.kind = words.kind;
    item.title.clone_from(&words.title);
    item.responsibilities = responsibilities(&item, words);
    item.targets = words
        .targets
        .iter()
        .map(|target| found(&item, target))
        .collect();
    item.deadline = deadline(&item, words);
    item
}

fn responsibilities(item: &Item, words: &ItemWords) -> Vec<Responsibility> {
    let lists = item
        .responsibilities
        .iter()
        .map(|one| one.list + 1)
        .max()
        .unwrap_or(0);
    let one = |(index, (role, name)): (usize, &(crate::domain::Role, String))| {
        let read = item
            .responsibilities
            .iter()
            .find(|one| one.printed == *name || one.name == *name);
        match read {
            Some(read) if read.role == *role => read.clone(),
            Some(read) => Responsibility {
                role: *role,
                basis: ResponsibilityBasis::Decided,
                ..read.clone()
            },
            // A name that a person gave stands whole, in a list of its own, so that no prefix is put before it.
            None => Responsibility {
                printed: name.clone(),
                name: name.clone(),
                role: *role,
                basis: ResponsibilityBasis::Decided,
                collective: false,
                open_list: false,
                list: lists + index,
                indicator: None,
                span: item.span,
            },
        }
    };
    words.departments.iter().enumerate().map(one).collect()
}

fn found(item: &Item, words: &TargetWords) -> FoundTarget {
    let target = words.target();
    let read = item.targets.iter().find(|read| read.target == target);
    let read = read.or_else(|| {
        item.targets
            .iter()
            .find(|read| read.target.name == target.name)
    });
    let deadline = match (words.last, read.and_then(|read| read.deadline.clone())) {
        (None, read) => read,
        (Some(last), Some((deadline, span))) if deadline.last == Some(last) => {
            Some((deadline, span))
        }
        (Some(last), _) => Some((day(last.to_string(), Some(last)), item.span)),
    };
    FoundTarget {
        target,
        deadline,
        span: read.map_or(item.span, |read| read.span),
    }
}

fn deadline(item: &Item, words: &ItemWords) -> Option<(Deadline, crate::document::Span)> {
    let words = words.deadline.as_ref()?;
    match &item.deadline {
        Some((read, span)) if read.printed == words.printed && read.last == words.last => {
            Some((read.clone(), *span))
        }
        Some((read, span)) => {
            let precision = if words.last.is_some() {
                Precision::Day
            } else {
                read.precision
            };
            let first = read
                .first
                .filter(|first| words.last.is_none_or(|last| *first <= last));
            Some((
                Deadline {
                    precision,
                    first,
                    ..day(words.printed.clone(), words.last)
                },
                *span,
            ))
        }
        None => Some((day(words.printed.clone(), words.last), item.span)),
    }
}

fn day(printed: String, last: Option<chrono::NaiveDate>) -> Deadline {
    let precision = if last.is_some() {
        Precision::Day
    } else {
        Precision::Open
    };
    Deadline {
        printed,
        first: None,
        last,
        precision,
        year_inferred: false,
    }
}

/// A piece of the text as an item's text carries it: without line breaks and the space around them.
pub(super) fn plain(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().concat()
}

/// The first clause, as a title.
pub(super) fn first_words(text: &str) -> String {
    let end = text.find(['。', '，', '；', '：']).unwrap_or(text.len());
    text[..end].chars().take(40).collect()
}
