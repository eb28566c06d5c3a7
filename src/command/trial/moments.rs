//! When people do things: on working days, in office hours, Beijing time.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc};

use super::dice::Dice;

/// Hours by which Beijing is ahead.
const BEIJING: i64 = 8;

/// A moment of a day in Beijing.
pub(super) fn at(day: NaiveDate, minutes: i64) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN).and_utc();
    midnight - Duration::hours(BEIJING) + Duration::minutes(minutes)
}

/// Nine in the morning.
pub(super) fn morning(day: NaiveDate) -> DateTime<Utc> {
    at(day, 9 * 60)
}

/// The moments of one report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moments {
    /// Begun.
    pub(super) begun: DateTime<Utc>,
    /// Sent.
    pub(super) submitted: DateTime<Utc>,
    /// Reviewed.
    pub(super) reviewed: DateTime<Utc>,
}

impl Moments {
    /// The moments of a report on a period that is over: sent before the day it was due, a few a little later,
    /// reviewed within the week.
    pub(super) fn of(due_on: NaiveDate, dice: Dice) -> Self {
        let late = dice.chance("late", 6);
        let sent = if late {
            due_on + days(1 + dice.throw("days late", 4))
        } else {
            due_on - days(dice.throw("days early", 11))
        };
        Self::around(sent, dice)
    }

    /// The moments of a report on the current period, all before `today`.
    pub(super) fn before(today: NaiveDate, dice: Dice) -> Self {
        Self::around(today - days(9 + dice.throw("days ago", 7)), dice)
    }

    /// Given to a reviewer: on the day on which it was begun.
    pub(super) fn handed_in(&self) -> DateTime<Utc> {
        self.begun + Duration::hours(2)
    }

    fn around(sent: NaiveDate, dice: Dice) -> Self {
        let sent = not_after(sent);
        let begun = not_after(sent - days(dice.throw("days of writing", 3)));
        let reviewed = not_before(sent + days(1 + dice.throw("days of review", 3)));
        let minutes = |question: &str, from: usize, to: usize| {
            i64::try_from(from + dice.throw(question, to - from)).unwrap_or(0)
        };
        Self {
            begun: at(begun, minutes("begun", 9 * 60, 12 * 60)),
            submitted: at(sent, minutes("sent", 15 * 60, 18 * 60)),
            reviewed: at(reviewed, minutes("reviewed", 9 * 60 + 30, 17 * 60)),
        }
    }
}

fn days(count: usize) -> Days {
    Days::new(count as u64)
}

/// The day itself, or the last working day before it.
fn not_after(day: NaiveDate) -> NaiveDate {
    std::iter::successors(Some(day), NaiveDate::pred_opt)
        .find(is_working)
        .unwrap_or(day)
}

/// The day itself, or the first working day after it.
fn not_before(day: NaiveDate) -> NaiveDate {
    std::iter::successors(Some(day), NaiveDate::succ_opt)
        .find(is_working)
        .unwrap_or(day)
}

/// Neither a weekend nor a holiday that falls on the same days every year.
fn is_working(day: &NaiveDate) -> bool {
    let holiday = matches!((day.month(), day.day()), (1 | 5, 1) | (10, 1..=7));
    !holiday && day.weekday().num_days_from_monday() < 5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::clock::beijing;
    use chrono::Timelike;

    #[test]
    fn people_work_on_working_days_and_in_order() {
        let today: NaiveDate = "2018-06-20".parse().expect("a date");
        let due_on: NaiveDate = "2018-03-26".parse().expect("a date");
        let first: NaiveDate = "2018-01-01".parse().expect("a date");
        for n in 0..500 {
            let dice = Dice::of(&[&n.to_string()]);
            for moments in [Moments::of(due_on, dice), Moments::before(today, dice)] {
                assert!(moments.begun < moments.submitted && moments.submitted < moments.reviewed);
                assert!(moments.handed_in() < moments.submitted);
                assert!(moments.reviewed < morning(today));
                assert!(moments.reviewed - moments.submitted < Duration::days(11));
                for moment in [moments.begun, moments.submitted, moments.reviewed] {
                    let there = beijing(moment);
                    assert!(there.weekday().num_days_from_monday() < 5, "{there}");
                    assert!((9..18).contains(&there.hour()), "{there}");
                }
            }
            assert!(beijing(Moments::of(due_on, dice).submitted).date_naive() >= first);
        }
    }
}
