//! Decisions over what was parsed: the reading as the reviewer left it, and for every item what became of it.
//!
//! Pure. A decision finds its item by its anchor: the item that begins there, else the one that shares most of its
//! characters. So a better parser improves an open review, and no decision is lost: words that a person gave are
//! theirs whatever the parser reads, and a decision that no item answers to is listed.

use super::decision::{Anchor, Decided, Decision, Decisions, ItemWords};
use super::worded;
use crate::document::{FindingKind, Item, Parsed, Places, Span};

/// The reading after decisions.
#[derive(Debug)]
pub struct Applied {
    /// The reading without what was rejected, with what was added, merged and split.
    pub parsed: Parsed,
    /// Every item that was read or added, in the order of the text.
    pub cards: Vec<Card>,
    /// Decisions whose item the parser reads no more.
    pub orphans: Vec<Decided>,
}

/// What became of one item.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its characters; what a decision on it is anchored to.
    pub anchor: Anchor,
    /// The decision on it, if there is one.
    pub decided: Option<Decided>,
    /// It was added by a person.
    pub added: bool,
    /// Where it stands among the items of the reading; `None` when it was rejected or merged.
    pub item: Option<usize>,
    /// As it was read, before any decision; `None` for what was added.
    pub read: Option<Item>,
}

/// An item on its way through the decisions.
struct Entry {
    item: Item,
    card: usize,
    /// Its index in the parser's list; `None` for what was added or split off.
    index: Option<usize>,
}

/// Applies decisions to a reading.
pub fn apply(text: &str, mut parsed: Parsed, decisions: &Decisions) -> Applied {
    let places = Places::new(text);
    let offsets = Offsets::new(text);
    let read = std::mem::take(&mut parsed.items);
    let (owners, orphans) = owners(&read, &places, decisions);
    let mut cards = Vec::new();
    let mut entries: Vec<Entry> = Vec::new();
    for (index, item) in read.into_iter().enumerate() {
        let decided = owners[index].clone();
        let card = cards.len();
        cards.push(Card {
            anchor: places.span(item.span),
            decided: decided.clone(),
            added: false,
            item: None,
            read: Some(item.clone()),
        });
        let entry = |item| Entry {
            item,
            card,
            index: Some(index),
        };
        match decided.map(|one| one.decision) {
            Some(Decision::Reject { .. }) => {}
            Some(Decision::Merge) => merge(text, &mut entries, item),
            Some(Decision::Edit(words)) => entries.push(entry(worded::edited(item, &words))),
            Some(Decision::Split { at }) => {
                let (first, second) = split(text, item, offsets.byte(at));
                entries.push(entry(first));
                entries.extend(second.map(|item| Entry {
                    item,
                    card,
                    index: None,
                }));
            }
            _ => entries.push(entry(item)),
        }
    }
    add(
        text,
        &offsets,
        &places,
        &parsed,
        decisions,
        &mut cards,
        &mut entries,
    );
    settle(&mut parsed, entries, &mut cards);
    answer(&mut parsed, &places, &cards, decisions);
    cards.sort_by_key(|card| card.anchor);
    Applied {
        parsed,
        cards,
        orphans,
    }
}

/// Which decision each item has, and the decisions that none has.
fn owners(
    items: &[Item],
    places: &Places<'_>,
    decisions: &Decisions,
) -> (Vec<Option<Decided>>, Vec<Decided>) {
    let anchors: Vec<Anchor> = items.iter().map(|item| places.span(item.span)).collect();
    let mut owners: Vec<Option<Decided>> = vec![None; items.len()];
    let mut orphans = Vec::new();
    for one in decisions
        .iter()
        .filter(|one| one.decision.subject() == "item")
    {
        match owner(&anchors, one.anchor).filter(|index| owners[*index].is_none()) {
            Some(index) => owners[index] = Some(one.clone()),
            None => orphans.push(one.clone()),
        }
    }
    (owners, orphans)
}

/// The item at an anchor: the one with the same characters, else the one that shares more than half of them.
/// Items come in the order of their first characters, and one item may lie inside another.
fn owner(anchors: &[Anchor], wanted: Anchor) -> Option<usize> {
    if let Ok(exact) = anchors.binary_search(&wanted) {
        return Some(exact);
    }
    let near = anchors.partition_point(|anchor| anchor[0] < wanted[1]);
    let shared = |anchor: &Anchor| {
        wanted[1]
            .min(anchor[1])
            .saturating_sub(wanted[0].max(anchor[0]))
    };
    let whole = |anchor: &Anchor| anchor[1].max(wanted[1]) - anchor[0].min(wanted[0]);
    // An item that reaches this far and begins much earlier shares too little to be meant.
    let candidates = anchors[..near].iter().enumerate().rev().take(64);
    let best = candidates.max_by_key(|(_, anchor)| shared(anchor) * 1000 / whole(anchor).max(1))?;
    (shared(best.1) * 2 > whole(best.1)).then_some(best.0)
}

