//! What the sheets of a workbook share: their names and order, the strings, the formats.

use super::number_format::NumberFormat;
use crate::intake::Refusal;
use crate::intake::archive::Archive;
use crate::intake::limit::{self, Excess};
use crate::intake::package;
use crate::intake::xml::{Node, Xml};

/// A sheet as the workbook lists it.
#[derive(Debug)]
pub(super) struct Listed {
    pub name: String,
    pub hidden: bool,
    /// The part that holds it.
    pub part: String,
}

/// A workbook without its sheets.
#[derive(Debug, Default)]
pub(super) struct Workbook {
    pub sheets: Vec<Listed>,
    pub strings: Vec<String>,
    formats: Vec<NumberFormat>,
    since_1904: bool,
}

/// A workbook has at most so many sheets that are read.
const SHEETS: usize = 200;

impl Workbook {
    /// Reads the workbook.
    ///
    /// # Errors
    ///
    /// When it is damaged or beyond a limit.
    pub(super) fn read(archive: &mut Archive<'_>) -> Result<Self, Refusal> {
        let main = package::main_part(archive, "xl/workbook.xml")?;
        let text = package::text(archive, &main)?.ok_or(Refusal::Broken {
            format: " Excel 工作簿",
        })?;
        let parts = package::by_id(archive, &main)?;
        let mut workbook = Self::default();
        let mut xml = Xml::new(&text);
        loop {
            match xml.next()? {
                Node::Open(element) => match element.name() {
                    "workbookPr" => {
                        workbook.since_1904 =
                            matches!(element.attribute("date1904").as_deref(), Some("1" | "true"));
                    }
                    "sheet" if workbook.sheets.len() < SHEETS => {
                        let id = element.attribute("id").unwrap_or_default();
                        if let Some((_, part)) = parts.iter().find(|(known, _)| *known == id) {
                            workbook.sheets.push(Listed {
                                name: element.attribute("name").unwrap_or_default(),
                                hidden: element
                                    .attribute("state")
                                    .is_some_and(|state| state != "visible"),
                                part: part.clone(),
                            });
                        }
                    }
                    _ => {}
                },
                Node::End => break,
                Node::Close | Node::Text(_) => {}
            }
        }
        for part in package::related(archive, &main, "sharedStrings")? {
            if let Some(text) = package::text(archive, &part)? {
                workbook.strings = strings(&text)?;
            }
        }
        for part in package::related(archive, &main, "styles")? {
            if let Some(text) = package::text(archive, &part)? {
                workbook.formats = formats(&text)?;
            }
        }
        Ok(workbook)
    }

    /// A number as a cell of this style shows it.
    pub(super) fn show(&self, number: f64, style: Option<usize>) -> String {
        let format = style.and_then(|style| self.formats.get(style));
        format
            .unwrap_or(&NumberFormat::General)
            .show(number, self.since_1904)
    }
}

fn strings(text: &str) -> Result<Vec<String>, Refusal> {
    let mut xml = Xml::new(text);
    let mut strings = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) if element.name() == "si" => {
                if strings.len() >= limit::PIECES {
                    return Err(Refusal::Excess(Excess::Pieces));
                }
                strings.push(rich_text(&mut xml)?);
            }
            Node::End => return Ok(strings),
            _ => {}
        }
    }
}

/// The text of a string in runs, without the readings set above it.
pub(super) fn rich_text(xml: &mut Xml<'_>) -> Result<String, Refusal> {
    let mut text = String::new();
    let mut depth = 0;
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "t" => text.push_str(&xml.text()?),
                "rPh" => xml.skip()?,
                _ => depth += 1,
            },
            Node::Close if depth > 0 => depth -= 1,
            Node::Close | Node::End => return Ok(text),
            Node::Text(_) => {}
        }
    }
}

/// The number format of each cell style.
fn formats(text: &str) -> Result<Vec<NumberFormat>, Refusal> {
    let mut xml = Xml::new(text);
    let mut codes = std::collections::BTreeMap::new();
    let mut formats = Vec::new();
    let mut of_cells = false;
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "numFmt" => {
                    let id = element.number::<u32>("numFmtId").unwrap_or(0);
                    codes.insert(id, element.attribute("formatCode").unwrap_or_default());
                }
                "cellXfs" => of_cells = true,
                "cellStyleXfs" | "cellStyles" | "dxfs" => of_cells = false,
                "xf" if of_cells && formats.len() < limit::PIECES => {
                    let id = element.number::<u32>("numFmtId").unwrap_or(0);
                    let own = codes.get(&id).map(|code| NumberFormat::of(code));
                    formats.push(own.unwrap_or_else(|| NumberFormat::built_in(id)));
                }
                _ => {}
            },
            Node::End => return Ok(formats),
            Node::Close | Node::Text(_) => {}
        }
    }
}
