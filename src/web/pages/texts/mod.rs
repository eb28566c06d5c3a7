//! 原文: the stored text of a document, with what was read from it marked in it.

mod blocks;

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::store::documents::{self, Document};
use crate::store::outlines::{self, ClauseRow, SectionRow};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::marked_text::{Clause, Mark, MarkKind, Marked, is_heading};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::text_units::{Unit, parts, unit_at, units};
use crate::web::{paths, wording};
use blocks::{Block, Blocks};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
