//! What a heading is: a section, an item, or text that asks for nothing.

use super::super::grammar::label;
use super::super::mark::MarkKind;
use super::Extractor;
use super::closing;
use super::heading::Heading;
use super::sections::OUTSIDE;
use crate::domain::word_list;

/// What a heading is.
pub(super) enum Shape {
    Section,
    Item,
    ItemWithChildren,
    Requirement,
}

impl Extractor<'_, '_> {
    /// `整改措施：` over numbered measures that name nobody: they are the text of the item, not items of their own.
    pub(super) fn lists_measures(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        let label = node
            .paragraphs
            .last()
            .and_then(|block| self.paragraph(*block));
        let listed =
            label.is_some_and(|label| label::is_part(label.text()) && lists_on(label.text()));
        // `打造民宿集群3个：` over the three.
        let text = node.paragraphs.last().or(node.heading.as_ref());
        let text = text.and_then(|block| self.paragraph(*block));
        let colon = text.is_some_and(|text| text.text().ends_with('：'))
            && node.depth >= 2
            && node
                .children
                .iter()
                .all(|child| self.nodes[*child].children.is_empty());
        if self.labels_close && self.is_closed_by_label(index) {
            return true;
        }
        (listed || colon)
            && node
                .children
                .iter()
                .all(|child| !self.assigned[*child] && self.nodes[*child].tables.is_empty())
    }

    /// True for a heading over several measures of which none names anybody, but a line of labels stands under the last:
    /// in a document that does so throughout, the line answers for all of them.
    pub(super) fn is_closed_by_label(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        let Some((last, rest)) = node.children.split_last() else {
            return false;
        };
        let plain = |child: &usize| {
            let child = &self.nodes[*child];
            child.children.is_empty() && child.tables.is_empty()
        };
        let silent = |block: &usize| !self.assigning(*block);
        let last_node = &self.nodes[*last];
        let text = last_node
            .paragraphs
            .iter()
            .rev()
            .skip_while(|block| self.only_assigns(**block));
        node.depth >= 2
            && !rest.is_empty()
            && self.assigned[*last]
            && node.children.iter().all(plain)
            && rest.iter().all(|child| !self.assigned[*child])
            && node
                .heading
                .iter()
                .chain(&node.paragraphs)
                .chain(&last_node.heading)
                .all(silent)
            && text.copied().all(|block| silent(&block))
    }

    /// True when every label line of the document that stands alone closes the last of several measures.
    pub(super) fn labels_close_sections(&self) -> bool {
        let alone = |node: &usize| {
            let paragraphs = &self.nodes[*node].paragraphs;
            paragraphs.iter().any(|block| self.only_assigns(*block))
        };
        let closed = (0..self.nodes.len()).filter(|index| self.is_closed_by_label(*index));
        let closed: Vec<usize> = closed
            .filter_map(|index| self.nodes[index].children.last().copied())
            .collect();
        let leaves = (0..self.nodes.len()).filter(|index| self.nodes[*index].children.is_empty());
        closed.len() >= 2 && leaves.filter(alone).all(|leaf| closed.contains(&leaf))
    }

    /// Every block under a node, in order.
    pub(super) fn blocks_under(&self, index: usize) -> Vec<usize> {
        let node = &self.nodes[index];
        let mut blocks: Vec<usize> = node.paragraphs.clone();
        for child in &node.children {
            blocks.extend(self.nodes[*child].heading);
            blocks.extend(self.blocks_under(*child));
        }
        blocks
    }

    pub(super) fn shape(&self, index: usize, heading: &Heading) -> Shape {
        let node = &self.nodes[index];
        let Some(block) = node.heading else {
            return Shape::Section;
        };
        let divides = matches!(
            node.kind,
            Some(MarkKind::Annex | MarkKind::Part | MarkKind::Chapter | MarkKind::Division)
        );
        // A plan in chapters says what is to be done under the innermost of them.
        let innermost = node.kind == Some(MarkKind::Division)
            && !self.assigns
            && node.children.is_empty()
            && node.tables.is_empty()
            && !node.paragraphs.is_empty();
        if innermost {
            return Shape::Item;
        }
        if divides {
            return Shape::Section;
        }
        if node.kind == Some(MarkKind::Panel) && self.is_idle_panel(index) {
            return Shape::Section;
        }
        if self.frames(index) {
            return Shape::Requirement;
        }
        let own = self.assigning(block)
            || node
                .paragraphs
                .iter()
                .any(|block| self.only_assigns(*block) && self.assigning(*block));
        if self.labels_close && self.is_closed_by_label(index) {
            return Shape::ItemWithChildren;
        }
        if !node.children.is_empty() {
            let texted = heading.runs_in() || !node.paragraphs.is_empty();
            let keeps =
                own || (node.depth >= 2 && texted && (!self.assigns || self.holds_targets(index)));
            return if keeps {
                Shape::ItemWithChildren
            } else {
                Shape::Section
            };
        }
        if !node.tables.is_empty() {
            return Shape::Section;
        }
        if own {
            return Shape::Item;
        }
        let siblings = &self.nodes[node.parent].children;
        let flat = siblings
            .iter()
            .all(|one| self.nodes[*one].children.is_empty() && self.nodes[*one].tables.is_empty());
        match node
            .paragraphs
            .iter()
            .filter(|block| self.assigning(**block))
            .count()
        {
            0 => self.unassigned_shape(index, heading, flat),
            1 if node.depth >= 2 || flat => Shape::Item,
            // `四、关于农村饮水安全`: a matter of minutes beside one that has parts.
            1 if self.by_prose && self.says_at_most(index, 2) => Shape::Item,
            _ => Shape::Section,
        }
    }

