//! 配合单位报送情况: what others report to whoever collects for an item, one period, and what that department decides on
//! each.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::{Calendar, Period, ReportState, Role, Seat};
use crate::store::compared_values::{self, ComparedValue};
use crate::store::contributions::{self, Contribution};
use crate::store::items::{self, Item};
use crate::store::report_passage::Doing;
use crate::store::reports::Report;
use crate::web::components::{ValueLine, progress_tone};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::reporting::steps::{Decision, REASONS, decide};
use crate::web::reporting::way::missing;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "contributions/index.html")]
struct ContributionsPage {
    shell: Shell,
    item: Link,
    period: String,
    reported: usize,
    asked: usize,
    missing: Option<String>,
    form: String,
    rows: Vec<Row>,
    reasons: &'static [&'static str],
}

struct Row {
    department: Link,
    role: &'static str,
    state: &'static str,
    tone: &'static str,
    stated: Option<(&'static str, &'static str)>,
    report: Option<String>,
    sent: String,
    values: Vec<ValueLine>,
    progress: String,
    problems: String,
    next_step: String,
    returned: Option<String>,
    decide: Option<Decide>,
    demonstration: bool,
}

struct Decide {
    id: i64,
    accept: String,
    send_back: String,
    version: i32,
}

/// `GET /items/{item}/contributions`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let item = items::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let mut own = None;
    // A person reports for one department, in rare cases for two or three.
    for department in person.departments() {
        if contributions::collects(&mut db, id, &[department]).await? {
            own = Some(department);
            break;
        }
    }
    let own = own.ok_or(Error::NotFound)?;
    let current = calendar.current(item.schedule_id).ok_or(Error::NotFound)?;
    let current = current.period;
    let schedule = calendar.schedule(item.schedule_id);
    let period = asked.parsed("period")?.map_or(current, |first| {
        let period = schedule.and_then(|schedule| schedule.period(first));
        period.unwrap_or(current).min(current)
    });
    let all = contributions::to_report(&mut db, id, own, period).await?;
    let keys: Vec<i64> = all.iter().filter_map(|one| one.report_id).collect();
    let values = compared_values::of_reports(&mut db, &keys).await?;
    Ok(Page(ContributionsPage::new(
        shell, &item, own, period, &all, &values,
    ))
    .into_response())
}

impl ContributionsPage {
    fn new(
        shell: Shell,
        item: &Item,
        own: i64,
        period: Period,
        all: &[Contribution],
        values: &[ComparedValue],
    ) -> Self {
        Self {
            shell: shell
                .titled(format!("配合单位报送情况：{}", item.title))
                .under(paths::TODO, "我的待办")
                .under(paths::item(item.id), wording::shortened(&item.title, 16)),
            item: Link::new(paths::item(item.id), item.title.clone()),
            period: period.name(),
            reported: all.iter().filter(|one| one.is_there()).count(),
            asked: all.len(),
            missing: missing(all),
            form: paths::report_form_for(item.id, own, period.first),
            rows: all.iter().map(|one| Row::new(one, values)).collect(),
            reasons: REASONS,
        }
    }
}

impl Row {
    fn new(one: &Contribution, values: &[ComparedValue]) -> Self {
        let (state, tone) = match one.state {
            Some(ReportState::Accepted) => ("已采用", "ok"),
            Some(ReportState::Submitted) => ("已报，待采用", "info"),
            Some(_) => ("已退回", "bad"),
            None => ("未报", "warn"),
        };
        let own = values
            .iter()
            .filter(|value| Some(value.report_id) == one.report_id);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let waits = one.state == Some(ReportState::Submitted);
        let decide = one.report_id.zip(one.version).filter(|_| waits);
        Self {
            department: Link::new(paths::department(one.department_id), one.department.clone()),
            role: Role::label(one.role),
            state,
            tone,
            stated: one
                .stated_progress
                .map(|stated| (stated.label(), progress_tone(stated))),
            report: one.report_id.map(paths::report),
            sent: one.submitted_at.map(wording::moment).unwrap_or_default(),
            values: own.map(ValueLine::of).collect(),
            progress: text(&one.progress_text),
            problems: text(&one.problems),
            next_step: text(&one.next_step),
            returned: one.return_reason.clone().filter(|_| !waits),
            decide: decide.map(|(id, version)| Decide {
                id,
                accept: paths::adoption(id),
                send_back: paths::lead_return(id),
                version,
            }),
            demonstration: one.demonstration.unwrap_or(false),
        }
    }
}

/// `POST /reports/{report}/adoption`.
pub async fn adopt(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    session: CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let doing = Doing {
        by: person.id,
        at,
        today: calendar.today,
    };
    take(
        &person,
        id,
        session,
        &mut db,
        &typed,
        Decision::pass(Seat::Lead),
        doing,
    )
    .await
}

/// `POST /reports/{report}/lead-return`.
pub async fn send_back(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    session: CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let doing = Doing {
        by: person.id,
        at,
        today: calendar.today,
    };
    let decision = Decision::send_back(Seat::Lead, &typed)?;
    take(&person, id, session, &mut db, &typed, decision, doing).await
}

async fn take(
    person: &Person,
    id: i64,
    CurrentSession(session): CurrentSession,
    db: &mut Db,
    typed: &Fields,
    decision: Decision,
    doing: Doing,
) -> Result<Response, Error> {
    let report: Report = decide(db, person, id, typed, &decision, doing).await?;
    let message = format!("{}：{}的填报。", decision.done(), report.department);
    session.leave(db, &message).await?;
    Ok(see_other(&paths::contributions(
        report.item_id,
        report.first_day,
    )))
}
