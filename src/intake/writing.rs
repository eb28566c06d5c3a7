//! Paragraphs and tables become text, in the form that the parser reads best: a paragraph a line, a row a line with
//! its cells between tabs.

use super::Refusal;
use super::block::{Block, Table};
use super::limit::{self, Excess};
use super::table_text::{self, Written};

/// The text of a document.
///
/// # Errors
///
/// When it becomes too long, as it can where one cell covers very many rows.
pub(super) fn text(blocks: &[Block]) -> Result<String, Refusal> {
    let mut writer = Writer::default();
    writer.blocks(blocks)?;
    Ok(writer.text)
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn blocks(&mut self, blocks: &[Block]) -> Result<(), Refusal> {
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.paragraph(text)?,
                Block::Table(table) => self.table(table)?,
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), Refusal> {
        match table_text::written(table)? {
            // A table that only lays out the page is read as what stands in it.
            Written::Layout => table.cells.iter().try_for_each(|cell| self.blocks(cell)),
            Written::Rows(lines) => {
                for line in lines {
                    self.line(&line)?;
                }
                Ok(())
            }
        }
    }

    /// A paragraph, a line for each of its manual breaks.
    fn paragraph(&mut self, text: &str) -> Result<(), Refusal> {
        if text.trim().is_empty() {
            return self.line("");
        }
        for line in text.lines() {
            let words = line.trim_matches(['\t', ' ']);
            // One tab inside sets a number or a date apart; several make a row of the line.
            if words.contains('\t') && words.matches('\t').count() < 2 {
                self.line(&line.replace('\t', " "))?;
            } else {
                let indent = if line.starts_with('\t') { "　　" } else { "" };
                self.line(&format!("{indent}{}", line.trim_matches('\t')))?;
            }
        }
        Ok(())
    }

    fn line(&mut self, line: &str) -> Result<(), Refusal> {
        if self.text.len() + line.len() >= limit::TEXT {
            return Err(Refusal::Excess(Excess::Text));
        }
        if line.trim().is_empty() {
            // One blank line says as much as ten.
            if !self.text.is_empty() && !self.text.ends_with("\n\n") {
                self.text.push('\n');
            }
            return Ok(());
        }
        let shown = |c: &char| !c.is_control() || *c == '\t';
        self.text.extend(line.chars().filter(shown));
        let end = self
            .text
            .trim_end_matches([' ', '\u{3000}', '\u{a0}'])
            .len();
        self.text.truncate(end);
        self.text.push('\n');
        Ok(())
    }
}
