//! The versions of a document, and where it and other documents set different values. Pure.

use crate::domain::Action;
use crate::store::conflicts::ConflictLine;
use crate::store::versions::DocumentVersion;
use crate::web::page::Link;
use crate::web::person::Person;
use crate::web::{paths, wording};

/// A version in the list.
#[derive(Debug)]
pub(super) struct VersionRow {
    /// The version.
    pub(super) link: Link,
    /// It is the one whose page this is.
    pub(super) own: bool,
    /// Its number and date.
    pub(super) number: String,
    /// `现行`, `2018-06-01 起被替代`.
    pub(super) state: String,
    /// In force.
    pub(super) current: bool,
    /// How many items.
    pub(super) items: i32,
    /// What it changed in the one before.
    pub(super) comparison: Option<String>,
}

/// The versions, the newest first; none where there is only one.
pub(super) fn versions(all: Vec<DocumentVersion>, own: i64) -> Vec<VersionRow> {
    if all.len() < 2 {
        return Vec::new();
    }
    all.into_iter().map(|one| row(one, own)).collect()
}

fn row(one: DocumentVersion, own: i64) -> VersionRow {
    let dated = one.dated.map(wording::date);
    let parts: Vec<String> = [one.doc_number, dated].into_iter().flatten().collect();
    VersionRow {
        link: Link::new(paths::document(one.id), one.title),
        own: one.id == own,
        number: parts.join("，"),
        state: match one.replaced_on {
            Some(day) => format!("{} 起被替代", wording::date(day)),
            None => "现行".to_owned(),
        },
        current: one.replaced_on.is_none(),
        items: one.items,
        comparison: one.link_id.map(paths::link),
    }
}

/// A target of this document that another sets differently.
#[derive(Debug)]
pub(super) struct ConflictRow {
    /// The target.
    pub(super) target: Link,
    /// The year.
    pub(super) year: i32,
    /// What this document says, and where.
    pub(super) own: String,
    pub(super) place: String,
    /// What the other says, and where.
    pub(super) other: Link,
    pub(super) other_place: Link,
}

/// The conflicts of a document.
pub(super) fn conflicts(lines: Vec<ConflictLine>) -> Vec<ConflictRow> {
    let row = |line: ConflictLine| ConflictRow {
        year: line.year,
        own: line.target.wording(),
        place: paths::item(line.item_id),
        other: Link::new(paths::target(line.other_id), line.other.wording()),
        other_place: Link::new(
            paths::item(line.other_item_id),
            format!("《{}》{}", line.other_document, line.other_locus),
        ),
        target: Link::new(paths::target(line.target_id), line.target.name),
    };
    lines.into_iter().map(row).collect()
}

/// What an administrator can do with a document in force: replace it, and join it with another.
pub(super) fn administration(person: &Person, versions: &[DocumentVersion], own: i64) -> Vec<Link> {
    match person.may(Action::Administer) && newer(versions, own).is_none() {
        false => Vec::new(),
        true => vec![
            Link::new(paths::import_new_version(own), "导入新版本"),
            Link::new(paths::joining(own), "关联其他文件"),
            Link::new(paths::document_schedule(own), "选择填报安排"),
        ],
    }
}

/// The version in force, where it is another.
pub(super) fn newer(versions: &[DocumentVersion], own: i64) -> Option<Link> {
    let newest = versions.first().filter(|one| one.id != own)?;
    let number = newest.doc_number.as_ref();
    let number = number.map_or_else(String::new, |number| format!("（{number}）"));
    Some(Link::new(
        paths::document(newest.id),
        format!("《{}》{number}", newest.title),
    ))
}
