//! Pages, one file a resource: what each visitor sees and can do.

mod contributions;
mod corrections;
mod counts;
mod departments;
mod documents;
mod imports;
mod items;
mod joinings;
mod notices;
mod overview;
mod queues;
mod records;
mod registry_created;
mod registry_departments;
mod registry_handovers;
mod registry_phrases;
mod registry_successions;
mod registry_uploads;
mod report_forms;
mod reports;
mod sessions;
mod submissions;
mod targets;
mod todo;
mod unit_reviews;
mod workbooks;
