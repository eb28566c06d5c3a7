//! The one test binary; this list is its table of contents.

mod documents;
mod intake;
mod pages;
mod postgres;
mod properties;
mod support;
mod tidy;
