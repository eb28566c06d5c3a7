//! The paragraphs of one part of a sheet, each cut at its marks, beside the cards of its items. Pure.

use super::card::CardView;
use super::open::Open;
use crate::document::Places;
use crate::review::{Group, SheetRow};
use crate::web::marked_text::{Clause, Mark, MarkKind, Marked, Piece};
use crate::web::paths;

/// A paragraph with its items.
#[derive(Debug)]
pub(crate) struct RowView {
    pub(crate) at: usize,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) heading: bool,
    pub(crate) cells: Vec<Vec<PieceView>>,
    pub(crate) cards: Vec<CardView>,
    pub(crate) bare: bool,
    pub(crate) nothing: bool,
    pub(crate) remarks: Vec<String>,
    pub(crate) add: String,
}

/// A stretch of a paragraph, marked with what was read in it, leading to the item it was read for.
#[derive(Debug)]
pub(crate) struct PieceView {
    pub(crate) text: String,
    pub(crate) class: String,
    pub(crate) href: Option<String>,
}

impl PieceView {
    pub(crate) fn new(piece: Piece) -> Self {
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

pub(crate) fn rows(open: &Open, group: &Group) -> Vec<RowView> {
    let places = Places::new(&open.import.body);
    let marked = marked(open, group, &places);
    let text: Vec<char> = open.import.body.chars().collect();
    let row = |row: &SheetRow| {
        let own = |index: &usize| CardView::new(open, &places, *index, &open.sheet.entries[*index]);
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
fn marked(open: &Open, group: &Group, places: &Places<'_>) -> Marked {
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
