//! The departments whose names are nearest to one that nobody carries, for a person to choose from.

use super::{Department, Registry};

/// So many are offered.
const OFFERED: usize = 5;
/// Below this share of common pairs, two names have nothing to do with each other.
const ALIKE: f64 = 0.34;

/// The departments of a region whose names share most with `name`, the nearest first.
pub fn nearest<'r>(registry: &'r Registry, name: &str, jurisdiction: &str) -> Vec<&'r Department> {
    let wanted = pairs(name);
    let mut found: Vec<(f64, usize, &Department)> = Vec::new();
    for (carried, department) in registry.names_in(jurisdiction) {
        let share = likeness(&wanted, &pairs(carried));
        if share < ALIKE {
            continue;
        }
        match found
            .iter_mut()
            .find(|(_, _, known)| known.code == department.code)
        {
            Some(known) => known.0 = known.0.max(share),
            None => found.push((share, found.len(), department)),
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found
        .into_iter()
        .take(OFFERED)
        .map(|(_, _, department)| department)
        .collect()
}

/// The pairs of neighbouring characters of a name, in order, each once; the first and the last stand alone as well,
/// so that 市文旅局 and 文旅局 have something in common.
fn pairs(name: &str) -> Vec<(char, char)> {
    let characters: Vec<char> = name.chars().collect();
    let mut pairs: Vec<(char, char)> = characters
        .windows(2)
        .map(|pair| (pair[0], pair[1]))
        .collect();
    pairs.extend(characters.last().map(|last| (*last, '\0')));
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Twice the common pairs over all pairs: 1 for equal names, 0 for names without a common pair.
fn likeness(a: &[(char, char)], b: &[(char, char)]) -> f64 {
    let common = a
        .iter()
        .filter(|pair| b.binary_search(pair).is_ok())
        .count();
    let all = a.len() + b.len();
    if all == 0 {
        return 0.0;
    }
    // Names have a few dozen characters.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a count of characters of a name"
    )]
    let share = 2.0 * common as f64 / all as f64;
    share
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_share_more_are_nearer() {
        let share = |a: &str, b: &str| likeness(&pairs(a), &pairs(b));
        assert!((share("自治区质监局", "自治区质监局") - 1.0).abs() < f64::EPSILON);
        let near = share("自治区市场监督局", "自治区市场监督管理局");
        let far = share("自治区市场监督局", "自治区教育厅");
        assert!(near > 0.7 && near > far, "{near} {far}");
        assert!(share("文旅局", "自治区数据局") < ALIKE);
    }
}
