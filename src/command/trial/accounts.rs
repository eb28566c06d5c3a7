//! The accounts of a trial: one for every post, named by unit and role.

use std::path::Path;

use chrono::{DateTime, Utc};
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::passwords::Passwords;
use crate::command::account::{self, Wanted};
use crate::command::terminal::columns;
use crate::domain::Post;
use crate::store::{events, users};
use crate::web::password;

/// The accounts, in the order in which they are shown.
pub(super) const ACCOUNTS: &[Wanted<'static>] = &[
    of_department("zjj-jingban", "自治区质监局 经办人", Post::Clerk, "xj.zjj"),
    of_department(
        "zjj-shenhe",
        "自治区质监局 审核人",
        Post::Reviewer,
        "xj.zjj",
    ),
    of_department("gsj-jingban", "自治区工商局 经办人", Post::Clerk, "xj.gsj"),
    of_region("ducha", "自治区督查室", Post::Office, Some("65")),
    of_region("lingdao", "自治区领导", Post::Leader, Some("65")),
    of_department("nx-zjj-jingban", "宁夏质监局 经办人", Post::Clerk, "nx.zjj"),
    of_region("nx-ducha", "宁夏督查室", Post::Office, Some("64")),
    of_region("guanli", "管理员", Post::Admin, None),
    of_region("shenji", "审计员", Post::Auditor, None),
];

const fn of_department(
    login: &'static str,
    name: &'static str,
    post: Post,
    department: &'static str,
) -> Wanted<'static> {
    Wanted {
        login,
        name,
        post,
        department: Some(department),
        region: None,
    }
}

const fn of_region(
    login: &'static str,
    name: &'static str,
    post: Post,
    region: Option<&'static str>,
) -> Wanted<'static> {
    Wanted {
        login,
        name,
        post,
        department: None,
        region,
    }
}

/// Stands for the people of departments that have no account; nobody can sign in with it.
pub(super) const NARRATOR: &str = "yanshi";

/// The accounts as the terminal shows them.
#[derive(Debug)]
pub(super) struct Shown(Vec<[String; 3]>);

impl Shown {
    /// Login, unit and role, password, under each other.
    pub(super) fn table(&self) -> String {
        let head = ["账号", "单位与岗位", "密码"].map(str::to_owned);
        columns(&[&[head], self.0.as_slice()].concat())
    }
}

/// Makes the accounts that are not there yet. Their passwords are kept in the data folder, where they are written before
/// the database knows them: whatever is interrupted, no account is without a known password.
pub(super) async fn prepare(
    db: &mut PgConnection,
    folder: &Path,
    at: DateTime<Utc>,
) -> anyhow::Result<Shown> {
    let mut passwords = Passwords::read(folder)?;
    let unknown: Vec<&str> = ACCOUNTS
        .iter()
        .map(|account| account.login)
        .filter(|login| passwords.of(login).is_none())
        .collect();
    for account in ACCOUNTS.iter().filter(|one| unknown.contains(&one.login)) {
        passwords.set(account.login, account.name, password::random());
    }
    if !unknown.is_empty() {
        passwords.write()?;
    }
    let mut shown = Vec::new();
    let mut tx = db.begin().await?;
    for account in ACCOUNTS {
        let secret = passwords.of(account.login).unwrap_or_default().to_owned();
        let is_new = unknown.contains(&account.login);
        let note = ensure(&mut tx, account, &secret, is_new, at).await?;
        shown.push([
            account.login.to_owned(),
            account.name.to_owned(),
            note.unwrap_or(secret),
        ]);
    }
    ensure_narrator(&mut tx, at).await?;
    tx.commit().await?;
    Ok(Shown(shown))
}

/// Makes an account, or gives it its new password where the old one is lost; says what to show instead of a password
/// that somebody has changed.
async fn ensure(
    tx: &mut PgConnection,
    account: &Wanted<'_>,
    secret: &str,
    is_new: bool,
    at: DateTime<Utc>,
) -> anyhow::Result<Option<String>> {
    let Some(existing) = users::by_login(tx, account.login).await? else {
        account::create(tx, account, secret, at).await?;
        return Ok(None);
    };
    if is_new {
        account::set_password(tx, existing.id, account.login, secret, at).await?;
        return Ok(None);
    }
    if existing.disabled {
        return Ok(Some("（已停用）".to_owned()));
    }
    let known = password::verify(secret.to_owned(), Some(existing.password_hash)).await?;
    Ok((!known).then(|| "（已更改）".to_owned()))
}

async fn ensure_narrator(tx: &mut PgConnection, at: DateTime<Utc>) -> anyhow::Result<()> {
    if users::by_login(tx, NARRATOR).await?.is_some() {
        return Ok(());
    }
    let new = users::NewAccount {
        login: NARRATOR,
        display_name: "演示数据",
        password_hash: &password::hash(&password::random())?,
    };
    let user = users::create(tx, &new, at).await?;
    users::disable(tx, user, at).await?;
    let event = events::Event {
        action: "user.create",
        after: Some(serde_json::json!({ "login": NARRATOR, "name": "演示数据", "disabled": true })),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    Ok(())
}
