//! 单位库 · 成员: another member of a body of many, and until when one belongs to it.

use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;
use sqlx::{Acquire, PgConnection};

use super::registry_bodies::body;
use crate::domain::Calendar;
use crate::registry::Lifetime;
use crate::store::handovers;
use crate::store::kept_departments::KeptDepartment;
use crate::store::rosters::{self, Membership, NewMember};
use crate::web::error::Error;
use crate::web::extract::{CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::body_page::{BodyPage, Question, Typed as TypedOn};
use crate::web::keeping::chooser;
use crate::web::keeping::field::{Reader, Wrong};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// `POST /registry/bodies/{department}/members`.
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
    let body = body(&mut db, &person, id).await?;
    let mut tx = db.begin().await?;
    handovers::lock(&mut tx, id).await?;
    match read(&mut tx, &person, &body, &typed).await? {
        Ok((new, name)) => {
            rosters::insert(&mut tx, &new).await?;
            let told = Told::new(json!({
                "member": name, "valid_from": new.valid_from, "valid_to": new.valid_to, "source": new.source,
            }));
            record(&mut tx, "registry.member.add", Some(id), told, &person, now).await?;
            tx.commit().await?;
            let message = format!("已加入名册：{name}。");
            session.leave(&mut db, &message).await?;
            Ok(see_other(&paths::registry_body(id)))
        }
        Err(wrong) => {
            tx.rollback().await?;
            let question = Question::of(calendar.today, false);
            let typed = TypedOn::Member(&typed, wrong);
            let page = BodyPage::load(&mut db, shell, &person, &body, question, typed).await?;
            Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
        }
    }
}

/// What was typed about another member, with its name.
async fn read(
    db: &mut PgConnection,
    person: &Person,
    body: &KeptDepartment,
    fields: &Fields,
) -> Result<Result<(NewMember, String), Vec<Wrong>>, Error> {
    let mut reader = Reader::new(fields);
    let life = Lifetime::new(reader.day("from"), reader.day("to"));
    if !life.is_possible() {
        reader.fault("to", "退出日应晚于加入日。");
    }
    let source = reader.text("source", 200);
    let mut wrong = reader.wrong;
    let member = match chooser::chosen(db, &person.reach(), fields.text("member")).await? {
        Ok(member) if member.id == body.id => {
            wrong.insert(0, Wrong::new("member", "集合单位不能是自己的成员。"));
            None
        }
        Ok(member) => Some(member),
        Err(sentence) => {
            wrong.insert(0, Wrong::new("member", sentence));
            None
        }
    };
    if let Some(member) = &member {
        let there = rosters::of_member(db, body.id, member.id).await?;
        let twice = there
            .iter()
            .find(|one| Lifetime::new(one.valid_from, one.valid_to).overlaps(life));
        if twice.is_some() {
            let sentence = format!("{}在这些日期里已经是成员。", member.short_name);
            wrong.insert(0, Wrong::new("member", sentence));
        }
    }
    Ok(match (member, wrong.is_empty()) {
        (Some(member), true) => Ok((
            NewMember {
                collective_id: body.id,
                member_id: member.id,
                valid_from: life.from,
                valid_to: life.to,
                order: None,
                source,
            },
            member.short_name,
        )),
        _ => Err(wrong),
    })
}

/// `POST /registry/members/{member}/end`: until when a member belongs to its body.
#[expect(
    clippy::too_many_arguments,
    reason = "one argument for each thing the handler needs"
)]
pub async fn end(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let member = rosters::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let body = body(&mut db, &person, member.collective_id).await?;
    let mut tx = db.begin().await?;
    let wrong = ending(&mut tx, &member, &typed).await?;
    if let Err(wrong) = wrong {
        tx.rollback().await?;
        let question = Question::of(calendar.today, true);
        let typed = TypedOn::End(id, &typed, wrong);
        let page = BodyPage::load(&mut db, shell, &person, &body, question, typed).await?;
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let to = typed.parsed("to").unwrap_or(None);
    let version = typed.parsed("version")?.unwrap_or(0);
    if !rosters::end(&mut tx, id, version, to).await? {
        return Err(Error::Conflict(
            "别人刚刚改过这条成员记录，您的这次修改没有写入。请返回名册查看后再定。",
        ));
    }
    told_end(&mut tx, &member, to, &person, now).await?;
    tx.commit().await?;
    let message = match to {
        Some(day) => format!(
            "已登记：{} 从 {} 起不再是成员。",
            member.member,
            wording::date(day)
        ),
        None => format!("已登记：{} 仍是成员。", member.member),
    };
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_body(member.collective_id)))
}

async fn told_end(
    db: &mut PgConnection,
    member: &Membership,
    to: Option<NaiveDate>,
    person: &Person,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let told = Told::changed(
        json!({ "member": member.member, "valid_to": member.valid_to }),
        json!({ "member": member.member, "valid_to": to }),
    );
    let body = Some(member.collective_id);
    record(db, "registry.member.end", body, told, person, now).await
}

/// What is wrong with the day on which a membership is to end.
async fn ending(
    db: &mut PgConnection,
    member: &Membership,
    fields: &Fields,
) -> Result<Result<(), Vec<Wrong>>, Error> {
    let mut reader = Reader::new(fields);
    let life = Lifetime::new(member.valid_from, reader.day("to"));
    let mut wrong: Vec<Wrong> = reader.wrong;
    let field = format!("member-{}-to", member.id);
    for one in &mut wrong {
        one.field.clone_from(&field);
    }
    if !life.is_possible() {
        wrong.push(Wrong::new(field.as_str(), "退出日应晚于加入日。"));
    }
    let others = rosters::of_member(db, member.collective_id, member.member_id).await?;
    let twice = others.iter().any(|one| {
        one.id != member.id && Lifetime::new(one.valid_from, one.valid_to).overlaps(life)
    });
    if twice {
        wrong.push(Wrong::new(field, "与它的另一条成员记录日期重叠。"));
    }
    Ok(match wrong.is_empty() {
        true => Ok(()),
        false => Err(wrong),
    })
}
