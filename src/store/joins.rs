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
