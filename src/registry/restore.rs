//! Writing the prefix back that a list states once: `自治区发展改革委、经信委` → 自治区经信委.
//!
//! The running prefix is the rank of the last body that printed one. It is not simply put before every bare name,
//! because lists mix bodies that carry the region in their own way (`自治区民政厅、质监局、保监局` ends in 新疆保监局) and
//! bodies that carry none (`乌鲁木齐铁路局`, `国网…公司`, `各县区`). An ending can be shared as well:
//! `渝中区、江北区政府`.

use super::Region;
use super::central::central;
use crate::domain::{PROVINCES, word_list};

/// How a name was restored, so that a page can say why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// It stands as printed.
    AsPrinted,
    /// It took the prefix of its list.
    Prefix(String),
    /// A central body, named after the region in its own way.
    Central,
    /// A government named by its rank alone, or a part of a union.
    Government,
    /// It took the ending that the next name prints: `渝中区、江北区政府`.
    Ending(String),
}

/// A name with its prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The name.
    pub name: String,
    /// How it came about.
    pub how: How,
}

/// Restores the prefixes of one printed list.
pub fn restore<S: AsRef<str>>(list: &[S], region: Option<&Region>) -> Vec<Restored> {
    let mut running = Running {
        rank: region.map(|region| region.rank.to_owned()),
        party: None,
        each: false,
    };
    let mut restored: Vec<Restored> = list
        .iter()
        .map(|name| one(name.as_ref(), region, &mut running))
        .collect();
    for index in (1..restored.len()).rev() {
        let (before, after) = restored.split_at_mut(index);
        if let (Some(left), Some(right)) = (before.last_mut(), after.first()) {
            share_ending(left, right);
        }
    }
    restored
}

/// What the names before have established.
struct Running {
    rank: Option<String>,
    party: Option<String>,
    each: bool,
}

fn one(printed: &str, region: Option<&Region>, running: &mut Running) -> Restored {
    let as_printed = || Restored {
        name: printed.to_owned(),
        how: How::AsPrinted,
    };
    if running.each && EACH.has(printed) {
        return Restored {
            name: format!("各{printed}"),
            how: How::Government,
        };
    }
    if let Some((rank, party)) = own_prefix(printed) {
        running.party = party.map(str::to_owned);
        running.rank = Some(rank.to_owned());
        running.each = false;
        return match printed == rank {
            true => Restored {
                name: format!("{printed}人民政府"),
                how: How::Government,
            },
            false => as_printed(),
        };
    }
    running.each = printed.starts_with('各');
    if let Some(name) = region.and_then(|region| central(printed, region)) {
        return Restored {
            name,
            how: How::Central,
        };
    }
    if names_its_own_region(printed, region) || stands_alone(printed) {
        return as_printed();
    }
    let rank = running.rank.clone();
    let same_rank = region.filter(|region| rank.as_deref() == Some(region.rank));
    let prefix = match (&running.party, PARTY.has(printed)) {
        (Some(party), true) => Some(party.clone()),
        (None, true) => same_rank.map(Region::party),
        _ => rank,
    };
    match prefix {
        Some(prefix) => Restored {
            name: format!("{prefix}{printed}"),
            how: How::Prefix(prefix),
        },
        None => as_printed(),
    }
}

word_list!(
    /// Bodies that a list means for each place once it has said 各: `各乡镇人民政府、街道办事处`.
    EACH = "行政公署 人民政府 市人民政府 县人民政府 区人民政府 街道办事处 街道 乡镇 乡镇人民政府 乡镇政府 镇人民政府 开发区 开发区管委会 管委会 园区 \
            县级市人民政府 市政府 县政府 区政府 功能区 高新区 经开区"
);

word_list!(
    /// Party committees as prefixes.
    COMMITTEES = "自治区党委 省委 市委 县委 区委 州党委 州委 盟委 旗委 地委"
);
word_list!(RANKS = "自治区 自治州 省 市 县 区 州 盟 旗");
word_list!(
    /// Words that begin like a rank.
    OTHER_WORDS = "市场 市容 市政管 市政公 市政园 市政工 市政局 市政设 区域 县域 省际 区块 州际 市直 省直 县直 区直 州直 盟直 旗直 市级 省级 县级 区级 市属 省属 市内 省内 区内 \
                   市管 省管 市辖"
);

/// The rank that a name prints itself, and its party committee if it has that: `自治区党委宣传部` → 自治区, 自治区党委.
fn own_prefix(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    if let Some(party) = COMMITTEES.beginning(name) {
        let rank = RANKS.beginning(party).unwrap_or("地区");
        return Some((rank, Some(party)));
    }
    let rank = RANKS.beginning(name)?;
    OTHER_WORDS
        .beginning(name)
        .is_none()
        .then_some((rank, None))
}

