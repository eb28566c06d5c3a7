//! 填报轮次 of a schedule: those that were, the one that is reported on, those to come; another due day, locking and
//! unlocking, each with its reason.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Acquire, PgConnection};

use crate::domain::{Calendar, Round};
use crate::registry::exchange;
use crate::store::{calendars, rounds};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::keeping::field::Wrong;
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::scheduling::round_rows::{self, RoundMistake, RoundRow};
use crate::web::scheduling::rule::rule;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "schedules/rounds.html")]
struct RoundsPage {
    shell: Shell,
    rule: String,
    rows: Vec<RoundRow>,
}

/// More rounds than this are not looked up.
const KEPT: i64 = 100;

/// `GET /schedules/{schedule}/rounds`.
pub async fn index(
    shell: Shell,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    Ok(Page(page(&mut db, shell, &calendar, id, None).await?).into_response())
}

async fn page(
    db: &mut PgConnection,
    shell: Shell,
    calendar: &Calendar,
    id: i64,
    mistake: Option<&RoundMistake>,
) -> Result<RoundsPage, Error> {
    let schedule = calendar.schedule(id).ok_or(Error::NotFound)?;
    let kept = rounds::of_schedule(db, id, KEPT).await?;
    let since = calendars::asked_since(db).await?.get(&id).copied();
    let all = round_rows::rounds(calendar, id, &kept, since.unwrap_or(calendar.today));
    let received: BTreeMap<NaiveDate, (i64, i64)> = rounds::received(db, id)
        .await?
        .into_iter()
        .map(|(first, sent, late)| (first, (sent, late)))
        .collect();
    let mut shell = shell
        .titled(format!("填报轮次：{}", schedule.name))
        .under(paths::SCHEDULES, "填报安排")
        .under(paths::schedule(id), schedule.name.clone());
    shell.invalid = mistake.is_some();
    Ok(RoundsPage {
        shell,
        rule: rule(schedule),
        rows: all
            .iter()
            .map(|round| RoundRow::new(round, calendar, &received, mistake))
            .collect(),
    })
}

/// The longest reason, in characters.
const REASON: usize = 200;

/// One change of one round.
struct Change {
    form: &'static str,
    round: Round,
    day: String,
    reason: String,
}

impl Change {
    /// What was typed into a form of a round.
    async fn read(
        db: &mut PgConnection,
        calendar: &Calendar,
        (id, first): (i64, NaiveDate),
        form: &'static str,
        typed: &Typed,
    ) -> Result<Self, Error> {
        let schedule = calendar.schedule(id).ok_or(Error::NotFound)?;
        let period = schedule.beginning(first).ok_or(Error::NotFound)?;
        let mut round = calendar.round(id, period).ok_or(Error::NotFound)?;
        if let Some(kept) = rounds::find(db, id, period).await? {
            round = round.with(&kept);
        }
        Ok(Self {
            form,
            round,
            day: typed.text("day").to_owned(),
            reason: typed.text("reason").to_owned(),
        })
    }

    /// What is wrong with the reason.
    fn reason_wrong(&self) -> Option<Wrong> {
        let field = self.field("reason");
        match self.reason.chars().count() {
            0 => Some(Wrong::new(field, "请写明理由，各单位会看到。")),
            length if length > REASON => {
                Some(Wrong::new(field, format!("理由最多 {REASON} 字，请缩短。")))
            }
            _ => None,
        }
    }

    /// The id of one of its fields.
    fn field(&self, name: &str) -> String {
        format!("{}-{name}-{}", self.form, self.round.period.first)
    }

    fn mistake(&self, wrong: Wrong) -> RoundMistake {
        RoundMistake {
            first: self.round.period.first,
            form: self.form,
            day: self.day.clone(),
            reason: self.reason.clone(),
            wrong,
        }
    }

    /// The page again, with what was typed.
    async fn refuse(
        self,
        db: &mut PgConnection,
        shell: Shell,
        calendar: &Calendar,
        wrong: Wrong,
    ) -> Result<Response, Error> {
        let mistake = self.mistake(wrong);
        let page = page(db, shell, calendar, self.round.schedule, Some(&mistake)).await?;
        Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
    }

    fn back(&self) -> String {
        paths::rounds(self.round.schedule)
    }
}

