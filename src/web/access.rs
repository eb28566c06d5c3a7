//! Who may come in, asked in one place, before any handler.

use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;

use super::error::{Error, Failure};
use super::extract::Typed;
use super::page::{self, Shell};
use super::session::{self, Session, Token};
use super::state::AppState;
use crate::domain::{Action, Calendar, Post};
use crate::store;

/// What a route asks of its visitor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Nothing, not even who it is: style sheet, health.
    Open,
    /// Nothing, but a person who is signed in is known.
    Everyone,
    /// To be signed in.
    SignedIn,
    /// A post that may do this.
    May(Action),
}

/// The visitor of one request, as the guard found it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The session, if the visitor is signed in.
    pub session: Option<Session>,
    /// Waiting work, by the page it is done on.
    pub waiting: Waiting,
    /// 长者模式.
    pub large: bool,
    /// The address asked for, without its query.
    pub path: String,
    /// The address asked for.
    pub address: String,
}

/// Counts beside the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// Duties that are not reported yet in this period.
    pub todo: Option<i64>,
    /// Reports that wait for the reviewers of the own unit.
    pub unit_reviews: Option<i64>,
    /// Reports that wait for the office.
    pub reviews: Option<i64>,
    /// Requests that wait for the office.
    pub requests: Option<i64>,
    /// Texts that are being reviewed.
    pub imports: Option<i64>,
    /// Notices that are not read.
    pub notices: Option<i64>,
}

/// Lets a request through to its handler, or answers it. Whatever fails on the way becomes a page in the shell, with
/// what was typed kept on it.
pub async fn guard(
    State((app, access)): State<(AppState, Access)>,
    request: Request,
    next: Next,
) -> Response {
    if access == Access::Open {
        return next.run(request).await;
    }
    let (request, typed) = match Typed::keep(request).await {
        Ok(kept) => kept,
        Err(failure) => return page::failure(Shell::of_stranger(&app, ""), failure, None),
    };
    let (mut parts, body) = request.into_parts();
    let visit = match visit(&app, &parts).await {
        Ok(visit) => visit,
        Err(error) => {
            let shell = Shell::of_stranger(&app, parts.uri.path());
            return page::failure(shell, Failure::from(error), typed);
        }
    };
    let shell = Shell::new(&app, &visit);
    if let Err(error) = allowed(access, &visit) {
        return page::refusal(shell, error, &parts.method, &visit.address, typed);
    }
    parts.extensions.insert(visit);
    let response = next.run(Request::from_parts(parts, body)).await;
    match Failure::undressed(&response) {
        Some(failure) => page::failure(shell, failure, typed),
        None => response,
    }
}

fn allowed(access: Access, visit: &Visit) -> Result<(), Error> {
    let session = visit.session.as_ref();
    match access {
        Access::Open | Access::Everyone => Ok(()),
        Access::SignedIn => session.map(|_| ()).ok_or(Error::SignInNeeded),
        Access::May(action) => match session {
            None => Err(Error::SignInNeeded),
            Some(session) if session.person.may(action) => Ok(()),
            Some(_) => Err(Error::Forbidden(action)),
        },
    }
}

async fn visit(app: &AppState, request: &Parts) -> Result<Visit, Error> {
    let mut visit = Visit {
        session: None,
        waiting: Waiting::default(),
        large: page::prefers_large(&request.headers),
        path: request.uri.path().to_owned(),
        address: request
            .uri
            .path_and_query()
            .map(ToString::to_string)
            .unwrap_or_default(),
    };
    if let Some(token) = Token::of(&request.headers) {
        let shows = request.method == Method::GET;
        let mut db = app.pool.acquire().await?;
        visit.session = session::find(&mut db, token, app.clock.machine(), shows).await?;
        if let Some(session) = visit.session.as_ref().filter(|_| shows) {
            visit.waiting = waiting(app, &mut db, session).await?;
        }
    }
    Ok(visit)
}

async fn waiting(
    app: &AppState,
    db: &mut sqlx::PgConnection,
    session: &Session,
) -> sqlx::Result<Waiting> {
    let person = &session.person;
    let mut waiting = Waiting::default();
    if person.is_told() {
        waiting.notices = Some(store::notices::unread(db, person.id).await?);
    }
    if person.may(Action::Report) {
        let pending =
            store::duties::pending(db, &person.departments(), &Calendar::on(app.clock.today()))
                .await?;
        waiting.todo = Some(pending);
    }
    if person.may(Action::ReviewUnit) {
        let units = person.departments_as(Post::Reviewer);
        let count = store::waiting::unit_count(db, &units, Some(person.id)).await?;
        waiting.unit_reviews = Some(count);
    }
    if person.may(Action::ReviewReports) {
        let (reach, all) = (person.reach(), store::waiting::Ask::default());
        waiting.reviews = Some(store::waiting::office_count(db, &reach, &all).await?);
        waiting.requests = Some(store::requests::open_count(db, &reach).await?);
    }
    if person.may(Action::Administer) {
        waiting.imports = Some(store::imports::open_count(db).await?);
    }
    Ok(waiting)
}
