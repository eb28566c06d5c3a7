//! One table for the verdicts: a row for each kind of target and case, with the reason for what is expected.
//!
//! All targets run from 2017-01-01 to 2020-12-31, which are 1461 days; on 2018-06-30, 546 of them or 37.4% are over.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Judgement, Pace, Reference, Reported, Verdict, judge};
use crate::domain::{Comparator, Progress, Target, TargetKind, Trend};

/// A target in percent where it is a share or a growth rate, else in 个.
pub(super) fn target(comparator: Comparator, kind: TargetKind, value: &str) -> Target {
    let percent = matches!(kind, TargetKind::Ratio | TargetKind::Growth);
    Target {
        name: "指标".to_owned(),
        comparator,
        value: value.parse().ok(),
        upper: None,
        grade: None,
        trend: None,
        unit: if percent { "%" } else { "个" }.to_owned(),
        kind,
        soft: false,
        maintain: false,
    }
}

fn maintained(target: Target) -> Target {
    Target {
        maintain: true,
        ..target
    }
}

fn between(kind: TargetKind, low: &str, high: &str) -> Target {
    Target {
        upper: high.parse().ok(),
        ..target(Comparator::Between, kind, low)
    }
}

fn graded(grade: &str) -> Target {
    Target {
        grade: Some(grade.to_owned()),
        ..target(Comparator::Grade, TargetKind::Grade, "")
    }
}

fn going(way: Trend, kind: TargetKind) -> Target {
    Target {
        trend: Some(way),
        ..target(Comparator::Trend, kind, "")
    }
}

fn figure(value: &str) -> Reported {
    Reported {
        value: value.parse().ok(),
        ..Reported::default()
    }
}

/// A figure against a number from outside the document.
fn against(value: &str, reference: &str, floor: bool) -> Reported {
    Reported {
        reference: Reference::of(reference.parse().ok(), floor),
        ..figure(value)
    }
}

fn reached(grade: &str) -> Reported {
    Reported {
        grade: Some(grade.to_owned()),
        ..Reported::default()
    }
}

fn says(holds: bool) -> Reported {
    Reported {
        holds: Some(holds),
        ..Reported::default()
    }
}

fn pace(on: &str) -> Pace {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    Pace {
        start: day("2017-01-01"),
        end: Some(day("2020-12-31")),
        on: day(on),
    }
}

/// In the middle, when 37.4% of the time is over.
const MIDDLE: &str = "2018-06-30";
/// The last day of a year within the time.
const YEAR: &str = "2018-12-31";
/// The last day.
const LAST: &str = "2020-12-31";

struct Case {
    target: Target,
    reported: Reported,
    on: &'static str,
    verdict: Verdict,
    /// How far short, in the unit; empty where that is no number.
    gap: &'static str,
    progress: Progress,
}

fn case(
    target: Target,
    reported: Reported,
    on: &'static str,
    verdict: Verdict,
    gap: &'static str,
    progress: Progress,
) -> Case {
    Case {
        target,
        reported,
        on,
        verdict,
        gap,
        progress,
    }
}

