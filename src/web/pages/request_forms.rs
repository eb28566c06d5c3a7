//! 提出申请: a department asks the office for a later deadline, another department, another reading, or another look.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use crate::domain::{Calendar, NoticeKind, Period, RequestKind};
use crate::store::notices::{self, NewNotice};
use crate::store::{self, events, requests};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::reporting::entry::Mistake;
use crate::web::reporting::fields::said;
use crate::web::request_asking::Asking;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "requests/new.html")]
struct RequestFormPage {
    shell: Shell,
    department: String,
    item: Link,
    clause: Link,
    /// The kinds to choose from, each with what it is for; `None` once one was chosen.
    choices: Option<Vec<(Link, &'static str)>>,
    action: String,
    deadline: String,
    /// The kind, as the form needs it.
    extension: bool,
    objection: bool,
    proposal: Option<Words>,
    proposed_on: String,
    proposed_mistake: Option<String>,
    progress: Words,
    reason: Words,
    reports: Vec<(i64, String, bool)>,
    mistakes: Vec<Mistake>,
    obstacle: Option<String>,
    back: String,
}

/// A text to be written.
struct Words {
    label: &'static str,
    hint: &'static str,
    value: String,
    mistake: Option<String>,
}

/// `GET /items/{item}/request`: what can be asked for, or the form of one kind.
pub async fn new(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(item): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let asking = Asking::load(&mut db, &person, &calendar, item, &asked).await?;
    Ok(Page(RequestFormPage::new(
        shell,
        &asking,
        &Fields::default(),
        Vec::new(),
    ))
    .into_response())
}

/// `POST /items/{item}/request`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn create(
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
    let asking = Asking::load(&mut db, &person, &calendar, item, &asked).await?;
    let kind = asking
        .kind
        .ok_or(Error::BadRequest("请先选择申请的种类。"))?;
    let (new, mistakes) = asking.read(kind, &typed.fields);
    if !mistakes.is_empty() || asking.obstacle().is_some() {
        let page = RequestFormPage::new(shell, &asking, &typed.fields, mistakes);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let mut tx = db.begin().await?;
    let id = match requests::insert(&mut tx, &new, person.id, now).await {
        Err(error) if store::constraint(&error) == Some("request_open") => {
            let words = "本单位对这一事项的同类申请还没有决定，没有重复提出。";
            tx.rollback().await?;
            session.leave(&mut db, words).await?;
            return Ok(see_other(paths::REQUESTS));
        }
        id => id?,
    };
    let event = events::Event {
        actor: Some(person.id),
        action: "request.ask",
        document: Some(asking.item.document_id),
        item: Some(new.item),
        department: Some(new.department),
        after: Some(serde_json::json!({
            "request": kind, "reason": new.reason, "proposed_on": new.proposed_on, "proposal": new.proposal,
        })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    let office = notices::office_of(&mut tx, asking.item.jurisdiction_id).await?;
    let told: Vec<i64> = office.into_iter().filter(|one| *one != person.id).collect();
    let notice = NewNotice {
        item: Some(new.item),
        document: Some(asking.item.document_id),
        department: Some(new.department),
        note: new.reason.clone(),
        ..NewNotice::default()
    };
    notices::tell(&mut tx, NoticeKind::Asked, &notice, &told, now).await?;
    tx.commit().await?;
    session
        .leave(&mut db, "申请已提交，等待督查室决定；决定之前可以撤回。")
        .await?;
    Ok(see_other(&paths::request(id)))
}

impl RequestFormPage {
    fn new(shell: Shell, asking: &Asking, typed: &Fields, mistakes: Vec<Mistake>) -> Self {
        let item = &asking.item;
        let kind = asking.kind;
        let words = |name: &str, label, hint| Words {
            label,
            hint,
            value: typed.raw(name).unwrap_or("").to_owned(),
            mistake: said(&mistakes, name),
        };
        let title = match kind {
            Some(kind) => format!("申请{}：{}", kind.label(), item.title),
            None => format!("提出申请：{}", item.title),
        };
        let mut shell = shell
            .titled(title)
            .under(paths::REQUESTS, "申请")
            .under(paths::item(item.id), wording::shortened(&item.title, 16));
        shell.invalid = !mistakes.is_empty();
        let chosen = typed.text("report").to_owned();
        Self {
            shell,
            department: asking.department.short_name.clone(),
            item: Link::new(paths::item(item.id), item.title.clone()),
            clause: Link::new(
                paths::clause(item.document_id, item.id),
                format!("《{}》{}", item.document, item.locus),
            ),
            choices: kind.is_none().then(|| choices(asking)),
            action: asking.address(kind),
            deadline: item.deadline_last.map(wording::date).unwrap_or_default(),
            extension: kind == Some(RequestKind::Extension),
            objection: kind == Some(RequestKind::Objection),
            proposal: proposal(kind).map(|(label, hint)| words("proposal", label, hint)),
            proposed_on: typed.raw("proposed-on").unwrap_or("").to_owned(),
            proposed_mistake: said(&mistakes, "proposed-on"),
            progress: words("progress", "目前的进展", "已经做了什么、完成到什么程度。"),
            reason: words("reason", "理由", reason_hint(kind)),
            reports: asking
                .reports
                .iter()
                .map(|report| {
                    let name = Period::containing(report.cycle, report.first_day).name();
                    let words = format!("{name}（{}）", report.state.label());
                    (report.id, words, chosen == report.id.to_string())
                })
                .collect(),
            obstacle: asking.obstacle(),
            mistakes,
            back: paths::item(item.id),
        }
    }
}

fn choices(asking: &Asking) -> Vec<(Link, &'static str)> {
    let words = |kind| match kind {
        RequestKind::Extension => "不能按期完成的，在时限之前申请延期。原时限始终保留。",
        RequestKind::Department => "这一事项不应由本单位承担，或应由别的单位一同承担。",
        RequestKind::Interpretation => "指标、时限、职责等与文件原意不符。",
        RequestKind::Objection => "对退回或进度、亮灯的结论有不同意见。",
    };
    RequestKind::ALL
        .iter()
        .map(|kind| {
            (
                Link::new(asking.address(Some(*kind)), kind.label()),
                words(*kind),
            )
        })
        .collect()
}

fn proposal(kind: Option<RequestKind>) -> Option<(&'static str, &'static str)> {
    match kind {
        Some(RequestKind::Department) => {
            Some(("建议由哪个单位承担", "写单位全称或简称，以及牵头还是配合。"))
        }
        Some(RequestKind::Interpretation) => Some((
            "应当怎样理解",
            "写明哪一处（指标、时限、职责），按原文应当是什么。",
        )),
        _ => None,
    }
}

const fn reason_hint(kind: Option<RequestKind>) -> &'static str {
    match kind {
        Some(RequestKind::Extension) => "什么原因不能按期完成，延期后怎样保证完成。",
        Some(RequestKind::Department) => "依据哪份文件或“三定”规定。",
        Some(RequestKind::Interpretation) => "引用原文的句子。",
        _ => "对哪一个结论、有什么依据。",
    }
}
