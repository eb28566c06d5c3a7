//! Documents that belong together, and their items.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Comparator, DocumentLinkKind, Target, TargetKind, Trend};

/// A document linked with another, as its page shows it.
#[derive(Debug, Clone)]
pub struct LinkLine {
    /// Key of the link.
    pub id: i64,
    /// How they belong together.
    pub kind: DocumentLinkKind,
    /// True when the other document is the one that is served.
    pub outgoing: bool,
    /// Key of the other document.
    pub other_id: i64,
    /// Its title.
    pub other: String,
    /// Its number.
    pub doc_number: Option<String>,
    /// How many items say the same.
    pub items: i64,
    /// How many of them differ in wording.
    pub reworded: i64,
}

/// The links of a document.
pub async fn of_document(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<LinkLine>> {
    sqlx::query_as!(
        LinkLine,
        r#"select l.id, l.kind as "kind: DocumentLinkKind", (l.from_document_id = $1) as "outgoing!", o.id as other_id,
                  o.title as other, o.doc_number,
                  (select count(*) from item_link x where x.link_id = l.id) as "items!",
                  (select count(*) from item_link x where x.link_id = l.id and not x.identical) as "reworded!"
           from document_link l
           join document o on o.id = case when l.from_document_id = $1 then l.to_document_id else l.from_document_id end
           where $1 in (l.from_document_id, l.to_document_id) order by l.id"#,
        document
    )
    .fetch_all(db)
    .await
}

/// A link: which documents, and how.
#[derive(Debug, Clone)]
pub struct Link {
    /// Key of the notice.
    pub from_id: i64,
    /// Its title.
    pub from: String,
    /// Its 文种.
    pub from_kind: String,
    /// Key of the decision.
    pub to_id: i64,
    /// Its title.
    pub to: String,
    /// Its 文种.
    pub to_kind: String,
    /// How they belong together.
    pub kind: DocumentLinkKind,
}

/// The link with this key, if both documents are within reach.
pub async fn find(db: &mut PgConnection, reach: &Reach, id: i64) -> sqlx::Result<Option<Link>> {
    sqlx::query_as!(
        Link,
        r#"select f.id as from_id, f.title as "from", f.kind as from_kind, t.id as to_id, t.title as "to",
                  t.kind as to_kind, l.kind as "kind: DocumentLinkKind"
           from document_link l join document f on f.id = l.from_document_id join document t on t.id = l.to_document_id
           where l.id = $2 and ($1::bigint[] is null or (f.jurisdiction_id = any($1) and t.jurisdiction_id = any($1)))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// How many items of either document a link matches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinkCounts {
    /// Items of the notice.
    pub from_items: i64,
    /// Items of the decision.
    pub to_items: i64,
    /// Pairs that say the same in the same words.
    pub identical: i64,
    /// Pairs that say the same in other words.
    pub reworded: i64,
}

/// How many items of either document a link matches.
pub async fn counts(db: &mut PgConnection, link: i64) -> sqlx::Result<LinkCounts> {
    sqlx::query_as!(
        LinkCounts,
        r#"select (select count(*) from item i where i.document_id = l.from_document_id) as "from_items!",
                  (select count(*) from item i where i.document_id = l.to_document_id) as "to_items!",
                  (select count(*) from item_link x where x.link_id = l.id and x.identical) as "identical!",
                  (select count(*) from item_link x where x.link_id = l.id and not x.identical) as "reworded!"
           from document_link l where l.id = $1"#,
        link
    )
    .fetch_one(db)
    .await
}

/// Two items that say the same, with both wordings.
#[derive(Debug, Clone)]
pub struct PairLine {
    /// Key in the notice.
    pub from_id: i64,
    /// Locus in the notice.
    pub from_locus: String,
    /// Text in the notice.
    pub from_body: String,
    /// Key in the decision.
    pub to_id: i64,
    /// Locus in the decision.
    pub to_locus: String,
    /// Text in the decision.
    pub to_body: String,
    /// Title.
    pub title: String,
    /// Share of the text that agrees.
    pub similarity: Decimal,
    /// Only punctuation differs.
    pub identical: bool,
}

/// The matched items of a link in the order of the notice, of them those in the same words or those in others,
/// `limit` from `offset` on.
pub async fn pairs(
    db: &mut PgConnection,
    link: i64,
    identical: bool,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<PairLine>> {
    sqlx::query_as!(
        PairLine,
        r#"select f.id as from_id, f.locus as from_locus, f.body as from_body, t.id as to_id, t.locus as to_locus,
                  t.body as to_body, f.title, x.similarity, x.identical
           from item_link x join item f on f.id = x.from_item_id join item t on t.id = x.to_item_id
           where x.link_id = $1 and x.identical = $2 order by f.ordinal, t.ordinal limit $3 offset $4"#,
        link,
        identical,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// A goal line with a number that the decision gives it.
#[derive(Debug, Clone)]
pub struct SupplyLine {
    /// Key of the goal line.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Key of the target.
    pub target_id: i64,
    /// The target as the decision states it.
    pub target: Target,
    /// Key of the target's item.
    pub source_id: i64,
    /// Locus of the target's item.
    pub source_locus: String,
}

/// Goal lines of the notice and the numbers that the decision gives them.
pub async fn supplies(db: &mut PgConnection, link: i64) -> sqlx::Result<Vec<SupplyLine>> {
    let rows = sqlx::query!(
        r#"select i.id as item_id, i.locus, i.title, t.id as target_id, s.id as source_id, s.locus as source_locus,
                  t.name, t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend",
                  t.unit, t.kind as "kind: TargetKind", t.soft, t.maintain
           from document_link l
           join item i on i.document_id = l.from_document_id
           join item_target x on x.item_id = i.id
           join target t on t.id = x.target_id
           join item s on s.id = t.item_id and s.document_id = l.to_document_id
           where l.id = $1 order by i.ordinal, x.ordinal limit 2000"#,
        link
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| SupplyLine {
            item_id: row.item_id,
            locus: row.locus,
            title: row.title,
            target_id: row.target_id,
            target: stated_target!(row, value, grade),
            source_id: row.source_id,
            source_locus: row.source_locus,
        })
        .collect())
}

/// Something on one side that has no counterpart on the other.
#[derive(Debug, Clone)]
pub struct Remainder {
    /// Key of the item.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Its title, or the name of the target.
    pub title: String,
    /// `notice`, `decision` or `target`.
    pub side: String,
}

/// What stayed without a counterpart: items of either document, and targets of the decision that no goal line
/// asks for although other targets of the same item were taken.
pub async fn remainders(db: &mut PgConnection, link: i64) -> sqlx::Result<Vec<Remainder>> {
    sqlx::query_as!(
        Remainder,
        r#"with l as (select * from document_link where id = $1),
           supplied as (
               select x.item_id, t.item_id as source_item, t.id as target_id
               from l join item i on i.document_id = l.from_document_id
               join item_target x on x.item_id = i.id join target t on t.id = x.target_id and t.item_id <> i.id
           )
           select "item_id!", "locus!", "title!", "side!" from (
           select i.id as "item_id!", i.locus as "locus!", i.title as "title!", 'notice' as "side!", i.ordinal, 0 as place
           from l join item i on i.document_id = l.from_document_id
           where not exists (select 1 from item_link x where x.link_id = l.id and x.from_item_id = i.id)
             and i.id not in (select item_id from supplied)
           union all
           select i.id, i.locus, i.title, 'decision', i.ordinal, 0
           from l join item i on i.document_id = l.to_document_id
           where not exists (select 1 from item_link x where x.link_id = l.id and x.to_item_id = i.id)
             and i.id not in (select source_item from supplied)
           union all
           select i.id, i.locus, t.name, 'target', i.ordinal, t.ordinal
           from l join item i on i.document_id = l.to_document_id join target t on t.item_id = i.id
           where i.id in (select source_item from supplied) and t.id not in (select target_id from supplied)
           ) left_over
           order by "side!", ordinal, place limit 2000"#,
        link
    )
    .fetch_all(db)
    .await
}

/// The counterpart of an item in another document.
#[derive(Debug, Clone)]
pub struct Counterpart {
    /// Key of the other item.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Title of its document.
    pub document: String,
    /// Key of the link.
    pub link_id: i64,
    /// Only punctuation differs.
    pub identical: bool,
    /// True when the other item is the decision's.
    pub outgoing: bool,
}

/// The counterparts of an item.
pub async fn of_item(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<Counterpart>> {
    sqlx::query_as!(
        Counterpart,
        r#"select o.id as item_id, o.locus, d.title as document, x.link_id, x.identical,
                  (x.from_item_id = $1) as "outgoing!"
           from item_link x
           join item o on o.id = case when x.from_item_id = $1 then x.to_item_id else x.from_item_id end
           join document d on d.id = o.document_id
           where $1 in (x.from_item_id, x.to_item_id)
             and (o.closed_on is null or exists (select 1 from item i where i.id = $1 and i.closed_on is not null))
           order by o.id"#,
        item
    )
    .fetch_all(db)
    .await
}
