//! What happens in a trial: which items are done, which fall behind and through whom, who reports late or not at all.
//! Pure, and the same in every run.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::dice::Dice;
use crate::domain::{Progress, Role};

/// The course of an item over its periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// Done within the first periods.
    Closed,
    /// As planned.
    Steady,
    /// Behind since lately, through some of its departments.
    Lagging,
    /// Behind for one period, then caught up.
    Recovered,
    /// Nobody has begun.
    Unbegun,
}

/// The facts about an item that its course depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct ItemFacts<'a> {
    /// Title of the document and locus: its name for the dice.
    pub(super) name: [&'a str; 2],
    /// From when it is reported on.
    pub(super) reported_from: NaiveDate,
    /// It has targets.
    pub(super) measured: bool,
    /// It has a target that accumulates.
    pub(super) counted: bool,
    /// How many departments report on it.
    pub(super) departments: usize,
}

/// Documents from before this year have run their course for the most part.
const RECENT: i32 = 2016;

impl ItemFacts<'_> {
    /// What many departments share is hardly ever done or untouched as a whole.
    fn few(&self) -> bool {
        self.departments <= 4
    }

    /// The course of an item that comes after such a share of its like, in percent.
    fn course(&self, share: usize) -> Course {
        let simple = !self.measured && self.few();
        if self.reported_from.year() < RECENT {
            return match share {
                0..70 => Course::Closed,
                70..84 => Course::Steady,
                84..92 => Course::Lagging,
                92..97 if simple => Course::Unbegun,
                _ => Course::Recovered,
            };
        }
        match share {
            0..14 => Course::Lagging,
            14..36 if simple => Course::Closed,
            36..48 if simple => Course::Unbegun,
            40..48 if !self.measured => Course::Recovered,
            _ => Course::Steady,
        }
    }
}

/// The courses of items. Among the like of every document each course gets its share; the dice say who.
pub(super) fn courses(items: &[ItemFacts<'_>]) -> Vec<Course> {
    let mut like: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, item) in items.iter().enumerate() {
        let key = (item.name[0], item.measured, item.counted, item.few());
        like.entry(key).or_default().push(index);
    }
    let mut courses = vec![Course::Steady; items.len()];
    for group in like.into_values() {
        let dice = |index: &usize| Dice::of(&items[*index].name).number("course");
        for (index, share) in shared_out(group, dice) {
            courses[index] = items[index].course(share);
        }
    }
    courses
}

/// Each of some things with the share of them, in percent, that comes before its middle, in the order of the dice.
fn shared_out<T>(mut things: Vec<T>, dice: impl Fn(&T) -> u64) -> Vec<(T, usize)> {
    things.sort_by_key(|thing| dice(thing));
    let count = things.len();
    let share = |(rank, thing)| (thing, (rank * 100 + 50) / count);
    things.into_iter().enumerate().map(share).collect()
}

/// How a department reports, whatever it reports on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Habit {
    /// Everything of the current period is sent already.
    Early,
    /// Some of it.
    Usual,
    /// Nothing of it yet, but nothing is late.
    Last,
    /// So many periods that are due were not reported, and the current one neither.
    Silent(usize),
}

/// The habits of departments, by their codes. Those that have an account in the trial are usual ones, so that whoever
/// signs in sees every state.
pub(super) fn habits<'c>(
    departments: impl IntoIterator<Item = &'c str>,
    has_account: impl Fn(&str) -> bool,
) -> BTreeMap<&'c str, Habit> {
    let (known, others): (Vec<&str>, Vec<&str>) =
        departments.into_iter().partition(|code| has_account(code));
    let habit = |share| match share {
        0..16 => Habit::Early,
        16..71 => Habit::Usual,
        71..92 => Habit::Last,
        92..96 => Habit::Silent(1),
        _ => Habit::Silent(2),
    };
    let others = shared_out(others, |code| Dice::of(&[*code]).number("habit"));
    let known = known.into_iter().map(|code| (code, Habit::Usual));
    let others = others.into_iter().map(|(code, share)| (code, habit(share)));
    known.chain(others).collect()
}

/// How far a report of the current period has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// Not begun.
    Pending,
    /// Begun.
    Draft,
    /// Waits for the reviewer of its department.
    HandedIn,
    /// Given back by that reviewer.
    GivenBack,
    /// Sent.
    Submitted,
    /// Sent back.
    Returned,
    /// Verified.
    Accepted,
}

