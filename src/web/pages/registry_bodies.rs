//! 单位库 · 集合单位: the list of the bodies of many, and the roster of one on a day.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use crate::domain::Calendar;
use crate::registry::DepartmentKind;
use crate::store::kept_departments::{self, KeptDepartment};
use crate::store::rosters::{self, BodyLine};
use crate::web::components::{Count, Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::keeping::alias_form::stated_life;
use crate::web::keeping::body_page::{BodyPage, Question, Typed};
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "registry/bodies.html")]
struct BodiesPage {
    shell: Shell,
    day: String,
    rows: Vec<BodyRow>,
    pager: Pager,
}

struct BodyRow {
    link: Link,
    region: String,
    ended: String,
    members: Count,
    items: i64,
    duties: String,
}

/// `GET /registry/bodies`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let reach = person.reach();
    let total = rosters::body_count(&mut db, &reach).await?;
    let (limit, offset) = (slice.size, slice.offset());
    let lines = rosters::bodies(&mut db, &reach, calendar.today, limit, offset).await?;
    let pager = Pager::new(slice, total, |page| {
        format!("{}?page={page}", paths::REGISTRY_BODIES)
    });
    Ok(Page(BodiesPage {
        shell: shell
            .titled(format!("集合单位{}", pager.title()))
            .under(paths::REGISTRY, "单位库"),
        day: wording::date(calendar.today),
        rows: lines.into_iter().map(BodyRow::new).collect(),
        pager,
    })
    .into_response())
}

impl BodyRow {
    fn new(line: BodyLine) -> Self {
        let href = paths::registry_body(line.id);
        Self {
            members: Count::new(
                line.members,
                href.clone(),
                format!("个成员：{}", line.short_name),
            ),
            ended: stated_life(None, line.valid_to),
            region: line.jurisdiction,
            items: line.items,
            duties: paths::registry_roster(line.id),
            link: Link::new(href, line.short_name),
        }
    }
}

/// The body with this key, if it is within reach and one of many.
pub(super) async fn body(
    db: &mut PgConnection,
    person: &Person,
    id: i64,
) -> Result<KeptDepartment, Error> {
    kept_departments::find(db, &person.reach(), id)
        .await?
        .filter(|body| body.kind == DepartmentKind::Collective && body.merged_into.is_none())
        .ok_or(Error::NotFound)
}

/// `GET /registry/bodies/{department}`; a department that is none of many has its own page.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let department = kept_departments::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    if department.kind != DepartmentKind::Collective || department.merged_into.is_some() {
        return Ok(see_other(&paths::registry_department(id)));
    }
    let question = Question::asked(&asked, calendar.today)?;
    let page = BodyPage::load(
        &mut db,
        shell,
        &person,
        &department,
        question,
        Typed::Nothing,
    )
    .await?;
    Ok(Page(page).into_response())
}
