//! Which item of a new version was which item of the old one.
//!
//! Items are matched by what they say and, where that leaves a choice, by their order, never by their number, because
//! one item that is taken out renumbers all that follow. The same words are the same item; then each of the rest is
//! held against the few of the other side that share its rarest words, have its title, or stand in the same gap, so
//! that the work grows with the length of the documents and not with its square.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::amendment::VersionItem;
use super::likeness::{Grams, best_first, squeezed};

/// What an item says, in the form that all prints of it share.
pub(super) fn words(item: &VersionItem) -> String {
    format!("{}\n{}", squeezed(&item.title), squeezed(&item.body))
}

/// Of each new item, the old one that it was, if any.
pub(super) fn matched(old: &[VersionItem], new: &[VersionItem]) -> Vec<Option<usize>> {
    let mut pairs = same_words(old, new);
    let rest_new: Vec<usize> = (0..new.len()).filter(|one| pairs[*one].is_none()).collect();
    let mut taken = vec![false; old.len()];
    pairs.iter().flatten().for_each(|one| taken[*one] = true);
    let rest_old: Vec<usize> = (0..old.len()).filter(|one| !taken[*one]).collect();
    let before = Side::of(old, rest_old);
    let after = Side::of(new, rest_new);
    let scale = order_of(&pairs, old.len());
    for (right, left, _) in best_first(candidates(&before, &after, &scale)) {
        pairs[after.places[right]] = Some(before.places[left]);
    }
    pairs
}

/// The items that say exactly the same: those with the same number first, then in order.
fn same_words(old: &[VersionItem], new: &[VersionItem]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut known: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (index, item) in old.iter().enumerate() {
        known.entry(words(item)).or_default().push_back(index);
    }
    for by_number in [true, false] {
        for (index, item) in new
            .iter()
            .enumerate()
            .filter(|(_, item)| !item.body.is_empty())
        {
            let Some(queue) = known
                .get_mut(&words(item))
                .filter(|_| pairs[index].is_none())
            else {
                continue;
            };
            let place = match by_number {
                true => queue.iter().position(|one| old[*one].locus == item.locus),
                false => (!queue.is_empty()).then_some(0),
            };
            pairs[index] = place.and_then(|place| queue.remove(place));
        }
    }
    pairs
}

/// The items of one version that have no partner yet.
struct Side<'i> {
    items: Vec<&'i VersionItem>,
    grams: Vec<Grams>,
    titles: Vec<String>,
    /// Their places in the version.
    places: Vec<usize>,
}

impl<'i> Side<'i> {
    fn of(all: &'i [VersionItem], places: Vec<usize>) -> Self {
        let items: Vec<&VersionItem> = places.iter().map(|place| &all[*place]).collect();
        Self {
            grams: items
                .iter()
                .map(|item| Grams::without_figures(&item.body))
                .collect(),
            titles: items.iter().map(|item| squeezed(&item.title)).collect(),
            items,
            places,
        }
    }
}

/// Where each item of the new version would stand in the old one, by its nearest matched neighbour before it.
fn order_of(pairs: &[Option<usize>], old: usize) -> Vec<usize> {
    let mut last = 0;
    pairs
        .iter()
        .map(|pair| {
            last = pair.map_or(last + 1, |one| one).min(old);
            last
        })
        .collect()
}

/// Texts less alike than this are different items.
const LEAST_TEXT: f64 = 0.5;
/// Short lines share words by chance.
const SHORT: u32 = 12;
const LEAST_SHORT: f64 = 0.65;
/// So many rare words of an item are looked up, and so many of the items that share them are compared.
const RARE: usize = 12;
const COMPARED: usize = 8;

/// Who may have been whom, with how sure: new, old.
fn candidates(old: &Side<'_>, new: &Side<'_>, scale: &[usize]) -> Vec<(usize, usize, f64)> {
    let mut holders: HashMap<(char, char), Vec<usize>> = HashMap::new();
    for (index, grams) in old.grams.iter().enumerate() {
        for pair in grams.pairs() {
            holders.entry(pair).or_default().push(index);
        }
    }
    let mut titled: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, title) in old.titles.iter().enumerate() {
        titled.entry(title).or_default().push(index);
    }
    let mut found = Vec::new();
    for right in 0..new.items.len() {
        let place = scale[new.places[right]];
        for left in near(right, place, old, new, &holders, &titled) {
            let alike = alike(old, left, new, right);
            if alike > 0.0 {
                // Order decides only between equals.
                let apart = old.places[left].abs_diff(place);
                let apart = f64::from(u32::try_from(apart).unwrap_or(u32::MAX));
                found.push((right, left, alike - apart * 1e-7));
            }
        }
    }
    found
}

/// The few old items that a new one is held against.
fn near(
    right: usize,
    place: usize,
    old: &Side<'_>,
    new: &Side<'_>,
    holders: &HashMap<(char, char), Vec<usize>>,
    titled: &HashMap<&str, Vec<usize>>,
) -> BTreeSet<usize> {
    let mut rare: Vec<(usize, (char, char))> = new.grams[right]
        .pairs()
        .filter_map(|pair| Some((holders.get(&pair)?.len(), pair)))
        .collect();
    rare.sort_unstable();
    let mut hits: HashMap<usize, usize> = HashMap::new();
    for (_, pair) in rare.into_iter().take(RARE) {
        for holder in &holders[&pair] {
            *hits.entry(*holder).or_default() += 1;
        }
    }
    let mut hits: Vec<(usize, usize)> = hits.into_iter().map(|(item, hits)| (hits, item)).collect();
    hits.sort_unstable_by(|a, b| b.cmp(a));
    let mut near: BTreeSet<usize> = hits
        .into_iter()
        .take(COMPARED)
        .map(|(_, item)| item)
        .collect();
    let same_title = titled.get(new.titles[right].as_str());
    near.extend(same_title.into_iter().flatten().take(COMPARED));
    // Those that stand where it would stand.
    let gap = old.places.partition_point(|one| *one < place);
    near.extend(gap.saturating_sub(2)..(gap + 2).min(old.items.len()));
    near
}

/// How sure it is that one item was the other; 0 where they are two.
fn alike(old: &Side<'_>, left: usize, new: &Side<'_>, right: usize) -> f64 {
    let (before, after) = (&old.grams[left], &new.grams[right]);
    if old.items[left].kind != new.items[right].kind {
        return 0.0;
    }
    let text = before.likeness(after);
    let titles = (&old.titles[left], &new.titles[right]);
    let titled = titles.0.chars().count() >= 4 && titles.0 == titles.1;
    let least = match before.total().min(after.total()) < SHORT {
        true => LEAST_SHORT,
        false => LEAST_TEXT,
    };
    match titled {
        // A heading that stayed over a text that was written anew.
        true => 0.5 + text / 2.0,
        false if text >= least => text,
        false => 0.0,
    }
}
