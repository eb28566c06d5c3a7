//! What a target measures: finding its name, and splitting a name that several share.

mod shared;
#[cfg(test)]
mod tests;

use std::ops::Range;

use super::organisation::trim;
use super::target_words::Predicate;
use crate::domain::word_list;

pub(crate) use shared::indicators;
use shared::{listed, shared};

/// A name and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The name, cleaned.
    pub text: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// What stood before the clause that is being read.
#[derive(Debug, Clone, Default)]
pub(super) struct Before {
    /// The clause before, if it held no target.
    pub clause: Option<Range<usize>>,
    /// The last thing measured, without its verb of change.
    pub subject: Option<String>,
}

word_list!(
    /// Words before a name that are not part of it.
    HEADS = "力争 争取 努力 确保 力求 保证 实现 推动 促进 使 让 进一步 其中 通过 不断 稳步 加快 积极 逐步 继续 同时 以及 并 且 和 及 保障 达到 \
             全面 要 将 与 —— 做好 比上年 较上年 同比 每年 全年"
);
word_list!(
    /// Verbs before a counted name that are not part of it either.
    VERBS = "培育 创建 打造 创成 认定 建成 引进 新建 完成 举办 实施 淘汰 改造 培训 更换 开展 召开 新改建 新改扩建 谋划实施 全年开工"
);
word_list!(
    /// Words behind a name that are not part of it.
    TAILS = "均 分别 要 应 力争 须 必须 都 全部 年度目标值 年度目标 年度 目标值 预期目标 目标 保持 总体 累计 同比 争取 确保 能 一律 普遍 需 也 并 \
             将 是 已 再 达 可"
);

/// The names before a predicate in `text[rest]`. What is left out is taken from before: `…达3000亿元，年均增长8%`.
pub(super) fn names(
    text: &str,
    rest: Range<usize>,
    predicate: Option<(Predicate, &str)>,
    before: &Before,
    respective: bool,
) -> Vec<Name> {
    let counted = predicate.is_none();
    let mut range = without_dates(text, tidy(text, rest.clone(), counted));
    let bare = &text[range.clone()];
    if super::target_words::is_lead_in(bare) || super::target_counting::is_counting_verb(bare) {
        range.end = range.start;
    }
    let continued = continues_subject(&text[range.clone()], predicate);
    if let (true, Some(subject)) = (continued, &before.subject) {
        let added = &text[range];
        let added = if added.chars().count() < 2 { "" } else { added };
        let name = Name {
            text: format!("{subject}{added}"),
            range: rest.start..rest.end,
        };
        return vec![with_change(name, predicate)];
    }
    if text[range.clone()].chars().count() < 2 {
        let Some(clause) = before.clause.clone() else {
            return Vec::new();
        };
        range = object(text, tidy(text, clause, counted));
    }
    range = without_origin(text, range);
    if text[range.clone()].chars().count() < 2 {
        return Vec::new();
    }
    let whole = Name {
        text: text[range.clone()].to_owned(),
        range: range.clone(),
    };
    let split = if respective {
        listed(text, range.clone())
    } else {
        None
    };
    let names = split
        .or_else(|| shared(text, range))
        .unwrap_or_else(|| vec![whole]);
    names
        .into_iter()
        .map(|name| with_change(name, predicate))
        .filter(|name| name.text.chars().count() >= 2)
        .collect()
}

/// `对2000年底前建成的老旧小区实施改造` is about 老旧小区.
fn object(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let Some(inner) = words.strip_prefix('对') else {
        return range;
    };
    let verb = ["实施", "开展", "进行", "予以"]
        .iter()
        .filter_map(|verb| inner.find(verb))
        .min();
    let Some(end) = verb else { return range };
    let start = inner[..end]
        .rfind('的')
        .map_or(0, |at| at + '的'.len_utf8());
    range.start + '对'.len_utf8() + start..range.start + '对'.len_utf8() + end
}

/// A clause that only says more about the subject before: `年均增长`, `占地区生产总值比重`.
fn continues_subject(words: &str, predicate: Option<(Predicate, &str)>) -> bool {
    words.starts_with("年均")
        || words.starts_with('占')
        || (words.is_empty() && predicate.is_some())
}

/// `减少农村贫困人口60万人` measures 农村贫困人口减少.
fn turned(name: String) -> String {
    let rest = ["减少", "压减", "压降"]
        .iter()
        .find_map(|verb| Some((*verb, name.strip_prefix(verb)?)));
    match rest {
        Some((verb, rest)) if rest.chars().count() >= 2 => format!("{rest}{verb}"),
        _ => name,
    }
}