/// The current period of a usual department, over the items that it still reports on.
const USUAL: [Stage; 12] = {
    use Stage::{Accepted, Draft, Pending, Returned, Submitted};
    [
        Returned, Draft, Submitted, Pending, Accepted, Pending, Submitted, Pending, Accepted,
        Pending, Submitted, Pending,
    ]
};

/// The same where a reviewer looks at everything before it goes out.
const REVIEWED: [Stage; 12] = {
    use Stage::{Accepted, Draft, GivenBack, HandedIn, Pending, Returned, Submitted};
    [
        Returned, Draft, Submitted, Pending, HandedIn, Accepted, GivenBack, Pending, Submitted,
        Pending, Accepted, Pending,
    ]
};

/// The place, among the items of a department with an account, of the one whose last report is overdue. It stands on a
/// pending place, so that it shows as such.
const OVERDUE: usize = 3;

/// One department on one item.
#[derive(Debug, Clone, Copy)]
pub(super) struct DutyFacts<'a> {
    /// The item.
    pub(super) item: ItemFacts<'a>,
    /// The course of the item.
    pub(super) course: Course,
    /// Code of the department.
    pub(super) department: &'a str,
    /// How the department reports.
    pub(super) habit: Habit,
    /// True when the trial has an account of this department.
    pub(super) has_account: bool,
    /// True when one of them is of its reviewer.
    pub(super) has_reviewer: bool,
    /// True when the item falls behind through this department.
    pub(super) blamed: bool,
    /// Its place among the items that the department still reports on.
    pub(super) place: usize,
    /// How many periods there are, the current one included.
    pub(super) periods: usize,
}

/// What a report says and how far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Turn {
    /// 自评.
    pub(super) stated: Progress,
    /// How far it has come.
    pub(super) stage: Stage,
}

impl DutyFacts<'_> {
    fn dice(&self) -> Dice {
        Dice::of(&[self.item.name[0], self.item.name[1], self.department])
    }

    /// What was reported, period by period; `None` where nothing was.
    pub(super) fn turns(&self) -> Vec<Option<Turn>> {
        if self.course == Course::Unbegun || self.periods == 0 {
            return vec![None; self.periods];
        }
        let finished = self.finished();
        let current = self.periods - 1;
        (0..self.periods)
            .map(|period| {
                if finished.is_some_and(|finished| period > finished) {
                    return None;
                }
                let stage = if period == current {
                    self.current_stage()
                } else if self.is_missed(period) && finished != Some(period) {
                    Stage::Pending
                } else {
                    Stage::Accepted
                };
                let stated = match finished {
                    Some(finished) if finished == period => Progress::Done,
                    _ => self.stated(period),
                };
                (stage != Stage::Pending).then_some(Turn { stated, stage })
            })
            .collect()
    }

    /// The period in which a closed item was done: before the last one that is due.
    fn finished(&self) -> Option<usize> {
        let last = self.periods.checked_sub(3)?;
        (self.course == Course::Closed).then(|| (1 + self.dice().throw("finished", 3)).min(last))
    }

    /// True when the last periods that are due were passed over.
    fn is_missed(&self, period: usize) -> bool {
        let last_due = self.periods.saturating_sub(2);
        let missed = match self.habit {
            Habit::Silent(count) => count,
            _ if self.has_account => usize::from(self.place == OVERDUE),
            _ => usize::from(self.dice().chance("missed", 1)),
        };
        period <= last_due && period + missed > last_due
    }

    fn current_stage(&self) -> Stage {
        match self.habit {
            Habit::Silent(_) | Habit::Last => Stage::Pending,
            Habit::Early if self.dice().chance("verified", 40) => Stage::Accepted,
            Habit::Early => Stage::Submitted,
            Habit::Usual if self.has_reviewer => REVIEWED[self.place % REVIEWED.len()],
            Habit::Usual if self.has_account => USUAL[self.place % USUAL.len()],
            Habit::Usual => {
                let dice = Dice::of(&["shift", self.department]);
                let stage = USUAL[(self.place + dice.throw("places", USUAL.len())) % USUAL.len()];
                // Few are sent back.
                match stage {
                    Stage::Returned if !dice.chance("returned", 30) => Stage::Submitted,
                    stage => stage,
                }
            }
        }
    }

    fn stated(&self, period: usize) -> Progress {
        let lately = self
            .periods
            .saturating_sub(2 + self.dice().throw("since", 2));
        let once = self.periods / 2;
        let behind = self.blamed
            && match self.course {
                Course::Lagging => period >= lately,
                Course::Recovered => period == once,
                _ => false,
            };
        if behind {
            Progress::Behind
        } else if period > 0 && self.dice().chance("ahead", 9) {
            Progress::Ahead
        } else {
            Progress::OnTrack
        }
    }
}

