//! The front door: everybody is led to their own.

use axum::response::Response;

use crate::domain::Action;
use crate::web::page::see_other;
use crate::web::paths;
use crate::web::person::Person;

/// `GET /`.
pub async fn show(person: Person) -> Response {
    see_other(front_door(&person))
}

/// Staff begin with their work, the office and leaders with what is behind, admins with documents, auditors with the
/// log.
fn front_door(person: &Person) -> &'static str {
    let doors = [
        (Action::Oversee, paths::OVERVIEW),
        (Action::Report, paths::TODO),
        (Action::Administer, paths::DOCUMENTS),
        (Action::Audit, paths::EVENTS),
    ];
    doors
        .iter()
        .find(|(action, _)| person.may(*action))
        .map_or(paths::HELP, |(_, door)| door)
}
