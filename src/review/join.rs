//! Two documents that belong together, item by item: a decision says what and how much, a later division notice
//! says who (002 → 000). They are matched by what they say, not by number, because each numbers in its own way.

use super::likeness::{Grams, best_first, squeezed};
use crate::domain::ItemKind;

/// An item as far as matching needs it.
#[derive(Debug, Clone)]
pub struct JoinItem {
    /// Goal or task.
    pub kind: ItemKind,
    /// Title.
    pub title: String,
    /// Text without label and departments.
    pub body: String,
    /// The indicators that a goal line names; one for most lines.
    pub indicators: Vec<String>,
    /// Its own targets.
    pub targets: Vec<JoinTarget>,
}

/// A target as far as matching needs it.
#[derive(Debug, Clone)]
pub struct JoinTarget {
    /// Indicator name.
    pub name: String,
}

/// A place in a document: item, and which of its indicators or targets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Indicator {
    /// Index of the item.
    pub item: usize,
    /// Index within the item.
    pub index: usize,
}

/// Two items that say the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Index in the notice.
    pub notice: usize,
    /// Index in the decision.
    pub decision: usize,
    /// Share of the text that agrees, 0 to 1.
    pub similarity: f64,
    /// True when only punctuation differs.
    pub identical: bool,
}

/// A target of the decision that gives a goal line of the notice its number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Supply {
    /// The goal line and which of its indicators.
    pub goal: Indicator,
    /// The target in the decision.
    pub target: Indicator,
    /// How alike the names are, 0 to 1.
    pub similarity: f64,
}

/// The outcome of matching, with the remainders of both sides.
#[derive(Debug, Clone, Default)]
pub struct Join {
    /// Items that say the same.
    pub pairs: Vec<Pair>,
    /// Goal lines and their numbers.
    pub supplies: Vec<Supply>,
    /// Items of the notice without a counterpart.
    pub unmatched_notice: Vec<usize>,
    /// Items of the decision without a counterpart.
    pub unmatched_decision: Vec<usize>,
    /// Targets of the decision that no goal line asks for.
    pub unmatched_targets: Vec<Indicator>,
}

/// Texts less alike than this are different items.
const LEAST_TEXT: f64 = 0.6;
/// Names less alike than this are different indicators.
const LEAST_NAME: f64 = 0.5;

/// Matches a notice with a decision.
pub fn join(notice: &[JoinItem], decision: &[JoinItem]) -> Join {
    let pairs = pair_items(notice, decision);
    let supplies = supply_goals(notice, decision, &pairs);
    let paired_notice = |index: &usize| pairs.iter().any(|pair| pair.notice == *index);
    let paired_decision = |index: &usize| pairs.iter().any(|pair| pair.decision == *index);
    let supplied = |index: &usize| supplies.iter().any(|supply| supply.goal.item == *index);
    let supplying = |index: &usize| supplies.iter().any(|supply| supply.target.item == *index);
    Join {
        unmatched_notice: (0..notice.len())
            .filter(|index| !paired_notice(index) && !supplied(index))
            .collect(),
        unmatched_decision: (0..decision.len())
            .filter(|index| !paired_decision(index) && !supplying(index))
            .collect(),
        unmatched_targets: targets(decision)
            .filter(|(at, _)| {
                supplying(&at.item) && !supplies.iter().any(|supply| supply.target == *at)
            })
            .map(|(at, _)| at)
            .collect(),
        pairs,
        supplies,
    }
}

/// Best partners first, each item once. Items of several hundred characters that agree in most of them cannot have
/// two good partners, so the greedy choice is the right one.
fn pair_items(notice: &[JoinItem], decision: &[JoinItem]) -> Vec<Pair> {
    let grams = |items: &[JoinItem]| {
        items
            .iter()
            .map(|item| Grams::of(&item.body))
            .collect::<Vec<_>>()
    };
    let (notice_grams, decision_grams) = (grams(notice), grams(decision));
    let mut candidates = Vec::new();
    for (left, left_grams) in notice_grams.iter().enumerate() {
        for (right, right_grams) in decision_grams.iter().enumerate() {
            if notice[left].kind != decision[right].kind
                || !left_grams.comparable(right_grams, LEAST_TEXT)
            {
                continue;
            }
            let similarity = left_grams.likeness(right_grams);
            if similarity >= LEAST_TEXT {
                candidates.push((left, right, similarity));
            }
        }
    }
    let mut pairs: Vec<Pair> = best_first(candidates)
        .into_iter()
        .map(|(left, right, similarity)| {
            let identical = squeezed(&notice[left].body) == squeezed(&decision[right].body);
            Pair {
                notice: left,
                decision: right,
                similarity,
                identical,
            }
        })
        .collect();
    pairs.sort_by_key(|pair| pair.notice);
    pairs
}

