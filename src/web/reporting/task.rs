//! What the form of one report depends on: item, department, period, what is saved and what was reported before.

use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::entry::{Entry, Mistake, Times, computed};
use super::fields::Earlier;
use super::input::Input;
use super::way::{self, Way};
use crate::domain::{Calendar, Period, Progress, Recipient, Round, Warning};
use crate::store::contributions::{self, Contribution};
use crate::store::evidence::{self, ReportEvidence};
use crate::store::items::{self, Item, TargetRow};
use crate::store::report_passage::{self, UnitReviewer};
use crate::store::reports::{self, Report, Value};
use crate::store::{departments, duties, rounds};
use crate::web::error::Error;
use crate::web::extract::Fields;
use crate::web::person::Person;

/// Everything that the form of one report depends on.
#[derive(Debug)]
pub struct Task {
    /// The item.
    pub item: Item,
    /// Its targets.
    pub targets: Vec<TargetRow>,
    /// The department that reports.
    pub department: departments::Named,
    /// The round.
    pub round: Round,
    /// Its period.
    pub period: Period,
    /// The earlier rounds that it may still report on, newest first, and this one.
    pub rounds: Vec<Round>,
    /// The day.
    pub calendar: Calendar,
    /// The report of this period, if it was begun, with its figures.
    pub current: Option<(Report, Vec<Value>)>,
    /// The newest report before this period, with its figures.
    pub before: Option<(Report, Vec<Value>)>,
    /// What proves the report of this period.
    pub evidence: Vec<ReportEvidence>,
    /// The figures of the same period a year before, of targets that ask for a change against them.
    pub year_ago: Vec<(i64, Decimal)>,
    /// Who can review what the department sends.
    pub reviewers: Vec<UnitReviewer>,
    /// The other departments of the item, which are those that coordination is most often asked of.
    pub partners: Vec<String>,
    /// To whom it reports.
    pub recipient: Recipient,
    /// What others report to it on this item, if it collects.
    pub contributions: Vec<Contribution>,
}

impl Task {
    /// Loads what the form of a department, an item and a period needs.
    ///
    /// # Errors
    ///
    /// When one of them is none of this person's.
    pub async fn load(
        db: &mut PgConnection,
        person: &Person,
        calendar: &Calendar,
        item: i64,
        asked: &Fields,
    ) -> Result<Self, Error> {
        let department = department(db, person, item, asked).await?;
        let item = items::find(db, &person.reach(), item)
            .await?
            .ok_or(Error::NotFound)?;
        let (mut round, rounds) = (round(&item, calendar, asked)?, open(&item, calendar));
        if let Some(kept) = rounds::find(db, round.schedule, round.period).await? {
            round = round.with(&kept);
        }
        let period = round.period;
        let targets = items::targets(db, item.id).await?;
        let current = reports::of_period(db, item.id, department.id, period).await?;
        let before = reports::before(db, item.id, department.id, period.first).await?;
        let key = current.as_ref().map(|report| report.id);
        let recipient = match contributions::contributes(db, item.id, department.id).await? {
            true => Recipient::Lead,
            false => Recipient::Office,
        };
        let changing = |row: &TargetRow| Input::of(&row.target) == Input::Change;
        let year_ago = match targets.iter().any(changing) {
            true => reports::year_ago(db, item.id, department.id, period.first).await?,
            false => Vec::new(),
        };
        Ok(Self {
            evidence: evidence::of_reports(db, key.as_slice()).await?,
            partners: duties::partners(db, item.id, department.id).await?,
            year_ago: year_ago
                .into_iter()
                .filter(|(id, _)| targets.iter().any(|row| row.id == *id && changing(row)))
                .collect(),
            reviewers: report_passage::reviewers(db, &[department.id]).await?,
            contributions: contributions::to_report(db, item.id, department.id, period).await?,
            recipient,
            current: with_values(db, current, item.id).await?,
            before: with_values(db, before, item.id).await?,
            item,
            targets,
            department,
            rounds,
            round,
            period,
            calendar: calendar.clone(),
        })
    }

