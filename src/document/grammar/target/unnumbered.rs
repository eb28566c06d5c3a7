//! Targets without a number: an external limit, a grade, zero, a trend.

use std::ops::Range;

use super::super::target_name::{self as naming, Before};
use super::super::target_verdicts as verdicts;
use super::super::target_words::Predicate;
use super::{Reader, Sentence};
use crate::domain::{Comparator, Target, TargetKind};

impl Reader<'_> {
    /// Targets that have no number: an external limit, a grade, zero, a trend.
    pub(super) fn without_number(&mut self, clause: Range<usize>, sentence: &Sentence) {
        if !self.verdicts {
            return;
        }
        let text = &self.text[clause.clone()];
        if let Some(found) = verdicts::external(text) {
            self.external(clause, found.name_end, found.end, sentence);
        } else if let Some((at, grade)) = verdicts::grade(text) {
            let mut name = naming::place(&text[..at]);
            if let (true, Some(before)) = (name.ends_with("结果"), sentence.before.clause.clone())
            {
                name = naming::clean(&self.text[before]);
            }
            let mut target = unnumbered(&name, Comparator::Grade, TargetKind::Grade, sentence.soft);
            target.grade = Some(grade.to_owned());
            let end = at + text[at..].find(grade).unwrap_or(0) + grade.len();
            self.add(target, clause.start..clause.start + end);
        } else if let Some(event) = verdicts::zero(text) {
            let name = naming::clean(&text[event.clone()]);
            let target = unnumbered(&name, Comparator::Zero, TargetKind::Zero, sentence.soft);
            self.add(target, clause.start..clause.start + event.end);
        } else {
            self.trend(clause, sentence);
        }
    }

    fn external(&mut self, clause: Range<usize>, name_end: usize, end: usize, sentence: &Sentence) {
        let rest = clause.start..clause.start + name_end;
        let names = naming::names(
            self.text,
            rest,
            Some((Predicate::Reach, "")),
            &sentence.before,
            false,
        );
        for name in names.iter().filter(|name| naming::is_indicator(&name.text)) {
            let kind = if name.text.ends_with('率') {
                TargetKind::Ratio
            } else {
                TargetKind::Level
            };
            let target = unnumbered(&name.text, Comparator::WithinExternal, kind, sentence.soft);
            self.add(target, name.range.start..clause.start + end);
        }
    }

    fn trend(&mut self, clause: Range<usize>, sentence: &Sentence) {
        let Some((at, length, trend, measured)) = verdicts::trend(&self.text[clause.clone()])
        else {
            return;
        };
        let before = Before {
            subject: None,
            ..sentence.before.clone()
        };
        let names = naming::names(
            self.text,
            clause.start..clause.start + at,
            None,
            &before,
            false,
        );
        let Some(name) = names.into_iter().last() else {
            return;
        };
        if measured && !naming::is_indicator(&name.text) {
            return;
        }
        let mut target = unnumbered(
            &name.text,
            Comparator::Trend,
            TargetKind::Qualitative,
            sentence.soft,
        );
        target.trend = Some(trend);
        self.add(
            target,
            name.range.start.min(clause.start + at)..clause.start + at + length,
        );
    }
}

pub(super) fn unnumbered(
    name: &str,
    comparator: Comparator,
    kind: TargetKind,
    soft: bool,
) -> Target {
    Target {
        name: name.to_owned(),
        comparator,
        value: None,
        upper: None,
        grade: None,
        trend: None,
        unit: String::new(),
        kind,
        soft,
        maintain: false,
    }
}
