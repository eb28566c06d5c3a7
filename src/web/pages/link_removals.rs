//! 解除关联: an administrator takes a wrong link back, sees what follows from it, and can join the two again at once.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use super::joinings::unjoined;
use crate::domain::DocumentLinkKind;
use crate::import::part;
use crate::store::joins;
use crate::store::links;
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "joinings/removal.html")]
struct RemovalPage {
    shell: Shell,
    action: String,
    back: String,
    from: Link,
    to: Link,
    kind: &'static str,
    consequences: Vec<String>,
}

/// `GET /links/{link}/removal`.
pub async fn new(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let link = links::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let counts = links::counts(&mut db, id).await?;
    let supplies = links::supplies(&mut db, id).await?.len();
    let page = RemovalPage {
        shell: shell
            .titled("解除关联")
            .under(paths::DOCUMENTS, "文件")
            .under(paths::document(link.from_id), &link.from),
        action: paths::link_removal(id),
        back: paths::link(id),
        from: Link::new(paths::document(link.from_id), &link.from),
        to: Link::new(paths::document(link.to_id), &link.to),
        kind: link.kind.label(),
        consequences: consequences(&link, counts.identical + counts.reworded, supplies),
    };
    Ok(Page(page).into_response())
}

/// What follows from taking a link back.
fn consequences(link: &links::Link, pairs: i64, supplies: usize) -> Vec<String> {
    match link.kind {
        DocumentLinkKind::Assigns => vec![
            format!(
                "《{}》中由《{}》承接的 {pairs} 项恢复单独跟踪，重新计入统计。",
                link.to, link.from
            ),
            format!(
                "《{}》的目标不再取用《{}》的 {supplies} 个指标；已填报的数值保留在填报记录中。",
                link.from, link.to
            ),
        ],
        DocumentLinkKind::Amends => vec![
            format!("《{}》恢复为现行文件，它的事项重新填报和统计。", link.to),
            "两份文件各自跟踪；已填报的内容留在填报时的那份文件中。".to_owned(),
        ],
        DocumentLinkKind::Implements | DocumentLinkKind::Cites => {
            vec!["只删除这条关联，两份文件的事项不受影响。".to_owned()]
        }
    }
}

/// `POST /links/{link}/removal`.
pub async fn create(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let known = links::find(&mut db, &person.reach(), id).await?;
    let mut tx = db.begin().await?;
    // A second click finds nothing to remove.
    let (Some(known), Some(link)) = (known, joins::lock(&mut tx, id).await?) else {
        return Err(Error::NotFound);
    };
    part(&mut tx, link, Some(person.id), now)
        .await
        .map_err(unjoined)?;
    tx.commit().await?;
    session
        .leave(
            &mut db,
            &format!(
                "已解除与《{}》的关联。如需恢复，在本页确认关联即可。",
                known.to
            ),
        )
        .await?;
    Ok(see_other(&paths::joining_of(
        link.from,
        link.to,
        link.kind.code(),
    )))
}
