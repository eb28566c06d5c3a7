//! 填报安排 in the words of a page. Pure.

use crate::domain::{Cycle, Schedule, Shift};

/// What a schedule says: `季度结束后次月15日前，遇周末和节假日顺延；周期第一天开始填报`.
pub fn rule(schedule: &Schedule) -> String {
    let day = schedule.due_day;
    let due = match (schedule.cycle, schedule.due_next_month) {
        (Cycle::Once | Cycle::Milestones, _) => {
            let days = schedule.milestones.len();
            match schedule.cycle {
                Cycle::Once => "一次性，到所列日期".to_owned(),
                _ => format!("按 {days} 个节点的日期"),
            }
        }
        (Cycle::Month, false) => format!("每月{day}日前"),
        (cycle, false) => format!("{}最后一个月{day}日前", cycle.wording()),
        (cycle, true) => format!("{}结束后次月{day}日前", cycle.wording()),
    };
    let shift = match schedule.shift {
        Shift::Later => "遇周末和节假日顺延",
        Shift::Earlier => "遇周末和节假日提前",
        Shift::Stay => "遇周末和节假日不变",
    };
    let opens = match schedule.opens_days {
        Some(days) => format!("截止前 {days} 天开始填报"),
        None => "周期第一天开始填报".to_owned(),
    };
    format!("{due}，{shift}；{opens}")
}
