//! A row and its cells.

use super::super::{Alias, Department, Jurisdiction, RosterMember, Rows, Succession};
use super::table::Table;

/// A row of one of the five tables, as its cells in the order of the columns.
pub trait Exchanged: Sized + Clone + PartialEq {
    /// Its table.
    const TABLE: Table;

    /// Its cells, in the spelling in which they are stored.
    fn cells(&self) -> Vec<String>;

    /// The row with these cells, which were all read by their columns.
    fn of_cells(cells: &[String]) -> Option<Self>;

    /// The rows of this table.
    fn of(rows: &Rows) -> &Vec<Self>;

    /// The cells by which it is known.
    fn key(&self) -> Vec<String> {
        let columns = Self::TABLE.columns().iter();
        columns
            .zip(self.cells())
            .filter(|(column, _)| column.key)
            .map(|(_, cell)| cell)
            .collect()
    }
}

fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

fn optional(cell: &str) -> Option<Option<chrono::NaiveDate>> {
    match cell {
        "" => Some(None),
        cell => cell.parse().ok().map(Some),
    }
}

impl Exchanged for Jurisdiction {
    const TABLE: Table = Table::Jurisdictions;

    fn cells(&self) -> Vec<String> {
        vec![
            self.code.clone(),
            self.name.clone(),
            self.short_name.clone(),
            self.level.clone(),
            self.parent.clone(),
            self.prefixes.clone(),
            self.capital.clone(),
            self.order.to_string(),
        ]
    }

    fn of_cells(cells: &[String]) -> Option<Self> {
        let [
            code,
            name,
            short_name,
            level,
            parent,
            prefixes,
            capital,
            order,
        ] = cells
        else {
            return None;
        };
        Some(Self {
            code: code.clone(),
            name: name.clone(),
            short_name: short_name.clone(),
            level: level.clone(),
            parent: parent.clone(),
            prefixes: prefixes.clone(),
            capital: capital.clone(),
            order: order.parse().ok()?,
        })
    }

    fn of(rows: &Rows) -> &Vec<Self> {
        &rows.jurisdictions
    }
}

impl Exchanged for Department {
    const TABLE: Table = Table::Departments;

    fn cells(&self) -> Vec<String> {
        vec![
            self.code.clone(),
            self.jurisdiction.clone(),
            self.name.clone(),
            self.short_name.clone(),
            self.kind.code().to_owned(),
            self.order.to_string(),
            day(self.valid_from),
            day(self.valid_to),
            self.confidence.clone(),
            self.source.clone(),
        ]
    }

    fn of_cells(cells: &[String]) -> Option<Self> {
        let [
            code,
            jurisdiction,
            name,
            short_name,
            kind,
            order,
            from,
            to,
            confidence,
            source,
        ] = cells
        else {
            return None;
        };
        Some(Self {
            code: code.clone(),
            jurisdiction: jurisdiction.clone(),
            name: name.clone(),
            short_name: short_name.clone(),
            kind: kind.parse().ok()?,
            order: order.parse().ok()?,
            valid_from: optional(from)?,
            valid_to: optional(to)?,
            confidence: confidence.clone(),
            source: source.clone(),
        })
    }

    fn of(rows: &Rows) -> &Vec<Self> {
        &rows.departments
    }
}

impl Exchanged for Alias {
    const TABLE: Table = Table::Aliases;

    fn cells(&self) -> Vec<String> {
        vec![
            self.department.clone(),
            self.alias.clone(),
            day(self.valid_from),
            day(self.valid_to),
            self.note.clone(),
        ]
    }

    fn of_cells(cells: &[String]) -> Option<Self> {
        let [department, alias, from, to, note] = cells else {
            return None;
        };
        Some(Self {
            department: department.clone(),
            alias: alias.clone(),
            valid_from: optional(from)?,
            valid_to: optional(to)?,
            note: note.clone(),
        })
    }

    fn of(rows: &Rows) -> &Vec<Self> {
        &rows.aliases
    }
}

impl Exchanged for Succession {
    const TABLE: Table = Table::Successions;

    fn cells(&self) -> Vec<String> {
        vec![
            self.from.clone(),
            self.to.clone(),
            self.on.to_string(),
            self.kind.code().to_owned(),
            self.scope.clone(),
            self.confidence.clone(),
            self.source.clone(),
        ]
    }

    fn of_cells(cells: &[String]) -> Option<Self> {
        let [from, to, on, kind, scope, confidence, source] = cells else {
            return None;
        };
        Some(Self {
            from: from.clone(),
            to: to.clone(),
            on: on.parse().ok()?,
            kind: kind.parse().ok()?,
            scope: scope.clone(),
            confidence: confidence.clone(),
            source: source.clone(),
        })
    }

    fn of(rows: &Rows) -> &Vec<Self> {
        &rows.successions
    }
}

impl Exchanged for RosterMember {
    const TABLE: Table = Table::Rosters;

    fn cells(&self) -> Vec<String> {
        vec![
            self.collective.clone(),
            self.member.clone(),
            day(self.valid_from),
            day(self.valid_to),
            self.order.to_string(),
            self.source.clone(),
        ]
    }

    fn of_cells(cells: &[String]) -> Option<Self> {
        let [collective, member, from, to, order, source] = cells else {
            return None;
        };
        Some(Self {
            collective: collective.clone(),
            member: member.clone(),
            valid_from: optional(from)?,
            valid_to: optional(to)?,
            order: order.parse().ok()?,
            source: source.clone(),
        })
    }

    fn of(rows: &Rows) -> &Vec<Self> {
        &rows.rosters
    }
}
