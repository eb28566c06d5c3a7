//! 节假日与调休: which days are worked. A weekend rests and a weekday is worked, unless the yearly notice says otherwise.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate, Weekday};

use super::words::words;

words! {
    /// What a day is that is not what its weekday says.
    HolidayKind {
        /// Nobody works.
        Off = "off", "放假";
        /// A weekend that is worked.
        Work = "work", "调休上班";
    }
}

/// A day that is not what its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// Off or worked.
    pub kind: HolidayKind,
    /// The holiday that it belongs to.
    pub name: String,
}

/// The days that are not what their weekday says, with the name of the holiday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holidays(BTreeMap<NaiveDate, (HolidayKind, String)>);

impl Holidays {
    /// Why nobody works on a day: the name of the holiday, or the weekday; `None` for a working day.
    pub fn rest(&self, day: NaiveDate) -> Option<&str> {
        match self.0.get(&day) {
            Some((HolidayKind::Off, name)) => Some(name),
            Some((HolidayKind::Work, _)) => None,
            None => match day.weekday() {
                Weekday::Sat => Some("周六"),
                Weekday::Sun => Some("周日"),
                _ => None,
            },
        }
    }

    /// What is said of a day, if anything is.
    pub fn of(&self, day: NaiveDate) -> Option<(HolidayKind, &str)> {
        self.0.get(&day).map(|(kind, name)| (*kind, name.as_str()))
    }

    /// The days of a year, in order.
    pub fn of_year(
        &self,
        year: i32,
    ) -> impl Iterator<Item = (NaiveDate, HolidayKind, &str)> + use<'_> {
        let days = self.0.iter().filter(move |(day, _)| day.year() == year);
        days.map(|(day, (kind, name))| (*day, *kind, name.as_str()))
    }

    /// The years of which something is known, the newest first.
    pub fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.0.keys().map(Datelike::year).collect();
        years.dedup();
        years.reverse();
        years
    }
}

impl FromIterator<Holiday> for Holidays {
    fn from_iter<I: IntoIterator<Item = Holiday>>(days: I) -> Self {
        Self(
            days.into_iter()
                .map(|one| (one.day, (one.kind, one.name)))
                .collect(),
        )
    }
}
