//! The chapters of a document with their items, and what each counts.

use std::collections::HashMap;

use super::outline_row::{Counterparts, Row};
use super::whole;
use crate::domain::{Progress, words};
use crate::store::outlines::{OutlineItem, SectionDepartment, SectionRow};
use crate::web::components::Count;
use crate::web::error::Error;
use crate::web::extract::Fields;
use crate::web::page::Link;
use crate::web::{paths, wording};

words! {
    /// Which items of an outline are shown.
    Only {
        /// Every one.
        All = "all", "全部";
        /// Those that are tracked here.
        Tracked = "tracked", "本文件跟踪";
        /// Those that are behind.
        Behind = "behind", "欠进度";
        /// Those that are done.
        Done = "done", "已完成";
        /// Those with a target.
        Targets = "targets", "有指标";
        /// Those that nobody answers for.
        Unassigned = "unassigned", "未明确责任单位";
        /// Those that another document's items show.
        Served = "served", "由其他文件承接";
        /// Those whose place an item of a newer version took.
        Replaced = "replaced", "由新版本接续";
        /// Those that no newer version has.
        Repealed = "repealed", "已废止";
    }
}

impl Only {
    pub(super) fn takes(self, item: &OutlineItem) -> bool {
        match self {
            Self::All => true,
            Self::Replaced => item.replaced_by.is_some(),
            Self::Repealed => item.closed && item.replaced_by.is_none(),
            Self::Served => item.served && !item.closed,
            _ if item.served => false,
            Self::Tracked => true,
            Self::Behind => item.progress == Progress::Behind,
            Self::Done => item.progress == Progress::Done,
            Self::Targets => item.targets > 0,
            Self::Unassigned => !item.answered,
        }
    }
}

/// Which part of the outline is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asking {
    /// Which items.
    pub(super) only: Only,
    /// Of which section, with those below it.
    pub(super) section: Option<i64>,
}

impl Asking {
    /// The part that an address asks for.
    ///
    /// # Errors
    ///
    /// When a condition names nothing that exists.
    pub(super) fn of(asked: &Fields) -> Result<Self, Error> {
        Ok(Self {
            only: asked.parsed("only")?.unwrap_or(Only::All),
            section: asked.parsed("section")?,
        })
    }
}

/// The outline as it is shown.
#[derive(Debug)]
pub(super) struct Outline {
    /// The chapters with their counts.
    pub(super) index: Vec<IndexRow>,
    /// Some items are shown by another document's.
    pub(super) has_served: bool,
    /// The choices of items, each with its count.
    pub(super) choices: Vec<Choice>,
    /// The chapter that was asked for, and the way back to all of them.
    pub(super) chapter: Option<(String, String)>,
    /// How many items are shown.
    pub(super) shown: usize,
    /// The chapters with their items.
    pub(super) chapters: Vec<Chapter>,
}

/// A chapter in the table of chapters.
#[derive(Debug)]
pub(super) struct IndexRow {
    /// Its heading; leads to its items.
    pub(super) heading: Link,
    /// Depth, from 1.
    pub(super) level: i16,
    /// Items tracked.
    pub(super) tracked: Count,
    /// Of these, done.
    pub(super) done: Count,
    /// Of these, behind.
    pub(super) behind: Count,
    /// Of these, with targets.
    pub(super) targets: Count,
    /// Items that another document's show.
    pub(super) served: Count,
    /// Who must report.
    pub(super) departments: Vec<Link>,
    /// Its place in the text.
    pub(super) place: String,
}

/// A choice of items.
#[derive(Debug)]
pub(super) struct Choice {
    /// Its word.
    pub(super) label: &'static str,
    /// How many, with the address.
    pub(super) count: Count,
    /// It is the one that is shown.
    pub(super) chosen: bool,
}

/// A chapter with its items.
#[derive(Debug)]
pub(super) struct Chapter {
    /// Its heading.
    pub(super) heading: String,
    /// Open when the page opens.
    pub(super) open: bool,
    /// How many items stand in it.
    pub(super) count: usize,
    /// What stands in it, with and without a heading of its own.
    pub(super) parts: Vec<Part>,
}

/// The items directly below one heading.
#[derive(Debug)]
pub(super) struct Part {
    /// The heading, where it is not the chapter's own.
    pub(super) heading: Option<String>,
    /// Its items.
    pub(super) rows: Vec<Row>,
}

/// More items than this are shown chapter by chapter.
const OPEN: usize = 120;

