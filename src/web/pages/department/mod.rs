//! One department: what it has to do and where it lags, what it is called, what it was and became.

mod history;

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use crate::domain::{Action, Calendar, Progress, Role};
use crate::store::department_history::{self, FormerLine, RosterLine, SuccessionLine};
use crate::store::departments::{self, Department, WorkLine};
use crate::store::ledger::{self, LedgerLine, Order, Unreported};
use crate::web::components::{Count, LampMark, Standing};
use crate::web::error::Error;
use crate::web::extract::{Db, Path};
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::{Link, Page, Shell, see_other};
use crate::web::person::Person;
use crate::web::{paths, wording};
use history::{Former, Member, Succession, facts};

/// As many lagging items are listed; the ledger has the others.
const LAGGING: i64 = 10;
/// As many items that passed on are listed.
const FORMER: i64 = 50;

#[derive(Template)]
#[template(path = "departments/show.html")]
struct DepartmentPage {
    shell: Shell,
    headline: Headline,
    work: Vec<Work>,
    lagging: Vec<Lagging>,
    /// Address of all lagging items, where not all are listed.
    all_lagging: Option<(String, i64)>,
    former: Vec<Former>,
    former_total: i64,
    /// Where administrators keep it.
    keep: Option<String>,
    facts: Vec<(&'static str, String)>,
    aliases: Vec<String>,
    before: Vec<Succession>,
    after: Vec<Succession>,
    members: Vec<Member>,
    member_of: Vec<Member>,
}

/// The counts of the headline sentence.
struct Headline {
    items: Count,
    leads: Count,
    behind: Count,
    done: Count,
    silent: Count,
    missing: Count,
}

/// The work on one document.
struct Work {
    document: Link,
    counts: Headline,
}

/// An item that is behind.
struct Lagging {
    href: String,
    locus: String,
    title: String,
    document: Link,
    lamp: LampMark,
    deadline: String,
    reported: String,
}

/// `GET /departments/{department}`.
pub async fn show(
    Path(id): Path<i64>,
    shell: Shell,
    person: Person,
    calendar: Calendar,
    mut db: Db,
) -> Result<Response, Error> {
    let reach = person.reach();
    let department = departments::find(&mut db, &reach, id)
        .await?
        .ok_or(Error::NotFound)?;
    if let Some(right) = department.merged_into {
        return Ok(see_other(&paths::department(right)));
    }
    let behind = LedgerFilter {
        progress: Some(Progress::Behind),
        order: Order::Progress,
        ..of(id)
    };
    let ask = behind.ask(reach.clone(), &calendar);
    let record = Record {
        work: departments::work(&mut db, &reach, id, &calendar).await?,
        lagging: ledger::lines(&mut db, &ask, Order::Progress, LAGGING, 0).await?,
        successions: department_history::successions(&mut db, &reach, id).await?,
        roster: department_history::roster(&mut db, &reach, id, calendar.today).await?,
        former: department_history::former(&mut db, &reach, id, FORMER).await?,
        department,
    };
    let mut page = DepartmentPage::new(shell, record, &calendar);
    page.keep = person
        .may(Action::Administer)
        .then(|| paths::registry_department(id));
    Ok(Page(page).into_response())
}

/// Everything that the page is made from.
struct Record {
    department: Department,
    work: Vec<WorkLine>,
    lagging: Vec<LedgerLine>,
    successions: Vec<SuccessionLine>,
    roster: Vec<RosterLine>,
    former: Vec<FormerLine>,
}

/// The items of a department.
fn of(department: i64) -> LedgerFilter {
    LedgerFilter {
        department: Some(department),
        ..LedgerFilter::default()
    }
}

impl DepartmentPage {
    fn new(shell: Shell, record: Record, calendar: &Calendar) -> Self {
        let department = record.department;
        let headline = Headline::new(&of(department.id), &total(&record.work));
        let behind = LedgerFilter {
            progress: Some(Progress::Behind),
            order: Order::Progress,
            ..of(department.id)
        };
        let (after, before): (Vec<SuccessionLine>, Vec<SuccessionLine>) =
            record.successions.into_iter().partition(|line| line.onward);
        let (members, member_of): (Vec<RosterLine>, Vec<RosterLine>) =
            record.roster.into_iter().partition(|line| line.member);
        let lines = |lines: Vec<SuccessionLine>| lines.into_iter().map(Succession::new).collect();
        let names = |lines: Vec<RosterLine>| lines.into_iter().map(Member::new).collect();
        Self {
            all_lagging: (headline.behind.value > LAGGING)
                .then(|| (behind.href(), headline.behind.value)),
            headline,
            work: record
                .work
                .into_iter()
                .map(|line| Work::new(department.id, line))
                .collect(),
            lagging: record
                .lagging
                .into_iter()
                .map(|line| Lagging::new(line, calendar))
                .collect(),
            former_total: record.former.first().map_or(0, |line| line.total),
            former: record.former.into_iter().map(Former::new).collect(),
            keep: None,
            facts: facts(&department),
            before: lines(before),
            after: lines(after),
            members: names(members),
            member_of: names(member_of),
            aliases: department.aliases,
            shell: shell
                .titled(department.short_name)
                .under(paths::DEPARTMENTS, "单位"),
        }
    }
}

/// All documents together.
fn total(work: &[WorkLine]) -> WorkLine {
    let sum = |of: fn(&WorkLine) -> i64| work.iter().map(of).sum();
    WorkLine {
        document_id: 0,
        document: String::new(),
        items: sum(|line| line.items),
        leads: sum(|line| line.leads),
        behind: sum(|line| line.behind),
        done: sum(|line| line.done),
        silent: sum(|line| line.silent),
        missing: sum(|line| line.missing),
    }
}

impl Headline {
    fn new(ledger: &LedgerFilter, line: &WorkLine) -> Self {
        let count = |value: i64, what: &str, filter: LedgerFilter| {
            let label = match line.document.as_str() {
                "" => format!("项{what}"),
                document => format!("项{what}：{document}"),
            };
            Count::new(value, filter.href(), label)
        };
        let standing = |progress| LedgerFilter {
            progress: Some(progress),
            ..ledger.clone()
        };
        let leads = LedgerFilter {
            role: Some(Role::Lead),
            ..ledger.clone()
        };
        let unreported = |which| LedgerFilter {
            unreported: Some(which),
            ..ledger.clone()
        };
        Self {
            items: count(line.items, "事项", ledger.clone()),
            leads: count(line.leads, "牵头", leads),
            behind: count(line.behind, "欠进度", standing(Progress::Behind)),
            done: count(line.done, "已完成", standing(Progress::Done)),
            silent: count(line.silent, "逾期未报", unreported(Unreported::Overdue)),
            missing: count(line.missing, "应报未报", unreported(Unreported::Missing)),
        }
    }
}

impl Work {
    fn new(department: i64, line: WorkLine) -> Self {
        let ledger = LedgerFilter {
            document: Some(line.document_id),
            ..of(department)
        };
        Self {
            counts: Headline::new(&ledger, &line),
            document: Link::new(paths::document(line.document_id), line.document),
        }
    }
}

impl Lagging {
    fn new(line: LedgerLine, calendar: &Calendar) -> Self {
        let standing = Standing {
            progress: line.progress,
            shortfall: line.shortfall,
            deadline: line.deadline_last,
            soft: line.soft,
            schedule: line.schedule_id,
            reported_from: line.reported_from,
            reported_through: line.reported_through,
        };
        Self {
            href: paths::item(line.id),
            locus: line.locus,
            title: line.title,
            document: Link::new(
                paths::document(line.document_id),
                wording::shortened(&line.document, 24),
            ),
            lamp: LampMark::of(standing, calendar),
            deadline: deadline(line.deadline_last, line.deadline_printed, calendar.today),
            reported: reported(line.reported_through),
        }
    }
}

fn deadline(last: Option<NaiveDate>, printed: Option<String>, today: NaiveDate) -> String {
    match (last, printed) {
        (Some(day), _) => format!("{} {}", wording::date(day), wording::left(day, today)),
        (None, Some(printed)) => printed,
        (None, None) => "未写明".to_owned(),
    }
}

/// How far the reports reach.
fn reported(through: Option<NaiveDate>) -> String {
    through.map_or_else(
        || "尚未填报".to_owned(),
        |day| format!("截至 {}", wording::date(day)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(document: i64, items: i64) -> WorkLine {
        WorkLine {
            document_id: document,
            document: "任务分工".to_owned(),
            items,
            leads: 1,
            behind: 2,
            done: 0,
            silent: 3,
            missing: 1,
        }
    }

    #[test]
    fn the_sentence_is_the_sum_of_the_table() {
        let sum = total(&[line(1, 5), line(2, 7)]);
        let headline = Headline::new(&of(9), &sum);
        let values = [
            &headline.items,
            &headline.leads,
            &headline.behind,
            &headline.done,
            &headline.silent,
        ]
        .map(|count| count.value);
        assert_eq!(values, [12, 2, 4, 0, 6]);
        assert_eq!(
            headline.leads.href.as_deref(),
            Some("/items?department=9&role=lead")
        );
        let work = Work::new(9, line(2, 7));
        assert_eq!(
            work.counts.silent.href.as_deref(),
            Some("/items?document=2&department=9&unreported=overdue")
        );
    }
}
