//! 导入: texts on their way to documents: the list, bringing one, the sheet, putting one aside.

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use sqlx::Acquire;

use crate::document::{self, FindingKind};
use crate::domain::{Calendar, ImportState};
use crate::intake;
use crate::review;
use crate::store::documents;
use crate::store::events;
use crate::store::imports::{self, ImportLine, NewImport};
use crate::store::versions::{self, Replaceable};
use crate::web::components::{Pager, Slice};
use crate::web::download::attachment;
use crate::web::error::{Error, Failure};
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::reviewing::open::Open;
use crate::web::reviewing::sheet_page::SheetPage;
use crate::web::reviewing::version_form::{VersionForm, named};
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "imports/index.html")]
struct ImportsPage {
    shell: Shell,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    link: Link,
    state: &'static str,
    tone: &'static str,
    document: Option<Link>,
    replaces: Option<String>,
    decisions: i64,
    by: String,
    at: String,
}

/// `GET /imports`.
pub async fn index(shell: Shell, Asked(asked): Asked, mut db: Db) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let total = imports::count(&mut db).await?;
    let lines = imports::list(&mut db, slice.size, slice.offset()).await?;
    let pager = Pager::new(slice, total, |page| {
        format!("{}?page={page}", paths::IMPORTS)
    });
    Ok(Page(ImportsPage {
        shell: shell.titled(format!("导入{}", pager.title())),
        rows: lines.into_iter().map(Row::new).collect(),
        pager,
    })
    .into_response())
}

impl Row {
    fn new(line: ImportLine) -> Self {
        let tone = match line.state {
            ImportState::Open => "warn",
            ImportState::Published => "ok",
            ImportState::Abandoned => "idle",
        };
        Self {
            link: Link::new(paths::import(line.id), line.original_name),
            state: line.state.label(),
            tone,
            document: line
                .document_id
                .map(|id| Link::new(paths::document(id), line.document.unwrap_or_default())),
            replaces: line.replaces,
            decisions: line.decisions,
            by: line.created_by.unwrap_or_else(|| "命令行".to_owned()),
            at: wording::moment(line.created_at),
        }
    }
}

#[derive(Template)]
#[template(path = "imports/new.html")]
struct NewPage {
    shell: Shell,
    text: String,
    documents: Vec<(i64, String, bool)>,
    mistake: Option<(String, Option<Link>)>,
    limit: usize,
}

impl NewPage {
    fn new(shell: Shell, documents: &[Replaceable], typed: &Upload) -> Self {
        let choice = |one: &Replaceable| {
            (
                one.id,
                named(&one.title, one.doc_number.as_deref()),
                typed.replaces == Some(one.id),
            )
        };
        Self {
            shell: shell.titled("导入文件").under(paths::IMPORTS, "导入"),
            text: typed.text.clone(),
            documents: documents.iter().map(choice).collect(),
            mistake: None,
            limit: intake::MAX_BYTES / 1024 / 1024,
        }
    }
}

/// `GET /imports/new`.
pub async fn new(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let documents = versions::in_force(&mut db, &person.reach()).await?;
    let typed = Upload {
        replaces: asked.parsed("replaces")?,
        ..Upload::default()
    };
    Ok(Page(NewPage::new(shell, &documents, &typed)).into_response())
}

/// What was sent: a file or a pasted text.
#[derive(Debug, Default)]
struct Upload {
    name: String,
    bytes: Vec<u8>,
    text: String,
    replaces: Option<i64>,
}

impl Upload {
    async fn read(mut form: Multipart) -> Result<Self, MultipartError> {
        let mut upload = Self::default();
        while let Some(field) = form.next_field().await? {
            match field.name().unwrap_or("") {
                "file" => {
                    upload.name = field.file_name().unwrap_or("").to_owned();
                    upload.bytes = field.bytes().await?.to_vec();
                }
                "text" => upload.text = field.text().await?.replace("\r\n", "\n").replace('\0', ""),
                "replaces" => upload.replaces = field.text().await?.trim().parse().ok(),
                _ => {}
            }
        }
        Ok(upload)
    }

    /// The bytes to take in, and the name to call them by.
    fn source(&self) -> (&str, &[u8]) {
        match self.bytes.is_empty() {
            true => ("粘贴的文字.txt", self.text.as_bytes()),
            false => (self.name.as_str(), self.bytes.as_slice()),
        }
    }
}

