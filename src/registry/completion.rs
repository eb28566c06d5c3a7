//! What a name alone says about a body that an import created: a proposal, for a person to take or to change.

use super::{DepartmentKind, Jurisdiction, Region};
use crate::domain::word_list;

/// What is proposed for a department of which only the short name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Full name, with the region written out.
    pub name: String,
    /// Kind.
    pub kind: DepartmentKind,
}

/// Proposes full name and kind for a short name: `自治区数据局` → 新疆维吾尔自治区数据局, 政府部门.
pub fn completion(short_name: &str, region: &Jurisdiction, collective: bool) -> Completion {
    let kind = match collective {
        true => DepartmentKind::Collective,
        false => kind(short_name),
    };
    Completion {
        name: full_name(short_name, region),
        kind,
    }
}

fn full_name(short_name: &str, region: &Jurisdiction) -> String {
    let Some(known) = Region::named(&region.name) else {
        return short_name.to_owned();
    };
    let party = known.party();
    if let Some(office) = short_name
        .strip_prefix(&party)
        .filter(|one| !one.is_empty())
    {
        return format!("中共{}委员会{office}", region.name);
    }
    match short_name.strip_prefix(known.rank) {
        Some(office) if !office.is_empty() => format!("{}{office}", region.name),
        _ => short_name.to_owned(),
    }
}

word_list!(PARTIES = "党委 党组 工委 组织部 宣传部 统战部 政法委 编办 网信办 纪委 党校");
word_list!(COMPANIES = "公司 集团 企业 银行 厂 矿");
word_list!(
    PEOPLE = "工会 总工会 妇联 团委 工商联 科协 残联 文联 社科联 侨联 贸促会 红十字会 消协 协会 商会 学会"
);
word_list!(
    CENTRAL = "海关 海事局 银监局 保监局 银保监局 证监局 金融监管局 税务局 国税局 检验检疫局 通信管理局 邮政管理局 调查总队 中心支行 \
               监管办公室 监管办 煤监局 地震局 气象局 烟草专卖局"
);
word_list!(GOVERNMENTS = "人民政府 政府 行政公署 行署 管委会 管理委员会 办事处");

/// Committees whose offices carry them in front: 自治区党委宣传部, 省委网信办.
const COMMITTEES: [&str; 6] = ["自治区党委", "省委", "市委", "县委", "州党委", "地委"];

/// The kind that the ending of a name speaks for; most bodies of a government's documents are its departments.
fn kind(name: &str) -> DepartmentKind {
    if COMMITTEES.iter().any(|prefix| name.starts_with(prefix)) {
        return DepartmentKind::Party;
    }
    let each = ["各", "有关", "相关"]
        .iter()
        .any(|word| name.starts_with(word));
    if each || name.ends_with("成员单位") || name.ends_with("领导小组") {
        DepartmentKind::Collective
    } else if GOVERNMENTS.ending(name).is_some() {
        DepartmentKind::LocalGovernment
    } else if COMPANIES.ending(name).is_some() {
        DepartmentKind::Enterprise
    } else if PARTIES.ending(name).is_some() {
        DepartmentKind::Party
    } else if PEOPLE.ending(name).is_some() {
        DepartmentKind::PeoplesOrganisation
    } else if CENTRAL.ending(name).is_some() {
        DepartmentKind::CentralVertical
    } else {
        DepartmentKind::Government
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn xinjiang() -> Jurisdiction {
        Jurisdiction {
            code: "65".to_owned(),
            name: "新疆维吾尔自治区".to_owned(),
            short_name: "新疆".to_owned(),
            level: "province".to_owned(),
            parent: String::new(),
            prefixes: "自治区;新疆".to_owned(),
            capital: "乌鲁木齐".to_owned(),
            order: 1,
        }
    }

    #[test]
    fn a_short_name_says_what_a_body_is() {
        use DepartmentKind::*;
        let table = [
            ("自治区数据局", "新疆维吾尔自治区数据局", Government),
            (
                "自治区党委社会工作部",
                "中共新疆维吾尔自治区委员会社会工作部",
                Party,
            ),
            (
                "自治区总工会",
                "新疆维吾尔自治区总工会",
                PeoplesOrganisation,
            ),
            ("新疆证监局", "新疆证监局", CentralVertical),
            ("国网新疆电力公司", "国网新疆电力公司", Enterprise),
            ("阿拉尔市人民政府", "阿拉尔市人民政府", LocalGovernment),
            ("各有关单位", "各有关单位", Collective),
        ];
        for (short, name, expected) in table {
            let proposed = completion(short, &xinjiang(), false);
            assert_eq!((proposed.name.as_str(), proposed.kind), (name, expected));
        }
    }
}
