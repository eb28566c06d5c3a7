//! 单位库 · 沿革: which body took over from which, what is still to pass on, and one that was never right.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::Acquire;

use crate::domain::Calendar;
use crate::registry::Confidence;
use crate::store::successions::{self, KeptSuccession, Shown, Tallies};
use crate::web::components::{Count, Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "registry/successions.html")]
struct SuccessionsPage {
    shell: Shell,
    choices: Vec<(&'static str, Count, bool)>,
    due: i64,
    caption: String,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    from: Link,
    region: String,
    to: Link,
    date: String,
    kind: &'static str,
    scope: String,
    confidence: &'static str,
    state: String,
    handover: Option<Link>,
}

fn address(shown: Shown, page: i64) -> String {
    let pairs = [
        (
            "which",
            (shown != Shown::All).then(|| shown.code().to_owned()),
        ),
        ("page", (page != 1).then(|| page.to_string())),
    ];
    paths::with_query(paths::REGISTRY_SUCCESSIONS, &pairs)
}

/// `GET /registry/successions`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let shown = asked.parsed("which")?.unwrap_or(Shown::All);
    let (reach, today) = (person.reach(), calendar.today);
    let tallies = successions::tallies(&mut db, &reach, today).await?;
    let (limit, offset) = (slice.size, slice.offset());
    let lines = successions::list(&mut db, &reach, shown, today, limit, offset).await?;
    let page = SuccessionsPage::new(shell, shown, slice, tallies, &lines, today);
    Ok(Page(page).into_response())
}

impl SuccessionsPage {
    fn new(
        shell: Shell,
        shown: Shown,
        slice: Slice,
        tallies: Tallies,
        lines: &[KeptSuccession],
        today: NaiveDate,
    ) -> Self {
        let total = tallies.of(shown);
        let pager = Pager::new(slice, total, |page| address(shown, page));
        let choices = Shown::ALL.iter().map(|one| {
            let count = Count::new(tallies.of(*one), address(*one, 1), one.label());
            (one.label(), count, *one == shown)
        });
        Self {
            shell: shell
                .titled(format!("沿革{}", pager.title()))
                .under(paths::REGISTRY, "单位库"),
            choices: choices.collect(),
            due: tallies.due,
            caption: format!("沿革 {total} 条"),
            rows: lines.iter().map(|line| Row::new(line, today)).collect(),
            pager,
        }
    }
}

impl Row {
    fn new(line: &KeptSuccession, today: NaiveDate) -> Self {
        let confidence: Option<Confidence> = line.confidence.parse().ok();
        let date = wording::date(line.on_date);
        let coming = line.on_date > today;
        let state = match (coming, line.open, line.passed) {
            (true, 0, _) => format!("将于 {date} 由 {} 承接", line.to),
            (true, open, _) => format!("将于 {date} 由 {} 承接，在办 {open} 项", line.to),
            (false, 0, 0) => "没有要移交的".to_owned(),
            (false, _, 0) => String::new(),
            (false, _, passed) => format!("已移交 {passed} 项"),
        };
        let due = !coming && line.open > 0;
        Self {
            from: Link::new(paths::registry_department(line.from_id), line.from.clone()),
            to: Link::new(paths::registry_department(line.to_id), line.to.clone()),
            region: line.region.clone(),
            kind: line.kind.label(),
            scope: line.scope.clone(),
            confidence: confidence.map_or("未注明", Confidence::label),
            state,
            handover: due.then(|| {
                Link::new(
                    paths::registry_handover(line.from_id),
                    format!("待移交 {} 项", line.open),
                )
            }),
            date,
        }
    }
}

/// `POST /registry/successions/{succession}/removal`: one that was never right, before anything passed on.
pub async fn remove(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let line = successions::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    if line.passed > 0 {
        return Err(Error::Conflict(
            "已经按这条沿革移交过事项，不能删除。先在职责变动中撤销移交。",
        ));
    }
    let version = typed.parsed("version")?.unwrap_or(0);
    let mut tx = db.begin().await?;
    if !successions::remove(&mut tx, id, version).await? {
        return Err(Error::Conflict(
            "别人刚刚改过这条沿革，这次没有删除。请返回列表查看后再定。",
        ));
    }
    let before = json!({ "predecessor": line.from, "successor": line.to, "on": line.on_date });
    let told = Told::changed(
        before,
        json!({ "predecessor": line.from, "successor": "—" }),
    );
    let of = Some(line.from_id);
    record(
        &mut tx,
        "registry.succession.remove",
        of,
        told,
        &person,
        now,
    )
    .await?;
    tx.commit().await?;
    let message = format!("已删除沿革：{} → {}。", line.from, line.to);
    session.leave(&mut db, &message).await?;
    Ok(see_other(paths::REGISTRY_SUCCESSIONS))
}
