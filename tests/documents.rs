//! Reading documents: every expectation file beside `tests/documents` was written by reading the text, not by
//! running the program.

use std::path::{Path, PathBuf};

use fengong::document;
use fengong::domain::RoleRule;

use crate::support::reading;
use crate::support::score::{self, Score};

const CHECK: &str = "tests/documents/check";
const HELD_OUT: &str = "tests/documents/heldout";

/// Pairs of a text and its expectation file.
fn pairs(texts: &str, expectations: &str) -> Vec<(PathBuf, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pairs: Vec<(PathBuf, PathBuf)> = std::fs::read_dir(root.join(expectations))
        .expect("the expectations are there")
        .map(|entry| entry.expect("the folder is readable").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "expected")
        })
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a file has a name")
                .to_string_lossy()
                .into_owned();
            (root.join(texts).join(format!("{name}.txt")), path)
        })
        .collect();
    pairs.sort();
    pairs
}

fn check(texts: &str, expectations: &str, least: usize) {
    let pairs = pairs(texts, expectations);
    assert!(
        pairs.len() >= least,
        "only {} pairs in {expectations}",
        pairs.len()
    );
    let mut report = String::new();
    for (text, expectation) in pairs {
        let read = |path: &Path| {
            std::fs::read_to_string(path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let differences = reading::differences(&read(&text), &read(&expectation));
        if !differences.is_empty() {
            report.push_str(&format!("== {}\n{differences}", text.display()));
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

#[test]
fn the_five_seed_documents_read_as_a_person_read_them() {
    check("seed-data/documents", "tests/documents/seeds", 5);
}

#[test]
fn small_examples_of_every_phrase_read_as_a_person_read_them() {
    check("tests/documents/examples", "tests/documents/examples", 75);
}

/// The figures of a folder of pairs, one line a document and a sum; shown by `cargo test check_set -- --nocapture`.
#[expect(clippy::print_stdout, reason = "figures are for people to look at")]
fn figures(texts: &str, expectations: &str) -> Score {
    let mut sum = Score::default();
    for (text, expectation) in pairs(texts, expectations) {
        let read = |path: &Path| {
            std::fs::read_to_string(path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let mut misses = Vec::new();
        let score = score::score(&read(&text), &read(&expectation), &mut misses);
        println!(
            "{}: {score}",
            text.file_stem().unwrap_or_default().to_string_lossy()
        );
        for miss in misses {
            println!("    {miss}");
        }
        sum += score;
    }
    println!("all: {sum}");
    sum
}

#[track_caller]
fn reads_at_least(score: Score, responsibilities: usize, items: usize) {
    let enough = |right: usize, all: usize, per_thousand: usize| right * 1000 >= all * per_thousand;
    assert!(
        enough(
            score.responsibilities_right,
            score.responsibilities,
            responsibilities
        ) && score.responsibilities_extra * 100 <= score.responsibilities,
        "{score}"
    );
    assert!(
        enough(score.items_right, score.items, items) && score.items_extra * 100 <= score.items,
        "{score}"
    );
}

/// See tests/documents/README.md for how these texts came about and what the figures mean.
#[test]
fn the_check_set_is_read_no_worse_than_before() {
    reads_at_least(figures(CHECK, CHECK), 995, 995);
}

#[test]
fn the_held_out_set_is_read_no_worse_than_before() {
    reads_at_least(figures(HELD_OUT, HELD_OUT), 998, 998);
}

/// A person confirms what lists mean; the mark and the words beside the rule still say who leads and who shares.
#[test]
fn a_confirmed_rule_keeps_what_the_text_says_beside_it() {
    let roles = |text: &str, rule| {
        let parsed = document::parse_under(text, rule);
        let all = parsed.items[0].responsibilities.iter();
        all.map(|one| format!("{} {}", one.role.code(), one.name))
            .collect::<Vec<_>>()
    };
    let marked = "临川区任务分工方案\n\n1.推进改造。（区财政局、★区住建局）标★的为牵头单位。\n2.加强宣传。（区文旅局）\n";
    assert_eq!(
        roles(marked, RoleRule::ExplicitOnly),
        ["support 区财政局", "lead 区住建局"]
    );
    let shared = "临川区任务分工方案\n\n1.推进改造。（区住建局、区财政局）\n列第一位的为牵头单位，其余为责任单位。\n2.加强宣传。（区文旅局）\n";
    assert_eq!(
        roles(shared, RoleRule::FirstIsLead),
        ["lead 区住建局", "joint 区财政局"]
    );
}
