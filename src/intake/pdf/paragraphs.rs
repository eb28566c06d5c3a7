//! Lines of pages put into paragraphs.
//!
//! A line goes on with the one before when that reaches to the right edge of the text and it begins at the left edge
//! itself: the first line of a paragraph is set in by two characters, its last is short.

use super::page_lines::Line;
use crate::intake::classified;

/// The edges between which the text of a page stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edges {
    left: f64,
    right: f64,
}

impl Edges {
    /// Of some lines, by the long ones among them.
    pub(super) fn of(lines: &[Line]) -> Option<Self> {
        let longest = lines
            .iter()
            .map(|line| line.right - line.left)
            .fold(0.0, f64::max);
        let longer = |share: f64| {
            lines
                .iter()
                .filter(move |line| line.right - line.left > longest * share)
        };
        let mut rights: Vec<f64> = longer(0.7).map(|line| line.right).collect();
        if rights.is_empty() {
            return None;
        }
        rights.sort_by(f64::total_cmp);
        Some(Self {
            // Where paragraphs have two lines, only the short one begins at the edge.
            left: longer(0.4)
                .map(|line| line.left)
                .fold(f64::INFINITY, f64::min),
            right: rights[rights.len() * 7 / 10],
        })
    }

    fn begins(&self, line: &Line) -> bool {
        (line.left - self.left).abs() < 0.8 * line.size
    }

    /// Reaches to the right edge. A stop that may not begin a line takes the character before it along, so a line
    /// within a sentence may be short by a few.
    fn fills(&self, line: &Line, ended: bool) -> bool {
        self.right - line.right < if ended { 1.2 } else { 3.2 } * line.size
    }

    /// Set in by about two characters, as paragraphs are.
    fn is_set_in(&self, line: &Line) -> bool {
        (1.2..4.6).contains(&((line.left - self.left) / line.size)) && !self.is_centred(line)
    }

    fn is_centred(&self, line: &Line) -> bool {
        let (before, behind) = (line.left - self.left, self.right - line.right);
        (before - behind).abs() < line.size && before > 3.0 * line.size
    }
}

/// Puts lines together.
#[derive(Debug)]
pub(super) struct Paragraphs {
    /// From line to line within a paragraph.
    leading: f64,
    last: Option<(Line, Edges)>,
}

impl Paragraphs {
    /// For pages whose lines mostly follow one another at some distance.
    pub(super) fn new(pages: &[Vec<Line>]) -> Self {
        let between = |lines: &Vec<Line>| -> Vec<f64> {
            let pairs = lines.windows(2);
            pairs
                .map(|pair| pair[0].y - pair[1].y)
                .filter(|distance| *distance > 0.0)
                .collect()
        };
        let mut distances: Vec<f64> = pages.iter().flat_map(between).collect();
        distances.sort_by(f64::total_cmp);
        Self {
            leading: distances
                .get(distances.len() / 2)
                .copied()
                .unwrap_or(f64::INFINITY),
            last: None,
        }
    }

    /// Whether a line goes on with the paragraph before it. `adjacent` is false where a page ended between them.
    pub(super) fn goes_on(&mut self, line: &Line, edges: Edges, adjacent: bool) -> bool {
        let goes_on = self.last.as_ref().is_some_and(|(before, there)| {
            let near = !adjacent || before.y - line.y < 1.25 * self.leading;
            let alike = (before.size / line.size - 1.0).abs() < 0.15;
            let ended = before
                .text
                .ends_with(['。', '；', '：', '！', '？', '）', '”', ')']);
            let opens = ended && has_mark(&line.text);
            let marked = [&before.text, &line.text]
                .into_iter()
                .any(|text| classified::mark(text).is_some());
            near && alike && !opens && !marked && there.fills(before, ended) && edges.begins(line)
        });
        self.last = Some((line.clone(), edges));
        goes_on
    }

    /// A table or the like stands between.
    pub(super) fn interrupt(&mut self) {
        self.last = None;
    }
}

/// `一、`, `（一）`, `1.`, `（1）`, `第一条`.
fn has_mark(text: &str) -> bool {
    let figure = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十百".contains(c);
    let bracketed = text.strip_prefix(['（', '(']);
    let article = text.strip_prefix('第');
    let rest = bracketed.or(article).unwrap_or(text);
    let number = rest.trim_start_matches(figure);
    let length = rest.chars().count() - number.chars().count();
    let mut after = number.chars();
    let sign = after.next();
    let fits = match sign {
        Some('）' | ')') => bracketed.is_some(),
        Some('条' | '章' | '节') => article.is_some(),
        Some('、' | '.' | '．') => bracketed.is_none() && article.is_none(),
        _ => false,
    };
    (1..=3).contains(&length) && fits && !after.next().is_some_and(|c| c.is_ascii_digit())
}

/// The line as the beginning of a paragraph.
pub(super) fn begin(line: &Line, edges: Edges) -> String {
    let indent = if edges.is_set_in(line) { "　　" } else { "" };
    format!("{indent}{}", line.text)
}

/// Puts a line behind a paragraph.
pub(super) fn join(paragraph: &mut String, line: &str) {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    if latin(paragraph.chars().next_back()) && latin(line.chars().next()) {
        paragraph.push(' ');
    }
    paragraph.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(left: f64, right: f64, y: f64, text: &str) -> Line {
        Line {
            text: text.to_owned(),
            left,
            right,
            y,
            size: 10.0,
        }
    }

    #[test]
    fn lines_go_on_until_one_is_short_set_in_or_far_off() {
        let lines = vec![
            line(150.0, 250.0, 700.0, "标题"),
            line(120.0, 300.0, 680.0, "第一段开头"),
            line(100.0, 300.0, 660.0, "第一段中间"),
            line(100.0, 200.0, 640.0, "第一段末尾。"),
            line(100.0, 300.0, 620.0, "第二段开头"),
            line(100.0, 295.0, 600.0, "第二段末尾。"),
            line(100.0, 300.0, 580.0, "（一）第三段"),
            line(100.0, 300.0, 550.0, "隔开的第四段"),
        ];
        let edges = Edges::of(&lines).expect("there are lines");
        let mut paragraphs = Paragraphs::new(std::slice::from_ref(&lines));
        let goes_on: Vec<bool> = lines
            .iter()
            .map(|line| paragraphs.goes_on(line, edges, true))
            .collect();
        assert_eq!(
            goes_on,
            [false, false, true, true, false, true, false, false]
        );
        assert_eq!(begin(&lines[1], edges), "　　第一段开头");
        assert_eq!(begin(&lines[0], edges), "标题");
    }

    #[test]
    fn marks_are_told_from_figures() {
        for (text, is) in [
            ("一、总则", true),
            ("（十二）加强", true),
            ("3.推进", true),
            ("（3）推进", true),
            ("第三条　各地", true),
            ("3.5%以上", false),
            ("2024年", false),
            ("（自治区质监局牵头）", false),
            ("第三方", false),
        ] {
            assert_eq!(has_mark(text), is, "{text}");
        }
    }
}
