//! Writing what was ticked of a workbook into drafts, with their events, in one transaction.

use serde_json::json;
use sqlx::{Acquire, PgConnection};

use super::compared::{Comparison, ItemChanges, merged};
use crate::domain::{ReportState, Round};
use crate::store::events::{self, Event};
use crate::store::report_passage::Doing;
use crate::store::reports::Value;
use crate::store::rounds;
use crate::store::unit_reports::{self, DraftWords};
use crate::store::workbook_uploads::{self, Upload};
use crate::web::extract::Fields;
use crate::web::reporting::entry::Entry;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was written before.
    Before,
    /// Drafts were written, or none.
    Drafts(Count),
}

/// Items of which something was ticked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Written.
    pub written: usize,
    /// Not written, because what was ticked does not go together.
    pub wrong: usize,
    /// Not written, because they have changed or were sent since they were looked at.
    pub left: usize,
}

/// A draft to write.
struct Draft<'c> {
    item: &'c ItemChanges<'c>,
    entry: Entry,
    missing_reason: String,
}

/// The name that a change goes by on the page: item, draft and version that were looked at, and field.
pub fn tick(item: &ItemChanges<'_>, field: &str) -> String {
    let (report, version) = item.task.draft();
    format!("{}.{report}-{version}.{field}", item.task.item.id)
}

/// Writes what was ticked. What has changed since it was looked at stays as it is.
///
/// # Errors
///
/// When the database refuses.
pub async fn write(
    db: &mut PgConnection,
    upload: &Upload,
    comparison: &Comparison<'_>,
    typed: &Fields,
    doing: Doing,
) -> sqlx::Result<Written> {
    let Chosen {
        drafts,
        asked,
        wrong,
    } = chosen(comparison, typed);
    let mut tx = db.begin().await?;
    if !workbook_uploads::mark_applied(&mut tx, upload.id, doing.by, doing.at).await? {
        return Ok(Written::Before);
    }
    let reports = save(&mut tx, upload.department_id, &drafts, doing).await?;
    let report = |draft: &Draft<'_>| {
        let item = draft.item.task.item.id;
        reports
            .iter()
            .find(|(one, _)| *one == item)
            .map(|(_, key)| *key)
    };
    let saved = drafts
        .iter()
        .filter_map(|draft| Some((draft, report(draft)?)));
    let values: Vec<(i64, Value)> = saved
        .clone()
        .flat_map(|(draft, key)| draft.entry.values.iter().map(move |one| (key, one.clone())))
        .collect();
    let keys: Vec<i64> = reports.iter().map(|(_, key)| *key).collect();
    unit_reports::set_values(&mut tx, &keys, &values).await?;
    let events: Vec<Event> = saved
        .map(|(draft, key)| event(upload, draft, key, doing))
        .collect();
    events::record_all(&mut tx, doing.at, &events).await?;
    let count = Count {
        written: reports.len(),
        wrong,
        left: asked.saturating_sub(reports.len() + wrong),
    };
    // An upload of which nothing could be written stays open.
    if reports.is_empty() {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(Written::Drafts(count))
}

/// What was ticked.
struct Chosen<'c> {
    drafts: Vec<Draft<'c>>,
    /// Of how many items something was ticked.
    asked: usize,
    /// Of how many of them it does not go together.
    wrong: usize,
}

fn chosen<'c>(comparison: &'c Comparison<'c>, typed: &Fields) -> Chosen<'c> {
    let ticks: Vec<&str> = typed
        .0
        .iter()
        .filter(|(name, _)| name == "line")
        .map(|(_, value)| value.as_str())
        .collect();
    let mut items: Vec<&str> = ticks
        .iter()
        .filter_map(|tick| tick.split('.').next())
        .collect();
    items.sort_unstable();
    items.dedup();
    let draft = |item: &'c ItemChanges<'c>| {
        let ticked = |field: &str| ticks.contains(&tick(item, field).as_str());
        let lines = item.changes.iter().filter(|one| one.mistake.is_none());
        let given: Vec<(String, String)> = lines
            .filter(|one| ticked(&one.field))
            .map(|one| (one.field.clone(), one.value.clone()))
            .collect();
        if given.is_empty() || item.task.sent().is_some() {
            return None;
        }
        let merged = merged(&item.task.saved(), &given);
        Some(Draft {
            item,
            entry: item.task.read(&merged, false),
            missing_reason: merged.text("missing-reason").to_owned(),
        })
    };
    let drafts = comparison.items.iter().filter_map(draft);
    let (drafts, wrong): (Vec<_>, Vec<_>) =
        drafts.partition(|draft| draft.entry.mistakes.is_empty());
    Chosen {
        drafts,
        asked: items.len(),
        wrong: wrong.len(),
    }
}

/// Begins or saves the drafts; gives the item and the report of those that were written.
async fn save(
    tx: &mut PgConnection,
    department: i64,
    drafts: &[Draft<'_>],
    doing: Doing,
) -> sqlx::Result<Vec<(i64, i64)>> {
    let mut current: Vec<&Round> = drafts.iter().map(|draft| &draft.item.task.round).collect();
    current.sort_by_key(|round| round.schedule);
    current.dedup_by_key(|round| round.schedule);
    let mut rows = Vec::new();
    // The current round of each schedule that the unit reports under: a few.
    for round in current {
        let keys = rounds::ensure(&mut *tx, round).await?;
        rows.push((round.schedule, keys));
    }
    let (mut begun, mut saved) = (Vec::new(), Vec::new());
    for draft in drafts {
        let task = draft.item.task;
        let row = |key: i64, at: i64| DraftWords {
            key,
            at,
            words: draft.entry.words.clone(),
            missing_reason: draft.missing_reason.clone(),
        };
        let keys = rows.iter().find(|(one, _)| *one == task.round.schedule);
        match (task.draft(), keys.filter(|(_, keys)| !keys.locked)) {
            // What was locked meanwhile stays as it is.
            (_, None) => {}
            ((0, _), Some((_, keys))) => begun.push(row(task.item.id, keys.period)),
            ((key, version), Some(_)) => saved.push(row(key, version.into())),
        }
    }
    let mut reports = unit_reports::begin(tx, department, &begun, doing.by, doing.at).await?;
    let again = unit_reports::save(tx, &saved, doing.by, doing.at).await?;
    let item = |key: &i64| {
        let draft = drafts
            .iter()
            .find(|draft| draft.item.task.draft().0 == *key)?;
        Some((draft.item.task.item.id, *key))
    };
    reports.extend(again.iter().filter_map(item));
    Ok(reports)
}

fn event(upload: &Upload, draft: &Draft<'_>, report: i64, doing: Doing) -> Event {
    let task = draft.item.task;
    Event {
        actor: Some(doing.by),
        action: "report.save",
        document: Some(task.item.document_id),
        item: Some(task.item.id),
        department: Some(upload.department_id),
        report: Some(report),
        before: task.state().map(|state| json!({ "state": state })),
        after: Some(json!({
            "state": ReportState::Draft, "period": task.round.name(), "workbook": upload.id, "file": upload.name,
        })),
    }
}
