//! A file as it arrived becomes text, within limits. Bytes in, text or a refusal out; no database, no web.
//!
//! [`read`] is pure: the same bytes give the same text on any day. It cannot panic, opens no other file, runs no
//! macro, follows no link, and takes time and memory in proportion to the file; [`limit`] holds the numbers.
//!
//! ```text
//! bytes ─format─▶ plain                                      ─▶ text
//!                 docx, xlsx (archive, xml) ─▶ blocks ─writing─▶ text
//!                 html (tree, article)      ─▶ blocks ─writing─▶ text
//!                 pdf (objects, glyphs)     ─▶ lines  ─────────▶ text
//! ```
//!
//! Files that prove something are not read, only recognised, while they pass by ([`Passing`]).
//!
//! The text is what `document::parse` reads: a paragraph a line, a row of a table a line with tabs between its
//! cells. It is what a reader of the page sees, so what Word counts by itself is written out, and what stands on the
//! page without belonging to the text (页眉, 页码, 批注, deleted words) is left out and said in [`Intake::notes`].

mod archive;
mod block;
mod cell_text;
mod classified;
mod docx;
mod format;
pub mod grid;
mod html;
mod limit;
mod note;
mod package;
mod passing;
mod pdf;
mod plain;
mod refusal;
mod table_text;
mod writing;
mod xlsx;
mod xml;
mod zip_names;

pub use classified::in_name as classification_in_name;
pub use format::Format;
pub use limit::{BYTES as MAX_BYTES, Excess};
pub use note::Note;
pub use passing::{EvidenceRefusal, Passing};
pub use refusal::Refusal;

use format::Content;

/// The text of a file, and how it was recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intake {
    /// The text, without a byte order mark.
    pub text: String,
    /// Of the file, as HTTP names it: `text/plain; charset=utf-8`.
    pub media_type: &'static str,
    /// What the file is.
    pub format: Format,
    /// How its characters were encoded, where that had to be found out.
    pub encoding: Option<&'static str>,
    /// What a person should know of the reading.
    pub notes: Vec<Note>,
}

/// Reads a file. `name` is the name it came with, or empty; the content decides what it is.
///
/// # Errors
///
/// When the file is not taken; the words of the refusal say what to do.
pub fn read(name: &str, bytes: &[u8]) -> Result<Intake, Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len() });
    }
    let mut intake = match format::recognise(bytes)? {
        Content::Office(Format::Sheet, archive) => xlsx::read(archive)?,
        Content::Office(_, archive) => docx::read(archive)?,
        Content::Bytes(Format::Pdf) => pdf::read(bytes)?,
        Content::Bytes(Format::Web) => html::read(bytes)?,
        Content::Bytes(_) => text(bytes)?,
    };
    if intake.text.len() > limit::TEXT {
        return Err(Refusal::Excess(Excess::Text));
    }
    let extension = extension(name);
    if let Some(extension) = extension.filter(|extension| !intake.format.goes_by(extension)) {
        let format = intake.format;
        intake
            .notes
            .insert(0, Note::ExtensionDiffers { extension, format });
    }
    Ok(intake)
}

/// The extension of a name, where it is one that promises a format.
fn extension(name: &str) -> Option<String> {
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    let promises = (2..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    promises.then_some(extension)
}

/// A text file is its own text.
fn text(bytes: &[u8]) -> Result<Intake, Refusal> {
    // No encoding but UTF-16 makes the text shorter than its bytes, and that only for Latin.
    if bytes.len() > limit::TEXT {
        return Err(Refusal::Excess(Excess::Text));
    }
    let decoded = plain::decode(bytes, None)?;
    let media_type = match decoded.encoding.name() {
        "UTF-8" => "text/plain; charset=utf-8",
        "UTF-16LE" => "text/plain; charset=utf-16le",
        "UTF-16BE" => "text/plain; charset=utf-16be",
        _ => "text/plain; charset=gb18030",
    };
    Ok(Intake {
        notes: unreadable(decoded.unreadable),
        encoding: Some(plain::label(decoded.encoding)),
        text: decoded.text,
        media_type,
        format: Format::Plain,
    })
}

fn unreadable(places: usize) -> Vec<Note> {
    let note = Note::Unreadable { places };
    if places > 0 { vec![note] } else { Vec::new() }
}
