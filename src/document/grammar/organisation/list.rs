//! Lists of names: where one ends and the next begins, and whether the list is left open.

use std::ops::Range;

use super::super::super::numeral;
use super::super::brackets;
use super::ranks::{EACH, Waiting, names_regions};
use super::{Likeness, is_collective, likeness, trim};
use crate::domain::word_list;

/// A list of names and whether it ends in `等`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// Where each name stands.
    pub names: Vec<Range<usize>>,
    /// True when the document leaves the list open.
    pub open: bool,
    /// `A、B（分别牵头）、C（配合）`: after how many names each bracket stands, and what is inside it.
    pub marked: Vec<(usize, Range<usize>)>,
}

/// Cuts `text[range]` into names: at `、` outside brackets, and at `及`, `和`, `与` between two whole names.
pub(crate) fn list(text: &str, range: Range<usize>) -> List {
    let (range, open) = without_etc(text, trim(text, range));
    let mut list = List {
        open,
        ..List::default()
    };
    let mut region_open = Waiting::No;
    for piece in brackets::split(text, range, &['、', '，', ',']) {
        let piece = trim(text, piece);
        if piece.is_empty() || is_nobody(&text[piece.clone()]) {
            continue;
        }
        let (piece, note) = without_note(text, piece);
        let word = &text[piece.clone()];
        match list.names.last_mut() {
            // `各有关部门、单位` is one name.
            Some(last) if GENERAL.has(word) && is_collective(&text[last.clone()]) => {
                last.end = piece.end
            }
            // `各市、县（区）人民政府` is one name.
            Some(last)
                if region_open.admits(word)
                    && EACH.beginning(word).is_none()
                    && names_regions(word) =>
            {
                last.end = piece.end
            }
            _ => {
                for name in union(text, piece) {
                    // `银保监会等国务院相关部门及各地区`: the list is open in its middle.
                    let (name, open) = without_etc(text, name);
                    list.open |= open;
                    list.names.push(name);
                }
            }
        }
        region_open = list
            .names
            .last()
            .map_or(Waiting::No, |name| Waiting::of(&text[name.clone()]));
        if let Some(note) = note.filter(|note| !is_note(&text[note.clone()])) {
            list.marked.push((list.names.len(), note));
        }
    }
    list
}

/// `无`, `/`, `—`: a cell that says that there is nobody.
fn is_nobody(word: &str) -> bool {
    word == "无"
        || word
            .chars()
            .all(|c| matches!(c, '/' | '-' | '—' | '－' | '\\' | '…'))
}

/// Takes a bracket off a name that says something about the list: `（分别牵头）`, `（无牵头单位的…，下同）`.
fn without_note(text: &str, name: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let word = &text[name.clone()];
    let Some(open) = word
        .find('（')
        .filter(|open| *open > 0 && word.ends_with('）'))
    else {
        return (name, None);
    };
    let inner = name.start + open + '（'.len_utf8()..name.end - '）'.len_utf8();
    let words = &text[inner.clone()];
    if is_person(words) && likeness(&word[..open]) == Likeness::Strong {
        return (name.start..name.start + open, None);
    }
    let speaks = is_note(words) || DUTIES.ending(words).is_some();
    if speaks {
        (name.start..name.start + open, Some(inner))
    } else {
        (name, None)
    }
}

/// `县水利局（吴××）`, `县水利局（吴大明）`: who answers for it there.
fn is_person(words: &str) -> bool {
    let length = words.chars().count();
    let named = (2..=3).contains(&length)
        && SURNAMES.beginning(words).is_some()
        && likeness(words) == Likeness::None
        && !words.ends_with(['办', '牵', '头']);
    named || words.contains('×') || words.ends_with("同志")
}

word_list!(
    /// The most common surnames that begin no place or work.
    SURNAMES = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 郭 何 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 \
                丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 陆 郝 孔 崔 邱 秦 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 武 乔 贺 赖 龚"
);

word_list!(
    /// What a note on one name may end in.
    DUTIES = "牵头 牵头单位 主办 主责 承办 会办 分办 协办 配合 参与 协助 负责 汇总"
);

