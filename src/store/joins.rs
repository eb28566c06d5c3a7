//! Joining documents: which name each other, what joining needs of their items, and writing what was found.

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

/// Pairs of documents of one region of which one names the other, by number or by title, and one is `document`. What
/// was replaced is joined through the version in force; a text that names its own title or number, and one that names
/// another version of itself, names no other document. Pairs that are already linked are left out.
pub async fn named_with(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        r#"select distinct f.id as "from!", d.id as "to!"
           from citation c
           join document f on f.id = c.document_id and f.replaced_by is null
           join document n on n.jurisdiction_id = f.jurisdiction_id and n.first_id <> f.first_id
                and (n.doc_number = c.doc_number
                     or (c.doc_number is null and c.title is not null and n.title_printed and n.title = c.title))
           join document d on d.first_id = n.first_id and d.replaced_by is null
           where (f.id = $1 or d.id = $1)
             and c.doc_number is distinct from f.doc_number
             and (c.doc_number is not null or c.title is distinct from f.title)
             and not exists (select 1 from document_link l where l.from_document_id = f.id and l.to_document_id = d.id)"#,
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
    /// As people cite it.
    pub locus: String,
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
        r#"select i.id, i.kind as "kind: ItemKind", i.locus, i.title, i.body,
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

/// Writes which items say the same.
pub async fn insert_items(
    db: &mut PgConnection,
    link: i64,
    new: &[NewItemLink],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into item_link (link_id, from_item_id, to_item_id, similarity, identical)
           select $1, * from unnest($2::bigint[], $3::bigint[], $4::numeric[], $5::bool[])
           on conflict do nothing"#,
        link,
        &new.iter().map(|one| one.from).collect::<Vec<_>>(),
        &new.iter().map(|one| one.to).collect::<Vec<_>>(),
        &new.iter().map(|one| one.similarity).collect::<Vec<_>>(),
        &new.iter().map(|one| one.identical).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Brings up to date which items of a document are shown by others, so that none is counted twice and none is lost:
/// those that an item in force of a division notice repeats, and those whose numbers such items are reported on with.
pub async fn settle_served(db: &mut PgConnection, document: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update item i
           set served = s.served
           from (select e.id, e.closed_on is not null
                        or exists (select 1 from item_link x join item f on f.id = x.from_item_id
                                   where x.to_item_id = e.id and f.closed_on is null)
                        or exists (select 1 from target t join item_target x on x.target_id = t.id
                                   join item g on g.id = x.item_id
                                   where t.item_id = e.id and g.document_id <> e.document_id and g.closed_on is null) as served
                 from item e where e.document_id = $1) s
           where i.id = s.id and i.served <> s.served"#,
        document
    )
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

/// A link that is to be removed or moved on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Linked {
    /// Key.
    pub id: i64,
    /// The document that does something to the other.
    pub from: i64,
    /// The other.
    pub to: i64,
    /// How they belong together.
    pub kind: DocumentLinkKind,
}

/// The link with this key, locked, so that it is removed once.
pub async fn lock(db: &mut PgConnection, link: i64) -> sqlx::Result<Option<Linked>> {
    sqlx::query_as!(
        Linked,
        r#"select id, from_document_id as "from", to_document_id as "to", kind as "kind: DocumentLinkKind"
           from document_link where id = $1 for update"#,
        link
    )
    .fetch_optional(db)
    .await
}

/// The links of a document to documents in force, but for those between versions.
pub async fn links_in_force(db: &mut PgConnection, document: i64) -> sqlx::Result<Vec<Linked>> {
    sqlx::query_as!(
        Linked,
        r#"select l.id, l.from_document_id as "from", l.to_document_id as "to", l.kind as "kind: DocumentLinkKind"
           from document_link l
           join document o on o.id = case when l.from_document_id = $1 then l.to_document_id else l.from_document_id end
           where $1 in (l.from_document_id, l.to_document_id) and l.kind <> 'amends' and o.replaced_by is null
           order by l.id"#,
        document
    )
    .fetch_all(db)
    .await
}

/// True when two documents are linked, in whatever direction.
pub async fn are_linked(db: &mut PgConnection, one: i64, other: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from document_link
                          where (from_document_id = $1 and to_document_id = $2)
                             or (from_document_id = $2 and to_document_id = $1)) as "exists!""#,
        one,
        other
    )
    .fetch_one(db)
    .await
}

/// Removes a link with the pairs that rest on it.
pub async fn remove(db: &mut PgConnection, link: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from item_link where link_id = $1", link)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from document_link where id = $1", link)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes back the numbers that goal lines of one document were given by another, and the dates that came with them.
/// What was reported under those numbers stays.
pub async fn take_back(db: &mut PgConnection, from: i64, to: i64) -> sqlx::Result<()> {
    let items = sqlx::query_scalar!(
        r#"delete from item_target x using item g, target t, item s
           where g.id = x.item_id and g.document_id = $1 and t.id = x.target_id and s.id = t.item_id and s.document_id = $2
           returning x.item_id"#,
        from,
        to
    )
    .fetch_all(&mut *db)
    .await?;
    // A date that the line itself states stands somewhere in its text.
    sqlx::query!(
        r#"update item set deadline_printed = null, deadline_first = null, deadline_last = null, deadline_precision = null
           where id = any($1) and deadline_start is null"#,
        &items
    )
    .execute(db)
    .await?;
    Ok(())
}
