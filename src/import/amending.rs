//! 修订: a document takes the place of an earlier one, in one transaction.
//!
//! Nothing of the old version is altered but that it ended. Items that go on lead to the new ones, and what was
//! reported on them is seen from there; a department that stays is asked for nothing twice, because its standing
//! follows from the reports on all versions. Items that no newer version has are closed. What other documents were to
//! the old version they are to the new one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::PgConnection;

use super::joining::{Joined, follow};
use crate::domain::DocumentLinkKind;
use crate::review::{
    Changes, Comparison, Counts, VersionDeadline, VersionDepartment, VersionItem, VersionTarget,
    compare,
};
use crate::store::amendments::{self, VersionRow, VersionTargetRow};
use crate::store::{consolidations, events, joins, standing};

/// Why a document did not take the place of another.
#[derive(Debug, thiserror::Error)]
pub enum NotAmended {
    /// One of them is not there, or they belong to two regions.
    #[error("只能修订同一行政区的另一份文件")]
    Unfit,
    /// The one that is to be new was there first, or is the new version of another already.
    #[error("后导入、且还不是其他文件新版本的文件，才能作为新版本")]
    Order,
    /// A newer version is there already.
    #[error("《{0}》已有更新的版本，请以最新的版本为准重新比较")]
    Replaced(String),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

/// A version as it is stored: keys, and what comparing needs.
#[derive(Debug, Default)]
pub struct Version {
    /// Keys of the items, in order.
    pub ids: Vec<i64>,
    /// The items, in the same order.
    pub items: Vec<VersionItem>,
    /// Keys of the targets of each item.
    pub target_ids: Vec<Vec<i64>>,
}

impl Version {
    /// Reads a document as comparing needs it.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn load(db: &mut PgConnection, document: i64) -> sqlx::Result<Self> {
        let rows = amendments::items(db, document).await?;
        let mut targets: HashMap<i64, Vec<VersionTargetRow>> = HashMap::new();
        for row in amendments::targets(db, document).await? {
            targets.entry(row.item_id).or_default().push(row);
        }
        let mut version = Self::default();
        for row in rows {
            let own = targets.remove(&row.id).unwrap_or_default();
            version.ids.push(row.id);
            version
                .target_ids
                .push(own.iter().map(|one| one.id).collect());
            version.items.push(item(row, own));
        }
        Ok(version)
    }
}

fn item(row: VersionRow, targets: Vec<VersionTargetRow>) -> VersionItem {
    let departments = row.codes.into_iter().zip(row.names).zip(row.roles);
    VersionItem {
        kind: row.kind,
        locus: row.locus,
        title: row.title,
        body: row.body,
        departments: departments
            .map(|((key, name), role)| VersionDepartment { key, name, role })
            .collect(),
        deadline: row.deadline_printed.map(|printed| VersionDeadline {
            printed,
            last: row.deadline_last,
        }),
        targets: targets
            .into_iter()
            .map(|one| VersionTarget {
                target: one.target,
                last: one.deadline_last,
            })
            .collect(),
    }
}

/// What an amendment did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amended {
    /// The document that ended.
    pub old: i64,
    /// Its title.
    pub title: String,
    /// How many items are what.
    pub counts: Counts,
    /// Documents that were joined with the old version and are now with the new one.
    pub joined: Vec<Joined>,
}

