//! What holds for every answer and every page, whoever asked for it. Each check says what it wants in its message.

use std::collections::HashSet;
use std::sync::LazyLock;

use axum::http::StatusCode;
use fengong::web::routes::{self, Route};
use scraper::{ElementRef, Html};

use super::Answer;
use super::house::SITE;
use super::page::{all, within, words};

/// Checks an answer, and the page in it.
#[track_caller]
pub(super) fn answer(answer: &Answer) {
    let mut faults = headers(answer);
    if let Some(html) = &answer.html {
        faults.extend(page(html));
    } else if answer.status.is_client_error() || answer.status.is_server_error() {
        // Style sheet and health are read by machines.
        let for_machines = ["/static/", "/health"]
            .iter()
            .any(|start| answer.address.starts_with(start));
        if !for_machines {
            faults.push(format!("{} is no page", answer.status));
        }
    }
    if answer.status == StatusCode::INTERNAL_SERVER_ERROR {
        faults.push("a mistake of ours (500)".to_owned());
    }
    assert!(
        faults.is_empty(),
        "{} by {:?} ({}):\n  {}\n{}",
        answer.asked,
        answer.visitor,
        answer.status,
        faults.join("\n  "),
        String::from_utf8_lossy(&answer.body)
            .chars()
            .take(6000)
            .collect::<String>()
    );
}

/// Headers that keep browsers from doing what a page did not ask for.
fn headers(answer: &Answer) -> Vec<String> {
    const WANTED: &[(&str, &str)] = &[
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=()"),
        ("cache-control", ""),
    ];
    let mut faults: Vec<String> = WANTED
        .iter()
        .filter(|(name, value)| {
            !answer
                .header(name)
                .is_some_and(|given| given.contains(value))
        })
        .map(|(name, value)| format!("header {name}: {value} is missing"))
        .collect();
    let policy = answer.header("content-security-policy").unwrap_or_default();
    if policy.contains("unsafe") || policy.contains("http") || policy.contains('*') {
        faults.push(format!("the policy lets strangers in: {policy}"));
    }
    if answer.is_html() {
        if answer.header("cache-control") != Some("no-store") {
            faults.push("a page may be kept by a cache".to_owned());
        }
        if answer.header("content-type") != Some("text/html; charset=utf-8") {
            faults.push("a page does not say that it is UTF-8".to_owned());
        }
    }
    faults
}

/// What is wrong with a page.
fn page(html: &Html) -> Vec<String> {
    let mut faults = Vec::new();
    faults.extend(
        html.errors
            .iter()
            .map(|error| format!("invalid HTML: {error}")),
    );
    title(html, &mut faults);
    ids(html, &mut faults);
    headings(html, &mut faults);
    controls(html, &mut faults);
    names(html, &mut faults);
    tables(html, &mut faults);
    inline(html, &mut faults);
    addresses(html, &mut faults);
    debris(html, &mut faults);
    faults
}

fn title(html: &Html, faults: &mut Vec<String>) {
    let lang = html.root_element().attr("lang");
    if lang != Some("zh-CN") {
        faults.push(format!("the language is {lang:?}"));
    }
    let headings: Vec<String> = all(html, "h1").into_iter().map(words).collect();
    let titles: Vec<String> = all(html, "title").into_iter().map(words).collect();
    let ([heading], [title]) = (headings.as_slice(), titles.as_slice()) else {
        faults.push(format!("headings {headings:?}, titles {titles:?}"));
        return;
    };
    let plain = title.strip_prefix("错误：").unwrap_or(title);
    if plain != format!("{heading} - {SITE}") {
        faults.push(format!("the title is “{title}”, the heading “{heading}”"));
    }
    for (selector, count) in [
        ("main", 1),
        ("meta[name='viewport']", 1),
        ("meta[charset]", 1),
    ] {
        if all(html, selector).len() != count {
            faults.push(format!("not {count} of {selector}"));
        }
    }
}

