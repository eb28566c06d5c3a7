//! A file, from its bytes to its rows: the one way in for the command line, the trial and the site.
//!
//! The steps are those of the other rooms, in their order: intake, parse, review, import. What the file itself is
//! to blame for comes back as [`NotImported`], whose words say what to do.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{ImportError, Imported, Source, already, import};
use crate::domain::ItemKind;
use crate::intake::{self, Intake, Refusal};
use crate::registry::Registry;
use crate::review::{
    Choices, NEARLY_THE_SAME, Obstacle, Proposal, Resemblance, Review, review, sketch,
};
use crate::store::Reach;
use crate::store::versions::{self, Alike, Likeness};
use crate::{document, store};

/// So many numbers of a sample are shared by texts of which one was made from the other.
pub const NEARLY: i64 = NEARLY_THE_SAME as i64;

/// A file as it arrived.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

impl File<'_> {
    /// Its name without the extension: the title of last resort.
    pub fn stem(&self) -> &str {
        match self.name.rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => self.name,
        }
    }
}

/// By whom and when a file is imported.
#[derive(Debug, Clone, Copy)]
pub struct Occasion {
    /// Who; `None` when the program itself does it.
    pub by: Option<i64>,
    /// The moment.
    pub at: DateTime<Utc>,
    /// The day from which reports are due where the document carries no date.
    pub today: NaiveDate,
}

/// What a file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileImport {
    /// What was written, or which document it already is.
    pub imported: Imported,
    /// Title of the document.
    pub title: String,
    /// How much the file holds.
    pub amounts: Amounts,
    /// What a person should know of the reading of the file.
    pub remarks: Vec<String>,
}

/// How much a proposal writes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amounts {
    /// 目标.
    pub goals: usize,
    /// 任务.
    pub tasks: usize,
    /// 指标.
    pub targets: usize,
    /// 职责.
    pub responsibilities: usize,
    /// 应报: one department that reports on one item.
    pub duties: usize,
    /// Remarks of the reading that ask for a decision.
    pub questions: usize,
}

impl Amounts {
    /// Counts a proposal.
    pub fn of(proposal: &Proposal) -> Self {
        let items = &proposal.items;
        let goals = items
            .iter()
            .filter(|item| item.kind == ItemKind::Goal)
            .count();
        Self {
            goals,
            tasks: items.len() - goals,
            targets: items.iter().map(|item| item.targets.len()).sum(),
            responsibilities: items.iter().map(|item| item.responsibilities.len()).sum(),
            duties: items.iter().map(|item| item.duties.len()).sum(),
            questions: proposal
                .findings
                .iter()
                .filter(|finding| finding.asks)
                .count(),
        }
    }
}

/// Why a file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum NotImported {
    /// It is no text that can be read.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A person has to settle something first.
    #[error("有 {} 处需要先处理", .0.len())]
    Obstacles(Vec<Obstacle>),
    /// A document in force carries its number or title, or says nearly the same; a person has to say what it is.
    #[error("{}", alike(.0))]
    Alike(Vec<Alike>),
    /// It could not be written.
    #[error(transparent)]
    Unwritten(#[from] ImportError),
}

/// In what a text resembles the nearest of these documents.
pub fn alike(known: &[Alike]) -> String {
    let Some(nearest) = known.first() else {
        return String::new();
    };
    let number = nearest.doc_number.as_ref();
    let number = number.map_or_else(String::new, |number| format!("（{number}）"));
    format!(
        "与已有的《{}》{number}{}，像是它的新版本",
        nearest.title,
        how_alike(nearest)
    )
}

/// In what a text resembles a document.
pub fn how_alike(one: &Alike) -> &'static str {
    match one.same_number {
        true => "文号相同",
        false if one.shared >= NEARLY => "文字几乎相同",
        false => "标题相同",
    }
}

impl From<sqlx::Error> for NotImported {
    fn from(error: sqlx::Error) -> Self {
        Self::Unwritten(ImportError::Database(error))
    }
}

/// The documents in force that carry the number or title of a text, or say nearly the same.
async fn resembled(
    tx: &mut PgConnection,
    proposal: &Proposal,
    text: &str,
) -> sqlx::Result<Vec<Alike>> {
    let document = &proposal.document;
    let likeness = Likeness {
        jurisdiction: Some(&document.jurisdiction),
        doc_number: document.doc_number.as_deref(),
        title: document.title_printed.then_some(document.title.as_str()),
        sketch: &sketch(text),
        nearly: NEARLY,
    };
    versions::alike(tx, &Reach::default(), likeness).await
}

/// Judges a text, with what the registry knows.
pub fn judge(
    text: &str,
    name: &str,
    registry: &Registry,
    choices: &Choices,
    today: NaiveDate,
) -> Review {
    review(text, &document::parse(text), registry, choices, name, today)
}

/// Imports a file. The caller opens the transaction, and commits it or, to see what would happen, does not.
///
/// # Errors
///
/// When the file cannot be read, a person has to settle something first, or the database refuses.
pub async fn import_file(
    tx: &mut PgConnection,
    file: File<'_>,
    choices: &Choices,
    occasion: Occasion,
) -> Result<FileImport, NotImported> {
    let registry = store::registry::load(tx).await?;
    let taken = intake::read(file.name, file.bytes)?;
    import_taken(tx, file, taken, &registry, choices, occasion).await
}

/// Imports a file that was taken in, with a registry that serves many.
///
/// # Errors
///
/// When a person has to settle something first, or the database refuses.
pub async fn import_taken(
    tx: &mut PgConnection,
    file: File<'_>,
    taken: Intake,
    registry: &Registry,
    choices: &Choices,
    occasion: Occasion,
) -> Result<FileImport, NotImported> {
    let remarks = taken.notes.iter().map(ToString::to_string).collect();
    let Intake {
        text, media_type, ..
    } = taken;
    if let Some((document, title)) = already(tx, &text).await? {
        return Ok(FileImport {
            imported: Imported::Already {
                document,
                title: title.clone(),
            },
            title,
            amounts: Amounts::default(),
            remarks,
        });
    }
    let review = judge(&text, file.stem(), registry, choices, occasion.today);
    let proposal = review.proposal().map_err(NotImported::Obstacles)?;
    let known = resembled(tx, &proposal, &text).await?;
    let replaces = match (choices.resemblance, known.first()) {
        (Resemblance::Separate, _) | (_, None) => None,
        (Resemblance::NewVersion, Some(nearest)) => Some(nearest.id),
        (Resemblance::Unsaid, Some(_)) => return Err(NotImported::Alike(known)),
    };
    let source = Source {
        body: &text,
        original: file.bytes,
        name: file.name,
        media_type,
    };
    let imported = import(tx, &proposal, &source, replaces, occasion.by, occasion.at).await?;
    Ok(FileImport {
        imported,
        title: proposal.document.title.clone(),
        amounts: Amounts::of(&proposal),
        remarks,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_extension_only() {
        for (name, stem) in [
            ("决定.txt", "决定"),
            ("2018.6.20 通知.txt", "2018.6.20 通知"),
            ("通知", "通知"),
            (".txt", ".txt"),
        ] {
            assert_eq!(File { name, bytes: b"" }.stem(), stem);
        }
    }
}
