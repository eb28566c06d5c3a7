//! Names that take no prefix of a list: they say themselves where they belong, or belong to no region.

use super::super::Region;
use super::super::cities::CITIES;
use super::functions::{FUNCTIONS, names_a_place};
use crate::domain::{PROVINCES, word_list};

/// `新疆银监局`, `乌鲁木齐海关`, `喀什地区行政公署`, `宁波海关`: the name says where it belongs.
pub(super) fn names_its_own_region(name: &str, region: Option<&Region>) -> bool {
    let of_region = region.is_some_and(|region| {
        let place = region.name.trim_end_matches(region.rank);
        let capital = |province: &crate::domain::Province| {
            name.starts_with(province.short_name) || name.starts_with(province.capital)
        };
        (place.chars().count() >= 2 && name.starts_with(place))
            || (region.place().chars().count() >= 2 && name.starts_with(region.place()))
            || (region.name.chars().count() >= 2 && name.contains(&region.name))
            || region.province.is_some_and(capital)
            // `环保拱墅分局`: a branch says which place it is for.
            || (place.chars().count() >= 2 && name.ends_with("分局") && name.contains(place))
    });
    let of_any = || {
        PROVINCES
            .iter()
            .any(|one| name.starts_with(one.name) || name.starts_with(one.short_name))
    };
    // `宁波海关`, `都匀供电局`: their place stands in their name, the bare words take that of the list.
    let customs = (name.ends_with("海关") && name.chars().count() > 2)
        || (name.ends_with("供电局") && name.chars().count() > 4)
        || (name.ends_with("出入境检验检疫局") && name.chars().count() > 9);
    of_region || of_any() || CITIES.beginning(name).is_some() || customs || is_local(name)
}

word_list!(pub(super) GOVERNMENTS = "人民政府 政府 行政公署 行署 管委会 管委 党委 办事处");

/// `克拉玛依市人民政府`, `阿克苏地区行署`, `沙湾县`, `天荒坪镇`.
fn is_local(name: &str) -> bool {
    let rank = ["市", "县", "地区", "州", "区", "旗", "盟"]
        .iter()
        .find_map(|rank| {
            let at = name.find(rank)?;
            (name[..at].chars().count() >= 2).then_some(at + rank.len())
        });
    let place = GOVERNMENTS
        .ending(name)
        .map_or(name, |body| &name[..name.len() - body.len()]);
    let length = place.chars().count();
    let street = name
        .find("街道")
        .is_some_and(|at| name[..at].chars().count() >= 2);
    // `齐镇`: some towns have one character.
    let town = place.ends_with(['镇', '乡'])
        && (length >= 3
            || (length == 2 && !place.starts_with(['各', '市', '县', '区', '乡', '全', '集'])));
    let street = street
        || name
            .strip_suffix("街办")
            .is_some_and(|place| place.chars().count() >= 2 && !place.starts_with('各'));
    let grassroots = street || town || (place.ends_with("苏木") && length >= 3);
    // `城区人民政府`: 汕尾, 晋城 and others have a district of this name.
    let inner = ["城区", "郊区", "矿区"]
        .iter()
        .find_map(|district| name.strip_prefix(district));
    if inner.is_some_and(|rest| GOVERNMENTS.has(rest)) {
        return true;
    }
    // `富县政府`: some counties have one character.
    let county = name.find('县').is_some_and(|at| {
        let rest = &name[at + '县'.len_utf8()..];
        let named = name[..at].chars().count() == 1
            && !name.starts_with(['各', '全', '市', '本', '我', '州', '区']);
        named && (rest.is_empty() || GOVERNMENTS.has(rest) || rest.starts_with("县委"))
    });
    let Some(end) = rank else {
        return grassroots || county;
    };
    let rest = &name[end..];
    let city_office =
        name[..end].ends_with('市') && rest.chars().count() >= 2 && !rest.starts_with('场');
    // `婺源县旅游委`, `高新区教育局`: an office of a place that is named.
    let office = name[..end].ends_with(['县', '区', '旗'])
        && FUNCTIONS.beginning(rest).is_some()
        && KINDS.ending(&name[..end]).is_none();
    // `襄城县协作区工作办公室`: behind the name of a county any office will do.
    let of_county = name[..end].ends_with(['县', '旗'])
        && name[..end].chars().count() >= 3
        && !name.starts_with([
            '各', '全', '市', '本', '我', '贫', '示', '强', '区', '州', '省',
        ])
        && rest.chars().count() >= 3;
    grassroots
        || office
        || of_county
        || rest.is_empty()
        || GOVERNMENTS.beginning(rest).is_some()
        || rest.starts_with('委')
        || city_office
}

