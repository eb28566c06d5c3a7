//! Where something stands in the text: byte spans inside, characters and lines for people.

/// A piece of the text that was parsed, in bytes; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The text that the span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// True when nothing is covered.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// True when `other` lies inside.
    pub const fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Bytes between two remembered character counts.
const STRIDE: usize = 512;

/// Answers in which character, line and column a byte stands. Building it reads the text once; each question
/// then reads at most a stride, so converting every span of a document stays linear.
#[derive(Debug)]
pub struct Places<'t> {
    text: &'t str,
    chars_before: Vec<usize>,
    line_starts: Vec<usize>,
}

impl<'t> Places<'t> {
    /// Reads the text once.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut chars_before = Vec::with_capacity(bytes.len() / STRIDE + 1);
        let mut count = 0;
        for chunk in bytes.chunks(STRIDE) {
            chars_before.push(count);
            count += count_starts(chunk);
        }
        let line_starts = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', bytes).map(|at| at + 1))
            .collect();
        Self {
            text,
            chars_before,
            line_starts,
        }
    }

    /// Characters before the byte `at`.
    pub fn chars(&self, at: usize) -> usize {
        let block = at / STRIDE;
        match self.chars_before.get(block) {
            Some(before) => before + count_starts(&self.text.as_bytes()[block * STRIDE..at]),
            None => {
                let last = self.chars_before.len().saturating_sub(1);
                self.chars_before.last().unwrap_or(&0)
                    + count_starts(&self.text.as_bytes()[(last * STRIDE).min(at)..at])
            }
        }
    }

    /// The span in characters: `[start, end]`.
    pub fn span(&self, span: Span) -> [usize; 2] {
        [self.chars(span.start), self.chars(span.end)]
    }

    /// Line and column of a byte, both from 1, the column in characters.
    pub fn line_column(&self, at: usize) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= at);
        let start = self.line_starts[line - 1];
        (line, self.chars(at) - self.chars(start) + 1)
    }
}

/// Bytes that begin a character.
fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte as i8) >= -0x40).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_and_columns_are_counted_in_han() {
        let text = "质量\n强区x";
        let places = Places::new(text);
        assert_eq!(places.span(Span::new(7, 13)), [3, 5]);
        assert_eq!(places.line_column(10), (2, 2));
        assert_eq!(places.chars(text.len()), 6);
    }

    #[test]
    fn long_texts_agree_with_counting() {
        let text = "质a".repeat(3000);
        let places = Places::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(places.chars(at), count);
        }
        assert_eq!(places.chars(text.len()), 6000);
        assert_eq!(Places::new("").chars(0), 0);
    }
}
