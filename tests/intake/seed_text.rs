//! The seed documents taken apart into paragraphs and tables, to be written again in other formats.

use std::fs;
use std::path::Path;

/// A piece of a text.
pub(crate) enum Piece {
    /// A line, and whether it is set in by two characters.
    Line { words: String, indented: bool },
    /// Rows of cells; a cell that hangs down stands in its first row, and is empty in the others.
    Table(Vec<Vec<String>>),
}

/// The five seed documents: name and text.
pub(crate) fn seeds() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data/documents");
    let mut seeds: Vec<(String, String)> = fs::read_dir(folder)
        .expect("the seeds are there")
        .map(|entry| entry.expect("the folder is readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("a seed"))
        })
        .collect();
    seeds.sort();
    assert_eq!(seeds.len(), 5);
    seeds
}

/// Takes a text apart. In a table, lines of one or two characters belong to the cell at the head of the next row.
pub(crate) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut hanging = String::new();
    for line in text.lines() {
        let words = line.trim();
        if line.contains('\t') {
            let mut cells: Vec<String> = line
                .split('\t')
                .map(|cell| cell.trim().to_owned())
                .collect();
            let head = std::mem::take(&mut hanging);
            cells[0].insert_str(0, &head);
            rows.push(cells);
        } else if !rows.is_empty() && (1..=2).contains(&words.chars().count()) {
            hanging.push_str(words);
            hanging.push('\n');
        } else if !words.is_empty() {
            assert!(
                rows.is_empty() && hanging.is_empty(),
                "no seed goes on after its table"
            );
            pieces.push(Piece::Line {
                words: words.to_owned(),
                indented: line.starts_with('\u{3000}'),
            });
        }
    }
    if !rows.is_empty() {
        pieces.push(Piece::Table(rows));
    }
    pieces
}

/// How many rows the first cell of each row covers; 0 for rows in which it only goes on.
pub(crate) fn heights(rows: &[Vec<String>]) -> Vec<usize> {
    let mut heights = vec![0; rows.len()];
    let mut head = 0;
    for (place, row) in rows.iter().enumerate() {
        if place == 0 || !row[0].is_empty() {
            head = place;
        }
        heights[head] += 1;
    }
    heights
}
