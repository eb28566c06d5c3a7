//! Why a file was not taken. Every sentence ends with what the person can do.

use super::limit::{self, Excess};

/// Why a file was not taken. Its words say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing in it, or only space.
    #[error("文件是空的。请确认选对了文件，且内容已保存。")]
    Empty,
    /// Larger than [`limit::BYTES`].
    #[error(
        "文件有 {} MB，超过 {} MB 的上限。请只保留正文文字，另存为 .docx 或 .txt 后再导入。",
        .bytes.div_ceil(1024 * 1024),
        limit::BYTES / (1024 * 1024)
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// A format that is known and not read.
    #[error("这是{format}，不能直接读取。{way_out}")]
    Format {
        /// What it is.
        format: &'static str,
        /// What to do.
        way_out: &'static str,
    },
    /// No text, and no format that is known.
    #[error("这不是文本文件，也不是能读取的文档。请在原软件中打开，另存为 .docx 后再导入。")]
    Binary,
    /// Text, but in no encoding that is known.
    #[error(
        "无法识别文件的文字编码，会读成乱码。请用记事本打开，另存为 .txt，编码选 UTF-8 后再导入。"
    )]
    Encoding,
    /// Protected by a password.
    #[error("这份{format}设置了密码，无法读取。请用密码打开，去掉密码保护后另存，再导入。")]
    Encrypted {
        /// What it is.
        format: &'static str,
    },
    /// Cut off or damaged.
    #[error("这份{format}不完整或已损坏。请重新下载或复制一份；若能打开，请另存为新文件后再导入。")]
    Broken {
        /// What it is.
        format: &'static str,
    },
    /// It declares entities, which no office program writes.
    #[error(
        "文件中定义了 XML 实体，办公软件不会这样保存，可能是有害文件。请在 Word 或 WPS 中打开，另存为 .docx 后再导入。"
    )]
    Entities,
    /// Unpacked or read, it goes beyond a limit.
    #[error("{0}可能不是正常的公文。请只保留需要分工的正文和表格，另存为 .docx 后再导入。")]
    Excess(Excess),
    /// Pages, but no text on any of them.
    #[error(
        "这个 PDF 有 {pages} 页，都没有文字层，是扫描件或图片。请用文字识别软件转成文字并核对，另存为 .docx 后再导入。"
    )]
    Scan {
        /// How many pages it has.
        pages: usize,
    },
    /// Text whose fonts do not tell which characters they draw.
    #[error(
        "这个 PDF 的字体没有附带文字对照，取出来会是乱码。请向发文单位索取 Word 版，或用文字识别软件转成文字后再导入。"
    )]
    UnreadableFonts,
    /// A document of pictures.
    #[error("文件里只有图片，没有文字。请用文字识别软件转成文字并核对，另存为 .docx 后再导入。")]
    OnlyPictures,
}
