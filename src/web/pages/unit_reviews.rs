//! 单位审核: what clerks of a unit handed in, read and let go out, or given back, by a reviewer of that unit.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use crate::domain::{Calendar, Post, ReportState, Seat};
use crate::store::report_passage::{self, Doing, Seen};
use crate::store::reports::Report;
use crate::store::{compared_values, evidence, report_lists, waiting};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reporting::steps::{self, Decision, REASONS, decide, ticked};
use crate::web::waiting_rows::WaitingRow;

/// Rows of a page.
const ROWS: usize = 20;

#[derive(Template)]
#[template(path = "unit_reviews/index.html")]
struct UnitReviewsPage {
    shell: Shell,
    total: i64,
    rows: Vec<WaitingRow>,
    plain: usize,
    own_query: String,
    reasons: &'static [&'static str],
    first: Option<String>,
    next: Option<String>,
}

/// `GET /unit-reviews`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let after: Option<i64> = asked.parsed("after")?;
    let units = person.departments_as(Post::Reviewer);
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let total = waiting::unit_count(&mut db, &units, None).await?;
    let mut lines = waiting::for_unit(&mut db, &units, person.id, after, limit).await?;
    let more = lines.len() > ROWS;
    lines.truncate(ROWS);
    let keys: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let values = compared_values::of_reports(&mut db, &keys).await?;
    let pieces = evidence::counts(&mut db, &keys).await?;
    let last = keys.last().copied().filter(|_| more);
    let rows: Vec<WaitingRow> = lines
        .into_iter()
        .map(|line| WaitingRow::new(line, &values, &pieces, Seat::Reviewer))
        .collect();
    let address = |after: i64| {
        let pairs = [("after", Some(after.to_string()))];
        paths::with_query(paths::UNIT_REVIEWS, &pairs)
    };
    Ok(Page(UnitReviewsPage {
        shell: shell.titled("单位审核"),
        total,
        plain: rows.iter().filter(|row| row.plain).count(),
        rows,
        own_query: after.map_or_else(|| paths::UNIT_REVIEWS.to_owned(), address),
        reasons: REASONS,
        first: after.map(|_| paths::UNIT_REVIEWS.to_owned()),
        next: last.map(address),
    })
    .into_response())
}

/// `POST /reports/{report}/endorsement`.
pub async fn endorse(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    session: CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let decision = Decision::pass(Seat::Reviewer);
    one(
        &person, calendar, id, at, session, &mut db, &typed, &decision,
    )
    .await
}

/// `POST /reports/{report}/unit-return`.
pub async fn send_back(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    session: CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let decision = Decision::send_back(Seat::Reviewer, &typed)?;
    one(
        &person, calendar, id, at, session, &mut db, &typed, &decision,
    )
    .await
}

#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handlers have"
)]
async fn one(
    person: &Person,
    calendar: Calendar,
    id: i64,
    at: chrono::DateTime<chrono::Utc>,
    CurrentSession(session): CurrentSession,
    db: &mut Db,
    typed: &Typed,
    decision: &Decision,
) -> Result<Response, Error> {
    let doing = Doing {
        by: person.id,
        at,
        today: calendar.today,
    };
    let report = decide(db, person, id, typed, decision, doing).await?;
    let by = report.handed_in_by.unwrap_or(report.saved_by);
    let message = format!("{}：{by}的填报。", decision.done());
    session.leave(db, &message).await?;
    Ok(see_other(paths::UNIT_REVIEWS))
}

/// `POST /unit-reviews/endorsements`: all that were ticked and have nothing to look at.
pub async fn endorse_many(
    person: Person,
    calendar: Calendar,
    Now(at): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let ticked = ticked(&typed);
    if ticked.is_empty() {
        return Err(Error::BadRequest(
            "没有勾选填报。请返回上一页勾选后重新提交。",
        ));
    }
    let keys: Vec<i64> = ticked.iter().map(|(report, _)| *report).collect();
    let doing = Doing {
        by: person.id,
        at,
        today: calendar.today,
    };
    let units = person.departments_as(Post::Reviewer);
    let mut tx = db.begin().await?;
    let reports = report_lists::chosen(&mut tx, &person.reach(), &keys).await?;
    let plain = |key: i64| {
        let report = reports.iter().find(|report| report.id == key);
        report.is_some_and(|report| {
            report.warnings.is_empty()
                && report.revision == 1
                && units.contains(&report.department_id)
        })
    };
    let seen: Vec<Seen> = ticked
        .iter()
        .filter(|(report, _)| plain(*report))
        .map(|(report, version)| Seen {
            report: *report,
            version: *version,
            warnings: Vec::new(),
        })
        .collect();
    let taken = report_passage::endorse(&mut tx, &seen, doing).await?;
    let done: Vec<&Report> = reports
        .iter()
        .filter(|report| taken.contains(&report.id))
        .collect();
    steps::follow(
        &mut tx,
        &done,
        "report.submit",
        ReportState::Submitted,
        doing,
    )
    .await?;
    tx.commit().await?;
    let message = match ticked.len() - done.len() {
        0 => format!("已通过并报送 {} 份。", done.len()),
        left => format!(
            "已通过并报送 {} 份；{left} 份已有变化或需逐份审核，没有处理。",
            done.len()
        ),
    };
    session.leave(&mut db, &message).await?;
    Ok(see_other(paths::UNIT_REVIEWS))
}
