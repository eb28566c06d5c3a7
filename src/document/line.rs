//! The text cut into lines, each with what can be said of it alone.

use super::Span;
use super::boxed;

/// What a line is, before anything is known of its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineKind {
    /// Nothing but space.
    Blank,
    /// `— 6 —`, `第 3 页`: left behind by paper, not part of the text.
    PageMark,
    /// A line in another script, such as the Uyghur title of seed 002; kept, never parsed.
    Foreign,
    /// Cells separated by tabs or bars.
    Row,
    /// A line of a table that is drawn with characters.
    Boxed,
    /// Anything else.
    Text,
}

/// One line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// The line without its line break.
    pub raw: Span,
    /// The line without the space around it.
    pub span: Span,
    /// What it is.
    pub kind: LineKind,
    /// True when it begins with an indent of two characters or more.
    pub indented: bool,
}

/// Cuts `text` at every kind of line break: `\n`, `\r\n`, `\r`, form feed (page break of pdf tools) and
/// vertical tab (manual break of word processors).
pub(super) fn split(text: &str) -> Vec<Line> {
    let bytes = text.as_bytes();
    let mut lines = Vec::with_capacity(bytes.len() / 128 + 1);
    let mut start = 0;
    for at in memchr::memchr3_iter(b'\n', b'\r', 0x0c, bytes) {
        if at < start {
            continue;
        }
        lines.push(line(text, start, at));
        start = if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
            at + 2
        } else {
            at + 1
        };
    }
    if start < text.len() {
        lines.push(line(text, start, text.len()));
    }
    lines
}

fn line(text: &str, start: usize, end: usize) -> Line {
    let raw = &text[start..end];
    let from = end - raw.trim_start_matches(is_space).len();
    let inner = without_bar(text[from..end].trim_end_matches(is_space));
    let span = Span::new(from, from + inner.len());
    let indent = &text[start..from];
    Line {
        raw: Span::new(start, end),
        span,
        kind: kind(inner),
        indented: indent_width(indent) >= 2,
    }
}

/// `市发改委 |`: some copies of a page print the bar of each cell at the end of its line.
fn without_bar(inner: &str) -> &str {
    let Some(before) = inner.strip_suffix('|') else {
        return inner;
    };
    let cell = before.trim_end_matches(|c| is_space(c) || c == '|');
    if cell.contains('|') { inner } else { cell }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{ad}')
}

/// Width of an indent in characters of running text: two Latin spaces make one.
fn indent_width(indent: &str) -> usize {
    let half: usize = indent
        .chars()
        .map(|c| if matches!(c, '\u{3000}' | '\t') { 2 } else { 1 })
        .sum();
    half / 2
}

fn kind(inner: &str) -> LineKind {
    if inner.is_empty() {
        LineKind::Blank
    } else if boxed::is_line(inner) {
        LineKind::Boxed
    } else if is_page_mark(inner) {
        LineKind::PageMark
    } else if memchr::memchr(b'\t', inner.as_bytes()).is_some() || barred(inner) {
        LineKind::Row
    } else if is_foreign(inner) {
        LineKind::Foreign
    } else {
        LineKind::Text
    }
}

/// `序号 | 工作任务 | 责任单位`: cells between bars.
fn barred(inner: &str) -> bool {
    inner.matches(['|', '｜']).count() >= 2
}

/// `— 6 —`, `-12-`, `第 3 页`, `第3页 共12页`, `3 / 12`.
fn is_page_mark(inner: &str) -> bool {
    if inner.len() > 40 || !inner.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let dash = |c: char| matches!(c, '—' | '-' | '–' | '－' | '―' | '·' | '一');
    let framed = inner.starts_with(dash) && inner.ends_with(dash);
    let paged = inner.starts_with('第') && inner.ends_with('页');
    let ratio = inner.contains('/');
    if !(framed || paged || ratio) {
        return false;
    }
    inner.chars().all(|c| {
        c.is_ascii_digit() || is_space(c) || dash(c) || matches!(c, '第' | '页' | '共' | '/' | '，')
    })
}

/// True when most letters belong to a script that is written beside Chinese: Arabic (Uyghur, Kazakh), Tibetan,
/// Mongolian.
fn is_foreign(inner: &str) -> bool {
    // Two-byte Arabic and three-byte E0/E1 blocks; Han text never begins with these bytes.
    if !inner
        .bytes()
        .any(|b| matches!(b, 0xd8..=0xdd | 0xe0 | 0xe1))
    {
        return false;
    }
    let foreign = |c: &char| matches!(*c, '\u{600}'..='\u{77f}' | '\u{f00}'..='\u{fff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    inner.chars().filter(foreign).count() * 2 > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_cut_at_every_break() {
        let text = "甲\r\n乙\r丙\u{c}丁\n\n　　戊";
        let lines: Vec<&str> = split(text).iter().map(|line| line.span.of(text)).collect();
        assert_eq!(lines, ["甲", "乙", "丙", "丁", "", "戊"]);
        assert!(split(text)[5].indented);
    }

    #[test]
    fn lines_have_their_kind() {
        let table = [
            ("— 6 —", LineKind::PageMark),
            ("- 12 -", LineKind::PageMark),
            ("第 3 页 共 12 页", LineKind::PageMark),
            ("第三页", LineKind::Text),
            ("2017年5月9日", LineKind::Text),
            ("质量\t3", LineKind::Row),
            ("\t为贯彻落实", LineKind::Text),
            ("سۈپەتتە كۈچلۈك رايون", LineKind::Foreign),
            ("   ", LineKind::Blank),
        ];
        for (text, expected) in table {
            assert_eq!(split(text)[0].kind, expected, "{text}");
        }
    }
}
