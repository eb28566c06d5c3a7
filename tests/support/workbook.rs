//! A workbook as a person has it open: cells by row and header, saved by another program than wrote it.

use std::io::Cursor;

use axum::http::StatusCode;
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, Workbook};

use super::page::Part;
use super::upload::Upload;
use super::{Answer, Page, Visitor};

/// Fetches the workbook of a clerk's unit.
pub(crate) async fn fetch(clerk: &Visitor) -> Filled {
    Filled::open(&clerk.ask("/todo/workbook.xlsx").await.body)
}

/// Brings a file back.
pub(crate) async fn bring_bytes(clerk: &Visitor, bytes: &[u8]) -> Answer {
    let upload = Upload::default().file("file", "填报.xlsx", bytes);
    upload.send(clerk, "/todo/workbook").await
}

/// Brings a workbook back; gives the page of what it would change.
pub(crate) async fn bring(clerk: &Visitor, filled: &Filled) -> Page {
    bring_bytes(clerk, &filled.save()).await.follow().await
}

/// The sentence with which a file is refused.
pub(crate) async fn refusal(clerk: &Visitor, bytes: &[u8]) -> String {
    let page = bring_bytes(clerk, bytes).await;
    let page = page.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part("#mistake p").text()
}

/// Writes the lines that are ticked.
pub(crate) async fn confirm(page: &Page) -> Answer {
    page.form(&address(page)).press("写入草稿").await
}

/// Where the lines that are ticked go.
pub(crate) fn address(page: &Page) -> String {
    let form = page.part("main form");
    form.attr("action").expect("an address").to_owned()
}

/// What a test puts into a cell.
#[derive(Debug, Clone)]
pub(crate) enum Put {
    Nothing,
    Text(String),
    Number(f64),
    /// A number that is shown in percent.
    Share(f64),
    /// The serial number of a day, shown as one.
    Day(f64),
    /// A formula that failed.
    Fault,
}

impl From<&str> for Put {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The sheet that is filled.
#[derive(Debug, Clone)]
pub(crate) struct Filled {
    pub(crate) name: String,
    pub(crate) rows: Vec<Vec<Put>>,
}

impl Filled {
    /// Opens it.
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
        let range = book.worksheet_range("填报").expect("its sheet");
        let cell = |cell: &Data| match cell {
            Data::Empty => Put::Nothing,
            Data::DateTime(moment) => Put::Day(moment.as_f64()),
            Data::Float(number) => Put::Number(*number),
            other => Put::Text(other.to_string()),
        };
        let rows = range.rows().map(|row| row.iter().map(cell).collect());
        Self {
            name: "填报".to_owned(),
            rows: rows.collect(),
        }
    }

    fn text(&self, row: usize, column: usize) -> &str {
        match self.rows[row].get(column) {
            Some(Put::Text(text)) => text,
            _ => "",
        }
    }

    /// The row of the headers.
    pub(crate) fn head(&self) -> usize {
        let found = (0..self.rows.len()).find(|row| self.column_in(*row, "本期值").is_some());
        found.expect("headers")
    }

    /// Whether there is a column of this header.
    pub(crate) fn has_column(&self, header: &str) -> bool {
        self.column_in(self.head(), header).is_some()
    }

    fn column_in(&self, row: usize, header: &str) -> Option<usize> {
        (0..self.rows[row].len()).find(|column| self.text(row, *column) == header)
    }

    /// The column of a header, from 0.
    pub(crate) fn column(&self, header: &str) -> usize {
        let found = self.column_in(self.head(), header);
        found.unwrap_or_else(|| panic!("no column {header}"))
    }

    /// The row of a target of this name, or else the first one in whose item or target it is found, from 0.
    pub(crate) fn row(&self, name: &str) -> usize {
        let columns = [self.column("任务"), self.column("指标")];
        let shown = |row: usize| columns.map(|column| self.text(row, column));
        let mut rows = self.head() + 1..self.rows.len();
        let exact = rows.clone().find(|row| shown(*row)[1] == name);
        let found =
            exact.or_else(|| rows.find(|row| shown(*row).iter().any(|text| text.contains(name))));
        found.unwrap_or_else(|| panic!("no row of {name}: {:?}", self.rows))
    }

    /// What stands in a row under a header.
    pub(crate) fn shown(&self, row: usize, header: &str) -> &str {
        self.text(row, self.column(header))
    }

    /// Fills a cell in the row of an item or target.
    pub(crate) fn put(&mut self, target: &str, header: &str, what: impl Into<Put>) {
        let (row, column) = (self.row(target), self.column(header));
        self.rows[row][column] = what.into();
    }

    /// Saves it.
    pub(crate) fn save(&self) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name(&self.name).expect("a name");
        let share = Format::new().set_num_format("0.00%");
        let day = Format::new().set_num_format("yyyy/m/d");
        for (line, row) in (0_u32..).zip(&self.rows) {
            for (index, cell) in (0_u16..).zip(row) {
                let done = match cell {
                    Put::Nothing => continue,
                    Put::Text(text) => sheet.write_string(line, index, text),
                    Put::Number(number) => sheet.write_number(line, index, *number),
                    Put::Share(number) => {
                        sheet.write_number_with_format(line, index, *number, &share)
                    }
                    Put::Day(serial) => sheet.write_number_with_format(line, index, *serial, &day),
                    Put::Fault => {
                        let formula = rust_xlsxwriter::Formula::new("=A1/0").set_result("#REF!");
                        sheet.write_formula(line, index, formula)
                    }
                };
                done.expect("a cell");
            }
        }
        book.save_to_buffer().expect("a workbook")
    }
}