word_list!(
    /// Kinds of places, which name none.
    KINDS = "社区 地区 灾区 林区 牧区 景区 矿区 山区 小区 城区 郊区 库区 校区 园区 街区 片区 辖区 保护区 风景区 农牧区 少数民族地区"
);

word_list!(
    /// Bodies that carry no prefix of a list, by their beginning: national ones, groups, those of no place.
    ALONE_BEGINNINGS = "国家 中国 中科院 中国科 中央 国务院 全国 中共 各 有关 相关 其他 地方各级 地方政府 地方人民 民航 人民银行 人行 国网 南网 驻 省级 市级 县级 区级 省直 市直 区直 县直 州直 盟直 旗直 省属 \
                        市属 区内 省内 市内 中石油 中石化 中铁 武警 新疆军区 生产建设兵团 最高 项目 相应 建设单位 团中央 团省委 团市委 团县委 团区委 团州委 团盟委 \
                        全区 全市 全县 全省 税务总局 银保监会 证监会 农业发展银行 农发行 邮储 农行 工行 建行 中行 交行 国有 长江 黄河 淮河 太湖 珠江 海河 松辽 辽河 长航 之江 三峡 共青团 \
                        团旗委 沿线 沿江 铁路 高速公路 中交 中建 中海油 华能 大唐 华电 国能 国电 京能 神华 东方 中车 长安 一汽 上汽 东风 瓮福 两江 中省直 中直 省市 金融监管总局 国家金融 财政部 自然资源部 \
                        生态环境部 水利部 农业农村部 交通运输部 工业和信息化部 市场监管总局 海关总署 国家税务"
);
word_list!(
    /// The same by their ending: companies, schools, parks.
    ALONE_ENDINGS = "公司 集团 大学 学院 企业 学校 协会 商会 学会 研究院 研究所 医院 高校 园区 开发区 新区 高新区 经开区 开发区管委会 新区管委会 园区管委会 高新区管委会 \
                     经开区管委会 街道 乡镇 社区 部门 机构 法人 业主 银行 农商行 支行 分行 中支 厂 牧场 林场 农场 苏木 嘎查 镇场 村 实验室 派出所 产业园 科技园 \
                     工业园 物流园 汽车 运营商 平台 中学 小学 幼儿园 科 股 科室 股室 景区 度假区 酒店 合作社 党组织 行业 店 矿 热力 燃气 港 院所 专业镇 示范区 保税区 口岸 \
                     铁塔 移动 联通 电信 石油 石化 股份 股份公司"
);

/// Words in the midst of a name by which it is a part of something that has its own name.
const WITHIN: &[&str] = &["大学", "学院", "集团", "公司", "各"];

word_list!(
    /// Trades of the companies that a place runs under its own name: `市国资公司、交投集团`.
    TRADES =
    "城投 交投 社发 国资 水务 公交 文旅 旅投 建投 国投 农投 产投 金控 城建 交通 产业 交运 水投 工投 科投 城发 农发 国有资产 粮食 城乡 投资 发展 \
     建设 开发 城市 文化 旅游 控股 运营 经营 管理 国有 资产 资本 自来水 供排水 水利 园林 环卫 公共 客运 供电 电力 燃气 热力 机场 海港 能源 人才 广电"
);

