//! Central bodies in a region (中央驻地方单位): each carries the region in its own way.

use super::Region;

/// How documents print them without the region, and their name with it: `{}` is the province's short name,
/// `{capital}` its capital.
const CENTRAL: &[(&[&str], &str)] = &[
    (&["银监局"], "{}银监局"),
    (&["保监局"], "{}保监局"),
    (&["银保监局"], "{}银保监局"),
    (&["证监局"], "{}证监局"),
    (&["国税局", "国家税务局"], "{}国税局"),
    (&["通信管理局"], "{}通信管理局"),
    (&["邮政管理局"], "{}邮政管理局"),
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

/// The name of a central body in this region, if `name` is one printed without it.
pub(super) fn central(name: &str, region: &Region) -> Option<String> {
    let province = region.province?;
    let (_, form) = CENTRAL
        .iter()
        .find(|(printed, _)| printed.contains(&name))?;
    // 直辖市 count some of them among their own: 市通信管理局.
    let own = region.rank == "市" && matches!(name, "通信管理局" | "邮政管理局");
    let short_name = if own { "市" } else { province.short_name };
    Some(
        form.replace("{capital}", province.capital)
            .replace("{}", short_name),
    )
}