/// `新疆银监局`, `乌鲁木齐海关`, `喀什地区行政公署`, `宁波海关`: the name says where it belongs.
fn names_its_own_region(name: &str, region: Option<&Region>) -> bool {
    let of_region = region.is_some_and(|region| {
        let place = region.name.trim_end_matches(region.rank);
        let capital = |province: &crate::domain::Province| {
            name.starts_with(province.short_name) || name.starts_with(province.capital)
        };
        (place.chars().count() >= 2 && name.starts_with(place))
            || region.province.is_some_and(capital)
    });
    let of_any = || {
        PROVINCES
            .iter()
            .any(|one| name.starts_with(one.name) || name.starts_with(one.short_name))
    };
    let customs = name.ends_with("海关") && name.chars().count() > 2;
    of_region || of_any() || customs || is_local(name)
}

word_list!(GOVERNMENTS = "人民政府 政府 行政公署 行署 管委会 管委 党委 办事处");

/// `克拉玛依市人民政府`, `阿克苏地区行署`, `沙湾县`, `天荒坪镇`.
fn is_local(name: &str) -> bool {
    let rank = ["市", "县", "地区", "州", "区", "旗", "盟"]
        .iter()
        .find_map(|rank| {
            let at = name.find(rank)?;
            (name[..at].chars().count() >= 2).then_some(at + rank.len())
        });
    let grassroots = ["镇", "乡", "街道"]
        .iter()
        .any(|ending| name.ends_with(ending))
        && name.chars().count() >= 3;
    let Some(end) = rank else { return grassroots };
    let rest = &name[end..];
    let city_office =
        name[..end].ends_with('市') && rest.chars().count() >= 2 && !rest.starts_with('场');
    grassroots
        || rest.is_empty()
        || GOVERNMENTS.beginning(rest).is_some()
        || rest.starts_with('委')
        || city_office
}

word_list!(
    /// Bodies that carry no prefix of a list, by their beginning: national ones, groups, those of no place.
    ALONE_BEGINNINGS = "国家 中国 中央 国务院 全国 中共 各 有关 相关 其他 地方各级 地方政府 地方人民 民航 人民银行 人行 国网 南网 驻 省级 市级 县级 区级 省直 市直 区直 县直 州直 盟直 省属 \
                        市属 区内 省内 市内 中石油 中石化 中铁 武警 新疆军区 兵团 生产建设兵团 最高 项目 相应 建设单位 团中央 团省委 团市委 团县委 团区委 团州委 团盟委 \
                        全区 全市 全县 全省 税务总局 银保监会 证监会 农业发展银行"
);
word_list!(
    /// The same by their ending: companies, schools, parks.
    ALONE_ENDINGS = "公司 集团 大学 学院 企业 学校 协会 商会 学会 研究院 研究所 医院 高校 园区 开发区 新区 高新区 经开区 开发区管委会 新区管委会 园区管委会 高新区管委会 \
                     经开区管委会 街道 乡镇 社区 部门 机构 法人 业主 银行 农商行"
);

fn stands_alone(name: &str) -> bool {
    ALONE_BEGINNINGS.beginning(name).is_some() || ALONE_ENDINGS.ending(name).is_some()
}

word_list!(
    /// Departments of a party committee, which a list states under its prefix: `省委组织部、宣传部`. 金融办, 外办 and 农办
    /// have been government offices for most of their lives.
    PARTY = "组织部 宣传部 统战部 政法委 编办 网信办 政研室 改革办 老干部局 社会工作部 台办 国安办 巡察办 财经办 党校 直属机关工委 机要局"
);

word_list!(
    /// Ranks at the end of a place that waits for its body.
    PLACES = "市 县 区 州 旗 盟 地区 新区 高新区 经开区 开发区"
);

/// `渝中区、江北区政府` names two governments, `广州、深圳、东莞市` three cities.
fn share_ending(left: &mut Restored, right: &Restored) {
    let plain = matches!(left.how, How::AsPrinted) && !left.name.starts_with('各');
    if !plain || right.name.starts_with('各') {
        if let How::Prefix(prefix) = &left.how {
            // `深圳` took the prefix of the list although it is a place.
            let place = left.name[prefix.len()..].to_owned();
            if is_bare_place(&place, &right.name) {
                *left = Restored {
                    name: format!("{place}市"),
                    how: How::Ending("市".to_owned()),
                };
            }
        }
        return;
    }
    let place = PLACES.ending(&left.name).is_some() && left.name.chars().count() >= 2;
    let body = GOVERNMENTS.ending(&right.name).filter(|body| {
        let stem = &right.name[..right.name.len() - body.len()];
        PLACES.ending(stem).is_some() && stem.chars().count() >= 2
    });
    if let (true, Some(body)) = (place, body) {
        left.name.push_str(body);
        left.how = How::Ending(body.to_owned());
    } else if is_bare_place(&left.name, &right.name) {
        left.name.push('市');
        left.how = How::Ending("市".to_owned());
    }
}

