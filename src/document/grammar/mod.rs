//! The grammar of these documents, one file a production: text in, ranges out. Nothing here knows where a
//! paragraph stands in the document.

pub(super) mod assignment;
pub(super) mod brackets;
pub(super) mod cell_value;
pub(super) mod citation;
pub(super) mod column;
pub(super) mod deadline;
pub(super) mod label;
pub(super) mod organisation;
pub(super) mod prose;
pub(super) mod quantity;
pub(super) mod role_rule;
mod role_words;
pub(super) mod target;
mod target_counting;
mod target_name;
mod target_verdicts;
mod target_words;
pub(super) mod triggers;

pub(super) use target_name::indicators;
