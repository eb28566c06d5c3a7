//! Rows of a table and the merging of their cells: sideways by `w:gridSpan`, downwards by `w:vMerge`, which a cell
//! restarts and those below it continue.

use super::story::Story;
use crate::intake::Refusal;
use crate::intake::block::{Block, Table};
use crate::intake::xml::{Node, Xml};

/// A cell as it stands in its row.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// What it holds.
    pub blocks: Vec<Block>,
    columns: usize,
    /// It belongs to the cell above.
    downwards: bool,
    /// It belongs to the cell before (`w:hMerge`, of old programs).
    sideways: bool,
}

impl Cell {
    /// Reads `w:tcPr`, whose beginning was read.
    pub(super) fn merging(&mut self, xml: &mut Xml<'_>) -> Result<(), Refusal> {
        loop {
            match xml.next()? {
                Node::Open(element) => {
                    let restarts = || element.attribute("val").as_deref() == Some("restart");
                    match element.name() {
                        "gridSpan" => self.columns = element.number("val").unwrap_or(1),
                        "vMerge" => self.downwards = !restarts(),
                        "hMerge" => self.sideways = !restarts(),
                        _ => {}
                    }
                    xml.skip()?;
                }
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }
}

/// What a row says of itself (`w:trPr`).
#[derive(Debug, Default)]
struct Properties {
    before: usize,
    header: bool,
    deleted: bool,
}

/// Reads a row, whose beginning was read, into the table.
pub(super) fn read(story: &mut Story<'_, '_>, table: &mut Table) -> Result<(), Refusal> {
    let mut properties = Properties::default();
    let mut at = None;
    cells(story, table, &mut properties, &mut at)?;
    if properties.header && table.header + 1 == table.grid.len() {
        table.header += 1;
    }
    Ok(())
}

/// Reads cells up to the end of the element that was opened last; `at` is the column of the next one.
fn cells(
    story: &mut Story<'_, '_>,
    table: &mut Table,
    properties: &mut Properties,
    at: &mut Option<usize>,
) -> Result<(), Refusal> {
    loop {
        let element = match story.xml.next()? {
            Node::Open(element) => element,
            Node::Close | Node::End => return Ok(()),
            Node::Text(_) => continue,
        };
        match element.name() {
            "trPr" => *properties = self::properties(&mut story.xml)?,
            "tc" if properties.deleted => {
                story.seen.deleted += 1;
                story.xml.skip()?;
            }
            "tc" => {
                let column = match *at {
                    Some(column) => column,
                    None => {
                        table.begin_row(story.budget)?;
                        properties.before
                    }
                };
                let cell = story.cell()?;
                *at = Some(place(story, table, cell, column)?);
            }
            "sdt" | "sdtContent" | "customXml" | "ins" | "smartTag" => {
                cells(story, table, properties, at)?
            }
            _ => story.xml.skip()?,
        }
    }
}

/// Puts a cell into the row; gives the column after it.
fn place(
    story: &mut Story<'_, '_>,
    table: &mut Table,
    cell: Cell,
    column: usize,
) -> Result<usize, Refusal> {
    let columns = cell.columns.max(1);
    let budget = &mut *story.budget;
    let before = column.checked_sub(1);
    let left = before.and_then(|before| table.grid.last()?.get(before).copied().flatten());
    match (cell.downwards, cell.sideways, table.above(column), left) {
        (true, _, Some(above), _) => table.cover(above, column, columns, 1, budget)?,
        (_, true, _, Some(left)) => table.cover(left, column, columns, 1, budget)?,
        _ => table.place(cell.blocks, column, columns, 1, budget)?,
    }
    Ok(column.saturating_add(columns))
}

fn properties(xml: &mut Xml<'_>) -> Result<Properties, Refusal> {
    let mut properties = Properties::default();
    loop {
        match xml.next()? {
            Node::Open(element) => {
                match element.name() {
                    "gridBefore" => properties.before = element.number("val").unwrap_or(0),
                    "tblHeader" => properties.header = element.is_on(),
                    "del" => properties.deleted = true,
                    _ => {}
                }
                xml.skip()?;
            }
            Node::Close | Node::End => return Ok(properties),
            Node::Text(_) => {}
        }
    }
}
