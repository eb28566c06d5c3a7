//! A text that a person has to look at is put under review, with everything that is needed to look at it.

use chrono::{DateTime, Utc};
use serde_json::json;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::File;
use crate::intake::Intake;
use crate::review::sketch;
use crate::store::events;
use crate::store::imports::{self, NewImport};

/// Begins the review of a file that was taken in; gives its key. The caller opens and commits the transaction.
///
/// # Errors
///
/// On `import_open_body_key` when one of the same text is open, or when the database refuses.
pub async fn begin_review(
    tx: &mut PgConnection,
    file: File<'_>,
    taken: &Intake,
    by: Option<i64>,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    let remarks: Vec<String> = taken.notes.iter().map(ToString::to_string).collect();
    let new = NewImport {
        name: file.stem(),
        body: &taken.text,
        body_sha256: &Sha256::digest(taken.text.as_bytes()),
        original: file.bytes,
        original_name: file.name,
        media_type: taken.media_type,
        remarks: &remarks,
        replaces: None,
        sketch: &sketch(&taken.text),
    };
    let id = imports::begin(tx, new, by, at).await?;
    let event = events::Event {
        actor: by,
        action: "import.begin",
        after: Some(json!({ "import": id, "file": file.name })),
        ..events::Event::default()
    };
    events::record(tx, at, event).await?;
    Ok(id)
}
