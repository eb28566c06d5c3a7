//! What a unit reports on in the current periods, with its drafts and what it reported before: all at once.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::domain::{Calendar, Period, ReportState};
use crate::store::batches::{self, JudgedItem};
use crate::store::items::TargetRow;
use crate::store::reports::{Report, Value};
use crate::store::{Reach, duties, report_lists, unit_reports};
use crate::web::extract::Fields;
use crate::web::reporting::entry::{Entry, Times};
use crate::web::reporting::fields::saved_fields;

/// A duty of the unit in the current period.
#[derive(Debug)]
pub struct UnitTask {
    /// The item.
    pub item: JudgedItem,
    /// Its period.
    pub period: Period,
    /// Its targets.
    pub targets: Vec<TargetRow>,
    /// The report of the period, if it was begun, with its figures.
    pub current: Option<(Report, Vec<Value>)>,
    /// The figures that were reported before.
    pub before: Vec<Value>,
    /// The day.
    pub today: NaiveDate,
}

/// Everything that a department reports on in the current periods, in the order of 我的待办.
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
    let lines = duties::todo(db, department, calendar).await?;
    let items: Vec<i64> = lines.iter().map(|line| line.item_id).collect();
    let periods: Vec<Period> = lines
        .iter()
        .map(|line| calendar.current(line.cycle))
        .collect();
    let first_days: Vec<NaiveDate> = periods.iter().map(|period| period.first).collect();
    let begun: Vec<i64> = lines.iter().filter_map(|line| line.report_id).collect();
    let judged = batches::items(db, &items).await?;
    let targets = batches::targets(db, &items).await?;
    let reports = report_lists::chosen(db, reach, &begun).await?;
    let before = unit_reports::before(db, department, &items, &first_days).await?;
    let current = lines
        .iter()
        .filter_map(|line| Some((line.item_id, line.report_id?)));
    let pairs: Vec<(i64, i64)> = before.iter().copied().chain(current).collect();
    let values = unit_reports::values(db, &pairs).await?;
    let values_of = |report: i64| -> Vec<Value> {
        let own = values.iter().filter(|(key, _)| *key == report);
        own.map(|(_, value)| value.clone()).collect()
    };
    let task = |(line, period): (&duties::TodoLine, &Period)| {
        let own = targets.iter().filter(|(key, _)| *key == line.item_id);
        let report = reports.iter().find(|one| Some(one.id) == line.report_id);
        let last = before.iter().find(|(item, _)| *item == line.item_id);
        Some(UnitTask {
            item: judged.iter().find(|one| one.id == line.item_id)?.clone(),
            period: *period,
            targets: own.map(|(_, target)| target.clone()).collect(),
            current: report.map(|report| (report.clone(), values_of(report.id))),
            before: last.map_or_else(Vec::new, |(_, report)| values_of(*report)),
            today: calendar.today,
        })
    };
    Ok(lines.iter().zip(&periods).filter_map(task).collect())
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

    /// What is saved, as if it had been typed.
    pub fn saved(&self) -> Fields {
        match &self.current {
            Some((report, values)) => saved_fields(report, values),
            None => Fields::default(),
        }
    }

    /// Reads what was filled as the form reads it, for a draft.
    pub fn read(&self, fields: &Fields) -> Entry {
        Entry::read(fields, &self.targets, &self.before, self.times(), false)
    }
}
