//! The registry as five tables of text (CSV): how `seed-data` and exchanged files carry it.

use chrono::NaiveDate;
use serde::Deserialize;

use crate::domain::Holiday;

use super::{Alias, Department, Registry, RosterMember, Succession};

/// 行政区.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Jurisdiction {
    /// GB/T 2260 code, two or four digits.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Customary short name.
    pub short_name: String,
    /// `province` or `prefecture`.
    pub level: String,
    /// Code of the region above.
    pub parent: String,
    /// Words that its documents distribute over lists, separated by `;`.
    pub prefixes: String,
    /// Its capital as central offices carry it.
    pub capital: String,
    /// Display order.
    pub order: i32,
}

/// The text of the five tables.
#[derive(Debug, Clone, Copy)]
pub struct Tables<'t> {
    /// `jurisdictions.csv`.
    pub jurisdictions: &'t str,
    /// `departments.csv`.
    pub departments: &'t str,
    /// `aliases.csv`.
    pub aliases: &'t str,
    /// `successions.csv`.
    pub successions: &'t str,
    /// `rosters.csv`.
    pub rosters: &'t str,
}

/// A line that does not read.
#[derive(Debug, thiserror::Error)]
#[error("{table} 第 {line} 行：{reason}")]
pub struct TableError {
    /// Name of the table.
    pub table: &'static str,
    /// Line number from 1.
    pub line: u64,
    /// What is wrong, in words.
    pub reason: String,
}

/// The rows of the five tables.
#[derive(Debug, Default)]
pub struct Rows {
    /// 行政区.
    pub jurisdictions: Vec<Jurisdiction>,
    /// 单位.
    pub departments: Vec<Department>,
    /// 别名.
    pub aliases: Vec<Alias>,
    /// 沿革.
    pub successions: Vec<Succession>,
    /// 名册.
    pub rosters: Vec<RosterMember>,
}

impl Tables<'_> {
    /// Reads every line, or says which one does not read and why.
    pub fn rows(&self) -> Result<Rows, TableError> {
        Ok(Rows {
            jurisdictions: read("jurisdictions.csv", self.jurisdictions)?,
            departments: read("departments.csv", self.departments)?,
            aliases: read("aliases.csv", self.aliases)?,
            successions: read("successions.csv", self.successions)?,
            rosters: read("rosters.csv", self.rosters)?,
        })
    }

    /// The registry that they describe.
    pub fn registry(&self) -> Result<Registry, TableError> {
        let rows = self.rows()?;
        Ok(Registry::new(
            rows.jurisdictions,
            rows.departments,
            rows.aliases,
            rows.successions,
            rows.rosters,
        ))
    }
}

/// The days of `holidays.csv`.
///
/// # Errors
///
/// When a line does not read.
pub fn holidays(text: &str) -> Result<Vec<Holiday>, TableError> {
    read("holidays.csv", text)
}

fn read<T: for<'de> Deserialize<'de>>(
    table: &'static str,
    text: &str,
) -> Result<Vec<T>, TableError> {
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    reader
        .deserialize()
        .map(|row| {
            row.map_err(|error| TableError {
                table,
                line: error.position().map_or(0, csv::Position::line),
                reason: error.to_string(),
            })
        })
        .collect()
}

/// An empty cell is no date.
pub(super) fn optional_date<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<NaiveDate>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some).map_err(serde::de::Error::custom)
    }
}
