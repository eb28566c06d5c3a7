//! 台账 as CSV, as Excel opens it: UTF-8 with byte order mark, and no cell that a spreadsheet would run as a formula.

use crate::store::ledger::LedgerLine;

const COLUMNS: [&str; 18] = [
    "条目",
    "类型",
    "事项",
    "内容",
    "来源文件",
    "牵头单位",
    "其他责任单位",
    "时限（原文）",
    "时限",
    "原时限（已延期）",
    "进度",
    "欠序时百分点",
    "指标",
    "目标值",
    "现值",
    "计量单位",
    "最近填报期末",
    "最近进展",
];

/// The byte order mark and the names of the columns.
///
/// # Errors
///
/// None that can come of writing to memory.
pub fn head() -> anyhow::Result<Vec<u8>> {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    let mut writer = csv::Writer::from_writer(&mut bytes);
    writer.write_record(COLUMNS)?;
    writer.flush()?;
    drop(writer);
    Ok(bytes)
}

/// Rows of the ledger.
///
/// # Errors
///
/// None that can come of writing to memory.
pub fn rows(lines: &[LedgerLine]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.write_record(record(line).map(|cell| harmless(&cell)))?;
    }
    Ok(writer.into_inner()?)
}

fn record(line: &LedgerLine) -> [String; 18] {
    let number = |value: Option<rust_decimal::Decimal>| {
        value.map_or_else(String::new, |value| value.normalize().to_string())
    };
    let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
    let demonstration = if line.demonstration == Some(true) {
        "（演示数据）"
    } else {
        ""
    };
    [
        line.locus.clone(),
        line.kind.label().to_owned(),
        line.title.clone(),
        line.body.clone(),
        line.document.clone(),
        line.leads.join("、"),
        line.others.join("、"),
        line.deadline_printed.clone().unwrap_or_default(),
        day(line.deadline_last),
        day(line.original_deadline),
        line.progress.label().to_owned(),
        number(line.shortfall),
        line.target.clone().unwrap_or_default(),
        number(line.goal),
        number(line.latest),
        line.unit.clone().unwrap_or_default(),
        day(line.reported_through),
        format!("{demonstration}{}", line.report.as_deref().unwrap_or("")),
    ]
}

/// A cell that begins like a formula is quoted for the spreadsheet (OWASP, CSV injection); numbers are left alone.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '@', '\t', '\r'])
        || (cell.starts_with('-') && cell.parse::<f64>().is_err());
    if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("-1.5"), "-1.5");
        assert_eq!(harmless("-下降"), "'-下降");
        assert!(
            head()
                .expect("written")
                .starts_with("\u{feff}条目,类型".as_bytes())
        );
    }
}