/// The item becomes a part of the one before it.
fn merge(text: &str, entries: &mut [Entry], item: Item) {
    let Some(Entry { item: before, .. }) = entries.last_mut() else {
        return;
    };
    before.span = before.span.to(item.span);
    before.text = format!("{}{}", before.text, worded::plain(item.span.of(text)));
    let known: Vec<(String, crate::domain::Role)> = before
        .responsibilities
        .iter()
        .map(|one| (one.name.clone(), one.role))
        .collect();
    let lists = before
        .responsibilities
        .iter()
        .map(|one| one.list + 1)
        .max()
        .unwrap_or(0);
    let more = item
        .responsibilities
        .into_iter()
        .filter(|one| !known.contains(&(one.name.clone(), one.role)));
    before.responsibilities.extend(more.map(|mut one| {
        one.list += lists;
        one.indicator = None;
        one
    }));
    before.targets.extend(item.targets);
    before.deadline = before.deadline.take().or(item.deadline);
}

/// The item in two at a byte inside it; departments and deadline hold for both, targets for the part they stand in.
fn split(text: &str, item: Item, at: usize) -> (Item, Option<Item>) {
    if at <= item.span.start || at >= item.span.end {
        return (item, None);
    }
    let (head, tail) = (Span::new(item.span.start, at), Span::new(at, item.span.end));
    let part = |span: Span| {
        let mut part = item.clone();
        part.span = span;
        part.text = worded::plain(span.of(text));
        part.targets.retain(|target| span.contains(target.span));
        part
    };
    let (first, mut second) = (part(head), part(tail));
    second.label = String::new();
    second.title = worded::first_words(&second.text);
    (first, Some(second))
}

/// Items that a person added.
fn add(
    text: &str,
    offsets: &Offsets,
    places: &Places<'_>,
    parsed: &Parsed,
    decisions: &Decisions,
    cards: &mut Vec<Card>,
    entries: &mut Vec<Entry>,
) {
    for one in decisions.iter() {
        let Decision::Add(words) = &one.decision else {
            continue;
        };
        let span = Span::new(offsets.byte(one.anchor[0]), offsets.byte(one.anchor[1]));
        let card = cards.len();
        cards.push(Card {
            anchor: places.span(span),
            decided: Some(one.clone()),
            added: true,
            item: None,
            read: None,
        });
        entries.push(Entry {
            item: added(text, span, parsed, words),
            card,
            index: None,
        });
    }
}

fn added(text: &str, span: Span, parsed: &Parsed, words: &ItemWords) -> Item {
    let section = parsed
        .sections
        .iter()
        .rposition(|section| section.span.start <= span.start);
    let item = Item {
        kind: words.kind,
        label: String::new(),
        section,
        parent: None,
        path: Vec::new(),
        title: words.title.clone(),
        text: worded::plain(span.of(text)),
        span,
        indicators: Vec::new(),
        responsibilities: Vec::new(),
        leaders: Vec::new(),
        deadline: None,
        targets: Vec::new(),
    };
    worded::edited(item, words)
}

/// Puts the items in the order of the text and mends what refers to them by position.
fn settle(parsed: &mut Parsed, mut entries: Vec<Entry>, cards: &mut [Card]) {
    entries.sort_by_key(|entry| entry.item.span.start);
    let count = entries
        .iter()
        .filter_map(|entry| entry.index)
        .max()
        .map_or(0, |last| last + 1);
    let mut places: Vec<Option<usize>> = vec![None; count];
    for (place, entry) in entries.iter().enumerate() {
        if let Some(index) = entry.index {
            places[index] = Some(place);
        }
        if cards[entry.card].item.is_none() {
            cards[entry.card].item = Some(place);
        }
    }
    let moved = |index: usize| places.get(index).copied().flatten();
    for entry in &mut entries {
        entry.item.parent = entry.item.parent.and_then(moved);
    }
    for paragraph in &mut parsed.paragraphs {
        paragraph.items.clear();
    }
    parsed.items = entries.into_iter().map(|entry| entry.item).collect();
    for (index, item) in parsed.items.iter().enumerate() {
        let first = parsed
            .paragraphs
            .partition_point(|one| one.span.end <= item.span.start);
        for paragraph in parsed.paragraphs[first..]
            .iter_mut()
            .take_while(|one| one.span.start < item.span.end)
        {
            paragraph.items.push(index);
        }
    }
}

/// Drops the remarks that a decision has answered: those that stand in an item that was decided, and those about
/// facts of the document that a person gave.
fn answer(parsed: &mut Parsed, places: &Places<'_>, cards: &[Card], decisions: &Decisions) {
    let settled: Vec<Anchor> = cards
        .iter()
        .filter(|card| {
            card.decided
                .as_ref()
                .is_some_and(|one| !matches!(one.decision, Decision::Ask { .. }))
        })
        .map(|card| card.anchor)
        .collect();
    let facts = decisions.facts();
    parsed.findings.retain(|finding| match finding.kind {
        FindingKind::NoTitle => facts.is_none_or(|facts| facts.title.is_empty()),
        FindingKind::NoJurisdiction => facts.is_none_or(|facts| facts.jurisdiction.is_empty()),
        FindingKind::Classified { .. }
        | FindingKind::NoItems
        | FindingKind::NotDirective { .. } => true,
        _ => {
            let at = places.chars(finding.span.start);
            let inside = |anchor: &Anchor| anchor[0] <= at && at < anchor[1];
            !finding.kind.asks() || !settled.iter().any(inside)
        }
    });
}

