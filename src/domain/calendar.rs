//! 日历: what a day is under every schedule. The one place that says which round is reported on and which is over.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{Holidays, Period, Schedule};

/// 轮次: a period under a schedule, with its days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Key of the schedule.
    pub schedule: i64,
    /// The period.
    pub period: Period,
    /// What a milestone is about.
    pub title: Option<String>,
    /// The day on which reporting opens.
    pub opens_on: NaiveDate,
    /// The day by which reports are due.
    pub due_on: NaiveDate,
    /// Why a person set another due day than the rule's.
    pub due_reason: Option<String>,
    /// Why it takes no report, if it takes none.
    pub lock: Option<Lock>,
}

/// 锁定: a round takes no report any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Who locked it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub reason: String,
}

impl Round {
    /// `2018年第二季度`, `中期评估（2018年12月31日节点）`.
    pub fn name(&self) -> String {
        match &self.title {
            Some(title) => format!("{title}（{}）", self.period.name()),
            None => self.period.name(),
        }
    }

    /// The same round with what is stored of it.
    pub fn with(mut self, kept: &Kept) -> Self {
        self.opens_on = kept.opens_on;
        self.due_on = kept.due_on;
        self.due_reason.clone_from(&kept.due_reason);
        self.lock.clone_from(&kept.lock);
        self
    }

    /// True after its due day: who has not reported is late.
    pub fn is_over(&self, today: NaiveDate) -> bool {
        self.due_on < today
    }

    /// True while reports are taken, late ones included.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.lock.is_none() && self.opens_on <= today
    }
}

/// What is stored of a round, and holds whatever the rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Key of the schedule.
    pub schedule: i64,
    /// First day of the period.
    pub first: NaiveDate,
    /// The day on which reporting opens.
    pub opens_on: NaiveDate,
    /// The day by which reports are due.
    pub due_on: NaiveDate,
    /// Why a person set it.
    pub due_reason: Option<String>,
    /// Why no report is taken.
    pub lock: Option<Lock>,
}

/// A day under every schedule; cheap to clone.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// The day.
    pub today: NaiveDate,
    rules: Arc<Rules>,
}

#[derive(Debug, Default)]
struct Rules {
    schedules: BTreeMap<i64, Schedule>,
    holidays: Holidays,
    kept: HashMap<(i64, NaiveDate), Kept>,
    standing: BTreeMap<i64, Standing>,
}

/// Where a schedule stands on the day.
#[derive(Debug)]
struct Standing {
    current: Round,
    due: Option<Round>,
}

/// More rounds than this between the one that a day lies in and the one that is reported on are none of a calendar's.
const FAR: usize = 64;

impl Calendar {
    /// A day of which no schedule is known.
    pub fn on(today: NaiveDate) -> Self {
        Self {
            today,
            rules: Arc::default(),
        }
    }

    /// A day under schedules, holidays, and what is stored of the rounds around it.
    pub fn new(
        today: NaiveDate,
        schedules: Vec<Schedule>,
        holidays: Holidays,
        kept: Vec<Kept>,
    ) -> Self {
        let key = |one: &Kept| (one.schedule, one.first);
        let mut rules = Rules {
            schedules: schedules.into_iter().map(|one| (one.id, one)).collect(),
            holidays,
            kept: kept.into_iter().map(|one| (key(&one), one)).collect(),
            standing: BTreeMap::new(),
        };
        let standing = rules
            .schedules
            .values()
            .filter_map(|schedule| Some((schedule.id, rules.standing(schedule, today)?)));
        rules.standing = standing.collect();
        Self {
            today,
            rules: Arc::new(rules),
        }
    }

    /// The schedules, by key.
    pub fn schedules(&self) -> impl Iterator<Item = &Schedule> {
        self.rules.schedules.values()
    }

    /// One of them.
    pub fn schedule(&self, id: i64) -> Option<&Schedule> {
        self.rules.schedules.get(&id)
    }

    /// The holidays.
    pub fn holidays(&self) -> &Holidays {
        &self.rules.holidays
    }

    /// The round that is reported on today: the first that has opened and is not over; between two, the one before.
    pub fn current(&self, schedule: i64) -> Option<&Round> {
        self.rules.standing.get(&schedule).map(|one| &one.current)
    }

