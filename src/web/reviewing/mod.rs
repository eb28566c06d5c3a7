//! The review of a text: what is loaded for it ([`open`]), what a form decides ([`forms`]), and what the sheet shows
//! ([`sheet_page`], [`card`]). The handlers stand in `pages::imports` and its neighbours. Everything is read from the
//! stored text again on every request.

pub mod card;
pub mod deciding;
pub mod forms;
pub mod open;
pub mod place;
pub mod questions;
pub mod rows;
pub mod sheet_page;
pub mod version_form;
