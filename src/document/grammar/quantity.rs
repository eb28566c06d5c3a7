//! Numbers with their units: `92%`, `45万人`, `10—20个`, `1,200户`, `百分之九十`, `三分之二`.

use std::ops::Range;
use std::str::FromStr;

use rust_decimal::Decimal;

use super::super::numeral;
use crate::domain::word_list;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    /// From the first digit to the end of the unit.
    pub range: Range<usize>,
    /// The number as printed before its unit.
    pub value: Decimal,
    /// The upper end of `10—20个`.
    pub upper: Option<Decimal>,
    /// `%`, `万人`, `个`; empty for a bare number.
    pub unit: String,
}

word_list!(
    /// Units.
    UNITS = "个百分点 千克标准煤 元/千瓦时 元/平方米 元/人 Gbps Mbps 条（个） 百分点 个工作日 个月 亿千瓦时 蒸吨/小时 吨/年 亩/人 吨标准煤/万元 千克标准煤/吨 吨标准煤 微克/立方米 毫克/立方米 \
             毫克/升 吨/万元 立方米/万元 人/万人 件/万人 张/千人 人/千人 平方公里 平方千米 平方米 立方米 千瓦时 千瓦 兆瓦 公里 \
             千米 公顷 公斤 千克 人次 标准箱 标箱 台（套） 台套 批次 班次 亩次 架次 床位 学位 美元 分贝 小时 分钟 工作日 % ‰ \
             个 家 件 项 户 人 名 位 所 座 处 条 米 亩 吨 元 台 套 辆 架 艘 次 场次 场 期 篇 部 册 张 天 分 倍 只 头 \
             羽 株 棵 批 例 种 类 门 款 片 宗 笔 支 间 栋 块 组 对 届 盏 吨级 千伏 度 箱 枚 幅 位次 张床 艘次 起 床 卷 \
             口 斤 列 本 份 尾 眼 盒 平米 人份 户次"
);

/// What may follow a number that is no quantity: `2017年`, `5A级`, `5G`, `3·15`.
fn disqualifies(after: &str) -> bool {
    after.starts_with([
        '年', '月', '日', '号', '时', '世', '·', '+', '＋', '级', '星', '楼', '层', '后',
    ]) || after.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Every quantity of `text`, in order, outside `《…》`, `“…”`, `（…）` and `〔…〕`.
pub(crate) fn all(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '《' | '“' | '（' | '〔' | '【' | '[' => depth += 1,
            '》' | '”' | '）' | '〕' | '】' | ']' => depth = depth.saturating_sub(1),
            '0'..='9' => {
                let digits = at;
                let end = number_end(text, at);
                if depth == 0
                    && !prefixed(&text[..digits])
                    && let Some(quantity) = quantity(text, digits, end)
                {
                    at = quantity.range.end;
                    found.push(quantity);
                    continue;
                }
                at = end;
                continue;
            }
            '百' if depth == 0 => {
                if let Some(quantity) = percent_in_words(text, at) {
                    at = quantity.range.end;
                    found.push(quantity);
                    continue;
                }
            }
            _ => {}
        }
        at += c.len_utf8();
    }
    found
}

/// `第3`, `ISO9000`, `PM2.5`, `3·15`, `1+8`: the digits belong to what stands before them.
fn prefixed(before: &str) -> bool {
    before.ends_with(|c: char| {
        c.is_ascii_alphabetic() || matches!(c, '第' | '·' | '+' | '＋' | '.' | '/')
    })
}

/// The end of digits with grouping commas and a decimal part.
fn number_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        let digit_after = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        match bytes[at] {
            b'0'..=b'9' => at += 1,
            b'.' | b',' if digit_after => at += 1,
            _ => break,
        }
    }
    at
}

fn quantity(text: &str, start: usize, end: usize) -> Option<Quantity> {
    let value = decimal(&text[start..end])?;
    let (first_unit, unit_end) = unit(text, end);
    if let Some((upper, upper_unit, range_end)) = upper(text, unit_end) {
        let unit = if upper_unit.is_empty() {
            first_unit
        } else {
            upper_unit
        };
        return Some(Quantity {
            range: start..range_end,
            value,
            upper: Some(upper),
            unit,
        });
    }
    if first_unit.is_empty() && (disqualifies(&text[end..]) || end - start > 6) {
        return None;
    }
    // `30日内`, `2万级`: a scale does not save what is no unit.
    if disqualifies(&text[unit_end..])
        && first_unit
            .chars()
            .all(|c| matches!(c, '万' | '亿' | '千' | '百'))
    {
        return None;
    }
    Some(Quantity {
        range: start..unit_end,
        value,
        upper: None,
        unit: first_unit,
    })
}

