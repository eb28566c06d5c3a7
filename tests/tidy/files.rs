//! Every file: documented, short, without the clock and the environment.

use super::source::Source;
use super::{File, files, none};

/// Lines of a source file without its tests.
const LONGEST: usize = 350;
/// Lines of a test file.
const LONGEST_TEST: usize = 450;
/// Lines of a template.
const LONGEST_TEMPLATE: usize = 120;

/// Longer, and why.
const LONG: &[(&str, usize, &str)] = &[
    (
        "tests/postgres.rs",
        650,
        "real servers and real deaths, and the processes that play them",
    ),
    (
        "src/web/pages/items.rs",
        460,
        "the ledger: list, filters and export are one page",
    ),
    (
        "src/web/routes.rs",
        700,
        "every address of the site with its access rule, in one table",
    ),
    (
        "tests/site.rs",
        550,
        "the site with everything in it, and every walk through it",
    ),
];

fn rust() -> Vec<File> {
    let mut all = files("src", ".rs");
    all.extend(files("tests", ".rs"));
    all.extend(files("benches", ".rs"));
    all
}

#[test]
fn every_file_says_what_it_is() {
    let silent = |file: &File| {
        let first = file.text.lines().next().unwrap_or_default();
        !first.starts_with("//! ")
    };
    let faults = rust().into_iter().filter(silent).map(|file| file.path);
    none("a file begins with //! and what it is", faults.collect());
}

#[test]
fn no_file_is_too_long_to_be_read_at_a_sitting() {
    let mut faults = Vec::new();
    let mut sources = rust();
    sources.extend(files("templates", ".html"));
    for file in sources {
        let tests = file.text.find("\n#[cfg(test)]\nmod ");
        let length = file.text[..tests.unwrap_or(file.text.len())]
            .lines()
            .count();
        let listed = LONG.iter().find(|(path, _, _)| *path == file.path);
        let budget = match listed {
            Some((_, budget, _)) => *budget,
            None if file.path.starts_with("src/") => LONGEST,
            None if file.path.ends_with(".html") => LONGEST_TEMPLATE,
            None => LONGEST_TEST,
        };
        if length > budget {
            faults.push(format!("{}: {length} lines, at most {budget}", file.path));
        }
    }
    none(
        "long files are split, or listed in LONG with a reason",
        faults,
    );
}

#[test]
fn every_exception_to_the_length_is_needed() {
    let all = rust();
    let needless = LONG.iter().filter(|(path, _, reason)| {
        let file = all.iter().find(|file| file.path == *path);
        let length = file.map_or(0, |file| file.text.lines().count());
        length <= LONGEST || reason.is_empty()
    });
    none(
        "LONG lists only files that are long",
        needless.map(|(path, _, _)| (*path).to_owned()).collect(),
    );
}

#[test]
fn one_place_reads_the_clock_and_one_the_environment() {
    // `postgres` measures how long it waits, and looks for executables in PATH.
    const ALLOWED: &[(&str, &[&str])] = &[
        ("Utc::now", &["src/web/clock.rs"]),
        ("Local::now", &[]),
        ("SystemTime::now", &[]),
        ("Instant::now", &["src/postgres/"]),
        ("env::var", &["src/config.rs"]),
        ("env::vars", &[]),
        ("env::var_os", &["src/postgres/account.rs"]),
    ];
    let mut faults = Vec::new();
    for file in files("src", ".rs") {
        let source = Source::of(&file.text);
        for (name, places) in ALLOWED {
            let allowed = places.iter().any(|place| file.path.starts_with(place));
            if source.names(name) && !allowed {
                faults.push(format!("{}: {name}", file.path));
            }
        }
    }
    none(
        "only web::clock reads the clock and only config the environment, so that a day can be pinned",
        faults,
    );
}

#[test]
fn nothing_is_left_to_be_done_later() {
    let marks = [
        ["TO", "DO"].concat(),
        ["FIX", "ME"].concat(),
        ["XX", "X"].concat(),
    ];
    let mut all = rust();
    all.extend(files("templates", ".html"));
    all.extend(files("static", "s"));
    all.extend(files("migrations", ".sql"));
    let mut faults = Vec::new();
    for file in all {
        for (number, line) in file.text.lines().enumerate() {
            let starts = ["//", "/*", "--", "{#", "<!--"];
            let comment = starts.iter().filter_map(|start| line.find(start)).min();
            let comment = comment.map_or("", |at| &line[at..]);
            if marks.iter().any(|mark| comment.contains(mark)) {
                faults.push(format!("{}:{}: {}", file.path, number + 1, line.trim()));
            }
        }
    }
    none("what is to be done stands in an issue", faults);
}

#[test]
fn tests_share_nothing_wait_for_nothing_and_all_run() {
    // The private PostgreSQL is started, killed and waited for as a real process.
    const OUTSIDE: &str = "tests/postgres.rs";
    const BANNED: &[(&str, &str)] = &[
        ("sleep", "waits for time instead of for what it wants"),
        ("should_panic", "does not say which panic"),
        ("ignore", "a test that does not run says nothing"),
        ("static mut", "shared between tests"),
    ];
    let mut faults = Vec::new();
    let tests = rust()
        .into_iter()
        .filter(|file| file.path.starts_with("tests/"));
    for file in tests {
        let source = Source::of(&file.text);
        for (name, why) in BANNED {
            if source.names(name) && (file.path != OUTSIDE || *name != "sleep") {
                faults.push(format!("{}: {name}: {why}", file.path));
            }
        }
        for (at, _) in source.code.match_indices("\nfn test_") {
            let name: String = source.code[at..].chars().take(40).collect();
            faults.push(format!(
                "{}:{}: a name is a sentence",
                file.path,
                name.trim()
            ));
        }
    }
    none("a test is a sentence that can be false", faults);
}

#[test]
fn every_test_file_is_in_the_table_of_contents() {
    let all = rust();
    let mut faults = Vec::new();
    for file in all.iter().filter(|file| file.path.starts_with("tests/")) {
        let path = file.path.trim_start_matches("tests/");
        let stem = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let (parent, name) = match stem.rsplit_once('/') {
            Some((folder, name)) => (format!("tests/{folder}/mod.rs"), name),
            None => ("tests/suite.rs".to_owned(), stem),
        };
        let declares = |file: &File| {
            file.path == parent
                && Source::of(&file.text)
                    .code
                    .contains(&format!("mod {name};"))
        };
        if stem != "suite" && !all.iter().any(declares) {
            faults.push(format!("{} is not declared in {parent}", file.path));
        }
    }
    none("a file that is not declared does not run", faults);
}
