//! 修订: a document and its new version, item by item: what was added, what was removed, and what changed in what goes
//! on. Pure; the same two lists give the same answer.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::conflict::indicator;
use super::likeness::{Grams, best_first, squeezed};
use super::pairing::{matched, words};
use crate::domain::{ItemKind, Role, Target};

/// An item as far as comparing needs it.
#[derive(Debug, Clone)]
pub struct VersionItem {
    /// Goal or task.
    pub kind: ItemKind,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Who answers, in order.
    pub departments: Vec<VersionDepartment>,
    /// Until when.
    pub deadline: Option<VersionDeadline>,
    /// What to reach.
    pub targets: Vec<VersionTarget>,
}

/// A department with its role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionDepartment {
    /// What it is known by: its code, or the name under which it is to be created.
    pub key: String,
    /// The words for it.
    pub name: String,
    /// Role.
    pub role: Role,
}

/// A deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionDeadline {
    /// As printed.
    pub printed: String,
    /// Its last day.
    pub last: Option<NaiveDate>,
}

/// A target with its own last day.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionTarget {
    /// What it says.
    pub target: Target,
    /// Its last day.
    pub last: Option<NaiveDate>,
}

/// What changed in an item that goes on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Its words.
    pub reworded: bool,
    /// Who answers, or in which role.
    pub departments: bool,
    /// Until when.
    pub deadline: bool,
    /// What to reach.
    pub targets: bool,
    /// How it is numbered.
    pub renumbered: bool,
}

impl Changes {
    /// True when more changed than the number.
    pub fn is_any(self) -> bool {
        self.reworded || self.departments || self.deadline || self.targets
    }
}

/// Two targets of an item that goes on, or one that was added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TargetPair {
    /// Index in the old item; `None` for one that was added.
    pub old: Option<usize>,
    /// Index in the new item; `None` for one that was removed.
    pub new: Option<usize>,
    /// Both are there and differ.
    pub changed: bool,
}

/// An item that goes on.
#[derive(Debug, Clone, PartialEq)]
pub struct Continued {
    /// Index in the old version.
    pub old: usize,
    /// Index in the new version.
    pub new: usize,
    /// What changed.
    pub changes: Changes,
    /// Its targets, in the order of the new version, those that were removed last.
    pub targets: Vec<TargetPair>,
}

/// Two versions, item by item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Comparison {
    /// Items that go on, in the order of the new version.
    pub continued: Vec<Continued>,
    /// Indices in the new version of what was added.
    pub added: Vec<usize>,
    /// Indices in the old version of what was removed.
    pub removed: Vec<usize>,
}

/// How many items of a comparison are what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// 新增.
    pub added: usize,
    /// 废止.
    pub removed: usize,
    /// 变更: of those that go on, with more changed than the number.
    pub changed: usize,
    /// Of these, in other words.
    pub reworded: usize,
    /// With other departments or roles.
    pub departments: usize,
    /// With another deadline.
    pub deadlines: usize,
    /// With other targets.
    pub targets: usize,
    /// Nothing changed but the number.
    pub renumbered: usize,
    /// Nothing changed.
    pub unchanged: usize,
}

impl Comparison {
    /// How many items are what.
    pub fn counts(&self) -> Counts {
        let count = |wanted: fn(&Changes) -> bool| {
            let changes = self.continued.iter().map(|one| &one.changes);
            changes.filter(|one| wanted(one)).count()
        };
        Counts {
            added: self.added.len(),
            removed: self.removed.len(),
            changed: count(|one| one.is_any()),
            reworded: count(|one| one.reworded),
            departments: count(|one| one.departments),
            deadlines: count(|one| one.deadline),
            targets: count(|one| one.targets),
            renumbered: count(|one| one.renumbered && !one.is_any()),
            unchanged: count(|one| !one.renumbered && !one.is_any()),
        }
    }
}

/// Compares a document with its new version.
pub fn compare(old: &[VersionItem], new: &[VersionItem]) -> Comparison {
    let pairs = matched(old, new);
    let mut goes_on = vec![false; old.len()];
    let mut comparison = Comparison::default();
    for (index, item) in new.iter().enumerate() {
        match pairs[index] {
            Some(before) => {
                goes_on[before] = true;
                comparison
                    .continued
                    .push(continued(before, &old[before], index, item));
            }
            None => comparison.added.push(index),
        }
    }
    comparison.removed = (0..old.len()).filter(|index| !goes_on[*index]).collect();
    comparison
}

fn continued(old: usize, before: &VersionItem, new: usize, after: &VersionItem) -> Continued {
    let who = |item: &VersionItem| {
        let each = item.departments.iter();
        each.map(|one| (one.key.clone(), one.role))
            .collect::<BTreeSet<_>>()
    };
    let targets = target_pairs(&before.targets, &after.targets);
    let differs = |pair: &TargetPair| pair.changed || pair.old.is_none() || pair.new.is_none();
    Continued {
        old,
        new,
        changes: Changes {
            reworded: words(before) != words(after),
            departments: who(before) != who(after),
            deadline: !same_deadline(before.deadline.as_ref(), after.deadline.as_ref()),
            targets: targets.iter().any(differs),
            renumbered: before.locus != after.locus,
        },
        targets,
    }
}

