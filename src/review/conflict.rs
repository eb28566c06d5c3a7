//! 口径不一: documents that set different values for the same indicator and year. Both stand; that they differ is said.

use std::collections::HashMap;

use super::likeness::squeezed;
use crate::domain::{Comparator, Target};

/// Words that one document puts into the name of an indicator and another leaves out, the measured thing being the
/// same: 重点领域地产食品监督抽查合格率 and 地产食品抽查合格率.
const LEFT_OUT: &[&str] = &["质量安全", "监督", "重点领域", "主要", "重点"];

/// The region itself, before the name: all targets of a document are of its region.
const WHERE: &[&str] = &[
    "全自治区",
    "自治区",
    "本行政区域",
    "全区",
    "全省",
    "全市",
    "全州",
    "全县",
    "我区",
    "我省",
    "我市",
];

/// What is done, before the name, and that it is counted, after it.
const BEFORE: &[&str] = &["培育", "创建", "建成"];
const AFTER: &[&str] = &["总数", "数量", "程度", "水平"];

/// Words for the same thing, the longest first, and the one that stands for all.
const SAME: &[(&str, &str)] = &[
    ("抽样检验", "抽查"),
    ("抽样检测", "抽查"),
    ("抽检", "抽查"),
    ("所占比重", "占比"),
    ("所占比例", "占比"),
    ("比重", "占比"),
    ("比例", "占比"),
    ("地区生产总值", "生产总值"),
    ("国内生产总值", "生产总值"),
    ("GDP", "生产总值"),
    ("增长速度", "增速"),
    ("增长率", "增速"),
];

/// Names that measure anything: 覆盖率 of what? They name no indicator.
const BARE: &[&str] = &[
    "覆盖率",
    "合格率",
    "达标率",
    "完成率",
    "满意度",
    "满意率",
    "普及率",
    "参与率",
    "参保率",
    "入学率",
    "利用率",
    "处置率",
    "处理率",
    "整改率",
    "办结率",
    "使用率",
    "增速",
    "增幅",
    "增长",
    "占比",
    "指数",
    "总额",
    "总产值",
    "产值",
    "投资",
    "面积",
    "人数",
    "产量",
    "规模",
];

/// The indicator by the name that its wordings share; `region` are the names of the document's region. Empty where
/// nothing is left that tells one from another.
pub fn indicator(name: &str, region: &[&str]) -> String {
    let mut name = squeezed(&without_brackets(name));
    for (word, one) in SAME {
        name = name.replace(word, one);
    }
    let mut bare = name.as_str();
    for word in region.iter().chain(WHERE).chain(BEFORE) {
        bare = bare.strip_prefix(word).unwrap_or(bare);
    }
    for word in AFTER {
        bare = bare.strip_suffix(word).unwrap_or(bare);
    }
    let mut bare = bare.to_owned();
    for word in LEFT_OUT {
        bare = bare.replace(word, "");
    }
    // A name of such words alone is that name.
    let name = if bare.chars().count() < 3 { name } else { bare };
    match BARE.contains(&name.as_str()) {
        true => String::new(),
        false => name,
    }
}

