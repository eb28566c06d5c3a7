//! The elements of a page as paragraphs and tables, the way a browser would break them into lines.

use super::page::{Attributes, Child, Page};
use super::tags::Tag;
use crate::intake::Refusal;
use crate::intake::block::{Block, Budget, Table};

/// The blocks inside an element. `passes_over` tells which elements are left out.
///
/// # Errors
///
/// When its tables are beyond the limit.
pub(super) fn blocks(
    page: &Page,
    element: usize,
    passes_over: &dyn Fn(usize) -> bool,
) -> Result<(Vec<Block>, usize), Refusal> {
    let mut budget = Budget::default();
    let mut flow = Flow {
        page,
        passes_over,
        budget: &mut budget,
        pictures: 0,
        lines: Lines::default(),
    };
    flow.inside(element)?;
    flow.lines.end();
    Ok((flow.lines.blocks, flow.pictures))
}

struct Flow<'p> {
    page: &'p Page,
    passes_over: &'p dyn Fn(usize) -> bool,
    budget: &'p mut Budget,
    pictures: usize,
    lines: Lines,
}

impl Flow<'_> {
    fn inside(&mut self, element: usize) -> Result<(), Refusal> {
        let page = self.page;
        for child in &page.elements[element].children {
            match child {
                Child::Text(text) => self.lines.text(text),
                Child::Element(inner) => self.element(*inner)?,
            }
        }
        Ok(())
    }

    fn element(&mut self, element: usize) -> Result<(), Refusal> {
        if (self.passes_over)(element) {
            return Ok(());
        }
        let page = self.page;
        let attributes = &page.elements[element].attributes;
        match page.elements[element].tag {
            Tag::Unseen | Tag::Meta => Ok(()),
            Tag::Break => {
                self.lines.end();
                Ok(())
            }
            Tag::Picture => {
                self.pictures += 1;
                Ok(())
            }
            Tag::Table => self.table(element),
            Tag::List { numbered } => self.list(element, numbered),
            Tag::Preformatted => {
                self.lines.end();
                self.lines.keeps_breaks = true;
                self.inside(element)?;
                self.lines.end();
                self.lines.keeps_breaks = false;
                Ok(())
            }
            tag if tag.is_block() => {
                self.lines.end();
                self.lines.indent = is_indented(attributes);
                self.inside(element)?;
                self.lines.end();
                self.lines.indent = false;
                Ok(())
            }
            _ => self.inside(element),
        }
    }

    /// The numbers of `ol` are text on the page.
    fn list(&mut self, list: usize, numbered: bool) -> Result<(), Refusal> {
        self.lines.end();
        let attributes = &self.page.elements[list].attributes;
        let shown = numbered && !attributes.style.contains("list-style");
        let mut number = attributes.start.unwrap_or(1);
        let entries: Vec<usize> = self.page.inside(list).collect();
        for entry in entries {
            let attributes = &self.page.elements[entry].attributes;
            if self.page.elements[entry].tag == Tag::Entry && shown {
                number = attributes.start.unwrap_or(number);
                self.lines.number = Some(number);
                number = number.saturating_add(1);
            }
            self.element(entry)?;
            self.lines.number = None;
        }
        Ok(())
    }

    fn table(&mut self, element: usize) -> Result<(), Refusal> {
        self.lines.end();
        let mut table = Table::default();
        self.rows(element, &mut table, false)?;
        self.lines.blocks.push(Block::Table(table));
        Ok(())
    }

    fn rows(&mut self, element: usize, table: &mut Table, header: bool) -> Result<(), Refusal> {
        self.outside_cells(element);
        let inner: Vec<usize> = self.page.inside(element).collect();
        for part in inner {
            if (self.passes_over)(part) {
                continue;
            }
            match self.page.elements[part].tag {
                Tag::Row => {
                    table.begin_row(self.budget)?;
                    self.cells(part, table)?;
                    table.header += usize::from(header && table.header + 1 == table.grid.len());
                }
                Tag::Rows { header } => self.rows(part, table, header)?,
                Tag::Caption => self.element(part)?,
                Tag::Inline | Tag::Box => self.rows(part, table, header)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Text between rows and cells stands before the table, as browsers have it.
    fn outside_cells(&mut self, element: usize) {
        let page = self.page;
        for child in &page.elements[element].children {
            if let Child::Text(text) = child {
                self.lines.text(text);
            }
        }
        self.lines.end();
    }

    fn cells(&mut self, row: usize, table: &mut Table) -> Result<(), Refusal> {
        self.outside_cells(row);
        let inner: Vec<usize> = self.page.inside(row).collect();
        for cell in inner {
            if (self.passes_over)(cell) {
                continue;
            }
            match self.page.elements[cell].tag {
                Tag::Cell => {
                    let outer = std::mem::take(&mut self.lines);
                    self.inside(cell)?;
                    self.lines.end();
                    let inner = std::mem::replace(&mut self.lines, outer);
                    let attributes = &self.page.elements[cell].attributes;
                    // 0 is "to the end of the table".
                    let rows = attributes
                        .rows
                        .map_or(1, |rows| if rows == 0 { usize::MAX } else { rows });
                    table.cell(inner.blocks, attributes.columns, rows, self.budget)?;
                }
                Tag::Inline | Tag::Box => self.cells(cell, table)?,
                _ => {}
            }
        }
        Ok(())
    }
}

fn is_indented(attributes: &Attributes) -> bool {
    let Some((_, width)) = attributes.style.split_once("text-indent") else {
        return false;
    };
    let width = width.trim_start_matches([':', ' ']);
    let centred = attributes.style.contains("center") || attributes.align == "center";
    width.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && !width.starts_with("0")
        && !centred
}

/// Text as it falls into lines.
#[derive(Default)]
struct Lines {
    blocks: Vec<Block>,
    line: String,
    /// A break or a run of spaces that shows only if text follows.
    gap: Option<bool>,
    indent: bool,
    keeps_breaks: bool,
    number: Option<u32>,
}

impl Lines {
    /// Adds text; runs of space become one, and a line break in the source between two Chinese characters none.
    fn text(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\n' | '\r' if self.keeps_breaks => self.end(),
                ' ' | '\n' | '\r' | '\t' | '\u{c}' => {
                    let breaks = self.gap.unwrap_or(false) || c == '\n' || c == '\r';
                    self.gap = Some(breaks);
                }
                _ => self.character(c),
            }
        }
    }

    fn character(&mut self, c: char) {
        if let Some(breaks) = self.gap.take() {
            let before = self.line.chars().next_back();
            let wide = !c.is_ascii() && before.is_some_and(|before| !before.is_ascii());
            if before.is_some() && !(breaks && wide) {
                self.line.push(' ');
            }
        }
        self.line.push(c);
    }

    /// Ends the line.
    fn end(&mut self) {
        self.gap = None;
        let line = std::mem::take(&mut self.line);
        if line.chars().all(char::is_whitespace) {
            return;
        }
        let mut text = String::new();
        if self.indent && !line.starts_with(char::is_whitespace) {
            text.push_str("　　");
        }
        self.indent = false;
        if let Some(number) = self.number.take() {
            text.push_str(&format!("{number}. "));
        }
        text.push_str(&line);
        self.blocks.push(Block::Paragraph(text));
    }
}
