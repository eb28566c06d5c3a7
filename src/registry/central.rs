//! Central bodies in a region (中央驻地方单位): each carries the region in its own way.

use super::Region;
use super::cities::CITIES;
use crate::domain::word_list;

/// How documents print them without the region, and their name with it: `{}` is the province's short name,
/// `{capital}` its capital, `{rank}` the word that a province puts before its own departments and an autonomous
/// region does not (`省国税局`, but `新疆国税局`).
const CENTRAL: &[(&[&str], &str)] = &[
    (&["银监局"], "{}银监局"),
    (&["保监局"], "{}保监局"),
    (&["银保监局"], "{}银保监局"),
    (&["证监局"], "{}证监局"),
    (&["国税局", "国家税务局"], "{rank}国税局"),
    (&["通信管理局"], "{rank}通信管理局"),
    (&["邮政管理局"], "{rank}邮政管理局"),
    (&["检验检疫局", "出入境检验检疫局"], "{}出入境检验检疫局"),
    (&["煤监局", "煤矿安监局"], "{}煤矿安监局"),
    (&["海事局"], "{}海事局"),
    (&["金融监管局"], "{}金融监管局"),
    (&["海关"], "{capital}海关"),
    (&["铁路局"], "{capital}铁路局"),
    (&["民航局", "民航管理局"], "民航{}管理局"),
    (&["能源监管办"], "国家能源局{}监管办公室"),
    (&["调查总队"], "国家统计局{}调查总队"),
    (
        &["人民银行中心支行", "人行中心支行"],
        "人民银行{capital}中心支行",
    ),
];

/// The name of a central body in this region, if `name` is one printed without it. `city` is the place that the
/// names before carry: `常州国税局、地税局`.
pub(super) fn central(name: &str, region: Option<&Region>, city: Option<&str>) -> Option<String> {
    if let Some(city) = city.filter(|_| OF_CITIES.has(name)) {
        return Some(format!("{city}{name}"));
    }
    let region = region?;
    let province = region.province?;
    let (_, form) = CENTRAL
        .iter()
        .find(|(printed, _)| printed.contains(&name))?;
    // 直辖市 count some of them among their own: 市通信管理局. A 省金融监管局 is its own as well.
    let own = match region.rank {
        "自治区" => province.short_name,
        rank => rank,
    };
    let financial = name == "金融监管局" && region.rank != "自治区";
    let short_name = if financial {
        region.rank
    } else {
        province.short_name
    };
    Some(
        form.replace("{capital}", province.capital)
            .replace("{rank}", own)
            .replace("{}", short_name),
    )
}

word_list!(
    /// Central bodies that a city's documents name after the city.
    OF_CITIES = "国税局 地税局 银监分局 银保监分局 海关 海事局 检验检疫局 出入境检验检疫局 供电公司 供电局 调查队 保监分局"
);

/// The city that a central body's name begins with: `常州国税局` → 常州.
pub(super) fn city_of(name: &str, region: Option<&Region>) -> Option<String> {
    let own = region
        .map(Region::place)
        .filter(|place| name.starts_with(place));
    let place = own
        .filter(|place| !place.is_empty())
        .or_else(|| CITIES.beginning(name))?;
    OF_CITIES
        .has(&name[place.len()..])
        .then(|| place.to_owned())
}