/// `POST /schedules/{schedule}/rounds/{round}/due`: another due day.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn set_due(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(place): Path<(i64, NaiveDate)>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let change = Change::read(&mut db, &calendar, place, "due", &typed).await?;
    let day = exchange::day(&change.day);
    let wrong = match day {
        _ if change.round.lock.is_some() => Some("本轮已锁定，请先解除锁定。".to_owned()),
        None if change.day.is_empty() => {
            Some("请填写新的截止日，写作 2018-06-28 这样的形式。".to_owned())
        }
        None => Some(format!(
            "“{}”不是日期，写作 2018-06-28 这样的形式。",
            change.day
        )),
        Some(day) => round_rows::refused(&change.round, day, &calendar),
    };
    let wrong = wrong.map(|sentence| Wrong::new(change.field("day"), sentence));
    let (Some(day), None) = (day, wrong.clone().or_else(|| change.reason_wrong())) else {
        let wrong = wrong.or_else(|| change.reason_wrong());
        let wrong = wrong.unwrap_or_else(|| Wrong::new(change.field("day"), "请填写新的截止日。"));
        return change.refuse(&mut db, shell, &calendar, wrong).await;
    };
    let mut tx = db.begin().await?;
    calendars::hold(&mut tx, calendar.today).await?;
    let keys = rounds::ensure(&mut tx, &change.round).await?;
    rounds::set_due(&mut tx, keys.id, day, &change.reason).await?;
    let told = Told::changed(
        serde_json::json!({ "due_on": change.round.due_on }),
        serde_json::json!({
            "period": change.round.name(), "due_on": day, "reason": change.reason,
            "schedule": name(&calendar, &change.round)
        }),
    );
    record(&mut tx, "round.due", None, told, &person, now).await?;
    tx.commit().await?;
    let message = format!(
        "{}的截止日已改为 {}。",
        change.round.name(),
        wording::day(day, calendar.today)
    );
    session.leave(&mut db, &message).await?;
    Ok(see_other(&change.back()))
}

fn name(calendar: &Calendar, round: &Round) -> String {
    let schedule = calendar.schedule(round.schedule);
    schedule.map_or_else(String::new, |schedule| schedule.name.clone())
}

/// `POST /schedules/{schedule}/rounds/{round}/lock`: no report is taken any more.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn lock(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(place): Path<(i64, NaiveDate)>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let change = Change::read(&mut db, &calendar, place, "lock", &typed).await?;
    let early = (!change.round.is_over(calendar.today)).then(|| {
        let sentence = format!("截止日 {} 还没有过，不能锁定。", change.round.due_on);
        Wrong::new(change.field("reason"), sentence)
    });
    if let Some(wrong) = early.or_else(|| change.reason_wrong()) {
        return change.refuse(&mut db, shell, &calendar, wrong).await;
    }
    let mut tx = db.begin().await?;
    calendars::hold(&mut tx, calendar.today).await?;
    let keys = rounds::ensure(&mut tx, &change.round).await?;
    if !rounds::lock(&mut tx, keys.id, person.id, now, &change.reason).await? {
        return Err(Error::Conflict("本轮已由别人锁定。请刷新页面查看。"));
    }
    finish(&mut tx, "round.lock", &change, &calendar, &person, now).await?;
    tx.commit().await?;
    let message = format!("{}已锁定，不再接收填报。", change.round.name());
    session.leave(&mut db, &message).await?;
    Ok(see_other(&change.back()))
}

/// `POST /schedules/{schedule}/rounds/{round}/unlock`: reports are taken again.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn unlock(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(place): Path<(i64, NaiveDate)>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let change = Change::read(&mut db, &calendar, place, "unlock", &typed).await?;
    if let Some(wrong) = change.reason_wrong() {
        return change.refuse(&mut db, shell, &calendar, wrong).await;
    }
    let mut tx = db.begin().await?;
    calendars::hold(&mut tx, calendar.today).await?;
    let keys = rounds::ensure(&mut tx, &change.round).await?;
    if !rounds::unlock(&mut tx, keys.id).await? {
        return Err(Error::Conflict("本轮没有锁定。请刷新页面查看。"));
    }
    finish(&mut tx, "round.unlock", &change, &calendar, &person, now).await?;
    tx.commit().await?;
    let message = format!("{}已解除锁定，可以补报。", change.round.name());
    session.leave(&mut db, &message).await?;
    Ok(see_other(&change.back()))
}

async fn finish(
    db: &mut PgConnection,
    action: &'static str,
    change: &Change,
    calendar: &Calendar,
    person: &Person,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let told = Told::new(serde_json::json!({
        "period": change.round.name(),
        "reason": change.reason,
        "schedule": name(calendar, &change.round),
    }));
    record(db, action, None, told, person, now).await
}
