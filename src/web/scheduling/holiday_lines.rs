//! A year's holidays, pasted line by line: each line is checked before any is written.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use crate::domain::{Holiday, HolidayKind, Holidays};
use crate::registry::exchange;
use crate::web::wording;

/// A line as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineRow {
    /// Its number from 1.
    pub number: usize,
    /// What stands in it.
    pub text: String,
    /// What would be written.
    pub effect: String,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

/// The longest list, in lines, and the longest stretch of a line, in days.
const MOST_LINES: usize = 200;
const MOST_DAYS: i64 = 31;

/// What a text says, line by line, and the days of it where no line is wrong.
pub fn read(text: &str, known: &Holidays) -> (Vec<LineRow>, Option<Vec<Holiday>>) {
    let mut seen: BTreeMap<NaiveDate, usize> = BTreeMap::new();
    let (mut rows, mut days) = (Vec::new(), Vec::new());
    let lines = text.lines().enumerate();
    for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let number = index + 1;
        let read = match rows.len() >= MOST_LINES {
            true => Err(format!("最多 {MOST_LINES} 行，请分几次粘贴")),
            false => line_of(line, number, &mut seen),
        };
        let (effect, wrong) = match read {
            Ok(found) => {
                let effect = effect(&found, known);
                days.extend(found);
                (effect, None)
            }
            Err(sentence) => (String::new(), Some(sentence)),
        };
        rows.push(LineRow {
            number,
            text: line.trim().to_owned(),
            effect,
            wrong,
        });
    }
    let fit = !rows.is_empty() && rows.iter().all(|row| row.wrong.is_none());
    (rows, fit.then_some(days))
}

/// `2018-10-01 至 2018-10-07 放假 国庆节`, `2018-09-29 上班 国庆节`.
fn line_of(
    line: &str,
    number: usize,
    seen: &mut BTreeMap<NaiveDate, usize>,
) -> Result<Vec<Holiday>, String> {
    let spaced = line.replace(['\t', '　', ',', '，', '、'], " ");
    let spaced = spaced.replace(['至', '~', '～'], " 至 ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let (first, last, rest) = match words.as_slice() {
        [first, "至", last, rest @ ..] => (day(first)?, day(last)?, rest),
        [first, rest @ ..] => (day(first)?, day(first)?, rest),
        [] => return Err("没有内容".to_owned()),
    };
    let [kind, name @ ..] = rest else {
        return Err("请写明放假还是上班，如 2018-10-01 放假 国庆节".to_owned());
    };
    let kind = match *kind {
        "放假" | "休" | "休息" | "off" => HolidayKind::Off,
        "上班" | "班" | "调休上班" | "补班" | "work" => HolidayKind::Work,
        other => return Err(format!("“{other}”不是“放假”或“上班”")),
    };
    let name = name.join(" ");
    if name.is_empty() {
        return Err("请写明是哪个节日，如 国庆节".to_owned());
    }
    if name.chars().count() > 20 {
        return Err("节日名称最多 20 字".to_owned());
    }
    if last < first {
        return Err(format!("{last} 在 {first} 之前"));
    }
    if (last - first).num_days() >= MOST_DAYS {
        return Err(format!("一行最多 {MOST_DAYS} 天，请核对起止日期"));
    }
    let mut days = Vec::new();
    for day in first.iter_days().take_while(|day| *day <= last) {
        if let Some(earlier) = seen.insert(day, number) {
            return Err(format!("{day} 在第 {earlier} 行已经有了"));
        }
        check(day, kind)?;
        days.push(Holiday {
            day,
            kind,
            name: name.clone(),
        });
    }
    Ok(days)
}

fn day(word: &str) -> Result<NaiveDate, String> {
    exchange::day(word).ok_or_else(|| format!("“{word}”不是日期，写作 2018-10-01 这样的形式"))
}

/// Why a day cannot be what is said of it.
pub fn check(day: NaiveDate, kind: HolidayKind) -> Result<(), String> {
    let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
    match kind {
        HolidayKind::Work if !weekend => {
            Err(format!("{day} 不是周末，本来就上班，不用列为调休上班"))
        }
        HolidayKind::Off | HolidayKind::Work => Ok(()),
    }
}

/// What writing the days of a line would do.
fn effect(days: &[Holiday], known: &Holidays) -> String {
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return String::new();
    };
    let same = |one: &&Holiday| known.of(one.day) == Some((one.kind, one.name.as_str()));
    let other = |one: &&Holiday| known.of(one.day).is_some() && !same(one);
    let (there, changed) = (
        days.iter().filter(same).count(),
        days.iter().filter(other).count(),
    );
    let when = match days.len() {
        1 => wording::date(first.day),
        count => format!(
            "{} 至 {} 共 {count} 天",
            wording::date(first.day),
            wording::date(last.day)
        ),
    };
    let note = match (there, changed) {
        (0, 0) => "新增".to_owned(),
        (there, 0) if there == days.len() => "与已有的相同".to_owned(),
        (_, 0) => "部分已有".to_owned(),
        (_, changed) => format!("改动已有的 {changed} 天"),
    };
    format!("{when}，{}，{}；{note}", first.kind.label(), first.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let (rows, days) = read(text, &Holidays::default());
        let wrong: Vec<String> = rows.into_iter().filter_map(|row| row.wrong).collect();
        assert_eq!(wrong.is_empty(), days.is_some());
        wrong
    }

    #[test]
    fn a_year_reads_line_by_line() {
        let text = "2018-10-01至2018-10-07 放假 国庆节\n\n2018年9月29日 上班 国庆节\n2018-09-30\t调休上班\t国庆节";
        let (rows, days) = read(text, &Holidays::default());
        let days = days.expect("nothing is wrong");
        assert_eq!((rows.len(), days.len()), (3, 9));
        assert_eq!(
            rows[0].effect,
            "2018-10-01 至 2018-10-07 共 7 天，放假，国庆节；新增"
        );
        let again: Holidays = days.into_iter().collect();
        let (rows, _) = read("2018-10-01 放假 国庆节\n2018-10-02 放假 中秋节", &again);
        assert!(rows[0].effect.ends_with("与已有的相同"));
        assert!(rows[1].effect.ends_with("改动已有的 1 天"));
    }

    #[test]
    fn every_wrong_line_says_what_is_wrong() {
        let table = [
            ("国庆节 放假", "“国庆节”不是日期"),
            ("2018-02-30 放假 春节", "“2018-02-30”不是日期"),
            ("2018-10-01", "请写明放假还是上班"),
            ("2018-10-01 加班 国庆节", "“加班”不是"),
            ("2018-10-01 放假", "请写明是哪个节日"),
            ("2018-10-07至2018-10-01 放假 国庆节", "之前"),
            ("2018-01-01至2018-12-31 放假 元旦", "一行最多 31 天"),
            ("2018-10-08 上班 国庆节", "不是周末"),
            (
                "2018-10-01 放假 国庆节\n2018-10-01 放假 中秋节",
                "在第 1 行已经有了",
            ),
        ];
        for (text, words) in table {
            let wrong = said(text);
            assert!(wrong.len() == 1 && wrong[0].contains(words), "{wrong:?}");
        }
        assert_eq!(read("  \n", &Holidays::default()), (Vec::new(), None));
    }
}
