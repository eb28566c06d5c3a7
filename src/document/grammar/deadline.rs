//! 时限: `到2020年`, `2021年6月底前`, `年底前`, `上半年`, `“十四五”期间`, `长期坚持`, `按国家要求时限`.

use std::ops::Range;

use chrono::NaiveDate;

use super::super::numeral;
use crate::domain::{Deadline, Precision, five_year_plan, last_day_of_month};

/// A time as words give it; the year may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// `2014年5月20日`, `6月10日`.
    Day(Option<i32>, u32, u32),
    /// `2021年6月`.
    Month(Option<i32>, u32),
    /// `一季度`.
    Quarter(Option<i32>, u32),
    /// `上半年` is 1, `下半年` is 2.
    HalfYear(Option<i32>, u32),
    /// `2020年`, `年底`.
    Year(Option<i32>),
    /// `2013-2014年度`.
    Years(i32, i32),
    /// `“十三五”`.
    Plan(u32),
    /// `每年`, `每季度`.
    Recurring,
    /// `长期坚持`.
    Open,
    /// `按国家要求时限`.
    External,
    /// `立即`.
    Immediate,
}

/// A time and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimePhrase {
    /// The words, with their `到` and `前`.
    pub range: Range<usize>,
    /// What they say.
    pub time: Time,
}

impl TimePhrase {
    /// True when the words hold a date or a stretch of time, not only `持续推进`.
    pub(crate) fn is_dated(&self) -> bool {
        !matches!(
            self.time,
            Time::Recurring | Time::Open | Time::External | Time::Immediate
        )
    }

    /// The year that the words themselves give.
    pub(crate) fn year(&self) -> Option<i32> {
        match self.time {
            Time::Day(year, ..)
            | Time::Month(year, _)
            | Time::Quarter(year, _)
            | Time::HalfYear(year, _)
            | Time::Year(year) => year,
            Time::Years(_, last) => Some(last),
            Time::Plan(ordinal) => five_year_plan(ordinal).map(|(_, last)| last),
            _ => None,
        }
    }

    /// The deadline, with `year` where the words give none; `立即` means the day on which the document was issued.
    pub(crate) fn resolve(
        &self,
        printed: String,
        year: Option<i32>,
        issued: Option<NaiveDate>,
    ) -> Deadline {
        let own_year = self.year();
        let (first, last, precision) = match self.time {
            Time::Immediate => (issued, issued, Precision::Day),
            time => bounds(time, own_year.or(year)),
        };
        let needs_year = matches!(
            self.time,
            Time::Day(None, ..)
                | Time::Month(None, _)
                | Time::Quarter(None, _)
                | Time::HalfYear(None, _)
                | Time::Year(None)
        );
        Deadline {
            printed,
            first,
            last,
            precision,
            year_inferred: needs_year && year.is_some(),
        }
    }
}

type Bounds = (Option<NaiveDate>, Option<NaiveDate>, Precision);

fn bounds(time: Time, year: Option<i32>) -> Bounds {
    let day = |month, day| year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
    let end = |month| year.and_then(|year| last_day_of_month(year, month));
    match time {
        Time::Day(_, month, number) => (day(month, number), day(month, number), Precision::Day),
        Time::Month(_, month) => (day(month, 1), end(month), Precision::Month),
        Time::Quarter(_, quarter) => (
            day(quarter * 3 - 2, 1),
            end(quarter * 3),
            Precision::Quarter,
        ),
        Time::HalfYear(_, half) => (day(half * 6 - 5, 1), end(half * 6), Precision::HalfYear),
        Time::Year(_) => (day(1, 1), end(12), Precision::Year),
        Time::Years(first, last) => years(first, last),
        Time::Plan(ordinal) => {
            five_year_plan(ordinal).map_or((None, None, Precision::Span), |(a, b)| years(a, b))
        }
        Time::Recurring => (None, None, Precision::Recurring),
        Time::Open => (None, None, Precision::Open),
        Time::External => (None, None, Precision::External),
        Time::Immediate => (None, None, Precision::Day),
    }
}

fn years(first: i32, last: i32) -> Bounds {
    (
        NaiveDate::from_ymd_opt(first, 1, 1),
        NaiveDate::from_ymd_opt(last, 12, 31),
        Precision::Span,
    )
}

/// Reads `text[range]` when all of it is a time: a clause of a bracket, the value of a label, a table cell.
/// `2025年6月底前完成`, `年内持续推进`, `12月底前取得阶段性成果`. The range given back is that of the time itself.
pub(crate) fn whole(text: &str, range: Range<usize>) -> Option<TimePhrase> {
    let range = trim(text, range);
    let slice = &text[range.clone()];
    if let Some(time) = words_alone(slice) {
        return Some(TimePhrase { range, time });
    }
    let lead = ["于", "到", "至", "截至", "力争"]
        .iter()
        .find(|word| slice.starts_with(**word))
        .map_or(0, |word| word.len());
    let (time, length) = read(&slice[lead..])?;
    let end = lead + length;
    let rest = &slice[end..];
    let finishing = rest.is_empty() || FINISHING.iter().any(|word| rest.starts_with(word));
    let start = range.start
        + if slice.starts_with("于") || slice.starts_with("力争") {
            lead
        } else {
            0
        };
    (finishing && rest.chars().count() <= 16).then_some(TimePhrase {
        range: start..range.start + end,
        time,
    })
}