    /// The newest round whose due day is over: who has not reported on it is late.
    pub fn due(&self, schedule: i64) -> Option<&Round> {
        self.rules.standing.get(&schedule)?.due.as_ref()
    }

    /// The round of a period. Of one that is long over, the days of its rule.
    pub fn round(&self, schedule: i64, period: Period) -> Option<Round> {
        Some(self.rules.round(self.schedule(schedule)?, period))
    }

    /// The round after.
    pub fn next(&self, round: &Round) -> Option<Round> {
        let schedule = self.schedule(round.schedule)?;
        let next = schedule.next(round.period)?;
        Some(self.rules.round(schedule, next))
    }

    /// The round before.
    pub fn previous(&self, round: &Round) -> Option<Round> {
        let schedule = self.schedule(round.schedule)?;
        let previous = schedule.previous(round.period)?;
        Some(self.rules.round(schedule, previous))
    }

    /// How many rounds of a schedule are over and not covered by reports up to a day.
    pub fn missed(&self, schedule: i64, covered_to: NaiveDate) -> u32 {
        let (Some(rule), Some(due)) = (self.schedule(schedule), self.due(schedule)) else {
            return 0;
        };
        let due = due.period.last;
        if rule.cycle.is_dated() {
            let asked = |day: NaiveDate| covered_to < day && day <= due;
            let missed = rule.milestones.iter().filter(|one| asked(one.day)).count();
            return u32::try_from(missed).unwrap_or(u32::MAX);
        }
        let months = |day: NaiveDate| day.year() * 12 + day.month0() as i32;
        let behind = (months(due) - months(covered_to)).max(0);
        // A period that reports cover only in part still asks for its own report.
        u32::try_from(behind)
            .unwrap_or(0)
            .div_ceil(rule.cycle.months())
    }

    /// What must be written down before other rules hold, so that no due day that is over moves, and none moves into
    /// the past: the rounds from a day on whose due day would be another one.
    pub fn to_keep(&self, new: &Schedule, holidays: &Holidays, since: NaiveDate) -> Vec<Round> {
        let Some(old) = self.schedule(new.id) else {
            return Vec::new();
        };
        let moves = |period: &Period| {
            let was = old.due(*period, self.holidays()).on;
            let now = new.due(*period, holidays).on;
            was != now && (was < self.today || now < self.today)
        };
        old.periods(since)
            .take_while(|period| period.first <= self.today)
            .filter(moves)
            .map(|period| self.rules.ruled(old, period))
            .collect()
    }

    /// The days under other rules of those rounds that may be stored and are not over.
    pub fn to_follow(&self, new: &Schedule, holidays: &Holidays) -> Vec<Round> {
        let Some(mut period) = new.period(self.today) else {
            return Vec::new();
        };
        for _ in 0..NEAR {
            period = new.previous(period).unwrap_or(period);
        }
        let rules = Rules {
            holidays: holidays.clone(),
            ..Rules::default()
        };
        new.periods(period.first)
            .take(2 * NEAR + 1)
            .map(|period| rules.ruled(new, period))
            .filter(|round| !round.is_over(self.today))
            .collect()
    }
}

/// A round that somebody has begun to report on and that is not over is at most so many periods away.
const NEAR: usize = 3;

impl Rules {
    /// The round of a period: as stored, else as the rule says.
    fn round(&self, schedule: &Schedule, period: Period) -> Round {
        let round = self.ruled(schedule, period);
        match self.kept.get(&(schedule.id, period.first)) {
            Some(kept) => round.with(kept),
            None => round,
        }
    }

    /// The round of a period as the rule says.
    fn ruled(&self, schedule: &Schedule, period: Period) -> Round {
        let due_on = schedule.due(period, &self.holidays).on;
        Round {
            schedule: schedule.id,
            period,
            title: schedule.title(period).map(str::to_owned),
            opens_on: schedule.opens(period, due_on),
            due_on,
            due_reason: None,
            lock: None,
        }
    }

