//! What a department is called, was and became.

use chrono::NaiveDate;

use crate::registry::SuccessionKind;
use crate::store::department_history::{FormerLine, RosterLine, SuccessionLine};
use crate::store::departments::Department;
use crate::web::page::Link;
use crate::web::{paths, wording};

/// A step of its history.
pub(super) struct Succession {
    pub(super) date: String,
    pub(super) kind: &'static str,
    pub(super) other: String,
    pub(super) href: Option<String>,
    pub(super) scope: String,
    pub(super) confidence: &'static str,
}

/// A member, or a body of which it is one.
pub(super) struct Member {
    pub(super) name: String,
    pub(super) href: Option<String>,
}

/// An item for which it answered once.
pub(super) struct Former {
    pub(super) item: Link,
    pub(super) document: String,
    pub(super) what: String,
}

/// The facts of a department.
pub(super) fn facts(department: &Department) -> Vec<(&'static str, String)> {
    let life = match (department.valid_from, department.valid_to) {
        (None, None) => "起止日期不详，视为一直存续".to_owned(),
        (from, to) => {
            let from = from.map_or_else(|| "不详".to_owned(), wording::date);
            let to = to.map_or_else(|| "至今".to_owned(), last_day);
            format!("{from} — {to}")
        }
    };
    vec![
        ("全称", department.name.clone()),
        ("性质", department.kind.label().to_owned()),
        ("行政区", department.jurisdiction.clone()),
        ("名称存续", life),
        ("代码", department.code.clone()),
        (
            "资料来源",
            format!(
                "{}（可靠程度：{}）",
                source(&department.source),
                confidence(&department.confidence)
            ),
        ),
    ]
}

/// The stored day is the first one after.
fn last_day(after: NaiveDate) -> String {
    wording::date(after.pred_opt().unwrap_or(after))
}

/// Where a line comes from.
fn source(code: &str) -> String {
    let words = if code.is_empty() { "未注明" } else { code };
    words.to_owned()
}

fn confidence(code: &str) -> &'static str {
    match code {
        "high" => "高",
        "medium" => "中，宜核对",
        "low" => "低，须核对",
        _ => "未注明",
    }
}

impl Succession {
    pub(super) fn new(line: SuccessionLine) -> Self {
        Self {
            date: wording::date(line.on_date),
            kind: match (line.kind, line.onward) {
                (SuccessionKind::Rename, true) => "更名为",
                (SuccessionKind::Rename, false) => "由它更名而来",
                (SuccessionKind::Merge, true) => "并入",
                (SuccessionKind::Merge, false) => "它并入本单位",
                (SuccessionKind::Split, true) => "部分职责划入",
                (SuccessionKind::Split, false) => "它的部分职责划入本单位",
            },
            href: line.visible.then(|| paths::department(line.other_id)),
            other: line.other,
            scope: line.scope,
            confidence: confidence(&line.confidence),
        }
    }
}

impl Former {
    pub(super) fn new(line: FormerLine) -> Self {
        let since = wording::date(line.ended_on);
        Self {
            item: Link::new(
                paths::item(line.item_id),
                format!("{} {}", line.locus, line.title),
            ),
            document: wording::shortened(&line.document, 24),
            what: match line.successors.as_slice() {
                [] => format!("{since} 起不再填报"),
                successors => format!("{since} 起由 {} 承接", successors.join("、")),
            },
        }
    }
}

impl Member {
    pub(super) fn new(line: RosterLine) -> Self {
        Self {
            href: line.visible.then(|| paths::department(line.other_id)),
            name: line.other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_told_from_the_side_that_is_looked_at() {
        let step = |kind, onward| {
            Succession::new(SuccessionLine {
                other_id: 3,
                other: "市场监督管理局".to_owned(),
                onward,
                on_date: "2018-11-28".parse().expect("a date"),
                kind,
                scope: String::new(),
                confidence: "medium".to_owned(),
                visible: onward,
            })
        };
        let after = step(SuccessionKind::Merge, true);
        assert_eq!(
            (after.kind, after.href.as_deref(), after.confidence),
            ("并入", Some("/departments/3"), "中，宜核对")
        );
        let before = step(SuccessionKind::Split, false);
        assert_eq!((before.kind, before.href), ("它的部分职责划入本单位", None));
    }
}
