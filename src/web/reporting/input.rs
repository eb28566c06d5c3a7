//! How each target is entered. Pure.

use crate::domain::{Comparator, Target, TargetKind};

/// How a target is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A number.
    Figure,
    /// A share: a number, or its 分子 and 分母.
    Share,
    /// A number beside the one that was handed down for the year; without them, whether it holds.
    HandedDown,
    /// A number beside that of the year before; without them, whether it holds.
    Change,
    /// One of a scale.
    Grade,
    /// Holds or not, by the department's own statement.
    Holds,
}

impl Input {
    /// The way to enter a target.
    pub fn of(target: &Target) -> Self {
        match target.comparator {
            Comparator::Grade => Self::Grade,
            Comparator::WithinExternal => Self::HandedDown,
            Comparator::Trend if target.trend.is_some() => Self::Change,
            Comparator::Trend => Self::Holds,
            Comparator::Zero => Self::Figure,
            _ if target.value.is_none() => Self::Holds,
            _ if target.kind == TargetKind::Ratio && matches!(target.unit.as_str(), "%" | "‰") => {
                Self::Share
            }
            _ => Self::Figure,
        }
    }

    /// True where the figure is held against a number from outside the document.
    pub const fn is_referred(self) -> bool {
        matches!(self, Self::HandedDown | Self::Change)
    }

    /// True where a number can be typed.
    pub const fn is_figure(self) -> bool {
        !matches!(self, Self::Grade | Self::Holds)
    }

    /// True where it can be said that the target holds or not.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::Holds | Self::HandedDown | Self::Change)
    }

    /// What the number from outside is called.
    pub const fn reference_label(self) -> &'static str {
        match self {
            Self::Change => "上年同期数",
            _ => "本年度下达数",
        }
    }
}

/// The parts of a target in the form, as their fields are called and as people call them, after the name of the target.
pub const PARTS: &[(&str, &str)] = &[
    ("value", ""),
    ("numerator", "分子"),
    ("denominator", "分母"),
    ("reference", "对照数"),
    ("reference-floor", "下达要求"),
    ("reference-source", "对照数来源"),
    ("holds", "是否符合要求"),
    ("as-of", "数据日期"),
    ("source", "数据来源"),
    ("explanation", "说明"),
];
