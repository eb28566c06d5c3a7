//! What the name of a body looks like, without knowing any body.
//!
//! The registry knows names; the grammar only has to tell `（自治区经信委、人社厅）` from `（地、市、县）` and
//! `（不含地产食品）`, and to cut a list at the right places.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::brackets;

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

/// Endings that only bodies have.
const STRONG: &[&str] = &[
    "委",
    "厅",
    "局",
    "署",
    "办",
    "部",
    "海关",
    "人行",
    "支行",
    "分行",
    "科学院",
    "研究院",
    "银行",
    "政府",
    "公署",
    "行署",
    "管委会",
    "委员会",
    "成员单位",
    "办公室",
    "领导小组",
    "总工会",
    "联合会",
    "工商联",
    "妇联",
    "残联",
    "文联",
    "科协",
    "侨联",
    "作协",
    "记协",
    "社科联",
    "红十字会",
    "贸促会",
    "团区委",
    "供销社",
    "总队",
    "支队",
    "兵团",
    "有关部门",
    "相关部门",
    "各部门",
    "有关单位",
    "相关单位",
    "责任单位",
    "直属机构",
    "分公司",
    "集团公司",
    "电力公司",
    "管理处",
    "总站",
    "专员公署",
    "法院",
    "检察院",
    "指挥部",
    "联席会议",
    "督查室",
    "研究室",
    "政研室",
    "审改办",
    "工作专班",
    "编委办",
    "部门",
    "监管组",
    "分局",
    "管委",
    "调查队",
    "电业局",
];

/// Endings that bodies share with other words.
const WEAK: &[&str] = &[
    "会",
    "社",
    "组",
    "处",
    "所",
    "站",
    "队",
    "中心",
    "公司",
    "集团",
    "企业",
    "单位",
    "机构",
    "学校",
    "大学",
    "学院",
    "高校",
    "医院",
    "园区",
    "新区",
    "开发区",
    "区",
    "县",
    "市",
    "州",
    "盟",
    "旗",
    "地区",
    "镇",
    "乡",
    "街道",
    "省",
    "台",
    "军区",
    "武警",
    "铁塔",
    "电信",
    "移动",
    "联通",
    "邮政",
    "国网",
    "电网",
    "电力",
    "方面",
    "各地",
    "自治区",
    "社区",
    "馆",
    "团委",
    "团",
    "院",
    "协会",
    "商会",
    "学会",
    "法人",
    "业主",
    "主体",
    "师",
    "街办",
    "工委",
    "口岸",
];

/// Other words with such an ending.
const OTHER_WORDS: &[&str] = &[
    "全部",
    "内部",
    "外部",
    "东部",
    "西部",
    "南部",
    "北部",
    "中部",
    "局部",
    "干部",
    "格局",
    "布局",
    "大局",
    "全局",
    "部署",
    "举办",
    "创办",
    "兴办",
    "社会",
    "机会",
    "小区",
    "灌区",
    "牧区",
    "林区",
    "山区",
    "城市",
    "上市",
    "超市",
    "城区",
    "矿区",
    "体系",
    "城镇",
    "示范区",
    "经济带",
    "市区",
    "家庭医院",
];

/// Endings of bodies that are named after their work, so that any word may stand inside.
const NAMED_AFTER_WORK: &[&str] = &[
    "领导小组",
    "小组办公室",
    "办公室",
    "专班",
    "指挥部",
    "联席会议",
    "成员单位",
    "委员会",
    "协调小组",
];

/// Words that never stand inside the name of a body; they betray a clause.
const CLAUSE: &[&str] = &[
    "以下简称",
    "下同",
    "不含",
    "包括",
    "含",
    "其中",
    "例如",
    "简称",
    "详见",
    "见附件",
    "试行",
    "修订",
    "暂定",
    "按照",
    "并",
    "的",
    "是",
    "了",
    "为",
    "达到",
    "完成",
    "提高",
    "加强",
    "推进",
    "开展",
    "不低于",
];

