//! 台账: the items that a person may see, filtered, sorted, paged, exported.

use askama::Template;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;

use crate::domain::{Calendar, ItemKind, Progress, Role};
use crate::output::ledger_csv;
use crate::store::departments::{self, DepartmentChoice};
use crate::store::documents::{self, DocumentChoice};
use crate::store::ledger::{self, LedgerLine, Order};
use crate::web::components::{LampMark, Pager, Slice, Standing, progress_tone};
use crate::web::error::Error;
use crate::web::extract::{Asked, Db};
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::state::AppState;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "items/index.html")]
struct ItemsPage {
    shell: Shell,
    caption: String,
    csv: String,
    filter: FilterForm,
    applied: Vec<Link>,
    headings: Vec<Heading>,
    rows: Vec<Row>,
    pager: Pager,
}

/// A choice of a filter.
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

struct FilterForm {
    words: String,
    documents: Vec<Choice>,
    departments: Vec<Choice>,
    roles: Vec<Choice>,
    kinds: Vec<Choice>,
    progress: Vec<Choice>,
    conditions: Vec<(&'static str, &'static str, bool)>,
    sort: &'static str,
}

struct Heading {
    text: &'static str,
    /// Sorts by this column.
    href: Option<String>,
    sorted: bool,
}

struct Row {
    href: String,
    locus: String,
    kind: &'static str,
    title: String,
    document: Link,
    lamp: LampMark,
    progress: &'static str,
    tone: &'static str,
    target: String,
    latest: String,
    departments: String,
    deadline: String,
    reported: String,
    report: String,
    demonstration: bool,
}

/// `GET /items`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let (filter, slice) = (LedgerFilter::asked(&asked)?, Slice::asked(&asked)?);
    let ask = filter.ask(person.reach(), calendar);
    let total = ledger::count(&mut db, &ask).await?;
    let lines = ledger::lines(&mut db, &ask, filter.order, slice.size, slice.offset()).await?;
    let documents = documents::choices(&mut db, &ask.reach).await?;
    let departments = departments::choices(&mut db, &ask.reach).await?;
    let page = ItemsPage::new(
        shell,
        &filter,
        slice,
        total,
        lines,
        &documents,
        &departments,
        &calendar,
    );
    Ok(Page(page).into_response())
}

impl ItemsPage {
    #[expect(
        clippy::too_many_arguments,
        reason = "a page is made from everything it shows"
    )]
    fn new(
        shell: Shell,
        filter: &LedgerFilter,
        slice: Slice,
        total: i64,
        lines: Vec<LedgerLine>,
        documents: &[DocumentChoice],
        departments: &[DepartmentChoice],
        calendar: &Calendar,
    ) -> Self {
        let pager = Pager::new(slice, total, |page| {
            filter.page_href(Slice { page, ..slice })
        });
        let applied = applied(filter, documents, departments);
        let caption = match applied.as_slice() {
            [] => format!("全部事项 {total} 项"),
            applied => {
                let words: Vec<&str> = applied.iter().map(|link| link.text.as_str()).collect();
                format!("{}：{total} 项", words.join(" · "))
            }
        };
        Self {
            shell: shell.titled(format!("台账{}", pager.title())),
            caption,
            csv: filter.csv_href(),
            filter: FilterForm::new(filter, documents, departments),
            applied,
            headings: headings(filter),
            rows: lines
                .into_iter()
                .map(|line| Row::new(line, filter, calendar))
                .collect(),
            pager,
        }
    }
}

