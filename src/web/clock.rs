//! The clock of the house. Nothing else asks what time it is.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

/// Beijing time, which holds everywhere in the country (GB/T 7408).
const BEIJING: i32 = 8 * 3600;

/// Tells the time; a trial pins its day, so that its periods and lamps stay alive.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    pinned: Option<NaiveDate>,
}

impl Clock {
    /// A clock whose day stands still when one is given.
    pub fn new(pinned: Option<NaiveDate>) -> Self {
        Self { pinned }
    }

    /// The day that is pinned.
    pub fn pinned(&self) -> Option<NaiveDate> {
        self.pinned
    }

    /// The moment that is written beside what people do: the pinned day, at the real time of day.
    pub fn now(&self) -> DateTime<Utc> {
        let real = self.machine();
        let Some(day) = self.pinned else { return real };
        let time = beijing(real).time();
        day.and_time(time)
            .and_local_timezone(offset())
            .single()
            .map_or(real, |moment| moment.with_timezone(&Utc))
    }

    /// The day in Beijing.
    pub fn today(&self) -> NaiveDate {
        self.pinned
            .unwrap_or_else(|| beijing(self.machine()).date_naive())
    }

    /// A full hour of today by the clocks on the wall. In a trial, whose day never moves on, it has always come.
    pub fn today_at(&self, hour: u32) -> DateTime<Utc> {
        let moment = self.today().and_hms_opt(hour, 0, 0);
        let moment = moment.and_then(|moment| moment.and_local_timezone(offset()).single());
        moment.map_or_else(|| self.machine(), |moment| moment.with_timezone(&Utc))
    }

    /// The machine's own time, for what must run on whatever day a trial shows: sessions and sign-in.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock"
    )]
    pub fn machine(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

fn offset() -> FixedOffset {
    FixedOffset::east_opt(BEIJING).expect("eight hours are an offset")
}

/// A moment as the clocks on the wall show it.
pub fn beijing(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    moment.with_timezone(&offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pinned_day_stays() {
        let day = NaiveDate::from_ymd_opt(2018, 6, 20);
        let clock = Clock::new(day);
        assert_eq!(Some(clock.today()), day);
        assert_eq!(Some(beijing(clock.now()).date_naive()), day);
        assert!(clock.machine() > clock.now());
        assert_eq!(clock.today_at(8).to_string(), "2018-06-20 00:00:00 UTC");
    }
}
