//! Lines put together into paragraphs.
//!
//! A paragraph is what its author would call one. On paper and in scans it is cut by page breaks and by the
//! width of the page; on web pages it is one line. Joining goes by three signs: the line before stops in the
//! middle of a sentence, the line after does not open anything, and the line before is long enough to have been
//! cut rather than ended.

use super::Span;
use super::boxed;
use super::cell_lines;
use super::grammar::label::{self, Label};
use super::grammar::organisation::{self, Likeness};
use super::line::{Line, LineKind};
use super::mark::{self, Mark};
use super::reading::Reading;
use super::spaced;
use super::table::{self, Table};
use super::wrap::{ended, han_length, labels_done, wrap_width};
use crate::domain::word_list;

/// One paragraph.
#[derive(Debug)]
pub(super) struct Paragraph<'t> {
    /// Its normalised text.
    pub reading: Reading<'t>,
    /// The mark at its head, in bytes of the reading.
    pub mark: Option<Mark>,
}

impl Paragraph<'_> {
    /// The normalised text.
    pub(super) fn text(&self) -> &str {
        self.reading.text()
    }

    /// The normalised text after the mark.
    pub(super) fn after_mark(&self) -> &str {
        &self.text()[self.mark.map_or(0, |mark| mark.length)..]
    }
}

/// A piece of the text, in order.
#[derive(Debug)]
pub(super) enum Block<'t> {
    /// Running text.
    Paragraph(Paragraph<'t>),
    /// Rows of cells.
    Table(Table<'t>),
    /// A line in another script.
    Foreign(Span),
}

/// Puts lines together.
pub(super) fn blocks<'t>(stored: &'t str, lines: &[Line]) -> Vec<Block<'t>> {
    let width = wrap_width(stored, lines);
    let mut blocks = Vec::with_capacity(lines.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let lost_table =
            cell_lines::assemble(stored, lines, at).or_else(|| spaced::assemble(stored, lines, at));
        match line.kind {
            LineKind::Blank | LineKind::PageMark => at += 1,
            LineKind::Foreign => {
                blocks.push(Block::Foreign(line.span));
                at += 1;
            }
            LineKind::Boxed => {
                let (table, next) = boxed::assemble(stored, lines, at);
                blocks.push(Block::Table(table));
                at = next;
            }
            LineKind::Row => {
                let (table, next) = table::assemble(stored, lines, at);
                blocks.push(Block::Table(table));
                at = next;
            }
            LineKind::Text if lost_table.is_some() => {
                if let Some((table, next)) = lost_table {
                    blocks.push(Block::Table(table));
                    at = next;
                }
            }
            LineKind::Text => {
                let (pieces, next) = pieces(stored, lines, at, width);
                let below = bodies_below(stored, lines, next);
                let listed = !below.is_empty() && labels_done(whole_of(stored, &pieces));
                let reading = match listed {
                    true => Reading::of_cell(stored, &[pieces, below.clone()].concat()),
                    false => Reading::new(stored, &pieces),
                };
                let next = if listed { next + below.len() } else { next };
                let mark = mark::read(reading.text());
                blocks.push(Block::Paragraph(Paragraph { reading, mark }));
                at = next;
            }
        }
    }
    blocks
}

/// The lines of the paragraph that begins at `at`, and the index of the line after it.
fn pieces(stored: &str, lines: &[Line], at: usize, width: usize) -> (Vec<Span>, usize) {
    let mut pieces = vec![lines[at].span];
    let mut open = Brackets::default();
    let mut last = at;
    loop {
        let line = lines[last].span.of(stored);
        open.read(line);
        let Some((next, page_break)) = following(lines, last) else {
            break;
        };
        let cut = Cut {
            in_bracket: open.any(),
            page_break,
        };
        if signs(stored, lines, next) || !continues(stored, &lines[last], &lines[next], cut, width)
        {
            break;
        }
        pieces.push(lines[next].span);
        last = next;
    }
    (pieces, last + 1)
}

/// The stored text from the first piece to the last.
fn whole_of<'t>(stored: &'t str, pieces: &[Span]) -> &'t str {
    match (pieces.first(), pieces.last()) {
        (Some(first), Some(last)) => Span::new(first.start, last.end).of(stored),
        _ => "",
    }
}

/// True for a body on a line of its own over a date.
fn signs(stored: &str, lines: &[Line], at: usize) -> bool {
    let after = following(lines, at).map_or("", |(next, _)| lines[next].span.of(stored));
    is_date(after) && is_body_line(lines[at].span.of(stored))
}

fn is_date(text: &str) -> bool {
    text.contains('年') && text.ends_with('日') && text.chars().count() <= 16
}