/// What the ending of `name` says.
pub(crate) fn likeness(name: &str) -> Likeness {
    let name = without_bracket(name);
    let length = name.chars().count();
    if !(2..=40).contains(&length) || name.contains(['。', '；', '：', '！', '？', '《', '%'])
    {
        return Likeness::None;
    }
    if NAMED_AFTER_WORK.iter().any(|ending| name.ends_with(ending)) {
        return Likeness::Strong;
    }
    let likeness = if STRONG.iter().any(|ending| name.ends_with(ending)) {
        Likeness::Strong
    } else if WEAK.iter().any(|ending| name.ends_with(ending)) {
        Likeness::Weak
    } else {
        return Likeness::None;
    };
    let other = OTHER_WORDS.iter().any(|word| name.ends_with(word));
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

static CLAUSE_WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(CLAUSE).ok());

/// `各县（市、区）` reads `各县`, `市政府办公厅（督查室）` reads `市政府办公厅`.
fn without_bracket(name: &str) -> &str {
    match (name.find('（'), name.ends_with('）')) {
        (Some(open), true) if open > 0 => &name[..open],
        _ => name,
    }
}

/// A body of many: `…领导小组成员单位`, `各有关部门`, `各地州市人民政府`, `自治区人民政府`, `市直部门`.
pub(crate) fn is_collective(name: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "有关",
        "相关",
        "其他",
        "地方各级",
        "地方政府",
        "地方人民",
        "中央驻",
        "全体",
        "所有",
    ];
    const ENDINGS: &[&str] = &[
        "成员单位",
        "有关部门",
        "相关部门",
        "有关单位",
        "相关单位",
        "有关企业",
        "相关企业",
        "责任单位",
        "责任部门",
        "牵头单位",
        "牵头部门",
    ];
    let name = without_bracket(name);
    let direct = ["省", "市", "县", "区", "州", "盟"].iter().any(|rank| {
        let rest = name.strip_prefix(rank).unwrap_or("");
        rest.starts_with(['直', '级', '属'])
            && ["部门", "单位", "机构", "企业"]
                .iter()
                .any(|ending| rest.ends_with(ending))
    });
    name.contains('各')
        || BEGINNINGS.iter().any(|word| name.starts_with(word))
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
        || direct
        || is_whole_government(name)
        || name == "行政公署"
}

/// A body named by its rank alone, which a list means for each of them: `各乡镇人民政府、街道办事处`.
pub(crate) fn is_rank_alone(name: &str) -> bool {
    const RANKS: &[&str] = &[
        "",
        "自治区",
        "省",
        "州",
        "市",
        "县",
        "区",
        "盟",
        "旗",
        "地区",
        "乡镇",
        "乡",
        "镇",
        "街道",
        "行政",
        "开发区",
        "园区",
        "新区",
        "高新区",
        "经开区",
        "功能区",
    ];
    const BODIES: &[&str] = &[
        "人民政府",
        "政府",
        "公署",
        "行署",
        "管委会",
        "办事处",
        "街道",
        "乡镇",
        "园区",
        "开发区",
        "管委",
        "党委",
    ];
    BODIES.iter().any(|body| {
        name.strip_suffix(body)
            .is_some_and(|rank| RANKS.contains(&rank))
    })
}

/// `自治区人民政府`, `省政府`: a government named by its rank alone means all that belongs to it.
pub(crate) fn is_whole_government(name: &str) -> bool {
    let rank = name
        .strip_suffix("人民政府")
        .or_else(|| name.strip_suffix("政府"));
    rank.is_some_and(|rank| {
        matches!(
            rank,
            "自治区" | "省" | "市" | "县" | "区" | "州" | "省级" | "市级" | "县级"
        )
    })
}

