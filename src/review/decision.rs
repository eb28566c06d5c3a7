//! What a reviewer decided about a text, as values that outlive the parser that the person looked at.
//!
//! A decision is anchored to characters of the stored text, never to a position in a list: when the parser improves,
//! the item that stands at the anchor takes the decision over ([`super::apply`]).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::{Comparator, ItemKind, Role, RoleRule, Target, TargetKind, Trend};

/// Characters of the stored text: first, and one past the last.
pub type Anchor = [usize; 2];

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Decision {
    /// 采纳: the item is right as it was read.
    Accept,
    /// 修改: the item is what the person says.
    Edit(ItemWords),
    /// 驳回: this is no item.
    Reject {
        /// Why.
        reason: String,
    },
    /// 拆分: the item is two, the second from the character `at` on.
    Split {
        /// First character of the second item.
        at: usize,
    },
    /// 合并到上一条: the item is a part of the one before it.
    Merge,
    /// 存疑: somebody has to find out first.
    Ask {
        /// What.
        note: String,
    },
    /// 新增: an item that was not read, in the characters of the anchor.
    Add(ItemWords),
    /// 本段无事项: the paragraph was looked at and holds none.
    Nothing,
    /// The document's rule for lists of departments.
    Rule {
        /// The rule.
        rule: RoleRule,
    },
    /// What a name means that the registry did not know, or knew several times.
    Name {
        /// The name with its prefix.
        name: String,
        /// What it means.
        means: NameMeaning,
    },
    /// The document's own facts.
    Facts(Facts),
}

/// What an unknown name means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameMeaning {
    /// A department of the registry, by its code, in this document only.
    Department(String),
    /// The same, and the name becomes an alias of it, for this and later documents.
    Alias(String),
    /// A department that is to be created.
    Create,
}

/// The facts of a document as a person confirmed them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// Title.
    pub title: String,
    /// 发文字号.
    pub doc_number: String,
    /// 发文机关.
    pub issuer: String,
    /// 成文日期.
    pub issued_on: Option<NaiveDate>,
    /// Name of the 行政区.
    pub jurisdiction: String,
}

/// An item in a person's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemWords {
    /// Goal or task.
    pub kind: ItemKind,
    /// Title.
    pub title: String,
    /// Who answers: role and name, in order.
    pub departments: Vec<(Role, String)>,
    /// Until when.
    pub deadline: Option<DeadlineWords>,
    /// What to reach.
    pub targets: Vec<TargetWords>,
}

/// A deadline in a person's words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineWords {
    /// As printed.
    pub printed: String,
    /// The last day, where there is one.
    pub last: Option<NaiveDate>,
}

/// A target in a person's words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetWords {
    /// What is measured.
    pub name: String,
    /// How it is compared.
    pub comparator: Comparator,
    /// The number.
    pub value: Option<rust_decimal::Decimal>,
    /// The upper number of a range.
    pub upper: Option<rust_decimal::Decimal>,
    /// The grade.
    pub grade: Option<String>,
    /// The direction.
    pub trend: Option<Trend>,
    /// Its unit.
    pub unit: String,
    /// What sort of figure.
    pub kind: TargetKind,
    /// 力争.
    pub soft: bool,
    /// 稳定在.
    pub maintain: bool,
    /// Its last day, where it has one of its own.
    pub last: Option<NaiveDate>,
}

impl From<&Target> for TargetWords {
    fn from(target: &Target) -> Self {
        Self {
            name: target.name.clone(),
            comparator: target.comparator,
            value: target.value,
            upper: target.upper,
            grade: target.grade.clone(),
            trend: target.trend,
            unit: target.unit.clone(),
            kind: target.kind,
            soft: target.soft,
            maintain: target.maintain,
            last: None,
        }
    }
}

impl TargetWords {
    /// The target that the words state.
    pub fn target(&self) -> Target {
        Target {
            name: self.name.clone(),
            comparator: self.comparator,
            value: self.value,
            upper: self.upper,
            grade: self.grade.clone(),
            trend: self.trend,
            unit: self.unit.clone(),
            kind: self.kind,
            soft: self.soft,
            maintain: self.maintain,
        }
    }
}

/// A decision with who made it and when, in the order in which they were made.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// Its number; a later one is larger.
    pub id: i64,
    /// What it is about.
    pub anchor: Anchor,
    /// What.
    pub decision: Decision,
    /// Who, in words for the page.
    pub by: String,
    /// When, in words for the page.
    pub at: String,
}

