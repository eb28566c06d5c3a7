//! 修订: a new version beside the one whose place it takes, item by item; while it is under review, and after.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::domain::Calendar;
use crate::import::Version;
use crate::review::version;
use crate::store::documents::{self, Document};
use crate::web::comparison::{ComparisonView, Side};
use crate::web::error::Error;
use crate::web::extract::{Db, Path};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::reviewing::open::Open;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "comparisons/show.html")]
struct ComparisonPage {
    shell: Shell,
    actions: Vec<Link>,
    note: String,
    view: ComparisonView,
}

/// `GET /imports/{import}/comparison`.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let open = Open::view(&mut db, id, calendar.today).await?;
    // What was published is compared with what it became.
    if let Some(document) = open.import.document_id {
        return Ok(see_other(&paths::document(document)));
    }
    // What replaces nothing is compared with nothing.
    let Some(view) = of_review(&mut db, &person, &open).await? else {
        return Ok(see_other(&paths::import(id)));
    };
    Ok(Page(ComparisonPage {
        shell: shell
            .titled("与原版本逐项比较")
            .under(paths::IMPORTS, "导入")
            .under(paths::import(id), wording::shortened(&open.import.name, 20)),
        actions: vec![
            Link::new(paths::import(id), "返回复核"),
            Link::new(paths::import_publication(id), "发布确认"),
        ],
        note: "比较随复核中的修改即时更新；发布时按那时的结果写入。".to_owned(),
        view,
    })
    .into_response())
}

/// What a text under review changes in the document whose place it takes; `None` where it takes none, or says too
/// little to be compared.
pub(super) async fn of_review(
    db: &mut PgConnection,
    person: &Person,
    open: &Open,
) -> Result<Option<ComparisonView>, Error> {
    let (Some(old), Some(draft)) = (open.import.replaces_id, open.draft.as_ref()) else {
        return Ok(None);
    };
    let Some(before) = documents::find(db, &person.reach(), old).await? else {
        return Ok(None);
    };
    let id = open.import.id;
    let place = |at: usize| paths::import_place(id, open.sheet.group_of(at), at);
    let new = Side {
        document: Link::new(paths::import(id), draft.document.title.clone()),
        items: version(draft, &open.registry),
        places: draft.items.iter().map(|item| place(item.span[0])).collect(),
    };
    let from = draft.document.reported_from.max(before.reported_from);
    let old = stored(db, &before).await?;
    Ok(Some(ComparisonView::new(&old, &new, from)))
}

/// Two published versions beside each other.
pub(super) async fn published(
    db: &mut PgConnection,
    shell: Shell,
    old: &Document,
    new: &Document,
    actions: Vec<Link>,
) -> Result<Response, Error> {
    let view = between(db, old, new).await?;
    Ok(Page(ComparisonPage {
        shell: shell
            .titled("新旧版本逐项比较")
            .under(paths::DOCUMENTS, "文件")
            .under(paths::document(new.id), wording::shortened(&new.title, 20)),
        actions,
        note: String::new(),
        view,
    })
    .into_response())
}

/// What a published document changes, or would change, in another.
pub(super) async fn between(
    db: &mut PgConnection,
    old: &Document,
    new: &Document,
) -> sqlx::Result<ComparisonView> {
    let from: NaiveDate = new.reported_from.max(old.reported_from);
    let (was, is) = (stored(db, old).await?, stored(db, new).await?);
    Ok(ComparisonView::new(&was, &is, from))
}

async fn stored(db: &mut PgConnection, document: &Document) -> sqlx::Result<Side> {
    let version = Version::load(db, document.id).await?;
    let number = document.doc_number.as_ref();
    let number = number.map_or_else(String::new, |number| format!("（{number}）"));
    Ok(Side {
        document: Link::new(
            paths::document(document.id),
            format!("{}{number}", document.title),
        ),
        items: version.items,
        places: version.ids.into_iter().map(paths::item).collect(),
    })
}
