//! Word documents: numbers, tables, and what belongs to the page and not to the text.

use super::office::{Docx, cell, paragraph};
use super::{lines, notes, refused, taken};

fn body(body: &str) -> Vec<String> {
    lines(&taken("通知.docx", &Docx::new(body).bytes()))
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

#[test]
fn indents_are_shown_and_titles_have_none() {
    let text = [
        paragraph(
            r#"<w:jc w:val="center"/><w:ind w:firstLine="640"/>"#,
            "关于开展质量提升行动的通知",
        ),
        paragraph(
            r#"<w:ind w:firstLineChars="200" w:firstLine="640"/>"#,
            "现通知如下。",
        ),
        paragraph(r#"<w:ind w:hanging="420"/>"#, "悬挂的一段。"),
        paragraph("", "　　自带空格。"),
    ];
    assert_eq!(
        body(&text.concat()),
        [
            "关于开展质量提升行动的通知",
            "　　现通知如下。",
            "悬挂的一段。",
            "　　自带空格。"
        ]
    );
}

#[test]
fn manual_breaks_tabs_and_signs_are_text() {
    let text = format!(
        "<w:p>{}<w:r><w:br/></w:r>{}<w:r><w:tab/></w:r>{}<w:r><w:noBreakHyphen/></w:r>{}<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/></w:r></w:p>",
        run("关于印发方案"),
        run("的通知"),
        run("A"),
        run("1")
    );
    assert_eq!(body(&text), ["关于印发方案", "的通知 A-1√"]);
}

#[test]
fn a_style_numbers_its_paragraphs() {
    let styles = r#"<w:styles>
      <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr><w:ind w:firstLine="640"/></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="H2a"><w:basedOn w:val="H2"/></w:style></w:styles>"#;
    let numbering = r#"<w:numbering><w:abstractNum w:abstractNumId="3">
      <w:lvl w:ilvl="0"><w:start w:val="1"/><w:pStyle w:val="H1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
      <w:lvl w:ilvl="1"><w:start w:val="1"/><w:pStyle w:val="H2"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
      <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="3"/></w:num></w:numbering>"#;
    let styled = |style: &str, more: &str, text: &str| {
        paragraph(&format!(r#"<w:pStyle w:val="{style}"/>{more}"#), text)
    };
    let text = [
        styled("H1", "", "总体要求"),
        styled("H2", "", "指导思想"),
        styled("H2a", "", "主要目标"),
        styled(
            "H2",
            r#"<w:numPr><w:ilvl w:val="2"/><w:numId w:val="1"/></w:numPr>"#,
            "工业",
        ),
        styled("H1", "", "重点任务"),
        styled("H2", "", "培育品牌"),
        styled("H2", r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#, "不编号"),
    ];
    let bytes = Docx::new(text.concat())
        .part("styles", styles)
        .part("numbering", numbering)
        .bytes();
    assert_eq!(
        lines(&taken("", &bytes)),
        [
            "一、总体要求",
            "　　（一）指导思想",
            "　　（二）主要目标",
            "　　1. 工业",
            "二、重点任务",
            "　　（一）培育品牌",
            "　　不编号"
        ]
    );
}

#[test]
fn cells_merged_both_ways_are_written_for_the_parser() {
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let restart = r#"<w:vMerge w:val="restart"/>"#;
    let table = [
        row(&[cell(r#"<w:gridSpan w:val="5"/>"#, "重点任务分解表")]),
        row(&[
            cell(restart, "序号"),
            cell(restart, "任务"),
            cell(r#"<w:gridSpan w:val="2"/>"#, "责任单位"),
            cell(restart, "完成\n时限"),
        ]),
        row(&[
            cell("<w:vMerge/>", ""),
            cell("<w:vMerge/>", ""),
            cell("", "牵头单位"),
            cell("", "配合单位"),
            cell("<w:vMerge/>", ""),
        ]),
        row(&[
            cell("", "1"),
            cell("", "新建厂房。"),
            cell("", "市工信局"),
            cell("", "市财政局\n市住建局"),
            cell(restart, "年底前"),
        ]),
        row(&[
            cell("", "2"),
            cell("", "培训工人。\n每季一次。"),
            cell("", "市人社局"),
            cell("", ""),
            cell("<w:vMerge/>", ""),
        ]),
    ];
    let text = format!(
        "{}<w:tbl>{}</w:tbl>{}",
        paragraph("", "附件"),
        table.concat(),
        paragraph("", "完。")
    );
    assert_eq!(
        body(&text),
        [
            "附件",
            "重点任务分解表",
            "序号|任务|牵头单位|配合单位|完成时限",
            "1|新建厂房。|市工信局|市财政局、市住建局|年底前",
            "2|培训工人。每季一次。|市人社局||年底前",
            "完。",
        ]
    );
}

#[test]
fn tables_in_cells_become_part_of_the_cell() {
    let inner = format!(
        "<w:tbl><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "市教育局"),
        cell("", "市水利局")
    );
    let table = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>",
        cell("", "任务"),
        cell("", "责任单位"),
        cell("", "新建厂房。")
    );
    assert_eq!(
        body(&table),
        ["任务|责任单位", "新建厂房。|市教育局、市水利局"]
    );
}

#[test]
fn what_is_deleted_hidden_or_aside_is_left_out_and_said() {
    let text = format!(
        r#"<w:p><w:ins>{}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>{}
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r>
        <w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>
        <w:p><w:r><w:drawing><a:blip/></w:drawing></w:r>{}</w:p>"#,
        run("新增"),
        run("原有"),
        run("前半段，"),
        run("后半段。"),
        run("图")
    );
    let header = format!("<w:hdr><w:p>{}</w:p></w:hdr>", run("内部资料"));
    let footer = "<w:ftr><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:ftr>";
    let intake = taken(
        "",
        &Docx::new(text)
            .part("header", header)
            .part("footer", footer)
            .bytes(),
    );
    assert_eq!(lines(&intake), ["新增原有可见", "前半段，后半段。", "图"]);
    let said = notes(&intake).concat();
    for words in [
        "插入 1 处、删除 1 处",
        "页眉、页脚没有读入",
        "1 处脚注",
        "1 条批注",
        "隐藏的文字",
        "1 张图片",
    ] {
        assert!(said.contains(words), "{said} lacks {words}");
    }
}

#[test]
fn text_boxes_are_read_once_after_their_paragraph() {
    let shape = |text: &str| format!("<w:txbxContent><w:p>{}</w:p></w:txbxContent>", run(text));
    let text = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        run("正文"),
        shape("框中文字"),
        shape("框中文字"),
        run("继续。")
    );
    assert_eq!(body(&text), ["正文继续。", "框中文字"]);
}

#[test]
fn a_table_of_contents_is_left_out() {
    let entry = |text: &str| {
        format!(
            "<w:p><w:hyperlink w:anchor=\"_Toc1\">{}</w:hyperlink></w:p>",
            run(text)
        )
    };
    let gallery = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent>";
    let text = format!(
        "{gallery}{}</w:sdtContent></w:sdt>{}{}{}",
        paragraph("", "目录"),
        paragraph(r#"<w:pStyle w:val="TOC1"/>"#, "一、总则 1"),
        entry("二、任务"),
        paragraph("", "一、总则")
    );
    let intake = taken("", &Docx::new(text).bytes());
    assert_eq!(lines(&intake), ["一、总则"]);
    assert!(notes(&intake).contains(&"目录没有读入。".to_owned()));
}

#[test]
fn a_field_shows_its_result_and_an_endless_one_ends_with_its_paragraph() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let text = format!(
        "<w:p>{}{}<w:r><w:instrText>REF x</w:instrText></w:r>{}<w:r><w:t>丙</w:t></w:r>{}</w:p><w:p>{}{}</w:p><w:p>{}</w:p>",
        run("见"),
        field("begin") + &run("不显示"),
        field("separate"),
        field("end"),
        field("begin"),
        run("不显示"),
        run("下一段。")
    );
    assert_eq!(body(&text), ["见丙", "下一段。"]);
}

#[test]
fn a_classification_mark_outside_the_text_comes_to_its_head() {
    let mark = |wrap: &str| {
        format!(
            "<w:{wrap}><w:p>{}{}</w:p></w:{wrap}>",
            run("机 密"),
            run("★1年")
        )
    };
    let boxed = format!(
        "<w:p><w:r><w:pict><v:textbox>{}</v:textbox></w:pict></w:r></w:p>",
        mark("txbxContent")
    );
    let prose = paragraph("", &"开展质量提升行动。".repeat(60));
    let header = Docx::new(prose.clone()).part("header", mark("hdr"));
    let shape = Docx::new(format!("{prose}{boxed}"));
    let watermark = Docx::new(prose).part("header", r#"<w:hdr><w:p><w:r><w:pict><v:shape><v:textpath string="秘密"/></v:shape></w:pict></w:r></w:p></w:hdr>"#);
    for (document, mark) in [
        (header, "机密★1年"),
        (shape, "机密★1年"),
        (watermark, "秘密"),
    ] {
        let intake = taken("", &document.bytes());
        assert_eq!(lines(&intake)[0], mark);
        assert!(notes(&intake)[0].contains("密级标志"));
        let parsed = fengong::document::parse(&intake.text);
        assert!(
            parsed
                .findings
                .iter()
                .any(|finding| finding.kind.code() == "classified")
        );
    }
}

#[test]
fn macros_are_never_opened_and_said() {
    let bytes = Docx::new(paragraph("", "正文。"))
        .file("word/vbaProject.bin", b"\xd0\xcf")
        .bytes();
    let intake = taken("通知.docm", &bytes);
    assert_eq!(
        intake.media_type,
        "application/vnd.ms-word.document.macroEnabled.12"
    );
    assert_eq!(notes(&intake), ["文件带有宏。宏没有运行，只读取了文字。"]);
}

#[test]
fn a_document_of_pictures_is_refused() {
    let picture = "<w:p><w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>";
    assert!(
        refused("", &Docx::new(picture).bytes())
            .to_string()
            .contains("只有图片")
    );
    assert!(
        refused("", &Docx::new("<w:p/>").bytes())
            .to_string()
            .contains("空的")
    );
}
