//! What is not taken, and what is said: every refusal ends with what the person can do.

use fengong::intake::{Format, MAX_BYTES};

use super::office::{Docx, paragraph, zip};
use super::pdf_writer::file;
use super::{notes, refused, taken};

/// A compound file with a stream of this name in its directory.
fn compound(stream: &str) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(1024, 0);
    bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn every_known_format_is_named_with_the_way_out() {
    let encrypted = file(&[(1, "<</Type/Catalog>>".into())], &[]);
    let encrypted = String::from_utf8_lossy(&encrypted)
        .replace("/Root 1 0 R", "/Root 1 0 R/Encrypt 9 0 R")
        .into_bytes();
    let table: &[(Vec<u8>, &str, &str)] = &[
        (compound("WordDocument"), ".doc、.wps", "另存为 .docx"),
        (compound("Workbook"), ".xls、.et", "另存为 .xlsx"),
        (compound("PowerPoint Document"), "演示文稿", "另存为 .docx"),
        (compound("Contents"), "旧版 Office", "另存为 .docx"),
        (compound("EncryptedPackage"), "密码", "另存"),
        (zip(&[("OFD.xml", b"<ofd/>")]), "OFD", "另存为 .docx"),
        (
            zip(&[("content.xml", b""), ("META-INF/manifest.xml", b"")]),
            "OpenDocument",
            "另存为 .docx",
        ),
        (
            zip(&[("ppt/presentation.xml", b"")]),
            "演示文稿",
            "另存为 .docx",
        ),
        (
            zip(&[("xl/workbook.bin", b""), ("[Content_Types].xml", b"")]),
            "xlsb",
            "另存为 .xlsx",
        ),
        (zip(&[("通知.docx", b"")]), "压缩包", "解压"),
        (b"{\\rtf1 text}".to_vec(), "RTF", "另存为 .docx"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
            "图片",
            "文字识别",
        ),
        (b"\xff\xd8\xff\xe0".to_vec(), "图片", "文字识别"),
        (b"BM\x36\0\0\0\0\0".to_vec(), "图片", "文字识别"),
        (b"RIFF\0\0\0\0WEBPVP8 ".to_vec(), "图片", "文字识别"),
        (b"\0\0\0\x18ftypheic".to_vec(), "图片", "文字识别"),
        (b"Rar!\x1a\x07".to_vec(), "压缩包", "解压"),
        (b"MZ\x90\0\x03\0\0\0".to_vec(), "程序", "请选择"),
        (b"\x7fELF\x02\x01".to_vec(), "程序", "请选择"),
        (
            b"<?xml version=\"1.0\"?><w:wordDocument/>".to_vec(),
            "Word XML",
            "另存为 .docx",
        ),
        (
            b"MIME-Version: 1.0\r\nContent-Type: multipart/related;".to_vec(),
            "网页存档",
            "仅 HTML",
        ),
        (encrypted, "密码", "另存"),
        (b"%PDF-1.4\nnothing".to_vec(), "PDF", "重新下载"),
        (Vec::new(), "空的", "确认"),
        (b" \r\n".to_vec(), "空的", "确认"),
        (vec![0; 64], "不是文本文件", "另存为 .docx"),
        (vec![b'a'; MAX_BYTES + 1], "20 MB", "另存为"),
    ];
    for (bytes, what, way_out) in table {
        let sentence = refused("", bytes).to_string();
        assert!(
            sentence.contains(what) && sentence.contains(way_out),
            "{sentence} lacks {what} or {way_out}"
        );
        assert!(sentence.ends_with('。'), "{sentence}");
    }
}

#[test]
fn content_decides_and_a_wrong_extension_is_said() {
    let docx = Docx::new(paragraph("", "正文。")).bytes();
    let table: &[(&str, &[u8], Format, Option<&str>)] = &[
        ("通知.docx", &docx, Format::Word, None),
        ("通知.DOCX", &docx, Format::Word, None),
        ("通知", &docx, Format::Word, None),
        ("2024.3 通知", &docx, Format::Word, None),
        (
            "通知.txt",
            &docx,
            Format::Word,
            Some("文件名以 .txt 结尾，内容是 Word 文档，已按内容读取。"),
        ),
        (
            "通知.doc",
            b"<html><body><p>\xe6\xad\xa3\xe6\x96\x87</p></body></html>",
            Format::Web,
            Some("文件名以 .doc 结尾，内容是网页，已按内容读取。"),
        ),
        (
            "通知.docx",
            "一、总则".as_bytes(),
            Format::Plain,
            Some("文件名以 .docx 结尾，内容是纯文本，已按内容读取。"),
        ),
        ("通知.txt", "<甲>不是网页".as_bytes(), Format::Plain, None),
    ];
    for (name, bytes, format, note) in table {
        let intake = taken(name, bytes);
        assert_eq!(intake.format, *format, "{name}");
        assert_eq!(notes(&intake).first().map(String::as_str), *note, "{name}");
    }
}

#[test]
fn what_is_cut_off_is_refused_as_damaged() {
    let docx = Docx::new(paragraph("", &"正文。".repeat(500))).bytes();
    for length in [4, 30, docx.len() / 2, docx.len() - 1] {
        let sentence = refused("通知.docx", &docx[..length]).to_string();
        assert!(sentence.contains("不完整或已损坏"), "{length}: {sentence}");
    }
    let cut = zip(&[
        ("[Content_Types].xml", b""),
        ("word/document.xml", b"<w:document><w:body><w:p>"),
    ]);
    assert!(refused("", &cut).to_string().contains("损坏"));
}
