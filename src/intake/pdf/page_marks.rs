//! Lines that belong to the page and not to the text: page numbers, and headers that stand on every page.

use std::collections::BTreeMap;

use super::page_lines::Line;
use crate::intake::classified;

/// `— 3 —`, `-3-`, `3`, `第 3 页`, `3/12`.
pub(super) fn is_page_number(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let dash = |c: char| matches!(c, '—' | '–' | '-' | '－' | '―' | '·' | '一' | '~' | '•');
    let inner = text.trim_matches(dash);
    let framed = inner.len() < text.len();
    let digits = |text: &str| {
        (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let paged = inner
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'))
        .is_some_and(|(number, rest)| {
            let rest = rest
                .trim_start_matches(['，', ',', '/', '共'])
                .trim_end_matches('页');
            digits(number) && (rest.is_empty() || digits(rest))
        });
    let ratio = inner
        .split_once('/')
        .is_some_and(|(page, pages)| digits(page) && digits(pages));
    digits(inner) && (framed || inner.len() <= 3) || paged || ratio
}

/// The lines at the head and foot of pages that come again on most of them, without their figures.
pub(super) fn repeated(pages: &[Vec<Line>]) -> Vec<String> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for lines in pages {
        let mut edge: Vec<String> = edges(lines)
            .map(|place| skeleton(&lines[place].text))
            .collect();
        edge.sort();
        edge.dedup();
        for line in edge.into_iter().filter(|line| !line.is_empty()) {
            *times.entry(line).or_default() += 1;
        }
    }
    let with_text = pages.iter().filter(|lines| !lines.is_empty()).count();
    let often = |times: usize| times >= 3 && times * 2 > with_text;
    times
        .into_iter()
        .filter(|(_, times)| often(*times))
        .map(|(line, _)| line)
        .collect()
}

/// Takes page numbers and repeated lines off a page; tells whether there were any. Of a classification mark the first
/// is kept: `seen` tells whether there was one.
pub(super) fn take_off(lines: &mut Vec<Line>, repeated: &[String], seen: &mut bool) -> bool {
    let places: Vec<usize> = edges(lines)
        .filter(|place| {
            let text = &lines[*place].text;
            let belongs = is_page_number(text) || repeated.contains(&skeleton(text));
            let first = classified::mark(text).is_some() && !std::mem::replace(seen, true);
            belongs && !first
        })
        .collect();
    let mut place = 0;
    lines.retain(|_| {
        place += 1;
        !places.contains(&(place - 1))
    });
    !places.is_empty()
}

/// The first two and the last two lines.
fn edges(lines: &[Line]) -> impl Iterator<Item = usize> {
    let last = lines.len().saturating_sub(2).max(2);
    (0..lines.len().min(2)).chain(last..lines.len())
}

fn skeleton(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !c.is_numeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["— 3 —", "-12-", "3", "第 3 页", "第3页 共12页", "3 / 12"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2017", "一、总则", "3. 开展", "第三页", "2017/5/9", ""] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
