//! 更正: beginning a new revision of a report that was verified.

use axum::response::Response;
use sqlx::Acquire;

use crate::domain::{ReportState, ReportStep};
use crate::store::{self, events, evidence, report_steps};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::page::see_other;
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reporting::steps::{Case, step_event};

/// `POST /reports/{report}/correction`: a new revision in draft. Asked a second time, it leads to the one that is there.
pub async fn create(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let case = Case::find(&mut db, &person, id, now).await?;
    let report = &case.report;
    if !person.departments().contains(&report.department_id) {
        return Err(Error::NotFound);
    }
    if !case.may(ReportStep::Correct) {
        return Err(Error::Conflict(
            "只有已经核实的填报需要更正；其他的可以直接修改。",
        ));
    }
    let reason: String = typed.text("reason").chars().take(500).collect();
    if reason.chars().count() < 4 {
        return Err(Error::BadRequest(
            "请写明更正原因。请返回上一页填写后重新提交。",
        ));
    }
    let mut tx = db.begin().await?;
    let begun = report_steps::correct(&mut tx, id, &reason, person.id, now).await;
    match begun {
        Err(error) if store::constraint(&error) == Some("report_key") => tx.rollback().await?,
        begun => {
            let new = begun?;
            if let Some(new) = new {
                evidence::carry(&mut tx, id, new, person.id, now).await?;
            }
            let mut event = step_event(report, "report.correct", ReportState::Draft, person.id);
            event.report = new;
            if let Some(after) = event.after.as_mut() {
                after["reason"] = serde_json::json!(reason);
            }
            events::record(&mut tx, now, event).await?;
            tx.commit().await?;
            session
                .leave(&mut db, "已开始更正；报送之前，原填报仍然有效。")
                .await?;
        }
    }
    Ok(see_other(&paths::report_form_for(
        report.item_id,
        report.department_id,
        report.first_day,
    )))
}
