//! What a person typed about one item, read: words and figures to keep, mistakes to mend, questions to answer. Pure.

use chrono::NaiveDate;

use super::figure;
use crate::domain::{Comparator, Pace, Progress, Reported, Target, Verdict, judge};
use crate::store::items::TargetRow;
use crate::store::reports::{Value, Words};
use crate::web::extract::Fields;
use crate::web::wording;

/// The longest text of a field, in characters.
const TEXT: usize = 2000;
/// The shortest account of progress that says anything.
const PROGRESS: usize = 5;

/// Something to mend or to answer at a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The id of the field.
    pub field: String,
    /// What to do.
    pub sentence: String,
}

/// How a target is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A number.
    Figure,
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
            Comparator::WithinExternal | Comparator::Trend => Self::Holds,
            Comparator::Zero => Self::Figure,
            _ if target.value.is_none() => Self::Holds,
            _ => Self::Figure,
        }
    }
}

/// The time that decides how figures are judged.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// From when the document is reported on.
    pub from: NaiveDate,
    /// Last day of the item's deadline, where a target has none of its own.
    pub deadline: Option<NaiveDate>,
    /// Last day of the period.
    pub period_end: NaiveDate,
    /// The day.
    pub today: NaiveDate,
}

/// What was entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Words.
    pub words: Words,
    /// Figures, one for each target about which something was entered.
    pub values: Vec<Value>,
    /// What must be mended.
    pub mistakes: Vec<Mistake>,
    /// What looks wrong and has no reason yet.
    pub questions: Vec<Mistake>,
}

impl Entry {
    /// Reads a form. A draft may be incomplete; what is sent may not.
    pub fn read(
        fields: &Fields,
        targets: &[TargetRow],
        before: &[Value],
        times: Times,
        sending: bool,
    ) -> Self {
        let mut entry = Self {
            words: words(fields),
            ..Self::default()
        };
        entry.check_lengths();
        for row in targets {
            entry.target(
                fields,
                row,
                before.iter().find(|value| value.target_id == row.id),
                times,
                sending,
            );
        }
        if sending {
            entry.check_complete();
        }
        entry
    }

    fn mistake(&mut self, field: impl Into<String>, sentence: impl Into<String>) {
        self.mistakes.push(Mistake {
            field: field.into(),
            sentence: sentence.into(),
        });
    }

    fn check_lengths(&mut self) {
        let texts = [
            ("progress", self.words.progress.chars().count()),
            ("problems", self.words.problems.chars().count()),
            ("next-step", self.words.next_step.chars().count()),
        ];
        for (field, length) in texts {
            if length > TEXT {
                self.mistake(
                    field,
                    format!("最多 {TEXT} 字，现在是 {length} 字，请精简。"),
                );
            }
        }
    }

    fn check_complete(&mut self) {
        if self.words.progress.chars().count() < PROGRESS {
            self.mistake(
                "progress",
                "填写本期进展情况：做了什么、结果如何。没有新进展的，写明“本期无新进展”及原因。",
            );
        }
        if self.words.stated.is_none() {
            self.mistake("stated", "选择本期自评。");
        }
        if self.words.stated == Some(Progress::Behind) && self.words.problems.trim().is_empty() {
            self.mistake("problems", "自评为欠进度的，填写存在的问题。");
        }
    }

    fn target(
        &mut self,
        fields: &Fields,
        row: &TargetRow,
        before: Option<&Value>,
        times: Times,
        sending: bool,
    ) {
        let name = |part: &str| format!("{part}-{}", row.id);
        let mut value = Value {
            target_id: row.id,
            source: limited(fields.text(&name("source")), 200),
            explanation: limited(fields.text(&name("explanation")), 500),
            ..Value::default()
        };
        let typed = fields.text(&name("value"));
        match Input::of(&row.target) {
            Input::Figure => match figure::read(typed, &row.target) {
                Ok(read) => value.value = read,
                Err(sentence) => self.mistake(name("value"), sentence),
            },
            Input::Grade => value.grade = (!typed.is_empty()).then(|| limited(typed, 20)),
            Input::Holds => value.holds = (!typed.is_empty()).then_some(typed == "yes"),
        }
        self.as_of(fields, &name("as-of"), &mut value, times);
        self.questions_about(
            &name("explanation"),
            row,
            &value,
            before,
            sending && typed.is_empty(),
        );
        judged(&mut value, row, times);
        if value.value.is_some()
            || value.grade.is_some()
            || value.holds.is_some()
            || !value.explanation.is_empty()
        {
            self.values.push(value);
        }
    }

    fn as_of(&mut self, fields: &Fields, name: &str, value: &mut Value, times: Times) {
        let typed = fields.text(name);
        if typed.is_empty() {
            return;
        }
        match typed.parse::<NaiveDate>() {
            Ok(day) if day > times.today => self.mistake(name, "数据日期在今天之后，请核对。"),
            Ok(day) => value.as_of = Some(day),
            Err(_) => self.mistake(name, "数据日期写作 2018-06-20 这样的形式。"),
        }
    }

