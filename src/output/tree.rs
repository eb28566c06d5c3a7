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

use std::fmt;

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
        let region = parsed.front.jurisdiction.as_deref().and_then(Region::named);
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

/// The reading as plain text, for a person at a terminal.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.document.fmt(f)?;
        let mut path: &[String] = &[];
        for entry in &self.items {
            if entry.path != path {
                path = &entry.path;
                writeln!(f, "\n{}", path.join(" › "))?;
            }
            entry.fmt(f)?;
        }
        if !self.findings.is_empty() {
            writeln!(f, "\n需要留意")?;
        }
        for remark in &self.findings {
            writeln!(
                f,
                "  第 {} 行第 {} 字：{}",
                remark.line, remark.column, remark.message
            )?;
        }
        self.sum(f)
    }
}

impl Tree {
    fn sum(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |kind| self.items.iter().filter(move |entry| entry.kind == kind);
        let answers = || self.items.iter().flat_map(|entry| &entry.responsibilities);
        let roles: Vec<String> = Role::ALL
            .iter()
            .map(|role| {
                (
                    role.label(),
                    answers().filter(|answer| answer.role == *role).count(),
                )
            })
            .filter(|(_, count)| *count > 0)
            .map(|(label, count)| format!("{label} {count}"))
            .collect();
        write!(
            f,
            "\n合计：{} 个章节，目标 {} 项，任务 {} 项，指标 {} 个，职责 {} 条",
            self.sections.len(),
            of(ItemKind::Goal).count(),
            of(ItemKind::Task).count(),
            self.items
                .iter()
                .map(|entry| entry.targets.len())
                .sum::<usize>(),
            answers().count(),
        )?;
        match roles.is_empty() {
            true => writeln!(f, "。"),
            false => writeln!(f, "（{}）。", roles.join("，")),
        }
    }
}

impl fmt::Display for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = |date: Option<NaiveDate>| date.map(|date| date.to_string());
        let lines = [
            ("标题", self.title.clone()),
            ("文号", self.doc_number.clone()),
            ("发文机关", self.issuer.clone()),
            ("成文日期", date(self.issued_on)),
            ("印发日期", date(self.printed_on)),
            ("文种", self.kind.clone()),
            ("行政区", self.jurisdiction.clone()),
            ("名单读法", Some(self.role_rule.label().to_owned())),
        ];
        for (name, value) in lines {
            writeln!(
                f,
                "{name}：{}",
                value.as_deref().unwrap_or("（文中未写明）")
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  [{}] {} {}", self.kind.label(), self.label, self.title)?;
        for role in Role::ALL {
            let mut names: Vec<&str> = self
                .responsibilities
                .iter()
                .filter(|answer| answer.role == *role)
                .map(|answer| answer.department.as_str())
                .collect();
            names.dedup();
            if !names.is_empty() {
                writeln!(f, "      {}：{}", role.label(), names.join("、"))?;
            }
        }
        if let Some(deadline) = &self.deadline {
            writeln!(f, "      时限：{deadline}")?;
        }
        for aim in &self.targets {
            write!(f, "      指标：{} {}", aim.name, aim.wording)?;
            match &aim.deadline {
                Some(deadline) => writeln!(f, "，{deadline}")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}

impl fmt::Display for Until {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last {
            Some(last) => write!(f, "{}（至 {last}）", self.printed),
            None => write!(f, "{}", self.printed),
        }
    }
}
