//! The addresses of 填报工作簿; used through [`super::paths`], as all others.

/// 填报工作簿: where it is fetched and brought.
pub const WORKBOOK: &str = "/todo/workbook";

/// The workbook of a department, to be filled offline.
pub fn workbook_of(department: i64) -> String {
    format!("{WORKBOOK}.xlsx?department={department}")
}

/// A workbook that was brought back.
pub fn workbook(id: i64) -> String {
    format!("{WORKBOOK}/{id}")
}