/// `广州` before `深圳市`: two or three characters without any ending of a body.
fn is_bare_place(name: &str, right: &str) -> bool {
    const BODIES: &[char] = &[
        '委', '局', '厅', '办', '部', '院', '会', '社', '处', '站', '所', '室', '公', '司', '关',
        '行', '区', '县', '镇', '乡', '道', '联', '盟', '旗', '市',
    ];
    let city = right.ends_with('市') && right.chars().count() >= 3;
    city && (2..=4).contains(&name.chars().count()) && !name.ends_with(BODIES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &str, region: &str) -> String {
        let list: Vec<&str> = list.split('、').collect();
        let region = Region::named(region);
        let restored = restore(&list, region.as_ref());
        restored
            .into_iter()
            .map(|restored| restored.name)
            .collect::<Vec<_>>()
            .join("、")
    }

    #[test]
    fn prefixes_are_distributed_as_documents_mean_them() {
        let table = [
            ("自治区发展改革委、经信委", "自治区发展改革委、自治区经信委"),
            ("新疆银监局、保监局", "新疆银监局、新疆保监局"),
            (
                "自治区商务厅、金融办、新疆邮政管理局、通信管理局、保监局、银监局、民航新疆管理局、乌鲁木齐铁路局",
                "自治区商务厅、自治区金融办、新疆邮政管理局、新疆通信管理局、新疆保监局、新疆银监局、民航新疆管理局、乌鲁木齐铁路局",
            ),
            (
                "自治区民政厅、质监局、保监局",
                "自治区民政厅、自治区质监局、新疆保监局",
            ),
            (
                "自治区工商局、地税局、国税局、乌鲁木齐海关、新疆出入境检验检疫局",
                "自治区工商局、自治区地税局、新疆国税局、乌鲁木齐海关、新疆出入境检验检疫局",
            ),
            (
                "自治区商务厅、人民银行乌鲁木齐中心支行、工商局、质监局、检验检疫局",
                "自治区商务厅、人民银行乌鲁木齐中心支行、自治区工商局、自治区质监局、新疆出入境检验检疫局",
            ),
            (
                "自治区党委宣传部、教育厅、质监局",
                "自治区党委宣传部、自治区教育厅、自治区质监局",
            ),
            (
                "自治区、各地州市人民政府、行政公署",
                "自治区人民政府、各地州市人民政府、各行政公署",
            ),
            (
                "各地州市人民政府、行政公署、自治区民政厅、农业厅",
                "各地州市人民政府、各行政公署、自治区民政厅、自治区农业厅",
            ),
            (
                "自治区质监局、国家能源局新疆监管办公室、工商联",
                "自治区质监局、国家能源局新疆监管办公室、自治区工商联",
            ),
        ];
        for (list, expected) in table {
            assert_eq!(names(list, "新疆维吾尔自治区"), expected);
        }
        let ningxia = "宁夏回族自治区";
        let group = "自治区质监局、质量和商标战略工作领导小组成员单位";
        assert_eq!(
            names(group, ningxia),
            "自治区质监局、自治区质量和商标战略工作领导小组成员单位"
        );
        assert_eq!(
            names("自治区财政厅、国税局", ningxia),
            "自治区财政厅、宁夏国税局"
        );
    }

    #[test]
    fn other_regions_work_alike() {
        let table = [
            (
                "省质监局、工业和信息化厅、省政府国资委",
                "河南省",
                "省质监局、省工业和信息化厅、省政府国资委",
            ),
            (
                "省委组织部、宣传部、省教育厅、财政厅",
                "广东省",
                "省委组织部、省委宣传部、省教育厅、省财政厅",
            ),
            (
                "市市场监管局、发展改革委、各区县政府",
                "杭州市",
                "市市场监管局、市发展改革委、各区县政府",
            ),
            (
                "市场监管局、市政务服务局、民政局",
                "杭州市",
                "市市场监管局、市政务服务局、市民政局",
            ),
            (
                "市民政局、国网杭州供电公司、西湖区政府",
                "杭州市",
                "市民政局、国网杭州供电公司、西湖区政府",
            ),
            (
                "发改委、教育局、团县委、天荒坪镇",
                "安吉县",
                "县发改委、县教育局、团县委、天荒坪镇",
            ),
            (
                "各乡镇人民政府、街道办事处",
                "孝义市",
                "各乡镇人民政府、各街道办事处",
            ),
            (
                "市住建委、渝中区、江北区政府",
                "重庆市",
                "市住建委、渝中区政府、江北区政府",
            ),
            (
                "两江新区、重庆高新区、万盛经开区管委会",
                "重庆市",
                "两江新区管委会、重庆高新区管委会、万盛经开区管委会",
            ),
            (
                "市城市管理局、通信管理局、重庆海事局",
                "重庆市",
                "市城市管理局、市通信管理局、重庆海事局",
            ),
            (
                "省财政厅、广州、深圳、东莞市",
                "广东省",
                "省财政厅、广州市、深圳市、东莞市",
            ),
            (
                "杭州海关、宁波海关、省商务厅",
                "浙江省",
                "杭州海关、宁波海关、省商务厅",
            ),
            (
                "自治州司法局、市场监督管理局",
                "延边朝鲜族自治州",
                "自治州司法局、自治州市场监督管理局",
            ),
            (
                "省公安厅、市场监管局、地方金融监管局",
                "安徽省",
                "省公安厅、省市场监管局、省地方金融监管局",
            ),
        ];
        for (list, region, expected) in table {
            assert_eq!(names(list, region), expected, "{region}");
        }
    }
}
