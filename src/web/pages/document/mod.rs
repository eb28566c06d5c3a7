//! One document: what it says of itself, what was read from it section by section, and what was not.

mod facts;
mod headline;
pub mod outline;
mod outline_row;
mod panels;
mod reading;

pub(super) use outline::Only;

use askama::Template;
use axum::response::{IntoResponse, Response};

use crate::domain::Calendar;
use crate::store::conflicts::{self, ConflictLine};
use crate::store::counterparts;
use crate::store::departments::{self, Tallies};
use crate::store::documents::{self, CitationLine, Document};
use crate::store::links::{self, LinkLine};
use crate::store::outlines;
use crate::store::overview::{self, Counts, Reporting};
use crate::store::versions::{self, DocumentVersion};
use crate::web::components::Count;
use crate::web::department_filter::DepartmentFilter;
use crate::web::error::Error;
use crate::web::extract::{Asked, Db, Path};
use crate::web::page::{Link, Page, Shell};
use crate::web::paths;
use crate::web::person::Person;
use crate::web::text_units::units;
use facts::{Fact, facts};
use headline::Headline;
use outline::{Asking, Outline};
use outline_row::Counterparts;
use panels::{ConflictRow, VersionRow};
use reading::Reading;

#[derive(Template)]
#[template(path = "documents/show.html")]
struct DocumentPage {
    shell: Shell,
    text: String,
    original: String,
    headline: Headline,
    facts: Vec<Fact>,
    links: Vec<LinkRow>,
    citations: Vec<String>,
    /// What an administrator can do.
    administration: Vec<Link>,
    /// The version in force, where this is none.
    newer: Option<Link>,
    versions: Vec<VersionRow>,
    conflicts: Vec<ConflictRow>,
    outline: Outline,
    reading: Reading,
}

/// A document that belongs together with this one.
struct LinkRow {
    words: String,
    href: String,
    title: String,
    number: String,
    /// Their items side by side; nothing where one only names the other.
    compared: Option<(Count, Count)>,
}

/// Everything that the page is made from, but for the person and the address.
struct Record {
    document: Document,
    counts: Counts,
    tallies: Tallies,
    reporting: Reporting,
    links: Vec<LinkLine>,
    citations: Vec<CitationLine>,
    versions: Vec<DocumentVersion>,
    conflicts: Vec<ConflictLine>,
}

/// `GET /documents/{document}`.
pub async fn show(
    Path(id): Path<i64>,
    shell: Shell,
    person: Person,
    calendar: Calendar,
    Asked(asked): Asked,
    mut db: Db,
) -> Result<Response, Error> {
    let reach = person.reach();
    let asking = Asking::of(&asked)?;
    let document = documents::find(&mut db, &reach, id)
        .await?
        .ok_or(Error::NotFound)?;
    let body = documents::body(&mut db, id).await?.unwrap_or_default();
    let (units, findings) = (units(&body), documents::findings(&mut db, id).await?);
    let sections = outlines::sections(&mut db, id).await?;
    let items = outlines::outline(&mut db, id).await?;
    let answering = outlines::section_departments(&mut db, id).await?;
    let (paired, supplied) = (
        counterparts::paired(&mut db, id).await?,
        counterparts::supplied(&mut db, id).await?,
    );
    let of_this = DepartmentFilter {
        document: Some(id),
        ..DepartmentFilter::default()
    };
    let record = Record {
        counts: overview::counts(&mut db, &reach, Some(id), calendar.today).await?,
        tallies: departments::tallies(&mut db, &of_this.ask(reach.clone(), &calendar)).await?,
        reporting: overview::reporting(&mut db, &reach, Some(id), &calendar).await?,
        links: links::of_document(&mut db, id).await?,
        citations: documents::citations(&mut db, id).await?,
        versions: versions::of_document(&mut db, id).await?,
        conflicts: conflicts::of(&mut db, &reach, None, Some(id)).await?,
        document,
    };
    let reading = Reading::new(id, &units, &items, &sections, &findings);
    let facts = facts(&record.document, &units, &findings, &calendar);
    let headline = Headline::new(&record, &items, &calendar);
    let outline = Outline::new(
        id,
        asking,
        &sections,
        items,
        answering,
        &Counterparts {
            titles: record
                .links
                .iter()
                .map(|line| (line.other_id, line.other.clone()))
                .collect(),
            paired,
            supplied,
        },
    );
    let page = DocumentPage {
        administration: panels::administration(&person, &record.versions, id),
        ..DocumentPage::new(shell, record, headline, facts, outline, reading)
    };
    Ok(Page(page).into_response())
}

impl DocumentPage {
    fn new(
        shell: Shell,
        record: Record,
        headline: Headline,
        facts: Vec<Fact>,
        outline: Outline,
        reading: Reading,
    ) -> Self {
        let id = record.document.id;
        Self {
            shell: shell
                .titled(record.document.title)
                .under(paths::DOCUMENTS, "文件"),
            text: paths::document_text(id),
            original: paths::document_original(id),
            headline,
            facts,
            links: record.links.into_iter().map(LinkRow::new).collect(),
            citations: record.citations.into_iter().map(citation).collect(),
            administration: Vec::new(),
            newer: panels::newer(&record.versions, id),
            versions: panels::versions(record.versions, id),
            conflicts: panels::conflicts(record.conflicts),
            outline,
            reading,
        }
    }
}

/// Counts of rows in memory are far below the limit of the type.
fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl LinkRow {
    fn new(line: LinkLine) -> Self {
        use crate::domain::DocumentLinkKind::{Amends, Assigns, Cites, Implements};
        let words = match (line.kind, line.outgoing) {
            (Assigns, true) => "本文件为它的事项明确责任单位",
            (Assigns, false) => "它为本文件的事项明确责任单位",
            (Implements, true) => "本文件落实它",
            (Implements, false) => "它落实本文件",
            (Amends, true) => "本文件修订它",
            (Amends, false) => "它修订本文件",
            (Cites, true) => "本文件引用它",
            (Cites, false) => "它引用本文件",
        };
        let link = paths::link(line.id);
        Self {
            words: format!("{}：{words}", line.kind.label()),
            href: paths::document(line.other_id),
            number: line.doc_number.unwrap_or_default(),
            compared: (line.items > 0).then(|| {
                (
                    Count::new(line.items, link.clone(), "项逐项对应"),
                    Count::new(line.reworded, format!("{link}#reworded"), "项文字有差异"),
                )
            }),
            title: line.other,
        }
    }
}

/// `《质量工作考核办法》（国办发〔2013〕47号）`.
fn citation(line: CitationLine) -> String {
    match (line.title, line.doc_number) {
        (Some(title), Some(number)) => format!("《{title}》（{number}）"),
        (Some(title), None) => format!("《{title}》"),
        (None, Some(number)) => number,
        (None, None) => String::new(),
    }
}
