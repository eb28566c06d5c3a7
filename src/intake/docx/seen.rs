//! What was met on the way through a document, for the notes.

use crate::intake::note::Note;

/// Counts of what was left out or inferred.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Paragraphs whose number was written out.
    pub numbered: usize,
    /// Inserted pieces.
    pub inserted: usize,
    /// Deleted pieces.
    pub deleted: usize,
    /// Marks of 脚注 and 尾注.
    pub footnotes: usize,
    /// Marks of 批注.
    pub comments: usize,
    /// Pictures.
    pub pictures: usize,
    /// Objects of other programs.
    pub embedded: bool,
    /// Text that is not shown.
    pub hidden: bool,
    /// 目录.
    pub contents: bool,
    /// Words in 页眉 or 页脚.
    pub margins: bool,
}

impl Seen {
    /// The notes that follow.
    pub(super) fn notes(&self) -> Vec<Note> {
        let numbered = Note::Numbered {
            paragraphs: self.numbered,
        };
        let revisions = Note::Revisions {
            inserted: self.inserted,
            deleted: self.deleted,
        };
        let footnotes = Note::Footnotes {
            marks: self.footnotes,
        };
        let comments = Note::Comments {
            comments: self.comments,
        };
        let pictures = Note::Pictures {
            pictures: self.pictures,
        };
        [
            (self.inserted + self.deleted > 0, revisions),
            (self.numbered > 0, numbered),
            (self.margins, Note::Margins),
            (self.contents, Note::Contents),
            (self.footnotes > 0, footnotes),
            (self.comments > 0, comments),
            (self.hidden, Note::Hidden),
            (self.pictures > 0, pictures),
            (self.embedded, Note::Embedded),
        ]
        .into_iter()
        .filter_map(|(met, note)| met.then_some(note))
        .collect()
    }
}
