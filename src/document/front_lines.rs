//! What a single line before or behind the body is.

use chrono::NaiveDate;

use super::grammar::citation;
use super::grammar::organisation::{self, Likeness};
use super::mark::MarkKind;
use super::numeral;
use super::paragraph::{Block, Paragraph};
use crate::domain::word_list;

word_list!(
    /// 文种 and the words by which texts of this sort call themselves.
    KINDS = "实施意见 指导意见 若干意见 意见 分工方案 实施方案 工作方案 行动方案 推进方案 总体方案 方案 三年行动计划 行动计划 工作计划 年度计划 计划 \
             目标任务分解 任务分解表 任务分解 任务分工表 任务分工 重点工作分工 责任分工 责任分解 工作分解 分工 任务清单 责任清单 项目清单 清单 决定 决议 \
             通知 通报 公告 发展纲要 规划纲要 纲要 五年规划 发展规划 规划 工作要点 要点 管理办法 办法 实施细则 细则 若干政策措施 若干措施 政策措施 十条措施 措施 \
             若干政策 条例 规定 规程 议事规则 工作规则 规则 章程 报告 批复 纪要 制度 目标任务 重点任务 主要任务 台账 责任书 任务书 责任单位 答复"
);

/// The kind that a title ends with; `（试行）` and `（2021—2025年）` behind it do not count.
pub(super) fn kind_of(title: &str) -> Option<&'static str> {
    let mut title = title.trim_end_matches(['》', '”']);
    while let (Some(open), true) = (title.rfind(['（', '(']), title.ends_with(['）', ')'])) {
        title = &title[..open];
    }
    KINDS.ending(title)
}

/// A line that could be a title or a part of one.
pub(super) fn may_be_title_line(text: &str) -> bool {
    const OTHER: &[&str] = &[
        "为", "根据", "按照", "经", "现", "本", "附件", "附表", "（", "表", "说明", "注", "抄送",
    ];
    let length = text.chars().count();
    (2..=90).contains(&length)
        && !text.contains(['。', '；', '：', '！'])
        && !OTHER
            .iter()
            .any(|word| text.starts_with(word) && !text.starts_with("表彰"))
}

/// A line that begins something of its own and cannot go on with a title.
pub(super) fn stands_apart(text: &str) -> bool {
    is_addressee(text)
        || date_line(text).is_some()
        || number_line(text).is_some()
        || is_banner(text)
}

/// True when the lines put together end in a kind and close every mark they open.
pub(super) fn is_whole_title(text: &str) -> bool {
    let balanced =
        |open: char, close: char| text.matches(open).count() == text.matches(close).count();
    let covering = ["关于印发", "关于转发", "印发《"]
        .iter()
        .any(|word| text.contains(word));
    let kind = kind_of(text);
    let length = text.chars().count();
    (4..=120).contains(&length)
        && balanced('《', '》')
        && balanced('“', '”')
        && kind.is_some_and(|kind| {
            !covering || matches!(kind, "通知" | "决定" | "意见" | "公告" | "函" | "批复")
        })
}

/// `新疆维吾尔自治区人民政府文件`, or the word alone under the name.
pub(super) fn is_banner(text: &str) -> bool {
    let name = text.trim_end_matches("文件");
    text == "文件"
        || (text.ends_with("文件") && name.chars().count() <= 30 && issuing_body(name).is_some())
}

/// A line that is a date: the date, and whether it is the date of printing.
pub(super) fn date_line(text: &str) -> Option<(NaiveDate, bool)> {
    let text = text.trim_start_matches(['（', '(']);
    let (date, length) = date(text)?;
    let rest = text[length..].trim_matches(['）', '。', ' ']);
    match rest {
        "" | "（此件公开发布" | "（公开发布" | "此件公开发布" | "（此件主动公开" => {
            Some((date, false))
        }
        "印发" | "印" => Some((date, true)),
        _ => None,
    }
}

/// `新疆维吾尔自治区人民政府办公厅 2017年2月10日印发` on one line.
pub(super) fn printed_line(text: &str) -> Option<(Option<String>, NaiveDate)> {
    let body = text.strip_suffix("印发")?;
    let starts = body
        .char_indices()
        .filter(|(_, c)| c.is_ascii_digit() || matches!(c, '二' | '一'));
    for (at, _) in starts {
        if let Some((date, length)) = date(&body[at..]) {
            return (at + length == body.len()).then(|| (issuing_body(&body[..at]), date));
        }
    }
    None
}

/// `2017年5月9日`, `二〇一七年五月九日` at the start of a text, and its length.
fn date(text: &str) -> Option<(NaiveDate, usize)> {
    let (year, rest) = text.split_once('年')?;
    let (month, rest) = rest.split_once('月')?;
    let (day, _) = rest.split_once('日')?;
    let number = |digits: &str| {
        digits
            .parse::<u32>()
            .ok()
            .or_else(|| numeral::whole(digits))
    };
    let year = year.parse::<i32>().ok().or_else(|| numeral::year(year))?;
    let date = NaiveDate::from_ymd_opt(year, number(month)?, number(day)?)?;
    (1949..2100)
        .contains(&year)
        .then_some((date, text.len() - rest.len() + day.len() + '日'.len_utf8()))
}

