//! Pages, one file a resource: what each visitor sees and can do.

mod counts;
mod departments;
mod documents;
mod records;
mod sessions;