/// `POST /imports`.
pub async fn create(
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    form: Multipart,
) -> Result<Response, Failure> {
    let upload = match Upload::read(form).await {
        Ok(upload) => upload,
        Err(error) => return Err(refused(&error)),
    };
    match begin(&mut db, &upload, &person, now).await? {
        Begun::Open(id) => Ok(see_other(&paths::import(id))),
        Begun::Again(id) => {
            let message = "这份文字正在复核，已为您打开原来的复核，没有重复建立。";
            session.leave(&mut db, message).await.map_err(Error::from)?;
            Ok(see_other(&paths::import(id)))
        }
        Begun::Refused(sentence, link) => {
            let documents = versions::in_force(&mut db, &person.reach())
                .await
                .map_err(Error::from)?;
            let mut page = NewPage::new(shell, &documents, &upload);
            page.shell.invalid = true;
            page.mistake = Some((sentence, link));
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

fn refused(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure {
            sentence: format!(
                "文件超过 {} MB 的上限。请只保留正文，另存为 docx 或 txt 后再导入。",
                intake::MAX_BYTES / 1024 / 1024
            ),
            ..Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE)
        },
        _ => Error::BadRequest("上传没有传完或格式不对。请返回上一页重新选择文件。").into(),
    }
}

enum Begun {
    Open(i64),
    Again(i64),
    Refused(String, Option<Link>),
}

/// Takes a text in and begins its review; a text that is known already is led to where it is.
async fn begin(
    db: &mut Db,
    upload: &Upload,
    person: &Person,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Begun, Error> {
    let (name, bytes) = upload.source();
    let taken = match intake::read(name, bytes) {
        Ok(taken) => taken,
        Err(refusal) => return Ok(Begun::Refused(refusal.to_string(), None)),
    };
    let parsed = document::parse(&taken.text);
    let marked = parsed
        .findings
        .iter()
        .find(|finding| matches!(finding.kind, FindingKind::Classified { .. }));
    if let Some(finding) = marked {
        return Ok(Begun::Refused(
            format!("{}文件没有保存。", finding.kind),
            None,
        ));
    }
    let hash = Sha256::digest(taken.text.as_bytes()).to_vec();
    if let Some((document, title)) = documents::by_body(db, &hash).await? {
        let link = Link::new(paths::document(document), format!("查看《{title}》"));
        return Ok(Begun::Refused(
            "同样的文字已经导入，没有重复建立。".to_owned(),
            Some(link),
        ));
    }
    if let Some(open) = imports::open_by_body(db, &hash).await? {
        return Ok(Begun::Again(open));
    }
    let remarks: Vec<String> = taken.notes.iter().map(ToString::to_string).collect();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let new = NewImport {
        name: stem,
        body: &taken.text,
        body_sha256: &hash,
        original: bytes,
        original_name: name,
        media_type: taken.media_type,
        remarks: &remarks,
        replaces: upload.replaces,
        sketch: &review::sketch(&taken.text),
    };
    let mut tx = db.begin().await?;
    let id = imports::begin(&mut tx, new, Some(person.id), now).await?;
    let after = serde_json::json!({ "import": id, "file": name, "items": parsed.items.len() });
    let event = events::Event {
        actor: Some(person.id),
        action: "import.begin",
        after: Some(after),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    Ok(Begun::Open(id))
}

/// `GET /imports/{import}`.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let open = Open::view(&mut db, id, calendar.today).await?;
    let version = VersionForm::load(&mut db, &person.reach(), &open).await?;
    let part = asked.parsed("part")?.unwrap_or(0);
    Ok(Page(SheetPage::new(shell, &open, version, part)).into_response())
}

/// `GET /imports/{import}/original`: the bytes as they arrived.
pub async fn original(Path(id): Path<i64>, mut db: Db) -> Result<Response, Error> {
    let (bytes, name, kind) = imports::original(&mut db, id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((
        [
            (CONTENT_TYPE, kind),
            (CONTENT_DISPOSITION, attachment(&name)),
        ],
        bytes,
    )
        .into_response())
}

/// `POST /imports/{import}/abandonment`.
pub async fn abandon(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    if !imports::close(&mut tx, id, None, person.id, now).await? {
        return Err(Error::Conflict("这份文字已经发布或放弃，没有再处理。"));
    }
    let event = events::Event {
        actor: Some(person.id),
        action: "import.abandon",
        after: Some(serde_json::json!({ "import": id })),
        ..events::Event::default()
    };
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session
        .leave(&mut db, "已放弃这次导入，文字和复核记录保留备查。")
        .await?;
    Ok(see_other(paths::IMPORTS))
}
