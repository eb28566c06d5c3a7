//! Chance that is the same in every run and on every machine, so that a trial looks alike wherever it is started.

/// Dice that belong to a name: the same name throws the same numbers for ever.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice of something, by its names.
    pub(super) fn of(names: &[&str]) -> Self {
        Self(names.iter().fold(0xcbf2_9ce4_8422_2325, |hash, name| {
            absorb(absorb(hash, name.as_bytes()), &[0xff])
        }))
    }

    /// A number below `sides`, for one question; another question is another throw.
    pub(super) fn throw(self, question: &str, sides: usize) -> usize {
        usize::try_from(self.number(question) % sides.max(1) as u64).unwrap_or(0)
    }

    /// Any number, to put things in order by.
    pub(super) fn number(self, question: &str) -> u64 {
        mix(absorb(self.0, question.as_bytes()))
    }

    /// True in so many of a hundred cases.
    pub(super) fn chance(self, question: &str, percent: usize) -> bool {
        self.throw(question, 100) < percent
    }

    /// One of several.
    pub(super) fn pick<'t, T>(self, question: &str, among: &'t [T]) -> &'t T {
        &among[self.throw(question, among.len())]
    }
}

/// FNV-1a.
fn absorb(hash: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(hash, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The finalizer of SplitMix64: FNV's low bits alone are no dice.
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_throws_the_same_and_others_differ() {
        let throws = |name: &str| -> Vec<usize> {
            (0..20)
                .map(|n| Dice::of(&[name]).throw(&n.to_string(), 6))
                .collect()
        };
        assert_eq!(throws("xj.zjj"), throws("xj.zjj"));
        assert_ne!(throws("xj.zjj"), throws("xj.gsj"));
        assert_ne!(
            Dice::of(&["ab", "c"]).throw("?", 1000),
            Dice::of(&["a", "bc"]).throw("?", 1000)
        );
    }

    #[test]
    fn no_side_is_preferred() {
        let mut seen = [0; 6];
        for n in 0..6000 {
            seen[Dice::of(&["item", &n.to_string()]).throw("side", 6)] += 1;
        }
        assert!(
            seen.iter().all(|count| (850..1150).contains(count)),
            "{seen:?}"
        );
    }
}
