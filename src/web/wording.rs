//! Figures and days in the words of a page. Pure; every page says the same thing the same way.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::clock::beijing;
use crate::domain::days_left;

/// `2018-06-25`, for tables.
pub fn date(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// `6月25日（周一）`, for sentences; with the year where it is not this one.
pub fn day(day: NaiveDate, today: NaiveDate) -> String {
    let weekday =
        ["一", "二", "三", "四", "五", "六", "日"][day.weekday().num_days_from_monday() as usize];
    let year = if day.year() == today.year() {
        String::new()
    } else {
        format!("{}年", day.year())
    };
    format!("{year}{}月{}日（周{weekday}）", day.month(), day.day())
}

/// `2018-06-20 14:02`.
pub fn moment(moment: DateTime<Utc>) -> String {
    beijing(moment).format("%Y-%m-%d %H:%M").to_string()
}

/// `14:02`.
pub fn time(moment: DateTime<Utc>) -> String {
    beijing(moment).format("%H:%M").to_string()
}

/// `还有 3 天`, `今天到期`, `逾期 12 天`.
pub fn left(day: NaiveDate, today: NaiveDate) -> String {
    match days_left(day, today) {
        0 => "今天到期".to_owned(),
        days if days > 0 => format!("还有 {days} 天"),
        days => format!("逾期 {} 天", -days),
    }
}

/// A figure without empty decimals, in groups of three from five digits on: `12,000`, `91.3`, `3600`.
pub fn number(value: Decimal) -> String {
    let plain = value.normalize().to_string();
    let (sign, rest) = plain
        .strip_prefix('-')
        .map_or(("", plain.as_str()), |rest| ("−", rest));
    let (whole, fraction) = rest
        .split_once('.')
        .map_or((rest, ""), |(whole, fraction)| (whole, fraction));
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(whole))
}

fn grouped(digits: &str) -> String {
    if digits.len() < 5 {
        return digits.to_owned();
    }
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A figure with its unit: `91.3%`, `131 个`, `82`.
pub fn quantity(value: Decimal, unit: &str) -> String {
    match unit {
        "" | "%" | "‰" => format!("{}{unit}", number(value)),
        unit => format!("{} {unit}", number(value)),
    }
}

/// The unit of a difference: between percentages it is counted in 个百分点.
pub fn difference(value: Decimal, unit: &str) -> String {
    match unit {
        "%" => format!("{} 个百分点", number(value)),
        "‰" => format!("{} 个千分点", number(value)),
        unit => quantity(value, unit),
    }
}

/// The share of a count, one decimal: `7.7%`.
pub fn share(part: i64, whole: i64) -> String {
    if whole == 0 {
        return "0%".to_owned();
    }
    let share = (Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole)).round_dp(1);
    format!("{}%", share.normalize())
}

/// A heading with its number: `三、提升供给质量`, `（一）加强领导`, `附件 任务分解表`.
pub fn heading(label: &str, title: &str) -> String {
    let stops = ['、', '）', ')', '.', '．'];
    match label.is_empty() || title.is_empty() || label.ends_with(stops) {
        true => format!("{label}{title}"),
        false => format!("{label} {title}"),
    }
}

/// How large a file is: `12 KB`, `1.3 MB`.
pub fn size(bytes: i64) -> String {
    const KILO: i64 = 1024;
    match bytes {
        bytes if bytes < KILO * KILO => format!("{} KB", (bytes + KILO - 1) / KILO),
        bytes => {
            let size = Decimal::from(bytes) / Decimal::from(KILO * KILO);
            format!("{} MB", size.round_dp(1).normalize())
        }
    }
}

/// The first characters of a text, cut with `…`.
pub fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().expect("a number")
    }

    #[test]
    fn figures_read_well() {
        let table = [
            ("91.30", "91.3"),
            ("3600", "3600"),
            ("12000", "12,000"),
            ("-1234567.5", "−1,234,567.5"),
            ("0", "0"),
        ];
        for (value, expected) in table {
            assert_eq!(number(decimal(value)), expected);
        }
        assert_eq!(quantity(decimal("92"), "%"), "92%");
        assert_eq!(quantity(decimal("350"), "个"), "350 个");
        assert_eq!(difference(decimal("0.7"), "%"), "0.7 个百分点");
        assert_eq!(share(17, 222), "7.7%");
    }

    #[test]
    fn days_read_well() {
        let on = |text: &str| text.parse::<NaiveDate>().expect("a date");
        assert_eq!(day(on("2018-06-25"), on("2018-06-20")), "6月25日（周一）");
        assert_eq!(
            day(on("2020-12-31"), on("2018-06-20")),
            "2020年12月31日（周四）"
        );
        assert_eq!(left(on("2018-06-25"), on("2018-06-20")), "还有 5 天");
        assert_eq!(left(on("2018-06-08"), on("2018-06-20")), "逾期 12 天");
        assert_eq!(
            [size(1), size(2048), size(20 * 1024 * 1024)],
            ["1 KB", "2 KB", "20 MB"]
        );
        assert_eq!(shortened("实施质量强区战略", 4), "实施质量…");
        assert_eq!(heading("三、", "提升供给质量"), "三、提升供给质量");
        assert_eq!(heading("附件", "任务分解表"), "附件 任务分解表");
        assert_eq!(heading("", "总则"), "总则");
    }
}
