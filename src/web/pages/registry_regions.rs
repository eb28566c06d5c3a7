//! 单位库 · 行政区: the tree, a new region, one as it is.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sqlx::{Acquire, PgConnection};

use crate::registry::RegionLevel;
use crate::store;
use crate::store::kept_regions::{self, KeptRegion, RegionChoice};
use crate::web::error::Error;
use crate::web::extract::{Asked, CurrentSession, Db, Fields, Now, Path, Typed};
use crate::web::keeping::field::{Clash, Wrong};
use crate::web::keeping::record::{Told, record};
use crate::web::keeping::region_form::{self, RegionForm};
use crate::web::page::{Page, Shell, see_other, with_status};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "registry/regions.html")]
struct RegionsPage {
    shell: Shell,
    caption: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    /// It stands below the region above it in the list.
    lower: bool,
    code: String,
    name: String,
    short_name: String,
    level: &'static str,
    prefixes: String,
    capital: String,
    departments: i64,
    listed: String,
    add: String,
    /// Where the regions below can be seen, when they are not on the page.
    below: Option<String>,
}

/// `GET /registry/regions`: the tree, or what stands below one region.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let reach = person.reach();
    let root = match asked.parsed::<i64>("below")? {
        Some(id) => Some(found(&mut db, &person, id).await?),
        None => None,
    };
    let first = match &root {
        Some(root) => kept_regions::below(&mut db, &reach, &[root.id], false).await?,
        None => kept_regions::below(&mut db, &reach, &[], true).await?,
    };
    let keys: Vec<i64> = first.iter().map(|region| region.id).collect();
    let second = kept_regions::below(&mut db, &reach, &keys, false).await?;
    let keys: Vec<i64> = second.iter().map(|region| region.id).collect();
    let third = kept_regions::below(&mut db, &reach, &keys, false).await?;
    let deeper: Vec<i64> = third.iter().filter_map(|region| region.parent_id).collect();
    let total = first.len() + second.len();
    let rows = tree(first, second, &deeper);
    let mut shell = shell.under(paths::REGISTRY, "单位库");
    if let Some(root) = &root {
        shell = shell.under(paths::REGISTRY_REGIONS, "行政区");
        shell = shell.titled(root.name.clone());
    } else {
        shell = shell.titled("行政区");
    }
    Ok(Page(RegionsPage {
        shell,
        caption: format!("行政区 {total} 个，下级列在上级之下"),
        rows,
    })
    .into_response())
}

/// Regions below their parents, two levels deep.
fn tree(first: Vec<KeptRegion>, second: Vec<KeptRegion>, deeper: &[i64]) -> Vec<Row> {
    let mut below: BTreeMap<i64, Vec<KeptRegion>> = BTreeMap::new();
    for region in second {
        if let Some(parent) = region.parent_id {
            below.entry(parent).or_default().push(region);
        }
    }
    let mut rows = Vec::new();
    for region in first {
        let children = below.remove(&region.id).unwrap_or_default();
        rows.push(Row::new(region, false, false));
        for child in children {
            let has_more = deeper.contains(&child.id);
            rows.push(Row::new(child, true, has_more));
        }
    }
    rows
}

impl Row {
    fn new(region: KeptRegion, lower: bool, has_more: bool) -> Self {
        let level: Option<RegionLevel> = region.level.parse().ok();
        Self {
            href: paths::registry_region(region.id),
            lower,
            level: level.map_or("未注明", RegionLevel::label),
            prefixes: region.prefixes.replace(';', "、"),
            listed: paths::registry_departments_of(region.id),
            add: paths::registry_region_new(region.id),
            below: has_more.then(|| paths::registry_regions_below(region.id)),
            code: region.code,
            name: region.name,
            short_name: region.short_name,
            capital: region.capital,
            departments: region.departments,
        }
    }
}

#[derive(Template)]
#[template(path = "registry/region.html")]
struct RegionPage {
    shell: Shell,
    action: String,
    /// The version of the region, if it is there already.
    version: Option<i32>,
    code: String,
    form: RegionForm,
    wrong: Vec<Wrong>,
    clash: Option<Clash>,
}

