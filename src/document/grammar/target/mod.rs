//! 指标: the numbers and verdicts that a text promises.
//!
//! A number alone is no target. It becomes one by its surroundings: a predicate before it (`合格率达到92%以上`), a
//! verb that counts (`培育25个示范区`), a bound behind it (`著名商标550件以上`). What is only described
//! (`现有企业100家`) stays text. Clauses share: a date and a `力争` hold for the clauses that follow them, one
//! predicate may serve several names.

mod numbered;
mod unnumbered;

use std::ops::Range;

use super::brackets;
use super::deadline::{self, Time, TimePhrase};
use super::organisation::trim;
use super::quantity::{self, Quantity};
use super::target_counting as counting;
use super::target_name::{Before, Name};
use super::target_words::{self as words, Bound, Head, Predicate};
use super::triggers;
use crate::domain::Target;

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

/// True when `text` has a target with a number.
pub(crate) fn states_number(text: &str, issued: Option<i32>) -> bool {
    let sentences = brackets::split(text, 0..text.len(), &['。', '；', '！']);
    sentences.into_iter().any(|sentence| {
        let triggers = triggers::of(&text[sentence.clone()]);
        if !triggers.target() {
            return false;
        }
        let mut reader = Reader {
            text,
            issued,
            time: None,
            verdicts: triggers.verdict(),
            found: Vec::new(),
        };
        reader.sentence(sentence);
        reader
            .found
            .iter()
            .any(|found| found.target.value.is_some())
    })
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
            quantities.extend(counting::counted_in_han(words));
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

    fn add(&mut self, target: Target, range: Range<usize>) {
        self.found.push(TargetPhrase {
            target,
            range,
            deadline: self.time.clone(),
        });
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