    /// The days by which figures are judged.
    pub fn times(&self) -> Times {
        Times {
            from: self.item.reported_from,
            deadline: self.item.deadline_last,
            period_end: self.period.last,
            today: self.calendar.today,
        }
    }

    /// The version of the draft that the form is opened on; 0 where there is none yet.
    pub fn version(&self) -> i32 {
        self.current
            .as_ref()
            .map_or(0, |(report, _)| report.version)
    }

    /// The figures of the period before.
    pub fn values_before(&self) -> &[Value] {
        self.before.as_ref().map_or(&[], |(_, values)| values)
    }

    /// What its form starts from.
    pub fn earlier(&self) -> Earlier<'_> {
        Earlier {
            period: self.period,
            last: self.before.as_ref(),
            year_ago: &self.year_ago,
        }
    }

    /// The progress that figures suggest, for the hint at 自评.
    pub fn suggested(&self, values: &[Value]) -> Option<Progress> {
        computed(values, &self.targets, self.times())
    }

    /// The report of this period, if it is on its way or verified, so that nobody writes it.
    pub fn sent(&self) -> Option<&Report> {
        self.current
            .as_ref()
            .map(|(report, _)| report)
            .filter(|report| !report.state.is_open())
    }

    /// How the report leaves the unit when this person sends it.
    pub fn way(&self, person: i64) -> Way {
        let author = self.current.as_ref().map(|(report, _)| report.author_id);
        let writers = [Some(person), author].map(|one| one.unwrap_or(person));
        Way::new(&self.reviewers, &writers, self.recipient)
    }

    /// The question that is put once when contributions are missing.
    pub fn asks_why_missing(&self, reason: &str) -> Option<Mistake> {
        way::asks_why_missing(&self.contributions, reason)
    }

    /// What whoever reviews it should look at.
    pub fn warnings(&self, entry: &Entry) -> Vec<Warning> {
        way::warnings(&entry.values, &entry.words, &self.contributions)
    }
}

async fn with_values(
    db: &mut PgConnection,
    report: Option<Report>,
    item: i64,
) -> sqlx::Result<Option<(Report, Vec<Value>)>> {
    let Some(report) = report else {
        return Ok(None);
    };
    let values = reports::values(db, report.id, item).await?;
    Ok(Some((report, values)))
}

/// The department asked for, or the person's own; it must be theirs and have a duty on the item.
async fn department(
    db: &mut PgConnection,
    person: &Person,
    item: i64,
    asked: &Fields,
) -> Result<departments::Named, Error> {
    let own = person.departments();
    let wanted: Option<i64> = asked.parsed("department")?;
    let id = own
        .iter()
        .copied()
        .find(|one| wanted.is_none_or(|wanted| *one == wanted));
    let id = id.ok_or(Error::NotFound)?;
    if !duties::exists(db, item, id).await? {
        return Err(Error::NotFound);
    }
    departments::named(db, &[id])
        .await?
        .pop()
        .ok_or(Error::NotFound)
}

/// The round asked for by its first day, or the current one. Rounds before reporting began, and to come, are none.
fn round(item: &Item, calendar: &Calendar, asked: &Fields) -> Result<Round, Error> {
    let current = calendar.current(item.schedule_id).ok_or(Error::NotFound)?;
    let Some(first) = asked.parsed("period")? else {
        return Ok(current.clone());
    };
    let schedule = calendar.schedule(item.schedule_id);
    let period = schedule.and_then(|schedule| schedule.beginning(first));
    let asked = |period: &Period| period.last >= item.reported_from && *period <= current.period;
    let period = period.filter(asked).ok_or(Error::NotFound)?;
    calendar
        .round(item.schedule_id, period)
        .ok_or(Error::NotFound)
}

/// So many rounds can be chosen from.
const ROUNDS: usize = 6;

/// The newest rounds that an item is reported on in, the current one first.
fn open(item: &Item, calendar: &Calendar) -> Vec<Round> {
    let current = calendar.current(item.schedule_id).cloned();
    std::iter::successors(current, |round| calendar.previous(round))
        .take_while(|round| round.period.last >= item.reported_from)
        .take(ROUNDS)
        .collect()
}
