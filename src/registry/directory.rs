//! The directory: departments with their names, aliases, rosters and successors.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;

use super::tables::optional_date;
use super::{DepartmentKind, Jurisdiction, SuccessionKind};

/// 单位.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Department {
    /// The key: `xj.zjj`.
    pub code: String,
    /// Code of its 行政区.
    pub jurisdiction: String,
    /// Full official name.
    pub name: String,
    /// As documents print it: 自治区质监局.
    pub short_name: String,
    /// What sort of body it is.
    pub kind: DepartmentKind,
    /// 行政序列.
    pub order: i32,
    /// First day of its life, if known.
    #[serde(deserialize_with = "optional_date")]
    pub valid_from: Option<NaiveDate>,
    /// First day that is no longer one of its life.
    #[serde(deserialize_with = "optional_date")]
    pub valid_to: Option<NaiveDate>,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
}

/// A name under which a department is printed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Alias {
    /// Code of the department.
    pub department: String,
    /// The printed form.
    pub alias: String,
    /// First day on which it means this department.
    #[serde(deserialize_with = "optional_date")]
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer does.
    #[serde(deserialize_with = "optional_date")]
    pub valid_to: Option<NaiveDate>,
    /// Remark.
    pub note: String,
}

/// One body followed by another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Succession {
    /// Code of the body that ended.
    pub from: String,
    /// Code of the body that goes on.
    pub to: String,
    /// First day of the new state.
    pub on: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
    /// What was handed over, where it was not everything.
    pub scope: String,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
}

/// A member of a body of many.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RosterMember {
    /// Code of the collective body.
    pub collective: String,
    /// Code of the member.
    pub member: String,
    /// First day of membership, if known.
    #[serde(deserialize_with = "optional_date")]
    pub valid_from: Option<NaiveDate>,
    /// First day after it.
    #[serde(deserialize_with = "optional_date")]
    pub valid_to: Option<NaiveDate>,
    /// Display order.
    pub order: i32,
    /// Where the line comes from.
    pub source: String,
}

