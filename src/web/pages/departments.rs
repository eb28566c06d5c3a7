//! 单位: the list, in administrative order, with what each has to do.

use askama::Template;
use axum::response::{IntoResponse, Response};
use chrono::NaiveDate;

use crate::domain::{Action, Calendar, Progress};
use crate::store::departments::{self, DepartmentLine, Tallies, Which};
use crate::store::documents;
use crate::store::ledger::Unreported;
use crate::web::components::{Count, Pager, Slice};
use crate::web::department_filter::DepartmentFilter;
use crate::web::error::Error;
use crate::web::extract::{Asked, Db};
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::{Link, Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

#[derive(Template)]
#[template(path = "departments/index.html")]
struct DepartmentsPage {
    shell: Shell,
    /// The person keeps the registry.
    keeps: bool,
    words: String,
    /// The other conditions, kept while words are searched for.
    kept: Vec<(&'static str, String)>,
    choices: Vec<Choice>,
    /// The document that the work is limited to, and the way back to all.
    document: Option<(Link, String)>,
    caption: String,
    rows: Vec<Row>,
    pager: Pager,
}

/// A choice of departments.
struct Choice {
    label: &'static str,
    count: Count,
    chosen: bool,
}

struct Row {
    href: String,
    short_name: String,
    name: String,
    kind: &'static str,
    region: String,
    ended: String,
    items: Count,
    behind: Count,
    done: Count,
    silent: Count,
    missing: Count,
}

/// `GET /departments`.
pub async fn index(
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let (filter, slice) = (DepartmentFilter::asked(&asked)?, Slice::asked(&asked)?);
    let reach = person.reach();
    let document = match filter.document {
        Some(id) => documents::find(&mut db, &reach, id)
            .await?
            .ok_or(Error::NotFound)
            .map(|document| Some(document.title))?,
        None => None,
    };
    let ask = filter.ask(reach, &calendar);
    let tallies = departments::tallies(&mut db, &ask).await?;
    let lines = departments::list(&mut db, &ask, slice.size, slice.offset()).await?;
    let rows = lines
        .into_iter()
        .map(|line| Row::new(line, &filter, &calendar))
        .collect();
    let mut page = DepartmentsPage::new(shell, &filter, slice, document, tallies, rows);
    page.keeps = person.may(Action::Administer);
    Ok(Page(page).into_response())
}

impl DepartmentsPage {
    fn new(
        shell: Shell,
        filter: &DepartmentFilter,
        slice: Slice,
        document: Option<String>,
        tallies: Tallies,
        rows: Vec<Row>,
    ) -> Self {
        let total = tallies.of(filter.which);
        let pager = Pager::new(slice, total, |page| {
            filter.page_href(Slice { page, ..slice })
        });
        let choices = Which::ALL.iter().map(|which| Choice {
            label: which.label(),
            count: Count::new(
                tallies.of(*which),
                filter.with(*which).href(),
                format!("个单位：{}", which.label()),
            ),
            chosen: *which == filter.which,
        });
        let everything = DepartmentFilter {
            document: None,
            ..filter.clone()
        };
        let document = filter.document.zip(document).map(|(id, title)| {
            (
                Link::new(paths::document(id), format!("《{title}》")),
                everything.href(),
            )
        });
        let which = (filter.which != Which::All).then(|| filter.which.code().to_owned());
        let kept = [
            ("which", which),
            ("document", filter.document.map(|id| id.to_string())),
        ];
        Self {
            keeps: false,
            shell: shell.titled(format!("单位{}", pager.title())),
            words: filter.words.clone(),
            kept: kept
                .into_iter()
                .filter_map(|(name, value)| value.map(|value| (name, value)))
                .collect(),
            choices: choices.collect(),
            document,
            caption: caption(filter, total),
            rows,
            pager,
        }
    }
}

fn caption(filter: &DepartmentFilter, total: i64) -> String {
    let words = match filter.words.as_str() {
        "" => String::new(),
        words => format!("名称含“{words}”的"),
    };
    match filter.which {
        Which::All => format!("{words}单位 {total} 个，按行政序列排列"),
        which => format!(
            "{words}“{}”的单位 {total} 个，按行政序列排列",
            which.label()
        ),
    }
}

impl Row {
    fn new(line: DepartmentLine, filter: &DepartmentFilter, calendar: &Calendar) -> Self {
        let ledger = LedgerFilter {
            department: Some(line.id),
            document: filter.document,
            ..LedgerFilter::default()
        };
        let count = |value: i64, what: &str, filter: LedgerFilter| {
            Count::new(
                value,
                filter.href(),
                format!("项{what}：{}", line.short_name),
            )
        };
        let standing = |progress| LedgerFilter {
            progress: Some(progress),
            ..ledger.clone()
        };
        let unreported = |which| LedgerFilter {
            unreported: Some(which),
            ..ledger.clone()
        };
        Self {
            href: paths::department(line.id),
            items: count(line.items, "事项", ledger.clone()),
            behind: count(line.behind, "欠进度", standing(Progress::Behind)),
            done: count(line.done, "已完成", standing(Progress::Done)),
            silent: count(line.silent, "逾期未报", unreported(Unreported::Overdue)),
            missing: count(line.missing, "应报未报", unreported(Unreported::Missing)),
            kind: line.kind.label(),
            region: line.jurisdiction,
            ended: ended(line.valid_to, calendar),
            short_name: line.short_name,
            name: line.name,
        }
    }
}

/// Until when a name was used, where it no longer is; the stored day is the first one after.
fn ended(valid_to: Option<NaiveDate>, calendar: &Calendar) -> String {
    let over = valid_to.filter(|day| *day <= calendar.today);
    over.and_then(|day| day.pred_opt())
        .map_or_else(String::new, |day| {
            format!("名称用至 {}", wording::date(day))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::DepartmentKind;

    #[test]
    fn counts_lead_to_the_rows_of_the_same_document() {
        let filter = DepartmentFilter {
            document: Some(4),
            ..DepartmentFilter::default()
        };
        let line = DepartmentLine {
            id: 7,
            short_name: "自治区质监局".to_owned(),
            name: "新疆维吾尔自治区质量技术监督局".to_owned(),
            kind: DepartmentKind::Government,
            jurisdiction: "新疆".to_owned(),
            valid_to: "2018-11-28".parse().ok(),
            items: 12,
            behind: 3,
            done: 0,
            silent: 5,
            missing: 2,
        };
        let on = |day: &str| Calendar::on(day.parse().expect("a date"));
        let row = Row::new(line.clone(), &filter, &on("2018-06-20"));
        assert_eq!(
            row.items.href.as_deref(),
            Some("/items?document=4&department=7")
        );
        assert_eq!(
            row.behind.href.as_deref(),
            Some("/items?document=4&department=7&progress=behind")
        );
        assert_eq!(
            row.silent.href.as_deref(),
            Some("/items?document=4&department=7&unreported=overdue")
        );
        assert_eq!(
            row.missing.href.as_deref(),
            Some("/items?document=4&department=7&unreported=missing")
        );
        assert_eq!(row.done.href, None);
        // What is still to come is not told in a list.
        assert_eq!(row.ended, "");
        let row = Row::new(line, &filter, &on("2018-11-28"));
        assert_eq!(row.ended, "名称用至 2018-11-27");
    }
}
