//! 申请 on the page of an item. Pure.

use super::page::Link;
use super::pages::requests::{decision, tone, wish};
use super::paths;
use crate::domain::Action;
use crate::store::duties::DutyLine;
use crate::store::items::Item;
use crate::store::requests::Request;
use crate::web::person::Person;

/// The part of the page.
pub(crate) struct RequestPart {
    pub(crate) rows: Vec<RequestLine>,
    /// Where one of this person's departments asks.
    pub(crate) may_ask: Option<String>,
}

pub(crate) struct RequestLine {
    pub(crate) link: Link,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) words: String,
}

impl RequestPart {
    /// What was asked about an item, and where this person asks.
    pub(crate) fn new(
        person: &Person,
        item: &Item,
        duties: &[DutyLine],
        asked: &[Request],
    ) -> Self {
        let own = person.departments();
        let open = item.closed_on.is_none() && !item.served && person.may(Action::Report);
        let mine = duties.iter().find(|duty| own.contains(&duty.department_id));
        Self {
            rows: asked.iter().map(RequestLine::new).collect(),
            may_ask: mine
                .filter(|_| open)
                .map(|duty| paths::request_form(item.id, duty.department_id, None)),
        }
    }
}

impl RequestLine {
    fn new(request: &Request) -> Self {
        let name = format!("{}申请（{}）", request.kind.label(), request.department);
        let words = match decision(request) {
            empty if empty.is_empty() => wish(request),
            decision => format!("{}；{decision}", wish(request)),
        };
        Self {
            link: Link::new(paths::request(request.id), name),
            state: request.state.label(),
            tone: tone(request.state),
            words,
        }
    }
}
