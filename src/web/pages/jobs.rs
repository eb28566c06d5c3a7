//! 系统状态: what is done by the clock, what waits, and what failed and why.

use askama::Template;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use sqlx::Acquire;

use crate::domain::{JobKind, JobState};
use crate::store::events;
use crate::store::jobs::{self, JobLine};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path};
use crate::web::page::{Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::state::AppState;
use crate::web::{paths, wording};
use axum::extract::State;

/// Runs that are listed; more are counted.
const ROWS: i64 = 100;

#[derive(Template)]
#[template(path = "jobs/index.html")]
struct JobsPage {
    shell: Shell,
    waiting: i64,
    failed: i64,
    mails: bool,
    last: Vec<Row>,
    rows: Vec<Row>,
    /// Not all are listed.
    more: bool,
}

struct Row {
    kind: &'static str,
    key: String,
    state: &'static str,
    tone: &'static str,
    at: String,
    attempts: i32,
    said: String,
    retry: Option<String>,
}

/// `GET /jobs`.
pub async fn index(shell: Shell, mut db: Db) -> Result<Response, Error> {
    let (waiting, failed) = jobs::counts(&mut db).await?;
    let last = jobs::last(&mut db, JobKind::ALL).await?;
    let lines = jobs::open(&mut db, ROWS).await?;
    let shell = shell.titled("系统状态").under(paths::USERS, "账号");
    Ok(Page(JobsPage {
        mails: shell.site.mails,
        shell,
        waiting,
        failed,
        last: last.into_iter().map(Row::new).collect(),
        more: waiting + failed > ROWS,
        rows: lines.into_iter().map(Row::new).collect(),
    })
    .into_response())
}

impl Row {
    fn new(line: JobLine) -> Self {
        let failed = line.state == JobState::Failed;
        let ended = line.state == JobState::Done || failed;
        let at = line.finished_at.filter(|_| ended).unwrap_or(line.run_at);
        Self {
            kind: line.kind.label(),
            state: line.state.label(),
            tone: match line.state {
                JobState::Waiting => "idle",
                JobState::Running => "info",
                JobState::Done => "ok",
                JobState::Failed => "bad",
            },
            at: wording::moment(at),
            attempts: line.attempts,
            said: match line.state {
                JobState::Done => line.outcome,
                _ => line.last_error.unwrap_or_default(),
            },
            retry: failed.then(|| paths::job_retry(line.id)),
            key: line.key,
        }
    }
}

/// `POST /jobs/{job}/retry`.
pub async fn retry(
    State(app): State<AppState>,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let Some((kind, key)) = jobs::retry(&mut tx, id, app.clock.machine()).await? else {
        return Err(Error::NotFound);
    };
    let event = events::Event {
        actor: Some(person.id),
        action: "job.retry",
        after: Some(json!({ "name": format!("{} {key}", kind.label()) })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session
        .leave(&mut db, "已安排重试，一般在半分钟内执行。")
        .await?;
    Ok(see_other(paths::JOBS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_failed_is_tried_again() {
        let moment = "2018-06-20T00:30:00Z".parse().expect("a moment");
        let line = |state| JobLine {
            id: 4,
            kind: JobKind::Reminders,
            key: "2018-06-20".to_owned(),
            state,
            run_at: moment,
            attempts: 8,
            last_error: Some("没有应答".to_owned()),
            outcome: "提醒 3 人".to_owned(),
            finished_at: Some(moment),
        };
        let failed = Row::new(line(JobState::Failed));
        assert_eq!(failed.retry.as_deref(), Some("/jobs/4/retry"));
        assert_eq!(
            (failed.said.as_str(), failed.at.as_str()),
            ("没有应答", "2018-06-20 08:30")
        );
        let done = Row::new(line(JobState::Done));
        assert_eq!((done.retry, done.said.as_str()), (None, "提醒 3 人"));
    }
}
