//! The reading of one text, as `fengong parse` prints it.
//!
//! The JSON is a promise: fields are added, never renamed or removed. Every `span` is `[start, end)` in characters
//! (Unicode scalar values) of the text that was given; dates are `YYYY-MM-DD`; what the text does not say is `null`.
//!
//! | field | meaning |
//! |---|---|
//! | `document` | `title`, `doc_number`, `issuer`, `issued_on`, `printed_on`, `kind` 文种, `jurisdiction`, `role_rule` (code of [`RoleRule`]) |
//! | `sections[]` | `level` from 1, `label` as printed, `title`, `span` |
//! | `items[]` | `kind` `goal`/`task`, `label`, `path` (headings above), `parent` (index into `items`), `title`, `text`, `span`, `indicators` (named without a value), `leaders` (分管领导) |
//! | `items[].responsibilities[]` | `department` with its prefix restored, `printed`, `role`, `basis`, `collective`, `open_list`, `indicator` (where a line names several, each has its own), `span` |
//! | `items[].deadline` | `printed`, `first`, `last`, `precision`, `year_inferred`, `span` |
//! | `items[].targets[]` | `name`, `comparator`, `value`, `upper`, `grade`, `trend`, `unit`, `kind`, `soft`, `maintain`, `deadline`, `span` |
//! | `findings[]` | `kind`, `message`, `asks` (does a person have to decide?), `line`, `column` (from 1), `span` |

mod text;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

use crate::document::{FoundTarget, Item, Parsed, Places, Span};
use crate::domain::{
    Comparator, Deadline, ItemKind, Precision, ResponsibilityBasis, Role, RoleRule, TargetKind,
    Trend,
};
use crate::registry::{Region, restore};

/// The reading of a text, in characters and plain values.
#[derive(Debug, Serialize)]
pub struct Tree {
    /// Title, number, dates, rule.
    pub document: Front,
    /// The outline.
    pub sections: Vec<Heading>,
    /// Goals and tasks.
    pub items: Vec<Entry>,
    /// What a person should look at.
    pub findings: Vec<Remark>,
}

/// The lines around the body.
#[derive(Debug, Serialize)]
pub struct Front {
    title: Option<String>,
    doc_number: Option<String>,
    issuer: Option<String>,
    issued_on: Option<NaiveDate>,
    printed_on: Option<NaiveDate>,
    kind: Option<String>,
    jurisdiction: Option<String>,
    role_rule: RoleRule,
}

/// A heading.
#[derive(Debug, Serialize)]
pub struct Heading {
    level: u8,
    label: String,
    title: String,
    span: [usize; 2],
}

/// An item.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// Goal or task.
    pub kind: ItemKind,
    label: String,
    path: Vec<String>,
    parent: Option<usize>,
    title: String,
    text: String,
    span: [usize; 2],
    /// Indicators that a goal line names without a value.
    pub indicators: Vec<String>,
    leaders: Vec<String>,
    /// Who answers.
    pub responsibilities: Vec<Answer>,
    deadline: Option<Until>,
    targets: Vec<Aim>,
}

/// A responsibility.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// With its prefix restored: 自治区经信委, 新疆保监局.
    pub department: String,
    printed: String,
    /// In which role.
    pub role: Role,
    basis: ResponsibilityBasis,
    /// A body of many.
    pub collective: bool,
    open_list: bool,
    indicator: Option<String>,
    span: [usize; 2],
}

/// A deadline.
#[derive(Debug, Serialize)]
pub(super) struct Until {
    printed: String,
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
    precision: Precision,
    year_inferred: bool,
    span: [usize; 2],
}

/// A target.
#[derive(Debug, Serialize)]
pub(super) struct Aim {
    name: String,
    comparator: Comparator,
    value: Option<f64>,
    upper: Option<f64>,
    grade: Option<String>,
    trend: Option<Trend>,
    unit: String,
    kind: TargetKind,
    soft: bool,
    maintain: bool,
    deadline: Option<Until>,
    span: [usize; 2],
    #[serde(skip)]
    wording: String,
}

/// A finding.
#[derive(Debug, Serialize)]
pub struct Remark {
    kind: &'static str,
    message: String,
    asks: bool,
    line: usize,
    column: usize,
    span: [usize; 2],
}

