//! 填报工作簿: a unit's period as a file to be filled offline, and what comes back, compared line by line before anything
//! of it is written into drafts.

use askama::Template;
use axum::extract::multipart::{Multipart, MultipartError};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use sqlx::Acquire;

use crate::domain::Calendar;
use crate::intake::grid;
use crate::output::report_xlsx;
use crate::store::departments;
use crate::store::report_passage::Doing;
use crate::store::workbook_uploads::{self, NewUpload, Upload};
use crate::web::download::attachment;
use crate::web::error::{Error, Failure};
use crate::web::extract::{Asked, CurrentSession, Db, Now, Path, Typed};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::reporting::workbook::compared::{compare, refusal};
use crate::web::reporting::workbook::filled::filled;
use crate::web::reporting::workbook::made::filling;
use crate::web::reporting::workbook::tasks::unit_tasks;
use crate::web::reporting::workbook::write::{Count, Written, write};
use crate::web::reporting::workbook_page::WorkbookPage;
use crate::web::{paths, wording};

/// The largest upload: the file, and its form around it.
pub const UPLOAD_BYTES: usize = grid::BYTES + 64 * 1024;

#[derive(Template)]
#[template(path = "workbooks/index.html")]
struct WorkbooksPage {
    shell: Shell,
    units: Vec<(String, String)>,
    limit: usize,
    mistake: Option<String>,
}

impl WorkbooksPage {
    async fn new(
        db: &mut Db,
        shell: Shell,
        person: &Person,
        mistake: Option<String>,
    ) -> Result<Self, Error> {
        let units = departments::named(db, &person.departments()).await?;
        let mut shell = shell.titled("用工作簿填报").under(paths::TODO, "我的待办");
        shell.invalid = mistake.is_some();
        Ok(Self {
            shell,
            units: units
                .into_iter()
                .map(|unit| (paths::workbook_of(unit.id), unit.short_name))
                .collect(),
            limit: grid::BYTES / 1024 / 1024,
            mistake,
        })
    }
}

/// `GET /todo/workbook`: where it is fetched, and where it is brought.
pub async fn index(shell: Shell, person: Person, mut db: Db) -> Result<Response, Error> {
    let page = WorkbooksPage::new(&mut db, shell, &person, None).await?;
    Ok(Page(page).into_response())
}

/// `GET /todo/workbook.xlsx`: what a unit reports on in the current periods, with its drafts.
pub async fn download(
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    Now(now): Now,
    mut db: Db,
) -> Result<Response, Error> {
    let wanted: Option<i64> = asked.parsed("department")?;
    let own = person.departments();
    let department = own
        .into_iter()
        .find(|one| wanted.is_none_or(|wanted| *one == wanted))
        .ok_or(Error::NotFound)?;
    let unit = departments::named(&mut db, &[department]).await?.pop();
    let unit = unit.ok_or(Error::NotFound)?;
    let tasks = unit_tasks(&mut db, &person.reach(), department, &calendar).await?;
    let filling = filling(department, &unit.short_name, &tasks, wording::moment(now));
    let bytes = report_xlsx::workbook(&filling).map_err(anyhow::Error::from)?;
    let name = format!("{} {} 填报工作簿.xlsx", filling.unit, filling.period);
    let headers = [
        (
            CONTENT_TYPE,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        ),
        (CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, bytes).into_response())
}

/// The file of a form: its name and its bytes.
async fn file(mut form: Multipart) -> Result<(String, Vec<u8>), MultipartError> {
    let mut file = (String::new(), Vec::new());
    while let Some(field) = form.next_field().await? {
        if field.name() == Some("file") {
            let name = field.file_name().unwrap_or("").chars().take(200).collect();
            file = (name, field.bytes().await?.to_vec());
        }
    }
    Ok(file)
}