impl Decision {
    /// What two decisions on one anchor compete for: a later one of the same subject replaces the earlier.
    pub fn subject(&self) -> String {
        match self {
            Self::Accept
            | Self::Edit(_)
            | Self::Reject { .. }
            | Self::Split { .. }
            | Self::Merge
            | Self::Ask { .. } => "item".to_owned(),
            Self::Add(_) => "add".to_owned(),
            Self::Nothing => "nothing".to_owned(),
            Self::Rule { .. } => "rule".to_owned(),
            Self::Name { name, .. } => format!("name:{name}"),
            Self::Facts(_) => "facts".to_owned(),
        }
    }

    /// The word for it on a page.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Accept => "采纳",
            Self::Edit(_) => "修改",
            Self::Reject { .. } => "驳回",
            Self::Split { .. } => "拆分",
            Self::Merge => "合并到上一条",
            Self::Ask { .. } => "存疑",
            Self::Add(_) => "新增",
            Self::Nothing => "确认本段无事项",
            Self::Rule { .. } => "确认责任单位的读法",
            Self::Name { .. } => "确认单位",
            Self::Facts(_) => "填写文件信息",
        }
    }
}

/// The decisions that hold: of each subject the newest.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    standing: Vec<Decided>,
}

impl Decisions {
    /// Keeps the newest of each subject. `all` is in the order of their numbers.
    pub fn new(all: Vec<Decided>) -> Self {
        let mut standing: Vec<Decided> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for one in all {
            let anchor = match one.decision {
                // Names, rule and facts are about the whole text, wherever the button stood.
                Decision::Name { .. } | Decision::Rule { .. } | Decision::Facts(_) => [0, 0],
                _ => one.anchor,
            };
            let key = (one.decision.subject(), anchor);
            match places.get(&key) {
                Some(place) => standing[*place] = one,
                None => {
                    places.insert(key, standing.len());
                    standing.push(one);
                }
            }
        }
        Self { standing }
    }

    /// Every decision that holds.
    pub fn iter(&self) -> impl Iterator<Item = &Decided> {
        self.standing.iter()
    }

    /// The document's facts, if a person gave them.
    pub fn facts(&self) -> Option<&Facts> {
        self.iter().find_map(|one| match &one.decision {
            Decision::Facts(facts) => Some(facts),
            _ => None,
        })
    }

    /// The confirmed rule.
    pub fn rule(&self) -> Option<(RoleRule, &Decided)> {
        self.iter().find_map(|one| match one.decision {
            Decision::Rule { rule } => Some((rule, one)),
            _ => None,
        })
    }

    /// What a person said a name means.
    pub fn meaning(&self, name: &str) -> Option<&NameMeaning> {
        self.iter().find_map(|one| match &one.decision {
            Decision::Name { name: known, means } if known == name => Some(means),
            _ => None,
        })
    }

    /// True when the paragraph with this anchor was confirmed to hold no item.
    pub fn is_nothing(&self, anchor: Anchor) -> bool {
        self.iter()
            .any(|one| one.decision == Decision::Nothing && one.anchor == anchor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(id: i64, anchor: Anchor, decision: Decision) -> Decided {
        Decided {
            id,
            anchor,
            decision,
            by: String::new(),
            at: String::new(),
        }
    }

    #[test]
    fn the_newest_decision_of_a_subject_holds() {
        let decisions = Decisions::new(vec![
            decided(1, [3, 9], Decision::Accept),
            decided(
                2,
                [3, 9],
                Decision::Reject {
                    reason: "不是任务".to_owned(),
                },
            ),
            decided(3, [9, 12], Decision::Accept),
            decided(4, [3, 9], Decision::Nothing),
        ]);
        let ids: Vec<i64> = decisions.iter().map(|one| one.id).collect();
        assert_eq!(ids, [2, 3, 4]);
        assert!(decisions.is_nothing([3, 9]) && !decisions.is_nothing([9, 12]));
    }

    #[test]
    fn a_decision_survives_being_stored() {
        let edit = Decision::Edit(ItemWords {
            kind: ItemKind::Task,
            title: "培育名牌".to_owned(),
            departments: vec![(Role::Lead, "自治区质监局".to_owned())],
            deadline: Some(DeadlineWords {
                printed: "年底前".to_owned(),
                last: None,
            }),
            targets: Vec::new(),
        });
        for decision in [edit, Decision::Accept, Decision::Split { at: 7 }] {
            let stored = serde_json::to_value(&decision).expect("stored");
            assert_eq!(
                serde_json::from_value::<Decision>(stored).expect("read"),
                decision
            );
        }
    }
}
