//! Holds what the program read against what a person read, and says every difference.

use std::fmt::Write as _;

use fengong::document::{self, Item, Parsed};
use fengong::output::Tree;

use super::expected::{self, Block};

/// Differences between a text's reading and an expectation file; empty when all agree.
pub(crate) fn differences(text: &str, expectation: &str) -> String {
    let parsed = document::parse(text);
    let blocks = expected::read(expectation);
    let mut report = String::new();
    let mut items = Vec::new();
    for block in blocks {
        if block.kind == "document" {
            front(&parsed, &block, &mut report)
        } else {
            items.push(block)
        }
    }
    if items.len() != parsed.items.len() {
        let _ = writeln!(
            report,
            "items: read {}, expected {}",
            parsed.items.len(),
            items.len()
        );
    }
    let tree = Tree::of(text, &parsed);
    for (index, (item, block)) in parsed.items.iter().zip(&items).enumerate() {
        let departments = responsibilities(&tree, index);
        one(text, item, &departments, block, &mut report);
    }
    report
}

fn compare(report: &mut String, place: &str, what: &str, read: &str, expected: &str) {
    if read != expected {
        let _ = writeln!(
            report,
            "{place} {what}: read “{read}”, expected “{expected}”"
        );
    }
}

fn front(parsed: &Parsed, block: &Block, report: &mut String) {
    let front = &parsed.front;
    let text = |value: Option<&str>| value.unwrap_or("").to_owned();
    let date =
        |value: Option<chrono::NaiveDate>| value.map_or(String::new(), |date| date.to_string());
    let sections: Vec<String> = parsed
        .sections
        .iter()
        .filter(|section| section.level == 1)
        .map(|section| {
            format!("{} {}", section.label.trim_end_matches('、'), section.title)
                .trim()
                .to_owned()
        })
        .collect();
    let read = [
        (
            "title",
            text(front.title.as_ref().map(|(title, _)| title.as_str())),
        ),
        ("doc_number", text(front.doc_number.as_deref())),
        ("issuer", text(front.issuer.as_deref())),
        ("issued_on", date(front.issued_on)),
        ("printed_on", date(front.printed_on)),
        ("kind", text(front.kind.as_deref())),
        ("jurisdiction", text(front.jurisdiction.as_deref())),
        ("role_rule", parsed.rules.for_lists().code().to_owned()),
        ("sections", sections.join(" / ")),
    ];
    for (key, value) in read {
        if let Some(expected) = block
            .get(key)
            .filter(|expected| key != "kind" || !value.ends_with(expected))
        {
            compare(report, "document", key, &value, expected);
        }
    }
}

fn one(text: &str, item: &Item, departments: &[String], block: &Block, report: &mut String) {
    let place = format!("[{}] {} {}", block.kind, block.label, block.title);
    let before = report.len();
    compare(report, &place, "kind", item.kind.code(), &block.kind);
    if !(block.title == item.title
        || (item.title.chars().count() >= 12 && block.title.starts_with(&item.title))
        || squeezed(&item.title) == squeezed(&block.title))
    {
        compare(report, &place, "title", &item.title, &block.title);
    }
    let slice: String = item
        .span
        .of(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if let Some(starts) = block
        .get("starts")
        .filter(|starts| !slice.contains(&starts.replace(' ', "")))
    {
        let head: String = slice.chars().take(12).collect();
        compare(report, &place, "starts", &head, starts);
    }
    if let Some(ends) = block.get("ends").map(squeezed) {
        let whole = squeezed(&format!("{}{}", item.label, item.text));
        if !whole.ends_with(&ends) {
            let tail: Vec<char> = whole.chars().rev().take(12).collect();
            compare(
                report,
                &place,
                "ends",
                &tail.into_iter().rev().collect::<String>(),
                &ends,
            );
        }
    }
    compare(
        report,
        &place,
        "responsibilities",
        &departments.join(" "),
        &block.responsibilities().join(" "),
    );
    let open = item.responsibilities.iter().any(|one| one.open_list);
    compare(
        report,
        &place,
        "open",
        if open { "yes" } else { "" },
        block.get("open").unwrap_or(""),
    );
    if let Some(indicators) = block.get("indicators") {
        compare(
            report,
            &place,
            "indicators",
            &item.indicators.join("、"),
            indicators,
        );
    }
    targets(item, block, &place, report);
    deadline(item, block, &place, report);
    if report.len() > before {
        report.push('\n');
    }
}

/// `role|collective|name` as `fengong parse` gives them; a line that names several indicators counts once.
pub(crate) fn responsibilities(tree: &Tree, item: usize) -> Vec<String> {
    let mut all: Vec<String> = tree.items[item]
        .responsibilities
        .iter()
        .map(|one| format!("{}|{}|{}", one.role.code(), one.collective, one.department))
        .collect();
    all.sort();
    if !tree.items[item].indicators.is_empty() {
        all.dedup();
    }
    all
}

/// Text without space and final stop.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '|')
        .collect::<String>()
        .trim_end_matches(['。', '.', '；'])
        .to_owned()
}

