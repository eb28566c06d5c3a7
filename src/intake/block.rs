//! What every format is read into before it becomes text: paragraphs and tables, in order.

use super::Refusal;
use super::limit::{self, Excess};

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A paragraph, or a line of one that has manual breaks.
    Paragraph(String),
    /// A table.
    Table(Table),
}

/// A table whose cells may cover several rows and columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// The contents of all cells, each once.
    pub cells: Vec<Vec<Block>>,
    /// Which cell covers a place: row by row, column by column; rows may be of different length.
    pub grid: Vec<Vec<Option<usize>>>,
    /// How many rows at the top the author marked as header.
    pub header: usize,
    /// Cells that hang down into rows to come: for each column the cell and the rows left.
    hanging: Vec<Option<(usize, usize)>>,
}

/// Counts what a file holds, against the limits.
#[derive(Debug, Default)]
pub(super) struct Budget {
    places: usize,
    paragraphs: usize,
}

impl Budget {
    /// Takes room for a paragraph.
    ///
    /// # Errors
    ///
    /// When the limit is passed.
    pub(super) fn paragraph(&mut self) -> Result<(), Refusal> {
        self.paragraphs += 1;
        if self.paragraphs > limit::PARAGRAPHS {
            return Err(Refusal::Excess(Excess::Paragraphs));
        }
        Ok(())
    }

    /// Takes room for some places.
    ///
    /// # Errors
    ///
    /// When the limit is passed.
    pub(super) fn take(&mut self, places: usize) -> Result<(), Refusal> {
        self.places = self.places.saturating_add(places);
        if self.places > limit::CELLS {
            return Err(Refusal::Excess(Excess::Cells));
        }
        Ok(())
    }
}

impl Table {
    /// Begins a row; cells hanging down from above already stand in it.
    pub(super) fn begin_row(&mut self, budget: &mut Budget) -> Result<(), Refusal> {
        budget.take(1 + self.hanging.len())?;
        let mut row = Vec::with_capacity(self.hanging.len());
        for hanging in &mut self.hanging {
            row.push(hanging.map(|(cell, _)| cell));
            *hanging = match *hanging {
                Some((cell, left)) if left > 1 => Some((cell, left - 1)),
                _ => None,
            };
        }
        self.grid.push(row);
        Ok(())
    }

    /// Puts a cell at the next free place of the row.
    pub(super) fn cell(
        &mut self,
        blocks: Vec<Block>,
        columns: usize,
        rows: usize,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let Some(row) = self.grid.last() else {
            return Ok(());
        };
        let at = row.iter().position(Option::is_none).unwrap_or(row.len());
        self.place(blocks, at, columns, rows, budget)
    }

    /// Puts a cell at a place of the row.
    pub(super) fn place(
        &mut self,
        blocks: Vec<Block>,
        at: usize,
        columns: usize,
        rows: usize,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let cell = self.cells.len();
        self.cells.push(blocks);
        self.cover(cell, at, columns, rows, budget)
    }

    /// Lets a cell go on in this row, as one that is merged downwards does.
    pub(super) fn cover(
        &mut self,
        cell: usize,
        at: usize,
        columns: usize,
        rows: usize,
        budget: &mut Budget,
    ) -> Result<(), Refusal> {
        let end = at.saturating_add(columns.max(1)).min(limit::COLUMNS);
        budget.take(end.saturating_sub(at))?;
        let Some(row) = self.grid.last_mut() else {
            return Ok(());
        };
        if row.len() < end {
            row.resize(end, None);
        }
        if self.hanging.len() < end {
            self.hanging.resize(end, None);
        }
        let hangs = (rows > 1).then(|| (cell, rows - 1));
        let places = row.iter_mut().zip(&mut self.hanging).take(end).skip(at);
        for (place, hanging) in places.filter(|(place, _)| place.is_none()) {
            *place = Some(cell);
            *hanging = hangs;
        }
        Ok(())
    }

    /// The cell that stands above a place of the row that was begun last.
    pub(super) fn above(&self, column: usize) -> Option<usize> {
        let row = self.grid.len().checked_sub(2)?;
        self.grid[row].get(column).copied().flatten()
    }
}

/// The words of some blocks on one line each, tables cell by cell.
pub(super) fn lines<'b>(blocks: &'b [Block], into: &mut Vec<&'b str>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) => into.push(text),
            Block::Table(table) => table.cells.iter().for_each(|cell| lines(cell, into)),
        }
    }
}

/// True when there is nothing to read in some blocks.
pub(super) fn is_blank(blocks: &[Block]) -> bool {
    let mut texts = Vec::new();
    lines(blocks, &mut texts);
    texts.iter().all(|text| text.trim().is_empty())
}
