//! What helps to fill a workbook: choices and hints at the cells, and the sheet that says how.

use super::{
    Column, DataValidation, DataValidationErrorStyle, DataValidationRule, Entering, ExcelDateTime,
    Filling, FillingRow, Format, FormatAlign, Formula, HOLDS, Worksheet, XlsxError,
};

/// Sets the choices and hints of a row.
pub(super) fn validate(
    sheet: &mut Worksheet,
    line: u32,
    row: &FillingRow,
    stated: &[&str],
) -> Result<(), XlsxError> {
    for (index, column) in (0_u16..).zip(Column::ALL) {
        if !row.is_open(column) {
            continue;
        }
        let rule = DataValidation::new();
        let rule = match column {
            Column::Value => value(row, line, index)?,
            Column::AsOf => rule
                .allow_date(DataValidationRule::GreaterThan(
                    ExcelDateTime::parse_from_str("1990-01-01")?,
                ))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message("数据日期写作 2018-06-20 这样的形式。")?
                .set_input_message("数据截至哪一天，如 2018-06-20。")?,
            Column::Source => length(200, "数据从哪里来，如统计报表、业务系统。")?,
            Column::Explanation => length(
                500,
                "数值下降、变化较大、超过目标较多或没有数据的，说明原因。",
            )?,
            Column::Stated => rule
                .allow_list_strings(stated)?
                .set_error_message("请从下拉列表中选择。")?
                .set_input_message("从下拉列表中选择。")?,
            Column::Progress => length(
                2000,
                "做了什么、结果如何。没有新进展的，写明“本期无新进展”及原因。",
            )?,
            Column::Problems => length(2000, "自评为欠进度的必填。")?,
            _ => length(2000, "下一步怎么做、什么时候完成。")?,
        };
        sheet.add_data_validation(
            line,
            index,
            line,
            index,
            &rule.set_input_title(column.label())?,
        )?;
    }
    Ok(())
}

fn value(row: &FillingRow, line: u32, index: u16) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    match row.entering {
        Entering::Holds => rule
            .allow_list_strings(&HOLDS)?
            .set_error_message("请从下拉列表中选择。")?
            .set_input_message("从下拉列表中选择。"),
        Entering::Grade(grades) => rule
            .allow_list_strings(grades)?
            .set_error_style(DataValidationErrorStyle::Warning)
            .set_error_message("这不是列表中的等级，请核对。")?
            .set_input_message("从下拉列表中选择；另有等级的可以直接填写。"),
        Entering::Figure | Entering::Nothing => {
            let column = char::from(b'A' + u8::try_from(index).unwrap_or(0));
            let number = Formula::new(format!("=ISNUMBER(VALUE({column}{}))", line + 1));
            let measure = match row.text(Column::Measure) {
                "" => String::new(),
                unit => format!("，单位是{unit}"),
            };
            rule.allow_custom(number)
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message("本期值应为数字，请核对。")?
                .set_input_message(format!("只填数字{measure}。累计类指标填累计数。"))
        }
    }
}

fn length(most: u32, hint: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_text_length(DataValidationRule::LessThanOrEqualTo(most))
        .set_error_message(format!("最多 {most} 字，请精简。"))?
        .set_input_message(hint)
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
    let sent = match filling.sent {
        0 => String::new(),
        count => format!("已送审或报送的 {count} 项不在表中。"),
    };
    let lines = [
        ("单位", filling.unit.clone()),
        ("填报期", filling.period.clone()),
        ("截止日期", filling.due.clone()),
        ("生成时间", filling.made.clone()),
        ("范围", format!("本期还没有送审或报送的任务，每项指标一行。{sent}")),
        (
            "怎么填",
            "只填黄色单元格。灰色单元格不用填：没有指标的任务只填自评和文字；一项任务有几项指标的，自评和文字填在第一行。".to_owned(),
        ),
        ("本期值", "只填数字，单位见“单位”列；累计类指标填累计数。等级和是否符合要求从下拉列表选择。".to_owned()),
        ("上传以后", "先逐条核对与现有草稿的差别，勾选的才写入草稿。不会自动报送，也不会覆盖下载以后别人在网上的修改。".to_owned()),
        ("可以做的", "可以排序（整行一起）、删去不填的行、移动列、改表名。删去的行和列，原来的草稿不变；留下的单元格清空，表示删去原来填的内容。".to_owned()),
        ("不要做的", "不要改任务、来源条款、指标和隐藏的列，也不要把一行的内容复制成新的一行：对不上的行不会读取，并会说明是哪一行。".to_owned()),
        ("提示", "本系统为非涉密系统，不得填写涉密内容。".to_owned()),
    ];
    for (line, (term, words)) in (0_u32..).zip(&lines) {
        sheet.write_string_with_format(line, 0, *term, &bold)?;
        sheet.write_string_with_format(line, 1, words, &plain)?;
    }
    sheet.protect();
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    Ok(())
}
