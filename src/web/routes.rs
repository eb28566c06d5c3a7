//! Every address of the site with who may use it. A route cannot exist without an access rule, and `tests/site.rs`
//! walks this table.

use std::time::Duration;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use tower_http::timeout::TimeoutLayer;

use super::access::Access::{self, Everyone, May, Open, SignedIn};
use super::access::guard;
use super::assets;
use super::error::Error;
use super::pages::{
    comparisons, department, departments, document, documents, events, evidence, health, help,
    home, import_decisions, import_items, import_splits, import_versions, imports, item, items,
    joinings, link_removals, links, overview, preferences, publications, report_evidence,
    report_forms, reports, reviews, sessions, settings, targets, texts, todo, users,
};
use super::state::AppState;
use crate::domain::Action::{Administer, Audit, Oversee, Read, Report, ReviewReports};
use crate::domain::EVIDENCE_BYTES;

/// The largest upload: the largest file that intake takes, and its form around it.
const UPLOAD_BYTES: usize = crate::intake::MAX_BYTES + 64 * 1024;

/// The largest file of evidence with its form around it, and as much again, so that a file that is somewhat too large is
/// still answered with a page.
const EVIDENCE_UPLOAD_BYTES: usize = 2 * EVIDENCE_BYTES;

/// Longer than any page takes; what hangs is answered and its connection given back.
const PATIENCE: Duration = Duration::from_secs(30);

/// As long as a file may take to arrive.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(600);

/// One line of the table.
#[derive(Debug, Clone)]
pub struct Route {
    /// The address, with its parameters in braces.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What it answers to.
    pub methods: &'static [&'static str],
    /// How long an answer may take.
    patience: Duration,
    handler: MethodRouter<AppState>,
}

