//! One item of an outline, and what it is to items of other documents.

use std::collections::HashMap;

use super::whole;
use crate::store::counterparts::{PairedItem, SuppliedItem};
use crate::store::outlines::OutlineItem;
use crate::web::components::progress_tone;
use crate::web::page::Link;
use crate::web::{paths, wording};

/// An item.
#[derive(Debug)]
pub(super) struct Row {
    /// Its page.
    pub(super) href: String,
    /// Its clause.
    pub(super) clause: String,
    /// As people cite it.
    pub(super) locus: String,
    /// Title.
    pub(super) title: String,
    /// Goal or task.
    pub(super) kind: &'static str,
    /// It is a part of another item.
    pub(super) inner: bool,
    /// `自治区质监局、自治区工商局等 5 个单位`.
    pub(super) departments: String,
    /// `2 项指标`.
    pub(super) targets: String,
    /// Where it stands; nothing when nobody is asked about it here.
    pub(super) progress: Option<(&'static str, &'static str)>,
    /// Why nobody is asked about it here, and the item that took its place in a newer version.
    pub(super) instead: (&'static str, Option<String>),
    /// What it is to other documents.
    pub(super) counterparts: Vec<Counterpart>,
}

/// What an item is to an item of another document.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Counterpart {
    /// Words before the link.
    pub(super) before: &'static str,
    /// The other item.
    pub(super) link: Link,
    /// Words after the link.
    pub(super) after: String,
    /// Both wordings side by side, where they differ.
    pub(super) difference: Option<String>,
}

/// The items of other documents that this one's belong to.
#[derive(Debug, Default)]
pub(super) struct Counterparts {
    /// Titles of the other documents.
    pub(super) titles: HashMap<i64, String>,
    /// Items that say the same.
    pub(super) paired: Vec<PairedItem>,
    /// Items that give or take numbers.
    pub(super) supplied: Vec<SuppliedItem>,
}

/// The longest title of another document, in characters.
const TITLE: usize = 16;

impl Row {
    /// An item as it is shown.
    pub(super) fn new(document: i64, item: OutlineItem, counterparts: &Counterparts) -> Self {
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
            instead: match (item.replaced_by, item.closed) {
                (Some(next), _) => ("新版本接续", Some(paths::item(next))),
                (None, true) => ("已废止", None),
                (None, false) => ("已承接", None),
            },
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
