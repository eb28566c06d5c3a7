//! 指标: the numbers and verdicts that a text promises.
//!
//! A number alone is no target. It becomes one by its surroundings: a predicate before it (`合格率达到92%以上`), a
//! verb that counts (`培育25个示范区`), a bound behind it (`著名商标550件以上`). What is only described
//! (`现有企业100家`) stays text. Clauses share: a date and a `力争` hold for the clauses that follow them, one
//! predicate may serve several names.

use std::ops::Range;

use super::brackets;
use super::deadline::{self, Time, TimePhrase};
use super::organisation::trim;
use super::quantity::{self, Quantity};
use super::target_name::{self as naming, Before, Name};
use super::target_verdicts as verdicts;
use super::target_words::{self as words, Bound, Head, Predicate};
use super::triggers;
use crate::domain::{Comparator, Target, TargetKind};

/// A target and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TargetPhrase {
    /// What it says.
    pub target: Target,
    /// From its name to its bound.
    pub range: Range<usize>,
    /// The time that holds for it.
    pub deadline: Option<TimePhrase>,
}

/// Every target in `text`. `issued` is the year of the document: a figure dated before it is a report, not a
/// promise.
pub(crate) fn in_text(text: &str, issued: Option<i32>) -> Vec<TargetPhrase> {
    let mut reader = Reader {
        text,
        issued,
        time: None,
        verdicts: false,
        found: Vec::new(),
    };
    for sentence in brackets::split(text, 0..text.len(), &['。', '；', '！']) {
        let triggers = triggers::of(&text[sentence.clone()]);
        if triggers.target() {
            reader.verdicts = triggers.verdict();
            reader.sentence(sentence);
        }
    }
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    issued: Option<i32>,
    time: Option<TimePhrase>,
    /// The sentence has words of targets without digits.
    verdicts: bool,
    found: Vec<TargetPhrase>,
}

/// What the earlier clauses of a sentence say about the next.
#[derive(Default)]
struct Sentence {
    soft: bool,
    /// A clause before counted something, so `5个示范区` goes on counting.
    series: bool,
    before: Before,
}

/// What the earlier numbers of a clause say about the next.
#[derive(Default)]
struct Clause {
    range: Range<usize>,
    /// Names already read, for `分别达到90%、95%`.
    names: Vec<Name>,
    /// How many of them have their number.
    turn: usize,
    respective: bool,
    change: Option<(Predicate, &'static str)>,
}

/// A number in its surroundings.
struct Found<'q> {
    quantity: &'q Quantity,
    head: Head,
    bound: Option<Bound>,
    /// What stands between the number before and this one's predicate.
    rest: Range<usize>,
    /// End of the bound.
    end: usize,
}

