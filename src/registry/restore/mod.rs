//! Writing the prefix back that a list states once: `自治区发展改革委、经信委` → 自治区经信委.
//!
//! The running prefix is the rank of the last body that printed one. It is not simply put before every bare name,
//! because lists mix bodies that carry the region in their own way (`自治区民政厅、质监局、保监局` ends in 新疆保监局) and
//! bodies that carry none (`乌鲁木齐铁路局`, `国网…公司`, `各县区`). An ending can be shared as well:
//! `渝中区、江北区政府`.

mod alone;
mod ending;
mod functions;
#[cfg(test)]
mod tests;

use super::Region;
use super::central::{self, central};
use crate::domain::word_list;
use alone::{names_its_own_region, stands_alone};
use ending::share_ending;
use functions::FUNCTIONS;

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
        ..Running::default()
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
#[derive(Default)]
struct Running {
    rank: Option<String>,
    party: Option<String>,
    /// `各`, `各有关`: the word that means each, while it goes on.
    each: Option<&'static str>,
    /// `邢东新区` of `邢东新区党工委、管委会`.
    place: Option<String>,
    /// `常州` of `常州国税局、地税局`.
    city: Option<String>,
}

fn one(printed: &str, region: Option<&Region>, running: &mut Running) -> Restored {
    let as_printed = || Restored {
        name: printed.to_owned(),
        how: How::AsPrinted,
    };
    if let Some(place) = running.place.take().filter(|_| COUNTERPARTS.has(printed)) {
        return Restored {
            name: with_place(&place, printed),
            how: How::Government,
        };
    }
    running.place = place_of_committee(printed);
    if let Some(each) = running.each.filter(|_| EACH.has(printed)) {
        return Restored {
            name: format!("{each}{printed}"),
            how: How::Government,
        };
    }
    if let Some((rank, party)) = own_prefix(printed) {
        running.party = party.map(str::to_owned);
        running.rank = Some(rank.to_owned());
        running.each = None;
        running.city = None;
        return match printed == rank && GOVERNED.has(rank) {
            true => Restored {
                name: format!("{printed}人民政府"),
                how: How::Government,
            },
            false => as_printed(),
        };
    }
    running.each = EACH_WORDS
        .beginning(printed)
        .filter(|_| DEPARTMENTS.ending(printed).is_none());
    if let Some(name) = central(printed, region, running.city.as_deref()) {
        return Restored {
            name,
            how: How::Central,
        };
    }
    running.city = central::city_of(printed, region);
    // `G60科创走廊联席办`, `12345热线办公室`.
    let named_apart = printed.starts_with(|c: char| c.is_ascii_alphanumeric());
    if named_apart || names_its_own_region(printed, region) || stands_alone(printed) {
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
    /// Words that mean each of a rank.
    EACH_WORDS = "各 各有关 各相关 有关 相关 沿线"
);

word_list!(
    /// `各有关部门` is each of the departments, and says nothing of the towns behind it.
    DEPARTMENTS = "部门 单位 企业 机构"
);

word_list!(
    /// Bodies that a list means for each place once it has said 各: `各乡镇人民政府、街道办事处`.
    EACH = "行政公署 人民政府 市人民政府 县人民政府 区人民政府 街道办事处 街道 乡镇 乡镇人民政府 乡镇政府 镇人民政府 开发区 开发区管委会 管委会 园区 \
            县级市人民政府 市政府 县政府 区政府 功能区 园区管委会 开发园区 开发园区管委会 镇 街道办 旗人民政府 旗政府 苏木 盟行政公署 行署 \
            功能区管委会 高新区管委会 村 社区 村（社区） 嘎查 镇街"
);

word_list!(
    /// What stands beside the party committee of a place: `沙河市委、市政府`, `邢东新区党工委、管委会`.
    COUNTERPARTS = "政府 人民政府 管委会 管委 办事处 市政府 市人民政府 县政府 县人民政府 区政府 区人民政府 州政府 旗政府 行署 行政公署"
);

/// The place whose party committee `name` is: `沙河市委` → 沙河市, `各县（市、区）党委` → 各县（市、区）.
fn place_of_committee(name: &str) -> Option<String> {
    let bare = ["党工委", "党委", "工委"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending));
    let place = bare.or_else(|| {
        name.strip_suffix('委')
            .filter(|place| place.ends_with(['市', '县', '区', '旗', '州', '）']))
    })?;
    (place.chars().count() >= 3 || place.starts_with('各')).then(|| place.to_owned())
}

