//! 文件: writing them, listing them, reading one.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Reach;
use crate::domain::RoleRule;

/// The document that holds exactly this text.
pub async fn by_body(
    db: &mut PgConnection,
    body_sha256: &[u8],
) -> sqlx::Result<Option<(i64, String)>> {
    let row = sqlx::query!(
        r#"select d.id, d.title from document_source s join document d on d.id = s.document_id where s.body_sha256 = $1"#,
        body_sha256
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.id, row.title)))
}

/// A document in a list, with where its items stand.
#[derive(Debug, Clone)]
pub struct DocumentLine {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// False when the file's name stands in for one.
    pub title_printed: bool,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 文种.
    pub kind: String,
    /// 成文日期, else 印发日期.
    pub dated: Option<NaiveDate>,
    /// Short name of its region.
    pub jurisdiction: String,
    /// Items that it tracks itself.
    pub tracked: i64,
    /// Of these, goals.
    pub goals: i64,
    /// Of these, done.
    pub done: i64,
    /// Of these, behind.
    pub behind: i64,
    /// A newer version took its place.
    pub replaced: bool,
    /// Items shown by another document's.
    pub served: i64,
    /// Departments that report on it.
    pub departments: i64,
    /// Findings that ask for a decision.
    pub questions: i64,
}

/// The documents within reach whose title or number holds `words`, newest first.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    words: Option<&str>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DocumentLine>> {
    sqlx::query_as!(
        DocumentLine,
        r#"with page as (
               select d.* from document d
               where ($1::bigint[] is null or d.jurisdiction_id = any($1))
                 and ($2::text is null or strpos(d.title, $2) > 0 or strpos(d.doc_number, $2) > 0)
               order by coalesce(d.issued_on, d.printed_on) desc nulls last, d.id desc
               limit $3 offset $4
           ), counts as (
               select i.document_id,
                      count(*) filter (where not served) as tracked,
                      count(*) filter (where not served and kind = 'goal') as goals,
                      count(*) filter (where not served and progress = 'done') as done,
                      count(*) filter (where not served and progress = 'behind') as behind,
                      count(*) filter (where served and closed_on is null) as served
               from item i where i.document_id in (select id from page) group by i.document_id
           )
           select p.id, p.title, p.title_printed, p.doc_number, p.issuer, p.kind,
                  coalesce(p.issued_on, p.printed_on) as dated, j.short_name as jurisdiction,
                  coalesce(c.tracked, 0) as "tracked!", coalesce(c.goals, 0) as "goals!", coalesce(c.done, 0) as "done!",
                  coalesce(c.behind, 0) as "behind!", coalesce(c.served, 0) as "served!", (p.replaced_by is not null) as "replaced!",
                  (select count(distinct u.department_id) from tracked_duty u where u.document_id = p.id) as "departments!",
                  (select count(*) from document_finding f where f.document_id = p.id and f.asks) as "questions!"
           from page p join jurisdiction j on j.id = p.jurisdiction_id left join counts c on c.document_id = p.id
           order by dated desc nulls last, p.id desc"#,
        reach.regions(),
        words,
        limit,
        offset,
    )
    .fetch_all(db)
    .await
}

/// How many documents that are.
pub async fn count(db: &mut PgConnection, reach: &Reach, words: Option<&str>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from document d
           where ($1::bigint[] is null or d.jurisdiction_id = any($1))
             and ($2::text is null or strpos(d.title, $2) > 0 or strpos(d.doc_number, $2) > 0)"#,
        reach.regions(),
        words
    )
    .fetch_one(db)
    .await
}

/// A document, whole but for its text.
#[derive(Debug, Clone)]
pub struct Document {
    /// Key.
    pub id: i64,
    /// Its 行政区.
    pub jurisdiction_id: i64,
    /// Name of its 行政区.
    pub jurisdiction: String,
    /// Title.
    pub title: String,
    /// False when the file's name stands in for one.
    pub title_printed: bool,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 文种.
    pub kind: String,
    /// 成文日期.
    pub issued_on: Option<NaiveDate>,
    /// 印发日期.
    pub printed_on: Option<NaiveDate>,
    /// 主送机关.
    pub addressee: Option<String>,
    /// 抄送.
    pub copied_to: Option<String>,
    /// How its lists are read.
    pub role_rule: RoleRule,
    /// Key of the schedule under which it is reported on.
    pub schedule_id: i64,
    /// From when.
    pub reported_from: NaiveDate,
    /// When it was brought in.
    pub imported_at: DateTime<Utc>,
    /// By whom.
    pub imported_by: Option<String>,
    /// Name of the file.
    pub original_name: String,
}

