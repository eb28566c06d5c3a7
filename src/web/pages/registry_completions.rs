//! 单位库 · 补全: taking what the name of a department says that an import created.

use axum::response::Response;
use sqlx::Acquire;

use crate::registry::Confidence;
use crate::store;
use crate::store::kept_departments::{self, DepartmentFacts, Shown};
use crate::store::{kept_aliases, kept_regions};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::keeping::completion::completion;
use crate::web::keeping::department_form;
use crate::web::keeping::naming::official_names_taken;
use crate::web::keeping::record::{Told, record};
use crate::web::page::see_other;
use crate::web::paths;
use crate::web::person::Person;

/// `POST /registry/departments/{department}/completion`: takes what the name says.
pub async fn create(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let department = kept_departments::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let registry = store::registry::load(&mut db).await?;
    let proposal = completion(&registry, &department).ok_or(Error::NotFound)?;
    let facts = DepartmentFacts {
        name: proposal.name,
        kind: proposal.kind,
        confidence: Confidence::Medium.code().to_owned(),
        source: "按名称补全".to_owned(),
        ..department_form::facts_of(&department)
    };
    let version = typed.parsed("version")?.unwrap_or(0);
    let mut tx = db.begin().await?;
    kept_aliases::lock_region(&mut tx, facts.jurisdiction_id).await?;
    let taken = !official_names_taken(&mut tx, Some(id), &facts)
        .await?
        .is_empty();
    if taken || !department.is_incomplete() {
        let message = match taken {
            true => format!(
                "“{}”已是另一单位的名称，没有补全。请在下面的表单中填写，或与那个单位合并。",
                facts.name
            ),
            false => "这个单位已经补全过了。".to_owned(),
        };
        tx.rollback().await?;
        session.leave(&mut db, &message).await?;
        return Ok(see_other(&paths::registry_department(id)));
    }
    if !kept_departments::update(&mut tx, id, version, &facts).await? {
        return Err(Error::Conflict(
            "别人刚刚改过这个单位，这次没有补全。请返回列表查看后再定。",
        ));
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
    let message = format!("已补全：{}，{}。", facts.name, facts.kind.label());
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_departments_shown(
        Shown::Incomplete.code(),
    )))
}
