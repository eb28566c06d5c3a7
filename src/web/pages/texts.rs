//! 原文: the stored text of a document, with what was read from it marked in it.

use std::collections::HashMap;

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::store::documents::{self, Document};
use crate::store::outlines::{self, ClauseRow, SectionRow};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::marked_text::{Clause, Mark, MarkKind, Marked, Piece, is_heading};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::text_units::{Unit, parts, unit_at, units};
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "documents/text.html")]
struct TextPage {
    shell: Shell,
    original: String,
    /// The item that was asked for.
    wanted: Option<Link>,
    contents: Vec<Content>,
    parts: Parts,
    blocks: Vec<Block>,
}

/// A heading in the table of contents.
struct Content {
    link: Link,
    level: i16,
}

/// Which part of a long text is shown.
struct Parts {
    part: usize,
    of: usize,
    previous: Option<String>,
    next: Option<String>,
}

/// What stands one below the other.
enum Block {
    /// A heading; `true` for one of the uppermost level.
    Heading(bool, Passage),
    /// A paragraph.
    Paragraph(Passage),
    /// A table.
    Table(Vec<Row>),
}

/// A paragraph, or what a row shows besides its cells.
struct Passage {
    /// Number of its line.
    number: usize,
    /// It is the place that was asked for.
    at: bool,
    /// The items that begin in it.
    begins: Vec<Begin>,
    pieces: Vec<Shown>,
}

/// The first words of an item.
struct Begin {
    id: i64,
    href: String,
    locus: String,
    title: String,
}

/// A row of a table.
struct Row {
    passage: Passage,
    header: bool,
    cells: Vec<Cell>,
}

struct Cell {
    /// How many rows it reaches over.
    rows: usize,
    pieces: Vec<Shown>,
}

/// A piece of text as it is shown.
struct Shown {
    text: String,
    /// Marks on it as classes; empty for plain text.
    class: String,
    /// The item that its marks belong to.
    href: Option<String>,
    /// What is marked, in words.
    hint: String,
}

/// What an address asks for.
#[derive(Debug, Clone, Copy, Default)]
struct Asking {
    item: Option<i64>,
    at: Option<usize>,
    part: usize,
}

/// `GET /documents/{document}/text`.
pub async fn show(
    Path(id): Path<i64>,
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let asking = Asking {
        item: asked.parsed("item")?,
        at: asked.parsed("at")?,
        part: asked.parsed("page")?.unwrap_or(1),
    };
    let document = documents::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let body = documents::body(&mut db, id).await?.ok_or(Error::NotFound)?;
    let clauses: Vec<Clause> = outlines::clauses(&mut db, id)
        .await?
        .into_iter()
        .map(clause)
        .collect();
    let sections = outlines::sections(&mut db, id).await?;
    let text = Text::new(&body, &sections);
    let part = text.part_of(asking, &clauses)?;
    let (from, to) = text.reach_of(part);
    let marks = outlines::marks(&mut db, id, from, to).await?;
    let marks = marks.into_iter().filter_map(mark).collect();
    let page = TextPage::new(shell, &document, &text, part, asking, clauses, marks);
    Ok(Page(page).into_response())
}

fn clause(row: ClauseRow) -> Clause {
    Clause {
        item: row.item_id,
        locus: row.locus,
        title: row.title,
        start: place(row.span_start),
        end: place(row.span_end),
    }
}

fn mark(row: outlines::Mark) -> Option<Mark> {
    let kind = match row.what.as_str() {
        "department" => MarkKind::Department,
        "target" => MarkKind::Target,
        "deadline" => MarkKind::Deadline,
        _ => return None,
    };
    Some(Mark {
        kind,
        start: place(row.span_start),
        end: place(row.span_end),
        item: row.item_id,
    })
}

/// Spans are stored as `integer` and never negative.
fn place(character: i32) -> usize {
    usize::try_from(character).unwrap_or(0)
}

/// A text with its headings and its parts.
struct Text<'t> {
    units: Vec<Unit<'t>>,
    parts: Vec<std::ops::Range<usize>>,
    sections: &'t [SectionRow],
    /// Depth of the uppermost headings.
    top: i16,
}

impl<'t> Text<'t> {
    fn new(body: &'t str, sections: &'t [SectionRow]) -> Self {
        let units = units(body);
        let top = sections.iter().map(|section| section.level).min();
        let top = top.unwrap_or(1);
        let chapters = sections.iter().filter(|section| section.level == top);
        let breaks: Vec<usize> = chapters.map(|section| place(section.span_start)).collect();
        Self {
            parts: parts(&units, &breaks),
            units,
            sections,
            top,
        }
    }

    /// The part that holds what is asked for: an item before a place before a page.
    fn part_of(&self, asking: Asking, clauses: &[Clause]) -> Result<usize, Error> {
        let character = match asking.item {
            Some(item) => {
                let clause = clauses.iter().find(|clause| clause.item == item);
                Some(clause.ok_or(Error::NotFound)?.start)
            }
            None => asking.at,
        };
        let part = match character {
            Some(character) => self.part_with(character),
            None => asking.part.saturating_sub(1),
        };
        Ok(part.min(self.parts.len() - 1))
    }

