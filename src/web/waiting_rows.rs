//! The rows of the two queues, of the reviewers of a unit and of the office: what is new beside what was there, what was
//! written, what to look at, and the decision. Pure.

use super::components::{Statement, ValueLine};
use super::page::Link;
use super::{evidence_parts, paths, wording};
use crate::domain::{Period, Seat, Warning};
use crate::store::compared_values::ComparedValue;
use crate::store::waiting::WaitingLine;

/// A report that waits.
pub(crate) struct WaitingRow {
    pub(crate) id: i64,
    pub(crate) report: String,
    pub(crate) item: Link,
    pub(crate) source: String,
    pub(crate) department: String,
    pub(crate) period: String,
    pub(crate) sent: String,
    pub(crate) said: Statement,
    pub(crate) values: Vec<ValueLine>,
    /// Rows that the report takes in the table of figures.
    pub(crate) height: usize,
    /// Pieces of evidence.
    pub(crate) evidence: i64,
    pub(crate) progress: String,
    pub(crate) problems: String,
    pub(crate) next_step: String,
    pub(crate) warnings: Vec<String>,
    pub(crate) version: i32,
    /// It can be ticked: without warnings, and somebody else's.
    pub(crate) plain: bool,
    pub(crate) own: bool,
    pub(crate) accept: String,
    pub(crate) send_back: String,
    pub(crate) demonstration: bool,
}

/// What each warning says of this report.
fn warnings(line: &WaitingLine) -> Vec<String> {
    let said = |warning: &Warning| match (warning, &line.missing_reason) {
        (Warning::Missing, Some(reason)) => format!("{}：{reason}", warning.label()),
        _ => warning.label().to_owned(),
    };
    let correction = line.correction_reason.as_ref();
    let correction = correction.map(|reason| format!("第 {} 次更正：{reason}", line.revision - 1));
    line.warnings.iter().map(said).chain(correction).collect()
}

impl WaitingRow {
    /// The row of a line for somebody in a seat, with the figures and the evidence of all lines to choose from.
    pub(crate) fn new(
        line: WaitingLine,
        values: &[ComparedValue],
        pieces: &[(i64, i64)],
        seat: Seat,
    ) -> Self {
        let own = values.iter().filter(|value| value.report_id == line.id);
        let values: Vec<ValueLine> = own.map(ValueLine::of).collect();
        let (verb, accept, send_back) = match seat {
            Seat::Reviewer => (
                "送审",
                paths::endorsement(line.id),
                paths::unit_return(line.id),
            ),
            _ => ("报送", paths::acceptance(line.id), paths::return_(line.id)),
        };
        let sent = line.at.map(wording::moment).unwrap_or_default();
        let by = line.by.clone().unwrap_or_default();
        Self {
            id: line.id,
            report: paths::report(line.id),
            said: Statement::of(&line.words()),
            warnings: warnings(&line),
            plain: line.warnings.is_empty() && line.correction_reason.is_none() && !line.own,
            item: Link::new(paths::item(line.item_id), line.title),
            source: format!("{} {}", line.document, line.locus),
            department: line.department,
            period: Period::containing(line.cycle, line.first_day).name(),
            sent: format!("{sent} {by} {verb}"),
            height: values.len().max(1) + 2,
            values,
            evidence: evidence_parts::count(pieces, line.id),
            progress: line.progress_text,
            problems: line.problems,
            next_step: line.next_step,
            version: line.version,
            own: line.own,
            accept,
            send_back,
            demonstration: line.demonstration,
        }
    }
}
