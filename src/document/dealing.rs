//! The lines of a row dealt out to the columns of its table, so that each suits its column best.

use super::grammar::column::Column;
use super::grammar::deadline;
use super::grammar::organisation::{self, Likeness};
use crate::domain::Role;

/// Deals `lines` out to `columns` in order, each column taking a run of lines; `over` allows lines to be left over
/// at the end.
pub(super) fn deal(columns: &[Column], lines: &[&str], over: bool) -> Vec<std::ops::Range<usize>> {
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
pub(super) fn lists_bodies(line: &str) -> bool {
    let names = || {
        line.split(['、', '，', ' ', '\u{3000}'])
            .map(str::trim)
            .filter(|name| !name.is_empty())
    };
    let is_body = |name: &&str| {
        // `2所` is a number of them.
        !name.starts_with(|c: char| c.is_ascii_digit()) && is_name(name)
    };
    let bodies = names().filter(is_body).count();
    bodies > 0 && bodies * 4 >= names().count() * 3
}

fn is_name(name: &str) -> bool {
    organisation::likeness(name) > Likeness::None
        || organisation::is_collective(name)
        || (name.ends_with(['股', '科', '室']) && name.chars().count() <= 8)
}
