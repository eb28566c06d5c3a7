//! Versions of a document and of an item, and documents that a text resembles.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;

/// A version of a document.
#[derive(Debug, Clone)]
pub struct DocumentVersion {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// 成文日期, else 印发日期.
    pub dated: Option<NaiveDate>,
    /// From when it is reported on.
    pub reported_from: NaiveDate,
    /// The day from which a newer one took its place.
    pub replaced_on: Option<NaiveDate>,
    /// How many items it has.
    pub items: i32,
    /// Key of the link to the version before it.
    pub link_id: Option<i64>,
}

/// The versions of a document, the newest first; one where there is no other.
pub async fn of_document(
    db: &mut PgConnection,
    document: i64,
) -> sqlx::Result<Vec<DocumentVersion>> {
    sqlx::query_as!(
        DocumentVersion,
        r#"select v.id, v.title, v.doc_number, coalesce(v.issued_on, v.printed_on) as dated, v.reported_from, v.replaced_on,
                  v.items, (select l.id from document_link l where l.from_document_id = v.id and l.kind = 'amends'
                            order by l.id desc limit 1) as link_id
           from document d join document v on v.first_id = d.first_id
           where d.id = $1 order by v.id desc limit 50"#,
        document
    )
    .fetch_all(db)
    .await
}

/// A version of an item.
#[derive(Debug, Clone)]
pub struct ItemVersion {
    /// Key.
    pub id: i64,
    /// Locus.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Title of the document.
    pub document: String,
    /// 发文字号 of the document.
    pub doc_number: Option<String>,
    /// From when its document is reported on.
    pub from: NaiveDate,
    /// The day from which it is closed.
    pub closed_on: Option<NaiveDate>,
    /// Words of its deadline.
    pub deadline_printed: Option<String>,
    /// Last day of its deadline.
    pub deadline_last: Option<NaiveDate>,
    /// Its departments with their roles, as `角色 单位`, in order.
    pub departments: Vec<String>,
}

/// The versions of an item, the oldest first; one where there is no other.
pub async fn of_item(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<ItemVersion>> {
    sqlx::query_as!(
        ItemVersion,
        r#"select v.id, v.locus, v.title, v.body, d.title as document, d.doc_number, d.reported_from as "from", v.closed_on,
                  v.deadline_printed, v.deadline_last,
                  coalesce((select array_agg(r.role || ' ' || e.short_name order by r.ordinal)
                            from responsibility r join department e on e.id = r.department_id
                            where r.item_id = v.id), '{}') as "departments!"
           from item i join item v on v.first_id = i.first_id join document d on d.id = v.document_id
           where i.id = $1 order by v.id limit 50"#,
        item
    )
    .fetch_all(db)
    .await
}

/// The version of an item that people are asked about: itself, a later one, or none where it was repealed.
pub async fn current_item(db: &mut PgConnection, item: i64) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"select v.id from item i join item v on v.first_id = i.first_id and v.id >= i.id
           where i.id = $1 and v.closed_on is null order by v.id desc limit 1"#,
        item
    )
    .fetch_optional(db)
    .await
}

/// What is known of a text that arrives.
#[derive(Debug, Clone, Copy)]
pub struct Likeness<'a> {
    /// Code of its 行政区, where it is known.
    pub jurisdiction: Option<&'a str>,
    /// 发文字号.
    pub doc_number: Option<&'a str>,
    /// Title as printed.
    pub title: Option<&'a str>,
    /// A sample of the text.
    pub sketch: &'a [i64],
    /// So many numbers of the sample are shared by nearly the same text.
    pub nearly: i64,
}

/// A document that a text resembles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// Both carry the same number.
    pub same_number: bool,
    /// Both carry the same title.
    pub same_title: bool,
    /// Of the smallest numbers of both samples together, how many both have.
    pub shared: i64,
}

/// Documents in force that carry the text's number or title, or say nearly the same, the nearest first. Nearly every
/// notice shares some phrases with every other, so that what is shared at all is counted before the smallest are.
pub async fn alike(
    db: &mut PgConnection,
    reach: &Reach,
    likeness: Likeness<'_>,
) -> sqlx::Result<Vec<Alike>> {
    sqlx::query_as!(
        Alike,
        r#"with found as (
               select id from document where doc_number = $3
               union select id from document where title_printed and title = $4
               union select document_id from document_source
               where sketch && $5 and cardinality(array(select unnest(sketch) intersect select unnest($5))) >= $6::bigint
           )
           select "id!", "title!", doc_number, "same_number!", "same_title!", "shared!" from (
               select d.id as "id!", d.title as "title!", d.doc_number, coalesce(d.doc_number = $3, false) as "same_number!",
                      coalesce(d.title_printed and d.title = $4, false) as "same_title!",
                      (select count(*) from (select h from (select unnest(s.sketch) as h union select unnest($5)) u
                                             order by h limit $7) k
                       where h = any(s.sketch) and h = any($5)) as "shared!"
               from found f join document d on d.id = f.id join document_source s on s.document_id = d.id
               join jurisdiction j on j.id = d.jurisdiction_id
               where d.replaced_by is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))
                 and ($2::text is null or j.code = $2)) a
           where "same_number!" or "same_title!" or "shared!" >= $6::bigint
           order by "same_number!" desc, "shared!" desc, "same_title!" desc, "id!" desc limit 5"#,
        reach.regions(),
        likeness.jurisdiction,
        likeness.doc_number,
        likeness.title,
        likeness.sketch,
        likeness.nearly,
        i64::try_from(likeness.sketch.len()).unwrap_or(0)
    )
    .fetch_all(db)
    .await
}

/// A document that a new version can take the place of.
#[derive(Debug, Clone)]
pub struct Replaceable {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// 发文字号.
    pub doc_number: Option<String>,
}

/// The documents in force within reach, the newest first.
pub async fn in_force(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<Vec<Replaceable>> {
    sqlx::query_as!(
        Replaceable,
        r#"select id, title, doc_number from document
           where replaced_by is null and ($1::bigint[] is null or jurisdiction_id = any($1))
           order by coalesce(issued_on, printed_on) desc nulls last, id desc limit 500"#,
        reach.regions()
    )
    .fetch_all(db)
    .await
}

/// True when a newer version of a document is there.
pub async fn is_replaced(db: &mut PgConnection, document: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select replaced_by is not null as "replaced!" from document where id = $1"#,
        document
    )
    .fetch_one(db)
    .await
}