impl Reader<'_> {
    fn sentence(&mut self, range: Range<usize>) {
        let mut sentence = Sentence::default();
        for clause in brackets::split(self.text, range, &['，', '：']) {
            let words = &self.text[clause.clone()];
            sentence.soft |= words::is_soft(words) && !words::only_asks_for_better(words)
                || leads_up_softly(words);
            let clause = self.take_time(clause);
            let words = &self.text[clause.clone()];
            let count = self.found.len();
            if !self.is_past() && !words::describes(words) {
                self.clause(clause.clone(), &mut sentence);
            }
            if self.found.len() == count {
                sentence.before.clause = Some(clause);
            }
        }
    }

    fn is_past(&self) -> bool {
        let year = self.time.as_ref().and_then(TimePhrase::year);
        matches!((year, self.issued), (Some(year), Some(issued)) if year < issued)
    }

    /// Takes the time off the head of a clause (`到2020年`, `2025年全区…`) and remembers it.
    fn take_time(&mut self, clause: Range<usize>) -> Range<usize> {
        let clause = trim(self.text, clause);
        let words = &self.text[clause.clone()];
        if let Some(phrase) = deadline::in_text(words).into_iter().next() {
            let (start, end) = (
                clause.start + phrase.range.start,
                clause.start + phrase.range.end,
            );
            self.time = Some(TimePhrase {
                range: start..end,
                time: phrase.time,
            });
            let leads = words::is_lead_in(&words[..phrase.range.start]);
            return if leads { end..clause.end } else { clause };
        }
        if let Some((end, time)) = deadline::stretch(words) {
            let at = clause.start..clause.start + end;
            self.time = Some(TimePhrase {
                range: at.clone(),
                time,
            });
            return at.end..clause.end;
        }
        if let Some((year, length)) = words::leading_year(words) {
            let end = clause.start + length;
            self.time = Some(TimePhrase {
                range: clause.start..end,
                time: Time::Year(Some(year)),
            });
            return end..clause.end;
        }
        clause
    }

    fn clause(&mut self, range: Range<usize>, sentence: &mut Sentence) {
        let quantities = self.quantities(range.clone());
        if quantities.is_empty() {
            self.without_number(range, sentence);
            return;
        }
        let mut clause = Clause {
            range,
            ..Clause::default()
        };
        let mut from = clause.range.start;
        for quantity in quantities {
            // A noun behind the number before may have taken this one in: `3个A类5级企业`.
            if quantity.range.start < from || words::is_baseline(self.text, &quantity.range) {
                continue;
            }
            from = self
                .numeric(&mut clause, from, &quantity, sentence)
                .unwrap_or(from);
        }
    }

    /// The quantities of a clause; a clause of small counts in Han numerals (`新建三个中心`) has one.
    fn quantities(&self, clause: Range<usize>) -> Vec<Quantity> {
        let words = &self.text[clause.clone()];
        let mut quantities = quantity::all(words);
        if quantities.is_empty() && self.verdicts {
            quantities.extend(words::counted_in_han(words));
        }
        for quantity in &mut quantities {
            quantity.range = clause.start + quantity.range.start..clause.start + quantity.range.end;
        }
        quantities
    }

    /// Reads one number in its surroundings; gives where reading goes on, if it was a target.
    fn numeric(
        &mut self,
        clause: &mut Clause,
        from: usize,
        quantity: &Quantity,
        sentence: &mut Sentence,
    ) -> Option<usize> {
        let after = &self.text[quantity.range.end..clause.range.end];
        let (bound, length) = words::bound_after(after);
        let head = words::head(&self.text[from..quantity.range.start]);
        let found = Found {
            quantity,
            bound: bound.or(head.bound),
            rest: from..from + head.rest,
            end: quantity.range.end + length,
            head,
        };
        if words::is_attribute(&quantity.unit, &after[length..])
            || qualifies_a_count(&after[length..])
        {
            return None;
        }
        if let Some(end) = self.again(clause, &found, sentence) {
            return Some(end);
        }
        if let Some(end) = self.counted(clause, &found, sentence) {
            return Some(end);
        }
        self.named(clause, &found, sentence)
    }

    /// `分别达到90%、95%`, `增长7%以上、力争8%`: further numbers for the names already read.
    fn again(
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
    fn counted(
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
            predicate.is_none() && countable && (words::ends_in_counting_verb(before) || series);
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
    fn named(
        &mut self,
        clause: &mut Clause,
        found: &Found<'_>,
        sentence: &mut Sentence,
    ) -> Option<usize> {
        let unit = found.quantity.unit.as_str();
        let counted =
            words::has_counting_verb(&self.text[clause.range.start..found.quantity.range.start]);
        let supported =
            found.head.predicate.is_some() || found.bound.is_some() || counted || sentence.series;
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

    fn add(&mut self, target: Target, range: Range<usize>) {
        self.found.push(TargetPhrase {
            target,
            range,
            deadline: self.time.clone(),
        });
    }

    /// Targets that have no number: an external limit, a grade, zero, a trend.
    fn without_number(&mut self, clause: Range<usize>, sentence: &Sentence) {
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

/// `35蒸吨/小时以上燃煤锅炉超低排放改造12台`: the number belongs to what the next one counts.
fn qualifies_a_count(after: &str) -> bool {
    let quantities = quantity::all(after);
    let [next] = quantities.as_slice() else {
        return false;
    };
    let between = &after[..next.range.start];
    let joined =
        between.contains(['、', '，', '和', '及', '或', '由', '从']) || between.starts_with("力争");
    let head = words::head(between);
    between.chars().count() >= 2 && !joined && head.predicate.is_none() && head.bound.is_none()
}

/// `力争到2025年`: the word is taken away with the date, but holds for what follows.
fn leads_up_softly(words: &str) -> bool {
    ["力争到", "争取到", "力争在"]
        .iter()
        .any(|word| words.starts_with(word))
}

fn unnumbered(name: &str, comparator: Comparator, kind: TargetKind, soft: bool) -> Target {
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
