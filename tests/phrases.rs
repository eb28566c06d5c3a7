//! Phrases that assign, each in a document of one item: `tests/documents/phrases.txt` says in a line where the
//! document comes from, how the phrase is printed and who has to do what.

use fengong::document;
use fengong::output::Tree;

use crate::support::reading::responsibilities;

/// A document whose first item ends in `phrase`; `⏎` in it begins a line.
fn document_of(region: &str, phrase: &str) -> String {
    let phrase = phrase.replace('⏎', "\n").replace('␣', " ");
    format!(
        "{region}质量提升行动实施方案\n\n为提升质量水平，制定本方案。\n一、重点任务\n1.开展专项行动。\
         排查风险隐患，健全长效机制。{phrase}\n2.加强宣传引导。利用各类媒体宣传政策。\n"
    )
}

/// What is read of the first item, as `role name` in the order of roles and names.
fn read(text: &str) -> Vec<String> {
    let parsed = document::parse(text);
    let tree = Tree::of(text, &parsed);
    let at = parsed
        .items
        .iter()
        .position(|item| item.title.contains("开展专项行动"));
    let found = at.map_or_else(Vec::new, |at| responsibilities(&tree, at));
    let mut found: Vec<String> = found.iter().map(|one| without_kind(one)).collect();
    found.sort();
    found
}

/// `lead|false|市发改委` as `lead 市发改委`.
fn without_kind(one: &str) -> String {
    let mut parts = one.splitn(3, '|');
    let role = parts.next().unwrap_or_default();
    format!("{role} {}", parts.nth(1).unwrap_or_default())
}

/// `lead 甲；joint 乙、丙` as a list like that of [`read`]; `,` stands for a `、` inside a name.
fn expected(line: &str) -> Vec<String> {
    let mut all = Vec::new();
    for part in line.split('；').filter(|part| !part.trim().is_empty()) {
        let (role, names) = part.trim().split_once(' ').expect("a role and names");
        let names = names.split('、').map(|name| name.replace(',', "、"));
        all.extend(names.map(|name| format!("{role} {name}")));
    }
    all.sort();
    all
}

#[test]
fn phrases_read_as_a_person_reads_them() {
    let table = include_str!("documents/phrases.txt");
    let mut report = String::new();
    let mut count = 0;
    for line in table.lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut columns = line.split(" | ");
        let (Some(region), Some(phrase), Some(said)) =
            (columns.next(), columns.next(), columns.next())
        else {
            panic!("three columns: {line}");
        };
        count += 1;
        let (read, expected) = (read(&document_of(region, phrase)), expected(said));
        if read != expected {
            let gone: Vec<&String> = expected.iter().filter(|one| !read.contains(one)).collect();
            let extra: Vec<&String> = read.iter().filter(|one| !expected.contains(one)).collect();
            report.push_str(&format!(
                "{region} {phrase}\n    not read {gone:?}\n    read {extra:?}\n"
            ));
        }
    }
    assert!(
        count >= 100 && report.is_empty(),
        "{count} phrases\n{report}"
    );
}
