//! 时限: `到2020年`, `2021年6月底前`, `年底前`, `上半年`, `“十四五”期间`, `长期坚持`, `按国家要求时限`.

mod running;
mod whole;
mod written;

use std::ops::Range;

use chrono::NaiveDate;

use crate::domain::{Deadline, Precision, five_year_plan, last_day_of_month};

pub(crate) use running::{in_text, stretch};
pub(crate) use whole::whole;

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
