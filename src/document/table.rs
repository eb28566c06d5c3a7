//! Tables pasted with tabs, as they come out of word processors and spreadsheets.
//!
//! A merged cell of the first column shows only in its first row; a narrow one is typed downwards, one character
//! a line (`质⏎量⏎宏⏎观⏎管⏎理⇥3⇥将质量发展目标…`, seed 004). Long cells break over lines. So rows are put together
//! by counting tabs against the width of the header, and a row that is short is closed and reported.

use super::Span;
use super::grammar::column;
use super::line::{Line, LineKind};
use super::mark;
use super::reading::Reading;

/// One cell: its lines, as one reading.
#[derive(Debug)]
pub(super) struct Cell<'t> {
    /// The normalised text.
    pub reading: Reading<'t>,
}

impl Cell<'_> {
    /// The normalised text.
    pub(super) fn text(&self) -> &str {
        self.reading.text()
    }
}

/// One row.
#[derive(Debug)]
pub(super) struct Row<'t> {
    /// Its cells, as many as the header has.
    pub cells: Vec<Cell<'t>>,
    /// From its first to its last character.
    pub span: Span,
    /// How many cells were really there; fewer than [`Row::cells`] when the row was broken off.
    pub given: usize,
}

/// A table; its first row is the header.
#[derive(Debug)]
pub(super) struct Table<'t> {
    /// All rows, the header first.
    pub rows: Vec<Row<'t>>,
}

/// A merged cell typed downwards has at most this many characters a line.
const FRAGMENT: usize = 2;

/// A cell between quotation marks has at most this many lines.
const QUOTED: usize = 30;

/// Puts the table together that begins with the row at `at`; also gives the index of the line after it.
pub(super) fn assemble<'t>(stored: &'t str, lines: &[Line], at: usize) -> (Table<'t>, usize) {
    let width = tabs(stored, &lines[at]) + 1;
    let mut rows = Vec::new();
    let mut open = Open::default();
    let mut next = at;
    while let Some(line) = lines.get(next) {
        match line.kind {
            LineKind::Blank | LineKind::PageMark => {
                next += 1;
                continue;
            }
            LineKind::Foreign | LineKind::Boxed => break,
            LineKind::Row | LineKind::Text => {}
        }
        if line.kind == LineKind::Row && is_ruled(line.span.of(stored)) {
            next += 1;
            continue;
        }
        // The header is printed again on every page.
        if next > at
            && line.kind == LineKind::Row
            && line.span.of(stored) == lines[at].span.of(stored)
        {
            next += 1;
            continue;
        }
        // `类别 | 序号 | 任务内容 | 牵头单位`: another table begins.
        if next > at && open.is_empty() && is_header(stored, line) {
            break;
        }
        let tabs = tabs(stored, line);
        if tabs == 0 && open.is_empty() && heads_rows(stored, lines, next, width) {
            rows.push(row(stored, vec![vec![line.span]], width));
            next += 1;
            continue;
        }
        if tabs == 0 && !belongs(stored, lines, next, &open, rows.last(), width) {
            break;
        }
        if open.tabs > 0 && open.tabs + tabs >= width {
            rows.push(open.close(stored, width));
        }
        if tabs == 0 && open.is_empty() && !is_fragment(stored, line) {
            continue_last_cell(stored, rows.last_mut(), line);
        } else {
            open.add(stored, line);
            if open.tabs + 1 >= width && !open.is_quoted(stored) {
                rows.push(open.close(stored, width));
            }
        }
        next += 1;
    }
    if !open.is_empty() {
        rows.push(open.close(stored, width));
    }
    (Table { rows }, next)
}

/// `| --- | :---: |`: a rule between the header and the rows.
fn is_ruled(text: &str) -> bool {
    text.contains("--")
        && text
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t'))
}

/// `一、产业发展`: a line between the rows that groups those below it.
fn heads_rows(stored: &str, lines: &[Line], at: usize, width: usize) -> bool {
    let short = lines[at].kind == LineKind::Text && lines[at].span.of(stored).chars().count() <= 40;
    let next = lines[at + 1..]
        .iter()
        .find(|line| !matches!(line.kind, LineKind::Blank | LineKind::PageMark));
    let heading = mark::read(lines[at].span.of(stored)).is_some()
        && !lines[at].span.of(stored).contains('。');
    short
        && heading
        && next.is_some_and(|line| {
            line.kind == LineKind::Row
                && tabs(stored, line) + 2 >= width
                && !is_header(stored, line)
        })
}

/// A row of names of columns and nothing else.
fn is_header(stored: &str, line: &Line) -> bool {
    if line.kind != LineKind::Row {
        return false;
    }
    let raw = line.raw.of(stored);
    let cells: Vec<&str> = raw
        .split(separator(raw))
        .map(str::trim)
        .filter(|cell| !cell.is_empty())
        .collect();
    let named = |cell: &&&str| column::is_known(cell);
    let plain = |cell: &&str| {
        cell.chars().count() <= 12 && !cell.contains(|c: char| c.is_ascii_digit() || c == '、')
    };
    cells.len() >= 4
        && cells.iter().all(plain)
        && cells.iter().filter(named).count() * 4 >= cells.len() * 3
}

