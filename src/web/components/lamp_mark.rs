//! 灯: a shape, a word, and the sentence that explains it.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::domain::{Calendar, Lamp, LampFacts, Progress, lamp};

/// A lamp as a page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LampMark {
    /// Its shape and colour.
    pub code: &'static str,
    /// Its word.
    pub word: &'static str,
    /// Why.
    pub reason: String,
}

/// What a record knows that a lamp is derived from.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// Where it stands.
    pub progress: Progress,
    /// How far behind.
    pub shortfall: Option<Decimal>,
    /// Last day of its deadline.
    pub deadline: Option<NaiveDate>,
    /// Only aspirations.
    pub soft: bool,
    /// Key of the schedule under which it is reported on.
    pub schedule: i64,
    /// From when.
    pub reported_from: NaiveDate,
    /// Last day of the newest period reported on.
    pub reported_through: Option<NaiveDate>,
}

impl LampMark {
    /// The lamp of something on a day.
    pub fn of(standing: Standing, calendar: &Calendar) -> Self {
        let before = standing
            .reported_from
            .pred_opt()
            .unwrap_or(standing.reported_from);
        let covered_to = standing.reported_through.unwrap_or(before);
        let facts = LampFacts {
            progress: standing.progress,
            shortfall: standing.shortfall,
            deadline: standing.deadline,
            missed: calendar.missed(standing.schedule, covered_to),
            soft: standing.soft,
        };
        let (lamp, reason) = lamp(&facts, calendar.today);
        Self::new(lamp, reason)
    }

    /// True for the lamps that ask somebody to act, whose reason a list has room for.
    pub fn asks(&self) -> bool {
        self.code == Lamp::Red.code() || self.code == Lamp::Yellow.code()
    }

    fn new(lamp: Lamp, reason: String) -> Self {
        Self {
            code: lamp.code(),
            word: lamp.label(),
            reason,
        }
    }
}
