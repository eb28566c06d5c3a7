//! What the registry says about a department that an import created: a proposal, and departments it may be.

use crate::registry::{self, DepartmentKind};
use crate::store::kept_departments::KeptDepartment;

/// So many are shown.
const SHOWN: usize = 3;

/// The departments with names like that of one which an import created, without itself.
pub fn near<'r>(
    registry: &'r registry::Registry,
    line: &KeptDepartment,
) -> Vec<&'r registry::Department> {
    let mut near = registry::nearest(registry, &line.short_name, &line.jurisdiction_code);
    near.retain(|one| one.code != line.code);
    near.truncate(SHOWN);
    near
}

/// What the name of a department says about it, in the registry.
pub fn completion(
    registry: &registry::Registry,
    department: &KeptDepartment,
) -> Option<registry::Completion> {
    let region = registry
        .jurisdictions()
        .iter()
        .find(|one| one.code == department.jurisdiction_code)?;
    let collective = department.kind == DepartmentKind::Collective;
    Some(registry::completion(
        &department.short_name,
        region,
        collective,
    ))
}
