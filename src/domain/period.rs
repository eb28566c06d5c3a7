//! 填报周期: the stretch of time that one report is about.

use chrono::{Datelike, NaiveDate};

use super::last_day_of_month;
use super::words::words;

words! {
    /// How often a document's items are reported on.
    Cycle {
        /// 每月.
        Month = "month", "月";
        /// 每季度.
        Quarter = "quarter", "季度";
        /// 每半年.
        HalfYear = "half_year", "半年";
        /// 每年.
        Year = "year", "年";
    }
}

impl Cycle {
    /// Length in months.
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }
}

/// The day of a period's last month by which reports are due: the commonest rule (每月25日前).
pub const DUE_DAY: u32 = 25;

/// One period of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The cycle that it belongs to.
    pub cycle: Cycle,
}

impl Period {
    /// The period of `cycle` in which `day` lies.
    pub fn containing(cycle: Cycle, day: NaiveDate) -> Self {
        let months = cycle.months();
        let first_month = (day.month0() / months) * months + 1;
        let first = day
            .with_day(1)
            .and_then(|day| day.with_month(first_month))
            .unwrap_or(day);
        let last = last_day_of_month(day.year(), first_month + months - 1).unwrap_or(day);
        Self { first, last, cycle }
    }

    /// The period before.
    pub fn previous(self) -> Self {
        Self::containing(self.cycle, self.first.pred_opt().unwrap_or(self.first))
    }

    /// The period after.
    pub fn next(self) -> Self {
        Self::containing(self.cycle, self.last.succ_opt().unwrap_or(self.last))
    }

    /// The day by which reports are due: [`DUE_DAY`] of its last month.
    pub fn due_on(self) -> NaiveDate {
        self.last.with_day(DUE_DAY).unwrap_or(self.last)
    }

    /// `2018年第二季度`, `2018年6月`, `2018年上半年`, `2018年`.
    pub fn name(self) -> String {
        let year = self.first.year();
        let part = self.first.month0() / self.cycle.months();
        match self.cycle {
            Cycle::Month => format!("{year}年{}月", self.first.month()),
            Cycle::Quarter => format!(
                "{year}年第{}季度",
                ["一", "二", "三", "四"][part as usize % 4]
            ),
            Cycle::HalfYear => format!("{year}年{}半年", if part == 0 { "上" } else { "下" }),
            Cycle::Year => format!("{year}年"),
        }
    }
}

/// What a day is in every cycle: the period that it lies in, and the newest period whose due day is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Calendar {
    /// The day.
    pub today: NaiveDate,
}

impl Calendar {
    /// The calendar on a day.
    pub fn on(today: NaiveDate) -> Self {
        Self { today }
    }

    /// The period of a cycle that is reported on today.
    pub fn current(&self, cycle: Cycle) -> Period {
        Period::containing(cycle, self.today)
    }

    /// The newest period of a cycle whose due day is over: who has not reported on it is late.
    pub fn due(&self, cycle: Cycle) -> Period {
        let current = self.current(cycle);
        if self.today > current.due_on() {
            current
        } else {
            current.previous()
        }
    }

    /// How many periods of a cycle are due and not covered by reports up to a day.
    pub fn missed(&self, cycle: Cycle, covered_to: NaiveDate) -> u32 {
        let due = self.due(cycle);
        let months = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
        let behind = (months(due.last) - months(covered_to)).max(0);
        // A period that reports cover only in part still asks for its own report.
        u32::try_from(behind).unwrap_or(0).div_ceil(cycle.months())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn periods_hold_their_days() {
        let table = [
            (
                Cycle::Month,
                "2018-02-14",
                "2018-02-01",
                "2018-02-28",
                "2018年2月",
            ),
            (
                Cycle::Quarter,
                "2018-06-20",
                "2018-04-01",
                "2018-06-30",
                "2018年第二季度",
            ),
            (
                Cycle::HalfYear,
                "2018-07-01",
                "2018-07-01",
                "2018-12-31",
                "2018年下半年",
            ),
            (
                Cycle::Year,
                "2018-12-31",
                "2018-01-01",
                "2018-12-31",
                "2018年",
            ),
        ];
        for (cycle, on, first, last, name) in table {
            let period = Period::containing(cycle, day(on));
            assert_eq!(
                (period.first, period.last, period.name().as_str()),
                (day(first), day(last), name)
            );
            assert_eq!(period.next().previous(), period);
        }
        assert_eq!(
            Period::containing(Cycle::Quarter, day("2018-06-20")).due_on(),
            day("2018-06-25")
        );
    }

    #[test]
    fn a_period_is_late_the_day_after_it_was_due() {
        let due = |on: &str| Calendar::on(day(on)).due(Cycle::Quarter).name();
        assert_eq!(due("2018-06-25"), "2018年第一季度");
        assert_eq!(due("2018-06-26"), "2018年第二季度");
        assert_eq!(due("2018-07-01"), "2018年第二季度");
    }

    #[test]
    fn missed_periods_are_counted() {
        let calendar = Calendar::on(day("2018-06-20"));
        let missed = |covered: &str| calendar.missed(Cycle::Quarter, day(covered));
        assert_eq!((missed("2018-03-31"), missed("2018-06-30")), (0, 0));
        assert_eq!((missed("2017-12-31"), missed("2017-09-30")), (1, 2));
        // Reporting began in May 2017: the second quarter is the first that is asked for.
        assert_eq!(missed("2017-05-08"), 4);
    }
}
