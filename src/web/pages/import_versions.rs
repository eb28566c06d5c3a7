//! What a text under review is to documents in force: the new version of one, or a document of its own.

use axum::response::Response;
use sqlx::Acquire;

use crate::store::{documents, events, import_decisions, imports, versions};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::page::see_other;
use crate::web::paths;
use crate::web::person::Person;

/// `POST /imports/{import}/version`.
pub async fn create(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let (replaces, separate) = match typed.text("version") {
        "of" => (typed.parsed::<i64>("document")?, false),
        "separate" => (None, true),
        "ask" => (None, false),
        _ => return Err(Error::BadRequest("请从页面上选择这份文字是不是新版本。")),
    };
    let mut tx = db.begin().await?;
    import_decisions::lock_open(&mut tx, id)
        .await?
        .ok_or(Error::Conflict("这份文字已经发布或放弃，不能再改。"))?;
    let message = match replaces {
        Some(document) => {
            let known = documents::find(&mut tx, &person.reach(), document)
                .await?
                .ok_or(Error::NotFound)?;
            if versions::is_replaced(&mut tx, document).await? {
                return Err(Error::Conflict(
                    "所选的文件已有更新的版本，不能再替代它。请选择最新的版本。",
                ));
            }
            format!("已设为《{}》的新版本，可以逐项比较。", known.title)
        }
        None if separate => "已设为独立文件，不替代已有的文件。".to_owned(),
        None => "已取消，需要重新确认是不是新版本。".to_owned(),
    };
    if typed.text("version") == "of" && replaces.is_none() {
        return Err(Error::BadRequest("请选择它是哪份文件的新版本。"));
    }
    imports::set_version(&mut tx, id, replaces, separate).await?;
    let event = events::Event {
        actor: Some(person.id),
        action: "import.version",
        document: replaces,
        after: Some(serde_json::json!({ "import": id, "separate": separate })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::import(id)))
}
