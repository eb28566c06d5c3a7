//! The sheets of a workbook (xlsx) as lines of text, within limits: what an archive claims of its size is not believed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use chrono::{Duration, NaiveDate};
use zip::ZipArchive;

use super::grid::{LINES, NumberedLines};

/// Bytes that a workbook may unpack to.
const UNPACKED: u64 = 64 * 1024 * 1024;
/// Columns that a sheet may have.
const COLUMNS: usize = 100;
/// Parts that it may have.
const PARTS: usize = 500;

/// The sheets of a workbook, each with its name.
///
/// # Errors
///
/// A sentence that says why it cannot be read.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<(String, NumberedLines)>, String> {
    within_limits(bytes)?;
    let broken = |_| "不是 xlsx 工作簿，或者文件已损坏。请用表格软件打开后另存为 xlsx。".to_owned();
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| broken(error.to_string()))?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        if let Some(lines) = lines(&mut book, &name)? {
            sheets.push((name, lines));
        }
    }
    Ok(sheets)
}

/// The lines of a sheet; nothing of a chart. Each cell is taken as it comes by, so that one in the last corner of a sheet
/// costs no more than one in the first.
fn lines(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Option<NumberedLines>, String> {
    let Ok(mut cells) = book.worksheet_cells_reader(name) else {
        return Ok(None);
    };
    let broken = |_: calamine::XlsxError| format!("“{name}”表已损坏，读不完整。请另存为 xlsx。");
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text(&Data::from(cell.get_value().clone()));
        if text.is_empty() {
            continue;
        }
        let column = column as usize;
        if column >= COLUMNS || (rows.len() >= LINES && !rows.contains_key(&(row + 1))) {
            return Err(format!("“{name}”表超过 {LINES} 行或 {COLUMNS} 列。"));
        }
        let line = rows.entry(row + 1).or_default();
        if line.len() <= column {
            line.resize(column + 1, String::new());
        }
        line[column] = text;
    }
    Ok(Some(rows.into_iter().collect()))
}

/// Unpacks every part once and counts, before anybody unpacks it into memory.
fn within_limits(bytes: &[u8]) -> Result<(), String> {
    let broken = || "文件已损坏，打不开。请用表格软件打开后另存为 xlsx。".to_owned();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > PARTS {
        return Err("工作簿的组成部分太多，没有读取。".to_owned());
    }
    let mut left = UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| broken())?;
        let read =
            std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        left = left
            .checked_sub(read)
            .ok_or_else(|| format!("工作簿展开后超过 {} MB，没有读取。", UNPACKED / 1024 / 1024))?;
    }
    Ok(())
}

/// A cell as a person reads it: dates as days, whole numbers without a point.
fn text(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(moment) => {
            day(moment.as_f64()).map_or_else(|| moment.as_f64().to_string(), |day| day.to_string())
        }
        Data::DateTimeIso(text) => text.chars().take(10).collect(),
        Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
    }
}

/// Spreadsheets count days from 1899-12-30.
fn day(serial: f64) -> Option<NaiveDate> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "days of a calendar, checked before"
    )]
    let days = (0.0..100_000.0)
        .contains(&serial)
        .then_some(serial as i64)?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(Duration::days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_a_person_sees_them() {
        assert_eq!(text(&Data::Float(65.0)), "65");
        assert_eq!(text(&Data::Float(6501.0)), "6501");
        assert_eq!(
            text(&Data::String(" 自治区质监局 ".to_owned())),
            "自治区质监局"
        );
        assert_eq!(
            day(43_432.0).map(|day| day.to_string()).as_deref(),
            Some("2018-11-28")
        );
    }

    #[test]
    fn a_cell_in_the_last_corner_is_refused_and_costs_nothing() {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "代码").expect("a cell");
        sheet.write_string(1_048_575, 16_383, "远").expect("a cell");
        let bytes = book.save_to_buffer().expect("a workbook");
        let sentence = sheets(&bytes).expect_err("too wide");
        assert!(sentence.contains("列"), "{sentence}");
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        assert!(sheets(b"PK\x03\x04 and then nothing").is_err());
    }
}
