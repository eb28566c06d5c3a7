//! 节假日: the days of a year that are not what their weekday says; adding and removing one, and a whole year pasted line
//! by line.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::{Datelike, NaiveDate};
use sqlx::Acquire;

use crate::domain::{Calendar, Holiday, HolidayKind};
use crate::store::{calendars, holidays};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::field::{Field, Reader, Select, Wrong, options_of};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::scheduling::holiday_lines::{self, LineRow};
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "holidays/index.html")]
struct HolidaysPage {
    shell: Shell,
    years: Vec<(Link, bool)>,
    caption: String,
    rows: Vec<Row>,
    day: Field,
    kind: Select,
    name: Field,
    wrong: Vec<Wrong>,
}

/// A day.
struct Row {
    day: String,
    kind: &'static str,
    tone: &'static str,
    name: String,
    remove: String,
}

impl HolidaysPage {
    fn new(
        shell: Shell,
        year: i32,
        calendar: &Calendar,
        fields: &Fields,
        wrong: Vec<Wrong>,
    ) -> Self {
        let known = calendar.holidays();
        let mut years = known.years();
        if !years.contains(&year) {
            years.push(year);
            years.sort_unstable_by(|a, b| b.cmp(a));
        }
        let rows: Vec<Row> = known
            .of_year(year)
            .map(|(day, kind, name)| Row::new(day, kind, name, calendar.today))
            .collect();
        let mut shell = shell.titled("节假日和调休").under(paths::SETTINGS, "设置");
        shell.invalid = !wrong.is_empty();
        Self {
            shell,
            years: years
                .iter()
                .map(|one| {
                    let link = Link::new(paths::holidays_of(*one), format!("{one} 年"));
                    (link, *one == year)
                })
                .collect(),
            caption: format!("{year} 年放假和调休上班的日子，共 {} 天", rows.len()),
            rows,
            day: Field::day("day", "日期", "写作 2018-10-01。").filled(fields, &wrong),
            kind: Select::new("kind", "放假还是上班", "", options_of!(HolidayKind))
                .filled(fields, &wrong),
            name: Field::text("name", "节日", "如 国庆节。", 20).filled(fields, &wrong),
            wrong,
        }
    }
}

impl Row {
    fn new(day: NaiveDate, kind: HolidayKind, name: &str, today: NaiveDate) -> Self {
        Self {
            day: wording::day(day, today),
            kind: kind.label(),
            tone: match kind {
                HolidayKind::Off => "ok",
                HolidayKind::Work => "warn",
            },
            name: name.to_owned(),
            remove: paths::holiday_removal(day),
        }
    }
}

/// `GET /holidays`.
pub async fn index(
    shell: Shell,
    calendar: Calendar,
    Asked(asked): Asked,
) -> Result<Response, Error> {
    let year = asked.parsed("year")?;
    let year = year.unwrap_or_else(|| calendar.today.year());
    let page = HolidaysPage::new(shell, year, &calendar, &Fields::default(), Vec::new());
    Ok(Page(page).into_response())
}

/// `POST /holidays`: one day.
pub async fn create(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let mut reader = Reader::new(&typed);
    let day = reader.needed_day("day", "日期");
    let kind: Option<HolidayKind> = reader.word("kind", "放假还是上班");
    let name = reader.needed("name", 20, "节日，如 国庆节");
    if let (Some(day), Some(kind)) = (day, kind)
        && let Err(sentence) = holiday_lines::check(day, kind)
    {
        reader.fault("day", format!("{sentence}。"));
    }
    let (Some(day), Some(kind), true) = (day, kind, reader.wrong.is_empty()) else {
        let year = day.map_or_else(|| calendar.today.year(), |day| day.year());
        let page = HolidaysPage::new(shell, year, &calendar, &typed, reader.wrong);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    };
    let holiday = Holiday { day, kind, name };
    write(&mut db, &calendar, &[holiday], &person, now).await?;
    let message = format!(
        "已写入 {}：{}。已截止的轮次不受影响。",
        wording::date(day),
        kind.label()
    );
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::holidays_of(day.year())))
}

