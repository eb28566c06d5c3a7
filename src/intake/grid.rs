//! The cells of a workbook (xlsx), typed, within limits. Each cell is taken as it comes by, so that two cells at
//! opposite ends of a sheet cost no more than two cells.

use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Xlsx};
use chrono::{Duration, NaiveDate};

use super::Refusal;
use super::archive::Archive;

/// Bytes that a file may have.
pub const BYTES: usize = 4 * 1024 * 1024;
/// Bytes that it may unpack to.
const UNPACKED: usize = 48 * 1024 * 1024;
/// Sheets that are looked at.
const SHEETS: usize = 20;
/// Rows that a sheet may have.
pub const ROWS: u32 = 3000;
/// Columns that a sheet may have.
const COLUMNS: u32 = 200;
/// Cells with something in them, of all sheets.
const CELLS: usize = 200_000;
/// Characters of a cell; what is longer is cut, and still too long for whoever reads it.
const CHARACTERS: usize = 5000;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, or a number kept as text; lines end with LF.
    Text(String),
    /// A number as a person sees it: a share in percent with its sign.
    Number(String),
    /// A day, without its time.
    Day(NaiveDate),
    /// `TRUE` or `FALSE`.
    Truth(bool),
    /// A formula that failed: `#REF!`.
    Fault(String),
}

/// A row with something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct GridRow {
    /// As the margin of the sheet counts it, from 1.
    pub number: u32,
    /// Its cells that are not empty, by column from 0.
    pub cells: Vec<(u32, Cell)>,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// Its rows.
    pub rows: Vec<GridRow>,
}

/// The sheets of a workbook.
///
/// # Errors
///
/// A sentence that says why it cannot be read and what to do.
pub fn grids(bytes: &[u8]) -> Result<Vec<Grid>, String> {
    within_limits(bytes)?;
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|_: calamine::XlsxError| damaged())?;
    let mut grids = Vec::new();
    let mut left = CELLS;
    for name in book.sheet_names().into_iter().take(SHEETS) {
        // Charts and dialogs are no sheets of cells.
        if let Some(rows) = rows(&mut book, &name, &mut left)? {
            grids.push(Grid { name, rows });
        }
    }
    Ok(grids)
}

fn damaged() -> String {
    "文件已损坏，或者不是 xlsx 工作簿，打不开。请用 Excel 或 WPS 打开后另存为 xlsx，再上传。"
        .to_owned()
}

fn within_limits(bytes: &[u8]) -> Result<(), String> {
    if bytes.is_empty() {
        return Err("没有选择文件，或者文件是空的。请选择填好的填报工作簿。".to_owned());
    }
    if bytes.len() > BYTES {
        return Err(format!("文件超过 {} MB 的上限。", BYTES / 1024 / 1024));
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return Err(
            "这是旧版 xls 或加了密码的工作簿。请去掉密码，另存为 xlsx，再上传。".to_owned(),
        );
    }
    if !bytes.starts_with(b"PK") {
        return Err("这不是 xlsx 工作簿。请选择从本系统下载、填好后保存的填报工作簿。".to_owned());
    }
    let mut archive = Archive::open(bytes).map_err(refused)?;
    let mut left = UNPACKED;
    for name in archive.below("") {
        let part = archive.part(&name).map_err(refused)?;
        let length = part.map_or(0, |part| part.len());
        left = left.checked_sub(length).ok_or_else(too_large)?;
    }
    Ok(())
}

fn refused(refusal: Refusal) -> String {
    match refusal {
        Refusal::Excess(_) => too_large(),
        _ => damaged(),
    }
}

fn too_large() -> String {
    "工作簿展开后太大，没有读取。请删去图片和无关的表后再上传。".to_owned()
}

