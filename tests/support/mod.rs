//! How a test is written here.
//!
//! ```ignore
//! #[tokio::test]
//! async fn a_clerk_finds_the_ledger() {
//!     let house = House::new().await;                         // the site over a fresh database, no port
//!     let clerk = house.clerk_of("自治区质监局").await;         // signed in through the form
//!     let page = clerk.get("/items").await;                   // 200, and everything that holds for every page
//!     page.row("名牌").has("未开始");                           // what a person sees
//!     page.form("/items").fill("words", "名牌").press("筛选").await;
//! }
//! ```
//!
//! Tests share no state, never sleep and say in their name what holds. Today is [`TODAY`].

mod checks;
pub(crate) mod expected;
mod form;
pub(crate) mod house;
pub(crate) mod line;
pub(crate) mod page;
pub(crate) mod post_office;
pub(crate) mod program;
pub(crate) mod questions;
pub(crate) mod reading;
mod report;
pub(crate) mod score;
pub(crate) mod seeds;
pub(crate) mod server;
pub(crate) mod serving;
pub(crate) mod upload;
pub(crate) mod visitor;
pub(crate) mod workbook;

pub(crate) use house::House;
pub(crate) use page::Page;
pub(crate) use report::Report;
pub(crate) use visitor::{Answer, Visitor};

use chrono::NaiveDate;

/// The day on which every test takes place: inside the second quarter of 2018, when the seed documents are in force.
pub(crate) const TODAY: NaiveDate = match NaiveDate::from_ymd_opt(2018, 6, 20) {
    Some(day) => day,
    None => unreachable!(),
};
