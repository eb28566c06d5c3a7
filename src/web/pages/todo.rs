//! 我的待办: what is to be reported in this period, in order of consequence.

use askama::Template;
use axum::response::Response;
use chrono::NaiveDate;

use crate::domain::{
    Calendar, Comparator, Filing, Pace, Period, ReportState, Reported, Round, Target, TargetKind,
};
use crate::store::contributions::{self, WaitingItem};
use crate::store::departments;
use crate::store::duties::{self, TodoLine};
use crate::web::components::{Reading, filing_tone};
use crate::web::error::Error;
use crate::web::extract::Db;
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::reporting::order::{self, is_late, is_missing, is_sent, owed};
use crate::web::{paths, wording};
use axum::response::IntoResponse;

#[derive(Template)]
#[template(path = "todo/index.html")]
struct TodoPage {
    shell: Shell,
    units: Vec<Unit>,
}

/// What one department has to do.
struct Unit {
    name: String,
    /// What is asked, schedule by schedule.
    asked: Vec<Asked>,
    /// Where nothing is asked, when reporting opens again.
    next: Option<String>,
    /// Drafts that can be checked and sent together.
    drafts: usize,
    /// What others report to the department as it collects for an item.
    contributions: Vec<(Link, i64)>,
    groups: Vec<Group>,
    /// Address of the workbook, while something is open.
    workbook: Option<String>,
    ledger: String,
}

/// What is asked under one schedule.
struct Asked {
    round: String,
    /// Name of the schedule, where there are several.
    schedule: Option<String>,
    asked: usize,
    sent: usize,
    open: usize,
    /// `截止 6月25日（周一），还有 5 天`.
    due: String,
}

struct Group {
    id: &'static str,
    title: &'static str,
    collapsed: bool,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    item: String,
    title: String,
    source: String,
    role: String,
    target: String,
    reading: Option<Reading>,
    goal: String,
    deadline: String,
    filing: &'static str,
    tone: &'static str,
    note: String,
}

/// `GET /todo`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    mut db: Db,
) -> Result<Response, Error> {
    let mut units = Vec::new();
    // A person reports for one department, in rare cases for two or three.
    for department in departments::named(&mut db, &person.departments()).await? {
        let lines = duties::todo(&mut db, department.id, &calendar).await?;
        units.push(Unit::new(
            department.id,
            department.short_name,
            lines,
            &contributions::waiting(&mut db, department.id).await?,
            &calendar,
        ));
    }
    Ok(Page(TodoPage {
        shell: shell.titled("我的待办"),
        units,
    })
    .into_response())
}

impl Unit {
    fn new(
        department: i64,
        name: String,
        lines: Vec<TodoLine>,
        waiting: &[WaitingItem],
        calendar: &Calendar,
    ) -> Self {
        let drafts = lines
            .iter()
            .filter(|line| line.state == Some(ReportState::Draft));
        let asked = asked(&lines, calendar);
        Self {
            next: next(calendar),
            drafts: drafts.count(),
            contributions: waiting.iter().map(contributed).collect(),
            workbook: asked
                .iter()
                .any(|one| one.open > 0)
                .then(|| paths::workbook_of(department)),
            asked,
            ledger: crate::web::ledger_filter::LedgerFilter {
                department: Some(department),
                ..crate::web::ledger_filter::LedgerFilter::default()
            }
            .href(),
            groups: groups(lines, department, calendar),
            name,
        }
    }
}

/// What is asked under each schedule, the nearest due day first.
fn asked(lines: &[TodoLine], calendar: &Calendar) -> Vec<Asked> {
    let mut rounds: Vec<&Round> = calendar
        .schedules()
        .filter(|rule| lines.iter().any(|line| line.schedule_id == rule.id))
        .filter_map(|rule| calendar.current(rule.id))
        .collect();
    rounds.sort_by_key(|round| (round.due_on, round.schedule));
    let several = rounds.len() > 1;
    let sentence = |round: &&Round| {
        let own = || {
            lines
                .iter()
                .filter(|line| line.schedule_id == round.schedule)
        };
        let (asked, sent) = (own().count(), own().filter(|line| is_sent(line)).count());
        let rule = calendar.schedule(round.schedule).filter(|_| several);
        Asked {
            round: round.name(),
            schedule: rule.map(|rule| rule.name.clone()),
            asked,
            sent,
            open: asked - sent,
            due: due(round, calendar.today),
        }
    };
    rounds.iter().map(sentence).collect()
}

fn due(round: &Round, today: NaiveDate) -> String {
    let day = wording::day(round.due_on, today);
    match &round.lock {
        Some(_) => format!("{day}已截止，本轮已锁定"),
        None => format!("截止 {day}，{}", wording::left(round.due_on, today)),
    }
}

