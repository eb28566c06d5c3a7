//! 消息设置: which notices also come by e-mail, and the secret address of the calendar.

use askama::Template;
use axum::extract::State;
use axum::http::header::HOST;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sqlx::Acquire;

use crate::domain::{Action, NoticeKind};
use crate::store::preferences::{self, Preference};
use crate::store::{calendars, events};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::session::{hashed, secret};
use crate::web::state::{AppState, Site};
use crate::web::{paths, wording};

/// The longest address (RFC 5321 §4.5.3.1.3).
const LONGEST: usize = 254;

#[derive(Template)]
#[template(path = "notices/settings.html")]
struct SettingsPage {
    shell: Shell,
    /// Letters are sent at all.
    mails: bool,
    address: String,
    mistake: Option<&'static str>,
    kinds: Vec<Kind>,
    /// The person has a unit, whose deadlines there are.
    unit: bool,
    /// When the calendar's address was made.
    made: Option<String>,
    /// The address, on the one page that shows it.
    calendar: Option<String>,
}

struct Kind {
    code: &'static str,
    label: &'static str,
    explanation: &'static str,
    wanted: bool,
}

impl SettingsPage {
    async fn new(
        shell: Shell,
        db: &mut Db,
        person: &Person,
        wanted: &Preference,
    ) -> sqlx::Result<Self> {
        let made = calendars::made_at(db, person.id).await?;
        let kind = |kind: &NoticeKind| Kind {
            code: kind.code(),
            label: kind.label(),
            explanation: kind.explanation(),
            wanted: wanted.kinds.contains(kind),
        };
        let shell = shell.titled("消息设置").under(paths::NOTICES, "消息");
        Ok(Self {
            mails: shell.site.mails,
            shell,
            address: wanted.address.clone(),
            mistake: None,
            kinds: NoticeKind::ALL.iter().map(kind).collect(),
            unit: person.may(Action::Report),
            made: made.map(wording::moment),
            calendar: None,
        })
    }
}

/// `GET /notices/settings`.
pub async fn edit(shell: Shell, person: Person, mut db: Db) -> Result<Response, Error> {
    let wanted = preferences::of(&mut db, person.id).await?;
    let page = SettingsPage::new(shell, &mut db, &person, &wanted).await?;
    Ok(Page(page).into_response())
}

/// `POST /notices/settings`.
pub async fn update(
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let boxes = typed.0.iter().filter(|(name, _)| name == "kind");
    let wanted = Preference {
        address: typed.text("address").to_owned(),
        kinds: boxes.filter_map(|(_, code)| code.parse().ok()).collect(),
    };
    if let Some(mistake) = mistake(&wanted) {
        let mut page = SettingsPage::new(shell, &mut db, &person, &wanted).await?;
        page.shell.invalid = true;
        page.mistake = Some(mistake);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let mut tx = db.begin().await?;
    preferences::set(&mut tx, person.id, &wanted, now).await?;
    let kinds: Vec<&str> = wanted.kinds.iter().map(|kind| kind.label()).collect();
    let event = events::Event {
        actor: Some(person.id),
        action: "user.notices",
        // The address itself is nobody else's business.
        after: Some(json!({ "mailed": kinds.join("、"), "address": !wanted.address.is_empty() })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session.leave(&mut db, "消息设置已保存。").await?;
    Ok(see_other(paths::NOTICE_SETTINGS))
}

/// What is wrong with what was typed.
fn mistake(wanted: &Preference) -> Option<&'static str> {
    let address = &wanted.address;
    match (address.is_empty(), wanted.kinds.is_empty()) {
        (true, true) => None,
        (true, false) => Some("填写收取邮件的地址，或者取消勾选要发送邮件的消息"),
        _ if address.len() > LONGEST || address.parse::<lettre::Address>().is_err() => {
            Some("填写完整的邮件地址，例如 jingban@zjj.gov.cn")
        }
        _ => None,
    }
}

/// `POST /notices/calendar`: makes a new secret address, which is shown this once, or takes it away.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing that it needs"
)]
pub async fn create_calendar(
    State(app): State<AppState>,
    headers: HeaderMap,
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let make = match typed.text("do") {
        "make" if person.may(Action::Report) => true,
        "revoke" => false,
        _ => return Err(Error::BadRequest("请从消息设置页面上的按钮操作。")),
    };
    let secret = secret()?;
    let mut tx = db.begin().await?;
    match make {
        true => calendars::make(&mut tx, person.id, &hashed(&secret), now).await?,
        false => drop(calendars::revoke(&mut tx, person.id).await?),
    }
    let event = events::Event {
        actor: Some(person.id),
        action: match make {
            true => "user.calendar_make",
            false => "user.calendar_revoke",
        },
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    if !make {
        session
            .leave(&mut db, "日历地址已停用，订阅了它的日历不再更新。")
            .await?;
        return Ok(see_other(paths::NOTICE_SETTINGS));
    }
    let wanted = preferences::of(&mut db, person.id).await?;
    let mut page = SettingsPage::new(shell, &mut db, &person, &wanted).await?;
    page.calendar = Some(format!(
        "{}{}",
        origin(&app.site, &headers),
        paths::calendar(&secret)
    ));
    Ok(Page(page).into_response())
}

/// Where people reach the site: as set, else as this person's browser reached it.
fn origin(site: &Site, headers: &HeaderMap) -> String {
    if let Some(url) = &site.url {
        return url.clone();
    }
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let scheme = if site.secure { "https" } else { "http" };
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_asked_for_where_something_is_to_be_sent() {
        let wanted = |address: &str, kinds: &[NoticeKind]| Preference {
            address: address.to_owned(),
            kinds: kinds.to_vec(),
        };
        let one = [NoticeKind::Returned];
        assert_eq!(mistake(&wanted("", &[])), None);
        assert_eq!(mistake(&wanted("jingban@zjj.example", &one)), None);
        for wrong in [
            "",
            "jingban",
            "a b@c.example",
            "a@b.example\nBcc: x@y.example",
        ] {
            assert!(mistake(&wanted(wrong, &one)).is_some(), "{wrong}");
        }
    }
}
