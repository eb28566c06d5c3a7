//! 事项: one commitment, with its clause, its targets, who answers, and what happened to it.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use crate::domain::Calendar;
use crate::store::consolidations::{self, Consolidation};
use crate::store::contributions;
use crate::store::duties::{self, DutyLine};
use crate::store::events::EventLine;
use crate::store::evidence::{self, ReportEvidence};
use crate::store::histories::{self, Ask};
use crate::store::items::{self, Item, ResponsibilityRow, TargetRow};
use crate::store::links::{self, Counterpart};
use crate::store::reports::{self, Report};
use crate::store::requests::{self, Request};
use crate::store::targets::{self, Figure};
use crate::store::versions::{self, ItemVersion};
use crate::web::components::{LampMark, Standing, progress_tone};
use crate::web::error::Error;
use crate::web::evidence_parts::EvidencePart;
use crate::web::extract::{Db, Path};
use crate::web::item_collecting::CollectingPart;
use crate::web::item_parts::{
    BodyPart, DutyPart, HistoryPart, ReportPart, RolePart, TargetPart, bodies, roles,
};
use crate::web::item_requests::RequestPart;
use crate::web::item_versions::{self, VersionPart};
use crate::web::page::{Link, Page, Shell};
use crate::web::pages::requests::seen;
use crate::web::person::Person;
use crate::web::reporting::steps::sight;
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
    closed: Option<Closed>,
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
    bodies: Vec<BodyPart>,
    duties: Vec<DutyPart>,
    counterparts: Vec<(Link, &'static str)>,
    versions: Vec<VersionPart>,
    reports: Vec<ReportPart>,
    evidence: Vec<EvidencePart>,
    history: Vec<HistoryPart>,
    whole_history: String,
    collecting: CollectingPart,
    requests: RequestPart,
}

/// A version that is not in force.
struct Closed {
    /// `2018-06-01 起废止`.
    sentence: String,
    /// The version in force.
    now: Option<Link>,
}

/// So many reports are shown; older ones are reached through these.
const SHOWN: i64 = 60;
/// So many events are shown; all of them have a page of their own.
const TOLD: i64 = 10;

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
    let reports = reports::of_item(&mut db, id, &sight(&person), SHOWN).await?;
    let keys: Vec<i64> = reports.iter().map(|report| report.id).collect();
    let record = Record {
        evidence: evidence::of_reports(&mut db, &keys).await?,
        reports,
        parent,
        targets: items::targets(&mut db, id).await?,
        figures: targets::figures_of_item(&mut db, id).await?,
        responsibilities: items::responsibilities(&mut db, id).await?,
        duties: duties::of_item(&mut db, id).await?,
        counterparts: links::of_item(&mut db, id).await?,
        events: histories::of_item(&mut db, id, &sight(&person), &Ask::default(), TOLD).await?,
        versions: versions::of_item(&mut db, id).await?,
        consolidation: consolidations::in_force(&mut db, id).await?,
        requests: requests::of_item(&mut db, &seen(&person, true), id).await?,
        collects: contributions::collects(&mut db, id, &person.departments()).await?,
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
    evidence: Vec<ReportEvidence>,
    events: Vec<EventLine>,
    versions: Vec<ItemVersion>,
    consolidation: Option<Consolidation>,
    requests: Vec<Request>,
    collects: bool,
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
            served: (item.served && item.closed_on.is_none())
                .then(|| served(record))
                .flatten(),
            closed: closed(record),
            versions: item_versions::versions(&record.versions, item.id),
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
                .map(|row| TargetPart::new(row, item, &record.figures, calendar))
                .collect(),
            roles: roles(&record.responsibilities),
            bodies: bodies(item, &record.duties, calendar),
            duties: record.duties.iter().map(DutyPart::new).collect(),
            counterparts: record.counterparts.iter().map(counterpart).collect(),
            reports: record
                .reports
                .iter()
                .map(|report| ReportPart::new(report, item.id))
                .collect(),
            evidence: EvidencePart::of_item(&record.evidence, &record.reports),
            history: record.events.iter().map(HistoryPart::new).collect(),
            whole_history: paths::item_history(item.id, None, None),
            requests: RequestPart::new(person, item, &record.duties, &record.requests),
            collecting: CollectingPart::new(
                person,
                item.id,
                &record.duties,
                record.consolidation.as_ref(),
                record.collects && !item.served,
                calendar.current(item.cycle),
            ),
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

/// How a version ended, and which one is in force.
fn closed(record: &Record) -> Option<Closed> {
    let day = wording::date(record.item.closed_on?);
    let newest = record.versions.last().filter(|one| one.closed_on.is_none());
    Some(match newest {
        Some(now) => Closed {
            sentence: format!("这是原版本，{day} 起由新版本接续，不再填报和统计。"),
            now: Some(Link::new(
                paths::item(now.id),
                format!("《{}》{}", now.document, now.locus),
            )),
        },
        None => Closed {
            sentence: format!("这一条从 {day} 起废止，不再填报和统计；已填报的内容保留在下面。"),
            now: None,
        },
    })
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
    let basis = match (
        &item.deadline_printed,
        item.deadline_inferred,
        item.original_deadline.or(item.deadline_last),
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
    };
    match item.original_deadline {
        Some(day) if basis.is_empty() => format!("原时限 {}，经批准延期", wording::date(day)),
        Some(day) => format!("原时限 {}（{basis}），经批准延期", wording::date(day)),
        None => basis,
    }
}
