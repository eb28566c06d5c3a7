//! 待核实: the reports that wait for the office, and its decisions on them.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use crate::domain::{Calendar, Recipient, ReportState, Seat, Warning};
use crate::store::report_passage::{self, Doing, Seen};
use crate::store::reports::Report;
use crate::store::waiting::{self, Ask, Share};
use crate::store::{compared_values, evidence, report_lists};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reporting::steps::{self, Decision, REASONS, decide, ticked};
use crate::web::waiting_rows::WaitingRow;

/// Rows of a page.
const ROWS: usize = 20;

#[derive(Template)]
#[template(path = "reviews/index.html")]
struct ReviewsPage {
    shell: Shell,
    total: i64,
    filtered: bool,
    documents: Vec<Choice>,
    departments: Vec<Choice>,
    warnings: Vec<Choice>,
    rows: Vec<WaitingRow>,
    plain: usize,
    own_query: String,
    reasons: &'static [&'static str],
    first: Option<String>,
    next: Option<String>,
}

/// One option of a filter.
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// `GET /reviews`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let ask = asks(&asked)?;
    let after: Option<i64> = asked.parsed("after")?;
    let reach = person.reach();
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let shares = waiting::office_shares(&mut db, &reach).await?;
    let total = match ask == Ask::default() {
        true => all(&shares),
        false => waiting::office_count(&mut db, &reach, &ask).await?,
    };
    let mut lines = waiting::for_office(&mut db, &reach, &ask, person.id, after, limit).await?;
    let more = lines.len() > ROWS;
    lines.truncate(ROWS);
    let keys: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let values = compared_values::of_reports(&mut db, &keys).await?;
    let pieces = evidence::counts(&mut db, &keys).await?;
    let last = keys.last().copied().filter(|_| more);
    let rows: Vec<WaitingRow> = lines
        .into_iter()
        .map(|line| WaitingRow::new(line, &values, &pieces, Seat::Office))
        .collect();
    Ok(Page(ReviewsPage {
        shell: shell.titled("待核实"),
        total,
        filtered: ask != Ask::default(),
        documents: documents(&shares, ask.document),
        departments: departments(&shares, ask.department),
        warnings: warnings(&ask),
        plain: rows.iter().filter(|row| row.plain).count(),
        rows,
        own_query: address(&ask, after),
        reasons: REASONS,
        first: after.map(|_| address(&ask, None)),
        next: last.map(|last| address(&ask, Some(last))),
    })
    .into_response())
}

/// How many wait in all: every report is of one document.
fn all(shares: &[Share]) -> i64 {
    let of_documents = shares.iter().filter(|share| share.document_id.is_some());
    of_documents.map(|share| share.count).sum()
}

fn asks(asked: &Fields) -> Result<Ask, Error> {
    let plain = asked.text("warning") == "none";
    Ok(Ask {
        document: asked.parsed("document")?,
        department: asked.parsed("department")?,
        warning: match plain {
            true => None,
            false => asked.parsed("warning")?,
        },
        plain,
    })
}

fn address(ask: &Ask, after: Option<i64>) -> String {
    let key = |key: Option<i64>| key.map(|key| key.to_string());
    let warning = ask.warning.map(|warning| warning.code().to_owned());
    let plain = ask.plain.then(|| "none".to_owned());
    let pairs = [
        ("document", key(ask.document)),
        ("department", key(ask.department)),
        ("warning", warning.or(plain)),
        ("after", key(after)),
    ];
    paths::with_query(paths::REVIEWS, &pairs)
}

fn documents(shares: &[Share], chosen: Option<i64>) -> Vec<Choice> {
    let choice =
        |share: &Share| choice(share.document_id?, share.document.as_ref()?, share, chosen);
    shares.iter().filter_map(choice).collect()
}