/// `沙河市` and `市政府` make 沙河市政府.
fn with_place(place: &str, body: &str) -> String {
    let rank = place
        .chars()
        .next_back()
        .filter(|rank| body.starts_with(*rank));
    let body = rank.map_or(body, |rank| &body[rank.len_utf8()..]);
    format!("{place}{body}")
}

word_list!(
    /// Party committees as prefixes.
    COMMITTEES = "自治区党委 省委 市委 县委 区委 州党委 州委 盟委 旗委 地委"
);
word_list!(RANKS = "自治区 自治州 地区 省 市 县 区 州 盟 旗 兵团 师市 师 镇 乡 街道");
word_list!(
    /// Ranks that have a government of their own.
    GOVERNED = "自治区 自治州 省 市 县 区 州 盟 旗"
);
word_list!(
    /// Words that begin like a rank.
    OTHER_WORDS = "市场 市容 市政管 市政公 市政园 市政工 市政局 市政设 区域 县域 省际 区块 州际 市直 省直 县直 区直 州直 盟直 旗直 市级 省级 县级 区级 市属 省属 市内 省内 区内 \
                   市管 省管 市辖 盟市 旗县 区县 师范 师生 乡村 乡镇 镇江 镇海 镇远 镇宁 镇平 镇安 镇赉 镇雄 镇原 镇康 镇巴 镇坪 镇沅 乡宁 街道各"
);

/// The rank that a name prints itself, and its party committee if it has that: `自治区党委宣传部` → 自治区, 自治区党委.
fn own_prefix(name: &str) -> Option<(&'static str, Option<&'static str>)> {
    if let Some(party) = COMMITTEES.beginning(name) {
        let rank = RANKS.beginning(party).unwrap_or("地区");
        return Some((rank, Some(party)));
    }
    // `新区经济发展局`: a new area's own departments.
    if let Some(office) = name.strip_prefix("新区") {
        let own =
            office.chars().count() >= 3 && office.ends_with(['局', '委', '办', '室', '院', '部']);
        return own.then_some(("新区", None));
    }
    // `园区市场监管局`: a park's own departments, unlike `园区管委会`.
    if let Some(office) = name.strip_prefix("园区") {
        let own = FUNCTIONS.beginning(office).is_some()
            && office.ends_with(['局', '委', '会', '院', '办']);
        return own.then_some(("园区", None));
    }
    let rank = RANKS.beginning(name)?;
    // `盟市场监管局` is no 盟市.
    let market = name[rank.len()..].starts_with("市场");
    // `市政管局`, `市政服局`: the city's office for 政务; `镇平安办` is that of a town, and 镇平 a county.
    let affairs = matches!(name, "市政管局" | "市政服局" | "市政数局" | "市政务局");
    let peace = name.starts_with("镇平安");
    (market || affairs || peace || OTHER_WORDS.beginning(name).is_none()).then_some((rank, None))
}

word_list!(
    /// Departments of a party committee, which a list states under its prefix: `省委组织部、宣传部`. 金融办, 外办 and 农办
    /// have been government offices for most of their lives.
    PARTY = "组织部 宣传部 统战部 政法委 编办 网信办 政研室 改革办 老干部局 社会工作部 台办 国安办 巡察办 财经办 党校 直属机关工委 机要局"
);