/// What may follow a time that stands alone.
const FINISHING: &[&str] = &[
    "完成",
    "办结",
    "建成",
    "落实",
    "取得",
    "实现",
    "到位",
    "见效",
    "持续",
    "推进",
    "基本",
    "全面",
    "并",
    "启动",
    "出台",
    "印发",
    "报送",
    "达到",
    "，",
    "、",
    "投入",
    "开工",
    "竣工",
    "并长期",
    "前完成",
    "结束",
    "形成",
    "制定",
    "公布",
    "上线",
    "下达",
    "开展",
    "提交",
    "报",
    "上报",
    "发布",
    "提出",
    "见成效",
    "达标",
    "封关",
    "验收",
    "销号",
    "整改",
    "动工",
    "改造",
    "试运行",
    "运行",
    "有",
    "力争",
];

/// The range without brackets and stops at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let stray =
        |c: char| c.is_whitespace() || matches!(c, '。' | '；' | '，' | '）' | '】' | ']' | '.');
    let start = range.end - text[range.clone()].trim_start().len();
    start..start + text[start..range.end].trim_end_matches(stray).len()
}

/// Times without a date: `长期坚持`, `持续推进`, `按国家要求时限完成`, `每季度`.
fn words_alone(slice: &str) -> Option<Time> {
    let starts = |words: &[&str]| words.iter().any(|word| slice.starts_with(word));
    if slice.chars().count() > 14 {
        return None;
    }
    if starts(&[
        "长期",
        "持续",
        "常态化",
        "常年",
        "年内持续",
        "全年持续",
        "贯穿",
        "常抓不懈",
    ]) || slice == "全年"
    {
        Some(Time::Open)
    } else if starts(&["每年", "每月", "每季", "每半年", "定期"]) {
        Some(Time::Recurring)
    } else if (starts(&["按", "依"])
        && (slice.contains("时限")
            || slice.contains("时间")
            || slice.contains("进度")
            || slice.contains("节点")))
        || starts(&["根据工作进展", "视情"])
    {
        Some(Time::External)
    } else if starts(&["立即", "即日", "即时"]) {
        Some(Time::Immediate)
    } else {
        None
    }
}

/// Deadlines in running text: times that are followed by `前`, `底`, `末`, `内` or led by `到`.
/// A year that only dates something (`2015年质量工作重点`) is none, nor is one inside `《…》` or brackets.
pub(crate) fn in_text(text: &str) -> Vec<TimePhrase> {
    let mut found = Vec::new();
    let mut quoted = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
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

/// Reads a time at the start of `text`: what it says and how long it is, with `底`, `末` and `前`.
fn read(text: &str) -> Option<(Time, usize)> {
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
fn dated(text: &str) -> Option<(Time, usize)> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str, year: i32) -> String {
        let phrase = whole(text, 0..text.len()).unwrap_or_else(|| panic!("no time in {text}"));
        let deadline = phrase.resolve(text.to_owned(), Some(year), None);
        let date = |date: Option<NaiveDate>| date.map_or("-".to_owned(), |date| date.to_string());
        format!(
            "{} {} {}",
            date(deadline.first),
            date(deadline.last),
            deadline.precision.code()
        )
    }

    #[test]
    fn every_form_has_its_dates() {
        let table = [
            ("2020年底前", "2020-01-01 2020-12-31 year"),
            ("年底前", "2019-01-01 2019-12-31 year"),
            ("年内", "2019-01-01 2019-12-31 year"),
            ("今年底前完成", "2019-01-01 2019-12-31 year"),
            ("2021年6月底前", "2021-06-01 2021-06-30 month"),
            ("6月底前取得阶段性成果", "2019-06-01 2019-06-30 month"),
            ("2014年5月20日前", "2014-05-20 2014-05-20 day"),
            ("6月10日前完成", "2019-06-10 2019-06-10 day"),
            ("6月中旬前", "2019-06-20 2019-06-20 day"),
            ("上半年", "2019-01-01 2019-06-30 half_year"),
            ("2022年上半年", "2022-01-01 2022-06-30 half_year"),
            ("一季度末", "2019-01-01 2019-03-31 quarter"),
            ("2023年第三季度", "2023-07-01 2023-09-30 quarter"),
            ("“十四五”期间", "2021-01-01 2025-12-31 span"),
            ("十三五末", "2016-01-01 2020-12-31 span"),
            ("2013-2014年度", "2013-01-01 2014-12-31 span"),
            ("每季度", "- - recurring"),
            ("长期坚持", "- - open"),
            ("年内持续推进", "- - open"),
            ("按国家要求时限", "- - external"),
        ];
        for (text, expected) in table {
            assert_eq!(resolved(text, 2019), expected, "{text}");
        }
    }

    #[test]
    fn running_text_has_only_its_deadlines() {
        let table: &[(&str, &[&str])] = &[
            ("到2020年，力争创建示范区15个", &["到2020年"]),
            (
                "各责任部门要于2014年5月20日前完成自查，6月10日前完成整理",
                &["2014年5月20日前", "6月10日前"],
            ),
            ("落实《国务院计量发展规划（2013-2020年）》", &[]),
            ("2015年质量工作重点", &[]),
            ("2016年以来，质量水平提升", &[]),
            ("自2017年5月1日起施行", &[]),
            ("精心组织2015年全国“质量月”活动", &[]),
            ("年底前全面建成，2025年达到", &["年底前"]),
            ("从2015年的60%提高到65%", &[]),
            ("力争到2025年建成", &["到2025年"]),
            ("2017年年底前落实到位", &["2017年年底前"]),
            ("完成2000年底前建成的老旧小区改造", &[]),
        ];
        for (text, expected) in table {
            let found: Vec<&str> = in_text(text)
                .into_iter()
                .map(|phrase| &text[phrase.range])
                .collect();
            assert_eq!(found, *expected, "{text}");
        }
    }
}
