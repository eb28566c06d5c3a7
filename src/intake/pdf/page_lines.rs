//! Characters on a page put into lines of text.

use super::drawn::Glyph;

/// A line as it stands on the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub text: String,
    /// Left end.
    pub left: f64,
    /// Right end.
    pub right: f64,
    /// Height of its base line.
    pub y: f64,
    /// Height of its largest character.
    pub size: f64,
}

/// What a character is shown as that its font does not tell.
pub(super) const UNKNOWN: char = '\u{fffd}';

/// Puts characters into lines, from the top of the page to its bottom.
pub(super) fn lines(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.x.total_cmp(&b.x)));
    let mut lines = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    let (mut base, mut size) = (0.0_f64, 0.0_f64);
    for glyph in glyphs {
        // A raised figure belongs to the line that it stands in.
        let same = !row.is_empty() && (base - glyph.y).abs() < 0.45 * size.max(glyph.size);
        if !same {
            lines.extend(line(std::mem::take(&mut row)));
            (base, size) = (glyph.y, glyph.size);
        }
        if glyph.size > size {
            (base, size) = (glyph.y, glyph.size);
        }
        row.push(glyph);
    }
    lines.extend(line(row));
    lines
}

/// One line from its characters.
fn line(mut row: Vec<Glyph>) -> Option<Line> {
    row.sort_by(|a, b| a.x.total_cmp(&b.x));
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    for glyph in row.iter().filter(|glyph| !is_space(glyph)) {
        let shown = glyph.text.as_deref();
        if let Some(before) = last {
            // Bold type is often the same character printed twice.
            if before.text == glyph.text && glyph.x - before.x < 0.25 * glyph.size {
                continue;
            }
            text.push_str(gap(before, glyph));
        }
        match shown {
            Some(shown) => text.push_str(shown),
            None => text.push(UNKNOWN),
        }
        last = Some(glyph);
    }
    let shown = || row.iter().filter(|glyph| !is_space(glyph));
    let first = shown().next()?;
    let end = |glyph: &Glyph| glyph.x + glyph.width;
    Some(Line {
        text,
        left: first.x,
        right: shown().map(end).fold(first.x, f64::max),
        y: first.y,
        size: shown().map(|glyph| glyph.size).fold(0.0, f64::max),
    })
}

fn is_space(glyph: &Glyph) -> bool {
    glyph
        .text
        .as_deref()
        .is_some_and(|text| text.chars().all(char::is_whitespace))
}

/// The space that stands between two characters: none in Chinese, whose lines are spread to fill the page.
fn gap(before: &Glyph, after: &Glyph) -> &'static str {
    let size = before.size.max(after.size);
    let width = (after.x - before.x - before.width) / size;
    let latin = |glyph: &Glyph| glyph.text.as_deref().is_some_and(|text| text.is_ascii());
    if width > 1.2 {
        "　"
    } else if width > 0.15 && latin(before) && latin(after) {
        " "
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(y: f64, from: f64, step: f64, text: &str) -> Vec<Glyph> {
        let glyph = |(place, c): (usize, char)| Glyph {
            x: from + step * place as f64,
            y,
            width: if c.is_ascii() { 5.0 } else { 10.0 },
            size: 10.0,
            text: Some(c.to_string()),
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn characters_in_any_order_become_lines() {
        let mut all = glyphs(680.0, 100.0, 10.0, "第二行");
        all.extend(glyphs(700.0, 100.0, 11.0, "第一行"));
        all.extend(glyphs(703.0, 133.0, 5.0, "2"));
        let texts: Vec<String> = lines(all).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["第一行2", "第二行"]);
    }

    #[test]
    fn bold_type_is_read_once_and_gaps_are_kept() {
        let mut all = glyphs(700.0, 100.0, 10.0, "目标");
        all.extend(glyphs(700.0, 100.4, 10.0, "目标"));
        all.extend(glyphs(700.0, 180.0, 10.0, "甲"));
        all.extend(glyphs(700.0, 190.0, 5.0, "GB/T"));
        all.extend(glyphs(700.0, 213.0, 5.0, "9704"));
        assert_eq!(lines(all)[0].text, "目标　甲GB/T 9704");
    }
}
