//! The addresses of 单位库; used through [`super::paths`], as all others.

use chrono::NaiveDate;

use super::paths::with_query;

/// 单位库.
pub const REGISTRY: &str = "/registry";
/// Departments as administrators keep them.
pub const REGISTRY_DEPARTMENTS: &str = "/registry/departments";
/// Another department.
pub const REGISTRY_DEPARTMENT_NEW: &str = "/registry/departments/new";
/// Regions.
pub const REGISTRY_REGIONS: &str = "/registry/regions";
/// Another region.
pub const REGISTRY_REGION_NEW: &str = "/registry/regions/new";
/// Bodies of many.
pub const REGISTRY_BODIES: &str = "/registry/bodies";
/// Successions.
pub const REGISTRY_SUCCESSIONS: &str = "/registry/successions";
/// Another succession.
pub const REGISTRY_SUCCESSION_NEW: &str = "/registry/successions/new";
/// What is due to pass on.
pub const REGISTRY_HANDOVERS: &str = "/registry/handovers";
/// What handovers and rosters changed.
pub const REGISTRY_CHANGES: &str = "/registry/changes";
/// 试一句.
pub const REGISTRY_PHRASE: &str = "/registry/phrase";
/// The registry as files.
pub const REGISTRY_UPLOADS: &str = "/registry/uploads";

/// Those departments of the registry that a condition chooses.
pub fn registry_departments_shown(which: &str) -> String {
    format!("{REGISTRY_DEPARTMENTS}?which={which}")
}

/// The departments of a region.
pub fn registry_departments_of(region: i64) -> String {
    format!("{REGISTRY_DEPARTMENTS}?region={region}")
}

/// A department as administrators keep it.
pub fn registry_department(id: i64) -> String {
    format!("/registry/departments/{id}")
}

/// Taking what its name says.
pub fn registry_completion(id: i64) -> String {
    format!("/registry/departments/{id}/completion")
}

/// Merging it into another.
pub fn registry_merger(id: i64) -> String {
    format!("/registry/departments/{id}/merger")
}

/// Merging it into the one with this key.
pub fn registry_merger_into(id: i64, right: i64) -> String {
    format!("/registry/departments/{id}/merger?with={right}")
}

/// Merging it, once it is clear what moves.
pub fn registry_merger_confirmation(id: i64) -> String {
    format!("/registry/departments/{id}/merger/confirmation")
}

/// Another name of a department.
pub fn registry_aliases(department: i64) -> String {
    format!("/registry/departments/{department}/aliases")
}

/// From when to when a name holds.
pub fn registry_alias_days(alias: i64) -> String {
    format!("/registry/aliases/{alias}/days")
}

/// Taking a name away.
pub fn registry_alias_removal(alias: i64) -> String {
    format!("/registry/aliases/{alias}/removal")
}

/// A region.
pub fn registry_region(id: i64) -> String {
    format!("/registry/regions/{id}")
}

/// What stands below a region.
pub fn registry_regions_below(id: i64) -> String {
    format!("{REGISTRY_REGIONS}?below={id}")
}

/// Another region below one.
pub fn registry_region_new(parent: i64) -> String {
    format!("{REGISTRY_REGION_NEW}?parent={parent}")
}

/// The roster of a body.
pub fn registry_body(id: i64) -> String {
    format!("/registry/bodies/{id}")
}

/// Another member of a body.
pub fn registry_body_members(id: i64) -> String {
    format!("/registry/bodies/{id}/members")
}

/// A page of the roster of a body, on a day or of every day.
pub fn registry_roster_page(id: i64, day: &str, all: bool, page: i64) -> String {
    let all = if all { "&all=1" } else { "" };
    format!("/registry/bodies/{id}?day={day}{all}&page={page}")
}

/// Until when a member belongs to its body.
pub fn registry_member_end(member: i64) -> String {
    format!("/registry/members/{member}/end")
}

/// What the roster of a body asks of duties.
pub fn registry_roster(id: i64) -> String {
    format!("/registry/bodies/{id}/duties")
}

/// A page of what the roster of a day asks of duties.
pub fn registry_roster_steps(id: i64, day: NaiveDate, page: i64) -> String {
    format!("/registry/bodies/{id}/duties?day={day}&page={page}")
}

/// Those successions that a condition chooses.
pub fn registry_successions_shown(which: &str) -> String {
    format!("{REGISTRY_SUCCESSIONS}?which={which}")
}

/// Another succession of the department with this code.
pub fn registry_succession_new(code: &str) -> String {
    with_query(REGISTRY_SUCCESSION_NEW, &[("from", Some(code.to_owned()))])
}

/// Taking a succession away.
pub fn registry_succession_removal(id: i64) -> String {
    format!("/registry/successions/{id}/removal")
}

/// What a department passes on.
pub fn registry_handover(department: i64) -> String {
    format!("/registry/handovers/{department}")
}

/// A page of what a department passes on.
pub fn registry_handover_page(department: i64, page: i64) -> String {
    format!("/registry/handovers/{department}?page={page}")
}

/// One change of duties.
pub fn registry_change(id: i64) -> String {
    format!("/registry/changes/{id}")
}

/// A page of one change of duties.
pub fn registry_change_page(id: i64, page: i64) -> String {
    format!("/registry/changes/{id}?page={page}")
}

/// Taking a change of duties back.
pub fn registry_change_undoing(id: i64) -> String {
    format!("/registry/changes/{id}/undoing")
}

/// Files that were uploaded, to be judged.
pub fn registry_upload(id: i64) -> String {
    format!("/registry/uploads/{id}")
}

/// A table of the registry as a file.
pub fn registry_table(name: &str) -> String {
    format!("/registry/tables/{name}")
}
