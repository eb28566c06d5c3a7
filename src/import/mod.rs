//! A proposal becomes rows and events, in one transaction, once.
//!
//! The same text twice writes once: its hash is unique, and the second import says which document it already is.
//! A row that fails leaves nothing, because everything stands in the caller's transaction. When another document is
//! named, or names this one, the two are joined at the end ([`joining`]). A document that is a new version takes the
//! place of the old one ([`amending`]).

mod amending;
mod conflicting;
mod file;
mod joining;
mod reviews;
mod rows;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use crate::domain::Cycle;
use crate::review::{DepartmentChoice, Proposal, sketch};
use crate::store::new_documents::{NewDocument, NewFindings, NewSource};
use crate::store::{documents, duties, events, new_documents, new_items, notices, registry};

/// The file that a proposal was made from.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The text that was read; every span leads into it.
    pub body: &'a str,
    /// The bytes as they arrived.
    pub original: &'a [u8],
    /// The file's name.
    pub name: &'a str,
    /// `text/plain; charset=utf-8`.
    pub media_type: &'a str,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Imported {
    /// A new document.
    New {
        /// Its key.
        document: i64,
        /// Documents that it was joined with.
        joined: Vec<Joined>,
        /// The document whose place it took.
        amended: Option<Amended>,
    },
    /// The text is there already.
    Already {
        /// The document that holds it.
        document: i64,
        /// Its title.
        title: String,
    },
}

/// Why an import failed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The region was removed from the registry after the review.
    #[error("单位库中没有代码为“{0}”的行政区，请重新导入")]
    NoJurisdiction(String),
    /// A department was removed from the registry after the review.
    #[error("单位库中没有代码为“{0}”的单位，请重新导入")]
    NoDepartment(String),
    /// It cannot take the place of the document that it was to replace.
    #[error(transparent)]
    NotAmended(NotAmended),
    /// The database refused.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
}

impl From<NotAmended> for ImportError {
    fn from(error: NotAmended) -> Self {
        match error {
            NotAmended::Database(error) => Self::Database(error),
            other => Self::NotAmended(other),
        }
    }
}

pub use amending::{Amended, NotAmended, Version, changes};
pub use file::{
    Amounts, File, FileImport, NEARLY, NotImported, Occasion, alike, how_alike, import_file,
    import_taken, judge,
};
pub use joining::{Foreseen, Joined, Place, foresee, join_by_hand, part};
pub use reviews::begin_review;

