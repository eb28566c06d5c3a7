//! A file of evidence as it passes by, piece by piece: what it is by its content, without ever holding it whole.
//!
//! Kept are its first bytes, the end with the directory of an archive, and what the directory of a compound file (OLE)
//! names. So a file of any size takes about a megabyte while it is looked at.

use memchr::memmem;

use super::limit;
use super::zip_names::{self, Names};
use crate::domain::EvidenceFormat as Format;
use crate::domain::evidence_extensions;

/// Bytes kept of the beginning.
const HEAD: usize = 4096;
/// Bytes kept of the end: room for the directory of some thousand parts.
const TAIL: usize = 1024 * 1024;
/// What begins a compound file.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Entries of the directory of a compound file begin at multiples of this.
const ENTRY: usize = 128;

/// Why a file is not taken as evidence. Its words say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceRefusal {
    /// Nothing in it.
    #[error("文件是空的。请确认选对了文件，且内容已保存。")]
    Empty,
    /// Its name promises nothing.
    #[error("文件名没有扩展名，看不出是什么文件。请补上扩展名（如 .pdf、.docx）后再上传。")]
    Nameless,
    /// Its name promises what is not taken.
    #[error("不接受 .{extension} 文件。可以上传：{}。", evidence_extensions().join("、"))]
    Extension {
        /// As it was written.
        extension: String,
    },
    /// Its name promises something else than what is in it.
    #[error(
        "文件名以 .{extension} 结尾，内容却是{found}。请改正扩展名，或在原软件中打开后另存，再上传。"
    )]
    Mismatch {
        /// As it was written.
        extension: String,
        /// What is in it.
        found: &'static str,
    },
    /// Cut off, damaged, or of no format that is known.
    #[error(
        "文件名以 .{extension} 结尾，内容却不是这种格式，可能不完整或已损坏。请在原软件中打开确认，另存后再上传。"
    )]
    Unknown {
        /// As it was written.
        extension: String,
    },
    /// It runs a program when it is opened.
    #[error(
        "文件含有宏，打开时可能运行程序，不能作为佐证材料。请另存为不含宏的格式，或导出为 PDF 后再上传。"
    )]
    Macros,
    /// Nobody who checks it could open it.
    #[error("文件设置了打开密码，审核的人无法查看。请去掉密码后另存，再上传。")]
    Encrypted,
    /// Its directory lists more than any document needs.
    #[error("文件里的部件太多，可能不是正常的文档。请导出为 PDF 后再上传。")]
    Excess,
}

/// A file on its way.
#[derive(Debug, Default)]
pub struct Passing {
    head: Vec<u8>,
    tail: Vec<u8>,
    length: usize,
    compound: Compound,
    /// A byte that no text has.
    binary: bool,
}

/// What the directory of a compound file names.
#[derive(Debug, Default, Clone, Copy)]
struct Compound {
    word: bool,
    sheet: bool,
    slides: bool,
    encrypted: bool,
    macros: bool,
}

impl Passing {
    /// Looks at the next piece. Pieces of a compound file are cut at multiples of [`ENTRY`], all but the last.
    pub fn feed(&mut self, piece: &[u8]) {
        let wanted = HEAD.saturating_sub(self.head.len()).min(piece.len());
        self.head.extend_from_slice(&piece[..wanted]);
        if self.head.starts_with(OLE) {
            self.compound.look(piece, self.length % ENTRY);
        } else if !self.binary && !is_wide(&self.head) {
            self.binary = piece.iter().any(|byte| is_control(*byte));
        }
        self.length += piece.len();
        self.tail.extend_from_slice(piece);
        if self.tail.len() > 2 * TAIL {
            self.tail.drain(..self.tail.len() - TAIL);
        }
    }

    /// How many bytes have passed.
    pub fn length(&self) -> usize {
        self.length
    }

