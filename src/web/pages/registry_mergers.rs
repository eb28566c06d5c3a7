//! 单位库 · 合并重复单位: what would move from the one that was created by mistake, and moving it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use crate::store::department_mergers::{self, MergerPlan, MovingItem};
use crate::store::duty_changes::Act;
use crate::store::kept_departments::{self, KeptDepartment};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::chooser;
use crate::web::keeping::field::{Field, Wrong};
use crate::web::keeping::record::{Told, record};
use crate::web::page::{Link, Page, Shell, see_other, with_status};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// So many items are listed.
const LISTED: i64 = 200;

#[derive(Template)]
#[template(path = "registry/merger.html")]
struct MergerPage {
    shell: Shell,
    action: String,
    confirmation: String,
    wrong_name: String,
    into: Field,
    suggestions: Vec<(String, String)>,
    wrong: Vec<Wrong>,
    plan: Option<Plan>,
}

/// What would move.
struct Plan {
    right: i64,
    right_name: String,
    counts: Vec<(&'static str, i64)>,
    shared: i64,
    obstacles: Vec<String>,
    items: Vec<Row>,
    more: i64,
    digest: String,
    /// It changed since the page was made.
    moved: bool,
}

struct Row {
    item: Link,
    locus: String,
    document: String,
    printed: String,
    shared: bool,
}

impl Plan {
    fn new(right: &KeptDepartment, plan: MergerPlan, items: Vec<MovingItem>) -> Self {
        let total = plan.responsibilities.max(plan.duties);
        let listed = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let counts = [
            ("职责", plan.responsibilities),
            ("应报", plan.duties),
            ("填报", plan.reports),
            ("名称和别名", plan.aliases),
            ("名册", plan.memberships),
            ("沿革", plan.successions),
            ("账号岗位", plan.grants),
        ];
        Self {
            right: right.id,
            right_name: right.short_name.clone(),
            counts: counts.to_vec(),
            shared: plan.shared,
            obstacles: obstacles(&plan),
            more: if listed == LISTED { total - listed } else { 0 },
            items: items.into_iter().map(Row::new).collect(),
            digest: digest(right.id, &plan),
            moved: false,
        }
    }
}

impl Row {
    fn new(item: MovingItem) -> Self {
        Self {
            item: Link::new(paths::item(item.id), item.title),
            locus: item.locus,
            document: wording::shortened(&item.document, 24),
            printed: item.printed.join("、"),
            shared: item.shared,
        }
    }
}

/// What the page was made from: every count.
fn digest(right: i64, plan: &MergerPlan) -> String {
    format!(
        "{right}-{}-{}-{}-{}-{}",
        plan.responsibilities, plan.duties, plan.shared, plan.reports, plan.aliases
    )
}

/// Why the two cannot be merged.
fn obstacles(plan: &MergerPlan) -> Vec<String> {
    let mut obstacles = Vec::new();
    if plan.apart {
        obstacles.push("两个单位不在同一行政区。先把行政区改成一致。".to_owned());
    }
    if plan.related {
        obstacles.push("两个单位有承接关系，是先后两个单位，不是重复登记。".to_owned());
    }
    if plan.accepted > 0 {
        obstacles.push(format!(
            "有 {} 份已核实的填报。核实过的填报是存档记录，不能改到别的单位名下；请改为登记沿革（更名）并移交在办事项。",
            plan.accepted
        ));
    }
    if plan.doubled > 0 {
        obstacles.push(format!(
            "两个单位在 {} 个相同的事项和周期上都有填报，合并会有两份。请先由其中一个单位撤回或退回处理。",
            plan.doubled
        ));
    }
    if plan.changed {
        obstacles.push("它参与过职责移交或名册调整。请先在职责变动中撤销。".to_owned());
    }
    if plan.rostered {
        obstacles.push("它是有名册的集合单位，而对方不是集合单位。".to_owned());
    }
    obstacles
}

async fn found(db: &mut PgConnection, person: &Person, id: i64) -> Result<KeptDepartment, Error> {
    kept_departments::find(db, &person.reach(), id)
        .await?
        .filter(|department| department.merged_into.is_none())
        .ok_or(Error::NotFound)
}

/// The page with the plan to merge into the department that was typed, if one was.
async fn load(
    db: &mut PgConnection,
    shell: Shell,
    person: &Person,
    wrong: &KeptDepartment,
    fields: &Fields,
) -> Result<MergerPage, Error> {
    let typed = fields.text("into");
    let mut mistakes = Vec::new();
    let mut plan = None;
    if !typed.is_empty() {
        match chooser::chosen(db, &person.reach(), typed).await? {
            Ok(right) if right.id == wrong.id => {
                mistakes.push(Wrong::new("into", "请填另一个单位。"));
            }
            Ok(right) => {
                let counts = department_mergers::plan(db, wrong.id, right.id).await?;
                let items = department_mergers::items(db, wrong.id, right.id, LISTED).await?;
                plan = Some(Plan::new(&right, counts, items));
            }
            Err(sentence) => mistakes.push(Wrong::new("into", sentence)),
        }
    }
    let mut shell = shell
        .titled(format!("合并重复单位：{}", wrong.short_name))
        .under(paths::REGISTRY, "单位库")
        .under(paths::REGISTRY_DEPARTMENTS, "单位")
        .under(
            paths::registry_department(wrong.id),
            wrong.short_name.clone(),
        );
    shell.invalid = !mistakes.is_empty();
    Ok(MergerPage {
        shell,
        action: paths::registry_merger(wrong.id),
        confirmation: paths::registry_merger_confirmation(wrong.id),
        wrong_name: wrong.short_name.clone(),
        into: Field::department("into", "并到哪个单位", "代码、全称、简称或别名。")
            .filled(fields, &mistakes),
        suggestions: chooser::suggestions(db, &person.reach()).await?,
        wrong: mistakes,
        plan,
    })
}

/// `GET /registry/departments/{department}/merger`: what would move; nothing is written.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let wrong = found(&mut db, &person, id).await?;
    let mut fields = asked;
    // A link from the list names the other one by its key.
    if let Some(key) = fields.parsed::<i64>("with")? {
        let right = found(&mut db, &person, key).await?;
        fields.0.push(("into".to_owned(), right.code));
    }
    let page = load(&mut db, shell, &person, &wrong, &fields).await?;
    Ok(Page(page).into_response())
}

