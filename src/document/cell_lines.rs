//! Tables that a web page lost: every cell on a line of its own, the header first (`序号⏎民生实事⏎责任单位⏎完成时限⏎1⏎…`).
//!
//! The running number tells where a row begins, the header what each column holds: bodies go to the column of
//! bodies, times to the column of times, everything else to the next column of text.

use super::Span;
use super::grammar::deadline;
use super::grammar::organisation::{self, Likeness};
use super::line::{Line, LineKind};
use super::mark;
use super::table::{Table, row};

/// What a column accepts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Accepts {
    Bodies,
    Time,
    Text,
}

/// A header line is at most this long (characters).
const HEADER: usize = 12;

/// Puts such a table together if one begins with the line at `at`; also gives the index of the line after it.
pub(super) fn assemble<'t>(
    stored: &'t str,
    lines: &[Line],
    at: usize,
) -> Option<(Table<'t>, usize)> {
    if !matches!(lines[at].span.of(stored), "序号" | "编号") {
        return None;
    }
    let texts: Vec<usize> = (at..lines.len().min(at + 4000))
        .filter(|index| lines[*index].kind == LineKind::Text)
        .collect();
    let text = |place: usize| {
        texts
            .get(place)
            .map_or("", |index| lines[*index].span.of(stored))
    };
    let width = (1..=9).find(|place| text(*place) == "1")?;
    let names: Vec<&str> = (0..width).map(text).collect();
    if width < 3 || names.iter().any(|name| name.chars().count() > HEADER) {
        return None;
    }
    let accepts: Vec<Accepts> = names.iter().map(|name| accepts(name)).collect();
    let header: Vec<Vec<Span>> = texts[..width]
        .iter()
        .map(|index| vec![lines[*index].span])
        .collect();
    let mut rows = vec![row(stored, header, width)];
    let mut place = width;
    let mut number = 1;
    while text(place) == number.to_string() {
        let (cells, next) = cells(&accepts, place, number, &text, |place| {
            lines[texts[place]].span
        });
        if cells.len() < width {
            break;
        }
        rows.push(row(stored, cells, width));
        place = next;
        number += 1;
    }
    let next = texts.get(place).copied().unwrap_or(lines.len());
    (rows.len() > 1).then_some((Table { rows }, next))
}

fn accepts(name: &str) -> Accepts {
    if name.contains("单位") || name.contains("部门") {
        Accepts::Bodies
    } else if name.contains("时限") || name.contains("时间") {
        Accepts::Time
    } else {
        Accepts::Text
    }
}

/// The cells of the row whose number stands at `place`, and where the next row begins.
fn cells<'s>(
    accepts: &[Accepts],
    place: usize,
    number: usize,
    text: &dyn Fn(usize) -> &'s str,
    span: impl Fn(usize) -> Span,
) -> (Vec<Vec<Span>>, usize) {
    let mut cells = vec![vec![span(place)]];
    let mut next = place + 1;
    let next_number = (number + 1).to_string();
    let fits = |column: Option<&Accepts>, line: &str| match column {
        Some(Accepts::Bodies) => line.split(['、', '，']).all(|name| {
            organisation::likeness(name.trim()) > Likeness::None
                || organisation::is_collective(name.trim())
        }),
        Some(Accepts::Time) => deadline::whole(line, 0..line.len()).is_some(),
        Some(Accepts::Text) => true,
        None => false,
    };
    for (column, accepted) in accepts.iter().enumerate().skip(1) {
        let mut pieces = Vec::new();
        while !text(next).is_empty()
            && text(next) != next_number
            && mark::read(text(next)).is_none()
        {
            let line = text(next);
            let onward = accepts.get(column + 1);
            let full = !pieces.is_empty() && (*accepted == Accepts::Time || fits(onward, line));
            if full || (*accepted != Accepts::Text && !fits(Some(accepted), line)) {
                break;
            }
            pieces.push(span(next));
            next += 1;
        }
        cells.push(pieces);
    }
    (cells, next)
}
