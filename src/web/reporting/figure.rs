//! A figure as a person types it: `91.3％`, `1,250 个`, `１２`. Refused only where it cannot be meant; what merely looks
//! wrong is asked about ([`unusual`]).

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::{Comparator, Target, TargetKind, Unusual};

/// The figure in `typed`, in the unit of the target; `None` when nothing was typed.
///
/// # Errors
///
/// A sentence that says what to type instead.
pub fn read(typed: &str, target: &Target) -> Result<Option<Decimal>, String> {
    let plain: String = typed.chars().filter_map(narrow).collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let unit: String = target.unit.chars().filter_map(narrow).collect();
    let bare = plain.strip_suffix(&unit).unwrap_or(&plain);
    let value: Decimal = bare.parse().map_err(|_| not_a_number(typed, target))?;
    check(value, target).map(|()| Some(value))
}

/// A part of a share, 分子 or 分母: a number that is not negative, whatever its unit.
///
/// # Errors
///
/// A sentence that says what to type instead.
pub fn part(typed: &str) -> Result<Option<Decimal>, String> {
    let plain: String = typed.chars().filter_map(narrow).collect();
    if plain.is_empty() {
        return Ok(None);
    }
    let value: Decimal = plain
        .parse()
        .map_err(|_| format!("“{typed}”不是数字。分子、分母只填数字，例如 183。"))?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err("分子、分母不会是负数，请核对。".to_owned());
    }
    within_limits(value).map(|()| Some(value))
}

/// The share that two parts make, in its unit, with two decimals.
pub fn share(numerator: Decimal, denominator: Decimal, unit: &str) -> Decimal {
    rounded(exact(numerator, denominator, unit), 2)
}

/// True when a share that was typed is the one that its parts make, as finely as it was typed.
pub fn agrees(typed: Decimal, numerator: Decimal, denominator: Decimal, unit: &str) -> bool {
    typed == rounded(exact(numerator, denominator, unit), typed.scale())
}

fn exact(numerator: Decimal, denominator: Decimal, unit: &str) -> Decimal {
    let whole = if unit == "‰" { 1000 } else { 100 };
    numerator * Decimal::from(whole) / denominator
}

