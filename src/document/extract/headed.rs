//! Headings that give all that stands below them to a body: `一、强化科技创新（区科技局牵头）`, `二、县教育局牵头工作（8项）`.

use std::ops::Range;

use super::super::grammar::assignment::{Assignment, Part};
use super::super::grammar::organisation::{self, List};
use super::super::numeral;
use super::heading::Heading;
use super::settle::Form;
use super::{Extractor, Place};
use crate::domain::{Role, word_list};

word_list!(
    /// What may be counted behind the body: `县教育局牵头的重点工作`.
    MATTERS = "重点工作任务 重点工作 工作任务 重点任务 目标任务 任务清单 责任清单 工作 任务 事项 项目 目标 部分 类"
);
word_list!(DUTIES = "牵头负责 牵头落实 牵头承办 牵头 主办 主责 负责落实 负责 承办 落实 办理");

/// What a heading gives to all that stands below it.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) block: usize,
    pub(super) assignment: Assignment,
}

impl Extractor<'_, '_> {
    /// What each heading gives to the items below it.
    pub(super) fn given_by_headings(&self) -> Vec<Option<Given>> {
        let named: Vec<Option<Assignment>> = (0..self.nodes.len())
            .map(|index| self.named_body(index))
            .collect();
        (0..self.nodes.len())
            .map(|index| {
                let block = self.nodes[index].heading?;
                let named = named[index].clone().filter(|one| {
                    // A body alone is a heading of this kind when those beside it are as well.
                    let siblings = &self.nodes[self.nodes[index].parent].children;
                    let alike = siblings.iter().filter(|other| named[**other].is_some());
                    one.parts[0].worded || alike.count() >= 2
                });
                if let Some((block, assignment)) = self.labelled_below(index) {
                    return Some(Given { block, assignment });
                }
                let assignment = named.or_else(|| self.bracketed(index))?;
                Some(Given { block, assignment })
            })
            .collect()
    }

    /// `三、改善民生⏎责任单位：市民政局` over numbered measures that name nobody.
    fn labelled_below(&self, index: usize) -> Option<(usize, Assignment)> {
        let node = &self.nodes[index];
        let [label] = node.paragraphs.as_slice() else {
            return None;
        };
        let labelled = self.facts[*label].labelled.as_ref()?;
        let alone = self.only_assigns(*label) && labelled.names() > 0;
        let heads = node.heading.is_some_and(|block| !self.assigning(block));
        let waits = node.children.len() >= 2 && node.depth == 1;
        let silent = |child: &usize| self.is_silent(*child);
        (alone && heads && waits && node.children.iter().all(silent))
            .then(|| (*label, labelled.clone()))
    }

    /// True when nothing at or below a heading assigns.
    fn is_silent(&self, index: usize) -> bool {
        let heading = self.nodes[index].heading;
        heading
            .into_iter()
            .chain(self.blocks_under(index))
            .all(|block| !self.assigning(block))
    }

    /// `一、强化科技创新（区科技局牵头）` over numbered measures that name nobody.
    fn bracketed(&self, index: usize) -> Option<Assignment> {
        let node = &self.nodes[index];
        let block = node.heading?;
        let text = self.paragraph(block)?.text();
        let [bracket] = self.facts[block].brackets.as_slice() else {
            return None;
        };
        let alone = !text[..bracket.range.start].contains(['。', '；']);
        let closes = text[bracket.range.end..]
            .trim_matches(['。', '：', ' '])
            .is_empty();
        if !alone || !closes || bracket.is_silent() || node.children.is_empty() {
            return None;
        }
        // `一、工业强县（分管领导：陈某）`.
        if bracket.names() == 0 {
            return (!bracket.leaders.is_empty()).then(|| bracket.clone());
        }
        let silent = |child: &usize| self.is_silent(*child);
        let enough = node.children.len() >= 2 || (node.depth == 1 && !node.children.is_empty());
        (enough && node.children.iter().any(silent)).then(|| bracket.clone())
    }

