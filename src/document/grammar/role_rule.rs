//! Sentences in which a document says what its lists mean: `多部门负责的，按照行政序列排序，各部门按照职责分工负责，下同`.

use std::ops::Range;

use crate::domain::RoleRule;

/// Every rule that `text` declares, with the clause that declares it.
pub(crate) fn declared(text: &str) -> Vec<(RoleRule, Range<usize>)> {
    let mut found = Vec::new();
    for sentence in sentences(text) {
        if let Some(rule) = rule(&text[sentence.clone()]) {
            found.push((rule, sentence));
        }
    }
    found
}

/// `其余为责任单位`: what the text says of those behind the first.
pub(crate) fn rest_shares(text: &str) -> bool {
    ["其余", "其他", "其它", "后面", "其后"].iter().any(|rest| {
        text.split(rest).skip(1).any(|words| {
            let words = words
                .trim_start_matches("单位")
                .trim_start_matches(['均', '为', '的', '是', '即']);
            words.starts_with("责任单位")
                || words.starts_with("责任部门")
                || words.starts_with("共同责任")
        })
    })
}

/// The mark of those who lead, where a sentence says so: `标★的为牵头单位`, `带“▲”号的是牵头部门`.
pub(crate) fn lead_mark(text: &str) -> Option<char> {
    if !text.contains(MARKS) {
        return None;
    }
    sentences(text).into_iter().find_map(|sentence| {
        let words = &text[sentence];
        let says = ["标", "带", "加", "注", "有", "打"]
            .iter()
            .any(|verb| words.contains(verb))
            && [
                "为牵头",
                "是牵头",
                "即牵头",
                "为主办",
                "系牵头",
                "表示牵头",
                "为主牵头",
            ]
            .iter()
            .any(|lead| words.contains(lead));
        words.chars().find(|c| MARKS.contains(c)).filter(|_| says)
    })
}

/// Marks that stand beside names.
const MARKS: &[char] = &['★', '☆', '▲', '△', '※', '●', '◆', '*', '＊'];

/// Sentences and bracketed notes: both may hold a rule.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | '（' | '）' | '【' | '】') {
            pieces.push(start..at);
            start = at + c.len_utf8();
        }
    }
    pieces.push(start..text.len());
    pieces
}

fn rule(sentence: &str) -> Option<RoleRule> {
    let any = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
    let lead = any(&["牵头", "主办", "汇总"]);
    if lead && sentence.contains("逗号前") {
        return Some(RoleRule::BeforeCommaIsLead);
    }
    if lead
        && any(&[
            "第一位",
            "首位",
            "排在第一",
            "排第一",
            "列第一",
            "第一个",
            "排名第一",
            "排序第一",
            "第一责任单位",
            "最前",
            "名列第一",
            "排列第一",
            "位列第一",
            "第一家",
            "首个",
            "首家",
            "首列",
            "居首",
            "排首",
            "列首",
        ])
        && any(&["为", "是", "即"])
    {
        return Some(RoleRule::FirstIsLead);
    }
    if any(&[
        "无牵头",
        "没有牵头",
        "未明确牵头",
        "未列牵头",
        "未标注牵头",
        "不明确牵头",
    ]) && any(&["责任单位", "责任部门", "各单位", "均"])
    {
        return Some(RoleRule::NoLeadThenAllLead);
    }
    if any(&["行政序列", "机构序列", "不分先后", "不分主次", "不分前后"]) {
        return Some(RoleRule::AdminOrderJoint);
    }
    let single = any(&[
        "列一个",
        "一个的",
        "一家的",
        "一个部门",
        "一个单位",
        "1个部门",
        "1个单位",
        "单个部门",
        "单独列",
        "一家单位",
    ]);
    (single && any(&["牵头", "配合", "负责"]) && any(&["只", "仅", "单"]))
        .then_some(RoleRule::SingleIsLead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_from_their_sentences() {
        let table = [
            (
                "合格率（自治区质监局牵头）（只明确一个部门的，其他有关部门配合，不一一列出，下同）。",
                RoleRule::SingleIsLead,
            ),
            (
                "（多部门负责的，按照行政序列排序，各部门按照职责分工负责，下同）。",
                RoleRule::AdminOrderJoint,
            ),
            (
                "除标注“分别牵头”外，列第一位的为牵头或汇总单位，下同。",
                RoleRule::FirstIsLead,
            ),
            ("责任单位中排在第一位的为牵头单位。", RoleRule::FirstIsLead),
            (
                "无牵头单位的，责任单位即为牵头单位，下同。",
                RoleRule::NoLeadThenAllLead,
            ),
            ("（以下排名不分先后）", RoleRule::AdminOrderJoint),
            (
                "责任单位中列首位的为牵头单位，其余为配合单位，下同",
                RoleRule::FirstIsLead,
            ),
            (
                "注：多个单位的，首个单位是牵头单位。",
                RoleRule::FirstIsLead,
            ),
            ("责任单位排序不分主次。", RoleRule::AdminOrderJoint),
            (
                "第一个逗号前为牵头单位，多个牵头部门的按照职责分工负责，下同",
                RoleRule::BeforeCommaIsLead,
            ),
        ];
        for (text, rule) in table {
            let found: Vec<RoleRule> = declared(text).into_iter().map(|(rule, _)| rule).collect();
            assert_eq!(found, [rule], "{text}");
        }
        assert!(declared("以下简称《指导意见》，下同").is_empty());
        assert!(declared("把质量放在首位，落实牵头单位责任").is_empty());
    }
}
