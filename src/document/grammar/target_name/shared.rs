//! Names that several share: `A、B监督抽查合格率`, and the indicators that a goal line lists.

use std::ops::Range;

use super::super::brackets;
use super::{Name, clean, is_indicator};

/// Splits a name that several share.
///
/// `主要污染物排放、万元生产总值能耗` are whole names; `重点领域地产食品、地产农产品监督抽查合格率` share their head
/// (`监督抽查合格率`), which begins where the last name again shows how the others end (`…品`).
pub(super) fn shared(text: &str, range: Range<usize>) -> Option<Vec<Name>> {
    let words = &text[range.clone()];
    if !words.contains('、') || words.contains('等') || words.contains(['“', '《']) {
        return None;
    }
    let mut pieces = brackets::split(text, range, &['、']);
    if let Some(last) = pieces.pop() {
        pieces.extend(last_pair(text, last));
    }
    let last = pieces.last()?.clone();
    if !is_indicator(&text[last.clone()]) {
        return None;
    }
    let others = &pieces[..pieces.len() - 1];
    if others
        .iter()
        .all(|piece| is_indicator(&text[piece.clone()]))
    {
        return Some(pieces.iter().map(|piece| named(text, piece)).collect());
    }
    let head = shared_head(&text[others.last()?.clone()], &text[last.clone()])?;
    let with_head = |piece: &Range<usize>| {
        let name = named(text, piece);
        Name {
            text: format!("{}{head}", name.text),
            ..name
        }
    };
    let mut names: Vec<Name> = others.iter().map(with_head).collect();
    names.push(named(text, &last));
    Some(names)
}

fn named(text: &str, piece: &Range<usize>) -> Name {
    Name {
        text: clean(&text[piece.clone()]),
        range: piece.clone(),
    }
}

/// `A、B分别达到90%、95%`: one name for each number.
pub(super) fn listed(text: &str, range: Range<usize>) -> Option<Vec<Name>> {
    let mut pieces = brackets::split(text, range, &['、']);
    if let Some(last) = pieces.pop() {
        pieces.extend(last_pair(text, last));
    }
    (pieces.len() >= 2).then(|| pieces.iter().map(|piece| named(text, piece)).collect())
}

/// `单位生产总值二氧化碳排放及全区…比例`: the last two of a list, when both are measured.
fn last_pair(text: &str, last: Range<usize>) -> Vec<Range<usize>> {
    let words = &text[last.clone()];
    for joint in ["以及", "及", "和"] {
        if let Some(at) = words.find(joint) {
            let (left, right) = (&words[..at], &words[at + joint.len()..]);
            if is_indicator(left) && is_indicator(right) {
                return vec![
                    last.start..last.start + at,
                    last.start + at + joint.len()..last.end,
                ];
            }
        }
    }
    vec![last]
}

/// The part of `last` behind the place where it shows the ending of `other`.
fn shared_head<'t>(other: &str, last: &'t str) -> Option<&'t str> {
    let mut ending = other.char_indices().rev().map(|(at, _)| &other[at..]);
    let one = ending.next()?;
    let two = ending.next().unwrap_or(one);
    let found = last
        .find(two)
        .map(|at| at + two.len())
        .or_else(|| last.find(one).map(|at| at + one.len()))?;
    let head = &last[found..];
    (head.chars().count() >= 2).then_some(head)
}

/// The indicators that a goal line names: `著名商标、国家地理商标` names two. One name is not a list.
pub(crate) fn indicators(title: &str) -> Vec<String> {
    if let Some(names) = shared(title, 0..title.len()) {
        return names.into_iter().map(|name| name.text).collect();
    }
    let pieces = brackets::split(title, 0..title.len(), &['、']);
    let long = pieces
        .iter()
        .all(|piece| title[piece.clone()].chars().count() >= 4);
    if pieces.len() < 2 || !long || title.contains(['，', '。', '等']) {
        return Vec::new();
    }
    pieces
        .into_iter()
        .map(|piece| clean(&title[piece]))
        .collect()
}
