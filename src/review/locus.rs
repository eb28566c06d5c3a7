//! How people cite an item: 三.7, 三（七）, 二（一）·农产品, 附件第7项, 一·第3条.

use crate::document::{Item, Parsed, Section};

/// The locus of every item.
pub(super) fn all(parsed: &Parsed) -> Vec<String> {
    let mut loci: Vec<String> = Vec::with_capacity(parsed.items.len());
    let mut unlabelled = std::collections::BTreeMap::new();
    for item in &parsed.items {
        let count = if item.label.is_empty() {
            let count: &mut usize = unlabelled.entry((item.section, item.parent)).or_default();
            *count += 1;
            *count
        } else {
            0
        };
        let base = match item.parent {
            Some(parent) => loci[parent].clone(),
            None => section_base(parsed, item),
        };
        loci.push(one(&base, item, count));
    }
    loci
}

fn one(base: &str, item: &Item, count: usize) -> String {
    let label = item
        .label
        .trim_end_matches(['.', '．', '、'])
        .replace('(', "（")
        .replace(')', "）");
    if label.is_empty() {
        return if base.is_empty() {
            format!("第{count}条")
        } else {
            format!("{base}·第{count}条")
        };
    }
    let digits = label.chars().all(|c| c.is_ascii_digit());
    match (base.is_empty(), digits) {
        (true, _) => label,
        (false, true) if base.starts_with("附") => format!("{base}第{label}项"),
        (false, true) => format!("{base}.{label}"),
        (false, false) if label.starts_with('（') => format!("{base}{label}"),
        (false, false) => format!("{base}·{label}"),
    }
}

/// The labels of the sections around an item, outermost first: 三 or 三（二）.
fn section_base(parsed: &Parsed, item: &Item) -> String {
    let mut labels = Vec::new();
    let mut next = item.section;
    while let Some(section) = next.and_then(|index| parsed.sections.get(index)) {
        labels.push(short(section));
        next = section.parent;
    }
    labels.reverse();
    labels.concat()
}

fn short(section: &Section) -> String {
    section
        .label
        .trim_end_matches(['、', '.', '．'])
        .replace('(', "（")
        .replace(')', "）")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_cited_as_people_do() {
        let text = "一、总体目标\n　　合格率（省市场监管局牵头）\n　　满意度（省商务厅牵头）\n二、重点任务\n（一）提升产品质量。加强监管。（省市场监管局牵头）\n三、体系\n1.强化责任。落实责任。（省市场监管局牵头）\n";
        let loci = all(&crate::document::parse(text));
        assert_eq!(loci, ["一·第1条", "一·第2条", "二（一）", "三.1"]);
    }
}
