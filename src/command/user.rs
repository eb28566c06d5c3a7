//! `fengong user`: accounts from the command line. The first administrator is made this way.

use std::io::{self, BufRead};

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::account::{self, Wanted};
use super::database::{Database, clock};
use super::terminal::{columns, print, say};
use crate::config::Config;
use crate::domain::Post;
use crate::store::users::{self, AccountLine};
use crate::store::{Reach, databases, events};
use crate::web::{clock::beijing, password};

/// Accounts that are read at once.
const PAGE: i64 = 500;

#[derive(Debug, Subcommand)]
pub(super) enum User {
    /// Make an account, with a random password that is shown once.
    Add(Add),
    /// Give an account a new password; it is signed out everywhere.
    Password(Password),
    /// List the accounts.
    List,
    /// Disable an account; what it did stays.
    Disable {
        /// The account.
        login: String,
    },
}

#[derive(Debug, Args)]
pub(super) struct Add {
    /// What is typed to sign in.
    login: String,
    /// Name on pages: unit and role.
    #[arg(long)]
    name: String,
    /// What the person may do.
    #[arg(long, value_parser = post())]
    post: Post,
    /// Code of the department that a clerk or reviewer belongs to, such as xj.zjj.
    #[arg(long)]
    department: Option<String>,
    /// Code of the region that others are bound to, such as 65; without it every region.
    #[arg(long)]
    region: Option<String>,
    /// Read the password from the first line of standard input instead.
    #[arg(long)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub(super) struct Password {
    /// The account.
    login: String,
    /// Read the password from the first line of standard input instead.
    #[arg(long)]
    password_stdin: bool,
}

/// The posts by their codes, so that `--help` lists them.
fn post() -> impl TypedValueParser<Value = Post> {
    let codes = Post::ALL.iter().map(|post| post.code());
    PossibleValuesParser::new(codes).try_map(|code| code.parse::<Post>())
}

impl User {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<()> {
        let database = Database::open(config).await?;
        let mut db = database.connect().await?;
        let at = clock(&mut db).await?.now();
        match self {
            Self::Add(add) => add.run(&mut db, at).await?,
            Self::Password(password) => password.run(&mut db, at).await?,
            Self::List => list(&mut db).await?,
            Self::Disable { login } => disable(&mut db, login, at).await?,
        }
        databases::disconnect(db).await?;
        database.close().await
    }
}

impl Add {
    async fn run(&self, db: &mut PgConnection, at: DateTime<Utc>) -> anyhow::Result<()> {
        let secret = secret(self.password_stdin)?;
        let wanted = Wanted {
            login: &self.login,
            name: &self.name,
            post: self.post,
            department: self.department.as_deref(),
            region: self.region.as_deref(),
        };
        let mut tx = db.begin().await?;
        account::create(&mut tx, &wanted, &secret, at).await?;
        tx.commit().await?;
        let reach = match (&self.department, &self.region) {
            (Some(code), _) => format!("单位 {code}"),
            (None, Some(code)) => format!("地区 {code}"),
            (None, None) => "全部地区".to_owned(),
        };
        say(format!(
            "已建立账号 {}（{}，{}，{reach}）。{}",
            self.login,
            self.name,
            self.post.label(),
            shown_once(&secret, self.password_stdin)
        ))
    }
}

impl Password {
    async fn run(&self, db: &mut PgConnection, at: DateTime<Utc>) -> anyhow::Result<()> {
        let secret = secret(self.password_stdin)?;
        let mut tx = db.begin().await?;
        let user = existing(&mut tx, &self.login).await?;
        account::set_password(&mut tx, user, &self.login, &secret, at).await?;
        tx.commit().await?;
        say(format!(
            "已更换账号 {} 的密码，它在各处的登录已退出。{}",
            self.login,
            shown_once(&secret, self.password_stdin)
        ))
    }
}

async fn disable(db: &mut PgConnection, login: &str, at: DateTime<Utc>) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    let user = existing(&mut tx, login).await?;
    if !users::disable(&mut tx, user, at).await? {
        return say(format!("账号 {login} 先前已停用。"));
    }
    let event = events::Event {
        action: "user.disable",
        after: Some(json!({ "login": login })),
        ..events::Event::default()
    };
    events::record(&mut tx, at, event).await?;
    tx.commit().await?;
    say(format!(
        "已停用账号 {login}，它在各处的登录已退出。它写下的内容保留不变。"
    ))
}

async fn existing(db: &mut PgConnection, login: &str) -> anyhow::Result<i64> {
    match users::by_login(db, login).await? {
        Some(account) => Ok(account.id),
        None => anyhow::bail!("没有账号 {login}。用 fengong user list 查看已有的账号"),
    }
}

/// The password from standard input, or a random one.
fn secret(from_stdin: bool) -> anyhow::Result<String> {
    if !from_stdin {
        return Ok(password::random());
    }
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .context("读取标准输入失败")?;
    let typed = line.trim_end_matches(['\r', '\n']);
    match password::weakness(typed) {
        Some(weakness) => anyhow::bail!("{weakness}请换一个密码后重试"),
        None => Ok(typed.to_owned()),
    }
}

fn shown_once(secret: &str, from_stdin: bool) -> String {
    if from_stdin {
        return String::new();
    }
    format!("\n密码：{secret}\n密码只显示这一次，请转交本人并妥善保存。")
}

async fn list(db: &mut PgConnection) -> anyhow::Result<()> {
    let mut after = String::new();
    let head = ["账号", "名称", "岗位", "单位或地区", "最近登录", "状态"];
    let mut rows = vec![head.map(str::to_owned)];
    loop {
        let page = users::list(db, &Reach::default(), &after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after.clone_from(&last.login);
        rows.extend(page.iter().map(row));
    }
    if rows.len() == 1 {
        return say(
            "还没有账号。请建立第一个管理员：fengong user add guanli --name 管理员 --post admin",
        );
    }
    print(&columns(&rows))
}

fn row(account: &AccountLine) -> [String; 6] {
    let posts: Vec<&str> = account
        .posts
        .iter()
        .map(|code| code.parse().map_or("", Post::label))
        .collect();
    let reach = account
        .department
        .as_ref()
        .or(account.jurisdiction.as_ref());
    let signed_in = account
        .last_signed_in_at
        .map(|at| beijing(at).format("%Y-%m-%d %H:%M").to_string());
    [
        account.login.clone(),
        account.display_name.clone(),
        posts.join("、"),
        reach.map_or("全部地区", String::as_str).to_owned(),
        signed_in.unwrap_or_else(|| "从未".to_owned()),
        if account.disabled {
            "已停用"
        } else {
            "在用"
        }
        .to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_listed_with_its_reach() {
        let account = AccountLine {
            login: "ducha".to_owned(),
            display_name: "自治区督查室".to_owned(),
            posts: vec!["office".to_owned(), "leader".to_owned()],
            department: None,
            jurisdiction: Some("新疆".to_owned()),
            last_signed_in_at: None,
            disabled: true,
        };
        let expected = [
            "ducha",
            "自治区督查室",
            "督查室、领导",
            "新疆",
            "从未",
            "已停用",
        ];
        assert_eq!(row(&account), expected.map(str::to_owned));
    }
}