    fn part_with(&self, character: usize) -> usize {
        let unit = unit_at(&self.units, character).unwrap_or(self.units.len());
        self.parts.partition_point(|part| part.end <= unit)
    }

    fn of_part(&self, part: usize) -> &[Unit<'t>] {
        &self.units[self.parts[part].clone()]
    }

    /// First character and end of a part, as they are stored.
    fn reach_of(&self, part: usize) -> (i32, i32) {
        let units = self.of_part(part);
        let stored =
            |character: Option<usize>| i32::try_from(character.unwrap_or(0)).unwrap_or(i32::MAX);
        (
            stored(units.first().map(Unit::start)),
            stored(units.last().map(Unit::end)),
        )
    }

    /// The depth of the heading that a unit is.
    fn level(&self, unit: &Unit<'_>) -> Option<i16> {
        let span = |section: &SectionRow| (place(section.span_start), place(section.span_end));
        let found = self
            .sections
            .iter()
            .find(|section| is_heading(unit, span(section)));
        found.map(|section| section.level)
    }

    fn contents(&self, document: i64, shown: usize) -> Vec<Content> {
        let content = |section: &SectionRow| {
            let start = place(section.span_start);
            let number = unit_at(&self.units, start).map_or(1, |unit| self.units[unit].number());
            let part = self.part_with(start).min(self.parts.len() - 1);
            let page = match part == shown {
                true => String::new(),
                false => paths::document_text_part(document, part + 1),
            };
            Content {
                link: Link::new(
                    format!("{page}#line-{number}"),
                    wording::heading(&section.label, &section.title),
                ),
                level: section.level - self.top + 1,
            }
        };
        self.sections.iter().map(content).collect()
    }
}

impl TextPage {
    fn new(
        shell: Shell,
        document: &Document,
        text: &Text<'_>,
        part: usize,
        asking: Asking,
        clauses: Vec<Clause>,
        marks: Vec<Mark>,
    ) -> Self {
        let id = document.id;
        let wanted = clauses
            .iter()
            .find(|clause| Some(clause.item) == asking.item)
            .map(|clause| {
                let words = format!("{} {}", clause.locus, clause.title);
                Link::new(paths::item(clause.item), words)
            });
        let (number, of) = (part + 1, text.parts.len());
        let page_words = match of {
            1 => String::new(),
            of => format!("（第 {number} 部分，共 {of} 部分）"),
        };
        let blocks = Blocks {
            text,
            at: asking.at.and_then(|at| unit_at(&text.units, at)),
            loci: clauses
                .iter()
                .map(|clause| (clause.item, clause.locus.clone()))
                .collect(),
            marked: Marked::new(clauses, marks, asking.item),
        };
        Self {
            shell: shell
                .titled(format!("原文：{}{page_words}", document.title))
                .under(paths::DOCUMENTS, "文件")
                .under(paths::document(id), &document.title),
            original: paths::document_original(id),
            wanted,
            contents: text.contents(id, part),
            parts: Parts {
                part: number,
                of,
                previous: (part > 0).then(|| paths::document_text_part(id, part)),
                next: (number < of).then(|| paths::document_text_part(id, number + 1)),
            },
            blocks: blocks.of_part(part),
        }
    }
}

/// Makes blocks from units.
struct Blocks<'b, 't> {
    text: &'b Text<'t>,
    marked: Marked,
    loci: HashMap<i64, String>,
    /// The unit that was asked for.
    at: Option<usize>,
}

impl Blocks<'_, '_> {
    fn of_part(&self, part: usize) -> Vec<Block> {
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
        MarkKind::Department => "department",
        MarkKind::Target => "target",
        MarkKind::Deadline => "deadline",
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
    fn a_link_to_an_item_opens_the_part_that_holds_it() {
        let paragraph = format!("{}\n", "文".repeat(999));
        let body = paragraph.repeat(30);
        let text = Text::new(&body, &[]);
        let clauses = [clause(7, 13_000, 13_100)];
        let part = |asking| text.part_of(asking, &clauses).ok();
        let asking = Asking::default();
        assert_eq!(part(asking), Some(0));
        assert_eq!(
            part(Asking {
                item: Some(7),
                ..asking
            }),
            Some(1)
        );
        assert_eq!(
            part(Asking {
                at: Some(29_000),
                ..asking
            }),
            Some(2)
        );
        // Beyond the end is the last part, an item of another document nothing.
        assert_eq!(part(Asking { part: 99, ..asking }), Some(2));
        assert_eq!(
            part(Asking {
                item: Some(8),
                ..asking
            }),
            None
        );
        assert_eq!(text.reach_of(1), (12_000, 23_999));
    }

    #[test]
    fn an_empty_text_has_one_part() {
        let text = Text::new("\n \n", &[]);
        assert_eq!(text.part_of(Asking::default(), &[]).ok(), Some(0));
        assert_eq!(text.reach_of(0), (0, 0));
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