/// The name without what stands in brackets, which limits or explains and does not name.
fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    name.chars()
        .filter(|c| {
            match c {
                '（' | '(' | '[' | '〔' | '【' => depth += 1,
                '）' | ')' | ']' | '〕' | '】' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// A target of a document, as far as conflicts need it.
#[derive(Debug, Clone)]
pub struct Stated {
    /// Key of the target.
    pub id: i64,
    /// Key of the document.
    pub document: i64,
    /// The indicator, as [`indicator`] gives it.
    pub indicator: String,
    /// The year to which it is to be reached.
    pub year: i32,
    /// What it says.
    pub target: Target,
}

/// Two targets of two documents that cannot both be the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// Key of the target with the smaller key.
    pub one: i64,
    /// Key of the other.
    pub other: i64,
    /// The year.
    pub year: i32,
}

/// The conflicts among targets of one region, in the order of their keys.
pub fn conflicts(stated: &[Stated]) -> Vec<Conflict> {
    let mut groups: HashMap<(&str, i32), Vec<&Stated>> = HashMap::new();
    let mut stated: Vec<&Stated> = stated.iter().collect();
    stated.sort_by_key(|one| (one.document, one.id));
    for one in stated.into_iter().filter(|one| !one.indicator.is_empty()) {
        groups
            .entry((one.indicator.as_str(), one.year))
            .or_default()
            .push(one);
    }
    let mut found: Vec<Conflict> = groups
        .into_values()
        .flat_map(|group| within(&group))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn within(group: &[&Stated]) -> Vec<Conflict> {
    // A document that sets several values means several things by one name.
    let torn: Vec<i64> = pairs(group)
        .filter(|(one, other)| {
            one.document == other.document && contradict(&one.target, &other.target)
        })
        .map(|(one, _)| one.document)
        .collect();
    let sure: Vec<&Stated> = group
        .iter()
        .copied()
        .filter(|one| !torn.contains(&one.document))
        .collect();
    let mut found = Vec::new();
    for (index, one) in sure.iter().enumerate() {
        for other in &sure[index + 1..] {
            if one.document != other.document && contradict(&one.target, &other.target) {
                found.push(Conflict {
                    one: one.id.min(other.id),
                    other: one.id.max(other.id),
                    year: one.year,
                });
            }
        }
    }
    found
}

/// Targets of one document that stand next to each other in the order of their keys.
fn pairs<'s>(group: &'s [&'s Stated]) -> impl Iterator<Item = (&'s Stated, &'s Stated)> {
    group.windows(2).map(|two| (two[0], two[1]))
}

/// True when both state a value of one unit and not the same one. `达到92%` and `达到92%以上` are the same measure; a
/// value that stands outside the document contradicts nothing.
fn contradict(one: &Target, other: &Target) -> bool {
    let outside = |target: &Target| {
        matches!(
            target.comparator,
            Comparator::WithinExternal | Comparator::Trend | Comparator::Zero
        )
    };
    if outside(one) || outside(other) || one.unit != other.unit {
        return false;
    }
    match (one.value, other.value) {
        (Some(a), Some(b)) => a != b || (one.upper != other.upper),
        (None, None) => matches!((&one.grade, &other.grade), (Some(a), Some(b)) if a != b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TargetKind;
    use rust_decimal::Decimal;

    const XINJIANG: &[&str] = &["新疆维吾尔自治区", "新疆"];

    fn stated(id: i64, document: i64, name: &str, value: i64, year: i32) -> Stated {
        Stated {
            id,
            document,
            indicator: indicator(name, XINJIANG),
            year,
            target: Target {
                name: name.to_owned(),
                comparator: Comparator::AtLeast,
                value: Some(Decimal::from(value)),
                upper: None,
                grade: None,
                trend: None,
                unit: "%".to_owned(),
                kind: TargetKind::Ratio,
                soft: false,
                maintain: false,
            },
        }
    }

    #[test]
    fn wordings_of_one_indicator_share_a_name_and_others_do_not() {
        let key = |name| indicator(name, XINJIANG);
        for (a, b) in [
            (
                "工业产品监督抽查合格率",
                "工业产品（不含地产食品）监督抽查合格率",
            ),
            ("重点领域地产食品监督抽查合格率", "地产食品抽检合格率"),
            ("主要服务业顾客满意度", "新疆主要服务业顾客满意度"),
            ("单位生产总值二氧化碳排放", "单位地区生产总值二氧化碳排放"),
            (
                "全区城市环境空气质量优良天数比例",
                "城市环境空气质量优良天数比重",
            ),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [
            ("新疆名牌产品", "新疆农业名牌产品"),
            ("工业产品监督抽查合格率", "地产食品监督抽查合格率"),
            // Routine monitoring and sampling are two measurements.
            (
                "地产农产品监督抽查合格率",
                "地产农产品质量安全例行监测合格率",
            ),
            ("新增就业", "就业"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
        assert_eq!(key("总量"), "总量");
        assert_eq!(
            (key("覆盖率"), key("全区覆盖率")),
            (String::new(), String::new())
        );
        assert_eq!(key("（一）"), "");
    }

    #[test]
    fn two_documents_that_differ_conflict_and_both_stand() {
        let found = conflicts(&[
            stated(1, 10, "工业产品监督抽查合格率", 92, 2020),
            stated(2, 11, "工业产品（不含地产食品）监督抽查合格率", 90, 2020),
            stated(3, 11, "地产食品监督抽查合格率", 96, 2020),
            stated(4, 10, "重点领域地产食品监督抽查合格率", 96, 2020),
        ]);
        let conflict = Conflict {
            one: 1,
            other: 2,
            year: 2020,
        };
        assert_eq!(found, [conflict]);
    }

    #[test]
    fn another_year_another_unit_or_the_same_document_is_no_conflict() {
        let base = stated(1, 10, "合格率指标", 92, 2020);
        let year = stated(2, 11, "合格率指标", 90, 2018);
        let same = stated(3, 10, "合格率指标", 90, 2020);
        let mut unit = stated(4, 11, "合格率指标", 90, 2020);
        unit.target.unit = "个".to_owned();
        let mut outside = stated(5, 11, "合格率指标", 0, 2020);
        outside.target.comparator = Comparator::WithinExternal;
        outside.target.value = None;
        for other in [year, same.clone(), unit, outside] {
            assert_eq!(conflicts(&[base.clone(), other]), []);
        }
        // Whoever says 92 and 90 of one name means two things, and contradicts nobody.
        let third = stated(6, 11, "合格率指标", 95, 2020);
        assert_eq!(conflicts(&[base, same, third]), []);
    }
}
