//! Writing a document: its row, its source, its findings, the documents that it names.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::RoleRule;

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
    /// Key of the schedule under which it is reported on.
    pub schedule: i64,
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
        r#"insert into document (id, first_id, jurisdiction_id, title, title_printed, doc_number, issuer, kind, issued_on, printed_on,
                                 addressee, copied_to, role_rule, schedule_id, reported_from, sections, items, imported_at,
                                 imported_by)
           select k.id, k.id, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
           from (select nextval('document_id_seq') as id) k
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
        new.schedule,
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
    /// A sample of the text, to find what resembles it.
    pub sketch: &'a [i64],
}

/// Writes the source of a document. Fails on `document_source_body_key` when the same text is already there.
pub async fn insert_source(
    db: &mut PgConnection,
    document: i64,
    source: &NewSource<'_>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into document_source (document_id, body, body_sha256, original, original_name, media_type, sketch)
           values ($1, $2, $3, $4, $5, $6, $7)"#,
        document,
        source.body,
        source.body_sha256,
        source.original,
        source.original_name,
        source.media_type,
        source.sketch,
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
