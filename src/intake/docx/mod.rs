//! Word documents (`.docx`, `.docm`): a zip with the text in `word/document.xml`, what its paragraphs look like in
//! `styles.xml`, how they are numbered in `numbering.xml`, and 页眉页脚 each in a part of its own.
//!
//! Macros of a `.docm` are a part like any other, never opened.

mod inline;
mod number_words;
mod numbering;
mod row;
mod seen;
mod story;
mod styles;

use numbering::Numbering;
use seen::Seen;
use story::Story;
use styles::Styles;

use super::archive::Archive;
use super::block::{self, Block, Budget};
use super::format::Format;
use super::note::Note;
use super::package;
use super::{Intake, Refusal, classified, writing};

/// Reads a Word document.
///
/// # Errors
///
/// When it is damaged, beyond a limit, or holds no text.
pub(super) fn read(mut archive: Archive<'_>) -> Result<Intake, Refusal> {
    let main = package::main_part(&mut archive, "word/document.xml")?;
    let styles = part(&mut archive, &main, "styles")?;
    let styles = styles.map_or(Ok(Styles::default()), |text| Styles::read(&text))?;
    let numbering = part(&mut archive, &main, "numbering")?;
    let mut numbering =
        numbering.map_or(Ok(Numbering::default()), |text| Numbering::read(&text))?;
    numbering.link(|style| styles.list(style));

    let mut seen = Seen::default();
    let mut budget = Budget::default();
    let text = package::text(&mut archive, &main)?.ok_or(Refusal::Broken {
        format: " Word 文档",
    })?;
    let mut story = Story::new(&text, &styles, &mut numbering, &mut seen, &mut budget);
    let mut blocks = story.read()?;
    let boxed = std::mem::take(&mut story.boxed);

    let mut outside = margins(&mut archive, &main, &styles, &mut seen, &mut budget)?;
    outside.extend(boxed);
    let mut notes = Vec::new();
    if let Some(line) = outside.iter().find_map(|line| classified::mark(line)) {
        blocks.insert(0, Block::Paragraph(line.clone()));
        notes.push(Note::MarkOutside { line });
    }
    if block::is_blank(&blocks) {
        let pictures = seen.pictures > 0;
        return Err(if pictures {
            Refusal::OnlyPictures
        } else {
            Refusal::Empty
        });
    }
    notes.extend(seen.notes());
    let macros = archive.has("word/vbaProject.bin");
    if macros {
        notes.push(Note::Macros);
    }
    Ok(Intake {
        text: writing::text(&blocks)?,
        media_type: if macros {
            "application/vnd.ms-word.document.macroEnabled.12"
        } else {
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        },
        format: Format::Word,
        encoding: None,
        notes,
    })
}

/// The part that the main one is related to in this way, as text.
fn part(archive: &mut Archive<'_>, main: &str, relation: &str) -> Result<Option<String>, Refusal> {
    let Some(name) = package::related(archive, main, relation)?
        .into_iter()
        .next()
    else {
        return Ok(None);
    };
    package::text(archive, &name)
}

/// The lines of all headers and footers.
fn margins(
    archive: &mut Archive<'_>,
    main: &str,
    styles: &Styles,
    seen: &mut Seen,
    budget: &mut Budget,
) -> Result<Vec<String>, Refusal> {
    let mut outside = Vec::new();
    let mut names = package::related(archive, main, "header")?;
    names.extend(package::related(archive, main, "footer")?);
    for name in names {
        let Some(text) = package::text(archive, &name)? else {
            continue;
        };
        // What is left out here is one note, not many.
        let mut aside = Seen::default();
        let mut numbering = Numbering::default();
        let mut story = Story::new(&text, styles, &mut numbering, &mut aside, budget);
        let blocks = story.read()?;
        outside.append(&mut story.boxed);
        let mut lines = Vec::new();
        block::lines(&blocks, &mut lines);
        outside.extend(lines.into_iter().flat_map(str::lines).map(str::to_owned));
    }
    seen.margins = outside.iter().any(|line| !line.trim().is_empty());
    Ok(outside)
}
