//! What a heading is: a section, an item, or text that asks for nothing.

use super::super::grammar::label;
use super::super::mark::MarkKind;
use super::Extractor;
use super::closing;
use super::heading::Heading;
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
        let flat = self.flat[node.parent];
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
                .is_some_and(|paragraph| !closing::names_no_doer(paragraph.text()))
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
        let beside_assigned = self.answered[node.parent];
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

/// `整改措施：`, `整改措施：筑牢理念。`: measures may follow, whatever stands on the line of the label.
fn lists_on(text: &str) -> bool {
    text.ends_with('：')
        || text
            .find('：')
            .is_some_and(|colon| text[..colon].ends_with("措施"))
}
