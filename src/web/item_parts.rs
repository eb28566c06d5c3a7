//! The lists on the page of an item: its targets, its departments by role, who must report, what was reported, and what
//! happened. Pure; a record and a day in, lines of a page out.

use crate::domain::{Calendar, Filing, Pace, Progress, ResponsibilityBasis, Role, Round};
use crate::store::duties::DutyLine;
use crate::store::events::EventLine;
use crate::store::items::{Item, ResponsibilityRow, TargetRow};
use crate::store::reports::Report;
use crate::store::targets::Figure;
use crate::web::components::{Count, Reading, filing_tone, progress_tone};
use crate::web::event_words;
use crate::web::page::Link;
use crate::web::{paths, report_comparison, wording};

/// A target with its newest figure.
pub(crate) struct TargetPart {
    pub(crate) link: Link,
    pub(crate) goal: String,
    pub(crate) soft: bool,
    pub(crate) deadline: String,
    pub(crate) source: Option<Link>,
    pub(crate) reading: Option<Reading>,
    pub(crate) by: String,
    pub(crate) demonstration: bool,
}

/// Departments in one role, as printed.
pub(crate) struct RolePart {
    pub(crate) role: &'static str,
    pub(crate) names: Vec<NamePart>,
}

pub(crate) struct NamePart {
    pub(crate) link: Link,
    pub(crate) note: String,
}

/// A department that must report.
pub(crate) struct DutyPart {
    pub(crate) department: Link,
    pub(crate) role: String,
    pub(crate) progress: &'static str,
    pub(crate) tone: &'static str,
    pub(crate) through: String,
    pub(crate) text: String,
    /// Who wrote it, where that was the department that it follows.
    pub(crate) reporter: String,
    pub(crate) report: Option<String>,
    pub(crate) demonstration: bool,
}

pub(crate) struct ReportPart {
    pub(crate) link: Link,
    pub(crate) department: String,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
    /// `迟报 3 天`.
    pub(crate) late: Option<String>,
    pub(crate) text: String,
    /// It was made on an earlier version of the item.
    pub(crate) earlier: bool,
    pub(crate) demonstration: bool,
}

pub(crate) struct HistoryPart {
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) what: String,
}

impl TargetPart {
    pub(crate) fn new(
        row: &TargetRow,
        item: &Item,
        figures: &[Figure],
        calendar: &Calendar,
    ) -> Self {
        let own = figures.iter().filter(|figure| figure.target_id == row.id);
        let newest = own.max_by_key(|figure| figure.last_day);
        let pace = Pace {
            start: item.reported_from,
            end: row.deadline_last.or(item.deadline_last),
            on: newest.map_or(calendar.today, |figure| figure.last_day),
        };
        let reading = newest.map(|figure| Reading::of(&row.target, &figure.reported(), pace));
        let supplied = row.item_id != item.id;
        Self {
            link: Link::new(paths::target(row.id), row.target.name.clone()),
            goal: row.target.wording(),
            soft: row.target.soft,
            deadline: row
                .deadline_last
                .map(wording::date)
                .or_else(|| row.deadline_printed.clone())
                .unwrap_or_default(),
            source: supplied.then(|| {
                Link::new(
                    paths::item(row.item_id),
                    format!("《{}》{}", row.document, row.locus),
                )
            }),
            reading,
            by: newest.map_or_else(String::new, |figure| {
                format!(
                    "{}，截至 {}",
                    figure.department,
                    wording::date(figure.last_day)
                )
            }),
            demonstration: newest.is_some_and(|figure| figure.demonstration),
        }
    }
}

/// The departments by role, in the order of the roles and as printed within them.
pub(crate) fn roles(rows: &[ResponsibilityRow]) -> Vec<RolePart> {
    let part = |role: &Role| {
        let names: Vec<NamePart> = rows
            .iter()
            .filter(|row| row.role == *role)
            .map(NamePart::new)
            .collect();
        (!names.is_empty()).then_some(RolePart {
            role: role.label(),
            names,
        })
    };
    Role::ALL.iter().filter_map(part).collect()
}

impl NamePart {
    pub(crate) fn new(row: &ResponsibilityRow) -> Self {
        let printed = (row.printed != row.department).then(|| format!("原文“{}”", row.printed));
        let basis = Some(row.basis.label()).filter(|_| row.basis != ResponsibilityBasis::Printed);
        let collective = row.collective.then_some("集体");
        let open = row.open_list.then_some("原文以“等”结尾");
        let indicator = row.indicator.as_ref().map(|name| format!("指标：{name}"));
        let followed = row.before.as_ref().zip(row.since).map(|(before, since)| {
            let since = wording::date(since);
            format!("原：{before}（{since} 起由 {} 承接）", row.department)
        });
        let ended = row
            .valid_to
            .map(|day| format!("{} 起不再负责", wording::date(day)));
        let notes = [
            followed,
            ended,
            printed,
            basis.map(str::to_owned),
            collective.map(str::to_owned),
            open.map(str::to_owned),
            indicator,
        ];
        Self {
            link: Link::new(paths::department(row.department_id), row.department.clone()),
            note: notes.into_iter().flatten().collect::<Vec<_>>().join("，"),
        }
    }
}

