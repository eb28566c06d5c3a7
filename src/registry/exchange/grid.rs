//! A file as grids of cells: one of CSV, several of a workbook.

use encoding_rs::GB18030;

use super::table::Table;
use super::{ExchangeFile, Problem, workbook};

/// The cells of one table, as they were typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Which table.
    pub table: Table,
    /// The file or sheet, as problems name it.
    pub place: String,
    /// The headings.
    pub header: Vec<String>,
    /// The lines below, each with its number from 1.
    pub lines: Vec<(u32, Vec<String>)>,
}

/// So many lines of one table are taken at most.
pub(super) const LINES: usize = 200_000;

/// Reads the grids of a file. What cannot be read is a problem.
pub(super) fn read(file: ExchangeFile<'_>, problems: &mut Vec<Problem>) -> Vec<Grid> {
    let mut refuse = |sentence: String| {
        problems.push(Problem {
            place: file.name.to_owned(),
            line: 0,
            column: String::new(),
            sentence,
        });
    };
    if file.bytes.is_empty() {
        refuse("文件是空的。".to_owned());
        return Vec::new();
    }
    if file.bytes.starts_with(b"PK") {
        return match workbook::sheets(file.bytes) {
            Ok(sheets) => of_sheets(file.name, sheets, problems),
            Err(sentence) => {
                refuse(sentence);
                Vec::new()
            }
        };
    }
    // What Excel saved before 2007 is a compound file.
    if file.bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        refuse("旧格式的 xls 读不了。请用表格软件打开后另存为 xlsx。".to_owned());
        return Vec::new();
    }
    if file.name.to_ascii_lowercase().ends_with(".xlsx") {
        refuse("扩展名是 xlsx，内容却不是工作簿。请用表格软件打开后另存为 xlsx。".to_owned());
        return Vec::new();
    }
    match csv_lines(file.bytes) {
        Ok(lines) => of_lines(file.name, None, lines, problems)
            .into_iter()
            .collect(),
        Err(sentence) => {
            refuse(sentence);
            Vec::new()
        }
    }
}

/// Numbered lines of cells.
pub(super) type NumberedLines = Vec<(u32, Vec<String>)>;

/// Text in UTF-8, or in GB18030 as spreadsheets still save it.
fn csv_lines(bytes: &[u8]) -> Result<NumberedLines, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.into(),
        Err(_) => {
            let (text, _, broken) = GB18030.decode(bytes);
            if broken {
                return Err("不是 CSV 或 xlsx 文件，或者文字编码无法识别。请另存为 UTF-8 编码的 CSV，或 xlsx。".to_owned());
            }
            text
        }
    };
    if text.contains('\0') {
        return Err("不是 CSV 或 xlsx 文件。".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            format!("第 {line} 行读不出来，请检查引号是否成对。")
        })?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        lines.push((
            line,
            record.iter().map(|cell| cell.trim().to_owned()).collect(),
        ));
        if lines.len() > LINES {
            return Err(format!("超过 {LINES} 行。请分成几个文件。"));
        }
    }
    Ok(lines)
}

fn of_sheets(
    file: &str,
    sheets: Vec<(String, NumberedLines)>,
    problems: &mut Vec<Problem>,
) -> Vec<Grid> {
    let mut grids = Vec::new();
    for (sheet, lines) in sheets {
        // A sheet that is none of ours may stand beside them: a cover, a note.
        let ours = Table::ALL
            .iter()
            .any(|table| sheet == table.label() || sheet == table.code());
        let is_blank = lines.is_empty();
        if ours && !is_blank {
            grids.extend(of_lines(file, Some(&sheet), lines, problems));
        }
    }
    if grids.is_empty() && problems.is_empty() {
        let names: Vec<&str> = Table::ALL.iter().map(|table| table.label()).collect();
        problems.push(Problem {
            place: file.to_owned(),
            line: 0,
            column: String::new(),
            sentence: format!(
                "没有找到可以导入的工作表。工作表应命名为：{}。",
                names.join("、")
            ),
        });
    }
    grids
}

fn of_lines(
    file: &str,
    sheet: Option<&str>,
    mut lines: NumberedLines,
    problems: &mut Vec<Problem>,
) -> Option<Grid> {
    let place = match sheet {
        Some(sheet) => format!("{file}“{sheet}”表"),
        None => file.to_owned(),
    };
    lines.retain(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
    let problem = |line, sentence| Problem {
        place: place.clone(),
        line,
        column: String::new(),
        sentence,
    };
    if lines.is_empty() {
        problems.push(problem(0, "没有内容。".to_owned()));
        return None;
    }
    let (line, header) = lines.remove(0);
    let header: Vec<String> = header
        .iter()
        .map(|cell| cell.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let named = sheet.and_then(|sheet| {
        Table::ALL
            .iter()
            .copied()
            .find(|table| sheet == table.label() || sheet == table.code())
    });
    let Some(table) = named.or_else(|| Table::of_header(&header)) else {
        problems.push(problem(
            line,
            "看不出是哪张表。第一行应当是表头，列名与导出的表一致。".to_owned(),
        ));
        return None;
    };
    let missing: Vec<&str> = table
        .columns()
        .iter()
        .filter(|column| !header.iter().any(|one| column.is_headed(one)))
        .map(|column| column.label)
        .collect();
    if !missing.is_empty() {
        problems.push(problem(
            line,
            format!("“{}”表缺少列：{}。", table.label(), missing.join("、")),
        ));
        return None;
    }
    Some(Grid {
        table,
        place,
        header,
        lines,
    })
}