impl FilterForm {
    fn new(
        filter: &LedgerFilter,
        documents: &[DocumentChoice],
        departments: &[DepartmentChoice],
    ) -> Self {
        let words = |all: Vec<(&'static str, &'static str)>, chosen: Option<&str>| {
            let choice = |(code, label): (&str, &str)| Choice {
                value: code.to_owned(),
                text: label.to_owned(),
                chosen: chosen == Some(code),
            };
            all.into_iter().map(choice).collect::<Vec<_>>()
        };
        Self {
            words: filter.words.clone(),
            documents: documents
                .iter()
                .map(|one| Choice {
                    value: one.id.to_string(),
                    text: wording::shortened(&one.title, 24),
                    chosen: filter.document == Some(one.id),
                })
                .collect(),
            departments: departments
                .iter()
                .map(|one| Choice {
                    value: one.id.to_string(),
                    text: one.short_name.clone(),
                    chosen: filter.department == Some(one.id),
                })
                .collect(),
            roles: words(
                Role::ALL
                    .iter()
                    .map(|one| (one.code(), one.label()))
                    .collect(),
                filter.role.map(Role::code),
            ),
            kinds: words(
                ItemKind::ALL
                    .iter()
                    .map(|one| (one.code(), one.label()))
                    .collect(),
                filter.kind.map(ItemKind::code),
            ),
            progress: words(
                Progress::ALL
                    .iter()
                    .map(|one| (one.code(), one.label()))
                    .collect(),
                filter.progress.map(Progress::code),
            ),
            conditions: vec![
                ("overdue", "已过时限", filter.overdue),
                ("unreported", "逾期未报", filter.unreported),
                ("unassigned", "未明确责任单位", filter.unassigned),
            ],
            sort: filter.order.code(),
        }
    }
}

/// The conditions in words, each with the address of the rows without it.
fn applied(
    filter: &LedgerFilter,
    documents: &[DocumentChoice],
    departments: &[DepartmentChoice],
) -> Vec<Link> {
    let document = filter.document.map(|id| {
        let title = documents
            .iter()
            .find(|one| one.id == id)
            .map(|one| one.title.as_str());
        wording::shortened(title.unwrap_or("所选文件"), 24)
    });
    let department = filter.department.map(|id| {
        let name = departments
            .iter()
            .find(|one| one.id == id)
            .map(|one| one.short_name.as_str());
        name.unwrap_or("所选单位").to_owned()
    });
    let label = |text: &str, on: bool| on.then(|| text.to_owned());
    let conditions = [
        (
            document,
            LedgerFilter {
                document: None,
                ..filter.clone()
            },
        ),
        (
            department,
            LedgerFilter {
                department: None,
                ..filter.clone()
            },
        ),
        (
            filter.role.map(|role| role.label().to_owned()),
            LedgerFilter {
                role: None,
                ..filter.clone()
            },
        ),
        (
            filter.kind.map(|kind| kind.label().to_owned()),
            LedgerFilter {
                kind: None,
                ..filter.clone()
            },
        ),
        (
            filter.progress.map(|progress| progress.label().to_owned()),
            LedgerFilter {
                progress: None,
                ..filter.clone()
            },
        ),
        (
            label("已过时限", filter.overdue),
            LedgerFilter {
                overdue: false,
                ..filter.clone()
            },
        ),
        (
            filter.due_within.map(|days| format!("{days} 天内到期")),
            LedgerFilter {
                due_within: None,
                ..filter.clone()
            },
        ),
        (
            label("逾期未报", filter.unreported),
            LedgerFilter {
                unreported: false,
                ..filter.clone()
            },
        ),
        (
            label("未明确责任单位", filter.unassigned),
            LedgerFilter {
                unassigned: false,
                ..filter.clone()
            },
        ),
        (
            (!filter.words.is_empty()).then(|| format!("含“{}”", filter.words)),
            LedgerFilter {
                words: String::new(),
                ..filter.clone()
            },
        ),
    ];
    let link = |(words, without): (Option<String>, LedgerFilter)| {
        words.map(|words| Link::new(without.href(), words))
    };
    conditions.into_iter().filter_map(link).collect()
}

fn headings(filter: &LedgerFilter) -> Vec<Heading> {
    let heading = |text, order: Option<Order>| Heading {
        text,
        href: order.map(|order| filter.sorted(order).href()),
        sorted: order == Some(filter.order),
    };
    vec![
        heading("条目", Some(Order::Document)),
        heading("事项", None),
        heading("灯", None),
        heading("进度", Some(Order::Progress)),
        heading("指标与现值", None),
        heading("责任单位", None),
        heading("时限", Some(Order::Deadline)),
        heading("最近填报", Some(Order::Reported)),
    ]
}

