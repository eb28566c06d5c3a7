//! Rust text taken apart as far as the rules need it: code without comments and strings, and the strings.

/// A source text in two parts.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// The code; comments are gone, strings are empty, lines are where they were.
    pub(super) code: String,
    /// What stands in its strings.
    pub(super) strings: Vec<String>,
}

impl Source {
    /// Takes a text apart.
    pub(super) fn of(text: &str) -> Self {
        let mut source = Self::default();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let taken = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if c == '"' {
                source.string(rest, 0)
            } else if let Some(hashes) = raw_string(rest, &source.code) {
                source.string(&rest[1..], hashes) + 1
            } else if let Some(length) = character(rest) {
                source.code.push_str("' '");
                length
            } else {
                source.code.push(c);
                c.len_utf8()
            };
            rest = &rest[taken..];
        }
        source
    }

    /// Takes a string that begins here, with as many `#` around it; gives its length.
    fn string(&mut self, rest: &str, hashes: usize) -> usize {
        let (start, end) = (hashes + 1, format!("\"{}", "#".repeat(hashes)));
        let mut at = start;
        loop {
            let here = &rest[at..];
            if here.is_empty() || here.starts_with(&end) {
                break;
            }
            let skip = usize::from(hashes == 0 && here.starts_with('\\'));
            let next = here.chars().nth(skip).map_or(0, char::len_utf8);
            at += skip + next;
        }
        let inside = &rest[start..at];
        self.code.push_str("\"\"");
        self.code.extend(inside.chars().filter(|c| *c == '\n'));
        self.strings.push(inside.to_owned());
        (at + end.len()).min(rest.len())
    }

    /// The top-level modules of our own that the code names: `crate::store`, `crate::{document, intake}`.
    pub(super) fn rooms(&self) -> Vec<String> {
        let mut rooms = Vec::new();
        for (_, after) in self.code.match_indices("crate::").map(|(at, found)| {
            let end = at + found.len();
            (at, &self.code[end..])
        }) {
            match after.strip_prefix('{') {
                Some(group) => rooms.extend(heads(group)),
                None => rooms.push(word(after)),
            }
        }
        rooms
    }

    /// Whether the code names a path, as a whole word.
    pub(super) fn names(&self, path: &str) -> bool {
        let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
        self.code.match_indices(path).any(|(at, _)| {
            let before = self.code[..at].chars().next_back();
            let after = self.code[at + path.len()..].chars().next();
            !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
        })
    }
}

/// The first word of each member of a group, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(String::new()),
            _ if depth == 0 => heads.last_mut().expect("never empty").push(c),
            _ => {}
        }
    }
    let heads = heads.iter().map(|head| word(head.trim()));
    heads.filter(|head| !head.is_empty()).collect()
}

fn word(text: &str) -> String {
    let is_part = |c: &char| c.is_alphanumeric() || *c == '_';
    text.chars().take_while(is_part).collect()
}

/// How many `#` stand around the raw string that begins here.
fn raw_string(rest: &str, before: &str) -> Option<usize> {
    let inside_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let after = rest
        .strip_prefix('r')
        .filter(|_| !inside_word || before.ends_with('b'))?;
    let hashes = after.chars().take_while(|c| *c == '#').count();
    after[hashes..].starts_with('"').then_some(hashes)
}

/// The length of a character literal that begins here; lifetimes are none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let skip = usize::from(inside.starts_with('\\'));
    let mut chars = inside.char_indices().skip(skip);
    let (at, c) = chars.next()?;
    let end = at + c.len_utf8();
    if inside[end..].starts_with('\'') {
        return Some(end + 2);
    }
    // '\u{fffd}' and '\x41'
    let long = skip == 1 && matches!(c, 'u' | 'x');
    long.then(|| inside[end..].find('\'').map(|quote| 1 + end + quote + 1))?
}

#[test]
fn source_is_taken_apart() {
    let text = r####"
// crate::web is only spoken of
use crate::{domain::{self, Role}, store};
fn quote<'a>(c: char) -> &'a str {
    let strings = ["crate::web", r#"select "1""#, "a \" b"];
    match c { '"' => "x", '\'' => "y", '\u{fffd}' => crate::review::word() }
}
"####;
    let source = Source::of(text);
    assert_eq!(source.rooms(), ["domain", "store", "review"]);
    assert_eq!(
        source.strings,
        ["crate::web", r#"select "1""#, "a \\\" b", "x", "y"]
    );
    assert_eq!(source.code.lines().count(), text.lines().count());
    assert!(source.names("store") && !source.names("stor") && !source.names("web"));
}
