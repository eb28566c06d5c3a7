//! 单位库 · 登记沿革: a body that was renamed, merged into another or split.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;
use serde_json::json;
use sqlx::{Acquire, PgConnection};

use crate::registry::{Confidence, SuccessionKind};
use crate::store::kept_departments::KeptDepartment;
use crate::store::successions::{self, NewSuccession};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Typed};
use crate::web::keeping::chooser;
use crate::web::keeping::field::{Field, Reader, Select, Wrong, options_of};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "registry/succession.html")]
struct NewPage {
    shell: Shell,
    kind: Select,
    from: Field,
    to: Field,
    on: Field,
    scope: Field,
    confidence: Select,
    source: Field,
    wrong: Vec<Wrong>,
    suggestions: Vec<(String, String)>,
}

impl NewPage {
    fn new(
        shell: Shell,
        fields: &Fields,
        wrong: Vec<Wrong>,
        suggestions: Vec<(String, String)>,
    ) -> Self {
        let mut shell = shell
            .titled("登记沿革")
            .under(paths::REGISTRY, "单位库")
            .under(paths::REGISTRY_SUCCESSIONS, "沿革");
        shell.invalid = !wrong.is_empty();
        let field = |field: Field| field.filled(fields, &wrong);
        Self {
            shell,
            from: field(Field::department(
                "from",
                "原单位",
                "代码、全称、简称或别名。",
            )),
            to: field(Field::department(
                "to",
                "承接单位",
                "单位库中还没有的，先新增单位。拆分到几个单位的，每个登记一条。",
            )),
            kind: Select::new(
                "kind",
                "方式",
                "更名、并入：到日后在办事项整体移交；职责划转：逐项指定由谁承接。",
                options_of!(SuccessionKind),
            )
            .filled(fields, &wrong),
            on: field(Field::day("on", "承接日", "承接单位开始负责的第一天。")),
            scope: field(Field::text(
                "scope",
                "范围",
                "职责划转的必填，如 食品安全监督管理。",
                100,
            )),
            confidence: Select::new("confidence", "可靠程度", "", options_of!(Confidence))
                .filled(fields, &wrong),
            source: field(Field::text("source", "来源", "文号或网址。", 200)),
            wrong,
            suggestions,
        }
    }
}

/// `GET /registry/successions/new`.
pub async fn new(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let suggestions = chooser::suggestions(&mut db, &person.reach()).await?;
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let fields = Fields(vec![
        pair("from", asked.text("from")),
        pair("kind", SuccessionKind::Rename.code()),
        pair("confidence", Confidence::High.code()),
    ]);
    Ok(Page(NewPage::new(shell, &fields, Vec::new(), suggestions)).into_response())
}

/// `POST /registry/successions`.
pub async fn create(
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let mut tx = db.begin().await?;
    let read = read(&mut tx, &person, &typed).await?;
    let wrong = match read {
        Ok((new, from, to)) => match successions::insert(&mut tx, &new).await? {
            Some(_) => {
                successions::end_predecessor(&mut tx, from.id, new.on_date).await?;
                let told = Told::new(told(&new, &from, &to));
                let of = Some(from.id);
                record(&mut tx, "registry.succession.add", of, told, &person, now).await?;
                tx.commit().await?;
                let message = format!(
                    "已登记：{} 从 {} 起由 {} 承接。",
                    from.short_name,
                    wording::date(new.on_date),
                    to.short_name
                );
                session.leave(&mut db, &message).await?;
                return Ok(see_other(&paths::registry_handover(from.id)));
            }
            None => vec![Wrong::new("to", "同一天的这条沿革已经登记过了。")],
        },
        Err(wrong) => wrong,
    };
    tx.rollback().await?;
    let suggestions = chooser::suggestions(&mut db, &person.reach()).await?;
    let page = NewPage::new(shell, &typed, wrong, suggestions);
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
}

fn told(new: &NewSuccession, from: &KeptDepartment, to: &KeptDepartment) -> serde_json::Value {
    json!({
        "predecessor": from.short_name,
        "successor": to.short_name,
        "on": new.on_date,
        "how": new.kind.label(),
        "scope": new.scope,
    })
}

type Read = Result<(NewSuccession, KeptDepartment, KeptDepartment), Vec<Wrong>>;

async fn read(db: &mut PgConnection, person: &Person, fields: &Fields) -> Result<Read, Error> {
    let mut reader = Reader::new(fields);
    let kind: Option<SuccessionKind> = reader.word("kind", "方式");
    let on = reader.needed_day("on", "承接日");
    let scope = reader.text("scope", 100);
    if kind == Some(SuccessionKind::Split) && scope.is_empty() {
        reader.fault("scope", "职责划转请写明划走的范围，如 食品安全监督管理。");
    }
    let confidence: Option<Confidence> = reader.word("confidence", "可靠程度");
    let source = reader.text("source", 200);
    let mut wrong = reader.wrong;
    let reach = person.reach();
    let from = chooser::chosen(db, &reach, fields.text("from")).await?;
    // A body that central offices merged into may belong to another region.
    let to = chooser::chosen(db, &crate::store::Reach(None), fields.text("to")).await?;
    for (field, chosen) in [("to", &to), ("from", &from)] {
        if let Err(sentence) = chosen {
            wrong.insert(0, Wrong::new(field, sentence.clone()));
        }
    }
    let (Ok(from), Ok(to), Some(kind), Some(on), Some(confidence)) =
        (from, to, kind, on, confidence)
    else {
        return Ok(Err(wrong));
    };
    wrong.extend(impossible(db, &from, &to, on).await?);
    if !wrong.is_empty() {
        return Ok(Err(wrong));
    }
    let new = NewSuccession {
        from_id: from.id,
        to_id: to.id,
        on_date: on,
        kind,
        scope,
        confidence: confidence.code().to_owned(),
        source,
    };
    Ok(Ok((new, from, to)))
}

/// What cannot be: a body that follows itself, or the dead who follow the living.
async fn impossible(
    db: &mut PgConnection,
    from: &KeptDepartment,
    to: &KeptDepartment,
    on: NaiveDate,
) -> sqlx::Result<Vec<Wrong>> {
    let mut wrong = Vec::new();
    if from.id == to.id {
        wrong.push(Wrong::new("to", "承接单位不能是原单位自己。"));
    } else if successions::would_cycle(db, from.id, to.id).await? {
        let sentence = format!(
            "{}后来由{}承接，会绕成一圈。",
            to.short_name, from.short_name
        );
        wrong.push(Wrong::new("to", sentence));
    }
    if let Some(end) = to.valid_to.filter(|end| *end <= on) {
        let sentence = format!("承接单位在 {} 已经终止。", wording::date(end));
        wrong.push(Wrong::new("on", sentence));
    }
    if let Some(start) = from.valid_from.filter(|start| *start >= on) {
        let sentence = format!("原单位从 {} 才开始。", wording::date(start));
        wrong.push(Wrong::new("on", sentence));
    }
    Ok(wrong)
}
