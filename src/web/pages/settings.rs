//! 设置: what an administrator decides for the whole installation.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use super::publications::SECOND_PERSON;
use crate::store::{events, settings};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Typed};
use crate::web::page::{Page, Shell, see_other};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "settings/edit.html")]
struct SettingsPage {
    shell: Shell,
    second_person: bool,
}

/// `GET /settings`.
pub async fn edit(shell: Shell, mut db: Db) -> Result<Response, Error> {
    let second_person = settings::get(&mut db, SECOND_PERSON).await?;
    Ok(Page(SettingsPage {
        shell: shell.titled("设置").under(paths::USERS, "账号"),
        second_person: second_person.as_deref() == Some("1"),
    })
    .into_response())
}

/// `POST /settings`.
pub async fn update(
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let wanted = if typed.text("second-person").is_empty() {
        "0"
    } else {
        "1"
    };
    let mut tx = db.begin().await?;
    let before = settings::get(&mut tx, SECOND_PERSON).await?;
    settings::set(&mut tx, SECOND_PERSON, wanted).await?;
    let event = events::Event {
        actor: Some(person.id),
        action: "setting.change",
        before: Some(serde_json::json!({ SECOND_PERSON: before })),
        after: Some(serde_json::json!({ SECOND_PERSON: wanted })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session.leave(&mut db, "设置已保存。").await?;
    Ok(see_other(paths::SETTINGS))
}