impl RegionPage {
    fn new(
        shell: Shell,
        region: Option<&KeptRegion>,
        fields: &Fields,
        wrong: Vec<Wrong>,
        regions: &[RegionChoice],
    ) -> Self {
        let title = region.map_or_else(
            || "新增行政区".to_owned(),
            |region| format!("维护：{}", region.name),
        );
        let mut shell = shell
            .titled(title)
            .under(paths::REGISTRY, "单位库")
            .under(paths::REGISTRY_REGIONS, "行政区");
        shell.invalid = !wrong.is_empty();
        let others: Vec<RegionChoice> = regions
            .iter()
            .filter(|one| region.is_none_or(|region| region.id != one.id))
            .cloned()
            .collect();
        Self {
            shell,
            action: region.map_or_else(
                || paths::REGISTRY_REGIONS.to_owned(),
                |region| paths::registry_region(region.id),
            ),
            version: region.map(|region| region.version),
            code: region.map_or_else(String::new, |region| region.code.clone()),
            form: RegionForm::new(fields, &wrong, &others, region.is_none()),
            wrong,
            clash: None,
        }
    }
}

async fn found(db: &mut PgConnection, person: &Person, id: i64) -> Result<KeptRegion, Error> {
    kept_regions::find(db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)
}

/// `GET /registry/regions/new`.
pub async fn new(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let parent = match asked.parsed("parent")? {
        Some(id) => Some(found(&mut db, &person, id).await?),
        None => None,
    };
    let fields = region_form::blank(parent.as_ref());
    Ok(Page(RegionPage::new(shell, None, &fields, Vec::new(), &regions)).into_response())
}

/// `POST /registry/regions`.
pub async fn create(
    shell: Shell,
    person: Person,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let (facts, mut wrong) = region_form::read(&typed, &regions, None);
    if person.reach().regions().is_some() && facts.parent_id.is_none() && wrong.is_empty() {
        wrong.push(Wrong::new("parent", "请选择您管辖范围内的上级。"));
    }
    let mut tx = db.begin().await?;
    if wrong.is_empty() {
        match kept_regions::insert(&mut tx, &facts).await {
            Ok(id) => {
                let told = Told::new(region_form::told(&facts, &regions));
                record(&mut tx, "registry.region.add", None, told, &person, now).await?;
                tx.commit().await?;
                let message = format!("已新增行政区：{}。", facts.name);
                session.leave(&mut db, &message).await?;
                return Ok(see_other(&paths::registry_region(id)));
            }
            Err(error) if store::constraint(&error) == Some("jurisdiction_code_key") => {
                let sentence = format!("代码“{}”已经用于另一行政区。", facts.code);
                wrong.push(Wrong::new("code", sentence));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let page = RegionPage::new(shell, None, &typed, wrong, &regions);
    Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page))
}

/// `GET /registry/regions/{region}`.
pub async fn edit(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let region = found(&mut db, &person, id).await?;
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let fields = region_form::fields_of(&region);
    let page = RegionPage::new(shell, Some(&region), &fields, Vec::new(), &regions);
    Ok(Page(page).into_response())
}

/// `POST /registry/regions/{region}`.
pub async fn update(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    Now(now): Now,
    CurrentSession(session): CurrentSession,
    mut db: Db,
    typed: Typed,
) -> Result<Response, Error> {
    let region = found(&mut db, &person, id).await?;
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let (facts, mut wrong) = region_form::read(&typed, &regions, Some(&region.code));
    let mut tx = db.begin().await?;
    if let Some(parent) = facts.parent_id
        && kept_regions::would_cycle(&mut tx, id, parent).await?
    {
        let sentence = "这个上级在本行政区之下，会绕成一圈。请另选一个。";
        wrong.push(Wrong::new("parent", sentence));
    }
    if !wrong.is_empty() {
        let page = RegionPage::new(shell, Some(&region), &typed, wrong, &regions);
        return Ok(with_status(StatusCode::UNPROCESSABLE_ENTITY, page));
    }
    let version = typed.parsed("version")?.unwrap_or(0);
    if !kept_regions::update(&mut tx, id, version, &facts).await? {
        tx.rollback().await?;
        let region = found(&mut db, &person, id).await?;
        let mut page = RegionPage::new(shell, Some(&region), &typed, Vec::new(), &regions);
        page.shell.invalid = true;
        page.clash = Some(region_form::clash(&typed, &region, &regions));
        return Ok(with_status(StatusCode::CONFLICT, page));
    }
    let told = Told::changed(
        region_form::told(&region_form::facts_of(&region), &regions),
        region_form::told(&facts, &regions),
    );
    record(&mut tx, "registry.region.change", None, told, &person, now).await?;
    tx.commit().await?;
    session
        .leave(&mut db, &format!("已保存：{}。", facts.name))
        .await?;
    Ok(see_other(&paths::registry_region(id)))
}
