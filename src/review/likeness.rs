//! How alike two texts are, by the pairs of neighbouring characters that they share; and a sample of a text by which
//! it is told, among all others, whether it is nearly one of them.

use std::collections::HashMap;

use super::difference::plain;

/// The text without space and punctuation, in the form that all prints of it share.
pub(super) fn squeezed(text: &str) -> String {
    text.chars()
        .map(plain)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Pairs of neighbouring characters and how often each comes.
#[derive(Debug, Clone)]
pub(super) struct Grams {
    counts: HashMap<(char, char), u32>,
    total: u32,
}

impl Grams {
    /// The pairs of a text without its space and punctuation.
    pub(super) fn of(text: &str) -> Self {
        Self::of_chars(squeezed(text).chars())
    }

    /// The same, all numbers taken for one: a figure that was raised makes no other text.
    pub(super) fn without_figures(text: &str) -> Self {
        let text = squeezed(text);
        let mut before = ' ';
        let masked = text.chars().filter_map(|c| {
            let here = if c.is_ascii_digit() { '0' } else { c };
            let kept = (here, before) != ('0', '0');
            before = here;
            kept.then_some(here)
        });
        Self::of_chars(masked)
    }

    fn of_chars(chars: impl Iterator<Item = char>) -> Self {
        let chars: Vec<char> = chars.collect();
        let mut counts = HashMap::new();
        for pair in chars.windows(2) {
            *counts.entry((pair[0], pair[1])).or_insert(0) += 1;
        }
        Self {
            counts,
            total: u32::try_from(chars.len().saturating_sub(1)).unwrap_or(u32::MAX),
        }
    }

    /// How many pairs there are.
    pub(super) fn total(&self) -> u32 {
        self.total
    }

    /// The different pairs.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (char, char)> {
        self.counts.keys().copied()
    }

    /// Texts of very different length cannot be as alike as `least`; they need not be compared.
    pub(super) fn comparable(&self, other: &Self, least: f64) -> bool {
        let (short, long) = (self.total.min(other.total), self.total.max(other.total));
        f64::from(short) * 2.0 >= least * f64::from(short + long)
    }

    /// Sørensen–Dice coefficient: 1 for equal texts, 0 for texts without a pair in common.
    pub(super) fn likeness(&self, other: &Self) -> f64 {
        if self.total + other.total == 0 {
            return 0.0;
        }
        let (few, many) = if self.counts.len() <= other.counts.len() {
            (self, other)
        } else {
            (other, self)
        };
        let common: u32 = few
            .counts
            .iter()
            .map(|(pair, count)| (*count).min(many.counts.get(pair).copied().unwrap_or(0)))
            .sum();
        f64::from(common * 2) / f64::from(self.total + other.total)
    }
}

/// Takes candidates in order of likeness, each side once; equals go by their order in the texts.
pub(super) fn best_first(mut candidates: Vec<(usize, usize, f64)>) -> Vec<(usize, usize, f64)> {
    candidates.sort_by(|a, b| b.2.total_cmp(&a.2).then((a.0, a.1).cmp(&(b.0, b.1))));
    let size = |of: fn(&(usize, usize, f64)) -> usize| {
        candidates.iter().map(of).max().map_or(0, |last| last + 1)
    };
    let (mut left_taken, mut right_taken) =
        (vec![false; size(|c| c.0)], vec![false; size(|c| c.1)]);
    candidates.retain(|(left, right, _)| {
        let free = !left_taken[*left] && !right_taken[*right];
        if free {
            left_taken[*left] = true;
            right_taken[*right] = true;
        }
        free
    });
    candidates
}

/// So many numbers are a sample.
const SAMPLE: usize = 128;
/// So many neighbouring characters are one piece of the text.
const PIECE: usize = 12;
/// Of the smallest hashes of two texts together, both have at least so many where one was made from the other by
/// changing little: it is the share of their pieces that they have in common, of 128.
pub const NEARLY_THE_SAME: usize = 109;

/// A sample of a text: the smallest hashes of its pieces, in order. Texts that share most of their pieces share most
/// of their sample, whatever their length; empty for a text that is too short to tell.
pub fn sketch(text: &str) -> Vec<i64> {
    let chars: Vec<char> = squeezed(text).chars().collect();
    let mut hashes: Vec<i64> = chars.windows(PIECE).map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    if hashes.len() < SAMPLE {
        return Vec::new();
    }
    hashes.truncate(SAMPLE);
    hashes
}

/// FNV-1a, the same on every machine and in every version, because samples are stored.
fn hash(piece: &[char]) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for c in piece {
        for byte in u32::from(*c).to_le_bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEEDS: [&str; 3] = [
        include_str!("../../seed-data/documents/新疆-2017-05-实施质量强区战略任务分工.txt"),
        include_str!("../../seed-data/documents/新疆-2017-02-关于实施质量强区战略的决定.txt"),
        include_str!(
            "../../seed-data/documents/新疆-2015-05-贯彻质量发展纲要2015年行动计划实施方案.txt"
        ),
    ];

    fn shared(a: &str, b: &str) -> usize {
        // As `store::versions::alike` counts.
        let (a, b) = (sketch(a), sketch(b));
        let mut both: Vec<i64> = a.iter().chain(&b).copied().collect();
        both.sort_unstable();
        both.dedup();
        let smallest = both.iter().take(SAMPLE);
        smallest
            .filter(|hash| a.contains(hash) && b.contains(hash))
            .count()
    }

    #[test]
    fn a_text_with_little_changed_is_told_from_one_that_repeats_much() {
        for seed in SEEDS {
            assert!(shared(seed, &seed.replace("2020年", "2022年")) >= NEARLY_THE_SAME);
            assert!(shared(seed, &seed.replacen("质量", "品质", 3)) >= NEARLY_THE_SAME);
        }
        // The notice hands out the decision's tasks in the decision's own words.
        assert!(shared(SEEDS[0], SEEDS[1]) < NEARLY_THE_SAME);
        assert!(shared(SEEDS[0], SEEDS[2]) < NEARLY_THE_SAME / 2);
    }

    #[test]
    fn figures_make_no_other_text() {
        let (before, after) = ("培育名牌 30 个", "培育名牌150个");
        let alike = |of: fn(&str) -> Grams| of(before).likeness(&of(after));
        assert!(alike(Grams::without_figures) > 0.99 && alike(Grams::of) < 0.8);
    }

    #[test]
    fn each_side_is_taken_once_and_the_best_first() {
        let taken = best_first(vec![(0, 1, 0.7), (0, 0, 0.9), (1, 0, 0.95), (1, 1, 0.6)]);
        assert_eq!(taken, [(1, 0, 0.95), (0, 1, 0.7)]);
    }
}
