//! How much of a document was read right, in figures.

use fengong::document::{self, Item};
use fengong::output::Tree;

use super::expected::{self, Block};
use super::reading::{responsibilities, squeezed, target_lines};

/// Counts over one or many documents.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Score {
    /// Items that a person found.
    pub(crate) items: usize,
    /// Of these, read with the same first and last words.
    pub(crate) items_right: usize,
    /// Items read that no person found.
    pub(crate) items_extra: usize,
    /// Responsibilities that a person found.
    pub(crate) responsibilities: usize,
    /// Of these, read on the same item with the same department and role.
    pub(crate) responsibilities_right: usize,
    /// Responsibilities read that no person found.
    pub(crate) responsibilities_extra: usize,
    /// Targets that a person found.
    pub(crate) targets: usize,
    /// Of these, read on the same item with the same comparator, value and unit.
    pub(crate) targets_right: usize,
    /// Deadlines that a person found.
    pub(crate) deadlines: usize,
    /// Of these, read with the same last day.
    pub(crate) deadlines_right: usize,
}

impl std::ops::AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.items += other.items;
        self.items_right += other.items_right;
        self.items_extra += other.items_extra;
        self.responsibilities += other.responsibilities;
        self.responsibilities_right += other.responsibilities_right;
        self.responsibilities_extra += other.responsibilities_extra;
        self.targets += other.targets;
        self.targets_right += other.targets_right;
        self.deadlines += other.deadlines;
        self.deadlines_right += other.deadlines_right;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |right: usize, all: usize| {
            if all == 0 {
                100.0
            } else {
                right as f64 * 100.0 / all as f64
            }
        };
        write!(
            f,
            "items {}/{} ({:.1} %, {} extra), responsibilities {}/{} ({:.1} %, {} extra), targets {}/{} ({:.1} %), deadlines {}/{} ({:.1} %)",
            self.items_right,
            self.items,
            share(self.items_right, self.items),
            self.items_extra,
            self.responsibilities_right,
            self.responsibilities,
            share(self.responsibilities_right, self.responsibilities),
            self.responsibilities_extra,
            self.targets_right,
            self.targets,
            share(self.targets_right, self.targets),
            self.deadlines_right,
            self.deadlines,
            share(self.deadlines_right, self.deadlines),
        )
    }
}

/// Scores one document; `misses` says in words what was not read as a person read it.
pub(crate) fn score(text: &str, expectation: &str, misses: &mut Vec<String>) -> Score {
    let parsed = document::parse(text);
    let blocks: Vec<Block> = expected::read(expectation)
        .into_iter()
        .filter(|block| block.kind != "document")
        .collect();
    let mut score = Score {
        items: blocks.len(),
        ..Score::default()
    };
    let tree = Tree::of(text, &parsed);
    let mut taken = vec![false; parsed.items.len()];
    for block in &blocks {
        let partner = (0..parsed.items.len())
            .find(|index| !taken[*index] && begins(text, &parsed.items[*index], block));
        let item = partner.map(|index| {
            taken[index] = true;
            (&parsed.items[index], responsibilities(&tree, index))
        });
        one(item, block, &mut score, misses);
    }
    for (index, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
        let read = responsibilities(&tree, index);
        let item = &parsed.items[index];
        misses.push(format!(
            "{}{} is no item; it has {}",
            item.label,
            item.title,
            read.join(" ")
        ));
        score.items_extra += 1;
        score.responsibilities_extra += read.len();
    }
    score
}

fn begins(text: &str, item: &Item, block: &Block) -> bool {
    let slice = squeezed(item.span.of(text));
    let whole = squeezed(&format!("{}{}", item.label, item.text));
    match block.get("starts").map(squeezed) {
        Some(starts) => {
            slice.starts_with(&starts)
                || whole.starts_with(&starts)
                || squeezed(&item.text).starts_with(&starts)
        }
        None => squeezed(&item.title) == squeezed(&block.title),
    }
}

fn one(
    item: Option<(&Item, Vec<String>)>,
    block: &Block,
    score: &mut Score,
    misses: &mut Vec<String>,
) {
    let place = format!(
        "{} {}",
        block.label,
        block.get("starts").unwrap_or(&block.title)
    );
    let expected = block.responsibilities();
    let expected_targets: Vec<&str> = block.all("target").collect();
    score.responsibilities += expected.len();
    score.targets += expected_targets.len();
    let deadline = block.get("deadline").map(last_day);
    score.deadlines += usize::from(deadline.is_some());
    let Some((item, mut read)) = item else {
        misses.push(format!("{place}: not found"));
        return;
    };
    let ends = block.get("ends").map(squeezed).unwrap_or_default();
    let whole = squeezed(&format!("{}{}", item.label, item.text));
    if whole.ends_with(&ends) {
        score.items_right += 1;
    } else {
        let tail: Vec<char> = whole.chars().rev().take(20).collect();
        let tail: String = tail.into_iter().rev().collect();
        misses.push(format!("{place}: ends with “{tail}”, not “{ends}”"));
    }
    for one in &expected {
        match read.iter().position(|other| other == one) {
            Some(at) => {
                read.remove(at);
                score.responsibilities_right += 1;
            }
            None => misses.push(format!("{place}: lacks {one}")),
        }
    }
    score.responsibilities_extra += read.len();
    misses.extend(read.iter().map(|one| format!("{place}: has {one} as well")));
    let mut read = target_lines(item);
    for expected in &expected_targets {
        let wanted: Vec<String> = expected
            .split('|')
            .map(|part| squeezed(part.trim()))
            .collect();
        let same = |line: &Vec<String>| {
            (1..4).all(|part| line[part] == wanted.get(part).cloned().unwrap_or_default())
        };
        match read.iter().position(same) {
            Some(at) => {
                read.remove(at);
                score.targets_right += 1;
            }
            None => misses.push(format!("{place}: lacks target {expected}; has {read:?}")),
        }
    }
    let found = item
        .deadline
        .as_ref()
        .map(|(deadline, _)| deadline.last.map_or(String::new(), |day| day.to_string()));
    if deadline.is_some() && deadline == found {
        score.deadlines_right += 1;
    } else if let Some(deadline) = deadline {
        let found = found.unwrap_or_else(|| "none".to_owned());
        misses.push(format!("{place}: is due on {found}, not {deadline}"));
    }
}

fn last_day(line: &str) -> String {
    line.split('|').nth(2).unwrap_or("").trim().to_owned()
}
