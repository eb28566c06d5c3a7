//! `牵头单位：…；配合单位：…；完成时限：…`: fields with a label, on one line or on several.

mod unusual;

use std::ops::Range;

use super::organisation::{self, Likeness};
use crate::domain::{Role, word_list};
use unusual::{boxed, by_value, stated};

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// Bodies; `责任单位` alone does not say in which role.
    Departments(Option<Role>),
    /// `牵头及配合单位`: the first body leads, the others have this role.
    Ranked(Role),
    /// `完成时限`.
    Deadline,
    /// `分管领导`, `责任人`: people.
    Leader,
    /// `工作要求：由A牵头`: prose about the bodies.
    Instruction,
    /// `督导单位`: bodies that watch and do not do.
    Watchers,
    /// `备注`.
    Note,
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Field {
    /// What its label announces.
    pub label: Label,
    /// Where the label begins.
    pub start: usize,
    /// The value after the colon.
    pub value: Range<usize>,
}

word_list!(
    /// What a label may end in that announces bodies.
    BODIES = "单位 部门 主体 分工 单位（部门） 部门（单位） 部门单位 部门和单位"
);
word_list!(
    /// What a label may end in that announces a time.
    TIMES = "时限 期限 时间 时间节点 时限要求 时间要求 时间安排 进度要求 进度安排 时间进度 进度时限 时序进度 完成进度 节点"
);
word_list!(
    /// What a label may end in that announces people.
    PEOPLE = "领导 责任人 负责人 领导同志 负责同志"
);
word_list!(
    /// Whom to ask; nobody who answers for the work.
    CONTACTS = "联系人 联络员 联络人 经办人 填报人 联系电话"
);
word_list!(
    /// What a label may end in that says more about the bodies: `工作要求：由市发改委牵头`.
    INSTRUCTIONS = "工作要求 办理要求 督办要求 分工要求"
);
word_list!(
    /// Words of which labels are made, wherever they stand.
    QUALIFIERS =
    "牵头 责任 主要 联动 支撑 主办 会办 主责 承办 配合 协办 协同 协助 参与 参加 支持 协作 汇总 负责 第一 次要 其他 其它 督导 督办 督查 监督 考核 评分 评价 \
     验收 整改 完成 办结 分管 包联 包抓 包保 挂钩 挂联 组长 副组长 组员 成员"
);
word_list!(
    /// Words of which labels are made at the head of a line only; elsewhere the text before may end in them.
    LOOSE =
    "落实 实施 具体 属地 行业 对口 技术 直接 共同 执行 建设 指导 推进 办理 联系 部门 省级 市级 县级 区级 州级 旗级 省 市 县 区 州 旗 计划 预计 开工 工作"
);
word_list!(LEADS = "牵头 主办 主责 主要 第一 组长");
word_list!(
    SUPPORTS =
        "副组长 组员 成员 联动 支撑 次要 配合 会办 协办 协同 协助 参与 参加 支持 协作 其他 其它"
);
word_list!(
    /// Bodies that watch and do not do.
    WATCHERS = "督导 督办 督查 监督 指导 考核 评分 评价 验收"
);
word_list!(DOERS = "责任 负责 落实 实施 承办 部门分工 执行 办理 工作分工");

/// What `words` announces as a whole: a label before a colon, or the head of a column.
pub(crate) fn meaning(words: &str) -> Option<Label> {
    ending(words)
        .filter(|(start, _)| *start == 0)
        .map(|(_, label)| label)
}

