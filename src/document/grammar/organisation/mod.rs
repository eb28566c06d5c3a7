//! What the name of a body looks like, without knowing any body.
//!
//! The registry knows names; the grammar only has to tell `（自治区经信委、人社厅）` from `（地、市、县）` and
//! `（不含地产食品）`, and to cut a list at the right places.

mod collective;
mod list;
mod ranks;
mod words;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

pub(crate) use collective::{is_collective, is_rank_alone};
pub(crate) use list::{List, is_note, list};
use words::{CLAUSE, NAMED_AFTER_WORK, OTHER_WORDS, STRONG, WEAK};

/// How sure the ending of a name makes us that a body is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Likeness {
    /// Nothing speaks for a body.
    None,
    /// The ending is also that of other words: `…区`, `…会`, `…中心`.
    Weak,
    /// Only bodies end so: `…厅`, `…局`, `…人民政府`.
    Strong,
}

/// What the ending of `name` says.
pub(crate) fn likeness(name: &str) -> Likeness {
    let name = without_bracket(name);
    let length = name.chars().count();
    if !(2..=40).contains(&length)
        || name.contains(['。', '；', '：', '！', '？', '《', '%'])
        || name.contains("——")
    {
        return Likeness::None;
    }
    // `文明乡风培育由州委宣传部`: the body begins behind 由.
    let agent = name
        .find('由')
        .is_some_and(|at| !name[..at].ends_with('自'));
    if agent {
        return Likeness::None;
    }
    // `河湖管理司`: an office of a ministry.
    let bureau = name.ends_with('司') && !name.ends_with("公司") && !name.ends_with("各司");
    if bureau && (3..=12).contains(&length) {
        return if length == 3 {
            Likeness::Weak
        } else {
            Likeness::Strong
        };
    }
    if NAMED_AFTER_WORK.ending(name).is_some() {
        return Likeness::Strong;
    }
    let likeness = if STRONG.ending(name).is_some() {
        Likeness::Strong
    } else if WEAK.ending(name).is_some() {
        Likeness::Weak
    } else {
        return Likeness::None;
    };
    // `赤城镇` is a town, `上城区` and `房山区` are districts.
    let town = length == 3
        && (name.ends_with("城镇")
            || (name.ends_with('区')
                && !name.starts_with(['老', '新', '旧', '主', '市', '全', '示'])));
    // `各县市区` are regions, `市区` alone is a part of one.
    let other = OTHER_WORDS.ending(name).is_some() && !town && !name.starts_with('各');
    if other
        || CLAUSE_WORDS
            .as_ref()
            .is_some_and(|words| words.is_match(name))
    {
        Likeness::None
    } else {
        likeness
    }
}

/// True for a name that can only be that of a body, or of many.
pub(crate) fn is_sure(name: &str) -> bool {
    likeness(name) == Likeness::Strong || is_collective(name)
}

/// True for words that a label may announce as a body, whatever they end in: `手套产业园`, `长安汽车`.
pub(crate) fn may_be_name(name: &str) -> bool {
    let length = name.chars().count();
    let plain = !name.contains(['。', '；', '：', '！', '？', '《', '%']);
    let clause = || {
        CLAUSE_WORDS
            .as_ref()
            .is_some_and(|words| words.is_match(name))
    };
    (2..=40).contains(&length)
        && plain
        && (likeness(name) > Likeness::None || is_collective(name) || !clause())
}

static CLAUSE_WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(CLAUSE).ok());

/// Brackets within a name.
const OPENING: &[char] = &['（', '〔', '〈', '[', '【'];
const CLOSING: &[char] = &['）', '〕', '〉', ']', '】'];

/// `各县（市、区）` reads `各县`, `市政府办公厅（督查室）` reads `市政府办公厅`.
fn without_bracket(name: &str) -> &str {
    match (name.find(OPENING), name.ends_with(CLOSING)) {
        (Some(open), true) if open > 0 => &name[..open],
        _ => name,
    }
}