/// Goal lines that have no numbers of their own take them from the decision's targets of the same name.
fn supply_goals(notice: &[JoinItem], decision: &[JoinItem], pairs: &[Pair]) -> Vec<Supply> {
    let paired = |item: usize| pairs.iter().any(|pair| pair.decision == item);
    let goals: Vec<(Indicator, Grams)> = notice
        .iter()
        .enumerate()
        .filter(|(_, item)| item.kind == ItemKind::Goal && item.targets.is_empty())
        .flat_map(|(item, goal)| {
            let names: Vec<&String> = if goal.indicators.is_empty() {
                vec![&goal.title]
            } else {
                goal.indicators.iter().collect()
            };
            names
                .into_iter()
                .enumerate()
                .map(move |(index, name)| (Indicator { item, index }, Grams::of(name)))
                .collect::<Vec<_>>()
        })
        .collect();
    let wanted: Vec<(Indicator, Grams)> = targets(decision)
        .filter(|(at, _)| !paired(at.item))
        .map(|(at, name)| (at, Grams::of(name)))
        .collect();
    let mut candidates = Vec::new();
    for (left, (_, goal)) in goals.iter().enumerate() {
        for (right, (_, target)) in wanted.iter().enumerate() {
            let similarity = goal.likeness(target);
            if similarity >= LEAST_NAME {
                candidates.push((left, right, similarity));
            }
        }
    }
    let mut supplies: Vec<Supply> = best_first(candidates)
        .into_iter()
        .map(|(left, right, similarity)| Supply {
            goal: goals[left].0,
            target: wanted[right].0,
            similarity,
        })
        .collect();
    supplies.sort_by_key(|supply| supply.goal);
    supplies
}

fn targets(items: &[JoinItem]) -> impl Iterator<Item = (Indicator, &str)> {
    items.iter().enumerate().flat_map(|(item, one)| {
        one.targets
            .iter()
            .enumerate()
            .map(move |(index, target)| (Indicator { item, index }, target.name.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goal(title: &str, indicators: &[&str]) -> JoinItem {
        let indicators = indicators.iter().map(|one| (*one).to_owned()).collect();
        JoinItem {
            kind: ItemKind::Goal,
            title: title.to_owned(),
            body: title.to_owned(),
            indicators,
            targets: Vec::new(),
        }
    }

    fn with_targets(names: &[&str]) -> JoinItem {
        let targets = names
            .iter()
            .map(|name| JoinTarget {
                name: (*name).to_owned(),
            })
            .collect();
        JoinItem {
            kind: ItemKind::Goal,
            title: "总体目标".to_owned(),
            body: "到2020年…".to_owned(),
            indicators: Vec::new(),
            targets,
        }
    }

    #[test]
    fn goal_lines_find_their_numbers_and_what_is_left_shows() {
        let notice = [
            goal("重点地产食品监督抽查合格率", &[]),
            goal("培育新疆名牌产品", &[]),
            goal("培育新疆农业名牌", &[]),
            goal("培育著名商标、国家地理商标", &["著名商标", "国家地理商标"]),
        ];
        let decision = [with_targets(&[
            "重点领域地产食品监督抽查合格率",
            "新疆名牌产品",
            "服务行业培育新疆名牌",
            "新疆农业名牌产品",
            "著名商标",
            "国家地理商标",
        ])];
        let join = join(&notice, &decision);
        let supplied: Vec<(usize, usize)> = join
            .supplies
            .iter()
            .map(|one| (one.goal.item, one.target.index))
            .collect();
        assert_eq!(supplied, [(0, 0), (1, 1), (2, 3), (3, 4), (3, 5)]);
        assert_eq!(join.unmatched_targets, [Indicator { item: 0, index: 2 }]);
    }

    #[test]
    fn tasks_are_matched_by_what_they_say() {
        let task = |body: &str| JoinItem {
            kind: ItemKind::Task,
            title: String::new(),
            body: body.to_owned(),
            indicators: Vec::new(),
            targets: Vec::new(),
        };
        let notice = [
            task("叫响新疆农牧产品绿色、生态、有机品牌，提高农牧产品的有效供给"),
            task("成立领导小组"),
        ];
        let decision = [
            task("落实质量工作考核，促进行业均衡发展"),
            task("打响新疆农牧产品绿色、生态、有机品牌,提高农牧产品的有效供给"),
        ];
        let join = join(&notice, &decision);
        assert_eq!(join.pairs.len(), 1);
        assert_eq!(
            (
                join.pairs[0].notice,
                join.pairs[0].decision,
                join.pairs[0].identical
            ),
            (0, 1, false)
        );
        assert_eq!(
            (join.unmatched_notice, join.unmatched_decision),
            (vec![1], vec![0])
        );
    }
}
