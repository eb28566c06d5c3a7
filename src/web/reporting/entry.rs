//! What a person typed about one item, read: words and figures to keep, mistakes to mend, questions to answer. Pure.

use chrono::NaiveDate;

use super::target_entry::TargetEntry;
use crate::domain::{Pace, Progress, judge};
use crate::store::items::TargetRow;
use crate::store::reports::{Value, Words};
use crate::web::extract::Fields;

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
            let last = before.iter().find(|value| value.target_id == row.id);
            let read = TargetEntry::read(fields, row, last, times, sending);
            if read.says_something() {
                entry.values.push(read.value);
            }
            entry.mistakes.extend(read.mistakes);
            entry.questions.extend(read.question);
        }
        entry.words.computed = computed(&entry.values, targets, times);
        if sending {
            let dated = |row: &TargetRow| row.deadline_last.or(times.deadline).is_some();
            entry.check_complete();
            entry.check_forecast(times.deadline.is_some() || targets.iter().any(dated));
            entry.check_coordination();
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
            ("coordination", self.words.coordination.chars().count()),
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

    fn check_forecast(&mut self, dated: bool) {
        let words = &self.words;
        let open = words.stated != Some(Progress::Done);
        match words.forecast {
            None if dated && open => self.mistake("forecast", "选择预计能否按期完成。"),
            Some(forecast) if forecast.asks_why() && words.forecast_reason.is_empty() => {
                let sentence = format!("预计{}的，写明原因。", forecast.label());
                self.mistake("forecast-reason", sentence);
            }
            _ => {}
        }
    }

    fn check_coordination(&mut self) {
        if self.words.coordination.is_empty() && !self.words.coordination_with.is_empty() {
            self.mistake(
                "coordination",
                "写明需要协调什么事；不需要协调的，清空需协调的单位。",
            );
        }
    }
}

fn words(fields: &Fields) -> Words {
    Words {
        progress: fields.text("progress").to_owned(),
        problems: fields.text("problems").to_owned(),
        next_step: fields.text("next-step").to_owned(),
        stated: fields.text("stated").parse().ok(),
        computed: None,
        forecast: fields.text("forecast").parse().ok(),
        forecast_reason: limited(fields.text("forecast-reason"), 500),
        coordination: fields.text("coordination").to_owned(),
        coordination_with: limited(fields.text("coordination-with"), 100),
    }
}

fn limited(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
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
        let pace = pace(row, times);
        let progress = judge(&row.target, &value.reported(), pace).progress(&row.target, pace);
        (progress != Progress::Other).then_some(progress)
    };
    // The order of the enumeration is from worst to best.
    values.iter().filter_map(of).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Comparator, Target, TargetKind, Verdict};
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
        assert_eq!(fields, ["progress", "stated", "forecast"]);
        assert_eq!(sent.questions[0].field, "explanation-7");
    }

    #[test]
    fn a_draft_keeps_a_source_that_has_no_figure_yet() {
        let typed = [("source-7", "质监部门统计"), ("as-of-7", "2018-06-15")];
        let draft = read(&typed, &[], false);
        assert_eq!(draft.values.len(), 1);
        assert_eq!(draft.values[0].source, "质监部门统计");
        assert!(read(&typed, &[], true).values.is_empty());
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
            ("forecast", "on_time"),
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
