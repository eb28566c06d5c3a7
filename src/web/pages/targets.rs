//! 目标: every target that somebody must reach, with its newest figure; and one target with its course.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::{Calendar, Pace, Reported};
use crate::store::conflicts;
use crate::store::documents::{self, DocumentChoice};
use crate::store::targets::{self, Figure, TargetLine, TargetRecord, TargetUse};
use crate::web::components::{Pager, Point, Reading, Slice, Trajectory};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::target_parts::{ConflictRow, FigureRow, rule};
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "targets/index.html")]
struct TargetsPage {
    shell: Shell,
    caption: String,
    documents: Vec<(i64, String, bool)>,
    /// Only those that documents set differently.
    conflicting: bool,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    name: String,
    item: Link,
    document: Link,
    goal: String,
    soft: bool,
    conflicting: bool,
    deadline: String,
    departments: String,
    reading: Option<Reading>,
    bad: bool,
    period: String,
    demonstration: bool,
}

/// `GET /targets`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let (slice, document) = (Slice::asked(&asked)?, asked.parsed::<i64>("document")?);
    let reach = person.reach();
    let conflicting = asked.text("conflict") == "1";
    let total = targets::count(&mut db, &reach, document, conflicting).await?;
    let (size, offset) = (slice.size, slice.offset());
    let lines = targets::list(&mut db, &reach, document, conflicting, size, offset).await?;
    let documents = documents::choices(&mut db, &reach).await?;
    let asking = Asking {
        document,
        conflicting,
        slice,
    };
    Ok(Page(TargetsPage::new(
        shell, &documents, asking, total, lines, &calendar,
    ))
    .into_response())
}

/// What is asked of the list.
struct Asking {
    document: Option<i64>,
    conflicting: bool,
    slice: Slice,
}

impl TargetsPage {
    fn new(
        shell: Shell,
        documents: &[DocumentChoice],
        asking: Asking,
        total: i64,
        lines: Vec<TargetLine>,
        calendar: &Calendar,
    ) -> Self {
        let Asking {
            document,
            conflicting,
            slice,
        } = asking;
        let pager = Pager::new(slice, total, |page| {
            paths::targets(document, conflicting, page, slice.size)
        });
        let of = if conflicting { "口径不一的" } else { "" };
        let chosen = documents.iter().find(|one| document == Some(one.id));
        let choice = |one: &DocumentChoice| {
            (
                one.id,
                wording::shortened(&one.title, 24),
                document == Some(one.id),
            )
        };
        Self {
            shell: shell.titled(format!("目标{}", pager.title())),
            caption: match chosen {
                Some(document) => format!("{}：{of}指标 {total} 项", document.title),
                None if conflicting => format!("口径不一的指标 {total} 项"),
                None => format!("全部指标 {total} 项"),
            },
            documents: documents.iter().map(choice).collect(),
            conflicting,
            rows: lines
                .into_iter()
                .map(|line| Row::new(line, calendar))
                .collect(),
            pager,
        }
    }
}

impl Row {
    fn new(line: TargetLine, calendar: &Calendar) -> Self {
        let reported = Reported {
            value: line.latest,
            grade: line.latest_grade.clone(),
            holds: line.holds,
            reference: line.reference,
        };
        let pace = Pace {
            start: line.reported_from,
            end: line.deadline_last,
            on: line.latest_period.unwrap_or(calendar.today),
        };
        Self {
            href: paths::target(line.target_id),
            name: line.target.name.clone(),
            item: Link::new(paths::item(line.item_id), line.locus),
            document: Link::new(paths::document(line.document_id), line.document),
            goal: line.target.wording(),
            soft: line.target.soft,
            conflicting: line.conflicting,
            deadline: line
                .deadline_last
                .map_or_else(|| "未写明".to_owned(), wording::date),
            departments: match line.departments.as_slice() {
                [] => "未明确".to_owned(),
                few => few.join("、"),
            },
            reading: line
                .latest_period
                .map(|_| Reading::of(&line.target, &reported, pace)),
            bad: line.verdict.is_some_and(crate::domain::Verdict::is_bad),
            period: line
                .latest_period
                .map_or_else(|| "—（未填报）".to_owned(), wording::date),
            demonstration: line.demonstration.unwrap_or(false),
        }
    }
}

