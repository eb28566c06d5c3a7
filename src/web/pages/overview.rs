//! 督办总览: what is behind, by how much, whose it is; every number a link to its rows.

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::{Calendar, Progress};
use crate::store::coordination;
use crate::store::documents::{self, DocumentChoice};
use crate::store::ledger::{self, LedgerLine, Order};
use crate::store::overview::{self, AttentionLine, Counts, Reporting};
use crate::web::components::{LampMark, Matrix, Standing};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db};
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// So many rows need somebody to act; the rest is one link away.
const ATTENTION: i64 = 10;
/// So many departments are compared.
const DEPARTMENTS: i64 = 20;
/// So many days ahead.
const AHEAD: i32 = 90;
/// So many items that are due soon.
const UPCOMING: i64 = 8;

#[derive(Template)]
#[template(path = "overview/show.html")]
struct OverviewPage {
    shell: Shell,
    documents: Vec<(i64, String, bool)>,
    today: String,
    total: Link,
    parts: Vec<Part>,
    overdue: Option<Link>,
    silent: Option<Silent>,
    unassigned: Option<Link>,
    coordination: Option<Link>,
    partial: String,
    attention: Vec<Row>,
    behind_all: Link,
    matrix: Matrix,
    upcoming: Vec<Upcoming>,
    upcoming_all: Link,
}

/// One kind of progress: its count, its share, its piece of the bar.
struct Part {
    link: Link,
    label: &'static str,
    share: String,
    code: &'static str,
    x: i64,
    width: i64,
}

/// Who owes a report of the last period due.
struct Silent {
    departments: i64,
    /// Where they are listed.
    list: Option<String>,
    items: Link,
}

/// An item that needs somebody to act.
struct Row {
    item: Link,
    source: String,
    lamp: LampMark,
    departments: String,
    problems: String,
}

struct Upcoming {
    item: Link,
    day: String,
    left: String,
    departments: String,
}

/// `GET /overview`.
pub async fn show(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let document = asked.parsed::<i64>("document")?;
    let reach = person.reach();
    let filter = LedgerFilter {
        document,
        ..LedgerFilter::default()
    };
    let soon = LedgerFilter {
        due_within: Some(AHEAD),
        order: Order::Deadline,
        ..filter.clone()
    };
    let matters = coordination::Ask {
        document,
        with: None,
    };
    let soon_ask = soon.ask(reach.clone(), calendar);
    let record = Record {
        documents: documents::choices(&mut db, &reach).await?,
        counts: overview::counts(&mut db, &reach, document, calendar.today).await?,
        reporting: overview::reporting(&mut db, &reach, document, &calendar).await?,
        attention: overview::attention(&mut db, &reach, document, &calendar, ATTENTION).await?,
        cells: overview::matrix(&mut db, &reach, document, calendar.today, DEPARTMENTS).await?,
        matters: coordination::count(&mut db, &reach, &matters).await?,
        soon_count: ledger::count(&mut db, &soon_ask).await?,
        soon: ledger::lines(&mut db, &soon_ask, soon.order, UPCOMING, 0).await?,
    };
    Ok(Page(OverviewPage::new(shell, &filter, &soon, record, &calendar)).into_response())
}

/// Everything that the page is made from.
struct Record {
    documents: Vec<DocumentChoice>,
    counts: Counts,
    reporting: Reporting,
    attention: Vec<AttentionLine>,
    cells: Vec<overview::Cell>,
    matters: i64,
    soon_count: i64,
    soon: Vec<LedgerLine>,
}

impl OverviewPage {
    fn new(
        shell: Shell,
        filter: &LedgerFilter,
        soon: &LedgerFilter,
        record: Record,
        calendar: &Calendar,
    ) -> Self {
        let counts = &record.counts;
        let link = |filter: LedgerFilter, count: i64| Link::new(filter.href(), count.to_string());
        let choice = |one: &DocumentChoice| {
            (
                one.id,
                wording::shortened(&one.title, 24),
                filter.document == Some(one.id),
            )
        };
        Self {
            shell: shell.titled("督办总览"),
            documents: record.documents.iter().map(choice).collect(),
            today: wording::day(calendar.today, calendar.today),
            total: link(filter.clone(), counts.total),
            parts: parts(filter, counts),
            overdue: (counts.overdue > 0).then(|| {
                link(
                    LedgerFilter {
                        overdue: true,
                        ..filter.clone()
                    },
                    counts.overdue,
                )
            }),
            unassigned: (counts.unassigned > 0).then(|| {
                link(
                    LedgerFilter {
                        unassigned: true,
                        ..filter.clone()
                    },
                    counts.unassigned,
                )
            }),
            coordination: (record.matters > 0).then(|| {
                let href = paths::coordination(filter.document, None, None);
                Link::new(href, record.matters.to_string())
            }),
            silent: Silent::of(&record.reporting, filter),
            partial: partial(&record.reporting),
            attention: record
                .attention
                .iter()
                .map(|line| Row::new(line, calendar))
                .collect(),
            behind_all: Link::new(
                filter.sorted(Order::Progress).href(),
                "按落后程度查看全部事项",
            ),
            matrix: Matrix::of(&record.cells, filter),
            upcoming: record
                .soon
                .iter()
                .map(|line| Upcoming::new(line, calendar))
                .collect(),
            upcoming_all: Link::new(
                soon.href(),
                format!("{AHEAD} 天内到期的 {} 项", record.soon_count),
            ),
        }
    }
}

