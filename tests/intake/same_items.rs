//! The same document in every format gives the same goals, tasks, targets and responsibilities.

use fengong::document::{self, Parsed};

use super::office::{Docx, cell, escape, paragraph};
use super::pdf_writer::{PdfWriter, Shape};
use super::seed_text::{Piece, heights, pieces, seeds};
use super::{notes, taken};

/// What was read, without the places where it stands.
fn reading(parsed: &Parsed) -> Vec<String> {
    let squeezed = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let items = parsed.items.iter().map(|item| {
        let who = item.responsibilities.iter();
        let who: Vec<String> = who
            .map(|one| {
                format!(
                    "{} {:?} {:?} {} {}",
                    squeezed(&one.name),
                    one.role,
                    one.basis,
                    one.collective,
                    one.open_list
                )
            })
            .collect();
        let targets: Vec<String> = item
            .targets
            .iter()
            .map(|found| {
                squeezed(&format!(
                    "{:?} {:?}",
                    found.target,
                    found.deadline.as_ref().map(|(deadline, _)| deadline.last)
                ))
            })
            .collect();
        let deadline = item
            .deadline
            .as_ref()
            .map(|(deadline, _)| (squeezed(&deadline.printed), deadline.last));
        format!(
            "{:?} {} {} | {} | {} | {who:?} | {targets:?} | {deadline:?} | {:?}",
            item.kind,
            squeezed(&item.path.join("/")),
            squeezed(&item.label),
            squeezed(&item.title),
            squeezed(&item.text),
            item.leaders,
        )
    });
    items.collect()
}

#[track_caller]
fn same(name: &str, format: &str, text: &str, bytes: &[u8]) {
    let expected = reading(&document::parse(text));
    assert!(
        expected.len() >= 18,
        "{name}: only {} items",
        expected.len()
    );
    let intake = taken(&format!("{name}.{format}"), bytes);
    let read = reading(&document::parse(&intake.text));
    for (place, (expected, read)) in expected.iter().zip(&read).enumerate() {
        assert_eq!(expected, read, "{name}.{format}, item {place}");
    }
    assert_eq!(expected.len(), read.len(), "{name}.{format}");
}

fn docx(text: &str) -> Vec<u8> {
    let mut body = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Line { words, indented } => {
                let properties = if indented {
                    r#"<w:ind w:firstLineChars="200"/>"#
                } else {
                    ""
                };
                body.push_str(&paragraph(properties, &words));
            }
            Piece::Table(rows) => {
                body.push_str("<w:tbl>");
                for (row, height) in rows.iter().zip(heights(&rows)) {
                    let merging = match height {
                        0 => "<w:vMerge/>",
                        1 => "",
                        _ => r#"<w:vMerge w:val="restart"/>"#,
                    };
                    let others: String = row[1..].iter().map(|words| cell("", words)).collect();
                    body.push_str(&format!("<w:tr>{}{others}</w:tr>", cell(merging, &row[0])));
                }
                body.push_str("</w:tbl>");
            }
        }
    }
    Docx::new(body).bytes()
}

fn html(text: &str) -> Vec<u8> {
    let mut article = String::new();
    for piece in pieces(text) {
        match piece {
            Piece::Line { words, indented } => {
                let style = if indented {
                    " style=\"text-indent: 2em;\""
                } else {
                    ""
                };
                article.push_str(&format!("<p{style}><span>{}</span></p>\n", escape(&words)));
            }
            Piece::Table(rows) => {
                article.push_str("<table border=\"1\"><tbody>\n");
                for (row, height) in rows.iter().zip(heights(&rows)) {
                    article.push_str("<tr>");
                    if height > 0 {
                        let words = escape(&row[0]).replace('\n', "<br/>");
                        article.push_str(&format!("<td rowspan={height}>{words}</td>"));
                    }
                    row[1..].iter().for_each(|words| {
                        article.push_str(&format!("<td><p>{}</p></td>", escape(words)))
                    });
                    article.push_str("</tr>\n");
                }
                article.push_str("</tbody></table>");
            }
        }
    }
    super::html::page(&article).into_bytes()
}

