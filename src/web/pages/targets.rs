//! 目标: every target that somebody must reach, with its newest figure; and one target with its course.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::{Calendar, Pace, Period, Reported};
use crate::store::documents::{self, DocumentChoice};
use crate::store::targets::{self, Figure, TargetLine, TargetRecord, TargetUse};
use crate::web::components::{Pager, Point, Reading, Slice, Trajectory};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "targets/index.html")]
struct TargetsPage {
    shell: Shell,
    caption: String,
    documents: Vec<(i64, String, bool)>,
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
    let total = targets::count(&mut db, &reach, document).await?;
    let lines = targets::list(&mut db, &reach, document, slice.size, slice.offset()).await?;
    let documents = documents::choices(&mut db, &reach).await?;
    Ok(Page(TargetsPage::new(
        shell, &documents, document, slice, total, lines, &calendar,
    ))
    .into_response())
}

impl TargetsPage {
    fn new(
        shell: Shell,
        documents: &[DocumentChoice],
        document: Option<i64>,
        slice: Slice,
        total: i64,
        lines: Vec<TargetLine>,
        calendar: &Calendar,
    ) -> Self {
        let pager = Pager::new(slice, total, |page| {
            paths::targets(document, page, slice.size)
        });
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
                Some(document) => format!("{}：{total} 项指标", document.title),
                None => format!("全部指标 {total} 项"),
            },
            documents: documents.iter().map(choice).collect(),
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
    uses: Vec<Link>,
    reading: Option<(Reading, String)>,
    chart: Option<Trajectory>,
    rows: Vec<FigureRow>,
}

struct FigureRow {
    period: String,
    department: String,
    figure: String,
    verdict: String,
    bad: bool,
    source: String,
    explanation: String,
    report: String,
    demonstration: bool,
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
    Ok(Page(TargetPage::new(shell, record, &uses, &figures)).into_response())
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
        let reading = |figure: &Figure| {
            let reported = Reported {
                value: figure.value,
                grade: figure.grade.clone(),
                holds: figure.holds,
            };
            Reading::of(&record.target, &reported, pace(figure))
        };
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

/// How a figure of this kind is judged, in one sentence.
fn rule(record: &TargetRecord) -> &'static str {
    use crate::domain::{Comparator, TargetKind};
    match (
        record.target.comparator,
        record.target.kind,
        record.target.maintain,
    ) {
        (Comparator::Zero, ..) => "发生即为未达标。",
        (Comparator::Grade, ..) => "按等级高低判断，不折算百分比。",
        (Comparator::WithinExternal, ..) => "数值由上级另行下达，由填报单位说明是否控制在指标内。",
        (Comparator::Trend, ..) => "看变化方向，由填报单位说明是否符合要求。",
        (_, TargetKind::Flow, _) => "按累计数与序时进度比较，落后超过 10 个百分点为欠进度。",
        (_, _, true) => "每一期都要达到，未达到即为未达标。",
        _ => "到期时达到即为达标；到期之前只显示差距，不折算完成百分比。",
    }
}

impl FigureRow {
    fn new(figure: &Figure, reading: &Reading) -> Self {
        let period = Period {
            first: figure.first_day,
            last: figure.last_day,
            cycle: figure.cycle,
        };
        Self {
            period: period.name(),
            department: figure.department.clone(),
            figure: reading.latest.clone(),
            verdict: reading.verdict.clone(),
            bad: figure.verdict.is_some_and(crate::domain::Verdict::is_bad),
            source: figure.source.clone(),
            explanation: figure.explanation.clone(),
            report: paths::report(figure.report_id),
            demonstration: figure.demonstration,
        }
    }
}
