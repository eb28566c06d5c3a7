//! 时限: a deadline is data, never a bare date, because `年底前`, `到2020年` and `长期坚持` all are deadlines.

use chrono::{Datelike, NaiveDate};

use super::words::words;

words! {
    /// How finely a deadline is stated.
    Precision {
        /// `2014年5月20日前`.
        Day = "day", "日";
        /// `2021年6月底前`.
        Month = "month", "月";
        /// `一季度末`.
        Quarter = "quarter", "季度";
        /// `上半年`.
        HalfYear = "half_year", "半年";
        /// `到2020年`, `年底前`.
        Year = "year", "年";
        /// `“十四五”期间`, `2013-2014年度`.
        Span = "span", "规划期";
        /// `每年`, `每季度`: comes round again.
        Recurring = "recurring", "周期性";
        /// `长期坚持`, `持续推进`: has no end.
        Open = "open", "长期";
        /// `按国家要求时限`: the date is set elsewhere.
        External = "external", "另行规定";
    }
}

/// 时限 as printed and as read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Deadline {
    /// The words of the document, such as `12月底前`.
    pub printed: String,
    /// First day of the stated time, where there is one.
    pub first: Option<NaiveDate>,
    /// Last day on which the item is in time.
    pub last: Option<NaiveDate>,
    /// How finely it is stated.
    pub precision: Precision,
    /// True when the year is not in the words themselves but was taken from elsewhere in the document.
    pub year_inferred: bool,
}

/// The last day of a month; `month` is 1–12.
pub fn last_day_of_month(year: i32, month: u32) -> Option<NaiveDate> {
    let (next_year, next_month) = if month == 12 {
        (year + 1, 1)
    } else {
        (year, month + 1)
    };
    NaiveDate::from_ymd_opt(next_year, next_month, 1)?.pred_opt()
}

/// Days from `today` until `day`; negative once it is past.
pub fn days_left(day: NaiveDate, today: NaiveDate) -> i64 {
    (day - today).num_days()
}

/// The first and the last day of a year.
pub fn year_bounds(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((
        NaiveDate::from_ymd_opt(year, 1, 1)?,
        NaiveDate::from_ymd_opt(year, 12, 31)?,
    ))
}

/// The five-year plan that `ordinal` names (十三五 is 13) as first and last year: 2016–2020 for 13.
pub fn five_year_plan(ordinal: u32) -> Option<(i32, i32)> {
    // The first plan ran 1953–1957; the numbering has been regular since the seventh (1986–1990).
    let first = 1986 + (i32::try_from(ordinal).ok()? - 7) * 5;
    (7..=30).contains(&ordinal).then_some((first, first + 4))
}

/// True when `day` lies in the year of `other`.
pub fn same_year(day: NaiveDate, other: NaiveDate) -> bool {
    day.year() == other.year()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_year_plans_have_their_years() {
        assert_eq!(five_year_plan(13), Some((2016, 2020)));
        assert_eq!(five_year_plan(14), Some((2021, 2025)));
        assert_eq!(five_year_plan(3), None);
    }

    #[test]
    fn months_end_on_their_last_day() {
        assert_eq!(
            last_day_of_month(2020, 2),
            NaiveDate::from_ymd_opt(2020, 2, 29)
        );
        assert_eq!(
            last_day_of_month(2021, 12),
            NaiveDate::from_ymd_opt(2021, 12, 31)
        );
        assert_eq!(last_day_of_month(2021, 13), None);
    }
}