fn pdf(text: &str, page_number: bool) -> Vec<u8> {
    let mut writer = PdfWriter::new(Shape {
        page_number,
        ..Shape::default()
    });
    for piece in pieces(text) {
        match piece {
            Piece::Line { words, indented } => writer.paragraph(&words, indented),
            Piece::Table(rows) => writer.table(&rows, &[2, 2, 12, 9, 2]),
        }
    }
    writer.bytes()
}

#[test]
fn every_seed_reads_the_same_from_a_word_document() {
    for (name, text) in seeds() {
        same(&name, "docx", &text, &docx(&text));
    }
}

#[test]
fn every_seed_reads_the_same_from_a_web_page() {
    for (name, text) in seeds() {
        same(&name, "html", &text, &html(&text));
        let page = html(&text);
        let page = String::from_utf8_lossy(&page).replace("utf-8", "gb2312");
        let (gbk, _, lossy) = encoding_rs::GBK.encode(&page);
        if !lossy {
            same(&name, "htm", &text, &gbk);
        }
    }
}

/// Seed 002 is a scan with lines broken in the middle of sentences; on a page each of its lines is a paragraph of its
/// own, which no geometry can put together again.
#[test]
fn every_seed_but_the_scan_reads_the_same_from_a_pdf() {
    let mut read = 0;
    for (name, text) in seeds().iter().filter(|(name, _)| !name.contains("2017-02")) {
        for page_number in [false, true] {
            same(name, "pdf", text, &pdf(text, page_number));
        }
        read += 1;
    }
    assert_eq!(read, 4);
}

#[test]
fn every_seed_reads_the_same_in_every_encoding() {
    for (name, text) in seeds() {
        let (gb18030, _, lossy) = encoding_rs::GB18030.encode(&text);
        assert!(!lossy);
        same(&name, "txt", &text, &gb18030);
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        same(&name, "txt", &text, &utf16);
    }
}

/// The marks of the headings taken out of the text and left to Word to count.
#[test]
fn a_seed_numbered_by_word_reads_the_same() {
    let (name, text) = seeds()
        .into_iter()
        .find(|(name, _)| name.contains("2015-05"))
        .expect("there");
    let numbering = r#"<w:numbering>
      <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>
      <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>
      <w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;
    let figures: &[char] = &['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let (mut body, mut counted) = (String::new(), 0);
    for piece in pieces(&text) {
        let Piece::Line { words, .. } = piece else {
            panic!("the seed has no table");
        };
        let rest = words.trim_start_matches(figures);
        let inner = words
            .strip_prefix('（')
            .map(|inner| inner.trim_start_matches(figures));
        let (list, words) = match (
            rest.strip_prefix('、'),
            inner.and_then(|inner| inner.strip_prefix('）')),
        ) {
            (Some(title), _) if rest.len() < words.len() => ("5", title),
            (_, Some(title)) => ("7", title),
            _ => ("", &words[..]),
        };
        let properties = match list {
            "" => String::new(),
            list => format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr>"#),
        };
        counted += usize::from(!list.is_empty());
        body.push_str(&paragraph(
            &format!(r#"{properties}<w:ind w:firstLine="640"/>"#),
            words,
        ));
    }
    assert_eq!(counted, 4 + 18);
    let bytes = Docx::new(body).part("numbering", numbering).bytes();
    same(&name, "docx", &text, &bytes);
    assert!(
        notes(&taken("", &bytes))
            .iter()
            .any(|note| note.contains("22 段的自动编号"))
    );
}

/// See `fixtures/README.md`.
#[test]
fn files_of_other_programs_read_the_same() {
    let (name, text) = seeds()
        .into_iter()
        .find(|(name, _)| name.contains("宁夏"))
        .expect("there");
    same(
        &name,
        "docx",
        &text,
        include_bytes!("fixtures/宁夏-LibreOffice.docx"),
    );
    same(
        &name,
        "pdf",
        &text,
        include_bytes!("fixtures/宁夏-LibreOffice.pdf"),
    );
    let excerpt = include_str!("fixtures/宁夏节选.txt");
    let read = taken(
        "宁夏节选.pdf",
        include_bytes!("fixtures/宁夏节选-Chromium.pdf"),
    );
    let expected = reading(&document::parse(excerpt));
    assert_eq!(expected.len(), 7);
    assert_eq!(reading(&document::parse(&read.text)), expected);
    let first = read.text.lines().next().expect("a line");
    assert_eq!(first, excerpt.lines().next().expect("a line"));
}