fn ids(html: &Html, faults: &mut Vec<String>) {
    let mut seen = HashSet::new();
    for element in all(html, "[id]") {
        let id = element.attr("id").unwrap_or_default();
        if id.is_empty() || id.contains(char::is_whitespace) {
            faults.push(format!("“{id}” is no id"));
        }
        if !seen.insert(id) {
            faults.push(format!("the id {id} comes twice"));
        }
    }
    const POINTERS: [&str; 6] = [
        "for",
        "form",
        "headers",
        "aria-describedby",
        "aria-labelledby",
        "aria-controls",
    ];
    for attribute in POINTERS {
        for element in all(html, &format!("[{attribute}]")) {
            let pointed = element.attr(attribute).unwrap_or_default();
            if pointed.trim().is_empty() {
                faults.push(format!("an empty {attribute}"));
            }
            for id in pointed.split_whitespace().filter(|id| !seen.contains(id)) {
                faults.push(format!("{attribute} points to {id}, which is not there"));
            }
        }
    }
    for link in all(html, "a[href^='#']") {
        let id = link
            .attr("href")
            .unwrap_or_default()
            .trim_start_matches('#');
        if !seen.contains(id) {
            faults.push(format!("a link to #{id}, which is not there"));
        }
    }
}

fn headings(html: &Html, faults: &mut Vec<String>) {
    // The summary of mistakes stands above the heading of its page.
    let mut above = 1;
    for heading in all(html, "h1, h2, h3, h4, h5, h6") {
        let level = heading.value().name().as_bytes()[1] - b'0';
        if level > above + 1 {
            faults.push(format!(
                "heading “{}” of level {level} stands below level {above}",
                words(heading)
            ));
        }
        if words(heading).is_empty() {
            faults.push(format!("an empty heading of level {level}"));
        }
        above = level;
    }
}

fn controls(html: &Html, faults: &mut Vec<String>) {
    for control in all(html, "input, select, textarea") {
        let kind = control.attr("type").unwrap_or_default();
        if matches!(kind, "hidden" | "submit" | "button") {
            continue;
        }
        let name = control.attr("name").unwrap_or_default();
        if label(html, control).is_empty() {
            faults.push(format!("the control “{name}” has no label"));
        }
        if control.attr("aria-invalid") == Some("true")
            && control.attr("aria-describedby").is_none()
        {
            faults.push(format!(
                "the control “{name}” is wrong and nothing says why"
            ));
        }
        let grouped = around(control).any(|element| element.value().name() == "fieldset");
        if kind == "radio" && !grouped {
            faults.push(format!("the choice “{name}” stands in no fieldset"));
        }
    }
    for set in all(html, "fieldset") {
        let legend = set.child_elements().next();
        if !legend.is_some_and(|one| one.value().name() == "legend" && !words(one).is_empty()) {
            faults.push("a fieldset without a legend".to_owned());
        }
    }
    for form in all(html, "form") {
        if form.attr("action").is_none() {
            faults.push("a form without an action".to_owned());
        }
        if within(form, "form").len() + within(form, "a button, button a").len() > 0 {
            faults.push("one control inside another".to_owned());
        }
    }
}

/// The elements around an element, from the inside.
fn around(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    element.ancestors().filter_map(ElementRef::wrap)
}

/// The words by which somebody who cannot see a control knows it.
fn label(html: &Html, control: ElementRef<'_>) -> String {
    let mut label = control.attr("aria-label").unwrap_or_default().to_owned();
    for id in control
        .attr("aria-labelledby")
        .unwrap_or_default()
        .split_whitespace()
    {
        let named = all(html, &format!("[id='{id}']"));
        label.extend(named.into_iter().map(words));
    }
    if let Some(id) = control.attr("id") {
        let labels = all(html, &format!("label[for='{id}']"));
        label.extend(labels.into_iter().map(words));
    }
    let labels = around(control).filter(|element| element.value().name() == "label");
    label.extend(labels.map(words));
    label.trim().to_owned()
}

/// Everything that can be activated, and every drawing that means something, has a name.
fn names(html: &Html, faults: &mut Vec<String>) {
    for element in all(html, "a, button, summary, svg[role='img'], img, nav") {
        let name = element.value().name();
        let said = element.attr("aria-label").unwrap_or_default().to_owned();
        let said = match name {
            "img" => said + element.attr("alt").unwrap_or_default(),
            "svg" => said,
            "nav" => said + element.attr("aria-labelledby").unwrap_or_default(),
            _ => said + &words(element),
        };
        if said.trim().is_empty() {
            faults.push(format!("nothing says what this is: {}", element.html()));
        }
        if name == "a" && element.attr("href").is_none() {
            faults.push(format!("a link that leads nowhere: {}", element.html()));
        }
    }
    for drawing in all(html, "svg") {
        if drawing.attr("role") != Some("img") && drawing.attr("aria-hidden") != Some("true") {
            faults.push("a drawing that is neither named nor hidden".to_owned());
        }
    }
}

