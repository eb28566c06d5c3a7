//! The layout of a table: where its header is and what each column holds. The names in the header say it first; where
//! they say nothing, what stands in the cells does.

use super::super::grammar::column::{self, Column};
use super::super::grammar::{deadline, organisation};
use super::super::table::{Cell, Row, Table};
use crate::domain::Role;

/// Where the rows of items begin and what their cells hold.
#[derive(Debug)]
pub(super) struct Layout {
    /// Index of the first row below the header.
    pub first: usize,
    /// What each column holds.
    pub columns: Vec<Column>,
}

/// A header stands in one of the first rows: above it there may be a title or a note.
const HEAD: usize = 3;

/// Cells looked at to find out what a column holds.
const SAMPLE: usize = 30;

/// The layout of a table; `None` when neither a row names a text column nor the cells show bodies beside text.
pub(super) fn read(table: &Table<'_>) -> Option<Layout> {
    let mut plain = None;
    for (header, row) in table.rows.iter().take(HEAD).enumerate() {
        let first = header + 1 + usize::from(is_second(table, header));
        let names = names(&table.rows[header..first]);
        let Some(columns) = columns(&names, &table.rows[first..]) else {
            continue;
        };
        let known = columns
            .iter()
            .zip(&names)
            .filter(|(column, name)| **column != Column::Other && !name.is_empty())
            .count();
        let layout = Layout { first, columns };
        if known >= 2 && !is_data(row) {
            return Some(layout);
        }
        plain.get_or_insert(layout);
    }
    by_content(table).or_else(|| plain.filter(|layout| layout.first == 1))
}

/// A row that says what is to be done is no header, whatever words it holds.
fn is_data(row: &Row<'_>) -> bool {
    let numbered = row.cells.first().is_some_and(|cell| is_number(cell.text()));
    numbered
        || row
            .cells
            .iter()
            .any(|cell| cell.text().contains(['。', '；']))
}

/// A second row of names under a merged one: `责任分工` over `牵头单位` and `实施单位`.
fn is_second(table: &Table<'_>, header: usize) -> bool {
    let Some(row) = table.rows.get(header + 1).filter(|row| !is_data(row)) else {
        return false;
    };
    let mut filled = row
        .cells
        .iter()
        .map(Cell::text)
        .filter(|text| !text.is_empty());
    let known = |text: &str| text.chars().count() <= 10 && column::is_known(text);
    let first = row.cells.first().is_some_and(|cell| cell.text().is_empty());
    first && filled.clone().count() >= 2 && filled.all(known)
}

/// The names of the columns: what the lowest row of the header says of each.
fn names(header: &[Row<'_>]) -> Vec<String> {
    let width = header.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let name = |index| {
        let cells = header.iter().rev().filter_map(|row| row.cells.get(index));
        let text = cells.map(Cell::text).find(|text| !text.is_empty());
        column::base(text.unwrap_or("")).into_owned()
    };
    (0..width).map(name).collect()
}

fn columns(names: &[String], rows: &[Row<'_>]) -> Option<Vec<Column>> {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut columns = column::all(&names);
    for (index, column) in columns.iter_mut().enumerate() {
        if *column == Column::Other
            && !column::is_aside(names[index])
            && holds(rows, index, is_bodies)
        {
            *column = Column::Departments(None);
        }
    }
    // `责任部门 | 协办单位`: who is not said to help is in charge.
    let has = |role| columns.contains(&Column::Departments(Some(role)));
    if has(Role::Support) && !has(Role::Lead) {
        for column in &mut columns {
            if *column == Column::Departments(None) {
                *column = Column::Departments(Some(Role::Lead));
            }
        }
    }
    // Of several text columns the one that says most is the item; the others name it, go on with it or group it.
    let texts: Vec<usize> = (0..columns.len())
        .filter(|index| columns[*index] == Column::Text)
        .collect();
    let chosen = *texts
        .iter()
        .max_by_key(|index| column::weight(names[**index]))?;
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

/// A table without a header: numbers, times and bodies show themselves, and the longest cells are the text.
fn by_content(table: &Table<'_>) -> Option<Layout> {
    let rows = &table.rows[..];
    let width = rows.first()?.cells.len();
    let mut columns: Vec<Column> = (0..width)
        .map(|index| {
            if holds(rows, index, is_number) {
                Column::Ordinal
            } else if holds(rows, index, |text| {
                deadline::whole(text, 0..text.len()).is_some()
            }) {
                Column::Deadline
            } else if holds(rows, index, is_bodies) {
                Column::Departments(None)
            } else {
                Column::Other
            }
        })
        .collect();
    let length = |index: &usize| -> usize {
        let cells = rows
            .iter()
            .take(SAMPLE)
            .filter_map(|row| row.cells.get(*index));
        cells.map(|cell| cell.text().len()).sum()
    };
    let text = (0..width)
        .filter(|index| columns[*index] == Column::Other)
        .max_by_key(length)?;
    columns[text] = Column::Text;
    columns
        .contains(&Column::Departments(None))
        .then_some(Layout { first: 0, columns })
}

/// True when most of the filled cells of a column are of a kind.
fn holds(rows: &[Row<'_>], index: usize, is: impl Fn(&str) -> bool) -> bool {
    let cells = rows.iter().filter_map(|row| row.cells.get(index));
    let filled = cells.filter(|cell| !cell.text().is_empty()).take(SAMPLE);
    let (mut all, mut of_kind) = (0, 0);
    for cell in filled {
        all += 1;
        of_kind += usize::from(is(cell.text()));
    }
    all > 0 && of_kind * 10 >= all * 7
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_end_matches(['.', '．', '、']);
    !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// True for a cell that lists bodies and nothing else.
fn is_bodies(text: &str) -> bool {
    let list = organisation::list(text, 0..text.len());
    let mut sure = 0;
    for name in &list.names {
        let word = &text[name.clone()];
        if organisation::is_sure(word) {
            sure += 1;
        } else if organisation::likeness(word) == organisation::Likeness::None {
            return false;
        }
    }
    let place = |name: &std::ops::Range<usize>| {
        text[name.clone()].ends_with(['市', '县', '区', '旗', '州', '镇', '乡', '街'])
    };
    !list.names.is_empty() && (sure * 2 >= list.names.len() || list.names.iter().all(place))
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
