//! The calendar of a unit's deadlines, for programs that know its secret address.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{Days, Months, NaiveDate};

use crate::domain::{Calendar, Period};
use crate::output::calendar::{self, DueDay};
use crate::store::calendars::{self, CycleLine, DeadlineLine};
use crate::web::error::Error;
use crate::web::extract::{Db, Now, Path};
use crate::web::paths;
use crate::web::session::hashed;
use crate::web::state::{AppState, Site};

/// Deadlines that a calendar holds, the nearest first.
const MOST: i64 = 1000;

/// How far back and ahead it goes.
const BACK: Days = Days::new(90);
const AHEAD: Months = Months::new(36);

/// `GET /calendar/{token}`, the token followed by `.ics`.
pub async fn show(
    State(app): State<AppState>,
    today: Calendar,
    Now(now): Now,
    Path(file): Path<String>,
    mut db: Db,
) -> Result<Response, Error> {
    let token = file.strip_suffix(".ics").ok_or(Error::NotFound)?;
    let units = calendars::units(&mut db, &hashed(token))
        .await?
        .ok_or(Error::NotFound)?;
    let (from, to) = (today.today - BACK, today.today + AHEAD);
    let cycles = calendars::cycles(&mut db, &units).await?;
    let deadlines = calendars::deadlines(&mut db, &units, from, to, MOST).await?;
    let rounds = cycles
        .iter()
        .flat_map(|line| rounds(line, &today, &app.site));
    let items = deadlines.iter().map(|line| item(line, &app.site));
    let days: Vec<DueDay> = rounds.chain(items).collect();
    let headers = [
        (CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (CONTENT_DISPOSITION, "inline; filename=\"fengong.ics\""),
    ];
    Ok((headers, calendar::calendar(&app.site.name, &days, now)).into_response())
}

/// The due days of a cycle around today, of those periods that are reported on.
fn rounds(line: &CycleLine, today: &Calendar, site: &Site) -> Vec<DueDay> {
    let current = today.current(line.cycle);
    [current.previous(), current, current.next()]
        .into_iter()
        .filter(|period| period.last >= line.reported_from)
        .map(|period| round(line, period, site))
        .collect()
}

fn round(line: &CycleLine, period: Period, site: &Site) -> DueDay {
    DueDay {
        uid: uid(
            &["round", period.cycle.code(), &compact(period.first)],
            line.department_id,
            site,
        ),
        day: period.due_on(),
        summary: format!("{}填报截止：{}", period.name(), line.department),
        description: "请在截止日前报送。".to_owned(),
        url: link(site, paths::TODO),
    }
}

fn item(line: &DeadlineLine, site: &Site) -> DueDay {
    DueDay {
        uid: uid(
            &["item", &line.item_id.to_string()],
            line.department_id,
            site,
        ),
        day: line.deadline_last,
        summary: format!("事项到期：{}", line.title),
        description: format!("{}\n《{}》{}", line.department, line.document, line.locus),
        url: link(site, &paths::item(line.item_id)),
    }
}

fn compact(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// Unique in the world as far as an address of the site is (RFC 5545 §3.8.4.7).
fn uid(parts: &[&str], department: i64, site: &Site) -> String {
    let host = site.url.as_deref().unwrap_or("http://fengong.invalid");
    let host = host.split("://").last().unwrap_or(host);
    format!("{}-{department}@{host}", parts.join("-"))
}

fn link(site: &Site, path: &str) -> Option<String> {
    site.url.as_ref().map(|url| format!("{url}{path}"))
}
