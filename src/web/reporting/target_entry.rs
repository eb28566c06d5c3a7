//! What a person typed about one target, read. Pure.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::entry::{Mistake, Times, pace};
use super::figure;
use super::input::Input;
use crate::domain::{Reported, Verdict, judge};
use crate::store::items::TargetRow;
use crate::store::reports::Value;
use crate::web::extract::Fields;
use crate::web::wording;

/// One target being read.
pub(super) struct TargetEntry<'e> {
    fields: &'e Fields,
    row: &'e TargetRow,
    input: Input,
    before: Option<&'e Value>,
    times: Times,
    sending: bool,
    pub(super) value: Value,
    pub(super) mistakes: Vec<Mistake>,
    pub(super) question: Option<Mistake>,
}

impl<'e> TargetEntry<'e> {
    pub(super) fn read(
        fields: &'e Fields,
        row: &'e TargetRow,
        before: Option<&'e Value>,
        times: Times,
        sending: bool,
    ) -> Self {
        let mut entry = Self {
            fields,
            row,
            input: Input::of(&row.target),
            before,
            times,
            sending,
            value: Value {
                target_id: row.id,
                ..Value::default()
            },
            mistakes: Vec::new(),
            question: None,
        };
        entry.value.source = limited(entry.text("source"), 200);
        entry.value.explanation = limited(entry.text("explanation"), 500);
        entry.figure();
        entry.reference();
        entry.as_of();
        entry.judge();
        entry.ask();
        entry
    }

    /// True when there is something to keep. Of a draft that is everything typed; of what is sent, a day or a source
    /// without a figure says nothing.
    pub(super) fn says_something(&self) -> bool {
        let value = &self.value;
        let numbers = [value.value, value.numerator, value.denominator];
        let says = numbers.iter().any(Option::is_some)
            || value.grade.is_some()
            || value.holds.is_some()
            || !value.explanation.is_empty();
        let begun = value.as_of.is_some()
            || value.reference.is_some()
            || !value.source.is_empty()
            || !value.reference_source.is_empty();
        says || (begun && !self.sending)
    }

    fn name(&self, part: &str) -> String {
        format!("{part}-{}", self.row.id)
    }