/// Does a line without tabs still belong to the table?
fn belongs(
    stored: &str,
    lines: &[Line],
    at: usize,
    open: &Open,
    last: Option<&Row<'_>>,
    width: usize,
) -> bool {
    if open.is_quoted(stored) {
        return true;
    }
    if open.tabs > 0 {
        return mark::read(lines[at].span.of(stored)).is_none();
    }
    if is_fragment(stored, &lines[at]) {
        // Fragments lead to a row; without one they are the text after the table.
        return lines[at..]
            .iter()
            .filter(|line| line.kind != LineKind::Blank)
            .take(16)
            .find(|line| !is_fragment(stored, line))
            .is_some_and(|line| line.kind == LineKind::Row);
    }
    let filled = last
        .and_then(|row| row.cells.get(width.saturating_sub(1)))
        .map_or("", |cell| cell.text());
    filled.ends_with(['、', '，', '；'])
}

fn is_fragment(stored: &str, line: &Line) -> bool {
    line.kind == LineKind::Text && line.span.of(stored).chars().count() <= FRAGMENT
}

/// The character between cells: a tab, or the bar that some copies print.
fn separator(line: &str) -> char {
    if line.contains('\t') {
        '\t'
    } else if line.contains('|') {
        '|'
    } else {
        '｜'
    }
}

fn tabs(stored: &str, line: &Line) -> usize {
    let raw = line.raw.of(stored);
    raw.matches(separator(raw)).count()
}

fn continue_last_cell<'t>(stored: &'t str, row: Option<&mut Row<'t>>, line: &Line) {
    let Some(row) = row else { return };
    row.span = row.span.to(line.span);
    if let Some(cell) = row.cells.last_mut() {
        let before = cell.reading.whole();
        cell.reading = Reading::new(stored, &[before, line.span]);
    }
}

/// A row that is being put together: the lines of each cell so far.
#[derive(Default)]
struct Open {
    cells: Vec<Vec<Span>>,
    tabs: usize,
}

impl Open {
    fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// True while the last cell has a quotation mark that does not close: a spreadsheet puts one around a cell of
    /// several lines.
    fn is_quoted(&self, stored: &str) -> bool {
        let Some((cell, first)) = self
            .cells
            .last()
            .and_then(|cell| Some((cell, cell.first()?)))
        else {
            return false;
        };
        let opens = first.of(stored).starts_with('"') && first.of(stored).matches('"').count() == 1;
        let closes = cell
            .iter()
            .skip(1)
            .any(|line| line.of(stored).ends_with('"'));
        opens && !closes && cell.len() < QUOTED
    }

    fn add(&mut self, stored: &str, line: &Line) {
        let mut start = line.raw.start;
        let raw = line.raw.of(stored);
        let separator = separator(raw);
        for (index, cell) in raw.split(separator).enumerate() {
            let end = start + cell.len();
            let trimmed = trim(stored, Span::new(start, end));
            if index > 0 || self.cells.is_empty() {
                self.cells.push(Vec::new());
            }
            if let Some(cell) = self.cells.last_mut().filter(|_| !trimmed.is_empty()) {
                cell.push(trimmed);
            }
            start = end + separator.len_utf8();
        }
        self.tabs = self.cells.len() - 1;
    }

    fn close<'t>(&mut self, stored: &'t str, width: usize) -> Row<'t> {
        self.tabs = 0;
        row(stored, std::mem::take(&mut self.cells), width)
    }
}

/// A row from the lines of its cells; missing cells are empty.
pub(super) fn row<'t>(stored: &'t str, mut cells: Vec<Vec<Span>>, width: usize) -> Row<'t> {
    let given = cells.len();
    cells.resize(width.max(given), Vec::new());
    let span = cells
        .iter()
        .flatten()
        .copied()
        .reduce(Span::to)
        .unwrap_or_default();
    let cells = cells
        .iter()
        .map(|pieces| Cell {
            reading: Reading::of_cell(stored, &lines_of(stored, pieces)),
        })
        .collect();
    Row { cells, span, given }
}

/// The lines of a cell: `<br>` ends one, and a spreadsheet puts a cell of several between quotation marks when it is
/// copied.
fn lines_of(stored: &str, pieces: &[Span]) -> Vec<Span> {
    let mut pieces: Vec<Span> = pieces
        .iter()
        .flat_map(|piece| broken(stored, *piece))
        .collect();
    if pieces.len() < 2 {
        return pieces;
    }
    let last = pieces.len() - 1;
    let quoted = pieces[0].of(stored).starts_with('"') && pieces[last].of(stored).ends_with('"');
    if quoted && pieces[0].of(stored).matches('"').count() == 1 {
        pieces[0].start += 1;
        pieces[last].end -= 1;
        pieces.retain(|piece| !piece.is_empty());
    }
    pieces
}

fn broken(stored: &str, piece: Span) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = piece.start;
    for (at, _) in piece.of(stored).match_indices("<br") {
        let at = piece.start + at;
        let Some(close) = stored[at..piece.end].find('>') else {
            break;
        };
        lines.push(Span::new(start, at));
        start = at + close + 1;
    }
    lines.push(Span::new(start, piece.end));
    lines.retain(|line| !line.is_empty());
    lines
}

fn trim(stored: &str, span: Span) -> Span {
    let text = span.of(stored);
    let start = span.end - text.trim_start().len();
    Span::new(start, start + stored[start..span.end].trim_end().len())
}
