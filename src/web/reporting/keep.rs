//! Writing what was typed: the draft and, when it is sent, what follows from that, with its events, in one transaction.

use sqlx::{Acquire, PgConnection};

use super::entry::Entry;
use super::steps;
use super::task::Task;
use super::way::Way;
use crate::domain::ReportState;
use crate::store::periods::{self, PeriodRow};
use crate::store::report_passage::{self, Doing, Seen};
use crate::store::{self, events, report_steps, standing};
use crate::web::error::Error;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Somebody else was faster; nothing was written.
    Faster,
    /// It is a draft, with this key: because nothing else was asked, or because its way has changed meanwhile.
    Draft(i64),
    /// It was handed in or sent.
    Sent,
}

/// Writes the draft of a task; with a way, sends it on that way.
///
/// # Errors
///
/// When the database refuses.
pub async fn keep(
    db: &mut PgConnection,
    task: &Task,
    entry: &Entry,
    missing_reason: &str,
    way: Option<&Way>,
    doing: Doing,
) -> Result<Kept, Error> {
    let mut tx = db.begin().await?;
    let Some((report, version)) = write(&mut tx, task, entry, doing).await? else {
        return Ok(Kept::Faster);
    };
    report_steps::set_values(&mut tx, report, &entry.values).await?;
    let reason = Some(missing_reason).filter(|reason| !reason.is_empty());
    report_steps::set_missing_reason(&mut tx, report, reason).await?;
    let was = task.current.as_ref().map(|(report, _)| report.state);
    let saved = event(task, report, "report.save", was, ReportState::Draft, doing);
    events::record(&mut tx, doing.at, saved).await?;
    let mut kept = Kept::Draft(report);
    if let Some(way) = way {
        let seen = Seen {
            report,
            version,
            warnings: task.warnings(entry),
        };
        if send(&mut tx, task, seen, way, doing).await? {
            kept = Kept::Sent;
        }
    }
    tx.commit().await?;
    Ok(kept)
}

/// Writes the words; gives the key of the report and its version.
async fn write(
    tx: &mut PgConnection,
    task: &Task,
    entry: &Entry,
    doing: Doing,
) -> sqlx::Result<Option<(i64, i32)>> {
    let PeriodRow { id: period, .. } = periods::ensure(&mut *tx, task.period).await?;
    let words = &entry.words;
    if let Some((report, _)) = &task.current {
        let (id, version) = (report.id, report.version);
        let saved = report_steps::save(tx, id, version, words, doing.by, doing.at).await?;
        return Ok(saved.then_some((id, version + 1)));
    }
    let draft = report_steps::NewDraft {
        item: task.item.id,
        department: task.department.id,
        period,
    };
    match report_steps::begin(tx, draft, words, doing.by, doing.at).await {
        Err(error) if store::constraint(&error) == Some("report_key") => Ok(None),
        begun => Ok(Some((begun?, 1))),
    }
}

/// Hands it in or sends it; false when its way has changed meanwhile.
async fn send(
    tx: &mut PgConnection,
    task: &Task,
    seen: Seen,
    way: &Way,
    doing: Doing,
) -> sqlx::Result<bool> {
    let report = seen.report;
    let (sent, action, after) = match way.is_reviewed() {
        true => {
            let sent = report_passage::hand_in(&mut *tx, &[seen], doing).await?;
            (sent, "report.hand_in", ReportState::HandedIn)
        }
        false => {
            let sent = report_passage::submit(&mut *tx, &[seen], doing).await?;
            (sent, "report.submit", ReportState::Submitted)
        }
    };
    if sent.is_empty() {
        return Ok(false);
    }
    standing::refresh(&mut *tx, task.item.id, task.department.id).await?;
    let draft = Some(ReportState::Draft);
    let sent = event(task, report, action, draft, after, doing);
    events::record(&mut *tx, doing.at, sent).await?;
    steps::tell(tx, &[report], after, doing).await?;
    Ok(true)
}

fn event(
    task: &Task,
    report: i64,
    action: &'static str,
    before: Option<ReportState>,
    after: ReportState,
    doing: Doing,
) -> events::Event {
    events::Event {
        actor: Some(doing.by),
        action,
        document: Some(task.item.document_id),
        item: Some(task.item.id),
        department: Some(task.department.id),
        report: Some(report),
        before: before.map(|state| serde_json::json!({ "state": state })),
        after: Some(serde_json::json!({ "state": after, "period": task.period.name() })),
    }
}
