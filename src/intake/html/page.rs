//! A web page as a tree.
//!
//! Browsers build the tree by rules that let a broken page take time in the square of its length. Here an element
//! looks at most [`limit::NESTING`] levels up, whatever the page; elements nested deeper are read as if they were not
//! there, their text stands in the last one that is.

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::tags::Tag;
use crate::intake::Refusal;
use crate::intake::limit::{self, Excess};

/// An element.
#[derive(Debug)]
pub(super) struct Element {
    pub tag: Tag,
    pub parent: usize,
    pub children: Vec<Child>,
    pub attributes: Attributes,
}

/// What stands inside an element.
#[derive(Debug)]
pub(super) enum Child {
    /// An element, by its place in [`Page::elements`].
    Element(usize),
    /// Text with its entities resolved.
    Text(String),
}

/// The attributes that matter.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub id: String,
    pub class: String,
    pub style: String,
    pub align: String,
    pub name: String,
    pub content: String,
    pub columns: usize,
    pub rows: Option<usize>,
    pub start: Option<u32>,
    pub hidden: bool,
    /// A link that leads to a file of its own.
    pub file: bool,
}

/// A page; the first element is its root.
#[derive(Debug)]
pub(super) struct Page {
    pub elements: Vec<Element>,
}

/// The root.
pub(super) const ROOT: usize = 0;

impl Page {
    /// Builds the tree.
    ///
    /// # Errors
    ///
    /// When the page has too many elements.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let mut builder = Builder::new();
        let mut emitter = CallbackEmitter::new(
            |event: CallbackEvent<'_>, _: Span<()>| -> Option<Infallible> {
                builder.event(event);
                None
            },
        );
        emitter.naively_switch_states(true);
        let Ok(()) = Tokenizer::new_with_emitter(text, emitter).finish();
        if builder.full {
            return Err(Refusal::Excess(Excess::Pieces));
        }
        Ok(Self {
            elements: builder.elements,
        })
    }

    /// The elements inside an element, in order.
    pub(super) fn inside(&self, element: usize) -> impl Iterator<Item = usize> {
        self.elements[element]
            .children
            .iter()
            .filter_map(|child| match child {
                Child::Element(inner) => Some(*inner),
                Child::Text(_) => None,
            })
    }
}

struct Builder {
    elements: Vec<Element>,
    open: Vec<usize>,
    /// Elements that began beyond the deepest level and have not ended.
    beyond: usize,
    pieces: usize,
    full: bool,
    begun: Option<(Tag, Attributes)>,
    attribute: Vec<u8>,
}

/// Values are read so far; scripts and pictures hide in longer ones.
const VALUE: usize = 300;

impl Builder {
    fn new() -> Self {
        let root = Element {
            tag: Tag::Root,
            parent: ROOT,
            children: Vec::new(),
            attributes: Attributes::default(),
        };
        Self {
            elements: vec![root],
            open: vec![ROOT],
            beyond: 0,
            pieces: 0,
            full: false,
            begun: None,
            attribute: Vec::new(),
        }
    }

    fn event(&mut self, event: CallbackEvent<'_>) {
        if self.full {
            return;
        }
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.begun = Some((Tag::of(name), Attributes::default()))
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute.clear();
                self.attribute
                    .extend_from_slice(&name[..name.len().min(16)]);
                if let Some((_, attributes)) = &mut self.begun {
                    attributes.hidden |= name == b"hidden";
                }
            }
            CallbackEvent::AttributeValue { value } => self.value(value),
            CallbackEvent::CloseStartTag { .. } => {
                if let Some((tag, attributes)) = self.begun.take() {
                    self.begin(tag, attributes);
                }
            }
            CallbackEvent::EndTag { name } => self.end(Tag::of(name)),
            CallbackEvent::String { value } => {
                let text = String::from_utf8_lossy(value).into_owned();
                self.child(Child::Text(text));
            }
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn value(&mut self, value: &[u8]) {
        let Some((_, attributes)) = &mut self.begun else {
            return;
        };
        let text = || String::from_utf8_lossy(&value[..value.len().min(VALUE)]).into_owned();
        let number = || text().trim().parse::<usize>().ok();
        match &*self.attribute {
            b"id" => attributes.id = text(),
            b"class" => attributes.class = text(),
            b"href" => attributes.file = leads_to_file(value),
            b"style" => attributes.style = text().to_ascii_lowercase(),
            b"align" => attributes.align = text().to_ascii_lowercase(),
            b"name" | b"property" => attributes.name = text(),
            b"content" => attributes.content = text(),
            b"colspan" => attributes.columns = number().unwrap_or(1),
            b"rowspan" => attributes.rows = number(),
            b"start" | b"value" => attributes.start = text().trim().parse().ok(),
            _ => {}
        }
    }

    fn child(&mut self, child: Child) {
        self.pieces += 1;
        self.full |= self.pieces > limit::PIECES / 2;
        let parent = self.open.last().copied().unwrap_or(ROOT);
        self.elements[parent].children.push(child);
    }

    fn begin(&mut self, tag: Tag, attributes: Attributes) {
        self.end_implied(tag);
        if self.open.len() >= limit::NESTING {
            self.beyond += usize::from(!tag.is_void());
            return;
        }
        let element = self.elements.len();
        let parent = self.open.last().copied().unwrap_or(ROOT);
        self.child(Child::Element(element));
        self.elements.push(Element {
            tag,
            parent,
            children: Vec::new(),
            attributes,
        });
        if !tag.is_void() {
            self.open.push(element);
        }
    }

    /// `<li>` ends the entry before it, `<td>` the cell, any block the paragraph.
    fn end_implied(&mut self, tag: Tag) {
        let mut end = None;
        for (level, element) in self.open.iter().enumerate().rev() {
            let open = self.elements[*element].tag;
            if tag.ends(open) {
                end = Some(level);
            }
            if open.encloses(tag) {
                break;
            }
        }
        if let Some(level) = end {
            self.open.truncate(level);
        }
    }

    fn end(&mut self, tag: Tag) {
        if tag == Tag::Break {
            return self.begin(tag, Attributes::default());
        }
        if self.beyond > 0 && !tag.is_part_of_table() && tag != Tag::Table {
            self.beyond -= 1;
            return;
        }
        for (level, element) in self.open.iter().enumerate().rev() {
            let open = self.elements[*element].tag;
            if open == tag && level > 0 {
                self.open.truncate(level);
                self.beyond = 0;
                return;
            }
            // `</div>` inside a cell does not close what the table stands in.
            if open == Tag::Cell && !tag.is_part_of_table() && tag != Tag::Table {
                return;
            }
            if open == Tag::Table && tag.is_part_of_table() {
                return;
            }
        }
    }
}

/// `…/P020240301.docx`, also with something behind `?`.
fn leads_to_file(address: &[u8]) -> bool {
    const ENDINGS: &[&[u8]] = &[
        b".doc", b".docx", b".wps", b".xls", b".xlsx", b".et", b".pdf", b".ofd", b".zip", b".rar",
    ];
    let path = address
        .split(|byte| matches!(byte, b'?' | b'#'))
        .next()
        .unwrap_or_default();
    let ending = path[path.len().saturating_sub(5)..].to_ascii_lowercase();
    ENDINGS.iter().any(|known| ending.ends_with(known))
}
