//! Phrases of one paragraph that stand outside brackets: labels at its end, what an amendment gives anew, a paragraph
//! that is a phrase and nothing else.

use std::ops::Range;

use super::super::grammar::assignment::{self, Assignment};
use super::super::grammar::label::{self, Label};
use super::super::grammar::organisation::{self, Likeness};
use super::super::grammar::triggers::{self, Triggers};
use super::super::grammar::{brackets, deadline};
use super::facts::BULLETS;

/// Fields at the end of a paragraph, outside brackets: the paragraph may be nothing else.
pub(super) fn labelled_tail(text: &str, brackets: &[Assignment]) -> Option<Assignment> {
    let fields = label::split(text, 0..text.len());
    let first = fields.iter().find(|field| {
        let inside = brackets
            .iter()
            .any(|bracket| bracket.range.contains(&field.start));
        let before = text[..field.start].trim_end_matches(BULLETS);
        !inside && (before.is_empty() || before.ends_with(['。', '；', '）', '，', '、', '】']))
    })?;
    if !fields
        .iter()
        .any(|field| field.start >= first.start && field.label != Label::Note)
    {
        return None;
    }
    let watched = || (first.label == Label::Watchers && first.start == 0).then(Assignment::default);
    let mut assignment = assignment::phrase(text, first.start..text.len()).or_else(watched)?;
    assignment.range = first.start..end_of_labels(text, &fields).max(first.start);
    Some(assignment)
}

/// Where the value of the last field ends: behind a full stop may stand more of the item's own text (`牵头部门：市民政局，配合
/// 部门：市财政局。新建养老机构5家。`), unless it is about the lists.
fn end_of_labels(text: &str, fields: &[label::Field]) -> usize {
    let Some(last) = fields
        .last()
        .filter(|field| matches!(field.label, Label::Departments(_) | Label::Deadline))
    else {
        return text.len();
    };
    let value = &text[last.value.clone()];
    let stop = value
        .find('。')
        .map(|at| last.value.start + at + '。'.len_utf8());
    let Some(stop) = stop else {
        return text.len();
    };
    let rest = &text[stop..];
    let first = rest.split(['，', '。', '；', '、']).next().unwrap_or(rest);
    let lists = organisation::is_note(rest)
        || organisation::likeness(first) > Likeness::None
        || organisation::is_collective(first)
        || triggers::of(rest).rule()
        || deadline::whole(first, 0..first.len()).is_some();
    if lists || rest.chars().count() < 6 {
        text.len()
    } else {
        stop
    }
}

/// `将原第3项“……（A负责）”修改为：“……（B负责）”`: what stands before the words was in force before.
pub(super) fn amended(text: &str) -> Option<usize> {
    ["”修改为", "”调整为", "”变更为"]
        .iter()
        .filter_map(|words| text.rfind(words))
        .max()
}

/// `将原第5项责任单位调整为市农业农村局、市水利局`, `牵头单位由市文广局调整为市委宣传部，配合单位增加柯桥区政府`.
pub(super) fn reassigned(text: &str) -> Option<Assignment> {
    let mut assignment = Assignment::default();
    for clause in brackets::split(text, 0..text.len(), &['，', '；', '。']) {
        let Some((label, range, value)) = reassigned_clause(text, &clause) else {
            continue;
        };
        let start = match assignment.parts.is_empty() {
            true => range.start,
            false => assignment.range.start,
        };
        assignment::read_field(text, label, value, &mut assignment);
        assignment.range = start..range.end;
    }
    let end = assignment.range.end;
    (assignment.names() > 0).then_some(Assignment {
        range: end..end,
        ..assignment
    })
}

/// What a clause says anew, where it stands, and the bodies that it names.
fn reassigned_clause(
    text: &str,
    clause: &Range<usize>,
) -> Option<(Label, Range<usize>, Range<usize>)> {
    const QUOTES: &[char] = &['“', '”', ' '];
    let words = &text[clause.clone()];
    let (at, verb) = ["调整为", "变更为", "修改为", "增加", "增补"]
        .iter()
        .find_map(|verb| Some((words.find(verb)?, *verb)))?;
    // `责任单位由“市发改委”调整为…`: what was in force before.
    let before = match words[..at].find('由') {
        Some(by) => &words[..by],
        None => &words[..at],
    };
    let (start, label) = label::ending(before)?;
    let value = words[at + verb.len()..].trim_start_matches(QUOTES);
    let from = clause.end - value.len();
    let value = from..from + value.trim_end_matches(QUOTES).len();
    Some((label, clause.start + start..clause.end, value))
}

/// `省教育厅、财政厅、省政府国资委负责落实。`: a paragraph that is a phrase and nothing else (豫政办〔2013〕36号).
pub(super) fn whole_phrase(
    text: &str,
    mark: usize,
    brackets: &[Assignment],
    triggers: Triggers,
) -> Option<Assignment> {
    const ENDINGS: &[&str] = &[
        "负责落实",
        "负责",
        "牵头",
        "配合",
        "落实",
        "按职责分工负责",
        "参与",
        "协助",
    ];
    let words = text.trim_end_matches(['。', '；']);
    // `新建养老服务中心6家——市民政局牵头`: the phrase stands behind the dash.
    let start = words.rfind("——").map_or(0, |dash| dash + "——".len());
    let start = words.len() - words[start..].trim_start_matches(BULLETS).len();
    // `第三条　市水利局负责编制规划。`: what is numbered says what is to be done.
    if start < mark {
        return None;
    }
    // `……标准。——甲局、乙局`: the dash alone says that the names answer.
    let dashed = start > 0 && text[..start].contains("——");
    let short = words.len() <= 600 && !words[start..].contains(['。', '《', '“']);
    let duties = words
        .rsplit(['，', '；'])
        .find(|clause| deadline::whole(clause, 0..clause.len()).is_none())
        .is_some_and(|clause| ENDINGS.iter().any(|ending| clause.ends_with(ending)))
        || assignment::begins_with_duty(&words[start..]);
    let worded = (triggers.prose() || words.ends_with("配合")) && duties;
    if !(worded || (dashed && start < words.len())) || !short {
        return None;
    }
    let assignment = assignment::phrase(text, start..words.len())?;
    let mut sure = 0;
    let mut named = |name: &Range<usize>| {
        let word = &text[name.clone()];
        sure += usize::from(organisation::is_sure(word));
        organisation::is_sure(word) || organisation::likeness(word) > Likeness::None
    };
    let covered: usize = assignment
        .parts
        .iter()
        .flat_map(|part| &part.list.names)
        .map(|name| name.end - name.start)
        .sum();
    let all = assignment
        .parts
        .iter()
        .all(|part| (part.worded || dashed) && part.list.names.iter().all(&mut named));
    let whole = brackets.is_empty()
        && (dashed || sure * 2 >= assignment.names())
        && sure > 0
        && all
        && covered * 2 >= words.len() - start;
    let from = if words[..start].trim_matches(BULLETS).is_empty() {
        0
    } else {
        words[..start].trim_end_matches(BULLETS).len()
    };
    whole.then_some(Assignment {
        range: from..text.len(),
        ..assignment
    })
}