fn tables(html: &Html, faults: &mut Vec<String>) {
    for table in all(html, "table") {
        let caption: String = within(table, "caption").into_iter().map(words).collect();
        if caption.is_empty()
            && table.attr("aria-label").is_none()
            && table.attr("aria-labelledby").is_none()
        {
            faults.push("a table without a caption".to_owned());
        }
        let headings = within(table, "th");
        if headings.is_empty() {
            faults.push(format!("the table “{caption}” has no headings"));
        }
        for heading in headings {
            let scope = heading.attr("scope").unwrap_or_default();
            if !["col", "row", "colgroup", "rowgroup"].contains(&scope) {
                faults.push(format!("th “{}” without scope", words(heading)));
            }
        }
        widths(table, &caption, faults);
    }
}

/// All rows of a table are as wide as its first.
fn widths(table: ElementRef<'_>, caption: &str, faults: &mut Vec<String>) {
    let number = |cell: ElementRef<'_>, name: &str| -> usize {
        cell.attr(name)
            .and_then(|span| span.parse().ok())
            .unwrap_or(1)
    };
    let mut pending: Vec<(usize, usize)> = Vec::new();
    let mut first = None;
    for row in within(table, "tr") {
        let hanging: usize = pending.iter().map(|(_, columns)| columns).sum();
        for rest in &mut pending {
            rest.0 -= 1;
        }
        pending.retain(|(rows, _)| *rows > 0);
        let mut width = hanging;
        for cell in row.child_elements() {
            let (columns, rows) = (number(cell, "colspan"), number(cell, "rowspan"));
            width += columns;
            if rows > 1 {
                pending.push((rows - 1, columns));
            }
        }
        if *first.get_or_insert(width) != width {
            faults.push(format!(
                "a row of the table “{caption}” has {width} columns, the first has {first:?}: {}",
                words(row)
            ));
        }
    }
}

/// The policy of the site forbids them, so they would do nothing.
fn inline(html: &Html, faults: &mut Vec<String>) {
    for selector in [
        "[style]",
        "style",
        "script:not([src])",
        "iframe",
        "base",
        "object",
    ] {
        if !all(html, selector).is_empty() {
            faults.push(format!("{selector} does not work under our policy"));
        }
    }
    for element in all(html, "*") {
        for (name, _) in element.value().attrs() {
            if name.starts_with("on") {
                faults.push(format!("inline script in {name}"));
            }
        }
    }
}

/// Every address is one of this house, and a route answers it.
fn addresses(html: &Html, faults: &mut Vec<String>) {
    const PLACES: [(&str, &str); 4] = [
        ("[href]", "href"),
        ("[src]", "src"),
        ("form", "action"),
        ("[formaction]", "formaction"),
    ];
    for (selector, attribute) in PLACES {
        for element in all(html, selector) {
            let address = element.attr(attribute).unwrap_or_default();
            if address.starts_with('#') && attribute == "href" {
                continue;
            }
            // A button sends as its form does, and all of them here that lead elsewhere post, unless they say otherwise.
            let method = element.attr("formmethod").or(element.attr("method"));
            let posts = method.map_or(attribute == "formaction", |method| {
                method.eq_ignore_ascii_case("post")
            });
            let method = if posts { "POST" } else { "GET" };
            if !leads_somewhere(address, method) {
                faults.push(format!("no route answers {method} “{address}”"));
            }
        }
    }
}

/// True when a route of the table answers an address of this house.
pub(crate) fn leads_somewhere(address: &str, method: &str) -> bool {
    static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(routes::table);
    let path = address.split(['?', '#']).next().unwrap_or_default();
    ROUTES
        .iter()
        .any(|route| route.methods.contains(&method) && matches(route.path, path))
}

fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) =
        (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern
            .iter()
            .zip(path)
            .all(|(wanted, given)| match wanted {
                parameter if parameter.starts_with('{') => !given.is_empty(),
                literal => *literal == given,
            })
}

/// Values that were printed for a programmer, and template marks that were not read.
fn debris(html: &Html, faults: &mut Vec<String>) {
    let text: String = all(html, "body").into_iter().map(words).collect();
    for mark in [
        "{{",
        "}}",
        "{%",
        "Some(",
        "None",
        "&amp;",
        "&lt;",
        "NaN",
        "undefined",
    ] {
        if text.contains(mark) {
            faults.push(format!("“{mark}” stands on the page"));
        }
    }
}
