//! `牵头单位：…；配合单位：…；完成时限：…`: fields with a label, on one line or on several.

use std::ops::Range;

use crate::domain::Role;

/// What a label announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Label {
    /// Bodies; `责任单位` alone does not say in which role.
    Departments(Option<Role>),
    /// `完成时限`.
    Deadline,
    /// `分管领导`, `责任人`: people.
    Leader,
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

const LABELS: &[(&str, Label)] = &[
    ("牵头责任单位", Label::Departments(Some(Role::Lead))),
    ("牵头单位", Label::Departments(Some(Role::Lead))),
    ("牵头部门", Label::Departments(Some(Role::Lead))),
    ("主办单位", Label::Departments(Some(Role::Lead))),
    ("主责单位", Label::Departments(Some(Role::Lead))),
    ("主责部门", Label::Departments(Some(Role::Lead))),
    ("承办单位", Label::Departments(Some(Role::Lead))),
    ("协同责任单位", Label::Departments(Some(Role::Support))),
    ("协同单位", Label::Departments(Some(Role::Support))),
    ("配合单位", Label::Departments(Some(Role::Support))),
    ("配合部门", Label::Departments(Some(Role::Support))),
    ("协办单位", Label::Departments(Some(Role::Support))),
    ("协办部门", Label::Departments(Some(Role::Support))),
    ("参与单位", Label::Departments(Some(Role::Support))),
    ("参加单位", Label::Departments(Some(Role::Support))),
    ("协助单位", Label::Departments(Some(Role::Support))),
    ("汇总单位", Label::Departments(Some(Role::Consolidator))),
    ("责任单位", Label::Departments(None)),
    ("责任部门", Label::Departments(None)),
    ("负责单位", Label::Departments(None)),
    ("负责部门", Label::Departments(None)),
    ("落实单位", Label::Departments(None)),
    ("落实部门", Label::Departments(None)),
    ("实施单位", Label::Departments(None)),
    ("责任主体", Label::Departments(None)),
    ("部门分工", Label::Departments(None)),
    ("完成时限", Label::Deadline),
    ("完成时间", Label::Deadline),
    ("完成期限", Label::Deadline),
    ("办结时限", Label::Deadline),
    ("时限要求", Label::Deadline),
    ("时间要求", Label::Deadline),
    ("时间节点", Label::Deadline),
    ("时间安排", Label::Deadline),
    ("推进时限", Label::Deadline),
    ("时限", Label::Deadline),
    ("牵头负责领导", Label::Leader),
    ("牵头领导", Label::Leader),
    ("分管领导", Label::Leader),
    ("分管省领导", Label::Leader),
    ("分管市领导", Label::Leader),
    ("责任领导", Label::Leader),
    ("包抓领导", Label::Leader),
    ("责任人", Label::Leader),
    ("负责人", Label::Leader),
    ("联系人", Label::Leader),
    ("备注", Label::Note),
];

/// What `words` announces as a whole: a label before a colon, or the head of a column.
pub(crate) fn meaning(words: &str) -> Option<Label> {
    LABELS
        .iter()
        .find(|(name, _)| *name == words)
        .map(|(_, label)| *label)
}

/// The label that `text` ends with, and where it begins.
fn ending(text: &str) -> Option<(usize, Label)> {
    LABELS
        .iter()
        .filter(|(name, _)| text.ends_with(name))
        .max_by_key(|(name, _)| name.len())
        .map(|(name, label)| (text.len() - name.len(), *label))
}

/// The labelled fields of `text[range]`; empty when it has none. Labels need no separator before them, because
/// `牵头单位：A　责任单位：B` loses its space when it is read.
pub(crate) fn split(text: &str, range: Range<usize>) -> Vec<Field> {
    let slice = &text[range.clone()];
    let mut fields: Vec<Field> = Vec::new();
    for (at, colon) in slice.match_indices(['：', ':']) {
        let Some((start, label)) = ending(&slice[..at]) else {
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
    fn prose_with_a_colon_has_no_fields() {
        let text = "农产品：实施标准化、规模化种植";
        assert!(split(text, 0..text.len()).is_empty());
    }
}
