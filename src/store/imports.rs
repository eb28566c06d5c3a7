//! 导入: texts under review and what was decided about them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::ImportState;

/// A text to be reviewed.
#[derive(Debug, Clone, Copy)]
pub struct NewImport<'a> {
    /// The file's name without its extension.
    pub name: &'a str,
    /// The text.
    pub body: &'a str,
    /// Its SHA-256.
    pub body_sha256: &'a [u8],
    /// The bytes as they arrived.
    pub original: &'a [u8],
    /// The file's name.
    pub original_name: &'a str,
    /// Its type.
    pub media_type: &'a str,
    /// What the reading of the file remarked.
    pub remarks: &'a [String],
    /// The document of which it is a new version.
    pub replaces: Option<i64>,
    /// A sample of the text.
    pub sketch: &'a [i64],
}

/// Begins a review; gives its key. Fails on `import_open_body_key` when one of the same text is open.
pub async fn begin(
    db: &mut PgConnection,
    new: NewImport<'_>,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into import (name, body, body_sha256, original, original_name, media_type, remarks, replaces_id, sketch,
                               created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id"#,
        new.name,
        new.body,
        new.body_sha256,
        new.original,
        new.original_name,
        new.media_type,
        new.remarks,
        new.replaces,
        new.sketch,
        by,
        at
    )
    .fetch_one(db)
    .await
}

/// The open review of exactly this text.
pub async fn open_by_body(db: &mut PgConnection, body_sha256: &[u8]) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        "select id from import where body_sha256 = $1 and state = 'open'",
        body_sha256
    )
    .fetch_optional(db)
    .await
}

/// Where a text is that was brought before: open if it is, else as it was left last.
pub async fn state_by_body(
    db: &mut PgConnection,
    body_sha256: &[u8],
) -> sqlx::Result<Option<ImportState>> {
    sqlx::query_scalar!(
        r#"select state as "state: ImportState" from import where body_sha256 = $1
           order by (state <> 'open'), id desc limit 1"#,
        body_sha256
    )
    .fetch_optional(db)
    .await
}

/// A text under review, whole.
#[derive(Debug, Clone)]
pub struct Import {
    /// Key.
    pub id: i64,
    /// Where it stands.
    pub state: ImportState,
    /// The file's name without its extension.
    pub name: String,
    /// The text.
    pub body: String,
    /// The file's name.
    pub original_name: String,
    /// Its type.
    pub media_type: String,
    /// What the reading of the file remarked.
    pub remarks: Vec<String>,
    /// The document of which it is a new version.
    pub replaces_id: Option<i64>,
    /// Title of that document.
    pub replaces: Option<String>,
    /// The document that it became.
    pub document_id: Option<i64>,
    /// Somebody said that it is a document of its own.
    pub separate: bool,
    /// A sample of the text, to find what resembles it.
    pub sketch: Vec<i64>,
    /// Key of who brought it; `None` when the program itself did.
    pub created_by_id: Option<i64>,
    /// Who brought it.
    pub created_by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The review with this key.
pub async fn find(db: &mut PgConnection, id: i64) -> sqlx::Result<Option<Import>> {
    sqlx::query_as!(
        Import,
        r#"select i.id, i.state as "state: ImportState", i.name, i.body, i.original_name, i.media_type, i.remarks,
                  i.replaces_id, d.title as "replaces?", i.separate, i.sketch, i.document_id,
                  i.created_by as created_by_id, u.display_name as "created_by?", i.created_at
           from import i
           left join user_account u on u.id = i.created_by
           left join document d on d.id = i.replaces_id
           where i.id = $1"#,
        id
    )
    .fetch_optional(db)
    .await
}

/// The bytes as they arrived, with the file's name and type.
pub async fn original(
    db: &mut PgConnection,
    id: i64,
) -> sqlx::Result<Option<(Vec<u8>, String, String)>> {
    let row = sqlx::query!(
        "select original, original_name, media_type from import where id = $1",
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.original, row.original_name, row.media_type)))
}

/// A review in the list.
#[derive(Debug, Clone)]
pub struct ImportLine {
    /// Key.
    pub id: i64,
    /// Where it stands.
    pub state: ImportState,
    /// The file's name.
    pub original_name: String,
    /// The document that it became.
    pub document_id: Option<i64>,
    /// Title of that document.
    pub document: Option<String>,
    /// Title of the document of which it is a new version.
    pub replaces: Option<String>,
    /// Decisions that hold.
    pub decisions: i64,
    /// Who brought it; `None` when the program itself did.
    pub created_by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// The reviews, open ones first, then the newest.
pub async fn list(db: &mut PgConnection, limit: i64, offset: i64) -> sqlx::Result<Vec<ImportLine>> {
    sqlx::query_as!(
        ImportLine,
        r#"select i.id, i.state as "state: ImportState", i.original_name, i.document_id, d.title as "document?",
                  r.title as "replaces?",
                  (select count(*) from import_decision x where x.import_id = i.id and x.undone_at is null) as "decisions!",
                  u.display_name as "created_by?", i.created_at
           from import i
           left join user_account u on u.id = i.created_by
           left join document d on d.id = i.document_id
           left join document r on r.id = i.replaces_id
           order by (i.state <> 'open'), i.id desc limit $1 offset $2"#,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many reviews there are.
pub async fn count(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from import"#)
        .fetch_one(db)
        .await
}

/// How many reviews are open.
pub async fn open_count(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from import where state = 'open'"#)
        .fetch_one(db)
        .await
}

/// Closes a review: published as a document, or abandoned. False when it is no longer open.
pub async fn close(
    db: &mut PgConnection,
    import: i64,
    document: Option<i64>,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let state = if document.is_some() {
        ImportState::Published
    } else {
        ImportState::Abandoned
    };
    let closed = sqlx::query!(
        r#"update import set state = $2, document_id = $3, closed_by = $4, closed_at = $5
           where id = $1 and state = 'open'"#,
        import,
        state.code(),
        document,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(closed.rows_affected() == 1)
}

/// Says what a text under review is: the new version of a document, a document of its own, or nothing yet.
pub async fn set_version(
    db: &mut PgConnection,
    import: i64,
    replaces: Option<i64>,
    separate: bool,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update import set replaces_id = $2, separate = $3 where id = $1",
        import,
        replaces,
        separate
    )
    .execute(db)
    .await?;
    Ok(())
}
