//! Word lists, written as running words, so that a page of code holds a page of words.

use std::sync::LazyLock;

/// A list of words.
#[derive(Debug)]
pub struct WordList(LazyLock<Vec<&'static str>>);

impl WordList {
    /// The words of `text`, separated by space.
    pub const fn new(of: fn() -> Vec<&'static str>) -> Self {
        Self(LazyLock::new(of))
    }

    /// The longest word that `text` begins with.
    pub fn beginning(&self, text: &str) -> Option<&'static str> {
        self.0
            .iter()
            .filter(|word| text.starts_with(**word))
            .max_by_key(|word| word.len())
            .copied()
    }

    /// The longest word that `text` ends with.
    pub fn ending(&self, text: &str) -> Option<&'static str> {
        self.0
            .iter()
            .filter(|word| text.ends_with(**word))
            .max_by_key(|word| word.len())
            .copied()
    }

    /// True when `text` holds one of the words.
    pub fn inside(&self, text: &str) -> bool {
        self.0.iter().any(|word| text.contains(*word))
    }

    /// True when `text` is one of the words.
    pub fn has(&self, text: &str) -> bool {
        self.0.contains(&text)
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

/// Declares a list of words.
macro_rules! word_list {
    ($(#[$meta:meta])* $visibility:vis $name:ident = $text:literal) => {
        $(#[$meta])*
        $visibility static $name: $crate::domain::WordList =
            $crate::domain::WordList::new(|| $text.split_whitespace().collect());
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
