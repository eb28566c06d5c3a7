//! 登录 and 退出.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use chrono::Duration;

use crate::store::users;
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::session::Token;
use crate::web::state::AppState;
use crate::web::{password, paths, session};

/// So many failures of one account within [`PAUSE_MINUTES`] and further attempts wait.
pub(super) const ATTEMPTS: i64 = 5;
pub(super) const PAUSE_MINUTES: i64 = 15;

#[derive(Template)]
#[template(path = "sign_in/new.html")]
struct SignInPage {
    shell: Shell,
    action: &'static str,
    login: String,
    mistake: Option<String>,
    hidden: Vec<(String, String)>,
}

/// `GET /sign-in`.
pub async fn new(shell: Shell, Asked(asked): Asked) -> Response {
    let next = asked.raw("next").filter(|next| is_local(next));
    let hidden = next
        .map(|next| ("next".to_owned(), next.to_owned()))
        .into_iter()
        .collect();
    Page(page(shell, String::new(), None, hidden)).into_response()
}

fn page(
    shell: Shell,
    login: String,
    mistake: Option<String>,
    hidden: Vec<(String, String)>,
) -> SignInPage {
    let mut shell = shell.titled("登录");
    shell.invalid = mistake.is_some();
    SignInPage {
        shell,
        action: paths::SIGN_IN,
        login,
        mistake,
        hidden,
    }
}

/// An address of this site, not `//elsewhere.example`.
fn is_local(address: &str) -> bool {
    address.starts_with('/') && !address.starts_with("//") && !address.contains(['\\', '\n', '\r'])
}

/// `POST /sign-in`.
pub async fn create(
    State(app): State<AppState>,
    shell: Shell,
    jar: CookieJar,
    headers: HeaderMap,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let login = typed.text("login").to_owned();
    let hidden: Vec<(String, String)> = typed
        .fields
        .0
        .iter()
        .filter(|(name, _)| name == "next" || name.starts_with("kept."))
        .cloned()
        .collect();
    let now = app.clock.machine();
    let since = now - Duration::minutes(PAUSE_MINUTES);
    if users::failures_since(&mut db, &login, since).await? >= ATTEMPTS {
        let mistake = format!(
            "这个账号连续输错 {ATTEMPTS} 次，请 {PAUSE_MINUTES} 分钟后再试，或联系技术支持重置密码。"
        );
        return Ok(with_status(
            StatusCode::TOO_MANY_REQUESTS,
            page(shell, login, Some(mistake), hidden),
        ));
    }
    let account = users::by_login(&mut db, &login)
        .await?
        .filter(|account| !account.disabled);
    let hash = account
        .as_ref()
        .map(|account| account.password_hash.clone());
    let given = typed.raw("password").unwrap_or("").to_owned();
    let (Some(account), true) = (account, password::verify(given, hash).await?) else {
        users::failed(&mut db, &login, now).await?;
        let mistake = "账号或密码不正确。请核对后重新输入；密码区分大小写。".to_owned();
        return Ok(with_status(
            StatusCode::UNPROCESSABLE_ENTITY,
            page(shell, login, Some(mistake), hidden),
        ));
    };
    let cookie = session::open(
        &mut db,
        account.id,
        Token::of(&headers),
        now,
        app.site.secure,
    )
    .await?;
    users::signed_in(&mut db, account.id, &login, now).await?;
    Ok((jar.add(cookie), onward(shell, hidden)).into_response())
}

#[derive(Template)]
#[template(path = "sign_in/resume.html")]
struct ResumePage {
    shell: Shell,
    action: String,
    fields: Vec<(String, String)>,
    shown: Vec<String>,
}

/// Where the person wanted to go; or, where a form was interrupted, a page that sends it again.
fn onward(shell: Shell, hidden: Vec<(String, String)>) -> Response {
    let next = hidden
        .iter()
        .find(|(name, _)| name == "next")
        .map(|(_, value)| value.clone());
    let next = next
        .filter(|next| is_local(next))
        .unwrap_or_else(|| paths::ROOT.to_owned());
    let kept =
        |(name, value): (String, String)| Some((name.strip_prefix("kept.")?.to_owned(), value));
    let fields: Vec<(String, String)> = hidden.into_iter().filter_map(kept).collect();
    if fields.is_empty() {
        return see_other(&next);
    }
    let shown = fields
        .iter()
        .map(|(_, value)| value.clone())
        .filter(|value| value.chars().count() > 12)
        .collect();
    Page(ResumePage {
        shell: shell.titled("继续提交"),
        action: next,
        fields,
        shown,
    })
    .into_response()
}

/// `POST /sign-out`.
pub async fn destroy(
    State(app): State<AppState>,
    CurrentSession(token): CurrentSession,
    jar: CookieJar,
    mut db: Db,
) -> Result<Response, Error> {
    token.close(&mut db).await?;
    Ok((
        jar.add(session::removal(app.site.secure)),
        see_other(paths::SIGN_IN),
    )
        .into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_this_site_are_gone_to() {
        assert!(is_local("/items?page=2"));
        for address in [
            "//elsewhere.example",
            "https://elsewhere.example",
            "",
            "/\\elsewhere.example",
        ] {
            assert!(!is_local(address), "{address}");
        }
    }
}
