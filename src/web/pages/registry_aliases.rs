//! 单位库 · 别名: another name of a department, from when to when one holds, and one that was never right.

use axum::http::StatusCode;
use axum::response::Response;
use serde_json::json;
use sqlx::{Acquire, PgConnection};

use crate::domain::Calendar;
use crate::registry::Lifetime;
use crate::store::kept_aliases::{self, KeptAlias};
use crate::store::kept_departments::{self, KeptDepartment};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::keeping::alias_form;
use crate::web::keeping::department_page::{DepartmentPage, Typed as TypedOn};
use crate::web::keeping::field::Wrong;
use crate::web::keeping::naming::{self, Wanted};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Shell, see_other, with_status};
use crate::web::paths;
use crate::web::person::Person;

/// Somebody else changed a name while the page was open.
const CHANGED: &str = "别人刚刚改过这个名称，您的这次修改没有写入。请返回单位维护页面查看后再定。";

async fn department(
    db: &mut PgConnection,
    person: &Person,
    id: i64,
) -> Result<KeptDepartment, Error> {
    kept_departments::find(db, &person.reach(), id)
        .await?
        .filter(|department| department.merged_into.is_none())
        .ok_or(Error::NotFound)
}

/// `POST /registry/departments/{department}/aliases`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn create(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let department = department(&mut db, &person, id).await?;
    let (new, mut wrong) = alias_form::read(&typed, id);
    let mut tx = db.begin().await?;
    if wrong.is_empty() {
        kept_aliases::lock_region(&mut tx, department.jurisdiction_id).await?;
        let wanted = Wanted {
            field: "alias",
            name: &new.alias,
            life: Lifetime::new(new.valid_from, new.valid_to),
        };
        wrong = naming::taken(&mut tx, department.jurisdiction_id, Some(id), &[wanted]).await?;
    }
    if wrong.is_empty() && !kept_aliases::insert(&mut tx, &new).await? {
        let sentence = format!(
            "“{}”已经是本单位的名称，可以在列表中改它的起止日。",
            new.alias
        );
        wrong.push(Wrong::new("alias", sentence));
    }
    if !wrong.is_empty() {
        tx.rollback().await?;
        let typed = TypedOn::Alias(&typed, wrong);
        let today = calendar.today;
        let page = DepartmentPage::load(&mut db, shell, &person, department, today, typed).await?;
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let told = Told::new(json!({
        "alias": new.alias,
        "valid_from": new.valid_from,
        "valid_to": new.valid_to,
        "note": new.note,
    }));
    record(&mut tx, "registry.alias.add", Some(id), told, &person, now).await?;
    tx.commit().await?;
    let message = format!(
        "已新增名称：“{}”现在指 {}。",
        new.alias, department.short_name
    );
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_department(id)))
}

async fn alias(db: &mut PgConnection, person: &Person, id: i64) -> Result<KeptAlias, Error> {
    kept_aliases::find(db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)
}

/// `POST /registry/aliases/{alias}/days`.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn date(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let alias = alias(&mut db, &person, id).await?;
    let department = department(&mut db, &person, alias.department_id).await?;
    let (life, mut wrong) = alias_form::days(&typed, id);
    let version = typed.parsed("version")?.unwrap_or(0);
    let mut tx = db.begin().await?;
    if wrong.is_empty() {
        kept_aliases::lock_region(&mut tx, department.jurisdiction_id).await?;
        let field = format!("alias-{id}-from");
        let wanted = Wanted {
            field: &field,
            name: &alias.alias,
            life,
        };
        let region = department.jurisdiction_id;
        wrong = naming::taken(&mut tx, region, Some(department.id), &[wanted]).await?;
    }
    if !wrong.is_empty() {
        tx.rollback().await?;
        let typed = TypedOn::Days(id, &typed, wrong);
        let today = calendar.today;
        let page = DepartmentPage::load(&mut db, shell, &person, department, today, typed).await?;
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    if !kept_aliases::date(&mut tx, id, version, life.from, life.to).await? {
        return Err(Error::Conflict(CHANGED));
    }
    let told = Told::changed(
        json!({ "alias": alias.alias, "valid_from": alias.valid_from, "valid_to": alias.valid_to }),
        json!({ "alias": alias.alias, "valid_from": life.from, "valid_to": life.to }),
    );
    let of = Some(department.id);
    record(&mut tx, "registry.alias.date", of, told, &person, now).await?;
    tx.commit().await?;
    let message = format!("已保存“{}”的起止日。", alias.alias);
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_department(department.id)))
}

/// `POST /registry/aliases/{alias}/removal`.
pub async fn remove(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let alias = alias(&mut db, &person, id).await?;
    let version = typed.parsed("version")?.unwrap_or(0);
    let mut tx = db.begin().await?;
    if !kept_aliases::remove(&mut tx, id, version).await? {
        return Err(Error::Conflict(CHANGED));
    }
    let told = Told {
        before: Some(json!({ "alias": alias.alias })),
        after: Some(json!({ "alias": "—" })),
    };
    let of = Some(alias.department_id);
    record(&mut tx, "registry.alias.remove", of, told, &person, now).await?;
    tx.commit().await?;
    let message = format!("已删除名称“{}”。", alias.alias);
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_department(alias.department_id)))
}
