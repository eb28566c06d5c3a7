//! The five tables, their columns, and how a cell is spelled.

use chrono::NaiveDate;

use super::super::{Confidence, DepartmentKind, RegionLevel, SuccessionKind};
use crate::domain::words;

words! {
    /// A table of the registry; its label is the name of its sheet.
    Table {
        /// 行政区.
        Jurisdictions = "jurisdictions", "行政区";
        /// 单位.
        Departments = "departments", "单位";
        /// 别名.
        Aliases = "aliases", "别名";
        /// 沿革.
        Successions = "successions", "沿革";
        /// 名册.
        Rosters = "rosters", "名册";
    }
}

/// What stands in the cells of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// Text.
    Text,
    /// Text that must be there.
    Needed,
    /// A day, or nothing.
    Day,
    /// A whole number.
    Number,
    /// [`RegionLevel`].
    Level,
    /// [`DepartmentKind`].
    Kind,
    /// [`SuccessionKind`].
    Succession,
    /// [`Confidence`].
    Confidence,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its heading in CSV.
    pub code: &'static str,
    /// Its heading in a workbook.
    pub label: &'static str,
    /// What stands in it.
    pub cell: Cell,
    /// It is part of the key of a row.
    pub key: bool,
}

const fn column(code: &'static str, label: &'static str, cell: Cell) -> Column {
    Column {
        code,
        label,
        cell,
        key: false,
    }
}

const fn key(code: &'static str, label: &'static str, cell: Cell) -> Column {
    Column {
        key: true,
        ..column(code, label, cell)
    }
}

const JURISDICTIONS: &[Column] = &[
    key("code", "代码", Cell::Needed),
    column("name", "名称", Cell::Needed),
    column("short_name", "简称", Cell::Needed),
    column("level", "级别", Cell::Level),
    column("parent", "上级代码", Cell::Text),
    column("prefixes", "文件用语", Cell::Text),
    column("capital", "驻地", Cell::Text),
    column("order", "次序", Cell::Number),
];

const DEPARTMENTS: &[Column] = &[
    key("code", "代码", Cell::Needed),
    column("jurisdiction", "行政区代码", Cell::Needed),
    column("name", "全称", Cell::Needed),
    column("short_name", "简称", Cell::Needed),
    column("kind", "性质", Cell::Kind),
    column("order", "行政序列", Cell::Number),
    column("valid_from", "起始日", Cell::Day),
    column("valid_to", "终止日", Cell::Day),
    column("confidence", "可靠程度", Cell::Confidence),
    column("source", "来源", Cell::Text),
];

const ALIASES: &[Column] = &[
    key("department", "单位代码", Cell::Needed),
    key("alias", "名称", Cell::Needed),
    column("valid_from", "起始日", Cell::Day),
    column("valid_to", "终止日", Cell::Day),
    column("note", "备注", Cell::Text),
];

const SUCCESSIONS: &[Column] = &[
    key("from", "原单位代码", Cell::Needed),
    key("to", "承接单位代码", Cell::Needed),
    key("on", "承接日", Cell::Day),
    column("kind", "方式", Cell::Succession),
    column("scope", "范围", Cell::Text),
    column("confidence", "可靠程度", Cell::Confidence),
    column("source", "来源", Cell::Text),
];

const ROSTERS: &[Column] = &[
    key("collective", "集合单位代码", Cell::Needed),
    key("member", "成员代码", Cell::Needed),
    key("valid_from", "起始日", Cell::Day),
    column("valid_to", "终止日", Cell::Day),
    column("order", "次序", Cell::Number),
    column("source", "来源", Cell::Text),
];

impl Table {
    /// Its columns, in order.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Jurisdictions => JURISDICTIONS,
            Self::Departments => DEPARTMENTS,
            Self::Aliases => ALIASES,
            Self::Successions => SUCCESSIONS,
            Self::Rosters => ROSTERS,
        }
    }

    /// The name of its file.
    pub fn file_name(self) -> String {
        format!("{}.csv", self.code())
    }

    /// The table that these headings belong to: the one all of whose columns are there.
    pub fn of_header(header: &[String]) -> Option<Self> {
        let has = |column: &Column| header.iter().any(|one| column.is_headed(one));
        Self::ALL
            .iter()
            .copied()
            .find(|table| table.columns().iter().all(has))
    }
}

impl Column {
    /// True when a heading is that of this column, in either spelling.
    pub fn is_headed(&self, heading: &str) -> bool {
        heading == self.code || heading == self.label
    }

