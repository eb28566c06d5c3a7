//! 填报: the states of a report. Who may move it stands in `passage`.

use chrono::NaiveDate;

use super::ReportStep;
use super::words::words;

words! {
    /// Where a report is on its way.
    ReportState {
        /// Being written; only its own department sees it.
        Draft = "draft", "草稿";
        /// Waits for a reviewer of its own department, which alone sees it.
        HandedIn = "handed_in", "待单位审核";
        /// Sent to the office, or to the department that collects for the item.
        Submitted = "submitted", "已报送";
        /// Sent back with a reason.
        Returned = "returned", "已退回";
        /// Verified by the office, or taken over by the department that collects; never altered again.
        Accepted = "accepted", "已核实";
    }
}

impl ReportState {
    /// The state after `step`, or `None` when it cannot be taken from here.
    pub fn after(self, step: ReportStep) -> Option<Self> {
        match (self, step) {
            (Self::Draft | Self::Returned, ReportStep::Save) => Some(Self::Draft),
            (Self::Draft | Self::Returned, ReportStep::HandIn) => Some(Self::HandedIn),
            (Self::HandedIn, ReportStep::TakeBack) => Some(Self::Draft),
            (Self::Draft | Self::Returned | Self::HandedIn, ReportStep::Submit) => {
                Some(Self::Submitted)
            }
            (Self::Submitted, ReportStep::Withdraw) => Some(Self::Draft),
            (Self::Submitted, ReportStep::Accept) => Some(Self::Accepted),
            (Self::HandedIn | Self::Submitted, ReportStep::Return) => Some(Self::Returned),
            _ => None,
        }
    }

    /// True while its department writes it.
    pub fn is_open(self) -> bool {
        self.after(ReportStep::Save).is_some()
    }

    /// True when the report counts: it was sent and not sent back.
    pub const fn counts(self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted)
    }
}

words! {
    /// Where a department stands with its report of a period (填报状态, an axis of its own beside progress).
    Filing {
        /// Sent back with a reason.
        Returned = "returned", "已退回";
        /// Due and not sent; it can still be made good.
        Overdue = "overdue", "逾期未报";
        /// Not sent, and the round is locked.
        Missing = "missing", "应报未报";
        /// Begun.
        Draft = "draft", "草稿";
        /// Not begun, not due yet.
        Pending = "pending", "待填报";
        /// Waits for a reviewer of the unit.
        HandedIn = "handed_in", "待单位审核";
        /// Sent, not verified.
        Submitted = "submitted", "已报送";
        /// Verified.
        Accepted = "accepted", "已核实";
    }
}

impl Filing {
    /// The filing of a round from its report, if there is one, whether it is past its due day, and whether it is locked.
    pub fn of(report: Option<ReportState>, overdue: bool, locked: bool) -> Self {
        match report {
            Some(ReportState::Returned) => Self::Returned,
            Some(ReportState::Submitted) => Self::Submitted,
            Some(ReportState::Accepted) => Self::Accepted,
            Some(ReportState::Draft | ReportState::HandedIn) | None if locked => Self::Missing,
            Some(ReportState::Draft | ReportState::HandedIn) | None if overdue => Self::Overdue,
            Some(ReportState::Draft) => Self::Draft,
            Some(ReportState::HandedIn) => Self::HandedIn,
            None => Self::Pending,
        }
    }
}

/// By how many days a report was late, if it was: from its due day to the day on which it was first sent.
pub fn days_late(sent: NaiveDate, due_on: NaiveDate) -> Option<i64> {
    Some((sent - due_on).num_days()).filter(|days| *days > 0)
}

/// How a figure differs from the last one so much that the person is asked why, without being refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unusual {
    /// A cumulative figure fell.
    Fell,
    /// It changed by more than 30 %.
    Jumped,
    /// It is more than one and a half times the target.
    FarAbove,
    /// A share above 100 %.
    AboveWhole,
}

impl Unusual {
    /// The question put to the person, with both figures.
    pub fn question(self, now: &str, before: &str) -> String {
        match self {
            Self::Fell => format!("本期 {now} 低于上期 {before}，请说明原因。"),
            Self::Jumped => {
                format!("本期 {now} 与上期 {before} 相差超过 30%，请核对；确实如此的，请说明原因。")
            }
            Self::FarAbove => {
                format!("本期 {now} 超出目标一半以上，请核对；确实如此的，请说明原因。")
            }
            Self::AboveWhole => format!("本期 {now} 超过 100%，请核对；确实如此的，请说明原因。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accepted_report_never_moves() {
        for step in ReportStep::ALL {
            assert_eq!(ReportState::Accepted.after(*step), None);
        }
        assert_eq!(ReportState::Draft.after(ReportStep::Accept), None);
        assert_eq!(
            ReportState::Returned.after(ReportStep::Submit),
            Some(ReportState::Submitted)
        );
    }

    #[test]
    fn silence_is_a_state() {
        let draft = Some(ReportState::Draft);
        let sent = Some(ReportState::Submitted);
        let table = [
            (None, false, false, Filing::Pending),
            (draft, false, false, Filing::Draft),
            (None, true, false, Filing::Overdue),
            (draft, true, false, Filing::Overdue),
            (None, true, true, Filing::Missing),
            (draft, true, true, Filing::Missing),
            (sent, true, true, Filing::Submitted),
        ];
        for (report, overdue, locked, expected) in table {
            assert_eq!(Filing::of(report, overdue, locked), expected);
        }
    }

    #[test]
    fn a_report_is_late_from_the_day_after_it_was_due() {
        let late = |sent: &str| {
            let day = |text: &str| text.parse().expect("a date");
            days_late(day(sent), day("2018-06-25"))
        };
        assert_eq!(late("2018-06-25"), None);
        assert_eq!(late("2018-06-26"), Some(1));
        assert_eq!(late("2018-07-02"), Some(7));
    }
}
