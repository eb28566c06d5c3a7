//! One sheet: its cells that hold something, as a table.
//!
//! A sheet has a million rows and sixteen thousand columns; only those that hold something and are shown become rows
//! and columns here, so a cell at the far end costs no more than one at the beginning.

use std::collections::{BTreeMap, BTreeSet};

use super::workbook::{Workbook, rich_text};
use crate::intake::Refusal;
use crate::intake::block::{Block, Budget, Table};
use crate::intake::limit::{self, Excess};
use crate::intake::xml::{Element, Node, Xml};

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    cells: BTreeMap<(u32, u32), String>,
    merged: Vec<Area>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: Vec<(u32, u32)>,
    /// Lines of the printed header and footer.
    pub margins: Vec<String>,
}

/// `A3:A7`, from its first to its last row and column.
#[derive(Debug, Clone, Copy)]
struct Area {
    rows: (u32, u32),
    columns: (u32, u32),
}

/// What all cells of a file may hold together, in bytes.
#[derive(Debug, Default)]
pub(super) struct Length(usize);

impl Sheet {
    /// Reads a sheet.
    ///
    /// # Errors
    ///
    /// When it is damaged or beyond a limit.
    pub(super) fn read(
        text: &str,
        workbook: &Workbook,
        length: &mut Length,
    ) -> Result<Self, Refusal> {
        let mut sheet = Self::default();
        let mut xml = Xml::new(text);
        let (mut row, mut column) = (0, 0);
        loop {
            match xml.next()? {
                Node::Open(element) => match element.name() {
                    "row" => {
                        row = element.number("r").unwrap_or(row + 1);
                        column = 0;
                        if is_set(&element, "hidden")
                            || element.attribute("ht").as_deref() == Some("0")
                        {
                            sheet.hidden_rows.insert(row);
                        }
                    }
                    "c" => {
                        let place = element.attribute("r").and_then(|place| place_of(&place));
                        let place = place.unwrap_or((row, column + 1));
                        column = place.1;
                        let text = cell(&mut xml, &element, workbook)?;
                        length.take(text.len())?;
                        if !text.trim().is_empty() {
                            sheet.cells.insert(place, text);
                        }
                        if sheet.cells.len() > limit::CELLS {
                            return Err(Refusal::Excess(Excess::Cells));
                        }
                    }
                    "col"
                        if is_set(&element, "hidden")
                            && sheet.hidden_columns.len() < limit::COLUMNS =>
                    {
                        let bound = |name| element.number(name).unwrap_or(0);
                        sheet.hidden_columns.push((bound("min"), bound("max")));
                    }
                    "mergeCell" => sheet
                        .merged
                        .extend(element.attribute("ref").and_then(|area| area_of(&area))),
                    "oddHeader" | "oddFooter" | "firstHeader" | "firstFooter" | "evenHeader"
                    | "evenFooter" => {
                        let printed = xml.text()?;
                        sheet.margins.extend(parts(&printed));
                    }
                    _ => {}
                },
                Node::End => return Ok(sheet),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// Whether anything stands on it.
    pub(super) fn is_blank(&self) -> bool {
        self.cells.is_empty()
    }

    /// The cells as a table, merged ones as one.
    ///
    /// # Errors
    ///
    /// When the table is beyond a limit.
    pub(super) fn table(mut self, budget: &mut Budget) -> Result<(Table, bool), Refusal> {
        let before = self.cells.len();
        let hidden_row = |row: &u32| self.hidden_rows.contains(row);
        let hidden_column = |column: &u32| {
            self.hidden_columns
                .iter()
                .any(|(min, max)| (min..=max).contains(&column))
        };
        self.cells
            .retain(|(row, column), _| !hidden_row(row) && !hidden_column(column));
        let hides = self.cells.len() < before;
        let rows: Vec<u32> = distinct(self.cells.keys().map(|place| place.0));
        let columns: Vec<u32> = distinct(self.cells.keys().map(|place| place.1));
        if columns.len() > limit::COLUMNS {
            return Err(Refusal::Excess(Excess::Cells));
        }
        let mut areas = self.areas(&rows, &columns);
        let mut table = Table::default();
        for (at, row) in rows.iter().enumerate() {
            table.begin_row(budget)?;
            for (place, column) in columns.iter().enumerate() {
                let Some(text) = self.cells.remove(&(*row, *column)) else {
                    continue;
                };
                let (down, across) = areas.remove(&(at, place)).unwrap_or((1, 1));
                table.place(vec![Block::Paragraph(text)], place, across, down, budget)?;
            }
        }
        Ok((table, hides))
    }

    /// For each merged cell that holds something, how many of the rows and columns kept it covers.
    fn areas(&self, rows: &[u32], columns: &[u32]) -> BTreeMap<(usize, usize), (usize, usize)> {
        let within = |kept: &[u32], (first, last): (u32, u32)| {
            let from = kept.partition_point(|one| *one < first);
            (from, kept.partition_point(|one| *one <= last) - from)
        };
        let covered = self.merged.iter().filter_map(|area| {
            let (row, down) = within(rows, area.rows);
            let (column, across) = within(columns, area.columns);
            let held = self.cells.contains_key(&(area.rows.0, area.columns.0));
            (held && down > 0 && across > 0).then_some(((row, column), (down, across)))
        });
        covered.collect()
    }
}

impl Length {
    fn take(&mut self, bytes: usize) -> Result<(), Refusal> {
        self.0 += bytes;
        if self.0 > limit::TEXT {
            return Err(Refusal::Excess(Excess::Text));
        }
        Ok(())
    }
}

fn distinct(numbers: impl Iterator<Item = u32>) -> Vec<u32> {
    numbers.collect::<BTreeSet<u32>>().into_iter().collect()
}

fn is_set(element: &Element<'_>, name: &str) -> bool {
    matches!(element.attribute(name).as_deref(), Some("1" | "true"))
}

/// The text of a cell, whose beginning was read: what its formula gave, not the formula.
fn cell(xml: &mut Xml<'_>, element: &Element<'_>, workbook: &Workbook) -> Result<String, Refusal> {
    let kind = element.attribute("t").unwrap_or_default();
    let style = element.number("s");
    let mut value = String::new();
    loop {
        match xml.next()? {
            Node::Open(inner) => match inner.name() {
                "v" => value = xml.text()?,
                "is" => value = rich_text(xml)?,
                _ => xml.skip()?,
            },
            Node::Close | Node::End => break,
            Node::Text(_) => {}
        }
    }
    Ok(match kind.as_str() {
        "s" => {
            let shared = value
                .trim()
                .parse()
                .ok()
                .and_then(|at: usize| workbook.strings.get(at));
            shared.cloned().unwrap_or_default()
        }
        "str" | "inlineStr" => value,
        "b" => if value.trim() == "1" { "是" } else { "否" }.to_owned(),
        // `#REF!` says nothing.
        "e" => String::new(),
        // A date in its own notation.
        "d" => value.split('T').next().unwrap_or_default().to_owned(),
        _ => match value.trim().parse::<f64>() {
            Ok(number) => workbook.show(number, style),
            Err(_) => value,
        },
    })
}

/// `C12` is row 12, column 3.
fn place_of(place: &str) -> Option<(u32, u32)> {
    let place = place.replace('$', "");
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).count();
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column = place[..letters].bytes().fold(0, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    Some((place[letters..].parse().ok()?, column))
}

fn area_of(area: &str) -> Option<Area> {
    let (first, last) = area.split_once(':')?;
    let (first, last) = (place_of(first)?, place_of(last)?);
    Some(Area {
        rows: (first.0, last.0),
        columns: (first.1, last.1),
    })
}

/// `&L左&C中&R右` as three lines, without the codes for fonts and page numbers.
fn parts(printed: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut chars = printed.chars();
    while let Some(c) = chars.next() {
        match c {
            '&' => match chars.next() {
                Some('L' | 'C' | 'R') => parts.push(String::new()),
                Some('"') => chars.by_ref().take_while(|c| *c != '"').for_each(drop),
                _ => {}
            },
            c => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        for (place, read) in [
            ("A1", Some((1, 1))),
            ("$AA$10", Some((10, 27))),
            ("XFD1048576", Some((1_048_576, 16_384))),
            ("1A", None),
            ("ABCD1", None),
            ("A99999999999", None),
        ] {
            assert_eq!(place_of(place), read, "{place}");
        }
    }

    #[test]
    fn printed_headers_are_taken_apart() {
        assert_eq!(
            parts("&L&\"宋体,常规\"附件&R机密★&P/&N"),
            ["", "附件", "机密★/"]
        );
    }
}
