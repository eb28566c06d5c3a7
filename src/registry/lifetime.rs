//! From a day to a day: how long a department lives, a name means it, a member belongs to a body.

use chrono::NaiveDate;

/// From the first day to the first day that is no longer one of it; an end that is not known is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lifetime {
    /// First day.
    pub from: Option<NaiveDate>,
    /// First day after it.
    pub to: Option<NaiveDate>,
}

impl Lifetime {
    /// From a day to a day.
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { from, to }
    }

    /// True when it has at least one day.
    pub fn is_possible(self) -> bool {
        match (self.from, self.to) {
            (Some(from), Some(to)) => from < to,
            _ => true,
        }
    }

    /// True when some day belongs to both.
    pub fn overlaps(self, other: Self) -> bool {
        let before = |end: Option<NaiveDate>, start: Option<NaiveDate>| match (end, start) {
            (Some(end), Some(start)) => end <= start,
            _ => false,
        };
        !before(self.to, other.from) && !before(other.to, self.from)
    }

    /// True when a day belongs to it.
    pub fn has(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day < to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(from: &str, to: &str) -> Lifetime {
        Lifetime::new(from.parse().ok(), to.parse().ok())
    }

    #[test]
    fn a_successor_begins_on_the_day_on_which_its_predecessor_ends() {
        let before = life("", "2018-11-28");
        let after = life("2018-11-28", "");
        assert!(!before.overlaps(after) && !after.overlaps(before));
        assert!(before.overlaps(life("2018-11-27", "")));
        assert!(Lifetime::default().overlaps(before));
        assert!(life("2015-01-01", "2016-01-01").overlaps(life("2015-12-31", "2017-01-01")));
    }

    #[test]
    fn a_life_of_no_day_is_none() {
        assert!(!life("2018-11-28", "2018-11-28").is_possible());
        assert!(life("2018-11-28", "2018-11-29").is_possible());
        let day = "2018-11-28".parse().expect("a date");
        assert!(life("2018-11-28", "").has(day) && !life("", "2018-11-28").has(day));
    }
}
