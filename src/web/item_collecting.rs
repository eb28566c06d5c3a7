//! Who collects for an item, on its page: what was contributed, and where the office names a 汇总单位. Pure.

use super::page::Link;
use super::{paths, wording};
use crate::domain::{Action, Period, Role};
use crate::store::consolidations::Consolidation;
use crate::store::duties::DutyLine;
use crate::web::person::Person;

/// The part of the page.
pub(crate) struct CollectingPart {
    /// `自治区质监局，督查室 2018-06-20 指定`.
    pub(crate) named: Option<(Link, String)>,
    /// Takes the naming back.
    pub(crate) end: Option<String>,
    /// Names one, and whom.
    pub(crate) name: Option<(String, Vec<(i64, String)>)>,
    /// 配合单位报送情况, for those who collect.
    pub(crate) contributions: Option<String>,
}

impl CollectingPart {
    /// What stands on the page of an item for a person; `collects`: one of their departments does.
    pub(crate) fn new(
        person: &Person,
        item: i64,
        duties: &[DutyLine],
        named: Option<&Consolidation>,
        collects: bool,
        period: Period,
    ) -> Self {
        let office = person.may(Action::ReviewReports);
        let joint = duties.iter().filter(|duty| duty.role == Role::Joint);
        let choices: Vec<(i64, String)> = joint
            .map(|duty| (duty.department_id, duty.department.clone()))
            .collect();
        let led = duties.iter().any(|duty| duty.role == Role::Lead);
        let may_name = office && named.is_none() && !led && choices.len() > 1;
        Self {
            named: named.map(|one| {
                let link = Link::new(paths::department(one.department_id), one.department.clone());
                let day = wording::date(super::clock::beijing(one.named_at).date_naive());
                (link, format!("{} {day} 指定", one.named_by))
            }),
            end: (office && named.is_some()).then(|| paths::consolidation_end(item)),
            name: may_name.then(|| (paths::consolidation(item), choices)),
            contributions: (collects && duties.len() > 1)
                .then(|| paths::contributions(item, period.first)),
        }
    }
}
