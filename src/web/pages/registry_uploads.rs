//! 单位库 · 导入导出: the five tables as files, and files judged line by line before anything of them is written.

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use sqlx::{Acquire, PgConnection};

use crate::output::{registry_csv, registry_xlsx};
use crate::registry::exchange::{
    self, Difference, ExchangeFile, Problem, RowChange, Table, TableDifference,
};
use crate::store::registry_uploads::{self, Upload, UploadedFile};
use crate::store::{registry, registry_overlay};
use crate::web::download::attachment;
use crate::web::error::{Error, Failure};
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// Bytes that one upload may have.
pub const BYTES: usize = 8 * 1024 * 1024;
/// Problems and rows that a page lists.
const LISTED: usize = 200;

#[derive(Template)]
#[template(path = "registry/uploads.html")]
struct UploadsPage {
    shell: Shell,
    downloads: Vec<(String, String)>,
    limit: usize,
    mistake: Option<String>,
}

impl UploadsPage {
    fn new(shell: Shell, mistake: Option<String>) -> Self {
        let csv = Table::ALL.iter().map(|table| {
            (
                paths::registry_table(&table.file_name()),
                format!("{}（CSV）", table.label()),
            )
        });
        let whole = (
            paths::registry_table(WORKBOOK),
            "全部五张表（xlsx）".to_owned(),
        );
        let mut shell = shell
            .titled("导入导出单位库")
            .under(paths::REGISTRY, "单位库");
        shell.invalid = mistake.is_some();
        Self {
            shell,
            downloads: std::iter::once(whole).chain(csv).collect(),
            limit: BYTES / 1024 / 1024,
            mistake,
        }
    }
}

/// The name of the workbook.
const WORKBOOK: &str = "registry.xlsx";

/// The registry goes in and out whole, so only for those who reach everywhere.
fn everywhere(person: &Person) -> Result<(), Error> {
    match person.reach().regions() {
        None => Ok(()),
        Some(_) => Err(Error::BadRequest(
            "单位库整体导入导出只限管辖全部行政区的管理员。请逐个维护，或请上级管理员导入。",
        )),
    }
}

/// `GET /registry/uploads`.
pub async fn index(shell: Shell, person: Person) -> Result<Response, Error> {
    everywhere(&person)?;
    Ok(Page(UploadsPage::new(shell, None)).into_response())
}

/// `GET /registry/tables/{table}`: one table as CSV, or all as a workbook.
pub async fn download(
    person: Person,
    Path(name): Path<String>,
    mut db: Db,
) -> Result<Response, Error> {
    everywhere(&person)?;
    let table = Table::ALL
        .iter()
        .copied()
        .find(|table| table.file_name() == name);
    if table.is_none() && name != WORKBOOK {
        return Err(Error::NotFound);
    }
    let rows = registry::rows(&mut db).await?;
    let (kind, bytes) = match table {
        Some(table) => (
            "text/csv; charset=utf-8",
            registry_csv::table(&rows, table).into_bytes(),
        ),
        None => (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            registry_xlsx::workbook(&rows).map_err(anyhow::Error::from)?,
        ),
    };
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, bytes).into_response())
}

async fn uploaded(mut form: Multipart) -> Result<Vec<UploadedFile>, MultipartError> {
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await? {
        let name = field.file_name().unwrap_or("").to_owned();
        let body = field.bytes().await?.to_vec();
        if !name.is_empty() && !body.is_empty() {
            files.push(UploadedFile { name, body });
        }
    }
    Ok(files)
}

/// `POST /registry/uploads`: keeps the files, and leads to what they would change.
pub async fn create(
    shell: Shell,
    person: Person,
    Now(now): Now,
    mut db: Db,
    form: Multipart,
) -> Result<Response, Failure> {
    everywhere(&person)?;
    let files = uploaded(form).await.map_err(|error| refused(&error))?;
    if files.is_empty() || files.len() > Table::ALL.len() {
        let sentence = match files.is_empty() {
            true => "请选择要导入的文件。空文件不能导入。",
            false => "一次最多选 5 个文件。",
        };
        let page = UploadsPage::new(shell, Some(sentence.to_owned()));
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let mut tx = db.begin().await.map_err(Error::from)?;
    let id = registry_uploads::keep(&mut tx, &files, person.id, now)
        .await
        .map_err(Error::from)?;
    tx.commit().await.map_err(Error::from)?;
    Ok(see_other(&paths::registry_upload(id)))
}

fn refused(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure {
            sentence: format!(
                "文件超过 {} MB 的上限。请分成几次导入。",
                BYTES / 1024 / 1024
            ),
            ..Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE)
        },
        _ => Error::BadRequest("上传没有传完或格式不对。请返回上一页重新选择文件。").into(),
    }
}

#[derive(Template)]
#[template(path = "registry/upload.html")]
struct UploadPage {
    shell: Shell,
    action: String,
    files: String,
    by: String,
    applied: Option<String>,
    problems: Vec<Problem>,
    problem_count: usize,
    more_problems: usize,
    tables: Vec<Part>,
    added: usize,
    changed: usize,
    unchanged: usize,
    /// Something would be written.
    writes: bool,
    digest: String,
    /// The registry changed since the page was made.
    moved: bool,
}

