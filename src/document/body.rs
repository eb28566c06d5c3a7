//! Where the body of a document begins.

use super::front_lines as lines;
use super::grammar::assignment;
use super::grammar::label::{self, Label};
use super::grammar::organisation;
use super::mark::MarkKind;
use super::paragraph::Block;

/// The first heading, or a table, opens the body; the numbered list of attachments of a notice does not. `附件1` opens
/// it when its table follows.
pub(super) fn start(blocks: &[Block<'_>]) -> usize {
    let mut attachments = false;
    let mut annex = None;
    for (index, block) in blocks.iter().enumerate() {
        match block {
            Block::Table(_) => return annex.unwrap_or(index),
            Block::Foreign(_) => {}
            Block::Paragraph(paragraph) => {
                let listed = attachments && lines::is_listed_attachment(paragraph);
                let kind = paragraph.mark.map(|mark| mark.kind).filter(|_| !listed);
                match kind {
                    Some(MarkKind::Annex) => annex = Some(index),
                    Some(_) => return index,
                    None => {}
                }
                attachments = listed || paragraph.text().starts_with("附件：");
            }
        }
    }
    unnumbered_start(blocks)
}

/// Where a text without any mark begins to assign: at the first paragraph that does, or at the labelled lines or the
/// paragraph that it answers for.
fn unnumbered_start(blocks: &[Block<'_>]) -> usize {
    let text = |index: usize| match &blocks[index] {
        Block::Paragraph(paragraph) => paragraph.text(),
        _ => "",
    };
    let labelled = |text: &str| {
        let departments =
            |field: &label::Field| matches!(field.label, Label::Departments(_) | Label::Ranked(_));
        text.contains('：') && label::split(text, 0..text.len()).iter().any(departments)
    };
    let assigns = |index: &usize| {
        let text = text(*index);
        !lines::is_addressee(text) && (labelled(text) || !assignment::in_brackets(text).is_empty())
    };
    let Some(first) = (0..blocks.len()).find(assigns) else {
        let told: Vec<usize> = (0..blocks.len())
            .filter(|index| begins_with_doer(text(*index)))
            .collect();
        return match told.as_slice() {
            [first, _, _, ..] => *first,
            _ => blocks.len(),
        };
    };
    let mut start = first;
    let field = |text: &str| {
        text.find('：')
            .is_some_and(|colon| colon <= 12 * '：'.len_utf8())
            && !lines::is_addressee(text)
    };
    while start > 0 && field(text(start - 1)) {
        start -= 1;
    }
    if start == first
        && start > 0
        && labelled(text(first))
        && text(first).find('：').is_some_and(|colon| colon <= 18)
    {
        let before = text(start - 1);
        let head = lines::stands_apart(before) || lines::is_whole_title(before);
        start -= usize::from(!head);
    }
    start
}

/// `区住建局负责总协调工作，…`, `区委农办要结合…`: a body and its duty at the head of a paragraph.
fn begins_with_doer(text: &str) -> bool {
    let Some(length) = organisation::body_prefix(text) else {
        return false;
    };
    let duty = text[length..].strip_prefix("负责");
    let duties = ["要", "应", "牵头", "承担", "："];
    organisation::is_sure(&text[..length])
        && (duty.is_some_and(|rest| !rest.starts_with(['人', '同']))
            || duties.iter().any(|verb| text[length..].starts_with(verb)))
}
