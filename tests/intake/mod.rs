//! Files of every format become the text that was written in them, or a refusal that says what to do.
//!
//! Files are made here, byte by byte where that matters; `fixtures/` holds a few that other programs made
//! (`fixtures/README.md` says how).

mod docx;
mod hostile;
mod html;
mod limits;
mod office;
mod pdf;
mod pdf_writer;
mod refusals;
mod same_items;
mod seed_text;
mod xlsx;

use fengong::intake::{self, Intake, Refusal};

/// Reads a file that must be taken.
#[track_caller]
fn taken(name: &str, bytes: &[u8]) -> Intake {
    intake::read(name, bytes).unwrap_or_else(|refusal| panic!("{name} was refused: {refusal}"))
}

/// Reads a file that must be refused.
#[track_caller]
fn refused(name: &str, bytes: &[u8]) -> Refusal {
    match intake::read(name, bytes) {
        Err(refusal) => refusal,
        Ok(intake) => panic!("{name} was taken: {}", intake.text),
    }
}

/// The notes of a reading, as a person sees them.
fn notes(intake: &Intake) -> Vec<String> {
    intake.notes.iter().map(ToString::to_string).collect()
}

/// Lines that are not blank, with `|` for tabs.
fn lines(intake: &Intake) -> Vec<String> {
    let filled = intake.text.lines().filter(|line| !line.trim().is_empty());
    filled.map(|line| line.replace('\t', "|")).collect()
}
