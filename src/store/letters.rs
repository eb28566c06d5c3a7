//! E-mails: notices that wait for one, gathered into a letter for each person, and whether it went.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::JobKind;

/// Gathers unread notices that were wanted by e-mail and came up after `since`, one letter a person, and plans the
/// sending of each. Gives how many. Two instances at once never gather the same notice.
pub async fn gather(
    db: &mut PgConnection,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<u64> {
    let planned = sqlx::query!(
        r#"with picked as (
               select n.id, n.user_id, p.address from notice n
               join notice_preference p on p.user_id = n.user_id and p.address <> ''
               where n.mailable and n.letter_id is null and n.read_at is null and n.created_at > $1
               order by n.id limit $4 for update of n skip locked),
           made as (
               insert into letter (user_id, address, created_at) select distinct user_id, address, $3::timestamptz from picked
               returning id, user_id),
           taken as (
               update notice n set letter_id = made.id from picked join made on made.user_id = picked.user_id
               where n.id = picked.id returning n.id)
           insert into job (kind, key, run_at, planned_at) select $2, id::text, $3, $3 from made"#,
        since,
        JobKind::Mail.code(),
        now,
        limit
    )
    .execute(db)
    .await?;
    Ok(planned.rows_affected())
}

/// A letter to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Key.
    pub id: i64,
    /// To whom.
    pub user_id: i64,
    /// Where to: as it was when the letter was written.
    pub address: String,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// True when it was sent.
    pub sent: bool,
    /// True when the person gets letters at this address no more.
    pub unwanted: bool,
}

/// A letter.
pub async fn find(db: &mut PgConnection, letter: i64) -> sqlx::Result<Option<Letter>> {
    sqlx::query_as!(
        Letter,
        r#"select l.id, l.user_id, l.address, l.created_at, l.sent_at is not null as "sent!",
                  (u.disabled_at is not null or p.address is distinct from l.address) as "unwanted!"
           from letter l
           join user_account u on u.id = l.user_id
           left join notice_preference p on p.user_id = l.user_id
           where l.id = $1"#,
        letter
    )
    .fetch_optional(db)
    .await
}

/// Notes that a letter was sent.
pub async fn sent(db: &mut PgConnection, letter: i64, at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!("update letter set sent_at = $2 where id = $1", letter, at)
        .execute(db)
        .await?;
    Ok(())
}
