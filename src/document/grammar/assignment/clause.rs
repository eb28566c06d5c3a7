//! The clauses of a phrase: `A牵头`, `B、C配合`, `2025年底前完成`.

use std::ops::Range;

use super::super::super::numeral;
use super::super::organisation::{self, Likeness, List};
use super::super::role_words::{self, RoleWords};
use super::super::{brackets, deadline, label};
use super::bracket::is_likely;
use super::names::{
    behind_last, is_led_by_body, is_person, is_short_name, of_departments, of_places,
    waits_for_ending,
};
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
    // `牵头部门：市交通局。年底前完成三条县道改造。`: behind the first stop any words may follow.
    let stop = text[range.clone()]
        .find('。')
        .map_or(range.end, |at| range.start + at);
    for clause in brackets::clauses(text, range, &['，', '；', '。', ',', ';']) {
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
        let led = !assignment.parts.is_empty();
        match read_clause(text, clause.clone(), given.labelled && clause.start <= stop) {
            Clause::Prose if led => assignment.parts.extend(by_duty(text, clause)),
            Clause::Roles(mut parts) => {
                share_duty(&mut waiting, &mut parts, given);
                settle(&mut waiting, parts.first(), given, assignment);
                assignment.parts.extend(parts);
            }
            Clause::Bare(list) => waiting.push(list),
            Clause::Leaders(names) => assignment.leaders.extend(names),
            Clause::Watchers | Clause::Prose => {}
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
    // `A、B，C；D指导`: the words behind D say nothing of C alone.
    let worded = role.is_some() || (next.is_some() && waiting.len() == 1);
    assignment.parts.extend(waiting.drain(..).map(|list| Part {
        list,
        role,
        worded,
        labelled: given.labelled,
    }));
}

/// `A、B（分别牵头）、C（配合）`: each bracket gives its role to the names before it, one that leads to the last of them.
fn by_notes(text: &str, list: &List) -> Vec<Part> {
    let part = |names: &[Range<usize>], role, worded| Part {
        list: List {
            names: names.to_vec(),
            open: list.open,
            marked: Vec::new(),
        },
        role,
        worded,
        labelled: false,
    };
    let mut parts = Vec::new();
    let mut done = 0;
    for (count, note) in &list.marked {
        let words = text[note.clone()].trim_end_matches("单位");
        let role = role_words::strip(words).and_then(|words| words.role());
        let one = role == Some(Role::Lead)
            && !["分别", "共同", "联合"]
                .iter()
                .any(|all| words.contains(all));
        let first = if one { count.saturating_sub(1) } else { done };
        parts.push(part(&list.names[done..first.max(done)], None, false));
        parts.push(part(&list.names[first.max(done)..*count], role, true));
        done = *count;
    }
    parts.push(part(&list.names[done..], None, false));
    parts.retain(|part| !part.list.names.is_empty());
    parts
}

/// `牵头单位 市农委`: the text begins with a word of duty and its list, without a colon.
pub(crate) fn begins_with_duty(text: &str) -> bool {
    duty_before(text, &(0..text.len())).is_some()
}

word_list!(
    /// Words of duty that may stand before a list: `主办市住建局，会办市文旅局`.
    DUTIES = "牵头单位 配合单位 责任单位 主办单位 协办单位 会办单位 承办单位 主办 会办 协办 承办 牵头 配合 参与"
);

/// The role of a list whose word of duty stands before it, and where the list begins.
fn duty_before(text: &str, clause: &Range<usize>) -> Option<(Option<Role>, usize)> {
    let words = &text[clause.clone()];
    let duty = DUTIES.beginning(words)?;
    let rest = words[duty.len()..].trim_start_matches(['—', '-', ' ']);
    let start = clause.end - rest.len();
    let first = rest.split('、').next().unwrap_or(rest);
    let Some(label::Label::Departments(role)) = label::meaning(duty) else {
        return None;
    };
    (organisation::likeness(first) == Likeness::Strong).then_some((role, start))
}

/// `以上两项由A牵头`: the clause without the words that say what it is about.
fn without_scope(text: &str, clause: Range<usize>) -> Range<usize> {
    let words = &text[clause.clone()];
    let length = scope(words).map_or(0, |(_, length)| length);
    clause.start + length..clause.end
}

/// `以上两项`, `上述任务`: how many items before are meant, all when no number says, and the length of the words.
pub(super) fn scope(words: &str) -> Option<(usize, usize)> {
    let head = ["以上", "上述"]
        .iter()
        .find(|word| words.starts_with(**word))?;
    let by = words.find('由').or_else(|| words.find('均'))?;
    let what = &words[head.len()..by];
    if what.chars().count() > 8 {
        return None;
    }
    let count = numeral::leading(what).map(|(count, _)| count as usize);
    let count = count.or_else(|| match what.chars().next()? {
        '两' => Some(2),
        digit => digit.to_digit(10).map(|digit| digit as usize),
    });
    let length = words.len() - words[by..].trim_start_matches('均').len();
    Some((count.unwrap_or(usize::MAX), length))
}

pub(super) enum Clause {
    Roles(Vec<Part>),
    Bare(List),
    Leaders(Vec<Range<usize>>),
    /// `市政府督查室督办`: bodies that have nothing to do but watch.
    Watchers,
    Prose,
}

pub(super) fn read_clause(text: &str, clause: Range<usize>, labelled: bool) -> Clause {
    let clause = without_scope(text, clause);
    if let Some((role, start)) = duty_before(text, &clause) {
        let list = organisation::list(text, start..clause.end);
        return Clause::Roles(vec![Part {
            list,
            role,
            worded: true,
            labelled: true,
        }]);
    }
    let start = clause.start
        + if text[clause.clone()].starts_with('由') {
            '由'.len_utf8()
        } else {
            0
        };
    let words = role_words::strip(&text[start..clause.end]);
    let words = behind_last(text, start..clause.end, words.as_ref()).or(words);
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
        .enumerate()
        .filter(|(at, name)| {
            is_likely(&text[(*name).clone()]) || waits_for_ending(text, &list.names[*at..])
        })
        .count();
    let named = |name: &Range<usize>| organisation::may_be_name(&text[name.clone()]);
    let enough = if labelled && words.is_none() {
        list.names.iter().all(named)
    } else {
        likely * 2 >= list.names.len()
            || (words.is_some() && is_led_by_body(text, &list))
            || of_departments(text, &list, names_end)
            || of_places(text, &list, names_end)
    };
    if !enough {
        return Clause::Prose;
    }
    if !list.marked.is_empty() {
        return Clause::Roles(by_notes(text, &list));
    }
    match words {
        Some(words) if words.watches() => Clause::Watchers,
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

/// `……牵头，甲城、乙演艺配合`: behind a body that has its duty, names that look like none have theirs.
fn by_duty(text: &str, clause: Range<usize>) -> Option<Part> {
    let words = role_words::strip(&text[clause.clone()])?;
    let role = words.role()?;
    let list = organisation::list(text, clause.start..clause.start + words.at);
    let named = list
        .names
        .iter()
        .all(|name| is_short_name(&text[name.clone()]));
    (named && !list.names.is_empty() && !words.watches()).then_some(Part {
        list,
        role: Some(role),
        worded: true,
        labelled: false,
    })
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
        && !is_likely(&text[last.clone()])
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
