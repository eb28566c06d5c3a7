//! People and what they may do.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Reach, consolidations};
use crate::domain::{DepartmentId, Grant, JurisdictionId, Post};

/// An account, as signing in needs it.
#[derive(Debug, Clone)]
pub struct Account {
    /// Key.
    pub id: i64,
    /// Name on pages: unit and role.
    pub display_name: String,
    /// Argon2id, PHC form.
    pub password_hash: String,
    /// True when the account was disabled.
    pub disabled: bool,
}

/// The account with this login.
pub async fn by_login(db: &mut PgConnection, login: &str) -> sqlx::Result<Option<Account>> {
    sqlx::query_as!(
        Account,
        r#"select id, display_name, password_hash, disabled_at is not null as "disabled!"
           from user_account where login = $1"#,
        login
    )
    .fetch_optional(db)
    .await
}

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// What is typed to sign in.
    pub login: &'a str,
    /// Name on pages.
    pub display_name: &'a str,
    /// Argon2id, PHC form.
    pub password_hash: &'a str,
}

/// Creates an account; gives its key.
pub async fn create(
    db: &mut PgConnection,
    account: &NewAccount<'_>,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "insert into user_account (login, display_name, password_hash, created_at) values ($1, $2, $3, $4) returning id",
        account.login,
        account.display_name,
        account.password_hash,
        at
    )
    .fetch_one(db)
    .await
}

/// Gives an account a post.
pub async fn grant(db: &mut PgConnection, user: i64, grant: Grant) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into user_grant (user_id, post, jurisdiction_id, department_id) values ($1, $2, $3, $4)
           on conflict do nothing"#,
        user,
        grant.post.code(),
        grant.jurisdiction.map(|one| one.0),
        grant.department.map(|one| one.0),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Sets a new password and ends every session of the account.
pub async fn set_password(
    db: &mut PgConnection,
    user: i64,
    password_hash: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update user_account set password_hash = $2 where id = $1",
        user,
        password_hash
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from session where user_id = $1", user)
        .execute(db)
        .await?;
    Ok(())
}

/// Remembers when an account last signed in, and forgets its failures.
pub async fn signed_in(
    db: &mut PgConnection,
    user: i64,
    login: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update user_account set last_signed_in_at = $2 where id = $1",
        user,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from sign_in_failure where login = $1", login)
        .execute(db)
        .await?;
    Ok(())
}

/// Remembers a failed attempt.
pub async fn failed(db: &mut PgConnection, login: &str, at: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into sign_in_failure (login, at) values ($1, $2)",
        login,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Failed attempts of a login since a moment.
pub async fn failures_since(
    db: &mut PgConnection,
    login: &str,
    since: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from sign_in_failure where login = $1 and at > $2"#,
        login,
        since
    )
    .fetch_one(db)
    .await
}

/// The posts of an account.
pub async fn grants(db: &mut PgConnection, user: i64) -> sqlx::Result<Vec<Grant>> {
    let rows = sqlx::query!(
        r#"select post as "post: Post", jurisdiction_id, department_id from user_grant where user_id = $1 order by id"#,
        user
    )
    .fetch_all(db)
    .await?;
    let grant = |row: Row| Grant {
        post: row.post,
        jurisdiction: row.jurisdiction_id.map(JurisdictionId),
        department: row.department_id.map(DepartmentId),
    };
    Ok(rows
        .into_iter()
        .map(|row| {
            grant(Row {
                post: row.post,
                jurisdiction_id: row.jurisdiction_id,
                department_id: row.department_id,
            })
        })
        .collect())
}

struct Row {
    post: Post,
    jurisdiction_id: Option<i64>,
    department_id: Option<i64>,
}

/// True when there is no account yet.
pub async fn none_yet(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select not exists (select 1 from user_account) as "none!""#)
        .fetch_one(db)
        .await
}

/// An account as the list of accounts shows it.
#[derive(Debug, Clone)]
pub struct AccountLine {
    /// What is typed to sign in.
    pub login: String,
    /// Name on pages.
    pub display_name: String,
    /// Codes of its posts.
    pub posts: Vec<String>,
    /// Its departments, if it belongs to one.
    pub department: Option<String>,
    /// The regions that its posts cover.
    pub jurisdiction: Option<String>,
    /// When it last signed in.
    pub last_signed_in_at: Option<DateTime<Utc>>,
    /// True when it was disabled.
    pub disabled: bool,
}

/// Accounts with a post within reach in order of their login, at most `limit` after `after`. Who reaches everywhere
/// also sees accounts that have no post.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    after: &str,
    limit: i64,
) -> sqlx::Result<Vec<AccountLine>> {
    sqlx::query_as!(
        AccountLine,
        r#"select u.login, u.display_name,
                  coalesce(array_agg(g.post order by g.id) filter (where g.post is not null), '{}') as "posts!",
                  string_agg(distinct d.short_name, '、') as department,
                  string_agg(distinct coalesce(j.short_name, '全部'), '、') filter (where g.post is not null) as jurisdiction,
                  u.last_signed_in_at, u.disabled_at is not null as "disabled!"
           from user_account u
           left join user_grant g on g.user_id = u.id
           left join department d on d.id = g.department_id
           left join jurisdiction j on j.id = g.jurisdiction_id
           where u.login > $2
             and ($1::bigint[] is null
                  or exists (select 1 from user_grant o where o.user_id = u.id and o.jurisdiction_id = any($1)))
           group by u.id order by u.login limit $3"#,
        reach.regions(),
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// Disables an account and ends every session of it. False when it was disabled before.
pub async fn disable(db: &mut PgConnection, user: i64, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let disabled = sqlx::query!(
        "update user_account set disabled_at = $2 where id = $1 and disabled_at is null",
        user,
        at
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from session where user_id = $1", user)
        .execute(&mut *db)
        .await?;
    consolidations::release(db, user).await?;
    Ok(disabled.rows_affected() == 1)
}
