//! 申请, decided by the office or taken back by the department.

use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{Acquire, PgConnection};

use super::requests::{RequestPage, found};
use crate::domain::{NoticeKind, Post, RequestKind, RequestState, extended};
use crate::store::events;
use crate::store::notices::{self, NewNotice};
use crate::store::requests::{self, Ending, Request};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Shell, see_other, with_status};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reporting::entry::Mistake;

/// `POST /requests/{request}/decision`: the office grants or declines.
pub async fn decide(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let request = found(&mut tx, &person, id).await?;
    let (state, until, mistakes) = read(&request, &typed.fields);
    if request.state == RequestState::Open && !mistakes.is_empty() {
        let page = RequestPage::new(shell, &person, &request, &typed.fields, mistakes);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let ending = Ending {
        state,
        words: typed.text("words"),
        until,
        by: person.id,
        at: now,
    };
    if !requests::end(&mut tx, id, &ending).await? {
        return Err(Error::Conflict(
            "这份申请已有结果，或者是您本人提出的，没有重复决定。请重新打开查看。",
        ));
    }
    consequences(&mut tx, &request, &ending).await?;
    tx.commit().await?;
    let message = format!("已决定：{}（{}）。", request.item, state.label());
    session.leave(&mut db, &message).await?;
    Ok(see_other(paths::REQUESTS))
}

fn read(request: &Request, typed: &Fields) -> (RequestState, Option<NaiveDate>, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut wrong = |field: &str, sentence: String| {
        mistakes.push(Mistake {
            field: field.to_owned(),
            sentence,
        });
    };
    let state = match typed.text("state") {
        "granted" => RequestState::Granted,
        "declined" => RequestState::Declined,
        _ => {
            wrong("state", "选择同意或不同意。".to_owned());
            RequestState::Declined
        }
    };
    let length = typed.text("words").chars().count();
    if !(2..=500).contains(&length) {
        wrong("words", "写明决定的理由，2 至 500 字。".to_owned());
    }
    let mut until = None;
    if let (RequestKind::Extension, RequestState::Granted) = (request.kind, state) {
        let deadline = request.deadline_last.or(request.deadline);
        match (typed.text("until").parse::<NaiveDate>(), deadline) {
            (Ok(day), Some(deadline)) => match extended(deadline, day) {
                Ok(day) => until = Some(day),
                Err(problem) => wrong("until", problem.sentence()),
            },
            _ => wrong(
                "until",
                "填写批准延至的日期，写作 2018-12-31 这样的形式。".to_owned(),
            ),
        }
    }
    (state, until, mistakes)
}

/// What follows from a decision: the deadline moves, and the log says so.
async fn consequences(
    tx: &mut PgConnection,
    request: &Request,
    ending: &Ending<'_>,
) -> Result<(), Error> {
    let action = match ending.state {
        RequestState::Granted => "request.grant",
        RequestState::Declined => "request.decline",
        _ => "request.withdraw",
    };
    let told = serde_json::json!({ "request": request.kind, "reason": ending.words });
    record(tx, request, action, None, told, ending.by, ending.at).await?;
    if ending.state != RequestState::Withdrawn {
        let notice = NewNotice {
            item: Some(request.item_id),
            document: Some(request.document_id),
            department: Some(request.department_id),
            note: format!("{}：{}", ending.state.label(), ending.words),
            ..NewNotice::default()
        };
        let posts = [Post::Clerk, Post::Reviewer];
        let people = notices::people_of(tx, request.department_id, &posts).await?;
        notices::tell(tx, NoticeKind::Decided, &notice, &people, ending.at).await?;
    }
    let Some(until) = ending.until else {
        return Ok(());
    };
    let was = requests::move_deadline(tx, request.item_id, request.id, until, ending.by, ending.at)
        .await?
        .ok_or(Error::Conflict(
            "时限刚刚已改到更晚的日期，没有再改。请重新打开查看。",
        ))?;
    let before = serde_json::json!({ "deadline": was });
    let after = serde_json::json!({ "deadline": until });
    record(
        tx,
        request,
        "deadline.change",
        Some(before),
        after,
        ending.by,
        ending.at,
    )
    .await?;
    Ok(())
}

async fn record(
    tx: &mut PgConnection,
    request: &Request,
    action: &'static str,
    before: Option<serde_json::Value>,
    after: serde_json::Value,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let event = events::Event {
        actor: Some(by),
        action,
        document: Some(request.document_id),
        item: Some(request.item_id),
        department: Some(request.department_id),
        before,
        after: Some(after),
        ..events::Event::default()
    };
    events::record(tx, at, event).await
}

/// `POST /requests/{request}/withdrawal`: the department takes it back before it is decided.
pub async fn withdraw(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let request = found(&mut tx, &person, id).await?;
    if !person.departments().contains(&request.department_id) {
        return Err(Error::NotFound);
    }
    let ending = Ending {
        state: RequestState::Withdrawn,
        words: "",
        until: None,
        by: person.id,
        at: now,
    };
    if !requests::end(&mut tx, id, &ending).await? {
        return Err(Error::Conflict("这份申请已有结果，不能撤回。"));
    }
    consequences(&mut tx, &request, &ending).await?;
    tx.commit().await?;
    session.leave(&mut db, "申请已撤回。").await?;
    Ok(see_other(&paths::request(id)))
}
