//! What a list prints once and means of each of its names: the bodies of places (`襄都区、信都区党委、政府`), the government behind
//! an open list (`江孜、白朗等县人民政府`), the kind behind fields of work (`公安、交通部门`).
//!
//! The text around a list is seen here only. What can be told from the names alone is restored in `registry::restore`.

use super::super::grammar::organisation::{self, Likeness};
use super::super::parsed::Responsibility;
use crate::domain::word_list;

/// Gives each name of a list what the list prints once. `from` is where the list begins in `all`, `behind` the text behind it.
pub(super) fn share(all: &mut Vec<Responsibility>, from: usize, behind: &str) {
    share_government(all, from, behind);
    share_kind(all, from);
    share_bodies(all, from);
}

/// Party committees of a place.
const COMMITTEES: &[&str] = &["党工委", "党委"];

/// Gives each place of a list the two bodies that the last place of it prints. `from` is where the list begins.
fn share_bodies(all: &mut Vec<Responsibility>, from: usize) {
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

/// `江孜、白朗、萨迦等县人民政府`: the government that stands behind an open list is that of each of its places. `behind` is what
/// stands behind the last name.
fn share_government(all: &mut [Responsibility], from: usize, behind: &str) {
    let Some(tail) = behind.strip_prefix('等') else {
        return;
    };
    let Some(body) = ["人民政府", "政府"]
        .iter()
        .find(|body| tail.contains(**body))
    else {
        return;
    };
    let rank = &tail[..tail.find(body).unwrap_or(0)];
    if rank.chars().count() > 7
        || !rank
            .chars()
            .all(|c| RANKS.contains(&c) || matches!(c, '（' | '）' | '、'))
    {
        return;
    }
    let role = all.last().map(|last| last.role);
    let places = all[from..].iter_mut().rev();
    for one in places.take_while(|one| Some(one.role) == role && !one.collective) {
        let ranked = one.name.ends_with(RANKS) && one.name.chars().count() >= 3;
        let bare = rank.chars().count() == 1
            && (2..=4).contains(&one.name.chars().count())
            && organisation::likeness(&one.name) == Likeness::None;
        match (ranked, bare) {
            (true, _) => one.name.push_str(body),
            (false, true) => one.name.push_str(&format!("{rank}{body}")),
            (false, false) => break,
        }
    }
}

/// What a place may be called.
const RANKS: &[char] = &['县', '区', '市', '旗', '州', '镇', '乡'];

/// `公安、交通部门负责`: the kind of body stands behind the last field of work only.
fn share_kind(all: &mut [Responsibility], from: usize) {
    const KIND: &str = "部门";
    for at in (from + 1..all.len()).rev() {
        let last = &all[at];
        let field = last
            .name
            .strip_suffix(KIND)
            .filter(|field| !GENERAL.has(field));
        if last.collective || field.is_none_or(|field| field.chars().count() < 2) {
            continue;
        }
        let role = last.role;
        let bare = |one: &Responsibility| {
            one.role == role
                && (2..=8).contains(&one.name.chars().count())
                && organisation::likeness(&one.name) == Likeness::None
        };
        for one in all[from..at].iter_mut().rev().take_while(|one| bare(one)) {
            one.name.push_str(KIND);
        }
    }
}

word_list!(
    /// Words before 部门 that name no field of work.
    GENERAL = "有关 相关 各 主管 职能 责任 其他 行业主管 各有关 各相关 市级 县级 区级 省级 市直 县直 区直 省直"
);

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
