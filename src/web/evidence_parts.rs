//! A piece of evidence in the words of a page.

use super::page::Link;
use super::wording;
use crate::domain::Period;
use crate::store::evidence::{EvidenceLine, ReportEvidence};
use crate::store::reports::Report;
use crate::web::paths;

/// A piece of evidence in a list.
#[derive(Debug, Clone)]
pub struct EvidencePart {
    /// Key.
    pub id: i64,
    /// The file, to be saved.
    pub file: Link,
    /// `统计报表与数据截图 · 新质监发〔2018〕3号 · 2018-05-03 形成 · PDF，1.2 MB`.
    pub facts: String,
    /// Who brought it, and when.
    pub brought: String,
    /// The report that it proves, where that is not the page itself.
    pub report: Option<Link>,
}

impl EvidencePart {
    /// A piece whose file is found at an address.
    pub fn new(line: &EvidenceLine, href: String) -> Self {
        let number = Some(line.doc_number.clone()).filter(|number| !number.is_empty());
        let formed = line
            .formed_on
            .map(|day| format!("{} 形成", wording::date(day)));
        let file = format!("{}，{}", line.format.label(), wording::size(line.length));
        let facts = [
            Some(line.kind.label().to_owned()),
            number,
            formed,
            Some(file),
        ];
        Self {
            id: line.id,
            file: Link::new(href, line.title.clone()),
            facts: facts.into_iter().flatten().collect::<Vec<_>>().join(" · "),
            brought: format!(
                "{} {} 上传",
                wording::moment(line.created_at),
                line.created_by
            ),
            report: None,
        }
    }

    /// A piece on the page of the report that it proves.
    pub fn of_report(one: &ReportEvidence) -> Self {
        Self::new(
            &one.line,
            paths::report_evidence_file(one.report_id, one.line.id),
        )
    }

    /// What proves the reports of an item, each piece with the report; a report that is not among those that may be
    /// seen shows nothing.
    pub fn of_item(pieces: &[ReportEvidence], reports: &[Report]) -> Vec<Self> {
        let part = |one: &ReportEvidence| {
            let report = reports.iter().find(|report| report.id == one.report_id)?;
            let period = Period {
                first: report.first_day,
                last: report.last_day,
                cycle: report.cycle,
            };
            let words = format!("{} {}", report.department, period.name());
            Some(Self {
                report: Some(Link::new(paths::report(report.id), words)),
                ..Self::of_report(one)
            })
        };
        pieces.iter().filter_map(part).collect()
    }
}

/// How many pieces of evidence a report has, of the counts of several.
pub fn count(counts: &[(i64, i64)], report: i64) -> i64 {
    let own = counts.iter().find(|(key, _)| *key == report);
    own.map_or(0, |(_, count)| *count)
}
