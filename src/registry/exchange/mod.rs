//! The registry as tables that people exchange: five tables, in CSV or as the sheets of a workbook.
//!
//! ```text
//! bytes ─read─▶ grids ─rows─▶ lines, problems ─check (with what is known)─▶ problems ─difference─▶ what would change
//! ```
//!
//! Nothing here writes. Every problem is found, not only the first, and each says table, line and column. A file lays
//! its rows over those that are there: rows are added or changed by key, and none is taken away.

mod check;
mod difference;
mod grid;
mod lines;
mod names;
mod row;
mod table;
mod workbook;

pub use difference::{Difference, FieldChange, RowChange, TableDifference, difference};
pub use grid::Grid;
pub use lines::{Line, Lines};
pub use row::Exchanged;
pub use table::{Cell, Column, Table, day, text};

use super::Rows;

/// Something in an exchanged table that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or sheet.
    pub place: String,
    /// The line, from 1; 0 where it is about the whole.
    pub line: u32,
    /// The column, as it is headed there; empty where it is about the line.
    pub column: String,
    /// What is wrong and what to do.
    pub sentence: String,
}

/// A file of exchanged tables.
#[derive(Debug, Clone, Copy)]
pub struct ExchangeFile<'f> {
    /// Its name.
    pub name: &'f str,
    /// Its bytes.
    pub bytes: &'f [u8],
}

/// What files hold and what is wrong with it.
#[derive(Debug, Default)]
pub struct Judged {
    /// The lines that could be read.
    pub lines: Lines,
    /// Everything that is wrong, by file and line.
    pub problems: Vec<Problem>,
}

/// Reads files and judges them against what is known. `merged` are codes that were given up for others.
pub fn judge(files: &[ExchangeFile<'_>], known: &Rows, merged: &[(String, String)]) -> Judged {
    let mut judged = Judged::default();
    for file in files {
        for grid in grid::read(*file, &mut judged.problems) {
            lines::read(&grid, &mut judged.lines, &mut judged.problems);
        }
    }
    if judged.lines.is_empty() && judged.problems.is_empty() {
        judged.problems.push(Problem {
            place: files
                .iter()
                .map(|file| file.name)
                .collect::<Vec<_>>()
                .join("、"),
            line: 0,
            column: String::new(),
            sentence: "没有读到任何一行数据。请检查文件是否只有表头。".to_owned(),
        });
    }
    check::check(&judged.lines, known, merged, &mut judged.problems);
    judged.problems.sort_by(|a, b| {
        let place = |one: &Problem| {
            files
                .iter()
                .position(|file| one.place.starts_with(file.name))
        };
        (place(a), &a.place, a.line).cmp(&(place(b), &b.place, b.line))
    });
    judged
}
