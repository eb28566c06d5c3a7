//! 单位库 · 职责变动: what handovers and rosters changed, and taking one back.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use crate::store::duty_changes::{self, Act, ChangedDuty, DutyChange, DutyChangeKind, Hindrance};
use crate::store::handovers;
use crate::web::components::{Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "registry/changes.html")]
struct ChangesPage {
    shell: Shell,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    link: Link,
    department: Link,
    date: String,
    items: i32,
    by: String,
    at: String,
    undone: String,
}

impl Row {
    fn new(change: &DutyChange) -> Self {
        Self {
            link: Link::new(
                paths::registry_change(change.id),
                change.kind.label().to_owned(),
            ),
            department: Link::new(
                paths::department(change.department_id),
                change.department.clone(),
            ),
            date: wording::date(change.on_date),
            items: change.items,
            by: change.by.clone().unwrap_or_else(|| "系统".to_owned()),
            at: wording::moment(change.at),
            undone: change.undone_at.map_or_else(String::new, |at| {
                let by = change.undone_by.clone().unwrap_or_default();
                format!("{by} {} 撤销", wording::moment(at))
            }),
        }
    }
}

/// `GET /registry/changes`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let reach = person.reach();
    let total = duty_changes::count(&mut db, &reach).await?;
    let lines = duty_changes::list(&mut db, &reach, slice.size, slice.offset()).await?;
    let pager = Pager::new(slice, total, |page| {
        format!("{}?page={page}", paths::REGISTRY_CHANGES)
    });
    Ok(Page(ChangesPage {
        shell: shell
            .titled(format!("职责变动{}", pager.title()))
            .under(paths::REGISTRY, "单位库"),
        rows: lines.iter().map(Row::new).collect(),
        pager,
    })
    .into_response())
}

#[derive(Template)]
#[template(path = "registry/change.html")]
struct ChangePage {
    shell: Shell,
    row: Row,
    kind: DutyChangeKind,
    lines: Vec<Line>,
    pager: Pager,
    /// Where it is taken back, if it can be.
    undoing: Option<String>,
    /// Why it cannot be.
    hindrances: Vec<String>,
}

struct Line {
    what: &'static str,
    tone: &'static str,
    department: Link,
    item: Link,
    locus: String,
    document: String,
}

impl Line {
    fn new(line: ChangedDuty) -> Self {
        let (what, tone) = match line.what.as_str() {
            "ended" => ("停止应报", "warn"),
            "begun" => ("开始应报", "info"),
            _ => ("合并到已有职责", "idle"),
        };
        Self {
            what,
            tone,
            department: Link::new(paths::department(line.department_id), line.department),
            item: Link::new(paths::item(line.item_id), line.title),
            locus: line.locus,
            document: wording::shortened(&line.document, 24),
        }
    }
}

/// Why a change cannot be taken back, in sentences.
fn sentences(hindrance: Hindrance) -> Vec<String> {
    let mut sentences = Vec::new();
    if hindrance.reported > 0 {
        sentences.push(format!(
            "新的应报单位已经在 {} 项上开始填报",
            hindrance.reported
        ));
    }
    if hindrance.moved_on > 0 {
        sentences.push(format!(
            "其中 {} 条职责之后又有变动，请先撤销后面的变动",
            hindrance.moved_on
        ));
    }
    if hindrance.taken > 0 {
        sentences.push(format!(
            "停止应报的单位在 {} 项上又有了新的职责",
            hindrance.taken
        ));
    }
    sentences
}

async fn found(db: &mut PgConnection, person: &Person, id: i64) -> Result<DutyChange, Error> {
    duty_changes::find(db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)
}

/// `GET /registry/changes/{change}`.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let change = found(&mut db, &person, id).await?;
    let slice = Slice::asked(&asked)?;
    let total = duty_changes::line_count(&mut db, id).await?;
    let lines = duty_changes::lines(&mut db, id, slice.size, slice.offset()).await?;
    let hindrance = duty_changes::hindrance(&mut db, id).await?;
    let open = change.undone_at.is_none();
    let page = ChangePage {
        shell: shell
            .titled(format!("{}：{}", change.kind.label(), change.department))
            .under(paths::REGISTRY, "单位库")
            .under(paths::REGISTRY_CHANGES, "职责变动"),
        row: Row::new(&change),
        kind: change.kind,
        lines: lines.into_iter().map(Line::new).collect(),
        pager: Pager::new(slice, total, |page| paths::registry_change_page(id, page)),
        undoing: (open && hindrance.is_none()).then(|| paths::registry_change_undoing(id)),
        hindrances: match open {
            true => sentences(hindrance),
            false => Vec::new(),
        },
    };
    Ok(Page(page).into_response())
}

/// `POST /registry/changes/{change}/undoing`.
pub async fn undo(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let change = found(&mut db, &person, id).await?;
    let mut tx = db.begin().await?;
    handovers::lock(&mut tx, change.department_id).await?;
    if !duty_changes::hindrance(&mut tx, id).await?.is_none() {
        return Err(Error::Conflict(
            "这次变动之后已有填报或新的变动，不能撤销。请返回变动页面查看原因。",
        ));
    }
    let act = Act {
        by: Some(person.id),
        at: now,
    };
    let message = match duty_changes::undo(&mut tx, id, act).await? {
        true => {
            let told = Told::new(serde_json::json!({
                "items": change.items, "on": change.on_date,
            }));
            let of = Some(change.department_id);
            record(&mut tx, "registry.change.undo", of, told, &person, now).await?;
            "已撤销，职责恢复到变动之前。"
        }
        false => "这次变动之前已经撤销过了。",
    };
    tx.commit().await?;
    session.leave(&mut db, message).await?;
    Ok(see_other(&paths::registry_change(id)))
}