/// Writes days with their event; due days that are over stay.
async fn write(
    db: &mut Db,
    calendar: &Calendar,
    days: &[Holiday],
    person: &Person,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let before = calendars::hold(&mut tx, calendar.today).await?;
    holidays::set(&mut tx, days).await?;
    calendars::settle(&mut tx, &before).await?;
    let line = |one: &Holiday| format!("{} {} {}", one.day, one.kind.label(), one.name);
    let lines: Vec<String> = days.iter().map(line).collect();
    let told = Told::new(serde_json::json!({ "days": days.len(), "dates": lines.join("；") }));
    record(&mut tx, "holiday.set", None, told, person, now).await?;
    tx.commit().await?;
    Ok(())
}

#[derive(Template)]
#[template(path = "holidays/lines.html")]
struct LinesPage {
    shell: Shell,
    text: String,
    rows: Vec<LineRow>,
    wrong: usize,
    days: Option<usize>,
    empty: bool,
}

impl LinesPage {
    fn new(shell: Shell, text: &str, rows: Vec<LineRow>, days: Option<&[Holiday]>) -> Self {
        let mut shell = shell
            .titled("粘贴一年的节假日")
            .under(paths::SETTINGS, "设置")
            .under(paths::HOLIDAYS, "节假日和调休");
        let wrong = rows.iter().filter(|row| row.wrong.is_some()).count();
        shell.invalid = wrong > 0;
        Self {
            shell,
            text: text.to_owned(),
            wrong,
            rows,
            days: days.map(<[Holiday]>::len),
            empty: false,
        }
    }
}

/// `GET /holidays/lines`.
pub async fn new_lines(shell: Shell) -> Response {
    Page(LinesPage::new(shell, "", Vec::new(), None)).into_response()
}

/// `POST /holidays/lines`: checks every line; writes them once they were looked at and none is wrong.
pub async fn create_lines(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let text = typed.raw("lines").unwrap_or("");
    let (rows, days) = holiday_lines::read(text, calendar.holidays());
    let sure = typed.text("step") == "write";
    let days = match days {
        Some(days) if sure => days,
        days => {
            let status = match (&days, rows.is_empty()) {
                (Some(_), _) => StatusCode::OK,
                (None, _) => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let mut page = LinesPage::new(shell, text, rows, days.as_deref());
            page.empty = page.rows.is_empty();
            page.shell.invalid |= page.empty;
            return Ok(with_status(status, page));
        }
    };
    write(&mut db, &calendar, &days, &person, now).await?;
    let message = format!("已写入 {} 天。已截止的轮次不受影响。", days.len());
    session.leave(&mut db, &message).await?;
    let year = days
        .first()
        .map_or_else(|| calendar.today.year(), |one| one.day.year());
    Ok(see_other(&paths::holidays_of(year)))
}

/// `POST /holidays/{day}/removal`.
pub async fn destroy(
    person: Person,
    calendar: Calendar,
    Path(day): Path<NaiveDate>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let before = calendars::hold(&mut tx, calendar.today).await?;
    // A second click finds nothing to remove.
    let gone = holidays::remove(&mut tx, day)
        .await?
        .ok_or(Error::NotFound)?;
    calendars::settle(&mut tx, &before).await?;
    let line = format!("{} {} {}", gone.day, gone.kind.label(), gone.name);
    let told = Told::new(serde_json::json!({ "dates": line }));
    record(&mut tx, "holiday.remove", None, told, &person, now).await?;
    tx.commit().await?;
    let message = format!(
        "已删除 {}（{}）。已截止的轮次不受影响。",
        wording::date(day),
        gone.name
    );
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::holidays_of(day.year())))
}
