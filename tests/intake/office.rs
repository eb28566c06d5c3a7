//! Office files made by hand: a zip and its parts.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip of parts.
pub(crate) fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in parts {
        writer.start_file(*name, options).expect("a part begins");
        writer.write_all(bytes).expect("a part is written");
    }
    writer.finish().expect("the zip is finished").into_inner()
}

/// A Word document.
#[derive(Default)]
pub(crate) struct Docx {
    body: String,
    parts: Vec<(String, String, &'static str)>,
    extra: Vec<(String, Vec<u8>)>,
}

impl Docx {
    /// With this XML in its body.
    pub(crate) fn new(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// With a part that the document uses as `styles`, `numbering`, `header`, `footer`.
    pub(crate) fn part(mut self, kind: &'static str, xml: impl Into<String>) -> Self {
        let name = format!("{kind}{}.xml", self.parts.len());
        self.parts.push((name, xml.into(), kind));
        self
    }

    /// With any other file in it.
    pub(crate) fn file(mut self, name: &str, bytes: &[u8]) -> Self {
        self.extra.push((name.to_owned(), bytes.to_vec()));
        self
    }

    /// The bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let document = format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}<w:sectPr/></w:body></w:document>"#,
            self.body
        );
        let mut relations = String::from(
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
        );
        for (place, (name, _, kind)) in self.parts.iter().enumerate() {
            relations.push_str(&format!(
                r#"<Relationship Id="rId{place}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{name}"/>"#
            ));
        }
        relations.push_str("</Relationships>");
        let mut parts: Vec<(String, Vec<u8>)> = vec![
            ("[Content_Types].xml".into(), b"<Types/>".to_vec()),
            ("word/document.xml".into(), document.into_bytes()),
            (
                "word/_rels/document.xml.rels".into(),
                relations.into_bytes(),
            ),
        ];
        for (name, xml, _) in &self.parts {
            parts.push((format!("word/{name}"), xml.clone().into_bytes()));
        }
        parts.extend(self.extra.iter().cloned());
        let parts: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), &bytes[..]))
            .collect();
        zip(&parts)
    }
}

/// `<w:p>` with text and, before it, properties.
pub(crate) fn paragraph(properties: &str, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#,
        escape(text)
    )
}

/// `<w:tc>` with one paragraph for each line.
pub(crate) fn cell(properties: &str, text: &str) -> String {
    let paragraphs: String = text.split('\n').map(|line| paragraph("", line)).collect();
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>")
}

/// A workbook of sheets, each a name, attributes of its listing, and the XML inside `worksheet`.
pub(crate) fn xlsx(sheets: &[(&str, &str, &str)], strings: &str, styles: &str) -> Vec<u8> {
    let (mut listed, mut relations) = (String::new(), String::new());
    let mut parts = Vec::new();
    for (place, (name, attributes, xml)) in sheets.iter().enumerate() {
        listed.push_str(&format!(
            r#"<sheet name="{name}" sheetId="{place}" {attributes} r:id="r{place}"/>"#
        ));
        relations.push_str(&format!(
            r#"<Relationship Id="r{place}" Type="http://x/relationships/worksheet" Target="worksheets/sheet{place}.xml"/>"#
        ));
        parts.push((
            format!("xl/worksheets/sheet{place}.xml"),
            format!("<worksheet>{xml}</worksheet>"),
        ));
    }
    for kind in ["sharedStrings", "styles"] {
        relations.push_str(&format!(
            r#"<Relationship Id="{kind}" Type="http://x/relationships/{kind}" Target="/xl/{kind}.xml"/>"#
        ));
    }
    parts.push(("[Content_Types].xml".into(), "<Types/>".into()));
    parts.push((
        "xl/workbook.xml".into(),
        format!(r#"<workbook xmlns:r="r"><sheets>{listed}</sheets></workbook>"#),
    ));
    parts.push((
        "xl/_rels/workbook.xml.rels".into(),
        format!("<Relationships>{relations}</Relationships>"),
    ));
    parts.push((
        "xl/sharedStrings.xml".into(),
        format!("<sst>{strings}</sst>"),
    ));
    parts.push((
        "xl/styles.xml".into(),
        format!("<styleSheet>{styles}</styleSheet>"),
    ));
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, xml)| (name.as_str(), xml.as_bytes()))
        .collect();
    zip(&parts)
}

/// Text as it stands in XML and HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
