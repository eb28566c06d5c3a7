//! A part of a text as headings, paragraphs and tables, ready to be printed.

use std::collections::HashMap;

use super::Text;
use crate::web::marked_text::{MarkKind, Marked, Piece};
use crate::web::paths;
use crate::web::text_units::Unit;

/// What stands one below the other.
pub(super) enum Block {
    /// A heading; `true` for one of the uppermost level.
    Heading(bool, Passage),
    /// A paragraph.
    Paragraph(Passage),
    /// A table.
    Table(Vec<Row>),
}

/// A paragraph, or what a row shows besides its cells.
pub(super) struct Passage {
    /// Number of its line.
    pub(super) number: usize,
    /// It is the place that was asked for.
    pub(super) at: bool,
    /// The items that begin in it.
    pub(super) begins: Vec<Begin>,
    pub(super) pieces: Vec<Shown>,
}

/// The first words of an item.
pub(super) struct Begin {
    pub(super) id: i64,
    pub(super) href: String,
    pub(super) locus: String,
    pub(super) title: String,
}

/// A row of a table.
pub(super) struct Row {
    pub(super) passage: Passage,
    pub(super) header: bool,
    pub(super) cells: Vec<Cell>,
}

pub(super) struct Cell {
    /// How many rows it reaches over.
    pub(super) rows: usize,
    pub(super) pieces: Vec<Shown>,
}

/// A piece of text as it is shown.
pub(super) struct Shown {
    pub(super) text: String,
    /// Marks on it as classes; empty for plain text.
    pub(super) class: String,
    /// The item that its marks belong to.
    pub(super) href: Option<String>,
    /// What is marked, in words.
    pub(super) hint: String,
}

/// Makes blocks from units.
pub(super) struct Blocks<'b, 't> {
    pub(super) text: &'b Text<'t>,
    pub(super) marked: Marked,
    pub(super) loci: HashMap<i64, String>,
    /// The unit that was asked for.
    pub(super) at: Option<usize>,
}

impl Blocks<'_, '_> {
    pub(super) fn of_part(&self, part: usize) -> Vec<Block> {
        let range = self.text.parts[part].clone();
        let mut blocks: Vec<Block> = Vec::new();
        for (index, unit) in self.text.of_part(part).iter().enumerate() {
            let at = self.at == Some(range.start + index);
            match unit {
                Unit::Paragraph(line) => {
                    let pieces = self.shown(self.marked.paragraph(line));
                    let passage = self.passage(unit, at, pieces);
                    blocks.push(match self.text.level(unit) {
                        Some(level) => Block::Heading(level == self.text.top, passage),
                        None => Block::Paragraph(passage),
                    });
                }
                Unit::Row(lines) => {
                    let cells = self.marked.cells(lines).into_iter();
                    let row = Row {
                        passage: self.passage(unit, at, Vec::new()),
                        header: !matches!(blocks.last(), Some(Block::Table(_))),
                        cells: cells
                            .map(|pieces| Cell {
                                rows: 1,
                                pieces: self.shown(pieces),
                            })
                            .collect(),
                    };
                    match blocks.last_mut() {
                        Some(Block::Table(rows)) => rows.push(row),
                        _ => blocks.push(Block::Table(vec![row])),
                    }
                }
            }
        }
        for block in &mut blocks {
            if let Block::Table(rows) = block {
                settle(rows);
            }
        }
        blocks
    }

    fn passage(&self, unit: &Unit<'_>, at: bool, pieces: Vec<Shown>) -> Passage {
        let begins = self.marked.beginning(unit).iter().map(|clause| Begin {
            id: clause.item,
            href: paths::item(clause.item),
            locus: clause.locus.clone(),
            title: clause.title.clone(),
        });
        Passage {
            number: unit.number(),
            at,
            begins: begins.collect(),
            pieces,
        }
    }

    fn shown(&self, pieces: Vec<Piece>) -> Vec<Shown> {
        pieces.into_iter().map(|piece| self.show(piece)).collect()
    }

