//! The course of a target: what was planned, what was reported, on one time axis. Geometry only; colours stand in the
//! style sheet.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::super::wording;
use crate::domain::{Target, TargetKind};

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
/// Room for figures on the left, names on the right, years below.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 128.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 28.0;

/// The chart in units of its drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Trajectory {
    /// The takeaway, also read aloud.
    pub words: String,
    /// The planned course.
    pub planned: String,
    /// Where the words of the plan stand.
    pub planned_label: Label,
    /// What was reported, a line a department.
    pub lines: Vec<TrajectoryLine>,
    /// Years along the foot.
    pub years: Vec<Label>,
    /// Figures along the side.
    pub marks: Vec<Label>,
    /// Height of the foot.
    pub foot: i32,
    /// Right end of the foot.
    pub right: i32,
}

/// One department's figures.
#[derive(Debug, Clone, PartialEq)]
pub struct TrajectoryLine {
    /// Points of the line.
    pub points: String,
    /// The same points, for dots.
    pub dots: Vec<(i32, i32)>,
    /// The name at its end.
    pub label: Label,
}

/// Words at a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// From the left.
    pub x: i32,
    /// From the top.
    pub y: i32,
    /// Words.
    pub text: String,
}

/// What was reported on a day by a department.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Who.
    pub department: String,
    /// Last day of the period.
    pub on: NaiveDate,
    /// The figure.
    pub value: Decimal,
}

struct Scale {
    first: NaiveDate,
    days: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, day: NaiveDate) -> i32 {
        let share = (day - self.first).num_days() as f64 / self.days;
        whole(LEFT + share.clamp(0.0, 1.0) * (WIDTH - LEFT - RIGHT))
    }

    fn y(&self, value: Decimal) -> i32 {
        let value = value.to_f64().unwrap_or(0.0);
        let share = (value - self.low) / (self.high - self.low);
        whole(HEIGHT - BOTTOM - share.clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM))
    }
}

fn whole(length: f64) -> i32 {
    // Between 0 and the width of the drawing.
    length.round() as i32
}

impl Trajectory {
    /// Draws the figures of a target between the day on which reporting began and its last day; `None` where there is
    /// nothing to draw. At most `MOST` departments, those with most figures.
    pub fn of(
        target: &Target,
        from: NaiveDate,
        until: Option<NaiveDate>,
        points: &[Point],
    ) -> Option<Self> {
        const MOST: usize = 4;
        let goal = target.value?;
        let newest = points.iter().map(|point| point.on).max()?;
        let last = until.unwrap_or(newest).max(newest);
        let scale = scale(target, from, last, goal, points);
        let flow = target.kind == TargetKind::Flow;
        let start = if flow {
            scale.y(Decimal::ZERO)
        } else {
            scale.y(goal)
        };
        let planned = format!(
            "{},{start} {},{}",
            scale.x(from),
            scale.x(last),
            scale.y(goal)
        );
        let mut lines: Vec<TrajectoryLine> = departments(points)
            .into_iter()
            .take(MOST)
            .map(|(name, own)| line(name, &own, &scale))
            .collect();
        part_labels(&mut lines);
        Some(Self {
            words: words(target, points),
            planned,
            planned_label: Label {
                x: scale.x(last) + 8,
                y: scale.y(goal) - 4,
                text: format!("目标 {}", wording::quantity(goal, &target.unit)),
            },
            lines,
            years: years(&scale, from, last),
            marks: marks(&scale, goal, &target.unit),
            foot: whole(HEIGHT - BOTTOM),
            right: whole(WIDTH - RIGHT),
        })
    }
}

/// A total begins at zero; a share or an index shows the range in which it moves.
fn scale(
    target: &Target,
    first: NaiveDate,
    last: NaiveDate,
    goal: Decimal,
    points: &[Point],
) -> Scale {
    let values = points
        .iter()
        .map(|point| point.value)
        .chain([goal])
        .filter_map(|value| value.to_f64());
    let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    let room = ((high - low) * 0.15).max(high.abs() * 0.02).max(0.5);
    let low = if target.kind == TargetKind::Flow {
        0.0
    } else {
        low - room
    };
    let days = (last - first).num_days().max(1) as f64;
    Scale {
        first,
        days,
        low,
        high: high + room,
    }
}

