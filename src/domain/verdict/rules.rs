//! The rule of each kind of target.

use rust_decimal::Decimal;

use super::{Judgement, Pace, Reference, Reported, Verdict};
use crate::domain::{Comparator, Target, TargetKind, Trend};

/// Behind by up to this many percentage points still counts as on pace (银川 2025: 10 个百分点以内不亮灯).
pub(super) const TOLERANCE: u32 = 10;

/// 左右 and 保持稳定: within a twentieth of the number.
const ABOUT: u32 = 20;

/// Holds a reported figure against its target.
pub fn judge(target: &Target, reported: &Reported, pace: Pace) -> Judgement {
    match target.comparator {
        Comparator::Zero => zero(reported, pace),
        Comparator::Grade => grade(target, reported, pace),
        Comparator::WithinExternal => external(target, reported, pace),
        Comparator::Trend => trend(target, reported, pace),
        _ => match (reported.value, target.value) {
            (Some(value), Some(goal)) if target.counts_up() => {
                accumulating(value, goal, target, pace)
            }
            (Some(value), Some(goal)) => standing(value, goal, target, pace),
            (None, Some(_)) => Judgement::of(Verdict::Unjudged),
            (_, None) => held(reported, pace),
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

/// What must not happen: one occurrence is one too many, on whatever day.
fn zero(reported: &Reported, pace: Pace) -> Judgement {
    match reported.value {
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
    }
}

/// Grades from best to worst, in the two scales that documents use (国办发〔2013〕47号: A–D).
const GRADES: &[&[&str]] = &[&["A", "B", "C", "D"], &["优秀", "良好", "合格", "不合格"]];

/// A grade is better, the same, or worse; how much worse is no number.
fn grade(target: &Target, reported: &Reported, pace: Pace) -> Judgement {
    let rank = |grade: &str| {
        let grade = grade.trim_end_matches(['级', '等', '次']);
        GRADES.iter().enumerate().find_map(|(scale, grades)| {
            let place = grades.iter().position(|one| *one == grade)?;
            Some((scale, place))
        })
    };
    let asked = target.grade.as_deref().and_then(rank);
    let reached = reported.grade.as_deref().and_then(rank);
    match (asked, reached) {
        (Some((scale, asked)), Some((other, reached))) if scale == other => {
            Judgement::of(match reached <= asked {
                true => Verdict::Met,
                false if pace.is_over() => Verdict::NotMet,
                false => Verdict::Short,
            })
        }
        _ => held(reported, pace),
    }
}

/// A number that is handed down year by year: once it is known, its figure is held against it like any other, by the
/// end of the year for which it was handed down; until then the department says whether it holds.
fn external(target: &Target, reported: &Reported, pace: Pace) -> Judgement {
    let (
        Some(value),
        Some(Reference {
            value: limit,
            floor,
        }),
    ) = (reported.value, reported.reference)
    else {
        return held(reported, pace);
    };
    let handed_down = Target {
        comparator: match floor {
            true => Comparator::AtLeast,
            false => Comparator::AtMost,
        },
        ..target.clone()
    };
    standing(value, limit, &handed_down, pace.of_year())
}

/// A direction holds or not every time it is measured against the year before (逐年下降); without both figures the
/// department says whether it holds.
fn trend(target: &Target, reported: &Reported, pace: Pace) -> Judgement {
    let (Some(way), Some(value), Some(reference)) =
        (target.trend, reported.value, reported.reference)
    else {
        return held(reported, pace);
    };
    let change = value - reference.value;
    let (holds, gap) = match way {
        Trend::Up => (change > Decimal::ZERO, -change),
        Trend::Down => (change < Decimal::ZERO, change),
        Trend::Steady => {
            let over = change.abs() - leeway(reference.value);
            (over <= Decimal::ZERO, over)
        }
    };
    if holds {
        return Judgement {
            gap: Some(gap),
            ..Judgement::of(Verdict::Met)
        };
    }
    Judgement {
        gap: Some(gap),
        shortfall: points(gap, target),
        ..Judgement::of(Verdict::NotMet)
    }
}

fn leeway(number: Decimal) -> Decimal {
    (number / Decimal::from(ABOUT)).abs()
}

/// How far `value` falls short of what the comparator asks; zero or less when it is met.
fn gap(value: Decimal, goal: Decimal, target: &Target) -> Decimal {
    match target.comparator {
        Comparator::AtMost => value - goal,
        // Of what counts up, more than asked is no failing.
        Comparator::Between if target.counts_up() => goal - value,
        Comparator::Between => (goal - value).max(value - target.upper.unwrap_or(goal)),
        Comparator::About if target.counts_up() => goal - leeway(goal) - value,
        Comparator::About => (value - goal).abs() - leeway(goal),
        _ => goal - value,
    }
}

/// A floor, a ceiling, a range: met or not, and short by so much. What is to be held (稳定在) is judged every period,
/// as is what no date is set for; what has accumulated above its ceiling does not come down again.
fn standing(value: Decimal, goal: Decimal, target: &Target, pace: Pace) -> Judgement {
    let gap = gap(value, goal, target);
    if gap <= Decimal::ZERO {
        return Judgement {
            gap: Some(gap),
            ..Judgement::of(Verdict::Met)
        };
    }
    let spent = target.kind == TargetKind::Flow && target.comparator == Comparator::AtMost;
    let due = pace.is_over() || target.maintain || pace.end.is_none() || spent;
    let verdict = if due { Verdict::NotMet } else { Verdict::Short };
    Judgement {
        gap: Some(gap),
        shortfall: points(gap, target),
        ..Judgement::of(verdict)
    }
}

/// A gap in percentage points, where the figure itself is a percentage.
fn points(gap: Decimal, target: &Target) -> Option<Decimal> {
    matches!(target.unit.as_str(), "%" | "个百分点").then_some(gap)
}

/// What counts up: besides the number, as much of it as of the time must be there.
fn accumulating(value: Decimal, goal: Decimal, target: &Target, pace: Pace) -> Judgement {
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