/// The targets of an item as lines: name, comparator, value, unit, last day, flags.
pub(crate) fn target_lines(item: &Item) -> Vec<Vec<String>> {
    item.targets
        .iter()
        .map(|found| {
            let target = &found.target;
            let value = target.value.map(|value| value.normalize().to_string());
            let value = value
                .or(target.grade.clone())
                .or(target.trend.map(|trend| trend.code().to_owned()));
            let last = found
                .deadline
                .as_ref()
                .and_then(|(deadline, _)| deadline.last);
            let flags = [(target.soft, "soft"), (target.maintain, "maintain")];
            let flags: Vec<&str> = flags
                .iter()
                .filter(|(on, _)| *on)
                .map(|(_, name)| *name)
                .collect();
            vec![
                target.name.clone(),
                target.comparator.code().to_owned(),
                value.unwrap_or_default().trim_end_matches('级').to_owned(),
                target.unit.clone(),
                last.map_or(String::new(), |date| date.to_string()),
                flags.join(", "),
            ]
        })
        .collect()
}

fn targets(item: &Item, block: &Block, place: &str, report: &mut String) {
    let read: Vec<Vec<String>> = target_lines(item)
        .into_iter()
        .filter(|line| block.get("target").is_some() || !line[2].is_empty())
        .collect();
    let expected: Vec<Vec<String>> = block
        .all("target")
        .map(|line| line.split('|').map(|part| part.trim().to_owned()).collect())
        .collect();
    if read.len() != expected.len() {
        let _ = writeln!(
            report,
            "{place} targets: read {read:?}, expected {expected:?}"
        );
        return;
    }
    for (read, expected) in read.iter().zip(&expected) {
        let (mine, theirs) = (squeezed(&read[0]), squeezed(&expected[0]));
        let names = mine.ends_with(&theirs) || theirs.ends_with(&mine);
        let grade = read[1] == "grade";
        let rest = (1..6).all(|part| {
            read[part] == expected.get(part).map_or("", String::as_str) || (grade && part == 3)
        });
        if !names || !rest {
            let _ = writeln!(
                report,
                "{place} target: read {read:?}, expected {expected:?}"
            );
        }
    }
}

fn deadline(item: &Item, block: &Block, place: &str, report: &mut String) {
    let read = item
        .deadline
        .as_ref()
        .map_or(String::new(), |(deadline, _)| {
            let date = |date: Option<chrono::NaiveDate>| {
                date.map_or(String::new(), |date| date.to_string())
            };
            format!(
                "{} | {} | {}",
                deadline.printed.replace(' ', "").trim_start_matches('到'),
                date(deadline.first),
                date(deadline.last)
            )
        });
    let expected = block.get("deadline").unwrap_or("");
    let expected = expected
        .split('|')
        .map(|part| part.replace(' ', "").trim_start_matches('到').to_owned())
        .collect::<Vec<_>>()
        .join(" | ");
    compare(
        report,
        place,
        "deadline",
        read.trim_end(),
        expected.trim_end(),
    );
}
