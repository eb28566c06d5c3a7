//! Whether a text under review is a new version, and of which document: what it resembles, and what was said.

use sqlx::PgConnection;

use super::open::Open;
use crate::import::{NEARLY, how_alike};
use crate::store::Reach;
use crate::store::versions::{self, Alike, Likeness, Replaceable};
use crate::web::page::Link;
use crate::web::{paths, wording};

/// What is known and asked.
#[derive(Debug)]
pub struct VersionForm {
    pub(crate) action: String,
    /// The document whose place it takes, and both item by item.
    pub(crate) replaces: Option<(Link, String)>,
    /// Somebody said that it is a document of its own.
    pub(crate) separate: bool,
    /// Documents in force that it resembles.
    pub(crate) alike: Vec<AlikeView>,
    /// Every document in force, for choosing another.
    pub(crate) documents: Vec<(i64, String)>,
    /// Nobody has said what it is to those that it resembles.
    pub(crate) asks: bool,
}

/// A document that the text resembles.
#[derive(Debug)]
pub(crate) struct AlikeView {
    pub(crate) id: i64,
    pub(crate) link: Link,
    pub(crate) number: String,
    /// `文号相同`.
    pub(crate) how: &'static str,
}

impl VersionForm {
    /// Looks for documents that a text under review resembles.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn load(db: &mut PgConnection, reach: &Reach, open: &Open) -> sqlx::Result<Self> {
        let import = &open.import;
        let draft = open.draft.as_ref().map(|draft| &draft.document);
        let likeness = Likeness {
            jurisdiction: draft.map(|one| one.jurisdiction.as_str()),
            doc_number: draft.and_then(|one| one.doc_number.as_deref()),
            title: draft
                .filter(|one| one.title_printed)
                .map(|one| one.title.as_str()),
            sketch: &import.sketch,
            nearly: NEARLY,
        };
        let alike = match open.is_open() {
            true => versions::alike(db, reach, likeness).await?,
            false => Vec::new(),
        };
        let documents = versions::in_force(db, reach).await?;
        Ok(Self::of(open, alike, documents))
    }

    /// What is asked, with the documents that the text resembles and those that it can replace.
    pub fn of(open: &Open, alike: Vec<Alike>, documents: Vec<Replaceable>) -> Self {
        let import = &open.import;
        let replaces = import.replaces_id.zip(import.replaces.as_ref());
        Self {
            action: paths::import_version(import.id),
            replaces: replaces.map(|(id, title)| {
                (
                    Link::new(paths::document(id), format!("《{title}》")),
                    paths::import_comparison(import.id),
                )
            }),
            separate: import.separate,
            asks: import.replaces_id.is_none() && !import.separate && !alike.is_empty(),
            alike: alike.into_iter().map(AlikeView::new).collect(),
            documents: documents
                .into_iter()
                .map(|one| (one.id, named(&one.title, one.doc_number.as_deref())))
                .collect(),
        }
    }
}

impl AlikeView {
    fn new(alike: Alike) -> Self {
        Self {
            id: alike.id,
            how: how_alike(&alike),
            link: Link::new(paths::document(alike.id), format!("《{}》", alike.title)),
            number: alike.doc_number.unwrap_or_default(),
        }
    }
}

/// A document as a choice: its title, cut, with its number, which tells versions apart.
pub(crate) fn named(title: &str, number: Option<&str>) -> String {
    let number = number.map_or_else(String::new, |number| format!("（{number}）"));
    format!("{}{number}", wording::shortened(title, 40))
}
