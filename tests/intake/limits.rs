//! Files made to harm: each ends soon, in a refusal or in text of bounded length.
//!
//! Time is not measured, because machines differ; what would take the square of its length here would take hours.

use std::io::Write;

use fengong::document;
use zip::write::SimpleFileOptions;

use super::office::{Docx, cell, paragraph, xlsx, zip};
use super::pdf_writer::{deflated, file};
use super::{refused, taken};

/// A refusal for going beyond a limit, of which these words are a part.
#[track_caller]
fn too_much(bytes: &[u8], words: &str) {
    let sentence = refused("", bytes).to_string();
    assert!(
        sentence.contains(words) && sentence.contains("可能不是正常的公文"),
        "{sentence}"
    );
}

#[test]
fn a_zip_bomb_is_stopped_by_what_it_unpacks_to() {
    let spaces = vec![b' '; 66 * 1024 * 1024];
    let bomb = zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", &spaces),
    ]);
    assert!(bomb.len() < 1024 * 1024);
    too_much(&bomb, "解压后超过 64 MB");
    // Several parts draw on one budget.
    let part = vec![b' '; 25 * 1024 * 1024];
    let header = format!("<w:hdr>{}</w:hdr>", String::from_utf8_lossy(&part));
    let many = Docx::new(paragraph("", "正文"))
        .part("header", header.clone())
        .part("header", header.clone())
        .part("footer", header);
    too_much(&many.bytes(), "解压后超过 64 MB");
}

#[test]
fn an_archive_of_very_many_parts_is_refused() {
    let names: Vec<String> = (0..6000).map(|number| format!("word/{number}")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    too_much(&zip(&parts), "超过 5000 个部件");
}

#[test]
fn an_archive_that_lies_about_sizes_is_read_as_it_is() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer
        .start_file("word/document.xml", stored)
        .expect("a part begins");
    writer
        .write_all(b"<w:document><w:p><w:r><w:t>text</w:t></w:r></w:p></w:document>")
        .expect("written");
    let mut bytes = writer.finish().expect("finished").into_inner();
    // The size in the directory, which is the last one in the file.
    let directory = bytes
        .windows(4)
        .rposition(|window| window == b"PK\x01\x02")
        .expect("a directory");
    bytes[directory + 24..directory + 28].copy_from_slice(&u32::MAX.to_le_bytes());
    let _ = fengong::intake::read("", &bytes);
}

#[test]
fn entities_that_multiply_are_refused() {
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><w:document><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:document>"#;
    let bytes = zip(&[("word/document.xml", laughs.as_bytes())]);
    assert!(refused("", &bytes).to_string().contains("实体"));
    let outside = r#"<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document/>"#;
    assert!(
        refused("", &zip(&[("word/document.xml", outside.as_bytes())]))
            .to_string()
            .contains("实体")
    );
}

#[test]
fn deep_nesting_is_refused_or_flattened() {
    let deep = |open: &str, close: &str, levels: usize| {
        format!("{}正文{}", open.repeat(levels), close.repeat(levels))
    };
    let table = deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 1000);
    too_much(&Docx::new(table).bytes(), "嵌套超过 200 层");
    let page = format!(
        "<html>{}",
        deep("<div><table><tr><td>", "</td></tr></table></div>", 50_000)
    );
    assert_eq!(taken("", page.as_bytes()).text.trim(), "正文");
    let objects = format!("1 0 obj {}", "[".repeat(1_000_000));
    too_much(format!("%PDF-1.4\n{objects}").as_bytes(), "嵌套超过 200 层");
}

