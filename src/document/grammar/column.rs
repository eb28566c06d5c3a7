//! What the head of a table's column announces.
//!
//! Names seen in real tables: 项目分类, 序号, 考核任务指标, 责任单位, 备注 (seed 004); 重点任务, 工作内容, 牵头单位, 配合单位,
//! 完成时限, 牵头领导 (DOMAIN §1.5); 指标名称, 单位, 2020年, 2025年, 属性 (five-year plans).

use std::borrow::Cow;

use super::label::{self, Label};
use crate::domain::{Role, word_list};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// 序号.
    Ordinal,
    /// 项目分类, 类别: often merged downwards.
    Category,
    /// 项目名称 beside 建设内容: the first words of the item.
    Name,
    /// The text of the item.
    Text,
    /// 年度目标 behind the text of the item: goes on with it.
    More,
    /// Bodies, in the role of the header; 责任单位 leaves the role to the document.
    Departments(Option<Role>),
    /// 牵头及配合单位: the first body leads, the others have this role.
    Ranked(Role),
    /// 评分部门, 督导单位: bodies that watch and do not do.
    Watchers,
    /// 完成时限.
    Deadline,
    /// 牵头领导.
    Leader,
    /// 单位 in the sense of a unit of measure.
    Unit,
    /// 目标值, with the year that its header names.
    Value(Option<i32>),
    /// 备注, 属性, 基期, and whatever is not known.
    Other,
}

impl Column {
    /// True when the column names bodies that have to do something.
    pub(crate) fn names_bodies(self) -> bool {
        matches!(self, Self::Departments(_) | Self::Ranked(_))
    }
}

/// What columns with these names hold, each by itself.
pub(crate) fn all(names: &[&str]) -> Vec<Column> {
    let helped = names.iter().any(|name| name.contains("协办"));
    let column = |name: &str| match column(name) {
        // `承办单位 | 协办单位`: who has helpers leads.
        Column::Departments(None) if helped && name.contains("承办") => {
            Column::Departments(Some(Role::Lead))
        }
        column => column,
    };
    let inner = |name: &str| {
        ["股室", "处室", "科室"]
            .iter()
            .any(|office| name.contains(office))
    };
    let helps = Column::Departments(Some(Role::Support));
    let bodies = names.iter().any(|name| {
        let column = column(name);
        column.names_bodies() && column != helps && !inner(name)
    });
    // `责任股室` answers where no column names bodies, and `牵头处室` beside those that help it.
    let column = |name: &str| match inner(name) {
        true if bodies => Column::Other,
        true if name.contains("牵头") => Column::Departments(Some(Role::Lead)),
        true if name.contains("配合") => helps,
        true => Column::Departments(None),
        false => column(name),
    };
    if !measures(names) {
        let mut columns: Vec<Column> = names.iter().map(|name| column(name)).collect();
        name_text(names, &mut columns);
        return columns;
    }
    let last_year = names.iter().filter_map(|name| year(name)).max();
    names
        .iter()
        .map(|name| measured_column(name, last_year))
        .collect()
}

/// `专项整治行业 | 时间安排 | 责任单位`: where no column is known to hold the text, the first unknown one does.
fn name_text(names: &[&str], columns: &mut [Column]) {
    let held = |column: &Column| matches!(column, Column::Text | Column::Name | Column::Value(_));
    if columns.iter().any(held) || !columns.iter().any(|column| column.names_bodies()) {
        return;
    }
    let free = |at: &usize| {
        columns[*at] == Column::Other && !is_aside(names[*at]) && !names[*at].is_empty()
    };
    if let Some(at) = (0..columns.len()).find(free) {
        columns[at] = Column::Text;
    }
}

/// True for a name that heads a column of such tables.
pub(crate) fn is_known(name: &str) -> bool {
    column(&base(name)) != Column::Other || name.contains("单位") || ASIDES.inside(name)
}

/// A header without the remarks in brackets: `牵头单位（排第一位）及责任单位` → `牵头单位及责任单位`.
pub(crate) fn base(name: &str) -> Cow<'_, str> {
    if !name.contains('（') {
        return Cow::Borrowed(name);
    }
    let mut base = String::new();
    let mut depth = 0_usize;
    for c in name.chars() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            _ if depth == 0 => base.push(c),
            _ => {}
        }
    }
    if base.is_empty() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(base)
    }
}

/// True for `备注` and the like, whose cells are never what they look like.
pub(crate) fn is_aside(name: &str) -> bool {
    ASIDES.inside(name)
}

/// True for a table of indicators: 指标 with its unit of measure, value or 属性.
fn measures(names: &[&str]) -> bool {
    let indicator = names
        .iter()
        .any(|name| name.contains("指标") && !name.contains("任务"));
    let measure = names.iter().any(|name| {
        matches!(*name, "单位" | "计量单位" | "属性" | "指标属性")
            || name.contains("目标值")
            || year(name).is_some()
    });
    // `考核内容 | 单位 | 年度目标 | 责任部门`: a unit of measure beside the bodies.
    let unit = names
        .iter()
        .any(|name| matches!(*name, "单位" | "计量单位"));
    let bodies = names.iter().any(|name| {
        matches!(
            label::meaning(name),
            Some(Label::Departments(_) | Label::Ranked(_))
        )
    });
    let value = names.iter().any(|name| VALUES.inside(name));
    (indicator && measure) || (unit && bodies && value)
}

word_list!(
    VALUES = "目标值 年度目标 目标数 计划数 任务数 指标值 任务量 计划完成 目标任务数 年度任务"
);

