//! Automatic numbers (`word/numbering.xml`), counted as Word counts them.
//!
//! A paragraph names a list (`numId`) and a level. Lists that share a definition share its counters, so a list
//! broken off by another text goes on; a list with a `startOverride` begins again. A level begins again when a
//! level above it has moved, unless `lvlRestart` says otherwise. (ECMA-376 17.9)

use std::collections::{BTreeMap, BTreeSet};

use super::number_words;
use crate::intake::Refusal;
use crate::intake::xml::{Node, Xml};

/// The deepest level that Word has.
const LEVELS: usize = 9;

/// A pattern such as `第%1条` is at most so long, in characters; it is copied for every paragraph.
const PATTERN: usize = 40;

/// How a level is counted and shown.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    form: String,
    pattern: String,
    /// Begins again after this level (from 1) has moved; 0 is never.
    restart: Option<usize>,
    legal: bool,
    spaced: bool,
    /// The style whose paragraphs stand on this level.
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            form: "decimal".to_owned(),
            pattern: String::new(),
            restart: None,
            legal: false,
            spaced: false,
            style: None,
        }
    }
}

#[derive(Debug, Clone, Default)]
struct Definition {
    levels: BTreeMap<usize, Level>,
    /// The style that holds the real definition.
    link: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct List {
    definition: String,
    starts: BTreeMap<usize, u32>,
    levels: BTreeMap<usize, Level>,
}

/// All lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    definitions: BTreeMap<String, Definition>,
    lists: BTreeMap<String, List>,
    counters: BTreeMap<String, [Option<u32>; LEVELS]>,
    begun: BTreeSet<String>,
}

impl Numbering {
    /// Reads the definitions.
    ///
    /// # Errors
    ///
    /// When the XML is refused.
    pub(super) fn read(text: &str) -> Result<Self, Refusal> {
        let mut numbering = Self::default();
        let mut xml = Xml::new(text);
        loop {
            match xml.next()? {
                Node::Open(element) => match element.name() {
                    "abstractNum" => {
                        let id = element.attribute("abstractNumId").unwrap_or_default();
                        let definition = definition(&mut xml)?;
                        numbering.definitions.insert(id, definition);
                    }
                    "num" => {
                        let id = element.attribute("numId").unwrap_or_default();
                        let list = list(&mut xml)?;
                        numbering.lists.insert(id, list);
                    }
                    "numbering" => {}
                    _ => xml.skip()?,
                },
                Node::End => return Ok(numbering),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    /// The level of a list on which paragraphs of a style stand.
    pub(super) fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let definition = self.definitions.get(&self.lists.get(list)?.definition)?;
        let of_style = |level: &&Level| level.style.as_deref() == Some(style);
        let found = definition.levels.iter().find(|(_, level)| of_style(level));
        found.map(|(level, _)| *level)
    }

    /// Lets lists that only point to a style use the definition that the style's own list has.
    pub(super) fn link(&mut self, list_of_style: impl Fn(&str) -> Option<String>) {
        let linked: Vec<(String, String)> = self
            .lists
            .iter()
            .filter_map(|(id, list)| {
                let style = self.definitions.get(&list.definition)?.link.as_deref()?;
                let real = self.lists.get(&list_of_style(style)?)?.definition.clone();
                Some((id.clone(), real))
            })
            .collect();
        for (id, definition) in linked {
            if let Some(list) = self.lists.get_mut(&id) {
                list.definition = definition;
            }
        }
    }

    /// Counts a paragraph of a list and gives its number as shown: `（三）`, `1. `.
    pub(super) fn next(&mut self, list_id: &str, level: usize) -> Option<String> {
        let list = self.lists.get(list_id)?;
        let definition = self.definitions.get(&list.definition);
        let level_of = |at: usize| {
            let own = list.levels.get(&at);
            own.or_else(|| definition?.levels.get(&at))
        };
        let shown = level_of(level)?;
        let start_of = |at: usize| match list.starts.get(&at) {
            Some(start) => *start,
            None => level_of(at).map_or(1, |level| level.start),
        };
        let counters = self.counters.entry(list.definition.clone()).or_default();
        if level >= LEVELS {
            return None;
        }
        if self.begun.insert(list_id.to_owned()) {
            for at in list.starts.keys().filter(|at| **at < LEVELS) {
                counters[*at] = None;
            }
        }
        counters[level] =
            Some(counters[level].map_or_else(|| start_of(level), |last| last.saturating_add(1)));
        for (at, counter) in counters.iter_mut().enumerate() {
            let again = level_of(at).and_then(|level| level.restart);
            if at < level {
                counter.get_or_insert_with(|| start_of(at));
            } else if at > level && again.is_none_or(|after| level < after) {
                *counter = None;
            }
        }
        if shown.form == "bullet" {
            return bullet(&shown.pattern);
        }
        let figure = |at: usize| {
            let number = counters[at].unwrap_or(1);
            let form = level_of(at).map_or("decimal", |level| &level.form);
            number_words::write(number, if shown.legal { "decimal" } else { form })
        };
        let mut label = fill(&shown.pattern, figure);
        // Word sets a gap where a full-width sign needs none.
        if shown.spaced && label.ends_with(|c: char| c.is_ascii()) {
            label.push(' ');
        }
        (!label.trim().is_empty()).then_some(label)
    }
}

/// A dash is a mark that readers know; the signs of symbol fonts are not text.
fn bullet(pattern: &str) -> Option<String> {
    let dashes =
        !pattern.is_empty() && pattern.chars().all(|c| matches!(c, '—' | '–' | '－' | '―'));
    dashes.then(|| pattern.to_owned())
}

/// Puts figures for `%1` to `%9`.
fn fill(pattern: &str, figure: impl Fn(usize) -> String) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('%') {
        filled.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match rest.bytes().next() {
            Some(place @ b'1'..=b'9') => {
                filled.push_str(&figure(usize::from(place - b'1')));
                rest = &rest[1..];
            }
            _ => filled.push('%'),
        }
    }
    filled.push_str(rest);
    filled
}

fn definition(xml: &mut Xml<'_>) -> Result<Definition, Refusal> {
    let mut definition = Definition::default();
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "lvl" => {
                    let at = element.number("ilvl").unwrap_or(0);
                    definition.levels.insert(at, level(xml)?);
                }
                "numStyleLink" => {
                    definition.link = element.attribute("val");
                    xml.skip()?;
                }
                _ => xml.skip()?,
            },
            Node::Close | Node::End => return Ok(definition),
            Node::Text(_) => {}
        }
    }
}

