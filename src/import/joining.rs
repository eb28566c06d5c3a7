//! Joining a document with those that it names, or that name it, whichever arrived first.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde_json::json;
use sqlx::PgConnection;

use super::amending::{NotAmended, amend, separate};
use crate::domain::DocumentLinkKind;
use crate::review::{Join, JoinItem, JoinTarget, Pair, Supply, join};
use crate::store::events;
use crate::store::joins::{self, JoinRow, Linked, NewItemLink};

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
    let both = Both::load(tx, from, to).await?;
    let kind = both.kind();
    both.write(tx, kind, by, at).await
}

/// Joins two documents in a way that a person chose, or that holds for an earlier version.
pub(super) async fn join_as(
    tx: &mut PgConnection,
    from: i64,
    to: i64,
    kind: DocumentLinkKind,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<Joined> {
    Both::load(tx, from, to)
        .await?
        .write(tx, kind, by, at)
        .await
}

/// Lets a document that belongs to an old version belong to the new one in the same way. The old link stays, for
/// whoever looks at the old version; what it lent and served it lends and serves no more.
pub(super) async fn follow(
    tx: &mut PgConnection,
    link: Linked,
    old: i64,
    new: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<Joined> {
    let moved = |document: i64| if document == old { new } else { document };
    let (from, to) = (moved(link.from), moved(link.to));
    if link.to == old {
        joins::take_back(tx, link.from, old).await?;
    }
    join_as(tx, from, to, link.kind, by, at).await
}

/// What joining two documents would do, for a person to look at before it is done.
///
/// # Errors
///
/// When the database refuses.
pub async fn foresee(db: &mut PgConnection, from: i64, to: i64) -> sqlx::Result<Foreseen> {
    let both = Both::load(db, from, to).await?;
    let (notice, decision) = (&both.notice, &both.decision);
    let place = |row: &JoinRow| (row.id, row.locus.clone(), row.title.clone());
    let pair = |pair: &Pair| {
        let (notice, decision) = (&notice[pair.notice], &decision[pair.decision]);
        (place(notice), place(decision), pair.identical)
    };
    let supply = |one: &Supply| {
        let (goal, source) = (&notice[one.goal.item], &decision[one.target.item]);
        (place(goal), source.target_names[one.target.index].clone())
    };
    Ok(Foreseen {
        suggested: both.kind(),
        pairs: both.found.pairs.iter().map(pair).collect(),
        supplies: both.found.supplies.iter().map(supply).collect(),
        unmatched_from: both.found.unmatched_notice.len(),
        unmatched_to: both.found.unmatched_decision.len(),
    })
}

/// An item by key, locus and title.
pub type Place = (i64, String, String);

/// What joining two documents would do.
#[derive(Debug, Clone)]
pub struct Foreseen {
    /// How they would be joined if nobody chose.
    pub suggested: DocumentLinkKind,
    /// Items that say the same, and whether in the same words.
    pub pairs: Vec<(Place, Place, bool)>,
    /// Goal lines and the indicators whose numbers they would take.
    pub supplies: Vec<(Place, String)>,
    /// Items of the first without a counterpart.
    pub unmatched_from: usize,
    /// Items of the other without a counterpart.
    pub unmatched_to: usize,
}

/// Two documents and how their items match.
struct Both {
    from: i64,
    to: i64,
    notice: Vec<JoinRow>,
    decision: Vec<JoinRow>,
    found: Join,
}

impl Both {
    async fn load(tx: &mut PgConnection, from: i64, to: i64) -> sqlx::Result<Self> {
        let notice = joins::join_rows(tx, from).await?;
        let decision = joins::join_rows(tx, to).await?;
        let found = join(&as_items(&notice), &as_items(&decision));
        Ok(Self {
            from,
            to,
            notice,
            decision,
            found,
        })
    }

    /// A notice that names departments for items of a document that names none hands out that document's work; one
    /// that repeats nothing of it only cites it, and so does one that repeats all of it: to carry a document out is
    /// not to say it again.
    fn kind(&self) -> DocumentLinkKind {
        let Self {
            notice,
            decision,
            found,
            ..
        } = self;
        let assigned = notice.iter().any(|row| row.departments > 0);
        let unassigned = found
            .pairs
            .iter()
            .filter(|pair| decision[pair.decision].departments == 0)
            .count();
        let again = found.pairs.len() * 10 >= decision.len().max(notice.len()) * 8;
        if assigned && unassigned * 2 > decision.len().min(notice.len()) {
            DocumentLinkKind::Assigns
        } else if found.pairs.len() * 2 > decision.len() && !again {
            DocumentLinkKind::Implements
        } else {
            DocumentLinkKind::Cites
        }
    }

    async fn write(
        &self,
        tx: &mut PgConnection,
        kind: DocumentLinkKind,
        by: Option<i64>,
        at: DateTime<Utc>,
    ) -> sqlx::Result<Joined> {
        let link = joins::insert(tx, self.from, self.to, kind).await?;
        let assigns = kind == DocumentLinkKind::Assigns;
        if assigns {
            write_pairs(tx, link, &self.found, &self.notice, &self.decision).await?;
            write_supplies(tx, &self.found, &self.notice, &self.decision).await?;
            joins::settle_served(tx, self.to).await?;
        }
        let count = |list: usize| if assigns { list } else { 0 };
        let joined = Joined {
            from: self.from,
            to: self.to,
            kind,
            items: count(self.found.pairs.len()),
            supplied: count(self.found.supplies.len()),
            unmatched_targets: count(self.found.unmatched_targets.len()),
        };
        let event = events::Event {
            actor: by,
            action: "document.join",
            document: Some(self.from),
            after: Some(
                json!({ "to": self.to, "kind": kind, "items": joined.items, "targets": joined.supplied }),
            ),
            ..events::Event::default()
        };
        events::record(tx, at, event).await?;
        Ok(joined)
    }
}

/// Takes a link back, with everything that rests on it. The caller opens and commits the transaction.
///
/// # Errors
///
/// When the link joins two versions of which the newer one has a newer one itself.
pub async fn part(
    tx: &mut PgConnection,
    link: Linked,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> Result<(), NotAmended> {
    let Linked { from, to, kind, .. } = link;
    joins::remove(tx, link.id).await?;
    match kind {
        DocumentLinkKind::Assigns => {
            joins::take_back(tx, from, to).await?;
            joins::settle_served(tx, to).await?;
        }
        DocumentLinkKind::Amends => separate(tx, to, from).await?,
        DocumentLinkKind::Implements | DocumentLinkKind::Cites => {}
    }
    let event = events::Event {
        actor: by,
        action: "document.part",
        document: Some(from),
        before: Some(json!({ "to": to, "kind": kind })),
        after: Some(json!({ "to": to })),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    Ok(())
}

/// Joins two documents by hand. The caller opens and commits the transaction.
///
/// # Errors
///
/// When one is to replace the other and cannot.
pub async fn join_by_hand(
    tx: &mut PgConnection,
    from: i64,
    to: i64,
    kind: DocumentLinkKind,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> Result<(), NotAmended> {
    if kind == DocumentLinkKind::Amends {
        amend(tx, to, from, by, at).await?;
        for document in [to, from] {
            super::conflicting::settle(tx, document).await?;
        }
        return Ok(());
    }
    join_as(tx, from, to, kind, by, at).await?;
    Ok(())
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

async fn write_pairs(
    tx: &mut PgConnection,
    link: i64,
    found: &Join,
    notice: &[JoinRow],
    decision: &[JoinRow],
) -> sqlx::Result<()> {
    let pair = |pair: &Pair| NewItemLink {
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
    joins::supply(tx, &items, &targets).await
}
