//! The sheet of a review: the outline, the questions above the text, and every paragraph beside its items.

use askama::Template;

use super::card::CardView;
use super::open::Open;
use crate::document::Places;
use crate::domain::RoleRule;
use crate::review::{Group, SheetRow, Standing};
use crate::web::marked_text::{Clause, Mark, MarkKind, Marked, Piece};
use crate::web::page::{Link, Shell};
use crate::web::{paths, wording};

/// The page.
#[derive(Debug, Template)]
#[template(path = "imports/show.html")]
pub struct SheetPage {
    shell: Shell,
    id: i64,
    open: bool,
    summary: Summary,
    facts: FactsForm,
    remarks: Vec<String>,
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
    bare: usize,
    confirmed: usize,
    clear: usize,
    next_open: Option<String>,
}

/// The facts of the document, prefilled from the text.
#[derive(Debug)]
struct FactsForm {
    title: String,
    doc_number: String,
    issuer: String,
    issued_on: String,
    jurisdictions: Vec<(String, bool)>,
    confirmed: Option<String>,
    asks: bool,
}

/// How lists of departments are read.
#[derive(Debug)]
struct RuleForm {
    choices: Vec<(&'static str, &'static str, bool)>,
    sentence: String,
    confirmed: Option<String>,
}

/// A name that nobody knows yet.
#[derive(Debug)]
struct NameForm {
    number: usize,
    name: String,
    times: usize,
    place: String,
    candidates: Vec<(String, String)>,
}

#[derive(Debug)]
struct OutlineLine {
    href: String,
    title: String,
    open: usize,
    items: usize,
    current: bool,
}

/// A paragraph with its items.
#[derive(Debug)]
struct RowView {
    at: usize,
    from: usize,
    to: usize,
    heading: bool,
    cells: Vec<Vec<PieceView>>,
    cards: Vec<CardView>,
    bare: bool,
    nothing: bool,
    remarks: Vec<String>,
    add: String,
}

/// A stretch of a paragraph, marked with what was read in it, leading to the item it was read for.
#[derive(Debug)]
struct PieceView {
    text: String,
    class: String,
    href: Option<String>,
}

impl PieceView {
    fn new(piece: Piece) -> Self {
        let kind = |kind: &MarkKind| match kind {
            MarkKind::Department => "of-department",
            MarkKind::Target => "of-target",
            MarkKind::Deadline => "of-deadline",
        };
        let mut classes: Vec<&str> = piece.kinds.iter().map(kind).collect();
        if piece.in_clause {
            classes.push("clause");
        }
        Self {
            class: classes.join(" "),
            href: piece
                .item
                .filter(|_| !piece.kinds.is_empty())
                .map(|at| format!("#at-{at}")),
            text: piece.text,
        }
    }
}

impl SheetPage {
    /// The page of one part of a review.
    pub fn new(shell: Shell, open: &Open, part: usize) -> Self {
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
            id,
            open: open.is_open(),
            summary: Summary::new(open),
            facts: FactsForm::new(open),
            remarks: remarks(open),
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
            blockers: sheet.blockers.len(),
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
            bare,
            confirmed,
            clear: sheet.clear().count(),
            next_open: first.map(|entry| place(entry.card.anchor[0])),
        }
    }
}

impl FactsForm {
    fn new(open: &Open) -> Self {
        let front = &open.applied.parsed.front;
        let given = open.decisions.facts();
        let read = |given: Option<&String>, read: Option<&String>| {
            given.or(read).cloned().unwrap_or_default()
        };
        let region = read(
            given.map(|facts| &facts.jurisdiction),
            front.jurisdiction.as_ref(),
        );
        let issued_on = given.map_or(front.issued_on, |facts| facts.issued_on);
        let decided = open
            .decisions
            .iter()
            .find(|one| one.decision.subject() == "facts");
        Self {
            title: read(
                given.map(|facts| &facts.title),
                front.title.as_ref().map(|(title, _)| title),
            ),
            doc_number: read(
                given.map(|facts| &facts.doc_number),
                front.doc_number.as_ref(),
            ),
            issuer: read(given.map(|facts| &facts.issuer), front.issuer.as_ref()),
            issued_on: issued_on.map(wording::date).unwrap_or_default(),
            jurisdictions: open
                .registry
                .jurisdictions()
                .iter()
                .map(|one| {
                    (
                        one.name.clone(),
                        one.name == region || one.short_name == region,
                    )
                })
                .collect(),
            asks: open.draft.is_none() || (decided.is_none() && front.title.is_none()),
            confirmed: decided.map(|one| format!("{} {}", one.by, one.at)),
        }
    }
}

/// Remarks about the text as a whole.
fn remarks(open: &Open) -> Vec<String> {
    use crate::document::FindingKind;
    let whole = open.applied.parsed.findings.iter().filter(|finding| {
        matches!(
            finding.kind,
            FindingKind::NoTitle
                | FindingKind::NoJurisdiction
                | FindingKind::NoItems
                | FindingKind::NotDirective { .. }
        )
    });
    open.import
        .remarks
        .iter()
        .cloned()
        .chain(whole.map(|finding| finding.kind.to_string()))
        .collect()
}

impl RuleForm {
    fn new(open: &Open) -> Option<Self> {
        let sheet = &open.sheet;
        if !sheet.rule_matters && sheet.rule_confirmed.is_none() {
            return None;
        }
        let choice = |rule: &RoleRule| (rule.code(), rule.label(), *rule == sheet.rule);
        Some(Self {
            choices: RoleRule::ALL.iter().map(choice).collect(),
            sentence: sheet
                .rule_sentence
                .map(|anchor| quote(&open.import.body, anchor))
                .unwrap_or_default(),
            confirmed: sheet
                .rule_confirmed
                .as_ref()
                .map(|one| format!("{} {}", one.by, one.at)),
        })
    }
}

