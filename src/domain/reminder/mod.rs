//! 提醒: who is reminded of what on a day. Given what is due and what was said before, a pure answer.
//!
//! A due day has steps: some days before it, some after. On a working day the newest step that has come is taken, once
//! for each person; a step that falls on a day of rest waits for the next working day, and one that was overtaken by
//! the next is left out. Whoever has it is told first, the clerks or, once all is handed in, the reviewers; both once
//! the day is over; the office as well when it stays so.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate, Weekday};

use super::{Cycle, Period, Post};

/// When people are reminded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderRules {
    /// Days before the due day.
    pub before: Vec<i32>,
    /// Days after it.
    pub after: Vec<i32>,
    /// From so many days after it the office is told as well.
    pub office: i32,
    /// Days between two reminders of one person.
    pub gap: i64,
}

impl Default for ReminderRules {
    fn default() -> Self {
        Self {
            before: vec![7, 3, 1],
            after: vec![1, 7],
            office: 7,
            gap: 1,
        }
    }
}

impl ReminderRules {
    /// The steps as days from the due day, earliest first.
    pub fn steps(&self) -> Vec<i32> {
        let before = self.before.iter().map(|days| -days);
        let mut steps: Vec<i32> = before
            .chain(self.after.iter().copied())
            .chain([self.office])
            .collect();
        steps.sort_unstable();
        steps.dedup();
        steps
    }
}

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Matter {
    /// The reports of a period, by its first day.
    Round(Cycle, NaiveDate),
    /// An item and its deadline: one that is moved is another.
    Item(i64, NaiveDate),
}

impl Matter {
    /// By which it is remembered.
    pub fn key(&self) -> String {
        match self {
            Self::Round(cycle, first) => format!("round:{}:{first}", cycle.code()),
            Self::Item(item, deadline) => format!("item:{item}:{deadline}"),
        }
    }

    /// The period of a round, by its key.
    pub fn round(key: &str) -> Option<Period> {
        let (cycle, first) = key.strip_prefix("round:")?.split_once(':')?;
        Some(Period::containing(cycle.parse().ok()?, first.parse().ok()?))
    }
}

/// Something that a department has not done yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The department.
    pub department: i64,
    /// The region whose office chases it.
    pub jurisdiction: i64,
    /// What.
    pub matter: Matter,
    /// By when.
    pub due_on: NaiveDate,
    /// How many reports are missing.
    pub open: i32,
    /// How many of them wait for a reviewer of the unit.
    pub handed_in: i32,
}

/// Somebody who may be reminded, in one post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressee {
    /// Who.
    pub user: i64,
    /// Clerk, reviewer or office.
    pub post: Post,
    /// The department of a clerk or reviewer.
    pub department: Option<i64>,
    /// The region of an office; `None` is every region.
    pub jurisdiction: Option<i64>,
    /// The day of the last reminder.
    pub told_on: Option<NaiveDate>,
}

/// What a person was reminded of before: user, department, key of the matter, step.
pub type Told = HashSet<(i64, i64, String, i32)>;

/// One person to be reminded of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// Who.
    pub user: i64,
    /// Which step of it.
    pub step: i32,
    /// Of what.
    pub due: Due,
}

/// Saturdays and Sundays are days of rest.
pub fn is_weekday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Who is to be reminded of what today.
pub fn plan(
    dues: &[Due],
    addressees: &[Addressee],
    told: &Told,
    rules: &ReminderRules,
    today: NaiveDate,
    works: &dyn Fn(NaiveDate) -> bool,
) -> Vec<Reminder> {
    if !works(today) {
        return Vec::new();
    }
    let rested = |one: &&Addressee| {
        one.told_on
            .is_none_or(|day| (today - day).num_days() >= rules.gap)
    };
    let mut planned = Vec::new();
    let mut seen = HashSet::new();
    for due in dues {
        let Some(step) = step(due.due_on, rules, today) else {
            continue;
        };
        for person in addressed(due, step, addressees, rules)
            .into_iter()
            .filter(rested)
        {
            let key = (person.user, due.department, due.matter.key(), step);
            if !told.contains(&key) && seen.insert(key) {
                planned.push(Reminder {
                    user: person.user,
                    step,
                    due: *due,
                });
            }
        }
    }
    planned
}

/// The newest step that has come. A step of a day of rest needs no rule of its own: nothing is planned on that day, and
/// on the next working day it is still the newest, unless another has come.
fn step(due_on: NaiveDate, rules: &ReminderRules, today: NaiveDate) -> Option<i32> {
    let from_due = (today - due_on).num_days();
    rules
        .steps()
        .into_iter()
        .rfind(|step| i64::from(*step) <= from_due)
}

/// Whom a step is for.
fn addressed<'r>(
    due: &Due,
    step: i32,
    addressees: &'r [Addressee],
    rules: &ReminderRules,
) -> Vec<&'r Addressee> {
    let of_unit = |post: Post| {
        let matches =
            move |one: &&Addressee| one.post == post && one.department == Some(due.department);
        addressees.iter().filter(matches)
    };
    let waits_for_reviewer = due.open == due.handed_in;
    let clerks = of_unit(Post::Clerk).filter(|_| step > 0 || !waits_for_reviewer);
    let mut people: Vec<&Addressee> = clerks.collect();
    if step > 0 || people.is_empty() {
        people.extend(of_unit(Post::Reviewer));
    }
    if step >= rules.office {
        let office = |one: &&Addressee| {
            one.post == Post::Office
                && one
                    .jurisdiction
                    .is_none_or(|region| region == due.jurisdiction)
        };
        people.extend(addressees.iter().filter(office));
    }
    people
}

#[cfg(test)]
mod tests;
