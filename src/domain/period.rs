//! 填报周期: the stretch of time that one report is about.

use chrono::{Datelike, NaiveDate};

use super::last_day_of_month;
use super::words::words;

words! {
    /// How often a document's items are reported on.
    Cycle {
        /// 每月.
        Month = "month", "月";
        /// 每两个月.
        TwoMonths = "two_months", "两个月";
        /// 每季度.
        Quarter = "quarter", "季度";
        /// 每半年.
        HalfYear = "half_year", "半年";
        /// 每年.
        Year = "year", "年";
        /// 一次性: on one day.
        Once = "once", "一次性";
        /// 按节点: on the days of a list.
        Milestones = "milestones", "按节点";
    }
}

impl Cycle {
    /// Length in months; of days that somebody lists, none.
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::TwoMonths => 2,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
            Self::Once | Self::Milestones => 0,
        }
    }

    /// True for what is reported on days that somebody lists.
    pub const fn is_dated(self) -> bool {
        self.months() == 0
    }

    /// How often, as people say it: `每季度`, `按节点`.
    pub const fn wording(self) -> &'static str {
        match self {
            Self::Month => "每月",
            Self::TwoMonths => "每两个月",
            Self::Quarter => "每季度",
            Self::HalfYear => "每半年",
            Self::Year => "每年",
            Self::Once => "一次性",
            Self::Milestones => "按节点",
        }
    }
}

/// One period of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The cycle that it belongs to.
    pub cycle: Cycle,
}

impl Period {
    /// The period of `cycle` in which `day` lies; of days that somebody lists, the day itself.
    pub fn containing(cycle: Cycle, day: NaiveDate) -> Self {
        if cycle.is_dated() {
            return Self {
                first: day,
                last: day,
                cycle,
            };
        }
        let months = cycle.months();
        let first_month = (day.month0() / months) * months + 1;
        let first = day
            .with_day(1)
            .and_then(|day| day.with_month(first_month))
            .unwrap_or(day);
        let last = last_day_of_month(day.year(), first_month + months - 1).unwrap_or(day);
        Self { first, last, cycle }
    }

    /// The period before; that of a listed day is known to its schedule alone.
    pub fn previous(self) -> Self {
        Self::containing(self.cycle, self.first.pred_opt().unwrap_or(self.first))
    }

    /// The period after; that of a listed day is known to its schedule alone.
    pub fn next(self) -> Self {
        Self::containing(self.cycle, self.last.succ_opt().unwrap_or(self.last))
    }

    /// `2018年第二季度`, `2018年6月`, `2018年5—6月`, `2018年上半年`, `2018年`, `2018年6月30日节点`.
    pub fn name(self) -> String {
        let (year, month, day) = (self.first.year(), self.first.month(), self.first.day());
        match self.cycle {
            Cycle::Month => format!("{year}年{month}月"),
            Cycle::TwoMonths => format!("{year}年{month}—{}月", month + 1),
            Cycle::Quarter => format!(
                "{year}年第{}季度",
                ["一", "二", "三", "四"][(month as usize - 1) / 3]
            ),
            Cycle::HalfYear => format!("{year}年{}半年", if month < 7 { "上" } else { "下" }),
            Cycle::Year => format!("{year}年"),
            Cycle::Once => format!("{year}年{month}月{day}日一次性填报"),
            Cycle::Milestones => format!("{year}年{month}月{day}日节点"),
        }
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
                Cycle::TwoMonths,
                "2018-06-20",
                "2018-05-01",
                "2018-06-30",
                "2018年5—6月",
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
    }
}
