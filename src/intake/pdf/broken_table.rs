//! Tables that go on over pages.

use super::ruled_table::{NEAR, Ruled};
use crate::intake::block::{self, Table};

/// Goes on with a table on the next page when the columns are the same: appends its rows, the first one to the last
/// when the page ended within a row. Gives the other table back when it is none of this one.
pub(super) fn goes_on(before: &mut Ruled, next: Ruled) -> Option<Ruled> {
    let same = before.columns.len() == next.columns.len()
        && before
            .columns
            .iter()
            .zip(&next.columns)
            .all(|(a, b)| (a - b).abs() < 2.0 * NEAR);
    if !same {
        return Some(next);
    }
    // Where no line stands between the pages, the cell goes on; where none stands at all, the row does.
    let rest = is_rest_of_row(&before.table, &next.table);
    let lines = before.below.iter().zip(&next.above);
    let mut open: Vec<bool> = lines
        .map(|(below, above)| rest || !(*below || *above))
        .collect();
    let split = open.iter().all(|open| *open);
    // A category goes on over the page although lines are drawn around its empty rest.
    if let (Some(Some(first)), Some(open)) = (
        next.table.grid.first().and_then(|row| row.first()),
        open.first_mut(),
    ) {
        *open |= block::is_blank(&next.table.cells[*first]);
    }
    let (table, more) = (&mut before.table, next.table);
    let mut known: Vec<Option<usize>> = vec![None; more.cells.len()];
    if let (Some(last), Some(first)) = (table.grid.last(), more.grid.first()) {
        for ((above, below), open) in last.iter().zip(first).zip(open) {
            if let (Some(above), Some(below), true) = (above, below, open) {
                known[*below] = Some(*above);
            }
        }
    }
    let mut places = Vec::with_capacity(more.cells.len());
    for (blocks, known) in more.cells.into_iter().zip(known) {
        places.push(match known {
            Some(above) => {
                table.cells[above].extend(blocks);
                above
            }
            None => {
                table.cells.push(blocks);
                table.cells.len() - 1
            }
        });
    }
    let rows = more.grid.into_iter().skip(usize::from(split));
    table.grid.extend(rows.map(|row| {
        row.into_iter()
            .map(|cell| cell.map(|cell| places[cell]))
            .collect()
    }));
    (before.bottom, before.below) = (next.bottom, next.below);
    None
}

/// True when the first row on a page has words but no number in the column of numbers: the row began on the page
/// before.
fn is_rest_of_row(before: &Table, next: &Table) -> bool {
    let text = |table: &Table, cell: Option<usize>| {
        let mut lines = Vec::new();
        block::lines(cell.map_or(&[][..], |cell| &table.cells[cell]), &mut lines);
        lines.concat()
    };
    let (Some(last), Some(first)) = (before.grid.last(), next.grid.first()) else {
        return false;
    };
    let numbered = |text: &str| {
        !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let unnumbered = last
        .iter()
        .zip(first)
        .any(|(above, below)| numbered(&text(before, *above)) && text(next, *below).is_empty());
    unnumbered && first.iter().any(|cell| !text(next, *cell).is_empty())
}
