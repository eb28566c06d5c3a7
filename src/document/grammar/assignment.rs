//! Responsibility phrases: who does what, as clauses of a bracket, a label line, a table cell or a sentence.
//!
//! ```text
//! phrase  := clause { ("，"|"；") clause }
//! clause  := ["由"] list [ role ] | list "会同" list [ role ] | label "：" list | deadline
//! list    := name { "、" name } [ "等" [ "部门" ] ]
//! role    := "牵头" | "负责" | "配合" | "按职责分工负责" | …
//! ```

use std::ops::Range;

use super::brackets;
use super::deadline::{self, TimePhrase};
use super::label::{self, Label};
use super::organisation::{self, Likeness, List};
use super::prose;
use super::role_words::{self, RoleWords};
use crate::domain::{Role, word_list};

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
        } else if after.starts_with('，') && is_apart(text, &assignment) {
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
    let names = assignment.parts.iter().flat_map(|part| &part.list.names);
    assignment.names() > 0
        && names.into_iter().all(named)
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
        organisation::likeness(name) == Likeness::Strong || organisation::is_collective(name)
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

fn is_likely(name: &str) -> bool {
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

/// Reads `text[range]` as a phrase, or gives `None` when nothing in it is a list of bodies.
pub(crate) fn phrase(text: &str, range: Range<usize>) -> Option<Assignment> {
    let mut assignment = Assignment {
        range: range.clone(),
        ..Assignment::default()
    };
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
            clauses(text, value, given, assignment);
        }
    }
}

/// The time of a label: its value as a whole, or the first date in it (`2022年12月底前，长期坚持`).
fn labelled_time(text: &str, value: Range<usize>) -> Option<TimePhrase> {
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

/// What a label or a column says of every list behind it.
#[derive(Clone, Copy, Default)]
struct Given {
    role: Option<Role>,
    labelled: bool,
}

/// Reads the clauses of `text[range]`; `given` is what a label has already stated.
fn clauses(text: &str, range: Range<usize>, given: Given, assignment: &mut Assignment) {
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

enum Clause {
    Roles(Vec<Part>),
    Bare(List),
    Leaders(Vec<Range<usize>>),
    Prose,
}

fn read_clause(text: &str, clause: Range<usize>, labelled: bool) -> Clause {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// The assignment in words: `lead A；joint B、C；support D`.
    fn show(text: &str, assignment: &Assignment) -> String {
        let part = |part: &Part| {
            let role = part.role.map_or("bare", Role::code);
            let names: Vec<&str> = part
                .list
                .names
                .iter()
                .map(|name| &text[name.clone()])
                .collect();
            format!(
                "{role} {}{}",
                names.join("、"),
                if part.list.open { "等" } else { "" }
            )
        };
        assignment
            .parts
            .iter()
            .map(part)
            .collect::<Vec<_>>()
            .join("；")
    }

    fn read(text: &str) -> String {
        in_brackets(text)
            .iter()
            .map(|found| show(text, found))
            .collect::<Vec<_>>()
            .join(" | ")
    }

    #[test]
    fn every_phrase_has_its_roles() {
        let table = [
            ("合格率（自治区质监局牵头）", "lead 自治区质监局"),
            (
                "。（自治区质监局牵头）（只明确一个部门的，其他有关部门配合，下同）。",
                "lead 自治区质监局",
            ),
            (
                "。（自治区经信委、人社厅、质监局）",
                "bare 自治区经信委、人社厅、质监局",
            ),
            (
                "。（自治区经信委、人社厅按职责分工负责）",
                "joint 自治区经信委、人社厅",
            ),
            (
                "。（自治区发改委、保监局等按职责分工负责）",
                "joint 自治区发改委、保监局等",
            ),
            (
                "。（市教育局牵头，市财政局、市人社局配合）",
                "lead 市教育局；support 市财政局、市人社局",
            ),
            (
                "。（省发展改革委牵头，省财政厅、科技厅按职责分工负责）",
                "lead 省发展改革委；joint 省财政厅、科技厅",
            ),
            ("。（省教育厅、科技厅牵头）", "lead 省教育厅、科技厅"),
            ("。（省教育厅、科技厅分别牵头）", "lead 省教育厅、科技厅"),
            (
                "。（省教育厅、科技厅共同牵头负责）",
                "lead 省教育厅、科技厅",
            ),
            ("。（市教育局负责）", "bare 市教育局"),
            ("。（由市教育局负责）", "bare 市教育局"),
            ("。（市教育局、市财政局负责）", "bare 市教育局、市财政局"),
            (
                "。（市教育局会同市财政局、市人社局）",
                "lead 市教育局；support 市财政局、市人社局",
            ),
            (
                "。（由市教育局会同市财政局、市人社局负责）",
                "lead 市教育局；support 市财政局、市人社局",
            ),
            (
                "。（市教育局牵头，会同市财政局）",
                "lead 市教育局；support 市财政局",
            ),
            (
                "。（各地州市人民政府、行政公署，自治区质量强区工作领导小组成员单位）",
                "bare 各地州市人民政府、行政公署；bare 自治区质量强区工作领导小组成员单位",
            ),
            (
                "。（自治区质量兴新工作领导小组成员单位按照职责分工负责）",
                "joint 自治区质量兴新工作领导小组成员单位",
            ),
            (
                "。（国务院各部门分别负责，年内持续推进）",
                "joint 国务院各部门",
            ),
            (
                "。（牵头单位：市发改委；配合单位：市财政局、市审计局；完成时限：2025年6月底前）",
                "lead 市发改委；support 市财政局、市审计局",
            ),
            (
                "。（市发改委汇总，市财政局、市审计局按职责分工负责）",
                "consolidator 市发改委；joint 市财政局、市审计局",
            ),
            ("。[市发改委牵头]", "lead 市发改委"),
            (
                "。【责任单位：市发改委、市财政局】",
                "bare 市发改委、市财政局",
            ),
            ("。（各有关部门按职责分工负责）", "joint 各有关部门"),
            (
                "。（市住建局，市城管局、市水务局按职责分工负责）",
                "joint 市住建局；joint 市城管局、市水务局",
            ),
            (
                "。（A项目。）……。（市住建局牵头）……。（市水务局、市林业局）",
                "lead 市住建局 | bare 市水务局、市林业局",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn other_brackets_do_not_assign() {
        for text in [
            "引导企业（组织）提高服务质量",
            "抓紧制（修）订标准",
            "落实《规划（2013-2020年）》",
            "广泛开展质量强州（地、市、县）活动",
            "“五小（小建议、小革新、小攻关、小发明、小创造）”",
            "工业产品（不含地产食品）",
            "《食品生产企业监督管理规范（通则）》",
            "《关于实施质量强区战略的决定》（新政发〔2017〕17号）。",
            "领导小组质量发展办公室（自治区质监局）负责综合协调",
            "报领导小组质量发展办公室（自治区质监局）",
            "首台（套）",
            "地方各级人民政府（行政公署）要加强",
            "强化地（州、市）、县（市、区）政府质量监管属地职责",
            "出口国（地区）质量安全控制体系",
            "提升国家城市能源（新疆）中心的监测能力",
        ] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn people_are_not_departments() {
        let text = "。（分管副省长、协管副秘书长负责，省发展改革委牵头，省工业和信息化厅配合）";
        let found = in_brackets(text);
        assert_eq!(
            show(text, &found[0]),
            "lead 省发展改革委；support 省工业和信息化厅"
        );
        assert_eq!(found[0].leaders.len(), 2);
    }
}
