//! 填报工作簿 that were brought back: kept as they came, judged anew on every look, written once.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// An upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Key.
    pub id: i64,
    /// The department whose workbook it is.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Name of the file.
    pub name: String,
    /// Its bytes.
    pub body: Vec<u8>,
    /// Who brought it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was written into drafts.
    pub applied_at: Option<DateTime<Utc>>,
}

/// A file to be kept.
#[derive(Debug, Clone, Copy)]
pub struct NewUpload<'f> {
    /// The department whose workbook it is.
    pub department: i64,
    /// Its name.
    pub name: &'f str,
    /// Its bytes.
    pub body: &'f [u8],
}

/// Keeps a file; gives its key. What is older than a month goes, and of one person all but the newest twenty.
pub async fn keep(
    db: &mut PgConnection,
    new: NewUpload<'_>,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query!(
        r#"delete from workbook_upload
           where at < $1::timestamptz - interval '30 days'
              or id in (select id from workbook_upload where by_id = $2 order by id desc offset 19)"#,
        at,
        by
    )
    .execute(&mut *db)
    .await?;
    sqlx::query_scalar!(
        r#"insert into workbook_upload (department_id, name, body, by_id, at) values ($1, $2, $3, $4, $5) returning id"#,
        new.department,
        new.name,
        new.body,
        by,
        at
    )
    .fetch_one(db)
    .await
}

/// The upload with this key, if it is of one of these departments.
pub async fn find(
    db: &mut PgConnection,
    id: i64,
    departments: &[i64],
) -> sqlx::Result<Option<Upload>> {
    sqlx::query_as!(
        Upload,
        r#"select u.id, u.department_id, d.short_name as department, u.name, u.body, a.display_name as by, u.at, u.applied_at
           from workbook_upload u join department d on d.id = u.department_id join user_account a on a.id = u.by_id
           where u.id = $1 and u.department_id = any($2)"#,
        id,
        departments
    )
    .fetch_optional(db)
    .await
}

/// Marks an upload as written. False when it was written before: whoever asks at the same moment waits here.
pub async fn mark_applied(
    db: &mut PgConnection,
    id: i64,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let marked = sqlx::query!(
        "update workbook_upload set applied_at = $2, applied_by = $3 where id = $1 and applied_at is null",
        id,
        at,
        by
    )
    .execute(db)
    .await?;
    Ok(marked.rows_affected() == 1)
}
