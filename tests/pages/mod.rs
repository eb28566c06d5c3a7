//! Pages, one file a resource: what each visitor sees and can do.

mod items;
mod overview;
mod report_forms;
mod reports;
mod sessions;
mod targets;
mod todo;