#[rustfmt::skip]
fn numbers() -> Vec<Case> {
    use Comparator::{About, AtLeast, AtMost, Equal};
    use Progress::{Ahead, Behind, Done, OnTrack};
    use TargetKind::{Flow, Growth, Level, Ratio};
    use Verdict::{BehindPace, Met, NotMet, OnPace, Short};
    let share = || target(AtLeast, Ratio, "92");
    let count = || target(AtLeast, Flow, "350");
    vec![
        // A floor by 2020: below it in 2018 there is time, on its day there is none. Above it early is no completion.
        case(share(), figure("91.3"), MIDDLE, Short, "0.7", OnTrack),
        case(share(), figure("92"), MIDDLE, Met, "0", OnTrack),
        case(share(), figure("91.3"), LAST, NotMet, "0.7", Behind),
        case(share(), figure("93"), LAST, Met, "-1", Done),
        // 达到100%: a floor that cannot be exceeded.
        case(target(Equal, Ratio, "100"), figure("99.9"), LAST, NotMet, "0.1", Behind),
        case(target(Equal, Ratio, "100"), figure("100"), LAST, Met, "0", Done),
        // 稳定在96%以上: every period, without time left.
        case(maintained(target(AtLeast, Ratio, "96")), figure("95.9"), MIDDLE, NotMet, "0.1", Behind),
        case(maintained(target(AtLeast, Ratio, "96")), figure("96"), MIDDLE, Met, "0", OnTrack),
        case(maintained(target(AtLeast, Ratio, "96")), figure("96"), LAST, Met, "0", Done),
        // 保持在30个: the things do not grow towards the number, so that no pace is asked of them.
        case(maintained(target(AtLeast, Flow, "30")), figure("29"), MIDDLE, NotMet, "1", Behind),
        // A ceiling, 涨幅控制在3%以内.
        case(target(AtMost, Growth, "3"), figure("2.8"), MIDDLE, Met, "-0.2", OnTrack),
        case(target(AtMost, Growth, "3"), figure("3.1"), MIDDLE, Short, "0.1", OnTrack),
        case(target(AtMost, Growth, "3"), figure("3.1"), LAST, NotMet, "0.1", Behind),
        // A ceiling on what accumulates: kept within is not done before the last day; passed is passed for good.
        case(target(AtMost, Flow, "100"), figure("40"), MIDDLE, Met, "-60", OnTrack),
        case(target(AtMost, Flow, "100"), figure("101"), MIDDLE, NotMet, "1", Behind),
        case(target(AtMost, Flow, "100"), figure("90"), LAST, Met, "-10", Done),
        // Growth may be negative; the gap is counted from there.
        case(target(AtLeast, Growth, "6"), figure("-2"), LAST, NotMet, "8", Behind),
        // An index.
        case(target(AtLeast, Level, "82"), figure("80.5"), MIDDLE, Short, "1.5", OnTrack),
        // 10—20: short below, over above; the nearer end counts.
        case(between(Level, "10", "20"), figure("15"), MIDDLE, Met, "-5", OnTrack),
        case(between(Level, "10", "20"), figure("8"), LAST, NotMet, "2", Behind),
        case(between(Level, "10", "20"), figure("23"), LAST, NotMet, "3", Behind),
        // 建设10—20个: more than twenty are no failing.
        case(between(Flow, "10", "20"), figure("23"), LAST, Met, "-13", Done),
        // 左右: within a twentieth, 95 to 105 of 100.
        case(target(About, Level, "100"), figure("96"), LAST, Met, "-1", Done),
        case(target(About, Level, "100"), figure("90"), LAST, NotMet, "5", Behind),
        case(target(About, Level, "100"), figure("106"), LAST, NotMet, "1", Behind),
        case(target(About, Flow, "100"), figure("130"), LAST, Met, "-35", Done),
        // 350 个, of which 130.9 should be there (37.4%): 120 are 34.3%, 3.1 points behind, within the tolerance of 10;
        // 60 are 17.1%, 20.3 behind; 200 are 57.1%, 19.7 ahead.
        case(count(), figure("120"), MIDDLE, OnPace, "230", OnTrack),
        case(count(), figure("60"), MIDDLE, BehindPace, "290", Behind),
        case(count(), figure("200"), MIDDLE, OnPace, "150", Ahead),
        case(count(), figure("0"), MIDDLE, BehindPace, "350", Behind),
        // What has accumulated is done before its time, and failed on its day if it is not.
        case(count(), figure("350"), MIDDLE, Met, "0", Done),
        case(count(), figure("349"), LAST, NotMet, "1", Behind),
    ]
}

