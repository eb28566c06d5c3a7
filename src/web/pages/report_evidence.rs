//! 佐证材料 of a report that is being written: what proves it, bringing a file, choosing what the department has.

use axum::extract::State;
use axum::extract::multipart::Multipart;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use sqlx::{Acquire, PgConnection};

use crate::domain::{Calendar, EVIDENCE_OF_REPORT, ReportStep};
use crate::store::events;
use crate::store::evidence::{self, Kept, NewEvidence};
use crate::store::evidence_files::{self, Whole};
use crate::web::error::{Error, Failure};
use crate::web::evidence_form::{Draft, EvidencePage, Said};
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::receiving::Received;
use crate::web::state::AppState;
use crate::web::{paths, wording};

const SENT: &str = "这份填报已经报送，佐证材料不能再改。需要补充的，请先撤回或等退回后再添加。";

/// `GET /reports/{report}/evidence`; what was sent is shown instead.
pub async fn edit(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let draft = Draft::load(&mut db, &person, id).await?;
    if !draft.is_open() {
        return Ok(see_other(&paths::report(id)));
    }
    let page = EvidencePage::load(&mut db, shell, &draft, &asked, calendar.today).await?;
    Ok(Page(page).into_response())
}

/// `POST /reports/{report}/evidence`: a file, received while it arrives.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn create(
    State(app): State<AppState>,
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    form: Multipart,
) -> Result<Response, Failure> {
    let mut db = app.pool.acquire().await.map_err(Error::from)?;
    let draft = Draft::load(&mut db, &person, id).await?;
    // A file takes its time; until it is there, others may have the connection.
    drop(db);
    if !draft.is_open() {
        return Err(Error::Conflict(SENT).into());
    }
    let mut received = Received::read(form, &app.pool, &app.uploads, now).await?;
    let (said, whole) = match Said::read(&received, calendar.today) {
        Ok(read) => read,
        Err(mistakes) => {
            // The transaction ends without having been committed.
            drop(received.receiving.take());
            let mut db = app.pool.acquire().await.map_err(Error::from)?;
            let fields = &received.fields;
            let page = EvidencePage::load(&mut db, shell, &draft, fields, calendar.today);
            let page = page.await?.mistaken(mistakes);
            return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
        }
    };
    let (said, whole) = (said, whole.clone());
    let Some(mut receiving) = received.receiving.take() else {
        return Err(Error::Internal(anyhow::anyhow!("a file without its transaction")).into());
    };
    let tx = &mut *receiving.tx;
    let message = keep(tx, &draft, said, &received.file_name, &whole, &person, now).await?;
    receiving.tx.commit().await.map_err(Error::from)?;
    let mut db = app.pool.acquire().await.map_err(Error::from)?;
    session
        .leave(&mut db, &message)
        .await
        .map_err(Error::from)?;
    Ok(see_other(&paths::report_evidence(id)))
}

/// Keeps what was received and lets it prove the report; gives what to tell.
async fn keep(
    tx: &mut PgConnection,
    draft: &Draft,
    said: Said,
    file_name: &str,
    whole: &Whole,
    person: &Person,
    now: DateTime<Utc>,
) -> Result<String, Error> {
    let file = evidence_files::finish(tx, whole).await?;
    let new = NewEvidence {
        department: draft.report.department_id,
        file,
        title: said.title,
        kind: said.kind,
        doc_number: said.doc_number,
        formed_on: said.formed_on,
        file_name: file_name.to_owned(),
    };
    let count = open(tx, draft).await?;
    let kept = evidence::keep(tx, &new, person.id, now).await?;
    let added = evidence::attach(tx, draft.report.id, &[kept.id()], person.id, now).await?;
    if added.is_empty() {
        return Ok(format!(
            "这份文件已经是本次填报的佐证材料：{}。没有重复添加。",
            new.title
        ));
    }
    within(count + 1)?;
    let mut event = draft.event("evidence.add", &added.join("、"), person);
    if let Some(after) = event.after.as_mut() {
        let hash: String = whole
            .sha256
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        after["file"] = serde_json::json!(file_name);
        after["sort"] = serde_json::json!(new.kind.label());
        after["sha256"] = serde_json::json!(hash);
        after["unclassified"] = serde_json::json!(true);
    }
    events::record(tx, now, event).await?;
    Ok(match kept {
        Kept::New(_) | Kept::Renamed(_) => format!("已添加：{}。", new.title),
        Kept::Known(_, title) => {
            format!("本单位已有同样的文件“{title}”，已选用，没有重复保存；名称以原来的为准。")
        }
    })
}

/// Holds the report and gives how much proves it; a report that was sent meanwhile is left as it is.
async fn open(tx: &mut PgConnection, draft: &Draft) -> Result<i64, Error> {
    let held = evidence::hold(tx, draft.report.id).await?;
    let (state, count) = held.ok_or(Error::NotFound)?;
    match state.after(ReportStep::Save) {
        Some(_) => Ok(count),
        None => Err(Error::Conflict(SENT)),
    }
}

fn within(count: i64) -> Result<(), Error> {
    match count > EVIDENCE_OF_REPORT {
        true => Err(Error::Conflict(
            "一次填报最多 20 份佐证材料，没有添加。请合并文件，或先移除不需要的。",
        )),
        false => Ok(()),
    }
}

/// `POST /reports/{report}/evidence/choice`: what the department has already.
pub async fn choose(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let draft = Draft::load(&mut db, &person, id).await?;
    let chosen = typed.fields.0.iter().filter(|(name, _)| name == "evidence");
    let chosen: Vec<i64> = chosen.filter_map(|(_, key)| key.parse().ok()).collect();
    let mut tx = db.begin().await?;
    let count = open(&mut tx, &draft).await?;
    let added = evidence::attach(&mut tx, id, &chosen, person.id, now).await?;
    within(count + i64::try_from(added.len()).unwrap_or(i64::MAX))?;
    let message = match added.as_slice() {
        [] => "没有选中材料，没有改动。请先勾选要选用的材料。".to_owned(),
        added => {
            let titles = added.join("、");
            events::record(&mut tx, now, draft.event("evidence.add", &titles, &person)).await?;
            format!("已选用 {} 份：{titles}。", added.len())
        }
    };
    tx.commit().await?;
    session
        .leave(&mut db, &wording::shortened(&message, 200))
        .await?;
    Ok(see_other(&paths::report_evidence(id)))
}

/// `POST /reports/{report}/evidence/removal`: from this report; the department keeps it.
pub async fn remove(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let draft = Draft::load(&mut db, &person, id).await?;
    let piece: i64 = typed.parsed("evidence")?.ok_or(Error::BadRequest(
        "没有说明要移除哪一份材料。请从页面上的按钮操作。",
    ))?;
    let mut tx = db.begin().await?;
    open(&mut tx, &draft).await?;
    let message = match evidence::detach(&mut tx, id, piece).await? {
        Some(title) => {
            events::record(
                &mut tx,
                now,
                draft.event("evidence.remove", &title, &person),
            )
            .await?;
            format!("已从本次填报移除：{title}。文件仍在本单位材料中，可以重新选用。")
        }
        None => "这份材料已经移除，没有重复处理。".to_owned(),
    };
    tx.commit().await?;
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::report_evidence(id)))
}
