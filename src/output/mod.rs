//! What leaves the house other than as a page: the reading of a text as JSON or plain text, lists as CSV.
//! Records in, bytes or text out; no database, no web.

pub mod calendar;
pub mod ledger_csv;
pub mod registry_csv;
pub mod registry_xlsx;
pub mod report_xlsx;
mod tree;

pub use tree::Tree;
