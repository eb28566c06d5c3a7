//! Two versions of a document on a page: how many items are what, and of each what changed. Pure.

use chrono::NaiveDate;

use super::components::Count;
use super::page::Link;
use super::wording;
use crate::import::changes;
use crate::review::{
    Comparison, Continued, Piece, PieceKind, VersionDeadline, VersionDepartment, VersionItem,
    VersionTarget, compare, difference,
};

/// The comparison as a page shows it.
#[derive(Debug)]
pub(crate) struct ComparisonView {
    pub(crate) old: Link,
    pub(crate) new: Link,
    /// From when the new version holds.
    pub(crate) from: String,
    pub(crate) counts: CountsView,
    pub(crate) changed: Vec<ChangedView>,
    pub(crate) added: Vec<PlainView>,
    pub(crate) removed: Vec<PlainView>,
    pub(crate) renumbered: Vec<RenumberedView>,
    pub(crate) unchanged: Vec<PlainView>,
}

/// How many items are what.
#[derive(Debug)]
pub(crate) struct CountsView {
    pub(crate) added: Count,
    pub(crate) changed: Count,
    pub(crate) removed: Count,
    pub(crate) renumbered: Count,
    pub(crate) unchanged: Count,
    /// Of what changed, how many in what.
    pub(crate) kinds: Vec<(&'static str, usize)>,
}

/// An item that goes on and changed.
#[derive(Debug)]
pub(crate) struct ChangedView {
    pub(crate) title: String,
    pub(crate) old: Link,
    pub(crate) new: Link,
    /// `文字、时限有变化`.
    pub(crate) kinds: String,
    pub(crate) wording: Vec<PieceView>,
    pub(crate) departments: Vec<String>,
    pub(crate) deadline: Option<(String, String)>,
    pub(crate) targets: Vec<String>,
}

/// A piece of two wordings.
#[derive(Debug)]
pub(crate) struct PieceView {
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

/// An item that is only named.
#[derive(Debug)]
pub(crate) struct PlainView {
    pub(crate) place: Link,
    pub(crate) title: String,
    pub(crate) who: String,
}

/// An item of which only the number changed.
#[derive(Debug)]
pub(crate) struct RenumberedView {
    pub(crate) old: Link,
    pub(crate) new: Link,
    pub(crate) title: String,
}

/// A version with where each of its items is shown.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) document: Link,
    pub(crate) items: Vec<VersionItem>,
    /// Addresses of the items, in the same order.
    pub(crate) places: Vec<String>,
}

impl Side {
    fn place(&self, index: usize) -> Link {
        Link::new(self.places[index].clone(), self.items[index].locus.clone())
    }

