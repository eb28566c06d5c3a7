//! The words around a number that make it a target.

use std::ops::Range;

use crate::domain::{Comparator, TargetKind};
use crate::domain::{WordList, word_list};

/// What a predicate says about the number behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Predicate {
    /// `达到`, `提高到`, `为`.
    Reach,
    /// `稳定在`, `保持在`.
    Hold,
    /// `控制在`, `下降到`.
    Limit,
    /// `增长`, `提高`.
    Rise,
    /// `下降`, `降低`.
    Fall,
}

/// What a bound says: `以上`, `以内`, `左右`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// `以上`, `不低于`.
    Floor,
    /// `以内`, `不超过`.
    Ceiling,
    /// `左右`.
    Around,
}

word_list!(
    HOLD = "稳定保持在 稳定在 保持在 维持在 巩固在 稳定达到 稳定保持 继续保持在 继续保持 始终保持 动态保持 保持"
);
word_list!(
    LIMIT = "控制在 下降到 下降至 降低到 降低至 降到 降至 减少到 减少至 压减到 压减至 压缩到 压缩至 缩短到 缩短至 收窄至 精简至 精简到 压降至 压降到"
);
word_list!(
    REACH = "提高到 提高至 提升到 提升至 增加到 增加至 增长到 增长至 扩大到 扩大至 上升到 上升至 恢复到 拓展到 拓展至 增至 达到了 达到 达 目标值 为 实现"
);
word_list!(RISE = "增长 提高 提升 增加 上升 新增 净增");
word_list!(FALL = "下降 降低 减少 压减 缩减 削减 累计下降 压降 缩短");

word_list!(FLOOR_BEFORE = "不低于 不少于 不小于 高于 大于 超过 突破 至少 超 力争超过 ≥ ＞ >");
word_list!(CEILING_BEFORE = "不高于 不超过 不大于 不多于 低于 小于 少于 不超 ≤ ＜ <");
word_list!(AROUND_BEFORE = "大约 约 近");
word_list!(FLOOR_AFTER = "及以上 或以上 以上");
word_list!(CEILING_AFTER = "及以下 以下 以内 之内 内");
word_list!(AROUND_AFTER = "左右 上下");

word_list!(
    /// Clauses that report what already is, or say how much is paid to whom.
    DESCRIBING = "现有 共有 目前 已达 已有 已建成 已经 截至目前 以来 比上年同期 占全 过去 去年 累计已 给予 奖补 最高 资助 罚款 返还 每百户 \
                  的标准 标准配 按照每 额度 封顶 注册资本 收费"
);

word_list!(SOFT = "力争 争取 努力实现 努力达到 努力使 预期达到 预计");

/// The tail of a clause before its number, read from the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// The predicate, if there is one, and the word that states it.
    pub predicate: Option<(Predicate, &'static str)>,
    /// A bound that stands before the number.
    pub bound: Option<Bound>,
    /// Length of what stands before both.
    pub rest: usize,
}

/// Reads `…达到不低于`, `…控制在`, `…增长约` from the right.
pub(super) fn head(before: &str) -> Head {
    let mut end = before.trim_end().len();
    let bound = bound_before(&before[..end]);
    end -= bound.map_or(0, |(_, length)| length);
    if before[..end].ends_with("全部") {
        end -= "全部".len();
    }
    let found = predicate(&before[..end]);
    let length = found.map_or(0, |(_, word)| word.len());
    Head {
        predicate: found,
        bound: bound.map(|(bound, _)| bound),
        rest: end - length,
    }
}

fn bound_before(before: &str) -> Option<(Bound, usize)> {
    let of = |words: &WordList, bound| words.ending(before).map(|word| (bound, word.len()));
    [
        of(&FLOOR_BEFORE, Bound::Floor),
        of(&CEILING_BEFORE, Bound::Ceiling),
        of(&AROUND_BEFORE, Bound::Around),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|(_, length)| *length)
}

fn predicate(before: &str) -> Option<(Predicate, &'static str)> {
    let of = |words: &WordList, predicate| words.ending(before).map(|word| (predicate, word));
    [
        of(&HOLD, Predicate::Hold),
        of(&LIMIT, Predicate::Limit),
        of(&REACH, Predicate::Reach),
        of(&RISE, Predicate::Rise),
        of(&FALL, Predicate::Fall),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|(_, word)| word.len())
    .filter(|(_, word)| is_predicate(word, &before[..before.len() - word.len()]))
}

/// `成为`, `作为` are verbs of their own; `达` may end a name; `实现` counts when nothing stands before it.
fn is_predicate(word: &str, rest: &str) -> bool {
    match word {
        "为" => {
            !rest.is_empty() && !rest.ends_with(['成', '作', '认', '因', '视', '列', '定', '变'])
        }
        "达" => !rest.ends_with(['到', '下', '发']),
        "实现" => false,
        "新增" | "净增" => rest.chars().count() >= 4,
        _ => true,
    }
}

/// The bound behind a number and its length.
pub(super) fn bound_after(after: &str) -> (Option<Bound>, usize) {
    let of = |words: &WordList, bound| words.beginning(after).map(|word| (Some(bound), word.len()));
    of(&FLOOR_AFTER, Bound::Floor)
        .or_else(|| of(&CEILING_AFTER, Bound::Ceiling))
        .or_else(|| of(&AROUND_AFTER, Bound::Around))
        .unwrap_or((None, 0))
}

