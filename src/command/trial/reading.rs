//! What a department reports for one target: a figure, held against the target as the site does it, and in words.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use super::figures::{self, Movement};
use super::wording;
use crate::domain::{
    Comparator, Judgement, Period, Progress, Reported, Target, TargetKind, Verdict, judge,
};
use crate::store::demonstrations::{ReportedTarget, ReportingDepartment};
use crate::store::reports::Value;

/// A figure, judged, and in words.
#[derive(Debug)]
pub(super) struct Reading {
    /// As it is written down.
    pub(super) value: Value,
    /// What it says of the progress.
    pub(super) progress: Progress,
    /// As it is told.
    pub(super) sentence: String,
    /// What it is short of, where it lags.
    pub(super) shortfall: Option<String>,
}

impl Reading {
    /// The figure of a movement.
    pub(super) fn new(
        one: &ReportedTarget,
        movement: &Movement<'_>,
        department: &ReportingDepartment,
        as_of: NaiveDate,
    ) -> Self {
        let reported = movement.reported();
        let judgement = judge(&one.target, &reported, movement.pace);
        let amount = reported
            .value
            .map(|value| figures::in_words(value, &one.target.unit))
            .unwrap_or_default();
        Self {
            progress: judgement.progress(&one.target, movement.pace),
            sentence: sentence(one, &reported, &amount, as_of),
            shortfall: shortfall(&one.target, &reported, &judgement, movement.lags),
            value: Value {
                target_id: one.id,
                value: reported.value,
                grade: reported.grade,
                holds: reported.holds,
                as_of: Some(as_of),
                source: format!("{}季度统计", department.short_name),
                verdict: Some(judgement.verdict).filter(|verdict| *verdict != Verdict::Unjudged),
                gap: judgement.gap,
                shortfall: judgement.shortfall,
                ..Value::default()
            },
        }
    }
}

/// What a lagging figure is short of, in a sentence.
fn shortfall(
    target: &Target,
    reported: &Reported,
    judgement: &Judgement,
    lags: bool,
) -> Option<String> {
    let (name, unit) = (&target.name, &target.unit);
    let value = reported.value.filter(|_| lags)?;
    let amount = figures::in_words(value, unit);
    if judgement.verdict == Verdict::BehindPace {
        let missing = (judgement.expected? - value).ceil();
        let missing = figures::in_words(missing, unit);
        return Some(format!("{name}累计{amount}，距时序进度要求差{missing}"));
    }
    let gap = judgement
        .gap
        .filter(|gap| *gap > Decimal::ZERO && target.kind != TargetKind::Flow)?;
    let unit = if unit == "%" { "个百分点" } else { unit };
    let gap = figures::in_words(gap, unit);
    Some(format!("{name}为{amount}，距目标差{gap}"))
}

/// `截至3月底，新疆名牌产品累计96个`.
fn sentence(one: &ReportedTarget, reported: &Reported, amount: &str, as_of: NaiveDate) -> String {
    let (day, target) = (wording::as_of(as_of), &one.target);
    let name = &target.name;
    match (target.comparator, target.kind) {
        (Comparator::Zero, _) => format!("{day}，未发生{name}"),
        (Comparator::Grade, _) => {
            let grade = reported.grade.as_deref().unwrap_or_default();
            format!("{}年{name}结果为{grade}", as_of.year() - 1)
        }
        (_, TargetKind::Flow) => format!("{day}，{name}累计{amount}"),
        _ if reported.value.is_some() => format!("{day}，{name}为{amount}"),
        _ if reported.holds == Some(true) => format!("{day}，{name}符合要求"),
        _ => format!("{day}，{name}尚未达到要求"),
    }
}

/// What a department says of itself: never better than its figures, and what it says of what no figure shows.
pub(super) fn stated(told: Progress, readings: &[Reading]) -> Progress {
    match (told, shown(readings)) {
        (Progress::Behind | Progress::Done, _) | (_, None) => told,
        (_, Some(shown)) => shown,
    }
}

/// What the figures show: the worst of them.
pub(super) fn shown(readings: &[Reading]) -> Option<Progress> {
    readings
        .iter()
        .map(|reading| reading.progress)
        .filter(|progress| *progress != Progress::Other)
        .min()
}

/// The day of the data. Reports are due before their period is over, so they speak of the end of the month before.
pub(super) fn as_of(period: Period) -> NaiveDate {
    let month = period.last.with_day(1).and_then(|day| day.pred_opt());
    month.unwrap_or(period.first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Cycle;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn nobody_reports_data_of_days_to_come() {
        let period = Period::containing(Cycle::Quarter, day("2018-06-20"));
        assert_eq!(as_of(period), day("2018-05-31"));
    }

    #[test]
    fn nobody_says_better_than_the_figures_show() {
        let reading = |progress| Reading {
            value: Value::default(),
            progress,
            sentence: String::new(),
            shortfall: None,
        };
        let readings = [reading(Progress::OnTrack), reading(Progress::Behind)];
        assert_eq!(stated(Progress::Ahead, &readings), Progress::Behind);
        assert_eq!(stated(Progress::Behind, &readings[..1]), Progress::Behind);
        assert_eq!(stated(Progress::Ahead, &readings[..1]), Progress::OnTrack);
        assert_eq!(stated(Progress::Ahead, &[]), Progress::Ahead);
    }
}
