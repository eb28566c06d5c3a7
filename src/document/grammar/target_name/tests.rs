//! Names of indicators.

use super::*;

fn read(text: &str) -> Vec<String> {
    let predicate = Some((Predicate::Reach, "达到"));
    let found = names(text, 0..text.len(), predicate, &Before::default(), false);
    found.into_iter().map(|name| name.text).collect()
}

#[test]
fn shared_names_are_told_apart() {
    let table: &[(&str, &[&str])] = &[
        (
            "重点领域地产食品、地产农产品监督抽查合格率",
            &["重点领域地产食品监督抽查合格率", "地产农产品监督抽查合格率"],
        ),
        (
            "地产农产品、林果产品、畜禽产品质量安全例行监测合格率",
            &[
                "地产农产品质量安全例行监测合格率",
                "林果产品质量安全例行监测合格率",
                "畜禽产品质量安全例行监测合格率",
            ],
        ),
        (
            "主要污染物排放、万元生产总值能耗、单位生产总值二氧化碳排放及全区城市环境空气质量优良天数比例均",
            &[
                "主要污染物排放",
                "万元生产总值能耗",
                "单位生产总值二氧化碳排放",
                "全区城市环境空气质量优良天数比例",
            ],
        ),
        (
            "重要民生工程和大中型工程建设项目竣工验收合格率",
            &["重要民生工程和大中型工程建设项目竣工验收合格率"],
        ),
        (
            "医疗、教育等公共服务满意度",
            &["医疗、教育等公共服务满意度"],
        ),
        ("万元GDP用水量较2020年", &["万元GDP用水量"]),
        ("建成区绿化覆盖率", &["建成区绿化覆盖率"]),
    ];
    for (text, expected) in table {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn goal_lines_name_their_indicators() {
    assert_eq!(
        indicators("培育著名商标、国家地理商标"),
        ["著名商标", "国家地理商标"]
    );
    assert_eq!(
        indicators("主要污染物排放、全区城市环境空气质量优良天数比例"),
        ["主要污染物排放", "全区城市环境空气质量优良天数比例"]
    );
    assert!(indicators("制造业质量竞争力指数").is_empty());
}