/// The day on which the next round of any schedule opens.
fn next(calendar: &Calendar) -> Option<String> {
    let opens = calendar.schedules().filter_map(|rule| {
        let current = calendar.current(rule.id)?;
        let next = match current.opens_on > calendar.today {
            true => Some(current.clone()),
            false => calendar.next(current),
        };
        next.map(|round| round.opens_on)
    });
    let day = opens.filter(|day| *day > calendar.today).min()?;
    Some(wording::day(day, calendar.today))
}

/// `创建示范区（2018年第二季度）`, leading to what was contributed.
fn contributed(one: &WaitingItem) -> (Link, i64) {
    let period = Period::containing(one.cycle, one.first_day).name();
    let words = format!("{}（{period}）", one.title);
    let href = paths::contributions(one.item_id, one.first_day);
    (Link::new(href, words), one.count)
}

fn groups(lines: Vec<TodoLine>, department: i64, calendar: &Calendar) -> Vec<Group> {
    let mut groups = order::Group::ALL.map(|group| {
        let (id, title, collapsed) = group.heading();
        Group {
            id,
            title,
            collapsed,
            rows: Vec::new(),
        }
    });
    for line in lines {
        let group = order::Group::of(&line, calendar);
        groups[group as usize]
            .rows
            .push(Row::new(line, department, calendar));
    }
    groups
        .into_iter()
        .filter(|group| !group.rows.is_empty())
        .collect()
}

impl Row {
    fn new(line: TodoLine, department: i64, calendar: &Calendar) -> Self {
        let filing = Filing::of(
            line.state,
            is_late(&line, calendar),
            is_missing(&line, calendar),
        );
        let sent = line
            .report_id
            .filter(|_| line.state.is_some_and(|state| !state.is_open()));
        let note = match (filing, &line.return_reason) {
            (Filing::Returned, Some(reason)) => {
                let stage = line.returned_by_stage.map_or("", |stage| stage.label());
                format!("{stage}退回意见：{reason}")
            }
            (Filing::Overdue, _) => {
                let begun = match line.state {
                    Some(ReportState::Draft) => "；本期已有草稿",
                    Some(ReportState::HandedIn) => "；本期已送审",
                    _ => "",
                };
                format!("{}未报{begun}", wording::round(owed(&line, calendar)))
            }
            (Filing::Missing, _) => "本轮已锁定，不再接收填报".to_owned(),
            (Filing::Submitted | Filing::Accepted, _) => {
                let due = calendar.current(line.schedule_id).map(|round| round.due_on);
                wording::late(line.first_sent_at, due).unwrap_or_default()
            }
            // An earlier round was closed without a report; this one is asked for all the same.
            _ => owed(&line, calendar)
                .filter(|due| due.lock.is_some())
                .map_or_else(String::new, |due| format!("{}应报未报，已锁定", due.name())),
        };
        Self {
            href: sent.map_or_else(
                || paths::report_form(line.item_id, department),
                paths::report,
            ),
            item: paths::item(line.item_id),
            source: format!("{} {}", line.document, line.locus),
            role: match &line.member_of {
                Some(body) => format!("{}（{body}）", line.role.label()),
                None => line.role.label().to_owned(),
            },
            target: target_name(&line),
            reading: reading(&line, calendar),
            goal: goal(&line),
            deadline: line.deadline_last.map_or_else(
                || "时限未写明".to_owned(),
                |day| {
                    let original = line
                        .original_deadline
                        .map(|day| format!("（原 {}）", wording::date(day)))
                        .unwrap_or_default();
                    format!(
                        "{}{original} {}",
                        wording::date(day),
                        wording::left(day, calendar.today)
                    )
                },
            ),
            filing: filing.label(),
            tone: filing_tone(filing),
            note,
            title: line.title,
        }
    }
}

fn target_name(line: &TodoLine) -> String {
    match (&line.target, line.targets) {
        (Some(name), 1) => name.clone(),
        (Some(name), count) => format!("{name}等 {count} 项指标"),
        (None, _) => String::new(),
    }
}

fn goal(line: &TodoLine) -> String {
    match line.goal {
        Some(goal) => format!(
            "目标 {}",
            wording::quantity(goal, line.unit.as_deref().unwrap_or(""))
        ),
        None => String::new(),
    }
}

/// The first target with this department's latest figure; nothing where there is no number to draw.
fn reading(line: &TodoLine, calendar: &Calendar) -> Option<Reading> {
    let target = Target {
        name: line.target.clone()?,
        comparator: line.comparator.unwrap_or(Comparator::AtLeast),
        value: Some(line.goal?),
        upper: None,
        grade: None,
        trend: None,
        unit: line.unit.clone().unwrap_or_default(),
        kind: line.target_kind.unwrap_or(TargetKind::Level),
        soft: false,
        maintain: false,
    };
    let reported = Reported {
        value: Some(line.latest?),
        ..Reported::default()
    };
    let end = line.target_deadline.or(line.deadline_last);
    let pace = Pace {
        start: line.reported_from,
        end,
        on: calendar.today,
    };
    Some(Reading::of(&target, &reported, pace))
}