#[derive(Template)]
#[template(path = "targets/show.html")]
struct TargetPage {
    shell: Shell,
    goal: String,
    soft: bool,
    kind: &'static str,
    rule: &'static str,
    deadline: String,
    quote: String,
    clause: Link,
    /// The same target in a newer version of the document.
    newer: Option<String>,
    uses: Vec<Link>,
    conflicts: Vec<ConflictRow>,
    reading: Option<(Reading, String)>,
    chart: Option<Trajectory>,
    rows: Vec<FigureRow>,
}

/// `GET /targets/{target}`.
pub async fn show(
    shell: Shell,
    person: Person,
    Path(id): Path<i64>,
    mut db: Db,
) -> Result<Response, Error> {
    let record = targets::find(&mut db, &person.reach(), id)
        .await?
        .ok_or(Error::NotFound)?;
    let uses = targets::uses(&mut db, id).await?;
    let figures = targets::figures(&mut db, id).await?;
    let conflicts = conflicts::of(&mut db, &person.reach(), Some(id), None).await?;
    let page = TargetPage {
        conflicts: conflicts.into_iter().map(ConflictRow::new).collect(),
        ..TargetPage::new(shell, record, &uses, &figures)
    };
    Ok(Page(page).into_response())
}

impl TargetPage {
    fn new(shell: Shell, record: TargetRecord, uses: &[TargetUse], figures: &[Figure]) -> Self {
        // A goal line of a division notice is reported on from the notice's day, not the decision's.
        let from = uses
            .iter()
            .map(|one| one.reported_from)
            .min()
            .unwrap_or(record.reported_from);
        let pace = |figure: &Figure| Pace {
            start: from,
            end: record.deadline_last,
            on: figure.last_day,
        };
        let reading =
            |figure: &Figure| Reading::of(&record.target, &figure.reported(), pace(figure));
        let points: Vec<Point> = figures
            .iter()
            .filter_map(|figure| {
                Some(Point {
                    department: figure.department.clone(),
                    on: figure.last_day,
                    value: figure.value?,
                })
            })
            .collect();
        let newest = figures.iter().max_by_key(|figure| figure.last_day);
        let by = |figure: &Figure| {
            format!(
                "{}，截至 {}",
                figure.department,
                wording::date(figure.last_day)
            )
        };
        Self {
            shell: shell
                .titled(record.target.name.clone())
                .under(paths::TARGETS, "目标"),
            goal: record.target.wording(),
            soft: record.target.soft,
            kind: record.target.kind.label(),
            rule: rule(&record),
            deadline: match (record.deadline_last, &record.deadline_printed) {
                (Some(day), Some(printed)) => format!("{}（原文“{printed}”）", wording::date(day)),
                (Some(day), None) => wording::date(day),
                (None, Some(printed)) => printed.clone(),
                (None, None) => "文件未写明".to_owned(),
            },
            quote: record.quote.clone(),
            newer: record.newer.map(paths::target),
            clause: Link::new(
                paths::clause(record.document_id, record.item_id),
                format!("《{}》{}", record.document, record.locus),
            ),
            uses: uses
                .iter()
                .map(|one| {
                    Link::new(
                        paths::item(one.item_id),
                        format!("{} {}（{}）", one.locus, one.title, one.document),
                    )
                })
                .collect(),
            conflicts: Vec::new(),
            reading: newest.map(|figure| (reading(figure), by(figure))),
            chart: Trajectory::of(&record.target, from, record.deadline_last, &points),
            rows: figures
                .iter()
                .rev()
                .map(|figure| FigureRow::new(figure, &reading(figure)))
                .collect(),
        }
    }
}
