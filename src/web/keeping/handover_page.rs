//! The dry run of one handover: what passes on, to whom, and what has to be asked.

use askama::Template;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::registry::SuccessionKind;
use crate::store::handovers::{self, OpenItem, Successor};
use crate::store::kept_departments::KeptDepartment;
use crate::store::passages::Passage;
use crate::web::components::{Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::Fields;
use crate::web::page::{Link, Shell};
use crate::web::{paths, wording};

/// The page.
#[derive(Debug, Template)]
#[template(path = "registry/handover.html")]
pub struct HandoverPage {
    shell: Shell,
    action: String,
    from: String,
    /// What has come or is to come, as sentences.
    sentences: Vec<String>,
    coming: Vec<String>,
    total: i64,
    unsent: i64,
    /// Successors for whom nobody can report yet.
    without_account: Vec<String>,
    /// Every item passes to the same one; else it is asked item by item.
    whole: Option<String>,
    digest: String,
    rows: Vec<Row>,
    rest: Vec<Choice>,
    pager: Pager,
    page: i64,
    /// What is open changed since the page was made.
    pub moved: bool,
    /// The form chose nothing.
    pub nothing: bool,
}

#[derive(Debug)]
struct Row {
    id: i64,
    item: Link,
    locus: String,
    document: String,
    printed: String,
    role: &'static str,
    progress: String,
    unsent: bool,
    choices: Vec<Choice>,
}

/// To whom an item may pass: value, words, chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

/// A handover: who passes on, to whom, and what.
#[derive(Debug)]
pub struct Handover {
    /// The department that ended.
    pub from: KeptDepartment,
    /// Those that follow it up to today.
    pub successors: Vec<Successor>,
    /// The keys of everything that is open.
    pub open: Vec<i64>,
}

impl Handover {
    /// Loads a handover.
    ///
    /// # Errors
    ///
    /// When the database cannot be asked.
    pub async fn load(
        db: &mut PgConnection,
        from: KeptDepartment,
        today: NaiveDate,
    ) -> sqlx::Result<Self> {
        let successors = handovers::successors(db, from.id, today).await?;
        let open = match successors.is_empty() {
            true => Vec::new(),
            false => handovers::open_keys(db, from.id).await?,
        };
        Ok(Self {
            from,
            successors,
            open,
        })
    }

    /// The one successor to whom everything passes, if there is one: renamed or merged into.
    pub fn whole(&self) -> Option<&Successor> {
        match self.successors.as_slice() {
            [only] if only.kind != SuccessionKind::Split => Some(only),
            _ => None,
        }
    }

    /// What a page was made from, so that it can be told whether it still holds.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for one in &self.successors {
            hash.update(format!("{} {};", one.id, one.on_date));
        }
        for item in &self.open {
            hash.update(format!("{item},"));
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    /// Everything, to the one successor.
    pub fn everything(&self) -> Vec<Passage> {
        let Some(to) = self.whole() else {
            return Vec::new();
        };
        let passage = |item: &i64| Passage {
            item: *item,
            to: to.id,
            on: to.on_date,
        };
        self.open.iter().map(passage).collect()
    }

    /// What was chosen item by item. A choice is the key of a successor, or `all`.
    pub fn chosen(&self, fields: &Fields) -> Vec<Passage> {
        let rest = fields.text("rest");
        let mut passages = Vec::new();
        for (name, value) in &fields.0 {
            let item = name.strip_prefix("to-").and_then(|key| key.parse().ok());
            let Some(item) = item.filter(|item| self.open.binary_search(item).is_ok()) else {
                continue;
            };
            let value = if value.is_empty() {
                rest
            } else {
                value.as_str()
            };
            let taken = self
                .successors
                .iter()
                .filter(|one| value == "all" || one.id.to_string() == value);
            passages.extend(taken.map(|one| Passage {
                item,
                to: one.id,
                on: one.on_date,
            }));
        }
        passages
    }

    fn choices(&self, typed: &str, none: &str) -> Vec<Choice> {
        let choice = |value: String, words: String| Choice {
            chosen: value == typed,
            value,
            words,
        };
        let mut choices = vec![choice(String::new(), none.to_owned())];
        for one in &self.successors {
            let words = match one.scope.as_str() {
                "" => one.short_name.clone(),
                scope => format!("{}（{scope}）", one.short_name),
            };
            choices.push(choice(one.id.to_string(), words));
        }
        if self.successors.len() > 1 {
            choices.push(choice("all".to_owned(), "都承接".to_owned()));
        }
        choices
    }
}

impl HandoverPage {
    /// Loads the page of a handover, with what was chosen on it.
    ///
    /// # Errors
    ///
    /// When the database cannot be asked.
    pub async fn load(
        db: &mut PgConnection,
        shell: Shell,
        handover: &Handover,
        slice: Slice,
        today: NaiveDate,
        fields: &Fields,
    ) -> Result<Self, Error> {
        let from = handover.from.id;
        let (limit, offset) = (slice.size, slice.offset());
        let items = match handover.open.is_empty() {
            true => Vec::new(),
            false => handovers::open_items(db, from, limit, offset).await?,
        };
        let unsent = handovers::unsent(db, from).await?;
        let coming = handovers::coming(db, from, today).await?;
        Ok(Self::new(
            shell,
            handover,
            slice,
            (items, unsent, coming),
            fields,
        ))
    }

    fn new(
        shell: Shell,
        handover: &Handover,
        slice: Slice,
        (items, unsent, coming): (Vec<OpenItem>, i64, Vec<(NaiveDate, String)>),
        fields: &Fields,
    ) -> Self {
        let from = &handover.from;
        let total = i64::try_from(handover.open.len()).unwrap_or(i64::MAX);
        let pager = Pager::new(slice, total, |page| {
            paths::registry_handover_page(from.id, page)
        });
        let sentence = |one: &Successor| {
            let scope = match one.scope.as_str() {
                "" => String::new(),
                scope => format!("（{scope}）"),
            };
            let date = wording::date(one.on_date);
            match one.kind {
                SuccessionKind::Rename => format!("{date} 起更名为 {}{scope}", one.short_name),
                SuccessionKind::Merge => format!("{date} 起并入 {}{scope}", one.short_name),
                SuccessionKind::Split => format!("{date} 起部分职责划入 {}{scope}", one.short_name),
            }
        };
        let mute = handover.successors.iter().filter(|one| one.accounts == 0);
        let coming = coming
            .into_iter()
            .map(|(on, to)| format!("将于 {} 由 {to} 承接", wording::date(on)));
        let rows = items.into_iter().map(|item| {
            let typed = fields.text(&format!("to-{}", item.id)).to_owned();
            Row::new(item, handover.choices(&typed, "暂不移交"))
        });
        Self {
            shell: shell
                .titled(format!("移交：{}", from.short_name))
                .under(paths::REGISTRY, "单位库")
                .under(paths::REGISTRY_SUCCESSIONS, "沿革"),
            action: paths::registry_handover(from.id),
            from: from.short_name.clone(),
            sentences: handover.successors.iter().map(sentence).collect(),
            coming: coming.collect(),
            total,
            unsent,
            without_account: mute.map(|one| one.short_name.clone()).collect(),
            whole: handover.whole().map(|one| one.short_name.clone()),
            digest: handover.digest(),
            rows: rows.collect(),
            rest: handover.choices(fields.text("rest"), "不变"),
            pager,
            page: slice.page,
            moved: false,
            nothing: false,
        }
    }
}

impl Row {
    fn new(item: OpenItem, choices: Vec<Choice>) -> Self {
        let through = item.reported_through.map_or_else(
            || "尚未填报".to_owned(),
            |day| format!("报至 {}", wording::date(day)),
        );
        Self {
            id: item.id,
            item: Link::new(paths::item(item.id), item.title),
            locus: item.locus,
            document: wording::shortened(&item.document, 24),
            printed: item.printed.join("、"),
            role: item.role.map_or("由成员填报", crate::domain::Role::label),
            progress: match item.progress {
                Some(progress) => format!("{}，{through}", progress.label()),
                None => String::new(),
            },
            unsent: item.unsent,
            choices,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::DepartmentKind;

    fn successor(id: i64, kind: SuccessionKind) -> Successor {
        Successor {
            id,
            short_name: format!("承接单位{id}"),
            on_date: "2018-11-28".parse().expect("a date"),
            kind,
            scope: String::new(),
            accounts: 0,
        }
    }

    fn handover(successors: Vec<Successor>) -> Handover {
        Handover {
            from: KeptDepartment {
                id: 1,
                code: "xj.syj".to_owned(),
                jurisdiction_id: 1,
                jurisdiction_code: "65".to_owned(),
                jurisdiction: "新疆维吾尔自治区".to_owned(),
                name: String::new(),
                short_name: "自治区食药监局".to_owned(),
                kind: DepartmentKind::Government,
                order: 1,
                valid_from: None,
                valid_to: None,
                confidence: String::new(),
                source: String::new(),
                version: 1,
                merged_into: None,
            },
            successors,
            open: vec![10, 11, 12],
        }
    }

    #[test]
    fn a_rename_and_a_merger_pass_everything_on_and_a_split_nothing_of_itself() {
        let merged = handover(vec![successor(7, SuccessionKind::Merge)]);
        assert_eq!(merged.everything().len(), 3);
        let split = handover(vec![
            successor(7, SuccessionKind::Split),
            successor(8, SuccessionKind::Split),
        ]);
        assert!(split.whole().is_none() && split.everything().is_empty());
        let alone = handover(vec![successor(7, SuccessionKind::Split)]);
        assert!(alone.whole().is_none(), "a part of it may stay");
    }

    #[test]
    fn items_pass_to_whom_they_were_given_and_to_nobody_else() {
        let split = handover(vec![
            successor(7, SuccessionKind::Split),
            successor(8, SuccessionKind::Split),
        ]);
        let typed = Fields(
            [
                ("to-10", "7"),
                ("to-11", "all"),
                ("to-12", ""),
                ("to-99", "7"),
                ("to-abc", "7"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        );
        let chosen: Vec<(i64, i64)> = split
            .chosen(&typed)
            .iter()
            .map(|one| (one.item, one.to))
            .collect();
        assert_eq!(chosen, [(10, 7), (11, 7), (11, 8)]);
    }
}
