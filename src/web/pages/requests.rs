//! 申请: what departments ask for, and what the office decides.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use crate::domain::{Action, RequestState};
use crate::store::requests::{self, Ask, Request};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Fields, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::reporting::entry::Mistake;
use crate::web::reporting::fields::said;
use crate::web::{paths, wording};

/// Rows of a page.
const ROWS: usize = 50;

/// Which requests a person sees: those who report see their own department's, all others everybody's within reach.
pub fn seen(person: &Person, open: bool) -> Ask {
    let only_own = person.may(Action::Report) && !person.may(Action::Oversee);
    Ask {
        reach: person.reach(),
        departments: only_own.then(|| person.departments()),
        open,
    }
}

#[derive(Template)]
#[template(path = "requests/index.html")]
struct RequestsPage {
    shell: Shell,
    open: bool,
    own: bool,
    choices: [(&'static str, String, bool); 2],
    rows: Vec<Row>,
    next: Option<String>,
}

struct Row {
    link: Link,
    source: String,
    department: String,
    kind: &'static str,
    wish: String,
    asked: String,
    state: &'static str,
    tone: &'static str,
    decision: String,
}

/// `GET /requests`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let open = asked.text("state") != "ended";
    let after: Option<i64> = asked.parsed("after")?;
    let ask = seen(&person, open);
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let mut found = requests::list(&mut db, &ask, after, limit).await?;
    let more = found.len() > ROWS;
    found.truncate(ROWS);
    let state = if open { "open" } else { "ended" };
    let last = found.last().filter(|_| more).map(|one| one.id);
    Ok(Page(RequestsPage {
        shell: shell.titled("申请"),
        open,
        own: ask.departments.is_some(),
        choices: [
            ("待决定", paths::requests("open", None), open),
            ("已有结果", paths::requests("ended", None), !open),
        ],
        rows: found.iter().map(Row::new).collect(),
        next: last.map(|last| paths::requests(state, Some(last))),
    })
    .into_response())
}

impl Row {
    fn new(request: &Request) -> Self {
        Self {
            link: Link::new(paths::request(request.id), request.item.clone()),
            source: format!("{} {}", request.document, request.locus),
            department: request.department.clone(),
            kind: request.kind.label(),
            wish: wish(request),
            asked: wording::moment(request.asked_at),
            state: request.state.label(),
            tone: tone(request.state),
            decision: decision(request),
        }
    }
}

/// `2018-06-30 → 2018-12-31`, or the proposal.
pub(crate) fn wish(request: &Request) -> String {
    match (request.deadline, request.proposed_on) {
        (Some(old), Some(new)) => format!("{} → {}", wording::date(old), wording::date(new)),
        _ if !request.proposal.is_empty() => wording::shortened(&request.proposal, 60),
        _ => wording::shortened(&request.reason, 60),
    }
}

/// `同意，延至 2018-12-31：……`
pub(crate) fn decision(request: &Request) -> String {
    let until = request
        .granted_on
        .map(|day| format!("，延至 {}", wording::date(day)))
        .unwrap_or_default();
    match request.state {
        RequestState::Open => String::new(),
        RequestState::Withdrawn => "已由申请单位撤回".to_owned(),
        state => format!("{}{until}：{}", state.label(), request.decision),
    }
}

pub(crate) const fn tone(state: RequestState) -> &'static str {
    match state {
        RequestState::Open => "warn",
        RequestState::Granted => "ok",
        RequestState::Declined => "bad",
        RequestState::Withdrawn => "",
    }
}

#[derive(Template)]
#[template(path = "requests/show.html")]
pub(super) struct RequestPage {
    shell: Shell,
    kind: &'static str,
    state: &'static str,
    tone: &'static str,
    department: Link,
    item: Link,
    clause: Link,
    dates: Option<(String, String)>,
    report: Option<String>,
    proposal: String,
    progress: String,
    reason: String,
    asked: String,
    ended: String,
    decision: String,
    withdraw: Option<String>,
    decide: Option<Deciding>,
    mistakes: Vec<Mistake>,
}

/// The form of the office.
struct Deciding {
    action: String,
    grants: bool,
    declines: bool,
    /// The day, for an extension.
    until: Option<String>,
    words: String,
    until_mistake: Option<String>,
    words_mistake: Option<String>,
    state_mistake: Option<String>,
}

/// The request with this key, if this person sees it.
pub(super) async fn found(
    db: &mut PgConnection,
    person: &Person,
    id: i64,
) -> Result<Request, Error> {
    requests::find(db, &seen(person, true), id)
        .await?
        .ok_or(Error::NotFound)
}

/// `GET /requests/{request}`.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let request = found(&mut db, &person, id).await?;
    let page = RequestPage::new(shell, &person, &request, &Fields::default(), Vec::new());
    Ok(Page(page).into_response())
}

impl RequestPage {
    /// The page, with what was typed into the form of the office.
    pub(super) fn new(
        shell: Shell,
        person: &Person,
        request: &Request,
        typed: &Fields,
        mistakes: Vec<Mistake>,
    ) -> Self {
        let open = request.state == RequestState::Open;
        let office = person.may(Action::ReviewReports) && request.asked_by_id != person.id;
        let mut shell = shell
            .titled(format!("{}申请：{}", request.kind.label(), request.item))
            .under(paths::REQUESTS, "申请");
        shell.invalid = !mistakes.is_empty();
        Self {
            shell,
            kind: request.kind.label(),
            state: request.state.label(),
            tone: tone(request.state),
            department: Link::new(
                paths::department(request.department_id),
                request.department.clone(),
            ),
            item: Link::new(paths::item(request.item_id), request.item.clone()),
            clause: Link::new(
                paths::clause(request.document_id, request.item_id),
                format!("《{}》{}", request.document, request.locus),
            ),
            dates: request
                .deadline
                .zip(request.proposed_on)
                .map(|(old, new)| (wording::date(old), wording::date(new))),
            report: request.report_id.map(paths::report),
            proposal: request.proposal.clone(),
            progress: request.progress_text.clone(),
            reason: request.reason.clone(),
            asked: format!("{} {}", wording::moment(request.asked_at), request.asked_by),
            ended: ended(request),
            decision: decision(request),
            withdraw: (open && person.departments().contains(&request.department_id))
                .then(|| paths::request_withdrawal(request.id)),
            decide: (open && office).then(|| Deciding::new(request, typed, &mistakes)),
            mistakes,
        }
    }
}

fn ended(request: &Request) -> String {
    match (request.decided_at, &request.decided_by) {
        (Some(at), Some(by)) => format!("{} {by}", wording::moment(at)),
        _ => String::new(),
    }
}

impl Deciding {
    fn new(request: &Request, typed: &Fields, mistakes: &[Mistake]) -> Self {
        let proposed = request.proposed_on.map(wording::date);
        Self {
            action: paths::request_decision(request.id),
            grants: typed.text("state") == "granted",
            declines: typed.text("state") == "declined",
            until: proposed.map(|day| typed.raw("until").unwrap_or(&day).to_owned()),
            words: typed.raw("words").unwrap_or("").to_owned(),
            until_mistake: said(mistakes, "until"),
            words_mistake: said(mistakes, "words"),
            state_mistake: said(mistakes, "state"),
        }
    }
}