fn departments(shares: &[Share], chosen: Option<i64>) -> Vec<Choice> {
    let choice = |share: &Share| {
        choice(
            share.department_id?,
            share.department.as_ref()?,
            share,
            chosen,
        )
    };
    shares.iter().filter_map(choice).collect()
}

fn choice(key: i64, name: &str, share: &Share, chosen: Option<i64>) -> Option<Choice> {
    Some(Choice {
        value: key.to_string(),
        text: format!("{name}（{}）", share.count),
        chosen: chosen == Some(key),
    })
}

fn warnings(ask: &Ask) -> Vec<Choice> {
    let plain = Choice {
        value: "none".to_owned(),
        text: "没有提示的".to_owned(),
        chosen: ask.plain,
    };
    let choice = |warning: &Warning| Choice {
        value: warning.code().to_owned(),
        text: warning.label().to_owned(),
        chosen: ask.warning == Some(*warning),
    };
    let others = Warning::ALL.iter().map(choice);
    std::iter::once(plain).chain(others).collect()
}

/// `POST /reports/{report}/acceptance`.
pub async fn accept(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    session: CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let decision = Decision::pass(Seat::Office);
    let doing = doing(&person, calendar, at);
    let report = decide(&mut db, &person, id, &typed, &decision, doing).await?;
    answer(session, &mut db, &typed, &decision, &report).await
}

/// `POST /reports/{report}/return`.
pub async fn send_back(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    session: CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let decision = Decision::send_back(Seat::Office, &typed)?;
    let doing = doing(&person, calendar, at);
    let report = decide(&mut db, &person, id, &typed, &decision, doing).await?;
    answer(session, &mut db, &typed, &decision, &report).await
}

fn doing(person: &Person, calendar: Calendar, at: chrono::DateTime<chrono::Utc>) -> Doing {
    Doing {
        by: person.id,
        at,
        today: calendar.today,
    }
}

async fn answer(
    CurrentSession(session): CurrentSession,
    db: &mut Db,
    typed: &Fields,
    decision: &Decision,
    report: &Report,
) -> Result<Response, Error> {
    let message = format!("{}：{}的填报。", decision.done(), report.department);
    session.leave(db, &message).await?;
    Ok(see_other(&back(typed)))
}

/// The same part of the list, as the form says; nothing else is an address to go to.
fn back(typed: &Fields) -> String {
    let back = typed.text("back");
    let own = back.strip_prefix(paths::REVIEWS);
    match own.is_some_and(|rest| rest.is_empty() || rest.starts_with('?')) {
        true => back.to_owned(),
        false => paths::REVIEWS.to_owned(),
    }
}

/// `POST /reviews/acceptances`: all that were ticked and have nothing to look at.
pub async fn accept_many(
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
    let doing = doing(&person, calendar, at);
    let mut tx = db.begin().await?;
    let reports = report_lists::chosen(&mut tx, &person.reach(), &keys).await?;
    let within = |key: i64| reports.iter().any(|report| report.id == key);
    let seen: Vec<Seen> = ticked
        .iter()
        .filter(|(report, _)| within(*report))
        .map(|(report, version)| Seen {
            report: *report,
            version: *version,
            warnings: Vec::new(),
        })
        .collect();
    let taken = report_passage::accept(&mut tx, &seen, Recipient::Office, true, doing).await?;
    let done: Vec<&Report> = reports
        .iter()
        .filter(|report| taken.contains(&report.id))
        .collect();
    steps::follow(
        &mut tx,
        &done,
        "report.accept",
        ReportState::Accepted,
        doing,
    )
    .await?;
    tx.commit().await?;
    let left = ticked.len() - done.len();
    let message = match left {
        0 => format!("已核实 {} 份。", done.len()),
        left => format!(
            "已核实 {} 份；{left} 份已有变化或需逐份审核，没有处理。",
            done.len()
        ),
    };
    session.leave(&mut db, &message).await?;
    Ok(see_other(&back(&typed)))
}
