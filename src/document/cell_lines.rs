//! Tables that a web page lost: every cell on a line of its own, the header first (`序号⏎民生实事⏎责任单位⏎完成时限⏎1⏎…`).
//!
//! The running number tells where a row begins, the header what each column holds. Between two numbers the lines
//! are dealt out to the columns so that each suits its column best: bodies to bodies, times to times. A cell may
//! take several lines or none, and what stands before a number may be the category of the rows that follow.

use super::Span;
use super::dealing::deal;
use super::grammar::column::{self, Column};
use super::grammar::organisation::{self, Likeness};
use super::line::{Line, LineKind};
use super::mark;
use super::table::{Row, Table, row};

/// A header line is at most this long (characters).
const HEADER: usize = 12;
/// The lines of one row; more are text that follows the table.
const ROW: usize = 40;
/// The columns of one table.
const WIDTH: usize = 12;

/// Puts such a table together if one begins with the line at `at`; also gives the index of the line after it.
pub(super) fn assemble<'t>(
    stored: &'t str,
    lines: &[Line],
    at: usize,
) -> Option<(Table<'t>, usize)> {
    let first = lines[at].span.of(stored);
    if lines[at].kind != LineKind::Text || !is_head(first) {
        return None;
    }
    let cells = Cells { stored, lines };
    let (head, mut next) = cells.head(at)?;
    let names: Vec<String> = head.iter().map(|index| bare(cells.text(*index))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let columns = with_one_text(column::all(&names), &names);
    let ordinal = columns
        .iter()
        .position(|column| *column == Column::Ordinal)?;
    let width = columns.len();
    let names: Vec<Vec<Span>> = head.iter().map(|index| vec![lines[*index].span]).collect();
    let mut rows = vec![(row(stored, names, width), vec![Vec::new(); width])];
    // What stands between the header and the first number; a page of a long table may begin with any.
    let mut number = cells.first_number(next, ordinal)?;
    let mut before: Vec<usize> = cells.until_number(next, number, 0)?;
    next = before.last().map_or(next, |last| last + 1);
    while let Some(place) = cells
        .text_from(next)
        .filter(|place| cells.is_number(*place, number))
    {
        let after = &columns[ordinal + 1..];
        let least = after.iter().filter(|column| is_needed(**column)).count();
        let chunk = cells.until_number(place + 1, number + 1, least);
        let last_row = chunk.is_none();
        let chunk = chunk.unwrap_or_else(|| cells.rest(place + 1));
        let texts: Vec<&str> = chunk.iter().map(|index| cells.text(*index)).collect();
        let dealt = deal(after, &texts, last_row || ordinal > 0);
        let mut spans: Vec<Vec<Span>> = vec![Vec::new(); width];
        if ordinal > 0 {
            spans[0] = before.iter().map(|index| lines[*index].span).collect();
        }
        spans[ordinal].push(lines[place].span);
        for (cell, range) in spans[ordinal + 1..].iter_mut().zip(&dealt) {
            cell.extend(chunk[range.clone()].iter().map(|index| lines[*index].span));
        }
        let used = dealt.last().map_or(0, |range| range.end);
        rows.push(with_merged(stored, spans, rows.last(), &columns));
        before = chunk[used..].to_vec();
        next = match last_row {
            true => chunk[..used].last().map_or(place + 1, |last| last + 1),
            false => chunk.last().map_or(place + 1, |last| last + 1),
        };
        number += 1;
        if last_row {
            break;
        }
    }
    let rows: Vec<Row<'t>> = rows.into_iter().map(|(row, _)| row).collect();
    (rows.len() > 1).then_some((Table { rows }, next))
}

/// `指标` beside `工作任务` is a category that may be merged: every row fills the column that says most only.
fn with_one_text(mut columns: Vec<Column>, names: &[&str]) -> Vec<Column> {
    let is_text = |column: &Column| matches!(column, Column::Text | Column::Name);
    let texts = || (0..names.len()).filter(|at| is_text(&columns[*at]));
    let most = texts().map(|at| column::weight(names[at])).max();
    let lesser: Vec<usize> = texts()
        .filter(|at| Some(column::weight(names[*at])) < most)
        .collect();
    for at in lesser {
        columns[at] = Column::Category;
    }
    columns
}

/// A row whose cells for bodies and time are all empty: they are merged with those above.
fn with_merged<'t>(
    stored: &'t str,
    mut spans: Vec<Vec<Span>>,
    above: Option<&(Row<'t>, Vec<Vec<Span>>)>,
    columns: &[Column],
) -> (Row<'t>, Vec<Vec<Span>>) {
    let own = row(stored, spans.clone(), columns.len()).span;
    let groups: [fn(Column) -> bool; 2] = [Column::names_bodies, |one| one == Column::Deadline];
    for group in groups {
        let members = || (0..columns.len()).filter(|at| group(columns[*at]));
        let empty = members().all(|at| spans[at].is_empty());
        if let Some((_, above)) = above.filter(|_| empty) {
            for at in members() {
                spans[at].clone_from(&above[at]);
            }
        }
    }
    let mut row = row(stored, spans.clone(), columns.len());
    row.span = own;
    (row, spans)
}

/// A short line that names a column.
fn is_head(text: &str) -> bool {
    is_short(text) && column::is_known(&bare(text))
}

fn is_short(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '，' | '。' | '：'));
    text.len() <= HEADER * 3 && plain
}

