//! Reading a workbook that came back: columns by their headers, rows by their hidden keys, cells as the form spells what
//! stands in them. What a value means is left to [`Entry`](crate::web::reporting::entry::Entry). Pure.

use chrono::NaiveDate;

use super::made::choices;
use crate::intake::grid::{self, Cell, Grid, GridRow};
use crate::output::report_xlsx::{Column, Key, Use};
use crate::web::wording;

/// Rows among which the headers are looked for.
const HEAD: usize = 30;

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Name of the sheet.
    pub sheet: String,
    /// Row, from 1.
    pub row: u32,
    /// Letters of the column; empty for the row.
    pub column: String,
}

impl Place {
    /// `“填报”表第 12 行 F 列`.
    pub fn words(&self) -> String {
        let column = match self.column.as_str() {
            "" => String::new(),
            letters => format!(" {letters} 列"),
        };
        format!("“{}”表第 {} 行{column}", self.sheet, self.row)
    }
}

/// Something that is not read, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What to do.
    pub sentence: String,
}

/// A row that belongs to the ledger.
#[derive(Debug, Clone)]
pub struct FilledRow {
    /// The row.
    pub place: Place,
    /// What it is about.
    pub key: Key,
    /// What was filled, for each column that is there: where, and what stands in it.
    cells: Vec<(Column, String, Option<Cell>)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Filled {
    /// The rows that belong to the ledger.
    pub rows: Vec<FilledRow>,
    /// The rows that do not.
    pub problems: Vec<Problem>,
}

/// Reads a workbook.
///
/// # Errors
///
/// A sentence that says why nothing of it can be read.
pub fn filled(bytes: &[u8]) -> Result<Filled, String> {
    let grids = grid::grids(bytes)?;
    let mut filled = Filled {
        rows: Vec::new(),
        problems: Vec::new(),
    };
    let mut found = false;
    for grid in &grids {
        if let Some((head, columns)) = head(grid) {
            found = true;
            for row in &grid.rows[head + 1..] {
                filled.take(grid, row, &columns);
            }
        }
    }
    match (found, filled.rows.is_empty()) {
        (false, _) => Err("没有找到填报表，或者隐藏的“校验码”等列被删掉了。请上传从本系统下载的填报工作簿；列已删掉的，请重新下载后把内容复制过去。".to_owned()),
        (true, true) if filled.problems.is_empty() => {
            Err("工作簿里没有填报行。请上传填好的填报工作簿。".to_owned())
        }
        _ => Ok(filled),
    }
}

/// The row of the headers and the columns under them, wherever they stand.
fn head(grid: &Grid) -> Option<(usize, Vec<(u32, Column)>)> {
    grid.rows
        .iter()
        .take(HEAD)
        .enumerate()
        .find_map(|(at, row)| {
            let named = |(index, cell): &(u32, Cell)| match cell {
                Cell::Text(text) => Column::of(text).map(|column| (*index, column)),
                _ => None,
            };
            let columns: Vec<(u32, Column)> = row.cells.iter().filter_map(named).collect();
            let has = |wanted: &Column| columns.iter().any(|(_, column)| column == wanted);
            let keys = Column::ALL.iter().filter(|one| one.purpose() == Use::Key);
            keys.into_iter().all(has).then_some((at, columns))
        })
}

impl Filled {
    fn take(&mut self, grid: &Grid, row: &GridRow, columns: &[(u32, Column)]) {
        let at = |wanted: Column| columns.iter().find(|(_, column)| *column == wanted);
        let cell = |wanted: Column| {
            let (index, _) = at(wanted)?;
            let found = row.cells.iter().find(|(column, _)| column == index);
            found.map(|(_, cell)| cell)
        };
        let texts: Vec<(Column, String)> = Column::ALL
            .into_iter()
            .map(|column| (column, cell(column).map_or_else(String::new, spelled)))
            .collect();
        let text = |wanted: Column| {
            let found = texts.iter().find(|(column, _)| *column == wanted);
            found.map_or("", |(_, text)| text.as_str())
        };
        let is_input = |column: &Column| matches!(column.purpose(), Use::Figure | Use::Words);
        let place = Place {
            sheet: grid.name.clone(),
            row: row.number,
            column: String::new(),
        };
        let says = Column::ALL
            .iter()
            .any(|one| is_input(one) && !text(*one).is_empty());
        let keyed = !text(Column::Check).is_empty() || !text(Column::ItemKey).is_empty();
        let Some(key) = Key::read(text) else {
            let sentence = match (keyed, says) {
                (true, _) => {
                    "本行的任务、指标与隐藏的编号对不上（可能只排序了部分列，或从别处粘贴），没有读取。请在新下载的工作簿里重填这一行。"
                }
                (false, true) => {
                    "本行没有任务编号（可能是新插入的行），没有读取。请填在原有的行里。"
                }
                // An empty row, or words that somebody wrote beside the table.
                (false, false) => return,
            };
            self.problems.push(Problem {
                place,
                sentence: sentence.to_owned(),
            });
            return;
        };
        let inputs = columns.iter().filter(|(_, column)| is_input(column));
        let cells = inputs.map(|(index, column)| {
            let found = row.cells.iter().find(|(one, _)| one == index);
            (
                *column,
                grid::letters(*index),
                found.map(|(_, cell)| cell.clone()),
            )
        });
        let cells = cells.collect();
        self.rows.push(FilledRow { place, key, cells });
    }
}

impl FilledRow {
    /// What a column says, in the spelling of the form, and where it stands; nothing where the column is not there.
    pub fn given(&self, wanted: Column) -> Option<(Place, Result<String, String>)> {
        let (_, letters, cell) = self.cells.iter().find(|(column, ..)| *column == wanted)?;
        let place = Place {
            column: letters.clone(),
            ..self.place.clone()
        };
        Some((place, read(wanted, cell.as_ref())))
    }
}

/// A cell in the spelling of the form, or what is wrong with it.
fn read(column: Column, cell: Option<&Cell>) -> Result<String, String> {
    let text = match cell {
        None => return Ok(String::new()),
        Some(Cell::Fault(fault)) => {
            return Err(format!("公式出错，显示为 {fault}。请改为直接填写。"));
        }
        Some(cell) => spelled(cell),
    };
    match (column, cell) {
        (Column::AsOf, Some(Cell::Number(serial))) => {
            Ok(grid::day(serial).map_or_else(|| day(&text), |day| day.to_string()))
        }
        (Column::AsOf, _) => Ok(day(&text)),
        (column, Some(Cell::Day(day))) if column.is_number() => Err(format!(
            "{}应为数字，现在是日期 {day}。请把单元格格式改为文本后重填。",
            column.label()
        )),
        (Column::Holds, _) if ["是", "yes"].contains(&text.as_str()) => Ok("yes".to_owned()),
        (Column::Holds, _) if ["否", "no"].contains(&text.as_str()) => Ok("no".to_owned()),
        _ => chosen(column, text),
    }
}

/// The code of a word that was chosen; what is filled freely stays, within its length.
fn chosen(column: Column, text: String) -> Result<String, String> {
    let choices = choices(column);
    let found = choices.iter().find(|(word, _)| *word == text);
    let length = text.chars().count();
    match (found, column.longest()) {
        (Some((_, code)), _) => Ok((*code).to_owned()),
        (None, _) if !choices.is_empty() && !text.is_empty() => {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            Err(format!(
                "“{}”不是可选的内容。请从下拉列表中选择：{}。",
                wording::shortened(&text, 30),
                words.join("、")
            ))
        }
        (None, Some(longest)) if length > longest => {
            Err(format!("最多 {longest} 字，现在是 {length} 字，请精简。"))
        }
        _ => Ok(text),
    }
}

fn spelled(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) | Cell::Number(text) | Cell::Fault(text) => text.clone(),
        Cell::Day(day) => day.to_string(),
        Cell::Truth(true) => "是".to_owned(),
        Cell::Truth(false) => "否".to_owned(),
    }
}

