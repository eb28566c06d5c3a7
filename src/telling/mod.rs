//! What happens by the clock and not because somebody asks: reminders, e-mail, housekeeping.
//!
//! Every serving instance has one [`Runner`]. The table `job` says what is to be done; whoever is first claims it for a
//! while ([`crate::store::jobs`]), so that any number of instances do everything once. What a day asks for is planned by
//! whichever instance sees the day first, under a key that can exist only once. Nothing here is remembered in memory.

mod fault;
mod housekeeping;
mod mail;
mod reminders;
mod runner;

pub use mail::Postman;
pub use reminders::remind;
pub use runner::Runner;
