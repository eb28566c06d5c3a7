//! Remarks about a text: what a person should look at, and why. A finding is data, never an error.

use super::Span;
use crate::domain::RoleRule;

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: FindingKind,
}

/// The kinds of remark, with what they are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingKind {
    /// The text has no title of its own.
    NoTitle,
    /// Nothing tells which region the document belongs to.
    NoJurisdiction,
    /// Nothing that reads like an item.
    NoItems,
    /// The text carries a classification mark.
    Classified {
        /// The mark, such as `机密★`.
        mark: String,
    },
    /// The document says how its lists are to be read.
    RuleDeclared {
        /// The rule.
        rule: RoleRule,
    },
    /// Numbers jump.
    NumberSkipped {
        /// The number that should come.
        expected: u32,
        /// The number that stands there.
        found: u32,
    },
    /// A number without words.
    EmptyHeading,
    /// The text only tells of a document or a meeting.
    NotDirective {
        /// What it is.
        genre: &'static str,
    },
    /// A number comes twice.
    NumberRepeated {
        /// The number.
        number: u32,
    },
    /// An item names nobody although its document assigns others.
    NoResponsibility,
    /// Several departments, none leads, and no rule says what that means.
    NoLead,
    /// A list behind a lead has no role of its own.
    RoleMissing,
    /// The list ends in `等`.
    OpenList,
    /// `、` without a name before or after it.
    EmptyName,
    /// The bracket of responsibilities never closes.
    Unclosed,
    /// A sentence assigns in prose; it was not turned into responsibilities.
    ProseAssignment,
    /// Numbered text in a section that assigns nobody was not read as items.
    NotAnItem,
    /// The first row names no column that is known.
    TableWithoutHeader,
    /// A row ends before the column of departments.
    RowCut,
    /// The document counts itself differently.
    CountDiffers {
        /// What it says.
        claimed: usize,
        /// What was read.
        found: usize,
        /// Parts are counted, not items.
        sections: bool,
    },
    /// A row names nobody and goes on with the merged cells above it.
    CellMerged,
    /// The year of a deadline was taken from elsewhere.
    YearInferred {
        /// The words.
        printed: String,
        /// The year.
        year: i32,
    },
    /// The year of a deadline could not be told.
    YearUnknown {
        /// The words.
        printed: String,
    },
    /// Text behind the last bracket of an item belongs to none of its measures.
    TextAfterResponsibility,
    /// A line in another script.
    ForeignScript,
}

impl FindingKind {
    /// The word in JSON and columns.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoTitle => "no_title",
            Self::NoJurisdiction => "no_jurisdiction",
            Self::NoItems => "no_items",
            Self::Classified { .. } => "classified",
            Self::RuleDeclared { .. } => "rule_declared",
            Self::NumberSkipped { .. } => "number_skipped",
            Self::NumberRepeated { .. } => "number_repeated",
            Self::EmptyHeading => "empty_heading",
            Self::NotDirective { .. } => "not_directive",
            Self::NoResponsibility => "no_responsibility",
            Self::NoLead => "no_lead",
            Self::RoleMissing => "role_missing",
            Self::OpenList => "open_list",
            Self::EmptyName => "empty_name",
            Self::Unclosed => "unclosed",
            Self::ProseAssignment => "prose_assignment",
            Self::NotAnItem => "not_an_item",
            Self::TableWithoutHeader => "table_without_header",
            Self::RowCut => "row_cut",
            Self::CellMerged => "cell_merged",
            Self::CountDiffers { .. } => "count_differs",
            Self::YearInferred { .. } => "year_inferred",
            Self::YearUnknown { .. } => "year_unknown",
            Self::TextAfterResponsibility => "text_after_responsibility",
            Self::ForeignScript => "foreign_script",
        }
    }

    /// True when a person has to decide something; the others only inform.
    pub fn asks(&self) -> bool {
        !matches!(
            self,
            Self::RuleDeclared { .. }
                | Self::YearInferred { .. }
                | Self::ForeignScript
                | Self::EmptyName
                | Self::NotAnItem
        )
    }
}

impl std::fmt::Display for FindingKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoTitle => write!(f, "正文中没有标题，请填写文件标题。"),
            Self::NoJurisdiction => write!(f, "看不出文件属于哪个行政区，请选择。"),
            Self::NoItems => write!(
                f,
                "没有读到目标或任务。请确认这是一份部署工作的文件，且文字完整。"
            ),
            Self::Classified { mark } => write!(
                f,
                "文中有密级标志“{mark}”。本系统为非涉密系统，不得导入涉密文件。"
            ),
            Self::RuleDeclared { rule } => {
                write!(f, "文件写明了责任单位的读法：{}。", rule.label())
            }
            Self::NumberSkipped { expected, found } => {
                write!(
                    f,
                    "编号不连续：应为第{expected}项，写作第{found}项，请核对是否有遗漏。"
                )
            }
            Self::EmptyHeading => write!(f, "编号后面没有文字，已略去，请核对是否有遗漏。"),
            Self::NotDirective { genre } => {
                write!(f, "这是{genre}，不是部署工作的文件，没有从中提取事项。")
            }
            Self::NumberRepeated { number } => {
                write!(f, "编号重复：第{number}项出现两次，请核对。")
            }
            Self::NoResponsibility => write!(f, "此项没有写明责任单位。"),
            Self::NoLead => write!(
                f,
                "列了多个单位而未写明牵头单位，暂按各单位分工负责处理，请确认。"
            ),
            Self::RoleMissing => write!(
                f,
                "已有牵头单位，其余单位的角色没有写明，暂按分工负责处理，请确认。"
            ),
            Self::OpenList => write!(f, "责任单位以“等”结尾，名单未列全，可补充。"),
            Self::EmptyName => write!(f, "责任单位中有多余的顿号，已略去。"),
            Self::Unclosed => write!(f, "责任单位的括号没有闭合，文字可能不完整，请核对。"),
            Self::ProseAssignment => {
                write!(f, "这句话在行文中提到了分工，未作为责任单位录入，请核对。")
            }
            Self::NotAnItem => write!(
                f,
                "本节没有责任单位，按工作要求处理，未列为事项；需要时可以补充。"
            ),
            Self::TableWithoutHeader => write!(
                f,
                "表格第一行没有可识别的列名（如“工作任务”“责任单位”），未读取。"
            ),
            Self::RowCut => write!(f, "表格在这一行中断，缺少责任单位，请核对原文是否完整。"),
            Self::CountDiffers {
                claimed,
                found,
                sections,
            } => {
                let what = if *sections { "个方面" } else { "项" };
                write!(
                    f,
                    "文中说有{claimed}{what}，读到{found}{what}，请核对是否有遗漏。"
                )
            }
            Self::CellMerged => write!(
                f,
                "这一行没有写责任单位，按与上一行合并的单元格处理，请确认。"
            ),
            Self::YearInferred { printed, year } => {
                write!(f, "“{printed}”没有写年份，按{year}年推算。")
            }
            Self::YearUnknown { printed } => {
                write!(f, "“{printed}”没有写年份，也无法推算，请填写。")
            }
            Self::TextAfterResponsibility => {
                write!(f, "责任单位之后还有文字，未归入前面的任务，请核对。")
            }
            Self::ForeignScript => write!(f, "这一行是其他文字，按原样保留，不作解析。"),
        }
    }
}
