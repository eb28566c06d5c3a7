//! Word lists, written as running words, so that a page of code holds a page of words.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

/// A list of words.
#[derive(Debug)]
pub struct WordList(LazyLock<Words>);

/// The words, and where to look for one: by its first and by its last character, longest first.
#[derive(Debug)]
pub struct Words {
    all: Vec<&'static str>,
    by_first: Groups,
    by_last: Groups,
    automaton: Option<AhoCorasick>,
}

/// Words by one of their characters, in the order of the characters.
type Groups = Vec<(char, Vec<&'static str>)>;

fn groups(words: &[&'static str], key: fn(&str) -> Option<char>) -> Groups {
    let mut groups: Groups = Vec::new();
    for word in words {
        let Some(c) = key(word) else { continue };
        match groups.binary_search_by_key(&c, |(known, _)| *known) {
            Ok(at) => groups[at].1.push(word),
            Err(at) => groups.insert(at, (c, vec![word])),
        }
    }
    groups
}

fn group(groups: &Groups, c: char) -> &[&'static str] {
    groups
        .binary_search_by_key(&c, |(known, _)| *known)
        .map_or(&[], |at| &groups[at].1)
}

impl Words {
    /// The words of `text`, separated by space.
    pub fn new(text: &'static str) -> Self {
        let all: Vec<&'static str> = text.split_whitespace().collect();
        let mut longest_first = all.clone();
        longest_first.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let by_first = groups(&longest_first, |word| word.chars().next());
        let by_last = groups(&longest_first, |word| word.chars().next_back());
        let automaton = AhoCorasick::new(&all).ok();
        Self {
            all,
            by_first,
            by_last,
            automaton,
        }
    }
}

impl WordList {
    /// A list that is read when it is first asked.
    pub const fn new(words: fn() -> Words) -> Self {
        Self(LazyLock::new(words))
    }

    /// The longest word that `text` begins with.
    pub fn beginning(&self, text: &str) -> Option<&'static str> {
        let words = group(&self.0.by_first, text.chars().next()?);
        words.iter().find(|word| text.starts_with(**word)).copied()
    }

    /// The longest word that `text` ends with.
    pub fn ending(&self, text: &str) -> Option<&'static str> {
        let words = group(&self.0.by_last, text.chars().next_back()?);
        words.iter().find(|word| text.ends_with(**word)).copied()
    }

    /// True when `text` holds one of the words.
    pub fn inside(&self, text: &str) -> bool {
        match &self.0.automaton {
            Some(automaton) => automaton.is_match(text),
            None => self.0.all.iter().any(|word| text.contains(*word)),
        }
    }

    /// True when `text` is one of the words.
    pub fn has(&self, text: &str) -> bool {
        let first = text.chars().next();
        first.is_some_and(|first| group(&self.0.by_first, first).contains(&text))
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.all.iter().copied()
    }
}

/// Declares a list of words.
macro_rules! word_list {
    ($(#[$meta:meta])* $visibility:vis $name:ident = $text:literal) => {
        $(#[$meta])*
        $visibility static $name: $crate::domain::WordList =
            $crate::domain::WordList::new(|| $crate::domain::Words::new($text));
    };
}
pub(crate) use word_list;
#[cfg(test)]
mod tests {
    word_list!(RANKS = "省 市 自治区 区");

    #[test]
    fn the_longest_word_wins() {
        assert_eq!(RANKS.ending("新疆维吾尔自治区"), Some("自治区"));
        assert_eq!(RANKS.beginning("市教育局"), Some("市"));
        assert!(RANKS.has("区") && !RANKS.has("县") && RANKS.inside("杭州市教育局"));
    }
}
