//! The parts of a heading paragraph: `（三）强化政府主导责任。各级党委、政府要…` has a label, a title and a body.

use std::ops::Range;

use super::super::paragraph::Paragraph;

/// The ranges of a heading paragraph, in its reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// `（三）`.
    pub label: Range<usize>,
    /// `强化政府主导责任`.
    pub title: Range<usize>,
    /// What follows the title in the same paragraph; empty when the title stands alone.
    pub body: Range<usize>,
}

impl Heading {
    /// True when the body follows the title in the same paragraph.
    pub(super) fn runs_in(&self) -> bool {
        !self.body.is_empty()
    }
}

/// A first sentence up to this length is a title (characters).
const TITLE: usize = 40;

/// Splits a heading paragraph. `limit` is where its text proper ends: at the first bracket or label that assigns.
pub(super) fn split(paragraph: &Paragraph<'_>, limit: usize) -> Heading {
    let text = paragraph.text();
    let mark = paragraph.mark.map_or(0, |mark| mark.length);
    let after = &text[mark..limit.max(mark)];
    let start = mark + (after.len() - after.trim_start_matches([' ', '\u{3000}', '、', '.']).len());
    let words = &text[start..limit.max(start)];
    match sentence_end(words) {
        Some(end) if words[..end].chars().count() <= TITLE => {
            let body = start + end + '。'.len_utf8();
            Heading {
                label: 0..mark,
                title: start..start + end,
                body: body..limit.max(body),
            }
        }
        Some(_) => {
            let title = short_title(words);
            Heading {
                label: 0..mark,
                title: start..start + title,
                body: start..limit.max(start),
            }
        }
        None => {
            let end = start + words.trim_end_matches(['：', '。', '；']).len();
            let end = if words.chars().count() > TITLE * 2 {
                start + short_title(words)
            } else {
                end
            };
            Heading {
                label: 0..mark,
                title: start..end,
                body: end..end,
            }
        }
    }
}

/// Where the first sentence ends, outside quotation marks and brackets.
fn sentence_end(words: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in words.char_indices() {
        match c {
            '“' | '《' | '（' => depth += 1,
            '”' | '》' | '）' => depth = depth.saturating_sub(1),
            '。' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// The length of a title for a text that has none: its first sentence if that is short, else its first clause.
pub(super) fn short_title(words: &str) -> usize {
    let limit = words
        .char_indices()
        .nth(TITLE)
        .map_or(words.len(), |(at, _)| at);
    let sentence = sentence_end(words).unwrap_or(words.len());
    if sentence <= limit {
        return sentence;
    }
    if let Some(colon) = words[..limit]
        .find('：')
        .filter(|at| *at >= '一'.len_utf8() * 6)
    {
        return colon;
    }
    let clause = words[..limit]
        .rfind(['，', '；', '：'])
        .filter(|at| *at >= '一'.len_utf8() * 6);
    clause.unwrap_or(limit)
}

/// `农产品：实施标准化…`: the label of a paragraph that begins with one, in bytes.
pub(super) fn run_in_label(text: &str) -> Option<usize> {
    let colon = text.find('：')?;
    let label = &text[..colon];
    let length = label.chars().count();
    let plain = !label.contains(['，', '。', '；', '、', '“', '《'])
        && !label.ends_with(['是', '为', '下', '括'])
        && !["附件", "其中", "注", "备注", "说明", "抄送", "联系"]
            .iter()
            .any(|word| label.starts_with(word));
    let body = text[colon + '：'.len_utf8()..].chars().count();
    ((2..=14).contains(&length) && plain && body >= 10).then_some(colon)
}

#[cfg(test)]
mod tests {
    use super::super::super::{Span, mark, reading::Reading};
    use super::*;

    fn parts(text: &str) -> (String, String) {
        let reading = Reading::new(text, &[Span::new(0, text.len())]);
        let mark = mark::read(reading.text());
        let paragraph = Paragraph { reading, mark };
        let heading = split(&paragraph, paragraph.text().len());
        (
            paragraph.text()[heading.title].to_owned(),
            paragraph.text()[heading.body].to_owned(),
        )
    }

    #[test]
    fn headings_have_title_and_body() {
        let own = |title: &str, body: &str| (title.to_owned(), body.to_owned());
        assert_eq!(
            parts("1.强化政府主导责任。各级党委要"),
            own("强化政府主导责任", "各级党委要")
        );
        assert_eq!(
            parts("(一) 指导思想。深入贯彻"),
            own("指导思想", "深入贯彻")
        );
        assert_eq!(parts("（一）提升产品质量"), own("提升产品质量", ""));
        assert_eq!(
            parts("三、服务供给侧结构性改革，提升供给质量"),
            own("服务供给侧结构性改革，提升供给质量", "")
        );
    }

    #[test]
    fn run_in_labels_are_short() {
        assert_eq!(
            run_in_label("农产品：实施标准化、规模化种植、养殖"),
            Some("农产品".len())
        );
        assert_eq!(
            run_in_label("交通（公路）工程：大力开展“品质工程”创建活动"),
            Some("交通（公路）工程".len())
        );
        assert_eq!(
            run_in_label("现将有关事项通知如下：请认真贯彻执行下列各项"),
            None
        );
        assert_eq!(
            run_in_label("会议强调，要做到：第一，坚持标准化规模化种植"),
            None
        );
    }
}