    /// What the file is, when all of it has passed under this name.
    ///
    /// # Errors
    ///
    /// When it is not taken as evidence.
    pub fn end(self, name: &str) -> Result<Format, EvidenceRefusal> {
        let extension = promised(name)?;
        if self.length == 0 {
            return Err(EvidenceRefusal::Empty);
        }
        let found = match self.content()? {
            Content::Known(format) => format,
            Content::Other(found) => return Err(EvidenceRefusal::Mismatch { extension, found }),
            Content::Unknown => return Err(EvidenceRefusal::Unknown { extension }),
        };
        if !found.extensions().contains(&extension.as_str()) {
            let found = found.label();
            return Err(EvidenceRefusal::Mismatch { extension, found });
        }
        Ok(found)
    }

    fn content(&self) -> Result<Content, EvidenceRefusal> {
        let head = self.head.as_slice();
        if head.starts_with(b"PK\x03\x04") {
            return self.archive();
        }
        if head.starts_with(OLE) {
            return self.compound.content();
        }
        let first = &head[..head.len().min(1024)];
        if memmem::find(first, b"%PDF-").is_some() {
            return Ok(Content::Known(Format::Pdf));
        }
        if let Some(picture) = self.picture() {
            return Ok(Content::Known(picture));
        }
        let known = OTHERS.iter().find(|(start, _)| head.starts_with(start));
        if let Some((_, found)) = known {
            return Ok(Content::Other(found));
        }
        if self.binary {
            return Ok(Content::Unknown);
        }
        let text = String::from_utf8_lossy(first).to_ascii_lowercase();
        let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let marked = MARKUP.iter().find(|(start, _)| text.starts_with(start));
        Ok(match marked {
            Some((_, found)) => Content::Other(found),
            None => Content::Known(Format::Text),
        })
    }

    fn picture(&self) -> Option<Format> {
        let head = self.head.as_slice();
        let starts = |magic: &[u8]| head.starts_with(magic);
        let stated = head.get(2..6).and_then(|size| size.try_into().ok());
        let bitmap = stated.is_some_and(|size| u32::from_le_bytes(size) as usize == self.length);
        if starts(b"\x89PNG\r\n\x1a\n") {
            Some(Format::Png)
        } else if starts(b"\xff\xd8\xff") {
            Some(Format::Jpeg)
        } else if starts(b"GIF87a") || starts(b"GIF89a") {
            Some(Format::Gif)
        } else if starts(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            Some(Format::Webp)
        } else if starts(b"BM") && (bitmap || head.get(6..10) == Some(&[0; 4])) {
            Some(Format::Bmp)
        } else if starts(b"II*\0") || starts(b"MM\0*") {
            Some(Format::Tiff)
        } else {
            None
        }
    }

    /// An archive, by the parts that its directory lists.
    fn archive(&self) -> Result<Content, EvidenceRefusal> {
        let names = match zip_names::read(&self.tail, limit::ENTRIES) {
            Names::Of(names) => names,
            Names::TooMany => return Err(EvidenceRefusal::Excess),
            Names::None => return Ok(Content::Unknown),
        };
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        let below = |folder: &str| names.iter().any(|name| name.starts_with(folder));
        let runs = |name: &String| {
            let name = name.to_ascii_lowercase();
            name.ends_with("vbaproject.bin") || name.starts_with("xl/macrosheets/")
        };
        if names.iter().any(runs) {
            return Err(EvidenceRefusal::Macros);
        }
        let office = has("[Content_Types].xml");
        Ok(if office && below("word/") {
            Content::Known(Format::Docx)
        } else if office && below("xl/") {
            Content::Known(Format::Xlsx)
        } else if office && below("ppt/") {
            Content::Known(Format::Pptx)
        } else if has("OFD.xml") {
            Content::Known(Format::Ofd)
        } else {
            Content::Other("压缩包")
        })
    }
}

