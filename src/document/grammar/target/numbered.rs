//! A number and the name that it belongs to: `培育25个示范区`, `合格率达到92%以上`, `分别达到90%、95%`.

use super::super::target_counting as counting;
use super::super::target_name::{self as naming, Name};
use super::super::target_words::{self as words, Bound, Predicate};
use super::unnumbered::unnumbered;
use super::{Clause, Found, Reader, Sentence};
use crate::domain::{Comparator, TargetKind};

impl Reader<'_> {
    /// `分别达到90%、95%`, `增长7%以上、力争8%`: further numbers for the names already read.
    pub(super) fn again(
        &mut self,
        clause: &mut Clause,
        found: &Found<'_>,
        sentence: &Sentence,
    ) -> Option<usize> {
        let before = &self.text[found.rest.clone()];
        let same = found.head.predicate.is_none() || found.head.predicate == clause.change;
        let after = &self.text[found.quantity.range.end..clause.range.end];
        if clause.names.is_empty()
            || !same
            || !words::only_joins(before)
            || words::names_follow(after)
        {
            return None;
        }
        clause.turn += 1;
        let name = if clause.respective {
            clause.names.get(clause.turn)?
        } else {
            clause.names.first()?
        }
        .clone();
        let soft = sentence.soft || words::is_soft(before);
        let predicate = clause
            .change
            .filter(|_| found.head.predicate.is_none())
            .or(found.head.predicate);
        self.push(
            &name,
            found,
            predicate.map(|(predicate, _)| predicate),
            soft,
            false,
        );
        Some(found.end)
    }

    /// `培育25个示范区`, `，5个示范区`, `增加12项服务`: the noun behind a counted number.
    pub(super) fn counted(
        &mut self,
        clause: &mut Clause,
        found: &Found<'_>,
        sentence: &mut Sentence,
    ) -> Option<usize> {
        let noun = words::noun_after(&self.text[found.end..clause.range.end])?;
        let noun = found.end + noun.start..found.end + noun.end;
        let before = &self.text[found.rest.clone()];
        let unit = found.quantity.unit.as_str();
        let joins = words::only_joins(before);
        let predicate = found.head.predicate.map(|(predicate, _)| predicate);
        let changes = matches!(predicate, Some(Predicate::Rise | Predicate::Fall))
            && (joins || words::is_lead_in(before));
        let countable = unit != "%" && !unit.is_empty() && !words::is_duration(unit);
        let series = joins && (sentence.series || found.head.bound.is_some());
        let counts =
            predicate.is_none() && countable && (counting::ends_in_counting_verb(before) || series);
        let share = unit == "%" && words::is_lead_in(before) && predicate.is_none();
        if !(counts || (changes && countable) || share) {
            return None;
        }
        let name = Name {
            text: naming::clean(&self.text[noun.clone()]),
            range: found.rest.end..noun.end,
        };
        // `至少建有1所…机构`: the bound stands before the verb.
        let least = found
            .bound
            .or_else(|| before.contains("至少").then_some(Bound::Floor));
        let found = &Found {
            bound: least,
            rest: found.rest.clone(),
            ..*found
        };
        self.push(&name, found, None, sentence.soft, true);
        sentence.series = true;
        sentence.before.subject = Some(name.text.clone());
        clause.names = vec![name];
        clause.change = None;
        Some(noun.end)
    }

    /// `合格率达到92%以上`, `著名商标550件以上`: the name before the number.
    pub(super) fn named(
        &mut self,
        clause: &mut Clause,
        found: &Found<'_>,
        sentence: &mut Sentence,
    ) -> Option<usize> {
        let unit = found.quantity.unit.as_str();
        let counted =
            counting::has_counting_verb(&self.text[clause.range.start..found.quantity.range.start]);
        let supported = found.head.predicate.is_some()
            || found.bound.is_some()
            || counted
            || sentence.series
            || self.closes_clause(clause, found);
        let duration = words::is_duration(unit) && found.bound.is_none();
        if !supported || (found.head.predicate.is_none() && (unit.is_empty() || duration)) {
            return None;
        }
        let respective = self.text[found.rest.clone()].contains("分别");
        let names = naming::names(
            self.text,
            found.rest.clone(),
            found.head.predicate,
            &sentence.before,
            respective,
        );
        if names.is_empty()
            || (unit.is_empty() && !names.iter().any(|name| naming::is_bare_measure(&name.text)))
        {
            return None;
        }
        let mut names = names;
        if found.head.predicate.is_none() && counted {
            for name in &mut names {
                name.text = counting::without_counting_verb(&name.text).to_owned();
            }
        }
        let predicate = found.head.predicate.map(|(predicate, _)| predicate);
        let first = if respective { &names[..1] } else { &names[..] };
        for name in first {
            self.push(
                name,
                found,
                predicate,
                sentence.soft,
                counted || sentence.series,
            );
        }
        sentence.series |= counted && predicate.is_none();
        sentence.before.subject = names.last().map(|name| naming::subject(&name.text));
        clause.respective = respective;
        clause.change = found.head.predicate;
        clause.turn = 0;
        clause.names = names;
        Some(found.end)
    }

    /// `对接企业20家`: words of some length, and a countable number with which the clause ends.
    fn closes_clause(&self, clause: &Clause, found: &Found<'_>) -> bool {
        let before = &self.text[found.rest.clone()];
        let unit = found.quantity.unit.as_str();
        found.end == clause.range.end
            && clause.names.is_empty()
            && counting::is_countable(unit)
            && (4..=24).contains(&before.chars().count())
            && !counting::measures_something(before)
    }

    fn push(
        &mut self,
        name: &Name,
        found: &Found<'_>,
        predicate: Option<Predicate>,
        soft: bool,
        counted: bool,
    ) {
        let quantity = found.quantity;
        let mut target = unnumbered(&name.text, Comparator::Equal, TargetKind::Level, soft);
        target.comparator = words::comparator(predicate, found.bound, quantity.upper.is_some());
        target.value = Some(quantity.value);
        target.upper = quantity.upper;
        target.unit.clone_from(&quantity.unit);
        target.kind = words::kind(predicate, &quantity.unit, counted);
        target.maintain = predicate == Some(Predicate::Hold);
        self.add(
            target,
            name.range.start.min(quantity.range.start)..found.end.max(name.range.end),
        );
    }
}
