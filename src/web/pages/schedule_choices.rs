//! 选择填报安排: for a document, and for an item that differs from its document.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{Acquire, PgConnection};

use crate::domain::{Calendar, Schedule};
use crate::store::events::{self, Event};
use crate::store::{documents, items, schedules};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::scheduling::rule::rule;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "schedules/choice.html")]
struct ChoicePage {
    shell: Shell,
    action: String,
    of: Link,
    choices: Vec<Choice>,
    note: &'static str,
    wrong: bool,
}

/// A schedule to choose.
struct Choice {
    value: String,
    name: String,
    rule: String,
    next: String,
    chosen: bool,
}

impl Choice {
    fn new(schedule: &Schedule, calendar: &Calendar, chosen: bool) -> Self {
        let current = calendar.current(schedule.id);
        Self {
            value: schedule.id.to_string(),
            name: schedule.name.clone(),
            rule: rule(schedule),
            next: current.map_or_else(String::new, |round| {
                let due = wording::day(round.due_on, calendar.today);
                format!("现在是{}，截止 {due}", round.name())
            }),
            chosen,
        }
    }
}

const OF_DOCUMENT: &str =
    "改后，没有另行安排的事项从现在起按新的安排填报；已经报送的填报仍属于原来的轮次。";
const OF_ITEM: &str = "改后，这一项从现在起按所选安排填报；已经报送的填报仍属于原来的轮次。";

/// `GET /documents/{document}/schedule`.
pub async fn of_document(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let page = document_page(&mut db, shell, &person, &calendar, id).await?;
    Ok(Page(page).into_response())
}

async fn document_page(
    db: &mut PgConnection,
    shell: Shell,
    person: &Person,
    calendar: &Calendar,
    id: i64,
) -> Result<ChoicePage, Error> {
    let document = documents::find(db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let choices = calendar
        .schedules()
        .map(|one| Choice::new(one, calendar, one.id == document.schedule_id));
    Ok(ChoicePage {
        choices: choices.collect(),
        shell: shell
            .titled("选择填报安排")
            .under(paths::DOCUMENTS, "文件")
            .under(paths::document(id), wording::shortened(&document.title, 20)),
        action: paths::document_schedule(id),
        of: Link::new(paths::document(id), format!("《{}》", document.title)),
        note: OF_DOCUMENT,
        wrong: false,
    })
}

/// `POST /documents/{document}/schedule`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn choose_for_document(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let mut page = document_page(&mut db, shell, &person, &calendar, id).await?;
    let Some(schedule) = chosen(&typed, &calendar) else {
        page.wrong = true;
        page.shell.invalid = true;
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    let mut tx = db.begin().await?;
    let before = schedules::choose_for_document(&mut tx, id, schedule.id).await?;
    let told = (
        name(&calendar, Some(before)),
        name(&calendar, Some(schedule.id)),
    );
    let event = Event {
        action: "document.schedule",
        document: Some(id),
        ..Event::default()
    };
    tell(&mut tx, event, told, &person, now).await?;
    tx.commit().await?;
    let message = format!("填报安排已改为“{}”。", schedule.name);
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::document(id)))
}

fn chosen<'c>(typed: &Typed, calendar: &'c Calendar) -> Option<&'c Schedule> {
    let id: Option<i64> = typed.text("schedule").parse().ok();
    id.and_then(|id| calendar.schedule(id))
}

fn name(calendar: &Calendar, id: Option<i64>) -> String {
    match id {
        None => "随文件".to_owned(),
        Some(id) => calendar
            .schedule(id)
            .map_or_else(String::new, |one| one.name.clone()),
    }
}

async fn tell(
    db: &mut PgConnection,
    event: Event,
    (before, after): (String, String),
    person: &Person,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let event = Event {
        actor: Some(person.id),
        before: Some(json!({ "schedule": before })),
        after: Some(json!({ "schedule": after })),
        ..event
    };
    events::record(db, now, event).await
}

/// `GET /items/{item}/schedule`.
pub async fn of_item(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let (page, _) = item_page(&mut db, shell, &person, &calendar, id).await?;
    Ok(Page(page).into_response())
}

async fn item_page(
    db: &mut PgConnection,
    shell: Shell,
    person: &Person,
    calendar: &Calendar,
    id: i64,
) -> Result<(ChoicePage, i64), Error> {
    let reach = person.reach();
    let item = items::find(db, &reach, id).await?.ok_or(Error::NotFound)?;
    let document = documents::find(db, &reach, item.document_id)
        .await?
        .ok_or(Error::NotFound)?;
    let usual = calendar.schedule(document.schedule_id);
    let inherited = usual.map(|one| Choice {
        value: String::new(),
        name: format!("随文件：{}", one.name),
        ..Choice::new(one, calendar, !item.own_schedule)
    });
    let others = calendar.schedules().map(|one| {
        let chosen = item.own_schedule && one.id == item.schedule_id;
        Choice::new(one, calendar, chosen)
    });
    let page = ChoicePage {
        choices: inherited.into_iter().chain(others).collect(),
        shell: shell
            .titled("选择填报安排")
            .under(paths::ITEMS, "台账")
            .under(paths::item(id), wording::shortened(&item.title, 16)),
        action: paths::item_schedule(id),
        of: Link::new(paths::item(id), format!("{} {}", item.locus, item.title)),
        note: OF_ITEM,
        wrong: false,
    };
    Ok((page, item.document_id))
}

/// `POST /items/{item}/schedule`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn choose_for_item(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let (mut page, document) = item_page(&mut db, shell, &person, &calendar, id).await?;
    let wanted = chosen(&typed, &calendar).map(|one| one.id);
    if wanted.is_none() && typed.raw("schedule") != Some("") {
        page.wrong = true;
        page.shell.invalid = true;
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let mut tx = db.begin().await?;
    let before = schedules::choose_for_item(&mut tx, id, wanted).await?;
    let told = (name(&calendar, before), name(&calendar, wanted));
    let event = Event {
        action: "item.schedule",
        document: Some(document),
        item: Some(id),
        ..Event::default()
    };
    let message = format!("这一项的填报安排已改为“{}”。", told.1);
    tell(&mut tx, event, told, &person, now).await?;
    tx.commit().await?;
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::item(id)))
}
