//! `fengong parse`, as a program and as a person read it.

use serde_json::Value;

use crate::support::program::Program;
use crate::support::seeds;

#[test]
fn parse_prints_the_documented_json_with_spans_in_characters() {
    let text = seeds::text("000");
    let outcome = Program::new(&["parse", "-", "--format", "json"])
        .input(text.as_bytes())
        .run();
    let tree: Value = serde_json::from_str(&outcome.succeeds().out).unwrap();
    let keys = |value: &Value| -> Vec<String> {
        let object = value.as_object().expect("an object");
        object.keys().cloned().collect()
    };
    let has = |value: &Value, wanted: &[&str]| {
        let given = keys(value);
        for key in wanted {
            assert!(given.iter().any(|one| one == key), "no {key} in {given:?}");
        }
    };
    has(&tree, &["document", "sections", "items", "findings"]);
    has(
        &tree["document"],
        &[
            "title",
            "doc_number",
            "issuer",
            "issued_on",
            "printed_on",
            "kind",
            "jurisdiction",
            "role_rule",
        ],
    );
    has(&tree["sections"][0], &["level", "label", "title", "span"]);
    let items = tree["items"].as_array().unwrap();
    assert_eq!(items.len(), 47);
    let branding = items
        .iter()
        .find(|item| item["title"] == "以品牌建设促进质量提升")
        .unwrap();
    has(
        branding,
        &[
            "kind",
            "label",
            "path",
            "parent",
            "title",
            "text",
            "span",
            "responsibilities",
            "deadline",
            "targets",
        ],
    );
    has(
        &branding["targets"][0],
        &[
            "name",
            "comparator",
            "value",
            "unit",
            "kind",
            "soft",
            "maintain",
            "deadline",
            "span",
        ],
    );
    has(
        &branding["responsibilities"][0],
        &[
            "department",
            "printed",
            "role",
            "collective",
            "open_list",
            "span",
        ],
    );
    assert_eq!(branding["kind"], "task");
    assert_eq!(branding["deadline"]["last"], "2020-12-31");
    assert_eq!(branding["targets"].as_array().unwrap().len(), 7);
    let second = &branding["responsibilities"][1];
    assert_eq!(second["department"], "自治区农业厅");
    assert_eq!(second["printed"], "农业厅");
    let at = |index: usize| usize::try_from(second["span"][index].as_u64().unwrap()).unwrap();
    let slice: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
    assert_eq!(slice, "农业厅");
}

#[test]
fn parse_prints_for_a_person_what_it_found() {
    let outcome = Program::new(&["parse", "-"])
        .input(seeds::text("000").as_bytes())
        .run();
    outcome.succeeds();
    for words in [
        "实施质量强区战略任务分工",
        "以品牌建设促进质量提升",
        "自治区新疆出入境检验检疫局",
    ] {
        let there = outcome.out.contains(words);
        // 新疆 is a prefix of its own; the region is not put before it.
        assert_eq!(there, !words.starts_with("自治区新疆"), "{words}");
    }
}