    /// True when no more than `most` paragraphs stand under a heading, not counting who was present or gets a copy.
    fn says_at_most(&self, index: usize, most: usize) -> bool {
        let saying = self.nodes[index].paragraphs.iter().filter(|block| {
            self.paragraph(**block)
                .is_some_and(|paragraph| !closing::lists_present(paragraph.text()))
        });
        saying.count() <= most
    }

    /// The shape of an innermost heading that names nobody.
    pub(super) fn unassigned_shape(&self, index: usize, heading: &Heading, flat: bool) -> Shape {
        let node = &self.nodes[index];
        if !self.assigns && (node.depth >= 2 || flat) {
            return Shape::Item;
        }
        if self.holds_targets(index) {
            return if node.depth >= 2 || heading.runs_in() {
                Shape::Item
            } else {
                Shape::Section
            };
        }
        if !self.assigns {
            return Shape::Section;
        }
        let beside_assigned = self.nodes[node.parent]
            .children
            .iter()
            .any(|sibling| self.assigned[*sibling] && self.nodes[*sibling].children.is_empty());
        // `四、八大重点任务`: what stands under such a heading is work, whoever is named elsewhere.
        if node.depth >= 2 && self.is_under_work(node.parent) {
            return Shape::Item;
        }
        if beside_assigned && (node.depth >= 2 || flat) {
            Shape::Item
        } else if node.depth >= 2 {
            Shape::Requirement
        } else {
            Shape::Section
        }
    }

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

    /// True below a heading that says that tasks follow.
    fn is_under_work(&self, index: usize) -> bool {
        let heading = self.nodes[index]
            .heading
            .and_then(|block| self.paragraph(block));
        heading.is_some_and(|heading| {
            let title = heading.after_mark();
            title.chars().count() <= 14 && WORK.inside(title)
        })
    }

    /// `第一条　为…，制定本规定`, `本办法自印发之日起施行，由市科技局负责解释`: articles that frame a text.
    pub(super) fn frames(&self, index: usize) -> bool {
        const OPENINGS: &[&str] = &["为", "本"];
        const PURPOSES: &[&str] = &["制定本", "适用", "所称", "是指"];
        const CLOSINGS: &[&str] = &["起施行", "起实施", "负责解释", "有效期"];
        // `第六条 以上政策与区内其他同类政策重复的，按照从高不重复原则执行。`
        const MANNER: &[&str] = &["不重复", "就高不就低", "从其规定", "另有规定的"];
        let block = self.nodes[index]
            .heading
            .and_then(|block| self.paragraph(block));
        if self.lists_offices(self.nodes[index].parent) {
            return true;
        }
        if self.nodes[index]
            .heading
            .is_some_and(|block| self.is_annex(block))
        {
            return true;
        }
        block.is_some_and(|paragraph| {
            let words = paragraph.after_mark();
            let inside = |all: &[&str]| all.iter().any(|word| words.contains(word));
            let opening = OPENINGS.iter().any(|word| words.starts_with(word));
            let title: String = words
                .split(['。', '，', '：'])
                .next()
                .unwrap_or("")
                .to_owned();
            let silent = !self.assigned[index] && !self.holds_targets(index);
            let agrees = ["原则同意", "同意《", "同意你"]
                .iter()
                .any(|word| words.starts_with(word));
            if silent && (agrees || FRAMES.has(title.trim())) {
                return true;
            }
            if OUTSIDE.has(title.trim()) && !self.assigned[index] || title.trim() == "附则" {
                return true;
            }
            if !self.assigned[index] && inside(MANNER) && SAME.beginning(words).is_some() {
                return true;
            }
            if paragraph
                .mark
                .is_some_and(|mark| mark.kind == MarkKind::Article)
            {
                if !self.assigned[index] && self.is_supplementary(self.nodes[index].parent) {
                    return true;
                }
                let principle = words.contains("坚持") || words.contains("遵循");
                if principle && !self.assigned[index] && !self.holds_targets(index) {
                    return true;
                }
                if self.statute && !self.assigns {
                    return true;
                }
                let penal = words.starts_with("违反") && !self.assigned[index];
                (opening && inside(PURPOSES)) || inside(CLOSINGS) || penal
            } else {
                let other = words.starts_with("会议还") && !self.assigned[index];
                other
                    || words.starts_with('本')
                        && inside(&CLOSINGS[..3])
                        && words.chars().count() <= 60
            }
        })
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

    /// A panel of a document that assigns, itself without anybody: it only describes what the items around it mean.
    pub(super) fn is_idle_panel(&self, index: usize) -> bool {
        self.assigns && !self.assigned[index]
    }

    pub(super) fn holds_targets(&self, index: usize) -> bool {
        let node = &self.nodes[index];
        node.heading
            .iter()
            .chain(&node.paragraphs)
            .any(|block| self.states_numbers(*block))
    }
}

word_list!(
    /// Heads over tasks.
    WORK = "重点任务 主要任务 重点工作 工作任务 主要措施 重点措施"
);

word_list!(
    /// Heads over what frames a text.
    FRAMES = "总体要求 总体思路 基本原则 工作原则 分工原则 编制原则 编制依据 适用范围 核心定义 名词解释 组织机构 领导机构"
);

word_list!(
    /// With what a paragraph on the text itself begins.
    SAME = "本 以上 上述 同一 同时符合 符合 凡 与"
);

/// `整改措施：`, `整改措施：筑牢理念。`: measures may follow, whatever stands on the line of the label.
fn lists_on(text: &str) -> bool {
    text.ends_with('：')
        || text
            .find('：')
            .is_some_and(|colon| text[..colon].ends_with("措施"))
}
