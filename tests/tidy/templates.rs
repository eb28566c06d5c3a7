//! Templates only print: no decisions, no addresses, nothing that the site's policy forbids.

use super::source::Source;
use super::{File, files, none, read};

#[test]
fn templates_print_escaped_text_from_this_house_only() {
    const BANNED: &[(&str, &str)] = &[
        ("|safe", "prints unescaped"),
        ("| safe", "prints unescaped"),
        ("escape none", "prints unescaped"),
        ("style=", "is forbidden by the policy; use a class"),
        ("<style", "is forbidden by the policy; use static/css"),
        ("javascript:", "is forbidden by the policy"),
        ("http://", "leaves the house"),
        ("https://", "leaves the house"),
        ("href=\"/", "spells an address; use web::paths"),
        ("action=\"/", "spells an address; use web::paths"),
        ("src=\"/", "spells an address; use web::assets"),
    ];
    let mut faults = Vec::new();
    for file in files("templates", ".html") {
        for (number, line) in file.text.lines().enumerate() {
            let place = format!("{}:{}", file.path, number + 1);
            let broken = BANNED.iter().filter(|(mark, _)| line.contains(mark));
            faults.extend(broken.map(|(mark, why)| format!("{place}: {mark} {why}")));
            if line.contains("<script") && !line.contains(" src=\"{{") {
                faults.push(format!("{place}: an inline script"));
            }
            if let Some(handler) = event_handler(line) {
                faults.push(format!("{place}: {handler} is an inline script"));
            }
        }
    }
    none("templates print, and nothing else", faults);
}

/// `onclick="…"` in a line.
fn event_handler(line: &str) -> Option<&str> {
    line.match_indices(" on").find_map(|(at, _)| {
        let word = &line[at + 1..];
        let end = word.find(|c: char| !c.is_ascii_alphabetic())?;
        word[end..].starts_with("=\"").then(|| &word[..end])
    })
}

#[test]
fn an_event_handler_is_seen() {
    assert_eq!(
        event_handler("<a href=\"x\" onclick=\"y\">"),
        Some("onclick")
    );
    assert_eq!(event_handler("<p class=\"on\"> on = \"x\""), None);
}

#[test]
fn templates_do_no_arithmetic() {
    let mut faults = Vec::new();
    for file in files("templates", ".html") {
        for (number, line) in file.text.lines().enumerate() {
            for (at, _) in line.match_indices("{{") {
                let inside = line[at + 2..].split("}}").next().unwrap_or_default();
                if [" + ", " - ", " * ", " / ", " % "]
                    .iter()
                    .any(|sign| inside.contains(sign))
                {
                    faults.push(format!("{}:{}: {inside}", file.path, number + 1));
                }
            }
        }
    }
    none(
        "a page struct holds every decision; a template prints it",
        faults,
    );
}

#[test]
fn every_template_is_used_and_every_template_asked_for_is_there() {
    let templates = files("templates", ".html");
    let mut asked: Vec<String> = Vec::new();
    for file in files("src", ".rs") {
        let source = Source::of(&file.text);
        let paths = source.strings.into_iter();
        asked.extend(paths.filter(|string| string.ends_with(".html") && !string.contains(' ')));
    }
    for file in &templates {
        for word in ["extends", "import", "include"] {
            for (at, _) in file.text.match_indices(&format!("{{% {word} \"")) {
                let path = file.text[at..].split('"').nth(1).unwrap_or_default();
                asked.push(path.to_owned());
            }
        }
    }
    let path = |file: &File| file.path.trim_start_matches("templates/").to_owned();
    let there: Vec<String> = templates.iter().map(path).collect();
    let unused = there.iter().filter(|path| !asked.contains(path));
    let mut faults: Vec<String> = unused.map(|path| format!("{path} is not used")).collect();
    let missing = asked.iter().filter(|path| !there.contains(path));
    faults.extend(missing.map(|path| format!("{path} is not there")));
    none("templates are those that pages print", faults);
}

#[test]
fn every_handler_has_a_route() {
    let routes = Source::of(&read("src/web/routes.rs")).code;
    let mut faults = Vec::new();
    for file in files("src/web/pages", ".rs") {
        let name = file.path.trim_start_matches("src/web/pages/");
        let name = name.trim_end_matches(".rs");
        let name = name.split('/').next().unwrap_or(name);
        let source = Source::of(&file.text);
        for (at, found) in source.code.match_indices("\npub async fn ") {
            let after = &source.code[at + found.len()..];
            let handler: String = after
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if !routes.contains(&format!("{name}::{handler}")) {
                faults.push(format!("{}: no route leads to {handler}", file.path));
            }
        }
    }
    none("a handler without a route is dead", faults);
}
