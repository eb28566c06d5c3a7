//! One 填报安排: a new one, or one as it is; each with the rounds that it would ask.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use crate::domain::{Calendar, Schedule};
use crate::store::schedules::{self, Usage};
use crate::store::{self, calendars, rounds};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::field::{Clash, Wrong};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::scheduling::schedule_form::{self, PlannedRow, ScheduleForm};

#[derive(Template)]
#[template(path = "schedules/edit.html")]
struct SchedulePage {
    shell: Shell,
    /// Where it is written.
    action: String,
    /// Where it is looked at beforehand.
    preview: String,
    /// The schedule as the form was opened on it.
    seen: String,
    form: ScheduleForm,
    planned: Vec<PlannedRow>,
    caption: String,
    /// Its rounds, once it is there.
    rounds: Option<String>,
    /// Where it becomes the one that new documents have.
    standard: Option<String>,
    is_standard: bool,
    wrong: Vec<Wrong>,
    clash: Option<Clash>,
}

/// What a form was opened on, to see whether somebody has changed it since.
fn seen(schedule: &Schedule) -> String {
    let fields = schedule_form::fields_of(schedule).0;
    let values: Vec<String> = fields.into_iter().map(|(_, value)| value).collect();
    values.join("|")
}

impl SchedulePage {
    fn new(
        shell: Shell,
        known: Option<&Schedule>,
        fields: &Fields,
        wrong: Vec<Wrong>,
        calendar: &Calendar,
    ) -> Self {
        let (schedule, faults) = schedule_form::read(fields, known.map_or(0, |one| one.id));
        let planned = match faults.is_empty() {
            true => schedule_form::planned(&schedule, calendar),
            false => Vec::new(),
        };
        let mut shell = shell
            .titled(known.map_or_else(
                || "新建填报安排".to_owned(),
                |known| format!("填报安排：{}", known.name),
            ))
            .under(paths::SETTINGS, "设置")
            .under(paths::SCHEDULES, "填报安排");
        shell.invalid = !wrong.is_empty();
        let changed = known.is_some_and(|known| *known != schedule);
        Self {
            shell,
            action: known.map_or_else(
                || paths::SCHEDULES.to_owned(),
                |known| paths::schedule(known.id),
            ),
            preview: known.map_or_else(
                || paths::SCHEDULE_NEW.to_owned(),
                |known| paths::schedule(known.id),
            ),
            seen: known.map_or_else(String::new, seen),
            form: ScheduleForm::new(fields, &wrong),
            planned,
            caption: match (known, changed) {
                (Some(_), false) => "现在的安排",
                (Some(_), true) => "按上面填写的内容，还没有保存",
                (None, _) => "按上面填写的内容",
            }
            .to_owned(),
            rounds: known.map(|known| paths::rounds(known.id)),
            standard: None,
            is_standard: false,
            wrong,
            clash: None,
        }
    }

    fn with(mut self, usage: Usage, id: i64) -> Self {
        self.is_standard = usage.standard;
        self.standard = (!usage.standard).then(|| paths::schedule_standard(id));
        self
    }
}

/// `GET /schedules/new`: a blank form, or what a form was filled with, looked at beforehand.
pub async fn new(shell: Shell, calendar: Calendar, Asked(asked): Asked) -> Response {
    let (fields, wrong) = match asked.raw("cycle") {
        None => {
            let mut blank = schedule_form::fields_of(&Schedule::standard());
            blank.0.retain(|(name, _)| name != "name");
            (blank, Vec::new())
        }
        Some(_) => {
            let (_, wrong) = schedule_form::read(&asked, 0);
            (asked, wrong)
        }
    };
    Page(SchedulePage::new(shell, None, &fields, wrong, &calendar)).into_response()
}

/// `POST /schedules`.
pub async fn create(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let (schedule, mut wrong) = schedule_form::read(&typed, 0);
    if wrong.is_empty() {
        let mut tx = db.begin().await?;
        match schedules::insert(&mut tx, &schedule, now).await {
            Ok(id) => {
                let told = Told::new(schedule_form::told(&schedule));
                record(&mut tx, "schedule.create", None, told, &person, now).await?;
                tx.commit().await?;
                let message = format!("已新建填报安排：{}。", schedule.name);
                session.leave(&mut db, &message).await?;
                return Ok(see_other(&paths::schedule(id)));
            }
            Err(error) => wrong.push(taken(error, &schedule)?),
        }
    }
    let page = SchedulePage::new(shell, None, &typed, wrong, &calendar);
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
}

