//! 预计能否按期: how a department sees the way to the deadline, with a reason unless all is well.

use super::words::words;

words! {
    /// Whether the deadline will be kept, as the department sees it.
    Forecast {
        /// It will.
        OnTime = "on_time", "能按期";
        /// Perhaps not.
        AtRisk = "at_risk", "有风险";
        /// It will not.
        NotOnTime = "not_on_time", "不能按期";
    }
}

impl Forecast {
    /// True when somebody should know why.
    pub const fn asks_why(self) -> bool {
        !matches!(self, Self::OnTime)
    }
}
