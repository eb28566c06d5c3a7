//! 单位库 · one department: a new one, and one as it is.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use crate::domain::Calendar;
use crate::store;
use crate::store::kept_aliases;
use crate::store::kept_departments::{self, KeptDepartment};
use crate::store::kept_regions::{self, RegionChoice};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::department_form::{self, DepartmentForm};
use crate::web::keeping::department_page::{DepartmentPage, Typed as TypedOn};
use crate::web::keeping::field::Wrong;
use crate::web::keeping::naming::official_names_taken;
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "registry/new_department.html")]
struct NewPage {
    shell: Shell,
    form: DepartmentForm,
    wrong: Vec<Wrong>,
}

impl NewPage {
    fn new(shell: Shell, fields: &Fields, wrong: Vec<Wrong>, regions: &[RegionChoice]) -> Self {
        let mut shell = shell
            .titled("新增单位")
            .under(paths::REGISTRY, "单位库")
            .under(paths::REGISTRY_DEPARTMENTS, "单位");
        shell.invalid = !wrong.is_empty();
        Self {
            shell,
            form: DepartmentForm::new(fields, &wrong, regions, true),
            wrong,
        }
    }
}

/// `GET /registry/departments/new`.
pub async fn new(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let fields = department_form::blank(asked.parsed("region")?);
    Ok(Page(NewPage::new(shell, &fields, Vec::new(), &regions)).into_response())
}

/// `POST /registry/departments`.
pub async fn create(
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let (facts, mut wrong) = department_form::read(&typed, &regions);
    let mut tx = db.begin().await?;
    if wrong.is_empty() {
        kept_aliases::lock_region(&mut tx, facts.jurisdiction_id).await?;
        wrong = official_names_taken(&mut tx, None, &facts).await?;
    }
    if wrong.is_empty() {
        let anywhere = store::Reach(None);
        if kept_departments::by_code(&mut tx, &anywhere, &facts.code)
            .await?
            .is_some()
        {
            wrong.push(Wrong::new(
                "code",
                format!("代码“{}”已经用于另一单位，请换一个，或不填。", facts.code),
            ));
        }
    }
    if !wrong.is_empty() {
        let page = NewPage::new(shell, &typed, wrong, &regions);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let id = kept_departments::insert(&mut tx, &facts).await?;
    let told = Told::new(department_form::told(&facts, &regions));
    record(
        &mut tx,
        "registry.department.add",
        Some(id),
        told,
        &person,
        now,
    )
    .await?;
    tx.commit().await?;
    session
        .leave(&mut db, &format!("已新增单位：{}。", facts.short_name))
        .await?;
    Ok(see_other(&paths::registry_department(id)))
}

/// `GET /registry/departments/{department}`.
pub async fn edit(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let department = found(&mut db, &person, id).await?;
    if let Some(right) = department.merged_into {
        return Ok(see_other(&paths::registry_department(right)));
    }
    let today = calendar.today;
    let page =
        DepartmentPage::load(&mut db, shell, &person, department, today, TypedOn::Nothing).await?;
    Ok(Page(page).into_response())
}

async fn found(db: &mut PgConnection, person: &Person, id: i64) -> Result<KeptDepartment, Error> {
    kept_departments::find(db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)
}

/// `POST /registry/departments/{department}`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn update(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let department = found(&mut db, &person, id).await?;
    let (mut facts, mut wrong) = department_form::read(&typed, &regions);
    facts.code.clone_from(&department.code);
    let version = typed.parsed("version")?.unwrap_or(0);
    let mut tx = db.begin().await?;
    if wrong.is_empty() {
        kept_aliases::lock_region(&mut tx, facts.jurisdiction_id).await?;
        wrong = official_names_taken(&mut tx, Some(id), &facts).await?;
    }
    let mistaken = !wrong.is_empty();
    if mistaken || !kept_departments::update(&mut tx, id, version, &facts).await? {
        tx.rollback().await?;
        let department = found(&mut db, &person, id).await?;
        let typed = TypedOn::Department(&typed, wrong, !mistaken);
        let today = calendar.today;
        let page = DepartmentPage::load(&mut db, shell, &person, department, today, typed).await?;
        return Ok(with_status(refused(mistaken), page));
    }
    let before = department_form::told(&department_form::facts_of(&department), &regions);
    let told = Told::changed(before, department_form::told(&facts, &regions));
    record(
        &mut tx,
        "registry.department.change",
        Some(id),
        told,
        &person,
        now,
    )
    .await?;
    tx.commit().await?;
    session
        .leave(&mut db, &format!("已保存：{}。", facts.short_name))
        .await?;
    Ok(see_other(&paths::registry_department(id)))
}

/// The form was wrong, or somebody else was faster.
fn refused(mistaken: bool) -> StatusCode {
    match mistaken {
        true => StatusCode::UNPROCESSABLE_ENTITY,
        false => StatusCode::CONFLICT,
    }
}