/// A name that another schedule has.
fn taken(error: sqlx::Error, schedule: &Schedule) -> Result<Wrong, Error> {
    match store::constraint(&error) {
        Some("schedule_name_key") => Ok(Wrong::new(
            "name",
            format!("已经有叫“{}”的填报安排，请换一个名称。", schedule.name),
        )),
        _ => Err(error.into()),
    }
}

/// `GET /schedules/{schedule}`: as it is, or with what a form was filled with, looked at beforehand.
pub async fn edit(
    shell: Shell,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let known = calendar.schedule(id).ok_or(Error::NotFound)?;
    let usage = usage_of(&mut db, id).await?;
    let (fields, wrong) = match asked.raw("cycle") {
        None => (schedule_form::fields_of(known), Vec::new()),
        Some(_) => {
            let (_, wrong) = schedule_form::read(&asked, id);
            (asked, wrong)
        }
    };
    let page = SchedulePage::new(shell, Some(known), &fields, wrong, &calendar);
    Ok(Page(page.with(usage, id)).into_response())
}

async fn usage_of(db: &mut PgConnection, id: i64) -> sqlx::Result<Usage> {
    let usage = schedules::usage(db).await?;
    Ok(usage.get(&id).copied().unwrap_or_default())
}

/// `POST /schedules/{schedule}`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn update(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let (schedule, mut wrong) = schedule_form::read(&typed, id);
    let usage = usage_of(&mut db, id).await?;
    let mut tx = db.begin().await?;
    let before = calendars::hold(&mut tx, calendar.today).await?;
    let known = before.schedule(id).ok_or(Error::NotFound)?;
    let clash = (typed.raw("seen") != Some(seen(known).as_str()) && *known != schedule)
        .then(|| schedule_form::clash(&typed, known));
    if wrong.is_empty() {
        wrong.extend(bound(&mut tx, known, &schedule).await?);
    }
    if wrong.is_empty() && clash.is_none() {
        match schedules::update(&mut tx, &schedule).await {
            Ok(()) => {
                calendars::settle(&mut tx, &before).await?;
                let told =
                    Told::changed(schedule_form::told(known), schedule_form::told(&schedule));
                record(&mut tx, "schedule.change", None, told, &person, now).await?;
                tx.commit().await?;
                let message = format!("已保存填报安排：{}。已截止的轮次不受影响。", schedule.name);
                session.leave(&mut db, &message).await?;
                return Ok(see_other(&paths::schedule(id)));
            }
            Err(error) => wrong.push(taken(error, &schedule)?),
        }
    }
    let status = match clash {
        Some(_) => StatusCode::CONFLICT,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let mut page = SchedulePage::new(shell, Some(known), &typed, wrong, &calendar).with(usage, id);
    page.shell.invalid = true;
    page.clash = clash;
    Ok(with_status(status, page))
}

/// What cannot be changed once somebody has reported: how often, and the days that were reported on.
async fn bound(
    db: &mut PgConnection,
    known: &Schedule,
    new: &Schedule,
) -> sqlx::Result<Option<Wrong>> {
    let reported = rounds::reported(db, known.id).await?;
    let Some(first) = reported.first() else {
        return Ok(None);
    };
    if known.cycle != new.cycle {
        let sentence = format!(
            "已有按“{}”的填报（{}起），不能改周期。请新建填报安排，再在文件页面改用。",
            known.cycle.wording(),
            first.name()
        );
        return Ok(Some(Wrong::new("cycle", sentence)));
    }
    let gone = reported
        .iter()
        .find(|period| new.beginning(period.first).is_none());
    Ok(gone.map(|period| {
        let title = known.title(*period).unwrap_or_default();
        let sentence = format!(
            "“{} {title}”已有填报，不能改动或删除。要改截止日，请到填报轮次页面。",
            period.first
        );
        Wrong::new("dates", sentence)
    }))
}
