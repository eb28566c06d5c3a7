//! The sheet that a reviewer works on: every paragraph beside what was read from it, what is still asked, and what
//! stands between the text and its publication. Pure.

use super::apply::{Applied, Card};
use super::decision::{Anchor, Decided, Decisions};
use super::obstacle::Obstacle;
use super::parts::{blockers, groups};
use super::questions::{Remarks, belongs_to_items, entry, names};
use crate::document::{FindingKind, Places};
use crate::domain::{ResponsibilityBasis, RoleRule};

/// The sheet.
#[derive(Debug)]
pub struct Sheet {
    /// The text in parts that fit a page.
    pub groups: Vec<Group>,
    /// Every paragraph.
    pub rows: Vec<SheetRow>,
    /// Every item, in the order of the text.
    pub entries: Vec<Entry>,
    /// Names that nobody knows yet.
    pub names: Vec<UnknownName>,
    /// The rule under which lists are read, with the sentence that declares it.
    pub rule: RoleRule,
    /// Where the rule is declared.
    pub rule_sentence: Option<Anchor>,
    /// Who confirmed it.
    pub rule_confirmed: Option<Decided>,
    /// The rule matters: some role follows from it, or would.
    pub rule_matters: bool,
    /// Decisions whose item is read no more.
    pub orphans: Vec<Decided>,
    /// What stands before publication.
    pub blockers: Vec<Blocker>,
}

/// A part of the text, a section or a piece of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its heading.
    pub title: String,
    /// Its first paragraph.
    pub first: usize,
    /// One past its last paragraph.
    pub end: usize,
    /// Items that nobody has decided.
    pub open: usize,
    /// Items in all.
    pub items: usize,
}

/// A paragraph or a row of a table.
#[derive(Debug, Clone)]
pub struct SheetRow {
    /// Its characters.
    pub anchor: Anchor,
    /// It is a heading.
    pub heading: bool,
    /// The items that begin in it, as indices into [`Sheet::entries`].
    pub entries: Vec<usize>,
    /// An item that began before runs through it.
    pub continued: bool,
    /// Somebody confirmed that it holds no item.
    pub nothing: bool,
    /// Remarks that stand in it and in none of its items.
    pub remarks: Vec<String>,
}

/// An item on the sheet.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The item with its decision.
    pub card: Card,
    /// Where it stands.
    pub standing: Standing,
    /// What a person should look at, in words.
    pub questions: Vec<String>,
    /// What was inferred, in words; nobody has to answer.
    pub notes: Vec<String>,
}

/// Where an item stands in the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has decided.
    Open,
    /// Taken, as read or as changed.
    Taken,
    /// Not taken, or a part of another.
    Dropped,
    /// Somebody has to find out.
    Asked,
}

/// A name that the registry does not know, or knows several times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// The name with its prefix.
    pub name: String,
    /// Full names of those it may mean; empty when none is known.
    pub candidates: Vec<String>,
    /// How often it stands in the text.
    pub times: usize,
    /// Where it stands first.
    pub at: usize,
}

/// Something that stands before publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocker {
    /// What, with its count.
    pub sentence: String,
    /// Where to settle it: a character of the text; `None` for what stands above the text.
    pub at: Option<usize>,
}

/// Makes the sheet of a reading, the decisions on it and what review found in its way.
pub fn sheet(
    text: &str,
    applied: &Applied,
    decisions: &Decisions,
    obstacles: &[Obstacle],
) -> Sheet {
    let places = Places::new(text);
    let remarks = Remarks::new(&applied.parsed.findings, &places, obstacles);
    let entries: Vec<Entry> = applied
        .cards
        .iter()
        .map(|card| entry(card, &remarks))
        .collect();
    let rows = rows(applied, &entries, &places, decisions);
    let names = names(obstacles);
    let rule = applied.parsed.rules.for_lists();
    let declared = applied
        .parsed
        .findings
        .iter()
        .find_map(|finding| match finding.kind {
            FindingKind::RuleDeclared { rule: declared } if declared == rule => {
                Some(places.span(finding.span))
            }
            _ => None,
        });
    let rule_confirmed = decisions.rule().map(|(_, decided)| decided.clone());
    let mut sheet = Sheet {
        groups: groups(text, applied, &rows, &entries),
        rows,
        names,
        rule,
        rule_sentence: declared,
        rule_matters: rule_matters(applied, declared.is_some()),
        rule_confirmed,
        orphans: applied.orphans.clone(),
        blockers: Vec::new(),
        entries,
    };
    sheet.blockers = blockers(&sheet, obstacles);
    sheet
}

fn rows(
    applied: &Applied,
    entries: &[Entry],
    places: &Places<'_>,
    decisions: &Decisions,
) -> Vec<SheetRow> {
    let mut next = 0;
    let mut reach = 0;
    let mut rows = Vec::with_capacity(applied.parsed.paragraphs.len());
    for paragraph in &applied.parsed.paragraphs {
        let anchor = places.span(paragraph.span);
        let continued = reach > anchor[0];
        let begin = next;
        while entries
            .get(next)
            .is_some_and(|entry| entry.card.anchor[0] < anchor[1])
        {
            reach = reach.max(entries[next].card.anchor[1]);
            next += 1;
        }
        rows.push(SheetRow {
            anchor,
            heading: paragraph.heading.is_some(),
            entries: (begin..next).collect(),
            continued,
            nothing: decisions.is_nothing(anchor),
            remarks: Vec::new(),
        });
    }
    remark(applied, entries, places, &mut rows);
    rows
}

