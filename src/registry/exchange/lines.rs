//! The lines of grids as rows of the five tables, each with the place it came from.

use super::super::{Alias, Department, Jurisdiction, RosterMember, Succession};
use super::Problem;
use super::grid::Grid;
use super::row::Exchanged;
use super::table::Table;

/// A row and where it stands.
#[derive(Debug, Clone)]
pub struct Line<T> {
    /// The file or sheet.
    pub place: String,
    /// The line, from 1.
    pub line: u32,
    /// The row.
    pub row: T,
}

/// The rows that files hold.
#[derive(Debug, Default)]
pub struct Lines {
    /// 行政区.
    pub jurisdictions: Vec<Line<Jurisdiction>>,
    /// 单位.
    pub departments: Vec<Line<Department>>,
    /// 别名.
    pub aliases: Vec<Line<Alias>>,
    /// 沿革.
    pub successions: Vec<Line<Succession>>,
    /// 名册.
    pub rosters: Vec<Line<RosterMember>>,
}

impl Lines {
    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.jurisdictions.is_empty()
            && self.departments.is_empty()
            && self.aliases.is_empty()
            && self.successions.is_empty()
            && self.rosters.is_empty()
    }
}

/// Reads the lines of a grid. A line with a cell that does not read is a problem and no row.
pub(super) fn read(grid: &Grid, lines: &mut Lines, problems: &mut Vec<Problem>) {
    match grid.table {
        Table::Jurisdictions => lines.jurisdictions.extend(rows(grid, problems)),
        Table::Departments => lines.departments.extend(rows(grid, problems)),
        Table::Aliases => lines.aliases.extend(rows(grid, problems)),
        Table::Successions => lines.successions.extend(rows(grid, problems)),
        Table::Rosters => lines.rosters.extend(rows(grid, problems)),
    }
}

fn rows<T: Exchanged>(grid: &Grid, problems: &mut Vec<Problem>) -> Vec<Line<T>> {
    let places: Vec<Option<usize>> = grid
        .table
        .columns()
        .iter()
        .map(|column| grid.header.iter().position(|one| column.is_headed(one)))
        .collect();
    let mut rows = Vec::with_capacity(grid.lines.len());
    for (line, typed) in &grid.lines {
        let mut cells = Vec::with_capacity(places.len());
        for (column, place) in grid.table.columns().iter().zip(&places) {
            let cell = place
                .and_then(|at| typed.get(at))
                .map_or("", String::as_str);
            match column.read(cell) {
                Ok(cell) => cells.push(cell),
                Err(sentence) => problems.push(Problem {
                    place: grid.place.clone(),
                    line: *line,
                    column: heading(grid, *place, column.label),
                    sentence: format!("{sentence}。"),
                }),
            }
        }
        rows.extend(T::of_cells(&cells).map(|row| Line {
            place: grid.place.clone(),
            line: *line,
            row,
        }));
    }
    rows
}

/// A column as it is headed in the file.
fn heading(grid: &Grid, place: Option<usize>, label: &str) -> String {
    let headed = place.and_then(|at| grid.header.get(at));
    headed.cloned().unwrap_or_else(|| label.to_owned())
}