/// The label that `text` ends with, and where it begins: `…副市长牵头单位` ends with `牵头单位`.
pub(crate) fn ending(text: &str) -> Option<(usize, Label)> {
    if let Some(found) = bare(text) {
        return Some(found);
    }
    if text.ends_with("备注") {
        return Some((text.len() - "备注".len(), Label::Note));
    }
    if let Some(words) = CONTACTS.ending(text) {
        return Some((text.len() - words.len(), Label::Note));
    }
    if let Some(words) = INSTRUCTIONS.ending(text) {
        return Some((text.len() - words.len(), Label::Instruction));
    }
    let kinds = [&BODIES, &TIMES, &PEOPLE];
    let (kind, suffix) = kinds
        .iter()
        .enumerate()
        .filter_map(|(kind, words)| Some((kind, words.ending(text)?)))
        .max_by_key(|(_, suffix)| suffix.len())?;
    let end = text.len() - suffix.len();
    let start = qualified(text, end);
    let label = &text[start..];
    let alone = matches!(suffix, "时限" | "责任人" | "负责人") || suffix.chars().count() >= 4;
    if start == end && !alone {
        return None;
    }
    if let Some((first, role)) = ranked(text, start, label) {
        return Some((first, Label::Ranked(role)));
    }
    // `责任单位及责任人`: bodies, each with its person.
    if kind == 2
        && let Some(bodies) = JOINTS
            .ending(&text[..start])
            .map(|joint| start - joint.len())
        && let Some((start, Label::Departments(role))) = ending(&text[..bodies])
    {
        return Some((start, Label::Departments(role)));
    }
    let meaning = match kind {
        1 => Label::Deadline,
        2 => Label::Leader,
        _ if WATCHERS.inside(label) => Label::Watchers,
        _ if label.contains("汇总") => Label::Departments(Some(Role::Consolidator)),
        _ if SUPPORTS.inside(label) => Label::Departments(Some(Role::Support)),
        _ if LEADS.inside(label) => Label::Departments(Some(Role::Lead)),
        _ if DOERS.inside(label) => Label::Departments(None),
        _ => return None,
    };
    Some((start, meaning))
}

word_list!(JOINTS = "及 、 和 与 / 或 （");

/// `牵头及配合单位`, `牵头单位、责任单位`: where the two labels begin, and the role of those behind the first.
fn ranked(text: &str, start: usize, label: &str) -> Option<(usize, Role)> {
    let joint = JOINTS.ending(&text[..start])?;
    let before = &text[..start - joint.len()];
    let lead = ["牵头单位", "牵头部门", "主办单位", "牵头", "主办"]
        .iter()
        .find(|lead| before.ends_with(**lead))?;
    let role = match () {
        () if SUPPORTS.inside(label) => Role::Support,
        () if DOERS.inside(label) => Role::Joint,
        () => return None,
    };
    Some((before.len() - lead.len(), role))
}

/// Where a label begins whose last word begins at `end`: `…分管副市长牵头单位` at 牵头. Of the words that give a role a
/// label has one, so that `…局牵头配合单位` (a space was lost) begins at 配合.
fn qualified(text: &str, end: usize) -> usize {
    let mut start = end;
    while let Some(word) = QUALIFIERS
        .ending(&text[..start])
        .or_else(|| LOOSE.ending(&text[..start]))
    {
        start -= word.len();
    }
    let before = text[..start].chars().next_back();
    if before.is_none_or(|c| !c.is_alphanumeric()) {
        return start;
    }
    let mut start = end;
    let mut role = false;
    while let Some(word) = QUALIFIERS.ending(&text[..start]) {
        let gives = LEADS.has(word) || SUPPORTS.has(word) || WATCHERS.has(word);
        if role && gives {
            break;
        }
        role |= gives;
        start -= word.len();
    }
    start
}

word_list!(BARE = "牵头 主办 主责 承办 配合 协办 会办 参与 协助 责任 负责 落实");

/// `（牵头：A；配合：B）`: a word of duty alone, behind a bracket, a stop or nothing.
fn bare(text: &str) -> Option<(usize, Label)> {
    let word = BARE.ending(text)?;
    let start = text.len() - word.len();
    let before = text[..start].chars().next_back();
    let parted = before.is_none_or(is_stop) || ends_with_body(&text[..start]);
    let role = match word {
        _ if LEADS.inside(word) || word == "主责" => Some(Role::Lead),
        _ if SUPPORTS.inside(word) => Some(Role::Support),
        _ => None,
    };
    parted.then_some((start, Label::Departments(role)))
}

fn is_stop(c: char) -> bool {
    matches!(
        c,
        '（' | '【' | '[' | '〔' | '；' | '。' | '，' | '、' | '）' | '】' | ']' | '〕'
    )
}

/// `主办：市卫健委协办：…`: a space was lost between a body and the next label.
fn ends_with_body(text: &str) -> bool {
    let word = text.rsplit(|c| is_stop(c) || c == '：').next();
    word.is_some_and(|word| organisation::likeness(word) == Likeness::Strong)
}

