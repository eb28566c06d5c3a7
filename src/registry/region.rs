//! The region of a document, as far as names depend on it.

use crate::domain::{Province, province_named, word_list};

/// What a document's region is called and how its bodies are named after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Official name: 新疆维吾尔自治区, 杭州市.
    pub name: String,
    /// The word that its documents put before their departments: 自治区, 省, 市, 县.
    pub rank: &'static str,
    /// The province, when the region is one.
    pub province: Option<&'static Province>,
}

impl Region {
    /// The region with this official name; `None` when its name shows no rank.
    pub fn named(name: &str) -> Option<Self> {
        const RANKS: &[&str] = &[
            "自治区",
            "自治州",
            "地区",
            "自治县",
            "省",
            "市",
            "州",
            "盟",
            "县",
            "旗",
            "区",
            "镇",
            "乡",
        ];
        let rank = RANKS.iter().find(|rank| name.ends_with(**rank))?;
        let rank = match *rank {
            "自治州" => "州",
            "自治县" => "县",
            rank => rank,
        };
        Some(Self {
            name: name.to_owned(),
            rank,
            province: province_named(name),
        })
    }

    /// Its name without rank and peoples: 常州, 楚雄, 新疆.
    pub fn place(&self) -> &str {
        if let Some(province) = self.province {
            return province.short_name;
        }
        let mut place = RANKS.ending(&self.name).map_or(&*self.name, |rank| {
            &self.name[..self.name.len() - rank.len()]
        });
        while let Some(people) = PEOPLES.ending(place) {
            place = &place[..place.len() - people.len()];
        }
        place
    }

    /// The word before its party committee's departments: 自治区党委, 省委, 市委.
    pub fn party(&self) -> String {
        match self.rank {
            "自治区" => "自治区党委".to_owned(),
            "州" => "州党委".to_owned(),
            "地区" => "地委".to_owned(),
            rank => format!("{rank}委"),
        }
    }
}

word_list!(RANKS = "自治区 自治州 自治县 自治旗 地区 省 市 州 盟 县 旗 区 镇 乡");
word_list!(
    /// The peoples that autonomous regions are named after.
    PEOPLES =
    "蒙古族 蒙古 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 \
     拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 阿昌族 普米族 塔吉克族 塔吉克 怒族 \
     鄂温克族 德昂族 保安族 裕固族 独龙族 鄂伦春族 各族"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_have_their_place() {
        for (name, place) in [
            ("楚雄彝族自治州", "楚雄"),
            ("黔东南苗族侗族自治州", "黔东南"),
            ("新疆维吾尔自治区", "新疆"),
            ("常州市", "常州"),
        ] {
            let region = Region::named(name);
            assert_eq!(region.as_ref().map(Region::place), Some(place));
        }
    }

    #[test]
    fn regions_have_their_rank() {
        let table = [
            ("新疆维吾尔自治区", "自治区"),
            ("浙江省", "省"),
            ("北京市", "市"),
            ("昌吉回族自治州", "州"),
            ("喀什地区", "地区"),
        ];
        for (name, rank) in table {
            assert_eq!(
                Region::named(name).map(|region| region.rank),
                Some(rank),
                "{name}"
            );
        }
        assert_eq!(Region::named("质量强国"), None);
        assert_eq!(
            Region::named("浙江省").map(|region| region.party()),
            Some("省委".to_owned())
        );
    }
}
