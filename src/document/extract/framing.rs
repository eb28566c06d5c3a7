//! What frames a text and asks for nothing: on what grounds it is made, how it applies, what is annexed to it.

use super::super::mark::MarkKind;
use super::Extractor;
use super::sections::OUTSIDE;
use crate::domain::word_list;

/// How a text applies.
const CLOSINGS: &[&str] = &["起施行", "起实施", "负责解释", "有效期"];

impl Extractor<'_, '_> {
    /// `附件：1.产业目录` over `2.任务分解表`: the second line of a list of annexes.
    fn is_annex(&self, block: usize) -> bool {
        let text = |block: usize| self.paragraph(block).map_or("", |one| one.text());
        let short = |text: &str| text.chars().count() <= 50 && !text.contains(['。', '；']);
        if self.assigning(block) || !short(text(block)) || self.states_numbers(block) {
            return false;
        }
        let above = (block.saturating_sub(12)..block).rev().map(text);
        above
            .take_while(|text| short(text))
            .any(|text| text.starts_with("附件：1") || text.starts_with("附：1"))
    }

    /// True for a heading that frames the text: `第一条　为…，制定本规定`, `本办法自印发之日起施行，由市科技局负责解释`.
    pub(super) fn frames(&self, index: usize) -> bool {
        if self.lists_offices(self.nodes[index].parent) {
            return true;
        }
        let Some(block) = self.nodes[index].heading else {
            return false;
        };
        self.is_annex(block)
            || self.paragraph(block).is_some_and(|paragraph| {
                let article = paragraph
                    .mark
                    .is_some_and(|mark| mark.kind == MarkKind::Article);
                let words = paragraph.after_mark();
                self.frames_by_title(index, words)
                    || match article {
                        true => self.article_frames(index, words),
                        false => self.closes_text(index, words),
                    }
            })
    }

    /// `一、总体要求`, `五、附则`, `以上政策与其他同类政策重复的，按照从高不重复原则执行`.
    fn frames_by_title(&self, index: usize, words: &str) -> bool {
        const MANNER: &[&str] = &["不重复", "就高不就低", "从其规定", "另有规定的"];
        let title = words.split(['。', '，', '：']).next().unwrap_or("").trim();
        if title == "附则" {
            return true;
        }
        if self.assigned[index] {
            return false;
        }
        let repeated = || MANNER.iter().any(|word| words.contains(word));
        let frame = AGREES.beginning(words).is_some() || FRAMES.has(title);
        (frame && !self.holds_targets(index))
            || OUTSIDE.has(title)
            || (SAME.beginning(words).is_some() && repeated())
    }

    /// `第三条　本办法所称企业，是指…`, `第二十条　违反本规定的…`.
    fn article_frames(&self, index: usize, words: &str) -> bool {
        const PURPOSES: &[&str] = &["制定本", "适用", "所称", "是指"];
        let inside = |all: &[&str]| all.iter().any(|word| words.contains(word));
        if (words.starts_with(['为', '本']) && inside(PURPOSES)) || inside(CLOSINGS) {
            return true;
        }
        if self.statute && !self.assigns {
            return true;
        }
        let principle = words.contains("坚持") || words.contains("遵循");
        !self.assigned[index]
            && (words.starts_with("违反")
                || (principle && !self.holds_targets(index))
                || self.is_supplementary(self.nodes[index].parent))
    }

    /// `本措施由市工信局负责解释，自印发之日起实施`, `会议还研究了其他事项`.
    fn closes_text(&self, index: usize, words: &str) -> bool {
        let applies = CLOSINGS[..3].iter().any(|word| words.contains(word));
        (words.starts_with("会议还") && !self.assigned[index])
            || (words.starts_with('本') && applies && words.chars().count() <= 60)
    }

    /// `（一）秘书处。（二）会议处。（三）综合处。`: a list of the offices of a house, and no work.
    fn lists_offices(&self, parent: usize) -> bool {
        let bare = |child: &usize| {
            let node = &self.nodes[*child];
            let text = node.heading.and_then(|block| self.paragraph(block));
            let name = text.map_or("", |text| text.after_mark().trim_end_matches(['。', '；']));
            let name = &name[..name.find('（').unwrap_or(name.len())];
            let before = name
                .trim_end_matches(['处', '科', '室'])
                .chars()
                .next_back();
            (2..=12).contains(&name.chars().count())
                && name.ends_with(['处', '科', '室'])
                && !before.is_some_and(|c| c.is_ascii_digit())
                && node.children.is_empty()
        };
        let children = &self.nodes[parent].children;
        children.len() >= 3 && !self.assigned[parent] && children.iter().take(12).all(bare)
    }

    /// `第五章　附则`: how the text applies, and nothing to do.
    fn is_supplementary(&self, index: usize) -> bool {
        let heading = self.nodes[index].heading;
        heading
            .and_then(|block| self.paragraph(block))
            .is_some_and(|paragraph| {
                let title: String = paragraph.after_mark().split_whitespace().collect();
                title == "附则"
            })
    }
}

word_list!(
    /// With what an answer begins that lets a plan pass.
    AGREES = "原则同意 同意《 同意你"
);

word_list!(
    /// Heads over what frames a text.
    FRAMES = "总体要求 总体思路 基本原则 工作原则 分工原则 编制原则 编制依据 适用范围 核心定义 名词解释 组织机构 领导机构"
);

word_list!(
    /// With what a paragraph on the text itself begins.
    SAME = "本 以上 上述 同一 同时符合 符合 凡 与"
);
