//! Texts that assign nothing themselves: news, interpretations, questions and answers, announcements.

use super::front_matter::FrontMatter;
use super::paragraph::Block;
use crate::domain::word_list;

word_list!(
    INTERPRETATIONS = "解读 问答 答记者问 一图读懂 图解 政策说明 起草说明 编制说明 新闻发布会"
);
word_list!(
    /// A directive may be about interpreting: `关于加强政策解读工作的实施方案`.
    ABOUT_INTERPRETING = "解读工作 解读机制 解读制度 解读办法 发布会制度"
);
word_list!(
    REPORTERS = "本报讯 新华社 （记者 记者从 本报记者 通讯员 中新网 人民网 讯（ 各位记者 记者朋友 媒体朋友 本网讯 本台消息 记者获悉 记者了解 本文将"
);

word_list!(
    /// Titles of announcements to the public, which ask nothing of departments.
    ANNOUNCEMENTS = "招聘公告 招聘简章 招考公告 招标公告 中标公告 采购公告 拍卖公告 出让公告 公示 拟录用公告 面试公告 成绩公告 遴选公告 任前公示 \
                     招聘工作人员公告 公开招聘公告 结果的通知 结果的公告 结果公告 名单的公告 名单公告 报名公告 招生公告 停水通知 停电通知"
);

word_list!(SPEECHES = "讲话 致辞 发言 讲话提纲 主持词");

word_list!(
    /// Titles of rules by which a body works at all times.
    STANDING = "工作规则 议事规则 章程"
);

word_list!(
    /// Titles of answers to those who proposed something, which tell what was done about it.
    REPLIES = "建议的答复 提案的答复 建议答复 提案答复 建议的复函 提案的复函 建议办理情况的答复 提案办理情况的答复"
);

word_list!(
    /// Titles of reports upwards on what has been done.
    REPORTS = "情况的报告 情况报告 整改情况的函 落实情况的函 进展情况的函"
);

/// `关于印发县政府工作规则（试行）的通知` sends out `县政府工作规则`.
fn bare_title(title: &str) -> &str {
    let title = title
        .trim_end_matches("的通知")
        .trim_end_matches(['》', '〉', '>']);
    let bracket = title
        .rfind(['（', '('])
        .filter(|_| title.ends_with(['）', ')']));
    bracket
        .map_or(title, |open| &title[..open])
        .trim_end_matches(['》', '〉', '>'])
}

/// `2月23日，市政府新闻办举办新闻发布会，…`; `我受市政府委托，报告…情况，请予审议。`
fn tells(text: &str) -> Option<&'static str> {
    let held = text.contains("新闻发布会") && (text.contains("举办") || text.contains("召开"));
    let dated = text.find('日').is_some_and(|day| day <= 24)
        && text.starts_with(|c: char| c.is_ascii_digit());
    if held && dated {
        return Some("新闻报道");
    }
    // `据宁夏经信委消息，…`, `第四次会议在凯里隆重开幕`.
    let head = text.char_indices().nth(24).map_or(text.len(), |(at, _)| at);
    let heard = text.starts_with('据') && text[..head].contains("消息");
    // `大会将于11月5日在上海隆重开幕，为做好保障…` is work before it.
    let opened = text.contains("隆重开幕") && !text.contains('将');
    if heard || opened || text.starts_with("据悉") || text.starts_with("据了解") {
        return Some("新闻报道");
    }
    // `现将整改情况函告如下`: upwards, what has been done.
    let answered =
        text.contains("情况") && (text.contains("函告如下") || text.contains("报告如下"));
    if answered && text.contains("现将") {
        return Some("工作报告");
    }
    let told = text.contains("情况") && text.contains("报告") && text.contains("委托");
    (told && (text.contains("请予审议") || text.contains("请审议"))).then_some("工作报告")
}

fn first_line<'b>(blocks: &'b [Block<'_>]) -> Option<&'b str> {
    match blocks.first() {
        Some(Block::Paragraph(paragraph)) => Some(paragraph.text()),
        _ => None,
    }
}

/// What a text is, if it is no directive.
pub(super) fn other_than_directive(
    front: &FrontMatter,
    blocks: &[Block<'_>],
) -> Option<&'static str> {
    let title = front.title.as_ref().map_or("", |(title, _)| title.as_str());
    if STANDING.ending(bare_title(title)).is_some() {
        return Some("规则章程");
    }
    if REPORTS.ending(bare_title(title)).is_some() {
        return Some("工作报告");
    }
    if REPLIES.ending(bare_title(title)).is_some() {
        return Some("建议提案答复");
    }
    if INTERPRETATIONS.inside(title) && !ABOUT_INTERPRETING.inside(title) {
        return Some("政策解读");
    }
    let hiring = title.contains("招聘") || title.contains("招考") || title.contains("遴选");
    if ANNOUNCEMENTS.ending(title).is_some() || (hiring && title.ends_with("公告")) {
        return Some("公告公示");
    }
    let spoken = front
        .title
        .iter()
        .map(|(title, _)| title.as_str())
        .chain(first_line(blocks))
        .any(|title| SPEECHES.ending(title).is_some());
    if spoken {
        return Some("领导讲话");
    }
    let opening = || {
        blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.text()),
            _ => None,
        })
    };
    if let Some(told) = opening().take(4).find_map(tells) {
        return Some(told);
    }
    let reported = opening().take(4).any(|text| {
        let head = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
        REPORTERS.inside(&text[..head])
    });
    reported.then_some("新闻报道")
}
