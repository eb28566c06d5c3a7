//! How a made-up report sees the way to the deadline, and what it needs of others. Pure, and the same in every run.

use super::dice::Dice;
use crate::domain::{Forecast, Progress};
use crate::store::reports::Words;

const REASONS: &[&str] = &[
    "前期工作启动较晚，部分环节尚未完成，预计比计划推迟一个季度。",
    "申报和审核周期较长，年度内能否完成取决于主管部门的批复时间。",
    "配套工作进度不一，需加快衔接。",
];
const MATTERS: &[&str] = &[
    "有关数据分属多个单位，口径不一致，请协调统一统计口径并共享数据。",
    "部分工作需同步安排，请协调有关单位明确配合事项和完成时间。",
];

/// Adds to the words of a report what it expects and needs: who is behind sees a risk, and some of them ask for help.
pub(super) fn outlook(words: &mut Words, dated: bool, dice: Dice) {
    match words.stated {
        Some(Progress::Behind) => {
            words.forecast = Some(Forecast::AtRisk);
            words.forecast_reason = (*dice.pick("risk", REASONS)).to_owned();
            if dice.chance("needs others", 35) {
                words.coordination = (*dice.pick("matter", MATTERS)).to_owned();
            }
        }
        Some(Progress::Done) | None => {}
        Some(_) => words.forecast = dated.then_some(Forecast::OnTime),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_behind_says_why() {
        for seed in 0..100 {
            let mut words = Words {
                stated: Some(Progress::Behind),
                ..Words::default()
            };
            outlook(&mut words, true, Dice::of(&[&seed.to_string()]));
            assert!(words.forecast.is_some_and(Forecast::asks_why));
            assert!(!words.forecast_reason.is_empty());
        }
    }
}
