//! Whatever the bytes are: reading ends, never panics, and what it gives is text that the parser reads.

use fengong::{document, intake};
use proptest::prelude::*;

use super::office::{Docx, cell, paragraph, xlsx};
use super::pdf_writer::{PdfWriter, Shape};

fn reads(bytes: &[u8]) {
    if let Ok(intake) = intake::read("文件.docx", bytes) {
        document::parse(&intake.text);
    }
}

/// Valid files of every format.
fn files() -> Vec<Vec<u8>> {
    let row = format!(
        "<w:tr>{}{}</w:tr>",
        cell(r#"<w:vMerge w:val="restart"/>"#, "甲"),
        cell("", "市教育局")
    );
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let numbered = paragraph(
        r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>"#,
        "总则",
    );
    let docx =
        Docx::new(format!("{numbered}<w:tbl>{row}{row}</w:tbl>")).part("numbering", numbering);
    let sheet = r#"<sheetData><row r="1"><c r="A1" s="0"><v>45657</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#;
    let mut pdf = PdfWriter::new(Shape::default());
    pdf.paragraph("关于开展质量提升行动的通知。", true);
    pdf.table(
        &[
            vec!["序号".into(), "任务".into()],
            vec!["1".into(), "甲。".into()],
        ],
        &[3, 6],
    );
    let mut packed = PdfWriter::new(Shape {
        packed: true,
        ..Shape::default()
    });
    packed.paragraph("通知", false);
    let page = super::html::page("<p>正文</p><table><tr><td rowspan=2>甲<td>乙<tr><td>丙</table>");
    let (gbk, _, _) = encoding_rs::GBK.encode(&page);
    vec![
        docx.bytes(),
        xlsx(
            &[("表", "", sheet)],
            "",
            "<cellXfs><xf numFmtId=\"31\"/></cellXfs>",
        ),
        pdf.bytes(),
        packed.bytes(),
        page.clone().into_bytes(),
        gbk.into_owned(),
        "一、总则\n（一）目标。".as_bytes().to_vec(),
    ]
}

#[test]
fn valid_files_cut_off_anywhere_end() {
    for bytes in files() {
        let step = bytes.len() / 150 + 1;
        for end in (0..bytes.len()).step_by(step) {
            reads(&bytes[..end]);
        }
    }
}

/// What stands inside the zip, where a change of compressed bytes seldom reaches.
fn document_xml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<w:p>"),
        Just("</w:p>"),
        Just("<w:r>"),
        Just("</w:r>"),
        Just("<w:t>甲</w:t>"),
        Just("<w:tbl>"),
        Just("</w:tbl>"),
        Just("<w:tr>"),
        Just("</w:tr>"),
        Just("<w:tc>"),
        Just("</w:tc>"),
        Just("<w:tcPr><w:vMerge/></w:tcPr>"),
        Just("<w:tcPr><w:gridSpan w:val=\"3\"/></w:tcPr>"),
        Just("<w:trPr><w:gridBefore w:val=\"999999\"/></w:trPr>"),
        Just("<w:pPr><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"),
        Just("<w:fldChar w:fldCharType=\"begin\"/>"),
        Just("<w:drawing><w:txbxContent>"),
        Just("</w:txbxContent></w:drawing>"),
        Just("<w:del>"),
        Just("</w:del>"),
        Just("&#0;&#xFFFF;&x;"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn page_operators() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("BT ".to_owned()),
        Just("ET ".to_owned()),
        Just("q ".to_owned()),
        Just("Q ".to_owned()),
        Just("/F1 12 Tf ".to_owned()),
        Just("<4E2D6587> Tj ".to_owned()),
        Just("[<4E2D> -99999999999 (x)] TJ ".to_owned()),
        Just("T* ".to_owned()),
        Just("/X Do ".to_owned()),
        Just("BI /W 1 ID xx EI ".to_owned()),
        Just("0 0 m 100 0 l S ".to_owned()),
        Just("re f ".to_owned()),
        "(-?[0-9]{1,9}(\\.[0-9]{1,3})? ){1,6}(cm|Tm|Td|re|m|l|Tz|Tc) ",
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..600), start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"%PDF-1.7\n1 0 obj ", b"<html>", b"\xff\xfe"])) {
        reads(&[start, &bytes].concat());
    }

    #[test]
    fn valid_files_with_any_bytes_changed_end(file in 0_usize..7, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12)) {
        let mut bytes = files().swap_remove(file);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        reads(&bytes);
    }

    #[test]
    fn any_xml_in_a_word_document_ends(xml in document_xml()) {
        reads(&Docx::new(xml).bytes());
    }

    #[test]
    fn any_operators_on_a_page_end(operators in page_operators()) {
        let mut writer = PdfWriter::new(Shape::default());
        writer.paragraph("通知", false);
        writer.operators(&operators);
        reads(&writer.bytes());
    }

    #[test]
    fn any_tags_end(tags in prop::collection::vec(prop_oneof!["</?(p|div|table|tr|td|li|ol|b|a|br|pre|script)( (rowspan|colspan|start|style)=[0-9a-z:-]{0,9})?>", "[甲乙a \n&;]{0,4}"], 0..80)) {
        reads(format!("<html>{}", tags.concat()).as_bytes());
    }
}