impl DutyPart {
    pub(crate) fn new(duty: &DutyLine) -> Self {
        Self {
            department: Link::new(
                paths::department(duty.department_id),
                duty.department.clone(),
            ),
            role: match &duty.member_of {
                Some(body) => format!("{}（{body}）", duty.role.label()),
                None => duty.role.label().to_owned(),
            },
            progress: duty.progress.label(),
            tone: progress_tone(duty.progress),
            through: duty
                .reported_through
                .map_or_else(|| "—（未填报）".to_owned(), wording::date),
            text: wording::shortened(duty.progress_text.as_deref().unwrap_or(""), 80),
            reporter: duty.reporter.clone().unwrap_or_default(),
            report: duty.report_id.map(paths::report),
            demonstration: duty.demonstration.unwrap_or(false),
        }
    }
}

/// A body of many with its members: how many of them owe nothing for a period.
pub(crate) struct BodyPart {
    pub(crate) link: Link,
    pub(crate) period: String,
    /// Members who have reported, or are done.
    pub(crate) reported: Count,
    /// Members who have not.
    pub(crate) missing: Count,
    /// All of them.
    pub(crate) all: Count,
}

/// The bodies of many that an item names, with what their members have reported.
pub(crate) fn bodies(item: &Item, duties: &[DutyLine], calendar: &Calendar) -> Vec<BodyPart> {
    let mut bodies: Vec<i64> = Vec::new();
    for body in duties.iter().filter_map(|duty| duty.member_of_id) {
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    let part = |id: i64| {
        let members: Vec<&DutyLine> = duties
            .iter()
            .filter(|duty| duty.member_of_id == Some(id))
            .collect();
        let name = members.iter().find_map(|duty| duty.member_of.clone());
        let name = name.unwrap_or_default();
        let count = |which: &str, words: &str| {
            let shown = members
                .iter()
                .filter(|duty| MemberState::of(duty, item, calendar).is_among(which));
            Count::new(
                i64::try_from(shown.count()).unwrap_or(i64::MAX),
                paths::item_members(item.id, id, which),
                format!("个{words}：{name}"),
            )
        };
        BodyPart {
            link: Link::new(paths::department(id), name.clone()),
            period: wording::round(calendar.current(item.schedule_id)),
            reported: count("reported", "已报"),
            missing: count("missing", "未报"),
            all: count("", "成员"),
        }
    };
    bodies.into_iter().map(part).collect()
}

/// Where a member of a body stands with its report of the current period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MemberState {
    /// It is done and is not asked again.
    Done,
    /// Its reports cover the period.
    Reported,
    /// They do not yet.
    Waiting,
    /// They do not cover the last period that was due.
    Late,
}

impl MemberState {
    /// The state of a duty today.
    pub(crate) fn of(duty: &DutyLine, item: &Item, calendar: &Calendar) -> Self {
        let reaches = |round: &Round| duty.covered_to >= round.period.last;
        let (current, due) = (
            calendar.current(item.schedule_id),
            calendar.due(item.schedule_id),
        );
        if duty.progress == Progress::Done {
            Self::Done
        } else if current.is_some_and(reaches) {
            Self::Reported
        } else if due.is_none_or(reaches) {
            Self::Waiting
        } else {
            Self::Late
        }
    }

    /// Whether it belongs to those that have reported, those that have not, or all.
    pub(crate) fn is_among(self, which: &str) -> bool {
        match which {
            "reported" => matches!(self, Self::Done | Self::Reported),
            "missing" => matches!(self, Self::Waiting | Self::Late),
            _ => true,
        }
    }

    /// In words.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Done => "已完成，不再填报",
            Self::Reported => "已报",
            Self::Waiting => "未报",
            Self::Late => "逾期未报",
        }
    }

    /// The tone of its chip.
    pub(crate) fn tone(self) -> &'static str {
        match self {
            Self::Done | Self::Reported => "ok",
            Self::Waiting => "idle",
            Self::Late => "bad",
        }
    }
}

impl ReportPart {
    pub(crate) fn new(report: &Report, item: i64) -> Self {
        let filing = Filing::of(Some(report.state), false, false);
        Self {
            link: Link::new(paths::report(report.id), report_comparison::name(report)),
            department: report.department.clone(),
            state: filing.label(),
            tone: filing_tone(filing),
            late: wording::late(report.first_sent_at, report.due_on),
            text: wording::shortened(&report.progress_text, 80),
            earlier: report.item_id != item,
            demonstration: report.demonstration,
        }
    }
}

impl HistoryPart {
    pub(crate) fn new(event: &EventLine) -> Self {
        Self {
            at: wording::moment(event.at),
            who: event.actor.clone().unwrap_or_else(|| "系统".to_owned()),
            what: event_words::sentence(event),
        }
    }
}
