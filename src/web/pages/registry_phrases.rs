//! 单位库 · 试一句: a phrase that assigns, and what is recognised in it step by step. Nothing is written.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use crate::domain::{Calendar, RoleRule};
use crate::registry::Registry;
use crate::store;
use crate::store::kept_regions::{self, RegionChoice};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Fields};
use crate::web::keeping::field::{Field, Select, options_of};
use crate::web::keeping::phrase::{Found, Question, Trace, trace};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// The longest phrase that is read, in characters.
const LONGEST: usize = 1000;

#[derive(Template)]
#[template(path = "registry/phrase.html")]
struct PhrasePage {
    shell: Shell,
    text: String,
    longest: usize,
    region: Select,
    day: Field,
    rule: Select,
    asked: bool,
    traces: Vec<Part>,
    known: usize,
}

/// A name and what became of it.
struct Part {
    printed: String,
    role: String,
    restored: String,
    how: String,
    department: Option<Link>,
    /// What is known of the department, or why it is none, a sentence each.
    steps: Vec<String>,
    nearest: Vec<Link>,
    members: Vec<String>,
}

/// `GET /registry/phrase`.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let fields = settled(&asked, &regions, calendar.today);
    let text: String = asked.text("text").chars().take(LONGEST).collect();
    let mut traces = Vec::new();
    if !text.is_empty() {
        let registry = store::registry::load(&mut db).await?;
        let found = traced(&text, &fields, &registry, calendar.today)?;
        let codes: Vec<String> = found.iter().flat_map(codes).collect();
        let keys = store::registry::department_keys(&mut db, &codes).await?;
        let href = |code: &str| {
            let key = keys.get(code).copied().unwrap_or_default();
            paths::registry_department(key)
        };
        traces = found.into_iter().map(|one| Part::new(one, href)).collect();
    }
    let page = PhrasePage {
        shell: shell
            .titled("试一句责任单位")
            .under(paths::REGISTRY, "单位库"),
        asked: !text.is_empty(),
        text,
        longest: LONGEST,
        region: Select::new(
            "region",
            "文件所属行政区",
            "“自治区”“省”指哪里由它决定。",
            regions
                .iter()
                .map(|one| (one.code.clone(), one.name.clone())),
        )
        .filled(&fields, &[]),
        day: Field::day("day", "文件日期", "名称和名册按这一天识别。").filled(&fields, &[]),
        rule: Select::new("rule", "没有写明角色的名单", "", options_of!(RoleRule))
            .filled(&fields, &[]),
        known: traces.iter().filter(|one| one.department.is_some()).count(),
        traces,
    };
    Ok(Page(page).into_response())
}

/// What was asked, with what is usual where nothing was.
fn settled(asked: &Fields, regions: &[RegionChoice], today: NaiveDate) -> Fields {
    let usual = |name: &str, value: String| {
        let given = asked.text(name);
        let value = match given.is_empty() {
            true => value,
            false => given.to_owned(),
        };
        (name.to_owned(), value)
    };
    // The first region that stands below none is that of most documents of an installation with few.
    let region = regions.iter().find(|one| one.code == "65");
    let region = region.or(regions.first());
    Fields(vec![
        usual(
            "region",
            region.map_or_else(String::new, |one| one.code.clone()),
        ),
        usual("day", wording::date(today)),
        usual("rule", RoleRule::ExplicitOnly.code().to_owned()),
    ])
}

fn traced(
    text: &str,
    fields: &Fields,
    registry: &Registry,
    today: NaiveDate,
) -> Result<Vec<Trace>, Error> {
    let unknown = Error::BadRequest("没有这个行政区。请从列表中选择。");
    let region = registry
        .jurisdictions()
        .iter()
        .find(|one| one.code == fields.text("region"))
        .ok_or(unknown)?;
    let question = Question {
        text,
        region,
        day: fields.parsed("day")?.unwrap_or(today),
        rule: fields.parsed("rule")?.unwrap_or(RoleRule::ExplicitOnly),
        today,
    };
    Ok(trace(question, registry))
}

/// The codes that a name leads to.
fn codes(trace: &Trace) -> Vec<String> {
    match &trace.found {
        Found::One(one) => vec![one.code.clone()],
        Found::Several(some) | Found::None(some) => {
            some.iter().map(|(code, _)| code.clone()).collect()
        }
    }
}

impl Part {
    fn new(trace: Trace, href: impl Fn(&str) -> String) -> Self {
        let links = |some: Vec<(String, String)>| -> Vec<Link> {
            some.into_iter()
                .map(|(code, name)| Link::new(href(&code), name))
                .collect()
        };
        let mut part = Self {
            printed: trace.printed,
            role: trace.role,
            restored: trace.restored,
            how: trace.how,
            department: None,
            steps: Vec::new(),
            nearest: Vec::new(),
            members: Vec::new(),
        };
        match trace.found {
            Found::One(one) => {
                part.department = Some(Link::new(href(&one.code), one.name));
                part.steps = vec![one.by, one.life];
                part.steps.extend(one.onward);
                part.members = one.members;
            }
            Found::Several(some) => {
                part.steps = vec!["单位库中有几个单位用这个名称，要人工选择".to_owned()];
                part.nearest = links(some);
            }
            Found::None(near) => {
                part.steps = vec!["单位库中没有这个名称".to_owned()];
                part.nearest = links(near);
            }
        }
        part
    }
}