word_list!(
    NOTES = "逗号前 下同 一一列出 逐一列出 以下任务 上述任务 第一位 首位 首个 首家 首列 列首 排首 居首 排第一 排在第一 列第一 排名第一 排序第一 名列第一 位列第一 排列第一 第一责任 第一个 第一家 牵头单位的 牵头部门的 即为 均需 均由各 不再列出 不再逐 逐项列出 不再分工 不再做分工 排名不分"
);

/// Words of a sentence about lists in general, which is no list itself.
pub(crate) fn is_note(words: &str) -> bool {
    NOTES.inside(words)
}

/// `自治区及各地州市人民政府` → `自治区`, `各地州市人民政府`. A joint inside a name (`发展和改革委员会`) stays.
fn union(text: &str, name: Range<usize>) -> Vec<Range<usize>> {
    let word = &text[name.clone()];
    // Most names hold none of them, and looking for each one by one would be much of the work of reading a list.
    if !word.contains(['及', '和', '与', '/', '·', '•', '|', '+']) {
        return fused(text, name);
    }
    for joint in ["以及", "及", "和", "与", "/", "·", "•", "|", "+"] {
        for (at, _) in word.match_indices(joint) {
            let (left, right) = (&word[..at], &word[at + joint.len()..]);
            if GENERAL.has(right) {
                continue;
            }
            // `市发改委等部门及各县区`.
            let (bare, _) = without_etc(word, 0..at);
            let left = if bare.is_empty() { left } else { &word[bare] };
            let government = REGIONS_ALONE.has(left) && right.starts_with('各');
            if government
                || (likeness(left) == Likeness::Strong && likeness(right) > Likeness::None)
                || (likeness(left) > Likeness::None
                    && right.starts_with(['各', '有'])
                    && likeness(right) > Likeness::None)
            {
                let first = std::iter::once(name.start..name.start + at);
                let rest = union(text, name.start + at + joint.len()..name.end);
                return first.chain(rest).collect();
            }
        }
    }
    fused(text, name)
}

/// `市发改委市财政局`: names that were set apart by space only. The second begins with the same rank as the first.
fn fused(text: &str, name: Range<usize>) -> Vec<Range<usize>> {
    let word = &text[name.clone()];
    let Some(rank) = ["自治区", "省", "市", "县", "区", "州", "盟"]
        .iter()
        .find(|rank| word.starts_with(**rank))
    else {
        return vec![name];
    };
    for (at, _) in word.match_indices(rank).skip(1) {
        let (left, right) = (&word[..at], &word[at..]);
        if likeness(left) == Likeness::Strong
            && likeness(right) == Likeness::Strong
            && !left.ends_with(['委', '府'])
        {
            let first = std::iter::once(name.start..name.start + at);
            let rest = fused(text, name.start + at..name.end);
            return first.chain(rest).collect();
        }
    }
    vec![name]
}

word_list!(
    /// Words that name no body by themselves: `各有关部门和单位`.
    GENERAL = "单位 部门 机构 企业 地区 地方 组织 团体 企事业单位 事业单位"
);

word_list!(REGIONS_ALONE = "自治区 省 市 县 区 州 省级 市级 县级 市本级 省本级 县本级");

word_list!(
    /// Whose bodies are meant by the words behind `等`.
    LEVELS = "国务院 国家 中央 自治区 省 市 县 区 州 盟 旗"
);
word_list!(
    /// What the words behind `等` may call the bodies that are not listed.
    BODIES =
    "部门 单位 部门单位 部门和单位 部门（单位） 机构 成员单位 企业 地 地区 方面 部委 高校 院校 高等院校 学校 银行 金融机构 园区 部门及单位 \
     企业集团 国有企业 科研院所 市县 县区 县市区 区县 乡镇 社会团体 群团组织 群团 公司 旗区 旗县 旗县区 市区 市州 州市 镇街 街镇 县（市、区） 县（市） 区（县） 市（县） 旗（区） 县（区） 医院 海关 人民政府 政府 旗区人民政府 旗区政府 旗县人民政府 旗县政府 县区人民政府 县区政府 区县人民政府 区县政府 县市区人民政府 县市区政府 县（区）人民政府 县（区）政府 县（市、区）人民政府 县（市、区）政府 责任单位 职能部门 主管部门 行业主管部门 平台公司"
);