    /// A figure that is missing or looks wrong is not refused; the person is asked why.
    fn questions_about(
        &mut self,
        field: &str,
        row: &TargetRow,
        value: &Value,
        before: Option<&Value>,
        missing: bool,
    ) {
        if !value.explanation.is_empty() {
            return;
        }
        let unit = &row.target.unit;
        let last = before.and_then(|before| before.value);
        let question = match value.value {
            Some(now) => figure::unusual(now, last, &row.target).map(|unusual| {
                let last = last.map_or_else(String::new, |last| wording::quantity(last, unit));
                unusual.question(&wording::quantity(now, unit), &last)
            }),
            None if missing => {
                Some("本期没有填写这项指标，请填写；确实没有数据的，请说明原因。".to_owned())
            }
            None => None,
        };
        if let Some(sentence) = question {
            self.questions.push(Mistake {
                field: field.to_owned(),
                sentence,
            });
        }
    }
}

fn words(fields: &Fields) -> Words {
    Words {
        progress: fields.text("progress").to_owned(),
        problems: fields.text("problems").to_owned(),
        next_step: fields.text("next-step").to_owned(),
        stated: fields.text("stated").parse().ok(),
    }
}

fn limited(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}

/// Holds the figure against its target on the last day of the period.
fn judged(value: &mut Value, row: &TargetRow, times: Times) {
    let reported = Reported {
        value: value.value,
        grade: value.grade.clone(),
        holds: value.holds,
    };
    if reported == Reported::default() {
        return;
    }
    let judgement = judge(&row.target, &reported, pace(row, times));
    value.verdict = Some(judgement.verdict).filter(|verdict| *verdict != Verdict::Unjudged);
    value.gap = judgement.gap;
    value.shortfall = judgement.shortfall;
}

/// The time that a target runs.
pub fn pace(row: &TargetRow, times: Times) -> Pace {
    Pace {
        start: times.from,
        end: row.deadline_last.or(times.deadline),
        on: times.period_end,
    }
}

/// What the figures say of the progress: that of the target that stands worst; `None` without a figure.
pub fn computed(values: &[Value], targets: &[TargetRow], times: Times) -> Option<Progress> {
    let of = |value: &Value| {
        let row = targets.iter().find(|row| row.id == value.target_id)?;
        let reported = Reported {
            value: value.value,
            grade: value.grade.clone(),
            holds: value.holds,
        };
        let pace = pace(row, times);
        let progress = judge(&row.target, &reported, pace).progress(&row.target, pace);
        (progress != Progress::Other).then_some(progress)
    };
    // The order of the enumeration is from worst to best.
    values.iter().filter_map(of).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TargetKind;
    use rust_decimal::Decimal;

    fn row() -> TargetRow {
        TargetRow {
            id: 7,
            item_id: 1,
            document: "决定".to_owned(),
            locus: "二".to_owned(),
            span_start: 0,
            target: Target {
                name: "培育新疆名牌产品".to_owned(),
                comparator: Comparator::AtLeast,
                value: Some(Decimal::from(350)),
                upper: None,
                grade: None,
                trend: None,
                unit: "个".to_owned(),
                kind: TargetKind::Flow,
                soft: false,
                maintain: false,
            },
            deadline_printed: None,
            deadline_last: None,
        }
    }

    fn times() -> Times {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
        Times {
            from: day("2017-01-01"),
            deadline: Some(day("2020-12-31")),
            period_end: day("2018-06-30"),
            today: day("2018-06-20"),
        }
    }

    fn read(pairs: &[(&str, &str)], before: &[Value], sending: bool) -> Entry {
        let pairs = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Entry::read(&Fields(pairs.collect()), &[row()], before, times(), sending)
    }

    #[test]
    fn a_draft_may_be_empty_and_what_is_sent_may_not() {
        let draft = read(&[], &[], false);
        assert_eq!((draft.mistakes.len(), draft.questions.len()), (0, 0));
        let sent = read(&[], &[], true);
        let fields: Vec<&str> = sent
            .mistakes
            .iter()
            .map(|mistake| mistake.field.as_str())
            .collect();
        assert_eq!(fields, ["progress", "stated"]);
        assert_eq!(sent.questions[0].field, "explanation-7");
    }

    #[test]
    fn an_unusual_figure_is_kept_once_it_is_explained() {
        let before = [Value {
            target_id: 7,
            value: Some(Decimal::from(160)),
            ..Value::default()
        }];
        let base = [
            ("progress", "本期无新进展。"),
            ("stated", "on_track"),
            ("value-7", "131"),
        ];
        let asked = read(&base, &before, true);
        assert_eq!(
            asked.questions[0].sentence,
            "本期 131 个 低于上期 160 个，请说明原因。"
        );
        let explained = [
            base.as_slice(),
            &[("explanation-7", "上期误计已取消的 29 个")],
        ]
        .concat();
        let entry = read(&explained, &before, true);
        assert!(entry.questions.is_empty() && entry.mistakes.is_empty());
        assert_eq!(entry.values[0].verdict, Some(Verdict::OnPace));
        assert_eq!(
            computed(&entry.values, &[row()], times()),
            Some(Progress::OnTrack)
        );
    }

    #[test]
    fn absurd_values_are_named_at_their_field() {
        let entry = read(
            &[
                ("value-7", "许多"),
                ("as-of-7", "2031-01-01"),
                ("stated", "excellent"),
            ],
            &[],
            false,
        );
        let fields: Vec<&str> = entry
            .mistakes
            .iter()
            .map(|mistake| mistake.field.as_str())
            .collect();
        assert_eq!(fields, ["value-7", "as-of-7"]);
        assert_eq!(entry.words.stated, None);
        let entry = read(&[("progress", &"长".repeat(2001))], &[], false);
        assert!(entry.mistakes[0].sentence.contains("2001 字"));
    }
}
