//! Settings of the installation, as words.

use sqlx::PgConnection;

/// The value of a setting.
pub async fn get(db: &mut PgConnection, key: &str) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select value from setting where key = $1", key)
        .fetch_optional(db)
        .await
}

/// Sets a setting.
pub async fn set(db: &mut PgConnection, key: &str, value: &str) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into setting (key, value) values ($1, $2) on conflict (key) do update set value = excluded.value",
        key,
        value
    )
    .execute(db)
    .await?;
    Ok(())
}