fn rows(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    left: &mut usize,
) -> Result<Option<Vec<GridRow>>, String> {
    let Ok(mut reader) = book.worksheet_cells_reader(name) else {
        return Ok(None);
    };
    let mut rows: Vec<GridRow> = Vec::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| damaged())? {
        let (row, column) = cell.get_position();
        let styles = reader.styles();
        let format = styles
            .get(style)
            .and_then(|style| style.number_format.as_ref());
        let percent = format.is_some_and(|format| format.format_code.contains('%'));
        let Some(read) = read(cell.get_value(), percent) else {
            continue;
        };
        if row >= ROWS || column >= COLUMNS {
            return Err(format!(
                "“{name}”表超过 {ROWS} 行或 {COLUMNS} 列，没有读取。请删去无关的内容。"
            ));
        }
        *left = left
            .checked_sub(1)
            .ok_or("工作簿里的内容太多，没有读取。请删去无关的表。")?;
        match rows.last_mut() {
            Some(last) if last.number == row + 1 => last.cells.push((column, read)),
            _ => rows.push(GridRow {
                number: row + 1,
                cells: vec![(column, read)],
            }),
        }
    }
    Ok(Some(rows))
}

fn read(value: &DataRef<'_>, percent: bool) -> Option<Cell> {
    let words = |text: &str| {
        let text: String = text.chars().take(CHARACTERS).collect();
        let text = text
            .replace("\r\n", "\n")
            .replace("_x000D_", "")
            .replace(['\r', '\0'], "");
        (!text.trim().is_empty()).then(|| Cell::Text(text.trim().to_owned()))
    };
    match value {
        DataRef::Empty => None,
        DataRef::String(text) => words(text),
        DataRef::SharedString(text) => words(text),
        DataRef::Int(number) => Some(Cell::Number(number.to_string())),
        DataRef::Float(number) => Some(Cell::Number(number_text(*number, percent))),
        DataRef::Bool(value) => Some(Cell::Truth(*value)),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into());
            Some(day.map_or_else(
                || Cell::Number(number_text(moment.as_f64(), false)),
                Cell::Day,
            ))
        }
        DataRef::DateTimeIso(text) => match text.get(..10).and_then(|day| day.parse().ok()) {
            Some(day) => Some(Cell::Day(day)),
            None => words(text),
        },
        DataRef::DurationIso(text) => words(text),
        DataRef::Error(error) => Some(Cell::Fault(Data::Error(error.clone()).to_string())),
    }
}

/// A number without the noise that binary fractions leave in it: `0.1 + 0.2` is `0.3`.
fn number_text(number: f64, percent: bool) -> String {
    let (number, sign) = match percent {
        true => (number * 100.0, "%"),
        false => (number, ""),
    };
    let plain = format!("{number:.9}");
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    format!("{plain}{sign}")
}

/// The day that a spreadsheet counts so, from 1899-12-30; nothing outside of what a report can be about.
pub fn day(serial: &str) -> Option<NaiveDate> {
    let days: f64 = serial.parse().ok()?;
    let within = (30_000.0..80_000.0).contains(&days);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "within the range just asked for"
    )]
    let days = within.then_some(days as i64)?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(Duration::days(days))
}

/// The letters of a column: `A`, `Z`, `AA`.
pub fn letters(column: u32) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(
            b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0),
        ));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_a_person_sees_them() {
        assert_eq!(number_text(0.1 + 0.2, false), "0.3");
        assert_eq!(number_text(0.913, true), "91.3%");
        assert_eq!(number_text(131.0, false), "131");
        assert_eq!(number_text(-2.5, false), "-2.5");
    }

    #[test]
    fn columns_have_letters() {
        let named = [0, 5, 25, 26, 27, 51, 52, 701, 702].map(letters);
        assert_eq!(named, ["A", "F", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        let text = |serial: &str| day(serial).map(|day| day.to_string());
        assert_eq!(text("43271").as_deref(), Some("2018-06-20"));
        assert_eq!(text("43271.75").as_deref(), Some("2018-06-20"));
        assert_eq!((text("131"), text("x")), (None, None));
    }

    #[test]
    fn what_is_no_workbook_is_refused_with_the_way_out() {
        let refused = |bytes: &[u8]| grids(bytes).expect_err("refused");
        assert!(refused(b"").contains("没有选择文件"));
        assert!(refused(b"a,b,c").contains("不是 xlsx"));
        assert!(refused(b"\xd0\xcf\x11\xe0 and more").contains("旧版 xls"));
        assert!(refused(b"PK\x03\x04 and then nothing").contains("损坏"));
    }
}