    fn show(&self, piece: Piece) -> Shown {
        let words: Vec<&str> = piece.kinds.iter().map(|kind| label(*kind)).collect();
        let mut classes: Vec<&str> = piece.kinds.iter().map(|kind| class(*kind)).collect();
        if piece.in_clause {
            classes.push("clause");
        }
        if piece.wanted {
            classes.push("wanted");
        }
        let locus = piece.item.and_then(|item| self.loci.get(&item));
        Shown {
            text: piece.text,
            class: classes.join(" "),
            href: piece.item.map(paths::item),
            hint: match locus {
                Some(locus) => format!("{}，{locus}", words.join("、")),
                None => String::new(),
            },
        }
    }
}

fn class(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Department => "of-department",
        MarkKind::Target => "of-target",
        MarkKind::Deadline => "of-deadline",
    }
}

fn label(kind: MarkKind) -> &'static str {
    match kind {
        MarkKind::Department => "责任单位",
        MarkKind::Target => "指标",
        MarkKind::Deadline => "时限",
    }
}

/// Makes a table of rows that were pasted: all of one width, and a first cell that is empty belongs to the one above.
fn settle(rows: &mut [Row]) {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let is_empty = |cell: &Cell| cell.pieces.iter().all(|piece| piece.text.trim().is_empty());
    let mut above: Option<usize> = None;
    for index in 0..rows.len() {
        while rows[index].cells.len() < width {
            rows[index].cells.push(Cell {
                rows: 1,
                pieces: Vec::new(),
            });
        }
        let continues = !rows[index].header && rows[index].cells.first().is_some_and(is_empty);
        match above {
            Some(above) if continues => {
                rows[above].cells[0].rows += 1;
                rows[index].cells.remove(0);
            }
            _ => above = (!rows[index].header).then_some(index),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::outlines::SectionRow;
    use crate::web::marked_text::Clause;

    fn section(id: i64, level: i16, start: i32, title: &str) -> SectionRow {
        SectionRow {
            id,
            level,
            label: String::new(),
            title: title.to_owned(),
            span_start: start,
            span_end: start + i32::try_from(title.chars().count()).expect("short"),
        }
    }

    fn clause(item: i64, start: usize, end: usize) -> Clause {
        Clause {
            item,
            locus: format!("一.{item}"),
            title: "任务".to_owned(),
            start,
            end,
        }
    }

    #[test]
    fn a_pasted_table_becomes_one_with_a_header_and_joined_categories() {
        let body = "一、任务\n分类\t序号\t任务\n产品\t1\t甲\n\t2\t乙\n质\n量\t3\t丙\n正文";
        let sections = [section(1, 1, 0, "一、任务")];
        let text = Text::new(body, &sections);
        let blocks = Blocks {
            text: &text,
            marked: Marked::new(vec![clause(1, 16, 19)], Vec::new(), None),
            loci: HashMap::new(),
            at: Some(5),
        }
        .of_part(0);
        let [
            Block::Heading(true, _),
            Block::Table(rows),
            Block::Paragraph(last),
        ] = blocks.as_slice()
        else {
            panic!("a heading, a table and a paragraph");
        };
        let cells: Vec<Vec<(usize, String)>> = rows
            .iter()
            .map(|row| {
                let text = |cell: &Cell| cell.pieces.iter().map(|one| one.text.as_str()).collect();
                row.cells
                    .iter()
                    .map(|cell| (cell.rows, text(cell)))
                    .collect()
            })
            .collect();
        let one = |text: &str| (1, text.to_owned());
        assert_eq!(cells[0], [one("分类"), one("序号"), one("任务")]);
        assert_eq!(cells[1], [(2, "产品".to_owned()), one("1"), one("甲")]);
        assert_eq!(cells[2], [one("2"), one("乙")]);
        assert_eq!(cells[3], [one("质量"), one("3"), one("丙")]);
        assert_eq!(rows[1].passage.begins.len(), 1);
        assert!(rows[0].header && last.at);
    }
}
