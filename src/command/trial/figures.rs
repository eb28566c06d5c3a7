//! Figures that grow believably towards their targets, or lag behind. Pure, and the same in every run.

use rust_decimal::Decimal;

use super::dice::Dice;
use crate::domain::{Comparator, Pace, Reported, Target, TargetKind};

/// The share of a target that is there before anybody reports, in percent: work began before the document did. It
/// also keeps early figures from doubling, which a person would be asked to explain.
const BASE: i64 = 8;

/// How a figure moves.
#[derive(Debug, Clone, Copy)]
pub(super) struct Movement<'a> {
    /// What is to be reached.
    pub(super) target: &'a Target,
    /// The time that it runs.
    pub(super) pace: Pace,
    /// Which report it is, from 0, and how many there are.
    pub(super) step: (usize, usize),
    /// True when it lags.
    pub(super) lags: bool,
    /// The dice of the item.
    pub(super) item: Dice,
    /// The dice of the department, where each reports a share of its own field.
    pub(super) own: Option<Dice>,
}

impl Movement<'_> {
    /// What is reported for the period.
    pub(super) fn reported(&self) -> Reported {
        let target = self.target;
        match (target.comparator, target.value) {
            (Comparator::Grade, _) => Reported {
                grade: self.grade(),
                ..Reported::default()
            },
            (Comparator::Zero, _) => Reported {
                value: Some(Decimal::ZERO),
                ..Reported::default()
            },
            (Comparator::WithinExternal | Comparator::Trend, _) | (_, None) => Reported {
                holds: Some(!self.lags || self.step.0 + 2 < self.step.1),
                ..Reported::default()
            },
            (_, Some(goal)) => Reported {
                value: Some(self.value(goal)),
                ..Reported::default()
            },
        }
    }

    fn throw(&self, question: &str, sides: usize) -> i64 {
        let name = format!("{question} {}", self.target.name);
        i64::try_from(self.item.throw(&name, sides)).unwrap_or(0)
    }

    /// The grade asked, or the one below it.
    fn grade(&self) -> Option<String> {
        let asked = self.target.grade.clone()?;
        let below = [
            ("A", "B"),
            ("B", "C"),
            ("C", "D"),
            ("优秀", "良好"),
            ("良好", "合格"),
        ];
        let lower = below
            .iter()
            .find(|(grade, _)| asked.starts_with(grade))
            .map(|(grade, lower)| asked.replacen(grade, lower, 1));
        if self.lags {
            lower.or(Some(asked))
        } else {
            Some(asked)
        }
    }

    fn value(&self, goal: Decimal) -> Decimal {
        if self.target.kind == TargetKind::Flow {
            self.accumulated(goal)
        } else {
            self.standing(goal)
        }
    }

    /// What has accumulated: a base and then, with the time that has passed, more or less than 序时进度.
    fn accumulated(&self, goal: Decimal) -> Decimal {
        let (step, steps) = self.step;
        let part = Decimal::from(step + 1) * Decimal::ONE_HUNDRED / Decimal::from(steps + 1);
        let elapsed = self.pace.elapsed().unwrap_or(part);
        let rhythm = if self.lags {
            24 + self.throw("rhythm", 8)
        } else {
            93 + self.throw("rhythm", 26)
        };
        let base = Decimal::from(BASE) * (Decimal::ONE_HUNDRED - elapsed) / Decimal::ONE_HUNDRED;
        let share = (base + elapsed * Decimal::new(rhythm, 2)).min(Decimal::ONE_HUNDRED);
        let value = goal * share / Decimal::ONE_HUNDRED;
        // Of three cities a third of one cannot be named: who keeps up has the whole one.
        if self.lags {
            value.floor()
        } else {
            value.ceil()
        }
    }

    /// What stands at a value: a distance from the goal that closes, or opens.
    fn standing(&self, goal: Decimal) -> Decimal {
        let holds = self.target.maintain || self.pace.end.is_none();
        // Tenths of the unit; positive is on the good side.
        let (first, last) = match (self.lags, holds) {
            (true, true) => (2, -10 - self.throw("last", 6)),
            (true, false) => (-6, -11 - self.throw("last", 8)),
            (false, true) => (2 + self.throw("first", 4), 8 + self.throw("last", 12)),
            (false, false) => (-17 + self.throw("first", 8), -4 + self.throw("last", 14)),
        };
        let (step, steps) = self.step;
        let way = Decimal::from(step) / Decimal::from(steps.saturating_sub(1).max(1));
        let mut distance = Decimal::from(first) + Decimal::from(last - first) * way;
        // Shares go up and down a little; what must hold goes no way down.
        distance += Decimal::from(self.throw(&format!("step {step}"), 3));
        if let Some(own) = self.own {
            let wobble = i64::try_from(own.throw(&self.target.name, 7)).unwrap_or(0);
            distance += Decimal::from(if holds { wobble } else { wobble - 3 });
        }
        let distance = (distance / Decimal::TEN).round_dp(1);
        let value = match self.target.comparator {
            Comparator::AtMost => goal - distance,
            _ => goal + distance,
        };
        self.within_bounds(value)
    }

    /// A share stays between nothing and everything.
    fn within_bounds(&self, value: Decimal) -> Decimal {
        let value = value.max(Decimal::ZERO);
        if self.target.unit == "%" && self.target.kind == TargetKind::Ratio {
            value.min(Decimal::ONE_HUNDRED)
        } else {
            value
        }
    }
}

