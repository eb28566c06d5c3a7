//! How what a unit writes leaves it: over a reviewer of the unit, to the office, or to whoever collects. Pure.

use super::entry::Mistake;
use crate::domain::{Forecast, Progress, Recipient, Warning};
use crate::store::contributions::Contribution;
use crate::store::report_passage::UnitReviewer;
use crate::store::reports::{Value, Words};

/// The way of one report out of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// Those of the unit who can review it: reviewers who did not write it. Empty: it is sent directly.
    pub reviewers: Vec<String>,
    /// The unit has a reviewer, but only one who wrote it.
    pub alone: bool,
    /// To whom it goes in the end.
    pub recipient: Recipient,
}

impl Way {
    /// The way of a report in a unit with these reviewers that was written by these people.
    pub fn new(reviewers: &[UnitReviewer], writers: &[i64], recipient: Recipient) -> Self {
        let others = reviewers
            .iter()
            .filter(|one| !writers.contains(&one.user_id));
        Self {
            reviewers: others.map(|one| one.name.clone()).collect(),
            alone: !reviewers.is_empty(),
            recipient,
        }
    }

    /// True when a reviewer of the unit comes first.
    pub fn is_reviewed(&self) -> bool {
        !self.reviewers.is_empty()
    }

    /// The word that a form carries, so that nothing is sent further than its page said.
    pub fn code(&self) -> &'static str {
        match self.is_reviewed() {
            true => "unit",
            false => self.recipient.code(),
        }
    }

    /// `送审`, `报送督查室`, `报送牵头或汇总单位`.
    pub fn button(&self) -> &'static str {
        match (self.is_reviewed(), self.recipient) {
            (true, _) => "送审",
            (false, Recipient::Office) => "报送督查室",
            (false, Recipient::Lead) => "报送牵头或汇总单位",
        }
    }

    /// What was done, once it is done.
    pub fn done(&self) -> &'static str {
        match self.is_reviewed() {
            true => "已送审",
            false => "已报送",
        }
    }

    /// What becomes of it, in a sentence.
    pub fn sentence(&self) -> String {
        let to = self.recipient.label();
        match self.reviewers.as_slice() {
            [] if self.alone => format!("除填写人外，本单位没有其他审核人，直接报送{to}。"),
            [] => format!("本单位没有审核人，直接报送{to}。"),
            names => format!("由{}审核后报送{to}。", names.join("或")),
        }
    }
}

/// What whoever reviews a report should look at, as far as it is known when it is written.
pub fn warnings(values: &[Value], words: &Words, contributions: &[Contribution]) -> Vec<Warning> {
    let better = words
        .stated
        .zip(words.computed)
        .is_some_and(|(stated, computed)| rank(stated) > rank(computed));
    let found = [
        (
            Warning::Unusual,
            values.iter().any(|value| !value.explanation.is_empty()),
        ),
        (Warning::StatedBetter, better),
        (
            Warning::Missing,
            contributions.iter().any(|one| !one.is_there()),
        ),
        (
            Warning::Forecast,
            words.forecast.is_some_and(Forecast::asks_why),
        ),
        (Warning::Coordination, !words.coordination.is_empty()),
    ];
    let found = found.into_iter().filter(|(_, is)| *is);
    found.map(|(warning, _)| warning).collect()
}

/// From worst to best.
fn rank(progress: Progress) -> u8 {
    match progress {
        Progress::Behind | Progress::NotStarted | Progress::Other => 0,
        Progress::OnTrack => 1,
        Progress::Ahead => 2,
        Progress::Done => 3,
    }
}

/// `缺 2 个单位：A、B`; nothing where all are there.
pub fn missing(contributions: &[Contribution]) -> Option<String> {
    let names: Vec<&str> = contributions
        .iter()
        .filter(|one| !one.is_there())
        .map(|one| one.department.as_str())
        .collect();
    let shown = names.iter().take(5).copied().collect::<Vec<_>>().join("、");
    let more = if names.len() > 5 { "等" } else { "" };
    (!names.is_empty()).then(|| format!("缺 {} 个单位：{shown}{more}", names.len()))
}

/// The question that is put once when contributions are missing.
pub fn asks_why_missing(contributions: &[Contribution], reason: &str) -> Option<Mistake> {
    let missing = missing(contributions).filter(|_| reason.is_empty())?;
    Some(Mistake {
        field: "missing-reason".to_owned(),
        sentence: format!("配合单位{missing}。请催报；确需先行报送的，请说明原因。"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reviewer(user_id: i64) -> UnitReviewer {
        UnitReviewer {
            department_id: 1,
            user_id,
            name: format!("审核人{user_id}"),
        }
    }

    #[test]
    fn whoever_wrote_it_does_not_review_it() {
        let way =
            |reviewers: &[UnitReviewer]| Way::new(reviewers, &[1, 2], Recipient::Office).button();
        assert_eq!(way(&[]), "报送督查室");
        assert_eq!(way(&[reviewer(2)]), "报送督查室");
        assert_eq!(way(&[reviewer(2), reviewer(3)]), "送审");
    }

    #[test]
    fn a_judgement_that_is_better_than_the_figures_is_remarked() {
        let warned = |stated, computed| {
            let words = Words {
                stated: Some(stated),
                computed,
                ..Words::default()
            };
            !warnings(&[], &words, &[]).is_empty()
        };
        assert!(warned(Progress::OnTrack, Some(Progress::Behind)));
        assert!(warned(Progress::Done, Some(Progress::OnTrack)));
        assert!(!warned(Progress::Behind, Some(Progress::OnTrack)));
        assert!(!warned(Progress::Done, None));
    }

    #[test]
    fn what_a_unit_fears_or_needs_is_remarked() {
        let words = |forecast, coordination: &str| Words {
            forecast: Some(forecast),
            coordination: coordination.to_owned(),
            ..Words::default()
        };
        let warned = |words: &Words| warnings(&[], words, &[]);
        assert_eq!(warned(&words(Forecast::OnTime, "")), []);
        assert_eq!(
            warned(&words(Forecast::NotOnTime, "请落实经费")),
            [Warning::Forecast, Warning::Coordination]
        );
    }
}
