//! Web pages as saved from a government site.

mod article;
mod flow;
mod page;
mod site_words;
mod tags;

use article::Article;
use encoding_rs::Encoding;
use page::{Page, ROOT};

use super::block::{self, Block};
use super::format::Format;
use super::note::Note;
use super::{Intake, Refusal, plain, unreadable, writing};

/// Reads a page.
///
/// # Errors
///
/// When its encoding is unknown, it is beyond a limit, or holds no text.
pub(super) fn read(bytes: &[u8]) -> Result<Intake, Refusal> {
    let decoded = plain::decode(bytes, declared(bytes))?;
    let page = Page::read(&decoded.text)?;
    let article = Article::find(&page);
    let (mut blocks, pictures) = flow::blocks(&page, article.element, &|element| {
        article.passes_over(element)
    })?;
    trim(&mut blocks);
    if block::is_blank(&blocks) {
        return Err(if pictures > 0 {
            Refusal::OnlyPictures
        } else {
            Refusal::Empty
        });
    }
    let mut notes = unreadable(decoded.unreadable);
    if article.has_surroundings() {
        notes.push(Note::Surroundings);
        head(&page, &article, &mut blocks)?;
    }
    let attachments = article.attachments();
    if !attachments.is_empty() {
        notes.push(Note::Linked { files: attachments });
    }
    if pictures > 0 {
        notes.push(Note::Pictures { pictures });
    }
    Ok(Intake {
        text: writing::text(&blocks)?,
        media_type: "text/html",
        format: Format::Web,
        encoding: Some(plain::label(decoded.encoding)),
        notes,
    })
}

/// The encoding that the page names near its beginning: `<meta charset="gb2312">`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes())
}

/// Takes off lines of the site that stand in the element of the article, before and behind it.
fn trim(blocks: &mut Vec<Block>) {
    let beside =
        |block: &Block| matches!(block, Block::Paragraph(line) if article::stands_beside(line));
    let last = blocks.len().saturating_sub(8);
    if let Some(first) = blocks[last..].iter().position(beside) {
        let behind = last + first;
        // Only furniture and short lines may follow, or it was no furniture.
        let short =
            |block: &Block| matches!(block, Block::Paragraph(line) if line.chars().count() < 60);
        if behind > 0 && blocks[behind..].iter().all(short) {
            blocks.truncate(behind);
        }
    }
    let mut place = 0;
    blocks.retain(|block| {
        place += 1;
        place > 6 || !beside(block)
    });
}

/// Puts before the article what the site prints outside of it: its title and its number.
fn head(page: &Page, article: &Article<'_>, blocks: &mut Vec<Block>) -> Result<(), Refusal> {
    let mut lines = Vec::new();
    block::lines(blocks, &mut lines);
    let text = squeezed(&lines.concat());
    let title = article
        .title()
        .filter(|title| !text.contains(&squeezed(title)));
    let number = number(page)?.filter(|number| !text.contains(&squeezed(number)));
    let before = [number, title].into_iter().flatten().map(Block::Paragraph);
    blocks.splice(0..0, before);
    Ok(())
}

/// `发文字号：新政发〔2017〕17号` in the table of data that sites set above a document.
fn number(page: &Page) -> Result<Option<String>, Refusal> {
    let (blocks, _) = flow::blocks(page, ROOT, &|_| false)?;
    let mut lines = Vec::new();
    block::lines(&blocks, &mut lines);
    let mut lines = lines.into_iter();
    while let Some(line) = lines.next() {
        let label = squeezed(line);
        let Some(at) = ["发文字号", "文件编号", "文号"].iter().find_map(|word| {
            let at = label.find(word)?;
            (at <= 12).then_some(at + word.len())
        }) else {
            continue;
        };
        let here = label[at..]
            .trim_start_matches(['：', ':', '】', ']'])
            .to_owned();
        let value = if here.is_empty() {
            lines.next().map(squeezed).unwrap_or_default()
        } else {
            here
        };
        let end = value.find('号').map(|end| end + '号'.len_utf8());
        if let Some(number) = end.map(|end| &value[..end]) {
            let digits = number.chars().filter(char::is_ascii_digit).count();
            if (5..=9).contains(&digits) && number.chars().count() <= 24 {
                return Ok(Some(number.to_owned()));
            }
        }
    }
    Ok(None)
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