/// Writes a proposal; one that `replaces` a document takes its place. The caller opens and commits the transaction.
///
/// # Errors
///
/// When the registry or the replaced document changed since the review, or the database refuses.
pub async fn import(
    tx: &mut PgConnection,
    proposal: &Proposal,
    source: &Source<'_>,
    replaces: Option<i64>,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> Result<Imported, ImportError> {
    if let Some((document, title)) = already(tx, source.body).await? {
        return Ok(Imported::Already { document, title });
    }
    let hash = Sha256::digest(source.body.as_bytes());
    let document = write_document(tx, proposal, source, &hash, by, at).await?;
    let departments = department_keys(tx, proposal).await?;
    let sections = new_items::insert_sections(tx, document, &rows::sections(proposal)).await?;
    let keys = new_items::insert(tx, document, &rows::items(proposal, &sections)).await?;
    new_items::insert_targets(tx, &rows::targets(proposal, &keys)).await?;
    let (responsibilities, starts) = rows::responsibilities(proposal, &keys, &departments)?;
    let responsibility_keys = new_items::insert_responsibilities(tx, &responsibilities).await?;
    let new_duties = rows::duties(proposal, &keys, &departments, &responsibility_keys, &starts)?;
    duties::insert(tx, document, &new_duties).await?;
    record(tx, proposal, document, by, at).await?;
    let amended = match replaces {
        Some(old) => Some(amending::amend(tx, old, document, by, at).await?),
        None => None,
    };
    let mut joined = joining::join_named(tx, document, by, at).await?;
    joined.extend(amended.iter().flat_map(|one| one.joined.clone()));
    // What ended contradicts nobody.
    if let Some(old) = replaces {
        conflicting::settle(tx, old).await?;
    }
    conflicting::settle(tx, document).await?;
    // Last, because what another document shows instead is nobody's new task.
    notices::tell_of_publication(tx, document, by, at).await?;
    Ok(Imported::New {
        document,
        joined,
        amended,
    })
}

/// The document that holds this text, if one does, and its title.
async fn already(tx: &mut PgConnection, body: &str) -> sqlx::Result<Option<(i64, String)>> {
    documents::by_body(tx, &Sha256::digest(body.as_bytes())).await
}

async fn write_document(
    tx: &mut PgConnection,
    proposal: &Proposal,
    source: &Source<'_>,
    hash: &[u8],
    by: Option<i64>,
    at: DateTime<Utc>,
) -> Result<i64, ImportError> {
    let new = &proposal.document;
    let jurisdiction = registry::jurisdiction_key(tx, &new.jurisdiction)
        .await?
        .ok_or_else(|| ImportError::NoJurisdiction(new.jurisdiction.clone()))?;
    let row = NewDocument {
        jurisdiction_id: jurisdiction,
        title: &new.title,
        title_printed: new.title_printed,
        doc_number: new.doc_number.as_deref(),
        issuer: new.issuer.as_deref(),
        kind: &new.kind,
        issued_on: new.issued_on,
        printed_on: new.printed_on,
        addressee: new.addressee.as_deref(),
        copied_to: new.copied_to.as_deref(),
        role_rule: new.role_rule,
        cycle: Cycle::Quarter,
        reported_from: new.reported_from,
        sections: rows::count(proposal.sections.len()),
        items: rows::count(proposal.items.len()),
    };
    let document = new_documents::insert(tx, &row, by, at).await?;
    let source = NewSource {
        body: source.body,
        body_sha256: hash,
        original: source.original,
        original_name: source.name,
        media_type: source.media_type,
        sketch: &sketch(source.body),
    };
    new_documents::insert_source(tx, document, &source).await?;
    new_documents::insert_findings(tx, document, &findings(proposal)).await?;
    let titles: Vec<Option<String>> = proposal
        .citations
        .iter()
        .map(|one| one.title.clone())
        .collect();
    let numbers: Vec<Option<String>> = proposal
        .citations
        .iter()
        .map(|one| one.doc_number.clone())
        .collect();
    new_documents::insert_citations(tx, document, &titles, &numbers).await?;
    Ok(document)
}

fn findings(proposal: &Proposal) -> NewFindings {
    let mut new = NewFindings::default();
    for finding in &proposal.findings {
        new.kind.push(finding.kind.to_owned());
        new.message.push(finding.message.clone());
        new.asks.push(finding.asks);
        new.line.push(rows::count(finding.line));
        new.start.push(rows::count(finding.span[0]));
        new.end.push(rows::count(finding.span[1]));
    }
    new
}

/// The key of every department that the proposal names; those to be created are created.
async fn department_keys(
    tx: &mut PgConnection,
    proposal: &Proposal,
) -> Result<HashMap<DepartmentChoice, i64>, ImportError> {
    let mut codes = Vec::new();
    let mut unknown = Vec::new();
    for item in &proposal.items {
        codes.extend(
            item.duties
                .iter()
                .filter_map(|duty| known(&duty.department)),
        );
        for one in &item.responsibilities {
            match &one.department {
                DepartmentChoice::Known(code) => codes.push(code.clone()),
                DepartmentChoice::New(name) => unknown.push((name.clone(), one.collective)),
            }
        }
    }
    codes.sort();
    codes.dedup();
    unknown.sort();
    unknown.dedup_by(|a, b| a.0 == b.0);
    let found = registry::department_keys(tx, &codes).await?;
    let mut keys: HashMap<DepartmentChoice, i64> = found
        .into_iter()
        .map(|(code, id)| (DepartmentChoice::Known(code), id))
        .collect();
    let region = &proposal.document.jurisdiction;
    let jurisdiction = registry::jurisdiction_key(tx, region)
        .await?
        .ok_or_else(|| ImportError::NoJurisdiction(region.clone()))?;
    for (name, id) in registry::create_unknown(tx, jurisdiction, &unknown).await? {
        keys.insert(DepartmentChoice::New(name), id);
    }
    Ok(keys)
}

fn known(choice: &DepartmentChoice) -> Option<String> {
    match choice {
        DepartmentChoice::Known(code) => Some(code.clone()),
        DepartmentChoice::New(_) => None,
    }
}

async fn record(
    tx: &mut PgConnection,
    proposal: &Proposal,
    document: i64,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let responsibilities: usize = proposal
        .items
        .iter()
        .map(|item| item.responsibilities.len())
        .sum();
    let targets: usize = proposal.items.iter().map(|item| item.targets.len()).sum();
    let after = json!({
        "title": proposal.document.title,
        "items": proposal.items.len(),
        "responsibilities": responsibilities,
        "targets": targets,
    });
    let event = events::Event {
        actor: by,
        action: "document.import",
        document: Some(document),
        after: Some(after),
        ..events::Event::default()
    };
    events::record(tx, at, event).await
}
