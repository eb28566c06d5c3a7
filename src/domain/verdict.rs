//! What a reported figure says of its target. A floor is not a percentage: 合格率 91.3% against 92% is short by 0.7
//! 个百分点, not "99 % done". Only figures that accumulate are held against 序时进度.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::words::words;
use super::{Comparator, Progress, Target, TargetKind};

words! {
    /// The outcome of holding a figure against its target.
    Verdict {
        /// The target is met.
        Met = "met", "达标";
        /// It is not met, and its day has come.
        NotMet = "not_met", "未达标";
        /// Short of the target, with time left.
        Short = "short", "距目标";
        /// As much as 序时进度 asks.
        OnPace = "on_pace", "达序时";
        /// Less than 序时进度 asks.
        BehindPace = "behind_pace", "欠序时";
        /// It cannot be computed; a person judges.
        Unjudged = "unjudged", "待认定";
    }
}

impl Verdict {
    /// True when more should be there by now, or the day has come and the target is not met.
    pub const fn is_bad(self) -> bool {
        matches!(self, Self::NotMet | Self::BehindPace)
    }
}

/// What a department reported for a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reported {
    /// The figure, in the target's unit; cumulative for [`TargetKind::Flow`].
    pub value: Option<Decimal>,
    /// The grade reached.
    pub grade: Option<String>,
    /// For targets without a number: whether it holds.
    pub holds: Option<bool>,
}

/// The time that a target runs, and the day on which it is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// First day that counts.
    pub start: NaiveDate,
    /// Last day; `None` where the document sets none.
    pub end: Option<NaiveDate>,
    /// The day judged, usually the last day of a period.
    pub on: NaiveDate,
}

impl Pace {
    /// The share of the time that has passed, in percent; 100 from the last day on.
    pub fn elapsed(&self) -> Option<Decimal> {
        let end = self.end?;
        let whole = (end - self.start).num_days() + 1;
        let passed = (self.on - self.start).num_days() + 1;
        (whole > 0).then(|| {
            (Decimal::from(passed.clamp(0, whole)) * Decimal::ONE_HUNDRED / Decimal::from(whole))
                .round_dp(1)
        })
    }

    fn is_over(&self) -> bool {
        self.end.is_some_and(|end| self.on >= end)
    }
}

/// A verdict with its numbers, so that a page can say why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The outcome.
    pub verdict: Verdict,
    /// How far short of the target, in its unit; zero or negative when it is met.
    pub gap: Option<Decimal>,
    /// What 序时进度 asks by now, in the target's unit.
    pub expected: Option<Decimal>,
    /// How far behind, in percentage points of what should be there; negative when ahead. Decides the lamp.
    pub shortfall: Option<Decimal>,
}

impl Judgement {
    fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            gap: None,
            expected: None,
            shortfall: None,
        }
    }

    /// The progress that this judgement suggests to the person who reports. A share that stands above its floor
    /// today has not yet stood there on its day; only what has accumulated is done before its time.
    pub fn progress(&self, target: &Target, pace: Pace) -> Progress {
        let ahead = self
            .shortfall
            .is_some_and(|behind| behind < -Decimal::from(TOLERANCE));
        match self.verdict {
            Verdict::Met if pace.is_over() || target.kind == TargetKind::Flow => Progress::Done,
            Verdict::OnPace if ahead => Progress::Ahead,
            Verdict::Met | Verdict::OnPace | Verdict::Short => Progress::OnTrack,
            Verdict::NotMet | Verdict::BehindPace => Progress::Behind,
            Verdict::Unjudged => Progress::Other,
        }
    }
}

/// Behind by up to this many percentage points still counts as on pace (银川 2025: 10 个百分点以内不亮灯).
const TOLERANCE: u32 = 10;

/// Holds a reported figure against its target.
pub fn judge(target: &Target, reported: &Reported, pace: Pace) -> Judgement {
    match target.comparator {
        Comparator::Zero => match reported.value {
            Some(value) if value.is_zero() => Judgement {
                gap: Some(value),
                ..Judgement::of(Verdict::Met)
            },
            Some(value) => Judgement {
                gap: Some(value),
                shortfall: Some(Decimal::ONE_HUNDRED),
                ..Judgement::of(Verdict::NotMet)
            },
            None => held(reported, pace),
        },
        Comparator::Grade => grade(target, reported, pace),
        Comparator::WithinExternal | Comparator::Trend => held(reported, pace),
        _ => match (reported.value, target.value) {
            (Some(value), Some(goal)) if target.kind == TargetKind::Flow => {
                flow(value, goal, target, pace)
            }
            (Some(value), Some(goal)) => level(value, goal, target, pace),
            _ => Judgement::of(Verdict::Unjudged),
        },
    }
}