fn departments(points: &[Point]) -> Vec<(&str, Vec<&Point>)> {
    let mut all: Vec<(&str, Vec<&Point>)> = Vec::new();
    for point in points {
        match all.iter_mut().find(|(name, _)| *name == point.department) {
            Some((_, own)) => own.push(point),
            None => all.push((&point.department, vec![point])),
        }
    }
    all.sort_by_key(|(_, own)| std::cmp::Reverse(own.len()));
    all
}

fn line(name: &str, points: &[&Point], scale: &Scale) -> TrajectoryLine {
    let dots: Vec<(i32, i32)> = points
        .iter()
        .map(|point| (scale.x(point.on), scale.y(point.value)))
        .collect();
    let (x, y) = dots.last().copied().unwrap_or_default();
    TrajectoryLine {
        points: dots
            .iter()
            .map(|(x, y)| format!("{x},{y}"))
            .collect::<Vec<_>>()
            .join(" "),
        label: Label {
            x: x + 8,
            y: y + 5,
            text: name.to_owned(),
        },
        dots,
    }
}

/// Names that would stand on each other are moved apart.
fn part_labels(lines: &mut [TrajectoryLine]) {
    const APART: i32 = 16;
    lines.sort_by_key(|line| line.label.y);
    for index in 1..lines.len() {
        let above = lines[index - 1].label.y;
        lines[index].label.y = lines[index].label.y.max(above + APART);
    }
}

fn years(scale: &Scale, first: NaiveDate, last: NaiveDate) -> Vec<Label> {
    let day =
        |year| NaiveDate::from_ymd_opt(year, 1, 1).filter(|day| *day >= first && *day <= last);
    let label = |day: NaiveDate| Label {
        x: scale.x(day),
        y: whole(HEIGHT - BOTTOM) + 18,
        text: day.year().to_string(),
    };
    (first.year()..=last.year())
        .filter_map(day)
        .map(label)
        .collect()
}

fn marks(scale: &Scale, goal: Decimal, unit: &str) -> Vec<Label> {
    let low = Decimal::from_f64_retain(scale.low)
        .unwrap_or_default()
        .round_dp(0);
    [low, goal]
        .into_iter()
        .map(|value| Label {
            x: 4,
            y: scale.y(value) + 5,
            text: format!(
                "{}{}",
                wording::number(value),
                if unit == "%" { "%" } else { "" }
            ),
        })
        .collect()
}

fn words(target: &Target, points: &[Point]) -> String {
    let newest = points.iter().max_by_key(|point| point.on);
    let latest = newest.map_or_else(String::new, |point| {
        format!(
            "，{} {} 报 {}",
            wording::date(point.on),
            point.department,
            wording::quantity(point.value, &target.unit)
        )
    });
    format!("{}：目标 {}{latest}", target.name, target.wording())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Comparator;

    fn target() -> Target {
        Target {
            name: "培育名牌".to_owned(),
            comparator: Comparator::AtLeast,
            value: Some(Decimal::from(350)),
            upper: None,
            grade: None,
            trend: None,
            unit: "个".to_owned(),
            kind: TargetKind::Flow,
            soft: false,
            maintain: false,
        }
    }

    fn point(department: &str, on: &str, value: i64) -> Point {
        Point {
            department: department.to_owned(),
            on: on.parse().expect("a date"),
            value: Decimal::from(value),
        }
    }

    #[test]
    fn a_total_begins_at_zero_and_ends_at_its_goal() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        let points = [
            point("甲局", "2017-12-31", 60),
            point("甲局", "2018-06-30", 131),
            point("乙局", "2018-06-30", 130),
        ];
        let chart = Trajectory::of(
            &target(),
            day("2017-01-01"),
            Some(day("2020-12-31")),
            &points,
        )
        .expect("a chart");
        assert!(
            chart.planned.starts_with("56,212 ") && chart.planned.contains(" 512,"),
            "{}",
            chart.planned
        );
        assert_eq!(chart.lines.len(), 2);
        let apart = (chart.lines[0].label.y - chart.lines[1].label.y).abs();
        assert!(apart >= 16, "names stand on each other");
        assert_eq!(
            chart
                .years
                .iter()
                .map(|year| year.text.as_str())
                .collect::<Vec<_>>(),
            ["2017", "2018", "2019", "2020"]
        );
    }

    #[test]
    fn without_figures_nothing_is_drawn() {
        let day = "2017-01-01".parse().expect("a date");
        assert_eq!(Trajectory::of(&target(), day, None, &[]), None);
    }
}