/// The lines from `at` on that hold bodies and nothing else, as below `责任单位：市发改委`: one body a line. The name over
/// a date is a signature.
fn bodies_below(stored: &str, lines: &[Line], at: usize) -> Vec<Span> {
    let rest = lines.get(at..).unwrap_or_default();
    let listed = |line: &&Line| line.kind == LineKind::Text && is_body_line(line.span.of(stored));
    let count = rest.iter().take_while(listed).count();
    let after = rest[count..]
        .iter()
        .find(|line| line.kind != LineKind::Blank)
        .map_or("", |line| line.span.of(stored));
    let open = after.is_empty() || opens(after, false);
    if !open || is_date(after) {
        return Vec::new();
    }
    rest[..count].iter().map(|line| line.span).collect()
}

/// `市财政局`, `市财政局、各县区政府`.
fn is_body_line(text: &str) -> bool {
    text.chars().count() <= 40
        && !text.contains(['。', '，', '：', '；', ':', ','])
        && mark::read(text).is_none()
        && text.split('、').all(|name| {
            organisation::likeness(name) == Likeness::Strong || organisation::is_collective(name)
        })
}

/// The next line of text, if only blank lines and page marks stand between, and whether a page mark does.
fn following(lines: &[Line], at: usize) -> Option<(usize, bool)> {
    let between = |line: &Line| matches!(line.kind, LineKind::Blank | LineKind::PageMark);
    let next = lines[at + 1..].iter().position(|line| !between(line))? + at + 1;
    let page_break = lines[at + 1..next]
        .iter()
        .any(|line| line.kind == LineKind::PageMark);
    (lines[next].kind == LineKind::Text).then_some((next, page_break))
}

/// What else than its words says that a sentence goes on in the next line.
#[derive(Clone, Copy)]
struct Cut {
    /// A bracket is open.
    in_bracket: bool,
    /// The page ended.
    page_break: bool,
}

/// True when `next` goes on with the sentence that `line` broke off.
fn continues(stored: &str, line: &Line, next: &Line, cut: Cut, width: usize) -> bool {
    let (text, after) = (line.span.of(stored), next.span.of(stored));
    if is_date(text) {
        return false;
    }
    let wrapped = width != usize::MAX;
    if opens(after, wrapped && cut.in_bracket) {
        return false;
    }
    // `（责任单位：市农牧局；完成时限：` at the edge of a page.
    if wrapped && cut.in_bracket && text.ends_with(['：', ':', '；', ';']) {
        return true;
    }
    // In a text cut at the width of the page a line that begins with a bracket goes on with what the bracket closes.
    if wrapped && after.starts_with(['（', '(', '【', '〔', '[']) {
        return true;
    }
    if text.ends_with(['、', '，', ',', '《', '“', '（', '('])
        || after.starts_with(['，', '。', '、', '；', ',', '）', ')', '》', '”'])
    {
        return true;
    }
    // `责任单位：` alone on its line.
    let head = text.trim_end_matches(['：', ':']);
    if head.len() < text.len()
        && matches!(label::meaning(head), Some(Label::Departments(_)))
        && is_body_line(after)
    {
        return true;
    }
    let full = han_length(text) >= width;
    if next.indented || ended(text) || (!full && labels_done(text)) {
        return false;
    }
    if (cut.in_bracket || cut.page_break) && !text.ends_with(['）', ')']) {
        return true;
    }
    let prose = text.contains(['。', '，', '；', ',', '、']);
    full || (han_length(text) >= PROSE && prose && !is_heading_line(text))
}

/// A line shorter than this was ended by its author, not by the width of the page (a page of GB/T 9704 holds 28
/// characters a line).
const PROSE: usize = 20;

/// A heading without a sentence in it: `三、服务供给侧结构性改革，提升供给质量`.
fn is_heading_line(text: &str) -> bool {
    mark::read(text).is_some() && !text.contains(['。', '；'])
}

/// True when a line opens something of its own, whatever came before it; a label does not where a bracket around
/// labels was cut at the width of the page.
fn opens(text: &str, in_bracket: bool) -> bool {
    mark::read(text).is_some()
        || (!in_bracket && is_label(text))
        || LABELS.beginning(text).is_some()
        || text.starts_with("抄送")
        || text.starts_with("主送")
}

word_list!(LABELS = "牵头单位 责任单位 配合单位 主办单位 协办单位");

/// `责任单位：…`, `完成时限：…`, and other short labels before a colon.
fn is_label(text: &str) -> bool {
    let Some(colon) = text.find(['：', ':']) else {
        return false;
    };
    let label = &text[..colon];
    han_length(label) <= 10
        && !label.contains(['。', '；', '，', '、', ';', ','])
        && (label::meaning(label).is_some()
            || [
                "单位",
                "部门",
                "时限",
                "领导",
                "时间",
                "责任人",
                "负责人",
                "目标",
                "措施",
                "要求",
                "内容",
            ]
            .iter()
            .any(|word| label.ends_with(word)))
}

/// Round brackets that a paragraph has opened and not closed yet.
#[derive(Default)]
struct Brackets {
    depth: usize,
}

impl Brackets {
    fn read(&mut self, line: &str) {
        for c in line.chars() {
            match c {
                '（' | '(' => self.depth += 1,
                '）' | ')' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn any(&self) -> bool {
        self.depth > 0
    }
}
