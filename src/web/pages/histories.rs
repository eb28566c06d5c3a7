//! 经过: everything that happened to an item, newest first: reports, returns, corrections, changes of departments and
//! deadlines, requests, evidence, versions; who, when, what it was and what it became.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::store::events::EventLine;
use crate::store::histories::{self, Ask};
use crate::store::items::{self, Item};
use crate::web::error::Error;
use crate::web::event_words::{Change, changes, verb};
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::reporting::steps::sight;
use crate::web::{paths, wording};

/// Events of a page.
const ROWS: usize = 50;

/// The kinds of event, as the filter lists them: their code, the words for it, and how their actions begin.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("report", "填报", &["report."]),
    ("duty", "职责与时限", &["duty.", "deadline.", "item."]),
    ("request", "申请", &["request."]),
    ("evidence", "佐证材料", &["evidence."]),
    (
        "document",
        "文件与版本",
        &["document.", "import.", "item.replace", "item.repeal"],
    ),
];

#[derive(Template)]
#[template(path = "items/history.html")]
struct HistoryPage {
    shell: Shell,
    item: Link,
    source: String,
    kinds: Vec<(Link, bool)>,
    rows: Vec<Row>,
    /// Address of the newest events, on later pages.
    newest: Option<String>,
    older: Option<String>,
}

/// One event, or several savings of one draft in a row.
struct Row {
    at: String,
    actor: String,
    verb: String,
    department: Option<Link>,
    report: Option<Link>,
    joined: Option<String>,
    changes: Vec<Change>,
}

/// `GET /items/{item}/history`.
pub async fn index(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let item = items::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let kind = kind(asked.text("kind"))?;
    let before: Option<i64> = asked.parsed("before")?;
    let ask = Ask {
        kinds: kind.map(|(_, _, begins)| begins.iter().map(|one| (*one).to_owned()).collect()),
        before,
    };
    // One more than is shown tells whether there are older ones.
    let limit = i64::try_from(ROWS + 1).unwrap_or(i64::MAX);
    let lines = histories::of_item(&mut db, id, &sight(&person), &ask, limit).await?;
    let kind = kind.map(|(code, _, _)| *code);
    Ok(Page(HistoryPage::new(shell, &item, kind, before, lines)).into_response())
}

type Kind = &'static (&'static str, &'static str, &'static [&'static str]);

fn kind(asked: &str) -> Result<Option<Kind>, Error> {
    if asked.is_empty() {
        return Ok(None);
    }
    let known = KINDS.iter().find(|(code, _, _)| *code == asked);
    known
        .map(Some)
        .ok_or(Error::BadRequest("没有这类记录。请从页面上重新选择。"))
}

impl HistoryPage {
    fn new(
        shell: Shell,
        item: &Item,
        kind: Option<&'static str>,
        before: Option<i64>,
        mut lines: Vec<EventLine>,
    ) -> Self {
        let more = lines.len() > ROWS;
        lines.truncate(ROWS);
        let href = |kind: Option<&str>, before| paths::item_history(item.id, kind, before);
        let of = |code: Option<&'static str>, words: &str| {
            (Link::new(href(code, None), words), code == kind)
        };
        let kinds = KINDS.iter().map(|(code, words, _)| of(Some(*code), words));
        Self {
            shell: shell
                .titled(format!("经过：{}", item.title))
                .under(paths::ITEMS, "台账")
                .under(paths::item(item.id), wording::shortened(&item.title, 16)),
            item: Link::new(paths::item(item.id), item.title.clone()),
            source: format!("《{}》{}", item.document, item.locus),
            kinds: std::iter::once(of(None, "全部")).chain(kinds).collect(),
            newest: before.map(|_| href(kind, None)),
            older: lines
                .last()
                .filter(|_| more)
                .map(|last| href(kind, Some(last.id))),
            rows: rows(&lines),
        }
    }
}

/// The rows of some events; a draft that somebody saved several times in a row is one of them.
fn rows(lines: &[EventLine]) -> Vec<Row> {
    lines
        .chunk_by(same_saving)
        .filter_map(|run| Some(Row::new(run.first()?, run.len())))
        .collect()
}

fn same_saving(one: &EventLine, next: &EventLine) -> bool {
    let period = |line: &EventLine| {
        line.after
            .as_ref()
            .and_then(|after| after.get("period"))
            .cloned()
    };
    one.action == "report.save"
        && next.action == "report.save"
        && (&one.actor, one.department_id) == (&next.actor, next.department_id)
        && period(one) == period(next)
}

impl Row {
    fn new(line: &EventLine, times: usize) -> Self {
        let verb = match times {
            1 => verb(&line.action),
            times => format!("{} {times} 次", verb(&line.action)),
        };
        let department = line.department_id.zip(line.department.as_ref());
        Self {
            at: wording::moment(line.at),
            actor: line.actor.clone().unwrap_or_else(|| "系统".to_owned()),
            verb,
            department: department.map(|(id, name)| Link::new(paths::department(id), name)),
            report: line
                .report_id
                .map(|id| Link::new(paths::report(id), "查看填报")),
            joined: line.joined.clone(),
            changes: changes(line),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(action: &str, period: &str) -> EventLine {
        EventLine {
            id: 1,
            at: "2018-06-20T06:02:00Z".parse().expect("a moment"),
            actor: Some("自治区质监局经办人".to_owned()),
            action: action.to_owned(),
            item_id: Some(1),
            item: None,
            document: None,
            document_id: None,
            joined: None,
            department: Some("自治区质监局".to_owned()),
            department_id: Some(7),
            report_id: None,
            before: Some(serde_json::json!({ "state": "draft" })),
            after: Some(serde_json::json!({ "state": "draft", "period": period })),
        }
    }

    #[test]
    fn savings_in_a_row_are_one_line() {
        let lines = [
            line("report.submit", "二"),
            line("report.save", "二"),
            line("report.save", "二"),
            line("report.save", "一"),
        ];
        let told: Vec<String> = rows(&lines).into_iter().map(|row| row.verb).collect();
        assert_eq!(told, ["报送填报", "保存草稿 2 次", "保存草稿"]);
    }
}
