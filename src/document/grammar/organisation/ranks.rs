//! Ranks of regions in a list: `各市、县（区）人民政府`, `各县、特区、区人民政府` name the governments of several ranks at once.

use super::without_bracket;
use crate::domain::word_list;

word_list!(
    /// Words that mean each of a rank: `各市、县人民政府`, `有关县、区政府`.
    pub(super) EACH = "各有关 各相关 有关 相关 沿线各 沿线 全市各 试点 各"
);

/// What may go on with a name that means each of a rank.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    No,
    /// `各县`: another rank, or the government of one.
    Rank,
    /// `各县市`: `区政府`, which closes the row of ranks.
    Government,
}

impl Waiting {
    pub(super) fn of(word: &str) -> Self {
        let ranks = EACH.beginning(word).map(|each| &word[each.len()..]);
        match ranks {
            Some(ranks) if ROWS.has(ranks) => Self::Government,
            _ if is_region_word(word) => Self::Rank,
            _ => Self::No,
        }
    }

    pub(super) fn admits(self, word: &str) -> bool {
        let first = word.chars().next().map_or(0, char::len_utf8);
        match self {
            Self::No => false,
            Self::Rank => true,
            Self::Government => ROW_ENDS.has(&word[..first]) && GOVERNMENTS.has(&word[first..]),
        }
    }
}

word_list!(
    /// Ranks in a row that the name of a government may close: `各县市、区政府`.
    ROWS = "县市 县区 市县 市区 区县 旗县 地州"
);
word_list!(ROW_ENDS = "市 县 区 旗");

/// `各市`, `有关县`, `县`: a rank of region that waits for `人民政府`.
fn is_region_word(word: &str) -> bool {
    let each = EACH.beginning(word);
    let ranks = each.map_or(word, |each| &word[each.len()..]);
    let all_ranks = ranks.split('、').all(is_rank);
    (each.is_some() || word.chars().count() == 1) && all_ranks
}

word_list!(
    RANKS = "地 州 市 县 区 旗 盟 省 乡 镇 街道 师 自治区 直辖市 地州市 市州 地区 自治州 设区市 新区 开发区 辖市 辖市区 地市 苏木 县级市 自治县 \
     街 场 团 园 特区 林区 矿区 计划单列市"
);

fn is_rank(word: &str) -> bool {
    RANKS.has(without_bracket(word))
}

word_list!(
    GOVERNMENTS = "人民政府 政府 管委会 党委 行署 办事处 党委和政府 党委政府 党委、政府 党（工）委 政府（管委会） 人民政府（行署） 政府（行署） \
     人民政府（办事处） 人民政府（管委会） 政府（办事处）"
);

/// Goes on with a rank: `市人民政府`, `县（区）人民政府`, `县（市）`, `街道`.
pub(super) fn names_regions(word: &str) -> bool {
    let rank = without_bracket(word);
    let rank = GOVERNMENTS
        .ending(word)
        .map(|ending| &word[..word.len() - ending.len()])
        .or_else(|| {
            GOVERNMENTS
                .ending(rank)
                .map(|ending| &rank[..rank.len() - ending.len()])
        })
        .unwrap_or(rank);
    is_rank(rank)
}
