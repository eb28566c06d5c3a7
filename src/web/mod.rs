//! The site: who may come in, what is asked of the store, what a page shows.
//!
//! A request passes the layers of [`app`], then the guard of its route ([`access`]), then a handler in [`pages`]. A
//! handler asks `store`, makes a page struct that already holds every decision, and a template prints it. No SQL, no
//! parser's insides, and the only clock of the house ([`clock`]).

pub mod access;
pub mod assets;
pub mod clock;
mod comparison;
pub mod components;
pub mod department_filter;
pub mod download;
pub mod error;
pub mod event_words;
pub mod evidence_form;
pub mod evidence_parts;
mod evidence_paths;
pub mod extract;
mod item_collecting;
mod item_parts;
mod item_requests;
mod item_versions;
pub mod keeping;
pub mod known;
pub mod ledger_filter;
pub mod marked_text;
pub mod page;
pub mod pages;
pub mod password;
pub mod paths;
pub mod person;
pub mod receiving;
mod registry_paths;
mod report_comparison;
mod report_paths;
pub mod reporting;
mod request_asking;
mod request_paths;
pub mod reviewing;
pub mod routes;
mod schedule_paths;
pub mod scheduling;
pub mod session;
pub mod state;
mod target_parts;
pub mod text_units;
mod waiting_rows;
pub mod wording;
mod workbook_paths;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use error::Failure;
use page::Shell;
use state::AppState;

/// Everything from this house and nothing from elsewhere: no inline script or style, no frame, no other site's form.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The site as one service; the same in production and in tests.
pub fn app(state: AppState) -> Router {
    let header = |name: HeaderName, value| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    routes::router(&state)
        // Innermost first: a handler that panics still ends in a page of ours.
        .layer(CatchPanicLayer::new())
        .layer(CsrfLayer::new())
        .layer(from_fn_with_state(state.clone(), dress))
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(download::may_compress)),
        )
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(X_FRAME_OPTIONS, "DENY"))
        .layer(header(REFERRER_POLICY, "same-origin"))
        .layer(header(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ))
        .layer(header(
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=()",
        ))
        // Pages hold what only one person may see; files that may be kept say so themselves.
        .layer(header(CACHE_CONTROL, "no-store"))
        .layer(TraceLayer::new_for_http())
        .with_state(state)
}

/// What a layer refused becomes a page as well, without a person on it.
async fn dress(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let address = request.uri().to_string();
    let response = next.run(request).await;
    match Failure::undressed(&response) {
        Some(failure) => page::failure(Shell::of_stranger(&app, &address), failure, None),
        None => response,
    }
}
