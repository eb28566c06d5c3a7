//! The proposal: every row that an import would write, as plain values. Spans count characters.

use chrono::NaiveDate;

use super::departments::Naming;
use super::locus;
use super::{Choices, Obstacle};
use crate::document::{FoundTarget, Item, Parsed, Places};
use crate::domain::{Deadline, ItemKind, ResponsibilityBasis, Role, RoleRule, Target};
use crate::registry::{Jurisdiction, Registry};

/// Everything that one document would write.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// The document itself.
    pub document: ProposedDocument,
    /// Its outline.
    pub sections: Vec<ProposedSection>,
    /// Its items, in order.
    pub items: Vec<ProposedItem>,
    /// What the reading remarked.
    pub findings: Vec<ProposedFinding>,
    /// Documents that it names.
    pub citations: Vec<ProposedCitation>,
}

/// A document.
#[derive(Debug, Clone)]
pub struct ProposedDocument {
    /// Code of its 行政区.
    pub jurisdiction: String,
    /// Title.
    pub title: String,
    /// False when the file's name stands in for a title.
    pub title_printed: bool,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 文种.
    pub kind: String,
    /// 成文日期.
    pub issued_on: Option<NaiveDate>,
    /// 印发日期.
    pub printed_on: Option<NaiveDate>,
    /// 主送机关.
    pub addressee: Option<String>,
    /// 抄送.
    pub copied_to: Option<String>,
    /// How its lists are read.
    pub role_rule: RoleRule,
    /// From when its items are reported on.
    pub reported_from: NaiveDate,
}

/// A heading.
#[derive(Debug, Clone)]
pub struct ProposedSection {
    /// Index of the section around it.
    pub parent: Option<usize>,
    /// Depth, from 1.
    pub level: u8,
    /// `三、`.
    pub label: String,
    /// Its words.
    pub title: String,
    /// `[start, end]` in characters.
    pub span: [usize; 2],
}

/// An item.
#[derive(Debug, Clone)]
pub struct ProposedItem {
    /// Index of its section.
    pub section: Option<usize>,
    /// Index of the item it is a part of.
    pub parent: Option<usize>,
    /// Goal or task.
    pub kind: ItemKind,
    /// As printed.
    pub label: String,
    /// As people cite it: 三.7.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// `[start, end]` in characters.
    pub span: [usize; 2],
    /// Until when.
    pub deadline: Option<Deadline>,
    /// Where that is said, `[start, end]` in characters.
    pub deadline_span: Option<[usize; 2]>,
    /// What to reach.
    pub targets: Vec<ProposedTarget>,
    /// Who answers.
    pub responsibilities: Vec<ProposedResponsibility>,
    /// Who must report.
    pub duties: Vec<ProposedDuty>,
}

/// A target.
#[derive(Debug, Clone)]
pub struct ProposedTarget {
    /// What it says.
    pub target: Target,
    /// Until when.
    pub deadline: Option<Deadline>,
    /// `[start, end]` in characters.
    pub span: [usize; 2],
}

/// Which department a name was resolved to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DepartmentChoice {
    /// One of the registry, by its code.
    Known(String),
    /// One to be created, by its name with prefix.
    New(String),
}

/// A responsibility.
#[derive(Debug, Clone)]
pub struct ProposedResponsibility {
    /// Who.
    pub department: DepartmentChoice,
    /// In which role.
    pub role: Role,
    /// As printed.
    pub printed: String,
    /// Why in this role.
    pub basis: ResponsibilityBasis,
    /// A body of many.
    pub collective: bool,
    /// From a list that ends in `等`.
    pub open_list: bool,
    /// Which indicator, where the line names several.
    pub indicator: Option<String>,
    /// `[start, end]` in characters.
    pub span: [usize; 2],
}

/// One department that must report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedDuty {
    /// Who.
    pub department: DepartmentChoice,
    /// Index of the responsibility that it follows from.
    pub responsibility: usize,
    /// In which role.
    pub role: Role,
}

/// A remark.
#[derive(Debug, Clone)]
pub struct ProposedFinding {
    /// Its kind.
    pub kind: &'static str,
    /// Its words.
    pub message: String,
    /// Does it ask for a decision?
    pub asks: bool,
    /// Line, from 1.
    pub line: usize,
    /// `[start, end]` in characters.
    pub span: [usize; 2],
}

/// A document that is named.
#[derive(Debug, Clone)]
pub struct ProposedCitation {
    /// By title.
    pub title: Option<String>,
    /// By number.
    pub doc_number: Option<String>,
}

