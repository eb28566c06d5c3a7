//! Who may know whom (`DESIGN` §4): the walls between the rooms of `src`.

use super::source::Source;
use super::{files, none, root};

/// A room, the rooms it may use, and what it must not name. A room that is not listed is a fault, so that a wall is
/// drawn when a room is added.
struct Room {
    name: &'static str,
    may_use: &'static [&'static str],
    must_not_name: &'static [&'static str],
}

const FILES: [&str; 4] = ["std::fs", "std::env", "std::net", "std::process"];
const SITE: [&str; 4] = ["axum", "axum_extra", "askama", "tower_http"];

const ROOMS: &[Room] = &[
    // The words of the field belong to everybody, so they know nobody.
    Room {
        name: "domain",
        may_use: &["domain"],
        must_not_name: &[
            "axum",
            "askama",
            "tokio",
            "PgConnection",
            "std::fs",
            "std::env",
        ],
    },
    // Bytes in, text out.
    Room {
        name: "intake",
        may_use: &["intake", "domain"],
        must_not_name: &[
            "axum", "askama", "tokio", "sqlx", "std::fs", "std::env", "std::net",
        ],
    },
    // Parsing is pure and ordered, so that a review can be computed again at any time.
    Room {
        name: "document",
        may_use: &["document", "domain"],
        must_not_name: &[
            "axum",
            "askama",
            "tokio",
            "sqlx",
            "std::fs",
            "std::env",
            "std::net",
            "std::time",
            "HashMap",
            "HashSet",
        ],
    },
    Room {
        name: "registry",
        may_use: &["registry", "domain"],
        must_not_name: &[
            "axum",
            "askama",
            "tokio",
            "sqlx",
            "std::fs",
            "std::env",
            "std::time",
        ],
    },
    // The same text, registry, decisions and day give the same answer.
    Room {
        name: "review",
        may_use: &["review", "document", "registry", "domain"],
        must_not_name: &[
            "axum",
            "askama",
            "tokio",
            "sqlx",
            "std::fs",
            "std::env",
            "std::time",
        ],
    },
    // The one way in: a file through intake, parser and review to its rows.
    Room {
        name: "import",
        may_use: &[
            "import", "review", "registry", "document", "intake", "store", "domain",
        ],
        must_not_name: &["axum", "askama", "tokio", "std::fs", "std::env"],
    },
    // Questions to the database. The registry is plain values, which the store reads and writes whole.
    Room {
        name: "store",
        may_use: &["store", "registry", "domain"],
        must_not_name: &["axum", "askama", "tokio", "std::fs", "std::env"],
    },
    // Records become files; `Tree` is what `fengong parse` prints.
    Room {
        name: "output",
        may_use: &["output", "store", "document", "registry", "domain"],
        must_not_name: &["axum", "askama", "tokio", "sqlx", "std::fs", "std::env"],
    },
    Room {
        name: "web",
        may_use: &[
            "web", "output", "import", "review", "registry", "document", "intake", "store",
            "domain",
        ],
        must_not_name: &["std::fs", "std::env", "std::net", "std::process", "clap"],
    },
    // What happens by the clock instead of a request. It speaks of pages only by their addresses.
    Room {
        name: "telling",
        may_use: &["telling", "web", "store", "domain"],
        must_not_name: &[
            "axum",
            "askama",
            "std::fs",
            "std::env",
            "web::pages",
            "web::routes",
        ],
    },
    // Could be a crate of its own.
    Room {
        name: "postgres",
        may_use: &["postgres"],
        must_not_name: &["axum", "askama", "sqlx", "tokio"],
    },
    Room {
        name: "config",
        may_use: &["config"],
        must_not_name: &["axum", "askama", "sqlx", "tokio"],
    },
    // Commands put rooms together.
    Room {
        name: "command",
        may_use: &[
            "command", "config", "postgres", "telling", "web", "output", "import", "review",
            "registry", "document", "intake", "store", "domain",
        ],
        must_not_name: &["askama", "std::env"],
    },
];

/// The room of a file: `src/web/pages/items.rs` is in `web`, `src/config.rs` is `config`.
fn room_of(path: &str) -> Option<&str> {
    let below = path.strip_prefix("src/")?;
    let name = below.split('/').next()?;
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (!matches!(name, "lib" | "main")).then_some(name)
}

