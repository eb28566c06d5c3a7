//! 填报: one department reports on one item for one period.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use crate::domain::{Calendar, Period, ReportState};
use crate::store::periods::{self, PeriodRow};
use crate::store::reports::{Report, Value};
use crate::store::{self, duties, events, report_steps, standing, versions};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::reporting::conflict::Conflict;
use crate::web::reporting::entry::Entry;
use crate::web::reporting::fields::saved_fields;
use crate::web::reporting::form_page::ReportFormPage;
use crate::web::reporting::task::Task;
use crate::web::{paths, wording};

/// `GET /items/{item}/report`: the form; a report that was sent is shown instead.
pub async fn edit(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(item): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let task = Task::load(&mut db, &person, calendar, item, &asked).await?;
    if task.item.closed_on.is_some() {
        return onward(&mut db, &task).await;
    }
    if let Some(report) = task.sent() {
        return Ok(see_other(&paths::report(report.id)));
    }
    let page = match (&task.current, &task.before, asked.text("from")) {
        (None, Some((report, values)), "last") => {
            ReportFormPage::reused(shell, &task, report, values)
        }
        (Some((report, values)), _, _) => ReportFormPage::filled(shell, &task, report, values),
        _ => ReportFormPage::blank(shell, &task),
    };
    Ok(Page(page).into_response())
}

/// Nobody is asked about a version that ended: whoever still has its address goes on to the one in force, where what
/// was begun here is found. What is sent from a page opened before is kept all the same.
async fn onward(db: &mut PgConnection, task: &Task) -> Result<Response, Error> {
    let (item, department) = (task.item.id, task.department.id);
    match versions::current_item(db, item).await? {
        Some(now) if duties::exists(db, now, department).await? => {
            let form = paths::report_form_for(now, department, task.period.first);
            Ok(see_other(&form))
        }
        _ => Ok(see_other(&paths::item(item))),
    }
}

/// `POST /items/{item}/report`: keeps a draft, or sends it.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn update(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(item): Path<i64>,
    Asked(asked): Asked,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let task = Task::load(&mut db, &person, calendar, item, &asked).await?;
    let sending = matches!(typed.text("step"), "submit" | "unchanged");
    let fields = match unchanged(&task, &typed.fields) {
        Some(fields) => fields,
        None => settled(&typed.fields, task.current.as_ref()),
    };
    let entry = Entry::read(
        &fields,
        &task.targets,
        task.values_before(),
        task.times(),
        sending,
    );
    if let Some(answer) = already_sent(&task, &entry, &person) {
        return Ok(answer);
    }
    if typed.parsed::<i32>("version")?.unwrap_or(0) != task.version() {
        return Ok(conflict(shell, &task, &fields));
    }
    if !entry.mistakes.is_empty() || (sending && !entry.questions.is_empty()) {
        let page = ReportFormPage::mistaken(shell, &task, &fields, &entry);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let Some(report) = keep(&mut db, &task, &entry, sending, &person, now).await? else {
        let task = Task::load(&mut db, &person, calendar, item, &asked).await?;
        return Ok(conflict(shell, &task, &fields));
    };
    let title = wording::shortened(&task.item.title, 30);
    let (message, next) = match sending {
        true => (
            format!("已报送：{title}（{}）。", task.period.name()),
            paths::TODO.to_owned(),
        ),
        false => (
            format!("草稿已保存：{title}（{}）。", task.period.name()),
            match typed.text("step") {
                "evidence" => paths::report_evidence(report),
                _ => typed.action.clone(),
            },
        ),
    };
    session.leave(&mut db, &message).await?;
    Ok(see_other(&next))
}

/// The same report sent twice (a double click, a page sent again) is answered with what is there.
fn already_sent(task: &Task, entry: &Entry, person: &Person) -> Option<Response> {
    let report = task.sent()?;
    let same = report.saved_by_id == person.id && report.words() == entry.words;
    same.then(|| see_other(&paths::report(report.id)))
}

