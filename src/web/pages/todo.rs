//! 我的待办: what is to be reported in this period, in order of consequence.

use askama::Template;
use axum::response::Response;

use crate::domain::{
    Calendar, Comparator, Filing, Pace, ReportState, Reported, Target, TargetKind, days_left,
};
use crate::store::departments;
use crate::store::duties::{self, TodoLine};
use crate::web::components::{Reading, filing_tone};
use crate::web::error::Error;
use crate::web::extract::Db;
use crate::web::page::{Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};
use axum::response::IntoResponse;

/// A deadline closer than this is worth a group of its own (days).
const NEAR: i64 = 30;

#[derive(Template)]
#[template(path = "todo/index.html")]
struct TodoPage {
    shell: Shell,
    units: Vec<Unit>,
}

/// What one department has to do.
struct Unit {
    name: String,
    period: String,
    due: String,
    left: String,
    asked: usize,
    sent: usize,
    open: usize,
    groups: Vec<Group>,
    next: String,
    ledger: String,
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
    fn new(department: i64, name: String, lines: Vec<TodoLine>, calendar: &Calendar) -> Self {
        // Documents may be reported on in different cycles; the sentence speaks of the one that is due first.
        let cycle = lines
            .iter()
            .map(|line| line.cycle)
            .min()
            .unwrap_or(crate::domain::Cycle::Quarter);
        let period = calendar.current(cycle);
        let sent = lines
            .iter()
            .filter(|line| line.state.is_some_and(ReportState::counts))
            .count();
        Self {
            period: period.name(),
            due: wording::day(period.due_on(), calendar.today),
            left: wording::left(period.due_on(), calendar.today),
            asked: lines.len(),
            sent,
            open: lines.len() - sent,
            next: wording::day(period.next().first, calendar.today),
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

fn groups(lines: Vec<TodoLine>, department: i64, calendar: &Calendar) -> Vec<Group> {
    let mut groups = [
        ("returned", "被退回，请修改后重新报送", false),
        ("overdue", "逾期未报", false),
        ("near", "30 天内到期", false),
        ("pending", "本期待报", false),
        ("sent", "已报送，待核实", true),
        ("accepted", "已核实", true),
    ]
    .map(|(id, title, collapsed)| Group {
        id,
        title,
        collapsed,
        rows: Vec::new(),
    });
    for line in lines {
        let late = line.covered_to < calendar.due(line.cycle).last;
        let near = line
            .deadline_last
            .is_some_and(|day| (0..=NEAR).contains(&days_left(day, calendar.today)));
        let group = match line.state {
            Some(ReportState::Returned) => 0,
            Some(ReportState::Submitted) => 4,
            Some(ReportState::Accepted) => 5,
            _ if late => 1,
            _ if near => 2,
            _ => 3,
        };
        groups[group]
            .rows
            .push(Row::new(line, department, late, calendar));
    }
    groups
        .into_iter()
        .filter(|group| !group.rows.is_empty())
        .collect()
}

impl Row {
    fn new(line: TodoLine, department: i64, late: bool, calendar: &Calendar) -> Self {
        let filing = Filing::of(line.state, late);
        let sent = line
            .report_id
            .filter(|_| line.state.is_some_and(ReportState::counts));
        let note = match (filing, &line.return_reason) {
            (Filing::Returned, Some(reason)) => format!("退回意见：{reason}"),
            (Filing::Overdue, _) => {
                let begun = if line.state == Some(ReportState::Draft) {
                    "；本期已有草稿"
                } else {
                    ""
                };
                format!("{}未报{begun}", calendar.due(line.cycle).name())
            }
            _ => String::new(),
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
                    format!(
                        "{} {}",
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
