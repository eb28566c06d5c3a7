//! 填报安排: how often something is reported on, by which day, and from when on.

use chrono::{Datelike, Days, NaiveDate};

use super::words::words;
use super::{Cycle, Holidays, Period, last_day_of_month};

words! {
    /// Where a due day goes that is no working day.
    Shift {
        /// To the next working day.
        Later = "later", "顺延到下一个工作日";
        /// To the last working day before it.
        Earlier = "earlier", "提前到上一个工作日";
        /// It stays.
        Stay = "none", "不调整";
    }
}

/// The day of the month by which reports are due, where nobody says otherwise: the commonest rule (每月25日前).
pub const DUE_DAY: u32 = 25;

/// A day on which 一次性 or 按节点 is reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// The day by which it is due.
    pub day: NaiveDate,
    /// What it is about: `中期评估`.
    pub title: String,
}

/// 填报安排, the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Key; 0 while it is not stored.
    pub id: i64,
    /// What people call it.
    pub name: String,
    /// How often.
    pub cycle: Cycle,
    /// The day of the month by which reports are due.
    pub due_day: u32,
    /// The month after the period, and not its last one.
    pub due_next_month: bool,
    /// What becomes of a due day that is no working day.
    pub shift: Shift,
    /// So many days before the due day reporting opens; `None`: on the first day of the period.
    pub opens_days: Option<u32>,
    /// The days of 一次性 and 按节点, in order.
    pub milestones: Vec<Milestone>,
}

/// A due day, and what moved it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueDay {
    /// The day.
    pub on: NaiveDate,
    /// The day that the rule names, and why it could not be that one.
    pub moved: Option<(NaiveDate, String)>,
}

impl Schedule {
    /// The rule that holds where nobody has made another.
    pub fn standard() -> Self {
        Self {
            id: 0,
            name: "每季度末月25日前".to_owned(),
            cycle: Cycle::Quarter,
            due_day: DUE_DAY,
            due_next_month: false,
            shift: Shift::Later,
            opens_days: None,
            milestones: Vec::new(),
        }
    }

    /// The period in which a day lies. Of milestones, the first that is not over, or the last one.
    pub fn period(&self, day: NaiveDate) -> Option<Period> {
        if !self.cycle.is_dated() {
            return Some(Period::containing(self.cycle, day));
        }
        let ahead = self.milestones.iter().find(|one| one.day >= day);
        ahead.or(self.milestones.last()).map(|one| self.at(one))
    }

    /// The period that begins on a day, if one does.
    pub fn beginning(&self, day: NaiveDate) -> Option<Period> {
        self.period(day).filter(|period| period.first == day)
    }

    /// The period before.
    pub fn previous(&self, period: Period) -> Option<Period> {
        if !self.cycle.is_dated() {
            return Some(period.previous());
        }
        let before = self
            .milestones
            .iter()
            .rev()
            .find(|one| one.day < period.first);
        before.map(|one| self.at(one))
    }

    /// The period after.
    pub fn next(&self, period: Period) -> Option<Period> {
        if !self.cycle.is_dated() {
            return Some(period.next());
        }
        let after = self.milestones.iter().find(|one| one.day > period.last);
        after.map(|one| self.at(one))
    }

