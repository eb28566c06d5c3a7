//! XML as the office formats need it: elements by their local names, in one pass, within limits.
//!
//! Entities are not expanded, because a document that declares any is refused; so no text is longer than the
//! bytes it came from.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::Refusal;
use super::limit::{self, Excess};

/// What stands next in the XML.
pub(super) enum Node<'x> {
    /// An element begins; every one is closed, empty ones too.
    Open(Element<'x>),
    /// The innermost open element ends.
    Close,
    /// Text.
    Text(Cow<'x, str>),
    /// Nothing more.
    End,
}

/// The beginning of an element.
pub(super) struct Element<'x> {
    start: BytesStart<'x>,
}

impl Element<'_> {
    /// Its name without the prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// An attribute by its name without the prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        // The check for a second attribute of one name compares every pair.
        attributes.with_checks(false);
        attributes
            .map_while(Result::ok)
            .find(|one| one.key.local_name().into_inner() == name)
            .and_then(|one| {
                Some(
                    one.normalized_value(XmlVersion::Implicit1_0)
                        .ok()?
                        .into_owned(),
                )
            })
    }

    /// An attribute that is a number.
    pub(super) fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// A switch: on when it is there, unless its value says no.
    pub(super) fn is_on(&self) -> bool {
        !matches!(
            self.attribute("val").as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// A document that is read from front to back.
pub(super) struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    depth: usize,
}

impl<'x> Xml<'x> {
    /// Begins to read.
    pub(super) fn new(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, depth: 0 }
    }

    /// What stands next.
    ///
    /// # Errors
    ///
    /// When the XML is damaged, nested too deeply, or declares entities.
    pub(super) fn next(&mut self) -> Result<Node<'x>, Refusal> {
        loop {
            let event = self.reader.read_event();
            return Ok(
                match event.map_err(|_| Refusal::Broken { format: "文件" })? {
                    Event::Start(start) => {
                        self.depth += 1;
                        if self.depth > limit::NESTING {
                            return Err(Refusal::Excess(Excess::Nesting));
                        }
                        Node::Open(Element { start })
                    }
                    Event::End(_) => {
                        self.depth -= 1;
                        Node::Close
                    }
                    Event::Text(text) => Node::Text(text.into_inner()),
                    Event::CData(text) => Node::Text(text.into_inner()),
                    Event::GeneralRef(reference) => match character(&reference) {
                        Some(character) => Node::Text(Cow::Owned(character.to_string())),
                        None => continue,
                    },
                    Event::DocType(_) => return Err(Refusal::Entities),
                    Event::Eof if self.depth > 0 => {
                        return Err(Refusal::Broken { format: "文件" });
                    }
                    Event::Eof => Node::End,
                    Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
                },
            );
        }
    }

    /// Reads on to the end of the element that was opened last.
    ///
    /// # Errors
    ///
    /// As [`Xml::next`].
    pub(super) fn skip(&mut self) -> Result<(), Refusal> {
        self.text().map(|_| ())
    }

    /// The text inside the element that was opened last, with that of all elements in it.
    ///
    /// # Errors
    ///
    /// As [`Xml::next`].
    pub(super) fn text(&mut self) -> Result<String, Refusal> {
        let mut text = String::new();
        let outside = self.depth.saturating_sub(1);
        loop {
            match self.next()? {
                Node::Text(piece) => text.push_str(&piece),
                Node::Close if self.depth <= outside => return Ok(text),
                Node::End => return Ok(text),
                Node::Open(_) | Node::Close => {}
            }
        }
    }
}

/// `&#12345;` and the five names that XML has without declaring them.
fn character(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok()?;
    }
    Some(match &*reference.xml10_content() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// A part of an office file as text: UTF-8, or UTF-16 with its mark.
///
/// # Errors
///
/// When it is neither.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Refusal> {
    let broken = Refusal::Broken { format: "文件" };
    match Encoding::for_bom(&bytes) {
        None => String::from_utf8(bytes).map_err(|_| broken),
        Some((encoding, length)) => {
            let body = &bytes[length..];
            let text = encoding.decode_without_bom_handling_and_without_replacement(body);
            let text = text.ok_or(broken)?;
            debug_assert!(encoding != UTF_8 || text.len() == body.len());
            Ok(text.into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<String, Refusal> {
        let mut xml = Xml::new(text);
        let mut told = String::new();
        loop {
            match xml.next()? {
                Node::Open(element) => {
                    told.push_str(&format!(
                        "<{} {:?}>",
                        element.name(),
                        element.attribute("val")
                    ));
                }
                Node::Close => told.push_str("</>"),
                Node::Text(text) => told.push_str(&text),
                Node::End => return Ok(told),
            }
        }
    }

    #[test]
    fn elements_go_by_their_local_names() {
        assert_eq!(
            all("<w:p w:val='1&amp;2'><t/>甲&lt;乙&#20108;&nbsp;</w:p>").as_deref(),
            Ok("<p Some(\"1&2\")><t None></>甲<乙二</>")
        );
    }

    #[test]
    fn entities_are_refused_before_they_are_used() {
        let laughs = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><p>&b;</p>";
        assert_eq!(all(laughs), Err(Refusal::Entities));
    }

    #[test]
    fn nesting_ends_somewhere() {
        let deep = |levels: usize| format!("{}{}", "<a>".repeat(levels), "</a>".repeat(levels));
        assert!(all(&deep(limit::NESTING)).is_ok());
        assert_eq!(
            all(&deep(limit::NESTING + 1)),
            Err(Refusal::Excess(Excess::Nesting))
        );
    }

    #[test]
    fn what_is_cut_off_is_broken() {
        for text in ["<a>甲", "<a><b></a></b>", "<a", "</a>", "<a b='"] {
            assert!(matches!(all(text), Err(Refusal::Broken { .. })), "{text}");
        }
    }

    #[test]
    fn attributes_in_any_number_are_read_in_their_number() {
        let many: String = (0..100_000).map(|n| format!(" a{n}='{n}'")).collect();
        assert!(all(&format!("<p{many} val='x'/>")).is_ok_and(|told| told.contains('x')));
    }
}