/// The document with this key, if it is within reach.
pub async fn find(db: &mut PgConnection, reach: &Reach, id: i64) -> sqlx::Result<Option<Document>> {
    sqlx::query_as!(
        Document,
        r#"select d.id, d.jurisdiction_id, j.name as jurisdiction, d.title, d.title_printed, d.doc_number, d.issuer, d.kind,
                  d.issued_on, d.printed_on, d.addressee, d.copied_to, d.role_rule as "role_rule: RoleRule",
                  d.schedule_id, d.reported_from, d.imported_at, u.display_name as "imported_by?",
                  s.original_name
           from document d
           join jurisdiction j on j.id = d.jurisdiction_id
           join document_source s on s.document_id = d.id
           left join user_account u on u.id = d.imported_by
           where d.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// The text that a document was read from.
pub async fn body(db: &mut PgConnection, id: i64) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select body from document_source where document_id = $1",
        id
    )
    .fetch_optional(db)
    .await
}

/// The file as it arrived, if its document is within reach: bytes, name, media type.
pub async fn original(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<(Vec<u8>, String, String)>> {
    let row = sqlx::query!(
        r#"select s.original, s.original_name, s.media_type
           from document_source s join document d on d.id = s.document_id
           where d.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.original, row.original_name, row.media_type)))
}

/// A remark of the reading.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// What it is about: `rule_declared`, `open_list`, …
    pub kind: String,
    /// Its words.
    pub message: String,
    /// Does it ask for a decision?
    pub asks: bool,
    /// Line, from 1.
    pub line: i32,
    /// First character.
    pub span_start: i32,
    /// End.
    pub span_end: i32,
}

/// The remarks of a document, in the order of the text.
pub async fn findings(db: &mut PgConnection, id: i64) -> sqlx::Result<Vec<FindingLine>> {
    sqlx::query_as!(
        FindingLine,
        r#"select kind, message, asks, line, span_start, span_end from document_finding where document_id = $1
           order by span_start, id limit 2000"#,
        id
    )
    .fetch_all(db)
    .await
}

/// A document that a document names.
#[derive(Debug, Clone)]
pub struct CitationLine {
    /// Its title as printed.
    pub title: Option<String>,
    /// Its number as printed.
    pub doc_number: Option<String>,
}

/// The documents that a document names and that are not here; not the document itself.
pub async fn citations(db: &mut PgConnection, id: i64) -> sqlx::Result<Vec<CitationLine>> {
    sqlx::query_as!(
        CitationLine,
        r#"select c.title, max(c.doc_number) as doc_number from citation c
           where c.document_id = $1 and not exists (
               select 1 from document d
               where (d.id = $1 or exists (select 1 from document_link l
                                           where (l.from_document_id = $1 and l.to_document_id = d.id)
                                              or (l.to_document_id = $1 and l.from_document_id = d.id)))
                 and (d.title = c.title or d.doc_number = c.doc_number))
           group by c.title order by min(c.id) limit 200"#,
        id
    )
    .fetch_all(db)
    .await
}

/// A choice in a filter.
#[derive(Debug, Clone)]
pub struct DocumentChoice {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
}

/// The documents within reach, as choices of a filter.
pub async fn choices(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<Vec<DocumentChoice>> {
    sqlx::query_as!(
        DocumentChoice,
        r#"select id, title from document where $1::bigint[] is null or jurisdiction_id = any($1)
           order by coalesce(issued_on, printed_on) desc nulls last, id desc limit 500"#,
        reach.regions()
    )
    .fetch_all(db)
    .await
}

/// Title and number of some documents, by key.
pub async fn titles(
    db: &mut PgConnection,
    ids: &[i64],
) -> sqlx::Result<Vec<(i64, String, Option<String>)>> {
    let rows = sqlx::query!(
        "select id, title, doc_number from document where id = any($1) order by id",
        ids
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.id, row.title, row.doc_number))
        .collect())
}
