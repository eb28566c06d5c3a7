//! The pages, one file a resource: what a page holds (its struct), then who answers (its handlers).
//!
//! A handler is a paragraph: extract, ask or act, answer. A page struct already holds every decision.

pub mod comparisons;
pub mod department;
pub mod departments;
pub mod document;
pub mod documents;
pub mod events;
pub mod evidence;
pub mod health;
pub mod help;
pub mod home;
pub mod import_decisions;
pub mod import_items;
pub mod import_splits;
pub mod import_versions;
pub mod imports;
pub mod item;
pub mod items;
pub mod joinings;
pub mod link_removals;
pub mod links;
pub mod overview;
pub mod preferences;
pub mod publications;
pub mod report_evidence;
pub mod report_forms;
pub mod reports;
pub mod reviews;
pub mod sessions;
pub mod settings;
pub mod targets;
pub mod texts;
pub mod todo;
pub mod users;