/// `POST /registry/departments/{department}/merger/confirmation`.
pub async fn apply(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let wrong = kept_departments::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    if let Some(right) = wrong.merged_into {
        session.leave(&mut db, "这两个单位已经合并过了。").await?;
        return Ok(see_other(&paths::registry_department(right)));
    }
    let right = typed.parsed::<i64>("right")?.ok_or(Error::BadRequest(
        "没有指明并到哪个单位。请从合并页面重新选择。",
    ))?;
    let right = found(&mut db, &person, right).await?;
    if right.id == id {
        return Err(Error::BadRequest(
            "一个单位不能并到它自己。请返回合并页面另选。",
        ));
    }
    let mut tx = db.begin().await?;
    department_mergers::lock(&mut tx, id, right.id).await?;
    let plan = department_mergers::plan(&mut tx, id, right.id).await?;
    if !plan.is_safe() || typed.text("digest") != digest(right.id, &plan) {
        let fields = Fields(vec![("into".to_owned(), right.code.clone())]);
        let mut page = load(&mut tx, shell, &person, &wrong, &fields).await?;
        if let Some(shown) = page.plan.as_mut() {
            shown.moved = plan.is_safe();
        }
        return Ok(with_status(StatusCode::CONFLICT, page));
    }
    let act = Act {
        by: Some(person.id),
        at: now,
    };
    department_mergers::merge(&mut tx, id, right.id, act).await?;
    let told = Told::changed(
        serde_json::json!({ "name": wrong.short_name }),
        serde_json::json!({
            "name": right.short_name,
            "responsibilities": plan.responsibilities,
            "reports": plan.reports,
            "aliases": plan.aliases,
        }),
    );
    let of = Some(right.id);
    record(&mut tx, "registry.department.merge", of, told, &person, now).await?;
    tx.commit().await?;
    let message = format!("已合并：{} 并到 {}。", wrong.short_name, right.short_name);
    session.leave(&mut db, &message).await?;
    Ok(see_other(&paths::registry_department(right.id)))
}
