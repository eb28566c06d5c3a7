//! Pages, one file a resource: what each visitor sees and can do.

mod sessions;
