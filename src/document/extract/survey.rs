//! Who assigns: which paragraphs say who has to do something, and in which form the document says so.

use super::super::grammar::prose;
use super::super::mark::MarkKind;
use super::super::paragraph::Block;
use super::{Extractor, rows};

impl Extractor<'_, '_> {
    /// Finds out who assigns. Prose counts only in a document that assigns in no other way.
    pub(super) fn survey(&mut self) {
        self.assigned = self.assigned_nodes();
        self.assigns = self.assigned.first().copied().unwrap_or(false);
        let prose = self
            .facts
            .iter()
            .filter(|facts| !facts.prose.is_empty())
            .count();
        let minuted =
            |extractor: &Self| extractor.minutes && extractor.duties().into_iter().any(|duty| duty);
        if !self.assigns && (prose >= 2 || minuted(self)) {
            self.by_prose = true;
            self.duties = self.duties();
            self.assigned = self.assigned_nodes();
            self.assigns = true;
        }
        self.given = self.given_by_headings();
        self.assigns |= self.given.iter().any(Option::is_some);
        self.look_below();
        self.labels_close = self.labels_close_sections();
    }

    /// What the children of each node have below them, found once: a heading may have thousands.
    fn look_below(&mut self) {
        let nodes = self.nodes;
        let leaf = |child: &usize| nodes[*child].children.is_empty();
        let plain = |child: &usize| leaf(child) && nodes[*child].tables.is_empty();
        let all = nodes.iter();
        self.flat = all
            .clone()
            .map(|node| node.children.iter().all(plain))
            .collect();
        let answers = |child: &usize| self.assigned[*child] && leaf(child);
        self.answered = all.map(|node| node.children.iter().any(answers)).collect();
    }

    /// True when a paragraph assigns.
    pub(super) fn assigning(&self, block: usize) -> bool {
        let facts = &self.facts[block];
        let duty = self.duties.get(block).copied().unwrap_or(false);
        facts.assigns()
            || duty
            || (!facts.prose.is_empty() && (self.by_prose || self.is_article(block)))
    }

    /// Per block: in a text that assigns in prose only, it says what a body has to do.
    pub(super) fn duties(&self) -> Vec<bool> {
        let says = |block: usize| {
            self.paragraph(block).is_some_and(|paragraph| {
                let text = paragraph.text();
                let start = paragraph.mark.map_or(0, |mark| mark.length);
                !prose::within(text, start..text.len(), &[], true).is_empty()
            })
        };
        (0..self.blocks.len()).map(says).collect()
    }

    pub(super) fn is_article(&self, block: usize) -> bool {
        self.paragraph(block)
            .and_then(|paragraph| paragraph.mark)
            .is_some_and(|mark| mark.kind == MarkKind::Article)
    }

    /// True when a paragraph assigns and says nothing else.
    pub(super) fn only_assigns(&self, block: usize) -> bool {
        self.paragraph(block)
            .is_some_and(|paragraph| self.facts[block].only_assigns(paragraph.text()))
    }

    /// Which nodes assign, themselves or below; children come after their parents, so one pass backwards does.
    pub(super) fn assigned_nodes(&self) -> Vec<bool> {
        let mut assigned = vec![false; self.nodes.len()];
        for (index, node) in self.nodes.iter().enumerate().rev() {
            let own = node
                .heading
                .iter()
                .chain(&node.paragraphs)
                .any(|block| self.assigning(*block));
            let table = node.tables.iter().any(|block| match &self.blocks[*block] {
                Block::Table(table) => rows::assigns(table),
                _ => false,
            });
            assigned[index] |= own || table;
            if assigned[index] {
                assigned[node.parent] = true;
            }
        }
        assigned
    }
}
