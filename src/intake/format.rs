//! What a file is, by its content. Names lie: half the `.doc` files on government sites are web pages.

use memchr::memmem;

use super::Refusal;
use super::archive::Archive;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.txt`.
    Plain,
    /// `.docx`, `.docm`.
    Word,
    /// `.xlsx`, `.xlsm`.
    Sheet,
    /// `.html` as saved by a browser.
    Web,
    /// `.pdf`.
    Pdf,
}

impl Format {
    /// What a person calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "纯文本",
            Self::Word => " Word 文档",
            Self::Sheet => " Excel 工作簿",
            Self::Web => "网页",
            Self::Pdf => " PDF 文件",
        }
    }

    /// Whether files of this format are called so.
    pub(super) fn goes_by(self, extension: &str) -> bool {
        let extensions: &[&str] = match self {
            Self::Plain => &["txt", "text", "md", "csv", "tsv", "log"],
            Self::Word => &["docx", "docm", "dotx", "dotm"],
            Self::Sheet => &["xlsx", "xlsm", "xltx", "xltm"],
            Self::Web => &["html", "htm", "shtml", "xhtml"],
            Self::Pdf => &["pdf"],
        };
        extensions.contains(&extension)
    }
}

/// Opens an office file, or says what else the bytes are.
pub(super) enum Content<'b> {
    /// A zip with a Word document or a workbook in it.
    Office(Format, Archive<'b>),
    /// Anything that is no zip.
    Bytes(Format),
}

/// Recognises a file.
///
/// # Errors
///
/// When it is of a format that is known and not read.
pub(super) fn recognise(bytes: &[u8]) -> Result<Content<'_>, Refusal> {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return office(Archive::open(bytes)?);
    }
    if bytes.starts_with(OLE) {
        return Err(compound(bytes));
    }
    let head = &bytes[..bytes.len().min(1024)];
    if memmem::find(head, b"%PDF-").is_some() {
        return Ok(Content::Bytes(Format::Pdf));
    }
    // Two letters alone may begin a text.
    let binary = |start: &[u8]| start.len() > 2 || head.contains(&0);
    if let Some((_, format, way_out)) = KNOWN
        .iter()
        .find(|(start, _, _)| bytes.starts_with(start) && binary(start))
    {
        return Err(Refusal::Format { format, way_out });
    }
    if head.get(4..8) == Some(b"ftyp")
        || (head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP"))
    {
        return Err(PICTURE);
    }
    if starts_like_mail(head) {
        return Err(Refusal::Format {
            format: "网页存档（.mht）",
            way_out: "请在浏览器中打开，另存为“网页，仅 HTML”后再导入。",
        });
    }
    Ok(Content::Bytes(text(bytes)?))
}

/// A zip, by the part that makes it what it is.
fn office(archive: Archive<'_>) -> Result<Content<'_>, Refusal> {
    let other = |format, way_out| Err(Refusal::Format { format, way_out });
    if archive.has("word/document.xml") || archive.main_part_below("word/") {
        Ok(Content::Office(Format::Word, archive))
    } else if archive.has("xl/workbook.xml") || archive.main_part_below("xl/") {
        if archive.has("xl/workbook.bin") {
            return other(" Excel 二进制工作簿（.xlsb）", SAVE_AS_XLSX);
        }
        Ok(Content::Office(Format::Sheet, archive))
    } else if archive.has("OFD.xml") {
        other(
            " OFD 版式文件",
            "请用 OFD 阅读器导出为 Word，或另存为 .docx、.txt 后再导入。",
        )
    } else if archive.has("ppt/presentation.xml") {
        other(
            "演示文稿",
            "请把需要分工的文字复制到 Word 中，另存为 .docx 后再导入。",
        )
    } else if archive.has("content.xml") && archive.has("META-INF/manifest.xml") {
        other(" OpenDocument 文档", SAVE_AS_DOCX)
    } else {
        other(
            "压缩包",
            "请解压后，把其中的 Word、Excel、PDF 或文本文件逐个导入。",
        )
    }
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
const SAVE_AS_DOCX: &str = "请用 Word 或 WPS 打开，另存为 .docx 后再导入。";
const SAVE_AS_XLSX: &str = "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。";
const PICTURE: Refusal = Refusal::Format {
    format: "图片",
    way_out: "请用文字识别软件转成文字并核对，另存为 .docx 后再导入。",
};
const RECOGNISE: &str = "请用文字识别软件转成文字并核对，另存为 .docx 后再导入。";
const UNPACK: &str = "请解压后，把其中的 Word、Excel、PDF 或文本文件逐个导入。";
const NO_DOCUMENT: &str = "请选择公文的 Word、Excel、PDF 或文本文件。";

/// Formats that people try to import, by their first bytes.
const KNOWN: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", " RTF 文档", SAVE_AS_DOCX),
    (b"\x89PNG", "图片", RECOGNISE),
    (b"\xff\xd8\xff", "图片", RECOGNISE),
    (b"GIF8", "图片", RECOGNISE),
    (b"BM", "图片", RECOGNISE),
    (b"II*\0", "图片", RECOGNISE),
    (b"MM\0*", "图片", RECOGNISE),
    (b"Rar!", "压缩包", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "压缩包", UNPACK),
    (b"\x1f\x8b", "压缩包", UNPACK),
    (b"BZh", "压缩包", UNPACK),
    (b"\xfd7zXZ", "压缩包", UNPACK),
    (b"\x7fELF", "程序", NO_DOCUMENT),
    (b"MZ", "程序", NO_DOCUMENT),
];

/// A compound file (OLE): what the streams in its directory are called tells what wrote it.
fn compound(bytes: &[u8]) -> Refusal {
    let has = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    let (format, way_out) = if has("EncryptedPackage") {
        return Refusal::Encrypted {
            format: " Office 文档",
        };
    } else if has("WordDocument") {
        ("旧版 Word 或 WPS 文字文档（.doc、.wps）", SAVE_AS_DOCX)
    } else if has("Workbook") || has("Book") {
        ("旧版 Excel 或 WPS 表格（.xls、.et）", SAVE_AS_XLSX)
    } else if has("PowerPoint Document") {
        (
            "演示文稿",
            "请把需要分工的文字复制到 Word 中，另存为 .docx 后再导入。",
        )
    } else {
        (
            "旧版 Office 或 WPS 文档（.doc、.xls、.wps、.et）",
            SAVE_AS_DOCX,
        )
    };
    Refusal::Format { format, way_out }
}

/// The head of a mail or of a web archive.
fn starts_like_mail(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    (text.starts_with(b"MIME-Version:") || text.starts_with(b"From:"))
        && memmem::find(head, b"multipart/related").is_some()
}

/// Text: a page when it begins with a tag that pages begin with.
fn text(bytes: &[u8]) -> Result<Format, Refusal> {
    let head = &bytes[..bytes.len().min(4096)];
    let mut ascii = String::from_utf8_lossy(head).into_owned();
    // In UTF-16 every other byte is zero.
    ascii.retain(|c| c != '\0');
    ascii.make_ascii_lowercase();
    let start =
        ascii.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}');
    if !start.starts_with('<') {
        return Ok(Format::Plain);
    }
    if start.contains("<w:worddocument") || start.contains("<pkg:package") {
        return Err(Refusal::Format {
            format: " Word XML 文档",
            way_out: SAVE_AS_DOCX,
        });
    }
    const OPENINGS: &[&str] = &[
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<meta",
        "<title",
        "<div",
        "<table",
        "<p>",
        "<p ",
        "<span",
        "<article",
        "<script",
        "<style",
        "<h1",
        "<h2",
    ];
    let page = OPENINGS.iter().any(|tag| start.contains(tag));
    Ok(if page { Format::Web } else { Format::Plain })
}
