//! 送审、报送、核实: who may take which step with a report. One table, read by handlers and pages; the statements and the
//! constraints of the database say the same once more.

use super::ReportState;
use super::words::words;

/// What was sent can be taken back for so many minutes, while nobody has reviewed it.
pub const WITHDRAWAL_MINUTES: i64 = 10;

words! {
    /// What can be done with a report.
    ReportStep {
        /// Write or go on writing.
        Save = "save", "保存草稿";
        /// Give to a reviewer of the own department.
        HandIn = "hand_in", "送审";
        /// Take back what was handed in, while it was not reviewed.
        TakeBack = "take_back", "取回";
        /// Send out of the department.
        Submit = "submit", "报送";
        /// Take back what was sent, while nobody has reviewed it.
        Withdraw = "withdraw", "撤回";
        /// Verify; a contribution is taken over.
        Accept = "accept", "核实";
        /// Send back.
        Return = "return", "退回";
        /// Begin a new revision of what was verified.
        Correct = "correct", "更正";
    }
}

words! {
    /// To whom a report goes.
    Recipient {
        /// The office.
        Office = "office", "督查室";
        /// The department that collects for the item: who leads, or the 汇总单位.
        Lead = "lead", "牵头或汇总单位";
    }
}

words! {
    /// Who sent a report back.
    ReturnStage {
        /// A reviewer of its own department; nobody else knows.
        Unit = "unit", "单位审核人";
        /// The department that collects for the item.
        Lead = "lead", "牵头或汇总单位";
        /// The office.
        Office = "office", "督查室";
    }
}

words! {
    /// What whoever reviews a report should look at.
    Warning {
        /// A figure fell, jumped or is missing, with its explanation.
        Unusual = "unusual", "数值异常，已说明";
        /// 自评 is better than the figures say.
        StatedBetter = "stated_better", "自评高于数值推算";
        /// Contributions are missing.
        Missing = "missing", "配合单位缺报";
        /// Sent after the due day.
        Late = "late", "逾期报送";
        /// The department does not see itself keep the deadline for sure.
        Forecast = "forecast", "预计有风险或不能按期";
        /// It needs somebody else.
        Coordination = "coordination", "有需协调事项";
    }
}

/// What somebody is to a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seat {
    /// 经办人 of its department.
    Clerk,
    /// 单位审核人 of its department.
    Reviewer,
    /// Somebody of the department that collects for its item.
    Lead,
    /// 督查室.
    Office,
}

/// What decides, beside the seat, who may take a step with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Its state.
    pub state: ReportState,
    /// To whom it goes.
    pub recipient: Recipient,
    /// The person began it, wrote it last, handed it in or sent it.
    pub own: bool,
    /// Somebody of the unit who did not write it can review it before it goes out.
    pub reviewer: bool,
    /// It was sent so lately that it can be taken back.
    pub fresh: bool,
    /// Its round takes no report any more.
    pub locked: bool,
}

impl Passage {
    /// Whether somebody in this seat may take this step. Nobody approves or refuses their own, whatever posts they hold.
    pub fn allows(&self, seat: Seat, step: ReportStep) -> bool {
        use Seat::{Clerk, Lead, Office, Reviewer};
        let unit = matches!(seat, Clerk | Reviewer);
        let recipient = match self.recipient {
            Recipient::Office => Office,
            Recipient::Lead => Lead,
        };
        match (step, self.state) {
            // What came in before may still be judged; nothing else comes in.
            (step, _)
                if self.locked && !matches!(step, ReportStep::Accept | ReportStep::Return) =>
            {
                false
            }
            (ReportStep::Correct, state) => unit && state == ReportState::Accepted,
            (_, state) if state.after(step).is_none() => false,
            (ReportStep::Save | ReportStep::TakeBack, _) => unit,
            (ReportStep::HandIn, _) => unit && self.reviewer,
            (ReportStep::Submit | ReportStep::Return, ReportState::HandedIn) => {
                seat == Reviewer && !self.own
            }
            (ReportStep::Submit, _) => unit && !self.reviewer,
            (ReportStep::Withdraw, _) => unit && self.fresh,
            (ReportStep::Accept | ReportStep::Return, _) => seat == recipient && !self.own,
        }
    }

