//! 单位库: its front page, what waits there and where everything is kept.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::Calendar;
use crate::store::kept_departments::{self, Ask, Shown};
use crate::store::{duty_changes, kept_regions, rosters, successions};
use crate::web::components::Count;
use crate::web::error::Error;
use crate::web::extract::Db;
use crate::web::page::{Page, Shell};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "registry/show.html")]
struct RegistryPage {
    shell: Shell,
    departments: Count,
    incomplete: Count,
    unsure: Count,
    regions: Count,
    bodies: Count,
    due: Count,
    coming: Count,
    changes: Count,
}

/// `GET /registry`.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    mut db: Db,
) -> Result<Response, Error> {
    let reach = person.reach();
    let ask = Ask {
        reach: reach.clone(),
        shown: Shown::All,
        jurisdiction: None,
        kind: None,
        words: None,
        today: calendar.today,
    };
    let kept = kept_departments::tallies(&mut db, &ask).await?;
    let steps = successions::tallies(&mut db, &reach, calendar.today).await?;
    let regions = kept_regions::choices(&mut db, &reach).await?.len();
    let shown = |shown: Shown| paths::registry_departments_shown(shown.code());
    let steps_shown = |shown: successions::Shown| paths::registry_successions_shown(shown.code());
    let page = RegistryPage {
        shell: shell.titled("单位库"),
        departments: Count::new(kept.all, paths::REGISTRY_DEPARTMENTS, "个单位"),
        incomplete: Count::new(kept.incomplete, shown(Shown::Incomplete), "个待补全"),
        unsure: Count::new(kept.unsure, shown(Shown::Unsure), "个须核对"),
        regions: Count::new(
            i64::try_from(regions).unwrap_or(i64::MAX),
            paths::REGISTRY_REGIONS,
            "个行政区",
        ),
        bodies: Count::new(
            rosters::body_count(&mut db, &reach).await?,
            paths::REGISTRY_BODIES,
            "个集合单位",
        ),
        due: Count::new(steps.due, steps_shown(successions::Shown::Due), "条待移交"),
        coming: Count::new(
            steps.coming,
            steps_shown(successions::Shown::Coming),
            "条将要发生",
        ),
        changes: Count::new(
            duty_changes::count(&mut db, &reach).await?,
            paths::REGISTRY_CHANGES,
            "次职责变动",
        ),
    };
    Ok(Page(page).into_response())
}
