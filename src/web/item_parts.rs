//! The lists on the page of an item: its targets, its departments by role, who must report, what was reported, and what
//! happened. Pure; a record and a day in, lines of a page out.

use crate::domain::{Calendar, Filing, Pace, Period, Reported, ResponsibilityBasis, Role};
use crate::store::duties::DutyLine;
use crate::store::events::EventLine;
use crate::store::items::{Item, ResponsibilityRow, TargetRow};
use crate::store::reports::Report;
use crate::store::targets::Figure;
use crate::web::components::{Reading, filing_tone, progress_tone};
use crate::web::event_words;
use crate::web::page::Link;
use crate::web::{paths, wording};

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
    pub(crate) report: Option<String>,
    pub(crate) demonstration: bool,
}

pub(crate) struct ReportPart {
    pub(crate) link: Link,
    pub(crate) department: String,
    pub(crate) state: &'static str,
    pub(crate) tone: &'static str,
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
        let reading = newest.map(|figure| {
            let reported = Reported {
                value: figure.value,
                grade: figure.grade.clone(),
                holds: figure.holds,
            };
            Reading::of(&row.target, &reported, pace)
        });
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
        let notes = [
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
            report: duty.report_id.map(paths::report),
            demonstration: duty.demonstration.unwrap_or(false),
        }
    }
}

impl ReportPart {
    pub(crate) fn new(report: &Report, item: i64) -> Self {
        let filing = Filing::of(Some(report.state), false);
        let period = Period {
            first: report.first_day,
            last: report.last_day,
            cycle: report.cycle,
        };
        Self {
            link: Link::new(paths::report(report.id), period.name()),
            department: report.department.clone(),
            state: filing.label(),
            tone: filing_tone(filing),
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
