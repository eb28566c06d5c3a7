//! The demonstration reports: what every department wrote on every item, from the first period to the pinned day.

use chrono::NaiveDate;
use serde_json::json;
use sqlx::Connection;
use sqlx::postgres::PgConnection;

use super::story::Story;
use crate::domain::ReportState;
use crate::store::demonstrations::{self, Demonstration, ReportEvent};
use crate::store::{settings, standing};

/// The setting that says that the reports were written.
const WRITTEN: &str = "trial_reports";

/// Writes the reports, once in the life of an installation, all or none.
pub(super) async fn write(db: &mut PgConnection, today: NaiveDate) -> anyhow::Result<()> {
    if settings::get(db, WRITTEN).await?.is_some() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    let story = Story::read(&mut tx, today).await?;
    let mut reports = story.reports();
    reports.sort_by_key(|report| report.submitted.map_or(report.begun.at, |step| step.at));
    let keys = demonstrations::write(&mut tx, &reports).await?;
    demonstrations::record(&mut tx, &events(&story, &keys, &reports)).await?;
    standing::refresh_all(&mut tx).await?;
    settings::set(&mut tx, WRITTEN, &reports.len().to_string()).await?;
    tx.commit().await?;
    Ok(())
}

/// The steps of all reports, in the order of time.
fn events(story: &Story, keys: &[i64], reports: &[Demonstration]) -> Vec<ReportEvent> {
    let of_report = |(key, report): (&i64, &Demonstration)| {
        events_of(*key, report, &story.period_name(report.period))
    };
    let mut events: Vec<ReportEvent> = keys.iter().zip(reports).flat_map(of_report).collect();
    events.sort_by_key(|event| event.step.at);
    events
}

/// The steps of one report, as the site itself would have recorded them.
fn events_of(key: i64, report: &Demonstration, period: &str) -> Vec<ReportEvent> {
    let state = |state: ReportState| json!({ "state": state, "period": period });
    let event = |action, step, before: Option<ReportState>, after| ReportEvent {
        action,
        step,
        item: report.item,
        department: report.department,
        report: key,
        before: before.map(|before| json!({ "state": before })),
        after,
    };
    let mut events = Vec::new();
    match (report.handed_in, report.submitted) {
        (None, None) => events.push(event(
            "report.save",
            report.begun,
            None,
            state(ReportState::Draft),
        )),
        (Some(step), _) => events.push(event(
            "report.hand_in",
            step,
            Some(ReportState::Draft),
            state(ReportState::HandedIn),
        )),
        (None, Some(_)) => {}
    }
    if let Some(step) = report.submitted {
        let before = match report.handed_in {
            Some(_) => ReportState::HandedIn,
            None => ReportState::Draft,
        };
        let after = state(ReportState::Submitted);
        events.push(event("report.submit", step, Some(before), after));
    }
    if let Some(step) = report.reviewed {
        let (before, returned) = match report.submitted {
            Some(_) => (ReportState::Submitted, "report.return"),
            None => (ReportState::HandedIn, "report.unit_return"),
        };
        events.push(match &report.return_reason {
            None => event(
                "report.accept",
                step,
                Some(before),
                state(ReportState::Accepted),
            ),
            Some(reason) => event(
                returned,
                step,
                Some(before),
                json!({ "state": ReportState::Returned, "period": period, "reason": reason }),
            ),
        });
    }
    events
}