#[test]
fn tables_that_grow_out_of_few_bytes_are_refused() {
    let cells = |count: usize| cell(r#"<w:gridSpan w:val="250"/>"#, "").repeat(count);
    let wide = format!(
        "<w:tbl>{}</w:tbl>",
        format!("<w:tr>{}</w:tr>", cells(1)).repeat(1300)
    );
    too_much(&Docx::new(wide).bytes(), "30 万个单元格");
    let page = format!(
        "<html><table><tr>{}</tr>{}</table>",
        "<td rowspan=60000 colspan=60000>甲</td>".repeat(300),
        "<tr><td>乙".repeat(2000)
    );
    too_much(page.as_bytes(), "30 万个单元格");
    let row = "<row><c t=\"str\"><v>甲</v></c></row>".repeat(300_001);
    let sheet = format!("<sheetData>{row}</sheetData>");
    too_much(&xlsx(&[("表", "", &sheet)], "", ""), "30 万个单元格");
}

#[test]
fn paragraphs_and_text_in_any_number_are_refused() {
    too_much(&Docx::new("<w:p/>".repeat(300_001)).bytes(), "超过 30 万段");
    too_much("一、总则\n".repeat(700_000).as_bytes(), "文字超过 8 MB");
}

#[test]
fn text_that_is_repeated_by_reference_is_bounded() {
    // One long string in every cell.
    let strings = format!("<si><t>{}</t></si>", "长".repeat(100_000));
    let sheet = format!(
        "<sheetData>{}</sheetData>",
        "<row><c t=\"s\"><v>0</v></c></row>".repeat(1000)
    );
    too_much(&xlsx(&[("表", "", &sheet)], &strings, ""), "文字超过 8 MB");
    // Long cells over every row.
    let long = format!("<td rowspan=9999>{}", "长".repeat(20_000));
    let page = format!(
        "<html><table><tr><td>任务<td>单位<td>时限<tr>{}<td>甲{}</table>",
        long.repeat(2),
        "<tr><td>乙".repeat(2000)
    );
    too_much(page.as_bytes(), "文字超过 8 MB");
    // A long pattern for every number.
    let numbering = format!(
        r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{}%1"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#,
        "长".repeat(100_000)
    );
    let numbered = paragraph(r#"<w:numPr><w:numId w:val="1"/></w:numPr>"#, "甲").repeat(2000);
    let text = taken(
        "",
        &Docx::new(numbered).part("numbering", numbering).bytes(),
    )
    .text;
    assert!(text.len() < 1024 * 1024);
}

#[test]
fn pages_that_take_browsers_the_square_of_their_length_take_no_longer_than_others() {
    let misnested = "<b><p><i></b></p>".repeat(60_000);
    let unclosed = "<p><font><a><li><td>".repeat(60_000);
    let ended = "</table></td></p></li>".repeat(60_000);
    let attributes: String = (0..200_000).map(|number| format!(" a{number}=1")).collect();
    for piece in [misnested, unclosed, ended, format!("<p{attributes}>")] {
        let page = format!("<html><p>开头</p>{piece}正文</html>");
        assert!(taken("", page.as_bytes()).text.contains("正文"));
    }
    let comment = format!("<html>正文{}", "<!--".repeat(500_000));
    assert!(taken("", comment.as_bytes()).text.contains("正文"));
    let entities = format!("<html>正文{}", "&am".repeat(500_000));
    assert!(taken("", entities.as_bytes()).text.contains("正文"));
    too_much(
        format!("<html>{}", "<i>甲".repeat(1_100_000)).as_bytes(),
        "万个对象",
    );
}

#[test]
fn a_pdf_bomb_is_stopped_by_what_all_its_streams_unpack_to() {
    let once = deflated(&vec![b' '; 15 * 1024 * 1024]);
    let contents = (10..20)
        .map(|number| format!("{number} 0 R "))
        .collect::<String>();
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R]>>".to_owned()),
        (3, format!("<</Type/Page/Contents[{contents}]>>")),
    ];
    let streams: Vec<(usize, &str, Vec<u8>)> =
        (10..20).map(|number| (number, "", once.clone())).collect();
    too_much(&file(&objects, &streams), "解压后超过 64 MB");
    let packed: Vec<(usize, &str, Vec<u8>)> = (10..20)
        .map(|number| (number, "/Type/ObjStm/First 0", once.clone()))
        .collect();
    too_much(&file(&[], &packed), "解压后超过 64 MB");
    // A stream packed several times over is counted at each step.
    let (mut twice, filters) = (deflated(&once), "/Filter[/Fl/Fl]");
    twice.truncate(twice.len());
    let object = format!("%PDF-1.4\n1 0 obj<</Type/ObjStm/First 0{filters}>>stream\n");
    let bytes: Vec<u8> = [object.as_bytes(), &twice, b"\nendstream "]
        .concat()
        .repeat(6);
    too_much(&bytes, "解压后超过 64 MB");
}

#[test]
fn pdf_objects_that_run_on_to_the_end_of_the_file_are_each_read_once() {
    let unclosed = format!("%PDF-1.4\n{}", "1 0 obj (".repeat(1_500_000));
    let nested = format!("%PDF-1.4\n{}", "1 0 obj <</A ".repeat(150_000));
    let streams = format!("%PDF-1.4\n{}", "1 0 obj <<>> stream ".repeat(300_000));
    let names = format!("%PDF-1.4\n{}", "trailer << (".repeat(1_000_000));
    for bytes in [unclosed, nested, streams, names] {
        let _ = fengong::intake::read("", bytes.as_bytes());
    }
    // A range over all codes, which a table would need gigabytes for.
    let map = deflated(b"beginbfrange <00000000> <FFFFFFFF> <4E00> endbfrange");
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R]>>".to_owned()),
        (3, "<</Type/Page/Contents 4 0 R/Resources<</Font<</F<</Subtype/Type0/ToUnicode 5 0 R/DescendantFonts[<</W[0 99999999 500]>>]>>>>>>>>".to_owned()),
    ];
    let contents = deflated(b"BT /F 12 Tf 72 700 Td <0000> Tj ET");
    let _ = fengong::intake::read("", &file(&objects, &[(4, "", contents), (5, "", map)]));
}

#[test]
fn a_drawing_of_very_many_lines_is_no_table() {
    let lines: String = (0..20_000)
        .map(|x| format!("{x} 0 m {x} 700 l S 0 {x} m 500 {x} l S "))
        .collect();
    let contents = format!("{lines} BT /F 12 Tf 72 700 Td (text) Tj ET");
    let objects = [
        (1, "<</Type/Catalog/Pages 2 0 R>>".to_owned()),
        (2, "<</Type/Pages/Kids[3 0 R]>>".to_owned()),
        (
            3,
            "<</Type/Page/Contents 4 0 R/Resources<</Font<</F<</Subtype/Type1>>>>>>>>".to_owned(),
        ),
    ];
    let text = taken(
        "",
        &file(&objects, &[(4, "", deflated(contents.as_bytes()))]),
    )
    .text;
    assert_eq!(text.trim(), "text");
}

#[test]
fn a_document_of_two_hundred_pages_is_taken() {
    let body = paragraph(
        r#"<w:ind w:firstLine="640"/>"#,
        &"（一）加强领导。全面提升质量。（市教育局牵头）".repeat(8),
    )
    .repeat(1200);
    let intake = taken("", &Docx::new(body).bytes());
    assert!(intake.text.len() > 600_000);
    assert!(document::parse(&intake.text).items.len() >= 500);
}
