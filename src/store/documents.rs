//! 文件: writing them, listing them, reading one.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Cycle, RoleRule};

/// A document to be written.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// Its 行政区.
    pub jurisdiction_id: i64,
    /// Title.
    pub title: &'a str,
    /// False when the file's name stands in for one.
    pub title_printed: bool,
    /// 发文字号.
    pub doc_number: Option<&'a str>,
    /// 发文机关.
    pub issuer: Option<&'a str>,
    /// 文种.
    pub kind: &'a str,
    /// 成文日期.
    pub issued_on: Option<NaiveDate>,
    /// 印发日期.
    pub printed_on: Option<NaiveDate>,
    /// 主送机关.
    pub addressee: Option<&'a str>,
    /// 抄送.
    pub copied_to: Option<&'a str>,
    /// How its lists are read.
    pub role_rule: RoleRule,
    /// How often it is reported on.
    pub cycle: Cycle,
    /// From when.
    pub reported_from: NaiveDate,
    /// How many headings.
    pub sections: i32,
    /// How many items.
    pub items: i32,
}

/// Writes a document; gives its key.
pub async fn insert(
    db: &mut PgConnection,
    new: &NewDocument<'_>,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into document (jurisdiction_id, title, title_printed, doc_number, issuer, kind, issued_on, printed_on,
                                 addressee, copied_to, role_rule, cycle, reported_from, sections, items, imported_at,
                                 imported_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
           returning id"#,
        new.jurisdiction_id,
        new.title,
        new.title_printed,
        new.doc_number,
        new.issuer,
        new.kind,
        new.issued_on,
        new.printed_on,
        new.addressee,
        new.copied_to,
        new.role_rule.code(),
        new.cycle.code(),
        new.reported_from,
        new.sections,
        new.items,
        at,
        by,
    )
    .fetch_one(db)
    .await
}

/// The text and the bytes of a document.
#[derive(Debug, Clone)]
pub struct NewSource<'a> {
    /// The text that was read.
    pub body: &'a str,
    /// Its SHA-256.
    pub body_sha256: &'a [u8],
    /// The bytes as they arrived.
    pub original: &'a [u8],
    /// The file's name.
    pub original_name: &'a str,
    /// `text/plain; charset=utf-8`.
    pub media_type: &'a str,
}

/// Writes the source of a document. Fails on `document_source_body_key` when the same text is already there.
pub async fn insert_source(
    db: &mut PgConnection,
    document: i64,
    source: &NewSource<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into document_source (document_id, body, body_sha256, original, original_name, media_type)
           values ($1, $2, $3, $4, $5, $6)"#,
        document,
        source.body,
        source.body_sha256,
        source.original,
        source.original_name,
        source.media_type,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Findings to be written, one vector a column.
#[derive(Debug, Clone, Default)]
pub struct NewFindings {
    /// Kinds.
    pub kind: Vec<String>,
    /// Messages.
    pub message: Vec<String>,
    /// Do they ask?
    pub asks: Vec<bool>,
    /// Lines.
    pub line: Vec<i32>,
    /// First characters.
    pub start: Vec<i32>,
    /// Ends.
    pub end: Vec<i32>,
}

/// Writes findings.
pub async fn insert_findings(
    db: &mut PgConnection,
    document: i64,
    new: &NewFindings,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into document_finding (document_id, kind, message, asks, line, span_start, span_end)
           select $1, * from unnest($2::text[], $3::text[], $4::bool[], $5::int[], $6::int[], $7::int[])"#,
        document,
        &new.kind,
        &new.message,
        &new.asks,
        &new.line,
        &new.start,
        &new.end,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes the documents that a document names.
pub async fn insert_citations(
    db: &mut PgConnection,
    document: i64,
    titles: &[Option<String>],
    numbers: &[Option<String>],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into citation (document_id, title, doc_number) select $1, * from unnest($2::text[], $3::text[])",
        document,
        titles as &[Option<String>],
        numbers as &[Option<String>],
    )
    .execute(db)
    .await?;
    Ok(())
}

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
    /// Items shown by another document's.
    pub served: i64,
    /// Departments that report on it.
    pub departments: i64,
    /// Findings that ask for a decision.
    pub questions: i64,
}

/// The documents within reach, newest first.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DocumentLine>> {
    sqlx::query_as!(
        DocumentLine,
        r#"with page as (
               select d.* from document d
               where $1::bigint[] is null or d.jurisdiction_id = any($1)
               order by coalesce(d.issued_on, d.printed_on) desc nulls last, d.id desc
               limit $2 offset $3
           ), counts as (
               select i.document_id,
                      count(*) filter (where not served) as tracked,
                      count(*) filter (where not served and kind = 'goal') as goals,
                      count(*) filter (where not served and progress = 'done') as done,
                      count(*) filter (where not served and progress = 'behind') as behind,
                      count(*) filter (where served) as served
               from item i where i.document_id in (select id from page) group by i.document_id
           )
           select p.id, p.title, p.title_printed, p.doc_number, p.issuer, p.kind,
                  coalesce(p.issued_on, p.printed_on) as dated, j.short_name as jurisdiction,
                  coalesce(c.tracked, 0) as "tracked!", coalesce(c.goals, 0) as "goals!", coalesce(c.done, 0) as "done!",
                  coalesce(c.behind, 0) as "behind!", coalesce(c.served, 0) as "served!",
                  (select count(distinct u.department_id) from duty u where u.document_id = p.id) as "departments!",
                  (select count(*) from document_finding f where f.document_id = p.id and f.asks) as "questions!"
           from page p join jurisdiction j on j.id = p.jurisdiction_id left join counts c on c.document_id = p.id
           order by dated desc nulls last, p.id desc"#,
        reach.regions(),
        limit,
        offset,
    )
    .fetch_all(db)
    .await
}

/// How many documents are within reach.
pub async fn count(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from document where $1::bigint[] is null or jurisdiction_id = any($1)"#,
        reach.regions()
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
    /// How often it is reported on.
    pub cycle: Cycle,
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
                  d.cycle as "cycle: Cycle", d.reported_from, d.imported_at, u.display_name as "imported_by?",
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

/// The file as it arrived: bytes, name, media type.
pub async fn original(
    db: &mut PgConnection,
    id: i64,
) -> sqlx::Result<Option<(Vec<u8>, String, String)>> {
    let row = sqlx::query!(
        "select original, original_name, media_type from document_source where document_id = $1",
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.original, row.original_name, row.media_type)))
}

/// A remark of the reading.
#[derive(Debug, Clone)]
pub struct FindingLine {
    /// Its words.
    pub message: String,
    /// Does it ask for a decision?
    pub asks: bool,
    /// Line, from 1.
    pub line: i32,
    /// First character.
    pub span_start: i32,
}

/// The remarks of a document, in the order of the text.
pub async fn findings(db: &mut PgConnection, id: i64) -> sqlx::Result<Vec<FindingLine>> {
    sqlx::query_as!(
        FindingLine,
        r#"select message, asks, line, span_start from document_finding where document_id = $1
           order by span_start, id limit 500"#,
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