word_list!(
    /// Labels of the parts of one item, which begin no measure of their own.
    PARTS =
    "整改目标 整改措施 整改要求 整改任务 整改情况 工作目标 目标要求 具体措施 主要措施 工作措施 推进措施 落实措施 工作内容 任务内容 目标任务 \
     主要内容 具体内容 建设内容 建设规模 进展情况 成果形式 工作成果 验收标准 存在问题 问题描述 问题表现 年度目标 年度任务 具体任务 重点任务 \
     实施内容 项目内容 投资规模 绩效目标 主要任务 工作任务 具体要求 实施范围 预期目标 预期成果 目标 \
     申报条件 申报材料 申报流程 申报主体 操作流程 办理流程 受理单位 受理申报单位 咨询单位 政策咨询单位 咨询电话 奖励标准 支持标准 支持对象 政策内容"
);

/// `整改措施：…`, `工作目标：…`: a part of the item above, by its label.
pub(crate) fn is_part(text: &str) -> bool {
    text.find('：').is_some_and(|colon| {
        let label = &text[..colon];
        PARTS.has(label) || meaning(label).is_some()
    })
}

/// The labelled fields of `text[range]`; empty when it has none. Labels need no separator before them, because
/// `牵头单位：A　责任单位：B` loses its space when it is read.
pub(crate) fn split(text: &str, range: Range<usize>) -> Vec<Field> {
    let slice = &text[range.clone()];
    let mut fields: Vec<Field> = Vec::new();
    for (at, colon) in slice.match_indices(['：', ':', '】', '为', '|']) {
        let found = match colon {
            "：" | ":" => ending(&slice[..at]).or_else(|| by_value(slice, at, at + colon.len())),
            "】" => boxed(&slice[..at]),
            _ => stated(slice, at, colon),
        };
        let Some((start, label)) = found else {
            continue;
        };
        if let Some(last) = fields.last_mut() {
            last.value.end = range.start + start;
        }
        fields.push(Field {
            label,
            start: range.start + start,
            value: range.start + at + colon.len()..range.end,
        });
    }
    // `成员单位：A、B` assigns only behind those who lead them.
    let leads = |field: &Field| field.label == Label::Departments(Some(Role::Lead));
    if !fields.iter().any(leads) {
        fields.retain(|field| !text[field.start..field.value.start].starts_with("成员"));
    }
    // `承办单位：A、B；协办单位：C`: who has helpers leads.
    let is = |field: &Field, word: &str| text[field.start..field.value.start].contains(word);
    if fields.iter().any(|field| is(field, "协办")) {
        for field in fields.iter_mut().filter(|field| is(field, "承办")) {
            field.label = Label::Departments(Some(Role::Lead));
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_on_one_line() {
        let text = "牵头单位：市发改委；协同责任单位：市财政局、市审计局完成时限：2025年底";
        let fields = split(text, 0..text.len());
        let shown: Vec<(Label, &str)> = fields
            .iter()
            .map(|f| (f.label, text[f.value.clone()].trim_end_matches('；')))
            .collect();
        assert_eq!(
            shown,
            [
                (Label::Departments(Some(Role::Lead)), "市发改委"),
                (
                    Label::Departments(Some(Role::Support)),
                    "市财政局、市审计局"
                ),
                (Label::Deadline, "2025年底"),
            ]
        );
    }

    #[test]
    fn labels_are_known_by_their_words() {
        let table = [
            ("牵头责任单位", Some(Label::Departments(Some(Role::Lead)))),
            (
                "协同责任单位",
                Some(Label::Departments(Some(Role::Support))),
            ),
            (
                "其他责任单位",
                Some(Label::Departments(Some(Role::Support))),
            ),
            ("责任部门", Some(Label::Departments(None))),
            ("督导单位", Some(Label::Watchers)),
            ("包联领导", Some(Label::Leader)),
            ("整改时限", Some(Label::Deadline)),
            ("单位", None),
            ("时间", None),
            ("农产品", None),
        ];
        for (words, expected) in table {
            assert_eq!(meaning(words), expected, "{words}");
        }
        assert!(is_part("整改措施：1.开展排查") && !is_part("农产品：实施标准化"));
    }

    #[test]
    fn prose_with_a_colon_has_no_fields() {
        let text = "农产品：实施标准化、规模化种植";
        assert!(split(text, 0..text.len()).is_empty());
    }
}