/// `2025年`, `2025年目标`: a column of values.
fn year(name: &str) -> Option<i32> {
    let digits = name
        .get(..4)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = name[4..].trim_start_matches('年');
    let plain = [
        "",
        "目标",
        "目标值",
        "规划目标",
        "计划",
        "预期",
        "实际",
        "基数",
        "现状",
        "完成",
    ]
    .contains(&rest);
    plain.then(|| digits.parse().ok())?
}

fn measured_column(name: &str, last_year: Option<i32>) -> Column {
    match name {
        "单位" | "计量单位" => Column::Unit,
        "属性" | "指标属性" => Column::Other,
        _ if year(name).is_some() => {
            if year(name) == last_year {
                Column::Value(last_year)
            } else {
                Column::Other
            }
        }
        _ if VALUES.inside(name) => Column::Value(None),
        _ => column(name),
    }
}

word_list!(ASIDES = "备注 属性 说明 权重 分值 评分 考核部门 进展 联系电话 投资 来源 依据");
word_list!(LEADERS = "领导 责任人 联系");
word_list!(LEADS = "牵头 主办 主责 主要责任");
word_list!(SUPPORTS = "配合 会办 协办 参与 协同 协助 其他责任");
word_list!(BODIES = "责任单位 责任部门 承办 单位 部门 主体 负责");
word_list!(TIMES = "时限 时间 期限 节点 进度安排");
word_list!(CATEGORIES = "分类 类别 领域 板块 一级指标 方面 类型");
word_list!(
    TEXTS = "题目 标题 议题 提案 建议 问题 任务 内容 措施 事项 要求 举措 指标 工作 目标 项目 清单 实事 要点"
);

pub(crate) fn column(name: &str) -> Column {
    if let Some(label) = label::meaning(name) {
        return match label {
            Label::Departments(role) => Column::Departments(role),
            Label::Ranked(role) => Column::Ranked(role),
            Label::Deadline => Column::Deadline,
            Label::Leader => Column::Leader,
            Label::Watchers => Column::Watchers,
            Label::Instruction | Label::Note => Column::Other,
        };
    }
    if ["序号", "编号"].iter().any(|word| name.contains(word)) || name == "号" {
        Column::Ordinal
    } else if ASIDES.inside(name) {
        Column::Other
    } else if let Some(rest) = ranked(name) {
        Column::Ranked(rest)
    } else if LEADERS.inside(name) && ["单位", "部门"].iter().any(|word| name.contains(word)) {
        // `牵头单位及责任人`: bodies, each with its person.
        bodies(name)
    } else if LEADERS.inside(name) {
        Column::Leader
    } else if LEADS.inside(name) || SUPPORTS.inside(name) || BODIES.inside(name) {
        bodies(name)
    } else if TIMES.inside(name) {
        Column::Deadline
    } else if CATEGORIES.inside(name) {
        Column::Category
    } else if TEXTS.inside(name) {
        Column::Text
    } else {
        Column::Other
    }
}

/// A column of bodies, by the word of duty in its name.
fn bodies(name: &str) -> Column {
    Column::Departments(if LEADS.inside(name) {
        Some(Role::Lead)
    } else if SUPPORTS.inside(name) {
        Some(Role::Support)
    } else {
        None
    })
}

/// `牵头及配合单位`, `牵头单位和责任单位`: the first of a cell leads, the others have the second duty.
fn ranked(name: &str) -> Option<Role> {
    let lead = ["牵头", "主办"]
        .iter()
        .find_map(|word| Some(name.find(word)? + word.len()))?;
    let rest = &name[lead..];
    let joined = ["及", "、", "和", "与", "/", "（"]
        .iter()
        .any(|joint| rest.contains(joint));
    match joined {
        true if SUPPORTS.inside(rest) => Some(Role::Support),
        true if rest.contains("责任单位") || rest.contains("责任部门") => Some(Role::Joint),
        _ => None,
    }
}

/// How much a text column says, by its name.
pub(crate) fn weight(name: &str) -> u8 {
    if [
        "任务", "内容", "措施", "事项", "举措", "要求", "清单", "实事",
    ]
    .iter()
    .any(|word| name.contains(word))
    {
        3
    } else if name.contains("指标") {
        2
    } else {
        1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_names() {
        let table = [
            ("项目分类", Column::Category),
            ("序号", Column::Ordinal),
            ("考核任务指标", Column::Text),
            ("责任单位", Column::Departments(None)),
            ("牵头单位", Column::Departments(Some(Role::Lead))),
            ("牵头责任单位", Column::Departments(Some(Role::Lead))),
            ("配合单位", Column::Departments(Some(Role::Support))),
            ("完成时限", Column::Deadline),
            ("牵头领导", Column::Leader),
            ("备注", Column::Other),
            ("评分部门", Column::Watchers),
        ];
        for (name, expected) in table {
            assert_eq!(column(name), expected, "{name}");
        }
    }

    #[test]
    fn tables_of_indicators_are_told() {
        assert!(measures(&[
            "序号",
            "指标名称",
            "单位",
            "2020年",
            "2025年",
            "属性"
        ]));
        assert!(!measures(&[
            "项目分类",
            "序号",
            "考核任务指标",
            "责任单位",
            "备注"
        ]));
        assert_eq!(
            measured_column("2025年", Some(2025)),
            Column::Value(Some(2025))
        );
        assert_eq!(measured_column("2020年", Some(2025)), Column::Other);
        assert_eq!(measured_column("单位", None), Column::Unit);
    }
}
