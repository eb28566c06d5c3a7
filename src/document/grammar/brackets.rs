//! Pairs of brackets, and cutting a text outside of them.

use std::ops::Range;

/// The bracket that closes `open`, for every pair that documents put around responsibilities.
pub(crate) fn closing(open: char) -> Option<char> {
    Some(match open {
        '（' => '）',
        '【' => '】',
        '〔' => '〕',
        '[' => ']',
        '［' => '］',
        '﹝' => '﹞',
        '〈' => '〉',
        _ => return None,
    })
}

fn is_closing(c: char) -> bool {
    matches!(c, '）' | '】' | '〕' | ']' | '］' | '﹞' | '〉')
}

/// An outermost pair: the whole with its brackets, and what is inside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pair {
    /// From the opening to past the closing bracket.
    pub whole: Range<usize>,
    /// What stands between them.
    pub inner: Range<usize>,
    /// False when the text ends before the bracket closes.
    pub closed: bool,
}

/// The characters of `text` that may be punctuation, by their first byte: nearly all Han begin with another one, and
/// looking at every character would be much of the work of reading.
fn stops(text: &str) -> impl Iterator<Item = (usize, char)> {
    text.bytes().enumerate().filter_map(|(at, byte)| {
        let may = byte < 0x80 || matches!(byte, 0xe3 | 0xef);
        let c = may.then(|| text[at..].chars().next())??;
        Some((at, c))
    })
}

/// The outermost pairs of brackets in `text`, in order.
pub(crate) fn pairs(text: &str) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut start: Option<(usize, usize)> = None;
    let mut depth = 0_usize;
    for (at, c) in stops(text) {
        if closing(c).is_some() {
            depth += 1;
            if depth == 1 {
                start = Some((at, at + c.len_utf8()));
            }
        } else if is_closing(c) && depth > 0 {
            depth -= 1;
            if let (0, Some((from, inner))) = (depth, start) {
                pairs.push(Pair {
                    whole: from..at + c.len_utf8(),
                    inner: inner..at,
                    closed: true,
                });
                start = None;
            }
        }
    }
    if let Some((from, inner)) = start {
        pairs.push(Pair {
            whole: from..text.len(),
            inner: inner..text.len(),
            closed: false,
        });
    }
    pairs
}

/// Cuts `text[range]` at the given separators, where no bracket is open.
pub(crate) fn split(text: &str, range: Range<usize>, separators: &[char]) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut depth = 0_usize;
    let mut start = range.start;
    for (offset, c) in stops(&text[range.clone()]) {
        let at = range.start + offset;
        if closing(c).is_some() {
            depth += 1;
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && separators.contains(&c) {
            pieces.push(start..at);
            start = at + c.len_utf8();
        }
    }
    pieces.push(start..range.end);
    pieces
}

/// The clauses of `text[range]`; `A牵头、B和C参加` has two although a `、` parts them.
pub(crate) fn clauses(text: &str, range: Range<usize>, separators: &[char]) -> Vec<Range<usize>> {
    let mut clauses = Vec::new();
    for piece in split(text, range, separators) {
        let mut start = piece.start;
        if !text[piece.clone()].contains('、') {
            clauses.push(piece);
            continue;
        }
        for duty in ["牵头、", "主办、", "牵头负责、"] {
            if let Some(at) = text[start..piece.end].find(duty) {
                let end = start + at + duty.len();
                clauses.push(start..end - '、'.len_utf8());
                start = end;
            }
        }
        clauses.push(start..piece.end);
    }
    clauses
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outermost_pairs_are_found() {
        let text = "甲（乙（丙）丁）戊【己】庚（辛";
        let found: Vec<(&str, bool)> = pairs(text)
            .iter()
            .map(|p| (&text[p.inner.clone()], p.closed))
            .collect();
        assert_eq!(found, [("乙（丙）丁", true), ("己", true), ("辛", false)]);
    }

    #[test]
    fn cutting_respects_brackets() {
        let text = "甲、乙（丙、丁）、戊";
        let found: Vec<&str> = split(text, 0..text.len(), &['、'])
            .into_iter()
            .map(|r| &text[r])
            .collect();
        assert_eq!(found, ["甲", "乙（丙、丁）", "戊"]);
    }
}
