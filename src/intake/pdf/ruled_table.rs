//! Tables of a page by the lines that are ruled around their cells.
//!
//! Lines at one height belong to one table. Where they stand gives its columns and rows; where a piece of line is
//! missing between two cells, they are one.

use super::drawn::{Glyph, Rule};
use super::page_lines::{self, Line};
use crate::intake::Refusal;
use crate::intake::block::{Block, Budget, Table};
use crate::intake::limit;

/// A table and where it stands.
#[derive(Debug)]
pub(super) struct Ruled {
    pub table: Table,
    /// Places of its upright lines.
    pub columns: Vec<f64>,
    pub top: f64,
    pub bottom: f64,
    /// For each column whether a line stands above its first row.
    pub above: Vec<bool>,
    /// For each column whether a line stands below its last row.
    pub below: Vec<bool>,
}

/// Lines this near to one another are one, or touch.
pub(super) const NEAR: f64 = 3.0;

/// Comparisons of lines in one file; a drawing has too many to be a table.
#[derive(Debug)]
pub(super) struct Patience(usize);

impl Patience {
    pub(super) fn new() -> Self {
        Self(20_000_000)
    }

    fn has(&mut self, comparisons: usize) -> bool {
        let left = self.0.checked_sub(comparisons);
        self.0 = left.unwrap_or(0);
        left.is_some()
    }
}

/// Takes the tables of a page, and their characters out of `glyphs`.
///
/// # Errors
///
/// When their cells are beyond the limit.
pub(super) fn take(
    rules: &[Rule],
    glyphs: &mut Vec<Glyph>,
    patience: &mut Patience,
    budget: &mut Budget,
) -> Result<Vec<Ruled>, Refusal> {
    let mut tables = Vec::new();
    if !patience.has(rules.len() * rules.len()) {
        return Ok(tables);
    }
    for group in bands(rules) {
        let grid = Grid::of(&group);
        if grid.columns.len() < 3 || grid.rows.len() < 2 || grid.columns.len() > limit::COLUMNS {
            continue;
        }
        if !patience.has(grid.columns.len() * grid.rows.len() * group.len()) {
            continue;
        }
        let (inside, outside): (Vec<Glyph>, Vec<Glyph>) = std::mem::take(glyphs)
            .into_iter()
            .partition(|glyph| grid.place(glyph).is_some());
        *glyphs = outside;
        if inside.is_empty() {
            continue;
        }
        tables.push(grid.table(inside, &group, budget)?);
    }
    Ok(tables)
}

/// Upright lines in groups that stand at the same height, each with the level lines that meet one of them. A cell
/// as high as the page has lines that meet no others, so touching alone would take its column off.
fn bands(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let (mut level, mut upright): (Vec<Rule>, Vec<Rule>) =
        rules.iter().partition(|rule| rule.level);
    upright.sort_by(|a, b| a.from.total_cmp(&b.from));
    level.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut bands: Vec<(Vec<Rule>, f64)> = Vec::new();
    for rule in upright {
        match bands.last_mut() {
            Some((band, top)) if rule.from <= *top + NEAR => {
                band.push(rule);
                *top = top.max(rule.to);
            }
            _ => bands.push((vec![rule], rule.to)),
        }
    }
    let mut grouped = Vec::with_capacity(bands.len());
    for (mut band, top) in bands {
        let bottom = band.first().map_or(top, |rule| rule.from);
        let first = level.partition_point(|rule| rule.at < bottom - NEAR);
        let last = level.partition_point(|rule| rule.at <= top + NEAR);
        let upright = band.len();
        for rule in &level[first..last] {
            if band[..upright].iter().any(|other| meet(rule, other)) {
                band.push(*rule);
            }
        }
        grouped.push(band);
    }
    grouped
}

fn meet(one: &Rule, other: &Rule) -> bool {
    let within = |at: f64, rule: &Rule| (rule.from - NEAR..=rule.to + NEAR).contains(&at);
    within(one.at, other) && within(other.at, one)
}

/// The places of the lines of a table: columns from the left, rows from the top.
struct Grid {
    columns: Vec<f64>,
    rows: Vec<f64>,
}

/// Adds the ends of the lines across where no line stands at them.
fn close(mut places: Vec<f64>, (from, to): (f64, f64)) -> Vec<f64> {
    let before = places
        .first()
        .is_some_and(|first| first - from > 2.0 * NEAR);
    let behind = places.last().is_some_and(|last| to - last > 2.0 * NEAR);
    if before {
        places.insert(0, from);
    }
    if behind {
        places.push(to);
    }
    places
}

impl Grid {
    fn of(group: &[Rule]) -> Self {
        let places = |level: bool| {
            let mut places: Vec<f64> = group
                .iter()
                .filter(|rule| rule.level == level)
                .map(|rule| rule.at)
                .collect();
            places.sort_by(f64::total_cmp);
            places.dedup_by(|later, first| *later - *first < NEAR);
            places
        };
        let ends = |level: bool| {
            let across = group.iter().filter(|rule| rule.level != level);
            across.fold((f64::INFINITY, f64::NEG_INFINITY), |(from, to), rule| {
                (from.min(rule.from), to.max(rule.to))
            })
        };
        // A row that a page ends in has no line there, and some tables have none at their sides.
        let mut rows = close(places(true), ends(true));
        let columns = close(places(false), ends(false));
        rows.reverse();
        Self { columns, rows }
    }

    /// Row and column in which the middle of a character stands.
    fn place(&self, glyph: &Glyph) -> Option<(usize, usize)> {
        let (x, y) = (glyph.x + glyph.width / 2.0, glyph.y + glyph.size * 0.3);
        let column = self.columns.partition_point(|at| *at <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|at| *at >= y).checked_sub(1)?;
        (column + 1 < self.columns.len() && row + 1 < self.rows.len()).then_some((row, column))
    }

