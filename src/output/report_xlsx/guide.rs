//! What helps to fill a workbook: choices and hints at the cells, and the sheet that says how.

use super::{
    Column, DataValidation, DataValidationErrorStyle, DataValidationRule, Entering, ExcelDateTime,
    Filling, FillingCell, Format, FormatAlign, Formula, Worksheet, XlsxError,
};

/// Characters that a list of choices may have, with what parts them.
const LIST: usize = 255;

/// Sets the choices and the hint of a cell.
pub(super) fn validate(
    sheet: &mut Worksheet,
    line: u32,
    index: u16,
    cell: &FillingCell,
) -> Result<(), XlsxError> {
    let hint: String = cell.hint.chars().take(240).collect();
    let rule = rule(cell, line, index)?
        .set_input_title(cell.column.label())?
        .set_input_message(hint)?;
    sheet.add_data_validation(line, index, line, index, &rule)?;
    Ok(())
}

fn rule(cell: &FillingCell, line: u32, index: u16) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    match &cell.entering {
        Entering::Figure => {
            let place = rust_xlsxwriter::utility::row_col_to_cell(line, index);
            rule.allow_custom(Formula::new(format!("=ISNUMBER(VALUE({place}))")))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message(format!("{}应为数字，请核对。", cell.column.label()))
        }
        Entering::Day => {
            let first = ExcelDateTime::parse_from_str("1990-01-01")?;
            rule.allow_date(DataValidationRule::GreaterThan(first))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message("数据日期写作 2018-06-20 这样的形式。")
        }
        Entering::Words => match cell.column.longest() {
            Some(most) => {
                let most = u32::try_from(most).unwrap_or(u32::MAX);
                rule.allow_text_length(DataValidationRule::LessThanOrEqualTo(most))
                    .set_error_message(format!("最多 {most} 字，请精简。"))
            }
            None => Ok(rule),
        },
        Entering::Choice(words) => rule
            .allow_list_strings(words)?
            .set_error_message("请从下拉列表中选择。"),
        Entering::Suggestion(words) => {
            let words = within(words);
            let rule = match words.is_empty() {
                true => rule,
                false => rule.allow_list_strings(&words)?,
            };
            rule.set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message("这不在下拉列表中，请核对。")
        }
    }
}

/// As many of them as a list holds. What stands in a list cannot hold what parts it.
fn within(words: &[String]) -> Vec<&str> {
    let mut left = LIST;
    let plain = words.iter().filter(|one| !one.contains([',', '"']));
    let fits = plain.take_while(|one| {
        let needed = one.encode_utf16().count() + 1;
        let fits = needed <= left;
        left = left.saturating_sub(needed);
        fits
    });
    fits.map(String::as_str).collect()
}

/// Writes the sheet that says how.
pub(super) fn write(sheet: &mut Worksheet, filling: &Filling) -> Result<(), XlsxError> {
    sheet.set_name("说明")?;
    let text = || {
        Format::new()
            .set_font_name("宋体")
            .set_font_size(11)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
    };
    let (bold, plain) = (text().set_bold(), text());
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 90)?;
    for (line, (term, words)) in (0_u32..).zip(lines(filling)) {
        sheet.write_string_with_format(line, 0, term, &bold)?;
        sheet.write_string_with_format(line, 1, words, &plain)?;
    }
    sheet.protect();
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}

fn lines(filling: &Filling) -> Vec<(&'static str, String)> {
    let sent = match filling.sent {
        0 => String::new(),
        count => format!("已送审或报送的 {count} 项不在表中。"),
    };
    let columns = filling.columns();
    let has = |column: Column| columns.contains(&column);
    let mut lines = vec![
        ("单位", filling.unit.clone()),
        ("填报期", filling.period.clone()),
        ("截止日期", filling.due.clone()),
        ("生成时间", filling.made.clone()),
        ("范围", format!("本期还没有送审或报送的任务，每项指标一行。{sent}")),
        (
            "怎么填",
            "只填黄色单元格。灰色单元格不用填：没有指标的任务只填自评和文字；一项任务有几项指标的，自评和文字填在第一行。".to_owned(),
        ),
        ("本期值", "只填数字，单位见“单位”列；累计类指标填累计数。等级从下拉列表选择。".to_owned()),
    ];
    if has(Column::Numerator) {
        let words = "比率可以只填本期值，也可以只填分子、分母，由系统计算；都填的，两者要一致。";
        lines.push(("分子、分母", words.to_owned()));
    }
    if has(Column::Reference) {
        let words = "文件没有写明数值的指标，填下达数或上年同期数及其来源；没有数值的，只选择是否符合要求。";
        lines.push(("对照数", words.to_owned()));
    }
    let last = [
        (
            "说明",
            "数值下降、变化较大、超过目标较多或没有数据的，写明原因；没有写的，提交时还会问。",
        ),
        (
            "预计能否按期",
            "有风险或不能按期的，写明原因：卡在哪里，预计何时完成。",
        ),
        (
            "需协调事项",
            "没有可不填。督查室集中查看和协调；写清要办的事和希望何时解决。",
        ),
        (
            "上传以后",
            "先逐条核对与现有草稿的差别，勾选的才写入草稿。不会自动报送，也不会覆盖下载以后别人在网上的修改。",
        ),
        (
            "可以做的",
            "可以排序（整行一起）、删去不填的行、移动列、改表名。删去的行和列，原来的草稿不变；留下的单元格清空，表示删去原来填的内容。",
        ),
        (
            "不要做的",
            "不要改任务、来源条款、指标和隐藏的列，也不要把一行的内容复制成新的一行：对不上的行不会读取，并会说明是哪一行。",
        ),
        ("提示", "本系统为非涉密系统，不得填写涉密内容。"),
    ];
    lines.extend(last.map(|(term, words)| (term, words.to_owned())));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_holds_what_fits() {
        let names: Vec<String> = (10..99).map(|n| format!("第{n}单位")).collect();
        let fitting = within(&names);
        assert_eq!(fitting.len(), 42);
        assert!(fitting.join(",").chars().count() <= LIST);
        assert_eq!(within(&["甲,乙".to_owned(), "丙".to_owned()]), ["丙"]);
    }
}
