//! The registry as a workbook: a sheet a table, headed in Chinese, days as days, words as people read them.

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::registry::exchange::{Cell, Column, Exchanged, Table};
use crate::registry::{Alias, Department, Jurisdiction, RosterMember, Rows, Succession};

/// The workbook's bytes. Rows are written one after the other, in constant memory.
///
/// # Errors
///
/// When the temporary files of a workbook cannot be written.
pub fn workbook(rows: &Rows) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for table in Table::ALL {
        let sheet = book.add_worksheet_with_constant_memory()?;
        match table {
            Table::Jurisdictions => write::<Jurisdiction>(sheet, rows)?,
            Table::Departments => write::<Department>(sheet, rows)?,
            Table::Aliases => write::<Alias>(sheet, rows)?,
            Table::Successions => write::<Succession>(sheet, rows)?,
            Table::Rosters => write::<RosterMember>(sheet, rows)?,
        }
    }
    book.save_to_buffer()
}

fn write<T: Exchanged>(sheet: &mut Worksheet, rows: &Rows) -> Result<(), XlsxError> {
    let head = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    sheet.set_name(T::TABLE.label())?;
    sheet.set_freeze_panes(1, 0)?;
    for (index, column) in (0_u16..).zip(T::TABLE.columns()) {
        sheet.set_column_width(index, width(column))?;
    }
    for (index, column) in (0_u16..).zip(T::TABLE.columns()) {
        sheet.write_string_with_format(0, index, column.label, &head)?;
    }
    for (line, row) in (1_u32..).zip(T::of(rows)) {
        for ((index, column), cell) in (0_u16..).zip(T::TABLE.columns()).zip(row.cells()) {
            write_cell(sheet, (line, index), column, &cell, &day)?;
        }
    }
    Ok(())
}

fn width(column: &Column) -> f64 {
    match (column.code, column.cell) {
        ("name" | "alias", _) => 36.0,
        ("short_name" | "source" | "scope" | "note", _) => 24.0,
        (_, Cell::Number) => 9.0,
        _ => 14.0,
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (line, index): (u32, u16),
    column: &Column,
    cell: &str,
    day: &Format,
) -> Result<(), XlsxError> {
    if cell.is_empty() {
        return Ok(());
    }
    match column.cell {
        Cell::Day => {
            let moment = ExcelDateTime::parse_from_str(cell)?;
            sheet.write_datetime_with_format(line, index, &moment, day)?;
        }
        Cell::Number => {
            sheet.write_number(line, index, cell.parse::<i32>().unwrap_or_default())?;
        }
        _ => {
            sheet.write_string(line, index, column.shown(cell))?;
        }
    }
    Ok(())
}