fn quote(text: &str, [from, to]: [usize; 2]) -> String {
    text.chars().skip(from).take(to - from).collect()
}

fn names(open: &Open) -> Vec<NameForm> {
    let form = |(number, name): (usize, &crate::review::UnknownName)| NameForm {
        number,
        name: name.name.clone(),
        times: name.times,
        place: paths::import_place(open.import.id, open.sheet.group_of(name.at), name.at),
        candidates: candidates(open, name),
    };
    open.sheet.names.iter().enumerate().map(form).collect()
}

/// Those that a name may mean: the ones that carry it, else the ones that share most of its characters.
fn candidates(open: &Open, unknown: &crate::review::UnknownName) -> Vec<(String, String)> {
    const MOST: usize = 6;
    let shared = |name: &str| {
        let own: Vec<char> = name.chars().collect();
        unknown.name.chars().filter(|c| own.contains(c)).count() * 100
            / own.len().max(unknown.name.chars().count()).max(1)
    };
    let mut found: Vec<(usize, &crate::registry::Department)> = open
        .registry
        .departments()
        .iter()
        .filter(|one| {
            if unknown.candidates.is_empty() {
                near(open, one)
            } else {
                unknown.candidates.contains(&one.name)
            }
        })
        .map(|one| (shared(&one.short_name).max(shared(&one.name)), one))
        .filter(|(likeness, _)| !unknown.candidates.is_empty() || *likeness >= 50)
        .collect();
    found.sort_by_key(|(likeness, one)| (std::cmp::Reverse(*likeness), one.order));
    found
        .into_iter()
        .take(MOST)
        .map(|(_, one)| {
            (
                one.code.clone(),
                format!("{}（{}）", one.short_name, one.name),
            )
        })
        .collect()
}

/// True for a department of the document's region, of one above or below it.
fn near(open: &Open, department: &crate::registry::Department) -> bool {
    let region = open
        .draft
        .as_ref()
        .map_or("", |draft| draft.document.jurisdiction.as_str());
    let own = department.jurisdiction.as_str();
    own.starts_with(region) || region.starts_with(own)
}

/// The departments of the region, for choosing by hand.
fn departments(open: &Open) -> Vec<(String, String)> {
    if open.sheet.names.is_empty() {
        return Vec::new();
    }
    let of_region = open.registry.departments().iter();
    of_region
        .filter(|one| near(open, one))
        .map(|one| (one.code.clone(), one.name.clone()))
        .collect()
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

fn rows(open: &Open, group: &Group) -> Vec<RowView> {
    let marked = marked(open, group);
    let text: Vec<char> = open.import.body.chars().collect();
    let row = |row: &SheetRow| {
        let own = |index: &usize| CardView::new(open, *index, &open.sheet.entries[*index]);
        RowView {
            at: row.anchor[0],
            from: row.anchor[0],
            to: row.anchor[1],
            heading: row.heading,
            cells: cells(&marked, &text, row.anchor),
            cards: row.entries.iter().map(own).collect(),
            bare: row.is_bare(),
            nothing: row.nothing,
            remarks: row.remarks.clone(),
            add: paths::import_item(open.import.id, row.anchor),
        }
    };
    open.sheet.rows[group.first..group.end]
        .iter()
        .map(row)
        .collect()
}

/// A paragraph cut at its marks; the row of a table cell by cell.
fn cells(marked: &Marked, text: &[char], [from, to]: [usize; 2]) -> Vec<Vec<PieceView>> {
    let to = to.min(text.len());
    let own: String = text[from.min(to)..to].iter().collect();
    let mut start = from;
    own.split('\t')
        .map(|cell| {
            let pieces = marked.pieces(start, cell);
            start += cell.chars().count() + 1;
            pieces.into_iter().map(PieceView::new).collect()
        })
        .collect()
}

/// What was read in a part of the text.
fn marked(open: &Open, group: &Group) -> Marked {
    let places = Places::new(&open.import.body);
    let from = open
        .sheet
        .rows
        .get(group.first)
        .map_or(0, |row| row.anchor[0]);
    let to = open
        .sheet
        .rows
        .get(group.end - 1)
        .map_or(0, |row| row.anchor[1]);
    let (mut clauses, mut marks) = (Vec::new(), Vec::new());
    let cards = open
        .sheet
        .entries
        .iter()
        .filter_map(|entry| Some((entry, entry.card.item?)));
    for (entry, index) in
        cards.filter(|(entry, _)| entry.card.anchor[0] < to && entry.card.anchor[1] > from)
    {
        let item = &open.applied.parsed.items[index];
        let key = i64::try_from(entry.card.anchor[0]).unwrap_or(0);
        let [start, end] = places.span(item.span);
        clauses.push(Clause {
            item: key,
            locus: String::new(),
            title: item.title.clone(),
            start,
            end,
        });
        let mut mark = |kind, span| {
            let [start, end] = places.span(span);
            // What a person decided has no words of its own in the text.
            if span != item.span {
                marks.push(Mark {
                    kind,
                    start,
                    end,
                    item: key,
                });
            }
        };
        item.responsibilities
            .iter()
            .for_each(|one| mark(MarkKind::Department, one.span));
        item.targets
            .iter()
            .for_each(|one| mark(MarkKind::Target, one.span));
        if let Some((_, span)) = &item.deadline {
            mark(MarkKind::Deadline, *span);
        }
    }
    Marked::new(clauses, marks, None)
}
