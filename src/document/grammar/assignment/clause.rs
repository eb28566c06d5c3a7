//! The clauses of a phrase: `A牵头`, `B、C配合`, `2025年底前完成`.

use std::ops::Range;

use super::super::organisation::{self, Likeness, List};
use super::super::role_words::{self, RoleWords};
use super::super::{brackets, deadline};
use super::bracket::is_likely;
use super::{Assignment, Part};
use crate::domain::{Role, word_list};

/// What a label or a column says of every list behind it.
#[derive(Clone, Copy, Default)]
pub(super) struct Given {
    pub(super) role: Option<Role>,
    pub(super) labelled: bool,
}

/// Reads the clauses of `text[range]`; `given` is what a label has already stated.
pub(super) fn clauses(text: &str, range: Range<usize>, given: Given, assignment: &mut Assignment) {
    let mut waiting: Vec<List> = Vec::new();
    let range = without_notes(text, range);
    for clause in brackets::split(text, range, &['，', '；', '。', ',', ';']) {
        let clause = organisation::trim(text, clause);
        let words = &text[clause.clone()];
        let named = words
            .find('（')
            .filter(|at| *at > 0)
            .map_or(words, |at| &words[..at]);
        if clause.is_empty() || organisation::is_note(named) {
            continue;
        }
        if let Some(time) = deadline::whole(text, clause.clone()) {
            assignment.due(time);
            continue;
        }
        match read_clause(text, clause, given.labelled) {
            Clause::Roles(mut parts) => {
                share_duty(&mut waiting, &mut parts, given);
                settle(&mut waiting, parts.first(), given, assignment);
                assignment.parts.extend(parts);
            }
            Clause::Bare(list) => waiting.push(list),
            Clause::Leaders(names) => assignment.leaders.extend(names),
            Clause::Prose => {}
        }
    }
    settle(&mut waiting, None, given, assignment);
}

/// The phrase up to the first sentence about lists in general: `…；责任单位：B。以下任务均需各区市政府落实，不再一一列出`.
fn without_notes(text: &str, range: Range<usize>) -> Range<usize> {
    let sentences = brackets::split(text, range.clone(), &['。']);
    let note = sentences
        .iter()
        .skip(1)
        .find(|sentence| organisation::is_note(&text[(*sentence).clone()]));
    range.start..note.map_or(range.end, |note| note.start)
}

/// `A、B，C负责`: a comma instead of `、`, and one duty for all.
fn share_duty(waiting: &mut Vec<List>, parts: &mut [Part], given: Given) {
    let Some(first) = parts.first_mut() else {
        return;
    };
    if first.role.is_some() || !first.worded || given.role.is_some() {
        return;
    }
    let mut names: Vec<Range<usize>> = Vec::new();
    for list in waiting.drain(..) {
        first.list.open |= list.open;
        names.extend(list.names);
    }
    names.append(&mut first.list.names);
    first.list.names = names;
}

/// Gives the lists that waited for a role the one that follows: in `A，B、C按职责分工负责` all share; in
/// `A，各县区配合` A is left to the document's rule.
fn settle(waiting: &mut Vec<List>, next: Option<&Part>, given: Given, assignment: &mut Assignment) {
    let role = match next.and_then(|part| part.role) {
        Some(Role::Joint) => Some(Role::Joint),
        Some(Role::Support) if assignment.has_lead() => Some(Role::Support),
        Some(Role::Lead) if !assignment.has_lead() => Some(Role::Joint),
        _ => given.role,
    };
    let worded = next.is_some() || given.role.is_some();
    assignment.parts.extend(waiting.drain(..).map(|list| Part {
        list,
        role,
        worded,
        labelled: given.labelled,
    }));
}

/// `A、B（分别牵头）、C`: the bracket gives its role to the names before it.
fn by_note(text: &str, list: List, count: usize, note: &Range<usize>) -> Vec<Part> {
    let words = &text[note.clone()];
    let all = ["分别", "共同", "联合"]
        .iter()
        .any(|word| words.contains(word));
    let first = if all { 0 } else { count.saturating_sub(1) };
    let role = role_words::strip(words).and_then(|words| words.role());
    let part = |names: &[Range<usize>], role, worded| Part {
        list: List {
            names: names.to_vec(),
            open: list.open,
            marked: None,
        },
        role,
        worded,
        labelled: false,
    };
    let parts = [
        part(&list.names[..first], None, false),
        part(&list.names[first..count], role, true),
        part(&list.names[count..], None, false),
    ];
    parts
        .into_iter()
        .filter(|part| !part.list.names.is_empty())
        .collect()
}

