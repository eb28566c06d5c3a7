//! 事项: one commitment, with its clause, its targets, who answers, and what happened to it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use super::reports::sight;
use crate::domain::{Calendar, Filing, Pace, Period, Reported, ResponsibilityBasis, Role};
use crate::store::duties::{self, DutyLine};
use crate::store::events::{self, EventLine};
use crate::store::items::{self, Item, ResponsibilityRow, TargetRow};
use crate::store::links::{self, Counterpart};
use crate::store::reports::{self, Report};
use crate::store::targets::{self, Figure};
use crate::web::components::{LampMark, Reading, Standing, filing_tone, progress_tone};
use crate::web::error::Error;
use crate::web::event_words;
use crate::web::extract::{Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "items/show.html")]
struct ItemPage {
    shell: Shell,
    report: Vec<Link>,
    kind: &'static str,
    lamp: LampMark,
    progress: &'static str,
    tone: &'static str,
    served: Option<Link>,
    document: Link,
    doc_number: String,
    issuer: String,
    locus: String,
    section: String,
    parent: Option<Link>,
    quote: String,
    clause: String,
    deadline: String,
    deadline_basis: String,
    targets: Vec<TargetPart>,
    roles: Vec<RolePart>,
    duties: Vec<DutyPart>,
    counterparts: Vec<(Link, &'static str)>,
    reports: Vec<ReportPart>,
    history: Vec<HistoryPart>,
}

/// A target with its newest figure.
struct TargetPart {
    link: Link,
    goal: String,
    soft: bool,
    deadline: String,
    source: Option<Link>,
    reading: Option<Reading>,
    by: String,
    demonstration: bool,
}

/// Departments in one role, as printed.
struct RolePart {
    role: &'static str,
    names: Vec<NamePart>,
}

struct NamePart {
    link: Link,
    note: String,
}

/// A department that must report.
struct DutyPart {
    department: Link,
    role: String,
    progress: &'static str,
    tone: &'static str,
    through: String,
    text: String,
    report: Option<String>,
    demonstration: bool,
}

struct ReportPart {
    link: Link,
    department: String,
    state: &'static str,
    tone: &'static str,
    text: String,
    demonstration: bool,
}

struct HistoryPart {
    at: String,
    who: String,
    what: String,
}

/// So many reports and events are shown; older ones are reached through the reports themselves.
const SHOWN: i64 = 60;

/// `GET /items/{item}`.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let item = items::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let parent = match item.parent_id {
        Some(parent) => items::find(&mut db, &person.reach(), parent).await?,
        None => None,
    };
    let record = Record {
        parent,
        targets: items::targets(&mut db, id).await?,
        figures: targets::figures(&mut db, Some(id), None).await?,
        responsibilities: items::responsibilities(&mut db, id).await?,
        duties: duties::of_item(&mut db, id).await?,
        counterparts: links::of_item(&mut db, id).await?,
        reports: reports::of_item(&mut db, id, &sight(&person), SHOWN).await?,
        events: events::of_item(&mut db, id, &sight(&person), SHOWN).await?,
        item,
    };
    Ok(Page(ItemPage::new(shell, &person, &record, &calendar)).into_response())
}

/// Everything that the page is made from.
struct Record {
    item: Item,
    parent: Option<Item>,
    targets: Vec<TargetRow>,
    figures: Vec<Figure>,
    responsibilities: Vec<ResponsibilityRow>,
    duties: Vec<DutyLine>,
    counterparts: Vec<Counterpart>,
    reports: Vec<Report>,
    events: Vec<EventLine>,
}

impl ItemPage {
    fn new(shell: Shell, person: &Person, record: &Record, calendar: &Calendar) -> Self {
        let item = &record.item;
        let document = Link::new(paths::document(item.document_id), item.document.clone());
        Self {
            shell: shell
                .titled(item.title.clone())
                .under(paths::ITEMS, "台账")
                .under(
                    document.href.clone(),
                    wording::shortened(&item.document, 20),
                ),
            report: own_reports(person, record),
            kind: item.kind.label(),
            lamp: lamp(item, calendar),
            progress: item.progress.label(),
            tone: progress_tone(item.progress),
            served: item.served.then(|| served(record)).flatten(),
            document,
            doc_number: item.doc_number.clone().unwrap_or_default(),
            issuer: item.issuer.clone().unwrap_or_default(),
            locus: item.locus.clone(),
            section: item.section.clone().unwrap_or_default(),
            parent: record.parent.as_ref().map(|parent| {
                Link::new(
                    paths::item(parent.id),
                    format!("{} {}", parent.locus, parent.title),
                )
            }),
            quote: item.body.clone(),
            clause: paths::clause(item.document_id, item.id),
            deadline: deadline(item, calendar.today),
            deadline_basis: deadline_basis(item),
            targets: record
                .targets
                .iter()
                .map(|row| TargetPart::new(row, record, calendar))
                .collect(),
            roles: roles(&record.responsibilities),
            duties: record.duties.iter().map(DutyPart::new).collect(),
            counterparts: record.counterparts.iter().map(counterpart).collect(),
            reports: record.reports.iter().map(ReportPart::new).collect(),
            history: record.events.iter().map(HistoryPart::new).collect(),
        }
    }
}