    /// Whether somebody in one of these seats may take this step.
    pub fn allows_any(&self, seats: &[Seat], step: ReportStep) -> bool {
        seats.iter().any(|seat| self.allows(*seat, step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEATS: [Seat; 4] = [Seat::Clerk, Seat::Reviewer, Seat::Lead, Seat::Office];

    fn passage(state: ReportState) -> Passage {
        Passage {
            state,
            recipient: Recipient::Office,
            own: false,
            reviewer: true,
            fresh: true,
            locked: false,
        }
    }

    fn steps(passage: Passage, seat: Seat) -> Vec<ReportStep> {
        let all = ReportStep::ALL.iter().copied();
        all.filter(|step| passage.allows(seat, *step)).collect()
    }

    #[test]
    fn each_step_has_its_seats() {
        use ReportState::*;
        use ReportStep::*;
        let table: &[(ReportState, [&[ReportStep]; 4])] = &[
            (Draft, [&[Save, HandIn], &[Save, HandIn], &[], &[]]),
            (Returned, [&[Save, HandIn], &[Save, HandIn], &[], &[]]),
            (
                HandedIn,
                [&[TakeBack], &[TakeBack, Submit, Return], &[], &[]],
            ),
            (
                Submitted,
                [&[Withdraw], &[Withdraw], &[], &[Accept, Return]],
            ),
            (Accepted, [&[Correct], &[Correct], &[], &[]]),
        ];
        for (state, wanted) in table {
            for (seat, wanted) in SEATS.iter().zip(wanted) {
                assert_eq!(steps(passage(*state), *seat), *wanted, "{state:?} {seat:?}");
            }
        }
    }

    #[test]
    fn a_unit_without_another_reviewer_sends_directly() {
        let alone = Passage {
            reviewer: false,
            ..passage(ReportState::Draft)
        };
        for seat in [Seat::Clerk, Seat::Reviewer] {
            assert_eq!(
                steps(alone, seat),
                [ReportStep::Save, ReportStep::Submit],
                "{seat:?}"
            );
        }
    }

    #[test]
    fn a_locked_round_is_only_judged() {
        for state in ReportState::ALL {
            for seat in SEATS {
                let locked = Passage {
                    locked: true,
                    ..passage(*state)
                };
                let judging = [ReportStep::Accept, ReportStep::Return];
                let open = steps(passage(*state), seat);
                let open: Vec<ReportStep> = open
                    .into_iter()
                    .filter(|step| judging.contains(step))
                    .collect();
                assert_eq!(steps(locked, seat), open, "{state:?} {seat:?}");
            }
        }
    }

    #[test]
    fn nobody_decides_on_their_own_whatever_posts_they_hold() {
        for state in ReportState::ALL {
            for recipient in Recipient::ALL {
                let own = Passage {
                    own: true,
                    recipient: *recipient,
                    ..passage(*state)
                };
                assert!(!own.allows_any(&SEATS, ReportStep::Accept));
                assert!(!own.allows_any(&SEATS, ReportStep::Return));
                let passed = own.allows_any(&SEATS, ReportStep::Submit);
                assert!(!passed, "{state:?}");
            }
        }
    }

    #[test]
    fn a_contribution_is_decided_on_by_the_lead_and_not_by_the_office() {
        let contribution = Passage {
            recipient: Recipient::Lead,
            ..passage(ReportState::Submitted)
        };
        let decisions = [ReportStep::Accept, ReportStep::Return];
        assert_eq!(steps(contribution, Seat::Lead), decisions);
        assert_eq!(steps(contribution, Seat::Office), []);
    }

    #[test]
    fn what_was_sent_a_while_ago_stays_sent() {
        let old = Passage {
            fresh: false,
            ..passage(ReportState::Submitted)
        };
        assert!(!old.allows_any(&SEATS, ReportStep::Withdraw));
    }
}
