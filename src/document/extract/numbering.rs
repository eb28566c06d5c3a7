//! Numbers that jump or come twice.

use super::super::finding::{Finding, FindingKind};
use super::super::mark::MarkKind;
use super::super::paragraph::Block;
use super::Extractor;

impl Extractor<'_, '_> {
    /// Numbers that jump or come twice. Numbering may run on across sections or begin again in each.
    pub(super) fn number_findings(&mut self) {
        let mut last_of_kind: Vec<(MarkKind, u32)> = Vec::new();
        for node in &self.nodes[1..] {
            let (Some(kind), Some(block)) = (node.kind, node.heading) else {
                continue;
            };
            if matches!(kind, MarkKind::Annex | MarkKind::Panel) {
                continue;
            }
            last_of_kind.retain(|(other, _)| *other <= kind || *other == kind);
            let previous = last_of_kind
                .iter()
                .rev()
                .find(|(other, _)| *other == kind)
                .map(|(_, number)| *number);
            last_of_kind.retain(|(other, _)| *other != kind);
            last_of_kind.push((kind, node.number));
            let finding = match previous {
                Some(before) if node.number == before => FindingKind::NumberRepeated {
                    number: node.number,
                },
                Some(before) if node.number > before + 1 => FindingKind::NumberSkipped {
                    expected: before + 1,
                    found: node.number,
                },
                _ => continue,
            };
            let span = match &self.blocks[block] {
                Block::Paragraph(paragraph) => paragraph.reading.whole(),
                _ => continue,
            };
            self.findings.push(Finding {
                span,
                kind: finding,
            });
        }
    }
}
