//! Joining a document with those that it names, or that name it, whichever arrived first.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde_json::json;
use sqlx::PgConnection;

use crate::domain::DocumentLinkKind;
use crate::review::{Join, JoinItem, JoinTarget, join};
use crate::store::events;
use crate::store::joins::{self, JoinRow, NewItemLink};

/// Two documents that were joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The one that names the other.
    pub from: i64,
    /// The one that is named.
    pub to: i64,
    /// How they belong together.
    pub kind: DocumentLinkKind,
    /// Items that say the same.
    pub items: usize,
    /// Numbers that goal lines took from the other document.
    pub supplied: usize,
    /// Targets of the other document that no goal line asks for.
    pub unmatched_targets: usize,
}

/// Joins a document with every document that names it or that it names.
pub(super) async fn join_named(
    tx: &mut PgConnection,
    document: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<Joined>> {
    let mut joined = Vec::new();
    for named in joins::named_with(tx, document).await? {
        joined.push(join_pair(tx, named.from, named.to, by, at).await?);
    }
    Ok(joined)
}

async fn join_pair(
    tx: &mut PgConnection,
    from: i64,
    to: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<Joined> {
    let notice = joins::join_rows(tx, from).await?;
    let decision = joins::join_rows(tx, to).await?;
    let found = join(&as_items(&notice), &as_items(&decision));
    let kind = kind(&found, &notice, &decision);
    let link = joins::insert(tx, from, to, kind).await?;
    if kind == DocumentLinkKind::Assigns {
        write_pairs(tx, link, &found, &notice, &decision).await?;
        write_supplies(tx, &found, &notice, &decision).await?;
    }
    let assigns = kind == DocumentLinkKind::Assigns;
    let joined = Joined {
        from,
        to,
        kind,
        items: if assigns { found.pairs.len() } else { 0 },
        supplied: if assigns { found.supplies.len() } else { 0 },
        unmatched_targets: if assigns {
            found.unmatched_targets.len()
        } else {
            0
        },
    };
    let event = events::Event {
        actor: by,
        action: "document.join",
        document: Some(from),
        after: Some(
            json!({ "to": to, "kind": kind, "items": joined.items, "targets": joined.supplied }),
        ),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    Ok(joined)
}

fn as_items(rows: &[JoinRow]) -> Vec<JoinItem> {
    rows.iter()
        .map(|row| JoinItem {
            kind: row.kind,
            title: row.title.clone(),
            body: row.body.clone(),
            indicators: row.indicators.clone(),
            targets: row
                .target_names
                .iter()
                .map(|name| JoinTarget { name: name.clone() })
                .collect(),
        })
        .collect()
}

/// A notice that names departments for items of a document that names none hands out that document's work; one that
/// repeats nothing of it only cites it.
fn kind(found: &Join, notice: &[JoinRow], decision: &[JoinRow]) -> DocumentLinkKind {
    let assigned = notice.iter().any(|row| row.departments > 0);
    let unassigned = found
        .pairs
        .iter()
        .filter(|pair| decision[pair.decision].departments == 0)
        .count();
    if assigned && unassigned * 2 > decision.len().min(notice.len()) {
        DocumentLinkKind::Assigns
    } else if found.pairs.len() * 2 > decision.len() {
        DocumentLinkKind::Implements
    } else {
        DocumentLinkKind::Cites
    }
}

async fn write_pairs(
    tx: &mut PgConnection,
    link: i64,
    found: &Join,
    notice: &[JoinRow],
    decision: &[JoinRow],
) -> sqlx::Result<()> {
    let pair = |pair: &crate::review::Pair| NewItemLink {
        from: notice[pair.notice].id,
        to: decision[pair.decision].id,
        similarity: Decimal::from_f64(pair.similarity)
            .unwrap_or_default()
            .round_dp(4),
        identical: pair.identical,
    };
    joins::insert_items(tx, link, &found.pairs.iter().map(pair).collect::<Vec<_>>()).await
}

async fn write_supplies(
    tx: &mut PgConnection,
    found: &Join,
    notice: &[JoinRow],
    decision: &[JoinRow],
) -> sqlx::Result<()> {
    let items: Vec<i64> = found
        .supplies
        .iter()
        .map(|one| notice[one.goal.item].id)
        .collect();
    let targets: Vec<i64> = found
        .supplies
        .iter()
        .map(|one| decision[one.target.item].target_ids[one.target.index])
        .collect();
    joins::supply(tx, &items, &targets).await?;
    // The item that the numbers come from is now reported on line by line.
    let mut sources: Vec<i64> = found
        .supplies
        .iter()
        .map(|one| decision[one.target.item].id)
        .collect();
    sources.sort_unstable();
    sources.dedup();
    joins::serve(tx, &sources).await
}
