//! What the rows of an item say, in the fields of its form. Pure.

use super::filled::{FilledRow, Place, Problem};
use super::made::{FIGURES, WORDS, is_asked};
use super::tasks::UnitTask;
use crate::output::report_xlsx::Column;
use crate::store::items::TargetRow;
use crate::web::reporting::input::Input;

/// What a workbook says in a field.
pub(super) struct Given {
    pub(super) field: String,
    pub(super) label: String,
    pub(super) place: Place,
    /// In the spelling of the form, or why it is not read.
    pub(super) said: Result<String, String>,
}

/// What stands in a cell, and where.
type Said = (Place, Result<String, String>);

/// What the rows of a task say, field by field; names the cells that are not asked for.
pub(super) fn given(
    task: &UnitTask,
    rows: &[&FilledRow],
    problems: &mut Vec<Problem>,
) -> Vec<Given> {
    let mut given = Vec::new();
    for target in &task.targets {
        if let Some(row) = rows.iter().find(|row| row.key.target == Some(target.id)) {
            given.extend(figures(target, row, problems));
        }
    }
    for (column, field) in WORDS {
        let said = words(task, rows, column, problems);
        given.extend(said.map(|(place, said)| Given {
            field: field.to_owned(),
            label: column.label().to_owned(),
            place,
            said,
        }));
    }
    given
}

fn figures(target: &TargetRow, row: &FilledRow, problems: &mut Vec<Problem>) -> Vec<Given> {
    let input = Input::of(&target.target);
    let mut given = Vec::new();
    for (column, part) in FIGURES {
        let Some((place, said)) = row.given(column) else {
            continue;
        };
        if !is_asked(input, column) {
            problems.extend(unasked(column, (place, said)));
            continue;
        }
        let name = &target.target.name;
        given.push(Given {
            field: format!("{part}-{}", target.id),
            label: match column {
                Column::Value => name.clone(),
                _ => format!("{name}：{}", column.label()),
            },
            place,
            said,
        });
    }
    given
}

/// What is filled into a cell that is grey.
fn unasked(column: Column, (place, said): Said) -> Option<Problem> {
    (said.as_deref() != Ok("")).then(|| Problem {
        place,
        sentence: format!(
            "这一行不用填“{}”，填的内容没有读取。请填在黄色单元格里。",
            column.label()
        ),
    })
}

/// What is said once for an item stands on its first row; whoever fills another row means the same.
fn words(
    task: &UnitTask,
    rows: &[&FilledRow],
    column: Column,
    problems: &mut Vec<Problem>,
) -> Option<Said> {
    let first = task.targets.first().map(|target| target.id);
    let cells = rows
        .iter()
        .filter_map(|row| Some((row.key.target, row.given(column)?)));
    let said: Vec<Said> = cells
        .filter(|(target, (_, said))| *target == first || said.as_deref() != Ok(""))
        .map(|(_, cell)| cell)
        .collect();
    let filled = said.iter().position(|(_, said)| said.as_deref() != Ok(""));
    let cell = said.get(filled.unwrap_or(0))?.clone();
    if column == Column::MissingReason && !task.asks_why_missing() {
        problems.extend(unasked(column, cell));
        return None;
    }
    let other = said
        .iter()
        .find(|(_, said)| said.as_deref() != Ok("") && *said != cell.1);
    problems.extend(other.map(|(place, _)| Problem {
        place: place.clone(),
        sentence: format!(
            "同一任务填了两处不同的“{}”，以前面一处为准；请核对。",
            column.label()
        ),
    }));
    Some(cell)
}
