//! The bodies of a table's row.

use super::super::finding::{Finding, FindingKind};
use super::super::grammar::assignment::{self, Assignment};
use super::super::grammar::column::Column;
use super::super::grammar::label;
use super::super::grammar::organisation;
use super::super::parsed::Responsibility;
use super::super::table::{Cell, Row};
use super::Extractor;
use super::fill::Source;
use super::settle::{self, Form};
use crate::domain::Role;

impl<'t> Extractor<'_, 't> {
    pub(super) fn row_departments(
        &mut self,
        row: &Row<'_>,
        above: Option<&Row<'_>>,
        columns: &[Column],
        index: usize,
    ) {
        let cells = || {
            columns
                .iter()
                .enumerate()
                .filter_map(|(at, column)| Some((column, cell_or_above(row, above, at)?)))
        };
        if cells().all(|(column, _)| !column.names_bodies()) && row.given >= columns.len() {
            self.merged_departments(row, index);
        }
        let led = cells().any(|(column, _)| *column == Column::Departments(Some(Role::Lead)));
        for (column, cell) in cells() {
            match column {
                Column::Departments(role) => self.department_cell(cell, *role, led, index),
                Column::Ranked(rest) => self.ranked_cell(cell, *rest, index),
                Column::Leader => {
                    let names = organisation::list(cell.text(), 0..cell.text().len()).names;
                    let names = names
                        .into_iter()
                        .map(|name| cell.reading.original(self.stored, name));
                    self.items[index].leaders.extend(names);
                }
                _ => {}
            }
        }
        self.merged_lead(row, columns, index);
        let last = columns.iter().rposition(|column| column.names_bodies());
        if last.is_some_and(|last| last >= row.given) {
            self.findings.push(Finding {
                span: row.span,
                kind: FindingKind::RowCut,
            });
        } else if last.is_some() && self.items[index].responsibilities.is_empty() {
            self.findings.push(Finding {
                span: row.span,
                kind: FindingKind::NoResponsibility,
            });
        }
    }

    /// A row that holds bodies and no task goes on with the cells of the row above.
    pub(super) fn more_bodies(&mut self, row: &Row<'_>, columns: &[Column]) {
        let Some(index) = self.items.len().checked_sub(1) else {
            return;
        };
        let others = columns.iter().zip(&row.cells).any(|(column, cell)| {
            !cell.text().is_empty() && !column.names_bodies() && *column != Column::Other
        });
        if others {
            return;
        }
        let known = self.items[index].responsibilities.len();
        self.row_departments(row, None, columns, index);
        if self.items[index].responsibilities.len() > known {
            self.items[index].span = self.items[index].span.to(row.span);
        }
    }

    /// A row over others names who leads them; what a row says itself stands.
    pub(super) fn led_by_group(&mut self, leads: Option<&(&Cell<'t>, Assignment)>, index: usize) {
        let known = &self.items[index].responsibilities;
        let led = known.iter().any(|one| one.role == Role::Lead);
        if let Some((cell, leads)) = leads.filter(|_| !led) {
            self.assign_from(Source::of(&cell.reading), leads, Form::Label, index);
        }
    }

    /// The first body of the cell leads, the others have the role `rest`.
    fn ranked_cell(&mut self, cell: &Cell<'_>, rest: Role, index: usize) {
        let known = self.items[index].responsibilities.len();
        self.department_cell(cell, Some(rest), false, index);
        if let Some(first) = self.items[index].responsibilities.get_mut(known)
            && !first.collective
        {
            first.role = Role::Lead;
        }
    }

    /// A row with helpers and an empty cell for who leads: the cell is merged with the one above.
    fn merged_lead(&mut self, row: &Row<'_>, columns: &[Column], index: usize) {
        let lead = Column::Departments(Some(Role::Lead));
        let empty = |at: usize| row.cells.get(at).is_none_or(|cell| cell.text().is_empty());
        let merged = columns
            .iter()
            .position(|column| *column == lead)
            .is_some_and(empty);
        let known = &self.items[index].responsibilities;
        if !merged || known.is_empty() || known.iter().any(|one| one.role == Role::Lead) {
            return;
        }
        let Some(above) = index.checked_sub(1).map(|above| &self.items[above]) else {
            return;
        };
        if above.section != self.items[index].section {
            return;
        }
        let leads = above
            .responsibilities
            .iter()
            .filter(|one| one.role == Role::Lead);
        let list = known.last().map_or(0, |last| last.list + 1);
        let leads: Vec<Responsibility> = leads
            .map(|one| Responsibility {
                list,
                ..one.clone()
            })
            .collect();
        if leads.is_empty() {
            return;
        }
        self.items[index].responsibilities.extend(leads);
        self.findings.push(Finding {
            span: row.span,
            kind: FindingKind::CellMerged,
        });
    }

    /// A row without any body, whose first cells are empty as well, goes on with the merged cells of the row above.
    fn merged_departments(&mut self, row: &Row<'_>, index: usize) {
        let continues = row.cells.first().is_some_and(|cell| cell.text().is_empty());
        let Some(above) = index.checked_sub(1).filter(|_| continues) else {
            return;
        };
        let same_table = self.items[above].section == self.items[index].section;
        let inherited = self.items[above].responsibilities.clone();
        if !same_table || inherited.is_empty() {
            return;
        }
        self.items[index].responsibilities = inherited;
        self.findings.push(Finding {
            span: row.span,
            kind: FindingKind::CellMerged,
        });
    }

    fn department_cell(&mut self, cell: &Cell<'_>, role: Option<Role>, led: bool, index: usize) {
        let text = cell.text();
        let read = assignment::phrase(text, 0..text.len());
        if read.is_none() && is_clause(text) {
            return;
        }
        let mut assignment = read.unwrap_or_else(|| plain_list(text));
        if let Some(role) = role {
            for part in &mut assignment.parts {
                part.role.get_or_insert(role);
            }
        }
        for part in &mut assignment.parts {
            for name in &mut part.list.names {
                name.end = name.start + organisation::without_person(&text[name.clone()]);
            }
        }
        let span = cell.reading.whole();
        let (settled, findings) = settle::settle(text, &assignment, &self.rules, Form::Column, led);
        self.list_bodies(index, &cell.reading, &assignment, settled);
        // The head of the column says what its lists mean, so only an open or a broken list is worth a word.
        let worth = findings
            .into_iter()
            .filter(|kind| *kind == FindingKind::OpenList);
        self.findings
            .extend(worth.map(|kind| Finding { span, kind }));
        if text.ends_with('、') || text.starts_with('、') || text.contains("、、") {
            self.findings.push(Finding {
                span,
                kind: FindingKind::EmptyName,
            });
        }
    }
}

