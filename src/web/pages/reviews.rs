//! 待核实: the reports that wait for the office, and its decisions on them.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use super::reports::{REASONS, sight, step_event};
use crate::domain::{NoticeKind, Period, Post, ReportState};
use crate::store::compared_values;
use crate::store::reports::{self, WaitingLine};
use crate::store::{events, notices, report_steps, standing};
use crate::web::components::{Pager, Slice, ValueLine, progress_tone};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "reviews/index.html")]
struct ReviewsPage {
    shell: Shell,
    rows: Vec<Row>,
    reasons: &'static [&'static str],
    pager: Pager,
}

struct Row {
    id: i64,
    report: String,
    item: Link,
    source: String,
    department: String,
    period: String,
    sent: String,
    stated: Option<(&'static str, &'static str)>,
    values: Vec<ValueLine>,
    progress: String,
    problems: String,
    version: i32,
    accept: String,
    send_back: String,
    demonstration: bool,
}

/// `GET /reviews`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice {
        size: 20,
        ..Slice::asked(&asked)?
    };
    let reach = person.reach();
    let total = reports::waiting_count(&mut db, &reach).await?;
    let lines = reports::waiting(&mut db, &reach, slice.size, slice.offset()).await?;
    let keys: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let values = compared_values::of_reports(&mut db, &keys).await?;
    let pager = Pager::new(slice, total, |page| {
        format!("{}?page={page}", paths::REVIEWS)
    });
    let row = |line: WaitingLine| {
        let own = values.iter().filter(|value| value.report_id == line.id);
        Row::new(line.clone(), own.map(ValueLine::of).collect())
    };
    Ok(Page(ReviewsPage {
        shell: shell.titled(format!("待核实{}", pager.title())),
        rows: lines.into_iter().map(row).collect(),
        reasons: REASONS,
        pager,
    })
    .into_response())
}

impl Row {
    fn new(line: WaitingLine, values: Vec<ValueLine>) -> Self {
        Self {
            id: line.id,
            report: paths::report(line.id),
            item: Link::new(paths::item(line.item_id), line.title),
            source: format!("{} {}", line.document, line.locus),
            department: line.department,
            period: Period::containing(line.cycle, line.first_day).name(),
            sent: line.submitted_at.map(wording::moment).unwrap_or_default(),
            stated: line
                .stated_progress
                .map(|one| (one.label(), progress_tone(one))),
            values,
            progress: line.progress_text,
            problems: line.problems,
            version: line.version,
            accept: paths::acceptance(line.id),
            send_back: paths::return_(line.id),
            demonstration: line.demonstration,
        }
    }
}

/// `POST /reports/{report}/acceptance`.
pub async fn accept(
    person: Person,
    Path(id): Path<i64>,
    now: Now,
    session: CurrentSession,
    db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    decide(person, id, now, session, db, &typed, None).await
}

/// `POST /reports/{report}/return`.
pub async fn send_back(
    person: Person,
    Path(id): Path<i64>,
    now: Now,
    session: CurrentSession,
    db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let reason: String = typed.text("reason").chars().take(500).collect();
    if reason.chars().count() < 4 {
        return Err(Error::BadRequest(
            "退回时请写明理由，让填报单位知道要改什么。请返回上一页填写后重新提交。",
        ));
    }
    decide(person, id, now, session, db, &typed, Some(reason)).await
}

async fn decide(
    person: Person,
    id: i64,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: &Typed,
    reason: Option<String>,
) -> Result<Response, Error> {
    let report = reports::find(&mut db, &person.reach(), id, &sight(&person))
        .await?
        .ok_or(Error::NotFound)?;
    let seen: Option<i32> = typed.parsed("version")?;
    if seen.is_some_and(|seen| seen != report.version) {
        return Err(Error::Conflict(
            "这份填报在您打开之后有了变化，这次没有处理。请重新打开后再审核。",
        ));
    }
    let (action, after) = match reason {
        Some(_) => ("report.return", ReportState::Returned),
        None => ("report.accept", ReportState::Accepted),
    };
    let mut tx = db.begin().await?;
    if !report_steps::review(
        &mut tx,
        id,
        report.version,
        reason.as_deref(),
        person.id,
        now,
    )
    .await?
    {
        return Err(Error::Conflict(
            "这份填报已经由别人审核或被填报单位撤回，这次没有处理。",
        ));
    }
    standing::refresh(&mut tx, report.item_id, report.department_id).await?;
    let mut event = step_event(&report, action, after, &person);
    if let (Some(reason), Some(after)) = (&reason, event.after.as_mut()) {
        after["reason"] = serde_json::json!(reason);
    }
    events::record(&mut tx, now, event).await?;
    let (kind, posts): (_, &[Post]) = match reason {
        Some(_) => (NoticeKind::Returned, &[Post::Reviewer]),
        None => (NoticeKind::Accepted, &[]),
    };
    notices::tell_of_reports(&mut tx, kind, &[id], posts, person.id, now).await?;
    tx.commit().await?;
    let verb = if reason.is_some() {
        "已退回"
    } else {
        "已核实"
    };
    session
        .leave(&mut db, &format!("{verb}：{}的填报。", report.department))
        .await?;
    Ok(see_other(paths::REVIEWS))
}
