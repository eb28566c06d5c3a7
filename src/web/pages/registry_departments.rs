//! 单位库 · 单位: the list of departments, and what the names of those say that an import created.

use askama::Template;
use axum::response::{IntoResponse, Response};
use sqlx::PgConnection;

use crate::domain::Calendar;
use crate::registry::{Confidence, DepartmentKind};
use crate::store;
use crate::store::kept_departments::{self, Ask, KeptDepartment, Shown, Tallies};
use crate::store::kept_regions::{self, RegionChoice};
use crate::web::components::{Count, Pager, Slice};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Fields};
use crate::web::keeping::alias_form::stated_life;
use crate::web::keeping::completion::{completion, near};
use crate::web::keeping::field::options_of;
use crate::web::page::{Link, Page, Shell};
use crate::web::paths;
use crate::web::person::Person;

#[derive(Template)]
#[template(path = "registry/departments.html")]
struct DepartmentsPage {
    shell: Shell,
    words: String,
    shown: &'static str,
    regions: Vec<(i64, String, bool)>,
    kinds: Vec<(String, String, bool)>,
    choices: Vec<Choice>,
    caption: String,
    incomplete: bool,
    rows: Vec<Row>,
    pager: Pager,
}

struct Choice {
    label: &'static str,
    count: Count,
    chosen: bool,
}

struct Row {
    link: Link,
    name: String,
    code: String,
    kind: &'static str,
    region: String,
    order: i32,
    life: String,
    confidence: &'static str,
    completion: Option<Completion>,
}

/// What the name of a department that an import created says about it.
struct Completion {
    action: String,
    version: i32,
    proposal: String,
    nearest: Vec<Link>,
}

/// Conditions of the list, spelled in its address.
#[derive(Clone)]
struct Filter {
    shown: Shown,
    jurisdiction: Option<i64>,
    kind: Option<DepartmentKind>,
    words: String,
}

impl Filter {
    fn asked(fields: &Fields) -> Result<Self, Error> {
        Ok(Self {
            shown: fields.parsed("which")?.unwrap_or(Shown::All),
            jurisdiction: fields.parsed("region")?,
            kind: fields.parsed("kind")?,
            words: fields.text("words").chars().take(50).collect(),
        })
    }

    fn href(&self, page: i64) -> String {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let pairs = [
            (
                "which",
                (self.shown != Shown::All).then(|| self.shown.code().to_owned()),
            ),
            ("region", self.jurisdiction.map(|id| id.to_string())),
            ("kind", self.kind.map(|kind| kind.code().to_owned())),
            ("words", given(&self.words)),
            ("page", (page != 1).then(|| page.to_string())),
        ];
        paths::with_query(paths::REGISTRY_DEPARTMENTS, &pairs)
    }
}

/// `GET /registry/departments`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let (filter, slice) = (Filter::asked(&asked)?, Slice::asked(&asked)?);
    let ask = Ask {
        reach: person.reach(),
        shown: filter.shown,
        jurisdiction: filter.jurisdiction,
        kind: filter.kind,
        words: (!filter.words.is_empty()).then(|| filter.words.clone()),
        today: calendar.today,
    };
    let tallies = kept_departments::tallies(&mut db, &ask).await?;
    let lines = kept_departments::list(&mut db, &ask, slice.size, slice.offset()).await?;
    let regions = kept_regions::choices(&mut db, &person.reach()).await?;
    let mut rows: Vec<Row> = lines.iter().map(Row::new).collect();
    if filter.shown == Shown::Incomplete && !lines.is_empty() {
        propose(&mut db, &lines, &mut rows).await?;
    }
    let page = DepartmentsPage::new(shell, &filter, slice, tallies, &regions, rows);
    Ok(Page(page).into_response())
}

/// Puts what the names say beside the departments that imports created.
async fn propose(
    db: &mut PgConnection,
    lines: &[KeptDepartment],
    rows: &mut [Row],
) -> Result<(), Error> {
    let registry = store::registry::load(db).await?;
    let codes: Vec<String> = lines
        .iter()
        .flat_map(|line| near(&registry, line))
        .map(|one| one.code.clone())
        .collect();
    let keys = store::registry::department_keys(db, &codes).await?;
    for (line, row) in lines.iter().zip(rows) {
        let nearest = near(&registry, line).into_iter().filter_map(|one| {
            let key = keys.get(&one.code)?;
            Some(Link::new(
                paths::registry_merger_into(line.id, *key),
                one.short_name.clone(),
            ))
        });
        row.completion = completion(&registry, line).map(|proposal| Completion {
            action: paths::registry_completion(line.id),
            version: line.version,
            proposal: format!("{}，{}", proposal.name, proposal.kind.label()),
            nearest: nearest.collect(),
        });
    }
    Ok(())
}

impl DepartmentsPage {
    fn new(
        shell: Shell,
        filter: &Filter,
        slice: Slice,
        tallies: Tallies,
        regions: &[RegionChoice],
        rows: Vec<Row>,
    ) -> Self {
        let total = tallies.of(filter.shown);
        let pager = Pager::new(slice, total, |page| filter.href(page));
        let choices = Shown::ALL.iter().map(|shown| {
            let href = Filter {
                shown: *shown,
                ..filter.clone()
            }
            .href(1);
            Choice {
                label: shown.label(),
                count: Count::new(tallies.of(*shown), href, shown.label()),
                chosen: *shown == filter.shown,
            }
        });
        let kinds = options_of!(DepartmentKind).map(|(code, label)| {
            let chosen = filter.kind.is_some_and(|kind| kind.code() == code);
            (code, label, chosen)
        });
        Self {
            shell: shell
                .titled(format!("单位维护{}", pager.title()))
                .under(paths::REGISTRY, "单位库"),
            words: filter.words.clone(),
            shown: filter.shown.code(),
            regions: regions
                .iter()
                .map(|one| {
                    (
                        one.id,
                        one.name.clone(),
                        filter.jurisdiction == Some(one.id),
                    )
                })
                .collect(),
            kinds: kinds.collect(),
            choices: choices.collect(),
            caption: format!("单位 {total} 个，按行政区和行政序列排列"),
            incomplete: filter.shown == Shown::Incomplete,
            rows,
            pager,
        }
    }
}

impl Row {
    fn new(line: &KeptDepartment) -> Self {
        let confidence: Option<Confidence> = line.confidence.parse().ok();
        Self {
            link: Link::new(paths::registry_department(line.id), line.short_name.clone()),
            name: line.name.clone(),
            code: line.code.clone(),
            kind: line.kind.label(),
            region: line.jurisdiction.clone(),
            order: line.order,
            life: stated_life(line.valid_from, line.valid_to),
            confidence: confidence.map_or("未注明", Confidence::label),
            completion: None,
        }
    }
}
