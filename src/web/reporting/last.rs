//! What was reported last, beside the form of this period.

use super::task::Task;
use crate::domain::Period;
use crate::web::page::Link;
use crate::web::paths;

/// What was reported last, so that nothing is typed again.
#[derive(Debug)]
pub(super) struct Last {
    pub(super) report: Link,
    pub(super) by: String,
    pub(super) progress: String,
    pub(super) problems: String,
    pub(super) next_step: String,
    pub(super) coordination: String,
    pub(super) reuse: String,
    pub(super) demonstration: bool,
}

impl Last {
    /// The newest report before the period of a task.
    pub(super) fn of(task: &Task) -> Option<Self> {
        let (report, _) = task.before.as_ref()?;
        let period = Period::containing(report.cycle, report.first_day).name();
        let own = paths::report_form_for(task.item.id, task.department.id, task.period.first);
        Some(Self {
            report: Link::new(paths::report(report.id), format!("上期填报（{period}）")),
            by: report
                .submitted_by
                .clone()
                .unwrap_or_else(|| report.saved_by.clone()),
            progress: report.progress_text.clone(),
            problems: report.problems.clone(),
            next_step: report.next_step.clone(),
            coordination: report.coordination.clone(),
            reuse: format!("{own}&from=last"),
            demonstration: report.demonstration,
        })
    }
}