/// The departments through which an item falls behind: whoever leads, else one or two of all.
pub(super) fn blamed(item: &ItemFacts<'_>, roles: &[Role]) -> Vec<bool> {
    let dice = Dice::of(&item.name);
    if roles.contains(&Role::Lead) {
        return roles.iter().map(|role| *role == Role::Lead).collect();
    }
    let count = if roles.len() > 6 { 2 } else { 1 };
    let first = dice.throw("blamed", roles.len());
    let second = dice.throw("blamed too", roles.len());
    (0..roles.len())
        .map(|place| place == first || (count > 1 && place == second))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: [&str; 2], departments: usize) -> ItemFacts<'_> {
        ItemFacts {
            name,
            reported_from: "2017-05-09".parse().expect("a date"),
            measured: false,
            counted: false,
            departments,
        }
    }

    fn duty(course: Course, habit: Habit, has_account: bool, place: usize) -> DutyFacts<'static> {
        DutyFacts {
            item: item(["任务分工", "三.1"], 5),
            course,
            department: "xj.gsj",
            habit,
            has_account,
            has_reviewer: false,
            blamed: true,
            place,
            periods: 5,
        }
    }

    #[test]
    fn whoever_signs_in_sees_every_state() {
        let stages: Vec<Option<Stage>> = (0..12)
            .map(|place| {
                let turns = duty(Course::Steady, Habit::Usual, true, place).turns();
                turns[4].map(|turn| turn.stage)
            })
            .collect();
        for stage in [
            None,
            Some(Stage::Returned),
            Some(Stage::Draft),
            Some(Stage::Submitted),
            Some(Stage::Accepted),
        ] {
            assert!(stages.contains(&stage), "{stage:?} in {stages:?}");
        }
        let overdue = duty(Course::Steady, Habit::Usual, true, OVERDUE).turns();
        assert_eq!((overdue[3], overdue[4]), (None, None));
        assert!(overdue[2].is_some());
    }

    #[test]
    fn what_is_done_is_not_reported_again() {
        for habit in [Habit::Early, Habit::Usual, Habit::Last, Habit::Silent(2)] {
            let turns = duty(Course::Closed, habit, false, 0).turns();
            let done = turns
                .iter()
                .position(|turn| turn.is_some_and(|turn| turn.stated == Progress::Done))
                .expect("done");
            assert!((1..=2).contains(&done));
            assert!(turns[done + 1..].iter().all(Option::is_none), "{turns:?}");
        }
    }

    #[test]
    fn every_course_and_habit_has_its_share() {
        let loci: Vec<String> = (0..25).map(|n| format!("三.{n}")).collect();
        let few: Vec<ItemFacts<'_>> = loci.iter().map(|locus| item(["分工", locus], 2)).collect();
        let courses = courses(&few);
        let count = |course| courses.iter().filter(|one| **one == course).count();
        assert_eq!(
            [Course::Lagging, Course::Closed, Course::Unbegun].map(count),
            [3, 6, 3]
        );
        let codes: Vec<String> = (0..100).map(|n| format!("xj.{n}")).collect();
        let habits = habits(codes.iter().map(String::as_str), |code| code == "xj.7");
        let silent = habits
            .values()
            .filter(|habit| matches!(habit, Habit::Silent(_)));
        assert_eq!((silent.count(), habits["xj.7"]), (8, Habit::Usual));
    }

    #[test]
    fn an_item_lags_through_its_lead_or_through_few() {
        let lagging = item(["任务分工", "四.3"], 20);
        let joint = vec![Role::Joint; 20];
        let count = blamed(&lagging, &joint).iter().filter(|one| **one).count();
        assert!((1..=2).contains(&count));
        let led = [Role::Support, Role::Lead];
        assert_eq!(blamed(&lagging, &led), [false, true]);
        let turns = duty(Course::Lagging, Habit::Usual, true, 2).turns();
        assert_eq!(turns[3].map(|turn| turn.stated), Some(Progress::Behind));
        assert_ne!(turns[0].map(|turn| turn.stated), Some(Progress::Behind));
    }

    #[test]
    fn the_silent_are_silent_to_the_end() {
        let turns = duty(Course::Steady, Habit::Silent(2), false, 0).turns();
        assert!(turns[1].is_some());
        assert_eq!(turns[2..], [None, None, None]);
    }
}