pub(super) enum Clause {
    Roles(Vec<Part>),
    Bare(List),
    Leaders(Vec<Range<usize>>),
    Prose,
}

pub(super) fn read_clause(text: &str, clause: Range<usize>, labelled: bool) -> Clause {
    let start = clause.start
        + if text[clause.clone()].starts_with('由') {
            '由'.len_utf8()
        } else {
            0
        };
    let words = role_words::strip(&text[start..clause.end]);
    let names_end = start + words.as_ref().map_or(clause.end - start, |words| words.at);
    if let Some(parts) = with_partner(text, start..names_end, words.as_ref()) {
        return Clause::Roles(parts);
    }
    let list = organisation::list(text, start..names_end);
    if list.names.is_empty() {
        return Clause::Prose;
    }
    if list.names.iter().all(|name| is_person(&text[name.clone()])) {
        return Clause::Leaders(list.names);
    }
    let likely = list
        .names
        .iter()
        .filter(|name| is_likely(&text[(*name).clone()]))
        .count();
    let named = |name: &Range<usize>| organisation::may_be_name(&text[name.clone()]);
    let enough = if labelled && words.is_none() {
        list.names.iter().all(named)
    } else {
        likely * 2 >= list.names.len()
    };
    if !enough {
        return Clause::Prose;
    }
    if let Some((count, note)) = list.marked.clone() {
        return Clause::Roles(by_note(text, list, count, &note));
    }
    match words {
        Some(words) => {
            let role = words.role();
            Clause::Roles(vec![Part {
                list,
                role,
                worded: true,
                labelled: false,
            }])
        }
        None => Clause::Bare(list),
    }
}

/// `A会同B、C（负责）`: A leads, the others support. `A牵头，会同B、C` leaves the part before to its own clause.
fn with_partner(text: &str, range: Range<usize>, words: Option<&RoleWords>) -> Option<Vec<Part>> {
    let clause = &text[range.clone()];
    let (at, word) = ["会同", "联合", "商"]
        .iter()
        .find_map(|word| Some((clause.find(word)?, *word)))?;
    // `市发改委、商务局` and `市工商联合会` hold these letters, not these words.
    let consults = || {
        organisation::likeness(&clause[..at]) == Likeness::Strong
            && !clause[at + word.len()..].starts_with(['务', '业', '会', '贸', '标', '议'])
    };
    if clause[..at].ends_with('、') || (word == "商" && !consults()) {
        return None;
    }
    let left = clause[..at].trim_end_matches("牵头");
    let leads = organisation::list(text, range.start..range.start + left.len());
    let mut partners = organisation::list(text, range.start + at + word.len()..range.end);
    // `会同省商务厅、妇联制定`: the verb behind the last body is not part of its name.
    if let Some(last) = partners.names.last_mut()
        && let Some(length) = organisation::body_prefix(&text[last.clone()])
    {
        last.end = last.start + length;
    }
    let bodies = |list: &List, least: Likeness| {
        !list.names.is_empty()
            && list
                .names
                .iter()
                .all(|name| organisation::likeness(&text[name.clone()]) >= least)
    };
    if !bodies(&partners, Likeness::Weak)
        || !(leads.names.is_empty() || bodies(&leads, Likeness::Strong))
    {
        return None;
    }
    let shared = words.is_some_and(|words| words.shares_duties());
    let partner_role = if shared { Role::Joint } else { Role::Support };
    let mut parts = vec![Part {
        list: partners,
        role: Some(partner_role),
        worded: true,
        labelled: false,
    }];
    if !leads.names.is_empty() {
        parts.insert(
            0,
            Part {
                list: leads,
                role: Some(Role::Lead),
                worded: true,
                labelled: false,
            },
        );
    }
    Some(parts)
}

word_list!(
    /// Offices that persons hold.
    OFFICES = "省长 市长 厅长 局长 区长 县长 州长 盟长 秘书长 书记 常委 主席 分管领导 同志 专员 主任 部长 乡长 镇长"
);

/// `分管副省长`, `省住房城乡建设厅厅长周××`: an office held by a person.
fn is_person(word: &str) -> bool {
    OFFICES.ending(word).is_some()
        || word.contains('×')
        || ["厅长", "局长", "市长", "省长", "县长", "区长"]
            .iter()
            .any(|office| word.contains(office))
}
