//! Phrases and the roles they give.

use super::*;
use crate::domain::Role;

/// The assignment in words: `lead A；joint B、C；support D`.
fn show(text: &str, assignment: &Assignment) -> String {
    let part = |part: &Part| {
        let role = part.role.map_or("bare", Role::code);
        let names: Vec<&str> = part
            .list
            .names
            .iter()
            .map(|name| &text[name.clone()])
            .collect();
        format!(
            "{role} {}{}",
            names.join("、"),
            if part.list.open { "等" } else { "" }
        )
    };
    assignment
        .parts
        .iter()
        .map(part)
        .collect::<Vec<_>>()
        .join("；")
}

fn read(text: &str) -> String {
    in_brackets(text)
        .iter()
        .map(|found| show(text, found))
        .collect::<Vec<_>>()
        .join(" | ")
}

#[test]
fn every_phrase_has_its_roles() {
    let table = [
        ("合格率（自治区质监局牵头）", "lead 自治区质监局"),
        (
            "。（自治区质监局牵头）（只明确一个部门的，其他有关部门配合，下同）。",
            "lead 自治区质监局",
        ),
        (
            "。（自治区经信委、人社厅、质监局）",
            "bare 自治区经信委、人社厅、质监局",
        ),
        (
            "。（自治区经信委、人社厅按职责分工负责）",
            "joint 自治区经信委、人社厅",
        ),
        (
            "。（自治区发改委、保监局等按职责分工负责）",
            "joint 自治区发改委、保监局等",
        ),
        (
            "。（市教育局牵头，市财政局、市人社局配合）",
            "lead 市教育局；support 市财政局、市人社局",
        ),
        (
            "。（省发展改革委牵头，省财政厅、科技厅按职责分工负责）",
            "lead 省发展改革委；joint 省财政厅、科技厅",
        ),
        ("。（省教育厅、科技厅牵头）", "lead 省教育厅、科技厅"),
        ("。（省教育厅、科技厅分别牵头）", "lead 省教育厅、科技厅"),
        (
            "。（省教育厅、科技厅共同牵头负责）",
            "lead 省教育厅、科技厅",
        ),
        ("。（市教育局负责）", "bare 市教育局"),
        ("。（由市教育局负责）", "bare 市教育局"),
        ("。（市教育局、市财政局负责）", "bare 市教育局、市财政局"),
        (
            "。（市教育局会同市财政局、市人社局）",
            "lead 市教育局；support 市财政局、市人社局",
        ),
        (
            "。（由市教育局会同市财政局、市人社局负责）",
            "lead 市教育局；support 市财政局、市人社局",
        ),
        (
            "。（市教育局牵头，会同市财政局）",
            "lead 市教育局；support 市财政局",
        ),
        (
            "。（各地州市人民政府、行政公署，自治区质量强区工作领导小组成员单位）",
            "bare 各地州市人民政府、行政公署；bare 自治区质量强区工作领导小组成员单位",
        ),
        (
            "。（自治区质量兴新工作领导小组成员单位按照职责分工负责）",
            "joint 自治区质量兴新工作领导小组成员单位",
        ),
        (
            "。（国务院各部门分别负责，年内持续推进）",
            "joint 国务院各部门",
        ),
        (
            "。（牵头单位：市发改委；配合单位：市财政局、市审计局；完成时限：2025年6月底前）",
            "lead 市发改委；support 市财政局、市审计局",
        ),
        (
            "。（市发改委汇总，市财政局、市审计局按职责分工负责）",
            "consolidator 市发改委；joint 市财政局、市审计局",
        ),
        ("。[市发改委牵头]", "lead 市发改委"),
        (
            "。【责任单位：市发改委、市财政局】",
            "bare 市发改委、市财政局",
        ),
        ("。（各有关部门按职责分工负责）", "joint 各有关部门"),
        (
            "。（市住建局，市城管局、市水务局按职责分工负责）",
            "joint 市住建局；joint 市城管局、市水务局",
        ),
        (
            "。（A项目。）……。（市住建局牵头）……。（市水务局、市林业局）",
            "lead 市住建局 | bare 市水务局、市林业局",
        ),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn other_brackets_do_not_assign() {
    for text in [
        "引导企业（组织）提高服务质量",
        "抓紧制（修）订标准",
        "落实《规划（2013-2020年）》",
        "广泛开展质量强州（地、市、县）活动",
        "“五小（小建议、小革新、小攻关、小发明、小创造）”",
        "工业产品（不含地产食品）",
        "《食品生产企业监督管理规范（通则）》",
        "《关于实施质量强区战略的决定》（新政发〔2017〕17号）。",
        "领导小组质量发展办公室（自治区质监局）负责综合协调",
        "报领导小组质量发展办公室（自治区质监局）",
        "首台（套）",
        "地方各级人民政府（行政公署）要加强",
        "强化地（州、市）、县（市、区）政府质量监管属地职责",
        "出口国（地区）质量安全控制体系",
        "提升国家城市能源（新疆）中心的监测能力",
    ] {
        assert_eq!(read(text), "", "{text}");
    }
}

#[test]
fn people_are_not_departments() {
    let text = "。（分管副省长、协管副秘书长负责，省发展改革委牵头，省工业和信息化厅配合）";
    let found = in_brackets(text);
    assert_eq!(
        show(text, &found[0]),
        "lead 省发展改革委；support 省工业和信息化厅"
    );
    assert_eq!(found[0].leaders.len(), 2);
}
