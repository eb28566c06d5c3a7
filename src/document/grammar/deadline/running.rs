//! Deadlines in running text.

use super::written::{dated, read};
use super::{Time, TimePhrase};

/// Deadlines in running text: times that are followed by `前`, `底`, `末`, `内` or led by `到`.
/// A year that only dates something (`2015年质量工作重点`) is none, nor is one inside `《…》` or brackets.
pub(crate) fn in_text(text: &str) -> Vec<TimePhrase> {
    let mut found = Vec::new();
    let mut quoted = 0_usize;
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at) {
        // Only these bytes begin a character that is looked for.
        if !matches!(byte, b'0'..=b'9' | 0xe3..=0xe6 | 0xe8 | 0xef) {
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        match c {
            '《' | '（' => quoted += 1,
            '》' | '）' => quoted = quoted.saturating_sub(1),
            _ if quoted == 0 && may_begin(c) => {
                if let Some((time, length)) = lead(text, at) {
                    found.push(TimePhrase {
                        range: at..at + length,
                        time,
                    });
                    at += length;
                    continue;
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    found
}

/// `2020年10月1日至2021年3月31日` at the head of a clause: where it ends, and its last day.
pub(crate) fn stretch(text: &str) -> Option<(usize, Time)> {
    let (_, first) = dated(text)?;
    let rest = text[first..].strip_prefix('至')?;
    let (time, length) = dated(rest)?;
    Some((text.len() - rest.len() + length, time))
}

/// Characters with which a deadline in running text can begin.
fn may_begin(c: char) -> bool {
    c.is_ascii_digit()
        || matches!(
            c,
            '到' | '至' | '截' | '年' | '今' | '当' | '上' | '下' | '本'
        )
}

/// A deadline at `at`: with its leading `到` if it has one.
fn lead(text: &str, at: usize) -> Option<(Time, usize)> {
    let rest = &text[at..];
    let led = ["截至", "截止", "力争到", "到", "至"]
        .iter()
        .find(|word| rest.starts_with(**word));
    // `2020年10月1日至2021年3月31日` is a stretch of time.
    if led == Some(&"至") && text[..at].ends_with(['日', '月', '年']) {
        return None;
    }
    // `达到2020年水平` is as much as then, not until then.
    if led == Some(&"到") && text[..at].ends_with('达') {
        return None;
    }
    if led.is_none()
        && text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '-' || c == '—' || c == '第')
    {
        return None;
    }
    let skip = led.map_or(0, |word| word.len());
    let (time, length) = read(&rest[skip..])?;
    let words = &rest[skip..skip + length];
    let after = &rest[skip + length..];
    // `到2016年以来` and `至今` do not occur; `2016年以来`, `2017年5月9日印发` do.
    let bounded = words.ends_with(['前', '底', '末', '内'])
        || words.contains("半年")
        || words.contains("季度");
    let led_year = led.is_some() && !after.starts_with(['-', '—', '度']);
    // `2000年底前建成的老旧小区` says which houses, not until when.
    let attribute = [
        "建成的",
        "注册的",
        "取得的",
        "竣工的",
        "投用的",
        "形成的",
        "登记的",
        "出生的",
    ]
    .iter()
    .any(|word| after.starts_with(word));
    let ends = (bounded || led_year)
        && !after.starts_with("以来")
        && !after.starts_with("以后")
        && !attribute;
    ends.then_some((time, skip + length))
}
