//! What a reported figure says of its target. A floor is not a percentage: 合格率 91.3% against 92% is short by 0.7
//! 个百分点, not "99 % done". Each kind of target has its own rule ([`rules`]); only figures that accumulate are held
//! against 序时进度, and only of them is a percentage of completion told ([`completion`]).

mod completion;
mod pace;
mod rules;
#[cfg(test)]
mod table;

pub use completion::{completion, drawn_share};
pub use pace::Pace;
pub use rules::judge;

use rust_decimal::Decimal;

use super::words::words;
use super::{Progress, Target};

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
    /// The figure, in the target's unit; cumulative for [`super::TargetKind::Flow`].
    pub value: Option<Decimal>,
    /// The grade reached.
    pub grade: Option<String>,
    /// For targets without a number: whether it holds.
    pub holds: Option<bool>,
    /// What the figure is held against, where the document itself states no number.
    pub reference: Option<Reference>,
}

/// A number from outside the document: the one that was handed down for the year
/// ([`super::Comparator::WithinExternal`]), or the figure of the year before ([`super::Comparator::Trend`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The number, in the target's unit.
    pub value: Decimal,
    /// What was handed down must be reached (优良天数比例不低于66%) and not kept within (能耗不超过1.02).
    pub floor: bool,
}

impl Reference {
    /// The reference of a row that may have none.
    pub fn of(value: Option<Decimal>, floor: bool) -> Option<Self> {
        value.map(|value| Self { value, floor })
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
    /// How far behind, in percentage points: of the whole for what accumulates, of the figure itself for what is a
    /// percentage; negative when ahead. `None` where points mean nothing. Decides the lamp.
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
            .is_some_and(|behind| behind < -Decimal::from(rules::TOLERANCE));
        match self.verdict {
            Verdict::Met if pace.is_over() || target.counts_up() => Progress::Done,
            Verdict::OnPace if ahead => Progress::Ahead,
            Verdict::Met | Verdict::OnPace | Verdict::Short => Progress::OnTrack,
            Verdict::NotMet | Verdict::BehindPace => Progress::Behind,
            Verdict::Unjudged => Progress::Other,
        }
    }
}
