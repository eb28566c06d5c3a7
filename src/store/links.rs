//! Documents that belong together, and their items.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{DocumentLinkKind, ItemKind};

/// A document that names another which is here too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The document that names.
    pub from: i64,
    /// The document that is named.
    pub to: i64,
}

/// Pairs of documents of one region of which one names the other, by number or by title, and one is `document`.
/// Pairs that are already linked are left out.
pub async fn named_with(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        r#"select distinct c.document_id as "from!", d.id as "to!"
           from citation c
           join document f on f.id = c.document_id
           join document d on d.jurisdiction_id = f.jurisdiction_id and d.id <> f.id
                and (d.doc_number = c.doc_number
                     or (c.doc_number is null and c.title is not null and d.title_printed and d.title = c.title))
           where (c.document_id = $1 or d.id = $1)
             and not exists (select 1 from document_link l where l.from_document_id = c.document_id and l.to_document_id = d.id)"#,
        document
    )
    .fetch_all(db)
    .await
}

/// An item as far as joining needs it.
#[derive(Debug, Clone)]
pub struct JoinRow {
    /// Key.
    pub id: i64,
    /// Goal or task.
    pub kind: ItemKind,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Indicators that its responsibilities name.
    pub indicators: Vec<String>,
    /// Keys of its own targets, in order.
    pub target_ids: Vec<i64>,
    /// Names of its own targets, in order.
    pub target_names: Vec<String>,
    /// How many departments it names.
    pub departments: i64,
}

/// The items of a document, as joining needs them.
pub async fn join_rows(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<JoinRow>> {
    sqlx::query_as!(
        JoinRow,
        r#"select i.id, i.kind as "kind: ItemKind", i.title, i.body,
                  coalesce((select array_agg(n.indicator order by n.ordinal)
                            from (select indicator, min(ordinal) as ordinal from responsibility
                                  where item_id = i.id and indicator is not null group by indicator) n), '{}') as "indicators!",
                  coalesce((select array_agg(t.id order by t.ordinal) from target t where t.item_id = i.id), '{}') as "target_ids!",
                  coalesce((select array_agg(t.name order by t.ordinal) from target t where t.item_id = i.id), '{}') as "target_names!",
                  (select count(*) from responsibility r where r.item_id = i.id) as "departments!"
           from item i where i.document_id = $1 order by i.ordinal"#,
        document
    )
    .fetch_all(db)
    .await
}

/// Links two documents; gives the key of the link.
pub async fn insert(
    db: &mut PgConnection,
    from: i64,
    to: i64,
    kind: DocumentLinkKind,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "insert into document_link (from_document_id, to_document_id, kind) values ($1, $2, $3) returning id",
        from,
        to,
        kind.code()
    )
    .fetch_one(db)
    .await
}

/// Two items that say the same.
#[derive(Debug, Clone)]
pub struct NewItemLink {
    /// Key in the notice.
    pub from: i64,
    /// Key in the decision.
    pub to: i64,
    /// Share of the text that agrees.
    pub similarity: Decimal,
    /// Only punctuation differs.
    pub identical: bool,
}

/// Writes which items say the same; those of the decision are from now on shown by the notice's.
pub async fn insert_items(
    db: &mut PgConnection,
    link: i64,
    new: &[NewItemLink],
) -> sqlx::Result<()> {
    let to: Vec<i64> = new.iter().map(|one| one.to).collect();
    sqlx::query!(
        r#"insert into item_link (link_id, from_item_id, to_item_id, similarity, identical)
           select $1, * from unnest($2::bigint[], $3::bigint[], $4::numeric[], $5::bool[])"#,
        link,
        &new.iter().map(|one| one.from).collect::<Vec<_>>(),
        &to,
        &new.iter().map(|one| one.similarity).collect::<Vec<_>>(),
        &new.iter().map(|one| one.identical).collect::<Vec<_>>(),
    )
    .execute(&mut *db)
    .await?;
    serve(db, &to).await
}

/// Marks items as shown by another document's, so that they are not counted twice.
pub async fn serve(db: &mut PgConnection, items: &[i64]) -> sqlx::Result<()> {
    sqlx::query!("update item set served = true where id = any($1)", items)
        .execute(db)
        .await?;
    Ok(())
}