struct Part {
    label: &'static str,
    added: Vec<RowChange>,
    changed: Vec<RowChange>,
    counts: (usize, usize, usize),
    more: usize,
}

impl Part {
    fn new(table: &TableDifference) -> Self {
        let listed = |rows: &[RowChange]| rows.iter().take(LISTED).cloned().collect::<Vec<_>>();
        let (added, changed) = (listed(&table.added), listed(&table.changed));
        let more = table.added.len() + table.changed.len() - added.len() - changed.len();
        Self {
            label: table.table.label(),
            counts: (table.added.len(), table.changed.len(), table.unchanged),
            added,
            changed,
            more,
        }
    }
}

/// What an upload would do, today.
struct Judgement {
    upload: Upload,
    files: Vec<UploadedFile>,
    problems: Vec<Problem>,
    difference: Difference,
}

impl Judgement {
    async fn load(db: &mut PgConnection, id: i64) -> Result<Self, Error> {
        let upload = registry_uploads::find(db, id)
            .await?
            .ok_or(Error::NotFound)?;
        let files = registry_uploads::files(db, id).await?;
        let known = registry::rows(db).await?;
        let merged = registry_overlay::merged_codes(db).await?;
        let given: Vec<ExchangeFile<'_>> = files
            .iter()
            .map(|file| ExchangeFile {
                name: &file.name,
                bytes: &file.body,
            })
            .collect();
        let judged = exchange::judge(&given, &known, &merged);
        Ok(Self {
            difference: exchange::difference(&judged.lines, &known),
            problems: judged.problems,
            upload,
            files,
        })
    }

    /// What the page was made from, so that it can be told whether it still holds.
    fn digest(&self) -> String {
        let bytes = Sha256::digest(format!("{:?}", self.difference.tables));
        bytes
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    fn sum(&self, of: fn(&TableDifference) -> usize) -> usize {
        self.difference.tables.iter().map(of).sum()
    }
}

impl UploadPage {
    fn new(shell: Shell, judgement: &Judgement) -> Self {
        let upload = &judgement.upload;
        let names: Vec<&str> = judgement
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        let problems = &judgement.problems;
        Self {
            shell: shell
                .titled("核对导入内容")
                .under(paths::REGISTRY, "单位库")
                .under(paths::REGISTRY_UPLOADS, "导入导出"),
            action: paths::registry_upload(upload.id),
            files: names.join("、"),
            by: format!("{} {}", upload.by, wording::moment(upload.at)),
            applied: upload.applied_at.map(wording::moment),
            problem_count: problems.len(),
            more_problems: problems.len().saturating_sub(LISTED),
            problems: problems.iter().take(LISTED).cloned().collect(),
            tables: judgement.difference.tables.iter().map(Part::new).collect(),
            added: judgement.sum(|table| table.added.len()),
            changed: judgement.sum(|table| table.changed.len()),
            unchanged: judgement.sum(|table| table.unchanged),
            writes: !judgement.difference.is_empty() && upload.applied_at.is_none(),
            digest: judgement.digest(),
            moved: false,
        }
    }
}

/// `GET /registry/uploads/{upload}`: what is wrong, or what would be written. Judged anew on every look.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    everywhere(&person)?;
    let judgement = Judgement::load(&mut db, id).await?;
    Ok(Page(UploadPage::new(shell, &judgement)).into_response())
}

/// `POST /registry/uploads/{upload}`: writes what the page showed, whole or not at all.
pub async fn apply(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    everywhere(&person)?;
    let mut tx = db.begin().await?;
    registry_overlay::lock(&mut tx).await?;
    let judgement = Judgement::load(&mut tx, id).await?;
    if judgement.upload.applied_at.is_some() {
        tx.rollback().await?;
        let message = "这次上传之前已经写入过了，没有重复写入。";
        session.leave(&mut db, message).await?;
        return Ok(see_other(&paths::registry_upload(id)));
    }
    let same = typed.text("digest") == judgement.digest();
    if !judgement.problems.is_empty() || !same || judgement.difference.is_empty() {
        let mut page = UploadPage::new(shell, &judgement);
        page.moved = !same;
        return Ok(with_status(StatusCode::CONFLICT, page));
    }
    registry_overlay::write(&mut tx, &judgement.difference.rows).await?;
    registry_uploads::mark_applied(&mut tx, id, person.id, now).await?;
    let (added, changed) = (
        judgement.sum(|table| table.added.len()),
        judgement.sum(|table| table.changed.len()),
    );
    let told = Told::new(serde_json::json!({
        "upload": id, "added": added, "changed": changed,
    }));
    record(&mut tx, "registry.import", None, told, &person, now).await?;
    tx.commit().await?;
    let message = format!("已写入单位库：新增 {added} 行，修改 {changed} 行。");
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_upload(id)))
}
