//! Keeping the registry: what its forms ask, how they are read, and what their pages show.
//!
//! Every change is a form. What was typed stays on the page until it can be taken; what somebody else changed
//! meanwhile is shown beside it and not overwritten.

pub mod alias_form;
pub mod body_page;
pub mod chooser;
pub mod completion;
pub mod department_form;
pub mod department_page;
pub mod field;
pub mod handover_page;
pub mod naming;
pub mod phrase;
pub mod record;
pub mod region_form;
