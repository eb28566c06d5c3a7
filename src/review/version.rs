//! A proposal as a version that can be compared with one that is stored.

use super::amendment::{VersionDeadline, VersionDepartment, VersionItem, VersionTarget};
use super::proposal::{DepartmentChoice, Proposal, ProposedItem, ProposedResponsibility};
use crate::registry::Registry;

/// The items of a proposal, as comparing needs them.
pub fn version(proposal: &Proposal, registry: &Registry) -> Vec<VersionItem> {
    let each = proposal.items.iter();
    each.map(|one| item(one, registry)).collect()
}

fn item(one: &ProposedItem, registry: &Registry) -> VersionItem {
    let departments = one.responsibilities.iter();
    let targets = one.targets.iter();
    VersionItem {
        kind: one.kind,
        locus: one.locus.clone(),
        title: one.title.clone(),
        body: one.body.clone(),
        departments: departments.map(|one| department(one, registry)).collect(),
        deadline: one.deadline.as_ref().map(|deadline| VersionDeadline {
            printed: deadline.printed.clone(),
            last: deadline.last,
        }),
        targets: targets
            .map(|one| VersionTarget {
                target: one.target.clone(),
                last: one.deadline.as_ref().and_then(|deadline| deadline.last),
            })
            .collect(),
    }
}

fn department(one: &ProposedResponsibility, registry: &Registry) -> VersionDepartment {
    let (key, name) = match &one.department {
        DepartmentChoice::Known(code) => (
            code.clone(),
            registry
                .department(code)
                .map_or_else(|| code.clone(), |one| one.short_name.clone()),
        ),
        DepartmentChoice::New(name) => (format!("new:{name}"), name.clone()),
    };
    VersionDepartment {
        key,
        name,
        role: one.role,
    }
}
