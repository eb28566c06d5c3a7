//! The text of one part of a document (body, header, footer): paragraphs and tables in order.
//!
//! A walk down the elements. Containers that only wrap others (`w:sdt`, `w:hyperlink`, `w:ins`, `w:smartTag` …) are
//! walked through; what is deleted, or said twice for older programs, is passed over.

use super::numbering::Numbering;
use super::seen::Seen;
use super::styles::{Properties, Styles};
use crate::intake::Refusal;
use crate::intake::block::{Block, Budget, Table};
use crate::intake::xml::{Element, Node, Xml};

/// Reads one part.
pub(super) struct Story<'x, 'd> {
    pub(super) xml: Xml<'x>,
    pub(super) styles: &'d Styles,
    pub(super) numbering: &'d mut Numbering,
    pub(super) seen: &'d mut Seen,
    pub(super) budget: &'d mut Budget,
    /// Blocks of text boxes, until the paragraph that holds them is done.
    pub(super) floating: Vec<Block>,
    /// Lines that text boxes hold, for classification marks.
    pub(super) boxed: Vec<String>,
    /// Fields that are open; true while their instruction is being read.
    pub(super) fields: Vec<bool>,
    /// Text of a paragraph whose end was deleted.
    pub(super) unfinished: String,
}

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Paragraph {
    pub(super) properties: Properties,
    pub(super) text: String,
    /// It is a line of a table of contents.
    pub(super) contents: bool,
}

impl<'x, 'd> Story<'x, 'd> {
    pub(super) fn new(
        text: &'x str,
        styles: &'d Styles,
        numbering: &'d mut Numbering,
        seen: &'d mut Seen,
        budget: &'d mut Budget,
    ) -> Self {
        Self {
            xml: Xml::new(text),
            styles,
            numbering,
            seen,
            budget,
            floating: Vec::new(),
            boxed: Vec::new(),
            fields: Vec::new(),
            unfinished: String::new(),
        }
    }

    /// All blocks of the part.
    pub(super) fn read(&mut self) -> Result<Vec<Block>, Refusal> {
        let mut blocks = Vec::new();
        // The document, its body, and whatever else wraps the text.
        loop {
            match self.xml.next()? {
                Node::Open(element) => self.block(&element, &mut blocks)?,
                Node::End => return Ok(blocks),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// The blocks up to the end of the element that was opened last.
    pub(super) fn blocks(&mut self, blocks: &mut Vec<Block>) -> Result<(), Refusal> {
        loop {
            match self.xml.next()? {
                Node::Open(element) => self.block(&element, blocks)?,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn block(&mut self, element: &Element<'x>, blocks: &mut Vec<Block>) -> Result<(), Refusal> {
        match element.name() {
            "p" => self.paragraph(blocks),
            "tbl" => {
                let table = self.table()?;
                blocks.push(Block::Table(table));
                Ok(())
            }
            "sdt" => self.control(blocks),
            "document" | "body" | "hdr" | "ftr" | "sdtContent" | "customXml" | "ins" | "moveTo"
            | "AlternateContent" | "Choice" | "smartTag" => self.blocks(blocks),
            "altChunk" => {
                self.seen.embedded = true;
                self.xml.skip()
            }
            _ => self.xml.skip(),
        }
    }

    /// A content control; the one around a table of contents says so in its properties.
    fn control(&mut self, blocks: &mut Vec<Block>) -> Result<(), Refusal> {
        let mut contents = false;
        loop {
            match self.xml.next()? {
                Node::Open(element) => match element.name() {
                    "sdtPr" => contents = self.is_contents()?,
                    "sdtContent" if contents => {
                        self.seen.contents = true;
                        self.xml.skip()?;
                    }
                    "sdtContent" => self.blocks(blocks)?,
                    _ => self.xml.skip()?,
                },
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn is_contents(&mut self) -> Result<bool, Refusal> {
        let mut contents = false;
        let mut depth = 0;
        loop {
            match self.xml.next()? {
                Node::Open(element) => {
                    depth += 1;
                    contents |= element.name() == "docPartGallery"
                        && element.attribute("val").as_deref() == Some("Table of Contents");
                }
                Node::Close if depth > 0 => depth -= 1,
                Node::Close | Node::End => return Ok(contents),
                Node::Text(_) => {}
            }
        }
    }

    fn paragraph(&mut self, blocks: &mut Vec<Block>) -> Result<(), Refusal> {
        self.budget.paragraph()?;
        let outer = std::mem::take(&mut self.floating);
        let mut paragraph = Paragraph::default();
        self.inline(&mut paragraph, false)?;
        // An instruction that never ends would swallow the rest of the document.
        self.fields.retain(|instruction| !instruction);
        let boxes = std::mem::replace(&mut self.floating, outer);
        let mut text = std::mem::take(&mut self.unfinished);
        if paragraph.contents
            || self
                .styles
                .is_contents(paragraph.properties.style.as_deref())
        {
            self.seen.contents = true;
        } else {
            let written = self.written(&paragraph);
            text.push_str(&written);
        }
        if paragraph.properties.open {
            self.unfinished = text;
        } else {
            blocks.push(Block::Paragraph(text));
        }
        blocks.extend(boxes);
        Ok(())
    }

    /// The paragraph with its number and its indent.
    fn written(&mut self, paragraph: &Paragraph) -> String {
        let own = &paragraph.properties;
        let properties = self.styles.resolve(own);
        let text = paragraph.text.trim_end();
        let label = self.label(own, &properties);
        if text.trim().is_empty() {
            return String::new();
        }
        let indent = properties.indented == Some(true)
            && properties.apart != Some(true)
            && !text.starts_with(char::is_whitespace);
        let mut written = if indent {
            "　　".to_owned()
        } else {
            String::new()
        };
        if let Some(label) = label {
            self.seen.numbered += 1;
            written.push_str(&label);
            written.push_str(text.trim_start());
        } else {
            written.push_str(text);
        }
        written
    }

    fn label(&mut self, own: &Properties, resolved: &Properties) -> Option<String> {
        let list = resolved.list.as_deref().filter(|list| *list != "0")?;
        let by_style = own
            .list
            .is_none()
            .then(|| self.styles.numbering_style(own))
            .flatten();
        let level = by_style
            .and_then(|style| self.numbering.level_of_style(list, style))
            .or(resolved.level)
            .unwrap_or(0);
        self.numbering.next(list, level)
    }

    fn table(&mut self) -> Result<Table, Refusal> {
        let mut table = Table::default();
        self.rows(&mut table)?;
        Ok(table)
    }

    fn rows(&mut self, table: &mut Table) -> Result<(), Refusal> {
        loop {
            match self.xml.next()? {
                Node::Open(element) => match element.name() {
                    "tr" => super::row::read(self, table)?,
                    "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "smartTag" => {
                        self.rows(table)?
                    }
                    _ => self.xml.skip()?,
                },
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    /// The blocks of a cell, whose beginning was read, and how it is merged.
    pub(super) fn cell(&mut self) -> Result<super::row::Cell, Refusal> {
        let mut cell = super::row::Cell::default();
        loop {
            match self.xml.next()? {
                Node::Open(element) if element.name() == "tcPr" => cell.merging(&mut self.xml)?,
                Node::Open(element) => self.block(&element, &mut cell.blocks)?,
                Node::Close | Node::End => break,
                Node::Text(_) => {}
            }
        }
        Ok(cell)
    }
}
