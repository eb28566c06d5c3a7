//! 操作日志: who did what, when, to what, and what it changed.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::store::events::{self, EventLine};
use crate::web::error::Error;
use crate::web::event_words::{Change, KINDS, changes, verb};
use crate::web::extract::{Asked, Db};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// Events of a page.
const ROWS: usize = 100;

#[derive(Template)]
#[template(path = "events/index.html")]
struct EventsPage {
    shell: Shell,
    kinds: Vec<Kind>,
    rows: Vec<Row>,
    /// Address of the newest events, on later pages.
    newest: Option<String>,
    older: Option<String>,
}

/// A choice of events.
struct Kind {
    link: Link,
    chosen: bool,
}

struct Row {
    at: String,
    actor: String,
    verb: String,
    objects: Vec<Link>,
    /// The document that another was joined with.
    joined: Option<String>,
    changes: Vec<Change>,
}

/// What is asked of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asking {
    /// How the code of an action begins.
    kind: Option<&'static str>,
    /// Only events older than this one.
    before: Option<i64>,
}

impl Asking {
    fn href(&self) -> String {
        let pairs = [
            (
                "kind",
                self.kind.map(|kind| kind.trim_end_matches('.').to_owned()),
            ),
            ("before", self.before.map(|id| id.to_string())),
        ];
        paths::with_query(paths::EVENTS, &pairs)
    }

    fn kind(asked: &str) -> Result<Option<&'static str>, Error> {
        if asked.is_empty() {
            return Ok(None);
        }
        let known = KINDS
            .iter()
            .map(|(prefix, _)| *prefix)
            .find(|prefix| prefix.trim_end_matches('.') == asked);
        known
            .map(Some)
            .ok_or(Error::BadRequest("没有这类操作。请从页面上重新选择。"))
    }
}

/// `GET /events`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let asking = Asking {
        kind: Asking::kind(asked.text("kind"))?,
        before: asked.parsed("before")?,
    };
    // One more than is shown tells whether there are older ones.
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let reach = person.reach();
    let lines = events::newest(&mut db, &reach, asking.before, asking.kind, limit).await?;
    Ok(Page(EventsPage::new(shell, &asking, lines)).into_response())
}

impl EventsPage {
    fn new(shell: Shell, asking: &Asking, mut lines: Vec<EventLine>) -> Self {
        let more = lines.len() > ROWS;
        lines.truncate(ROWS);
        let of = |kind: Option<&'static str>, words: &str| Kind {
            link: Link::new(Asking { kind, before: None }.href(), words),
            chosen: kind == asking.kind,
        };
        let kinds = KINDS.iter().map(|(prefix, words)| of(Some(prefix), words));
        Self {
            shell: shell.titled("操作日志"),
            kinds: std::iter::once(of(None, "全部")).chain(kinds).collect(),
            newest: asking.before.map(|_| {
                Asking {
                    before: None,
                    ..asking.clone()
                }
                .href()
            }),
            older: lines.last().filter(|_| more).map(|last| {
                Asking {
                    before: Some(last.id),
                    ..asking.clone()
                }
                .href()
            }),
            rows: lines.into_iter().map(Row::new).collect(),
        }
    }
}

impl Row {
    fn new(line: EventLine) -> Self {
        Self {
            at: wording::moment(line.at),
            verb: verb(&line.action),
            changes: changes(&line),
            objects: objects(&line),
            joined: line.joined,
            actor: line.actor.unwrap_or_else(|| "系统".to_owned()),
        }
    }
}

/// What an event is about, the nearest first.
fn objects(line: &EventLine) -> Vec<Link> {
    let report = line
        .report_id
        .map(|id| Link::new(paths::report(id), "这份填报"));
    let department = line
        .department_id
        .zip(line.department.as_ref())
        .map(|(id, name)| Link::new(paths::department(id), name));
    let item = line
        .item_id
        .zip(line.item.as_ref())
        .map(|(id, title)| Link::new(paths::item(id), wording::shortened(title, 40)));
    let document = line
        .document_id
        .filter(|_| line.item_id.is_none())
        .zip(line.document.as_ref())
        .map(|(id, title)| Link::new(paths::document(id), format!("《{title}》")));
    [item, document, department, report]
        .into_iter()
        .flatten()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: i64) -> EventLine {
        EventLine {
            id,
            at: "2018-06-20T06:02:00Z".parse().expect("a moment"),
            actor: None,
            action: "document.import".to_owned(),
            item_id: None,
            item: None,
            document: Some("任务分工".to_owned()),
            document_id: Some(4),
            joined: None,
            department: None,
            department_id: None,
            report_id: None,
            before: None,
            after: None,
        }
    }

    #[test]
    fn an_event_is_told_in_beijing_time_with_what_it_is_about() {
        let row = Row::new(line(1));
        assert_eq!(
            (row.at.as_str(), row.actor.as_str(), row.verb.as_str()),
            ("2018-06-20 14:02", "系统", "导入文件")
        );
        assert_eq!(
            row.objects,
            [Link::new("/documents/4", "《任务分工》".to_owned())]
        );
    }

    #[test]
    fn older_events_follow_the_last_one_shown() {
        let asking = Asking {
            kind: Asking::kind("report").expect("a kind"),
            before: Some(900),
        };
        assert_eq!(asking.href(), "/events?kind=report&before=900");
        assert!(Asking::kind("weather").is_err());
        assert_eq!(Asking::kind("").expect("all"), None);
    }
}