enum Content {
    Known(Format),
    /// Known, and not taken.
    Other(&'static str),
    Unknown,
}

impl Compound {
    /// Looks for names of the directory; `past` bytes of an entry had passed before this piece.
    fn look(&mut self, piece: &[u8], past: usize) {
        let has = |name: &str| {
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let mut places = memmem::find_iter(piece, &wide);
            places.any(|at| (past + at).is_multiple_of(ENTRY))
        };
        self.word |= has("WordDocument\0");
        self.sheet |= has("Workbook\0") || has("Book\0");
        self.slides |= has("PowerPoint Document\0");
        self.encrypted |= has("EncryptedPackage\0");
        self.macros |= has("_VBA_PROJECT");
    }

    fn content(self) -> Result<Content, EvidenceRefusal> {
        if self.macros {
            return Err(EvidenceRefusal::Macros);
        }
        if self.encrypted {
            return Err(EvidenceRefusal::Encrypted);
        }
        // A document may hold a sheet, slides may hold both, never the other way round.
        Ok(if self.slides {
            Content::Known(Format::Ppt)
        } else if self.word {
            Content::Known(Format::Doc)
        } else if self.sheet {
            Content::Known(Format::Xls)
        } else {
            Content::Unknown
        })
    }
}

/// Files that people try to bring, by their first bytes.
const OTHERS: &[(&[u8], &str)] = &[
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
];

/// Texts that are read by a program and not by a person.
const MARKUP: &[(&str, &str)] = &[
    ("{\\rtf", " RTF 文档"),
    ("mime-version:", "网页存档"),
    ("<!doctype html", "网页"),
    ("<html", "网页"),
    ("<script", "网页"),
    ("<svg", "网页"),
    ("<?xml", " XML 文件"),
    ("#!", "程序"),
];

/// The extension that a name promises, where such files are taken.
fn promised(name: &str) -> Result<String, EvidenceRefusal> {
    let extension = match name.rsplit_once('.') {
        Some((_, extension)) if !extension.is_empty() => extension.to_ascii_lowercase(),
        _ => return Err(EvidenceRefusal::Nameless),
    };
    if !evidence_extensions().contains(&extension.as_str()) {
        let extension = extension.chars().take(20).collect();
        return Err(EvidenceRefusal::Extension { extension });
    }
    Ok(extension)
}

/// UTF-16 with its mark, in which every other byte may be zero.
fn is_wide(head: &[u8]) -> bool {
    head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff")
}

fn is_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(name: &str, bytes: &[u8]) -> Result<Format, EvidenceRefusal> {
        let mut passing = Passing::default();
        for piece in bytes.chunks(4096) {
            passing.feed(piece);
        }
        passing.end(name)
    }

    fn zip(parts: &[&str]) -> Vec<u8> {
        zip_names::tests::zip(parts)
    }

    fn compound(streams: &[&str]) -> Vec<u8> {
        let mut bytes = OLE.to_vec();
        bytes.resize(512, 0);
        for stream in streams {
            let end = bytes.len() + ENTRY;
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(end, 0);
        }
        bytes
    }

