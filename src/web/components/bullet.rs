//! The bullet chart (S. Few): one bar for what is, a tick for what must be, a band for what should be by now.

use rust_decimal::Decimal;

use super::super::wording;
use crate::domain::{
    Comparator, Judgement, Pace, Reported, Target, TargetKind, completion, drawn_share, judge,
};

/// Width of the drawing; the target stands at four fifths, so that more than asked has room.
const WIDTH: f64 = 240.0;
const GOAL: f64 = 192.0;

/// A bullet chart in units of its drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Bullet {
    /// Length of the bar.
    pub actual: u32,
    /// Where the target stands.
    pub goal: u32,
    /// What should be there by now, for figures that accumulate.
    pub expected: Option<u32>,
    /// The bar shows trouble.
    pub lagging: bool,
    /// The same in words.
    pub words: String,
}

/// A figure held against its target, in words and, where there are numbers, as a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// `91.3%`, `A级`, `已控制在指标内`; `—` without a figure.
    pub latest: String,
    /// `距目标 0.7 个百分点`, `达标`; empty without a figure.
    pub verdict: String,
    /// The drawing.
    pub bullet: Option<Bullet>,
}

impl Reading {
    /// Reads a reported figure against its target on a day.
    pub fn of(target: &Target, reported: &Reported, pace: Pace) -> Self {
        let judgement = judge(target, reported, pace);
        Self {
            latest: Self::latest(target, reported),
            verdict: verdict(target, reported, &judgement),
            bullet: bullet(target, reported, &judgement),
        }
    }

    /// What was reported, in words.
    pub fn latest(target: &Target, reported: &Reported) -> String {
        match (reported.value, &reported.grade, reported.holds) {
            (Some(value), _, _) => wording::quantity(value, unit(target)),
            (None, Some(grade), _) => grade.clone(),
            (None, None, Some(true)) => "符合要求".to_owned(),
            (None, None, Some(false)) => "尚未达到".to_owned(),
            (None, None, None) => "—".to_owned(),
        }
    }
}

/// Occurrences of what must not happen are counted, whatever unit the document leaves out.
fn unit(target: &Target) -> &str {
    match target.comparator {
        Comparator::Zero if target.unit.is_empty() => "起",
        _ => &target.unit,
    }
}

fn verdict(target: &Target, reported: &Reported, judgement: &Judgement) -> String {
    if reported.value.is_none() && reported.grade.is_none() && reported.holds.is_none() {
        return String::new();
    }
    let label = judgement.verdict.label();
    let unit = &target.unit;
    let short = |less: Decimal| wording::difference(less, unit);
    let gap = judgement
        .gap
        .filter(|gap| *gap > Decimal::ZERO && target.comparator != Comparator::Zero);
    match (gap, judgement.expected, reported.value) {
        // What accumulates is short of two things: of what should be there by now, and of the whole.
        (Some(gap), Some(expected), Some(value)) if value < expected => format!(
            "{label}，序时应达 {}，差 {}；距目标 {}",
            wording::quantity(expected, unit),
            short(expected - value),
            short(gap)
        ),
        (Some(gap), Some(expected), _) => format!(
            "{label}，序时应达 {}；距目标 {}",
            wording::quantity(expected, unit),
            short(gap)
        ),
        (Some(gap), None, _) => format!("{label}，差 {}", short(gap)),
        (None, ..) => label.to_owned(),
    }
}

fn bullet(target: &Target, reported: &Reported, judgement: &Judgement) -> Option<Bullet> {
    let (value, goal) = (reported.value?, target.value?);
    let scale = Scale::of(target, goal)?;
    let place = |value: Decimal| pixels(scale.place(value));
    let lagging = judgement.verdict.is_bad();
    let expected = judgement.expected.map(place);
    let done = completion(target, Some(value));
    let words = format!(
        "现值 {}，目标 {}{}{}",
        wording::quantity(value, &target.unit),
        target.wording(),
        done.map_or_else(String::new, |done| format!("，完成 {}%", done.normalize())),
        judgement
            .expected
            .map_or_else(String::new, |expected| format!(
                "，序时应达 {}",
                wording::quantity(expected, &target.unit)
            )),
    );
    Some(Bullet {
        actual: place(value),
        goal: place(goal),
        expected,
        lagging,
        words,
    })
}

