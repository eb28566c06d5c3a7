//! What the lines of files would add and change. Pure; the same lines and rows give the same difference.

use std::collections::HashMap;

use super::super::Rows;
use super::lines::{Line, Lines};
use super::row::Exchanged;
use super::table::Table;

/// A value that would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The column.
    pub label: &'static str,
    /// The value that is there.
    pub before: String,
    /// The value of the file.
    pub after: String,
}

/// A row that would be added or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// The cells by which it is known, as people read them.
    pub key: Vec<String>,
    /// What changes; empty where the row is new.
    pub fields: Vec<FieldChange>,
    /// What a new row says.
    pub says: Vec<(&'static str, String)>,
}

/// What would happen to one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDifference {
    /// Which.
    pub table: Table,
    /// Rows that would be added.
    pub added: Vec<RowChange>,
    /// Rows that would be changed.
    pub changed: Vec<RowChange>,
    /// Rows of the file that are there already, as they are.
    pub unchanged: usize,
}

/// What would happen, and the rows that would be written.
#[derive(Debug, Default)]
pub struct Difference {
    /// Table by table.
    pub tables: Vec<TableDifference>,
    /// The rows that are new or different.
    pub rows: Rows,
}

impl Difference {
    /// True when nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.tables
            .iter()
            .all(|table| table.added.is_empty() && table.changed.is_empty())
    }
}

/// Compares the lines of files with what is there.
pub fn difference(lines: &Lines, known: &Rows) -> Difference {
    let mut difference = Difference::default();
    let tables = &mut difference.tables;
    difference.rows.jurisdictions = compare(&lines.jurisdictions, known, tables);
    difference.rows.departments = compare(&lines.departments, known, tables);
    difference.rows.aliases = compare(&lines.aliases, known, tables);
    difference.rows.successions = compare(&lines.successions, known, tables);
    difference.rows.rosters = compare(&lines.rosters, known, tables);
    difference
}

fn compare<T: Exchanged>(
    lines: &[Line<T>],
    known: &Rows,
    tables: &mut Vec<TableDifference>,
) -> Vec<T> {
    let there: HashMap<Vec<String>, &T> = T::of(known).iter().map(|row| (row.key(), row)).collect();
    let mut table = TableDifference {
        table: T::TABLE,
        added: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
    };
    let mut written = Vec::new();
    for line in lines {
        match there.get(&line.row.key()) {
            Some(row) if **row == line.row => {
                table.unchanged += 1;
                continue;
            }
            Some(row) => table.changed.push(changed(*row, &line.row)),
            None => table.added.push(added(&line.row)),
        }
        written.push(line.row.clone());
    }
    if !lines.is_empty() {
        tables.push(table);
    }
    written
}

fn added<T: Exchanged>(row: &T) -> RowChange {
    let columns = T::TABLE.columns().iter();
    let says = columns
        .zip(row.cells())
        .filter(|(column, cell)| !column.key && !cell.is_empty())
        .map(|(column, cell)| (column.label, column.shown(&cell)));
    RowChange {
        key: row.key(),
        fields: Vec::new(),
        says: says.collect(),
    }
}

fn changed<T: Exchanged>(before: &T, after: &T) -> RowChange {
    let columns = T::TABLE.columns().iter();
    let fields = columns
        .zip(before.cells().into_iter().zip(after.cells()))
        .filter(|(_, (before, after))| before != after)
        .map(|(column, (before, after))| FieldChange {
            label: column.label,
            before: column.shown(&before),
            after: column.shown(&after),
        });
    RowChange {
        key: after.key(),
        fields: fields.collect(),
        says: Vec::new(),
    }
}
