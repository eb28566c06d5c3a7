//! Sessions: a cookie's hash and whose it is.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// A session that is alive.
#[derive(Debug, Clone)]
pub struct Session {
    /// Whose.
    pub user_id: i64,
    /// Name on pages.
    pub display_name: String,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// The message to show once.
    pub flash: Option<String>,
}

/// Opens a session.
pub async fn open(
    db: &mut PgConnection,
    token_hash: &[u8],
    user: i64,
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into session (token_hash, user_id, created_at, last_seen_at, expires_at) values ($1, $2, $3, $3, $4)",
        token_hash,
        user,
        at,
        expires_at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The session of a token, if it is alive and its account is not disabled.
pub async fn find(
    db: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
    idle_since: DateTime<Utc>,
) -> sqlx::Result<Option<Session>> {
    sqlx::query_as!(
        Session,
        r#"select s.user_id, u.display_name, s.last_seen_at, s.flash
           from session s join user_account u on u.id = s.user_id
           where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3 and u.disabled_at is null"#,
        token_hash,
        now,
        idle_since
    )
    .fetch_optional(db)
    .await
}

/// Marks a session as used and takes its message.
pub async fn touch(
    db: &mut PgConnection,
    token_hash: &[u8],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update session set last_seen_at = $2, flash = null where token_hash = $1",
        token_hash,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Leaves a message for the next page.
pub async fn set_flash(
    db: &mut PgConnection,
    token_hash: &[u8],
    message: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update session set flash = $2 where token_hash = $1",
        token_hash,
        message
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a session.
pub async fn close(db: &mut PgConnection, token_hash: &[u8]) -> sqlx::Result<()> {
    sqlx::query!("delete from session where token_hash = $1", token_hash)
        .execute(db)
        .await?;
    Ok(())
}

/// Forgets sessions that are over and failures that no longer count; gives how many sessions went.
pub async fn sweep(
    db: &mut PgConnection,
    now: DateTime<Utc>,
    failures_before: DateTime<Utc>,
) -> sqlx::Result<u64> {
    sqlx::query!("delete from sign_in_failure where at < $1", failures_before)
        .execute(&mut *db)
        .await?;
    let swept = sqlx::query!("delete from session where expires_at <= $1", now)
        .execute(db)
        .await?;
    Ok(swept.rows_affected())
}
