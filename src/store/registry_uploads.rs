//! Tables of the registry that were uploaded: kept as they came, judged anew on every look, written once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// An upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Key.
    pub id: i64,
    /// Who brought it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was written.
    pub applied_at: Option<DateTime<Utc>>,
}

/// A file of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadedFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// Forgets what was uploaded before a moment and never written; gives how many uploads went.
pub async fn sweep(db: &mut PgConnection, before: DateTime<Utc>) -> sqlx::Result<u64> {
    sqlx::query!(
        r#"delete from registry_upload_file f using registry_upload u
           where u.id = f.upload_id and u.applied_at is null and u.at < $1"#,
        before
    )
    .execute(&mut *db)
    .await?;
    let swept = sqlx::query!(
        "delete from registry_upload where applied_at is null and at < $1",
        before
    )
    .execute(db)
    .await?;
    Ok(swept.rows_affected())
}

/// Keeps files; gives the key of the upload.
pub async fn keep(
    db: &mut PgConnection,
    files: &[UploadedFile],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    let id = sqlx::query_scalar!(
        "insert into registry_upload (by_id, at) values ($1, $2) returning id",
        by,
        at
    )
    .fetch_one(&mut *db)
    .await?;
    let names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    let bodies: Vec<Vec<u8>> = files.iter().map(|file| file.body.clone()).collect();
    sqlx::query!(
        r#"insert into registry_upload_file (upload_id, ordinal, name, body)
           select $1, given.place::int, given.name, given.body
           from unnest($2::text[], $3::bytea[]) with ordinality as given (name, body, place)"#,
        id,
        &names,
        &bodies
    )
    .execute(db)
    .await?;
    Ok(id)
}

/// The upload with this key.
pub async fn find(db: &mut PgConnection, id: i64) -> sqlx::Result<Option<Upload>> {
    sqlx::query_as!(
        Upload,
        r#"select u.id, a.display_name as by, u.at, u.applied_at
           from registry_upload u join user_account a on a.id = u.by_id where u.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The files of an upload, in order.
pub async fn files(db: &mut PgConnection, id: i64) -> sqlx::Result<Vec<UploadedFile>> {
    sqlx::query_as!(
        UploadedFile,
        "select name, body from registry_upload_file where upload_id = $1 order by ordinal",
        id
    )
    .fetch_all(db)
    .await
}

/// Marks an upload as written. False when it was written before.
pub async fn mark_applied(
    db: &mut PgConnection,
    id: i64,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let marked = sqlx::query!(
        "update registry_upload set applied_at = $2, applied_by = $3 where id = $1 and applied_at is null",
        id,
        at,
        by
    )
    .execute(db)
    .await?;
    Ok(marked.rows_affected() == 1)
}
