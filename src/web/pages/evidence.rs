//! 本单位材料: what a department has brought, what it proves, and the files.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use crate::domain::{EvidenceKind, Filing, Period};
use crate::store::evidence::EvidenceLine;
use crate::store::evidence_lists::{self, Ask, Use};
use crate::store::{evidence_files, reports};
use crate::web::components::{Pager, Slice, filing_tone};
use crate::web::download;
use crate::web::error::Error;
use crate::web::evidence_parts::EvidencePart;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::reporting::steps::sight;
use crate::web::state::AppState;
use crate::web::wording;

#[derive(Template)]
#[template(path = "evidence/index.html")]
struct EvidencePage {
    shell: Shell,
    words: String,
    kinds: Vec<(&'static str, &'static str, bool)>,
    filtered: bool,
    caption: String,
    rows: Vec<Row>,
    pager: Pager,
}

struct Row {
    piece: EvidencePart,
    uses: Vec<UsePart>,
}

struct UsePart {
    report: Link,
    state: &'static str,
    tone: &'static str,
}

/// `GET /evidence`.
pub async fn index(
    shell: Shell,
    person: Person,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let slice = Slice::asked(&asked)?;
    let words: String = asked.text("words").chars().take(50).collect();
    let kind: Option<EvidenceKind> = asked.parsed("kind")?;
    let ask = Ask {
        departments: person.departments(),
        words: Some(words).filter(|words| !words.is_empty()),
        kind,
        beside: None,
    };
    let total = evidence_lists::count(&mut db, &ask).await?;
    let lines = evidence_lists::list(&mut db, &ask, slice.size, slice.offset()).await?;
    let keys: Vec<i64> = lines.iter().map(|line| line.id).collect();
    let uses = evidence_lists::uses(&mut db, &keys).await?;
    Ok(Page(EvidencePage::new(shell, ask, slice, total, &lines, &uses)).into_response())
}

impl EvidencePage {
    fn new(
        shell: Shell,
        ask: Ask,
        slice: Slice,
        total: i64,
        lines: &[EvidenceLine],
        uses: &[Use],
    ) -> Self {
        let pager = Pager::new(slice, total, |page| {
            let pairs = [
                ("words", ask.words.clone()),
                ("kind", ask.kind.map(|kind| kind.code().to_owned())),
                ("page", (page != 1).then(|| page.to_string())),
                (
                    "size",
                    (slice != Slice::default()).then(|| slice.size.to_string()),
                ),
            ];
            paths::with_query(paths::EVIDENCE, &pairs)
        });
        let filtered = ask.words.is_some() || ask.kind.is_some();
        let row = |line: &EvidenceLine| Row {
            piece: EvidencePart::new(line, paths::evidence_file(line.id)),
            uses: uses
                .iter()
                .filter(|one| one.evidence_id == line.id)
                .map(UsePart::new)
                .collect(),
        };
        Self {
            shell: shell.titled(format!("本单位材料{}", pager.title())),
            caption: match filtered {
                true => format!("符合条件的材料 {total} 份，新的在前"),
                false => format!("共 {total} 份材料，新的在前"),
            },
            filtered,
            kinds: EvidenceKind::ALL
                .iter()
                .map(|one| (one.code(), one.label(), ask.kind == Some(*one)))
                .collect(),
            words: ask.words.unwrap_or_default(),
            rows: lines.iter().map(row).collect(),
            pager,
        }
    }
}

impl UsePart {
    fn new(one: &Use) -> Self {
        let period = Period::containing(one.cycle, one.first_day).name();
        let filing = Filing::of(Some(one.state), false);
        let words = format!(
            "{} {}（{period}）",
            one.locus,
            wording::shortened(&one.title, 30)
        );
        Self {
            report: Link::new(paths::report(one.report_id), words),
            state: filing.label(),
            tone: filing_tone(filing),
        }
    }
}

/// `GET /evidence/{evidence}`: the file, for its own department.
pub async fn show(
    State(app): State<AppState>,
    person: Person,
    Path(id): Path<i64>,
    headers: HeaderMap,
    mut db: Db,
) -> Result<Response, Error> {
    let file = evidence_files::of_departments(&mut db, &person.departments(), id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(download::evidence(app.pool, file, &headers))
}

/// `GET /reports/{report}/evidence/{evidence}`: the file, for whoever may see the report.
pub async fn of_report(
    State(app): State<AppState>,
    person: Person,
    Path((report, id)): Path<(i64, i64)>,
    headers: HeaderMap,
    mut db: Db,
) -> Result<Response, Error> {
    let report = reports::find(&mut db, &person.reach(), report, &sight(&person))
        .await?
        .ok_or(Error::NotFound)?;
    let file = evidence_files::of_report(&mut db, report.id, id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(download::evidence(app.pool, file, &headers))
}
