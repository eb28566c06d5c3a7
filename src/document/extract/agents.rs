//! Paragraphs that begin with the body that has to do what they say: `区委宣传部：制订宣传方案…`, `1.区教育局。负责校园安全…`.
//!
//! One such paragraph may be anything; several side by side divide the work.

use std::ops::Range;

use super::super::grammar::assignment::{Assignment, Part};
use super::super::grammar::label;
use super::super::grammar::organisation::{self, Likeness};
use super::super::outline::Node;
use super::super::paragraph::{Block, Paragraph};
use super::facts::Facts;
use crate::domain::{Role, word_list};

word_list!(
    /// Titles of texts that say what a body always does, and not what it has to do now.
    STANDING = "预案 章程 职责规定 工作规则 议事规则"
);

/// Notes in `facts` which paragraphs name their body at their head.
pub(super) fn note(title: &str, nodes: &[Node], blocks: &[Block<'_>], facts: &mut [Facts]) {
    if STANDING.inside(title) {
        return;
    }
    for node in nodes {
        let headings = node
            .children
            .iter()
            .filter_map(|child| nodes[*child].heading);
        for side_by_side in [headings.collect(), node.paragraphs.clone()] {
            note_all(side_by_side, blocks, facts);
        }
    }
}

fn note_all(side_by_side: Vec<usize>, blocks: &[Block<'_>], facts: &mut [Facts]) {
    let agents: Vec<(usize, Assignment)> = side_by_side
        .into_iter()
        .filter(|block| !facts[*block].assigns())
        .filter_map(|block| match &blocks[block] {
            Block::Paragraph(paragraph) => Some((block, agent(paragraph)?)),
            _ => None,
        })
        .collect();
    if agents.len() < 2 {
        return;
    }
    for (block, agent) in agents {
        facts[block].agent = Some(agent);
    }
}

/// A head is at most this long (bytes).
const HEAD: usize = 120;
/// What stands behind it is at least this long (bytes).
const DUTY: usize = 18;

fn agent(paragraph: &Paragraph<'_>) -> Option<Assignment> {
    let text = paragraph.text();
    let start = text.len() - paragraph.after_mark().trim_start_matches(BULLETS).len();
    let words = &text[start..];
    let end = words.find(['：', '。', '，']).filter(|end| *end <= HEAD)?;
    let stop = words[end..].chars().next()?;
    let head = &words[..end];
    let duty = &words[end + stop.len_utf8()..];
    let last = head.rsplit(['、', '和']).next().unwrap_or(head);
    if organisation::likeness(last) != Likeness::Strong {
        return None;
    }
    if stop == '，' || duty.len() < DUTY || label::meaning(head).is_some() {
        return None;
    }
    let list = organisation::list(text, start..start + end);
    let body = |name: &Range<usize>| {
        let word = &text[name.clone()];
        organisation::likeness(word) == Likeness::Strong
            && label::ending(word).is_none()
            && !organisation::is_collective(word)
            && !word.ends_with(['门', '位', '构'])
    };
    let bodies = !list.names.is_empty() && list.names.iter().all(body);
    let role = match list.names.len() {
        1 => Role::Lead,
        _ => Role::Joint,
    };
    bodies.then(|| Assignment {
        range: start..start + end,
        parts: vec![Part {
            list,
            role: Some(role),
            worded: true,
            labelled: false,
        }],
        ..Assignment::default()
    })
}

const BULLETS: &[char] = &[
    ' ', '—', '-', '·', '•', '●', '■', '◆', '★', '▲', '※', '►', '➢',
];
