//! One item on the sheet of a review: what was read, why it is asked about, what can be done. Pure.

use super::open::Open;
use crate::document::{Places, Responsibility};
use crate::domain::{Deadline, ItemKind, ResponsibilityBasis, Role};
use crate::review::{DepartmentChoice, Entry, ProposedItem, ProposedResponsibility, Standing};
use crate::web::{paths, wording};

/// The card of an item.
#[derive(Debug)]
pub struct CardView {
    /// First character, which names it on the page.
    pub at: usize,
    /// Its characters, for its forms.
    pub from: usize,
    /// End of its characters.
    pub to: usize,
    /// Goal or task.
    pub kind: &'static str,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Departments by role.
    pub roles: Vec<(&'static str, Vec<NameView>)>,
    /// Its targets in words.
    pub targets: Vec<String>,
    /// Its deadline with what was inferred.
    pub deadline: String,
    /// What a person should look at.
    pub questions: Vec<String>,
    /// What was inferred.
    pub notes: Vec<String>,
    /// The decision on it, in one line.
    pub decided: Option<String>,
    /// Key of that decision.
    pub decision: i64,
    /// Still to be decided, or to be decided again.
    pub open: bool,
    /// Rejected or merged.
    pub dropped: bool,
    /// Where it is changed.
    pub edit: String,
    /// Where it is split.
    pub split: String,
    /// There is one before it to become a part of.
    pub merges: bool,
}

/// A department on a card.
#[derive(Debug)]
pub struct NameView {
    /// As resolved.
    pub name: String,
    /// As printed, where that differs; how its role was told.
    pub note: String,
}

impl CardView {
    /// The card of an entry.
    pub fn new(open: &Open, places: &Places<'_>, index: usize, entry: &Entry) -> Self {
        let [from, to] = entry.card.anchor;
        let item = entry
            .card
            .item
            .and_then(|item| open.draft.as_ref()?.items.get(item));
        let read = entry.card.read.as_ref();
        let title = item
            .map(|item| item.title.clone())
            .or_else(|| read.map(|read| read.title.clone()));
        let kind = item
            .map(|item| item.kind)
            .or_else(|| read.map(|read| read.kind))
            .unwrap_or(ItemKind::Task);
        Self {
            at: from,
            from,
            to,
            kind: kind.label(),
            locus: item.map(|item| item.locus.clone()).unwrap_or_default(),
            title: title.unwrap_or_default(),
            roles: entry
                .card
                .item
                .zip(item)
                .map(|(index, item)| roles(open, places, index, item))
                .unwrap_or_default(),
            targets: item.map(targets).unwrap_or_default(),
            deadline: item
                .and_then(|item| item.deadline.as_ref())
                .map(deadline)
                .unwrap_or_default(),
            questions: entry.questions.clone(),
            notes: entry.notes.clone(),
            decided: decided(entry),
            decision: entry.card.decided.as_ref().map_or(0, |one| one.id),
            open: matches!(entry.standing, Standing::Open | Standing::Asked),
            dropped: entry.standing == Standing::Dropped,
            edit: paths::import_item(open.import.id, entry.card.anchor),
            split: paths::import_split(open.import.id, entry.card.anchor),
            merges: index > 0,
        }
    }
}

fn decided(entry: &Entry) -> Option<String> {
    use crate::review::Decision;
    let one = entry.card.decided.as_ref()?;
    let words = match &one.decision {
        Decision::Reject { reason } if !reason.is_empty() => format!("驳回：{reason}"),
        Decision::Ask { note } if !note.is_empty() => format!("存疑：{note}"),
        decision => decision.label().to_owned(),
    };
    Some(format!("{words} · {} {}", one.by, one.at))
}

/// The departments by role: as resolved, or as printed where nobody knows the name yet.
fn roles(
    open: &Open,
    places: &Places<'_>,
    index: usize,
    item: &ProposedItem,
) -> Vec<(&'static str, Vec<NameView>)> {
    let read = &open.applied.parsed.items[index].responsibilities;
    let of = |role: &Role| {
        let of_role = read.iter().filter(|one| one.role == *role);
        let names: Vec<NameView> = of_role
            .map(|one| {
                let span = places.span(one.span);
                let known = item
                    .responsibilities
                    .iter()
                    .find(|known| known.span == span && known.printed == one.printed);
                NameView::new(open, one, known)
            })
            .collect();
        (!names.is_empty()).then_some((role.label(), names))
    };
    Role::ALL.iter().filter_map(of).collect()
}

impl NameView {
    fn new(open: &Open, read: &Responsibility, known: Option<&ProposedResponsibility>) -> Self {
        let name = match known.map(|one| &one.department) {
            Some(DepartmentChoice::Known(code)) => open
                .registry
                .department(code)
                .map_or_else(|| code.clone(), |one| one.short_name.clone()),
            Some(DepartmentChoice::New(name)) => name.clone(),
            None => read.printed.clone(),
        };
        let state = match known.map(|one| &one.department) {
            Some(DepartmentChoice::New(_)) => Some("将新建".to_owned()),
            None => Some("待确认".to_owned()),
            Some(DepartmentChoice::Known(_)) => None,
        };
        let printed = (read.printed != name).then(|| format!("原文“{}”", read.printed));
        let basis =
            (read.basis != ResponsibilityBasis::Printed).then(|| read.basis.label().to_owned());
        let rest = read.open_list.then(|| "原文以“等”结尾".to_owned());
        let notes: Vec<String> = [state, printed, basis, rest]
            .into_iter()
            .flatten()
            .collect();
        Self {
            name,
            note: notes.join("，"),
        }
    }
}

fn targets(item: &ProposedItem) -> Vec<String> {
    let words = |one: &crate::review::ProposedTarget| {
        let soft = if one.target.soft { "（力争）" } else { "" };
        let until = one
            .deadline
            .as_ref()
            .and_then(|deadline| deadline.last)
            .map(wording::date);
        let until = until.map_or_else(String::new, |day| format!("，到 {day}"));
        format!(
            "{} {}{soft} · {}{until}",
            one.target.name,
            one.target.wording(),
            one.target.kind.label()
        )
    };
    item.targets.iter().map(words).collect()
}

fn deadline(deadline: &Deadline) -> String {
    match (deadline.last, deadline.year_inferred) {
        (Some(day), true) => {
            format!(
                "原文“{}” → {}（推算：年份取自文件）",
                deadline.printed,
                wording::date(day)
            )
        }
        (Some(day), false) => format!("原文“{}” → {}", deadline.printed, wording::date(day)),
        (None, _) => format!(
            "原文“{}”（{}，没有日期）",
            deadline.printed,
            deadline.precision.label()
        ),
    }
}