    /// The period that a day lies in and those after it.
    pub fn periods(&self, day: NaiveDate) -> impl Iterator<Item = Period> + use<'_> {
        std::iter::successors(self.period(day), |period| self.next(*period))
    }

    /// What a milestone is about.
    pub fn title(&self, period: Period) -> Option<&str> {
        let found = self.milestones.iter().find(|one| one.day == period.first);
        found
            .filter(|_| self.cycle.is_dated())
            .map(|one| one.title.as_str())
    }

    /// The day by which reports on a period are due.
    pub fn due(&self, period: Period, holidays: &Holidays) -> DueDay {
        let ruled = self.ruled(period);
        let step = match self.shift {
            Shift::Later => NaiveDate::succ_opt,
            Shift::Earlier => NaiveDate::pred_opt,
            Shift::Stay => {
                return DueDay {
                    on: ruled,
                    moved: None,
                };
            }
        };
        let working = std::iter::successors(Some(ruled), step)
            .take(LONGEST_REST)
            .find(|day| holidays.rest(*day).is_none());
        let on = working.unwrap_or(ruled);
        let reason = holidays.rest(ruled).filter(|_| on != ruled);
        DueDay {
            on,
            moved: reason.map(|reason| (ruled, reason.to_owned())),
        }
    }

    /// The day on which reporting opens, given the day by which it is due.
    pub fn opens(&self, period: Period, due_on: NaiveDate) -> NaiveDate {
        let days = self.opens_days.map(|days| Days::new(u64::from(days)));
        days.and_then(|days| due_on.checked_sub_days(days))
            .unwrap_or(period.first)
    }

    /// The day that the rule names, worked or not.
    fn ruled(&self, period: Period) -> NaiveDate {
        if self.cycle.is_dated() {
            return period.last;
        }
        let month = match self.due_next_month {
            true => period.last.succ_opt().unwrap_or(period.last),
            false => period.last,
        };
        let end = last_day_of_month(month.year(), month.month()).unwrap_or(month);
        month.with_day(self.due_day).unwrap_or(end)
    }

    fn at(&self, milestone: &Milestone) -> Period {
        Period {
            first: milestone.day,
            last: milestone.day,
            cycle: self.cycle,
        }
    }
}

