//! Names in a clause that do not look like bodies by themselves: what stands beside them says that they are, or that they
//! are people, or where the name ends.

use std::ops::Range;

use super::super::organisation::{self, Likeness, List};
use super::super::role_words::{self, RoleWords};
use super::bracket::is_likely;
use crate::domain::word_list;

/// `市经信局、甲云、乙城投按职责分工负责`: behind a department any name will do.
pub(super) fn is_led_by_body(text: &str, list: &List) -> bool {
    let first = list.names.first();
    first.is_some_and(|name| organisation::likeness(&text[name.clone()]) == Likeness::Strong)
        && list
            .names
            .iter()
            .all(|name| is_short_name(&text[name.clone()]))
}

/// `发展改革、财政、人力资源社会保障等部门`: the word behind the list says that they are bodies.
pub(super) fn of_departments(text: &str, list: &List, end: usize) -> bool {
    let tail = list.names.last().map_or("", |name| &text[name.end..end]);
    list.open
        && tail.ends_with("部门")
        && list.names.len() >= 2
        && list
            .names
            .iter()
            .all(|name| is_short_name(&text[name.clone()]))
}

/// `江孜、白朗、萨迦等县人民政府`: places whose government stands behind the list.
pub(super) fn of_places(text: &str, list: &List, end: usize) -> bool {
    let tail = list.names.last().map_or("", |name| &text[name.end..end]);
    let short = |name: &Range<usize>| (2..=6).contains(&text[name.clone()].chars().count());
    list.open && tail.ends_with("政府") && list.names.iter().all(short)
}

pub(super) fn is_short_name(name: &str) -> bool {
    organisation::may_be_name(name)
        && (is_likely(name) || name.chars().count() <= 8)
        && !EVERYBODY.inside(name)
}

word_list!(
    /// Words for people at large, who are no body.
    EVERYBODY = "全社会 社会力量 社会资本 社会公众 群众 公众 市场 力量 市民 全民 居民 上下 多方 双方 三方"
);

/// `济南、青岛、烟台市政府`: a short name of a place whose ending stands behind the last one.
pub(super) fn waits_for_ending(text: &str, names: &[Range<usize>]) -> bool {
    let Some((first, rest)) = names.split_first() else {
        return false;
    };
    let short = |name: &Range<usize>| (2..=4).contains(&text[name.clone()].chars().count());
    let next = rest.iter().find(|name| is_likely(&text[(*name).clone()]));
    short(first)
        && next.is_some_and(|name| {
            let ending = [
                "市政府",
                "市人民政府",
                "县政府",
                "县人民政府",
                "区政府",
                "市",
                "县",
                "区",
            ];
            let word = &text[name.clone()];
            ending.iter().any(|ending| {
                word.ends_with(ending) && word.chars().count() <= 5 + ending.chars().count()
            })
        })
}

word_list!(
    /// Offices that persons hold.
    OFFICES = "省长 市长 厅长 局长 区长 县长 州长 盟长 秘书长 书记 常委 主席 分管领导 同志 专员 主任 部长 乡长 镇长"
);

/// `分管副省长`, `省住房城乡建设厅厅长周××`: an office held by a person.
pub(super) fn is_person(word: &str) -> bool {
    OFFICES.ending(word).is_some()
        || (word.contains('×') && organisation::without_person(word) == word.len())
        || ["厅长", "局长", "市长", "省长", "县长", "区长"]
            .iter()
            // `国家税务总局长沙市芙蓉区税务局`: a place begins behind the 局.
            .any(|office| word.contains(office) && !word.starts_with("国家税务总局长"))
}

/// `A、B双牵头`, `A、B各司其职`: when the words of duty at the end leave a last name that is none, what stands behind the
/// body that it begins with.
pub(super) fn behind_last(
    text: &str,
    clause: Range<usize>,
    words: Option<&RoleWords>,
) -> Option<RoleWords> {
    let end = words.map_or(clause.end, |words| clause.start + words.at);
    let last = organisation::list(text, clause.start..end).names.pop()?;
    let word = &text[last.clone()];
    if organisation::likeness(word) > Likeness::None || word.ends_with(['）', '各']) {
        return None;
    }
    let length = organisation::body_prefix(word).filter(|length| *length < word.len())?;
    let general = ["部门", "单位"]
        .iter()
        .any(|many| word[..length].ends_with(many))
        && !organisation::is_collective(&word[..length]);
    // `各团场配合`: a lone letter before the words of duty belongs to the name, unless it is a word of its own.
    let rest = &word[length..];
    let lone = rest.chars().count() == 1
        && !rest.starts_with(['双', '总', '均', '共', '并', '各', '主', '要', '应', '需']);
    if general || (lone && words.is_some()) || rest.starts_with(['长', '的']) {
        return None;
    }
    role_words::behind(&text[clause.clone()], last.start + length - clause.start)
}
