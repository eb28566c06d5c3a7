//! The chapters of a document with their items, and what each counts.

use std::collections::HashMap;

use super::whole;
use crate::domain::{Progress, words};
use crate::store::links::{PairedItem, SuppliedItem};
use crate::store::outlines::{OutlineItem, SectionDepartment, SectionRow};
use crate::web::components::{Count, progress_tone};
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
    }
}

impl Only {
    fn takes(self, item: &OutlineItem) -> bool {
        match self {
            Self::All => true,
            Self::Served => item.served,
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
pub struct Asking {
    /// Which items.
    pub only: Only,
    /// Of which section, with those below it.
    pub section: Option<i64>,
}

impl Asking {
    /// The part that an address asks for.
    ///
    /// # Errors
    ///
    /// When a condition names nothing that exists.
    pub fn of(asked: &Fields) -> Result<Self, Error> {
        Ok(Self {
            only: asked.parsed("only")?.unwrap_or(Only::All),
            section: asked.parsed("section")?,
        })
    }
}

/// The outline as it is shown.
#[derive(Debug)]
pub struct Outline {
    /// The chapters with their counts.
    pub index: Vec<IndexRow>,
    /// Some items are shown by another document's.
    pub has_served: bool,
    /// The choices of items, each with its count.
    pub choices: Vec<Choice>,
    /// The chapter that was asked for, and the way back to all of them.
    pub chapter: Option<(String, String)>,
    /// How many items are shown.
    pub shown: usize,
    /// The chapters with their items.
    pub chapters: Vec<Chapter>,
}

/// A chapter in the table of chapters.
#[derive(Debug)]
pub struct IndexRow {
    /// Its heading; leads to its items.
    pub heading: Link,
    /// Depth, from 1.
    pub level: i16,
    /// Items tracked.
    pub tracked: Count,
    /// Of these, done.
    pub done: Count,
    /// Of these, behind.
    pub behind: Count,
    /// Of these, with targets.
    pub targets: Count,
    /// Items that another document's show.
    pub served: Count,
    /// Who must report.
    pub departments: Vec<Link>,
    /// Its place in the text.
    pub place: String,
}

/// A choice of items.
#[derive(Debug)]
pub struct Choice {
    /// Its word.
    pub label: &'static str,
    /// How many, with the address.
    pub count: Count,
    /// It is the one that is shown.
    pub chosen: bool,
}

/// A chapter with its items.
#[derive(Debug)]
pub struct Chapter {
    /// Its heading.
    pub heading: String,
    /// Open when the page opens.
    pub open: bool,
    /// How many items stand in it.
    pub count: usize,
    /// What stands in it, with and without a heading of its own.
    pub parts: Vec<Part>,
}

/// The items directly below one heading.
#[derive(Debug)]
pub struct Part {
    /// The heading, where it is not the chapter's own.
    pub heading: Option<String>,
    /// Its items.
    pub rows: Vec<Row>,
}

/// An item.
#[derive(Debug)]
pub struct Row {
    /// Its page.
    pub href: String,
    /// Its clause.
    pub clause: String,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Goal or task.
    pub kind: &'static str,
    /// It is a part of another item.
    pub inner: bool,
    /// `自治区质监局、自治区工商局等 5 个单位`.
    pub departments: String,
    /// `2 项指标`.
    pub targets: String,
    /// Where it stands; nothing when another document's item shows it.
    pub progress: Option<(&'static str, &'static str)>,
    /// What it is to other documents.
    pub counterparts: Vec<Counterpart>,
}

/// What an item is to an item of another document.
#[derive(Debug, PartialEq, Eq)]
pub struct Counterpart {
    /// Words before the link.
    pub before: &'static str,
    /// The other item.
    pub link: Link,
    /// Words after the link.
    pub after: String,
    /// Both wordings side by side, where they differ.
    pub difference: Option<String>,
}

/// The items of other documents that this one's belong to.
#[derive(Debug, Default)]
pub struct Counterparts {
    /// Titles of the other documents.
    pub titles: HashMap<i64, String>,
    /// Items that say the same.
    pub paired: Vec<PairedItem>,
    /// Items that give or take numbers.
    pub supplied: Vec<SuppliedItem>,
}

/// More items than this are shown chapter by chapter.
const OPEN: usize = 120;

/// The longest title of another document, in characters.
const TITLE: usize = 16;

impl Outline {
    /// The outline of a document.
    pub fn new(
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
        let choices = choices(document, asking, has_served, |only| {
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
    has_served: bool,
    count: impl Fn(Only) -> usize,
) -> Vec<Choice> {
    let offered = Only::ALL.iter().copied().filter(|only| match only {
        Only::Tracked | Only::Served => has_served,
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

impl Row {
    fn new(document: i64, item: OutlineItem, counterparts: &Counterparts) -> Self {
        Self {
            href: paths::item(item.id),
            clause: paths::clause(document, item.id),
            counterparts: counterparts.of(item.id, item.served),
            kind: item.kind.label(),
            inner: item.parent_id.is_some(),
            departments: departments(&item),
            targets: match item.targets {
                0 => String::new(),
                count => format!("{count} 项指标"),
            },
            progress: (!item.served).then(|| (item.progress.label(), progress_tone(item.progress))),
            locus: item.locus,
            title: item.title,
        }
    }
}

fn departments(item: &OutlineItem) -> String {
    let named = item.departments.join("、");
    match (item.department_count, item.served) {
        (0, true) => String::new(),
        (0, false) => "未明确责任单位".to_owned(),
        (count, _) if whole(item.departments.len()) < count => format!("{named}等 {count} 个单位"),
        _ => named,
    }
}

impl Counterparts {
    fn of(&self, item: i64, served: bool) -> Vec<Counterpart> {
        let paired = self.paired.iter().filter(|one| one.item_id == item);
        let paired = paired.map(|one| Counterpart {
            before: if served { "由" } else { "对应" },
            link: self.link(one.document_id, one.other_id, &one.other_locus),
            after: match (served, one.identical) {
                (true, true) => "承接，文字一致".to_owned(),
                (true, false) => "承接".to_owned(),
                (false, true) => "，文字一致".to_owned(),
                (false, false) => String::new(),
            },
            difference: (!one.identical).then(|| {
                let notice = if one.outgoing { item } else { one.other_id };
                paths::pair(one.link_id, notice)
            }),
        });
        let supplied = self.supplied.iter().filter(|one| one.item_id == item);
        let supplied = supplied.map(|one| {
            let more = match one.items {
                1 => String::new(),
                count => format!("等 {count} 项"),
            };
            let after = match one.gives {
                true => format!("{more}承接"),
                false => more,
            };
            Counterpart {
                before: if one.gives {
                    "指标由"
                } else {
                    "指标取自"
                },
                link: self.link(one.document_id, one.other_id, &one.other_locus),
                after,
                difference: None,
            }
        });
        paired.chain(supplied).collect()
    }

    fn link(&self, document: i64, item: i64, locus: &str) -> Link {
        let title = self.titles.get(&document).map_or("", String::as_str);
        let words = format!("《{}》{locus}", wording::shortened(title, TITLE));
        Link::new(paths::item(item), words)
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
                    Only::All | Only::Unassigned => None,
                });
                assert!(told.is_none_or(|told| told == said), "{asking:?}");
            }
        }
    }

    #[test]
    fn an_item_shown_elsewhere_leads_there() {
        let counterparts = Counterparts {
            titles: HashMap::from([(4, "实施质量强区战略任务分工".to_owned())]),
            paired: vec![PairedItem {
                item_id: 1,
                other_id: 70,
                other_locus: "三.7".to_owned(),
                document_id: 4,
                link_id: 2,
                identical: false,
                outgoing: false,
            }],
            supplied: vec![SuppliedItem {
                item_id: 2,
                other_id: 50,
                other_locus: "一.1".to_owned(),
                document_id: 4,
                items: 14,
                targets: 18,
                gives: true,
            }],
        };
        let found = counterparts.of(1, true);
        assert_eq!(
            (
                found[0].before,
                found[0].link.text.as_str(),
                found[0].after.as_str()
            ),
            ("由", "《实施质量强区战略任务分工》三.7", "承接")
        );
        // The anchor is the notice's item, whichever side is looked at.
        assert_eq!(found[0].difference.as_deref(), Some("/links/2#pair-70"));
        let found = counterparts.of(2, true);
        assert_eq!(
            (found[0].before, found[0].after.as_str()),
            ("指标由", "等 14 项承接")
        );
    }
}
