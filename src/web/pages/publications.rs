//! 发布: what a reviewed text would write, and writing it, once.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use super::comparisons;
use crate::domain::{Calendar, ItemKind};
use crate::import::{Amended, ImportError, Imported, Source, import};
use crate::review::{DepartmentChoice, Proposal};
use crate::store::{events, import_decisions, imports, settings};
use crate::web::comparison::ComparisonView;
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path};
use crate::web::page::{Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::reviewing::open::Open;
use crate::web::reviewing::version_form::VersionForm;
use crate::web::{paths, wording};

/// The setting under which whoever brought a text may not publish it alone.
pub const SECOND_PERSON: &str = "second_person";

#[derive(Template)]
#[template(path = "imports/publication.html")]
struct PublicationPage {
    shell: Shell,
    action: String,
    back: String,
    blockers: Vec<(String, Option<String>)>,
    written: Option<Written>,
    /// What it changes in the document whose place it takes, and both item by item.
    amendment: Option<(ComparisonView, String)>,
    second: bool,
}

/// What would be written.
struct Written {
    title: String,
    facts: Vec<(&'static str, String)>,
    goals: usize,
    tasks: usize,
    targets: usize,
    responsibilities: usize,
    departments: usize,
    duties: usize,
    created: Vec<String>,
    items: Vec<(String, &'static str, String, String)>,
}

/// `GET /imports/{import}/publication`.
pub async fn new(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let open = Open::view(&mut db, id, calendar.today).await?;
    if let Some(document) = open.import.document_id {
        return Ok(see_other(&paths::document(document)));
    }
    let second = needs_second(&mut db, &open, &person).await?;
    let version = VersionForm::load(&mut db, &person.reach(), &open).await?;
    let amendment = comparisons::of_review(&mut db, &person, &open).await?;
    let mut page = PublicationPage::new(shell, &open, second);
    page.amendment = amendment.map(|view| (view, paths::import_comparison(id)));
    if version.asks {
        let sentence = "还没有确认是不是已有文件的新版本。".to_owned();
        page.blockers.push((sentence, None));
    }
    Ok(Page(page).into_response())
}

/// True when somebody else has to publish.
async fn needs_second(db: &mut Db, open: &Open, person: &Person) -> sqlx::Result<bool> {
    let setting = settings::get(db, SECOND_PERSON).await?;
    Ok(setting.as_deref() == Some("1") && open.import.created_by_id == Some(person.id))
}

impl PublicationPage {
    fn new(shell: Shell, open: &Open, second: bool) -> Self {
        let id = open.import.id;
        let place = |at: usize| paths::import_place(id, open.sheet.group_of(at), at);
        let blockers: Vec<(String, Option<String>)> = open
            .sheet
            .blockers
            .iter()
            .map(|one| (one.sentence.clone(), one.at.map(place)))
            .collect();
        Self {
            shell: shell
                .titled("发布确认")
                .under(paths::IMPORTS, "导入")
                .under(paths::import(id), wording::shortened(&open.import.name, 20)),
            action: paths::import_publication(id),
            back: paths::import(id),
            written: open.draft.as_ref().map(|draft| Written::new(open, draft)),
            blockers,
            amendment: None,
            second,
        }
    }
}

impl Written {
    fn new(open: &Open, draft: &Proposal) -> Self {
        let items = &draft.items;
        let goals = items
            .iter()
            .filter(|item| item.kind == ItemKind::Goal)
            .count();
        let name = |choice: &DepartmentChoice| match choice {
            DepartmentChoice::Known(code) => open
                .registry
                .department(code)
                .map_or_else(|| code.clone(), |one| one.short_name.clone()),
            DepartmentChoice::New(name) => name.clone(),
        };
        let mut created: Vec<String> = Vec::new();
        let mut departments: Vec<String> = Vec::new();
        for duty in items.iter().flat_map(|item| &item.duties) {
            departments.push(name(&duty.department));
            if let DepartmentChoice::New(name) = &duty.department {
                created.push(name.clone());
            }
        }
        for list in [&mut created, &mut departments] {
            list.sort();
            list.dedup();
        }
        let document = &draft.document;
        let given =
            |text: &Option<String>| text.clone().unwrap_or_else(|| "—（未写明）".to_owned());
        Self {
            title: document.title.clone(),
            facts: vec![
                ("文号", given(&document.doc_number)),
                ("发文机关", given(&document.issuer)),
                (
                    "成文日期",
                    document
                        .issued_on
                        .map_or_else(|| "—（未写明）".to_owned(), wording::date),
                ),
                ("责任单位的读法", document.role_rule.label().to_owned()),
                (
                    "填报",
                    format!("每季度，从 {} 起", wording::date(document.reported_from)),
                ),
            ],
            goals,
            tasks: items.len() - goals,
            targets: items.iter().map(|item| item.targets.len()).sum(),
            responsibilities: items.iter().map(|item| item.responsibilities.len()).sum(),
            departments: departments.len(),
            duties: items.iter().map(|item| item.duties.len()).sum(),
            created,
            items: items
                .iter()
                .map(|item| {
                    let names: Vec<String> = item
                        .responsibilities
                        .iter()
                        .map(|one| format!("{}（{}）", name(&one.department), one.role.label()))
                        .collect();
                    let who = if names.is_empty() {
                        "未明确责任单位".to_owned()
                    } else {
                        names.join("、")
                    };
                    (
                        item.locus.clone(),
                        item.kind.label(),
                        item.title.clone(),
                        who,
                    )
                })
                .collect(),
        }
    }
}

/// `POST /imports/{import}/publication`.
pub async fn create(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let locked = import_decisions::lock_open(&mut tx, id).await?;
    let open = Open::load(&mut tx, id, calendar.today).await?;
    if locked.is_none() {
        // A second click, or a second person: there is nothing to do twice.
        let document = open
            .import
            .document_id
            .ok_or(Error::Conflict("这份文字已经放弃，不能发布。"))?;
        return Ok(see_other(&paths::document(document)));
    }
    if settings::get(&mut tx, SECOND_PERSON).await?.as_deref() == Some("1")
        && open.import.created_by_id == Some(person.id)
    {
        return Err(Error::Conflict(
            "按设置，导入人不能自己发布。请由另一位管理员打开这个页面发布。",
        ));
    }
    let version = VersionForm::load(&mut tx, &person.reach(), &open).await?;
    if !open.sheet.blockers.is_empty() || version.asks {
        return Err(Error::Conflict(
            "还有没有核对完的地方，没有发布。请返回发布确认页面逐项处理。",
        ));
    }
    let draft = open
        .draft
        .as_ref()
        .ok_or(Error::Conflict("看不出文件属于哪个行政区，没有发布。"))?;
    let (original, name, media_type) = imports::original(&mut tx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let source = Source {
        body: &open.import.body,
        original: &original,
        name: &name,
        media_type: &media_type,
    };
    let imported = import(
        &mut tx,
        draft,
        &source,
        open.import.replaces_id,
        Some(person.id),
        now,
    )
    .await
    .map_err(unwritten)?;
    let (document, amended) = match imported {
        Imported::New {
            document, amended, ..
        } => (document, amended),
        Imported::Already { document, .. } => (document, None),
    };
    imports::close(&mut tx, id, Some(document), person.id, now).await?;
    let event = events::Event {
        actor: Some(person.id),
        action: "import.publish",
        document: Some(document),
        after: Some(serde_json::json!({ "import": id })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session
        .leave(&mut db, &published(draft, amended.as_ref()))
        .await?;
    Ok(see_other(&paths::document(document)))
}

/// What was done, in a sentence.
fn published(draft: &Proposal, amended: Option<&Amended>) -> String {
    let (title, items) = (&draft.document.title, draft.items.len());
    match amended.map(|amended| amended.counts) {
        None => format!("已发布《{title}》，共 {items} 项。"),
        Some(counts) => format!(
            "已发布《{title}》的新版本，共 {items} 项：新增 {} 项，变更 {} 项，废止 {} 项。",
            counts.added, counts.changed, counts.removed
        ),
    }
}

fn unwritten(error: ImportError) -> Error {
    match error {
        ImportError::Database(error) => error.into(),
        ImportError::NotAmended(_) => Error::Conflict(
            "要替代的文件已有更新的版本，或不在同一行政区，没有发布。请返回复核页面，重新选择要替代的文件。",
        ),
        other => Error::Internal(other.into()),
    }
}
