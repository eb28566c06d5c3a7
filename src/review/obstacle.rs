//! What stands between a text and the database, with the way round it.

/// One obstacle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The character of the text, from 0.
    pub at: usize,
    /// What.
    pub kind: ObstacleKind,
}

/// The kinds of obstacle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObstacleKind {
    /// A classification mark.
    Classified {
        /// The mark.
        mark: String,
    },
    /// Nothing to write.
    NoItems,
    /// A table breaks off.
    RowCut,
    /// The region is not told.
    NoJurisdiction,
    /// The region is not in the registry.
    UnknownJurisdiction {
        /// Its name in the text.
        name: String,
    },
    /// A body that the registry does not know.
    UnknownDepartment {
        /// The name with its prefix.
        name: String,
        /// The region searched.
        jurisdiction: String,
    },
    /// A name that several bodies carry.
    AmbiguousDepartment {
        /// The name.
        name: String,
        /// Their full names.
        candidates: Vec<String>,
    },
}

impl std::fmt::Display for Obstacle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            ObstacleKind::NoJurisdiction
            | ObstacleKind::UnknownJurisdiction { .. }
            | ObstacleKind::NoItems => {
                write!(f, "{}", self.kind)
            }
            kind => write!(f, "第 {} 行第 {} 字：{kind}", self.line, self.column),
        }
    }
}

impl std::fmt::Display for ObstacleKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Classified { mark } => {
                write!(
                    f,
                    "文中有密级标志“{mark}”。本系统为非涉密系统，不得导入涉密文件，文件未保存。"
                )
            }
            Self::NoItems => write!(
                f,
                "没有读到目标或任务，无法导入。请确认这是一份部署工作的文件，且文字完整。"
            ),
            Self::RowCut => write!(
                f,
                "表格在这一行中断，缺少责任单位。请用完整的文件重新导入。"
            ),
            Self::NoJurisdiction => {
                write!(
                    f,
                    "看不出文件属于哪个行政区。请用 --jurisdiction 写明，例如 --jurisdiction 新疆维吾尔自治区。"
                )
            }
            Self::UnknownJurisdiction { name } => {
                write!(
                    f,
                    "单位库中没有行政区“{name}”。请先在单位库中添加该行政区及其单位，再导入。"
                )
            }
            Self::UnknownDepartment { name, jurisdiction } => write!(
                f,
                "单位库（{jurisdiction}）中没有“{name}”。请核对名称，或把它设为某单位的别名，或新建该单位（--create-unknown）后再导入。"
            ),
            Self::AmbiguousDepartment { name, candidates } => {
                write!(
                    f,
                    "“{name}”可能是{}，请在单位库中为其中一个写明别名后再导入。",
                    candidates.join("或")
                )
            }
        }
    }
}