/// A figure for a sentence: `91.3%`, `131个`, `82.1`.
pub(super) fn in_words(value: Decimal, unit: &str) -> String {
    format!("{}{unit}", value.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Progress, Verdict, judge};
    use chrono::NaiveDate;

    fn target(kind: TargetKind, comparator: Comparator, value: i64, unit: &str) -> Target {
        Target {
            name: "指标".to_owned(),
            comparator,
            value: Some(Decimal::from(value)),
            upper: None,
            grade: None,
            trend: None,
            unit: unit.to_owned(),
            kind,
            soft: false,
            maintain: false,
        }
    }

    fn paces() -> Vec<Pace> {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        [
            "2017-06-30",
            "2017-09-30",
            "2017-12-31",
            "2018-03-31",
            "2018-06-30",
        ]
        .map(|on| Pace {
            start: day("2017-05-09"),
            end: Some(day("2020-12-31")),
            on: day(on),
        })
        .to_vec()
    }

    fn movement<'a>(target: &'a Target, step: usize, lags: bool, seed: usize) -> Movement<'a> {
        Movement {
            target,
            pace: paces()[step],
            step: (step, 5),
            lags,
            item: Dice::of(&[&seed.to_string()]),
            own: None,
        }
    }

    #[test]
    fn a_count_never_falls_or_doubles_and_keeps_up_or_lags() {
        for goal in [3, 15, 40, 150, 350] {
            let target = target(TargetKind::Flow, Comparator::AtLeast, goal, "个");
            for (seed, lags) in (0..40).flat_map(|seed| [(seed, false), (seed, true)]) {
                let mut before: Option<Decimal> = None;
                for step in 0..5 {
                    let moving = movement(&target, step, lags, seed);
                    let reported = moving.reported();
                    let value = reported.value.expect("a figure");
                    assert!(value.fract().is_zero());
                    let last = before.unwrap_or(value);
                    assert!(value >= last, "{goal} fell to {value}");
                    assert!(
                        last.is_zero() || value <= last * Decimal::TWO,
                        "{last}, {value}"
                    );
                    before = Some(value);
                    let progress =
                        judge(&target, &reported, moving.pace).progress(&target, moving.pace);
                    if step >= 3 {
                        assert_eq!(progress == Progress::Behind, lags, "{goal}: {value}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_share_that_must_hold_holds_unless_it_lags() {
        let mut floor = target(TargetKind::Ratio, Comparator::AtLeast, 96, "%");
        floor.maintain = true;
        for seed in 0..40 {
            for step in 0..5 {
                let steady = movement(&floor, step, false, seed);
                let verdict = judge(&floor, &steady.reported(), steady.pace).verdict;
                assert_eq!(verdict, Verdict::Met);
            }
            let lagging = movement(&floor, 4, true, seed);
            let verdict = judge(&floor, &lagging.reported(), lagging.pace).verdict;
            assert_eq!(verdict, Verdict::NotMet);
        }
    }

    #[test]
    fn a_share_is_never_more_than_everything() {
        let whole = target(TargetKind::Ratio, Comparator::Equal, 100, "%");
        for seed in 0..40 {
            let moving = movement(&whole, 4, false, seed);
            assert!(moving.reported().value.expect("a figure") <= Decimal::ONE_HUNDRED);
        }
    }

    #[test]
    fn what_has_no_number_is_answered_in_its_own_way() {
        let mut grade = target(TargetKind::Grade, Comparator::Grade, 0, "");
        grade.grade = Some("B级".to_owned());
        let given = |lags| movement(&grade, 4, lags, 1).reported().grade;
        assert_eq!(given(false).as_deref(), Some("B级"));
        assert_eq!(given(true).as_deref(), Some("C级"));
        let external = target(TargetKind::Level, Comparator::WithinExternal, 0, "");
        assert_eq!(
            movement(&external, 4, false, 1).reported().holds,
            Some(true)
        );
        assert_eq!(
            movement(&external, 4, true, 1).reported().holds,
            Some(false)
        );
        let zero = target(TargetKind::Zero, Comparator::Zero, 0, "起");
        assert_eq!(
            movement(&zero, 4, true, 1).reported().value,
            Some(Decimal::ZERO)
        );
    }
}