/// Takes `等`, `等部门`, `等12个部门`, `等国务院有关部门`, `等高校` off the end of a list.
fn without_etc(text: &str, range: Range<usize>) -> (Range<usize>, bool) {
    let list = &text[range.clone()];
    let Some(at) = list.rfind('等') else {
        return (range, false);
    };
    let tail = list[at + '等'.len_utf8()..].trim_start_matches(|c: char| {
        c.is_ascii_digit() || numeral::is_numeral(c) || matches!(c, '个' | '家' | '所')
    });
    let regions = BODIES.has(tail);
    let tail = LEVELS
        .beginning(tail)
        .map_or(tail, |word| &tail[word.len()..]);
    let tail = tail.trim_start_matches(['直', '级', '属']);
    let tail = ["有关", "相关", "各"]
        .iter()
        .find_map(|word| tail.strip_prefix(word))
        .unwrap_or(tail);
    let whole = regions || tail.is_empty() || BODIES.has(tail);
    if whole && at > 0 {
        (trim(text, range.start..range.start + at), true)
    } else {
        (range, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        list(text, 0..text.len())
            .names
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn lists_are_cut_at_whole_names() {
        let table: &[(&str, &[&str])] = &[
            (
                "自治区发展改革委、经信委、新疆银监局",
                &["自治区发展改革委", "经信委", "新疆银监局"],
            ),
            (
                "自治区及各地州市人民政府、行政公署",
                &["自治区", "各地州市人民政府", "行政公署"],
            ),
            (
                "各市、县（市、区）人民政府，省教育厅",
                &["各市、县（市、区）人民政府", "省教育厅"],
            ),
            (
                "各州、市人民政府，各行政公署",
                &["各州、市人民政府", "各行政公署"],
            ),
            ("省直其他有关部门和单位", &["省直其他有关部门和单位"]),
            (
                "省教育厅、各有关部门、单位",
                &["省教育厅", "各有关部门、单位"],
            ),
            (
                "各市〔州〕、县〔市、区〕人民政府",
                &["各市〔州〕、县〔市、区〕人民政府"],
            ),
            ("各区、县（市）政府", &["各区、县（市）政府"]),
            ("各县、特区、区人民政府", &["各县、特区、区人民政府"]),
            ("各县市、区政府", &["各县市、区政府"]),
            ("各县区、园区管委会", &["各县区", "园区管委会"]),
            (
                "市级各有关部门及各县市区政府",
                &["市级各有关部门", "各县市区政府"],
            ),
            (
                "自治区发展和改革委员会、人力资源和社会保障厅",
                &["自治区发展和改革委员会", "人力资源和社会保障厅"],
            ),
            ("金融办、国税局、", &["金融办", "国税局"]),
            ("市农委，有关县、区政府", &["市农委", "有关县、区政府"]),
            ("各辖市、区政府，市交通局", &["各辖市、区政府", "市交通局"]),
            ("各市、县（区）党委和政府", &["各市、县（区）党委和政府"]),
            ("市文化和旅游局和市体育局", &["市文化和旅游局", "市体育局"]),
        ];
        for (text, expected) in table {
            assert_eq!(names(text), *expected, "{text}");
        }
    }

    #[test]
    fn open_lists_say_so() {
        for text in [
            "自治区发改委、质监局等",
            "发改委、质监局等部门",
            "发改委、质监局等12个部门",
            "发改委、质监局等有关单位",
            "宁夏大学、宁夏医科大学等高校",
        ] {
            let list = list(text, 0..text.len());
            assert!(list.open, "{text}");
            assert_eq!(list.names.len(), 2, "{text}");
        }
        assert!(!list("市平等委", 0..12).open);
    }
}
