//! PDF files with a text layer.
//!
//! The reader is our own, and small, because a policy document needs little of the format and because the libraries
//! there are did not fit when they were held against files of LibreOffice and Chromium: one lost the ends of lines,
//! one read Chromium's fonts as noise, one panics on what it does not know, and none bounds what all streams of a file
//! unpack to together.
//!
//! ```text
//! bytes ─object, store, filter─▶ objects ─content, font, cmap─▶ characters and rules on pages
//!       ─page_lines, ruled_table, page_marks, paragraphs─▶ paragraphs and tables
//! ```

mod broken_table;
mod cmap;
mod content;
mod drawn;
mod filter;
mod font;
mod glyph_name;
mod matrix;
mod object;
mod page_lines;
mod page_marks;
mod page_tree;
mod paragraphs;
mod radical;
mod ruled_table;
mod run;
mod store;

use content::Reader;
use drawn::Drawn;
use page_lines::{Line, UNKNOWN};
use paragraphs::{Edges, Paragraphs};
use ruled_table::{Patience, Ruled};
use store::Store;

use super::block::{Block, Budget};
use super::format::Format;
use super::limit::Excess;
use super::note::Note;
use super::{Intake, Refusal, writing};

/// A page taken apart.
struct Page {
    lines: Vec<Line>,
    tables: Vec<Ruled>,
    /// More is drawn on it than a frame or a ground.
    drawn: bool,
}

impl Page {
    fn has_text(&self) -> bool {
        !self.lines.is_empty() || !self.tables.is_empty()
    }
}

/// So many shapes may frame a blank page.
const FRAME: usize = 4;

/// So many lines with gaps are no accident.
const COLUMNS: usize = 6;

/// A file has at most so many pages.
const PAGES: usize = 3_000;

/// Reads a PDF file.
///
/// # Errors
///
/// When it is encrypted, damaged, a scan, or beyond a limit.
pub(super) fn read(bytes: &[u8]) -> Result<Intake, Refusal> {
    let store = Store::read(bytes)?;
    let pages = store.pages();
    if pages.is_empty() {
        return Err(Refusal::Broken {
            format: " PDF 文件",
        });
    }
    if pages.len() > PAGES {
        return Err(Refusal::Excess(Excess::Pieces));
    }
    let mut reader = Reader::default();
    let mut budget = Budget::default();
    let mut patience = Patience::new();
    let mut read = Vec::with_capacity(pages.len());
    for page in &pages {
        let drawn = reader.page(&store, page)?;
        read.push(apart(drawn, &mut patience, &mut budget)?);
    }
    if !read.iter().any(Page::has_text) {
        return Err(Refusal::Scan { pages: read.len() });
    }
    // A blank page lacks nothing.
    let scanned = (1..)
        .zip(&read)
        .filter(|(_, page)| !page.has_text() && page.drawn);
    let scanned: Vec<usize> = scanned.map(|(number, _)| number).collect();
    let mut notes = Vec::new();
    let blocks = put_together(read, &mut notes);
    let text = writing::text(&blocks)?;
    let unmapped = text.matches(UNKNOWN).count();
    if unmapped * 20 > text.chars().filter(|c| !c.is_whitespace()).count() {
        return Err(Refusal::UnreadableFonts);
    }
    if unmapped > 0 {
        notes.push(Note::Unmapped { glyphs: unmapped });
    }
    if !scanned.is_empty() {
        notes.push(Note::PagesWithoutText { pages: scanned });
    }
    Ok(Intake {
        text,
        media_type: "application/pdf",
        format: Format::Pdf,
        encoding: None,
        notes,
    })
}

fn apart(drawn: Drawn, patience: &mut Patience, budget: &mut Budget) -> Result<Page, Refusal> {
    let Drawn {
        mut glyphs,
        rules,
        shapes,
    } = drawn;
    let mut tables = ruled_table::take(&rules, &mut glyphs, patience, budget)?;
    tables.sort_by(|a, b| b.top.total_cmp(&a.top));
    Ok(Page {
        lines: page_lines::lines(glyphs),
        tables,
        drawn: shapes > FRAME,
    })
}

/// Pages become one text: page numbers off, lines joined, tables that go on over pages joined.
fn put_together(mut pages: Vec<Page>, notes: &mut Vec<Note>) -> Vec<Block> {
    let mut all: Vec<Vec<Line>> = pages
        .iter_mut()
        .map(|page| std::mem::take(&mut page.lines))
        .collect();
    let repeated = page_marks::repeated(&all);
    let (mut marks, mut classified) = (false, false);
    for lines in &mut all {
        marks |= page_marks::take_off(lines, &repeated, &mut classified);
    }
    if marks {
        notes.push(Note::PageLines);
    }
    let columns = all
        .iter()
        .flatten()
        .filter(|line| line.text.contains('　'))
        .count();
    if columns >= COLUMNS {
        notes.push(Note::LooseColumns { lines: columns });
    }
    let whole: Vec<Line> = all.iter().flatten().cloned().collect();
    let mut text = Text::new(Paragraphs::new(&all));
    for (lines, page) in all.into_iter().zip(pages) {
        // A page with a few lines has the edges of the others.
        let own = (lines.len() >= 8).then(|| Edges::of(&lines)).flatten();
        if let Some(edges) = own.or_else(|| Edges::of(&whole)) {
            text.page(lines, page.tables, edges);
        } else {
            page.tables.into_iter().for_each(|table| text.table(table));
        }
    }
    text.close();
    text.blocks
}

struct Text {
    blocks: Vec<Block>,
    paragraph: String,
    paragraphs: Paragraphs,
    /// The table that the last page ended with.
    open: Option<Ruled>,
}

impl Text {
    fn new(paragraphs: Paragraphs) -> Self {
        Self {
            blocks: Vec::new(),
            paragraph: String::new(),
            paragraphs,
            open: None,
        }
    }

    fn page(&mut self, lines: Vec<Line>, tables: Vec<Ruled>, edges: Edges) {
        let mut tables = tables.into_iter().peekable();
        let mut adjacent = false;
        for line in lines {
            while let Some(table) = tables.next_if(|table| table.bottom > line.y) {
                self.table(table);
            }
            self.line(&line, edges, adjacent);
            adjacent = true;
        }
        tables.for_each(|table| self.table(table));
    }

    fn line(&mut self, line: &Line, edges: Edges, adjacent: bool) {
        self.close_table();
        if self.paragraphs.goes_on(line, edges, adjacent) {
            paragraphs::join(&mut self.paragraph, &line.text);
        } else {
            self.close_paragraph();
            self.paragraph = paragraphs::begin(line, edges);
        }
    }

    fn table(&mut self, table: Ruled) {
        self.close_paragraph();
        self.paragraphs.interrupt();
        let other = match &mut self.open {
            Some(open) => broken_table::goes_on(open, table),
            None => Some(table),
        };
        if other.is_some() {
            self.close_table();
            self.open = other;
        }
    }

    fn close_paragraph(&mut self) {
        if !self.paragraph.is_empty() {
            self.blocks
                .push(Block::Paragraph(std::mem::take(&mut self.paragraph)));
        }
    }

    fn close_table(&mut self) {
        if let Some(open) = self.open.take() {
            self.blocks.push(Block::Table(open.table));
        }
    }

    fn close(&mut self) {
        self.close_paragraph();
        self.close_table();
    }
}