impl Row {
    fn new(line: LedgerLine, filter: &LedgerFilter, calendar: &Calendar) -> Self {
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
        let document = LedgerFilter {
            document: Some(line.document_id),
            ..LedgerFilter::default()
        };
        let document = match filter.document {
            Some(_) => paths::document(line.document_id),
            None => document.href(),
        };
        Self {
            href: paths::item(line.id),
            target: target(&line),
            latest: latest(&line),
            departments: responsible(&line),
            deadline: deadline(&line),
            reported: line
                .reported_through
                .map_or_else(|| "—".to_owned(), wording::date),
            report: wording::shortened(line.report.as_deref().unwrap_or(""), 40),
            demonstration: line.demonstration.unwrap_or(false),
            locus: line.locus,
            kind: line.kind.label(),
            title: line.title,
            document: Link::new(document, line.document),
            lamp,
            progress: line.progress.label(),
            tone: progress_tone(line.progress),
        }
    }
}

fn target(line: &LedgerLine) -> String {
    let Some(name) = &line.target else {
        return String::new();
    };
    let more = match line.targets {
        1 => String::new(),
        count => format!("等 {count} 项指标"),
    };
    format!("{}{more}", wording::shortened(name, 18))
}

fn latest(line: &LedgerLine) -> String {
    let unit = line.unit.as_deref().unwrap_or("");
    match (line.latest, line.goal) {
        (Some(latest), Some(goal)) => {
            format!(
                "{} / 目标 {}",
                wording::quantity(latest, unit),
                wording::quantity(goal, unit)
            )
        }
        (None, Some(goal)) => format!("— / 目标 {}", wording::quantity(goal, unit)),
        (Some(latest), None) => wording::quantity(latest, unit),
        (None, None) => String::new(),
    }
}

/// `自治区质监局牵头`, `自治区工商局、自治区商务厅等 5 个单位`.
fn responsible(line: &LedgerLine) -> String {
    let others = match line.others.as_slice() {
        [first, second, third, _, ..] => {
            format!("{first}、{second}、{third}等 {} 个单位", line.others.len())
        }
        few => few.join("、"),
    };
    match (line.leads.is_empty(), others.is_empty()) {
        (true, true) => "未明确".to_owned(),
        (true, false) => others,
        (false, true) => format!("{}牵头", line.leads.join("、")),
        (false, false) => format!("{}牵头；{others}", line.leads.join("、")),
    }
}

fn deadline(line: &LedgerLine) -> String {
    match (line.deadline_last, &line.deadline_printed) {
        (Some(day), _) => match line.original_deadline {
            Some(original) => format!("{}（原 {}）", wording::date(day), wording::date(original)),
            None => wording::date(day),
        },
        (None, Some(printed)) => printed.clone(),
        (None, None) => "未写明".to_owned(),
    }
}

/// `GET /items.csv`: all rows that the filter finds, a few hundred at a time, so that a nation's ledger needs no more
/// memory than a page.
pub async fn csv(
    State(app): State<AppState>,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    const CHUNK: usize = 500;
    let filter = LedgerFilter::asked(&asked)?;
    let ask = filter.ask(person.reach(), calendar);
    let keys = ledger::keys(&mut db, &ask, filter.order).await?;
    drop(db);
    let chunks: Vec<Vec<i64>> = keys.chunks(CHUNK).map(<[i64]>::to_vec).collect();
    let rows = futures_util::stream::iter(chunks).then(move |keys| {
        let pool = app.pool.clone();
        async move {
            let mut db = pool.acquire().await?;
            let lines = ledger::gather(&mut db, &keys, filter.department).await?;
            ledger_csv::rows(&lines)
        }
    });
    let head = futures_util::stream::once(async { ledger_csv::head() });
    let name = format!("台账_{}.csv", calendar.today.format("%Y%m%d"));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, crate::web::download::attachment(&name)),
    ];
    Ok((headers, Body::from_stream(head.chain(rows))).into_response())
}
