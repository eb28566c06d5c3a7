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
    /// The figure or the grade.
    Value,
    /// 分子 of a share.
    Numerator,
    /// 分母 of a share.
    Denominator,
    /// Whether it holds.
    Holds,
    /// The number from outside the document that the figure is held against.
    Reference,
    /// Whether that must be reached or kept within.
    ReferenceFloor,
    /// Where that number stands.
    ReferenceSource,
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
    /// Whether the deadline will be kept.
    Forecast,
    /// Why perhaps or surely not.
    ForecastReason,
    /// What needs somebody else.
    Coordination,
    /// Whom.
    CoordinationWith,
    /// Why contributions are missing.
    MissingReason,
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
    pub const ALL: [Self; 33] = [
        Self::Item,
        Self::Clause,
        Self::Period,
        Self::Target,
        Self::Goal,
        Self::Measure,
        Self::Last,
        Self::Expected,
        Self::Value,
        Self::Numerator,
        Self::Denominator,
        Self::Holds,
        Self::Reference,
        Self::ReferenceFloor,
        Self::ReferenceSource,
        Self::AsOf,
        Self::Source,
        Self::Explanation,
        Self::Stated,
        Self::Progress,
        Self::Problems,
        Self::NextStep,
        Self::Forecast,
        Self::ForecastReason,
        Self::Coordination,
        Self::CoordinationWith,
        Self::MissingReason,
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
            Self::Numerator => "分子",
            Self::Denominator => "分母",
            Self::Holds => "是否符合要求",
            Self::Reference => "对照数",
            Self::ReferenceFloor => "下达要求",
            Self::ReferenceSource => "对照数来源",
            Self::AsOf => "数据日期",
            Self::Source => "数据来源",
            Self::Explanation => "说明",
            Self::Stated => "自评",
            Self::Progress => "进展情况",
            Self::Problems => "存在的问题",
            Self::NextStep => "下一步措施",
            Self::Forecast => "预计能否按期",
            Self::ForecastReason => "预计的原因",
            Self::Coordination => "需协调事项",
            Self::CoordinationWith => "需协调的单位",
            Self::MissingReason => "配合单位缺报说明",
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
            Self::Item
            | Self::Clause
            | Self::Period
            | Self::Target
            | Self::Goal
            | Self::Measure
            | Self::Last
            | Self::Expected => Use::Context,
            Self::Value
            | Self::Numerator
            | Self::Denominator
            | Self::Holds
            | Self::Reference
            | Self::ReferenceFloor
            | Self::ReferenceSource
            | Self::AsOf
            | Self::Source
            | Self::Explanation => Use::Figure,
            Self::Stated
            | Self::Progress
            | Self::Problems
            | Self::NextStep
            | Self::Forecast
            | Self::ForecastReason
            | Self::Coordination
            | Self::CoordinationWith
            | Self::MissingReason => Use::Words,
            Self::DepartmentKey
            | Self::ItemKey
            | Self::TargetKey
            | Self::FirstDay
            | Self::Draft
            | Self::Check => Use::Key,
        }
    }

    /// True where a number is filled in.
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Value | Self::Numerator | Self::Denominator | Self::Reference
        )
    }

    /// How many characters may be filled in, where it is words.
    pub const fn longest(self) -> Option<usize> {
        match self {
            Self::Progress | Self::Problems | Self::NextStep | Self::Coordination => Some(2000),
            Self::Explanation | Self::ForecastReason | Self::MissingReason => Some(500),
            Self::Source | Self::ReferenceSource => Some(200),
            Self::CoordinationWith => Some(100),
            _ => None,
        }
    }

    /// Its width, in characters of Latin.
    pub(super) const fn width(self) -> u16 {
        match self {
            Self::Item => 24,
            Self::Clause | Self::Target => 20,
            Self::Progress => 40,
            Self::Problems | Self::NextStep | Self::Coordination => 28,
            Self::Source | Self::Explanation | Self::ReferenceSource | Self::CoordinationWith => 16,
            Self::ForecastReason | Self::MissingReason => 20,
            Self::Goal
            | Self::Last
            | Self::Expected
            | Self::Value
            | Self::AsOf
            | Self::Holds
            | Self::Reference
            | Self::Forecast => 12,
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