/// The beginning of `word` that is a body: `市财政局制定…` begins with 市财政局, `市人民政府办公室负责` with 市人民政府办公室.
pub(crate) fn body_prefix(word: &str) -> Option<usize> {
    // `各银行保险机构`: of many, any ending will do.
    let many = word.starts_with(['各']) || word.starts_with("相关") || word.starts_with("有关");
    let reach = if many { 5 } else { 2 };
    let mut found: Option<usize> = None;
    for (at, c) in word.char_indices().take(24) {
        let end = at + c.len_utf8();
        // `市委宣传部`, `市政府督查室`: what belongs to a committee or a government has a name of its own.
        let parent = |last: usize| last <= 12 && word[..last].ends_with(['委', '府']);
        let near = found.is_none_or(|last| {
            let reach = if parent(last) { 4 } else { reach };
            end - last <= '办'.len_utf8() * reach
        });
        let is_body = || match likeness(&word[..end]) {
            Likeness::Strong => true,
            Likeness::Weak => many || is_enterprise(&word[..end]),
            Likeness::None => false,
        };
        // `市长委托`, `县委员`: the letter belongs to another word.
        let other = c == '委'
            && word[end..].starts_with(['托', '派', '员', '任', '以'])
            && !word[end..].starts_with("员会");
        // `县城市管理局办理`.
        let other = other || (c == '办' && word[end..].starts_with(['理', '结', '好']));
        if near && !other && is_body() {
            found = Some(end);
        }
    }
    // `人民银行鹤壁市中心支行`: the bank's branch, not the bank.
    let branch = ["中心支行", "分行", "支行"].iter().find_map(|branch| {
        let at = word.find(branch)?;
        (at <= 36).then_some(at + branch.len())
    });
    // `相关乡镇（街道）开展执法`: the bracket belongs to the bodies of many.
    if let Some(end) = found.filter(|end| many && word[*end..].starts_with('（')) {
        let close = word[end..].find('）')?;
        return Some(end + close + '）'.len_utf8());
    }
    found.map(|end| {
        branch
            .filter(|branch| word[..end].ends_with("银行") && *branch > end)
            .unwrap_or(end)
    })
}

/// `国网湖州供电公司`: a company or a school, by its ending.
pub(crate) fn is_enterprise(word: &str) -> bool {
    word.chars().count() >= 4
        && ["公司", "集团", "银行", "大学", "学院"]
            .iter()
            .any(|ending| word.ends_with(ending))
}

/// `州水务局李某`: the length of the name without the person behind it.
pub(crate) fn without_person(name: &str) -> usize {
    if likeness(name) > Likeness::None || is_collective(name) {
        return name.len();
    }
    let person = |length: &usize| (2..=3).contains(&name[*length..].chars().count());
    body_prefix(name).filter(person).unwrap_or(name.len())
}

/// The range without space and stray separators at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let stray = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '、' | '，'
                    | ','
                    | '；'
                    | '。'
                    | '．'
                    | '.'
                    | '★'
                    | '☆'
                    | '*'
                    | '▲'
                    | '△'
                    | '※'
                    | '●'
            )
    };
    let slice = &text[range.clone()];
    let start = range.end - slice.trim_start_matches(stray).len();
    let end = start + text[start..range.end].trim_end_matches(stray).len();
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_told_from_other_words() {
        for name in [
            "自治区经信委",
            "新疆出入境检验检疫局",
            "国家能源局新疆监管办公室",
            "人民银行乌鲁木齐中心支行",
            "各有关部门",
        ] {
            assert_eq!(likeness(name), Likeness::Strong, "{name}");
        }
        for name in [
            "组织",
            "修",
            "2013-2020年",
            "通则",
            "公路",
            "不含地产食品",
            "小建议",
            "新政发〔2017〕17号",
        ] {
            assert_eq!(likeness(name), Likeness::None, "{name}");
        }
    }
}