/// Half goes up, as people round.
fn rounded(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// Half-width forms; space and thousands separators are left out.
fn narrow(c: char) -> Option<char> {
    match c {
        ',' | '，' | '\u{3000}' => None,
        c if c.is_whitespace() => None,
        '．' | '。' => Some('.'),
        '％' => Some('%'),
        '－' | '−' | '–' => Some('-'),
        '０'..='９' => char::from_u32(c as u32 - 0xfee0),
        c => Some(c),
    }
}

fn not_a_number(typed: &str, target: &Target) -> String {
    match target.unit.as_str() {
        "" => format!("“{typed}”不是数字。请只填数字，例如 82.5。"),
        unit => format!("“{typed}”不是以“{unit}”为单位的数字。请换算后只填数字，例如 56。"),
    }
}

fn within_limits(value: Decimal) -> Result<(), String> {
    let limit = Decimal::from(1_000_000_000_000_i64);
    if value.abs() >= limit {
        return Err("数字太大，请核对；必要时换算单位后再填。".to_owned());
    }
    if value.normalize().scale() > 4 {
        return Err("小数最多四位，请四舍五入后再填。".to_owned());
    }
    Ok(())
}

fn check(value: Decimal, target: &Target) -> Result<(), String> {
    within_limits(value)?;
    if value.is_sign_negative() && !value.is_zero() && target.kind != TargetKind::Growth {
        return Err("这项指标不会是负数，请核对。".to_owned());
    }
    let counted = target.comparator == Comparator::Zero || COUNTED.contains(&target.unit.as_str());
    if counted && !value.fract().is_zero() {
        return Err(format!("“{}”应为整数，请核对。", value.normalize()));
    }
    Ok(())
}

/// Units of things that come whole.
const COUNTED: &[&str] = &[
    "个", "件", "家", "项", "起", "人", "户", "所", "座", "次", "名", "处", "条", "种", "辆",
];

/// What looks wrong with a figure and is asked about.
pub fn unusual(value: Decimal, before: Option<Decimal>, target: &Target) -> Option<Unusual> {
    if target.unit == "%" && target.kind == TargetKind::Ratio && value > Decimal::ONE_HUNDRED {
        return Some(Unusual::AboveWhole);
    }
    if let Some(before) = before {
        if target.kind == TargetKind::Flow && value < before {
            return Some(Unusual::Fell);
        }
        // A count that grows from little to much is no surprise; a share or an index that leaps is.
        let leap = (value - before).abs() * Decimal::from(100) > before.abs() * Decimal::from(30);
        if leap && !before.is_zero() && target.kind != TargetKind::Flow {
            return Some(Unusual::Jumped);
        }
        if leap
            && target.kind == TargetKind::Flow
            && value > before * Decimal::TWO
            && !before.is_zero()
        {
            return Some(Unusual::Jumped);
        }
    }
    let far = target
        .value
        .filter(|goal| !goal.is_zero())
        .is_some_and(|goal| value > goal * Decimal::new(15, 1));
    (far && target.kind == TargetKind::Flow).then_some(Unusual::FarAbove)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(kind: TargetKind, unit: &str) -> Target {
        Target {
            name: "指标".to_owned(),
            comparator: Comparator::AtLeast,
            value: Some(Decimal::from(100)),
            upper: None,
            grade: None,
            trend: None,
            unit: unit.to_owned(),
            kind,
            soft: false,
            maintain: false,
        }
    }

    #[test]
    fn figures_are_read_as_people_type_them() {
        let ratio = target(TargetKind::Ratio, "%");
        for (typed, expected) in [
            ("91.3", "91.3"),
            (" ９１．３％ ", "91.3"),
            ("91.3 %", "91.3"),
            ("91.30", "91.30"),
        ] {
            assert_eq!(read(typed, &ratio), Ok(expected.parse().ok()), "{typed}");
        }
        let count = target(TargetKind::Flow, "个");
        assert_eq!(read("1,250个", &count), Ok(Some(Decimal::from(1250))));
        assert_eq!(read("  ", &count), Ok(None));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_with_the_way_out() {
        let count = target(TargetKind::Flow, "个");
        let table = [
            ("很多", "不是以“个”为单位的数字"),
            ("12件", "换算"),
            ("-3", "负数"),
            ("1.5", "整数"),
            ("9999999999999", "太大"),
            ("NaN", "数字"),
            ("1e400", "数字"),
        ];
        for (typed, words) in table {
            let refusal = read(typed, &count).expect_err(typed);
            assert!(refusal.contains(words), "{typed}: {refusal}");
        }
        assert!(read("91.12345", &target(TargetKind::Ratio, "%")).is_err());
        assert_eq!(
            read("-2.5", &target(TargetKind::Growth, "%")),
            Ok("-2.5".parse().ok())
        );
    }

    #[test]
    fn a_share_is_computed_as_people_round() {
        let number = |text: &str| part(text).ok().flatten().expect("a number");
        // 73 of 80 are 91.25%, which anybody writes as 91.3%, and nobody as 91.2%.
        let (good, all) = (number("73"), number("８0 "));
        assert_eq!(share(good, all, "%"), number("91.25"));
        assert_eq!(share(good, all, "‰"), number("912.5"));
        let typed = ["91.25", "91.3", "91", "91.2", "92"];
        let agreeing = typed.map(|typed| agrees(number(typed), good, all, "%"));
        assert_eq!(agreeing, [true, true, true, false, false]);
        assert!(part("-1").is_err() && part("八十").is_err() && part("") == Ok(None));
    }

    #[test]
    fn what_looks_wrong_is_asked_about() {
        let (flow, ratio) = (
            target(TargetKind::Flow, "个"),
            target(TargetKind::Ratio, "%"),
        );
        let value = |text: &str| text.parse::<Decimal>().expect("a number");
        assert_eq!(
            unusual(value("40"), Some(value("48")), &flow),
            Some(Unusual::Fell)
        );
        assert_eq!(unusual(value("60"), Some(value("48")), &flow), None);
        assert_eq!(
            unusual(value("480"), Some(value("48")), &flow),
            Some(Unusual::Jumped)
        );
        assert_eq!(unusual(value("151"), None, &flow), Some(Unusual::FarAbove));
        assert_eq!(
            unusual(value("913"), Some(value("91.3")), &ratio),
            Some(Unusual::AboveWhole)
        );
        assert_eq!(
            unusual(value("50"), Some(value("91.3")), &ratio),
            Some(Unusual::Jumped)
        );
        assert_eq!(unusual(value("91.5"), Some(value("91.3")), &ratio), None);
    }
}
