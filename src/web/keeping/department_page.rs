//! The page of one department as administrators keep it: its form, its names, what it was and became.

use askama::Template;
use chrono::NaiveDate;
use sqlx::PgConnection;

use super::alias_form::{AliasForm, AliasRow};
use super::department_form::{self, DepartmentForm};
use super::field::{Clash, Wrong};
use crate::registry::DepartmentKind;
use crate::store::kept_aliases::{self, KeptAlias};
use crate::store::kept_departments::KeptDepartment;
use crate::store::kept_regions::{self, RegionChoice};
use crate::store::successions::{self, KeptSuccession};
use crate::web::error::Error;
use crate::web::extract::Fields;
use crate::web::page::{Link, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// The page.
#[derive(Debug, Template)]
#[template(path = "registry/department.html")]
pub struct DepartmentPage {
    shell: Shell,
    action: String,
    version: i32,
    code: String,
    incomplete: Option<String>,
    form: DepartmentForm,
    wrong: Vec<Wrong>,
    clash: Option<Clash>,
    aliases: Vec<AliasRow>,
    alias_form: AliasForm,
    alias_action: String,
    alias_open: bool,
    before: Vec<SuccessionPart>,
    after: Vec<SuccessionPart>,
    ways: Vec<Link>,
}

#[derive(Debug)]
struct SuccessionPart {
    date: String,
    other: Link,
    kind: &'static str,
    scope: String,
    state: Option<Link>,
    /// Where it is taken away, while nothing has passed on; and its version.
    removal: Option<(String, i32)>,
}

/// What was typed into one of the forms of the page and could not be taken.
#[derive(Debug)]
pub enum Typed<'t> {
    /// Nothing.
    Nothing,
    /// Into the form of the department, with what is wrong; or somebody else was faster.
    Department(&'t Fields, Vec<Wrong>, bool),
    /// Into the form for another name.
    Alias(&'t Fields, Vec<Wrong>),
    /// Into the form that dates the name with this key.
    Days(i64, &'t Fields, Vec<Wrong>),
}

/// What the page is made from.
struct Record {
    department: KeptDepartment,
    regions: Vec<RegionChoice>,
    aliases: Vec<KeptAlias>,
    successions: Vec<KeptSuccession>,
}

impl DepartmentPage {
    /// Loads what the page shows, with what was typed on it.
    ///
    /// # Errors
    ///
    /// When the database cannot be asked.
    pub async fn load(
        db: &mut PgConnection,
        shell: Shell,
        person: &Person,
        department: KeptDepartment,
        today: NaiveDate,
        typed: Typed<'_>,
    ) -> Result<Self, Error> {
        let record = Record {
            regions: kept_regions::choices(db, &person.reach()).await?,
            aliases: kept_aliases::of_department(db, department.id).await?,
            successions: successions::of_department(db, department.id).await?,
            department,
        };
        Ok(Self::new(shell, record, today, typed))
    }

    fn new(shell: Shell, record: Record, today: NaiveDate, typed: Typed<'_>) -> Self {
        let department = &record.department;
        let id = department.id;
        let there = department_form::fields_of(department);
        let none = Fields::default();
        let (fields, alias_fields) = match &typed {
            Typed::Department(fields, ..) => (*fields, &none),
            Typed::Alias(fields, _) => (&there, *fields),
            Typed::Nothing | Typed::Days(..) => (&there, &none),
        };
        let clash = match &typed {
            Typed::Department(fields, _, true) => {
                Some(department_form::clash(fields, department, &record.regions))
            }
            _ => None,
        };
        let dated = match &typed {
            Typed::Days(alias, fields, wrong) => Some((*alias, *fields, wrong.as_slice())),
            _ => None,
        };
        let aliases = record.aliases.iter().map(|alias| {
            let typed = dated
                .filter(|(id, ..)| *id == alias.id)
                .map(|(_, fields, wrong)| (fields, wrong));
            AliasRow::new(alias, typed)
        });
        let aliases = aliases.collect();
        let part = |onward: bool| -> Vec<SuccessionPart> {
            record
                .successions
                .iter()
                .filter(|one| (one.from_id == id) == onward)
                .map(|one| SuccessionPart::new(one, onward, today))
                .collect()
        };
        let wrong = match &typed {
            Typed::Department(_, wrong, _) | Typed::Alias(_, wrong) | Typed::Days(_, _, wrong) => {
                wrong.clone()
            }
            Typed::Nothing => Vec::new(),
        };
        let mut shell = shell
            .titled(format!("维护：{}", department.short_name))
            .under(paths::REGISTRY, "单位库")
            .under(paths::REGISTRY_DEPARTMENTS, "单位");
        shell.invalid = !wrong.is_empty() || clash.is_some();
        Self {
            shell,
            action: paths::registry_department(id),
            version: department.version,
            code: department.code.clone(),
            incomplete: department
                .is_incomplete()
                .then(|| paths::registry_completion(id)),
            form: DepartmentForm::new(fields, &wrong, &record.regions, false),
            aliases,
            alias_form: AliasForm::new(alias_fields, &wrong),
            alias_action: paths::registry_aliases(id),
            alias_open: matches!(typed, Typed::Alias(..)),
            before: part(false),
            after: part(true),
            ways: ways(department, &record.successions, today),
            wrong,
            clash,
        }
    }
}

/// What else can be done with a department.
fn ways(department: &KeptDepartment, steps: &[KeptSuccession], today: NaiveDate) -> Vec<Link> {
    let id = department.id;
    let mut ways = vec![Link::new(paths::department(id), "查看单位页面")];
    if department.kind == DepartmentKind::Collective {
        ways.push(Link::new(paths::registry_body(id), "维护名册"));
    }
    ways.push(Link::new(
        paths::registry_succession_new(&department.code),
        "登记更名、并入或拆分",
    ));
    let followed = steps
        .iter()
        .any(|one| one.from_id == id && one.on_date <= today);
    if followed {
        ways.push(Link::new(paths::registry_handover(id), "移交在办事项"));
    }
    ways.push(Link::new(
        paths::registry_merger(id),
        "与另一单位重复，合并",
    ));
    ways
}

impl SuccessionPart {
    fn new(one: &KeptSuccession, onward: bool, today: NaiveDate) -> Self {
        let (other, name) = match onward {
            true => (one.to_id, &one.to),
            false => (one.from_id, &one.from),
        };
        let due = onward && one.on_date <= today && one.open > 0;
        Self {
            date: wording::date(one.on_date),
            other: Link::new(paths::registry_department(other), name.clone()),
            kind: one.kind.label(),
            scope: one.scope.clone(),
            removal: (onward && one.passed == 0)
                .then(|| (paths::registry_succession_removal(one.id), one.version)),
            state: due.then(|| {
                Link::new(
                    paths::registry_handover(one.from_id),
                    format!("待移交 {} 项", one.open),
                )
            }),
        }
    }
}