/// Where this person reports on the item, a link for each of their departments that must.
fn own_reports(person: &Person, record: &Record) -> Vec<Link> {
    if record.item.served {
        return Vec::new();
    }
    let own = person.departments();
    let duties = record
        .duties
        .iter()
        .filter(|duty| own.contains(&duty.department_id));
    let words = |duty: &DutyLine| match own.len() {
        1 => "填报进展".to_owned(),
        _ => format!("填报进展（{}）", duty.department),
    };
    duties
        .map(|duty| {
            Link::new(
                paths::report_form(record.item.id, duty.department_id),
                words(duty),
            )
        })
        .collect()
}

fn lamp(item: &Item, calendar: &Calendar) -> LampMark {
    let standing = Standing {
        progress: item.progress,
        shortfall: item.shortfall,
        deadline: item.deadline_last,
        soft: item.soft,
        cycle: item.cycle,
        reported_from: item.reported_from,
        reported_through: item.reported_through,
    };
    LampMark::of(standing, calendar)
}

/// The item of the other document under which this one is reported on.
fn served(record: &Record) -> Option<Link> {
    let other = record.counterparts.iter().find(|one| !one.outgoing)?;
    Some(Link::new(
        paths::item(other.item_id),
        format!("《{}》{}", other.document, other.locus),
    ))
}

fn counterpart(one: &Counterpart) -> (Link, &'static str) {
    let words = match (one.outgoing, one.identical) {
        (true, true) => "对应的原决定条款，文字一致",
        (true, false) => "对应的原决定条款，文字有出入",
        (false, true) => "由这一条分工，文字一致",
        (false, false) => "由这一条分工，文字有出入",
    };
    (
        Link::new(
            paths::item(one.item_id),
            format!("《{}》{}", one.document, one.locus),
        ),
        words,
    )
}

fn deadline(item: &Item, today: NaiveDate) -> String {
    match (item.deadline_last, &item.deadline_printed) {
        (Some(day), _) => format!("{}，{}", wording::date(day), wording::left(day, today)),
        (None, Some(printed)) => format!("{printed}（没有可推算的日期）"),
        (None, None) => "文件未写明".to_owned(),
    }
}

/// Where the date comes from: what is verbatim carries no note, what was inferred says how.
fn deadline_basis(item: &Item) -> String {
    match (
        &item.deadline_printed,
        item.deadline_inferred,
        item.deadline_last,
    ) {
        (Some(printed), true, Some(day)) => {
            format!(
                "原文“{printed}”，年份取自文件，推算为 {}",
                wording::date(day)
            )
        }
        (Some(printed), false, Some(day)) if !printed.contains(&wording::date(day)) => {
            format!("原文“{printed}”，推算为 {}", wording::date(day))
        }
        _ => String::new(),
    }
}

impl TargetPart {
    fn new(row: &TargetRow, record: &Record, calendar: &Calendar) -> Self {
        let own = record
            .figures
            .iter()
            .filter(|figure| figure.target_id == row.id);
        let newest = own.max_by_key(|figure| figure.last_day);
        let pace = Pace {
            start: record.item.reported_from,
            end: row.deadline_last.or(record.item.deadline_last),
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
        let supplied = row.item_id != record.item.id;
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
fn roles(rows: &[ResponsibilityRow]) -> Vec<RolePart> {
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
    fn new(row: &ResponsibilityRow) -> Self {
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
    fn new(duty: &DutyLine) -> Self {
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
    fn new(report: &Report) -> Self {
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
            demonstration: report.demonstration,
        }
    }
}

impl HistoryPart {
    fn new(event: &EventLine) -> Self {
        Self {
            at: wording::moment(event.at),
            who: event.actor.clone().unwrap_or_else(|| "系统".to_owned()),
            what: event_words::sentence(event),
        }
    }
}