/// Lets a written document take the place of another from its own day on. The caller opens and commits the
/// transaction.
///
/// # Errors
///
/// When the old document has a newer version already, or the two cannot be versions of one.
pub(super) async fn amend(
    tx: &mut PgConnection,
    old: i64,
    new: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> Result<Amended, NotAmended> {
    // In the order of their keys, so that two amendments at once wait for each other instead of blocking each other.
    let first = amendments::lock(tx, old.min(new)).await?;
    let second = amendments::lock(tx, old.max(new)).await?;
    let (before, after) = if old < new {
        (first, second)
    } else {
        (second, first)
    };
    let (Some(before), Some(after)) = (before, after) else {
        return Err(NotAmended::Unfit);
    };
    if before.jurisdiction_id != after.jurisdiction_id {
        return Err(NotAmended::Unfit);
    }
    if old >= new || after.first_id != new {
        return Err(NotAmended::Order);
    }
    if before.replaced_by.is_some() || after.replaced_by.is_some() {
        return Err(NotAmended::Replaced(before.title));
    }
    let day = after.reported_from.max(before.reported_from);
    let (was, is) = (Version::load(tx, old).await?, Version::load(tx, new).await?);
    let comparison = compare(&was.items, &is.items);
    amendments::replace_document(tx, old, new, day).await?;
    write(tx, &was, &is, &comparison, day).await?;
    let joined = move_links(tx, old, new, by, at).await?;
    standing::refresh_some(tx, &is.ids).await?;
    record(tx, (old, new), (&was, &is), &comparison, day, by, at).await?;
    Ok(Amended {
        old,
        title: before.title,
        counts: comparison.counts(),
        joined,
    })
}

/// Ends what the new version does not have, and lets go on what it has.
async fn write(
    tx: &mut PgConnection,
    was: &Version,
    is: &Version,
    comparison: &Comparison,
    day: NaiveDate,
) -> sqlx::Result<()> {
    let old: Vec<i64> = comparison
        .continued
        .iter()
        .map(|one| was.ids[one.old])
        .collect();
    let new: Vec<i64> = comparison
        .continued
        .iter()
        .map(|one| is.ids[one.new])
        .collect();
    amendments::continue_items(tx, &old, &new, day).await?;
    consolidations::carry(tx, &old, &new).await?;
    let removed: Vec<i64> = comparison.removed.iter().map(|one| was.ids[*one]).collect();
    amendments::repeal(tx, &removed, day).await?;
    let targets = comparison.continued.iter().flat_map(|one| {
        let both = one.targets.iter().filter_map(|pair| pair.old.zip(pair.new));
        both.map(|(before, after)| {
            (
                was.target_ids[one.old][before],
                is.target_ids[one.new][after],
            )
        })
    });
    let (old, new): (Vec<i64>, Vec<i64>) = targets.unzip();
    amendments::continue_targets(tx, &old, &new).await
}

/// Lets the documents that belong to the old version belong to the new one.
async fn move_links(
    tx: &mut PgConnection,
    old: i64,
    new: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<Joined>> {
    let mut joined = Vec::new();
    // The documents that one document belongs to are few.
    for link in joins::links_in_force(tx, old).await? {
        joined.push(follow(tx, link, old, new, by, at).await?);
    }
    joins::insert(tx, new, old, DocumentLinkKind::Amends).await?;
    Ok(joined)
}

async fn record(
    tx: &mut PgConnection,
    (old, new): (i64, i64),
    (was, is): (&Version, &Version),
    comparison: &Comparison,
    day: NaiveDate,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let counts = comparison.counts();
    let after = json!({
        "replaces": old,
        "from": day,
        "added": counts.added,
        "changed": counts.changed,
        "repealed": counts.removed,
        "renumbered": counts.renumbered,
        "unchanged": counts.unchanged,
    });
    let event = events::Event {
        actor: by,
        action: "document.amend",
        document: Some(new),
        after: Some(after),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    let replaced = comparison.continued.iter().map(|one| events::ItemEvent {
        action: "item.replace",
        item: was.ids[one.old],
        after: json!({ "from": day, "item": is.ids[one.new], "changes": changes(one.changes) }),
    });
    let repealed = comparison.removed.iter().map(|one| events::ItemEvent {
        action: "item.repeal",
        item: was.ids[*one],
        after: json!({ "from": day }),
    });
    let all: Vec<events::ItemEvent> = replaced.chain(repealed).collect();
    events::record_items(tx, at, by, &all).await
}

/// What changed, in words.
pub fn changes(changes: Changes) -> String {
    let each = [
        (changes.reworded, "文字"),
        (changes.departments, "责任单位"),
        (changes.deadline, "时限"),
        (changes.targets, "指标"),
        (changes.renumbered, "编号"),
    ];
    let words: Vec<&str> = each
        .into_iter()
        .filter(|one| one.0)
        .map(|one| one.1)
        .collect();
    match words.is_empty() {
        true => "没有变化".to_owned(),
        false => format!("{}有变化", words.join("、")),
    }
}

/// Takes an amendment back: both documents stand beside each other. What was reported stays where it was reported.
pub(super) async fn separate(tx: &mut PgConnection, old: i64, new: i64) -> Result<(), NotAmended> {
    let before = amendments::lock(tx, old).await?.ok_or(NotAmended::Unfit)?;
    let after = amendments::lock(tx, new).await?.ok_or(NotAmended::Unfit)?;
    if before.replaced_by != Some(new) || after.replaced_by.is_some() {
        return Err(NotAmended::Replaced(after.title));
    }
    let items = amendments::separate(tx, old, new).await?;
    for document in [old, new] {
        joins::settle_served(tx, document).await?;
        super::conflicting::settle(tx, document).await?;
    }
    standing::refresh_some(tx, &items).await?;
    Ok(())
}