/// Length of the whole bar in units of its drawing.
const BAR: i64 = 1000;

fn parts(filter: &LedgerFilter, counts: &Counts) -> Vec<Part> {
    let of = |progress| match progress {
        Progress::Behind => counts.behind,
        Progress::OnTrack => counts.on_track,
        Progress::Ahead => counts.ahead,
        Progress::Done => counts.done,
        Progress::NotStarted => counts.not_started,
        Progress::Other => counts.other,
    };
    let mut end = 0;
    let part = |progress: &Progress| {
        let count = of(*progress);
        let (from, before) = (end * BAR / counts.total.max(1), end);
        end = before + count;
        Part {
            link: Link::new(
                LedgerFilter {
                    progress: Some(*progress),
                    ..filter.clone()
                }
                .href(),
                count.to_string(),
            ),
            label: progress.label(),
            share: wording::share(count, counts.total),
            code: css(*progress),
            x: from,
            width: end * BAR / counts.total.max(1) - from,
        }
    };
    Progress::ALL.iter().map(part).collect()
}

/// The class of a piece of the bar.
fn css(progress: Progress) -> &'static str {
    match progress {
        Progress::Behind => "behind",
        Progress::OnTrack => "on-track",
        Progress::Ahead => "ahead",
        Progress::Done => "done",
        Progress::NotStarted => "not-started",
        Progress::Other => "other",
    }
}

impl Silent {
    fn of(reporting: &Reporting, filter: &LedgerFilter) -> Option<Self> {
        let items = LedgerFilter {
            unreported: true,
            ..filter.clone()
        };
        (reporting.silent_departments > 0).then(|| Self {
            departments: reporting.silent_departments,
            // The list of departments is not cut by document, so a count that is has no rows to lead to.
            list: filter.document.is_none().then(paths::silent_departments),
            items: Link::new(items.href(), reporting.silent_items.to_string()),
        })
    }
}

/// How far the current period has come; numbers of a period under way are never whole.
fn partial(reporting: &Reporting) -> String {
    match (reporting.complete, reporting.asked) {
        (_, 0) => "本期没有需要填报的单位。".to_owned(),
        (complete, asked) if complete == asked => format!("本期 {asked} 个单位已全部报齐。"),
        (complete, asked) => {
            format!("本期已有 {complete} / {asked} 个单位报齐，以下为不完全统计。")
        }
    }
}

impl Row {
    fn new(line: &AttentionLine, calendar: &Calendar) -> Self {
        let lamp = LampMark::of(
            Standing {
                progress: line.progress,
                shortfall: line.shortfall,
                deadline: line.deadline_last,
                soft: line.soft,
                cycle: line.cycle,
                reported_from: line.reported_from,
                reported_through: line.reported_through,
            },
            calendar,
        );
        let more = line.department_count - i64::try_from(line.departments.len()).unwrap_or(0);
        let named = line.departments.join("、");
        Self {
            item: Link::new(paths::item(line.id), line.title.clone()),
            source: format!("{} {}", line.document, line.locus),
            lamp,
            departments: match (named.as_str(), more) {
                ("", _) => String::new(),
                (_, 0) => named,
                _ => format!("{named}等 {} 个单位", line.department_count),
            },
            problems: wording::shortened(line.problems.as_deref().unwrap_or(""), 60),
        }
    }
}

impl Upcoming {
    fn new(line: &LedgerLine, calendar: &Calendar) -> Self {
        let day = line.deadline_last.unwrap_or(calendar.today);
        let leading = if line.leads.is_empty() {
            &line.others
        } else {
            &line.leads
        };
        Self {
            item: Link::new(paths::item(line.id), line.title.clone()),
            day: wording::date(day),
            left: wording::left(day, calendar.today),
            departments: match leading.as_slice() {
                [] => "未明确".to_owned(),
                [one] => one.clone(),
                [one, ..] => format!("{one}等 {} 个单位", leading.len()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bar_is_full_and_in_order() {
        let counts = Counts {
            total: 7,
            behind: 1,
            on_track: 3,
            done: 2,
            other: 1,
            ..Counts::default()
        };
        let parts = parts(&LedgerFilter::default(), &counts);
        assert_eq!(parts.iter().map(|part| part.width).sum::<i64>(), BAR);
        for pair in parts.windows(2) {
            assert_eq!(pair[0].x + pair[0].width, pair[1].x);
        }
        assert_eq!(
            (parts[0].link.href.as_str(), parts[0].link.text.as_str()),
            ("/items?progress=behind", "1")
        );
    }
}
