//! The order of 我的待办: what comes first, and what comes next once an item is written. Pure.

use crate::domain::{Calendar, ReportState, Round, days_left};
use crate::store::duties::TodoLine;

/// A deadline closer than this is worth a group of its own (days).
const NEAR: i64 = 30;

/// A group of 我的待办, in order of consequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Sent back.
    Returned,
    /// Not reported on a period that is over.
    Overdue,
    /// Not reported on a round that is locked.
    Missing,
    /// The deadline is near.
    Near,
    /// To be reported.
    Pending,
    /// Waits for a reviewer of the unit.
    HandedIn,
    /// A correction was begun; what was verified still counts.
    Correcting,
    /// Sent.
    Sent,
    /// Verified.
    Accepted,
}

impl Group {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Returned,
        Self::Overdue,
        Self::Missing,
        Self::Near,
        Self::Pending,
        Self::HandedIn,
        Self::Correcting,
        Self::Sent,
        Self::Accepted,
    ];

    /// The group of a line.
    pub fn of(line: &TodoLine, calendar: &Calendar) -> Self {
        let near = line
            .deadline_last
            .is_some_and(|day| (0..=NEAR).contains(&days_left(day, calendar.today)));
        match line.state {
            Some(ReportState::Returned) => Self::Returned,
            Some(ReportState::HandedIn) => Self::HandedIn,
            Some(ReportState::Submitted) => Self::Sent,
            Some(ReportState::Accepted) => Self::Accepted,
            Some(ReportState::Draft) if is_correction(line) => Self::Correcting,
            _ if is_missing(line, calendar) => Self::Missing,
            _ if is_late(line, calendar) => Self::Overdue,
            _ if near => Self::Near,
            _ => Self::Pending,
        }
    }

    /// Its place on the page, its heading, and whether it is folded.
    pub fn heading(self) -> (&'static str, &'static str, bool) {
        match self {
            Self::Returned => ("returned", "被退回，请修改后重新报送", false),
            Self::Overdue => ("overdue", "逾期未报", false),
            Self::Missing => ("missing", "应报未报，已锁定", false),
            Self::Near => ("near", "30 天内到期", false),
            Self::Pending => ("pending", "本期待报", false),
            Self::HandedIn => ("handed-in", "已送审，待单位审核", false),
            Self::Correcting => ("correcting", "更正中，原填报仍有效", false),
            Self::Sent => ("sent", "已报送，待核实", true),
            Self::Accepted => ("accepted", "已核实", true),
        }
    }
}

/// True when a round that is over was not reported on and can still be made good.
pub fn is_late(line: &TodoLine, calendar: &Calendar) -> bool {
    owed(line, calendar).is_some_and(|due| due.lock.is_none())
}

/// True when the round that is reported on is locked: no report is taken any more.
pub fn is_missing(line: &TodoLine, calendar: &Calendar) -> bool {
    let current = calendar.current(line.schedule_id);
    !is_sent(line) && current.is_some_and(|round| round.lock.is_some())
}

/// The newest round that is over, if it was not reported on.
pub fn owed<'c>(line: &TodoLine, calendar: &'c Calendar) -> Option<&'c Round> {
    let due = calendar.due(line.schedule_id)?;
    let asked = line.reported_from <= due.period.last && line.covered_to < due.period.last;
    asked.then_some(due)
}

/// True when something was sent for the period: a correction changes nothing in that until it is sent itself.
pub fn is_sent(line: &TodoLine) -> bool {
    line.state.is_some_and(ReportState::counts) || is_correction(line)
}

fn is_correction(line: &TodoLine) -> bool {
    line.revision.is_some_and(|revision| revision > 1)
}

/// The item to write after this one: the first one after it, as the page lists them, that is not begun; else the first
/// before it.
pub fn next<'l>(lines: &'l [TodoLine], item: i64, calendar: &Calendar) -> Option<&'l TodoLine> {
    let mut ordered: Vec<&TodoLine> = lines.iter().collect();
    // What was just saved stays in its group; the sort keeps the order within one.
    ordered.sort_by_key(|line| Group::of(line, calendar));
    let at = ordered.iter().position(|line| line.item_id == item);
    let open = |line: &&&TodoLine| {
        line.item_id != item && matches!(line.state, None | Some(ReportState::Returned))
    };
    let (before, after) = ordered.split_at(at.unwrap_or(0));
    after
        .iter()
        .find(open)
        .or_else(|| before.iter().find(open))
        .copied()
}
