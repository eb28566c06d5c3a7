//! The one test binary; this list is its table of contents.

mod commands;
mod documents;
mod import;
mod migrations;
mod pages;
mod postgres;
mod properties;
mod registry;
mod site;
mod support;
mod tidy;
mod wrong_input;
