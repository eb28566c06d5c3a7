//! Workbooks: one table a sheet, shown as the sheet shows it.

use super::office::xlsx;
use super::{lines, notes, refused, taken};

/// Rows of inline strings, from row 1 and column A; empty ones are left out.
fn rows(rows: &[&[&str]]) -> String {
    let mut xml = String::from("<sheetData>");
    for (row, cells) in (1..).zip(rows) {
        xml.push_str(&format!("<row r=\"{row}\">"));
        for (column, text) in ('A'..).zip(*cells) {
            if !text.is_empty() {
                xml.push_str(&format!(
                    "<c r=\"{column}{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                ));
            }
        }
        xml.push_str("</row>");
    }
    xml + "</sheetData>"
}

#[test]
fn a_ledger_is_found_below_its_titles_and_its_merged_cells_are_filled() {
    let sheet = rows(&[
        &["附件1"],
        &["重点任务分解表"],
        &[],
        &["类别", "序号", "工作任务", "责任单位", "完成时限"],
        &["质量提升", "1", "开展行动。", "市市场监管局", "年底前"],
        &["", "2", "建立制度。", "市市场监管局、市财政局"],
        &["品牌", "3", "培育名牌。", "市工信局\n市商务局", "2024年"],
        &["注：以上由各单位落实。"],
    ]) + r#"<mergeCells><mergeCell ref="A2:E2"/><mergeCell ref="A5:A6"/><mergeCell ref="E5:E6"/><mergeCell ref="A8:E8"/></mergeCells>"#;
    let intake = taken("任务.xlsx", &xlsx(&[("Sheet1", "", &sheet)], "", ""));
    assert_eq!(
        lines(&intake),
        [
            "附件1",
            "重点任务分解表",
            "类别|序号|工作任务|责任单位|完成时限",
            "质量提升|1|开展行动。|市市场监管局|年底前",
            "质量提升|2|建立制度。|市市场监管局、市财政局|年底前",
            "品牌|3|培育名牌。|市工信局、市商务局|2024年",
            "注：以上由各单位落实。",
        ]
    );
    let parsed = fengong::document::parse(&intake.text);
    let read: Vec<(&str, usize)> = parsed
        .items
        .iter()
        .map(|item| {
            (
                item.path.last().map_or("", String::as_str),
                item.responsibilities.len(),
            )
        })
        .collect();
    assert_eq!(read, [("质量提升", 1), ("质量提升", 2), ("品牌", 2)]);
}

#[test]
fn numbers_dates_and_shared_strings_show_as_in_the_sheet() {
    let strings = "<si><t>工作任务</t></si><si><r><t>责任</t></r><r><t>单位</t></r><rPh><t>zeren</t></rPh></si>";
    let styles = r#"<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月底前&quot;"/></numFmts>
        <cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="9"/></cellXfs>"#;
    let sheet = r#"<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="str"><v>完成时限</v></c><c r="D1" t="str"><v>目标</v></c></row>
        <row r="2"><c r="A2" t="str"><f>A1&amp;B1</f><v>公式的结果</v></c><c r="B2"><v>12</v></c><c r="C2" s="1"><v>45657</v></c><c r="D2" s="2"><v>0.92</v></c></row>
        <row r="3"><c r="A3" t="e"><v>#REF!</v></c><c r="B3" t="s"><v>99</v></c><c r="C3" t="b"><v>1</v></c></row></sheetData>"#;
    let intake = taken("", &xlsx(&[("表", "", sheet)], strings, styles));
    assert_eq!(
        lines(&intake),
        [
            "工作任务|责任单位|完成时限|目标",
            "公式的结果|12|2024年12月底前|92%",
            "||是|"
        ]
    );
}

#[test]
fn several_sheets_are_read_in_order_and_hidden_ones_are_not() {
    let first = rows(&[&["序号", "任务", "单位"], &["1", "甲。", "市教育局"]]);
    let second = rows(&[
        &["序号", "任务", "单位"],
        &["1", "乙。", "市民政局"],
        &["2", "丙。", "市水利局"],
    ])
    .replace("<row r=\"3\">", "<row r=\"3\" hidden=\"1\">");
    let sheets: [(&str, &str, &str); 4] = [
        ("教育", "", &first),
        ("底稿", "state=\"hidden\"", &first),
        ("空表", "", "<sheetData/>"),
        ("民生", "", &second),
    ];
    let intake = taken("", &xlsx(&sheets, "", ""));
    assert_eq!(
        lines(&intake),
        [
            "教育",
            "序号|任务|单位",
            "1|甲。|市教育局",
            "民生",
            "序号|任务|单位",
            "1|乙。|市民政局"
        ]
    );
    let said = notes(&intake);
    assert!(
        said[0].contains("“底稿”没有读入") && said[1].contains("“民生”中隐藏"),
        "{said:?}"
    );
}

#[test]
fn a_mark_in_the_printed_header_comes_to_the_head_of_the_text() {
    let sheet = rows(&[&["任务", "单位"], &["甲。", "市教育局"]])
        + "<headerFooter><oddHeader>&amp;R秘密★</oddHeader></headerFooter>";
    assert_eq!(
        lines(&taken("", &xlsx(&[("表", "", &sheet)], "", "")))[0],
        "秘密★"
    );
}

#[test]
fn an_empty_workbook_is_refused() {
    assert!(
        refused("", &xlsx(&[("表", "", "<sheetData/>")], "", ""))
            .to_string()
            .contains("空的")
    );
    assert!(refused("", &xlsx(&[], "", "")).to_string().contains("空的"));
}

#[test]
fn cells_at_the_far_end_cost_nothing() {
    let sheet = r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="str"><v>任务</v></c><c r="XFD1" t="str"><v>单位</v></c></row>
        <row r="1048576"><c r="A1048576" t="str"><v>甲。</v></c><c r="XFD1048576" t="str"><v>乙局</v></c></row></sheetData>
        <mergeCells><mergeCell ref="A1:XFC1048575"/></mergeCells>"#;
    assert_eq!(
        lines(&taken("", &xlsx(&[("表", "", sheet)], "", ""))),
        ["任务|单位", "甲。|乙局"]
    );
}
