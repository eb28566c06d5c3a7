//! The bytes of evidence: received piece by piece in one transaction, kept once for each content, given out piece by
//! piece.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::EvidenceFormat;

/// Bytes of a row.
pub const PIECE: usize = 256 * 1024;

/// Begins to receive a file; gives its key. Until [`finish`] it has no content, and unless the transaction ends well
/// it leaves nothing.
pub async fn begin(db: &mut PgConnection, at: DateTime<Utc>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "insert into evidence_file (created_at) values ($1) returning id",
        at
    )
    .fetch_one(db)
    .await
}

/// Adds the next piece.
pub async fn add_piece(
    db: &mut PgConnection,
    file: i64,
    ordinal: i32,
    bytes: &[u8],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into evidence_chunk (file_id, ordinal, bytes) values ($1, $2, $3)",
        file,
        ordinal,
        bytes
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a file is that was received whole.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Key under which it was received.
    pub file: i64,
    /// Of all its bytes.
    pub sha256: Vec<u8>,
    /// How many.
    pub length: i64,
    /// What it is.
    pub format: EvidenceFormat,
}

/// Ends the receiving of a file; gives the key of its content, which is another one where the same bytes had been
/// received before.
pub async fn finish(db: &mut PgConnection, whole: &Whole) -> sqlx::Result<i64> {
    // Who receives the same bytes at the same time waits here, and then finds them.
    let mut lock = [0; 8];
    lock.copy_from_slice(&whole.sha256[..8]);
    sqlx::query!("select pg_advisory_xact_lock($1)", i64::from_be_bytes(lock))
        .execute(&mut *db)
        .await?;
    let known = sqlx::query_scalar!(
        "select id from evidence_file where sha256 = $1",
        whole.sha256
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(known) = known {
        sqlx::query!("delete from evidence_file where id = $1", whole.file)
            .execute(db)
            .await?;
        return Ok(known);
    }
    sqlx::query!(
        "update evidence_file set sha256 = $2, length = $3, format = $4 where id = $1",
        whole.file,
        whole.sha256,
        whole.length,
        whole.format.code()
    )
    .execute(db)
    .await?;
    Ok(whole.file)
}

/// A file to be given out.
#[derive(Debug, Clone)]
pub struct EvidenceFile {
    /// Key of the file.
    pub file: i64,
    /// As it was called.
    pub file_name: String,
    /// Of all its bytes.
    pub sha256: Vec<u8>,
    /// How many.
    pub length: i64,
    /// What it is.
    pub format: EvidenceFormat,
}

/// The file of a piece of evidence, where it proves this report. Whether the report may be seen is asked before.
pub async fn of_report(
    db: &mut PgConnection,
    report: i64,
    evidence: i64,
) -> sqlx::Result<Option<EvidenceFile>> {
    sqlx::query_as!(
        EvidenceFile,
        r#"select f.id as file, e.file_name, f.sha256 as "sha256!", f.length, f.format as "format!: EvidenceFormat"
           from report_evidence x join evidence e on e.id = x.evidence_id join evidence_file f on f.id = e.file_id
           where x.report_id = $1 and e.id = $2"#,
        report,
        evidence
    )
    .fetch_optional(db)
    .await
}

/// The file of a piece of evidence of one of these departments.
pub async fn of_departments(
    db: &mut PgConnection,
    departments: &[i64],
    evidence: i64,
) -> sqlx::Result<Option<EvidenceFile>> {
    sqlx::query_as!(
        EvidenceFile,
        r#"select f.id as file, e.file_name, f.sha256 as "sha256!", f.length, f.format as "format!: EvidenceFormat"
           from evidence e join evidence_file f on f.id = e.file_id
           where e.department_id = any($1) and e.id = $2"#,
        departments,
        evidence
    )
    .fetch_optional(db)
    .await
}

/// One piece of a file.
pub async fn piece(
    db: &mut PgConnection,
    file: i64,
    ordinal: i32,
) -> sqlx::Result<Option<Vec<u8>>> {
    sqlx::query_scalar!(
        "select bytes from evidence_chunk where file_id = $1 and ordinal = $2",
        file,
        ordinal
    )
    .fetch_optional(db)
    .await
}