#[test]
fn every_room_knows_only_the_rooms_below_it() {
    let mut faults = Vec::new();
    for file in files("src", ".rs") {
        let Some(name) = room_of(&file.path) else {
            continue;
        };
        let Some(room) = ROOMS.iter().find(|room| room.name == name) else {
            faults.push(format!("{}: the room {name} has no walls yet", file.path));
            continue;
        };
        let source = Source::of(&file.text);
        let strangers = source.rooms().into_iter();
        for other in strangers.filter(|other| !room.may_use.contains(&other.as_str())) {
            faults.push(format!("{}: {name} must not know {other}", file.path));
        }
        // Tests of a room may play the world around it.
        let alone = file.text.split("\n#[cfg(test)]\nmod ").next();
        let alone = Source::of(alone.unwrap_or_default());
        let named = room.must_not_name.iter();
        for path in named.filter(|path| alone.names(path)) {
            faults.push(format!("{}: {name} must not name {path}", file.path));
        }
    }
    none(
        "each room of src knows only what DESIGN §4 lets it know",
        faults,
    );
}

#[test]
fn every_room_that_has_walls_is_there() {
    let missing = ROOMS.iter().map(|room| room.name).filter(|name| {
        let src = root().join("src");
        !src.join(name).is_dir() && !src.join(format!("{name}.rs")).is_file()
    });
    none(
        "a wall around a room that is gone says nothing",
        missing.map(str::to_owned).collect(),
    );
}

#[test]
fn rooms_that_are_pure_name_neither_the_web_nor_files() {
    // Guards the table above against being loosened without a thought.
    for name in ["domain", "document", "registry", "review"] {
        let room = ROOMS.iter().find(|room| room.name == name);
        let room = room.expect("a pure room has walls");
        let strangers = ["web", "store", "import", "output", "command", "intake"];
        assert!(
            !strangers.iter().any(|other| room.may_use.contains(other)),
            "{name}"
        );
        assert!(room.must_not_name.contains(&FILES[0]) && room.must_not_name.contains(&SITE[0]));
    }
}

#[test]
fn sql_stands_only_in_the_store() {
    const CALLS: [&str; 7] = [
        "query!",
        "query_as!",
        "query_scalar!",
        "query_file!",
        "sqlx::query",
        "raw_sql",
        "QueryBuilder",
    ];
    let mut faults = Vec::new();
    for file in files("src", ".rs") {
        if file.path.starts_with("src/store/") {
            continue;
        }
        let source = Source::of(&file.text);
        for call in CALLS.iter().filter(|call| source.code.contains(*call)) {
            faults.push(format!("{}: {call}", file.path));
        }
        for string in source.strings.iter().filter(|string| is_sql(string)) {
            faults.push(format!("{}: “{string}”", file.path));
        }
    }
    none(
        "SQL has one home, src/store, where a question can be found and measured",
        faults,
    );
}

fn is_sql(string: &str) -> bool {
    let text = string.trim().to_lowercase();
    let begins = |words: &str| text.starts_with(words);
    begins("insert into ")
        || begins("delete from ")
        || begins("create table ")
        || begins("alter table ")
        || begins("drop table ")
        || (begins("select ") && (text.contains(" from ") || text.contains('(')))
        || (begins("with ") && text.contains(" as (") && text.contains("select "))
        || (begins("update ") && text.contains(" set "))
}

#[test]
fn sql_is_told_from_prose() {
    for sql in [
        "select id from item",
        "\n  SELECT count(*)",
        "update item set body = ''",
        "with a as (select 1) select * from a",
    ] {
        assert!(is_sql(sql), "{sql}");
    }
    for prose in [
        "select a row",
        "update the page",
        "with care",
        "写入 insert into",
    ] {
        assert!(!is_sql(prose), "{prose}");
    }
}

#[test]
fn every_question_takes_a_connection_and_so_stays_in_the_transaction() {
    // Makes databases and opens connections; it asks nothing.
    const DOOR: &str = "src/store/databases.rs";
    let mut faults = Vec::new();
    for file in files("src/store", ".rs") {
        if file.path == DOOR {
            continue;
        }
        let source = Source::of(&file.text);
        if file.path != "src/store/mod.rs" && source.names("PgPool") {
            faults.push(format!(
                "{}: a pool would escape the transaction",
                file.path
            ));
        }
        let flat = source.code.split_whitespace().collect::<Vec<_>>().join(" ");
        for (at, _) in flat.match_indices("async fn ") {
            let after = &flat[at..];
            let head: String = after.chars().take_while(|c| *c != ')').collect();
            if !head.contains("&mut PgConnection") && !head.contains("&mut sqlx::PgConnection") {
                faults.push(format!("{}: {head})", file.path));
            }
        }
    }
    none(
        "the first argument of a question is &mut PgConnection",
        faults,
    );
}
