//! 填报: one department reports on one item for one period.

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use crate::domain::{Calendar, Period};
use crate::store::report_passage::Doing;
use crate::store::reports::{Report, Value};
use crate::store::{duties, versions};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::reporting::conflict::Conflict;
use crate::web::reporting::entry::Entry;
use crate::web::reporting::fields::{repeated, saved_fields};
use crate::web::reporting::form_page::ReportFormPage;
use crate::web::reporting::keep::{Kept, keep};
use crate::web::reporting::order;
use crate::web::reporting::task::Task;
use crate::web::reporting::way::Way;
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
    let task = Task::load(&mut db, &person, &calendar, item, &asked).await?;
    if task.item.closed_on.is_some() {
        return onward(&mut db, &task).await;
    }
    if let Some(report) = task.sent() {
        return Ok(see_other(&paths::report(report.id)));
    }
    let way = &task.way(person.id);
    let page = match (&task.current, &task.before, asked.text("from")) {
        (_, _, "contributions") => ReportFormPage::gathered(shell, &task, way),
        (None, Some((report, values)), "last") => {
            ReportFormPage::reused(shell, &task, way, report, values)
        }
        (Some((report, values)), _, _) => ReportFormPage::filled(shell, &task, way, report, values),
        _ => ReportFormPage::blank(shell, &task, way),
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
    let task = Task::load(&mut db, &person, &calendar, item, &asked).await?;
    let way = task.way(person.id);
    // A page that promised a review in the unit does not send past it.
    let promised = typed.text("way") != "unit" || way.is_reviewed();
    let sends = matches!(typed.text("step"), "submit" | "unchanged");
    let sending = sends && promised;
    let fields = match unchanged(&task, &typed.fields) {
        Some(fields) => fields,
        None => settled(&typed.fields, task.current.as_ref()),
    };
    let mut entry = Entry::read(
        &fields,
        &task.targets,
        task.values_before(),
        task.times(),
        sending,
    );
    let reason = limited(fields.text("missing-reason"));
    entry.questions.extend(task.asks_why_missing(&reason));
    if let Some(answer) = already_sent(&task, &entry, &person) {
        return Ok(answer);
    }
    if task.round.lock.is_some() {
        return match typed.text("step") {
            "autosave" => Err(LOCKED),
            _ => Ok(locked(shell, &task, &way, &fields)),
        };
    }
    let doing = Doing {
        by: person.id,
        at: now,
        today: calendar.today,
    };
    if typed.parsed::<i32>("version")?.unwrap_or(0) != task.version() {
        return Ok(conflict(shell, &task, &way, &fields));
    }
    if typed.text("step") == "autosave" {
        return autosave(&mut db, &task, &entry, &reason, doing).await;
    }
    if !entry.mistakes.is_empty() || (sending && !entry.questions.is_empty()) {
        let page = ReportFormPage::mistaken(shell, &task, &way, &fields, &entry);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let kept = keep(
        &mut db,
        &task,
        &entry,
        &reason,
        sending.then_some(&way),
        doing,
    )
    .await?;
    let title = wording::shortened(&task.item.title, 30);
    let name = format!("{title}（{}）", task.round.name());
    let (message, next) = match kept {
        Kept::Faster => {
            let task = Task::load(&mut db, &person, &calendar, item, &asked).await?;
            return Ok(conflict(shell, &task, &way, &fields));
        }
        Kept::Locked => {
            let task = Task::load(&mut db, &person, &calendar, item, &asked).await?;
            return Ok(locked(shell, &task, &way, &fields));
        }
        Kept::Sent => (format!("{}：{name}。", way.done()), paths::TODO.to_owned()),
        Kept::Draft(_) if sends => (
            format!("本单位的审核人有变化，{name}已存为草稿，没有报送。请核对后重新提交。"),
            typed.action.clone(),
        ),
        Kept::Draft(report) if typed.text("step") == "evidence" => (
            format!("草稿已保存：{name}。"),
            paths::report_evidence(report),
        ),
        Kept::Draft(_) if typed.text("step") == "next" => {
            let next = next_form(&mut db, &task, &calendar).await?;
            (format!("草稿已保存：{name}。"), next)
        }
        Kept::Draft(_) => (format!("草稿已保存：{name}。"), typed.action.clone()),
    };
    session.leave(&mut db, &message).await?;
    Ok(see_other(&next))
}

/// What a page that saves by itself is told once its round is locked.
const LOCKED: Error = Error::Conflict("本轮填报已锁定，这次没有写入。请复制留用已填写的内容。");

/// What a page saves by itself while it is being written: everything that can be kept, whatever is still to be mended.
/// Answers the version that the page stands on from here.
async fn autosave(
    db: &mut PgConnection,
    task: &Task,
    entry: &Entry,
    reason: &str,
    doing: Doing,
) -> Result<Response, Error> {
    let kept = keep(db, task, entry, reason, None, doing).await?;
    if kept == Kept::Locked {
        return Err(LOCKED);
    }
    if kept == Kept::Faster {
        return Err(Error::Conflict(
            "这份填报刚刚由别人保存，这次没有写入。请按“保存草稿”查看两个版本。",
        ));
    }
    let saved = serde_json::json!({
        "version": task.version() + 1,
        "at": wording::time(doing.at),
        "mistakes": entry.mistakes.len(),
    });
    let headers = [(CONTENT_TYPE, "application/json")];
    Ok((headers, saved.to_string()).into_response())
}

/// The form of the item that comes next in the list of what is to be done; where nothing is left to write, the page on
/// which all drafts are checked and sent.
async fn next_form(
    db: &mut PgConnection,
    task: &Task,
    calendar: &Calendar,
) -> sqlx::Result<String> {
    let department = task.department.id;
    let lines = duties::todo(db, department, calendar).await?;
    let next = order::next(&lines, task.item.id, calendar);
    Ok(next.map_or_else(
        || paths::SUBMISSION.to_owned(),
        |line| paths::report_form(line.item_id, department),
    ))
}

fn limited(text: &str) -> String {
    text.chars().take(500).collect()
}

/// The same report sent twice (a double click, a page sent again) is answered with what is there.
fn already_sent(task: &Task, entry: &Entry, person: &Person) -> Option<Response> {
    let report = task.sent()?;
    let same = report.saved_by_id == person.id && report.words() == entry.words;
    same.then(|| see_other(&paths::report(report.id)))
}

/// A locked round takes no report: what was typed is shown again, with who locked it and why.
fn locked(shell: Shell, task: &Task, way: &Way, fields: &Fields) -> Response {
    let page = ReportFormPage::mistaken(shell, task, way, fields, &Entry::default());
    with_status(StatusCode::CONFLICT, page)
}

/// Two people wrote at once: both versions are shown, and nothing is overwritten.
fn conflict(shell: Shell, task: &Task, way: &Way, fields: &Fields) -> Response {
    let page = match &task.current {
        Some((report, values)) => {
            let conflict =
                Conflict::of(report, &saved_fields(report, values), fields, &task.targets);
            ReportFormPage::conflicting(shell, task, way, fields, conflict)
        }
        // Whoever was faster has taken the draft away again; what was typed can simply be saved.
        None => ReportFormPage::mistaken(shell, task, way, fields, &Entry::default()),
    };
    with_status(StatusCode::CONFLICT, page)
}

/// 无新进展 in one click: the last report once more, with words that say so.
fn unchanged(task: &Task, typed: &Fields) -> Option<Fields> {
    let (report, values) = task.before.as_ref()?;
    if typed.text("step") != "unchanged" {
        return None;
    }
    let mut fields = repeated(task.earlier(), report, values);
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
    // A box or a radio button that was not ticked is not sent at all.
    let unsent = |(name, _): &&(String, String)| theirs(name) && typed.raw(name).is_none();
    let settled = typed.0.iter().map(choose);
    Fields(
        settled
            .chain(saved.0.iter().filter(unsent).cloned())
            .collect(),
    )
}
