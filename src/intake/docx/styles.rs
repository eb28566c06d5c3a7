//! What paragraphs look like where it changes their text: number, indent, alignment, and whether they belong to a
//! table of contents. A paragraph has it from its style, the style from the one it is based on.

use std::collections::BTreeMap;

use crate::intake::Refusal;
use crate::intake::xml::{Element, Node, Xml};

/// Properties of a paragraph (`w:pPr`), each only where it is stated.
#[derive(Debug, Clone, Default)]
pub(super) struct Properties {
    /// Its style.
    pub style: Option<String>,
    /// The list that numbers it; `0` is none.
    pub list: Option<String>,
    /// The level in the list.
    pub level: Option<usize>,
    /// Whether its first line is indented.
    pub indented: Option<bool>,
    /// Whether it is centred or set to the right.
    pub apart: Option<bool>,
    /// Whether its end was deleted, so that the next paragraph goes on in it.
    pub open: bool,
}

/// A style.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    properties: Properties,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    default: Option<String>,
}

/// Styles are based on one another in at most so many steps.
const STEPS: usize = 16;

impl Styles {
    /// Reads `word/styles.xml`.
    ///
    /// # Errors
    ///
    /// When the XML is refused.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let mut styles = Self::default();
        let mut xml = Xml::new(text);
        loop {
            match xml.next()? {
                Node::Open(element) => match element.name() {
                    "style" => {
                        let paragraph = element
                            .attribute("type")
                            .is_none_or(|kind| kind == "paragraph");
                        let id = element.attribute("styleId").unwrap_or_default();
                        let default = element
                            .attribute("default")
                            .is_some_and(|value| value != "0");
                        let style = style(&mut xml)?;
                        if paragraph {
                            if default {
                                styles.default = Some(id.clone());
                            }
                            styles.styles.insert(id, style);
                        }
                    }
                    "styles" => {}
                    _ => xml.skip()?,
                },
                Node::End => return Ok(styles),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// The list that a style numbers its paragraphs with.
    pub(super) fn list(&self, style: &str) -> Option<String> {
        self.chain(Some(style))
            .find_map(|style| style.properties.list.clone())
    }

    /// The properties that a paragraph has in the end.
    pub(super) fn resolve(&self, own: &Properties) -> Properties {
        let mut resolved = own.clone();
        for style in self.chain(own.style.as_deref()) {
            let from = &style.properties;
            resolved.list = resolved.list.or_else(|| from.list.clone());
            resolved.level = resolved.level.or(from.level);
            resolved.indented = resolved.indented.or(from.indented);
            resolved.apart = resolved.apart.or(from.apart);
        }
        resolved
    }

    /// The style that a paragraph's number comes from, when it does not state one itself.
    pub(super) fn numbering_style<'s>(&'s self, own: &'s Properties) -> Option<&'s str> {
        let mut id = own.style.as_deref().or(self.default.as_deref());
        for _ in 0..STEPS {
            let style = self.styles.get(id?)?;
            if style.properties.list.is_some() {
                return id;
            }
            id = style.based_on.as_deref();
        }
        None
    }

    /// True for the styles of tables of contents: `toc 1`, `TOC Heading`.
    pub(super) fn is_contents(&self, style: Option<&str>) -> bool {
        let Some(id) = style else { return false };
        let name = self.styles.get(id).map_or(id, |style| &style.name);
        let name = name.to_ascii_lowercase();
        name.strip_prefix("toc").is_some_and(|rest| {
            let rest = rest.trim();
            rest == "heading" || rest == "标题" || rest.parse::<u8>().is_ok()
        })
    }

    fn chain<'s>(&'s self, style: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let first = style.or(self.default.as_deref());
        let mut next = first.and_then(|id| self.styles.get(id));
        let step = move || {
            let style = next?;
            next = style.based_on.as_deref().and_then(|id| self.styles.get(id));
            Some(style)
        };
        std::iter::from_fn(step).take(STEPS)
    }
}

fn style(xml: &mut Xml<'_>) -> Result<Style, Refusal> {
    let mut style = Style::default();
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "pPr" => style.properties = properties(xml)?,
                name => {
                    match name {
                        "name" => style.name = element.attribute("val").unwrap_or_default(),
                        "basedOn" => style.based_on = element.attribute("val"),
                        _ => {}
                    }
                    xml.skip()?;
                }
            },
            Node::Close | Node::End => return Ok(style),
            Node::Text(_) => {}
        }
    }
}

/// Reads `w:pPr`, whose beginning was read.
pub(super) fn properties(xml: &mut Xml<'_>) -> Result<Properties, Refusal> {
    let mut properties = Properties::default();
    let mut inside = Vec::new();
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                group @ ("numPr" | "rPr") => inside.push(group == "rPr"),
                _ => {
                    let of_mark = inside.last() == Some(&true);
                    state(&mut properties, &element, of_mark);
                    xml.skip()?;
                }
            },
            Node::Close if inside.pop().is_some() => {}
            Node::Close | Node::End => return Ok(properties),
            Node::Text(_) => {}
        }
    }
}

fn state(properties: &mut Properties, element: &Element<'_>, of_mark: bool) {
    let value = || element.attribute("val");
    match element.name() {
        "del" if of_mark => properties.open = true,
        _ if of_mark => {}
        "pStyle" => properties.style = value(),
        "numId" => properties.list = value(),
        "ilvl" => properties.level = element.number("val"),
        "jc" => {
            let apart = |side: String| matches!(&*side, "center" | "right" | "end" | "distribute");
            properties.apart = value().map(apart);
        }
        "ind" => {
            let first = |name| element.number::<i32>(name);
            let stated = first("firstLineChars").or_else(|| first("firstLine"));
            let hanging = first("hangingChars").or_else(|| first("hanging"));
            properties.indented = stated.map(|width| width > 0).or(hanging.map(|_| false));
        }
        _ => {}
    }
}
