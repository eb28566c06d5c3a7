//! Accounts: what makes one, with the event that says so.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgConnection;

use crate::domain::{DepartmentId, Grant, JurisdictionId, Post};
use crate::store::users::NewAccount;
use crate::store::{events, registry, users};
use crate::web::password;

/// An account to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// What is typed to sign in.
    pub(super) login: &'a str,
    /// Name on pages: unit and role.
    pub(super) name: &'a str,
    /// Post.
    pub(super) post: Post,
    /// Code of its department.
    pub(super) department: Option<&'a str>,
    /// Code of its region.
    pub(super) region: Option<&'a str>,
}

/// Makes an account; gives its key. The caller opens and commits the transaction.
///
/// # Errors
///
/// When the login is taken or not usable, or the post does not fit with department or region.
pub(super) async fn create(
    tx: &mut PgConnection,
    wanted: &Wanted<'_>,
    password: &str,
    at: DateTime<Utc>,
) -> anyhow::Result<i64> {
    check_login(wanted.login)?;
    let grant = grant(tx, wanted).await?;
    if users::by_login(tx, wanted.login).await?.is_some() {
        anyhow::bail!(
            "账号 {} 已存在。请换一个账号名，或用 fengong user password {} 重置它的密码",
            wanted.login,
            wanted.login
        );
    }
    let new = NewAccount {
        login: wanted.login,
        display_name: wanted.name,
        password_hash: &password::hash(password)?,
    };
    let user = users::create(tx, &new, at).await?;
    users::grant(tx, user, grant).await?;
    let after = json!({
        "login": wanted.login,
        "name": wanted.name,
        "post": wanted.post,
        "department": wanted.department,
        "region": wanted.region,
    });
    let event = events::Event {
        action: "user.create",
        department: grant.department.map(|department| department.0),
        after: Some(after),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    Ok(user)
}

/// Logins are typed by hand on any keyboard.
fn check_login(login: &str) -> anyhow::Result<()> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.".contains(c);
    if (2..=32).contains(&login.len()) && login.chars().all(fits) {
        return Ok(());
    }
    anyhow::bail!(
        "账号名“{login}”不能使用。请用 2 到 32 个小写字母、数字、- 或 .，例如 zjj-jingban"
    )
}

/// The post with its reach: who reports belongs to a department and sees its region.
async fn grant(db: &mut PgConnection, wanted: &Wanted<'_>) -> anyhow::Result<Grant> {
    let post = wanted.post;
    match (post, wanted.department) {
        (Post::Clerk | Post::Reviewer, Some(code)) => {
            let found = registry::department_by_code(db, code).await?;
            let Some((department, jurisdiction, _)) = found else {
                anyhow::bail!("单位库中没有代码为“{code}”的单位。请核对代码，例如 xj.zjj");
            };
            Ok(Grant {
                post,
                jurisdiction: Some(JurisdictionId(jurisdiction)),
                department: Some(DepartmentId(department)),
            })
        }
        (Post::Clerk | Post::Reviewer, None) => anyhow::bail!(
            "{}属于一个单位。请用 --department 写明单位代码，例如 --department xj.zjj",
            post.label()
        ),
        (_, Some(_)) => anyhow::bail!(
            "{}不属于填报单位。请去掉 --department；只管一个地区的，用 --region 写明",
            post.label()
        ),
        (_, None) => Ok(Grant {
            post,
            jurisdiction: region(db, wanted.region).await?,
            department: None,
        }),
    }
}

async fn region(
    db: &mut PgConnection,
    code: Option<&str>,
) -> anyhow::Result<Option<JurisdictionId>> {
    let Some(code) = code else { return Ok(None) };
    match registry::jurisdiction_key(db, code).await? {
        Some(id) => Ok(Some(JurisdictionId(id))),
        None => anyhow::bail!(
            "单位库中没有代码为“{code}”的地区。请核对代码，例如 65（新疆）；单位库为空的，先运行 fengong registry load"
        ),
    }
}

/// Replaces the password of an account and ends its sessions.
pub(super) async fn set_password(
    tx: &mut PgConnection,
    user: i64,
    login: &str,
    password: &str,
    at: DateTime<Utc>,
) -> anyhow::Result<()> {
    users::set_password(tx, user, &password::hash(password)?).await?;
    let event = events::Event {
        action: "user.password",
        after: Some(json!({ "login": login })),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_can_be_typed_anywhere() {
        for login in ["zjj-jingban", "a1", "wang.yi_2"] {
            assert!(check_login(login).is_ok(), "{login}");
        }
        for login in ["", "a", "Zjj", "质监局", "a b", "a\n", &"a".repeat(33)] {
            assert!(check_login(login).is_err(), "{login}");
        }
    }
}
