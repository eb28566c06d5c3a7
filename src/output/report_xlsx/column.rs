//! The columns of 填报工作簿, known by their headers wherever people move them.

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// The item.
    Item,
    /// Where it comes from.
    Clause,
    /// The period.
    Period,
    /// The target.
    Target,
    /// What must be reached.
    Goal,
    /// In what it is counted.
    Measure,
    /// What was reported the last time.
    Last,
    /// What should be reached by the end of the period.
    Expected,
    /// The figure, the grade, or whether it holds.
    Value,
    /// Day of the data.
    AsOf,
    /// Where it comes from.
    Source,
    /// Why it is unusual.
    Explanation,
    /// 自评.
    Stated,
    /// 进展情况.
    Progress,
    /// 存在的问题.
    Problems,
    /// 下一步措施.
    NextStep,
    /// Key of the department.
    DepartmentKey,
    /// Key of the item.
    ItemKey,
    /// Key of the target.
    TargetKey,
    /// First day of the period.
    FirstDay,
    /// The draft that the workbook was made from.
    Draft,
    /// What tells that a row is whole.
    Check,
}

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// To be read.
    Context,
    /// To be filled, for each target.
    Figure,
    /// To be filled, once for each item.
    Words,
    /// Hidden.
    Key,
}

impl Column {
    /// All, in order.
    pub const ALL: [Self; 22] = [
        Self::Item,
        Self::Clause,
        Self::Period,
        Self::Target,
        Self::Goal,
        Self::Measure,
        Self::Last,
        Self::Expected,
        Self::Value,
        Self::AsOf,
        Self::Source,
        Self::Explanation,
        Self::Stated,
        Self::Progress,
        Self::Problems,
        Self::NextStep,
        Self::DepartmentKey,
        Self::ItemKey,
        Self::TargetKey,
        Self::FirstDay,
        Self::Draft,
        Self::Check,
    ];

    /// Its header.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Item => "任务",
            Self::Clause => "来源条款",
            Self::Period => "填报期",
            Self::Target => "指标",
            Self::Goal => "目标",
            Self::Measure => "单位",
            Self::Last => "上期值",
            Self::Expected => "序时应达",
            Self::Value => "本期值",
            Self::AsOf => "数据日期",
            Self::Source => "数据来源",
            Self::Explanation => "说明",
            Self::Stated => "自评",
            Self::Progress => "进展情况",
            Self::Problems => "存在的问题",
            Self::NextStep => "下一步措施",
            Self::DepartmentKey => "单位编号",
            Self::ItemKey => "任务编号",
            Self::TargetKey => "指标编号",
            Self::FirstDay => "填报期起日",
            Self::Draft => "草稿版本",
            Self::Check => "校验码",
        }
    }

    /// What it is for.
    pub const fn purpose(self) -> Use {
        match self {
            Self::Value | Self::AsOf | Self::Source | Self::Explanation => Use::Figure,
            Self::Stated | Self::Progress | Self::Problems | Self::NextStep => Use::Words,
            Self::DepartmentKey
            | Self::ItemKey
            | Self::TargetKey
            | Self::FirstDay
            | Self::Draft
            | Self::Check => Use::Key,
            _ => Use::Context,
        }
    }

    /// Its width, in characters of Latin.
    pub(super) const fn width(self) -> u16 {
        match self {
            Self::Item => 24,
            Self::Clause | Self::Target => 20,
            Self::Progress => 40,
            Self::Problems | Self::NextStep => 28,
            Self::Source | Self::Explanation => 16,
            Self::Goal | Self::Last | Self::Expected | Self::Value | Self::AsOf => 12,
            Self::Period => 11,
            _ => 9,
        }
    }

    /// The column of a header, however it is broken into lines.
    pub fn of(header: &str) -> Option<Self> {
        let plain: String = header.chars().filter(|c| !c.is_whitespace()).collect();
        Self::ALL.into_iter().find(|column| column.label() == plain)
    }
}