    /// A value as people read it: `government` is 政府部门.
    pub fn shown(&self, code: &str) -> String {
        let label = match self.cell {
            Cell::Level => code.parse().map(RegionLevel::label).ok(),
            Cell::Kind => code.parse().map(DepartmentKind::label).ok(),
            Cell::Succession => code.parse().map(SuccessionKind::label).ok(),
            Cell::Confidence => code.parse().map(Confidence::label).ok(),
            Cell::Text | Cell::Needed | Cell::Day | Cell::Number => None,
        };
        label.unwrap_or(code).to_owned()
    }

    /// A cell in the one spelling in which it is stored.
    ///
    /// # Errors
    ///
    /// A sentence that says what would be right.
    pub fn read(&self, typed: &str) -> Result<String, String> {
        let typed = typed.trim();
        match self.cell {
            Cell::Text | Cell::Needed => text(typed, self.cell == Cell::Needed),
            Cell::Day if typed.is_empty() => Ok(String::new()),
            Cell::Day => day(typed)
                .map(|day| day.to_string())
                .ok_or_else(|| format!("“{typed}”不是日期，写作 2018-11-28 这样的形式")),
            Cell::Number => typed
                .parse::<i32>()
                .ok()
                .filter(|number| (-1_000_000..=1_000_000).contains(number))
                .map(|number| number.to_string())
                .ok_or_else(|| format!("“{typed}”不是整数")),
            Cell::Level => word(
                typed,
                RegionLevel::ALL,
                RegionLevel::code,
                RegionLevel::label,
            ),
            Cell::Kind => word(
                typed,
                DepartmentKind::ALL,
                DepartmentKind::code,
                DepartmentKind::label,
            ),
            Cell::Succession => word(
                typed,
                SuccessionKind::ALL,
                SuccessionKind::code,
                SuccessionKind::label,
            ),
            Cell::Confidence => word(typed, Confidence::ALL, Confidence::code, Confidence::label),
        }
    }
}

/// The longest text of a cell, in characters.
const LONGEST: usize = 200;

/// A text as it is stored, wherever it is typed.
///
/// # Errors
///
/// A sentence that says what would be right.
pub fn text(typed: &str, needed: bool) -> Result<String, String> {
    if typed.is_empty() && needed {
        return Err("没有填写".to_owned());
    }
    if typed.chars().count() > LONGEST {
        return Err(format!("超过 {LONGEST} 字"));
    }
    if typed.chars().any(char::is_control) {
        return Err("含有换行或控制字符".to_owned());
    }
    // A spreadsheet would take it for a formula.
    if typed.starts_with(['=', '+', '-', '@']) {
        return Err("不能以 = + - @ 开头".to_owned());
    }
    Ok(typed.to_owned())
}

/// `2018-11-28`, and as spreadsheets and people write it: `2018/11/28`, `2018年11月28日`, `2018.11.28`.
pub fn day(typed: &str) -> Option<NaiveDate> {
    let plain = typed.trim_end_matches('日');
    let parts: Vec<&str> = plain.split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    let year = Some(year)
        .filter(|year| year.len() == 4)?
        .parse()
        .ok()
        .filter(|year| (1900..=2100).contains(year))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn word<T: Copy>(
    typed: &str,
    all: &[T],
    code: fn(T) -> &'static str,
    label: fn(T) -> &'static str,
) -> Result<String, String> {
    let found = all
        .iter()
        .find(|one| code(**one) == typed || label(**one) == typed);
    found.map(|one| code(*one).to_owned()).ok_or_else(|| {
        let labels: Vec<&str> = all.iter().map(|one| label(*one)).collect();
        format!("“{typed}”不在可选范围内，应为：{}", labels.join("、"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        for typed in ["2018-11-28", "2018/11/28", "2018年11月28日", "2018.11.28"] {
            assert_eq!(
                day(typed).map(|day| day.to_string()).as_deref(),
                Some("2018-11-28"),
                "{typed}"
            );
        }
        for typed in ["2018-13-01", "2018-02-30", "11/28/2018", "18-11-28", "去年"] {
            assert_eq!(day(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_header_belongs_to_one_table() {
        for table in Table::ALL {
            let columns = table.columns().iter();
            let codes: Vec<String> = columns.clone().map(|one| one.code.to_owned()).collect();
            let labels: Vec<String> = columns.map(|one| one.label.to_owned()).collect();
            assert_eq!(Table::of_header(&codes), Some(*table));
            assert_eq!(Table::of_header(&labels), Some(*table));
        }
        assert_eq!(Table::of_header(&["姓名".to_owned()]), None);
    }
}
