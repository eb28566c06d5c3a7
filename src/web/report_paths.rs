//! The addresses of reports, from the form to their history; used through [`super::paths`], as all others.

use chrono::NaiveDate;

use super::paths::{COORDINATION, with_query};

/// 填报, for the period of today.
pub fn report_form(item: i64, department: i64) -> String {
    format!("/items/{item}/report?department={department}")
}

/// 填报, for the period that begins on a day.
pub fn report_form_for(item: i64, department: i64, first_day: NaiveDate) -> String {
    format!("/items/{item}/report?department={department}&period={first_day}")
}

/// What departments need of others: on items of a document, of a department, at a page.
pub fn coordination(document: Option<i64>, with: Option<i64>, page: Option<i64>) -> String {
    let pairs = [("document", document), ("with", with), ("page", page)];
    with_query(
        COORDINATION,
        &pairs.map(|(name, value)| (name, value.map(|value| value.to_string()))),
    )
}

/// What happened to an item, of one kind or of all, before an event or up to today.
pub fn item_history(item: i64, kind: Option<&str>, before: Option<i64>) -> String {
    let pairs = [
        ("kind", kind.map(str::to_owned)),
        ("before", before.map(|before| before.to_string())),
    ];
    with_query(&format!("/items/{item}/history"), &pairs)
}

/// A report beside another of the same department on the same item.
pub fn report_comparison(id: i64, with: Option<i64>) -> String {
    let pairs = [("with", with.map(|with| with.to_string()))];
    with_query(&format!("/reports/{id}/comparison"), &pairs)
}

/// One report.
pub fn report(id: i64) -> String {
    format!("/reports/{id}")
}

/// 核实 a report.
pub fn acceptance(report: i64) -> String {
    format!("/reports/{report}/acceptance")
}

/// 退回 a report.
pub fn return_(report: i64) -> String {
    format!("/reports/{report}/return")
}

/// 撤回 a report.
pub fn withdrawal(report: i64) -> String {
    format!("/reports/{report}/withdrawal")
}

/// 通过并报送 a report, by a reviewer of its unit.
pub fn endorsement(report: i64) -> String {
    format!("/reports/{report}/endorsement")
}

/// 退回 a report, by a reviewer of its unit.
pub fn unit_return(report: i64) -> String {
    format!("/reports/{report}/unit-return")
}

/// 采用 a contribution.
pub fn adoption(report: i64) -> String {
    format!("/reports/{report}/adoption")
}

/// 退回 a contribution.
pub fn lead_return(report: i64) -> String {
    format!("/reports/{report}/lead-return")
}

/// 取回 a report that was handed in.
pub fn retrieval(report: i64) -> String {
    format!("/reports/{report}/retrieval")
}

/// 更正 a report.
pub fn correction(report: i64) -> String {
    format!("/reports/{report}/correction")
}

/// 配合单位报送情况 of an item in the period that begins on a day.
pub fn contributions(item: i64, first_day: NaiveDate) -> String {
    format!("/items/{item}/contributions?period={first_day}")
}

/// Naming the 汇总单位 of an item.
pub fn consolidation(item: i64) -> String {
    format!("/items/{item}/consolidation")
}

/// Taking that back.
pub fn consolidation_end(item: i64) -> String {
    format!("/items/{item}/consolidation/end")
}