    #[test]
    fn files_are_known_by_their_content() {
        const TYPES: &str = "[Content_Types].xml";
        let word = zip(&[TYPES, "word/document.xml"]);
        let table: [(&str, &[u8], Format); 18] = [
            ("总结.pdf", b"%PDF-1.7\n1 0 obj", Format::Pdf),
            (
                "总结.OFD",
                &zip(&["OFD.xml", "Doc_0/Document.xml"]),
                Format::Ofd,
            ),
            ("总结.docx", &word, Format::Docx),
            ("总结.wps", &word, Format::Docx),
            ("表.xlsx", &zip(&[TYPES, "xl/workbook.xml"]), Format::Xlsx),
            (
                "汇报.pptx",
                &zip(&[TYPES, "ppt/presentation.xml"]),
                Format::Pptx,
            ),
            (
                "总结.doc",
                &compound(&["Root Entry", "WordDocument", "Workbook"]),
                Format::Doc,
            ),
            ("总结.wps", &compound(&["WordDocument"]), Format::Doc),
            ("表.xls", &compound(&["Workbook"]), Format::Xls),
            ("表.et", &compound(&["Book"]), Format::Xls),
            ("汇报.dps", &compound(&["PowerPoint Document"]), Format::Ppt),
            ("图.png", b"\x89PNG\r\n\x1a\n....", Format::Png),
            ("图.JPG", b"\xff\xd8\xff\xe0....", Format::Jpeg),
            ("图.gif", b"GIF89a....", Format::Gif),
            ("图.webp", b"RIFF\x10\0\0\0WEBPVP8 ", Format::Webp),
            ("图.bmp", b"BM\x0e\0\0\0\0\0\0\0\x36\0\0\0", Format::Bmp),
            ("图.tif", b"II*\0\x08\0\0\0", Format::Tiff),
            (
                "说明.csv",
                "单位,数值\r\n质监局,92\r\n".as_bytes(),
                Format::Text,
            ),
        ];
        for (name, bytes, expected) in table {
            assert_eq!(format_of(name, bytes), Ok(expected), "{name}");
        }
        // GB18030 and UTF-16 are texts as well.
        assert_eq!(
            format_of("a.txt", b"\xd6\xca\xc1\xbf\xca\xa1"),
            Ok(Format::Text)
        );
        assert_eq!(
            format_of("a.txt", b"\xff\xfe\x28\x8d\x01\0"),
            Ok(Format::Text)
        );
    }

    #[test]
    fn what_is_not_what_it_says_is_refused_with_the_way_out() {
        let program: &[u8] = b"MZ\x90\0\x03\0\0\0";
        let word = zip(&["[Content_Types].xml", "word/document.xml"]);
        let with_macros = zip(&[
            "[Content_Types].xml",
            "word/document.xml",
            "word/vbaProject.bin",
        ]);
        let table: [(&str, &[u8], &str); 15] = [
            ("总结.pdf", &word, "内容却是Word"),
            ("总结.docx", b"%PDF-1.4", "内容却是PDF"),
            ("总结.doc", &word, "内容却是Word"),
            ("照片.jpg", program, "内容却是程序"),
            (
                "报告.doc",
                b"<html><body>\xb9\xab\xb8\xe6</body></html>",
                "内容却是网页",
            ),
            ("资料.docx", &zip(&["照片/1.jpg"]), "内容却是压缩包"),
            ("资料.docx", &word[..word.len() - 30], "不完整或已损坏"),
            ("程序.exe", program, "不接受 .exe"),
            ("资料.zip", &word, "不接受 .zip"),
            ("资料", &word, "没有扩展名"),
            ("空.txt", b"", "是空的"),
            ("乱码.txt", b"\x01\x02\x03", "不是这种格式"),
            ("总结.docx", &with_macros, "含有宏"),
            (
                "表.xls",
                &compound(&["Workbook", "_VBA_PROJECT_CUR"]),
                "含有宏",
            ),
            ("表.xlsx", &compound(&["EncryptedPackage"]), "打开密码"),
        ];
        for (name, bytes, words) in table {
            let refusal = format_of(name, bytes).expect_err(name).to_string();
            assert!(refusal.contains(words), "{name}: {refusal}");
        }
    }

    #[test]
    fn a_name_in_the_text_of_a_document_is_no_stream() {
        let mut bytes = compound(&["WordDocument"]);
        bytes.extend([b' ', 0]);
        bytes.extend("_VBA_PROJECT".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(format_of("说明.doc", &bytes), Ok(Format::Doc));
    }

    #[test]
    fn a_large_archive_is_known_by_its_end() {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(5 * TAIL, 7);
        bytes.extend(zip(&["OFD.xml"]));
        assert_eq!(format_of("扫描件.ofd", &bytes), Ok(Format::Ofd));
    }
}