/// The day decides; without one, the words do.
fn same_deadline(old: Option<&VersionDeadline>, new: Option<&VersionDeadline>) -> bool {
    match (old, new) {
        (Some(old), Some(new)) if old.last.is_some() || new.last.is_some() => old.last == new.last,
        (Some(old), Some(new)) => squeezed(&old.printed) == squeezed(&new.printed),
        (None, None) => true,
        _ => false,
    }
}

/// Names less alike than this are different indicators.
const LEAST_NAME: f64 = 0.5;

/// The same indicator is the same target, whatever the number.
fn target_pairs(old: &[VersionTarget], new: &[VersionTarget]) -> Vec<TargetPair> {
    let likeness = |a: &VersionTarget, b: &VersionTarget| {
        let (a, b) = (&a.target.name, &b.target.name);
        match indicator(a, &[]) == indicator(b, &[]) {
            true => 1.0 + Grams::of(a).likeness(&Grams::of(b)),
            false => Grams::of(a).likeness(&Grams::of(b)),
        }
    };
    let mut candidates = Vec::new();
    for (right, after) in new.iter().enumerate() {
        for (left, before) in old.iter().enumerate() {
            let alike = likeness(before, after);
            if alike >= LEAST_NAME {
                candidates.push((right, left, alike));
            }
        }
    }
    let chosen = best_first(candidates);
    let partner = |wanted: usize| chosen.iter().find(|one| one.0 == wanted).map(|one| one.1);
    let mut pairs: Vec<TargetPair> = (0..new.len())
        .map(|index| {
            let before = partner(index);
            TargetPair {
                old: before,
                new: Some(index),
                changed: before.is_some_and(|before| measure(&old[before]) != measure(&new[index])),
            }
        })
        .collect();
    let gone = (0..old.len()).filter(|index| !chosen.iter().any(|one| one.1 == *index));
    pairs.extend(gone.map(|index| TargetPair {
        old: Some(index),
        new: None,
        changed: false,
    }));
    pairs
}

