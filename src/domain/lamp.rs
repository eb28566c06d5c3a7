//! 红黄绿灯. A lamp is derived, never stored, and always comes with the sentence that explains it. No national rule
//! exists; these are the defaults of DOMAIN §1.3 (银川, 宜昌, 宿迁).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::words::words;
use super::{Progress, days_left};

words! {
    /// The colour, which is also a shape and a word.
    Lamp {
        /// ■ 红灯.
        Red = "red", "红灯";
        /// ▲ 黄灯.
        Yellow = "yellow", "黄灯";
        /// ● 绿灯.
        Green = "green", "绿灯";
        /// ○ 灰灯: nothing to judge.
        Grey = "grey", "灰灯";
        /// ✓: finished, no lamp.
        Off = "off", "已完成";
    }
}

/// What a lamp is derived from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LampFacts {
    /// Where the item stands.
    pub progress: Progress,
    /// How far behind, in percentage points.
    pub shortfall: Option<Decimal>,
    /// Last day of its deadline.
    pub deadline: Option<NaiveDate>,
    /// Periods in a row that were due and not reported.
    pub missed: u32,
    /// All its targets are aspirations (力争).
    pub soft: bool,
}

/// More behind than this, in percentage points, is red.
pub const RED_POINTS: u32 = 30;
/// Closer to the deadline than this, in days, is yellow.
pub const NEAR_DAYS: i64 = 30;
/// So many periods in a row without a report are red.
pub const RED_MISSED: u32 = 2;

/// The lamp of an item today, and why.
pub fn lamp(facts: &LampFacts, today: NaiveDate) -> (Lamp, String) {
    if facts.progress == Progress::Done {
        return (Lamp::Off, "已完成。".to_owned());
    }
    if facts.progress == Progress::Other {
        return (
            Lamp::Grey,
            "未明确责任单位，或暂时无法判断进度。".to_owned(),
        );
    }
    let left = facts.deadline.map(|deadline| days_left(deadline, today));
    if let Some(days) = left.filter(|days| *days < 0) {
        return (Lamp::Red, format!("已过时限 {} 天，尚未完成。", -days));
    }
    if let Some(points) = facts
        .shortfall
        .filter(|points| *points > Decimal::from(RED_POINTS) && facts.progress == Progress::Behind)
    {
        let sentence = match points >= Decimal::ONE_HUNDRED {
            true => behind(points),
            false => format!(
                "{}，超过 {RED_POINTS} 个百分点。",
                behind(points).trim_end_matches('。')
            ),
        };
        return (if facts.soft { Lamp::Yellow } else { Lamp::Red }, sentence);
    }
    if facts.missed >= RED_MISSED {
        return (Lamp::Red, format!("连续 {} 期应报未报。", facts.missed));
    }
    if facts.progress == Progress::Behind {
        let sentence = match facts.shortfall.filter(|points| !points.is_zero()) {
            Some(points) => behind(points),
            None => "填报单位自评欠进度。".to_owned(),
        };
        return (Lamp::Yellow, sentence);
    }
    if let Some(days) = left.filter(|days| *days <= NEAR_DAYS) {
        return (Lamp::Yellow, format!("距时限还有 {days} 天。"));
    }
    if facts.missed == 1 {
        return (Lamp::Yellow, "上期应报未报。".to_owned());
    }
    match facts.progress {
        Progress::NotStarted => (Lamp::Grey, "尚未填报进展。".to_owned()),
        Progress::Ahead => (Lamp::Green, "超过序时进度。".to_owned()),
        _ => (Lamp::Green, "达到序时进度。".to_owned()),
    }
}

/// Behind 序时进度 by a part of the whole, or off a share that was asked; who is a whole behind has nothing to show.
fn behind(points: Decimal) -> String {
    match points >= Decimal::ONE_HUNDRED {
        true => "指标要求没有达到。".to_owned(),
        false => format!("指标落后 {} 个百分点。", points.normalize()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_lamp_has_its_reason() {
        let today: NaiveDate = "2018-06-20".parse().expect("a date");
        let day = |text: &str| Some(text.parse::<NaiveDate>().expect("a date"));
        let facts = |progress| LampFacts {
            progress,
            shortfall: None,
            deadline: day("2020-12-31"),
            missed: 0,
            soft: false,
        };
        let table = [
            (facts(Progress::Done), Lamp::Off, "已完成"),
            (facts(Progress::OnTrack), Lamp::Green, "达到序时进度"),
            (facts(Progress::NotStarted), Lamp::Grey, "尚未填报"),
            (facts(Progress::Other), Lamp::Grey, "未明确责任单位"),
            (facts(Progress::Behind), Lamp::Yellow, "自评欠进度"),
            (
                LampFacts {
                    shortfall: Some(Decimal::from(20)),
                    ..facts(Progress::Behind)
                },
                Lamp::Yellow,
                "20 个百分点",
            ),
            (
                LampFacts {
                    shortfall: Some(Decimal::from(31)),
                    ..facts(Progress::Behind)
                },
                Lamp::Red,
                "指标落后 31 个百分点，超过 30 个百分点。",
            ),
            // An occurrence of what must not happen is no number of points.
            (
                LampFacts {
                    shortfall: Some(Decimal::ONE_HUNDRED),
                    ..facts(Progress::Behind)
                },
                Lamp::Red,
                "指标要求没有达到。",
            ),
            (
                LampFacts {
                    shortfall: Some(Decimal::from(31)),
                    soft: true,
                    ..facts(Progress::Behind)
                },
                Lamp::Yellow,
                "31",
            ),
            (
                LampFacts {
                    deadline: day("2018-06-19"),
                    ..facts(Progress::OnTrack)
                },
                Lamp::Red,
                "已过时限 1 天",
            ),
            (
                LampFacts {
                    deadline: day("2018-06-20"),
                    ..facts(Progress::OnTrack)
                },
                Lamp::Yellow,
                "还有 0 天",
            ),
            (
                LampFacts {
                    deadline: day("2018-07-20"),
                    ..facts(Progress::OnTrack)
                },
                Lamp::Yellow,
                "还有 30 天",
            ),
            (
                LampFacts {
                    deadline: day("2018-07-21"),
                    ..facts(Progress::OnTrack)
                },
                Lamp::Green,
                "达到",
            ),
            (
                LampFacts {
                    missed: 1,
                    ..facts(Progress::OnTrack)
                },
                Lamp::Yellow,
                "上期应报未报",
            ),
            (
                LampFacts {
                    missed: 2,
                    ..facts(Progress::OnTrack)
                },
                Lamp::Red,
                "连续 2 期",
            ),
            (
                LampFacts {
                    deadline: day("2015-12-31"),
                    ..facts(Progress::Done)
                },
                Lamp::Off,
                "已完成",
            ),
        ];
        for (facts, expected, words) in table {
            let (lamp, reason) = lamp(&facts, today);
            assert_eq!(lamp, expected, "{facts:?}");
            assert!(reason.contains(words), "{reason}");
        }
    }
}