/// The table.
pub fn table() -> Vec<Route> {
    const SHOWS: &[&str] = &["GET"];
    const TAKES: &[&str] = &["POST"];
    const BOTH: &[&str] = &["GET", "POST"];
    let route = |path, access, methods, handler| Route {
        path,
        access,
        methods,
        patience: PATIENCE,
        handler,
    };
    vec![
        route("/", SignedIn, SHOWS, get(home::show)),
        route(
            "/sign-in",
            Everyone,
            BOTH,
            get(sessions::new).post(sessions::create),
        ),
        route("/sign-out", SignedIn, TAKES, post(sessions::destroy)),
        route("/preferences", Everyone, TAKES, post(preferences::create)),
        route("/help", Everyone, SHOWS, get(help::show)),
        route("/todo", May(Report), SHOWS, get(todo::index)),
        route("/items", May(Read), SHOWS, get(items::index)),
        route("/items.csv", May(Read), SHOWS, get(items::csv)),
        route("/items/{item}", May(Read), SHOWS, get(item::show)),
        route(
            "/items/{item}/report",
            May(Report),
            BOTH,
            get(report_forms::edit).post(report_forms::update),
        ),
        route("/reports/{report}", May(Read), SHOWS, get(reports::show)),
        Route {
            patience: UPLOAD_PATIENCE,
            ..route(
                "/reports/{report}/evidence",
                May(Report),
                BOTH,
                get(report_evidence::edit)
                    .post(report_evidence::create)
                    .layer(DefaultBodyLimit::max(EVIDENCE_UPLOAD_BYTES)),
            )
        },
        route(
            "/reports/{report}/evidence/choice",
            May(Report),
            TAKES,
            post(report_evidence::choose),
        ),
        route(
            "/reports/{report}/evidence/removal",
            May(Report),
            TAKES,
            post(report_evidence::remove),
        ),
        route(
            "/reports/{report}/evidence/{evidence}",
            May(Read),
            SHOWS,
            get(evidence::of_report),
        ),
        route("/evidence", May(Report), SHOWS, get(evidence::index)),
        route(
            "/evidence/{evidence}",
            May(Report),
            SHOWS,
            get(evidence::show),
        ),
        route(
            "/reports/{report}/withdrawal",
            May(Report),
            TAKES,
            post(reports::withdraw),
        ),
        route(
            "/reports/{report}/acceptance",
            May(ReviewReports),
            TAKES,
            post(reviews::accept),
        ),
        route(
            "/reports/{report}/return",
            May(ReviewReports),
            TAKES,
            post(reviews::send_back),
        ),
        route("/reviews", May(ReviewReports), SHOWS, get(reviews::index)),
        route("/overview", May(Oversee), SHOWS, get(overview::show)),
        route("/targets", May(Read), SHOWS, get(targets::index)),
        route("/targets/{target}", May(Read), SHOWS, get(targets::show)),
        route("/documents", May(Read), SHOWS, get(documents::index)),
        route(
            "/documents/{document}",
            May(Read),
            SHOWS,
            get(document::show),
        ),
        route(
            "/documents/{document}/text",
            May(Read),
            SHOWS,
            get(texts::show),
        ),
        route(
            "/documents/{document}/original",
            May(Read),
            SHOWS,
            get(documents::original),
        ),
        route(
            "/documents/{document}/joining",
            May(Administer),
            BOTH,
            get(joinings::new).post(joinings::create),
        ),
        route("/links/{link}", May(Read), SHOWS, get(links::show)),
        route(
            "/links/{link}/removal",
            May(Administer),
            BOTH,
            get(link_removals::new).post(link_removals::create),
        ),
        route("/departments", May(Read), SHOWS, get(departments::index)),
        route(
            "/departments/{department}",
            May(Read),
            SHOWS,
            get(department::show),
        ),
        route(
            "/imports",
            May(Administer),
            BOTH,
            get(imports::index)
                .post(imports::create)
                .layer(DefaultBodyLimit::max(UPLOAD_BYTES)),
        ),
        route("/imports/new", May(Administer), SHOWS, get(imports::new)),
        route(
            "/imports/{import}",
            May(Administer),
            SHOWS,
            get(imports::show),
        ),
        route(
            "/imports/{import}/original",
            May(Administer),
            SHOWS,
            get(imports::original),
        ),
        route(
            "/imports/{import}/decisions",
            May(Administer),
            TAKES,
            post(import_decisions::create),
        ),
        route(
            "/imports/{import}/undoing",
            May(Administer),
            TAKES,
            post(import_decisions::undo),
        ),
        route(
            "/imports/{import}/item",
            May(Administer),
            BOTH,
            get(import_items::edit).post(import_items::update),
        ),
        route(
            "/imports/{import}/split",
            May(Administer),
            SHOWS,
            get(import_splits::new),
        ),
        route(
            "/imports/{import}/comparison",
            May(Administer),
            SHOWS,
            get(comparisons::show),
        ),
        route(
            "/imports/{import}/version",
            May(Administer),
            TAKES,
            post(import_versions::create),
        ),
        route(
            "/imports/{import}/publication",
            May(Administer),
            BOTH,
            get(publications::new).post(publications::create),
        ),
        route(
            "/imports/{import}/abandonment",
            May(Administer),
            TAKES,
            post(imports::abandon),
        ),
        route(
            "/settings",
            May(Administer),
            BOTH,
            get(settings::edit).post(settings::update),
        ),
        route("/users", May(Administer), SHOWS, get(users::index)),
        route("/events", May(Audit), SHOWS, get(events::index)),
        route("/static/{file}", Open, SHOWS, get(assets::show)),
        route("/health", Open, SHOWS, get(health::show)),
    ]
}

/// The table as a router: every route behind the guard, and what is not in it behind the guard as well.
pub fn router(state: &AppState) -> Router<AppState> {
    let patient = |time| TimeoutLayer::with_status_code(StatusCode::GATEWAY_TIMEOUT, time);
    let guarded = |access| from_fn_with_state((state.clone(), access), guard);
    let routes = table().into_iter().fold(Router::new(), |router, route| {
        let guarded: MethodRouter<AppState> = route.handler.layer(guarded(route.access));
        router.route(route.path, guarded.layer(patient(route.patience)))
    });
    let nowhere = Router::new()
        .fallback(async || Error::NotFound)
        .layer(guarded(Everyone))
        .layer(patient(PATIENCE));
    routes.fallback_service(nowhere.with_state(state.clone()))
}