/// A day however people write it, as the form spells it; what is none stays for the form's own answer.
fn day(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    };
    let plain: String = text.chars().map(narrow).collect();
    let parts: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let only_days = plain
        .chars()
        .all(|c| c.is_ascii_digit() || "-/.．。年月日号 ".contains(c));
    let read = match parts.as_slice() {
        _ if !only_days => None,
        [year, month, day] => year
            .parse()
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)),
        [whole] if whole.len() == 8 => NaiveDate::parse_from_str(whole, "%Y%m%d").ok(),
        _ => None,
    };
    read.map_or_else(|| text.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_however_they_are_written() {
        for written in [
            "2018-06-20",
            "2018/6/20",
            "2018.6.20",
            "2018年6月20日",
            "20180620",
            "２０１８年６月２０日",
        ] {
            assert_eq!(day(written), "2018-06-20", "{written}");
        }
        for other in ["六月二十日", "6月底", "2018-13-45", "201806"] {
            assert_eq!(day(other), other);
        }
        let serial = Cell::Number("43271".to_owned());
        assert_eq!(
            read(Column::AsOf, Some(&serial)),
            Ok("2018-06-20".to_owned())
        );
    }

    #[test]
    fn what_no_field_can_hold_is_named() {
        let text = |text: &str| Some(Cell::Text(text.to_owned()));
        let fault = Cell::Fault("#REF!".to_owned());
        for column in [Column::Value, Column::Progress, Column::AsOf] {
            let said = read(column, Some(&fault)).expect_err("refused");
            assert!(said.contains("#REF!"), "{said}");
        }
        for (column, word, code) in [
            (Column::Stated, "达进度", "on_track"),
            (Column::Forecast, "有风险", "at_risk"),
            (Column::Holds, "尚未达到", "no"),
            (Column::Holds, "是", "yes"),
            (Column::ReferenceFloor, "不低于", "yes"),
            (Column::ReferenceFloor, "不超过", ""),
        ] {
            assert_eq!(
                read(column, text(word).as_ref()),
                Ok(code.to_owned()),
                "{word}"
            );
        }
        let other = read(Column::Forecast, text("很好").as_ref()).expect_err("refused");
        assert!(other.contains("能按期、有风险、不能按期"), "{other}");
        let day = NaiveDate::from_ymd_opt(2018, 6, 20).map(Cell::Day);
        for column in [Column::Value, Column::Numerator, Column::Reference] {
            let said = read(column, day.as_ref()).expect_err("refused");
            assert!(said.starts_with(column.label()), "{said}");
        }
        let long = text(&"长".repeat(501));
        for column in [Column::Explanation, Column::ForecastReason] {
            let said = read(column, long.as_ref()).expect_err("refused");
            assert!(said.contains("最多 500 字，现在是 501 字"), "{said}");
        }
    }
}
