//! What a person should know about how a file was read: what was left out, and what was inferred.

use super::format::Format;

/// A remark on the reading of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The name says one thing, the content another; the content was believed.
    ExtensionDiffers {
        /// The extension of the name.
        extension: String,
        /// What the content is.
        format: Format,
    },
    /// Bytes that are no character of the encoding.
    Unreadable {
        /// How many places.
        places: usize,
    },
    /// Macros were left out, and never run.
    Macros,
    /// 页眉页脚 were left out.
    Margins,
    /// A classification mark stood outside the text and was put at its head.
    MarkOutside {
        /// The line that carries it.
        line: String,
    },
    /// Automatic numbers became text.
    Numbered {
        /// How many paragraphs.
        paragraphs: usize,
    },
    /// Tracked changes were taken as accepted.
    Revisions {
        /// Pieces of text that were inserted.
        inserted: usize,
        /// Pieces of text that were deleted.
        deleted: usize,
    },
    /// 脚注尾注 were left out.
    Footnotes {
        /// How many marks.
        marks: usize,
    },
    /// 批注 were left out.
    Comments {
        /// How many.
        comments: usize,
    },
    /// 目录 was left out, because it repeats the headings.
    Contents,
    /// Text that is not shown was left out.
    Hidden,
    /// Pictures, whose words cannot be read.
    Pictures {
        /// How many.
        pictures: usize,
    },
    /// Other files inside the file were left out.
    Embedded,
    /// Files that a page links to.
    Linked {
        /// What the links are called.
        files: Vec<String>,
    },
    /// A sheet that is hidden was left out.
    HiddenSheet {
        /// Its name.
        sheet: String,
    },
    /// Rows or columns that are hidden were left out.
    HiddenCells {
        /// The name of the sheet.
        sheet: String,
    },
    /// Navigation, links and footer of a page were left out.
    Surroundings,
    /// Pages that hold no text beside others that do.
    PagesWithoutText {
        /// Their numbers, from 1.
        pages: Vec<usize>,
    },
    /// Characters that a PDF draws without saying which they are.
    Unmapped {
        /// How many.
        glyphs: usize,
    },
    /// Lines with wide gaps, as in a table without ruled lines.
    LooseColumns {
        /// How many.
        lines: usize,
    },
    /// Lines that stand on every page, and page numbers, were left out.
    PageLines,
}

impl std::fmt::Display for Note {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ExtensionDiffers { extension, format } => write!(
                f,
                "文件名以 .{extension} 结尾，内容是{}，已按内容读取。",
                format.label()
            ),
            Self::Unreadable { places } => {
                write!(
                    f,
                    "有 {places} 处字符无法识别，显示为“\u{fffd}”，请对照原件核对。"
                )
            }
            Self::Macros => f.write_str("文件带有宏。宏没有运行，只读取了文字。"),
            Self::Margins => f.write_str("页眉、页脚没有读入。"),
            Self::MarkOutside { line } => {
                write!(
                    f,
                    "页眉、页脚或文本框中有密级标志“{line}”，已放到正文开头。"
                )
            }
            Self::Numbered { paragraphs } => {
                write!(f, "{paragraphs} 段的自动编号已还原成文字。")
            }
            Self::Revisions { inserted, deleted } => write!(
                f,
                "文件带有修订痕迹（插入 {inserted} 处、删除 {deleted} 处），按接受全部修订读取。请确认这是定稿。"
            ),
            Self::Footnotes { marks } => write!(f, "{marks} 处脚注或尾注没有读入。"),
            Self::Comments { comments } => write!(f, "{comments} 条批注没有读入。"),
            Self::Contents => f.write_str("目录没有读入。"),
            Self::Hidden => f.write_str("设为隐藏的文字没有读入。"),
            Self::Pictures { pictures } => {
                write!(f, "文件中有 {pictures} 张图片，图片里的文字没有读入。")
            }
            Self::Embedded => {
                f.write_str("文件中嵌入的其他文件没有读入。如需导入，请另存后单独导入。")
            }
            Self::Linked { files } => write!(
                f,
                "网页链接的附件“{}”没有读入。如需导入，请下载后单独导入。",
                files.join("”“")
            ),
            Self::HiddenSheet { sheet } => write!(f, "隐藏的工作表“{sheet}”没有读入。"),
            Self::HiddenCells { sheet } => write!(
                f,
                "工作表“{sheet}”中隐藏或被筛选掉的行、列没有读入。如需读入，请取消隐藏和筛选后另存。"
            ),
            Self::Surroundings => f.write_str("网页的导航、页脚等正文以外的内容没有读入。"),
            Self::PagesWithoutText { pages } => {
                let pages: Vec<String> = pages.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "第 {} 页没有文字层，可能是扫描页，没有读入。请对照原件补录。",
                    pages.join("、")
                )
            }
            Self::Unmapped { glyphs } => write!(
                f,
                "有 {glyphs} 个字的字体没有附带文字对照，显示为“\u{fffd}”，请对照原件核对。"
            ),
            Self::LooseColumns { lines } => write!(
                f,
                "有 {lines} 行文字中间留有空档，可能是没有框线的表格，单元格会读混。请对照原件核对，或导入 Word 版。"
            ),
            Self::PageLines => f.write_str("页码和每页重复的页眉、页脚没有读入。"),
        }
    }
}
