//! Targets that have no number: a limit set elsewhere, a grade, something that must not happen, a direction.

use std::ops::Range;

use crate::domain::Trend;
use crate::domain::{WordList, word_list};

/// A limit that is set elsewhere: where the name ends and where the words end.
pub(super) struct External {
    /// End of the name.
    pub name_end: usize,
    /// End of the words.
    pub end: usize,
}

word_list!(SETTERS = "下达 规定 核定 国家 省定 市定 区定 上级 考核 计划 要求 标准");
word_list!(LIMITS = "指标 目标 任务 范围 要求 标准 以内 限值 水平 红线");

/// `均控制在国家下达指标内`, `完成省定任务`, `不低于全国平均水平`, `与经济增长同步`, `达到要求`.
pub(super) fn external(clause: &str) -> Option<External> {
    let set_elsewhere = |words: &str| SETTERS.inside(words) && LIMITS.inside(words);
    if !clause.contains(['制', '成', '到', '于', '与']) {
        return None;
    }
    for word in [
        "控制在",
        "完成",
        "达到",
        "优于",
        "高于",
        "不低于",
        "低于",
        "不高于",
        "好于",
    ] {
        let Some(name_end) = clause.find(word) else {
            continue;
        };
        let rest = &clause[name_end + word.len()..];
        let compared = matches!(
            word,
            "优于" | "高于" | "不低于" | "低于" | "不高于" | "好于" | "达到"
        );
        let bound = matches!(word, "控制在" | "完成" | "达到");
        // `高于全市平均水平`, `不低于各项贷款增速`: measured by another figure.
        let relative = compared && (rest.contains("平均") || rest.ends_with("增速"));
        if relative
            || (bound && set_elsewhere(rest))
            || (word == "达到" && rest.starts_with("要求"))
        {
            return Some(External {
                name_end,
                end: clause.len(),
            });
        }
    }
    let name_end = clause.find('与')?;
    clause.ends_with("同步").then_some(External {
        name_end,
        end: clause.len(),
    })
}

word_list!(ASSESSMENTS = "考核 评定 评价 评估 测评 评级 考评 等级 等次");
word_list!(
    MARKS = "优秀等次 优秀等级 优秀 良好以上 良好等次 良好 一等次 好的等次 第一等次 合格以上"
);

/// `在国务院质量考核中达到B级`: where the verb stands, and the grade. `5A级景区`, `三级医院` are attributes.
pub(super) fn grade(clause: &str) -> Option<(usize, &str)> {
    if !ASSESSMENTS.inside(clause) {
        return None;
    }
    for verb in [
        "达到", "获得", "进入", "保持", "评为", "获评", "位列", "争取", "取得",
    ] {
        let Some(at) = clause.find(verb) else {
            continue;
        };
        let rest = &clause[at + verb.len()..];
        let letter = rest.chars().next().filter(char::is_ascii_uppercase);
        if letter.is_some() && rest[1..].starts_with('级') {
            return Some((at, &rest[..1 + '级'.len_utf8()]));
        }
        if let Some(mark) = MARKS.beginning(rest) {
            return Some((at, mark));
        }
    }
    None
}

/// `零就业家庭动态清零`, `较大以上事故零发生`: what shall be none.
fn cleared(clause: &str) -> Option<Range<usize>> {
    let at = ["清零", "归零", "零发生", "零增长"]
        .iter()
        .find_map(|word| clause.find(word))?;
    let mut name = &clause[..at];
    while let Some(word) = CLEARING.ending(name) {
        name = &name[..name.len() - word.len()];
    }
    let lead = CLEARING.beginning(name).map_or(0, str::len);
    (name[lead..].chars().count() >= 2).then_some(lead..name.len())
}

word_list!(CLEARING = "实现 保持 基本 全部 动态 全面 存量 确保 持续 力争 及时 100%");
word_list!(EVENTS = "事故 事件 案件 疫情 死亡 舆情 火灾");

/// `无重大旅游安全事故`, `坚决遏制重大工程质量事故的发生`: the event that must not happen.
pub(super) fn zero(clause: &str) -> Option<Range<usize>> {
    if let Some(end) = cleared(clause) {
        return Some(end);
    }
    if !EVENTS.inside(clause) {
        return None;
    }
    for word in [
        "坚决遏制",
        "有效遏制",
        "坚决杜绝",
        "坚决防止",
        "不发生",
        "不出现",
        "杜绝",
        "遏制",
        "零",
        "无",
    ] {
        let Some(at) = clause.find(word) else {
            continue;
        };
        let start = at + word.len();
        let rest = &clause[start..];
        // 无 and 零 also begin other words: `无证生产`, `零售`.
        let events =
            rest.starts_with(['重', '较', '一', '特', '死', '事']) || rest.starts_with("责任");
        if matches!(word, "无" | "零") && !events {
            continue;
        }
        let ends = EVENTS
            .iter()
            .filter_map(|event| Some(rest.rfind(event)? + event.len()));
        let Some(end) = ends.max() else { continue };
        return (end <= 90).then_some(start..start + end);
    }
    None
}

word_list!(
    UP =
        "逐年增加 逐年增长 逐年提高 逐年提升 逐年上升 逐年扩大 稳中有升 只增不减 只升不降 稳中有进"
);
word_list!(DOWN = "逐年下降 逐年降低 逐年减少 稳中有降 只减不增 只降不升");
word_list!(LASTING = "持续下降 持续降低 持续减少 持续上升 持续提高 持续增长");

/// A direction: where the words stand, how long they are, which way, and whether they need the name of a measure
/// before them to mean one (`持续提高` alone is only said).
pub(super) fn trend(clause: &str) -> Option<(usize, usize, Trend, bool)> {
    if !(UP.inside(clause) || DOWN.inside(clause) || LASTING.inside(clause)) {
        return None;
    }
    let find = |words: &WordList| {
        words
            .iter()
            .find_map(|word| Some((clause.find(word)?, word.len())))
    };
    if let Some((at, length)) = find(&UP) {
        return Some((at, length, Trend::Up, false));
    }
    if let Some((at, length)) = find(&DOWN) {
        return Some((at, length, Trend::Down, false));
    }
    let (at, length) = find(&LASTING)?;
    let down = ["下降", "降低", "减少"]
        .iter()
        .any(|word| clause[at..at + length].ends_with(word));
    Some((at, length, if down { Trend::Down } else { Trend::Up }, true))
}
