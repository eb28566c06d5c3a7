//! 单位 × 文件: who is behind on what. Each cell is a link to exactly its rows.

use crate::store::overview::Cell;
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::Link;
use crate::web::{paths, wording};

/// So many documents stand side by side; the others are reached by the department's own page.
const COLUMNS: usize = 8;

/// The matrix.
#[derive(Debug)]
pub struct Matrix {
    /// Documents, with their full titles.
    pub columns: Vec<(Link, String)>,
    /// Departments.
    pub rows: Vec<MatrixRow>,
}

/// One department.
#[derive(Debug)]
pub struct MatrixRow {
    /// Who.
    pub department: Link,
    /// On every document of the columns.
    pub cells: Vec<Option<MatrixCell>>,
    /// On all documents together.
    pub total: MatrixCell,
}

/// Behind and all, as a link.
#[derive(Debug)]
pub struct MatrixCell {
    /// Where the rows are, with the words in full.
    pub href: String,
    /// `2/9`.
    pub text: String,
    /// `9 项中 2 项欠进度`.
    pub words: String,
    /// Share that is behind, in five steps.
    pub heat: u8,
    /// Something is past its deadline.
    pub overdue: bool,
}

impl Matrix {
    /// The matrix of some cells, which come in the order of their departments.
    pub fn of(cells: &[Cell], filter: &LedgerFilter) -> Self {
        let columns = columns(cells);
        let mut rows: Vec<MatrixRow> = Vec::new();
        let mut start = 0;
        while let Some(first) = cells.get(start) {
            let end = start
                + cells[start..]
                    .iter()
                    .take_while(|cell| cell.department_id == first.department_id)
                    .count();
            rows.push(MatrixRow::of(&cells[start..end], &columns, filter));
            start = end;
        }
        let head = |(id, title): &(i64, String)| {
            (
                Link::new(
                    paths::document(*id),
                    wording::shortened(title.trim_start_matches("关于"), 10),
                ),
                title.clone(),
            )
        };
        Self {
            columns: columns.iter().map(head).collect(),
            rows,
        }
    }
}

/// The documents that most departments work on, in the order in which they came.
fn columns(cells: &[Cell]) -> Vec<(i64, String)> {
    let mut counts: Vec<(i64, String, usize)> = Vec::new();
    for cell in cells {
        match counts.iter_mut().find(|(id, ..)| *id == cell.document_id) {
            Some((.., count)) => *count += 1,
            None => counts.push((cell.document_id, cell.document.clone(), 1)),
        }
    }
    counts.sort_by_key(|(id, _, count)| (std::cmp::Reverse(*count), *id));
    counts.truncate(COLUMNS);
    counts
        .into_iter()
        .map(|(id, title, _)| (id, title))
        .collect()
}

impl MatrixRow {
    fn of(cells: &[Cell], columns: &[(i64, String)], filter: &LedgerFilter) -> Self {
        let department = cells[0].department_id;
        let filter = LedgerFilter {
            department: Some(department),
            ..filter.clone()
        };
        let cell = |(id, title): &(i64, String)| {
            let cell = cells.iter().find(|cell| cell.document_id == *id)?;
            let filter = LedgerFilter {
                document: Some(*id),
                ..filter.clone()
            };
            let words = format!("{}，{title}", cells[0].department);
            Some(MatrixCell::new(
                &filter,
                &words,
                cell.behind,
                cell.total,
                cell.overdue,
            ))
        };
        let sum = |count: fn(&Cell) -> i64| cells.iter().map(count).sum();
        Self {
            department: Link::new(paths::department(department), cells[0].department.clone()),
            cells: columns.iter().map(cell).collect(),
            total: MatrixCell::new(
                &filter,
                &format!("{}，合计", cells[0].department),
                sum(|cell| cell.behind),
                sum(|cell| cell.total),
                sum(|cell| cell.overdue),
            ),
        }
    }
}

impl MatrixCell {
    fn new(filter: &LedgerFilter, whose: &str, behind: i64, total: i64, overdue: i64) -> Self {
        Self {
            href: filter.href(),
            text: format!("{behind}/{total}"),
            words: match overdue {
                0 => format!("{whose}：{total} 项中 {behind} 项欠进度"),
                overdue => format!("{whose}：{total} 项中 {behind} 项欠进度，{overdue} 项已过时限"),
            },
            heat: heat(behind, total),
            overdue: overdue > 0,
        }
    }
}

/// 0 for nothing behind, then quarters.
fn heat(behind: i64, total: i64) -> u8 {
    match behind * 4 / total.max(1) {
        _ if behind == 0 => 0,
        0 => 1,
        1 => 2,
        2 => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(department: i64, document: i64, behind: i64, total: i64) -> Cell {
        Cell {
            department_id: department,
            department: format!("{department}局"),
            document_id: document,
            document: format!("关于{document}的决定"),
            total,
            behind,
            overdue: 0,
        }
    }

    #[test]
    fn a_row_sums_its_cells_and_leaves_blank_what_is_not_asked() {
        let matrix = Matrix::of(
            &[cell(7, 1, 2, 9), cell(7, 2, 0, 3), cell(8, 1, 0, 1)],
            &LedgerFilter::default(),
        );
        assert_eq!(matrix.columns.len(), 2);
        assert_eq!(matrix.rows[0].total.text, "2/12");
        assert_eq!(matrix.rows[0].total.href, "/items?department=7");
        assert!(matrix.rows[1].cells[1].is_none());
        assert_eq!(
            matrix.rows[0].cells[0].as_ref().map(|cell| cell.heat),
            Some(1)
        );
        assert_eq!((heat(0, 9), heat(9, 9), heat(5, 9)), (0, 4, 3));
    }
}
