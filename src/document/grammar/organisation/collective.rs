//! Bodies of many: `各有关部门`, `…领导小组成员单位`, `各地州市人民政府`, `沿线县（市、区）政府`.

use std::borrow::Cow;

use super::words::{NAMED_AFTER_WORK, STRONG, WEAK};
use super::{CLOSING, OPENING};
use crate::domain::word_list;

word_list!(
    /// Beginnings of a name that means many.
    BEGINNINGS =
    "有关 相关 其他 其它 地方各级 地方政府 地方人民 中央驻 驻 全体 所有 沿线 沿江 沿海 沿黄 沿边 属地 所在地 涉及 辖区 项目所在 试点市 试点县 试点区 试点地区 \
     市直 省直 区直 县直 州直 盟直 旗直"
);
word_list!(
    /// Endings of a name that means many.
    ENDINGS = "部门和单位 部门及单位 单位和部门 部门、单位 单位、部门 部门和企业 单位和企业 部门和地区 成员单位 有关部门 相关部门 有关单位 相关单位 有关企业 相关企业 责任单位 责任部门 牵头单位 牵头部门 配合单位 配合部门"
);
word_list!(
    RANKS = "自治区 省 市 县 区 州 盟 旗 省级 市级 县级 区级 州级 县市 县区 县市区 旗县 旗县区 辖市区 县级市 乡镇 市州 市县 区县 市县区"
);
word_list!(LEVELS = "省 市 县 区 州 盟 旗 自治区");

word_list!(
    /// Words of a clause about bodies, which is no name: `市财政局各司其职`, `市财政局为配合单位`.
    CLAUSES = "各自 各司其职 各负其责 为牵头 为责任 为配合 为主办 为协办 为承办 为参与"
);

/// A body of many: `…领导小组成员单位`, `各有关部门`, `各地州市人民政府`, `自治区人民政府`, `市直部门`.
pub(crate) fn is_collective(name: &str) -> bool {
    let name = &*without_brackets(name);
    let single = name
        .strip_prefix('驻')
        .is_some_and(|rest| rest.ends_with(['办', '处', '局']));
    if CLAUSES.inside(name) {
        return false;
    }
    name.starts_with('各')
        || (name.contains('各')
            && [&STRONG, &WEAK, &NAMED_AFTER_WORK]
                .iter()
                .any(|words| words.ending(name).is_some()))
        || (BEGINNINGS.beginning(name).is_some() && !single)
        || ENDINGS.ending(name).is_some()
        || is_of_level(name)
        || (name.contains('驻')
            && ["机构", "单位", "部门"]
                .iter()
                .any(|many| name.ends_with(many)))
        || is_whole_government(name)
        || counts_regions(name)
        || (name.contains("有关") && name.ends_with("政府"))
        || matches!(name, "行政公署" | "相关行业主管部门" | "行业主管部门")
}

/// `市直部门`, `省级单位`, `县属企业`.
fn is_of_level(name: &str) -> bool {
    let rest = LEVELS
        .beginning(name)
        .map_or("", |level| &name[level.len()..]);
    rest.starts_with(['直', '级', '属'])
        && ["部门", "单位", "机构", "企业", "媒体", "国企"]
            .iter()
            .any(|ending| rest.ends_with(ending))
}

/// A name without anything in brackets: `县（市、区）政府` is `县政府`, `市〔州〕` is `市`.
fn without_brackets(name: &str) -> Cow<'_, str> {
    if !name.contains(OPENING) {
        return Cow::Borrowed(name);
    }
    let mut rest = name;
    let mut bare = String::new();
    while let Some(open) = rest.find(OPENING) {
        let Some(close) = rest[open..].find(CLOSING).map(|close| open + close) else {
            break;
        };
        bare.push_str(&rest[..open]);
        rest = rest[close..].trim_start_matches(CLOSING);
    }
    if bare.is_empty() {
        return Cow::Borrowed(rest);
    }
    bare.push_str(rest);
    Cow::Owned(bare)
}

word_list!(
    RANKS_ALONE = "自治区 省 州 市 县 区 盟 旗 地区 乡镇 乡 镇 街道 行政 开发区 园区 新区 高新区 经开区 功能区 苏木 苏木镇 社区 村 嘎查 镇街"
);
word_list!(
    BODIES_ALONE = "人民政府 政府 公署 行署 管委会 办事处 街道 乡镇 园区 开发区 管委 党委 苏木 社区 村 嘎查 镇街"
);

/// A body named by its rank alone, which a list means for each of them: `各乡镇人民政府、街道办事处`.
pub(crate) fn is_rank_alone(name: &str) -> bool {
    BODIES_ALONE.iter().any(|body| {
        name.strip_suffix(body)
            .is_some_and(|rank| rank.is_empty() || RANKS_ALONE.has(rank))
    })
}

/// `自治区人民政府`, `省政府`, `县区政府`: a government named by its rank alone means all that belongs to it.
fn is_whole_government(name: &str) -> bool {
    let rank = ["党委政府", "党委和政府", "人民政府", "政府", "党委"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending));
    rank.is_some_and(|rank| RANKS.has(rank)) && !matches!(name, "自治区党委")
}

/// `三县四区人民政府`, `五县（市、区）`: all regions of a rank, by their number.
fn counts_regions(name: &str) -> bool {
    let mut rest = ["人民政府", "政府"]
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
        .unwrap_or(name);
    let mut counted = false;
    while let Some(after) = COUNTS.beginning(rest).map(|count| &rest[count.len()..]) {
        let Some(rank) = COUNTED.beginning(after) else {
            return false;
        };
        rest = &after[rank.len()..];
        counted = true;
    }
    counted && rest.is_empty()
}

word_list!(COUNTS = "一 二 两 三 四 五 六 七 八 九 十 十一 十二 十三 十四 十五 十六 十七 十八");
word_list!(COUNTED = "县市区 县市 县区 县 市 区 旗 州 盟");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_of_many_are_told() {
        for name in [
            "自治区质量强区工作领导小组成员单位",
            "各地州市人民政府",
            "行政公署",
            "自治区人民政府",
            "各有关部门",
            "市级各有关部门",
            "沿线县（市、区）政府",
            "三县四区人民政府",
            "五县（市、区）",
            "县（市、区）人民政府",
        ] {
            assert!(is_collective(name), "{name}");
        }
        for name in [
            "自治区质监局",
            "乌鲁木齐市人民政府",
            "自治区人民政府办公厅",
            "驻京办",
        ] {
            assert!(!is_collective(name), "{name}");
        }
    }
}