/// A target for a change carries the change in its name: 地区生产总值增长, 万元GDP用水量下降.
fn with_change(mut name: Name, predicate: Option<(Predicate, &str)>) -> Name {
    if let Some((Predicate::Rise | Predicate::Fall, word)) = predicate
        && !name.text.ends_with(word)
    {
        name.text.push_str(word);
    }
    if predicate.is_none() {
        name.text = turned(name.text);
    }
    name
}

/// The name without its verb of change, for clauses that go on with it.
pub(super) fn subject(name: &str) -> String {
    let bare = [
        "年均增长",
        "增长",
        "提高",
        "提升",
        "增加",
        "下降",
        "降低",
        "减少",
    ]
    .iter()
    .find_map(|word| name.strip_suffix(word));
    bare.unwrap_or(name).to_owned()
}

/// The name without what leads up to it and what trails behind.
pub(super) fn clean(words: &str) -> String {
    let range = tidy(words, 0..words.len(), true);
    words[range].to_owned()
}

/// `我区在国务院质量考核中` → `国务院质量考核`.
pub(super) fn place(words: &str) -> String {
    let inner = words.rsplit_once('在').map_or(words, |(_, inner)| inner);
    clean(inner.trim_end_matches('中'))
}

fn tidy(text: &str, range: Range<usize>, counted: bool) -> Range<usize> {
    let mut range = trim(text, range);
    loop {
        let words = &text[range.clone()];
        let verb = VERBS
            .beginning(words)
            .filter(|verb| counted && !words[verb.len()..].starts_with('区'));
        let head = HEADS
            .beginning(words)
            .or(verb)
            .filter(|head| words.len() > head.len() + 3);
        let tail = TAILS
            .ending(words)
            .filter(|tail| words.len() > tail.len() + 3);
        if let Some(head) = head {
            range.start += head.len();
        } else if let Some(tail) = tail {
            range.end -= tail.len();
        } else if words.starts_with(['—', '、', '，']) {
            range.start += words.chars().next().map_or(0, char::len_utf8);
        } else if words.ends_with(['“', '《', '（', '、', '的', '—']) {
            range.end -= words.chars().next_back().map_or(0, char::len_utf8);
        } else {
            return range;
        }
    }
}

/// `万元GDP用水量较2020年`, `中心覆盖率到2022年底`: a date behind the name is not part of it.
fn without_dates(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    for lead in ["较", "比", "到", "于"] {
        let Some(at) = words.rfind(lead).filter(|at| *at >= 6) else {
            continue;
        };
        let rest = &words[at + lead.len()..];
        let date = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let year =
            rest.len() - date.len() == 4 && date.starts_with('年') && date.chars().count() <= 3;
        if year || ["上年", "去年", "上一年", "上年同期"].contains(&rest) {
            return trim(text, range.start..range.start + at);
        }
    }
    range
}

/// `城镇化率由60%`: where the figure comes from is not part of the name.
fn without_origin(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let from = words
        .find(['由', '从'])
        .filter(|at| *at >= 6 && words[*at..].contains(|c: char| c.is_ascii_digit()));
    from.map_or(range.clone(), |at| {
        tidy(text, range.start..range.start + at, false)
    })
}

word_list!(
    /// Endings of things that are measured.
    INDICATORS = "率 比例 比重 占比 指数 系数 数 量 值 额 度 能耗 排放 收入 支出 投资 面积 里程 产值 增加值 规模 寿命 年限 价格 涨幅 增速 增长 \
                  下降 浓度 得分 水平 成本 时间 时长 氨氮 需氧量 二氧化碳 优良天数 经费 投入"
);

/// True for the name of something that is measured: `…合格率`, `…能耗`; `全区质量整体状况` is not.
pub(super) fn is_indicator(name: &str) -> bool {
    let name = name.split('（').next().unwrap_or(name);
    INDICATORS.ending(name).is_some() && !name.ends_with("整体水平")
}

/// Measures that have no unit: `制造业质量竞争力指数达到82`.
pub(super) fn is_bare_measure(name: &str) -> bool {
    [
        "指数", "系数", "比", "得分", "分数", "评分", "弹性", "强度", "率", "数", "量",
    ]
    .iter()
    .any(|ending| name.ends_with(ending))
}