/// `POST /todo/workbook`: keeps a workbook that can be read, and leads to what it would change.
pub async fn create(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Now(now): Now,
    mut db: Db,
    form: Multipart,
) -> Result<Response, Failure> {
    let (name, bytes) = file(form).await.map_err(|error| refused(&error))?;
    match take(&mut db, &person, &calendar, (&name, &bytes), now).await? {
        Ok(id) => Ok(see_other(&paths::workbook(id))),
        Err(sentence) => {
            let page = WorkbooksPage::new(&mut db, shell, &person, Some(sentence)).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

fn refused(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure {
            sentence: format!(
                "文件超过 {} MB 的上限。请删去图片和无关的表后再上传。",
                grid::BYTES / 1024 / 1024
            ),
            ..Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE)
        },
        _ => Error::BadRequest("上传没有传完或格式不对。请返回上一页重新选择文件。").into(),
    }
}

/// Keeps a workbook of one of the person's units and of its current periods; else says why not.
async fn take(
    db: &mut Db,
    person: &Person,
    calendar: &Calendar,
    (name, bytes): (&str, &[u8]),
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Result<i64, String>, Error> {
    let read = match filled(bytes) {
        Ok(read) => read,
        Err(sentence) => return Ok(Err(sentence)),
    };
    let own = person.departments();
    let Some(department) = read.rows.first().map(|row| row.key.department) else {
        let first = read.problems.first();
        let words = first.map_or_else(String::new, |one| {
            format!("{}：{}", one.place.words(), one.sentence)
        });
        return Ok(Err(format!("没有一行能读取。{words}")));
    };
    let tasks = match own.contains(&department) {
        true => unit_tasks(db, &person.reach(), department, calendar).await?,
        false => Vec::new(),
    };
    if let Some(sentence) = refusal(&read, &own, &tasks) {
        return Ok(Err(sentence));
    }
    let new = NewUpload {
        department,
        name,
        body: bytes,
    };
    let mut tx = db.begin().await?;
    let id = workbook_uploads::keep(&mut tx, new, person.id, now).await?;
    tx.commit().await?;
    Ok(Ok(id))
}

/// An upload of one of the person's units.
async fn upload(db: &mut Db, person: &Person, id: i64) -> Result<Upload, Error> {
    workbook_uploads::find(db, id, &person.departments())
        .await?
        .ok_or(Error::NotFound)
}

/// `GET /todo/workbook/{workbook}`: what it would change, line by line. Compared anew on every look.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let upload = upload(&mut db, &person, id).await?;
    let tasks = unit_tasks(&mut db, &person.reach(), upload.department_id, &calendar).await?;
    let read = filled(&upload.body).map_err(anyhow::Error::msg)?;
    let comparison = compare(&read, &tasks);
    Ok(Page(WorkbookPage::new(shell, &upload, &comparison)).into_response())
}

/// `POST /todo/workbook/{workbook}`: writes the lines that were ticked into drafts, once.
pub async fn apply(
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(at): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let upload = upload(&mut db, &person, id).await?;
    if !typed.fields.0.iter().any(|(name, _)| name == "line") {
        return Err(Error::BadRequest(
            "没有勾选要写入的内容。请返回上一页勾选后再确认。",
        ));
    }
    let tasks = unit_tasks(&mut db, &person.reach(), upload.department_id, &calendar).await?;
    let read = filled(&upload.body).map_err(anyhow::Error::msg)?;
    let comparison = compare(&read, &tasks);
    let doing = Doing {
        by: person.id,
        at,
        today: calendar.today,
    };
    let written = write(&mut db, &upload, &comparison, &typed, doing).await?;
    let next = match written {
        Written::Drafts(Count { written: 0, .. }) => paths::workbook(id),
        _ => paths::SUBMISSION.to_owned(),
    };
    session.leave(&mut db, &message(written)).await?;
    Ok(see_other(&next))
}

/// What became of the lines that were ticked.
fn message(written: Written) -> String {
    let count = match written {
        Written::Before => return "这份工作簿已经写入过，没有重复写入。".to_owned(),
        Written::Drafts(count) => count,
    };
    let mut parts = vec![match count.written {
        0 => "没有写入".to_owned(),
        written => format!("已写入 {written} 项草稿，没有报送"),
    }];
    if count.left > 0 {
        parts.push(format!(
            "{} 项在您核对之后又有变化或已经报送，没有写入",
            count.left
        ));
    }
    if count.wrong > 0 {
        parts.push(format!(
            "{} 项勾选的内容合在一起有误，没有写入，请改正工作簿后重新上传",
            count.wrong
        ));
    }
    let next = match count.written {
        0 => "下面是现在的情况，请重新核对",
        _ => "请核对后提交",
    };
    format!("{}。{next}。", parts.join("；"))
}
