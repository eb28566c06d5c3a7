//! What a text was read as. Everything carries the span that it came from.

use super::Span;
use super::finding::Finding;
use super::front_matter::FrontMatter;
use crate::domain::{Deadline, ItemKind, ResponsibilityBasis, Role, RoleRule, Target};

/// A document as read.
#[derive(Debug, Default)]
pub struct Parsed {
    /// Title, number, dates.
    pub front: FrontMatter,
    /// The rules by which its lists are read.
    pub rules: RoleRules,
    /// The outline: headings that hold items or text.
    pub sections: Vec<Section>,
    /// Goals and tasks, in the order of the text.
    pub items: Vec<Item>,
    /// Every paragraph of the body with what was read from it, in order.
    pub paragraphs: Vec<BodyParagraph>,
    /// What a person should look at, in the order of the text.
    pub findings: Vec<Finding>,
}

/// The role rules that a document declares, with the sentences that declare them.
#[derive(Debug, Default, Clone)]
pub struct RoleRules {
    /// Each rule and where it stands.
    pub declared: Vec<(RoleRule, Span)>,
    /// `标★的为牵头单位`: the mark that stands beside those who lead.
    pub lead_mark: Option<char>,
    /// The rule about the first of a list stands behind `按职责分工负责` and so holds for lists with these words.
    pub over_shares: bool,
    /// `列第一位的为牵头单位，其余为责任单位`: those behind the first share the work.
    pub rest_shares: bool,
}

impl RoleRules {
    /// True when the document declares `rule`.
    pub fn declares(&self, rule: RoleRule) -> bool {
        self.declared.iter().any(|(declared, _)| *declared == rule)
    }

    /// The rule that decides what a list means; a rule about single names yields to it.
    pub fn for_lists(&self) -> RoleRule {
        [
            RoleRule::BeforeCommaIsLead,
            RoleRule::FirstIsLead,
            RoleRule::AdminOrderJoint,
            RoleRule::NoLeadThenAllLead,
            RoleRule::SingleIsLead,
        ]
        .into_iter()
        .find(|rule| self.declares(*rule))
        .unwrap_or(RoleRule::ExplicitOnly)
    }
}

/// A heading of the outline.
#[derive(Debug, Clone)]
pub struct Section {
    /// Depth, from 1.
    pub level: u8,
    /// `三、`; empty for an unnumbered one.
    pub label: String,
    /// Its words.
    pub title: String,
    /// The heading itself.
    pub span: Span,
    /// The section around it.
    pub parent: Option<usize>,
}

/// One commitment.
#[derive(Debug, Clone)]
pub struct Item {
    /// Goal or task.
    pub kind: ItemKind,
    /// As printed: `7.`, `（七）`, `农产品`; empty for a line without a mark.
    pub label: String,
    /// Index of the section that holds it.
    pub section: Option<usize>,
    /// Index of the item that it is a part of.
    pub parent: Option<usize>,
    /// Headings above it, outermost first, as printed.
    pub path: Vec<String>,
    /// Its title, without the final stop.
    pub title: String,
    /// Title and body as printed, without label, brackets of responsibility and line breaks.
    pub text: String,
    /// From its label to the end of its last paragraph.
    pub span: Span,
    /// The indicators that a goal line names without a value: 著名商标, 国家地理商标.
    pub indicators: Vec<String>,
    /// Who answers.
    pub responsibilities: Vec<Responsibility>,
    /// 分管领导, as printed.
    pub leaders: Vec<String>,
    /// Until when, and where it says so.
    pub deadline: Option<(Deadline, Span)>,
    /// Numbers and verdicts to reach.
    pub targets: Vec<FoundTarget>,
}

/// A department on an item, as printed.
#[derive(Debug, Clone)]
pub struct Responsibility {
    /// The name as printed, without its prefix where the list states that once.
    pub printed: String,
    /// The same name in normal characters: 市發展改革委 is 市发展改革委.
    pub name: String,
    /// Its role under the document's rules.
    pub role: Role,
    /// Whether the role is printed or follows from a rule.
    pub basis: ResponsibilityBasis,
    /// True for a body of many.
    pub collective: bool,
    /// True when its list ends in `等`.
    pub open_list: bool,
    /// Lists are numbered within the item; a prefix is distributed over one list.
    pub list: usize,
    /// Index into [`Item::indicators`] when a goal line names several.
    pub indicator: Option<usize>,
    /// Where the name stands.
    pub span: Span,
}

/// A target, where it stands and until when it is to be reached.
#[derive(Debug, Clone)]
pub struct FoundTarget {
    /// What it says.
    pub target: Target,
    /// Until when, and where it says so.
    pub deadline: Option<(Deadline, Span)>,
    /// From its name to its bound.
    pub span: Span,
}

/// A paragraph (or table row) of the body and the items read from it.
#[derive(Debug, Clone)]
pub struct BodyParagraph {
    /// Where it stands.
    pub span: Span,
    /// The section whose heading it is.
    pub heading: Option<usize>,
    /// Items that stand in it, wholly or in part.
    pub items: Vec<usize>,
}
