//! Tables that a web page lost: every cell on a line of its own, the header first (`序号⏎民生实事⏎责任单位⏎完成时限⏎1⏎…`).
//!
//! The running number tells where a row begins, the header what each column holds. Between two numbers the lines
//! are dealt out to the columns so that each suits its column best: bodies to bodies, times to times. A cell may
//! take several lines or none, and what stands before a number may be the category of the rows that follow.

use super::Span;
use super::grammar::column::{self, Column};
use super::grammar::deadline;
use super::grammar::organisation::{self, Likeness};
use super::line::{Line, LineKind};
use super::mark;
use super::table::{Table, row};
use crate::domain::Role;

/// A header line is at most this long (characters).
const HEADER: usize = 10;
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
    let names: Vec<&str> = head.iter().map(|index| cells.text(*index)).collect();
    let columns = column::all(&names);
    let ordinal = columns
        .iter()
        .position(|column| *column == Column::Ordinal)?;
    let width = columns.len();
    let mut rows = vec![row(
        stored,
        head.iter().map(|index| vec![lines[*index].span]).collect(),
        width,
    )];
    // What stands between the header and the first number.
    let mut before: Vec<usize> = cells.until_number(next, 1, 0)?;
    next = before.last().map_or(next, |last| last + 1);
    let mut number = 1;
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
        rows.push(row(stored, spans, width));
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
    (rows.len() > 1).then_some((Table { rows }, next))
}

/// A short line that names a column.
fn is_head(text: &str) -> bool {
    let plain = !text.contains(|c: char| c.is_ascii_digit() || matches!(c, '，' | '。' | '：'));
    text.len() <= HEADER * 3 && plain && column::is_known(&bare(text))
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
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
        while let Some(index) = self
            .text_from(next)
            .filter(|index| is_head(self.text(*index)))
        {
            head.push(index);
            next = index + 1;
            if head.len() > WIDTH {
                return None;
            }
        }
        let ordinal = head
            .iter()
            .any(|index| matches!(&*bare(self.text(*index)), "序号" | "编号"));
        (head.len() >= 3 && ordinal).then_some((head, next))
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
            if lines.len() >= least && self.is_number(index, number) {
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

/// Deals `lines` out to `columns` in order, each column taking a run of lines; `over` allows lines to be left over
/// at the end.
fn deal(columns: &[Column], lines: &[&str], over: bool) -> Vec<std::ops::Range<usize>> {
    let (width, count) = (columns.len(), lines.len());
    // cost[c][l]: the least cost of dealing the first `l` lines to the first `c` columns.
    let mut cost = vec![vec![u32::MAX; count + 1]; width + 1];
    let mut from = vec![vec![0; count + 1]; width + 1];
    cost[0][0] = 0;
    for column in 0..width {
        for start in 0..=count {
            let known = cost[column][start];
            if known == u32::MAX {
                continue;
            }
            let mut run = 0;
            for end in start..=count {
                if end > start {
                    run += misfit(columns[column], lines[end - 1]);
                    run += if end - start > 1 {
                        again(columns[column])
                    } else {
                        0
                    };
                }
                let empty = if end == start {
                    missing(columns[column])
                } else {
                    0
                };
                let total = known.saturating_add(run + empty);
                if total < cost[column + 1][end] {
                    cost[column + 1][end] = total;
                    from[column + 1][end] = start;
                }
            }
        }
    }
    let left = |used: usize| u32::try_from(count - used).unwrap_or(u32::MAX) * 6;
    let mut end = match over {
        true => (0..=count)
            .min_by_key(|used| cost[width][*used].saturating_add(left(*used)))
            .unwrap_or(count),
        false => count,
    };
    let mut dealt = Vec::with_capacity(width);
    for column in (1..=width).rev() {
        let start = from[column][end];
        dealt.push(start..end);
        end = start;
    }
    dealt.reverse();
    dealt
}

/// How badly a line suits a column.
fn misfit(column: Column, line: &str) -> u32 {
    match column {
        Column::Departments(_) | Column::Ranked(_) | Column::Watchers if lists_bodies(line) => 0,
        Column::Departments(_) | Column::Ranked(_) | Column::Watchers => 30,
        Column::Deadline if deadline::whole(line, 0..line.len()).is_some() => 0,
        Column::Deadline if line.contains(['年', '月', '底', '期']) && line.len() <= 60 => 8,
        Column::Deadline => 30,
        Column::Unit
            if line.chars().count() <= 8 && !line.contains(|c: char| c.is_ascii_digit()) =>
        {
            0
        }
        Column::Value(_) if line.contains(|c: char| c.is_ascii_digit()) && line.len() <= 40 => 0,
        Column::Value(_) => 6,
        Column::Unit => 20,
        Column::Leader if line.chars().count() <= 16 && !line.contains('。') => 1,
        Column::Leader => 20,
        Column::Ordinal => 30,
        Column::Text | Column::Name | Column::More | Column::Category if lists_bodies(line) => 12,
        Column::Text | Column::Name | Column::More => 0,
        Column::Category => 1,
        Column::Other if lists_bodies(line) => 4,
        Column::Other => 1,
    }
}

/// What a further line in the same cell costs.
fn again(column: Column) -> u32 {
    match column {
        Column::Text | Column::More => 2,
        Column::Departments(_) | Column::Ranked(_) => 1,
        _ => 8,
    }
}

/// What an empty cell costs.
fn missing(column: Column) -> u32 {
    match column {
        Column::Text | Column::Name => 40,
        // When one of two lists is empty it is that of the helpers.
        Column::Departments(Some(Role::Support)) => 6,
        Column::Departments(_) | Column::Ranked(_) | Column::Value(_) | Column::Unit => 7,
        Column::Deadline => 5,
        Column::Other => 3,
        _ => 2,
    }
}

/// Most of what stands between the commas are bodies.
fn lists_bodies(line: &str) -> bool {
    let names = || {
        line.split(['、', '，', ' ', '\u{3000}'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
    };
    let is_body = |name: &&str| {
        organisation::likeness(name) > Likeness::None || organisation::is_collective(name)
    };
    let bodies = names().filter(is_body).count();
    bodies > 0 && bodies * 4 >= names().count() * 3
}
