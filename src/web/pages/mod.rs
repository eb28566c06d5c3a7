//! The pages, one file a resource: what a page holds (its struct), then who answers (its handlers).
//!
//! A handler is a paragraph: extract, ask or act, answer. A page struct already holds every decision.

pub mod department;
pub mod departments;
pub mod document;
pub mod documents;
pub mod events;
pub mod health;
pub mod help;
pub mod home;
pub mod import_decisions;
pub mod import_items;
pub mod imports;
pub mod item;
pub mod item_members;
pub mod items;
pub mod links;
pub mod overview;
pub mod preferences;
pub mod publications;
pub mod registry;
pub mod registry_aliases;
pub mod registry_bodies;
pub mod registry_changes;
pub mod registry_completions;
pub mod registry_department;
pub mod registry_departments;
pub mod registry_handovers;
pub mod registry_members;
pub mod registry_mergers;
pub mod registry_phrases;
pub mod registry_regions;
pub mod registry_rosters;
pub mod registry_succession;
pub mod registry_successions;
pub mod registry_uploads;
pub mod report_forms;
pub mod reports;
pub mod reviews;
pub mod sessions;
pub mod targets;
pub mod texts;
pub mod todo;
pub mod users;