/// `1-8月完成情况`: a head that is not known, and no value.
fn is_named(text: &str) -> bool {
    let words = text
        .chars()
        .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    text.len() <= HEADER * 3 + 6 && !text.contains(['，', '。', '：']) && words.count() >= 2
}

/// `（单位）` below `责任股室`: the rest of a head.
fn is_rest_of_head(text: &str) -> bool {
    is_short(text) && text.starts_with(['(', '（']) && text.ends_with([')', '）'])
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A body on its own line is a cell, no head.
fn is_known_body(text: &str) -> bool {
    organisation::likeness(&bare(text)) == Likeness::Strong
}

/// Columns that every row fills.
fn is_needed(column: Column) -> bool {
    matches!(
        column,
        Column::Text | Column::Name | Column::Unit | Column::Value(_)
    )
}

struct Cells<'c, 't> {
    stored: &'t str,
    lines: &'c [Line],
}

impl<'t> Cells<'_, 't> {
    fn text(&self, index: usize) -> &'t str {
        self.lines[index].span.of(self.stored)
    }

    /// The first line of text at or behind `from`.
    fn text_from(&self, from: usize) -> Option<usize> {
        let blank = |kind| matches!(kind, LineKind::Blank | LineKind::PageMark);
        let index = (from..self.lines.len()).find(|index| !blank(self.lines[*index].kind))?;
        (self.lines[index].kind == LineKind::Text).then_some(index)
    }

    /// The lines of the header and the index behind them: at least three known names, one of them the ordinal.
    fn head(&self, at: usize) -> Option<(Vec<usize>, usize)> {
        let mut head = Vec::new();
        let mut next = at;
        // Heads that are not known may stand between those that are.
        let mut unknown = 0;
        while let Some(index) = self.text_from(next) {
            let text = self.text(index);
            let known = is_head(text);
            if !is_rest_of_head(text) {
                if !known && (!is_named(text) || is_known_body(text)) {
                    break;
                }
                head.push(index);
                unknown += usize::from(!known);
            }
            next = index + 1;
            if head.len() > WIDTH {
                return None;
            }
        }
        // Behind the heads the first category may stand.
        while head.last().is_some_and(|last| !is_head(self.text(*last)))
            && head.first().is_some_and(|first| !self.is_ordinal(*first))
        {
            next = head.pop().unwrap_or(next);
            unknown -= 1;
        }
        if unknown * 3 > head.len() {
            return None;
        }
        let ordinal = head.iter().any(|index| self.is_ordinal(*index));
        (head.len() >= 3 && ordinal).then_some((head, next))
    }

    fn is_ordinal(&self, index: usize) -> bool {
        matches!(&*bare(self.text(index)), "序号" | "编号")
    }

    /// The number of the first row: on the first line behind the header, or, behind a category, on one of the next.
    fn first_number(&self, from: usize, ordinal: usize) -> Option<usize> {
        let mut next = from;
        for _ in 0..=ordinal * 3 {
            let index = self.text_from(next)?;
            let text = self.text(index).trim_end_matches(['.', '．', '、']);
            if let Some(number) = text
                .parse()
                .ok()
                .filter(|number| (1..1000).contains(number))
            {
                return Some(number);
            }
            next = index + 1;
        }
        None
    }

    fn is_number(&self, index: usize, number: usize) -> bool {
        let text = self.text(index).trim_end_matches(['.', '．', '、']);
        text.parse() == Ok(number)
    }

    /// The lines from `from` up to the line that is `number`, at least `least` of them; `None` when it does not come.
    fn until_number(&self, from: usize, number: usize, least: usize) -> Option<Vec<usize>> {
        let mut lines = Vec::new();
        let mut next = from;
        while let Some(index) = self.text_from(next) {
            // A whole sentence may be all that a row has of its own.
            let told = lines
                .last()
                .is_some_and(|last| self.text(*last).ends_with('。'));
            if (told || lines.len() >= least) && self.is_number(index, number) {
                return Some(lines);
            }
            if lines.len() >= ROW
                || mark::read(self.text(index)).is_some_and(|mark| {
                    mark.length < self.text(index).len() && heads(self.text(index))
                })
            {
                return None;
            }
            lines.push(index);
            next = index + 1;
        }
        None
    }

    /// The lines that may belong to the last row.
    fn rest(&self, from: usize) -> Vec<usize> {
        let mut lines = Vec::new();
        let mut next = from;
        while let Some(index) = self
            .text_from(next)
            .filter(|index| !heads(self.text(*index)))
        {
            if lines.len() >= ROW {
                break;
            }
            lines.push(index);
            next = index + 1;
        }
        lines
    }
}

/// `一、…`, `（二）…`: a heading behind the table.
fn heads(text: &str) -> bool {
    use mark::MarkKind::{Annex, Article, Chapter, Han, HanInBrackets};
    mark::read(text)
        .is_some_and(|mark| matches!(mark.kind, Han | HanInBrackets | Article | Chapter | Annex))
}
