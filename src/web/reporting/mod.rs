//! The form in which a department reports on one item: what it depends on ([`task`]), what was typed ([`entry`]), two
//! versions of it ([`conflict`]), how it leaves the unit ([`way`]) and what the page shows ([`form_page`]). The handlers stand in `pages::report_forms`.

pub mod batch;
pub mod conflict;
pub mod entry;
pub mod fields;
pub mod figure;
pub mod form_page;
pub mod input;
pub mod keep;
mod last;
pub mod order;
pub mod sending;
pub mod steps;
mod target_entry;
pub(crate) mod target_field;
pub mod task;
pub mod way;
pub mod workbook;
pub mod workbook_page;
