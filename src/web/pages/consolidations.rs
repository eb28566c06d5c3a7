//! 汇总单位: where all share an item, the office names to whom the others report, and takes that back.

use axum::response::Response;
use sqlx::Acquire;

use crate::store::{self, consolidations, contributions, events, items};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Now, Path, Typed};
use crate::web::page::see_other;
use crate::web::paths;
use crate::web::person::Person;

/// `POST /items/{item}/consolidation`.
pub async fn create(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let item = items::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let department: i64 = typed
        .parsed("department")?
        .ok_or(Error::BadRequest("请选择汇总单位后重新提交。"))?;
    let mut tx = db.begin().await?;
    match consolidations::name(&mut tx, id, department, person.id, now).await {
        Ok(true) => {}
        Ok(false) => {
            return Err(Error::Conflict(
                "汇总单位只能从共同负责这一事项的单位中指定；有牵头单位的，由牵头单位汇总。",
            ));
        }
        Err(error) if store::constraint(&error) == Some("consolidation_in_force") => {
            return Err(Error::Conflict(
                "已经指定了汇总单位；要改指别的单位，请先取消。",
            ));
        }
        Err(error) => return Err(error.into()),
    }
    let event = event(
        &person,
        item.document_id,
        id,
        "item.consolidate",
        Some(department),
    );
    events::record(&mut tx, now, event).await?;
    let message = match contributions::collects(&mut tx, id, &[department]).await? {
        true => "已指定汇总单位；此后其他单位的填报先报送汇总单位。",
        false => "已指定汇总单位。它还没有可以填报的账号，开设之前其他单位仍直接报送督查室。",
    };
    tx.commit().await?;
    session.leave(&mut db, message).await?;
    Ok(see_other(&paths::item(id)))
}

/// `POST /items/{item}/consolidation/end`.
pub async fn end(
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
) -> Result<Response, Error> {
    let item = items::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let mut tx = db.begin().await?;
    let named = consolidations::in_force(&mut tx, id).await?;
    if !consolidations::end(&mut tx, id, person.id, now).await? {
        return Err(Error::Conflict("这一事项没有指定汇总单位。"));
    }
    let department = named.map(|named| named.department_id);
    let event = event(
        &person,
        item.document_id,
        id,
        "item.unconsolidate",
        department,
    );
    events::record(&mut tx, now, event).await?;
    tx.commit().await?;
    session
        .leave(
            &mut db,
            "已取消汇总单位；各单位的填报直接报送督查室，尚未采用的也转到督查室。",
        )
        .await?;
    Ok(see_other(&paths::item(id)))
}

fn event(
    person: &Person,
    document: i64,
    item: i64,
    action: &'static str,
    department: Option<i64>,
) -> events::Event {
    events::Event {
        actor: Some(person.id),
        action,
        document: Some(document),
        item: Some(item),
        department,
        ..events::Event::default()
    }
}
