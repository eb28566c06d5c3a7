//! The region of a document, as far as names depend on it.

use crate::domain::{Province, province_named};

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

#[cfg(test)]
mod tests {
    use super::*;

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
