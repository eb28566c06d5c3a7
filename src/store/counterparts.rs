//! The items of a document that belong to items of others: those that say the same, and those that give or take
//! numbers.

use sqlx::PgConnection;

/// An item of a document with its counterpart in another.
#[derive(Debug, Clone)]
pub struct PairedItem {
    /// Key of the item.
    pub item_id: i64,
    /// Key of its counterpart.
    pub other_id: i64,
    /// Locus of the counterpart.
    pub other_locus: String,
    /// Key of the counterpart's document.
    pub document_id: i64,
    /// Key of the link.
    pub link_id: i64,
    /// Only punctuation differs.
    pub identical: bool,
    /// True when the counterpart is the decision's.
    pub outgoing: bool,
}

/// Every item of a document that has a counterpart, with it.
pub async fn paired(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<PairedItem>> {
    sqlx::query_as!(
        PairedItem,
        r#"select x.from_item_id as "item_id!", o.id as "other_id!", o.locus as "other_locus!",
                  o.document_id as "document_id!", x.link_id as "link_id!", x.identical as "identical!", true as "outgoing!"
           from document_link l join item_link x on x.link_id = l.id join item o on o.id = x.to_item_id
           where l.from_document_id = $1
           union all
           select x.to_item_id, o.id, o.locus, o.document_id, x.link_id, x.identical, false
           from document_link l join item_link x on x.link_id = l.id join item o on o.id = x.from_item_id
           where l.to_document_id = $1
           order by 5, 2 limit 4000"#,
        document
    )
    .fetch_all(db)
    .await
}

/// An item whose numbers are reported on elsewhere, or that takes its numbers from elsewhere.
#[derive(Debug, Clone)]
pub struct SuppliedItem {
    /// Key of the item.
    pub item_id: i64,
    /// Key of the first item at the other end.
    pub other_id: i64,
    /// Its locus.
    pub other_locus: String,
    /// Key of the document at the other end.
    pub document_id: i64,
    /// How many items there are at the other end.
    pub items: i64,
    /// How many numbers.
    pub targets: i64,
    /// True when the item gives its numbers, false when it takes them.
    pub gives: bool,
}

/// Every item of a document that gives numbers to another document's items, or takes them from there.
pub async fn supplied(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<SuppliedItem>> {
    sqlx::query_as!(
        SuppliedItem,
        r#"select s.id as "item_id!", (array_agg(o.id order by o.ordinal))[1] as "other_id!",
                  (array_agg(o.locus order by o.ordinal))[1] as "other_locus!", o.document_id as "document_id!",
                  count(distinct o.id) as "items!", count(*) as "targets!", true as "gives!"
           from item s join target t on t.item_id = s.id
           join item_target x on x.target_id = t.id and x.item_id <> s.id
           join item o on o.id = x.item_id and o.document_id <> s.document_id
           where s.document_id = $1 group by s.id, o.document_id
           union all
           select o.id, (array_agg(s.id order by s.ordinal))[1], (array_agg(s.locus order by s.ordinal))[1], s.document_id,
                  count(distinct s.id), count(*), false
           from item o join item_target x on x.item_id = o.id
           join target t on t.id = x.target_id and t.item_id <> o.id
           join item s on s.id = t.item_id and s.document_id <> o.document_id
           where o.document_id = $1 group by o.id, s.document_id
           limit 4000"#,
        document
    )
    .fetch_all(db)
    .await
}
