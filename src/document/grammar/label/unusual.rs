//! Labels that are not a known word before a colon: in brackets, before a verb, or told by the bodies behind them.

use std::ops::Range;

use super::super::organisation::{self, Likeness};
use super::{LEADS, Label, PARTS, SUPPORTS, WATCHERS, ending, is_stop, meaning};
use crate::domain::{Role, word_list};

word_list!(
    /// Labels of lists of bodies that have nothing to do: who was there, who gets a copy.
    IDLE = "抄送 主送 报送 分送 发送 出席 列席 参加人员 参会 记录 主持 联系 咨询 起草 来源 发布 其中 包括 如下 附件 注 名单 成员 组长 副组长 组员"
);

/// An unusual label: a few words at the head of a line or a sentence, a colon, and nothing but bodies behind it
/// (`行业主管：市交通运输局`). Where it begins and what its words say of the role.
pub(super) fn by_value(text: &str, at: usize, value: usize) -> Option<(usize, Label)> {
    let start = text[..at]
        .rfind(|c: char| is_stop(c) || c == '：')
        .map_or(0, |stop| {
            stop + text[stop..].chars().next().map_or(0, char::len_utf8)
        });
    let label = &text[start..at];
    let plain = (2..=8).contains(&label.chars().count())
        && label
            .chars()
            .all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
        && !text[..start].ends_with(['、', '，', '：'])
        && !IDLE.inside(label)
        && !PARTS.has(label);
    if !plain {
        return None;
    }
    let rest = &text[value..];
    let end = rest.find(['；', '。', '：']).unwrap_or(rest.len());
    let list = organisation::list(text, value..value + end);
    let sure = |name: &&Range<usize>| {
        let word = &text[(*name).clone()];
        organisation::likeness(word) == Likeness::Strong || organisation::is_collective(word)
    };
    let likely = |name: &Range<usize>| organisation::may_be_name(&text[name.clone()]);
    let sure = list.names.iter().filter(sure).count();
    let bodies = sure * 2 > list.names.len() && list.names.iter().all(likely);
    let label = match () {
        () if WATCHERS.inside(label) => Label::Watchers,
        () if SUPPORTS.inside(label) => Label::Departments(Some(Role::Support)),
        () if LEADS.inside(label) => Label::Departments(Some(Role::Lead)),
        () => Label::Departments(None),
    };
    bodies.then_some((start, label))
}

/// `【责任单位】市发改委`: a label in brackets instead of one before a colon.
pub(super) fn boxed(before: &str) -> Option<(usize, Label)> {
    let open = before.rfind('【')?;
    let label = meaning(&before[open + '【'.len_utf8()..])?;
    Some((open, label))
}

/// `牵头单位为市发改委`, `责任单位|市发改委`: a label, and a body behind its verb or stroke.
pub(super) fn stated(text: &str, at: usize, verb: &str) -> Option<(usize, Label)> {
    let (start, label) = ending(&text[..at])?;
    let parted = text[..start].chars().next_back().is_none_or(is_stop);
    let rest = &text[at + verb.len()..];
    let first = rest.split(['、', '，', '；', '。', '和', '（']).next()?;
    let body =
        organisation::likeness(first) == Likeness::Strong || organisation::is_collective(first);
    // `（第一责任单位为牵头单位，下同）` is a rule.
    let body = body && meaning(first).is_none();
    (parted && body && matches!(label, Label::Departments(_))).then_some((start, label))
}