    fn plain(&self, index: usize) -> PlainView {
        let item = &self.items[index];
        let names: Vec<String> = item.departments.iter().map(named).collect();
        PlainView {
            place: self.place(index),
            title: item.title.clone(),
            who: match names.is_empty() {
                true => "未明确责任单位".to_owned(),
                false => names.join("、"),
            },
        }
    }
}

impl ComparisonView {
    /// Compares two versions for a page.
    pub(crate) fn new(old: &Side, new: &Side, from: NaiveDate) -> Self {
        let comparison = compare(&old.items, &new.items);
        let goes_on = comparison.continued.iter();
        let only = |wanted: fn(&Continued) -> bool| goes_on.clone().filter(move |one| wanted(one));
        Self {
            old: old.document.clone(),
            new: new.document.clone(),
            from: wording::date(from),
            counts: CountsView::new(&comparison),
            changed: only(|one| one.changes.is_any())
                .map(|one| ChangedView::new(one, old, new))
                .collect(),
            added: comparison.added.iter().map(|one| new.plain(*one)).collect(),
            removed: comparison
                .removed
                .iter()
                .map(|one| old.plain(*one))
                .collect(),
            renumbered: only(|one| one.changes.renumbered && !one.changes.is_any())
                .map(|one| RenumberedView {
                    old: old.place(one.old),
                    new: new.place(one.new),
                    title: new.items[one.new].title.clone(),
                })
                .collect(),
            unchanged: only(|one| !one.changes.renumbered && !one.changes.is_any())
                .map(|one| new.plain(one.new))
                .collect(),
        }
    }
}

impl CountsView {
    fn new(comparison: &Comparison) -> Self {
        let counts = comparison.counts();
        let count = |count: usize, href: &str, label: &str| {
            Count::new(i64::try_from(count).unwrap_or(i64::MAX), href, label)
        };
        let kinds = [
            ("文字", counts.reworded),
            ("责任单位", counts.departments),
            ("时限", counts.deadlines),
            ("指标", counts.targets),
        ];
        Self {
            added: count(counts.added, "#added", "项新增"),
            changed: count(counts.changed, "#changed", "项变更"),
            removed: count(counts.removed, "#removed", "项废止"),
            renumbered: count(counts.renumbered, "#renumbered", "项只改编号"),
            unchanged: count(counts.unchanged, "#unchanged", "项未变"),
            kinds: kinds.into_iter().filter(|one| one.1 > 0).collect(),
        }
    }
}

impl ChangedView {
    fn new(one: &Continued, old: &Side, new: &Side) -> Self {
        let (before, after) = (&old.items[one.old], &new.items[one.new]);
        Self {
            title: after.title.clone(),
            old: old.place(one.old),
            new: new.place(one.new),
            kinds: changes(one.changes),
            wording: match one.changes.reworded {
                true => pieces(difference(&before.body, &after.body)),
                false => Vec::new(),
            },
            departments: departments(&before.departments, &after.departments),
            deadline: one.changes.deadline.then(|| {
                (
                    deadline(before.deadline.as_ref()),
                    deadline(after.deadline.as_ref()),
                )
            }),
            targets: targets(one, &before.targets, &after.targets),
        }
    }
}

/// The pieces of two wordings, with the word for what became of each.
pub(crate) fn pieces(pieces: Vec<Piece>) -> Vec<PieceView> {
    let view = |piece: Piece| PieceView {
        kind: match piece.kind {
            PieceKind::Same => "same",
            PieceKind::Removed => "removed",
            PieceKind::Added => "added",
        },
        text: piece.text,
    };
    pieces.into_iter().map(view).collect()
}

fn named(one: &VersionDepartment) -> String {
    format!("{}（{}）", one.name, one.role.label())
}

/// `不再负责：…`, `新负责：…`, `…由配合改为牵头`.
fn departments(old: &[VersionDepartment], new: &[VersionDepartment]) -> Vec<String> {
    let missing = |of: &VersionDepartment, from: &[VersionDepartment]| {
        !from.iter().any(|one| one.key == of.key)
    };
    let gone = old.iter().filter(|one| missing(one, new));
    let come = new.iter().filter(|one| missing(one, old));
    let moved = new.iter().filter_map(|after| {
        let before = old.iter().find(|one| one.key == after.key)?;
        let same = old
            .iter()
            .any(|one| one.key == after.key && one.role == after.role);
        let (was, is) = (before.role.label(), after.role.label());
        (!same).then(|| format!("{}由{was}改为{is}", after.name))
    });
    let gone = gone.map(|one| format!("不再负责：{}", named(one)));
    let come = come.map(|one| format!("新增：{}", named(one)));
    gone.chain(come).chain(moved).collect()
}

fn deadline(deadline: Option<&VersionDeadline>) -> String {
    match deadline {
        None => "未写明".to_owned(),
        Some(VersionDeadline {
            printed,
            last: Some(day),
        }) => format!("{printed}（{}）", wording::date(*day)),
        Some(deadline) => deadline.printed.clone(),
    }
}

fn targets(one: &Continued, old: &[VersionTarget], new: &[VersionTarget]) -> Vec<String> {
    let words = |one: &VersionTarget| {
        let soft = if one.target.soft { "（力争）" } else { "" };
        let day = one
            .last
            .map_or_else(String::new, |day| format!("，{}", wording::date(day)));
        format!("{}{soft}{day}", one.target.wording())
    };
    let pairs = one.targets.iter();
    pairs
        .filter_map(|pair| match (pair.old, pair.new, pair.changed) {
            (Some(before), Some(after), true) => Some(format!(
                "{}：{} → {}",
                new[after].target.name,
                words(&old[before]),
                words(&new[after])
            )),
            (None, Some(after), _) => Some(format!(
                "新增指标：{} {}",
                new[after].target.name,
                words(&new[after])
            )),
            (Some(before), None, _) => Some(format!(
                "取消指标：{} {}",
                old[before].target.name,
                words(&old[before])
            )),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    #[test]
    fn departments_that_came_went_or_changed_are_told() {
        let one = |key: &str, role| VersionDepartment {
            key: key.to_owned(),
            name: key.to_owned(),
            role,
        };
        let told = departments(
            &[one("质监局", Role::Lead), one("财政局", Role::Support)],
            &[one("市场监管局", Role::Lead), one("财政局", Role::Joint)],
        );
        assert_eq!(
            told,
            [
                "不再负责：质监局（牵头）",
                "新增：市场监管局（牵头）",
                "财政局由配合改为分工负责"
            ]
        );
    }
}
