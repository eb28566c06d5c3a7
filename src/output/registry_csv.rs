//! The tables of the registry as CSV, as `seed-data` carries them.

use crate::registry::exchange::{Exchanged, Table};
use crate::registry::{Alias, Department, Jurisdiction, RosterMember, Rows, Succession};

/// One table, with its header line.
pub fn table(rows: &Rows, table: Table) -> String {
    match table {
        Table::Jurisdictions => written::<Jurisdiction>(rows),
        Table::Departments => written::<Department>(rows),
        Table::Aliases => written::<Alias>(rows),
        Table::Successions => written::<Succession>(rows),
        Table::Rosters => written::<RosterMember>(rows),
    }
}

fn written<T: Exchanged>(rows: &Rows) -> String {
    let mut text = String::new();
    line(
        &mut text,
        T::TABLE.columns().iter().map(|column| column.code),
    );
    for row in T::of(rows) {
        line(&mut text, row.cells().iter().map(String::as_str));
    }
    text
}

/// RFC 4180, with the line ends of the repository's files.
fn line<'c>(text: &mut String, cells: impl Iterator<Item = &'c str>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        match cell.contains([',', '"', '\n', '\r']) {
            true => {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            }
            false => text.push_str(cell),
        }
    }
    text.push('\n');
}
