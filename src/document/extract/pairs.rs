//! `襄都区、信都区党委、政府`: two bodies for each of the places, though only the last prints them.

use super::super::parsed::Responsibility;

/// Party committees of a place.
const COMMITTEES: &[&str] = &["党工委", "党委"];

/// Gives each place of a list the two bodies that the last place of it prints. `from` is where the list begins.
pub(super) fn complete(all: &mut Vec<Responsibility>, from: usize) {
    let Some(at) = (from + 1..all.len().saturating_sub(1)).find(|at| opens_pair(all, *at)) else {
        return;
    };
    let committee = COMMITTEES
        .iter()
        .find(|body| all[at].name.ends_with(**body));
    let Some(committee) = committee else { return };
    let body = all[at + 1].name.clone();
    let places = all[from..at]
        .iter()
        .rev()
        .take_while(|one| is_place(&one.name))
        .count();
    let doubled: Vec<Responsibility> = all[at - places..at]
        .iter()
        .flat_map(|one| {
            let with = |body: &str| Responsibility {
                name: format!("{}{body}", one.name),
                ..one.clone()
            };
            [with(committee), with(&body)]
        })
        .collect();
    all.splice(at - places..at, doubled);
}

/// `信都区党委` before `政府`.
fn opens_pair(all: &[Responsibility], at: usize) -> bool {
    let pair = matches!(
        all[at + 1].name.as_str(),
        "政府" | "人民政府" | "管委会" | "管委"
    );
    let place = COMMITTEES
        .iter()
        .find_map(|body| all[at].name.strip_suffix(body));
    pair && place.is_some_and(is_place)
}

/// `襄都区`, `邢台经济开发区`: a place and no body.
fn is_place(name: &str) -> bool {
    name.ends_with(['区', '县', '市', '州', '旗', '盟'])
        && !name.contains('各')
        && name.chars().count() >= 2
}