/// A target without a number holds or does not, by the department's own statement.
fn held(reported: &Reported, pace: Pace) -> Judgement {
    Judgement::of(match reported.holds {
        Some(true) => Verdict::Met,
        Some(false) if pace.is_over() || pace.end.is_none() => Verdict::NotMet,
        Some(false) => Verdict::Short,
        None => Verdict::Unjudged,
    })
}

/// Grades from best to worst, in the two scales that documents use (国办发〔2013〕47号: A–D).
const GRADES: &[&[&str]] = &[&["A", "B", "C", "D"], &["优秀", "良好", "合格", "不合格"]];

fn grade(target: &Target, reported: &Reported, pace: Pace) -> Judgement {
    let rank = |grade: &str| {
        let grade = grade.trim_end_matches(['级', '等', '次']);
        GRADES
            .iter()
            .find_map(|scale| scale.iter().position(|one| *one == grade))
    };
    let (Some(asked), Some(reached)) = (
        target.grade.as_deref().and_then(rank),
        reported.grade.as_deref().and_then(rank),
    ) else {
        return held(reported, pace);
    };
    Judgement::of(match reached <= asked {
        true => Verdict::Met,
        false if pace.is_over() => Verdict::NotMet,
        false => Verdict::Short,
    })
}

/// How far `value` falls short of what the comparator asks; zero or less when it is met.
fn gap(value: Decimal, goal: Decimal, target: &Target) -> Decimal {
    match target.comparator {
        Comparator::AtMost => value - goal,
        Comparator::Between => (goal - value).max(value - target.upper.unwrap_or(goal)),
        // 左右: within five percent of the number.
        Comparator::About => (value - goal).abs() - (goal / Decimal::from(20)).abs(),
        _ => goal - value,
    }
}

fn level(value: Decimal, goal: Decimal, target: &Target, pace: Pace) -> Judgement {
    let gap = gap(value, goal, target);
    if gap <= Decimal::ZERO {
        return Judgement {
            gap: Some(gap),
            ..Judgement::of(Verdict::Met)
        };
    }
    let shortfall = percent(gap, goal);
    let due = pace.is_over() || target.maintain || pace.end.is_none();
    let verdict = if due { Verdict::NotMet } else { Verdict::Short };
    Judgement {
        gap: Some(gap),
        shortfall,
        ..Judgement::of(verdict)
    }
}

fn flow(value: Decimal, goal: Decimal, target: &Target, pace: Pace) -> Judgement {
    let gap = gap(value, goal, target);
    if gap <= Decimal::ZERO {
        return Judgement {
            gap: Some(gap),
            ..Judgement::of(Verdict::Met)
        };
    }
    let (Some(elapsed), Some(share)) = (pace.elapsed(), percent(value, goal)) else {
        return Judgement {
            gap: Some(gap),
            ..Judgement::of(Verdict::Short)
        };
    };
    let expected = (goal * elapsed / Decimal::ONE_HUNDRED).round_dp(1);
    let behind = elapsed - share;
    let verdict = if pace.is_over() {
        Verdict::NotMet
    } else if behind > Decimal::from(TOLERANCE) {
        Verdict::BehindPace
    } else {
        Verdict::OnPace
    };
    Judgement {
        verdict,
        gap: Some(gap),
        expected: Some(expected),
        shortfall: Some(behind),
    }
}

fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    let whole = whole.abs();
    (!whole.is_zero()).then(|| (part * Decimal::ONE_HUNDRED / whole).round_dp(1))
}