/// Bytes of characters.
struct Offsets {
    starts: Vec<u32>,
    end: usize,
}

impl Offsets {
    fn new(text: &str) -> Self {
        // Texts are at most 20 MB.
        let starts = text
            .char_indices()
            .map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX))
            .collect();
        Self {
            starts,
            end: text.len(),
        }
    }

    fn byte(&self, character: usize) -> usize {
        self.starts
            .get(character)
            .map_or(self.end, |at| *at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ItemKind, Role};

    const TEXT: &str = "杭州市重点工作分工\n一、提升质量\n（一）培育名牌。到2020年培育名牌30个。完善激励机制。（市质监局牵头，市财政局配合）\n（二）加强监管。开展专项检查。（市工商局负责）\n工作要求。各单位要高度重视。\n";

    fn decided(id: i64, anchor: Anchor, decision: Decision) -> Decided {
        Decided {
            id,
            anchor,
            decision,
            by: "管理员".to_owned(),
            at: String::new(),
        }
    }

    fn applied(decisions: Vec<Decided>) -> Applied {
        apply(
            TEXT,
            crate::document::parse(TEXT),
            &Decisions::new(decisions),
        )
    }

    fn anchors() -> Vec<Anchor> {
        applied(Vec::new())
            .cards
            .iter()
            .map(|card| card.anchor)
            .collect()
    }

    fn titles(applied: &Applied) -> Vec<&str> {
        applied
            .parsed
            .items
            .iter()
            .map(|item| item.title.as_str())
            .collect()
    }

    #[test]
    fn nothing_decided_is_the_reading_itself() {
        let applied = applied(Vec::new());
        assert_eq!(titles(&applied), ["培育名牌", "加强监管"]);
        assert!(
            applied
                .cards
                .iter()
                .all(|card| card.item.is_some() && card.decided.is_none())
        );
    }

    #[test]
    fn rejected_and_merged_items_are_no_items() {
        let second = anchors()[1];
        let rejected = applied(vec![decided(
            1,
            second,
            Decision::Reject {
                reason: "工作要求".to_owned(),
            },
        )]);
        assert_eq!(titles(&rejected), ["培育名牌"]);
        assert_eq!(rejected.cards[1].item, None);
        let merged = applied(vec![decided(1, second, Decision::Merge)]);
        assert_eq!(titles(&merged), ["培育名牌"]);
        let names: Vec<&str> = merged.parsed.items[0]
            .responsibilities
            .iter()
            .map(|one| one.printed.as_str())
            .collect();
        assert_eq!(names, ["市质监局", "市财政局", "市工商局"]);
    }

    #[test]
    fn a_split_item_is_two_with_the_same_departments() {
        let first = anchors()[0];
        let at = TEXT
            .chars()
            .collect::<String>()
            .find("完善")
            .map(|byte| TEXT[..byte].chars().count());
        let applied = applied(vec![decided(
            1,
            first,
            Decision::Split {
                at: at.expect("there"),
            },
        )]);
        assert_eq!(titles(&applied), ["培育名牌", "完善激励机制", "加强监管"]);
        assert_eq!(applied.parsed.items[1].responsibilities.len(), 2);
        assert!(applied.parsed.items[1].targets.is_empty());
    }

    #[test]
    fn a_decision_follows_its_item_and_is_never_lost() {
        let [start, end] = anchors()[0];
        let words = ItemWords {
            kind: ItemKind::Goal,
            title: "名牌 30 个".to_owned(),
            departments: vec![(Role::Lead, "市质监局".to_owned())],
            deadline: None,
            targets: Vec::new(),
        };
        let moved = applied(vec![decided(
            1,
            [start + 2, end - 1],
            Decision::Edit(words),
        )]);
        assert_eq!(titles(&moved), ["名牌 30 个", "加强监管"]);
        let lost = applied(vec![decided(1, [0, 3], Decision::Accept)]);
        assert_eq!(lost.orphans.len(), 1);
    }

    #[test]
    fn what_a_person_adds_stands_in_its_paragraph() {
        let start = TEXT[..TEXT.find("各单位").expect("there")].chars().count();
        let words = ItemWords {
            kind: ItemKind::Task,
            title: "高度重视".to_owned(),
            departments: vec![(Role::Joint, "市质监局".to_owned())],
            deadline: None,
            targets: Vec::new(),
        };
        let applied = applied(vec![decided(1, [start, start + 10], Decision::Add(words))]);
        assert_eq!(titles(&applied), ["培育名牌", "加强监管", "高度重视"]);
        assert!(applied.cards[2].added);
        let paragraph = applied
            .parsed
            .paragraphs
            .iter()
            .find(|one| one.span.of(TEXT).contains("各单位"));
        assert_eq!(paragraph.expect("there").items, [2]);
    }
}
