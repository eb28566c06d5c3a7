//! The time that a target runs.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

/// The time that a target runs, and the day on which it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// First day that counts.
    pub start: NaiveDate,
    /// Last day; `None` where the document sets none.
    pub end: Option<NaiveDate>,
    /// The day judged, usually the last day of a period.
    pub on: NaiveDate,
}

impl Pace {
    /// The share of the time that has passed, in percent; 100 from the last day on.
    pub fn elapsed(&self) -> Option<Decimal> {
        let end = self.end?;
        let whole = (end - self.start).num_days() + 1;
        let passed = (self.on - self.start).num_days() + 1;
        (whole > 0).then(|| {
            (Decimal::from(passed.clamp(0, whole)) * Decimal::ONE_HUNDRED / Decimal::from(whole))
                .round_dp(1)
        })
    }

    /// True when the last day has come.
    pub fn is_over(&self) -> bool {
        self.end.is_some_and(|end| self.on >= end)
    }

    /// The same day judged by the end of its own year, or by the last day where that comes first.
    pub fn of_year(&self) -> Self {
        let year = NaiveDate::from_ymd_opt(self.on.year(), 12, 31);
        Self {
            end: self.end.into_iter().chain(year).min(),
            ..*self
        }
    }
}