/// Remarks that stand in a paragraph and in none of its items.
fn remark(applied: &Applied, entries: &[Entry], places: &Places<'_>, rows: &mut [SheetRow]) {
    for finding in &applied.parsed.findings {
        let at = places.chars(finding.span.start);
        let index = rows.partition_point(|row| row.anchor[1] <= at);
        let Some(row) = rows.get_mut(index).filter(|row| row.anchor[0] <= at) else {
            continue;
        };
        let near = entries.partition_point(|entry| entry.card.anchor[0] <= at);
        let held = entries[near.saturating_sub(8)..near]
            .iter()
            .any(|entry| at < entry.card.anchor[1]);
        if !held && belongs_to_items(&finding.kind) {
            row.remarks.push(finding.kind.to_string());
        }
    }
}

/// The rule matters where a role follows from it, or where a list has no role and no rule is declared.
fn rule_matters(applied: &Applied, declared: bool) -> bool {
    let implied = applied
        .parsed
        .items
        .iter()
        .flat_map(|item| &item.responsibilities);
    let mut implied = implied.map(|one| one.basis == ResponsibilityBasis::Implied);
    let open = |kind: &FindingKind| matches!(kind, FindingKind::NoLead | FindingKind::RoleMissing);
    declared
        || implied.any(|implied| implied)
        || applied.parsed.findings.iter().any(|one| open(&one.kind))
}

impl Sheet {
    /// The part in which a character stands.
    pub fn group_of(&self, at: usize) -> usize {
        let row = self.rows.partition_point(|row| row.anchor[1] <= at);
        self.groups
            .iter()
            .position(|group| row < group.end)
            .unwrap_or(0)
    }

    /// The items that can be taken together: those that nobody decided and nothing asks about.
    pub fn clear(&self) -> impl Iterator<Item = &Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.standing == Standing::Open && entry.questions.is_empty())
    }

    /// Unknown names that no department carries, which can be created together.
    pub fn nameless(&self) -> impl Iterator<Item = &UnknownName> {
        self.names.iter().filter(|name| name.candidates.is_empty())
    }

    /// Paragraphs without any item that are no headings: all, and those that somebody confirmed.
    pub fn bare(&self) -> (usize, usize) {
        let bare = self.rows.iter().filter(|row| row.is_bare());
        let confirmed = bare.clone().filter(|row| row.nothing);
        (bare.count(), confirmed.count())
    }
}

impl SheetRow {
    /// True when it is neither a heading nor part of an item.
    pub fn is_bare(&self) -> bool {
        !self.heading && !self.continued && self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::decision::Decision;
    use super::*;
    use crate::review::apply;

    const TEXT: &str = "杭州市重点工作分工\n各区：\n现将分工通知如下。\n一、提升质量\n（一）培育名牌。到2020年培育名牌30个。（市质监局牵头，市财政局配合）\n（二）加强监管。开展专项检查。（市工商局、市商务局）\n二、工作要求\n各单位要高度重视。\n";

    fn sheet_of(decisions: Vec<Decided>) -> Sheet {
        let decisions = Decisions::new(decisions);
        let applied = apply(TEXT, crate::document::parse(TEXT), &decisions);
        sheet(TEXT, &applied, &decisions, &[])
    }

    fn decided(anchor: Anchor, decision: Decision) -> Decided {
        Decided {
            id: 1,
            anchor,
            decision,
            by: String::new(),
            at: String::new(),
        }
    }

    #[test]
    fn every_paragraph_stands_beside_its_items() {
        let sheet = sheet_of(Vec::new());
        let with: usize = sheet.rows.iter().map(|row| row.entries.len()).sum();
        assert_eq!(with, 2);
        assert_eq!(sheet.entries.len(), 2);
        assert!(sheet.bare().0 >= 1, "{:?}", sheet.rows);
        assert_eq!(
            sheet.groups.last().map(|group| group.title.as_str()),
            Some("二、工作要求")
        );
    }

    #[test]
    fn publication_waits_for_every_item_and_for_the_rule() {
        let sheet = sheet_of(Vec::new());
        let sentences: Vec<&str> = sheet
            .blockers
            .iter()
            .map(|one| one.sentence.as_str())
            .collect();
        assert_eq!(
            sentences,
            ["责任单位的读法还没有确认。", "有 2 项还没有核对。"]
        );
        // Only the item that nothing asks about can be taken with others.
        assert_eq!(sheet.clear().count(), 1);
        let mut decisions: Vec<Decided> = sheet
            .entries
            .iter()
            .map(|entry| decided(entry.card.anchor, Decision::Accept))
            .collect();
        decisions.push(decided(
            [0, 0],
            Decision::Rule {
                rule: RoleRule::AdminOrderJoint,
            },
        ));
        let done = sheet_of(decisions);
        assert_eq!(done.blockers, []);
        assert_eq!(done.groups.iter().map(|group| group.open).sum::<usize>(), 0);
    }
}
