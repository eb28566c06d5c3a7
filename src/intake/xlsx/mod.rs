//! Workbooks (`.xlsx`, `.xlsm`): every sheet that is shown becomes a table, with the name of the sheet above it where
//! there are several.

mod number_format;
mod sheet;
mod workbook;

use sheet::{Length, Sheet};
use workbook::Workbook;

use super::archive::Archive;
use super::block::{Block, Budget};
use super::format::Format;
use super::note::Note;
use super::{Intake, Refusal, classified, package, writing};

/// Reads a workbook.
///
/// # Errors
///
/// When it is damaged, beyond a limit, or empty.
pub(super) fn read(mut archive: Archive<'_>) -> Result<Intake, Refusal> {
    let workbook = Workbook::read(&mut archive)?;
    let mut notes = Vec::new();
    let mut blocks = Vec::new();
    let mut margins = Vec::new();
    let mut budget = Budget::default();
    let mut length = Length::default();
    let shown = workbook.sheets.iter().filter(|sheet| !sheet.hidden).count();
    for listed in &workbook.sheets {
        let name = &listed.name;
        if listed.hidden {
            notes.push(Note::HiddenSheet {
                sheet: name.clone(),
            });
            continue;
        }
        let Some(text) = package::text(&mut archive, &listed.part)? else {
            continue;
        };
        let mut sheet = Sheet::read(&text, &workbook, &mut length)?;
        margins.append(&mut sheet.margins);
        if sheet.is_blank() {
            continue;
        }
        if shown > 1 {
            blocks.push(Block::Paragraph(name.clone()));
        }
        let (table, hides) = sheet.table(&mut budget)?;
        blocks.push(Block::Table(table));
        if hides {
            notes.push(Note::HiddenCells {
                sheet: name.clone(),
            });
        }
    }
    if !blocks.iter().any(|block| matches!(block, Block::Table(_))) {
        return Err(Refusal::Empty);
    }
    if let Some(line) = margins.iter().find_map(|line| classified::mark(line)) {
        blocks.insert(0, Block::Paragraph(line.clone()));
        notes.insert(0, Note::MarkOutside { line });
    }
    let macros = archive.has("xl/vbaProject.bin");
    if macros {
        notes.push(Note::Macros);
    }
    Ok(Intake {
        text: writing::text(&blocks)?,
        media_type: if macros {
            "application/vnd.ms-excel.sheet.macroEnabled.12"
        } else {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        },
        format: Format::Sheet,
        encoding: None,
        notes,
    })
}
