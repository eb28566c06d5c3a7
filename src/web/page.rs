//! Pages: what surrounds every one of them, and how one becomes an answer.

use std::sync::Arc;

use askama::Template;
use axum::http::header::COOKIE;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::access::Visit;
use super::error::{Error, Failure};
use super::extract::Typed;
use super::paths;
use super::state::{AppState, Site};
use super::wording;
use crate::domain::{Action, Post};

/// A link: where to, and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Address.
    pub href: String,
    /// Words.
    pub text: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            text: text.into(),
        }
    }
}

/// An entry of the navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavEntry {
    /// Address.
    pub href: &'static str,
    /// Words.
    pub label: &'static str,
    /// Work that waits there.
    pub count: Option<i64>,
    /// True for the part of the site that the page is in.
    pub current: bool,
}

/// What surrounds every page.
#[derive(Debug, Clone)]
pub struct Shell {
    /// The same for everybody.
    pub site: Arc<Site>,
    /// Title of the page, also its only h1.
    pub title: String,
    /// The pages above it.
    pub crumbs: Vec<Link>,
    /// The parts of the site that this person may enter.
    pub nav: Vec<NavEntry>,
    /// Name and posts of the person.
    pub person: Option<(String, String)>,
    /// What was just done.
    pub flash: Option<String>,
    /// The day.
    pub today: String,
    /// A form on the page has mistakes.
    pub invalid: bool,
    /// 长者模式.
    pub large: bool,
    /// Address of this page with its query, to come back to.
    pub address: String,
    /// Address of the style sheet.
    pub stylesheet: String,
    /// Address of the script.
    pub script: String,
    /// Address of the icon.
    pub icon: String,
    /// Version of the program.
    pub version: &'static str,
}

impl Shell {
    /// The shell for a visitor.
    pub fn new(app: &AppState, visit: &Visit) -> Self {
        let mut shell = Self::of_stranger(app, &visit.address);
        shell.large = visit.large;
        if let Some(session) = &visit.session {
            shell.nav = navigation(visit);
            shell.person = Some((session.person.name.clone(), session.person.posts()));
            shell.flash.clone_from(&session.flash);
        }
        shell
    }