/// `一、产业发展（牵头单位：市工信局）`, `牵头单位：市工信局`: the leads that a row names for those below it.
pub(super) fn leads_of(cell: &Cell<'_>) -> Option<Assignment> {
    let text = cell.text();
    let bracket = assignment::in_brackets(text).pop();
    let labelled = || {
        let label = label::split(text, 0..text.len()).into_iter().next()?;
        (label.start == 0).then(|| assignment::phrase(text, 0..text.len()))?
    };
    bracket.or_else(labelled).filter(Assignment::has_lead)
}

/// The filled cell of a column; `同上` is the one above it.
pub(super) fn cell_or_above<'r, 't>(
    row: &'r Row<'t>,
    above: Option<&'r Row<'t>>,
    at: usize,
) -> Option<&'r Cell<'t>> {
    let cell = row.cells.get(at).filter(|cell| !cell.text().is_empty())?;
    match cell.text() {
        "同上" | "〃" | "″" | "\"" => above?.cells.get(at),
        _ => Some(cell),
    }
}

/// `已进场施工，完成30%。`: a row that lost a cell has a sentence where its bodies should be.
fn is_clause(text: &str) -> bool {
    text.contains(['。', '%'])
        || ["已", "正在", "完成", "尚未"]
            .iter()
            .any(|word| text.starts_with(word))
}

/// A cell whose names look like no body that we know: the column says that they are.
fn plain_list(text: &str) -> Assignment {
    let list = organisation::list(text, 0..text.len());
    let part = assignment::Part {
        list,
        role: None,
        worded: false,
        labelled: false,
    };
    Assignment {
        range: 0..text.len(),
        parts: vec![part],
        ..Assignment::default()
    }
}
