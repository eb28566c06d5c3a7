//! 单位库 · 按名册调整职责: what the roster of a day asks of the duties on open items, and doing it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use sqlx::Acquire;

use super::registry_bodies::body;
use crate::domain::Calendar;
use crate::registry::DepartmentKind;
use crate::store::duty_changes::Act;
use crate::store::handovers;
use crate::store::kept_departments::{self, KeptDepartment};
use crate::store::roster_changes::{self, RosterLine, RosterStep, Steps};
use crate::web::components::{Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "registry/roster.html")]
struct RosterPage {
    shell: Shell,
    action: String,
    day: String,
    digest: String,
    body: String,
    begins: usize,
    ends: usize,
    go_on: usize,
    rows: Vec<Row>,
    pager: Pager,
    /// The duties changed since the page was made.
    moved: bool,
}

struct Row {
    step: &'static str,
    tone: &'static str,
    department: Link,
    item: Link,
    locus: String,
    document: String,
    note: &'static str,
}

impl RosterPage {
    fn new(
        shell: Shell,
        body: &KeptDepartment,
        day: NaiveDate,
        steps: &Steps,
        (slice, lines): (Slice, Vec<RosterLine>),
    ) -> Self {
        let total = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        let pager = Pager::new(slice, total, |page| {
            paths::registry_roster_steps(body.id, day, page)
        });
        Self {
            shell: shell
                .titled(format!("按名册调整职责：{}", body.short_name))
                .under(paths::REGISTRY, "单位库")
                .under(paths::REGISTRY_BODIES, "集合单位")
                .under(paths::registry_body(body.id), body.short_name.clone()),
            action: paths::registry_roster(body.id),
            day: wording::date(day),
            digest: steps.digest(),
            body: body.short_name.clone(),
            begins: steps.count(RosterStep::Begin),
            ends: steps.count(RosterStep::End),
            go_on: steps.count(RosterStep::GoOn),
            rows: lines.into_iter().map(Row::new).collect(),
            pager,
            moved: false,
        }
    }
}

impl Row {
    fn new(line: RosterLine) -> Self {
        let note = match (line.step, line.reported) {
            (RosterStep::End, true) => "已有填报，保留备查",
            (RosterStep::End, false) => "没有填报过",
            _ => "",
        };
        Self {
            step: line.step.label(),
            tone: match line.step {
                RosterStep::Begin => "info",
                RosterStep::End => "warn",
                RosterStep::GoOn => "idle",
            },
            department: Link::new(paths::department(line.department_id), line.department),
            item: Link::new(paths::item(line.item_id), line.title),
            locus: line.locus,
            document: wording::shortened(&line.document, 24),
            note,
        }
    }
}

/// `GET /registry/bodies/{department}/duties`: what would change; nothing is written.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let department = kept_departments::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    if department.kind != DepartmentKind::Collective || department.merged_into.is_some() {
        return Ok(see_other(&paths::registry_department(id)));
    }
    let (day, slice) = (day(asked.parsed("day")?, calendar), Slice::asked(&asked)?);
    let steps = roster_changes::steps(&mut db, id, day).await?;
    let lines = roster_changes::lines(&mut db, &steps, slice.size, slice.offset()).await?;
    let page = RosterPage::new(shell, &department, day, &steps, (slice, lines));
    Ok(Page(page).into_response())
}

/// Duties change up to today; a roster of a day to come is that of nobody yet.
fn day(asked: Option<NaiveDate>, calendar: Calendar) -> NaiveDate {
    asked
        .filter(|day| *day <= calendar.today)
        .unwrap_or(calendar.today)
}

/// `POST /registry/bodies/{department}/duties`: does what the page showed.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn apply(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let body = body(&mut db, &person, id).await?;
    let day = day(typed.parsed("day")?, calendar);
    let mut tx = db.begin().await?;
    handovers::lock(&mut tx, id).await?;
    let steps = roster_changes::steps(&mut tx, id, day).await?;
    if steps.is_empty() {
        tx.rollback().await?;
        let message = "职责已经与名册一致，没有需要调整的。";
        session.leave(&mut db, message).await?;
        return Ok(see_other(&paths::registry_body(id)));
    }
    if typed.text("digest") != steps.digest() {
        let slice = Slice::default();
        let lines = roster_changes::lines(&mut tx, &steps, slice.size, 0).await?;
        let mut page = RosterPage::new(shell, &body, day, &steps, (slice, lines));
        page.moved = true;
        return Ok(with_status(StatusCode::CONFLICT, page));
    }
    let act = Act {
        by: Some(person.id),
        at: now,
    };
    let change = roster_changes::adjust(&mut tx, id, day, &steps, act).await?;
    let told = Told::new(serde_json::json!({
        "on": day,
        "begun": steps.count(RosterStep::Begin),
        "ended": steps.count(RosterStep::End),
    }));
    record(
        &mut tx,
        "registry.roster.adjust",
        Some(id),
        told,
        &person,
        now,
    )
    .await?;
    tx.commit().await?;
    let message = format!(
        "已按名册调整：新增应报 {} 条，停止 {} 条。",
        steps.count(RosterStep::Begin),
        steps.count(RosterStep::End)
    );
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_change(change)))
}
