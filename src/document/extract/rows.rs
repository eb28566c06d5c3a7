//! Rows of a responsibility table become items.

use super::super::finding::{Finding, FindingKind};
use super::super::grammar::assignment::{self, Assignment};
use super::super::grammar::column::Column;
use super::super::grammar::{cell_value, deadline, target};
use super::super::numeral;
use super::super::paragraph::Block;
use super::super::parsed::{BodyParagraph, FoundTarget, Item};
use super::super::table::{Cell, Row, Table};
use super::columns::{self, Layout};
use super::heading;
use super::item::speaks_of_goals;
use super::row_bodies::{cell_or_above, leads_of};
use super::{Extractor, Place};
use crate::domain::ItemKind;

/// True when a table has a column of departments.
pub(super) fn assigns(table: &Table<'_>) -> bool {
    columns::read(table)
        .is_some_and(|layout| layout.columns.iter().any(|column| column.names_bodies()))
}

impl Extractor<'_, '_> {
    /// Every table directly under a heading.
    pub(super) fn tables(&mut self, node: usize, place: &Place) {
        for block in self.nodes[node].tables.clone() {
            self.table(block, place);
        }
    }

    fn table(&mut self, block: usize, place: &Place) {
        let blocks = self.blocks;
        let Block::Table(table) = &blocks[block] else {
            return;
        };
        let Some(header) = table.rows.first() else {
            return;
        };
        let Some(Layout { first, columns }) = columns::read(table) else {
            self.findings.push(Finding {
                span: header.span,
                kind: FindingKind::TableWithoutHeader,
            });
            return;
        };
        let mut category = String::new();
        let mut above: Option<&Row<'_>> = None;
        let mut leads: Option<(&Cell<'_>, Assignment)> = None;
        for row in &table.rows[first..] {
            if let Some(heading) = grouping(row).or_else(|| numbered_group(row, &columns)) {
                leads = leads_of(heading).map(|leads| (heading, leads));
                category = self.original(heading);
                continue;
            }
            if is_sum(row) {
                continue;
            }
            if let Some(named) = first_of(row, &columns, Column::Category) {
                category = self.original(named);
            }
            if let Some(index) = self.row(row, above, &columns, place, &category) {
                self.held[block].items.push(index);
                above = Some(row);
                self.led_by_group(leads.as_ref(), index);
            } else if above.is_some() {
                self.more_bodies(row, &columns);
            }
        }
    }

    fn original(&self, cell: &Cell<'_>) -> String {
        cell.reading.original(self.stored, 0..cell.text().len())
    }

    fn row(
        &mut self,
        row: &Row<'_>,
        above: Option<&Row<'_>>,
        columns: &[Column],
        place: &Place,
        category: &str,
    ) -> Option<usize> {
        let text = first_of(row, columns, Column::Text)
            .or_else(|| first_of(row, columns, Column::Name))?;
        let label = first_of(row, columns, Column::Ordinal)
            .map_or(String::new(), |cell| self.original(cell));
        let mut path = place.path.clone();
        if !category.is_empty() {
            path.push(category.to_owned());
        }
        let goal = speaks_of_goals(category) || (place.goals && !category.contains("任务"));
        let parts: Vec<&Cell<'_>> = columns
            .iter()
            .zip(&row.cells)
            .filter(|(column, cell)| {
                matches!(column, Column::Name | Column::Text | Column::More)
                    && !cell.text().is_empty()
            })
            .map(|(_, cell)| cell)
            .collect();
        let first = parts.first().copied().unwrap_or(text);
        let title = first
            .reading
            .original(self.stored, 0..heading::short_title(first.text()));
        let words: Vec<String> = parts.iter().map(|cell| self.original(cell)).collect();
        self.items.push(Item {
            kind: if goal { ItemKind::Goal } else { ItemKind::Task },
            label,
            section: place.section,
            parent: place.parent,
            path,
            title,
            text: words.join("\n"),
            span: row.span,
            indicators: Vec::new(),
            responsibilities: Vec::new(),
            leaders: Vec::new(),
            deadline: None,
            targets: Vec::new(),
        });
        let index = self.items.len() - 1;
        self.row_departments(row, above, columns, index);
        self.inherit(index, place.given.as_ref());
        self.row_deadline(row, above, columns, index);
        for part in parts
            .iter()
            .skip(usize::from(parts.len() > 1 && is_name(first, text)))
        {
            self.row_targets(part, index);
        }
        self.row_value(row, columns, text, index);
        self.named_value(first, text, index);
        let stated = self.items[index].deadline.clone();
        for found in self.items[index]
            .targets
            .iter_mut()
            .filter(|found| found.deadline.is_none())
        {
            found.deadline.clone_from(&stated);
        }
        Some(index)
    }

    fn row_deadline(
        &mut self,
        row: &Row<'_>,
        above: Option<&Row<'_>>,
        columns: &[Column],
        index: usize,
    ) {
        let cell = columns
            .iter()
            .position(|column| *column == Column::Deadline)
            .and_then(|at| cell_or_above(row, above, at));
        let Some(cell) = cell else {
            return;
        };
        if let Some(time) = assignment::labelled_time(cell.text(), 0..cell.text().len()) {
            self.set_deadline(index, &cell.reading, &time);
        }
    }

    fn row_targets(&mut self, cell: &Cell<'_>, index: usize) {
        for found in target::in_text(cell.text(), self.year) {
            let deadline = found
                .deadline
                .map(|time| self.resolve(&cell.reading, &time));
            let span = cell.reading.span(found.range);
            self.items[index].targets.push(FoundTarget {
                target: found.target,
                deadline,
                span,
            });
        }
        if self.items[index].deadline.is_none()
            && let Some(time) = deadline::in_text(cell.text()).into_iter().last()
        {
            self.set_deadline(index, &cell.reading, &time);
        }
    }

    /// `地区生产总值 | 增长7%`: the text of an indicator is its value, whose name stands before it.
    fn named_value(&mut self, name: &Cell<'_>, text: &Cell<'_>, index: usize) {
        if !is_name(name, text) || !self.items[index].targets.is_empty() {
            return;
        }
        let words = format!("{}{}", name.text(), text.text());
        let found = target::in_text(&words, self.year).into_iter().next();
        let Some(found) = found.filter(|found| found.range.start < name.text().len()) else {
            return;
        };
        self.items[index].kind = ItemKind::Goal;
        self.items[index].targets.push(FoundTarget {
            target: found.target,
            deadline: None,
            span: text.reading.whole(),
        });
    }

    /// The value of an indicator in columns of its own.
    fn row_value(&mut self, row: &Row<'_>, columns: &[Column], name: &Cell<'_>, index: usize) {
        let unit = first_of(row, columns, Column::Unit).map_or("", |cell| cell.text());
        let valued = columns
            .iter()
            .zip(&row.cells)
            .find_map(|(column, cell)| match column {
                Column::Value(year) if !cell.text().is_empty() => Some((*year, cell)),
                _ => None,
            });
        let Some((year, cell)) = valued else { return };
        self.items[index].kind = ItemKind::Goal;
        let Some(target) = cell_value::target(name.text(), cell.text(), unit) else {
            return;
        };
        let span = cell.reading.whole();
        let deadline = year
            .and_then(cell_value::end_of)
            .map(|deadline| (deadline, span));
        self.items[index].targets = vec![FoundTarget {
            target,
            deadline,
            span,
        }];
    }
}

/// `合计 | 4项`: a row that counts the others.
fn is_sum(row: &Row<'_>) -> bool {
    let mut words = row
        .cells
        .iter()
        .map(Cell::text)
        .filter(|text| !text.is_empty());
    words
        .next()
        .is_some_and(|first| matches!(first, "合计" | "总计" | "小计" | "共计"))
}

/// True when the name of an item stands in a cell before its text.
fn is_name(first: &Cell<'_>, text: &Cell<'_>) -> bool {
    first.reading.whole() != text.reading.whole()
}

/// A row with one filled cell at its head groups the rows below it: `一、产业发展`.
fn grouping<'r, 't>(row: &'r Row<'t>) -> Option<&'r Cell<'t>> {
    // A cell merged over the whole row may be repeated in each of its columns.
    let mut filled = row.cells.iter().filter(|cell| !cell.text().is_empty());
    let only = filled.next()?;
    if !filled.all(|cell| cell.text() == only.text()) {
        return None;
    }
    let first = row.cells.iter().position(|cell| !cell.text().is_empty());
    (first.is_some_and(|first| first <= 1) && !only.text().contains('。') && row.cells.len() > 2)
        .then_some(only)
}

/// `一 | 全力推进项目建设`: a Han numeral and a few words, and nothing else, group the rows below.
fn numbered_group<'r, 't>(row: &'r Row<'t>, columns: &[Column]) -> Option<&'r Cell<'t>> {
    let label = first_of(row, columns, Column::Ordinal)?;
    let han = label
        .text()
        .trim_matches(['（', '）', '、'])
        .chars()
        .all(numeral::is_numeral);
    let filled = row.cells.iter().filter(|cell| !cell.text().is_empty());
    let text =
        first_of(row, columns, Column::Text).or_else(|| first_of(row, columns, Column::Name))?;
    (han && filled.count() == 2 && !text.text().contains('。')).then_some(text)
}

/// The first filled cell of a kind of column.
fn first_of<'r, 't>(row: &'r Row<'t>, columns: &[Column], wanted: Column) -> Option<&'r Cell<'t>> {
    columns
        .iter()
        .zip(&row.cells)
        .find(|(column, cell)| **column == wanted && !cell.text().is_empty())
        .map(|(_, cell)| cell)
}

/// Rows as paragraphs of the body, each with the item read from it.
pub(super) fn paragraphs(
    table: &Table<'_>,
    held: &[usize],
    items: &[Item],
    paragraphs: &mut Vec<BodyParagraph>,
) {
    let covers = |index: &usize, row: &Row<'_>| {
        let span = items[*index].span;
        span.start <= row.span.start && row.span.end <= span.end
    };
    let mut rest = held;
    for row in &table.rows {
        // An item may go on in the row below its own.
        while let [first, after @ ..] = rest
            && !covers(first, row)
            && items[*first].span.end <= row.span.start
        {
            rest = after;
        }
        let item = rest.first().filter(|index| covers(index, row));
        paragraphs.push(BodyParagraph {
            span: row.span,
            heading: None,
            items: item.copied().into_iter().collect(),
        });
    }
}
