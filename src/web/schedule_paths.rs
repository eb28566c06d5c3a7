//! The addresses of 填报安排, 节假日 and 轮次; used through [`super::paths`], as all others.

use chrono::NaiveDate;

/// 填报安排.
pub const SCHEDULES: &str = "/schedules";
/// Another one.
pub const SCHEDULE_NEW: &str = "/schedules/new";
/// 节假日.
pub const HOLIDAYS: &str = "/holidays";
/// A year of them, line by line.
pub const HOLIDAY_LINES: &str = "/holidays/lines";

/// One schedule.
pub fn schedule(id: i64) -> String {
    format!("{SCHEDULES}/{id}")
}

/// Taking it for new documents.
pub fn schedule_standard(id: i64) -> String {
    format!("{SCHEDULES}/{id}/standard")
}

/// Its rounds.
pub fn rounds(schedule: i64) -> String {
    format!("{SCHEDULES}/{schedule}/rounds")
}

/// A change of one of them: `due`, `lock` or `unlock`.
pub fn round(schedule: i64, first: NaiveDate, form: &str) -> String {
    format!("{SCHEDULES}/{schedule}/rounds/{first}/{form}")
}

/// The holidays of a year.
pub fn holidays_of(year: i32) -> String {
    format!("{HOLIDAYS}?year={year}")
}

/// Giving a day back to its weekday.
pub fn holiday_removal(day: NaiveDate) -> String {
    format!("{HOLIDAYS}/{day}/removal")
}

/// Choosing the schedule of a document.
pub fn document_schedule(id: i64) -> String {
    format!("/documents/{id}/schedule")
}

/// Choosing the schedule of an item.
pub fn item_schedule(id: i64) -> String {
    format!("/items/{id}/schedule")
}
