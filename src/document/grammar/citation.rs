//! Other documents that a text names: `《关于实施质量强区战略的决定》（新政发〔2017〕17号）`.

use std::ops::Range;

/// A document that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Its title without the marks.
    pub title: Option<String>,
    /// Its number with `〔〕`, however it was printed.
    pub number: Option<String>,
    /// Where it stands.
    pub range: Range<usize>,
}

/// Every document that `text` names by title or by number.
pub(crate) fn all(text: &str) -> Vec<Citation> {
    let mut found: Vec<Citation> = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('《') {
        let start = at + open;
        let Some(end) = title_end(text, start) else {
            break;
        };
        let title = &text[start + '《'.len_utf8()..end - '》'.len_utf8()];
        let mut range = start..end;
        let mut number = None;
        if text[end..].starts_with('（')
            && let Some((printed, found)) =
                number_in(&text[end..]).filter(|(_, found)| found.start <= '（'.len_utf8())
        {
            number = Some(printed);
            range.end = end + found.end + '）'.len_utf8().min(text.len() - end - found.end);
        }
        at = range.end;
        found.push(Citation {
            title: Some(title.to_owned()),
            number,
            range,
        });
    }
    if found.iter().all(|citation| citation.number.is_none())
        && let Some((printed, range)) = number_in(text)
    {
        found.push(Citation {
            title: None,
            number: Some(printed),
            range,
        });
    }
    found
}

/// Where the `《` at `start` closes, counting the marks inside (`《…〈…〉…》`, `《…《…》…》`).
fn title_end(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text[start..].char_indices() {
        match c {
            '《' => depth += 1,
            '》' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(start + at + c.len_utf8());
                }
            }
            '。' | '；' => return None,
            _ => {}
        }
    }
    None
}

/// The first document number in `text`, printed with `〔〕`, and where it stands.
///
/// 发文字号 (GB/T 9704-2012, 7.2.5): 机关代字〔年份〕序号号. Scans and web pages print the brackets in many ways.
pub(crate) fn number_in(text: &str) -> Option<(String, Range<usize>)> {
    for (at, c) in text.char_indices() {
        if !matches!(c, '〔' | '[' | '﹝' | '【' | '（' | '［' | '(') {
            continue;
        }
        let Some((year, serial, end)) = year_and_serial(&text[at + c.len_utf8()..]) else {
            continue;
        };
        let code = agency_code(&text[..at]);
        if code.chars().count() < 2 {
            continue;
        }
        let range = at - code.len()..at + c.len_utf8() + end;
        return Some((format!("{code}〔{year}〕{serial}号"), range));
    }
    None
}

/// `2017〕17号`: year, serial number and where they end.
fn year_and_serial(rest: &str) -> Option<(&str, &str, usize)> {
    let year = rest
        .get(..4)
        .filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()))?;
    let close = rest[4..]
        .chars()
        .next()
        .filter(|c| matches!(c, '〕' | ']' | '﹞' | '】' | '）' | '］' | ')'))?;
    let after = &rest[4 + close.len_utf8()..];
    let after_word = after.strip_prefix('第').unwrap_or(after);
    let digits = after_word.bytes().take_while(u8::is_ascii_digit).count();
    let serial = after_word[..digits].trim_start_matches('0');
    let tail = after_word[digits..].strip_prefix('号')?;
    (!serial.is_empty() && digits <= 5).then_some((year, serial, rest.len() - tail.len()))
}

/// The Han characters before the bracket, at most twelve: `新政发`, `质检办质`.
fn agency_code(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .take(12)
        .take_while(|(_, c)| ('\u{4e00}'..='\u{9fff}').contains(c))
        .last()
        .map_or(before.len(), |(at, _)| at);
    let code = &before[start..];
    // `根据新政发〔2017〕17号`: in prose the verb stands directly before the number.
    [
        "贯彻落实",
        "根据",
        "按照",
        "依据",
        "落实",
        "贯彻",
        "执行",
        "印发",
        "关于",
    ]
    .iter()
    .find_map(|verb| Some(code.rsplit_once(verb)?.1))
    .unwrap_or(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_every_print() {
        for text in [
            "新政发〔2017〕17号",
            "新政发[2017]17号",
            "新政发（2017）17号",
            "新政发【2017】017号",
            "新政发〔2017〕第17号",
        ] {
            assert_eq!(
                number_in(text).map(|(number, _)| number).as_deref(),
                Some("新政发〔2017〕17号"),
                "{text}"
            );
        }
        for text in ["（2013-2020年）", "第17号", "〔2017〕17号", "2017年17号"] {
            assert_eq!(number_in(text), None, "{text}");
        }
    }

    #[test]
    fn titles_come_with_their_numbers() {
        let text = "根据国务院《质量工作考核办法》（国办发〔2013〕47号）和《质检总局办公厅关于印发〈评分细则〉的通知》（质检办质〔2014〕100号）要求";
        let found = all(text);
        let shown: Vec<(Option<&str>, Option<&str>)> = found
            .iter()
            .map(|c| (c.title.as_deref(), c.number.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                (Some("质量工作考核办法"), Some("国办发〔2013〕47号")),
                (
                    Some("质检总局办公厅关于印发〈评分细则〉的通知"),
                    Some("质检办质〔2014〕100号")
                ),
            ]
        );
        assert_eq!(
            &text[found[0].range.clone()],
            "《质量工作考核办法》（国办发〔2013〕47号）"
        );
    }
}
