//! Brackets that assign, told from brackets that explain: `……。（A、B）`, not `领导小组办公室（质监局）`.

use std::ops::Range;

use super::super::label::Label;
use super::super::organisation::{self, Likeness};
use super::super::{brackets, deadline, label};
use super::clause::{Clause, read_clause};
use super::names::waits_for_ending;
use super::{Assignment, phrase, read_field};
use crate::domain::{Role, word_list};

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
        let inner = of_inner_offices(text, &pair.inner);
        if inner.is_none() && opens_with_prose(text, &pair.inner) {
            continue;
        }
        let read = inner.or_else(|| phrase(text, pair.inner.clone()));
        let Some(mut assignment) = read else {
            continue;
        };
        let assigns = is_assignment(text, &assignment, pair.whole.start, after);
        assignment.range = pair.whole.clone();
        assignment.unclosed = !pair.closed;
        if assigns {
            found.push(assignment);
        } else if after.starts_with(['，', '。', '；'])
            && is_apart(text, &assignment)
            && !explains(text, &assignment)
        {
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
    // `进高速服务区【省商务厅、省国资委负责】，`: the words of duty tell it from what explains.
    let worded = assignment
        .parts
        .iter()
        .any(|part| part.worded && part.role.is_none());
    assignment.names() > 0
        && names
            .clone()
            .next()
            .is_some_and(|name| named(name) || organisation::is_enterprise(&text[name.clone()]))
        && sure * 2 >= assignment.names()
        && names.all(likely)
        && (worded || assignment.names() >= 2 || organisation::likeness(before) == Likeness::None)
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
    if assignment
        .parts
        .iter()
        .any(|part| part.worded || part.labelled)
    {
        return !after.starts_with('，');
    }
    if explains(text, assignment) {
        return false;
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
    let ranges: Vec<Range<usize>> = assignment
        .parts
        .iter()
        .flat_map(|part| part.list.names.iter().cloned())
        .collect();
    // `（广州、深圳、珠海市人民政府）`: places that wait for the ending of the last.
    let likely = (0..ranges.len())
        .filter(|at| {
            is_likely(&text[ranges[*at].clone()]) || waits_for_ending(text, &ranges[*at..])
        })
        .count();
    let mostly = strong > 0 && likely * 4 >= assignment.names() * 3;
    // `……。（就业处、就管中心）`: behind a whole sentence the offices of one house as well.
    let inner = last.is_empty() && before.ends_with('。') && names().all(is_inner_office);
    let mostly = mostly || inner;
    at_end && !apposition && (strong * 5 >= assignment.names() * 3 || mostly)
}

word_list!(
    /// Words that open a bracket about what stands before it.
    EXPLAINING = "涉及 原 报县 报市 报省 报区 报州 报上级 报请 以下简称 简称 下称 即 指 非 地点 办公室设 设在 限 仅限 不包括 不含 包含"
);
word_list!(
    /// Names that begin like such words.
    PLACES = "原州 原平 原阳 即墨 指挥 非税 非公 非遗 非物质 涉及部门 涉及单位 涉及县 涉及市 涉及区 涉及乡 涉及镇 涉及街"
);

/// `（原县农业局）`, `（涉及滇池流域项目）`: the bracket says more of the words before it.
fn explains(text: &str, assignment: &Assignment) -> bool {
    let mut names = assignment.parts.iter().flat_map(|part| &part.list.names);
    let first = names.next().map_or("", |name| &text[name.clone()]);
    EXPLAINING.beginning(first).is_some() && PLACES.beginning(first).is_none()
}

word_list!(
    /// Offices within one house, which answer where a bracket names nobody else.
    INNER_LABELS = "责任处室 责任科室 责任股室 牵头处室 牵头科室 承办处室 承办科室 责任处（室） 责任科（室）"
);
/// `（责任处室：综合处、人事处）`.
fn of_inner_offices(text: &str, inner: &Range<usize>) -> Option<Assignment> {
    let words = &text[inner.clone()];
    let label = INNER_LABELS.beginning(words)?;
    let value = words[label.len()..].strip_prefix('：')?;
    let mut assignment = Assignment {
        range: inner.clone(),
        ..Assignment::default()
    };
    let lead = label.starts_with("牵头").then_some(Role::Lead);
    let range = inner.end - value.len()..inner.end;
    read_field(text, Label::Departments(lead), range, &mut assignment);
    (assignment.names() > 0).then_some(assignment)
}

word_list!(INNER_OFFICES = "处 科 股 处室 科室 股室 中心 办公室");

/// `就业处`, `规划科`: an office within another.
fn is_inner_office(name: &str) -> bool {
    (2..=10).contains(&name.chars().count())
        && INNER_OFFICES.ending(name).is_some()
        && organisation::may_be_name(name)
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
