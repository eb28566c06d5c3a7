//! Pages, one file a resource: what each visitor sees and can do.

mod counts;
mod departments;
mod documents;
mod evidence;
mod evidence_kept;
mod imports;
mod items;
mod joinings;
mod overview;
mod records;
mod report_forms;
mod reports;
mod sessions;
mod targets;
mod todo;
