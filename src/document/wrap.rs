//! Where the lines of a text end: at the width of its page, or where their author ended them.

use super::grammar::deadline;
use super::grammar::label::{self, Label};
use super::grammar::organisation::{self, Likeness};
use super::line::{Line, LineKind};

/// True when the line closes what it says.
pub(super) fn ended(text: &str) -> bool {
    let closed = text.trim_end_matches(['”', '’', '"']);
    if closed.ends_with(['。', '；', '：', '！', '？', ';', ':', '!', '?', '…']) {
        return true;
    }
    // `（自治区质监局牵头）` closes a goal line; `推进……（含园区）` at the edge of a page does not.
    closed.ends_with(['）', ')', '】', ']', '〕']) && bracket_assigns(closed)
}

fn bracket_assigns(text: &str) -> bool {
    let open = text.rfind(['（', '(', '【', '[', '〔']).map_or(0, |at| at);
    let inner = &text[open..];
    inner.contains(['、', '厅', '局', '委', '部', '办', '府', '责', '头', '署'])
        || inner.contains("单位")
        // `……宣传普及。（人民银行合肥中心支行）`: it stands behind a sentence that is done.
        || (text[..open].ends_with('。') && names_body(inner))
}

fn names_body(bracket: &str) -> bool {
    let name = bracket.trim_matches(['（', '(', '【', '[', '〔', '）', ')', '】', ']', '〕']);
    organisation::likeness(name) > Likeness::None
}

/// `（一）抓好脱贫攻坚。责任单位：市扶贫办`, `责任单位：市扶贫办；时限：长期坚持`: labels that end with a body or a time are
/// done.
pub(super) fn labels_done(text: &str) -> bool {
    if !text.contains(['：', ':']) {
        return false;
    }
    let fields = label::split(text, 0..text.len());
    let timed = fields.last().is_some_and(|field| {
        field.label == Label::Deadline && deadline::whole(text, field.value.clone()).is_some()
    });
    if timed {
        return true;
    }
    let last = fields
        .last()
        .filter(|field| matches!(field.label, Label::Departments(_) | Label::Ranked(_)));
    last.is_some_and(|field| {
        let value = &text[field.value.clone()];
        let name = value.rsplit(['、', '，', ',', ' ', '\u{3000}']).next();
        !value.contains('。')
            && name.is_some_and(|name| {
                organisation::likeness(name) > Likeness::None || organisation::is_collective(name)
            })
    })
}

/// The width at which the whole text was wrapped, in characters, or a width that nothing reaches.
///
/// Text taken from a pdf is cut at every line of the page: most of its lines stop in the middle of a sentence
/// and nearly all of those are equally long.
pub(super) fn wrap_width(stored: &str, lines: &[Line]) -> usize {
    let text = || lines.iter().filter(|line| line.kind == LineKind::Text);
    let mut cut: Vec<usize> = text()
        .map(|line| line.span.of(stored))
        .filter(|text| !ended(text))
        .map(han_length)
        .filter(|length| (15..=60).contains(length))
        .collect();
    if cut.len() < 8 || cut.len() * 5 < text().count() * 2 {
        return usize::MAX;
    }
    cut.sort_unstable();
    let typical = cut[cut.len() * 9 / 10];
    let full = cut.iter().filter(|length| **length + 3 >= typical).count();
    if full * 2 < cut.len() {
        usize::MAX
    } else {
        typical.saturating_sub(3)
    }
}

/// Characters of a line.
pub(super) fn han_length(text: &str) -> usize {
    text.chars().count()
}