impl Outline {
    /// The outline of a document.
    pub(super) fn new(
        document: i64,
        asking: Asking,
        sections: &[SectionRow],
        items: Vec<OutlineItem>,
        answering: Vec<SectionDepartment>,
        counterparts: &Counterparts,
    ) -> Self {
        let below: Vec<Vec<i64>> = (0..sections.len())
            .map(|at| with_those_below(sections, at))
            .collect();
        let index = sections.iter().zip(&below);
        let index = index
            .map(|(section, below)| {
                let inside = |id: Option<i64>| id.is_some_and(|id| below.contains(&id));
                let of_section: Vec<&OutlineItem> = items
                    .iter()
                    .filter(|item| inside(item.section_id))
                    .collect();
                let here = answering.iter().filter(|one| inside(one.section_id));
                IndexRow::new(document, section, &of_section, here)
            })
            .collect();
        let wanted: Option<&Vec<i64>> = asking.section.and_then(|id| {
            let at = sections.iter().position(|section| section.id == id)?;
            Some(&below[at])
        });
        let in_chapter = |item: &OutlineItem| match wanted {
            Some(below) => item.section_id.is_some_and(|id| below.contains(&id)),
            None => true,
        };
        let chapter = asking
            .section
            .and_then(|id| sections.iter().find(|section| section.id == id))
            .map(|section| {
                let all = paths::document_outline(document, asking.only.code(), None);
                (heading(section), all)
            });
        let has_served = items.iter().any(|item| item.served);
        let choices = choices(document, asking, &items, |only| {
            items
                .iter()
                .filter(|item| in_chapter(item) && only.takes(item))
                .count()
        });
        let chosen: Vec<OutlineItem> = items
            .into_iter()
            .filter(|item| in_chapter(item) && asking.only.takes(item))
            .collect();
        let shown = chosen.len();
        let whole = asking.only == Only::All && asking.section.is_none();
        Self {
            index,
            has_served,
            choices,
            chapter,
            shown,
            chapters: chapters(document, sections, chosen, whole, counterparts),
        }
    }
}

/// A section and those inside it, which follow it with a greater depth.
fn with_those_below(sections: &[SectionRow], at: usize) -> Vec<i64> {
    let level = sections[at].level;
    let inner = sections[at + 1..]
        .iter()
        .take_while(|section| section.level > level);
    std::iter::once(sections[at].id)
        .chain(inner.map(|section| section.id))
        .collect()
}

/// `三、提升供给质量`, `附件 任务分解表`.
fn heading(section: &SectionRow) -> String {
    wording::heading(&section.label, &section.title)
}

fn choices(
    document: i64,
    asking: Asking,
    items: &[OutlineItem],
    count: impl Fn(Only) -> usize,
) -> Vec<Choice> {
    let offered = Only::ALL.iter().copied().filter(|only| match only {
        Only::Tracked => items.iter().any(|item| item.served),
        Only::Served | Only::Replaced | Only::Repealed => {
            *only == asking.only || items.iter().any(|item| only.takes(item))
        }
        _ => true,
    });
    offered
        .map(|only| Choice {
            label: only.label(),
            count: Count::new(
                whole(count(only)),
                paths::document_outline(document, only.code(), asking.section),
                format!("项：{}", only.label()),
            ),
            chosen: only == asking.only,
        })
        .collect()
}

impl IndexRow {
    fn new<'a>(
        document: i64,
        section: &SectionRow,
        items: &[&OutlineItem],
        answering: impl Iterator<Item = &'a SectionDepartment>,
    ) -> Self {
        let heading = heading(section);
        let count = |only: Only| {
            let found = items.iter().filter(|item| only.takes(item)).count();
            Count::new(
                whole(found),
                paths::document_outline(document, only.code(), Some(section.id)),
                format!("项{}：{heading}", only.label()),
            )
        };
        let mut departments: Vec<(i64, Link)> = Vec::new();
        for one in answering {
            if !departments.iter().any(|(id, _)| *id == one.department_id) {
                let link = Link::new(paths::department(one.department_id), &one.department);
                departments.push((one.department_id, link));
            }
        }
        Self {
            level: section.level,
            tracked: count(Only::Tracked),
            done: count(Only::Done),
            behind: count(Only::Behind),
            targets: count(Only::Targets),
            served: count(Only::Served),
            departments: departments.into_iter().map(|(_, link)| link).collect(),
            place: paths::place(document, section.span_start),
            heading: Link::new(
                paths::document_outline(document, Only::All.code(), Some(section.id)),
                heading,
            ),
        }
    }
}

