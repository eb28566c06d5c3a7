//! Texts that are a time and nothing else: a clause of a bracket, the value of a label, a table cell.

use std::ops::Range;

use super::written::read;
use super::{Time, TimePhrase};

/// Reads `text[range]` when all of it is a time: a clause of a bracket, the value of a label, a table cell.
/// `2025年6月底前完成`, `年内持续推进`, `12月底前取得阶段性成果`. The range given back is that of the time itself.
pub(crate) fn whole(text: &str, range: Range<usize>) -> Option<TimePhrase> {
    let range = trim(text, range);
    let slice = &text[range.clone()];
    if let Some(time) = words_alone(slice) {
        return Some(TimePhrase { range, time });
    }
    let lead = ["于", "到", "至", "截至", "力争"]
        .iter()
        .find(|word| slice.starts_with(**word))
        .map_or(0, |word| word.len());
    let (time, length) = read(&slice[lead..])?;
    let end = lead + length;
    let rest = &slice[end..];
    let finishing = rest.is_empty() || FINISHING.iter().any(|word| rest.starts_with(word));
    let start = range.start
        + if slice.starts_with("于") || slice.starts_with("力争") {
            lead
        } else {
            0
        };
    (finishing && rest.chars().count() <= 16).then_some(TimePhrase {
        range: start..range.start + end,
        time,
    })
}

/// What may follow a time that stands alone.
const FINISHING: &[&str] = &[
    "完成",
    "办结",
    "建成",
    "落实",
    "取得",
    "实现",
    "到位",
    "见效",
    "持续",
    "推进",
    "基本",
    "全面",
    "并",
    "启动",
    "出台",
    "印发",
    "报送",
    "达到",
    "，",
    "、",
    "投入",
    "开工",
    "竣工",
    "并长期",
    "前完成",
    "结束",
    "形成",
    "制定",
    "公布",
    "上线",
    "下达",
    "开展",
    "提交",
    "报",
    "上报",
    "发布",
    "提出",
    "见成效",
    "完工",
    "投用",
    "投运",
    "交付",
    "通车",
    "验收",
    "建立",
    "编制",
    "达标",
    "封关",
    "验收",
    "销号",
    "整改",
    "动工",
    "改造",
    "试运行",
    "运行",
    "有",
    "力争",
    "兑现",
    "挂牌",
    "揭牌",
    "见到",
    "明显",
    "初见",
    "组建",
    "设立",
    "签约",
    "启用",
    "使用",
    "通水",
    "供水",
    "投产",
    "达产",
    "清零",
    "退出",
    "关停",
    "淘汰",
    "拆除",
    "汇总",
    "完善",
];

/// The range without brackets and stops at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let stray =
        |c: char| c.is_whitespace() || matches!(c, '。' | '；' | '，' | '）' | '】' | ']' | '.');
    let start = range.end - text[range.clone()].trim_start().len();
    start..start + text[start..range.end].trim_end_matches(stray).len()
}

/// Times without a date: `长期坚持`, `持续推进`, `按国家要求时限完成`, `每季度`.
fn words_alone(slice: &str) -> Option<Time> {
    let starts = |words: &[&str]| words.iter().any(|word| slice.starts_with(word));
    if slice.chars().count() > 14 {
        return None;
    }
    if starts(&[
        "长期",
        "持续",
        "常态化",
        "常年",
        "年内持续",
        "全年持续",
        "贯穿",
        "常抓不懈",
    ]) || slice == "全年"
    {
        Some(Time::Open)
    } else if starts(&["每年", "每月", "每季", "每半年", "定期"]) {
        Some(Time::Recurring)
    } else if (starts(&["按", "依"])
        && (slice.contains("时限")
            || slice.contains("时间")
            || slice.contains("进度")
            || slice.contains("节点")))
        || starts(&["根据工作进展", "视情"])
    {
        Some(Time::External)
    } else if starts(&["立即", "即日", "即时"]) {
        Some(Time::Immediate)
    } else {
        None
    }
}
