//! 消息: what a person was told, newest first. Following a notice marks it as read.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::{Action, NoticeKind};
use crate::store::notices::{self, NoticeLine};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::{Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// Notices of a page.
const ROWS: usize = 50;

#[derive(Template)]
#[template(path = "notices/index.html")]
struct NoticesPage {
    shell: Shell,
    unread: i64,
    rows: Vec<Row>,
    /// The newest notice that the page shows: those up to it can be marked as read together.
    through: Option<i64>,
    /// The page is not the first.
    later: bool,
    older: Option<String>,
}

struct Row {
    id: i64,
    kind: &'static str,
    tone: &'static str,
    href: String,
    sentence: String,
    note: Vec<String>,
    at: String,
    read: bool,
    reading: String,
}

/// `GET /notices`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let before = asked.parsed("before")?;
    let wanted = notices::Asked {
        before,
        ..notices::Asked::default()
    };
    // One more than is shown tells whether there are older ones.
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let lines = notices::newest(&mut db, person.id, wanted, limit).await?;
    let unread = notices::unread(&mut db, person.id).await?;
    Ok(Page(NoticesPage::new(shell, unread, before.is_some(), lines)).into_response())
}

impl NoticesPage {
    fn new(shell: Shell, unread: i64, later: bool, mut lines: Vec<NoticeLine>) -> Self {
        let more = lines.len() > ROWS;
        lines.truncate(ROWS);
        let last = lines.last().filter(|_| more);
        Self {
            shell: shell.titled("消息"),
            unread,
            through: lines.first().map(|line| line.id),
            later,
            older: last.map(|last| {
                paths::with_query(paths::NOTICES, &[("before", Some(last.id.to_string()))])
            }),
            rows: lines.into_iter().map(Row::new).collect(),
        }
    }
}

impl Row {
    fn new(line: NoticeLine) -> Self {
        Self {
            id: line.id,
            kind: line.kind.label(),
            tone: match line.kind {
                NoticeKind::Returned | NoticeKind::Overdue => "bad",
                NoticeKind::Reminder => "warn",
                NoticeKind::Accepted => "ok",
                NoticeKind::HandedIn
                | NoticeKind::Published
                | NoticeKind::Asked
                | NoticeKind::Decided => "info",
            },
            href: paths::notice(line.id),
            sentence: line.sentence(),
            note: line.note.lines().map(str::to_owned).collect(),
            at: wording::moment(line.created_at),
            read: line.read,
            reading: paths::notice_reading(line.id),
        }
    }
}

/// `GET /notices/{notice}`: leads to what it is about. Opening it twice changes nothing more.
pub async fn show(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    mut db: Db,
) -> Result<Response, Error> {
    let wanted = notices::Asked {
        only: Some(id),
        ..notices::Asked::default()
    };
    let lines = notices::newest(&mut db, person.id, wanted, 1).await?;
    let line = lines.into_iter().next().ok_or(Error::NotFound)?;
    notices::read(&mut db, person.id, id, now).await?;
    Ok(see_other(&target(&line, &person)))
}

/// Where a notice leads.
fn target(line: &NoticeLine, person: &Person) -> String {
    if let Some(report) = line.report_id {
        return paths::report(report);
    }
    match line.kind {
        NoticeKind::Published => LedgerFilter {
            document: line.document_id,
            department: line.department_id,
            ..LedgerFilter::default()
        }
        .href(),
        NoticeKind::HandedIn => paths::UNIT_REVIEWS.to_owned(),
        _ if line.item_id.is_some() => paths::item(line.item_id.unwrap_or_default()),
        _ if person.may(Action::Report) => paths::TODO.to_owned(),
        _ => paths::silent_departments(),
    }
}

/// `POST /notices/{notice}/reading`: 标为已读.
pub async fn read(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    mut db: Db,
) -> Result<Response, Error> {
    match notices::read(&mut db, person.id, id, now).await? {
        true => Ok(see_other(paths::NOTICES)),
        false => Err(Error::NotFound),
    }
}

/// `POST /notices/reading`: 全部标为已读, as far as the person has seen them.
pub async fn read_all(
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let through = typed.parsed("through")?.unwrap_or(0);
    let read = notices::read_through(&mut db, person.id, through, now).await?;
    if read > 0 {
        session
            .leave(&mut db, &format!("已将 {read} 条消息标为已读。"))
            .await?;
    }
    Ok(see_other(paths::NOTICES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DepartmentId, Grant, Post};

    fn line(kind: NoticeKind) -> NoticeLine {
        NoticeLine {
            id: 9,
            kind,
            report_id: None,
            item_id: None,
            document_id: Some(4),
            department_id: Some(7),
            count: 3,
            title: String::new(),
            note: "一\n二".to_owned(),
            item: None,
            document: Some("任务分工".to_owned()),
            department: Some("自治区质监局".to_owned()),
            cycle: None,
            first_day: None,
            created_at: "2018-06-20T00:30:00Z".parse().expect("a moment"),
            read: false,
        }
    }

    fn person(post: Post) -> Person {
        Person {
            id: 1,
            name: String::new(),
            grants: vec![Grant {
                post,
                jurisdiction: None,
                department: Some(DepartmentId(7)),
            }],
        }
    }

    #[test]
    fn a_notice_leads_to_where_it_is_dealt_with() {
        let clerk = person(Post::Clerk);
        let report = NoticeLine {
            report_id: Some(5),
            ..line(NoticeKind::Returned)
        };
        assert_eq!(target(&report, &clerk), "/reports/5");
        assert_eq!(target(&line(NoticeKind::Overdue), &clerk), "/todo");
        assert_eq!(target(&line(NoticeKind::HandedIn), &clerk), "/unit-reviews");
        let office = person(Post::Office);
        assert_eq!(
            target(&line(NoticeKind::Overdue), &office),
            "/departments?which=silent"
        );
        let published = target(&line(NoticeKind::Published), &clerk);
        assert!(published.contains("document=4") && published.contains("department=7"));
    }

    #[test]
    fn a_row_is_in_beijing_time_with_its_lines() {
        let row = Row::new(line(NoticeKind::Published));
        assert_eq!(
            (row.at.as_str(), row.sentence.as_str()),
            ("2018-06-20 08:30", "新发布《任务分工》，自治区质监局 3 项")
        );
        assert_eq!(row.note, ["一", "二"]);
    }
}