/// How the reported value will be compared.
pub(super) fn comparator(
    predicate: Option<Predicate>,
    bound: Option<Bound>,
    range: bool,
) -> Comparator {
    match (bound, predicate) {
        _ if range => Comparator::Between,
        (Some(Bound::Floor), _) | (None, Some(Predicate::Fall)) => Comparator::AtLeast,
        (Some(Bound::Ceiling), _) | (None, Some(Predicate::Limit)) => Comparator::AtMost,
        (Some(Bound::Around), _) => Comparator::About,
        (None, _) => Comparator::Equal,
    }
}

/// What sort of figure it is.
pub(super) fn kind(predicate: Option<Predicate>, unit: &str, counted: bool) -> TargetKind {
    let changes = matches!(predicate, Some(Predicate::Rise | Predicate::Fall));
    match unit {
        "个百分点" | "百分点" => TargetKind::Growth,
        "%" | "‰" if changes => TargetKind::Growth,
        "%" | "‰" => TargetKind::Ratio,
        "" => TargetKind::Level,
        _ if changes || (counted && predicate.is_none()) => TargetKind::Flow,
        _ => TargetKind::Level,
    }
}

/// `力争`, `争取`, `努力`.
pub(super) fn is_soft(clause: &str) -> bool {
    SOFT.inside(clause)
}

/// `在实际工作中力争更好结果` asks for more than the number, not for the number.
pub(super) fn only_asks_for_better(clause: &str) -> bool {
    is_soft(clause)
        && ["更好", "更大", "更高", "更多", "更优"]
            .iter()
            .any(|word| clause.contains(word))
}

/// A clause that reports what already is, or that prices something.
pub(super) fn describes(clause: &str) -> bool {
    DESCRIBING.inside(clause)
}

/// `2025年全区…`, at the head of a clause: the year and its length.
pub(super) fn leading_year(clause: &str) -> Option<(i32, usize)> {
    let digits = clause
        .get(..4)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let rest = clause[4..].strip_prefix('年')?;
    let year: i32 = digits.parse().ok()?;
    let dated = rest.starts_with(|c: char| c.is_ascii_digit())
        || rest.starts_with("以来")
        || rest.starts_with('度');
    ((1990..2100).contains(&year) && !dated).then_some((year, 4 + '年'.len_utf8()))
}

word_list!(
    LEAD_INS = "力争 确保 争取 努力 并 使 让 推动 实现 其中 全省 全市 全区 全县 全州 通过努力 保证 我省 我市 我区 我县"
);

/// Words that may stand before the subject of a clause.
pub(super) fn is_lead_in(words: &str) -> bool {
    let words = words.trim_matches(['、', '，', ' ']);
    words.is_empty() || LEAD_INS.has(words)
}

word_list!(JOINTS = "力争 争取 力争达到 以及 其中 并 共 各 每年 总计 和 及 与 或");

/// Only a comma of sorts, or a `力争`, stands there.
pub(super) fn only_joins(words: &str) -> bool {
    let rest = words.trim_matches(|c: char| matches!(c, '、' | '，') || c.is_whitespace());
    rest.is_empty() || JOINTS.has(rest)
}

word_list!(
    ONWARD = "提高到 提升到 提高至 提升至 增加到 增加至 增长到 下降到 下降至 降低到 降至 降到 扩大到 缩短到 压缩到 压减到 缩短至 压缩至 压减至 减少到 减少至 增至"
);

/// `由60%`, `60%提高到65%`: where a figure comes from, not where it should go.
pub(super) fn is_baseline(text: &str, range: &Range<usize>) -> bool {
    let before = &text[..range.start];
    let led = before.ends_with(['由', '从']) || before.ends_with("年的");
    led || ONWARD.beginning(&text[range.end..]).is_some()
}

/// True when a counted noun follows, so that a number starts a name of its own.
pub(super) fn names_follow(after: &str) -> bool {
    let (_, length) = bound_after(after);
    noun_after(&after[length..]).is_some()
}

/// `2000万元以上的企业`, `6亩以下的项目`: the number tells which, not how many.
pub(super) fn is_attribute(unit: &str, after_bound: &str) -> bool {
    let bracket = after_bound
        .strip_prefix('（')
        .and_then(|rest| rest.split_once('）'));
    bracket
        .map_or(after_bound, |(_, rest)| rest)
        .starts_with('的')
        && unit != "%"
}

/// Units of time count nothing by themselves: `1小时交通圈`.
pub(super) fn is_duration(unit: &str) -> bool {
    matches!(
        unit,
        "小时" | "分钟" | "天" | "工作日" | "个工作日" | "个月"
    )
}

/// The noun behind a counted number, up to the end of its phrase: `出口食品和农产品示范区`.
pub(super) fn noun_after(after: &str) -> Option<Range<usize>> {
    let start = if after.starts_with('的') {
        '的'.len_utf8()
    } else {
        0
    };
    let rest = &after[start..];
    let stops = ["并", "，", "用于", "、力争", "（", "以上"];
    let mut end = stops
        .iter()
        .filter_map(|stop| rest.find(stop))
        .min()
        .unwrap_or(rest.len());
    // `3个A、5个B`: the next number begins another phrase.
    for (at, c) in rest[..end].char_indices() {
        let next = rest[at + c.len_utf8()..].trim_start_matches(['约', '近']);
        if matches!(c, '、' | '和' | '及') && next.starts_with(|c: char| c.is_ascii_digit()) {
            end = at;
            break;
        }
    }
    let noun = rest[..end].trim_end_matches(['等', '、', '。', '；']);
    let begins = [
        '、', '和', '左', '内', '年', '，', '。', '达', '提', '增', '下', '降',
    ];
    let fits = (2..=40).contains(&noun.chars().count()) && !noun.starts_with(begins);
    fits.then(|| start..start + noun.len())
}
