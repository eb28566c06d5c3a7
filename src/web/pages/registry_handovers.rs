//! 单位库 · 移交: what is due to pass on, the dry run of one predecessor, and passing it on.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};
use sqlx::{Acquire, PgConnection};

use crate::domain::Calendar;
use crate::store::duty_changes::Act;
use crate::store::handovers::{self, DuePredecessor};
use crate::store::kept_departments::{self, KeptDepartment};
use crate::store::passages::{self, Passage};
use crate::web::components::Slice;
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::handover_page::{Handover, HandoverPage};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "registry/handovers.html")]
struct HandoversPage {
    shell: Shell,
    digest: String,
    whole: Vec<Row>,
    items: i64,
    asked: Vec<Row>,
    /// What is due changed since the page was made.
    moved: bool,
}

struct Row {
    from: Link,
    region: String,
    date: String,
    to: String,
    items: i64,
}

impl HandoversPage {
    fn new(shell: Shell, due: &[DuePredecessor]) -> Self {
        let rows = |whole: bool| -> Vec<Row> {
            let some = due.iter().filter(|one| one.whole == whole);
            some.map(Row::new).collect()
        };
        let whole = rows(true);
        Self {
            shell: shell
                .titled("移交到期的沿革")
                .under(paths::REGISTRY, "单位库")
                .under(paths::REGISTRY_SUCCESSIONS, "沿革"),
            digest: digest(due),
            items: whole.iter().map(|row| row.items).sum(),
            whole,
            asked: rows(false),
            moved: false,
        }
    }
}

impl Row {
    fn new(one: &DuePredecessor) -> Self {
        Self {
            from: Link::new(paths::registry_handover(one.id), one.short_name.clone()),
            region: one.region.clone(),
            date: wording::date(one.on_date),
            to: one.successors.join("、"),
            items: one.items,
        }
    }
}

/// What the page was made from, so that it can be told whether it still holds.
fn digest(due: &[DuePredecessor]) -> String {
    let mut hash = Sha256::new();
    for one in due.iter().filter(|one| one.whole) {
        hash.update(format!("{} {};", one.id, one.items));
    }
    let bytes = hash.finalize();
    bytes
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// `GET /registry/handovers`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    mut db: Db,
) -> Result<Response, Error> {
    let due = handovers::due(&mut db, &person.reach(), calendar.today).await?;
    Ok(Page(HandoversPage::new(shell, &due)).into_response())
}

/// `POST /registry/handovers`: passes on everything that goes whole to one successor, in the order of the days.
pub async fn create(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let due = handovers::due(&mut tx, &person.reach(), calendar.today).await?;
    if !due.iter().any(|one| one.whole) {
        tx.rollback().await?;
        let message = "没有可以整体移交的，可能刚刚已经移交。";
        session.leave(&mut db, message).await?;
        return Ok(see_other(paths::REGISTRY_HANDOVERS));
    }
    if typed.text("digest") != digest(&due) {
        let mut page = HandoversPage::new(shell, &due);
        page.moved = true;
        return Ok(with_status(StatusCode::CONFLICT, page));
    }
    let mut passed = (0, 0);
    // One after the other, because a later predecessor may be an earlier successor.
    for one in due.iter().filter(|one| one.whole) {
        let from = found(&mut tx, &person, one.id).await?;
        handovers::lock(&mut tx, one.id).await?;
        let handover = Handover::load(&mut tx, from, calendar.today).await?;
        let chosen = handover.everything();
        if !chosen.is_empty() {
            pass_on(&mut tx, &handover.from, &chosen, &person, now).await?;
            passed = (passed.0 + 1, passed.1 + handover.open.len());
        }
    }
    tx.commit().await?;
    let message = format!("已移交 {} 个单位的在办事项 {} 项。", passed.0, passed.1);
    session.leave(&mut db, &message).await?;
    Ok(see_other(paths::REGISTRY_CHANGES))
}

async fn found(db: &mut PgConnection, person: &Person, id: i64) -> Result<KeptDepartment, Error> {
    kept_departments::find(db, &person.reach(), id)
        .await?
        .filter(|department| department.merged_into.is_none())
        .ok_or(Error::NotFound)
}

/// Passes on and writes it down; gives the key of the change.
async fn pass_on(
    db: &mut PgConnection,
    from: &KeptDepartment,
    chosen: &[Passage],
    person: &Person,
    now: DateTime<Utc>,
) -> sqlx::Result<i64> {
    let act = Act {
        by: Some(person.id),
        at: now,
    };
    let change = passages::pass_on(db, from.id, chosen, act).await?;
    let mut items: Vec<i64> = chosen.iter().map(|one| one.item).collect();
    items.sort_unstable();
    items.dedup();
    let on: Option<NaiveDate> = chosen.iter().map(|one| one.on).min();
    let told = Told::new(serde_json::json!({ "items": items.len(), "on": on }));
    record(
        db,
        "registry.succession.apply",
        Some(from.id),
        told,
        person,
        now,
    )
    .await?;
    Ok(change)
}

/// `GET /registry/handovers/{department}`: what would pass on; nothing is written.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let from = found(&mut db, &person, id).await?;
    let handover = Handover::load(&mut db, from, calendar.today).await?;
    let today = calendar.today;
    let none = Fields::default();
    let page = HandoverPage::load(&mut db, shell, &handover, slice, today, &none).await?;
    Ok(Page(page).into_response())
}

/// `POST /registry/handovers/{department}`: passes on what the page showed, or what was chosen on it.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn apply(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let from = found(&mut db, &person, id).await?;
    let slice = Slice::asked(&typed)?;
    let today = calendar.today;
    let mut tx = db.begin().await?;
    handovers::lock(&mut tx, id).await?;
    let handover = Handover::load(&mut tx, from, today).await?;
    if handover.open.is_empty() {
        tx.rollback().await?;
        let message = "没有要移交的在办事项，可能刚刚已经移交。";
        session.leave(&mut db, message).await?;
        return Ok(see_other(&paths::registry_handover(id)));
    }
    let whole = handover.whole().is_some();
    let moved = whole && typed.text("digest") != handover.digest();
    let chosen = match whole {
        true => handover.everything(),
        false => handover.chosen(&typed),
    };
    if moved || chosen.is_empty() {
        let mut page = HandoverPage::load(&mut tx, shell, &handover, slice, today, &typed).await?;
        page.moved = moved;
        page.nothing = !moved;
        let status = match moved {
            true => StatusCode::CONFLICT,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        };
        return Ok(with_status(status, page));
    }
    let change = pass_on(&mut tx, &handover.from, &chosen, &person, now).await?;
    tx.commit().await?;
    let message = format!(
        "已移交 {} 的在办事项，见下面的清单。",
        handover.from.short_name
    );
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_change(change)))
}
