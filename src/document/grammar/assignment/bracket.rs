//! Brackets that assign, told from brackets that explain: `……。（A、B）`, not `领导小组办公室（质监局）`.

use std::ops::Range;

use super::super::organisation::{self, Likeness};
use super::super::{brackets, deadline, label};
use super::clause::{Clause, read_clause};
use super::{Assignment, phrase};

/// Every assigning bracket of a paragraph, in order.
pub(crate) fn in_brackets(text: &str) -> Vec<Assignment> {
    let pairs = brackets::pairs(text);
    let mut found = Vec::new();
    let mut series = Vec::new();
    for (index, pair) in pairs.iter().enumerate() {
        let after = &text[pair.whole.end..];
        let next_is_bracket = pairs
            .get(index + 1)
            .is_some_and(|next| next.whole.start == pair.whole.end);
        let closes = next_is_bracket || closes_statement(after);
        if !closes && !text[..pair.whole.start].ends_with(['。', '；', '！']) {
            continue;
        }
        if opens_with_prose(text, &pair.inner) {
            continue;
        }
        let Some(mut assignment) = phrase(text, pair.inner.clone()) else {
            continue;
        };
        let assigns = is_assignment(text, &assignment, pair.whole.start, after);
        assignment.range = pair.whole.clone();
        assignment.unclosed = !pair.closed;
        if assigns {
            found.push(assignment);
        } else if after.starts_with(['，', '。', '；']) && is_apart(text, &assignment) {
            series.push(assignment);
        }
    }
    found.extend(opening_lost(text, &pairs));
    // `增长8%（A），增长5%（B）。`: what the last bracket of a series is, those before it are as well.
    if found
        .last()
        .is_some_and(|last| closes_statement(&text[last.range.end..]))
    {
        found.extend(series);
        found.sort_by_key(|one| one.range.start);
    }
    found
}

/// True when every name in a bracket is that of a body, and what stands before it is none: `……增长8%（市财政局），`.
fn is_apart(text: &str, assignment: &Assignment) -> bool {
    let named = |name: &Range<usize>| {
        let word = &text[name.clone()];
        organisation::likeness(word) == Likeness::Strong || organisation::is_collective(word)
    };
    let before = last_word(&text[..assignment.range.start]);
    let mut names = assignment.parts.iter().flat_map(|part| &part.list.names);
    // `（市商务委，黄浦区、静安区政府）`: districts wait for the ending of the last.
    let likely = |name: &Range<usize>| is_likely(&text[name.clone()]);
    let sure = names.clone().filter(|name| named(name)).count();
    assignment.names() > 0
        && names.clone().next().is_some_and(named)
        && sure * 2 >= assignment.names()
        && names.all(likely)
        && organisation::likeness(before) == Likeness::None
        && !before.ends_with(['室', '组'])
}

/// `（只明确一个部门的，其他有关部门配合，下同）` is a note about brackets, not one of them.
fn opens_with_prose(text: &str, inner: &Range<usize>) -> bool {
    let Some(first) = brackets::split(text, inner.clone(), &['，', '；', '。', ',', ';'])
        .into_iter()
        .next()
    else {
        return true;
    };
    let first = organisation::trim(text, first);
    label::split(text, inner.clone()).is_empty()
        && deadline::whole(text, first.clone()).is_none()
        && matches!(read_clause(text, first, false), Clause::Prose)
}

/// A bracket assigns at the end of what it is about: `……。（A牵头）`, `……合格率（A牵头）`.
fn closes_statement(after: &str) -> bool {
    after.trim_start().is_empty() || after.starts_with(['。', '；', '，', '！'])
}

/// Tells `……。（A、B）` from `领导小组办公室（质监局）` and `（含开发区）`.
fn is_assignment(text: &str, assignment: &Assignment, start: usize, after: &str) -> bool {
    if assignment.names() == 0 {
        return !assignment.leaders.is_empty();
    }
    if assignment.parts.iter().any(|part| part.worded) {
        return !after.starts_with('，');
    }
    let names = || {
        assignment
            .parts
            .iter()
            .flat_map(|part| &part.list.names)
            .map(|name| &text[name.clone()])
    };
    let is_strong = |name: &&str| {
        organisation::likeness(name) == Likeness::Strong
            || organisation::is_collective(name)
            || (organisation::is_enterprise(name) && organisation::likeness(name) > Likeness::None)
    };
    let strong = names().filter(is_strong).count();
    let before = &text[..start];
    let apposition =
        assignment.names() == 1 && organisation::likeness(last_word(before)) > Likeness::None;
    let last = after.trim_start_matches(['。', '；', '！']).trim_start();
    let at_end = last.is_empty() || last.starts_with('（') || before.ends_with(['。', '；', '！']);
    let likely = names().filter(|name| is_likely(name)).count();
    let mostly = strong > 0 && likely * 4 >= assignment.names() * 3;
    at_end && !apposition && (strong * 5 >= assignment.names() * 3 || mostly)
}

pub(super) fn is_likely(name: &str) -> bool {
    organisation::likeness(name) > Likeness::None || organisation::is_collective(name)
}

/// `……标准。市市场监管局牵头，市文广局配合）`: only the closing bracket was printed.
fn opening_lost(text: &str, pairs: &[brackets::Pair]) -> Option<Assignment> {
    let end = text.trim_end_matches('。').strip_suffix('）')?.len();
    if pairs.iter().any(|pair| pair.whole.contains(&end)) {
        return None;
    }
    let start = text[..end]
        .rfind(['。', '；'])
        .map(|stop| stop + '。'.len_utf8())?;
    // `（A牵头，B配合））`: it has its opening bracket, and one closing bracket too many.
    if pairs
        .iter()
        .any(|pair| pair.whole.start >= start && pair.whole.end == end)
    {
        return None;
    }
    let mut assignment = phrase(text, start..end)?;
    let all_likely = assignment
        .parts
        .iter()
        .flat_map(|part| &part.list.names)
        .all(|name| is_likely(&text[name.clone()]));
    assignment.range = start..text.len();
    assignment.unclosed = true;
    (assignment.names() > 0 && all_likely).then_some(assignment)
}

/// The last dozen characters, enough to see what a bracket is put behind.
fn last_word(before: &str) -> &str {
    let start = before.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    before[start..]
        .rsplit(['，', '。', '；', '、', '：'])
        .next()
        .unwrap_or("")
}
