//! How much of a file is read. Every loop of this room is bounded by one of these numbers or by the length of its
//! input, so that reading takes time in proportion to the file, whoever made it.
//!
//! They are ten times what the largest real document needs: the 200 pages of a five-year plan are 0.6 MB of text,
//! 2 MB of XML, 15 levels deep.

/// The largest file that is taken, in bytes.
pub const BYTES: usize = 20 * 1024 * 1024;

/// What all compressed parts of one file together may unpack to, in bytes.
pub(super) const UNPACKED: usize = 64 * 1024 * 1024;

/// How many parts an archive may list.
pub(super) const ENTRIES: usize = 5_000;

/// How deep elements, arrays and dictionaries may be nested.
pub(super) const NESTING: usize = 200;

/// How many cells the tables of a file may have, merged ones counted as often as they are covered.
pub(super) const CELLS: usize = 300_000;

/// How many columns a table may have.
pub(super) const COLUMNS: usize = 256;

/// How long the text may become, in bytes.
pub(super) const TEXT: usize = 8 * 1024 * 1024;

/// How many paragraphs a document may have, blank ones too.
pub(super) const PARAGRAPHS: usize = 300_000;

/// How many elements, objects or glyphs a file may hold.
pub(super) const PIECES: usize = 2_000_000;

/// The limit that a file went beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// What it unpacks to.
    Unpacked,
    /// Parts of the archive.
    Entries,
    /// Levels of nesting.
    Nesting,
    /// Cells of tables.
    Cells,
    /// Length of the text.
    Text,
    /// Paragraphs.
    Paragraphs,
    /// Elements, objects or glyphs.
    Pieces,
}

impl std::fmt::Display for Excess {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unpacked => write!(f, "文件解压后超过 {} MB，", UNPACKED / (1024 * 1024)),
            Self::Entries => write!(f, "文件里有超过 {ENTRIES} 个部件，"),
            Self::Nesting => write!(f, "文件的内容嵌套超过 {NESTING} 层，"),
            Self::Cells => write!(f, "文件的表格超过 {} 万个单元格，", CELLS / 10_000),
            Self::Text => write!(f, "文件的文字超过 {} MB，", TEXT / (1024 * 1024)),
            Self::Paragraphs => write!(f, "文件有超过 {} 万段，", PARAGRAPHS / 10_000),
            Self::Pieces => write!(f, "文件由超过 {} 万个对象组成，", PIECES / 10_000),
        }
    }
}