impl Tree {
    /// The reading of `text`, which `parsed` came from.
    pub fn of(text: &str, parsed: &Parsed) -> Self {
        let places = Places::new(text);
        let front_matter = &parsed.front;
        let region = front_matter.jurisdiction.as_deref();
        let region = region
            .filter(|_| front_matter.company.is_none())
            .and_then(Region::named);
        Self {
            document: front(parsed),
            sections: parsed
                .sections
                .iter()
                .map(|section| Heading {
                    level: section.level,
                    label: section.label.clone(),
                    title: section.title.clone(),
                    span: places.span(section.span),
                })
                .collect(),
            items: parsed
                .items
                .iter()
                .map(|item| entry(item, region.as_ref(), &places))
                .collect(),
            findings: parsed
                .findings
                .iter()
                .map(|finding| {
                    let (line, column) = places.line_column(finding.span.start);
                    Remark {
                        kind: finding.kind.code(),
                        message: finding.kind.to_string(),
                        asks: finding.kind.asks(),
                        line,
                        column,
                        span: places.span(finding.span),
                    }
                })
                .collect(),
        }
    }
}

fn front(parsed: &Parsed) -> Front {
    let front = &parsed.front;
    Front {
        title: front.title.as_ref().map(|(title, _)| title.clone()),
        doc_number: front.doc_number.clone(),
        issuer: front.issuer.clone(),
        issued_on: front.issued_on,
        printed_on: front.printed_on,
        kind: front.kind.clone(),
        jurisdiction: front.jurisdiction.clone(),
        role_rule: parsed.rules.for_lists(),
    }
}

fn entry(item: &Item, region: Option<&Region>, places: &Places<'_>) -> Entry {
    Entry {
        kind: item.kind,
        label: item.label.clone(),
        path: item.path.clone(),
        parent: item.parent,
        title: item.title.clone(),
        text: item.text.clone(),
        span: places.span(item.span),
        indicators: item.indicators.clone(),
        leaders: item.leaders.clone(),
        responsibilities: answers(item, region, places),
        deadline: item
            .deadline
            .as_ref()
            .map(|(deadline, span)| until(deadline, *span, places)),
        targets: item
            .targets
            .iter()
            .map(|found| aim(found, places))
            .collect(),
    }
}

/// Each list with its prefixes restored. A goal line that names several indicators has one responsibility for each.
fn answers(item: &Item, region: Option<&Region>, places: &Places<'_>) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(item.responsibilities.len());
    for list in item
        .responsibilities
        .chunk_by(|a, b| a.list == b.list && a.indicator == b.indicator)
    {
        let names: Vec<&str> = list.iter().map(|one| one.name.as_str()).collect();
        for (one, restored) in list.iter().zip(restore(&names, region)) {
            answers.push(Answer {
                department: restored.name,
                printed: one.printed.clone(),
                role: one.role,
                basis: one.basis,
                collective: one.collective,
                open_list: one.open_list,
                indicator: one
                    .indicator
                    .and_then(|index| item.indicators.get(index).cloned()),
                span: places.span(one.span),
            });
        }
    }
    answers
}

fn until(deadline: &Deadline, span: Span, places: &Places<'_>) -> Until {
    Until {
        printed: deadline.printed.clone(),
        first: deadline.first,
        last: deadline.last,
        precision: deadline.precision,
        year_inferred: deadline.year_inferred,
        span: places.span(span),
    }
}

fn aim(found: &FoundTarget, places: &Places<'_>) -> Aim {
    let target = &found.target;
    let number = |value: Option<Decimal>| value.and_then(|value| value.to_f64());
    Aim {
        name: target.name.clone(),
        comparator: target.comparator,
        value: number(target.value),
        upper: number(target.upper),
        grade: target.grade.clone(),
        trend: target.trend,
        unit: target.unit.clone(),
        kind: target.kind,
        soft: target.soft,
        maintain: target.maintain,
        deadline: found
            .deadline
            .as_ref()
            .map(|(deadline, span)| until(deadline, *span, places)),
        span: places.span(found.span),
        wording: target.wording(),
    }
}