/// What the drawing is measured by.
enum Scale {
    /// From nothing to the target and a quarter more.
    Goal(Decimal),
    /// From nothing to everything: a share is drawn as it is, and not as a part of its floor.
    Whole(Decimal),
}

impl Scale {
    /// Nothing is drawn of what has no length: growth, which may be negative, and what is held against no number of
    /// the document.
    fn of(target: &Target, goal: Decimal) -> Option<Self> {
        let numbered = !matches!(
            target.comparator,
            Comparator::Zero | Comparator::Trend | Comparator::WithinExternal | Comparator::Grade
        );
        if !numbered || goal <= Decimal::ZERO || target.kind == TargetKind::Growth {
            return None;
        }
        Some(match (target.kind, target.unit.as_str()) {
            (TargetKind::Ratio, "%") if goal <= Decimal::ONE_HUNDRED => {
                Self::Whole(Decimal::ONE_HUNDRED)
            }
            _ => Self::Goal(goal),
        })
    }

    fn place(&self, value: Decimal) -> f64 {
        match self {
            Self::Goal(goal) => drawn_share(value, *goal) * GOAL,
            Self::Whole(whole) => drawn_share(value, *whole) * WIDTH,
        }
    }
}

fn pixels(length: f64) -> u32 {
    // Between 0 and the width, so that the conversion loses nothing.
    length.clamp(0.0, WIDTH).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(comparator: Comparator, kind: TargetKind, value: &str, unit: &str) -> Target {
        Target {
            name: "合格率".to_owned(),
            comparator,
            value: value.parse().ok(),
            upper: None,
            grade: None,
            trend: None,
            unit: unit.to_owned(),
            kind,
            soft: false,
            maintain: false,
        }
    }

    fn pace() -> Pace {
        let day = |text: &str| text.parse().expect("a date");
        Pace {
            start: day("2017-01-01"),
            end: Some(day("2020-12-31")),
            on: day("2018-06-30"),
        }
    }

    fn reported(value: &str) -> Reported {
        Reported {
            value: value.parse().ok(),
            ..Reported::default()
        }
    }

    #[test]
    fn a_floor_is_read_in_points_and_a_count_against_its_pace() {
        let floor = target(Comparator::AtLeast, TargetKind::Ratio, "92", "%");
        let reading = Reading::of(&floor, &reported("91.3"), pace());
        assert_eq!(
            (reading.latest.as_str(), reading.verdict.as_str()),
            ("91.3%", "距目标，差 0.7 个百分点")
        );
        let count = target(Comparator::AtLeast, TargetKind::Flow, "350", "个");
        let reading = Reading::of(&count, &reported("60"), pace());
        assert_eq!(
            reading.verdict,
            "欠序时，序时应达 130.9 个，差 70.9 个；距目标 290 个"
        );
        let bullet = reading.bullet.expect("a drawing");
        assert!(
            bullet.lagging
                && bullet.actual < bullet.expected.expect("a pace")
                && bullet.goal == 192
        );
    }

    #[test]
    fn a_share_is_drawn_as_a_share_and_growth_not_at_all() {
        let drawn = |kind, goal: &str, value: &str| {
            let target = target(Comparator::AtLeast, kind, goal, "%");
            Reading::of(&target, &reported(value), pace()).bullet
        };
        // Of 240, nine tenths and three quarters.
        let bullet = drawn(TargetKind::Ratio, "90", "75").expect("a drawing");
        assert_eq!((bullet.goal, bullet.actual), (216, 180));
        assert_eq!(bullet.words, "现值 75%，目标 ≥90%");
        assert_eq!(drawn(TargetKind::Growth, "6", "3"), None);
        let count = target(Comparator::AtLeast, TargetKind::Flow, "350", "个");
        let bullet = Reading::of(&count, &reported("60"), pace()).bullet;
        assert!(bullet.expect("a drawing").words.contains("完成 17.1%"));
    }

    #[test]
    fn without_a_figure_nothing_is_drawn() {
        let floor = target(Comparator::AtLeast, TargetKind::Ratio, "92", "%");
        let reading = Reading::of(&floor, &Reported::default(), pace());
        assert_eq!(
            (
                reading.latest.as_str(),
                reading.verdict.as_str(),
                reading.bullet
            ),
            ("—", "", None)
        );
    }
}
