//! A file as it arrived becomes text, within limits. Bytes in, text or a refusal out; no database, no web.

use encoding_rs::{Encoding, GB18030, UTF_8};

/// The largest file that is taken, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;

/// Why a file was not taken. Its words say what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nothing in it, or only space.
    #[error("文件是空的。请确认选对了文件，且内容已保存。")]
    Empty,
    /// Larger than [`MAX_BYTES`].
    #[error("文件有 {} MB，超过 20 MB 的上限。请只保留正文文字，另存为 .txt 后再导入。", .bytes.div_ceil(1024 * 1024))]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// No text, but a format that is known.
    #[error("这是{format}，不是纯文本。请在原软件中打开，另存为 .txt（编码选 UTF-8）后再导入。")]
    Format {
        /// What it is.
        format: &'static str,
    },
    /// No text.
    #[error("这不是文本文件。请把文件正文另存为 .txt（编码选 UTF-8）后再导入。")]
    Binary,
    /// Text, but in no encoding that is known.
    #[error(
        "无法识别文件的文字编码，会读成乱码。请用记事本打开，另存为 .txt，编码选 UTF-8 后再导入。"
    )]
    Encoding,
}

/// The text of a file, and how it was encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The text, without a byte order mark.
    pub text: String,
    /// As HTTP names it: `text/plain; charset=utf-8`.
    pub media_type: &'static str,
}

/// Reads a file: UTF-8 with or without byte order mark, UTF-16 with one, GB18030 (and so GBK and GB2312).
pub fn read(bytes: &[u8]) -> Result<Intake, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len() });
    }
    if let Some(format) = known_format(bytes) {
        return Err(Refusal::Format { format });
    }
    let (encoding, body) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None if bytes.contains(&0) => return Err(Refusal::Binary),
        None if std::str::from_utf8(bytes).is_ok() => (UTF_8, bytes),
        None => (GB18030, bytes),
    };
    let text = encoding
        .decode_without_bom_handling_and_without_replacement(body)
        .ok_or(Refusal::Encoding)?
        .into_owned();
    judge(&text)?;
    Ok(Intake {
        text,
        media_type: media_type(encoding),
    })
}

fn media_type(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-8" => "text/plain; charset=utf-8",
        "UTF-16LE" => "text/plain; charset=utf-16le",
        "UTF-16BE" => "text/plain; charset=utf-16be",
        _ => "text/plain; charset=gb18030",
    }
}

/// Text that no person wrote: mostly control characters, or bytes that only happen to decode.
fn judge(text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::Empty);
    }
    let strange = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'))
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
    };
    let (all, odd) = text.chars().fold((0_usize, 0_usize), |(all, odd), c| {
        (all + 1, odd + usize::from(strange(c)))
    });
    if odd * 50 > all {
        return Err(Refusal::Binary);
    }
    Ok(())
}

/// Formats that people try to import, by their first bytes.
fn known_format(bytes: &[u8]) -> Option<&'static str> {
    const FORMATS: &[(&[u8], &str)] = &[
        (
            b"PK\x03\x04",
            " Office 文档或压缩包（docx、xlsx、ofd、zip）",
        ),
        (b"%PDF-", " PDF 文件"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "旧版 Office 或 WPS 文档（doc、xls、wps）",
        ),
        (b"{\\rtf", " RTF 文档"),
        (b"\x89PNG", "图片"),
        (b"\xff\xd8\xff", "图片"),
        (b"Rar!", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b", "压缩包"),
    ];
    FORMATS
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "关于实施质量强区战略的决定\n一、总体要求\n";

    #[test]
    fn the_common_encodings_give_the_same_text() {
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(TEXT.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let bom = [b"\xef\xbb\xbf", TEXT.as_bytes()].concat();
        let (gbk, _, _) = GB18030.encode(TEXT);
        for bytes in [TEXT.as_bytes(), &bom, &utf16, &gbk] {
            assert_eq!(read(bytes).map(|intake| intake.text), Ok(TEXT.to_owned()));
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_the_way_out() {
        let table: &[(Vec<u8>, &str)] = &[
            (Vec::new(), "空的"),
            (b" \r\n\t".to_vec(), "空的"),
            (b"PK\x03\x04....".to_vec(), "docx"),
            (b"%PDF-1.7 ...".to_vec(), "PDF"),
            (
                vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0],
                "另存为",
            ),
            (vec![0, 1, 2, 3, 0, 255], "不是文本文件"),
            (vec![1; 400], "不是文本文件"),
            (vec![0xc3, 0x28, 0xff, 0xff, 0x80], "编码"),
            (vec![b'a'; MAX_BYTES + 1], "20 MB"),
        ];
        for (bytes, words) in table {
            let refusal = read(bytes).expect_err("refused").to_string();
            assert!(refusal.contains(words), "{refusal} lacks {words}");
        }
    }
}
