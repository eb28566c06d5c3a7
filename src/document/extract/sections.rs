//! Sections, and the unmarked paragraphs directly under them.

use super::super::Span;
use super::super::finding::{Finding, FindingKind};
use super::super::grammar::{deadline, target};
use super::super::mark::MarkKind;
use super::super::outline::ROOT;
use super::super::parsed::Section;
use super::heading::Heading;
use super::{Extractor, Place, item};
use crate::domain::{Deadline, word_list};

impl Extractor<'_, '_> {
    pub(super) fn section(
        &mut self,
        index: usize,
        block: usize,
        heading: &Heading,
        place: &Place,
    ) -> Place {
        let Some(paragraph) = self.paragraph(block) else {
            return place.clone();
        };
        let label = paragraph
            .reading
            .original(self.stored, heading.label.clone());
        let mut title = paragraph
            .reading
            .original(self.stored, heading.title.clone());
        let mut span = paragraph
            .reading
            .span(heading.label.start..heading.title.end);
        if title.is_empty() {
            // `附件1` and `第一章` may stand on a line of their own, with the title on the next.
            if let Some(line) = self.nodes[index]
                .paragraphs
                .first()
                .and_then(|block| self.paragraph(*block))
                && line.text().chars().count() <= 40
                && !line.text().contains('。')
            {
                title = line.reading.original(self.stored, 0..line.text().len());
                span = span.to(line.reading.whole());
            }
        }
        let level = self.nodes[index].depth;
        let mut inner = place.clone();
        inner.path.push(format!("{label}{title}"));
        inner.quiet |= looks_back(&title)
            || title == "附则"
            || (OUTSIDE.has(title.as_str()) && !self.assigned[index])
            || (!self.assigned[index]
                && (title.ends_with("原则") || REQUIREMENTS.has(title.as_str())))
            || (self.nodes[index].kind == Some(MarkKind::Panel) && self.is_idle_panel(index));
        inner.goals = item::speaks_of_goals(&title) || (place.goals && !title.contains("任务"));
        self.sections.push(Section {
            level,
            label,
            title,
            span,
            parent: place.section,
        });
        inner.section = Some(self.sections.len() - 1);
        self.held[block].heading = inner.section;
        inner
    }

    /// Unmarked paragraphs directly under a section: those that assign or state numbers are items. A sentence that
    /// leads up to them gives them its date (`到2025年，实现以下目标：`).
    pub(super) fn loose(&mut self, index: usize, place: &Place) {
        let nodes = self.nodes;
        let blocks = &nodes[index].paragraphs;
        if !place.quiet && self.records(blocks, place) {
            return;
        }
        let mut lead = None;
        // A paragraph that nothing has been made of yet.
        let mut waiting = None;
        let given = place.given.as_ref().map(|given| given.block);
        for block in blocks.iter().copied().filter(|block| Some(*block) != given) {
            if let Some(text) = waiting.take()
                && self.only_assigns(block)
            {
                self.paired(text, block, place);
                continue;
            }
            let stated = index != ROOT
                && !place.quiet
                && !self.assigning(block)
                && !self.cites_grounds(block)
                && self.states_numbers(block);
            let closed = index != ROOT && !place.quiet && self.closes_with_prose(block);
            if self.assigning(block) || stated || closed {
                self.line_item(block, place, lead.as_ref());
            } else {
                lead = self.lead_in(block).or(lead);
                waiting = self.may_wait(block).then_some(block);
                self.prose_findings(block);
            }
        }
    }

    /// `建设区域物流中心。由市商务局会同市交通运输局负责。`: the last sentence says who answers for those before it.
    fn closes_with_prose(&self, block: usize) -> bool {
        let (Some(prose), Some(paragraph)) =
            (self.facts[block].prose.last(), self.paragraph(block))
        else {
            return false;
        };
        let text = paragraph.text();
        let before = text[..prose.range.start].trim_end_matches('由');
        let behind = text[prose.range.end..].trim_end_matches(['。', '；']);
        let said = behind.is_empty() || CLOSES.has(behind);
        before.ends_with(['。', '；']) && said
    }

    /// `根据《实施方案》提出的6个方面25项措施，…`: on what grounds, and nothing to reach.
    fn cites_grounds(&self, block: usize) -> bool {
        let text = self
            .paragraph(block)
            .map_or("", |paragraph| paragraph.text());
        ["根据《", "按照《", "依据《", "为贯彻", "为落实"]
            .iter()
            .any(|words| text.starts_with(words))
    }

    /// True for text that may be answered for on the next line.
    fn may_wait(&self, block: usize) -> bool {
        let text = self
            .paragraph(block)
            .map_or("", |paragraph| paragraph.text());
        text.chars().count() >= 6 && !text.ends_with('：')
    }

    pub(super) fn lead_in(&mut self, block: usize) -> Option<(Deadline, Span)> {
        let paragraph = self
            .paragraph(block)
            .filter(|paragraph| paragraph.text().ends_with('：'))?;
        let time = deadline::in_text(paragraph.text()).into_iter().last()?;
        let reading = paragraph.reading.clone();
        Some(self.resolve(&reading, &time))
    }

    pub(super) fn states_numbers(&self, block: usize) -> bool {
        if let Some(known) = self.numbers.borrow()[block] {
            return known;
        }
        let may = self.facts[block].triggers.target();
        let states = self
            .paragraph(block)
            .filter(|_| may)
            .is_some_and(|paragraph| target::states_number(paragraph.after_mark(), self.year));
        self.numbers.borrow_mut()[block] = Some(states);
        states
    }

    pub(super) fn prose_findings(&mut self, block: usize) {
        let spans: Vec<Span> = match self.paragraph(block) {
            Some(paragraph) => self.facts[block]
                .prose
                .iter()
                .map(|found| paragraph.reading.span(found.range.clone()))
                .collect(),
            None => return,
        };
        self.findings.extend(spans.into_iter().map(|span| Finding {
            span,
            kind: FindingKind::ProseAssignment,
        }));
    }
}

word_list!(
    /// Heads of paragraphs on how the work is counted or the text applies.
    pub(super) OUTSIDE = "加分项 扣分项 减分项 附加分 其他事项 有关说明 名词解释"
);

word_list!(
    /// Heads over what is asked of everybody.
    REQUIREMENTS = "工作要求 有关要求 具体要求 几点要求 相关要求 工作纪律"
);

word_list!(
    /// All that may stand behind the names in a sentence that only says who answers.
    CLOSES = "负责 牵头 牵头负责 共同负责 分别负责 具体负责 负责落实 组织落实 组织实施 负责实施 落实 实施 推进 配合 参与 协助 按职责分工负责 按照职责分工负责 按职责分工落实"
);

/// True for a heading over what has been done already; `优化发展环境` is work to do.
fn looks_back(title: &str) -> bool {
    let promises = ["优化", "改善", "营造", "打造", "提升"];
    if promises.iter().any(|verb| title.starts_with(verb)) {
        return false;
    }
    [
        "回顾",
        "发展基础",
        "现状",
        "面临形势",
        "工作成效",
        "存在问题",
        "存在的问题",
        "主要成就",
        "发展环境",
        "工作总结",
    ]
    .iter()
    .any(|word| title.contains(word))
}
