//! The lists on the page of a target: what other documents set, and the reported figures. Pure.

use super::components::Reading;
use super::page::Link;
use super::{paths, wording};
use crate::domain::Period;
use crate::store::conflicts::ConflictLine;
use crate::store::targets::{Figure, TargetRecord};

/// What another document sets for the same indicator and year.
pub(crate) struct ConflictRow {
    pub(crate) document: Link,
    pub(crate) number: String,
    pub(crate) place: Link,
    pub(crate) target: Link,
    pub(crate) goal: String,
    pub(crate) deadline: String,
}

/// A reported figure.
pub(crate) struct FigureRow {
    pub(crate) period: String,
    pub(crate) department: String,
    pub(crate) figure: String,
    pub(crate) verdict: String,
    pub(crate) bad: bool,
    pub(crate) source: String,
    pub(crate) explanation: String,
    pub(crate) report: String,
    pub(crate) demonstration: bool,
}

impl ConflictRow {
    pub(crate) fn new(line: ConflictLine) -> Self {
        Self {
            document: Link::new(paths::document(line.other_document_id), line.other_document),
            number: line.other_number.unwrap_or_default(),
            place: Link::new(paths::item(line.other_item_id), line.other_locus),
            goal: line.other.wording(),
            target: Link::new(paths::target(line.other_id), line.other.name),
            deadline: line.other_last.map(wording::date).unwrap_or_default(),
        }
    }
}

impl FigureRow {
    pub(crate) fn new(figure: &Figure, reading: &Reading) -> Self {
        let period = Period {
            first: figure.first_day,
            last: figure.last_day,
            cycle: figure.cycle,
        };
        Self {
            period: period.name(),
            department: figure.department.clone(),
            figure: reading.latest.clone(),
            verdict: reading.verdict.clone(),
            bad: figure.verdict.is_some_and(crate::domain::Verdict::is_bad),
            source: figure.source.clone(),
            explanation: figure.explanation.clone(),
            report: paths::report(figure.report_id),
            demonstration: figure.demonstration,
        }
    }
}

/// How a figure of this kind is judged, in one sentence.
pub(crate) fn rule(record: &TargetRecord) -> &'static str {
    use crate::domain::{Comparator, TargetKind};
    match (
        record.target.comparator,
        record.target.kind,
        record.target.maintain,
    ) {
        (Comparator::Zero, ..) => "发生即为未达标。",
        (Comparator::Grade, ..) => "按等级高低判断，不折算百分比。",
        (Comparator::WithinExternal, ..) => "数值由上级另行下达，由填报单位说明是否控制在指标内。",
        (Comparator::Trend, ..) => "看变化方向，由填报单位说明是否符合要求。",
        (_, TargetKind::Flow, _) => "按累计数与序时进度比较，落后超过 10 个百分点为欠进度。",
        (_, _, true) => "每一期都要达到，未达到即为未达标。",
        _ => "到期时达到即为达标；到期之前只显示差距，不折算完成百分比。",
    }
}
