//! What happens by the clock: each thing once, however many instances look.

mod mail;
mod reminders;
mod runner;

use chrono::NaiveDate;
use fengong::telling::Runner;
use fengong::web::clock::Clock;
use tokio::sync::watch;

use crate::support::House;

/// An instance on a day.
fn runner(house: &House, day: &str) -> Runner {
    let day: NaiveDate = day.parse().expect("a date");
    Runner::new(house.pool(), Clock::new(Some(day)))
}

/// An instance looks at the table once and does what is ready; gives how many runs that was.
async fn round(house: &House, day: &str) -> usize {
    let (_keep, stop) = watch::channel(false);
    runner(house, day).round(&stop).await.expect("a round")
}