/// The items under their headings; a heading with nothing to show is left to the table of chapters.
fn chapters(
    document: i64,
    sections: &[SectionRow],
    items: Vec<OutlineItem>,
    whole: bool,
    counterparts: &Counterparts,
) -> Vec<Chapter> {
    let open = !whole || items.len() <= OPEN;
    let mut by_section: HashMap<Option<i64>, Vec<Row>> = HashMap::new();
    for item in items {
        let section = item.section_id;
        let row = Row::new(document, item, counterparts);
        by_section.entry(section).or_default().push(row);
    }
    let mut chapters = vec![Chapter::new("章节之外".to_owned(), open)];
    chapters[0].add(None, by_section.remove(&None).unwrap_or_default());
    let top = sections.iter().map(|section| section.level).min();
    for section in sections {
        let rows = by_section.remove(&Some(section.id)).unwrap_or_default();
        if Some(section.level) == top {
            chapters.push(Chapter::new(heading(section), open));
        }
        let own = Some(section.level) == top;
        if let Some(chapter) = chapters.last_mut() {
            chapter.add((!own).then(|| heading(section)), rows);
        }
    }
    chapters.retain(|chapter| chapter.count > 0);
    chapters
}

impl Chapter {
    fn new(heading: String, open: bool) -> Self {
        Self {
            heading,
            open,
            count: 0,
            parts: Vec::new(),
        }
    }

    fn add(&mut self, heading: Option<String>, rows: Vec<Row>) {
        if !rows.is_empty() {
            self.count += rows.len();
            self.parts.push(Part { heading, rows });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ItemKind;

    fn section(id: i64, level: i16) -> SectionRow {
        SectionRow {
            id,
            level,
            label: format!("{id}、"),
            title: "章".to_owned(),
            span_start: 0,
            span_end: 3,
        }
    }

    fn item(id: i64, section: i64, progress: Progress) -> OutlineItem {
        OutlineItem {
            id,
            section_id: Some(section),
            parent_id: None,
            kind: ItemKind::Task,
            locus: format!("一.{id}"),
            title: "任务".to_owned(),
            progress,
            served: false,
            closed: false,
            replaced_by: None,
            span_start: 0,
            span_end: 1,
            targets: 0,
            departments: vec!["自治区质监局".to_owned()],
            department_count: 1,
            answered: true,
        }
    }

    fn outline(asking: Asking, items: Vec<OutlineItem>) -> Outline {
        let sections = [section(1, 1), section(2, 2), section(3, 1)];
        Outline::new(
            9,
            asking,
            &sections,
            items,
            Vec::new(),
            &Counterparts::default(),
        )
    }

    fn everything() -> Asking {
        Asking {
            only: Only::All,
            section: None,
        }
    }

    #[test]
    fn a_chapter_counts_what_stands_below_it() {
        let items = vec![
            item(1, 1, Progress::Done),
            item(2, 2, Progress::Behind),
            item(3, 3, Progress::Done),
        ];
        let outline = outline(everything(), items);
        let counts: Vec<(i64, i64, i64)> = outline
            .index
            .iter()
            .map(|row| (row.tracked.value, row.done.value, row.behind.value))
            .collect();
        assert_eq!(counts, [(2, 1, 1), (1, 0, 1), (1, 1, 0)]);
        let shown: Vec<(&str, usize, usize)> = outline
            .chapters
            .iter()
            .map(|one| (one.heading.as_str(), one.count, one.parts.len()))
            .collect();
        assert_eq!(shown, [("1、章", 2, 2), ("3、章", 1, 1)]);
    }

    #[test]
    fn every_count_shows_as_many_rows_as_it_says() {
        let items = || {
            let served = OutlineItem {
                served: true,
                progress: Progress::Other,
                ..item(4, 3, Progress::Other)
            };
            let nobody = OutlineItem {
                answered: false,
                department_count: 0,
                departments: Vec::new(),
                targets: 2,
                ..item(5, 2, Progress::Other)
            };
            vec![
                item(1, 1, Progress::Done),
                item(2, 2, Progress::Behind),
                item(3, 3, Progress::Behind),
                served,
                nobody,
            ]
        };
        for section in [None, Some(1), Some(2), Some(3)] {
            for only in Only::ALL {
                let asking = Asking {
                    only: *only,
                    section,
                };
                let page = outline(asking, items());
                let choice = page.choices.iter().find(|choice| choice.chosen);
                let said = choice.expect("a choice").count.value;
                let rows: usize = page
                    .chapters
                    .iter()
                    .flat_map(|chapter| &chapter.parts)
                    .map(|part| part.rows.len())
                    .sum();
                assert_eq!((said, rows), (whole(page.shown), page.shown), "{asking:?}");
                // What the table of chapters says is what following its link shows.
                let row = section.and_then(|id| page.index.get(usize::try_from(id).ok()? - 1));
                let told = row.and_then(|row| match only {
                    Only::Tracked => Some(row.tracked.value),
                    Only::Done => Some(row.done.value),
                    Only::Behind => Some(row.behind.value),
                    Only::Targets => Some(row.targets.value),
                    Only::Served => Some(row.served.value),
                    Only::All | Only::Unassigned | Only::Replaced | Only::Repealed => None,
                });
                assert!(told.is_none_or(|told| told == said), "{asking:?}");
            }
        }
    }
}
