//! A proposal's values as the rows that the store writes.

use std::collections::HashMap;

use super::ImportError;
use crate::domain::Progress;
use crate::review::{DepartmentChoice, Proposal, ProposedItem};
use crate::store::duties::NewDuty;
use crate::store::new_items::{NewItem, NewResponsibility, NewSection, NewTarget};

/// A count or a position as the database holds it.
pub(super) fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn span(span: [usize; 2]) -> [i32; 2] {
    [count(span[0]), count(span[1])]
}

pub(super) fn sections(proposal: &Proposal) -> Vec<NewSection> {
    let section = |one: &crate::review::ProposedSection| NewSection {
        parent: one.parent,
        level: i16::from(one.level),
        label: one.label.clone(),
        title: one.title.clone(),
        span: span(one.span),
    };
    proposal.sections.iter().map(section).collect()
}

pub(super) fn items(proposal: &Proposal, sections: &[i64]) -> Vec<NewItem> {
    let item = |one: &ProposedItem| NewItem {
        section: one.section.map(|index| sections[index]),
        parent: one.parent,
        kind: one.kind,
        label: one.label.clone(),
        locus: one.locus.clone(),
        title: one.title.clone(),
        body: one.body.clone(),
        span: span(one.span),
        deadline: one.deadline.clone(),
        deadline_span: one.deadline_span.map(span),
        soft: !one.targets.is_empty() && one.targets.iter().all(|target| target.target.soft),
        progress: if one.duties.is_empty() {
            Progress::Other
        } else {
            Progress::NotStarted
        },
    };
    proposal.items.iter().map(item).collect()
}

pub(super) fn targets(proposal: &Proposal, keys: &[i64]) -> Vec<NewTarget> {
    let mut targets = Vec::new();
    for (item, key) in proposal.items.iter().zip(keys) {
        for (index, one) in item.targets.iter().enumerate() {
            targets.push(NewTarget {
                item: *key,
                ordinal: count(index + 1),
                target: one.target.clone(),
                deadline: one.deadline.clone(),
                span: span(one.span),
            });
        }
    }
    targets
}

/// The responsibilities of all items in a row, and where each item's begin.
pub(super) fn responsibilities(
    proposal: &Proposal,
    keys: &[i64],
    departments: &HashMap<DepartmentChoice, i64>,
) -> Result<(Vec<NewResponsibility>, Vec<usize>), ImportError> {
    let mut rows = Vec::new();
    let mut starts = Vec::with_capacity(keys.len());
    for (item, key) in proposal.items.iter().zip(keys) {
        starts.push(rows.len());
        for (index, one) in item.responsibilities.iter().enumerate() {
            rows.push(NewResponsibility {
                item: *key,
                department: department(departments, &one.department)?,
                ordinal: count(index + 1),
                role: one.role,
                printed: one.printed.clone(),
                basis: one.basis,
                collective: one.collective,
                open_list: one.open_list,
                indicator: one.indicator.clone(),
                span: span(one.span),
                valid_from: proposal.document.reported_from,
            });
        }
    }
    Ok((rows, starts))
}

pub(super) fn duties(
    proposal: &Proposal,
    keys: &[i64],
    departments: &HashMap<DepartmentChoice, i64>,
    responsibilities: &[i64],
    starts: &[usize],
) -> Result<Vec<NewDuty>, ImportError> {
    let mut rows = Vec::new();
    for ((item, key), start) in proposal.items.iter().zip(keys).zip(starts) {
        for duty in &item.duties {
            rows.push(NewDuty {
                item: *key,
                department: department(departments, &duty.department)?,
                responsibility: responsibilities[start + duty.responsibility],
                role: duty.role,
            });
        }
    }
    Ok(rows)
}

fn department(
    keys: &HashMap<DepartmentChoice, i64>,
    choice: &DepartmentChoice,
) -> Result<i64, ImportError> {
    let name = match choice {
        DepartmentChoice::Known(name) | DepartmentChoice::New(name) => name,
    };
    keys.get(choice)
        .copied()
        .ok_or_else(|| ImportError::NoDepartment(name.clone()))
}
