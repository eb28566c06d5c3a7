//! 需协调事项: what departments need of others, gathered for the office.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::Period;
use crate::store::coordination::{self, Ask, Matter};
use crate::store::documents;
use crate::web::components::{Chip, Pager, Slice, forecast_tone};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "coordination/index.html")]
struct CoordinationPage {
    shell: Shell,
    documents: Vec<(i64, String, bool)>,
    /// The department that is needed, where one was asked for.
    with: Option<i64>,
    rows: Vec<Row>,
    filtered: bool,
    pager: Pager,
}

struct Row {
    matter: String,
    item: Link,
    source: String,
    department: Link,
    /// Whom it needs; a link to all that need the same where it is known.
    with: Link,
    period: String,
    report: String,
    forecast: Option<Chip>,
    reason: String,
    demonstration: bool,
}

/// `GET /coordination`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let ask = Ask {
        document: asked.parsed("document")?,
        with: asked.parsed("with")?,
    };
    let reach = person.reach();
    let total = coordination::count(&mut db, &reach, &ask).await?;
    let (size, offset) = (slice.size, slice.offset());
    let matters = coordination::open(&mut db, &reach, &ask, size, offset).await?;
    let choices = documents::choices(&mut db, &reach).await?;
    let pager = Pager::new(slice, total, |page| {
        paths::coordination(ask.document, ask.with, Some(page))
    });
    Ok(Page(CoordinationPage {
        shell: shell
            .titled(format!("需协调事项{}", pager.title()))
            .under(paths::OVERVIEW, "督办总览"),
        documents: choices
            .iter()
            .map(|one| {
                let title = wording::shortened(&one.title, 24);
                (one.id, title, ask.document == Some(one.id))
            })
            .collect(),
        with: ask.with,
        rows: matters.into_iter().map(|one| Row::new(one, &ask)).collect(),
        filtered: ask != Ask::default(),
        pager,
    })
    .into_response())
}

impl Row {
    fn new(one: Matter, ask: &Ask) -> Self {
        let same = one.with_id.map_or_else(String::new, |id| {
            paths::coordination(ask.document, Some(id), None)
        });
        let reason = match one.forecast.is_some_and(crate::domain::Forecast::asks_why) {
            true => one.forecast_reason,
            false => String::new(),
        };
        Self {
            matter: one.coordination,
            item: Link::new(paths::item(one.item_id), one.title),
            source: format!("{} {}", one.document, one.locus),
            department: Link::new(paths::department(one.department_id), one.department),
            with: Link::new(same, one.with),
            period: Period::containing(one.cycle, one.first_day).name(),
            report: paths::report(one.report_id),
            forecast: one.forecast.map(|one| (one.label(), forecast_tone(one))),
            reason,
            demonstration: one.demonstration,
        }
    }
}
