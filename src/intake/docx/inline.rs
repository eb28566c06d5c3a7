//! What stands inside a paragraph: runs of text, fields, and the drawings that hold pictures and text boxes.

use super::story::{Paragraph, Story};
use super::styles;
use crate::intake::Refusal;
use crate::intake::block;
use crate::intake::limit;
use crate::intake::xml::{Element, Node};

impl Story<'_, '_> {
    /// Text up to the end of the element that was opened last.
    pub(super) fn inline(
        &mut self,
        paragraph: &mut Paragraph,
        mut hidden: bool,
    ) -> Result<(), Refusal> {
        loop {
            let element = match self.xml.next()? {
                Node::Open(element) => element,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            let name = element.name();
            match name {
                "pPr" => {
                    paragraph.properties = styles::properties(&mut self.xml)?;
                    continue;
                }
                "rPr" => {
                    hidden |= self.is_hidden()?;
                    continue;
                }
                "t" => {
                    let text = self.xml.text()?;
                    self.show(paragraph, &text, hidden);
                    continue;
                }
                "instrText" => {
                    paragraph.contents |= self.xml.text()?.contains("PAGEREF _Toc");
                    continue;
                }
                "drawing" | "pict" | "object" => {
                    self.drawing()?;
                    continue;
                }
                "del" | "moveFrom" => self.seen.deleted += 1,
                "ins" | "moveTo" => self.seen.inserted += 1,
                "tab" | "ptab" => self.show(paragraph, "\t", hidden),
                "br" | "cr" => self.show(paragraph, "\n", hidden),
                "noBreakHyphen" => self.show(paragraph, "-", hidden),
                "sym" => self.show(paragraph, symbol(&element), hidden),
                "footnoteReference" | "endnoteReference" => self.seen.footnotes += 1,
                "commentReference" => self.seen.comments += 1,
                "fldChar" => self.field(&element),
                "hyperlink" => {
                    let anchor = element.attribute("anchor").unwrap_or_default();
                    paragraph.contents |= anchor.starts_with("_Toc");
                }
                _ => {}
            }
            match name {
                "del" | "moveFrom" | "delText" | "Fallback" | "rt" | "sdtPr" | "fldChar"
                | "tab" | "br" => {
                    self.xml.skip()?;
                }
                _ => self.inline(paragraph, hidden)?,
            }
        }
    }

    fn show(&mut self, paragraph: &mut Paragraph, text: &str, hidden: bool) {
        if hidden {
            self.seen.hidden |= !text.trim().is_empty();
        } else if !self.fields.contains(&true) {
            paragraph.text.push_str(text);
        }
    }

    fn is_hidden(&mut self) -> Result<bool, Refusal> {
        let mut hidden = false;
        let mut depth = 0;
        loop {
            match self.xml.next()? {
                Node::Open(element) => {
                    depth += 1;
                    hidden |= element.name() == "vanish" && element.is_on();
                }
                Node::Close if depth > 0 => depth -= 1,
                Node::Close | Node::End => return Ok(hidden),
                Node::Text(_) => {}
            }
        }
    }

    /// `w:fldChar`: an instruction begins, its result begins, both end.
    fn field(&mut self, element: &Element<'_>) {
        match element.attribute("fldCharType").as_deref() {
            Some("begin") if self.fields.len() < limit::NESTING => self.fields.push(true),
            Some("separate") => {
                if let Some(instruction) = self.fields.last_mut() {
                    *instruction = false;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    /// A drawing: pictures are counted, the text of text boxes is kept for after the paragraph.
    fn drawing(&mut self) -> Result<(), Refusal> {
        loop {
            let element = match self.xml.next()? {
                Node::Open(element) => element,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match element.name() {
                "txbxContent" => {
                    let fields = std::mem::take(&mut self.fields);
                    let unfinished = std::mem::take(&mut self.unfinished);
                    let mut blocks = Vec::new();
                    self.blocks(&mut blocks)?;
                    self.fields = fields;
                    self.unfinished = unfinished;
                    let mut lines = Vec::new();
                    block::lines(&blocks, &mut lines);
                    self.boxed.extend(lines.into_iter().map(str::to_owned));
                    self.floating.extend(blocks);
                    continue;
                }
                "Fallback" => {
                    self.xml.skip()?;
                    continue;
                }
                "blip" | "imagedata" => self.seen.pictures += 1,
                "OLEObject" => self.seen.embedded = true,
                "textpath" => self.boxed.extend(element.attribute("string")),
                _ => {}
            }
            self.drawing()?;
        }
    }
}

/// A sign of a symbol font, where it has a character of its own.
fn symbol(element: &Element<'_>) -> &'static str {
    let font = element.attribute("font").unwrap_or_default();
    let code = element
        .attribute("char")
        .unwrap_or_default()
        .to_ascii_uppercase();
    match (font.starts_with("Wingdings"), &*code) {
        (true, "F0FC" | "00FC" | "F050") => "√",
        (true, "F0A8" | "00A8" | "F06F") => "□",
        (true, "F0FE" | "00FE") => "☑",
        (_, "F0B3" | "00B3") => "≥",
        (_, "F0A3" | "00A3") => "≤",
        (_, "F0B1" | "00B1") => "±",
        (_, "F0B4" | "00B4") => "×",
        _ => "",
    }
}