/// Two people wrote at once: both versions are shown, and nothing is overwritten.
fn conflict(shell: Shell, task: &Task, fields: &Fields) -> Response {
    let page = match &task.current {
        Some((report, values)) => {
            let conflict =
                Conflict::of(report, &saved_fields(report, values), fields, &task.targets);
            ReportFormPage::conflicting(shell, task, fields, conflict)
        }
        // Whoever was faster has taken the draft away again; what was typed can simply be saved.
        None => ReportFormPage::mistaken(shell, task, fields, &Entry::default()),
    };
    with_status(StatusCode::CONFLICT, page)
}

/// 无新进展 in one click: the last report once more, with words that say so.
fn unchanged(task: &Task, typed: &Fields) -> Option<Fields> {
    let (report, values) = task.before.as_ref()?;
    if typed.text("step") != "unchanged" {
        return None;
    }
    let mut fields = saved_fields(report, values);
    fields.0.retain(|(name, _)| name != "progress");
    let last = Period::containing(report.cycle, report.first_day).name();
    let words = format!("本期无新进展，情况与{last}填报相同。");
    fields.0.push(("progress".to_owned(), words));
    Some(fields)
}

/// What was typed, with the other version where the person chose that on the page of a conflict.
fn settled(typed: &Fields, current: Option<&(Report, Vec<Value>)>) -> Fields {
    let Some((report, values)) = current else {
        return typed.clone();
    };
    let saved = saved_fields(report, values);
    let theirs = |name: &str| typed.text(&format!("take-{name}")) == "theirs";
    let choose = |(name, value): &(String, String)| {
        let other = theirs(name).then(|| saved.text(name).to_owned());
        (name.clone(), other.unwrap_or_else(|| value.clone()))
    };
    Fields(typed.0.iter().map(choose).collect())
}

/// Writes the draft and, when it is sent, what follows from it, in one transaction; gives the key of the report.
/// `None` when somebody else was faster.
async fn keep(
    db: &mut PgConnection,
    task: &Task,
    entry: &Entry,
    sending: bool,
    person: &Person,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<i64>, Error> {
    let mut tx = db.begin().await?;
    let PeriodRow { id: period, .. } = periods::ensure(&mut tx, task.period).await?;
    let begun = match &task.current {
        Some((report, _)) => {
            let saved = report_steps::save(
                &mut tx,
                report.id,
                report.version,
                &entry.words,
                person.id,
                now,
            );
            saved.await?.then_some(report.id)
        }
        None => {
            let draft = report_steps::NewDraft {
                item: task.item.id,
                department: task.department.id,
                period,
            };
            match report_steps::begin(&mut tx, draft, &entry.words, person.id, now).await {
                Err(error) if store::constraint(&error) == Some("report_key") => None,
                begun => Some(begun?),
            }
        }
    };
    let Some(report) = begun else {
        return Ok(None);
    };
    report_steps::set_values(&mut tx, report, &entry.values).await?;
    let was = task.current.as_ref().map(|(report, _)| report.state);
    record(
        &mut tx,
        task,
        report,
        "report.save",
        was,
        ReportState::Draft,
        person,
        now,
    )
    .await?;
    if sending {
        report_steps::submit(&mut tx, report, person.id, now).await?;
        standing::refresh(&mut tx, task.item.id, task.department.id).await?;
        let draft = Some(ReportState::Draft);
        record(
            &mut tx,
            task,
            report,
            "report.submit",
            draft,
            ReportState::Submitted,
            person,
            now,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(Some(report))
}

#[expect(
    clippy::too_many_arguments,
    reason = "an event says who, when, what, before and after"
)]
async fn record(
    tx: &mut PgConnection,
    task: &Task,
    report: i64,
    action: &'static str,
    before: Option<ReportState>,
    after: ReportState,
    person: &Person,
    now: chrono::DateTime<chrono::Utc>,
) -> sqlx::Result<()> {
    let event = events::Event {
        actor: Some(person.id),
        action,
        document: Some(task.item.document_id),
        item: Some(task.item.id),
        department: Some(task.department.id),
        report: Some(report),
        before: before.map(|state| serde_json::json!({ "state": state })),
        after: Some(serde_json::json!({ "state": after, "period": task.period.name() })),
    };
    events::record(tx, now, event).await
}
