//! What a unit reports on in the current periods, with its drafts and what it reported before: all at once.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{Calendar, Period, ReportState, Round};
use crate::store::batches::{self, JudgedItem};
use crate::store::contributions::{self, Contribution};
use crate::store::items::TargetRow;
use crate::store::reports::{Report, Value};
use crate::store::unit_reports::{self, YearAgo};
use crate::store::{Reach, duties, report_lists};
use crate::web::extract::Fields;
use crate::web::reporting::entry::{Entry, Times};
use crate::web::reporting::fields::{Earlier, lasting, saved_fields};
use crate::web::reporting::input::Input;
use crate::web::reporting::way;

/// A duty of the unit in the current round.
#[derive(Debug)]
pub struct UnitTask {
    /// The item.
    pub item: JudgedItem,
    /// Its round.
    pub round: Round,
    /// The period of its round.
    pub period: Period,
    /// Its targets.
    pub targets: Vec<TargetRow>,
    /// The report of the period, if it was begun, with its figures.
    pub current: Option<(Report, Vec<Value>)>,
    /// The newest report before the period, with its figures.
    pub before: Option<(Report, Vec<Value>)>,
    /// The figures of the same period a year before, of targets that ask for a change against them.
    pub year_ago: Vec<(i64, Decimal)>,
    /// The other departments of the item.
    pub partners: Vec<String>,
    /// What others report to the unit on the item, if it collects.
    pub contributions: Vec<Contribution>,
    /// The day.
    pub today: NaiveDate,
}

/// The answers to what tasks are made of.
struct Basis {
    items: Vec<JudgedItem>,
    targets: Vec<(i64, TargetRow)>,
    reports: Vec<Report>,
    earlier: Vec<Report>,
    before: Vec<(i64, i64)>,
    values: Vec<(i64, Value)>,
    year_ago: Vec<YearAgo>,
    partners: Vec<(i64, String)>,
    contributions: Vec<Contribution>,
    today: NaiveDate,
}

/// Everything that a department may report on in the current rounds, in the order of 我的待办; what is locked takes nothing.
///
/// # Errors
///
/// When the database refuses.
pub async fn unit_tasks(
    db: &mut PgConnection,
    reach: &Reach,
    department: i64,
    calendar: &Calendar,
) -> sqlx::Result<Vec<UnitTask>> {
    let open = |line: &duties::TodoLine| {
        let round = calendar.current(line.schedule_id)?;
        round.lock.is_none().then(|| round.clone())
    };
    let mut lines = duties::todo(db, department, calendar).await?;
    lines.retain(|line| open(line).is_some());
    let rounds: Vec<Round> = lines.iter().filter_map(open).collect();
    let periods: Vec<Period> = rounds.iter().map(|round| round.period).collect();
    let basis = Basis::load(db, reach, department, &lines, &periods, calendar.today).await?;
    let tasks = lines.iter().zip(rounds);
    Ok(tasks
        .filter_map(|(line, round)| basis.task(line, round))
        .collect())
}

impl Basis {
    async fn load(
        db: &mut PgConnection,
        reach: &Reach,
        department: i64,
        lines: &[duties::TodoLine],
        periods: &[Period],
        today: NaiveDate,
    ) -> sqlx::Result<Self> {
        let items: Vec<i64> = lines.iter().map(|line| line.item_id).collect();
        let first_days: Vec<NaiveDate> = periods.iter().map(|period| period.first).collect();
        let begun: Vec<i64> = lines.iter().filter_map(|line| line.report_id).collect();
        let targets = batches::targets(db, &items).await?;
        let before = unit_reports::before(db, department, &items, &first_days).await?;
        let earlier: Vec<i64> = before.iter().map(|(_, report)| *report).collect();
        let current = lines
            .iter()
            .filter_map(|line| Some((line.item_id, line.report_id?)));
        let pairs: Vec<(i64, i64)> = before.iter().copied().chain(current).collect();
        let year_ago = match targets.iter().any(|(_, row)| changes(row)) {
            true => unit_reports::year_ago(db, department, &items, &first_days).await?,
            false => Vec::new(),
        };
        Ok(Self {
            items: batches::items(db, &items).await?,
            reports: report_lists::chosen(db, reach, &begun).await?,
            earlier: report_lists::chosen(db, reach, &earlier).await?,
            values: unit_reports::values(db, &pairs).await?,
            partners: unit_reports::partners(db, department, &items).await?,
            contributions: contributions::of_items(db, &items, department, periods).await?,
            targets,
            before,
            year_ago,
            today,
        })
    }

