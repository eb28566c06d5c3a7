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
    calendars, comparisons, consolidations, contributions, coordination, corrections, department,
    departments, document, documents, events, evidence, health, help, histories, holidays, home,
    import_decisions, import_items, import_splits, import_versions, imports, item, item_members,
    items, jobs, joinings, link_removals, links, notice_settings, notices, overview, preferences,
    publications, registry, registry_aliases, registry_bodies, registry_changes,
    registry_completions, registry_department, registry_departments, registry_handovers,
    registry_members, registry_mergers, registry_phrases, registry_regions, registry_rosters,
    registry_succession, registry_successions, registry_uploads, reminder_settings,
    report_comparisons, report_evidence, report_forms, reports, request_decisions, request_forms,
    requests, reviews, rounds, schedule, schedule_choices, schedules, sessions, settings,
    submissions, targets, texts, todo, unit_reviews, users, workbooks,
};
use super::state::AppState;
use crate::domain::Action::{Administer, Audit, Oversee, Read, Report, ReviewReports, ReviewUnit};
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
    let kept = |path, methods, handler| route(path, May(Administer), methods, handler);
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
        route(
            "/todo/submission",
            May(Report),
            BOTH,
            get(submissions::new).post(submissions::create),
        ),
        route("/todo/sent", May(Report), SHOWS, get(submissions::index)),
        route(
            "/todo/workbook",
            May(Report),
            BOTH,
            get(workbooks::index)
                .post(workbooks::create)
                .layer(DefaultBodyLimit::max(workbooks::UPLOAD_BYTES)),
        ),
        route(
            "/todo/workbook.xlsx",
            May(Report),
            SHOWS,
            get(workbooks::download),
        ),
        route(
            "/todo/workbook/{workbook}",
            May(Report),
            BOTH,
            get(workbooks::show).post(workbooks::apply),
        ),
        route("/items", May(Read), SHOWS, get(items::index)),
        route("/items.csv", May(Read), SHOWS, get(items::csv)),
        route("/items/{item}", May(Read), SHOWS, get(item::show)),
        route(
            "/items/{item}/members",
            May(Read),
            SHOWS,
            get(item_members::index),
        ),
        route(
            "/items/{item}/report",
            May(Report),
            BOTH,
            get(report_forms::edit).post(report_forms::update),
        ),
        route(
            "/items/{item}/contributions",
            May(Report),
            SHOWS,
            get(contributions::index),
        ),
        route(
            "/items/{item}/consolidation",
            May(ReviewReports),
            TAKES,
            post(consolidations::create),
        ),
        route(
            "/items/{item}/consolidation/end",
            May(ReviewReports),
            TAKES,
            post(consolidations::end),
        ),
        route(
            "/items/{item}/history",
            May(Read),
            SHOWS,
            get(histories::index),
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
            "/reports/{report}/comparison",
            May(Read),
            SHOWS,
            get(report_comparisons::show),
        ),
        route(
            "/reports/{report}/withdrawal",
            May(Report),
            TAKES,
            post(reports::withdraw),
        ),
        route(
            "/reports/{report}/retrieval",
            May(Report),
            TAKES,
            post(reports::retrieve),
        ),
        route(
            "/reports/{report}/correction",
            May(Report),
            TAKES,
            post(corrections::create),
        ),
        route(
            "/reports/{report}/endorsement",
            May(ReviewUnit),
            TAKES,
            post(unit_reviews::endorse),
        ),
        route(
            "/reports/{report}/unit-return",
            May(ReviewUnit),
            TAKES,
            post(unit_reviews::send_back),
        ),
        route(
            "/reports/{report}/adoption",
            May(Report),
            TAKES,
            post(contributions::adopt),
        ),
        route(
            "/reports/{report}/lead-return",
            May(Report),
            TAKES,
            post(contributions::send_back),
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
        route("/notices", SignedIn, SHOWS, get(notices::index)),
        route(
            "/notices/settings",
            SignedIn,
            BOTH,
            get(notice_settings::edit).post(notice_settings::update),
        ),
        route(
            "/notices/calendar",
            SignedIn,
            TAKES,
            post(notice_settings::create_calendar),
        ),
        route("/notices/reading", SignedIn, TAKES, post(notices::read_all)),
        route("/notices/{notice}", SignedIn, SHOWS, get(notices::show)),
        route(
            "/notices/{notice}/reading",
            SignedIn,
            TAKES,
            post(notices::read),
        ),
        route("/reviews", May(ReviewReports), SHOWS, get(reviews::index)),
        route(
            "/reviews/acceptances",
            May(ReviewReports),
            TAKES,
            post(reviews::accept_many),
        ),
        route(
            "/unit-reviews",
            May(ReviewUnit),
            SHOWS,
            get(unit_reviews::index),
        ),
        route(
            "/unit-reviews/endorsements",
            May(ReviewUnit),
            TAKES,
            post(unit_reviews::endorse_many),
        ),
        route(
            "/items/{item}/request",
            May(Report),
            BOTH,
            get(request_forms::new).post(request_forms::create),
        ),
        route("/requests", May(Read), SHOWS, get(requests::index)),
        route("/requests/{request}", May(Read), SHOWS, get(requests::show)),
        route(
            "/requests/{request}/decision",
            May(ReviewReports),
            TAKES,
            post(request_decisions::decide),
        ),
        route(
            "/requests/{request}/withdrawal",
            May(Report),
            TAKES,
            post(request_decisions::withdraw),
        ),
        route("/overview", May(Oversee), SHOWS, get(overview::show)),
        route(
            "/coordination",
            May(Oversee),
            SHOWS,
            get(coordination::index),
        ),
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
        kept(
            "/schedules",
            BOTH,
            get(schedules::index).post(schedule::create),
        ),
        kept("/schedules/new", SHOWS, get(schedule::new)),
        kept(
            "/schedules/{schedule}",
            BOTH,
            get(schedule::edit).post(schedule::update),
        ),
        kept(
            "/schedules/{schedule}/standard",
            TAKES,
            post(schedules::make_standard),
        ),
        kept("/schedules/{schedule}/rounds", SHOWS, get(rounds::index)),
        kept(
            "/schedules/{schedule}/rounds/{round}/due",
            TAKES,
            post(rounds::set_due),
        ),
        kept(
            "/schedules/{schedule}/rounds/{round}/lock",
            TAKES,
            post(rounds::lock),
        ),
        kept(
            "/schedules/{schedule}/rounds/{round}/unlock",
            TAKES,
            post(rounds::unlock),
        ),
        kept(
            "/holidays",
            BOTH,
            get(holidays::index).post(holidays::create),
        ),
        kept(
            "/holidays/lines",
            BOTH,
            get(holidays::new_lines).post(holidays::create_lines),
        ),
        kept("/holidays/{day}/removal", TAKES, post(holidays::destroy)),
        kept(
            "/documents/{document}/schedule",
            BOTH,
            get(schedule_choices::of_document).post(schedule_choices::choose_for_document),
        ),
        kept(
            "/items/{item}/schedule",
            BOTH,
            get(schedule_choices::of_item).post(schedule_choices::choose_for_item),
        ),
        kept("/registry", SHOWS, get(registry::show)),
        kept(
            "/registry/departments",
            BOTH,
            get(registry_departments::index).post(registry_department::create),
        ),
        kept(
            "/registry/departments/new",
            SHOWS,
            get(registry_department::new),
        ),
        kept(
            "/registry/departments/{department}",
            BOTH,
            get(registry_department::edit).post(registry_department::update),
        ),
        kept(
            "/registry/departments/{department}/completion",
            TAKES,
            post(registry_completions::create),
        ),
        kept(
            "/registry/departments/{department}/merger",
            SHOWS,
            get(registry_mergers::show),
        ),
        kept(
            "/registry/departments/{department}/merger/confirmation",
            TAKES,
            post(registry_mergers::apply),
        ),
        kept(
            "/registry/departments/{department}/aliases",
            TAKES,
            post(registry_aliases::create),
        ),
        kept(
            "/registry/aliases/{alias}/days",
            TAKES,
            post(registry_aliases::date),
        ),
        kept(
            "/registry/aliases/{alias}/removal",
            TAKES,
            post(registry_aliases::remove),
        ),
        kept(
            "/registry/regions",
            BOTH,
            get(registry_regions::index).post(registry_regions::create),
        ),
        kept("/registry/regions/new", SHOWS, get(registry_regions::new)),
        kept(
            "/registry/regions/{region}",
            BOTH,
            get(registry_regions::edit).post(registry_regions::update),
        ),
        kept("/registry/bodies", SHOWS, get(registry_bodies::index)),
        kept(
            "/registry/bodies/{department}",
            SHOWS,
            get(registry_bodies::show),
        ),
        kept(
            "/registry/bodies/{department}/members",
            TAKES,
            post(registry_members::create),
        ),
        kept(
            "/registry/bodies/{department}/duties",
            BOTH,
            get(registry_rosters::show).post(registry_rosters::apply),
        ),
        kept(
            "/registry/members/{member}/end",
            TAKES,
            post(registry_members::end),
        ),
        kept(
            "/registry/successions",
            BOTH,
            get(registry_successions::index).post(registry_succession::create),
        ),
        kept(
            "/registry/successions/new",
            SHOWS,
            get(registry_succession::new),
        ),
        kept(
            "/registry/successions/{succession}/removal",
            TAKES,
            post(registry_successions::remove),
        ),
        kept(
            "/registry/handovers",
            BOTH,
            get(registry_handovers::index).post(registry_handovers::create),
        ),
        kept(
            "/registry/handovers/{department}",
            BOTH,
            get(registry_handovers::show).post(registry_handovers::apply),
        ),
        kept("/registry/changes", SHOWS, get(registry_changes::index)),
        kept(
            "/registry/changes/{change}",
            SHOWS,
            get(registry_changes::show),
        ),
        kept(
            "/registry/changes/{change}/undoing",
            TAKES,
            post(registry_changes::undo),
        ),
        kept("/registry/phrase", SHOWS, get(registry_phrases::show)),
        kept(
            "/registry/uploads",
            BOTH,
            get(registry_uploads::index)
                .post(registry_uploads::create)
                .layer(DefaultBodyLimit::max(registry_uploads::BYTES + 64 * 1024)),
        ),
        kept(
            "/registry/uploads/{upload}",
            BOTH,
            get(registry_uploads::show).post(registry_uploads::apply),
        ),
        kept(
            "/registry/tables/{table}",
            SHOWS,
            get(registry_uploads::download),
        ),
        route(
            "/settings",
            May(Administer),
            BOTH,
            get(settings::edit).post(settings::update),
        ),
        route(
            "/settings/reminders",
            May(Administer),
            BOTH,
            get(reminder_settings::edit).post(reminder_settings::update),
        ),
        route("/jobs", May(Administer), SHOWS, get(jobs::index)),
        route(
            "/jobs/{job}/retry",
            May(Administer),
            TAKES,
            post(jobs::retry),
        ),
        route("/users", May(Administer), SHOWS, get(users::index)),
        route("/events", May(Audit), SHOWS, get(events::index)),
        // Calendar programs cannot sign in; the secret in the address stands for the person.
        route("/calendar/{token}", Open, SHOWS, get(calendars::show)),
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