    /// The shell where nobody is known.
    pub fn of_stranger(app: &AppState, address: &str) -> Self {
        Self {
            site: app.site.clone(),
            title: String::new(),
            crumbs: Vec::new(),
            nav: Vec::new(),
            person: None,
            flash: None,
            today: wording::date(app.clock.today()),
            invalid: false,
            large: false,
            address: address.to_owned(),
            stylesheet: app.assets.stylesheet(),
            script: app.assets.script(),
            icon: app.assets.icon(),
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// Names the page.
    pub fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Puts the page below another.
    pub fn under(mut self, href: impl Into<String>, text: impl Into<String>) -> Self {
        self.crumbs.push(Link::new(href, text));
        self
    }
}

/// The parts of the site, in the order of the work; never more than seven.
fn navigation(visit: &Visit) -> Vec<NavEntry> {
    let Some(session) = &visit.session else {
        return Vec::new();
    };
    let person = &session.person;
    let entry = |href: &'static str, label, count, shown: bool| {
        let current = visit.path == href || visit.path.starts_with(&format!("{href}/"));
        shown.then_some(NavEntry {
            href,
            label,
            count,
            current,
        })
    };
    let waiting = visit.waiting;
    [
        entry(
            paths::OVERVIEW,
            "督办总览",
            None,
            person.may(Action::Oversee),
        ),
        entry(
            paths::TODO,
            "我的待办",
            waiting.todo,
            person.may(Action::Report),
        ),
        entry(
            paths::UNIT_REVIEWS,
            "单位审核",
            waiting.unit_reviews,
            person.may(Action::ReviewUnit),
        ),
        entry(
            paths::REVIEWS,
            "待核实",
            waiting.reviews,
            person.may(Action::ReviewReports),
        ),
        entry(
            paths::REQUESTS,
            "申请",
            waiting.requests,
            person.may(Action::Report) || person.may(Action::ReviewReports),
        ),
        entry(paths::NOTICES, "消息", waiting.notices, person.is_told()),
        entry(paths::ITEMS, "台账", None, person.may(Action::Read)),
        entry(
            paths::EVIDENCE,
            "本单位材料",
            None,
            person.may(Action::Report),
        ),
        entry(paths::TARGETS, "目标", None, person.may(Action::Read)),
        entry(paths::DOCUMENTS, "文件", None, person.may(Action::Read)),
        entry(paths::DEPARTMENTS, "单位", None, person.may(Action::Read)),
        entry(
            paths::IMPORTS,
            "导入",
            waiting.imports,
            person.may(Action::Administer),
        ),
        entry(
            paths::REGISTRY,
            "单位库",
            None,
            person.may(Action::Administer),
        ),
        entry(paths::USERS, "账号", None, person.is(Post::Admin)),
        entry(paths::EVENTS, "操作日志", None, person.may(Action::Audit)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// A page as an answer. `no-store` is set for all pages in one layer.
#[derive(Debug)]
pub struct Page<T>(pub T);

impl<T: Template> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        match self.0.render() {
            Ok(html) => Html(html).into_response(),
            Err(error) => Error::Internal(error.into()).into_response(),
        }
    }
}

/// A page that answers a form that could not be taken as it was.
pub fn with_status<T: Template>(status: StatusCode, page: T) -> Response {
    (status, Page(page)).into_response()
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    sentence: String,
    ways: Vec<(&'static str, &'static str)>,
    reference: Option<String>,
    kept: Option<Kept>,
}

/// What was typed, offered to be sent again.
struct Kept {
    action: String,
    fields: Vec<(String, String)>,
    shown: Vec<String>,
}

impl Kept {
    /// Passwords are not kept, nor is a form that says nothing.
    fn of(typed: Typed) -> Option<Self> {
        let fields: Vec<(String, String)> = typed
            .fields
            .0
            .into_iter()
            .filter(|(name, _)| name != "password")
            .collect();
        let shown = fields
            .iter()
            .filter(|(_, value)| value.chars().count() > 12)
            .map(|(_, value)| value.clone());
        let shown = shown.collect();
        (!fields.is_empty()).then_some(Self {
            action: typed.action,
            fields,
            shown,
        })
    }
}

/// The page of a failure, with what was typed kept on it where sending it again may succeed.
pub fn failure(shell: Shell, failure: Failure, typed: Option<Typed>) -> Response {
    let kept = typed
        .filter(|typed| failure.again && typed.action != paths::SIGN_IN)
        .and_then(Kept::of);
    let page = ErrorPage {
        shell: shell.titled(failure.title),
        sentence: failure.sentence,
        ways: failure.ways,
        reference: failure.reference,
        kept,
    };
    with_status(failure.status, page)
}

#[derive(Template)]
#[template(path = "sign_in/again.html")]
struct SignInAgainPage {
    shell: Shell,
    back: String,
    kept: Kept,
}

/// Turns somebody away: to sign in first, without losing what was typed; or for lack of a post.
pub fn refusal(
    shell: Shell,
    error: Error,
    method: &Method,
    back: &str,
    typed: Option<Typed>,
) -> Response {
    if !matches!(error, Error::SignInNeeded) {
        return failure(shell, error.into(), None);
    }
    match typed.and_then(Kept::of) {
        Some(kept) => {
            let page = SignInAgainPage {
                shell: shell.titled("请重新登录"),
                back: back.to_owned(),
                kept,
            };
            with_status(StatusCode::UNAUTHORIZED, page)
        }
        None => {
            let next = if method == Method::GET {
                back
            } else {
                paths::ROOT
            };
            let query: String = form_urlencoded::Serializer::new(String::new())
                .append_pair("next", next)
                .finish();
            see_other(&format!("{}?{query}", paths::SIGN_IN))
        }
    }
}

/// Sends the browser on with a GET.
pub fn see_other(href: &str) -> Response {
    axum::response::Redirect::to(href).into_response()
}

/// Name of the cookie that remembers 长者模式.
pub const VIEW_COOKIE: &str = "fengong_view";

/// True when the browser remembers 长者模式.
pub fn prefers_large(headers: &HeaderMap) -> bool {
    let cookies = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    cookies
        .flat_map(|line| line.split(';'))
        .any(|cookie| cookie.trim() == "fengong_view=large")
}