/// A share between 0 and 1 for drawing; never for judging.
pub fn drawn_share(value: Decimal, whole: Decimal) -> f64 {
    let share = if whole.is_zero() {
        Decimal::ZERO
    } else {
        value / whole
    };
    share.to_f64().unwrap_or(0.0).clamp(0.0, 1.25)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(comparator: Comparator, value: i64, kind: TargetKind, maintain: bool) -> Target {
        Target {
            name: "合格率".to_owned(),
            comparator,
            value: Some(Decimal::from(value)),
            upper: Some(Decimal::from(20)),
            grade: Some("B级".to_owned()),
            trend: None,
            unit: "%".to_owned(),
            kind,
            soft: false,
            maintain,
        }
    }

    fn pace(on: &str) -> Pace {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        Pace {
            start: day("2017-01-01"),
            end: Some(day("2020-12-31")),
            on: day(on),
        }
    }

    fn number(text: &str) -> Reported {
        Reported {
            value: Some(text.parse().expect("a number")),
            ..Reported::default()
        }
    }

    #[test]
    fn every_kind_has_its_rule() {
        use Comparator::{About, AtLeast, AtMost, Between};
        use TargetKind::{Flow, Growth, Level, Ratio};
        let table = [
            // 合格率 92% by 2020, judged in 2018: short, not failed.
            (
                target(AtLeast, 92, Ratio, false),
                "91.3",
                "2018-06-30",
                Verdict::Short,
            ),
            (
                target(AtLeast, 92, Ratio, false),
                "92",
                "2018-06-30",
                Verdict::Met,
            ),
            (
                target(AtLeast, 92, Ratio, false),
                "91.3",
                "2020-12-31",
                Verdict::NotMet,
            ),
            // 稳定在96%以上 must hold in every period.
            (
                target(AtLeast, 96, Ratio, true),
                "95.9",
                "2018-06-30",
                Verdict::NotMet,
            ),
            (
                target(AtMost, 3, Growth, false),
                "2.8",
                "2018-06-30",
                Verdict::Met,
            ),
            (
                target(AtMost, 3, Growth, false),
                "3.1",
                "2020-12-31",
                Verdict::NotMet,
            ),
            (
                target(Between, 10, Level, false),
                "15",
                "2018-06-30",
                Verdict::Met,
            ),
            (
                target(About, 100, Level, false),
                "96",
                "2018-06-30",
                Verdict::Met,
            ),
            (
                target(About, 100, Level, false),
                "90",
                "2020-12-31",
                Verdict::NotMet,
            ),
            // 350个 by 2020: by mid-2018 37.4 % of the time has passed.
            (
                target(AtLeast, 350, Flow, false),
                "120",
                "2018-06-30",
                Verdict::OnPace,
            ),
            (
                target(AtLeast, 350, Flow, false),
                "60",
                "2018-06-30",
                Verdict::BehindPace,
            ),
            (
                target(AtLeast, 350, Flow, false),
                "350",
                "2018-06-30",
                Verdict::Met,
            ),
            (
                target(Comparator::Zero, 0, TargetKind::Zero, false),
                "0",
                "2018-06-30",
                Verdict::Met,
            ),
            (
                target(Comparator::Zero, 0, TargetKind::Zero, false),
                "1",
                "2018-06-30",
                Verdict::NotMet,
            ),
        ];
        for (target, value, on, expected) in table {
            assert_eq!(
                judge(&target, &number(value), pace(on)).verdict,
                expected,
                "{target:?} {value} {on}"
            );
        }
    }

    #[test]
    fn progress_follows_the_verdict() {
        let progress = |target: &Target, value: &str, on: &str| {
            judge(target, &number(value), pace(on)).progress(target, pace(on))
        };
        let floor = target(Comparator::AtLeast, 92, TargetKind::Ratio, false);
        assert_eq!(progress(&floor, "93", "2018-06-30"), Progress::OnTrack);
        assert_eq!(progress(&floor, "93", "2020-12-31"), Progress::Done);
        assert_eq!(progress(&floor, "91", "2020-12-31"), Progress::Behind);
        let count = target(Comparator::AtLeast, 350, TargetKind::Flow, false);
        assert_eq!(progress(&count, "350", "2018-06-30"), Progress::Done);
        assert_eq!(progress(&count, "200", "2018-06-30"), Progress::Ahead);
        assert_eq!(progress(&count, "60", "2018-06-30"), Progress::Behind);
    }

    #[test]
    fn a_gap_is_stated_in_the_unit_of_the_target() {
        let judgement = judge(
            &target(Comparator::AtLeast, 92, TargetKind::Ratio, false),
            &number("91.3"),
            pace("2018-06-30"),
        );
        assert_eq!(judgement.gap, Some("0.7".parse().expect("a number")));
        let judgement = judge(
            &target(Comparator::AtLeast, 350, TargetKind::Flow, false),
            &number("60"),
            pace("2018-06-30"),
        );
        assert_eq!(
            judgement.expected.map(|value| value.to_string()),
            Some("130.9".to_owned())
        );
        assert_eq!(
            judgement.shortfall.map(|value| value.to_string()),
            Some("20.3".to_owned())
        );
    }

    #[test]
    fn grades_and_statements_are_judged() {
        let grade = |reached: &str| {
            let reported = Reported {
                grade: Some(reached.to_owned()),
                ..Reported::default()
            };
            judge(
                &target(Comparator::Grade, 0, TargetKind::Grade, false),
                &reported,
                pace("2018-06-30"),
            )
            .verdict
        };
        assert_eq!(
            (grade("A级"), grade("B"), grade("C级")),
            (Verdict::Met, Verdict::Met, Verdict::Short)
        );
        let holds = |holds| {
            let reported = Reported {
                holds,
                ..Reported::default()
            };
            judge(
                &target(Comparator::WithinExternal, 0, TargetKind::Level, false),
                &reported,
                pace("2018-06-30"),
            )
            .verdict
        };
        assert_eq!(
            (holds(Some(true)), holds(Some(false)), holds(None)),
            (Verdict::Met, Verdict::Short, Verdict::Unjudged)
        );
    }
}
