//! Pages, one file a resource: what each visitor sees and can do.

mod counts;
mod departments;
mod documents;
mod imports;
mod items;
mod joinings;
mod notices;
mod overview;
mod records;
mod report_forms;
mod reports;
mod sessions;
mod targets;
mod todo;