/// Lets goal lines be reported on with the targets of a decision.
pub async fn supply(db: &mut PgConnection, items: &[i64], targets: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into item_target (item_id, target_id, ordinal)
           select g.item_id, g.target_id, 1000 + g.n from unnest($1::bigint[], $2::bigint[]) with ordinality as g (item_id, target_id, n)
           on conflict do nothing"#,
        items,
        targets
    )
    .execute(&mut *db)
    .await?;
    // A goal line has no date of its own; it is due when its numbers are.
    sqlx::query!(
        r#"update item i set deadline_printed = t.deadline_printed, deadline_first = t.deadline_first,
                             deadline_last = t.deadline_last, deadline_precision = t.deadline_precision
           from (select x.item_id, max(t.deadline_last) as deadline_last, max(t.deadline_first) as deadline_first,
                        max(t.deadline_printed) as deadline_printed, max(t.deadline_precision) as deadline_precision
                 from item_target x join target t on t.id = x.target_id where x.item_id = any($1) group by x.item_id) t
           where i.id = t.item_id and i.deadline_printed is null and t.deadline_last is not null"#,
        items
    )
    .execute(db)
    .await?;
    Ok(())
}

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
    /// Key of the decision.
    pub to_id: i64,
    /// Its title.
    pub to: String,
    /// How they belong together.
    pub kind: DocumentLinkKind,
    /// Its region.
    pub jurisdiction_id: i64,
}

/// The link with this key.
pub async fn find(db: &mut PgConnection, id: i64) -> sqlx::Result<Option<Link>> {
    sqlx::query_as!(
        Link,
        r#"select f.id as from_id, f.title as "from", t.id as to_id, t.title as "to", l.kind as "kind: DocumentLinkKind",
                  f.jurisdiction_id
           from document_link l join document f on f.id = l.from_document_id join document t on t.id = l.to_document_id
           where l.id = $1"#,
        id
    )
    .fetch_optional(db)
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

/// The matched items of a link, in the order of the notice.
pub async fn pairs(db: &mut PgConnection, link: i64) -> sqlx::Result<Vec<PairLine>> {
    sqlx::query_as!(
        PairLine,
        r#"select f.id as from_id, f.locus as from_locus, f.body as from_body, t.id as to_id, t.locus as to_locus,
                  t.body as to_body, f.title, x.similarity, x.identical
           from item_link x join item f on f.id = x.from_item_id join item t on t.id = x.to_item_id
           where x.link_id = $1 order by f.ordinal limit 2000"#,
        link
    )
    .fetch_all(db)
    .await
}

/// A goal line with the number that the decision gives it.
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
    /// Name of the target in the decision.
    pub target: String,
    /// Locus of the target's item.
    pub target_locus: String,
}

/// Goal lines of the notice and the numbers that the decision gives them.
pub async fn supplies(db: &mut PgConnection, link: i64) -> sqlx::Result<Vec<SupplyLine>> {
    sqlx::query_as!(
        SupplyLine,
        r#"select i.id as item_id, i.locus, i.title, t.id as target_id, t.name as target, s.locus as target_locus
           from document_link l
           join item i on i.document_id = l.from_document_id
           join item_target x on x.item_id = i.id
           join target t on t.id = x.target_id
           join item s on s.id = t.item_id and s.document_id = l.to_document_id
           where l.id = $1 order by i.ordinal, x.ordinal"#,
        link
    )
    .fetch_all(db)
    .await
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
           select i.id as "item_id!", i.locus as "locus!", i.title as "title!", 'notice' as "side!"
           from l join item i on i.document_id = l.from_document_id
           where not exists (select 1 from item_link x where x.link_id = l.id and x.from_item_id = i.id)
             and i.id not in (select item_id from supplied)
           union all
           select i.id, i.locus, i.title, 'decision'
           from l join item i on i.document_id = l.to_document_id
           where not exists (select 1 from item_link x where x.link_id = l.id and x.to_item_id = i.id)
             and i.id not in (select source_item from supplied)
           union all
           select i.id, i.locus, t.name, 'target'
           from l join item i on i.document_id = l.to_document_id join target t on t.item_id = i.id
           where i.id in (select source_item from supplied) and t.id not in (select target_id from supplied)
           limit 2000"#,
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
           where $1 in (x.from_item_id, x.to_item_id) order by o.id"#,
        item
    )
    .fetch_all(db)
    .await
}
