//! 填报工作簿: what a unit reports on in a period as a workbook that is filled offline and brought back. A row is a target
//! of an item; what is said once for an item stands on its first row. Cells to be filled are open, all others are locked
//! without a password: the lock spares mistakes, it guards nothing.

mod column;
mod guide;
mod key;

pub use column::{Column, Use};
pub use key::Key;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

/// The row of the headers, from 0.
const HEAD: u32 = 2;

/// What a workbook is made of.
#[derive(Debug, Clone, Default)]
pub struct Filling {
    /// Short name of the unit.
    pub unit: String,
    /// The periods that are reported on.
    pub period: String,
    /// By when.
    pub due: String,
    /// When it was made.
    pub made: String,
    /// Items that were sent already and are not in it.
    pub sent: usize,
    /// The rows.
    pub rows: Vec<FillingRow>,
}

/// How a cell is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entering {
    /// With a number.
    Figure,
    /// With a day.
    Day,
    /// With words.
    Words,
    /// With one of these words.
    Choice(Vec<String>),
    /// With one of these words, or others.
    Suggestion(Vec<String>),
}

/// A cell to be filled.
#[derive(Debug, Clone)]
pub struct FillingCell {
    /// Its column.
    pub column: Column,
    /// How it is filled.
    pub entering: Entering,
    /// What helps with it.
    pub hint: String,
    /// What is filled in already.
    pub text: String,
}

/// A target of an item, or an item without any.
#[derive(Debug, Clone)]
pub struct FillingRow {
    /// What it is about.
    pub key: Key,
    /// The cells to be read, but for those of the key.
    pub context: Vec<(Column, String)>,
    /// The cells to be filled; what is said once for an item stands on its first row.
    pub cells: Vec<FillingCell>,
}

impl Filling {
    /// The columns: those to be filled only where a row asks for them.
    fn columns(&self) -> Vec<Column> {
        let asked = |column: &Column| match column.purpose() {
            Use::Context | Use::Key => true,
            Use::Figure | Use::Words => self.rows.iter().any(|row| row.cell(*column).is_some()),
        };
        Column::ALL.into_iter().filter(asked).collect()
    }
}

impl FillingRow {
    /// The cell to be filled in a column.
    fn cell(&self, column: Column) -> Option<&FillingCell> {
        self.cells.iter().find(|cell| cell.column == column)
    }

    /// What stands in a column that is not hidden.
    fn text(&self, column: Column) -> &str {
        let filled = self.cell(column).map(|cell| cell.text.as_str());
        let context = self.context.iter().find(|(one, _)| *one == column);
        filled
            .or(context.map(|(_, text)| text.as_str()))
            .unwrap_or("")
    }
}

/// The looks of cells.
struct Looks {
    head: Format,
    read: Format,
    fill: Format,
    day: Format,
    shut: Format,
}

impl Looks {
    fn new() -> Self {
        let cell = || {
            Format::new()
                .set_font_name("宋体")
                .set_font_size(10)
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0xB8_BF_C6))
        };
        let open = || {
            cell()
                .set_unlocked()
                .set_background_color(Color::RGB(0xFF_FB_E6))
        };
        Self {
            head: cell()
                .set_bold()
                .set_align(FormatAlign::VerticalCenter)
                .set_background_color(Color::RGB(0xE6_EE_F5)),
            read: cell(),
            // As text, so that `91.3%` and `2018.6.20` stay what was typed.
            fill: open().set_num_format("@"),
            day: open().set_num_format("yyyy-mm-dd"),
            shut: cell().set_background_color(Color::RGB(0xEE_EE_EE)),
        }
    }
}

/// The workbook's bytes.
///
/// # Errors
///
/// When a text is longer than a cell holds.
pub fn workbook(filling: &Filling) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("填报")?;
    let columns = filling.columns();
    set_up(sheet, filling, &columns, &looks)?;
    for (line, row) in (HEAD + 1..).zip(&filling.rows) {
        write_row(sheet, line, row, &columns, &looks)?;
        for (index, column) in (0_u16..).zip(&columns) {
            if let Some(cell) = row.cell(*column) {
                guide::validate(sheet, line, index, cell)?;
            }
        }
    }
    guide::write(book.add_worksheet(), filling)?;
    book.save_to_buffer()
}

/// Everything but the rows.
fn set_up(
    sheet: &mut Worksheet,
    filling: &Filling,
    columns: &[Column],
    looks: &Looks,
) -> Result<(), XlsxError> {
    let title = Format::new()
        .set_font_name("宋体")
        .set_bold()
        .set_font_size(14);
    let words = format!("{} {} 填报工作簿", filling.unit, filling.period);
    sheet.write_string_with_format(0, 0, words, &title)?;
    let note = Format::new().set_font_name("宋体").set_font_size(10);
    let words = format!(
        "填黄色单元格；填好保存后，在“我的待办”上传。截止 {}。填法见“说明”表。",
        filling.due
    );
    sheet.write_string_with_format(1, 0, words, &note)?;
    for (index, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(HEAD, index, column.label(), &looks.head)?;
        sheet.set_column_width(index, column.width())?;
        if column.purpose() == Use::Key {
            sheet.set_column_hidden(index)?;
        }
    }
    sheet.set_row_height(HEAD, 24)?;
    sheet.set_freeze_panes(HEAD + 1, 1)?;
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(2, 0);
    sheet.set_repeat_rows(HEAD, HEAD)?;
    sheet.set_repeat_columns(0, 0)?;
    sheet.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

fn write_row(
    sheet: &mut Worksheet,
    line: u32,
    row: &FillingRow,
    columns: &[Column],
    looks: &Looks,
) -> Result<(), XlsxError> {
    let shown = [Column::Item, Column::Clause, Column::Target].map(|column| row.text(column));
    let keys = row.key.cells(shown);
    let mut lines = 3_usize;
    for (index, column) in (0_u16..).zip(columns.iter().copied()) {
        let key = keys.iter().find(|(one, _)| *one == column);
        let text = key.map_or_else(|| row.text(column), |(_, text)| text.as_str());
        let look = match (column.purpose(), row.cell(column).is_some()) {
            (Use::Context | Use::Key, _) => &looks.read,
            (_, false) => &looks.shut,
            (_, true) if column == Column::AsOf => &looks.day,
            (_, true) => &looks.fill,
        };
        match (column, ExcelDateTime::parse_from_str(text)) {
            (_, _) if text.is_empty() => sheet.write_blank(line, index, look)?,
            (Column::AsOf, Ok(day)) => sheet.write_datetime_with_format(line, index, &day, look)?,
            _ => sheet.write_string_with_format(line, index, text, look)?,
        };
        if column.purpose() != Use::Key {
            // A Chinese character is as wide as two of Latin.
            let wide = usize::from(column.width() / 2).max(1);
            let needed: usize = text
                .lines()
                .map(|line| line.chars().count().div_ceil(wide))
                .sum();
            lines = lines.max(needed);
        }
    }
    let lines = u16::try_from(lines.min(24)).unwrap_or(24);
    sheet.set_row_height(line, 14 * lines)?;
    Ok(())
}
