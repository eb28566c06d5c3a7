//! Tables drawn with lines of characters, as old law collections print them:
//!
//! ```text
//! ┌──┬────────┬────┐
//! │序号│  工作任务  │责任单位│
//! ├──┼────────┼────┤
//! │ 1│新建城市道路12条│市建委 │
//! └──┴────────┴────┘
//! ```

use super::Span;
use super::line::{Line, LineKind};
use super::table::{Table, row};

/// True for a line of such a table: it begins with one of the characters that draw its edge.
pub(super) fn is_line(text: &str) -> bool {
    text.starts_with([
        '┌', '├', '└', '│', '┃', '┏', '┣', '┗', '╔', '╠', '╚', '║', '┠', '┝',
    ])
}

fn is_edge(c: char) -> bool {
    ('\u{2500}'..='\u{257f}').contains(&c)
}

/// A line that parts two rows holds nothing but the drawing.
fn parts_rows(text: &str) -> bool {
    text.chars().all(|c| is_edge(c) || c.is_whitespace()) && text.contains(['─', '━', '═'])
}

/// Puts the table together that begins with the line at `at`; also gives the index of the line after it.
pub(super) fn assemble<'t>(stored: &'t str, lines: &[Line], at: usize) -> (Table<'t>, usize) {
    let mut rows = Vec::new();
    let mut cells: Vec<Vec<Span>> = Vec::new();
    let mut width = 0;
    let mut next = at;
    while let Some(line) = lines.get(next) {
        match line.kind {
            LineKind::Boxed => {}
            LineKind::Blank | LineKind::PageMark => {
                next += 1;
                continue;
            }
            _ => break,
        }
        let text = line.span.of(stored);
        if parts_rows(text) {
            if cells.iter().any(|cell| !cell.is_empty()) {
                width = width.max(cells.len());
                rows.push(row(stored, std::mem::take(&mut cells), width));
            }
        } else {
            add(stored, line.span, &mut cells);
        }
        next += 1;
    }
    if cells.iter().any(|cell| !cell.is_empty()) {
        rows.push(row(stored, cells, width));
    }
    (Table { rows }, next)
}

/// Adds what stands between the edges of one line to its cells.
fn add(stored: &str, line: Span, cells: &mut Vec<Vec<Span>>) {
    let text = line.of(stored);
    let mut column = 0;
    let mut start = line.start + text.chars().next().map_or(0, char::len_utf8);
    for (at, c) in text.char_indices().skip(1).filter(|(_, c)| is_edge(*c)) {
        let here = line.start + at;
        // `├────────┤` inside a line: the neighbouring rows part here, and no cell.
        if !matches!(c, '─' | '━' | '═') {
            put(stored, Span::new(start, here), column, cells);
            column += 1;
        }
        start = here + c.len_utf8();
    }
    if start < line.end {
        put(stored, Span::new(start, line.end), column, cells);
    }
}

fn put(stored: &str, piece: Span, column: usize, cells: &mut Vec<Vec<Span>>) {
    if cells.len() <= column {
        cells.resize(column + 1, Vec::new());
    }
    let text = piece.of(stored);
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = piece.start + (text.len() - text.trim_start().len());
    cells[column].push(Span::new(start, start + trimmed.len()));
}

#[cfg(test)]
mod tests {
    use super::super::line;
    use super::*;

    #[test]
    fn drawn_tables_are_read() {
        let text = "┌──┬────┐\n│序号│工作任务│\n├──┼────┤\n│ 1│新建道路│\n│  │12条  │\n└──┴────┘\n";
        let lines = line::split(text);
        let (table, next) = assemble(text, &lines, 0);
        let cells: Vec<Vec<&str>> = table
            .rows
            .iter()
            .map(|row| row.cells.iter().map(|cell| cell.text()).collect())
            .collect();
        assert_eq!(cells, [["序号", "工作任务"], ["1", "新建道路12条"]]);
        assert_eq!(next, 6);
    }
}
