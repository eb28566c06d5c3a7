//! Whatever arrives wrong ends in a sentence that says what to do, the right status or exit code, and nothing lost or
//! half-written.
//!
//! Files and databases stand here; forms stand with their pages: `pages::sessions` and `pages::report_forms`.

mod database;
mod files;
