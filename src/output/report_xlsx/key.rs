//! What ties a row of 填报工作簿 to the ledger, in hidden columns.

use std::fmt::Write;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::Column;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// Key of the department.
    pub department: i64,
    /// Key of the item.
    pub item: i64,
    /// Key of the target; nothing where the item has none.
    pub target: Option<i64>,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// Key of the draft that the workbook was made from; 0 where there was none.
    pub report: i64,
    /// Its version then.
    pub version: i32,
}

impl Key {
    /// The cells of the hidden columns, in their order, for a row that shows this item, clause and target: the last one
    /// is made of all others, so that a row of which only some cells were sorted or pasted is told.
    pub fn cells(&self, shown: [&str; 3]) -> [(Column, String); 6] {
        let target = self.target.map_or_else(String::new, |key| key.to_string());
        let draft = format!("{}-{}", self.report, self.version);
        [
            (Column::DepartmentKey, self.department.to_string()),
            (Column::ItemKey, self.item.to_string()),
            (Column::TargetKey, target),
            (Column::FirstDay, self.first_day.to_string()),
            (Column::Draft, draft),
            (Column::Check, self.check(shown)),
        ]
    }

    /// Reads the cells of a row that shows this item, clause and target; nothing where they do not belong together.
    pub fn read<'c>(text: impl Fn(Column) -> &'c str) -> Option<Self> {
        let (report, version) = text(Column::Draft).split_once('-')?;
        let target = match text(Column::TargetKey) {
            "" => None,
            target => Some(target.parse().ok()?),
        };
        let key = Self {
            department: text(Column::DepartmentKey).parse().ok()?,
            item: text(Column::ItemKey).parse().ok()?,
            target,
            first_day: text(Column::FirstDay).parse().ok()?,
            report: report.parse().ok()?,
            version: version.parse().ok()?,
        };
        let shown = [Column::Item, Column::Clause, Column::Target].map(&text);
        (key.check(shown) == text(Column::Check)).then_some(key)
    }

    fn check(&self, shown: [&str; 3]) -> String {
        let Self {
            department,
            item,
            target,
            first_day,
            report,
            version,
        } = self;
        // Programs break lines and pad cells as they like; words stay.
        let shown = shown.map(|text| text.split_whitespace().collect::<String>());
        let all = format!(
            "{department}|{item}|{target:?}|{first_day}|{report}|{version}|{}",
            shown.join("|")
        );
        let mut code = String::new();
        for byte in Sha256::digest(all.as_bytes()).iter().take(6) {
            // Writing into a text cannot fail.
            let _ = write!(code, "{byte:02x}");
        }
        // A code of digits alone would be taken for a number.
        format!("c{code}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_whole_or_it_is_told() {
        let key = Key {
            department: 1,
            item: 2,
            target: Some(3),
            first_day: NaiveDate::from_ymd_opt(2018, 4, 1).expect("a date"),
            report: 0,
            version: 0,
        };
        let shown = ["培育名牌", "决定 一", "名牌产品"];
        let cells = key.cells(shown);
        let text = |column: Column| match column {
            Column::Item => shown[0],
            Column::Clause => "决定  一",
            Column::Target => shown[2],
            _ => cells
                .iter()
                .find(|(one, _)| *one == column)
                .map_or("", |(_, text)| text),
        };
        assert_eq!(Key::read(text), Some(key));
        for swapped in [Column::Item, Column::Target, Column::ItemKey, Column::Draft] {
            let other = |column| match column == swapped {
                true => "9-9",
                false => text(column),
            };
            assert_eq!(Key::read(other), None, "{swapped:?}");
        }
    }
}
