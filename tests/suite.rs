//! The one test binary; this list is its table of contents.

mod documents;
mod properties;
mod support;