/// The target without its name.
fn measure(one: &VersionTarget) -> VersionTarget {
    let target = Target {
        name: String::new(),
        ..one.target.clone()
    };
    VersionTarget {
        target,
        last: one.last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Comparator, TargetKind};
    use rust_decimal::Decimal;

    const BODIES: [&str; 5] = [
        "完善质量激励机制，对获得质量奖的企业给予奖励，引导企业加强全面质量管理",
        "开展质量提升专项行动，围绕农产品、食品药品、日用消费品推进标准体系建设",
        "加强检验检测能力建设，推进检验检测认证机构改革，培育第三方检验检测服务",
        "建立质量安全风险监测制度，强化风险信息通报和应急处置，守住安全底线",
        "加强质量人才培养，支持高等院校开设质量管理课程，建立首席质量官制度",
    ];

    fn item(locus: &str, body: &str) -> VersionItem {
        VersionItem {
            kind: ItemKind::Task,
            locus: locus.to_owned(),
            title: body.split('，').next().unwrap_or_default().to_owned(),
            body: body.to_owned(),
            departments: vec![department("xj.zjj", Role::Lead)],
            deadline: None,
            targets: Vec::new(),
        }
    }

    fn department(key: &str, role: Role) -> VersionDepartment {
        VersionDepartment {
            key: key.to_owned(),
            name: key.to_owned(),
            role,
        }
    }

    fn target(name: &str, value: i64) -> VersionTarget {
        VersionTarget {
            target: Target {
                name: name.to_owned(),
                comparator: Comparator::AtLeast,
                value: Some(Decimal::from(value)),
                upper: None,
                grade: None,
                trend: None,
                unit: "个".to_owned(),
                kind: TargetKind::Flow,
                soft: false,
                maintain: false,
            },
            last: None,
        }
    }

    fn version() -> Vec<VersionItem> {
        let loci = ["一.1", "一.2", "一.3", "二.1", "二.2"];
        let items = loci.iter().zip(BODIES);
        items.map(|(locus, body)| item(locus, body)).collect()
    }

    fn pairs(comparison: &Comparison) -> Vec<(usize, usize)> {
        let continued = comparison.continued.iter();
        continued.map(|one| (one.old, one.new)).collect()
    }

    #[test]
    fn the_same_text_goes_on_unchanged() {
        let comparison = compare(&version(), &version());
        assert_eq!(pairs(&comparison), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]);
        let counts = comparison.counts();
        assert_eq!((counts.unchanged, counts.changed), (5, 0));
        assert_eq!(compare(&[], &[]), Comparison::default());
        assert_eq!(compare(&version(), &[]).removed.len(), 5);
        assert_eq!(compare(&[], &version()).added.len(), 5);
    }

    #[test]
    fn an_item_taken_out_renumbers_what_follows_and_nothing_else() {
        let mut new = version();
        new.remove(1);
        new[1].locus = "一.2".to_owned();
        let comparison = compare(&version(), &new);
        assert_eq!(comparison.removed, [1]);
        assert_eq!(pairs(&comparison), [(0, 0), (2, 1), (3, 2), (4, 3)]);
        let counts = comparison.counts();
        assert_eq!(
            (
                counts.removed,
                counts.added,
                counts.changed,
                counts.renumbered,
                counts.unchanged
            ),
            (1, 0, 0, 1, 3)
        );
    }

    #[test]
    fn each_kind_of_change_is_told_by_itself() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().expect("a date"));
        let mut old = version();
        old[3].deadline = Some(VersionDeadline {
            printed: "年底前".to_owned(),
            last: day("2018-12-31"),
        });
        old[4].targets = vec![target("首席质量官", 50), target("质量课程", 3)];
        let mut new = old.clone();
        new[0].body = BODIES[0].replace("给予奖励", "给予一次性奖励");
        new[1].departments = vec![
            department("xj.scjg", Role::Lead),
            department("xj.zjj", Role::Joint),
        ];
        new[3].deadline = Some(VersionDeadline {
            printed: "2019年6月底前".to_owned(),
            last: day("2019-06-30"),
        });
        new[4].targets = vec![target("首席质量官", 80), target("质量论坛", 1)];
        new.push(item(
            "二.3",
            "编制质量状况白皮书，每年向社会公布主要产品质量指标",
        ));
        let comparison = compare(&old, &new);
        let only = |changes: Changes| Changes {
            renumbered: false,
            ..changes
        };
        let changes: Vec<Changes> = comparison
            .continued
            .iter()
            .map(|one| only(one.changes))
            .collect();
        let none = Changes::default();
        assert_eq!(
            changes,
            [
                Changes {
                    reworded: true,
                    ..none
                },
                Changes {
                    departments: true,
                    ..none
                },
                none,
                Changes {
                    deadline: true,
                    ..none
                },
                Changes {
                    targets: true,
                    ..none
                },
            ]
        );
        assert_eq!(comparison.added, [5]);
        let pair = |old, new, changed| TargetPair { old, new, changed };
        assert_eq!(
            comparison.continued[4].targets,
            [
                pair(Some(0), Some(0), true),
                pair(None, Some(1), false),
                pair(Some(1), None, false),
            ]
        );
    }

    #[test]
    fn an_item_written_anew_under_its_heading_is_the_same_item() {
        let mut old = version();
        old[2].title = "提升检验检测能力".to_owned();
        let mut new = version();
        new[2].title = "提升检验检测能力".to_owned();
        new[2].body = "建设国家级质检中心五个，省级质检中心二十个，实现重点产业全覆盖".to_owned();
        let comparison = compare(&old, &new);
        assert!(pairs(&comparison).contains(&(2, 2)));
        new[2].title = "建设质检中心".to_owned();
        let comparison = compare(&old, &new);
        assert_eq!((comparison.added, comparison.removed), (vec![2], vec![2]));
    }

    #[test]
    fn a_figure_that_was_raised_is_a_change_and_no_other_line() {
        let goal = |locus: &str, body: &str| VersionItem {
            kind: ItemKind::Goal,
            ..item(locus, body)
        };
        let old = [
            goal("一·第1条", "培育新疆名牌产品350个"),
            goal("一·第2条", "培育新疆农业名牌150个"),
        ];
        let new = [
            goal("一·第1条", "培育新疆农业名牌200个"),
            goal("一·第2条", "培育新疆名牌产品400个"),
        ];
        assert_eq!(pairs(&compare(&old, &new)), [(1, 0), (0, 1)]);
    }

    #[test]
    fn lines_of_the_same_words_keep_their_order() {
        let old = [item("一.1", BODIES[0]), item("二.1", BODIES[0])];
        let new = [
            item("一.1", BODIES[1]),
            item("一.2", BODIES[0]),
            item("二.1", BODIES[0]),
        ];
        let comparison = compare(&old, &new);
        assert_eq!(pairs(&comparison), [(0, 1), (1, 2)]);
        assert_eq!(comparison.added, [0]);
    }

    #[test]
    fn a_long_document_is_compared_in_time_that_grows_with_its_length() {
        // Every item differs a little from the one it was, so that none is found by its words alone.
        let words: Vec<char> = BODIES.concat().chars().collect();
        let body = |index: usize| -> String {
            let step = index % 17 + 3;
            (0..80)
                .map(|at| words[(at * step + index * 7) % words.len()])
                .collect()
        };
        let old: Vec<VersionItem> = (0..500)
            .map(|index| item(&format!("一.{index}"), &body(index)))
            .collect();
        let new: Vec<VersionItem> = old
            .iter()
            .skip(1)
            .map(|one| item(&one.locus, &format!("进一步{}。", one.body)))
            .collect();
        let comparison = compare(&old, &new);
        let kept = comparison
            .continued
            .iter()
            .filter(|one| one.old == one.new + 1)
            .count();
        assert!(kept > 480, "{kept}");
    }
}