    /// `一、县教育局牵头工作（8项）`, `二、县民政局`: a heading that is nothing but a body and its duty.
    fn named_body(&self, index: usize) -> Option<Assignment> {
        let node = &self.nodes[index];
        if node.children.is_empty() && node.paragraphs.is_empty() {
            return None;
        }
        let paragraph = self.paragraph(node.heading?)?;
        let start = paragraph.mark.map_or(0, |mark| mark.length);
        let words = without_count(&paragraph.text()[start..]);
        if words.len() > 120 || words.contains(['，', '。', '；', '《']) {
            return None;
        }
        let (names, duty) = body_and_duty(words);
        let start = start + paragraph.text()[start..].find(names)?;
        let list = organisation::list(paragraph.text(), start..start + names.len());
        let sure = |name: &Range<usize>| {
            let word = &paragraph.text()[name.clone()];
            organisation::likeness(word) == organisation::Likeness::Strong
                && !organisation::is_collective(word)
                && !word.ends_with(['门', '位', '构'])
        };
        let bodies = !list.names.is_empty() && list.names.iter().all(sure);
        bodies.then(|| given(list, duty))
    }

    /// A heading that gives what stands below it to a body: one item when nothing but text does.
    pub(super) fn headed(&mut self, index: usize, heading: &Heading, place: &Place) {
        let node = &self.nodes[index];
        let Some(block) = node.heading else { return };
        let lone = node.children.is_empty() && node.tables.is_empty();
        if lone {
            self.numbered_item(index, block, heading, place);
        } else {
            self.under(index, block, heading, place);
        }
    }

    /// Gives an item for which nobody answers what the heading above it says.
    pub(super) fn inherit(&mut self, index: usize, given: Option<&Given>) {
        let item = &self.items[index];
        let open = |given: &&Given| match given.assignment.names() {
            0 => item.leaders.is_empty(),
            _ => item.responsibilities.is_empty(),
        };
        let Some(given) = given.filter(open) else {
            return;
        };
        let labelled = self.facts[given.block].labelled.is_some();
        let form = if labelled { Form::Label } else { Form::Bracket };
        self.assign(given.block, &given.assignment, form, index);
    }
}

/// `县教育局牵头工作`: the bodies, and their word of duty.
fn body_and_duty(words: &str) -> (&str, Option<&str>) {
    let rest = MATTERS
        .ending(words)
        .map_or(words, |matter| &words[..words.len() - matter.len()]);
    let rest = rest.trim_end_matches('的');
    match DUTIES.ending(rest) {
        Some(duty) => {
            let names = &rest[..rest.len() - duty.len()];
            (names.strip_prefix('由').unwrap_or(names), Some(duty))
        }
        // `县教育局工作`.
        None if organisation::likeness(words) == organisation::Likeness::None => (rest, None),
        None => (words, None),
    }
}

/// `县教育局牵头工作（8项）` without what counts the items.
fn without_count(words: &str) -> &str {
    let words = words.trim_matches(['：', '。', ' ', '、', '.']);
    let counted = |inner: &str| {
        let inner = inner.trim_start_matches(['共', '计']);
        let digits =
            inner.trim_start_matches(|c: char| c.is_ascii_digit() || numeral::is_numeral(c));
        digits.len() < inner.len() && digits.chars().count() <= 3
    };
    match (words.rfind('（'), words.strip_suffix('）')) {
        (Some(open), Some(inside)) if counted(&inside[open + '（'.len_utf8()..]) => &words[..open],
        _ => words,
    }
}

fn given(list: List, duty: Option<&str>) -> Assignment {
    let leads = list.names.len() == 1 || duty.is_some_and(|duty| duty.starts_with(['牵', '主']));
    let role = if leads { Role::Lead } else { Role::Joint };
    let range = match (list.names.first(), list.names.last()) {
        (Some(first), Some(last)) => first.start..last.end,
        _ => 0..0,
    };
    Assignment {
        range,
        parts: vec![Part {
            list,
            role: Some(role),
            worded: duty.is_some(),
            labelled: false,
        }],
        ..Assignment::default()
    }
}
