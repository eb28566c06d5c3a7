//! 文件: the list, and the file of one as it arrived.

use askama::Template;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::document::Only;
use crate::domain::{ItemKind, Progress};
use crate::store::departments::Which;
use crate::store::documents::{self, DocumentLine};
use crate::web::components::{Count, Pager, Slice};
use crate::web::department_filter::DepartmentFilter;
use crate::web::download::attachment;
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::ledger_filter::LedgerFilter;
use crate::web::page::{Page, Shell};
use crate::web::person::Person;
use crate::web::{paths, wording};

/// The longest words that are searched for, in characters.
const WORDS: usize = 50;

#[derive(Template)]
#[template(path = "documents/index.html")]
struct DocumentsPage {
    shell: Shell,
    words: String,
    caption: String,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    href: String,
    title: String,
    /// What stands in for a title that the text does not have.
    untitled: bool,
    /// A newer version took its place.
    replaced: bool,
    number: String,
    issuer: String,
    kind: String,
    dated: String,
    region: String,
    tracked: Count,
    goals: Count,
    done: Count,
    behind: Count,
    served: Count,
    departments: Count,
    questions: Count,
}

/// `GET /documents`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let words: String = asked.text("words").chars().take(WORDS).collect();
    let (reach, wanted) = (
        person.reach(),
        Some(words.as_str()).filter(|w| !w.is_empty()),
    );
    let total = documents::count(&mut db, &reach, wanted).await?;
    let lines = documents::list(&mut db, &reach, wanted, slice.size, slice.offset()).await?;
    Ok(Page(DocumentsPage::new(shell, words, slice, total, lines)).into_response())
}

impl DocumentsPage {
    fn new(
        shell: Shell,
        words: String,
        slice: Slice,
        total: i64,
        lines: Vec<DocumentLine>,
    ) -> Self {
        let usual = Slice::default();
        let pager = Pager::new(slice, total, |page| {
            let pairs = [
                ("words", (!words.is_empty()).then(|| words.clone())),
                ("page", (page != 1).then(|| page.to_string())),
                (
                    "size",
                    (slice.size != usual.size).then(|| slice.size.to_string()),
                ),
            ];
            paths::with_query(paths::DOCUMENTS, &pairs)
        });
        let caption = match words.as_str() {
            "" => format!("共 {total} 份文件，新的在前"),
            words => format!("标题或文号含“{words}”的文件 {total} 份"),
        };
        Self {
            shell: shell.titled(format!("文件{}", pager.title())),
            words,
            caption,
            rows: lines.into_iter().map(Row::new).collect(),
            pager,
        }
    }
}

impl Row {
    fn new(line: DocumentLine) -> Self {
        let of = |filter: LedgerFilter| {
            LedgerFilter {
                document: Some(line.id),
                ..filter
            }
            .href()
        };
        let all = LedgerFilter::default;
        let departments = DepartmentFilter {
            which: Which::Working,
            document: Some(line.id),
            ..DepartmentFilter::default()
        };
        let about = |what: &str| format!("{what}：{}", line.title);
        let progress = |progress| LedgerFilter {
            progress: Some(progress),
            ..all()
        };
        let goals = LedgerFilter {
            kind: Some(ItemKind::Goal),
            ..all()
        };
        Self {
            href: paths::document(line.id),
            tracked: Count::new(line.tracked, of(all()), about("项事项")),
            goals: Count::new(line.goals, of(goals), about("项目标")),
            done: Count::new(line.done, of(progress(Progress::Done)), about("项已完成")),
            behind: Count::new(
                line.behind,
                of(progress(Progress::Behind)),
                about("项欠进度"),
            ),
            served: Count::new(
                line.served,
                paths::document_outline(line.id, Only::Served.code(), None),
                about("项由其他文件承接"),
            ),
            departments: Count::new(line.departments, departments.href(), about("个责任单位")),
            questions: Count::new(
                line.questions,
                paths::document_panel(line.id, "questions"),
                about("处待确认"),
            ),
            untitled: !line.title_printed,
            replaced: line.replaced,
            number: line.doc_number.unwrap_or_else(|| "无文号".to_owned()),
            issuer: line.issuer.unwrap_or_else(|| "发文机关未写明".to_owned()),
            kind: line.kind,
            dated: line
                .dated
                .map_or_else(|| "未写明".to_owned(), wording::date),
            region: line.jurisdiction,
            title: line.title,
        }
    }
}

/// `GET /documents/{document}/original`: exactly the bytes that were brought in.
pub async fn original(Path(id): Path<i64>, person: Person, mut db: Db) -> Result<Response, Error> {
    let found = documents::original(&mut db, &person.reach(), id).await?;
    let (bytes, name, media_type) = found.ok_or(Error::NotFound)?;
    // Saved, never shown: what somebody brought in is not a page of this site.
    let headers = [
        (CONTENT_TYPE, media_type),
        (CONTENT_DISPOSITION, attachment(&name)),
    ];
    Ok((headers, bytes).into_response())
}
