//! What a department says of itself beside what its figures say: 自评, 推算, 预计, 需协调.

use super::progress_tone;
use crate::domain::Forecast;
use crate::store::reports::Words;

/// A chip: its word and its colour.
pub type Chip = (&'static str, &'static str);

/// What a report states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// 自评.
    pub stated: Option<Chip>,
    /// What the figures say, where there are any.
    pub computed: Option<Chip>,
    /// The two are not the same.
    pub differs: bool,
    /// 预计能否按期.
    pub forecast: Option<Chip>,
    /// Why perhaps or surely not; empty where all is well.
    pub reason: String,
    /// What needs somebody else.
    pub coordination: String,
    /// `自治区财政局`.
    pub with: String,
}

impl Statement {
    /// What these words state.
    pub fn of(words: &Words) -> Self {
        let differs = words
            .stated
            .zip(words.computed)
            .is_some_and(|(stated, computed)| stated != computed);
        let asks_why = words.forecast.is_some_and(Forecast::asks_why);
        Self {
            stated: words.stated.map(|one| (one.label(), progress_tone(one))),
            computed: words.computed.map(|one| (one.label(), progress_tone(one))),
            differs,
            forecast: words.forecast.map(|one| (one.label(), forecast_tone(one))),
            reason: match asks_why {
                true => words.forecast_reason.clone(),
                false => String::new(),
            },
            coordination: words.coordination.clone(),
            with: words.coordination_with.clone(),
        }
    }
}

/// The colour of a chip; the word on it says the same.
pub fn forecast_tone(forecast: Forecast) -> &'static str {
    match forecast {
        Forecast::OnTime => "ok",
        Forecast::AtRisk => "warn",
        Forecast::NotOnTime => "bad",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Progress;

    #[test]
    fn what_is_said_differently_than_the_figures_say_is_marked() {
        let said = |stated, computed| {
            Statement::of(&Words {
                stated: Some(stated),
                computed,
                forecast: Some(Forecast::OnTime),
                forecast_reason: "上期写的原因".to_owned(),
                ..Words::default()
            })
        };
        assert!(said(Progress::OnTrack, Some(Progress::Behind)).differs);
        assert!(!said(Progress::OnTrack, Some(Progress::OnTrack)).differs);
        assert!(!said(Progress::OnTrack, None).differs);
        // The reason of an earlier fear is none any more.
        assert_eq!(said(Progress::OnTrack, None).reason, "");
    }
}
