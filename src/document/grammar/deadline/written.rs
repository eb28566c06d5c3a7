//! How times are written: `2014年5月20日`, `2021年6月`, `年底`, `“十四五”期间`.

use super::super::super::numeral;
use super::Time;

/// Reads a time at the start of `text`: what it says and how long it is, with `底`, `末` and `前`.
pub(super) fn read(text: &str) -> Option<(Time, usize)> {
    let (time, length) = five_years(text)
        .or_else(|| dated(text))
        .or_else(|| undated(text))?;
    Some((time, length + bound(&text[length..])))
}

/// `底前`, `末`, `以前`, `之前`, `前`, `内`.
fn bound(rest: &str) -> usize {
    [
        "底以前",
        "底之前",
        "底前",
        "末前",
        "以前",
        "之前",
        "前",
        "底",
        "末",
        "内",
    ]
    .iter()
    .find(|word| rest.starts_with(**word))
    .map_or(0, |word| word.len())
}

/// `“十四五”期间`, `十三五末`.
fn five_years(text: &str) -> Option<(Time, usize)> {
    let open = text
        .chars()
        .next()
        .filter(|c| *c == '“')
        .map_or(0, char::len_utf8);
    let body = text[open..].strip_prefix('十')?;
    let digit = body.chars().next()?;
    let ordinal = 10 + numeral::whole(body.get(..digit.len_utf8())?).filter(|n| *n < 10)?;
    let body = body[digit.len_utf8()..].strip_prefix('五')?;
    let body = if open > 0 {
        body.strip_prefix('”')?
    } else {
        body
    };
    let tail = ["期末", "期间", "时期", "末", "期"]
        .iter()
        .find(|word| body.starts_with(**word))?;
    Some((Time::Plan(ordinal), text.len() - body.len() + tail.len()))
}

/// `2014年5月20日`, `2021年6月`, `2020年`, `2013-2014年度`, `6月10日`, `12月`.
pub(super) fn dated(text: &str) -> Option<(Time, usize)> {
    let (first, length) = number(text)?;
    let rest = &text[length..];
    // `2017年年底前` says 年 twice.
    if rest
        .strip_prefix("年年")
        .is_some_and(|bound| bound.starts_with(['底', '末', '内']))
    {
        return plausible_year(first).then_some((Time::Year(Some(first)), length + "年年".len()));
    }
    if let Some((second, more)) = rest
        .strip_prefix(['-', '—', '–', '~', '～', '至'])
        .and_then(number)
    {
        let gap = rest.chars().next().map_or(0, char::len_utf8);
        let after = &rest[gap + more..];
        if after.starts_with('年') && plausible_year(first) && plausible_year(second) {
            let tail = if after.starts_with("年度") {
                "年度"
            } else {
                "年"
            };
            return Some((Time::Years(first, second), length + gap + more + tail.len()));
        }
        return None;
    }
    if rest.starts_with('年') && plausible_year(first) {
        let year_end = length + '年'.len_utf8();
        return Some(in_year(text, year_end, first));
    }
    if rest.starts_with('月') && (1..=12).contains(&first) {
        let (time, end) = in_month(
            text,
            length + '月'.len_utf8(),
            None,
            u32::try_from(first).ok()?,
        );
        return Some((time, end));
    }
    None
}

/// What follows `2020年`: a month, a half, a quarter, or nothing.
fn in_year(text: &str, year_end: usize, year: i32) -> (Time, usize) {
    let rest = &text[year_end..];
    let gap = usize::from(rest.starts_with('第')) * '第'.len_utf8();
    if let Some((month, length)) = number(rest).filter(|(month, _)| (1..=12).contains(month))
        && rest[length..].starts_with('月')
    {
        let month = u32::try_from(month).unwrap_or(1);
        return in_month(text, year_end + length + '月'.len_utf8(), Some(year), month);
    }
    if let Some((time, length)) = part_of_year(&rest[gap..], Some(year)) {
        return (time, year_end + gap + length);
    }
    let tail = if rest.starts_with('度') {
        '度'.len_utf8()
    } else {
        0
    };
    (Time::Year(Some(year)), year_end + tail)
}

/// What follows `6月`: a day, a third of the month, or nothing.
fn in_month(text: &str, month_end: usize, year: Option<i32>, month: u32) -> (Time, usize) {
    let rest = &text[month_end..];
    if let Some((day, length)) = number(rest).filter(|(day, _)| (1..=31).contains(day))
        && rest[length..].starts_with(['日', '号'])
    {
        let day = u32::try_from(day).unwrap_or(1);
        return (
            Time::Day(year, month, day),
            month_end + length + '日'.len_utf8(),
        );
    }
    for (word, day) in [("上旬", 10), ("中旬", 20)] {
        if rest.starts_with(word) {
            return (Time::Day(year, month, day), month_end + word.len());
        }
    }
    let tail = if rest.starts_with("下旬") {
        "下旬".len()
    } else if rest.starts_with('份') {
        '份'.len_utf8()
    } else {
        0
    };
    (Time::Month(year, month), month_end + tail)
}

/// `年底`, `今年内`, `上半年`, `第一季度`.
fn undated(text: &str) -> Option<(Time, usize)> {
    let lead = ["今年", "当年", "本年"]
        .iter()
        .find(|word| text.starts_with(**word))
        .map_or(0, |word| word.len());
    let rest = &text[lead..];
    if lead > 0 && rest.starts_with(['底', '末', '内', '前']) {
        return Some((Time::Year(None), lead));
    }
    if let Some(after) = rest.strip_prefix('年')
        && ["底", "末", "内"]
            .iter()
            .any(|word| after.starts_with(word))
    {
        return Some((Time::Year(None), lead + '年'.len_utf8()));
    }
    let gap = usize::from(rest.starts_with('第')) * '第'.len_utf8();
    part_of_year(&rest[gap..], None).map(|(time, length)| (time, lead + gap + length))
}

/// `上半年`, `一季度`, `3季度`.
fn part_of_year(rest: &str, year: Option<i32>) -> Option<(Time, usize)> {
    for (word, half) in [("上半年", 1), ("下半年", 2)] {
        if rest.starts_with(word) {
            return Some((Time::HalfYear(year, half), word.len()));
        }
    }
    for (word, quarter) in [
        ("一", 1),
        ("二", 2),
        ("三", 3),
        ("四", 4),
        ("1", 1),
        ("2", 2),
        ("3", 3),
        ("4", 4),
    ] {
        if rest.starts_with(word) && rest[word.len()..].starts_with("季度") {
            return Some((Time::Quarter(year, quarter), word.len() + "季度".len()));
        }
    }
    None
}

/// Digits at the start of `text`.
fn number(text: &str) -> Option<(i32, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4)
        .contains(&length)
        .then(|| text[..length].parse().ok().map(|number| (number, length)))?
}

fn plausible_year(year: i32) -> bool {
    (1949..=2100).contains(&year)
}