/// No rest is longer than this, in days; a calendar that says otherwise is wrong, and moves nothing.
const LONGEST_REST: usize = 30;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Holiday;
    use crate::domain::HolidayKind::{Off, Work};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    /// 国务院办公厅 on the holidays of 2018, as far as the table needs it.
    fn holidays() -> Holidays {
        let mut days = Vec::new();
        for date in 15..=21 {
            days.push((format!("2018-02-{date}"), Off, "春节"));
        }
        for date in 1..=7 {
            days.push((format!("2018-10-0{date}"), Off, "国庆节"));
        }
        days.push(("2018-01-01".to_owned(), Off, "元旦"));
        days.push(("2018-02-24".to_owned(), Work, "春节"));
        days.push(("2018-04-08".to_owned(), Work, "清明节"));
        days.push(("2018-09-29".to_owned(), Work, "国庆节"));
        days.push(("2018-09-30".to_owned(), Work, "国庆节"));
        days.into_iter()
            .map(|(on, kind, name)| Holiday {
                day: day(&on),
                kind,
                name: name.to_owned(),
            })
            .collect()
    }

    fn rule(cycle: Cycle, due_day: u32, due_next_month: bool, shift: Shift) -> Schedule {
        Schedule {
            cycle,
            due_day,
            due_next_month,
            shift,
            ..Schedule::standard()
        }
    }

    /// The due days of the periods that some days lie in.
    #[test]
    fn due_days_follow_the_rule_and_the_calendar() {
        use Shift::{Earlier, Later, Stay};
        let table = [
            // The last month of the period.
            (Cycle::Month, 25, false, Stay, "2018-06-20", "2018-06-25"),
            (
                Cycle::TwoMonths,
                25,
                false,
                Stay,
                "2018-03-09",
                "2018-04-25",
            ),
            (Cycle::Quarter, 25, false, Stay, "2018-06-20", "2018-06-25"),
            (Cycle::HalfYear, 20, false, Stay, "2018-01-05", "2018-06-20"),
            (Cycle::Year, 25, false, Stay, "2018-06-20", "2018-12-25"),
            // 武汉: 4月15日、7月15日、10月15日, and 1月15日 of the next year.
            (Cycle::Quarter, 15, true, Stay, "2018-02-01", "2018-04-15"),
            (Cycle::Quarter, 15, true, Stay, "2018-05-01", "2018-07-15"),
            (Cycle::Quarter, 15, true, Stay, "2018-09-30", "2018-10-15"),
            (Cycle::Quarter, 15, true, Stay, "2018-12-31", "2019-01-15"),
            (Cycle::Month, 5, true, Stay, "2018-12-03", "2019-01-05"),
            // A month that has no such day ends it.
            (Cycle::Month, 31, false, Stay, "2018-02-01", "2018-02-28"),
            (Cycle::Month, 31, false, Stay, "2020-02-01", "2020-02-29"),
            (Cycle::Month, 31, true, Stay, "2018-01-01", "2018-02-28"),
            (Cycle::Month, 31, false, Stay, "2018-04-01", "2018-04-30"),
            // Weekends: 2018-03-25 is a Sunday, 2018-08-25 a Saturday.
            (Cycle::Quarter, 25, false, Later, "2018-02-01", "2018-03-26"),
            (
                Cycle::Quarter,
                25,
                false,
                Earlier,
                "2018-02-01",
                "2018-03-23",
            ),
            (Cycle::Month, 25, false, Later, "2018-08-01", "2018-08-27"),
            (Cycle::Month, 25, false, Earlier, "2018-08-01", "2018-08-24"),
            // 国庆 and 春节, with the worked weekends around them.
            (Cycle::Quarter, 5, true, Later, "2018-09-01", "2018-10-08"),
            (Cycle::Quarter, 5, true, Earlier, "2018-09-01", "2018-09-30"),
            (Cycle::Month, 20, false, Later, "2018-02-01", "2018-02-22"),
            (Cycle::Month, 20, false, Earlier, "2018-02-01", "2018-02-14"),
            // 调休: a Saturday and a Sunday that are worked are working days.
            (Cycle::Month, 24, false, Later, "2018-02-01", "2018-02-24"),
            (Cycle::Month, 8, true, Later, "2018-03-01", "2018-04-08"),
            // 元旦, across the turn of the year: 2017-12-30 and 31 are a weekend.
            (Cycle::Month, 1, true, Later, "2017-12-05", "2018-01-02"),
            (Cycle::Month, 1, true, Earlier, "2017-12-05", "2017-12-29"),
        ];
        for (cycle, due_day, next, shift, on, expected) in table {
            let schedule = rule(cycle, due_day, next, shift);
            let period = schedule.period(day(on)).expect("a period");
            let due = schedule.due(period, &holidays());
            assert_eq!(due.on, day(expected), "{schedule:?} on {on}");
            assert_eq!(due.moved.is_some(), schedule.ruled(period) != due.on);
        }
    }

    #[test]
    fn a_moved_day_says_why() {
        let schedule = rule(Cycle::Quarter, 5, true, Shift::Later);
        let period = schedule.period(day("2018-08-01")).expect("a period");
        let moved = schedule.due(period, &holidays()).moved;
        assert_eq!(moved, Some((day("2018-10-05"), "国庆节".to_owned())));
    }

    #[test]
    fn reporting_opens_with_the_period_or_some_days_before_it_is_due() {
        let mut schedule = rule(Cycle::Quarter, 15, true, Shift::Stay);
        let period = schedule.period(day("2018-06-20")).expect("a period");
        let opens = |schedule: &Schedule| schedule.opens(period, day("2018-07-15"));
        assert_eq!(opens(&schedule), day("2018-04-01"));
        schedule.opens_days = Some(20);
        assert_eq!(opens(&schedule), day("2018-06-25"));
    }

    #[test]
    fn milestones_are_periods_of_a_day() {
        let milestone = |on: &str, title: &str| Milestone {
            day: day(on),
            title: title.to_owned(),
        };
        let series = Schedule {
            cycle: Cycle::Milestones,
            shift: Shift::Later,
            milestones: vec![
                milestone("2018-06-30", "完成方案"),
                milestone("2018-12-31", "中期评估"),
                milestone("2020-12-31", "总结验收"),
            ],
            ..Schedule::standard()
        };
        let titles = |on: &str| -> Vec<&str> {
            let periods = series.periods(day(on));
            periods.filter_map(|period| series.title(period)).collect()
        };
        assert_eq!(titles("2017-01-01"), ["完成方案", "中期评估", "总结验收"]);
        assert_eq!(titles("2018-07-01"), ["中期评估", "总结验收"]);
        assert_eq!(titles("2021-01-01"), ["总结验收"]);
        let first = series.period(day("2018-06-30")).expect("a milestone");
        assert_eq!(series.previous(first), None);
        // 2018-06-30 is a Saturday.
        assert_eq!(series.due(first, &holidays()).on, day("2018-07-02"));
        assert_eq!(series.beginning(day("2018-12-30")), None);
        assert_eq!(first.name(), "2018年6月30日节点");
        let empty = Schedule {
            milestones: Vec::new(),
            ..series
        };
        assert_eq!(empty.period(day("2018-06-30")), None);
    }
}
