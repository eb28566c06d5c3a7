//! Paragraphs put into the tree that their marks describe.

use super::mark::{Mark, MarkKind};
use super::paragraph::Block;

/// A heading with what stands under it.
#[derive(Debug)]
pub(super) struct Node {
    /// Block of the heading; the root has none.
    pub heading: Option<usize>,
    /// Its mark.
    pub kind: Option<MarkKind>,
    /// Its number.
    pub number: u32,
    /// Unmarked paragraphs under it, before its first sub-heading.
    pub paragraphs: Vec<usize>,
    /// Tables under it.
    pub tables: Vec<usize>,
    /// Sub-headings.
    pub children: Vec<usize>,
    /// The heading above; the root is its own.
    pub parent: usize,
    /// Depth; the root is 0.
    pub depth: u8,
}

/// Index of the root.
pub(super) const ROOT: usize = 0;

/// Builds the tree over the blocks of the body. A mark goes below the nearest open mark that is further out by
/// the order of GB/T 9704; levels may be left out (一、 → 1.), as seed 000 does.
pub(super) fn tree(blocks: &[Block<'_>], body: std::ops::Range<usize>) -> Vec<Node> {
    let mut nodes = vec![node(None, None, 0, ROOT, 0)];
    let mut open = vec![ROOT];
    for index in body {
        match &blocks[index] {
            Block::Foreign(_) => {}
            Block::Table(_) => nodes[top(&open)].tables.push(index),
            Block::Paragraph(paragraph) => match paragraph.mark {
                None => nodes[top(&open)].paragraphs.push(index),
                Some(mark) => {
                    let same = |node: &usize| nodes[*node].kind == Some(mark.kind);
                    match open.iter().rposition(same) {
                        Some(level) => open.truncate(level),
                        None => {
                            while open.len() > 1
                                && nodes[top(&open)].kind.is_some_and(|kind| kind >= mark.kind)
                                && !begins_under(&nodes, &open, mark)
                            {
                                open.pop();
                            }
                        }
                    }
                    let parent = top(&open);
                    let depth = nodes[parent].depth + 1;
                    nodes.push(node(
                        Some(index),
                        Some(mark.kind),
                        mark.number,
                        parent,
                        depth,
                    ));
                    let child = nodes.len() - 1;
                    nodes[parent].children.push(child);
                    open.push(child);
                }
            },
        }
    }
    nodes
}

/// `任务一：` has no place in the order of the standard: what begins to count under it belongs to it.
fn begins_under(nodes: &[Node], open: &[usize], mark: Mark) -> bool {
    let named = nodes[top(open)].kind == Some(MarkKind::Named) && mark.kind != MarkKind::Named;
    let counts = |node: &usize| nodes[*node].kind == Some(mark.kind);
    named && mark.number == 1 && mark.kind >= MarkKind::Han && !open.iter().any(counts)
}

fn top(open: &[usize]) -> usize {
    open.last().copied().unwrap_or(ROOT)
}

fn node(
    heading: Option<usize>,
    kind: Option<MarkKind>,
    number: u32,
    parent: usize,
    depth: u8,
) -> Node {
    Node {
        heading,
        kind,
        number,
        paragraphs: Vec::new(),
        tables: Vec::new(),
        children: Vec::new(),
        parent,
        depth,
    }
}