/// What a proposal is built from.
pub(super) struct Build<'b> {
    pub(super) text: &'b str,
    pub(super) parsed: &'b Parsed,
    pub(super) registry: &'b Registry,
    pub(super) choices: &'b Choices,
    pub(super) jurisdiction: &'b Jurisdiction,
    pub(super) places: &'b Places<'b>,
    pub(super) name: &'b str,
    pub(super) today: NaiveDate,
}

impl Build<'_> {
    pub(super) fn run(&self) -> (Proposal, Vec<Obstacle>) {
        let mut naming = Naming::new(self);
        let loci = locus::all(self.parsed);
        let items = self
            .parsed
            .items
            .iter()
            .zip(loci)
            .map(|(item, locus)| self.item(item, locus, &mut naming))
            .collect();
        let proposal = Proposal {
            document: self.document(),
            sections: self.sections(),
            items,
            findings: self.findings(),
            citations: self.citations(),
        };
        (proposal, naming.obstacles)
    }

    /// The day on which names are resolved: the document's own, as far as it is known.
    pub(super) fn day(&self) -> Option<NaiveDate> {
        let given = self
            .choices
            .facts
            .as_ref()
            .and_then(|facts| facts.issued_on);
        let front = &self.parsed.front;
        given.or(front.issued_on).or(front.printed_on)
    }

    fn document(&self) -> ProposedDocument {
        let front = &self.parsed.front;
        let printed = front.title.as_ref().map(|(title, _)| title.clone());
        let title = self
            .choices
            .title
            .clone()
            .or_else(|| printed.clone())
            .unwrap_or_else(|| self.name.to_owned());
        let given = self.choices.facts.as_ref();
        let text = |given: Option<&String>, read: &Option<String>| match given {
            Some(text) => (!text.is_empty()).then(|| text.clone()),
            None => read.clone(),
        };
        ProposedDocument {
            jurisdiction: self.jurisdiction.code.clone(),
            title_printed: self.choices.title.is_some() || printed.is_some(),
            title,
            doc_number: text(given.map(|facts| &facts.doc_number), &front.doc_number),
            issuer: text(given.map(|facts| &facts.issuer), &front.issuer),
            kind: front.kind.clone().unwrap_or_default(),
            issued_on: given.map_or(front.issued_on, |facts| facts.issued_on),
            printed_on: front.printed_on,
            addressee: front.addressee.clone(),
            copied_to: front.copied_to.clone(),
            role_rule: self.parsed.rules.for_lists(),
            reported_from: self.day().unwrap_or(self.today),
        }
    }

    fn sections(&self) -> Vec<ProposedSection> {
        let section = |section: &crate::document::Section| ProposedSection {
            parent: section.parent,
            level: section.level,
            label: section.label.clone(),
            title: section.title.clone(),
            span: self.places.span(section.span),
        };
        self.parsed.sections.iter().map(section).collect()
    }

    fn item(&self, item: &Item, locus: String, naming: &mut Naming<'_, '_>) -> ProposedItem {
        let responsibilities = naming.responsibilities(item);
        let duties = naming.duties(&responsibilities);
        ProposedItem {
            section: item.section,
            parent: item.parent,
            kind: item.kind,
            label: item.label.clone(),
            locus,
            title: item.title.clone(),
            body: item.text.clone(),
            span: self.places.span(item.span),
            deadline: item.deadline.as_ref().map(|(deadline, _)| deadline.clone()),
            deadline_span: item
                .deadline
                .as_ref()
                .map(|(_, span)| self.places.span(*span)),
            targets: item
                .targets
                .iter()
                .map(|found| self.target(found))
                .collect(),
            responsibilities,
            duties,
        }
    }

    fn target(&self, found: &FoundTarget) -> ProposedTarget {
        ProposedTarget {
            target: found.target.clone(),
            deadline: found
                .deadline
                .as_ref()
                .map(|(deadline, _)| deadline.clone()),
            span: self.places.span(found.span),
        }
    }

    fn findings(&self) -> Vec<ProposedFinding> {
        let finding = |finding: &crate::document::Finding| ProposedFinding {
            kind: finding.kind.code(),
            message: finding.kind.to_string(),
            asks: finding.kind.asks(),
            line: self
                .places
                .line_column(finding.span.start.min(self.text.len()))
                .0,
            span: self.places.span(finding.span),
        };
        self.parsed.findings.iter().map(finding).collect()
    }

    fn citations(&self) -> Vec<ProposedCitation> {
        let citation = |(citation, _): &(crate::document::Citation, _)| ProposedCitation {
            title: citation.title.clone(),
            doc_number: citation.number.clone(),
        };
        self.parsed.front.citations.iter().map(citation).collect()
    }
}