/// A list of names and whether it ends in `等`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct List {
    /// Where each name stands.
    pub names: Vec<Range<usize>>,
    /// True when the document leaves the list open.
    pub open: bool,
    /// `A、B（分别牵头）、C`: how many names the bracket closes, and what is inside it.
    pub marked: Option<(usize, Range<usize>)>,
}

/// Cuts `text[range]` into names: at `、` outside brackets, and at `及`, `和`, `与` between two whole names.
pub(crate) fn list(text: &str, range: Range<usize>) -> List {
    let (range, open) = without_etc(text, trim(text, range));
    let mut list = List {
        open,
        ..List::default()
    };
    let mut region_open = false;
    for piece in pieces(text, range) {
        let piece = trim(text, piece);
        if piece.is_empty() {
            continue;
        }
        let (piece, note) = without_note(text, piece);
        let word = &text[piece.clone()];
        match list.names.last_mut() {
            // `各市、县（区）人民政府` is one name.
            Some(last) if region_open && !word.starts_with('各') && names_regions(word) => {
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
            .is_some_and(|name| is_region_word(&text[name.clone()]));
        if let Some(note) =
            note.filter(|note| text[note.clone()].contains("牵头") && !is_note(&text[note.clone()]))
        {
            list.marked = Some((list.names.len(), note));
        }
    }
    list
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
    let speaks = is_note(words)
        || ["牵头", "配合", "负责", "汇总"]
            .iter()
            .any(|word| words.ends_with(word));
    if speaks {
        (name.start..name.start + open, Some(inner))
    } else {
        (name, None)
    }
}

/// Words of a sentence about lists in general, which is no list itself.
pub(crate) fn is_note(words: &str) -> bool {
    [
        "下同",
        "一一列出",
        "逐一列出",
        "以下任务",
        "上述任务",
        "第一位",
        "首位",
        "牵头单位的",
        "牵头部门的",
        "即为",
        "均需",
        "均由各",
    ]
    .iter()
    .any(|word| words.contains(word))
}

/// `各市`, `各州`, `县`: a rank of region that waits for `人民政府`.
fn is_region_word(word: &str) -> bool {
    let ranks = word.strip_prefix('各').unwrap_or(word);
    let all_ranks = ranks.split('、').all(is_rank);
    (word.starts_with('各') || word.chars().count() == 1) && all_ranks
}

fn is_rank(word: &str) -> bool {
    matches!(
        without_bracket(word),
        "地" | "州"
            | "市"
            | "县"
            | "区"
            | "旗"
            | "盟"
            | "省"
            | "乡"
            | "镇"
            | "街道"
            | "师"
            | "自治区"
            | "直辖市"
            | "地州市"
            | "市州"
            | "地区"
            | "自治州"
            | "设区市"
            | "新区"
            | "开发区"
    )
}

/// Goes on with a rank: `市人民政府`, `县（区）人民政府`, `县（市）`, `街道`.
fn names_regions(word: &str) -> bool {
    let rank = without_bracket(word);
    let rank = ["人民政府", "政府", "管委会", "党委", "行署", "办事处"]
        .iter()
        .find_map(|ending| {
            rank.strip_suffix(ending)
                .or_else(|| word.strip_suffix(ending))
        })
        .unwrap_or(rank);
    is_rank(rank)
}

/// Cuts at `、` and `，` at depth 0.
fn pieces(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    brackets::split(text, range, &['、', '，', ','])
}

/// `自治区及各地州市人民政府` → `自治区`, `各地州市人民政府`. A joint inside a name (`发展和改革委员会`) stays.
fn union(text: &str, name: Range<usize>) -> Vec<Range<usize>> {
    let word = &text[name.clone()];
    for joint in ["以及", "及", "和", "与"] {
        for (at, _) in word.match_indices(joint) {
            let (left, right) = (&word[..at], &word[at + joint.len()..]);
            let government = is_region_alone(left) && right.starts_with('各');
            if government
                || (likeness(left) == Likeness::Strong && likeness(right) > Likeness::None)
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

fn is_region_alone(word: &str) -> bool {
    matches!(
        word,
        "自治区"
            | "省"
            | "市"
            | "县"
            | "区"
            | "州"
            | "省级"
            | "市级"
            | "县级"
            | "市本级"
            | "省本级"
    )
}

/// Takes `等`, `等部门`, `等12个部门`, `等国务院有关部门` off the end of a list.
fn without_etc(text: &str, range: Range<usize>) -> (Range<usize>, bool) {
    const LEVELS: &[&str] = &[
        "国务院",
        "国家",
        "中央",
        "自治区",
        "省",
        "市",
        "县",
        "区",
        "州",
        "盟",
    ];
    const BODIES: &[&str] = &[
        "",
        "部门",
        "单位",
        "部门单位",
        "部门和单位",
        "部门（单位）",
        "机构",
        "成员单位",
        "企业",
        "地",
        "地区",
        "方面",
        "部委",
    ];
    let list = &text[range.clone()];
    let Some(at) = list.rfind('等') else {
        return (range, false);
    };
    let tail = list[at + '等'.len_utf8()..].trim_start_matches(|c: char| {
        c.is_ascii_digit() || super::super::numeral::is_numeral(c) || c == '个'
    });
    let tail = LEVELS
        .iter()
        .find_map(|word| tail.strip_prefix(word))
        .unwrap_or(tail);
    let tail = tail.trim_start_matches(['直', '级', '属']);
    let tail = ["有关", "相关", "各"]
        .iter()
        .find_map(|word| tail.strip_prefix(word))
        .unwrap_or(tail);
    let whole = BODIES.contains(&tail);
    if whole && at > 0 {
        (trim(text, range.start..range.start + at), true)
    } else {
        (range, false)
    }
}

/// The beginning of `word` that is a body: `市财政局制定…` begins with 市财政局, `市人民政府办公室负责` with 市人民政府办公室.
pub(crate) fn body_prefix(word: &str) -> Option<usize> {
    let mut found: Option<usize> = None;
    for (at, c) in word.char_indices().take(24) {
        let end = at + c.len_utf8();
        let near = found.is_none_or(|last| end - last <= '办'.len_utf8() * 2);
        if near && likeness(&word[..end]) == Likeness::Strong {
            found = Some(end);
        }
    }
    found
}

/// The range without space and stray separators at its ends.
pub(crate) fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let stray =
        |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；' | '。' | '．' | '.');
    let slice = &text[range.clone()];
    let start = range.end - slice.trim_start_matches(stray).len();
    let end = start + text[start..range.end].trim_end_matches(stray).len();
    start..end
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
            ("各区、县（市）政府", &["各区、县（市）政府"]),
            (
                "市级各有关部门及各县市区政府",
                &["市级各有关部门", "各县市区政府"],
            ),
            (
                "自治区发展和改革委员会、人力资源和社会保障厅",
                &["自治区发展和改革委员会", "人力资源和社会保障厅"],
            ),
            ("金融办、国税局、", &["金融办", "国税局"]),
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
        ] {
            let list = list(text, 0..text.len());
            assert!(list.open, "{text}");
            assert_eq!(list.names.len(), 2, "{text}");
        }
        assert!(!list("市平等委", 0..12).open);
    }

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

    #[test]
    fn bodies_of_many_are_told() {
        for name in [
            "自治区质量强区工作领导小组成员单位",
            "各地州市人民政府",
            "行政公署",
            "自治区人民政府",
            "各有关部门",
            "市级各有关部门",
        ] {
            assert!(is_collective(name), "{name}");
        }
        for name in ["自治区质监局", "乌鲁木齐市人民政府", "自治区人民政府办公厅"]
        {
            assert!(!is_collective(name), "{name}");
        }
    }
}
