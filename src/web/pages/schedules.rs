//! 填报安排: which there are, who uses them, and which new documents have.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use crate::domain::{Calendar, Schedule};
use crate::store::schedules::{self, Usage, UsingDocument};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::scheduling::rule::rule;
use crate::web::{paths, wording};

/// So many documents of each schedule are named.
const DOCUMENTS: i64 = 5;

#[derive(Template)]
#[template(path = "schedules/index.html")]
struct SchedulesPage {
    shell: Shell,
    rows: Vec<Row>,
}

/// A schedule with what uses it.
struct Row {
    link: Link,
    rule: String,
    standard: bool,
    current: String,
    due: String,
    documents: i64,
    items: i64,
    named: Vec<Link>,
    more: bool,
    rounds: String,
}

/// `GET /schedules`.
pub async fn index(shell: Shell, calendar: Calendar, mut db: Db) -> Result<Response, Error> {
    let usage = schedules::usage(&mut db).await?;
    let mut named: BTreeMap<i64, Vec<UsingDocument>> = BTreeMap::new();
    for document in schedules::documents(&mut db, DOCUMENTS).await? {
        named
            .entry(document.schedule_id)
            .or_default()
            .push(document);
    }
    let rows = calendar.schedules().map(|schedule| {
        let usage = usage.get(&schedule.id).copied().unwrap_or_default();
        let named = named.remove(&schedule.id).unwrap_or_default();
        Row::new(schedule, usage, &named, &calendar)
    });
    Ok(Page(SchedulesPage {
        rows: rows.collect(),
        shell: shell.titled("填报安排").under(paths::SETTINGS, "设置"),
    })
    .into_response())
}

impl Row {
    fn new(
        schedule: &Schedule,
        usage: Usage,
        named: &[UsingDocument],
        calendar: &Calendar,
    ) -> Self {
        let current = calendar.current(schedule.id);
        let due = current.map(|round| wording::day(round.due_on, calendar.today));
        let link = |one: &UsingDocument| {
            Link::new(paths::document(one.id), wording::shortened(&one.title, 30))
        };
        Self {
            link: Link::new(paths::schedule(schedule.id), schedule.name.clone()),
            rule: rule(schedule),
            standard: usage.standard,
            current: wording::round(current),
            due: due.unwrap_or_default(),
            documents: usage.documents,
            items: usage.items,
            more: usage.documents > DOCUMENTS,
            named: named.iter().map(link).collect(),
            rounds: paths::rounds(schedule.id),
        }
    }
}

/// `POST /schedules/{schedule}/standard`: documents of which nobody says otherwise have it from then on.
pub async fn make_standard(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let schedule = calendar.schedule(id).ok_or(Error::NotFound)?;
    let mut tx = db.begin().await?;
    schedules::set_standard(&mut tx, id).await?;
    let told = Told::new(serde_json::json!({ "name": schedule.name }));
    record(&mut tx, "schedule.standard", None, told, &person, now).await?;
    tx.commit().await?;
    let message = format!("以后导入的文件采用“{}”。", schedule.name);
    session.leave(&mut db, &message).await?;
    Ok(see_other(paths::SCHEDULES))
}
