//! 消息设置: what a person wants by e-mail, and where to.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::NoticeKind;

/// What a person wants by e-mail.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preference {
    /// Where to; empty for nowhere.
    pub address: String,
    /// Which kinds.
    pub kinds: Vec<NoticeKind>,
}

/// What a person wants by e-mail; nothing, where nobody has said so.
pub async fn of(db: &mut PgConnection, user: i64) -> sqlx::Result<Preference> {
    let row = sqlx::query!(
        "select address, kinds from notice_preference where user_id = $1",
        user
    )
    .fetch_optional(db)
    .await?;
    let known = |codes: Vec<String>| codes.iter().filter_map(|code| code.parse().ok()).collect();
    Ok(row.map_or_else(Preference::default, |row| Preference {
        address: row.address,
        kinds: known(row.kinds),
    }))
}

/// Sets what a person wants by e-mail. Notices that wait for a letter go the new way, or none.
pub async fn set(
    db: &mut PgConnection,
    user: i64,
    wanted: &Preference,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let kinds: Vec<String> = wanted
        .kinds
        .iter()
        .map(|kind| kind.code().to_owned())
        .collect();
    sqlx::query!(
        r#"insert into notice_preference (user_id, address, kinds, changed_at) values ($1, $2, $3, $4)
           on conflict (user_id) do update
           set address = excluded.address, kinds = excluded.kinds, changed_at = excluded.changed_at"#,
        user,
        wanted.address,
        &kinds,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update notice set mailable = false where user_id = $1 and mailable and letter_id is null and kind <> all($2)",
        user,
        &kinds
    )
    .execute(db)
    .await?;
    Ok(())
}
