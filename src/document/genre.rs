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
    REPORTERS = "本报讯 新华社 （记者 记者从 本报记者 通讯员 中新网 人民网 讯（ 各位记者 记者朋友 媒体朋友 本网讯 本台消息"
);

word_list!(
    /// Titles of announcements to the public, which ask nothing of departments.
    ANNOUNCEMENTS = "招聘公告 招聘简章 招考公告 招标公告 中标公告 采购公告 拍卖公告 出让公告 公示 拟录用公告 面试公告 成绩公告 遴选公告 任前公示 \
                     招聘工作人员公告 公开招聘公告 报名公告 招生公告 停水通知 停电通知"
);

word_list!(SPEECHES = "讲话 致辞 发言 讲话提纲 主持词");

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
    let mut opening = blocks.iter().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text()),
        _ => None,
    });
    let reported = opening.by_ref().take(4).any(|text| {
        let head = text.char_indices().nth(60).map_or(text.len(), |(at, _)| at);
        REPORTERS.inside(&text[..head])
    });
    reported.then_some("新闻报道")
}
