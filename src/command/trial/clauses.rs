//! The measures that an item's own text names: `推进企业质量信用公开`, `建立产品伤害监测体系`. A made-up report speaks of these
//! and so fits its item. Pure.

/// Words that a measure begins with.
const VERBS: &[&str] = &[
    "加强", "推进", "建立", "完善", "开展", "实施", "落实", "强化", "健全", "推动", "加快", "加大",
    "深化", "严格", "组织", "制定", "培育", "支持", "鼓励", "引导", "提升", "提高", "优化", "构建",
    "规范", "扩大", "探索", "发挥", "打击", "整合", "推广", "促进", "督促", "督导", "深入", "依法",
    "全面", "广泛", "积极", "畅通", "拓展", "改进", "研究", "逐步", "大力", "继续", "严厉", "公开",
    "编制", "出台", "充实", "做好",
];

/// What a clause that speaks of something other than a measure contains: dates, numbers, who is responsible.
const FOREIGN: &[&str] = &[
    "年", "月", "以上", "以下", "力争", "达到", "负责", "牵头", "各级", "届", "《", "》", "“", "”",
    "（", "）", "(", ")", "、等",
];

/// The measures in a text, in its order.
pub(super) fn measures(body: &str) -> Vec<&str> {
    body.split(['。', '；', ';', '，', ',', '\n', '：'])
        .map(str::trim)
        .filter(|clause| is_measure(clause))
        .collect()
}

fn is_measure(clause: &str) -> bool {
    let length = clause.chars().count();
    (8..=28).contains(&length)
        && VERBS.iter().any(|verb| clause.starts_with(verb))
        && !FOREIGN.iter().any(|word| clause.contains(word))
        && !clause
            .chars()
            .any(|c| c.is_ascii_digit() || c.is_whitespace())
        && !clause.ends_with(['、', '等', '的'])
}

/// A title that fits between quotation marks in a sentence: its first clause, without a stop.
pub(super) fn short_title(title: &str) -> String {
    let title = title.trim_end_matches(['。', '；', '，']);
    let short = match title.split_once(['，', '；', ',']) {
        Some((first, _)) if title.chars().count() > 24 && first.chars().count() >= 4 => first,
        _ => title,
    };
    short.replace('“', "‘").replace('”', "’")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_the_clauses_that_begin_with_a_verb() {
        let body = "加快质量诚信体系建设。贯彻落实《社会信用体系建设规划纲要（2013-2020年）》。加快完善工业产品质量企业自我声明机制，\
                    推动部分行业协会制定本行业重点产品自我声明规范。到2020年，培育新疆名牌产品350个以上。各级政府要加大投入。";
        assert_eq!(
            measures(body),
            [
                "加快质量诚信体系建设",
                "加快完善工业产品质量企业自我声明机制",
                "推动部分行业协会制定本行业重点产品自我声明规范",
            ]
        );
        assert_eq!(
            measures("工业产品监督抽查合格率（自治区质监局牵头）"),
            Vec::<&str>::new()
        );
    }

    #[test]
    fn long_titles_are_cut_at_a_clause() {
        assert_eq!(short_title("改善环境质量。"), "改善环境质量");
        assert_eq!(
            short_title(
                "将质量工作纳入绩效考核评价内容，考核结果作为领导班子和领导干部综合考核评价的依据"
            ),
            "将质量工作纳入绩效考核评价内容"
        );
        assert_eq!(
            short_title("开展“计量惠民生、诚信促和谐”双十工程"),
            "开展‘计量惠民生、诚信促和谐’双十工程"
        );
    }
}
