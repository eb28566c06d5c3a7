//! The layout of a table: where its header is and what each column holds.

use super::super::grammar::column::{self, Column};
use super::super::table::{Row, Table};

/// Where the rows of items begin and what their cells hold.
#[derive(Debug)]
pub(super) struct Layout {
    /// Index of the row that names the columns.
    pub header: usize,
    /// What each column holds.
    pub columns: Vec<Column>,
}

/// A header stands in one of the first rows: above it there may be a title or a note.
const HEAD: usize = 3;

/// The layout of a table; `None` when no row names a text column.
pub(super) fn read(table: &Table<'_>) -> Option<Layout> {
    let mut plain = None;
    for (header, row) in table.rows.iter().take(HEAD).enumerate() {
        let Some(columns) = columns(table, header) else {
            continue;
        };
        let known = columns
            .iter()
            .zip(&row.cells)
            .filter(|(column, cell)| **column != Column::Other && !cell.text().is_empty())
            .count();
        let layout = Layout { header, columns };
        if known >= 2 {
            return Some(layout);
        }
        plain.get_or_insert(layout);
    }
    plain.filter(|layout| layout.header == 0)
}

fn columns(table: &Table<'_>, header: usize) -> Option<Vec<Column>> {
    let row = &table.rows[header];
    let names: Vec<&str> = row
        .cells
        .iter()
        .map(|cell| column::base(cell.text()))
        .collect();
    let mut columns = column::all(&names);
    // Of several text columns the one that says most is the item; the others name it, go on with it or group it.
    let texts: Vec<usize> = (0..columns.len())
        .filter(|index| columns[*index] == Column::Text)
        .collect();
    let chosen = *texts
        .iter()
        .max_by_key(|index| column::weight(names[**index]))?;
    let rows = &table.rows[header + 1..];
    for index in texts.into_iter().filter(|index| *index != chosen) {
        columns[index] = if index > chosen {
            if goes_on(names[index]) {
                Column::More
            } else {
                Column::Other
            }
        } else if is_distinct(rows, index) {
            Column::Name
        } else {
            Column::Category
        };
    }
    Some(columns)
}

/// `工作措施` and `年度目标` behind the task say more of it; `项目名称` behind it only repeats it.
fn goes_on(name: &str) -> bool {
    !["名称", "项目", "指标", "事项"]
        .iter()
        .any(|word| name.contains(word))
}

/// A name for every row, no two alike: not a category that is merged downwards.
fn is_distinct(rows: &[Row<'_>], index: usize) -> bool {
    // A row of one filled cell groups the rows below it.
    let rows = || {
        rows.iter().filter(|row| {
            row.cells
                .iter()
                .filter(|cell| !cell.text().is_empty())
                .count()
                > 1
        })
    };
    let mut names: Vec<&str> = rows()
        .filter_map(|row| row.cells.get(index))
        .map(|cell| cell.text())
        .collect();
    let filled = names.iter().filter(|name| !name.is_empty()).count();
    names.sort_unstable();
    names.dedup();
    let different = names.iter().filter(|name| !name.is_empty()).count();
    filled * 10 >= rows().count() * 8 && different * 10 >= filled * 9
}