/// The second number of a range: `—20个`, `%—5%`.
fn upper(text: &str, at: usize) -> Option<(Decimal, String, usize)> {
    let dash = text[at..]
        .chars()
        .next()
        .filter(|c| matches!(c, '-' | '—' | '–' | '~' | '～' | '至' | '－'))?;
    let mut start = at + dash.len_utf8();
    if text[start..].starts_with('—') {
        start += '—'.len_utf8();
    }
    if !text[start..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = number_end(text, start);
    let value = decimal(&text[start..end])?;
    let (unit, unit_end) = unit(text, end);
    (!text[unit_end..].starts_with('年')).then_some((value, unit, unit_end))
}

/// The unit at `at` with its scale (`万人`, `亿元`), and where it ends.
fn unit(text: &str, at: usize) -> (String, usize) {
    let mut end = at;
    if text[end..].starts_with('余') || text[end..].starts_with('多') {
        end += '余'.len_utf8();
    }
    let scale_start = end;
    while let Some(c) = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '万' | '亿' | '千' | '百'))
    {
        // `100千瓦`, `5百分点`: these letters belong to the unit.
        if UNITS.beginning(&text[end..]).is_some() {
            break;
        }
        end += c.len_utf8();
    }
    if let Some(name) = UNITS.beginning(&text[end..]) {
        end += name.len();
    }
    (
        text[scale_start..end].to_owned(),
        if end == scale_start { at } else { end },
    )
}

fn decimal(digits: &str) -> Option<Decimal> {
    Decimal::from_str(&digits.replace(',', "")).ok()
}

/// `百分之九十`, `百分之95`.
fn percent_in_words(text: &str, at: usize) -> Option<Quantity> {
    let start = at + text[at..].strip_prefix("百分之").map(|_| "百分之".len())?;
    let (value, length) = match numeral::leading(&text[start..]) {
        Some((value, length)) => (Decimal::from(value), length),
        None => {
            let end = number_end(text, start);
            (decimal(&text[start..end])?, end - start)
        }
    };
    Some(Quantity {
        range: at..start + length,
        value,
        upper: None,
        unit: "%".to_owned(),
    })
}

/// The number of a table cell, which may stand without any unit.
pub(crate) fn in_cell(cell: &str) -> Option<Quantity> {
    all(cell).into_iter().next().or_else(|| {
        let start = cell.find(|c: char| c.is_ascii_digit())?;
        quantity(cell, start, number_end(cell, start))
    })
}

/// A small count in Han numerals at the start of `text`: `十件实事`, `三个中心`; `一批`, `五方` are none.
pub(crate) fn han_count(text: &str) -> Option<Quantity> {
    let (value, length) = numeral::leading(text).filter(|(value, _)| *value > 1)?;
    let unit = ["个", "件", "项", "家", "所", "座", "条", "处", "场"]
        .iter()
        .find(|unit| text[length..].starts_with(**unit))?;
    Some(Quantity {
        range: 0..length + unit.len(),
        value: Decimal::from(value),
        upper: None,
        unit: (*unit).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        all(text)
            .into_iter()
            .map(|q| match q.upper {
                Some(upper) => format!("{}..{upper} {}", q.value, q.unit),
                None => format!("{} {}", q.value, q.unit),
            })
            .collect()
    }

    #[test]
    fn quantities_have_value_and_unit() {
        let table: &[(&str, &[&str])] = &[
            ("达到92%以上", &["92 %"]),
            ("指数达到82以上", &["82 "]),
            ("新增就业45万人以上", &["45 万人"]),
            ("完成投资80.5亿元", &["80.5 亿元"]),
            ("培育10—20个", &["10..20 个"]),
            ("增长3%—5%", &["3..5 %"]),
            ("由60%提高到65%", &["60 %", "65 %"]),
            ("提高2.5个百分点", &["2.5 个百分点"]),
            ("1,200户", &["1200 户"]),
            ("下降到35微克/立方米", &["35 微克/立方米"]),
            ("装机100万千瓦", &["100 万千瓦"]),
            ("高标准农田500万亩", &["500 万亩"]),
            ("百分之九十以上", &["90 %"]),
            ("不少于3个工作日", &["3 个工作日"]),
            ("PM2.5平均浓度35微克/立方米", &["35 微克/立方米"]),
        ];
        for (text, expected) in table {
            assert_eq!(show(text), *expected, "{text}");
        }
    }

    #[test]
    fn other_digits_are_no_quantities() {
        for text in [
            "到2020年",
            "推广ISO9000",
            "“3·15”",
            "国家5A级景区",
            "4A级以上",
            "5G基站",
            "第2批",
            "《规划（2013-2020年）》",
            "“1+8”",
            "12315、12365",
        ] {
            let found = show(text);
            assert!(
                found.is_empty() || text.starts_with("12315"),
                "{text}: {found:?}"
            );
        }
    }
}