    fn task(&self, line: &duties::TodoLine, round: Round) -> Option<UnitTask> {
        let (item, period) = (line.item_id, round.period);
        let targets = self.targets.iter().filter(|(key, _)| *key == item);
        let targets: Vec<TargetRow> = targets.map(|(_, target)| target.clone()).collect();
        let last = self.before.iter().find(|(key, _)| *key == item);
        let earlier = last.map(|(_, report)| *report);
        let changing = |target: i64| targets.iter().any(|row| row.id == target && changes(row));
        let year_ago = self
            .year_ago
            .iter()
            .filter(|one| one.item == item && changing(one.target));
        let partners = self.partners.iter().filter(|(key, _)| *key == item);
        let contributions = self
            .contributions
            .iter()
            .filter(|one| one.item_id == item && one.first_day == period.first);
        Some(UnitTask {
            item: self.items.iter().find(|one| one.id == item)?.clone(),
            period,
            round,
            current: self.with_values(&self.reports, line.report_id),
            before: self.with_values(&self.earlier, earlier),
            year_ago: year_ago.map(|one| (one.target, one.value)).collect(),
            partners: partners.map(|(_, name)| name.clone()).collect(),
            contributions: contributions.cloned().collect(),
            targets,
            today: self.today,
        })
    }

    fn with_values(&self, reports: &[Report], key: Option<i64>) -> Option<(Report, Vec<Value>)> {
        let report = reports.iter().find(|one| Some(one.id) == key)?;
        let own = self.values.iter().filter(|(key, _)| *key == report.id);
        let values = own.map(|(_, value)| value.clone()).collect();
        Some((report.clone(), values))
    }
}

fn changes(row: &TargetRow) -> bool {
    Input::of(&row.target) == Input::Change
}

impl UnitTask {
    /// The days by which figures are judged.
    pub fn times(&self) -> Times {
        Times {
            from: self.item.reported_from,
            deadline: self.item.deadline_last,
            period_end: self.period.last,
            today: self.today,
        }
    }

    /// The draft that is there: its key and version; zeros where there is none.
    pub fn draft(&self) -> (i64, i32) {
        let current = self.current.as_ref();
        current.map_or((0, 0), |(report, _)| (report.id, report.version))
    }

    /// The report, where it is on its way or verified, so that nobody writes it.
    pub fn sent(&self) -> Option<&Report> {
        let current = self.current.as_ref().map(|(report, _)| report);
        current.filter(|report| !report.state.is_open())
    }

    /// State of the report.
    pub fn state(&self) -> Option<ReportState> {
        self.current.as_ref().map(|(report, _)| report.state)
    }

    /// The figures of the period before.
    pub fn values_before(&self) -> &[Value] {
        self.before.as_ref().map_or(&[], |(_, values)| values)
    }

    /// What is saved, as if it had been typed.
    pub fn saved(&self) -> Fields {
        match &self.current {
            Some((report, values)) => saved_fields(report, values),
            None => Fields::default(),
        }
    }

    /// What the form opens with: what is saved; where nothing is, what holds from period to period.
    pub fn opened(&self) -> Fields {
        match &self.current {
            Some(_) => self.saved(),
            None => lasting(Earlier {
                period: self.period,
                last: self.before.as_ref(),
                year_ago: &self.year_ago,
            }),
        }
    }

    /// Reads what was filled as the form reads it: for a draft, or to be sent.
    pub fn read(&self, fields: &Fields, sending: bool) -> Entry {
        let before = self.values_before();
        let mut entry = Entry::read(fields, &self.targets, before, self.times(), sending);
        if sending {
            let reason = fields.text("missing-reason");
            let question = way::asks_why_missing(&self.contributions, reason);
            entry.questions.extend(question);
        }
        entry
    }

    /// True where the form asks why contributions are missing, or has been told.
    pub fn asks_why_missing(&self) -> bool {
        let told = self
            .current
            .as_ref()
            .is_some_and(|(report, _)| report.missing_reason.is_some());
        told || way::missing(&self.contributions).is_some()
    }
}
