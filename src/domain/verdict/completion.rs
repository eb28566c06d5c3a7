//! How much of a target is done, where that means anything.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::domain::{Comparator, Target, TargetKind};

impl Target {
    /// True for figures that grow towards a number, so that more is always nearer: 培育名牌350个. A ceiling on what
    /// accumulates (排放总量) is kept within, and what is to be held (稳定在30个) is there or not.
    pub fn counts_up(&self) -> bool {
        self.kind == TargetKind::Flow
            && !self.maintain
            && matches!(
                self.comparator,
                Comparator::AtLeast | Comparator::Equal | Comparator::Between | Comparator::About
            )
    }
}

/// The percentage of a target that is done: of what counts up towards a number above zero, and of nothing else. A
/// share, an index, a growth rate, a ceiling, a grade or a zero is met or not, and short by so much; 91.3% of a floor
/// of 92% are not 99.2% of it. Cut and not rounded, so that 100% stands only where all is there.
pub fn completion(target: &Target, value: Option<Decimal>) -> Option<Decimal> {
    let goal = target
        .value
        .filter(|goal| target.counts_up() && *goal > Decimal::ZERO)?;
    let share = value? * Decimal::ONE_HUNDRED / goal;
    Some(share.trunc_with_scale(1))
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
    use crate::domain::verdict::table::target;

    #[test]
    fn a_percentage_is_told_only_of_what_counts_up() {
        use Comparator::{AtLeast, AtMost, Equal};
        use TargetKind::{Flow, Growth, Level, Ratio};
        let table = [
            // 350 个: 120 of them are 34.28…%.
            (AtLeast, Flow, "350", "120", Some("34.2")),
            // One is missing of 1400: 99.92…%, and never 100%.
            (Equal, Flow, "1400", "1399", Some("99.9")),
            (AtLeast, Flow, "350", "420", Some("120.0")),
            // What may not be exceeded is not worked towards.
            (AtMost, Flow, "350", "120", None),
            (AtLeast, Ratio, "92", "91.3", None),
            (AtLeast, Level, "82", "80", None),
            (AtLeast, Growth, "6", "3", None),
            (AtLeast, Flow, "0", "3", None),
            (Comparator::Zero, TargetKind::Zero, "0", "1", None),
        ];
        for (comparator, kind, goal, value, expected) in table {
            let target = target(comparator, kind, goal);
            let told = completion(&target, value.parse().ok());
            assert_eq!(
                told,
                expected.and_then(|text| text.parse().ok()),
                "{target:?}"
            );
        }
        let counted = target(AtLeast, Flow, "350");
        assert_eq!(completion(&counted, None), None);
    }
}