/// `交投集团`, `城市建设投资公司`: nothing but a trade, so the list's prefix tells whose it is.
fn is_of_the_place(name: &str) -> bool {
    let Some(mut rest) = [
        "集团有限公司",
        "有限责任公司",
        "有限公司",
        "集团公司",
        "集团",
        "公司",
    ]
    .iter()
    .find_map(|ending| name.strip_suffix(ending)) else {
        return false;
    };
    let named = !rest.is_empty();
    while let Some(trade) = TRADES.ending(rest) {
        rest = &rest[..rest.len() - trade.len()];
    }
    named && rest.is_empty()
}

word_list!(
    /// Hospitals that every place has under the same name.
    HOSPITALS = "人民医院 中医院 中医医院 妇幼保健院 第一人民医院 第二人民医院 第一医院 第二医院 中心医院 妇幼保健计划生育服务中心"
);

word_list!(
    /// Offices of the region itself, though they begin like bodies of none: `省发改委、铁路办`.
    RANKED = "国家安全局 铁路办 民航办 高速公路指挥部"
);

word_list!(
    /// Bodies named by a rank that a region has many of.
    EVERYWHERE = "区县政府 县区政府 县市区政府 县市政府 旗县区政府 旗县政府 区县人民政府 县区人民政府 县市区人民政府 区县 县区 县市区 乡镇人民政府 乡镇政府 乡镇街道 乡镇 镇街 镇村 村居 村（社区） 社区 成员单位 领导小组成员单位 联席会议成员单位 指挥部成员单位 专班成员单位 工作专班成员单位"
);

pub(super) fn stands_alone(name: &str) -> bool {
    if is_of_the_place(name) || HOSPITALS.has(name) || RANKED.has(name) {
        return false;
    }
    if EVERYWHERE.has(name) {
        return true;
    }
    let part = WITHIN.iter().any(|word| {
        name.find(word)
            .is_some_and(|at| at > 0 && at + word.len() < name.len())
    });
    // `秦岭国家植物园`, `三江源国家公园管理局`.
    let national = name
        .find("国家")
        .is_some_and(|at| at >= '一'.len_utf8() * 2);
    part || national
        || names_a_place(name)
        || of_a_park(name)
        || is_proper(name)
        || ALONE_BEGINNINGS.beginning(name).is_some()
        || ALONE_ENDINGS.ending(name).is_some()
}

word_list!(
    /// What the short names of offices end in.
    OFFICES =
    "委 局 厅 署 办 部 院 会 社 处 站 所 室 组 队 中心 联 协 馆 台 库 团 校 侨 中支 行 关 府 公署 集团 公司 单位 单元 专班 工委 宫 园 学 区 县 镇 乡"
);

/// `阿里云`, `华侨城`: a name with neither the ending of an office nor a field of work at its head is that of a company.
fn is_proper(name: &str) -> bool {
    OFFICES.ending(name).is_none() && FUNCTIONS.beginning(name).is_none()
}

/// `沣西新城管委会`, `宁东基地党工委`, `姚江新区开发建设指挥部`: the place stands in the name; `管委会` alone has none.
fn of_a_park(name: &str) -> bool {
    let governed = ["管委会", "管委", "党工委"].iter().any(|ending| {
        name.strip_suffix(ending)
            .is_some_and(|place| place.chars().count() >= 2)
    });
    let committee = name
        .strip_suffix("管理委员会")
        .is_some_and(|place| place.ends_with(['园', '区', '城']) && place.chars().count() >= 4);
    let park = [
        "新区",
        "开发区",
        "高新区",
        "经开区",
        "合作区",
        "科技城",
        "科学城",
        "自贸区",
        "综保区",
    ]
    .iter()
    .any(|rank| {
        name.find(rank)
            .is_some_and(|at| name[..at].chars().count() >= 2)
    });
    governed || committee || park
}
