//! The sheet of a review: the outline, the questions above the text, and every paragraph beside its items.

use askama::Template;

use super::open::Open;
use super::questions::{FactsForm, NameForm, RuleForm, departments, names, remarks};
use super::rows::{RowView, rows};
use super::version_form::VersionForm;
use crate::review::{Group, Standing};
use crate::web::page::{Link, Shell};
use crate::web::{paths, wording};

/// The page.
#[derive(Debug, Template)]
#[template(path = "imports/show.html")]
pub struct SheetPage {
    shell: Shell,
    open: bool,
    summary: Summary,
    facts: FactsForm,
    remarks: Vec<String>,
    version: VersionForm,
    rule: Option<RuleForm>,
    names: Vec<NameForm>,
    nameless: usize,
    departments: Vec<(String, String)>,
    orphans: Vec<String>,
    outline: Vec<OutlineLine>,
    part: usize,
    part_title: String,
    rows: Vec<RowView>,
    previous: Option<Link>,
    next: Option<Link>,
    decisions: String,
    undoing: String,
    undo: Option<(i64, String)>,
    publication: String,
    abandonment: String,
    original: String,
    blockers: usize,
    document: Option<String>,
}

/// What is done and what is left, in numbers.
#[derive(Debug)]
struct Summary {
    paragraphs: usize,
    items: usize,
    decided: usize,
    asked: usize,
    left: usize,
    bare: usize,
    confirmed: usize,
    clear: usize,
    next_open: Option<String>,
}

#[derive(Debug)]
struct OutlineLine {
    href: String,
    title: String,
    open: usize,
    items: usize,
    current: bool,
}

impl SheetPage {
    /// The page of one part of a review.
    pub fn new(shell: Shell, open: &Open, version: VersionForm, part: usize) -> Self {
        let id = open.import.id;
        let sheet = &open.sheet;
        let part = part.min(sheet.groups.len().saturating_sub(1));
        let group = sheet.groups.get(part);
        let title = open
            .draft
            .as_ref()
            .map_or(&open.import.name, |draft| &draft.document.title);
        let link = |part: usize| {
            let group = sheet.groups.get(part)?;
            Some(Link::new(paths::import_part(id, part), group.title.clone()))
        };
        Self {
            shell: shell
                .titled(format!("复核：{}", wording::shortened(title, 40)))
                .under(paths::IMPORTS, "导入"),
            open: open.is_open(),
            summary: Summary::new(open),
            facts: FactsForm::new(open),
            remarks: remarks(open),
            blockers: sheet.blockers.len() + usize::from(version.asks),
            version,
            rule: RuleForm::new(open),
            names: names(open),
            nameless: sheet.nameless().count(),
            departments: departments(open),
            orphans: sheet
                .orphans
                .iter()
                .map(|one| format!("{} · {} {}", one.decision.label(), one.by, one.at))
                .collect(),
            outline: sheet
                .groups
                .iter()
                .enumerate()
                .map(|(index, group)| OutlineLine::new(id, index, group, part))
                .collect(),
            part,
            part_title: group.map(|group| group.title.clone()).unwrap_or_default(),
            rows: group.map(|group| rows(open, group)).unwrap_or_default(),
            previous: part.checked_sub(1).and_then(link),
            next: link(part + 1),
            decisions: paths::import_decisions(id),
            undoing: paths::import_undoing(id),
            undo: open
                .newest
                .as_ref()
                .map(|one| (one.id, format!("{}（{}）", one.decision.label(), one.at))),
            publication: paths::import_publication(id),
            abandonment: paths::import_abandonment(id),
            original: paths::import_original(id),
            document: open.import.document_id.map(paths::document),
        }
    }
}

impl Summary {
    fn new(open: &Open) -> Self {
        let sheet = &open.sheet;
        let standing = |wanted: Standing| {
            sheet
                .entries
                .iter()
                .filter(|entry| entry.standing == wanted)
                .count()
        };
        let (bare, confirmed) = sheet.bare();
        let first = sheet
            .entries
            .iter()
            .find(|entry| matches!(entry.standing, Standing::Open | Standing::Asked));
        let place = |at: usize| paths::import_place(open.import.id, sheet.group_of(at), at);
        Self {
            paragraphs: sheet.rows.len(),
            items: sheet.entries.len(),
            decided: standing(Standing::Taken) + standing(Standing::Dropped),
            asked: standing(Standing::Asked),
            left: standing(Standing::Open),
            bare,
            confirmed,
            clear: sheet.clear().count(),
            next_open: first.map(|entry| place(entry.card.anchor[0])),
        }
    }
}

impl OutlineLine {
    fn new(id: i64, index: usize, group: &Group, part: usize) -> Self {
        Self {
            href: paths::import_part(id, index),
            title: wording::shortened(&group.title, 22),
            open: group.open,
            items: group.items,
            current: index == part,
        }
    }
}