#[rustfmt::skip]
fn others() -> Vec<Case> {
    use Comparator::{AtLeast, WithinExternal, Zero};
    use Progress::{Behind, Done, OnTrack, Other};
    use TargetKind::{Level, Qualitative, Ratio};
    use Verdict::{Met, NotMet, Short, Unjudged};
    let none = || target(Zero, TargetKind::Zero, "");
    let handed = || target(WithinExternal, Level, "");
    let share = || target(WithinExternal, Ratio, "");
    let rate = |way| going(way, Ratio);
    vec![
        // 无重大事故: one is one too many at any time; none is not done before the last day.
        case(none(), figure("0"), MIDDLE, Met, "0", OnTrack),
        case(none(), figure("0"), LAST, Met, "0", Done),
        case(none(), figure("1"), MIDDLE, NotMet, "1", Behind),
        // 达到B级: better or the same; a grade below has time until the last day. No gap is a number.
        case(graded("B级"), reached("A级"), MIDDLE, Met, "", OnTrack),
        case(graded("B级"), reached("B"), LAST, Met, "", Done),
        case(graded("B级"), reached("C级"), MIDDLE, Short, "", OnTrack),
        case(graded("B级"), reached("C级"), LAST, NotMet, "", Behind),
        // 良好 is of another scale than B级: nobody can say which is better.
        case(graded("B级"), reached("良好"), LAST, Unjudged, "", Other),
        // 控制在国家下达指标内: the number handed down for the year is a ceiling by the end of that year …
        case(handed(), against("1.05", "1.02", false), MIDDLE, Short, "0.03", OnTrack),
        case(handed(), against("1.05", "1.02", false), YEAR, NotMet, "0.03", Behind),
        case(handed(), against("1.01", "1.02", false), YEAR, Met, "-0.01", OnTrack),
        // … or, where it says so, a floor: 优良天数比例不低于66%.
        case(share(), against("64.5", "66", true), YEAR, NotMet, "1.5", Behind),
        case(share(), against("67", "66", true), YEAR, Met, "-1", OnTrack),
        // A figure without the number handed down says nothing; then the department states whether it holds.
        case(handed(), figure("1.05"), YEAR, Unjudged, "", Other),
        case(handed(), says(true), MIDDLE, Met, "", OnTrack),
        case(handed(), says(false), MIDDLE, Short, "", OnTrack),
        case(handed(), says(false), LAST, NotMet, "", Behind),
        // 逐年下降: against the year before, whenever it is measured; the same is no fall.
        case(rate(Trend::Down), against("2.1", "2.4", false), MIDDLE, Met, "-0.3", OnTrack),
        case(rate(Trend::Down), against("2.4", "2.4", false), MIDDLE, NotMet, "0", Behind),
        case(rate(Trend::Up), against("5", "4.5", false), LAST, Met, "-0.5", Done),
        case(rate(Trend::Up), against("4.3", "4.5", false), MIDDLE, NotMet, "0.2", Behind),
        // 保持稳定: within a twentieth of the year before, 3.8 to 4.2 of 4.
        case(rate(Trend::Steady), against("4.2", "4", false), MIDDLE, Met, "0", OnTrack),
        case(rate(Trend::Steady), against("4.5", "4", false), MIDDLE, NotMet, "0.3", Behind),
        // Without the year before, or without a direction, a person judges.
        case(rate(Trend::Down), figure("2.1"), MIDDLE, Unjudged, "", Other),
        case(rate(Trend::Down), says(true), MIDDLE, Met, "", OnTrack),
        case(target(Comparator::Trend, Qualitative, ""), against("2.1", "2.4", false), MIDDLE, Unjudged, "", Other),
        // 明显改善: no number, so the department's own statement.
        case(target(AtLeast, Qualitative, ""), says(true), MIDDLE, Met, "", OnTrack),
        case(target(AtLeast, Qualitative, ""), says(false), LAST, NotMet, "", Behind),
        case(target(AtLeast, Qualitative, ""), Reported::default(), LAST, Unjudged, "", Other),
        // Nothing was reported of what has a number.
        case(target(AtLeast, Ratio, "92"), Reported::default(), LAST, Unjudged, "", Other),
    ]
}

#[test]
fn every_kind_has_its_rule() {
    for case in numbers().into_iter().chain(others()) {
        let pace = pace(case.on);
        let judged = judge(&case.target, &case.reported, pace);
        let told = (
            judged.verdict,
            judged.gap,
            judged.progress(&case.target, pace),
        );
        let gap: Option<Decimal> = case.gap.parse().ok();
        assert_eq!(
            told,
            (case.verdict, gap, case.progress),
            "{:?}, {:?} on {}",
            case.target,
            case.reported,
            case.on
        );
    }
}

/// Points are told where the figure is a percentage, or where a part of the whole is missing; of an index short by
/// one and a half they would mean nothing.
#[test]
fn a_shortfall_is_in_points_or_none() {
    use Comparator::AtLeast;
    let shortfall = |target: Target, value: &str, on: &str| {
        let Judgement { shortfall, .. } = judge(&target, &figure(value), pace(on));
        shortfall.map(|points| points.normalize().to_string())
    };
    let told = [
        shortfall(target(AtLeast, TargetKind::Ratio, "92"), "91.3", LAST),
        shortfall(target(AtLeast, TargetKind::Flow, "350"), "60", MIDDLE),
        shortfall(target(AtLeast, TargetKind::Level, "82"), "80.5", LAST),
        shortfall(target(Comparator::Zero, TargetKind::Zero, ""), "2", MIDDLE),
    ];
    let told: Vec<Option<&str>> = told.iter().map(Option::as_deref).collect();
    assert_eq!(told, [Some("0.7"), Some("20.3"), None, Some("100")]);
}

#[test]
fn what_has_no_last_day_is_not_prorated() {
    let endless = Pace {
        end: None,
        ..pace(MIDDLE)
    };
    let verdict = |target: Target, value: &str| judge(&target, &figure(value), endless).verdict;
    let of = |kind, value| target(Comparator::AtLeast, kind, value);
    assert_eq!(verdict(of(TargetKind::Flow, "350"), "60"), Verdict::Short);
    assert_eq!(verdict(of(TargetKind::Ratio, "92"), "91"), Verdict::NotMet);
}