/// What a name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution<'r> {
    /// One department.
    Found(&'r Department),
    /// Several could be meant.
    Ambiguous(Vec<&'r Department>),
    /// None carries this name.
    Unknown,
}

/// Everything known about names.
#[derive(Debug, Default)]
pub struct Registry {
    jurisdictions: Vec<Jurisdiction>,
    departments: Vec<Department>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Vec<NameUse>>,
    successions: Vec<Succession>,
    rosters: BTreeMap<String, Vec<RosterMember>>,
}

#[derive(Debug, Clone)]
struct NameUse {
    department: usize,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

impl NameUse {
    fn on(&self, day: Option<NaiveDate>) -> bool {
        day.is_none_or(|day| {
            self.valid_from.is_none_or(|from| from <= day)
                && self.valid_to.is_none_or(|to| day < to)
        })
    }
}

impl Registry {
    /// Puts a registry together. Lines that name an unknown department are left out; `Tables::check` reports them.
    pub fn new(
        jurisdictions: Vec<Jurisdiction>,
        departments: Vec<Department>,
        aliases: Vec<Alias>,
        successions: Vec<Succession>,
        rosters: Vec<RosterMember>,
    ) -> Self {
        let by_code = departments
            .iter()
            .enumerate()
            .map(|(index, one)| (one.code.clone(), index))
            .collect();
        let mut registry = Self {
            jurisdictions,
            departments,
            by_code,
            successions,
            by_name: HashMap::new(),
            rosters: BTreeMap::new(),
        };
        for index in 0..registry.departments.len() {
            let (name, short) = (
                registry.departments[index].name.clone(),
                registry.departments[index].short_name.clone(),
            );
            registry.add_name(name, index, None, None);
            registry.add_name(short, index, None, None);
        }
        for alias in aliases {
            if let Some(index) = registry.by_code.get(&alias.department).copied() {
                registry.add_name(alias.alias, index, alias.valid_from, alias.valid_to);
            }
        }
        for member in rosters {
            registry
                .rosters
                .entry(member.collective.clone())
                .or_default()
                .push(member);
        }
        registry
    }

    fn add_name(
        &mut self,
        name: String,
        department: usize,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
    ) {
        let uses = self.by_name.entry(name).or_default();
        if let Some(known) = uses.iter_mut().find(|known| known.department == department) {
            // A dated line narrows the undated one that the name itself gave.
            known.valid_from = known.valid_from.or(from);
            known.valid_to = known.valid_to.or(to);
        } else {
            uses.push(NameUse {
                department,
                valid_from: from,
                valid_to: to,
            });
        }
    }

    /// Every department, in the order in which it was loaded.
    pub fn departments(&self) -> &[Department] {
        &self.departments
    }

    /// Every 行政区.
    pub fn jurisdictions(&self) -> &[Jurisdiction] {
        &self.jurisdictions
    }

    /// The 行政区 with this official or short name.
    pub fn jurisdiction_named(&self, name: &str) -> Option<&Jurisdiction> {
        self.jurisdictions
            .iter()
            .find(|one| one.name == name || one.short_name == name)
    }

    /// The department with this code.
    pub fn department(&self, code: &str) -> Option<&Department> {
        self.by_code
            .get(code)
            .map(|index| &self.departments[*index])
    }

    /// The department that carries `name` in a jurisdiction on a day; without a day, ever.
    pub fn resolve(
        &self,
        name: &str,
        jurisdiction: &str,
        day: Option<NaiveDate>,
    ) -> Resolution<'_> {
        let uses = self
            .by_name
            .get(name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut found: Vec<&Department> = uses
            .iter()
            .filter(|one| one.on(day))
            .map(|one| &self.departments[one.department])
            .filter(|department| department.jurisdiction == jurisdiction)
            .collect();
        match found.len() {
            0 => Resolution::Unknown,
            1 => Resolution::Found(found.remove(0)),
            _ => Resolution::Ambiguous(found),
        }
    }

    /// Every name that a department of this jurisdiction carries, on whatever day.
    pub(super) fn names_in(&self, jurisdiction: &str) -> Vec<(&str, &Department)> {
        // By department and not by name, so that the order is that of the registry.
        let mut names: Vec<(usize, &str)> = self
            .by_name
            .iter()
            .flat_map(|(name, uses)| uses.iter().map(|one| (one.department, name.as_str())))
            .filter(|(index, _)| self.departments[*index].jurisdiction == jurisdiction)
            .collect();
        names.sort_unstable();
        names
            .into_iter()
            .map(|(index, name)| (name, &self.departments[index]))
            .collect()
    }

    /// True when the registry holds departments of this jurisdiction at all.
    pub fn covers(&self, jurisdiction: &str) -> bool {
        self.departments
            .iter()
            .any(|department| department.jurisdiction == jurisdiction)
    }

    /// The members of a collective body on a day, in display order.
    pub fn members(&self, collective: &str, day: Option<NaiveDate>) -> Vec<&Department> {
        let within = |member: &&RosterMember| {
            day.is_none_or(|day| {
                member.valid_from.is_none_or(|from| from <= day)
                    && member.valid_to.is_none_or(|to| day < to)
            })
        };
        let members = self
            .rosters
            .get(collective)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let mut members: Vec<&RosterMember> = members.iter().filter(within).collect();
        members.sort_by_key(|member| member.order);
        members
            .into_iter()
            .filter_map(|member| self.department(&member.member))
            .collect()
    }

    /// Who followed a department, up to a day: each step with the succession that it rests on.
    pub fn successors(&self, code: &str, day: NaiveDate) -> Vec<&Succession> {
        self.successions
            .iter()
            .filter(|one| one.from == code && one.on <= day)
            .collect()
    }

    /// Every succession.
    pub fn successions(&self) -> &[Succession] {
        &self.successions
    }
}
