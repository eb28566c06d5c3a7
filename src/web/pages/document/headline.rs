//! The sentence at the head of a document: its counts, each leading to the rows that it counts. Pure.

use super::{Only, Record, whole};
use crate::domain::{Calendar, ItemKind, Progress};
use crate::store::departments::Which;
use crate::store::ledger::Unreported;
use crate::store::outlines::OutlineItem;
use crate::store::overview::Counts;
use crate::web::components::Count;
use crate::web::department_filter::DepartmentFilter;
use crate::web::ledger_filter::LedgerFilter;
use crate::web::{paths, wording};

/// The counts of the headline sentence.
pub(super) struct Headline {
    pub(super) tracked: Count,
    pub(super) goals: Count,
    pub(super) tasks: Count,
    pub(super) departments: Count,
    pub(super) progress: Vec<(&'static str, Count)>,
    pub(super) overdue: Count,
    pub(super) unassigned: Count,
    pub(super) served: Count,
    pub(super) replaced: Count,
    pub(super) repealed: Count,
    pub(super) silent_departments: Count,
    pub(super) silent_items: Count,
    pub(super) missing_departments: Count,
    pub(super) missing_items: Count,
    pub(super) period: String,
}

impl Headline {
    pub(super) fn new(record: &Record, items: &[OutlineItem], calendar: &Calendar) -> Self {
        let id = record.document.id;
        let of = |filter: LedgerFilter| {
            LedgerFilter {
                document: Some(id),
                ..filter
            }
            .href()
        };
        let departments = |which| {
            DepartmentFilter {
                which,
                document: Some(id),
                ..DepartmentFilter::default()
            }
            .href()
        };
        let all = LedgerFilter::default;
        let of_kind = |kind: ItemKind| {
            let tracked = items.iter().filter(|item| !item.served);
            let count = tracked.filter(|item| item.kind == kind).count();
            let filter = LedgerFilter {
                kind: Some(kind),
                ..all()
            };
            Count::new(whole(count), of(filter), kind.label())
        };
        let of_outline = |only: Only| {
            let count = items.iter().filter(|item| only.takes(item)).count();
            Count::new(
                whole(count),
                paths::document_outline(id, only.code(), None),
                format!("项{}", only.label()),
            )
        };
        let (counts, reporting) = (&record.counts, &record.reporting);
        Self {
            tracked: Count::new(counts.total, of(all()), "项事项"),
            goals: of_kind(ItemKind::Goal),
            tasks: of_kind(ItemKind::Task),
            departments: Count::new(
                record.tallies.working,
                departments(Which::Working),
                "个责任单位",
            ),
            progress: progress(counts)
                .into_iter()
                .filter(|(_, count)| *count > 0)
                .map(|(progress, count)| {
                    let filter = LedgerFilter {
                        progress: Some(progress),
                        ..all()
                    };
                    (
                        progress.label(),
                        Count::new(count, of(filter), format!("项{}", progress.label())),
                    )
                })
                .collect(),
            overdue: Count::new(
                counts.overdue,
                of(LedgerFilter {
                    overdue: true,
                    ..all()
                }),
                "项已过时限",
            ),
            unassigned: Count::new(
                counts.unassigned,
                of(LedgerFilter {
                    unassigned: true,
                    ..all()
                }),
                "项未明确责任单位",
            ),
            served: of_outline(Only::Served),
            replaced: of_outline(Only::Replaced),
            repealed: of_outline(Only::Repealed),
            silent_departments: Count::new(
                record.tallies.silent,
                departments(Which::Silent),
                "个单位逾期未报",
            ),
            silent_items: Count::new(
                reporting.silent_items,
                of(LedgerFilter {
                    unreported: Some(Unreported::Overdue),
                    ..all()
                }),
                "项逾期未报",
            ),
            missing_departments: Count::new(
                record.tallies.missing,
                departments(Which::Missing),
                "个单位应报未报",
            ),
            missing_items: Count::new(
                reporting.missing_items,
                of(LedgerFilter {
                    unreported: Some(Unreported::Missing),
                    ..all()
                }),
                "项应报未报",
            ),
            period: wording::round(calendar.due(record.document.schedule_id)),
        }
    }
}

/// Every progress with its count, the worst first.
fn progress(counts: &Counts) -> [(Progress, i64); 6] {
    [
        (Progress::Behind, counts.behind),
        (Progress::NotStarted, counts.not_started),
        (Progress::OnTrack, counts.on_track),
        (Progress::Ahead, counts.ahead),
        (Progress::Done, counts.done),
        (Progress::Other, counts.other),
    ]
}
