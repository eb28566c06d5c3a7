//! Tables whose cells are set apart by a space only (`序号 工作任务 责任单位`, `1 新增就业8950人 县人社局`), as a page leaves them
//! when it is copied without its lines.
//!
//! The running number opens each row. What stands behind the text of the task is counted from the end of the line, so that a
//! space within the text does no harm.

use super::Span;
use super::dealing::lists_bodies;
use super::grammar::column::{self, Column};
use super::line::{Line, LineKind};
use super::table::{Row, Table, row};

/// The columns of one table.
const WIDTH: usize = 10;

/// Puts such a table together if its header is the line at `at`; also gives the index of the line after it.
pub(super) fn assemble<'t>(
    stored: &'t str,
    lines: &[Line],
    at: usize,
) -> Option<(Table<'t>, usize)> {
    let head = lines[at].span.of(stored);
    if lines[at].kind != LineKind::Text || !(head.starts_with("序") || head.starts_with("编")) {
        return None;
    }
    let heads = heads(stored, lines[at].span);
    let names: Vec<String> = heads.iter().map(|cell| bare(cell.of(stored))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let columns = column::all(&names);
    let text = columns
        .iter()
        .position(|column| matches!(column, Column::Text | Column::Name))?;
    let known = names.iter().filter(|name| column::is_known(name)).count();
    let fits = (3..=WIDTH).contains(&heads.len())
        && columns[0] == Column::Ordinal
        && known * 2 >= heads.len();
    if !fits {
        return None;
    }
    let width = heads.len();
    let mut rows = vec![row(
        stored,
        heads.iter().map(|cell| vec![*cell]).collect(),
        width,
    )];
    let mut next = at + 1;
    while let Some(line) = lines.get(next) {
        match line.kind {
            LineKind::Blank | LineKind::PageMark => {}
            LineKind::Text => match cells(stored, line.span, text, &columns) {
                Some(cells) => rows.push(row(stored, cells, width)),
                None => break,
            },
            _ => break,
        }
        next += 1;
    }
    let numbered = rows.len() > 2 || rows.get(1).is_some_and(|row: &Row<'_>| row.given == width);
    (rows.len() > 1 && numbered).then_some((Table { rows }, next))
}

/// The words of a line, each with its place.
fn words(stored: &str, line: Span) -> Vec<Span> {
    let text = line.of(stored);
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| {
            let from = line.start + (word.as_ptr() as usize - start);
            Span::new(from, from + word.len())
        })
        .collect()
}

/// The names of the columns; one may be set apart itself: `工 作 任 务`.
fn heads(stored: &str, line: Span) -> Vec<Span> {
    let mut heads: Vec<Span> = Vec::new();
    let mut open = false;
    for word in words(stored, line) {
        let lone = word.of(stored).chars().count() == 1;
        let whole = |span: &Span| matches!(&*bare(span.of(stored)), "序号" | "编号");
        match heads.last_mut() {
            Some(last) if lone && open && !whole(last) => {
                last.end = word.end;
            }
            _ => heads.push(word),
        }
        open = lone;
    }
    heads
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The cells of a row: one word before the text for each column before it. Behind the text the bodies are known by their
/// names; where no column for bodies follows it, the words behind it are counted from the end.
fn cells(stored: &str, line: Span, text: usize, columns: &[Column]) -> Option<Vec<Vec<Span>>> {
    let words = words(stored, line);
    let number = words.first()?.of(stored);
    let numbered = number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let behind = columns.len() - text - 1;
    let bodies = columns
        .get(text + 1)
        .filter(|column| column.names_bodies())
        .and_then(|_| {
            let named = words.iter().skip(text + 1);
            Some(
                text + 1
                    + named
                        .clone()
                        .position(|word| lists_bodies(word.of(stored)))?,
            )
        });
    let end = bodies.or_else(|| words.len().checked_sub(behind))?;
    if !numbered || end <= text {
        return None;
    }
    let mut cells: Vec<Vec<Span>> = words[..text].iter().map(|word| vec![*word]).collect();
    cells.push(vec![words[text].to(words[end - 1])]);
    cells.extend(words[end..].iter().take(behind).map(|word| vec![*word]));
    Some(cells)
}
