//! 填报比较: one report beside another of the same department on the same item.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use crate::store::items::{self, Item};
use crate::store::reports::{self, Report};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::report_comparison::{ReportComparison, name};
use crate::web::reporting::steps::sight;
use crate::web::{paths, wording};

/// So many reports can be chosen from.
const CHOICES: i64 = 200;

#[derive(Template)]
#[template(path = "reports/comparison.html")]
struct ComparisonPage {
    shell: Shell,
    action: String,
    item: Link,
    department: String,
    /// Key, name, chosen.
    choices: Vec<(i64, String, bool)>,
    view: Option<ReportComparison>,
}

/// `GET /reports/{report}/comparison`: beside the one asked for, else beside the one before.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let (reach, sight) = (person.reach(), sight(&person));
    let report = reports::find(&mut db, &reach, id, &sight)
        .await?
        .ok_or(Error::NotFound)?;
    let item = items::find(&mut db, &reach, report.item_id)
        .await?
        .ok_or(Error::NotFound)?;
    let mut others = reports::of_item(&mut db, item.id, &sight, CHOICES).await?;
    others.retain(|other| other.department_id == report.department_id && other.id != id);
    let other = match asked.parsed::<i64>("with")? {
        Some(with) => Some(
            others
                .iter()
                .find(|other| other.id == with)
                .ok_or(Error::NotFound)?,
        ),
        None => before(&report, &others).or(others.last()),
    };
    let view = match other {
        Some(other) => {
            let values = reports::values(&mut db, report.id, item.id).await?;
            let beside = reports::values(&mut db, other.id, item.id).await?;
            let targets = items::targets(&mut db, item.id).await?;
            let (own, other) = ((&report, values.as_slice()), (other, beside.as_slice()));
            Some(match order(&report) > order(other.0) {
                true => ReportComparison::new(other, own, &targets),
                false => ReportComparison::new(own, other, &targets),
            })
        }
        None => None,
    };
    let chosen = other.map(|other| other.id);
    Ok(Page(ComparisonPage::new(
        shell, &report, &item, &others, chosen, view,
    ))
    .into_response())
}

/// Periods follow each other, and in a period its corrections.
fn order(report: &Report) -> (NaiveDate, i32, i64) {
    (report.last_day, report.revision, report.id)
}

/// The newest of those before a report.
fn before<'r>(report: &Report, others: &'r [Report]) -> Option<&'r Report> {
    others
        .iter()
        .filter(|other| order(other) < order(report))
        .max_by_key(|other| order(other))
}

impl ComparisonPage {
    fn new(
        shell: Shell,
        report: &Report,
        item: &Item,
        others: &[Report],
        chosen: Option<i64>,
        view: Option<ReportComparison>,
    ) -> Self {
        Self {
            shell: shell
                .titled(format!("填报比较：{}", item.title))
                .under(paths::ITEMS, "台账")
                .under(paths::item(item.id), wording::shortened(&item.title, 16))
                .under(paths::report(report.id), name(report)),
            action: paths::report_comparison(report.id, None),
            item: Link::new(paths::item(item.id), item.title.clone()),
            department: report.department.clone(),
            choices: others
                .iter()
                .map(|other| {
                    let words = format!("{}（{}）", name(other), other.state.label());
                    (other.id, words, chosen == Some(other.id))
                })
                .collect(),
            view,
        }
    }
}
