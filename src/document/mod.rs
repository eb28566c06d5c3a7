//! Reading a document: text in, tree and findings out.
//!
//! [`parse`] is pure and cannot fail: whatever the text is, there is a [`Parsed`], and what could not be read, or
//! was read by inference, stands in its findings. It knows no file, clock, database or department; names are kept
//! as printed and resolved in `registry`.
//!
//! ```text
//! text ─line─▶ lines ─paragraph, table─▶ blocks ─front_matter─▶ body ─outline─▶ tree ─extract, grammar─▶ items
//! ```
//!
//! A document, in the notation of the standard that governs its form (GB/T 9704-2012):
//!
//! ```text
//! document  := head { section } [ tail ]
//! section   := "一、" title { item | section | line | table }
//! item      := mark title "。" body [ assignment ] { paragraph }
//! line      := text assignment                       (the goal lines of a division notice)
//! assignment:= "（" phrase "）" | { label "：" list }   (grammar::assignment, grammar::label)
//! ```

mod body;
mod boxed;
mod cell_lines;
mod claims;
mod dealing;
mod extract;
mod finding;
mod front_lines;
mod front_matter;
mod genre;
mod grammar;
mod line;
mod mark;
mod normal;
mod numeral;
mod outline;
mod paragraph;
mod parsed;
mod place;
mod reading;
mod spaced;
mod span;
mod table;
mod wrap;

pub use finding::{Finding, FindingKind};
pub use front_matter::FrontMatter;
pub use grammar::citation::Citation;
pub use parsed::{BodyParagraph, FoundTarget, Item, Parsed, Responsibility, RoleRules, Section};
pub use span::{Places, Span};

use crate::domain::RoleRule;

/// Reads a document. Never fails, never panics; time is linear in the length of the text.
pub fn parse(text: &str) -> Parsed {
    read(text, RoleRules::default())
}

/// Reads a document whose rule for lists of departments a person has confirmed, whatever the text declares.
pub fn parse_under(text: &str, rule: RoleRule) -> Parsed {
    let declared = vec![(rule, Span::new(0, 0))];
    read(
        text,
        RoleRules {
            declared,
            ..RoleRules::default()
        },
    )
}

/// Rules that are given stand in for those that the text declares.
fn read(text: &str, rules: RoleRules) -> Parsed {
    let lines = line::split(text);
    let blocks = paragraph::blocks(text, &lines);
    let (front, body) = front_matter::read(text, &blocks);
    let mut parsed = Parsed {
        front,
        rules,
        ..Parsed::default()
    };
    match genre::other_than_directive(&parsed.front, &blocks) {
        Some(genre) => {
            let span = Span::new(0, 0);
            parsed.findings.push(Finding {
                span,
                kind: FindingKind::NotDirective { genre },
            });
        }
        None => extract::extract(text, &blocks, body.start..body.end, &mut parsed),
    }
    let differing = claims::findings(&blocks, &parsed);
    parsed.findings.extend(differing);
    whole_findings(text, &mut parsed);
    parsed
        .findings
        .sort_by_key(|finding| (finding.span.start, finding.span.end));
    parsed.findings.dedup();
    parsed
}

/// Findings about the text as a whole.
fn whole_findings(text: &str, parsed: &mut Parsed) {
    let start = Span::new(0, 0);
    let mut add = |kind| parsed.findings.push(Finding { span: start, kind });
    if parsed.items.is_empty() {
        add(FindingKind::NoItems);
    }
    if parsed.front.title.is_none() {
        add(FindingKind::NoTitle);
    }
    if parsed.front.jurisdiction.is_none() {
        add(FindingKind::NoJurisdiction);
    }
    if let Some(span) = classification(text) {
        let mark = span.of(text).to_owned();
        parsed.findings.push(Finding {
            span,
            kind: FindingKind::Classified { mark },
        });
    }
}

/// A classification mark (密级): `绝密`, `机密★10年`, `秘密★` at the head of a document, alone on its line or before ★.
/// Source: 国家秘密载体标志 practice, GB/T 9704-2012 7.2.2.
fn classification(text: &str) -> Option<Span> {
    let head_end = text
        .char_indices()
        .nth(400)
        .map_or(text.len(), |(at, _)| at);
    for word in ["绝密", "机密", "秘密"] {
        for at in memchr::memmem::find_iter(text.as_bytes(), word) {
            let end = at + word.len();
            if text[end..].trim_start().starts_with('★') {
                let star = end + text[end..].find('★').unwrap_or(0) + '★'.len_utf8();
                return Some(Span::new(at, star));
            }
            let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let line_end = text[end..]
                .find('\n')
                .map_or(text.len(), |newline| end + newline);
            if at < head_end && text[line..line_end].trim() == word {
                return Some(Span::new(at, end));
            }
        }
    }
    None
}
