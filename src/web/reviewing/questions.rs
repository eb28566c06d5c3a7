//! What is asked above the sheet: the facts of the document, how its lists are read, names that nobody knows. Pure.

use super::open::Open;
use crate::domain::RoleRule;
use crate::web::{paths, wording};

/// The facts of the document, prefilled from the text.
#[derive(Debug)]
pub(crate) struct FactsForm {
    pub(crate) title: String,
    pub(crate) doc_number: String,
    pub(crate) issuer: String,
    pub(crate) issued_on: String,
    pub(crate) jurisdictions: Vec<(String, bool)>,
    pub(crate) confirmed: Option<String>,
    pub(crate) asks: bool,
}

/// How lists of departments are read.
#[derive(Debug)]
pub(crate) struct RuleForm {
    pub(crate) choices: Vec<(&'static str, &'static str, bool)>,
    pub(crate) sentence: String,
    pub(crate) confirmed: Option<String>,
}

/// A name that nobody knows yet.
#[derive(Debug)]
pub(crate) struct NameForm {
    pub(crate) number: usize,
    pub(crate) name: String,
    pub(crate) times: usize,
    pub(crate) place: String,
    pub(crate) candidates: Vec<(String, String)>,
}

impl FactsForm {
    pub(crate) fn new(open: &Open) -> Self {
        let front = &open.applied.parsed.front;
        let given = open.decisions.facts();
        let read = |given: Option<&String>, read: Option<&String>| {
            given.or(read).cloned().unwrap_or_default()
        };
        let region = read(
            given.map(|facts| &facts.jurisdiction),
            front.jurisdiction.as_ref(),
        );
        let issued_on = given.map_or(front.issued_on, |facts| facts.issued_on);
        let decided = open
            .decisions
            .iter()
            .find(|one| one.decision.subject() == "facts");
        Self {
            title: read(
                given.map(|facts| &facts.title),
                front.title.as_ref().map(|(title, _)| title),
            ),
            doc_number: read(
                given.map(|facts| &facts.doc_number),
                front.doc_number.as_ref(),
            ),
            issuer: read(given.map(|facts| &facts.issuer), front.issuer.as_ref()),
            issued_on: issued_on.map(wording::date).unwrap_or_default(),
            jurisdictions: open
                .registry
                .jurisdictions()
                .iter()
                .map(|one| {
                    (
                        one.name.clone(),
                        one.name == region || one.short_name == region,
                    )
                })
                .collect(),
            asks: open.draft.is_none() || (decided.is_none() && front.title.is_none()),
            confirmed: decided.map(|one| format!("{} {}", one.by, one.at)),
        }
    }
}

/// Remarks about the text as a whole.
pub(crate) fn remarks(open: &Open) -> Vec<String> {
    use crate::document::FindingKind;
    let whole = open.applied.parsed.findings.iter().filter(|finding| {
        matches!(
            finding.kind,
            FindingKind::NoTitle
                | FindingKind::NoJurisdiction
                | FindingKind::NoItems
                | FindingKind::NotDirective { .. }
        )
    });
    open.import
        .remarks
        .iter()
        .cloned()
        .chain(whole.map(|finding| finding.kind.to_string()))
        .collect()
}

impl RuleForm {
    pub(crate) fn new(open: &Open) -> Option<Self> {
        let sheet = &open.sheet;
        if !sheet.rule_matters && sheet.rule_confirmed.is_none() {
            return None;
        }
        let choice = |rule: &RoleRule| (rule.code(), rule.label(), *rule == sheet.rule);
        Some(Self {
            choices: RoleRule::ALL.iter().map(choice).collect(),
            sentence: sheet
                .rule_sentence
                .map(|anchor| quote(&open.import.body, anchor))
                .unwrap_or_default(),
            confirmed: sheet
                .rule_confirmed
                .as_ref()
                .map(|one| format!("{} {}", one.by, one.at)),
        })
    }
}

fn quote(text: &str, [from, to]: [usize; 2]) -> String {
    text.chars().skip(from).take(to - from).collect()
}

pub(crate) fn names(open: &Open) -> Vec<NameForm> {
    let form = |(number, name): (usize, &crate::review::UnknownName)| NameForm {
        number,
        name: name.name.clone(),
        times: name.times,
        place: paths::import_place(open.import.id, open.sheet.group_of(name.at), name.at),
        candidates: candidates(open, name),
    };
    open.sheet.names.iter().enumerate().map(form).collect()
}

/// Those that a name may mean: the ones that carry it, else the ones that share most of its characters.
fn candidates(open: &Open, unknown: &crate::review::UnknownName) -> Vec<(String, String)> {
    const MOST: usize = 6;
    let shared = |name: &str| {
        let own: Vec<char> = name.chars().collect();
        unknown.name.chars().filter(|c| own.contains(c)).count() * 100
            / own.len().max(unknown.name.chars().count()).max(1)
    };
    let mut found: Vec<(usize, &crate::registry::Department)> = open
        .registry
        .departments()
        .iter()
        .filter(|one| {
            if unknown.candidates.is_empty() {
                near(open, one)
            } else {
                unknown.candidates.contains(&one.name)
            }
        })
        .map(|one| (shared(&one.short_name).max(shared(&one.name)), one))
        .filter(|(likeness, _)| !unknown.candidates.is_empty() || *likeness >= 50)
        .collect();
    found.sort_by_key(|(likeness, one)| (std::cmp::Reverse(*likeness), one.order));
    found
        .into_iter()
        .take(MOST)
        .map(|(_, one)| {
            (
                one.code.clone(),
                format!("{}（{}）", one.short_name, one.name),
            )
        })
        .collect()
}

/// True for a department of the document's region, of one above or below it.
fn near(open: &Open, department: &crate::registry::Department) -> bool {
    let region = open
        .draft
        .as_ref()
        .map_or("", |draft| draft.document.jurisdiction.as_str());
    let own = department.jurisdiction.as_str();
    own.starts_with(region) || region.starts_with(own)
}

/// The departments of the region, for choosing by hand.
pub(crate) fn departments(open: &Open) -> Vec<(String, String)> {
    if open.sheet.names.is_empty() {
        return Vec::new();
    }
    let of_region = open.registry.departments().iter();
    of_region
        .filter(|one| near(open, one))
        .map(|one| (one.code.clone(), one.name.clone()))
        .collect()
}
