//! PDF files: paragraphs from lines, tables from rules, and what cannot be read.

use super::pdf_writer::{PdfWriter, Shape, deflated, file};
use super::{lines, notes, refused, taken};

const SENTENCE: &str =
    "各地各部门要加强组织领导，健全工作机制，细化任务分工，确保各项措施落到实处、取得实效。";

/// Sentences that differ at both ends; lines that come again on every page are taken for its head or foot.
fn sentences() -> impl Iterator<Item = String> {
    let figures = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉";
    let tags = figures
        .chars()
        .flat_map(|first| ["一", "二"].map(|second| format!("{first}{second}")));
    tags.map(|tag| format!("{tag}：{}（{tag}）。", SENTENCE.trim_end_matches('。')))
}

fn document(shape: Shape) -> Vec<u8> {
    let mut writer = PdfWriter::new(shape);
    writer.paragraph("关于开展质量提升行动的通知", false);
    sentences().for_each(|sentence| writer.paragraph(&sentence, true));
    writer.bytes()
}

#[test]
fn lines_become_paragraphs_over_pages_and_page_numbers_are_left_out() {
    for packed in [false, true] {
        let intake = taken(
            "通知.pdf",
            &document(Shape {
                packed,
                ..Shape::default()
            }),
        );
        let read = lines(&intake);
        assert_eq!(read.len(), 41);
        assert_eq!(read[0], "关于开展质量提升行动的通知");
        for (line, sentence) in read[1..].iter().zip(sentences()) {
            assert_eq!(*line, format!("　　{sentence}"));
        }
        assert_eq!(notes(&intake), ["页码和每页重复的页眉、页脚没有读入。"]);
    }
}

#[test]
fn a_row_that_a_page_breaks_is_one_row() {
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![row(["类别", "序号", "工作任务", "责任单位"])];
    for number in 1..=30 {
        let category = if number % 7 == 1 { "质量" } else { "" };
        rows.push(row([
            category,
            &number.to_string(),
            SENTENCE,
            "市市场监管局、市教育局",
        ]));
    }
    let mut writer = PdfWriter::new(Shape::default());
    writer.table(&rows, &[2, 2, 10, 10]);
    let intake = taken("", &writer.bytes());
    let read = lines(&intake);
    assert_eq!(read.len(), 31, "{read:?}");
    for (number, line) in read[1..].iter().enumerate() {
        assert_eq!(
            *line,
            format!("质量|{}|{SENTENCE}|市市场监管局、市教育局", number + 1)
        );
    }
}

#[test]
fn a_scan_is_said_to_be_one_and_single_pages_are_named() {
    let mut writer = PdfWriter::new(Shape {
        page_number: false,
        ..Shape::default()
    });
    writer.end_page();
    writer.end_page();
    assert_eq!(
        refused("扫描.pdf", &writer.bytes()).to_string(),
        "这个 PDF 有 2 页，都没有文字层，是扫描件或图片。请用文字识别软件转成文字并核对，另存为 .docx 后再导入。"
    );
    let mut writer = PdfWriter::new(Shape {
        page_number: false,
        ..Shape::default()
    });
    writer.paragraph(SENTENCE, true);
    writer.end_page();
    writer.end_page();
    writer.operators("BI /W 1 /H 1 ID x EI");
    writer.end_page();
    let said = notes(&taken("", &writer.bytes()));
    assert_eq!(
        said,
        ["第 3 页没有文字层，可能是扫描页，没有读入。请对照原件补录。"]
    );
}

/// A page in a font with these entries, showing this string.
fn page(font: &str, string: &str, streams: &[(usize, &str, Vec<u8>)]) -> Vec<u8> {
    let contents = format!("BT /F 16 Tf 72 700 Td {string} Tj ET");
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned()),
        (
            3,
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>".to_owned(),
        ),
        (5, format!("<</Type/Font{font}>>")),
        (6, "<</Type/Font/Subtype/CIDFontType2>>".to_owned()),
    ];
    let mut all = vec![(4, "", deflated(contents.as_bytes()))];
    all.extend(streams.iter().cloned());
    file(&objects, &all)
}

#[test]
fn fonts_tell_what_their_codes_are() {
    let composite = "/Subtype/Type0/DescendantFonts[6 0 R]";
    let map = deflated(b"begincodespacerange <0000> <FFFF> endcodespacerange beginbfchar <0001> <8D28> <0002> <91CF> endbfchar");
    let mapped = page(
        &format!("{composite}/Encoding/Identity-H/ToUnicode 7 0 R"),
        "<00010002>",
        &[(7, "", map)],
    );
    let gbk = page(
        &format!("{composite}/Encoding/GBK-EUC-H"),
        "(\\326\\312\\301\\277)",
        &[],
    );
    let simple = page(
        "/Subtype/TrueType/Encoding<</Differences[65/uni8D28/uni91CF]>>",
        "(AB)",
        &[],
    );
    for bytes in [mapped, gbk, simple] {
        assert_eq!(lines(&taken("", &bytes)), ["质量"]);
    }
    let unknown = page(
        &format!("{composite}/Encoding/Identity-H"),
        "<00010002>",
        &[],
    );
    assert!(
        refused("", &unknown)
            .to_string()
            .contains("没有附带文字对照")
    );
}

#[test]
fn forms_are_read_and_endless_ones_end() {
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R 2 0 R]/Count 1>>".to_owned()),
        (
            3,
            "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources 8 0 R>>".to_owned(),
        ),
        (5, "<</Type/Font/Subtype/Type1>>".to_owned()),
        (8, "<</Font<</F 5 0 R>>/XObject<</X 7 0 R>>>>".to_owned()),
    ];
    let form = "BT /F 16 Tf 72 700 Td (GB/T 9704) Tj ET /X Do";
    let streams = [
        (4, "", deflated(b"/X Do")),
        (
            7,
            "/Subtype/Form/Resources 8 0 R",
            deflated(form.as_bytes()),
        ),
    ];
    assert_eq!(lines(&taken("", &file(&objects, &streams))), ["GB/T 9704"]);
}

#[test]
fn of_two_objects_with_one_number_the_later_holds() {
    let mut bytes = page("/Subtype/Type1", "(old)", &[]);
    let contents = deflated(b"BT /F 16 Tf 72 700 Td (new) Tj ET");
    bytes.extend_from_slice(&file(&[], &[(4, "", contents)])[9..]);
    assert_eq!(lines(&taken("", &bytes)), ["new"]);
}

#[test]
fn a_mark_at_the_head_of_every_page_is_kept() {
    let mut writer = PdfWriter::new(Shape::default());
    for sentence in sentences().take(4) {
        writer.paragraph("机密★1年", false);
        writer.paragraph(&sentence, true);
        writer.end_page();
    }
    let read = lines(&taken("", &writer.bytes()));
    assert_eq!(read[0], "机密★1年");
    assert_eq!(read.iter().filter(|line| line.contains("机密")).count(), 1);
}
