//! What closes a document or stands beside its items without asking for anything: who was present, who gets a copy, notes,
//! the paragraph on reporting, the signature.

use super::super::grammar::label;
use super::super::grammar::organisation::{self, Likeness};
use super::Extractor;
use super::heading::Heading;
use crate::domain::word_list;

word_list!(
    /// Who was there, and who gets a copy.
    PRESENT = "出席 出席人员 出席领导 参加 参加人员 参会人员 参会单位 参加单位 列席 列席人员 列席单位 主持 主持人 记录 记录人 缺席 请假 抄送 主送 报送 发送 分送 发 送"
);
word_list!(
    /// Who sits in a leading group.
    SEATS = "组长 第一组长 常务副组长 副组长 成员 组员 总指挥 副总指挥 指挥长 副指挥长 召集人 副召集人"
);
word_list!(
    /// Whom to ask.
    CONTACTS = "政策咨询 联系方式 联系电话 咨询电话 咨询方式 联系人 申报入口 监督电话"
);

word_list!(
    /// Notes on the text as a whole, which may say how its lists are to be read.
    pub(super) NOTES = "说明： 注：1 注：各"
);

/// A line that names somebody who has nothing to do: `出席：县长，各副县长。`, `副组长：市政府秘书长`, `政策咨询：市工信局`.
pub(super) fn names_no_doer(text: &str) -> bool {
    [&PRESENT, &SEATS, &CONTACTS]
        .iter()
        .filter_map(|words| words.beginning(text))
        .any(|word| text[word.len()..].starts_with('：'))
}

/// `百色市人民政府办公室2022年3月4日`.
fn is_signature(text: &str) -> bool {
    let digits = text.find(|c: char| c.is_ascii_digit());
    digits.is_some_and(|at| {
        let date = &text[at..];
        organisation::likeness(text[..at].trim_end()) == Likeness::Strong
            && date.ends_with('日')
            && date.contains('年')
            && date.chars().count() <= 11
    })
}

impl Extractor<'_, '_> {
    /// How many of an item's paragraphs are its own, when it is the last of the document: what stands behind its label
    /// lines closes the document, and a body with a date signs it.
    pub(super) fn without_closing(&self, paragraphs: &[usize], heading: &Heading) -> usize {
        let text = |block: &usize| {
            self.paragraph(*block)
                .map_or("", |paragraph| paragraph.text())
        };
        let last = |block: &usize| self.held.len().saturating_sub(*block) <= 9;
        let labelled = paragraphs
            .iter()
            .position(|block| self.only_assigns(*block));
        let said = |label: usize| heading.runs_in() || label > 0 || !heading.title.is_empty();
        let behind = labelled.filter(|label| said(*label)).and_then(|label| {
            let rest = paragraphs[label..].iter();
            let own = |block: &&usize| {
                let text = text(block);
                self.only_assigns(**block) || (label::is_part(text) && !text.ends_with('：'))
            };
            let end = label + rest.take_while(own).count();
            let plain = |block: &usize| {
                let marked = self
                    .paragraph(*block)
                    .is_some_and(|paragraph| paragraph.mark.is_some());
                last(block) && !marked
            };
            paragraphs[end..].iter().all(plain).then_some(end)
        });
        let signed = paragraphs
            .iter()
            .rposition(|block| is_signature(text(block)));
        let end = behind.unwrap_or(paragraphs.len());
        signed
            .filter(|at| last(&paragraphs[*at]))
            .map_or(end, |at| end.min(at))
    }

    /// True for the last heading of the document when it and all others of its kind say who answers for them in the
    /// paragraph of the heading, and no other has a paragraph below: what stands behind it closes the document.
    pub(super) fn is_last_of_complete(&self, node: usize) -> bool {
        if node + 1 != self.nodes.len() {
            return false;
        }
        let complete = |index: &usize| {
            let heading = self.nodes[*index].heading;
            heading.is_some_and(|block| self.assigning(block))
        };
        let alike = (1..self.nodes.len()).filter(|index| {
            let one = &self.nodes[*index];
            one.kind == self.nodes[node].kind && one.children.is_empty()
        });
        let alike: Vec<usize> = alike.collect();
        let silent = |index: &usize| *index == node || self.nodes[*index].paragraphs.is_empty();
        alike.len() >= 3 && alike.iter().all(complete) && alike.iter().all(silent)
    }

    /// `地方各级人民政府要加强…` behind the last item closes the document; it is not part of that item.
    pub(super) fn closes_document(&self, block: usize, text: &str) -> bool {
        const OPENINGS: &[&str] = &[
            "各",
            "地方",
            "本方案",
            "本意见",
            "本办法",
            "本措施",
            "以上",
            "出席",
            "参加人员",
            "列席",
            "记录",
            "主持",
            "分送",
            "发送",
            "联系",
            "本通知",
            "特此",
        ];
        let last = self.held.len().saturating_sub(block) <= 5;
        last && OPENINGS.iter().any(|word| text.starts_with(word))
    }
}