    fn standing(&self, schedule: &Schedule, today: NaiveDate) -> Option<Standing> {
        let round = |period: Period| self.round(schedule, period);
        let mut ahead = round(schedule.period(today)?);
        for _ in 0..FAR {
            let before = schedule.previous(ahead.period).map(round);
            match before.filter(|before| !before.is_over(today)) {
                Some(before) => ahead = before,
                None => break,
            }
        }
        for _ in 0..FAR {
            let after = schedule.next(ahead.period).map(round);
            match after.filter(|_| ahead.is_over(today)) {
                Some(after) => ahead = after,
                None => break,
            }
        }
        if ahead.is_over(today) {
            let due = Some(ahead.clone());
            return Some(Standing {
                current: ahead,
                due,
            });
        }
        let due = schedule.previous(ahead.period).map(round);
        let between = due.clone().filter(|_| ahead.opens_on > today);
        Some(Standing {
            current: between.unwrap_or(ahead),
            due,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::HolidayKind::Off;
    use crate::domain::{Cycle, Holiday, Milestone, Shift};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn rule(cycle: Cycle, due_day: u32, due_next_month: bool) -> Schedule {
        Schedule {
            id: 1,
            cycle,
            due_day,
            due_next_month,
            ..Schedule::standard()
        }
    }

    fn milestones(days: &[(&str, &str)]) -> Schedule {
        let milestones = days.iter().map(|(on, title)| Milestone {
            day: day(on),
            title: (*title).to_owned(),
        });
        Schedule {
            milestones: milestones.collect(),
            shift: Shift::Stay,
            opens_days: Some(30),
            ..rule(Cycle::Milestones, 25, false)
        }
    }

    fn calendar(on: &str, schedule: Schedule) -> Calendar {
        Calendar::new(day(on), vec![schedule], Holidays::default(), Vec::new())
    }

    /// The current round, the newest that is over, and the next after the current one.
    fn told(calendar: &Calendar) -> [String; 3] {
        let name = |round: Option<&Round>| round.map_or("—".to_owned(), |one| one.period.name());
        let current = calendar.current(1).expect("a round");
        let next = calendar.next(current);
        [
            name(Some(current)),
            name(calendar.due(1)),
            name(next.as_ref()),
        ]
    }

    #[test]
    fn a_day_is_in_one_round_and_after_another() {
        let quarter = || rule(Cycle::Quarter, 25, false);
        let following = || rule(Cycle::Quarter, 15, true);
        let late = || Schedule {
            opens_days: Some(10),
            ..quarter()
        };
        let series = || milestones(&[("2018-06-30", "方案"), ("2018-12-31", "评估")]);
        let once = || Schedule {
            cycle: Cycle::Once,
            ..milestones(&[("2018-06-30", "报告")])
        };
        let (q1, q2, q3, q4) = (
            "2018年第一季度",
            "2018年第二季度",
            "2018年第三季度",
            "2018年第四季度",
        );
        let (june, december) = ("2018年6月30日节点", "2018年12月31日节点");
        let only = "2018年6月30日一次性填报";
        let table = [
            (quarter(), "2018-06-25", [q2, q1, q3]),
            // Over, and the next has not begun.
            (quarter(), "2018-06-26", [q2, q2, q3]),
            (quarter(), "2018-07-01", [q3, q2, q4]),
            // Due in the following month: two periods have begun, the earlier one is reported on.
            (following(), "2018-06-30", [q2, q1, q3]),
            (following(), "2018-07-01", [q2, q1, q3]),
            // 2018-07-15 is a Sunday and waits for Monday.
            (following(), "2018-07-16", [q2, q1, q3]),
            (following(), "2018-07-17", [q3, q2, q4]),
            (following(), "2019-01-15", [q4, q3, "2019年第一季度"]),
            (
                following(),
                "2019-01-16",
                ["2019年第一季度", q4, "2019年第二季度"],
            ),
            // Opens ten days before it is due; until then the last one may still be made good.
            (late(), "2018-09-14", [q2, q2, q3]),
            (late(), "2018-09-15", [q3, q2, q4]),
            (series(), "2018-01-01", [june, "—", december]),
            (series(), "2018-06-30", [june, "—", december]),
            (series(), "2018-07-01", [june, june, december]),
            (series(), "2018-12-01", [december, june, "—"]),
            (series(), "2019-01-01", [december, december, "—"]),
            (once(), "2018-06-01", [only, "—", "—"]),
            (once(), "2018-07-01", [only, only, "—"]),
        ];
        for (schedule, on, expected) in table {
            assert_eq!(told(&calendar(on, schedule)), expected, "on {on}");
        }
    }

    #[test]
    fn before_the_first_milestone_opens_nothing_is_taken() {
        let round = |on: &str| {
            let calendar = calendar(on, milestones(&[("2018-06-30", "方案")]));
            let current = calendar.current(1).expect("a round");
            current.is_open(calendar.today)
        };
        assert!(!round("2018-05-30"));
        assert!(round("2018-05-31"));
        // Late reports are taken.
        assert!(round("2019-05-31"));
    }

    #[test]
    fn missed_rounds_are_counted() {
        let quarters = calendar("2018-06-20", rule(Cycle::Quarter, 25, false));
        let missed = |covered: &str| quarters.missed(1, day(covered));
        assert_eq!((missed("2018-03-31"), missed("2018-06-30")), (0, 0));
        assert_eq!((missed("2017-12-31"), missed("2017-09-30")), (1, 2));
        // Reporting began in May 2017: the second quarter is the first that is asked for.
        assert_eq!(missed("2017-05-08"), 4);
        let series = milestones(&[
            ("2018-03-01", "一"),
            ("2018-06-01", "二"),
            ("2018-09-01", "三"),
        ]);
        let series = calendar("2018-06-20", series);
        let missed = |covered: &str| series.missed(1, day(covered));
        assert_eq!((missed("2018-02-28"), missed("2018-03-01")), (2, 1));
        assert_eq!(missed("2018-06-01"), 0);
        assert_eq!(series.missed(2, day("2018-06-01")), 0);
    }

    #[test]
    fn what_is_stored_holds_before_the_rule() {
        let kept = Kept {
            schedule: 1,
            first: day("2018-04-01"),
            opens_on: day("2018-04-01"),
            due_on: day("2018-06-28"),
            due_reason: Some("全区系统停机".to_owned()),
            lock: None,
        };
        let on = |today: &str| {
            let rule = rule(Cycle::Quarter, 25, false);
            let kept = vec![kept.clone()];
            Calendar::new(day(today), vec![rule], Holidays::default(), kept)
        };
        let due = |today: &str| on(today).due(1).map(|round| round.period.name());
        assert_eq!(due("2018-06-28").as_deref(), Some("2018年第一季度"));
        assert_eq!(due("2018-06-29").as_deref(), Some("2018年第二季度"));
    }

    #[test]
    fn other_rules_move_no_day_that_is_over_and_none_into_the_past() {
        let old = rule(Cycle::Quarter, 25, false);
        let days = |rounds: Vec<Round>| -> Vec<(String, String)> {
            let told = |one: Round| (one.period.name(), one.due_on.to_string());
            rounds.into_iter().map(told).collect()
        };
        let told = |name: &str, on: &str| (name.to_owned(), on.to_owned());
        let calendar = calendar("2018-06-20", old.clone());
        let since = day("2017-12-01");
        // 2018-03-25 is a Sunday; with another Monday free it would have been the 27th.
        let free = |on: &str| {
            Holidays::from_iter([Holiday {
                day: day(on),
                kind: Off,
                name: "停工日".to_owned(),
            }])
        };
        let monday = free("2018-03-26");
        assert_eq!(
            days(calendar.to_keep(&old, &monday, since)),
            [told("2018年第一季度", "2018-03-26")]
        );
        // A holiday to come moves the round that is open.
        let monday = free("2018-06-25");
        assert_eq!(days(calendar.to_keep(&old, &monday, since)), []);
        assert!(
            days(calendar.to_follow(&old, &monday)).contains(&told("2018年第二季度", "2018-06-26"))
        );
        // The 10th of June is over: the round that is open keeps its day.
        let tenth = Schedule { due_day: 8, ..old };
        assert_eq!(
            days(calendar.to_keep(&tenth, calendar.holidays(), since)),
            [
                told("2017年第四季度", "2017-12-25"),
                told("2018年第一季度", "2018-03-26"),
                told("2018年第二季度", "2018-06-25")
            ]
        );
        let followed = days(calendar.to_follow(&tenth, calendar.holidays()));
        assert_eq!(followed[0], told("2018年第三季度", "2018-09-10"));
    }
}