fn list(xml: &mut Xml<'_>) -> Result<List, Refusal> {
    let mut list = List::default();
    let mut at = 0;
    let mut depth = 0;
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "lvlOverride" => {
                    at = element.number("ilvl").unwrap_or(0);
                    depth += 1;
                }
                "lvl" => {
                    list.levels.insert(at, level(xml)?);
                }
                name => {
                    match name {
                        "abstractNumId" => {
                            list.definition = element.attribute("val").unwrap_or_default()
                        }
                        "startOverride" => {
                            list.starts.insert(at, element.number("val").unwrap_or(1));
                        }
                        _ => {}
                    }
                    xml.skip()?;
                }
            },
            Node::Close if depth > 0 => depth -= 1,
            Node::Close | Node::End => return Ok(list),
            Node::Text(_) => {}
        }
    }
}

fn level(xml: &mut Xml<'_>) -> Result<Level, Refusal> {
    let mut level = Level {
        spaced: true,
        ..Level::default()
    };
    let mut depth = 0;
    loop {
        match xml.next()? {
            Node::Open(element) => {
                let value = || element.attribute("val");
                match element.name() {
                    // A form of Word's own stands beside the one that others know.
                    "AlternateContent" | "Choice" | "Fallback" => {
                        depth += 1;
                        continue;
                    }
                    "start" => level.start = element.number("val").unwrap_or(1),
                    "numFmt" => level.form = value().unwrap_or_default(),
                    "lvlText" => {
                        level.pattern = value().unwrap_or_default().chars().take(PATTERN).collect()
                    }
                    "lvlRestart" => level.restart = element.number("val"),
                    "isLgl" => level.legal = element.is_on(),
                    "suff" => level.spaced = value().as_deref() != Some("nothing"),
                    "pStyle" => level.style = value(),
                    _ => {}
                }
                xml.skip()?;
            }
            Node::Close if depth > 0 => depth -= 1,
            Node::Close | Node::End => return Ok(level),
            Node::Text(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<w:numbering>
      <w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
        <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
        <w:lvl w:ilvl="3"><w:lvlRestart w:val="0"/><w:start w:val="5"/><w:numFmt w:val="decimalEnclosedCircle"/><w:suff w:val="nothing"/><w:lvlText w:val="%4"/></w:lvl>
        <w:lvl w:ilvl="4"><w:numFmt w:val="decimal"/><w:isLgl/><w:suff w:val="nothing"/><w:lvlText w:val="%1.%5"/></w:lvl>
        <w:lvl w:ilvl="5"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>
      </w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
      <w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
      <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
      <w:num w:numId="4"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="第%1条"/></w:lvl></w:lvlOverride></w:num>
    </w:numbering>"#;

    fn labels(paragraphs: &[(&str, usize)]) -> Vec<String> {
        let mut numbering = Numbering::read(XML).expect("well formed");
        let label =
            |(list, level): &(&str, usize)| numbering.next(list, *level).unwrap_or_default();
        paragraphs.iter().map(label).collect()
    }

    #[test]
    fn levels_below_begin_again() {
        let paragraphs = [
            ("1", 0),
            ("1", 1),
            ("1", 1),
            ("1", 2),
            ("1", 0),
            ("1", 1),
            ("1", 2),
            ("1", 2),
        ];
        assert_eq!(
            labels(&paragraphs),
            [
                "一、",
                "（一）",
                "（二）",
                "1. ",
                "二、",
                "（一）",
                "1. ",
                "2. "
            ]
        );
    }

    #[test]
    fn a_list_goes_on_where_another_of_its_kind_stopped() {
        assert_eq!(
            labels(&[("1", 0), ("2", 0), ("1", 0)]),
            ["一、", "二、", "三、"]
        );
    }

    #[test]
    fn an_override_begins_again_once() {
        let paragraphs = [("1", 0), ("1", 0), ("3", 0), ("3", 0), ("1", 0)];
        assert_eq!(
            labels(&paragraphs),
            ["一、", "二、", "一、", "二、", "三、"]
        );
    }

    #[test]
    fn a_level_that_never_restarts_does_not() {
        let paragraphs = [("1", 3), ("1", 0), ("1", 3)];
        assert_eq!(labels(&paragraphs), ["⑤", "二、", "⑥"]);
    }

    #[test]
    fn a_list_may_have_a_level_of_its_own() {
        assert_eq!(labels(&[("4", 0), ("4", 0)]), ["第1条", "第2条"]);
    }

    #[test]
    fn legal_numbers_are_arabic_throughout() {
        assert_eq!(
            labels(&[("1", 0), ("1", 4), ("1", 4)]),
            ["一、", "1.1", "1.2"]
        );
    }

    #[test]
    fn signs_of_symbol_fonts_and_unknown_lists_have_no_number() {
        assert_eq!(
            labels(&[("1", 5), ("9", 0), ("1", 8), ("1", 99)]),
            ["", "", "", ""]
        );
    }
}