    fn text(&self, part: &str) -> &'e str {
        self.fields.text(&self.name(part))
    }

    fn mistake(&mut self, part: &str, sentence: impl Into<String>) {
        self.mistakes.push(Mistake {
            field: self.name(part),
            sentence: sentence.into(),
        });
    }

    /// What a field says, or a mistake at it.
    fn number(
        &mut self,
        part: &str,
        read: impl Fn(&str) -> Result<Option<Decimal>, String>,
    ) -> Option<Decimal> {
        match read(self.text(part)) {
            Ok(number) => number,
            Err(sentence) => {
                self.mistake(part, sentence);
                None
            }
        }
    }

    fn figure(&mut self) {
        let row = self.row;
        if self.input.is_figure() {
            self.value.value = self.number("value", |typed| figure::read(typed, &row.target));
        }
        match self.input {
            Input::Share => self.share(),
            Input::Grade => {
                let typed = self.text("value");
                self.value.grade = (!typed.is_empty()).then(|| limited(typed, 20));
            }
            _ => {}
        }
        if self.input.is_answer() {
            let typed = self.text("holds");
            self.value.holds = (!typed.is_empty()).then_some(typed == "yes");
        }
    }

    /// A share is computed from its parts, which are both kept; a number beside them must be the same.
    fn share(&mut self) {
        self.value.numerator = self.number("numerator", figure::part);
        self.value.denominator = self.number("denominator", figure::part);
        let (numerator, denominator) = (self.value.numerator, self.value.denominator);
        if denominator.is_some_and(|one| one.is_zero()) {
            self.value.denominator = None;
            self.mistake(
                "denominator",
                "分母不能为 0。没有发生的，请清空分子、分母，并说明原因。",
            );
            return;
        }
        let (Some(numerator), Some(denominator)) = (numerator, denominator) else {
            if self.sending && numerator.is_some() && self.value.value.is_none() {
                self.mistake("denominator", "分子、分母要一起填写；或只填比率。");
            } else if self.sending && numerator.is_none() {
                // A whole that was taken over from the last period and not used says nothing.
                self.value.denominator = None;
            }
            return;
        };
        let unit = &self.row.target.unit;
        let computed = figure::share(numerator, denominator, unit);
        let typed = self.value.value;
        if typed.is_some_and(|typed| !figure::agrees(typed, numerator, denominator, unit)) {
            let sentence = format!(
                "按分子、分母计算为 {}，与填写的数不一致。请改正，或只保留一种填法。",
                wording::quantity(computed, unit)
            );
            self.mistake("value", sentence);
        }
        self.value.value = Some(computed);
    }

    /// The number that the figure is held against, and where it stands.
    fn reference(&mut self) {
        if !self.input.is_referred() {
            return;
        }
        let row = self.row;
        self.value.reference = self.number("reference", |typed| figure::read(typed, &row.target));
        self.value.reference_floor = self.text("reference-floor") == "yes";
        self.value.reference_source = limited(self.text("reference-source"), 200);
        if !self.sending {
            return;
        }
        let label = self.input.reference_label();
        let value = &self.value;
        let untyped = self.text("reference").is_empty();
        if value.value.is_some() && untyped && value.holds.is_none() {
            self.mistake(
                "reference",
                format!("填写{label}，或选择是否符合要求；否则无法判断。"),
            );
        } else if self.input == Input::HandedDown
            && value.reference.is_some()
            && value.reference_source.is_empty()
        {
            self.mistake("reference-source", "写明下达指标的文件或通知。");
        }
    }

    fn as_of(&mut self) {
        match self.text("as-of") {
            "" => {}
            typed => match typed.parse::<NaiveDate>() {
                Ok(day) if day > self.times.today => {
                    self.mistake("as-of", "数据日期在今天之后，请核对。");
                }
                Ok(day) => self.value.as_of = Some(day),
                Err(_) => self.mistake("as-of", "数据日期写作 2018-06-20 这样的形式。"),
            },
        }
    }

    /// Holds the figure against its target on the last day of the period.
    fn judge(&mut self) {
        let reported = self.value.reported();
        let blank =
            reported.value.is_none() && reported.grade.is_none() && reported.holds.is_none();
        if blank {
            return;
        }
        let judgement = judge(&self.row.target, &reported, pace(self.row, self.times));
        self.value.verdict =
            Some(judgement.verdict).filter(|verdict| *verdict != Verdict::Unjudged);
        self.value.gap = judgement.gap;
        self.value.shortfall = judgement.shortfall;
    }

    /// A figure that is missing or looks wrong is not refused; the person is asked why.
    fn ask(&mut self) {
        if !self.value.explanation.is_empty() {
            return;
        }
        let question = self.unusual().or_else(|| self.contradiction()).or_else(|| {
            let nothing = self.value.value.is_none()
                && self.value.grade.is_none()
                && self.value.holds.is_none();
            (self.sending && nothing && self.mistakes.is_empty())
                .then(|| "本期没有填写这项指标，请填写；确实没有数据的，请说明原因。".to_owned())
        });
        self.question = question.map(|sentence| Mistake {
            field: self.name("explanation"),
            sentence,
        });
    }

    fn unusual(&self) -> Option<String> {
        let unit = &self.row.target.unit;
        let last = self.before.and_then(|before| before.value);
        let now = self.value.value?;
        let unusual = figure::unusual(now, last, &self.row.target)?;
        let last = last.map_or_else(String::new, |last| wording::quantity(last, unit));
        Some(unusual.question(&wording::quantity(now, unit), &last))
    }

    /// What the department says and what its figures say are two things.
    fn contradiction(&self) -> Option<String> {
        let said = self
            .value
            .holds
            .filter(|_| self.value.reference.is_some())?;
        let reported = Reported {
            holds: None,
            ..self.value.reported()
        };
        let judged = judge(&self.row.target, &reported, pace(self.row, self.times)).verdict;
        let holds = match judged {
            Verdict::Met => true,
            Verdict::NotMet => false,
            _ => return None,
        };
        (holds != said).then(|| {
            format!(
                "按数值推算为“{}”，与选择的“{}”不一致，请核对；确实如此的，请说明原因。",
                judged.label(),
                if said { "符合要求" } else { "尚未达到" }
            )
        })
    }
}

fn limited(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
