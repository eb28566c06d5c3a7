//! What a document says of its own size: `分解为五个方面79项重点工作任务`. A different count is worth a look: something was
//! lost on the way here, or something was read that is no item.

use super::Span;
use super::finding::{Finding, FindingKind};
use super::numeral;
use super::paragraph::{Block, Paragraph};
use super::parsed::Parsed;
use crate::domain::word_list;

word_list!(
    /// Verbs by which a document says into how much it was cut.
    VERBS = "分解 细化 梳理 形成 明确 确定 共 列出 部署 提出 制定 安排 分为"
);
word_list!(
    /// What the items are called behind `项`, when they are named.
    NAMES = "重点 具体 工作 任务 主要 目标 措施 事项 举措 政策 民生 实事 改革 内容 ， 。 ； ）"
);

/// How far before a number its verb may stand, in characters.
const NEAR: usize = 14;
/// A document counts itself in its first paragraphs.
const OPENING: usize = 16;

/// A count that the opening states.
struct Claim {
    count: usize,
    sections: bool,
    span: Span,
}

/// Findings for counts that differ from what was read.
pub(super) fn findings(blocks: &[Block<'_>], parsed: &Parsed) -> Vec<Finding> {
    let items = parsed
        .items
        .iter()
        .filter(|item| item.parent.is_none())
        .count();
    let mut sections: Vec<usize> = parsed
        .items
        .iter()
        .filter_map(|item| item.section)
        .map(|section| outermost(parsed, section))
        .collect();
    sections.sort_unstable();
    sections.dedup();
    if items == 0 {
        return Vec::new();
    }
    claims(blocks)
        .into_iter()
        .filter_map(|claim| {
            let found = if claim.sections {
                sections.len()
            } else {
                items
            };
            (found != claim.count).then_some(Finding {
                span: claim.span,
                kind: FindingKind::CountDiffers {
                    claimed: claim.count,
                    found,
                    sections: claim.sections,
                },
            })
        })
        .collect()
}

fn outermost(parsed: &Parsed, section: usize) -> usize {
    let mut at = section;
    while let Some(parent) = parsed.sections.get(at).and_then(|section| section.parent) {
        at = parent;
    }
    at
}

fn claims(blocks: &[Block<'_>]) -> Vec<Claim> {
    blocks
        .iter()
        .take(OPENING)
        .filter_map(|block| match block {
            Block::Paragraph(paragraph) if paragraph.mark.is_none() => Some(paragraph),
            _ => None,
        })
        .flat_map(in_paragraph)
        .collect()
}

fn in_paragraph(paragraph: &Paragraph<'_>) -> Vec<Claim> {
    let text = paragraph.text();
    let mut claims = Vec::new();
    for (unit, sections) in [("个方面", true), ("项", false)] {
        for (at, _) in text.match_indices(unit) {
            let Some((count, start)) = number_before(text, at) else {
                continue;
            };
            let from = text[..start]
                .char_indices()
                .rev()
                .nth(NEAR - 1)
                .map_or(0, |(at, _)| at);
            let after = &text[at + unit.len()..];
            let named = sections || after.is_empty() || NAMES.beginning(after).is_some();
            if named && VERBS.inside(&text[from..start]) {
                claims.push(Claim {
                    count,
                    sections,
                    span: paragraph.reading.span(start..at + unit.len()),
                });
            }
        }
    }
    claims
}

/// The number that ends at `end`, in digits or in Han numerals, and where it begins.
fn number_before(text: &str, end: usize) -> Option<(usize, usize)> {
    let numeral = |c: char| c.is_ascii_digit() || numeral::is_numeral(c);
    let start = text[..end]
        .char_indices()
        .rev()
        .take(4)
        .take_while(|(_, c)| numeral(*c))
        .last()?
        .0;
    let digits = &text[start..end];
    let count = digits
        .parse()
        .ok()
        .or_else(|| numeral::whole(digits).map(|count| count as usize))?;
    (count > 1).then_some((count, start))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn differing(opening: &str) -> Vec<(usize, usize)> {
        let text = format!(
            "安平县2024年重点工作任务分工\n{opening}\n一、工业\n1.新增规上企业5家。（县工信局）\n2.建设园区。（县发改局）\n二、农业\n3.建设高标准农田。（县农业农村局）\n"
        );
        let differs = |finding: Finding| match finding.kind {
            FindingKind::CountDiffers { claimed, found, .. } => Some((claimed, found)),
            _ => None,
        };
        parse(&text)
            .findings
            .into_iter()
            .filter_map(differs)
            .collect()
    }

    #[test]
    fn counts_are_held_against_what_was_read() {
        assert_eq!(differing("现将重点工作分解为2个方面3项任务。"), []);
        assert_eq!(differing("现将重点工作分解为两个方面4项任务。"), [(4, 3)]);
        assert_eq!(differing("现将重点工作细化为三个方面，共3项。"), [(3, 2)]);
        assert_eq!(differing("去年完成了12项改革。"), []);
    }
}