    fn table(
        &self,
        inside: Vec<Glyph>,
        group: &[Rule],
        budget: &mut Budget,
    ) -> Result<Ruled, Refusal> {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let owner = self.owners(group);
        let mut held: Vec<Vec<Glyph>> = vec![Vec::new(); height * width];
        for glyph in inside {
            if let Some((row, column)) = self.place(&glyph) {
                held[owner[row * width + column]].push(glyph);
            }
        }
        let mut table = Table::default();
        for row in 0..height {
            table.begin_row(budget)?;
            for column in 0..width {
                let cell = row * width + column;
                if owner[cell] != cell {
                    continue;
                }
                let across = (column..width)
                    .take_while(|at| owner[row * width + at] == cell)
                    .count();
                let down = (row..height)
                    .take_while(|at| owner[at * width + column] == cell)
                    .count();
                let lines = page_lines::lines(std::mem::take(&mut held[cell]));
                let blocks = lines
                    .into_iter()
                    .map(|line: Line| Block::Paragraph(line.text))
                    .collect();
                table.place(blocks, column, across, down, budget)?;
            }
        }
        Ok(Ruled {
            table,
            columns: self.columns.clone(),
            top: self.rows[0],
            bottom: self.rows[height],
            above: self.ruled(group, 0),
            below: self.ruled(group, height),
        })
    }

    /// For each column whether a level line stands at a place of the rows.
    fn ruled(&self, group: &[Rule], row: usize) -> Vec<bool> {
        let at = self.rows[row];
        let stands = |columns: &[f64]| {
            let middle = (columns[0] + columns[1]) / 2.0;
            let covers = |rule: &Rule| (rule.from..=rule.to).contains(&middle);
            group
                .iter()
                .any(|rule| rule.level && (rule.at - at).abs() < NEAR && covers(rule))
        };
        self.columns.windows(2).map(stands).collect()
    }

    /// For each place of the grid the first place of the cell that covers it.
    fn owners(&self, group: &[Rule]) -> Vec<usize> {
        let (height, width) = (self.rows.len() - 1, self.columns.len() - 1);
        let ruled = |level: bool, at: f64, middle: f64| {
            let covers = |rule: &Rule| (rule.from - 1.0..=rule.to + 1.0).contains(&middle);
            group
                .iter()
                .any(|rule| rule.level == level && (rule.at - at).abs() < NEAR && covers(rule))
        };
        let middle = |places: &[f64], at: usize| (places[at] + places[at + 1]) / 2.0;
        let open_right = |row: usize, column: usize| {
            column + 1 < width && !ruled(false, self.columns[column + 1], middle(&self.rows, row))
        };
        let open_below = |row: usize, column: usize| {
            row + 1 < height && !ruled(true, self.rows[row + 1], middle(&self.columns, column))
        };
        let mut owner: Vec<usize> = (0..height * width).collect();
        for row in 0..height {
            for column in 0..width {
                let cell = row * width + column;
                if owner[cell] != cell {
                    continue;
                }
                let mut right = column;
                while open_right(row, right)
                    && owner[row * width + right + 1] == row * width + right + 1
                {
                    right += 1;
                }
                let mut below = row;
                while (column..=right).all(|column| open_below(below, column)) {
                    below += 1;
                }
                for row in row..=below {
                    for column in column..=right {
                        owner[row * width + column] = cell;
                    }
                }
            }
        }
        owner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::table_text::{self, Written};

    fn level(at: f64, from: f64, to: f64) -> Rule {
        Rule {
            level: true,
            at,
            from,
            to,
        }
    }

    fn upright(at: f64, from: f64, to: f64) -> Rule {
        Rule {
            level: false,
            at,
            from,
            to,
        }
    }

    fn words(x: f64, y: f64, text: &str) -> Vec<Glyph> {
        let glyph = |(place, c): (usize, char)| Glyph {
            x: x + 10.0 * place as f64,
            y,
            width: 10.0,
            size: 10.0,
            text: Some(c.to_string()),
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn ruled_lines_make_a_table() {
        // The first column of the two lower rows is one cell.
        let rules = [
            level(700.0, 100.0, 400.0),
            level(680.0, 100.0, 400.0),
            level(660.0, 200.0, 400.0),
            level(640.0, 100.0, 400.0),
            upright(100.0, 640.0, 700.0),
            upright(200.0, 640.0, 700.0),
            upright(300.0, 640.0, 700.0),
            upright(400.0, 640.0, 700.0),
            level(500.0, 0.0, 600.0),
        ];
        let mut glyphs = words(100.0, 710.0, "附件");
        for (x, y, text) in [
            (105.0, 685.0, "类别"),
            (205.0, 685.0, "工作任务"),
            (305.0, 685.0, "责任单位"),
            (105.0, 655.0, "质量"),
            (205.0, 665.0, "开展行动"),
            (305.0, 665.0, "甲局"),
            (205.0, 645.0, "建立制度"),
            (305.0, 645.0, "乙局"),
        ] {
            glyphs.extend(words(x, y, text));
        }
        let tables = take(
            &rules,
            &mut glyphs,
            &mut Patience::new(),
            &mut Budget::default(),
        )
        .expect("within limits");
        assert_eq!(tables.len(), 1);
        let lines = [
            "类别\t工作任务\t责任单位",
            "质量\t开展行动\t甲局",
            "质量\t建立制度\t乙局",
        ];
        let lines = lines.map(str::to_owned).to_vec();
        assert_eq!(
            table_text::written(&tables[0].table),
            Ok(Written::Rows(lines))
        );
        assert_eq!(page_lines::lines(glyphs)[0].text, "附件");
    }
}
