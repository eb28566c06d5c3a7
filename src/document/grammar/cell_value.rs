//! A value in a cell of an indicator table: `100`, `≥98`, `＜2`, `［450］`, `8%以上`, `3—5`, `完成省下达任务`.

use chrono::NaiveDate;

use super::quantity;
use super::target_name::is_indicator;
use super::target_words as words;
use crate::domain::{Comparator, Deadline, Precision, Target, TargetKind, word_list, year_bounds};

/// The target that a row states: the name of its indicator, the cell of its value, the unit of its column.
pub(crate) fn target(name: &str, cell: &str, unit: &str) -> Option<Target> {
    let value = cell
        .trim()
        .trim_matches(['［', '］', '[', ']', '【', '】', '〔', '〕', '（', '）']);
    let (name, own_unit) = named(name);
    let unit = if unit.is_empty() { own_unit } else { unit };
    let mut target = Target {
        name: name.to_owned(),
        comparator: Comparator::Equal,
        value: None,
        upper: None,
        grade: None,
        trend: None,
        unit: unit.trim_matches(['—', '-', '/']).to_owned(),
        kind: TargetKind::Level,
        soft: false,
        maintain: false,
    };
    let Some(found) = quantity::in_cell(value) else {
        return set_elsewhere(value).then_some(Target {
            comparator: Comparator::WithinExternal,
            ..target
        });
    };
    let (bound, _) = words::bound_after(&value[found.range.end..]);
    let head = words::head(&value[..found.range.start]);
    if !found.unit.is_empty() {
        target.unit.clone_from(&found.unit);
    }
    let change = ["增长", "增速", "下降", "降低"]
        .iter()
        .any(|word| name.ends_with(word));
    target.kind = match target.unit.as_str() {
        "%" | "‰" if change => TargetKind::Growth,
        "%" | "‰" => TargetKind::Ratio,
        "个百分点" | "百分点" => TargetKind::Growth,
        _ => TargetKind::Level,
    };
    if found.value.is_zero()
        && ["事故", "事件", "案件", "死亡"]
            .iter()
            .any(|word| name.contains(word))
    {
        return Some(Target {
            comparator: Comparator::Zero,
            kind: TargetKind::Zero,
            unit: String::new(),
            ..target
        });
    }
    let predicate = head.predicate.map(|(predicate, _)| predicate);
    target.comparator = words::comparator(predicate, bound.or(head.bound), found.upper.is_some());
    target.value = Some(found.value);
    target.upper = found.upper;
    Some(target)
}

word_list!(
    /// What a unit of measure ends in.
    UNITS =
    "% ‰ 元 吨 人 个 家 户 亩 里 米 件 张 岁 年 天 日 时 分钟 辆 台 套 所 处 座 瓦 煤 项 次 例 升 册 部 公顷 人次 平方 立方 标箱 车 床 万"
);

/// The name of an indicator without its number, and the unit that stands in a bracket behind it: `1.地区生产总值（亿元）`.
fn named(name: &str) -> (&str, &str) {
    let name = name.trim();
    let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let numbered = name[digits..]
        .strip_prefix(['.', '、'])
        .filter(|_| digits > 0);
    let name = numbered.unwrap_or(name).trim_start();
    let Some(open) = name
        .rfind('（')
        .filter(|open| *open > 0 && name.ends_with('）'))
    else {
        return (name, "");
    };
    let unit = &name[open + '（'.len_utf8()..name.len() - '）'.len_utf8()];
    let measures =
        unit.chars().count() <= 10 && UNITS.ending(unit).is_some() && !unit.contains(['，', '、']);
    if measures {
        (&name[..open], unit)
    } else {
        (name, "")
    }
}

fn set_elsewhere(value: &str) -> bool {
    let words = [
        "下达",
        "省定",
        "市定",
        "国家",
        "上级",
        "平均",
        "同步",
        "控制在",
    ];
    words.iter().any(|word| value.contains(word))
        && (is_indicator(value) || value.chars().count() >= 4)
}

/// `2025年` over a column of values: due at the end of that year.
pub(crate) fn end_of(year: i32) -> Option<Deadline> {
    let (first, last): (NaiveDate, NaiveDate) = year_bounds(year)?;
    Some(Deadline {
        printed: format!("{year}年"),
        first: Some(first),
        last: Some(last),
        precision: Precision::Year,
        year_inferred: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_values() {
        let table = [
            ("网上可办率", "100", "%", "equal 100 %"),
            ("共享需求满足率", "≥98", "%", "at_least 98 %"),
            ("平均办理环节", "＜2", "个", "at_most 2 个"),
            ("注册用户数", "［450］", "万人", "equal 450 万人"),
            ("一般公共预算收入增长", "8%以上", "", "at_least 8 %"),
            ("固定资产投资增长", "3—5", "%", "between 3 %"),
            ("地区生产总值增长", "6左右", "%", "about 6 %"),
            ("重大网络安全事件", "0", "起", "zero  "),
            ("单位能耗降低", "完成省下达任务", "%", "within_external  %"),
            (
                "1.地区生产总值（亿元）",
                "1500以上",
                "",
                "at_least 1500 亿元",
            ),
            ("新增就业（五年累计）", "15", "万个", "equal 15 万个"),
        ];
        for (name, cell, unit, expected) in table {
            let target = target(name, cell, unit).unwrap_or_else(|| panic!("no target in {cell}"));
            let value = target
                .value
                .map(|value| value.to_string())
                .unwrap_or_default();
            assert_eq!(
                format!("{} {value} {}", target.comparator.code(), target.unit),
                expected,
                "{cell}"
            );
        }
        assert_eq!(target("网上可办率", "—", "%"), None);
    }
}
