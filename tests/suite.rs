//! The one test binary; this list is its table of contents.

#![allow(
    clippy::unwrap_used,
    reason = "in a test a panic is the message, in what tests share as well"
)]

mod amendment;
mod bulk;
mod commands;
mod conflicts;
mod documents;
mod import;
mod intake;
mod migrations;
mod pages;
mod parse;
mod phrases;
mod postgres;
mod properties;
mod registry;
mod rosters;
mod site;
mod successions;
mod support;
mod telling;
mod tidy;
mod trial;
mod wrong_input;