/// A line that is a document number, perhaps with `签发人：…` beside it.
pub(super) fn number_line(text: &str) -> Option<String> {
    let (number, range) = citation::number_in(text)?;
    let alone = text.chars().count() <= 34
        && range.start <= '（'.len_utf8()
        && !text.contains(['，', '《']);
    (alone && !text[range.end..].contains("的通知")).then_some(number)
}

/// The body that a signature or a banner names.
pub(super) fn issuing_body(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (4..=40).contains(&text.chars().count())
        && !text.contains(['，', '。', '：', '；', '、', '《'])
        && !text.starts_with("关于");
    (fits && organisation::likeness(text) == Likeness::Strong).then(|| text.to_owned())
}

/// The body or the company that a line over a date names and nothing else.
pub(super) fn signer(text: &str) -> Option<String> {
    let text = text.trim();
    issuing_body(text).or_else(|| company(text).filter(|name| name == text))
}

/// The company whose name a text begins with: `甘肃省农垦集团有限责任公司国企改革…任务清单`.
pub(super) fn company(text: &str) -> Option<String> {
    const LONGEST: usize = 30;
    let text = text.strip_prefix("中共").unwrap_or(text);
    let named = |ending: &&str| {
        let end = text.find(*ending)? + ending.len();
        let name = &text[..end];
        let other = [
            "政府",
            "办公",
            "委员会",
            "关于",
            "印发",
            "国资委",
            "、",
            "《",
        ];
        let fits = (5..=LONGEST).contains(&name.chars().count());
        (fits && !other.iter().any(|word| name.contains(word))).then(|| name.to_owned())
    };
    let whole = [
        "集团有限责任公司",
        "集团有限公司",
        "有限责任公司",
        "股份有限公司",
        "有限公司",
        "集团公司",
    ];
    whole.iter().find_map(named)
}

/// `各州、市人民政府，各行政公署：` is an address, not a responsibility.
pub(super) fn is_addressee(text: &str) -> bool {
    const WORDS: &[&str] = &["各", "政府", "委", "厅", "局", "部门", "单位", "公署"];
    text.ends_with('：')
        && !text.contains(['。', '；'])
        && WORDS.iter().any(|word| text.contains(word))
}

/// `2.重点工作任务分解表` under `附件：1.…`: a list of attachments, not of tasks.
pub(super) fn is_listed_attachment(paragraph: &Paragraph<'_>) -> bool {
    let arabic = paragraph
        .mark
        .is_some_and(|mark| mark.kind == MarkKind::Arabic);
    arabic && !paragraph.text().contains('。') && paragraph.text().chars().count() <= 50
}

/// `制定如下实施意见`, `特制定本分工方案`, `作如下决定`: a text without a title still says what it is.
pub(super) fn announced_kind(blocks: &[Block<'_>]) -> Option<String> {
    const LEADS: &[&str] = &[
        "制定如下",
        "提出如下",
        "特制定本",
        "制定本",
        "作如下",
        "作出如下",
        "形成如下",
        "特制订本",
    ];
    let text = blocks.iter().find_map(|block| match block {
        Block::Paragraph(paragraph) if paragraph.text().chars().count() > 20 => {
            Some(paragraph.text())
        }
        _ => None,
    })?;
    for lead in LEADS {
        let Some(at) = text.rfind(lead) else { continue };
        let rest = &text[at + lead.len()..];
        let end = rest.find(['。', '：', '，']).unwrap_or(rest.len());
        if let Some(kind) = kind_of(&rest[..end]) {
            return Some(kind.to_owned());
        }
    }
    text.contains("通知如下").then(|| "通知".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_what_they_are() {
        assert!(
            is_banner("新疆维吾尔自治区人民政府文件")
                && is_banner("文件")
                && !is_banner("关于明确豫政〔2016〕48号文件")
        );
        assert_eq!(
            number_line("新政发〔2017〕17号").as_deref(),
            Some("新政发〔2017〕17号")
        );
        assert_eq!(number_line("关于明确豫政〔2016〕48号文件"), None);
        let day = NaiveDate::from_ymd_opt(2011, 7, 1);
        assert_eq!(date_line("二O一一年七月一日").map(|(date, _)| date), day);
        assert_eq!(
            printed_line("张掖市人民政府办公室二〇一一年七月一日印发").map(|(_, date)| date),
            day
        );
        assert!(is_addressee("各州、市人民政府，各行政公署："));
        assert!(
            is_whole_title("关于实施质量强区战略的决定")
                && !is_whole_title("关于印发《质量强区方案")
        );
        assert_eq!(
            kind_of("安吉县竹产业振兴三年行动计划（2021—2023年）"),
            Some("三年行动计划")
        );
    }
}
