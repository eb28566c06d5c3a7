//! The rounds of a schedule, as its page shows them. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::schedule_form::moved;
use crate::domain::{Calendar, Kept, Round};
use crate::web::keeping::field::Wrong;
use crate::web::{paths, wording};

/// A round.
#[derive(Debug)]
pub struct RoundRow {
    /// First day of its period: what it is known by.
    pub first: NaiveDate,
    /// Its name.
    pub name: String,
    /// When reporting opens.
    pub opens: String,
    /// The due day with its weekday.
    pub due: String,
    /// Why it is another day than the rule's.
    pub why: String,
    /// Where it stands, and the tone of that.
    pub state: (&'static str, &'static str),
    /// Who locked it, when and why.
    pub lock: String,
    /// `已收 12 份，其中迟报 3 份`.
    pub received: String,
    /// Where its due day is changed, unless it is locked.
    pub set_due: Option<String>,
    /// Where it is locked, once it is over.
    pub set_lock: Option<String>,
    /// Where the lock is taken off.
    pub unlock: Option<String>,
    /// What was typed and is wrong with it.
    pub mistake: Option<RoundMistake>,
}

/// What was typed into one of the forms of a round, and what is wrong with it.
#[derive(Debug, Clone)]
pub struct RoundMistake {
    /// First day of the period.
    pub first: NaiveDate,
    /// `due`, `lock` or `unlock`.
    pub form: &'static str,
    /// The day.
    pub day: String,
    /// The reason.
    pub reason: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// So many rounds to come are shown, and so many in all.
const AHEAD: usize = 2;
const SHOWN: usize = 24;

/// The rounds of a schedule from those to come back to the day on which it was first asked for.
pub fn rounds(calendar: &Calendar, schedule: i64, kept: &[Kept], since: NaiveDate) -> Vec<Round> {
    let Some(current) = calendar.current(schedule).cloned() else {
        return Vec::new();
    };
    let mut newest = current;
    for _ in 0..AHEAD {
        newest = calendar.next(&newest).unwrap_or(newest);
    }
    let stored = |round: Round| {
        let kept = kept.iter().find(|one| one.first == round.period.first);
        match kept {
            Some(kept) => round.with(kept),
            None => round,
        }
    };
    std::iter::successors(Some(newest), |round| calendar.previous(round))
        .take_while(|round| round.period.last >= since)
        .take(SHOWN)
        .map(stored)
        .collect()
}

impl RoundRow {
    /// The row of a round; `received` is what has come in, by the first day of the period.
    pub fn new(
        round: &Round,
        calendar: &Calendar,
        received: &BTreeMap<NaiveDate, (i64, i64)>,
        mistake: Option<&RoundMistake>,
    ) -> Self {
        let today = calendar.today;
        let first = round.period.first;
        let (over, locked) = (round.is_over(today), round.lock.is_some());
        let current = calendar.current(round.schedule);
        let is_current = current.is_some_and(|one| one.period == round.period);
        let state = match (locked, over, is_current) {
            (true, _, _) => ("已锁定", "idle"),
            (_, true, _) => ("已截止，可补报", "warn"),
            (_, _, true) if round.opens_on <= today => ("正在填报", "info"),
            _ if round.opens_on <= today => ("已开放", "info"),
            _ => ("未开始", "idle"),
        };
        let at = |form| paths::round(round.schedule, first, form);
        Self {
            first,
            name: round.name(),
            opens: wording::day(round.opens_on, today),
            due: wording::day(round.due_on, today),
            why: why(round, calendar),
            state,
            lock: round.lock.as_ref().map_or_else(String::new, |lock| {
                let at = wording::moment(lock.at);
                format!("{at} {}：{}", lock.by, lock.reason)
            }),
            received: match received.get(&first) {
                None => "—".to_owned(),
                Some((sent, 0)) => format!("{sent} 份"),
                Some((sent, late)) => format!("{sent} 份，其中迟报 {late} 份"),
            },
            set_due: (!locked).then(|| at("due")),
            set_lock: (over && !locked).then(|| at("lock")),
            unlock: locked.then(|| at("unlock")),
            mistake: mistake.filter(|one| one.first == first).cloned(),
        }
    }

    /// What was typed into one of its forms and is wrong.
    pub fn wrong(&self, form: &str) -> Option<&RoundMistake> {
        self.mistake.as_ref().filter(|one| one.form == form)
    }
}

/// Why a round is due on another day than the rule names.
fn why(round: &Round, calendar: &Calendar) -> String {
    if let Some(reason) = &round.due_reason {
        return format!("人工调整：{reason}");
    }
    let Some(schedule) = calendar.schedule(round.schedule) else {
        return String::new();
    };
    let due = schedule.due(round.period, calendar.holidays());
    match due.moved {
        _ if due.on != round.due_on => "按当时的安排和日历".to_owned(),
        Some((ruled, reason)) => moved(ruled, &reason, schedule.shift, calendar.today),
        None => String::new(),
    }
}

/// Why another due day of a round cannot be taken.
pub fn refused(round: &Round, day: NaiveDate, calendar: &Calendar) -> Option<String> {
    let today = calendar.today;
    let earliest = today.min(round.due_on);
    let (before, after) = (calendar.previous(round), calendar.next(round));
    if day < earliest {
        return Some(match round.is_over(today) {
            true => format!(
                "不能早于原截止日 {}，否则已按时报送的会变成迟报。",
                round.due_on
            ),
            false => format!("不能早于今天（{today}），否则各单位来不及报送。"),
        });
    }
    if let Some(before) = before.filter(|before| day <= before.due_on) {
        return Some(format!(
            "要晚于上一轮（{}）的截止日 {}。",
            before.name(),
            before.due_on
        ));
    }
    if let Some(after) = after.filter(|after| day >= after.due_on) {
        return Some(format!(
            "要早于下一轮（{}）的截止日 {}。",
            after.name(),
            after.due_on
        ));
    }
    (day == round.due_on).then(|| "与现在的截止日相同，没有改动。".to_owned())
}
