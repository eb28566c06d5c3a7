//! 核对并提交: the drafts of a unit, each with what is still missing, so that those that are complete can be sent at once.

use sqlx::PgConnection;

use super::entry::{Entry, Times};
use super::fields::saved_fields;
use super::way::{self, Way, missing};
use crate::domain::{Calendar, Period, Recipient, Warning};
use crate::store::batches::{self, DraftValue, JudgedItem};
use crate::store::contributions::{self, Contribution};
use crate::store::items::TargetRow;
use crate::store::report_lists;
use crate::store::report_passage::{self, UnitReviewer};
use crate::store::reports::{Report, Value};

/// A draft, judged.
#[derive(Debug)]
pub struct Draft {
    /// The draft.
    pub report: Report,
    /// Its item.
    pub item: JudgedItem,
    /// How it leaves the unit.
    pub way: Way,
    /// What must be mended or answered before it can be sent.
    pub wanting: Vec<String>,
    /// What whoever reviews it should look at.
    pub warnings: Vec<Warning>,
}

/// What the drafts of a unit are judged by.
struct Basis {
    items: Vec<JudgedItem>,
    targets: Vec<(i64, TargetRow)>,
    values: Vec<DraftValue>,
    contributions: Vec<Contribution>,
    contributing: Vec<i64>,
    reviewers: Vec<UnitReviewer>,
}

/// The drafts of a department before somebody of it.
///
/// # Errors
///
/// When the database refuses.
pub async fn drafts(
    db: &mut PgConnection,
    person: i64,
    department: i64,
    calendar: &Calendar,
) -> sqlx::Result<Vec<Draft>> {
    let reports = report_lists::drafts(db, &[department]).await?;
    let keys: Vec<i64> = reports.iter().map(|report| report.id).collect();
    let items: Vec<i64> = reports.iter().map(|report| report.item_id).collect();
    let periods: Vec<Period> = reports.iter().map(period).collect();
    let basis = Basis {
        items: batches::items(db, &items).await?,
        targets: batches::targets(db, &items).await?,
        values: batches::values(db, &keys).await?,
        contributions: contributions::of_items(db, &items, department, &periods).await?,
        contributing: contributions::contributed(db, &items, department).await?,
        reviewers: report_passage::reviewers(db, &[department]).await?,
    };
    let draft = |report: Report| basis.draft(report, person, calendar);
    Ok(reports.into_iter().filter_map(draft).collect())
}

fn period(report: &Report) -> Period {
    Period {
        first: report.first_day,
        last: report.last_day,
        cycle: report.cycle,
    }
}

impl Basis {
    fn draft(&self, report: Report, person: i64, calendar: &Calendar) -> Option<Draft> {
        let item = self.items.iter().find(|item| item.id == report.item_id)?;
        let own = self.targets.iter().filter(|(key, _)| *key == item.id);
        let targets: Vec<TargetRow> = own.map(|(_, target)| target.clone()).collect();
        let figures = self.values.iter().filter(|one| one.report_id == report.id);
        let (values, before): (Vec<Value>, Vec<Value>) =
            figures.map(|one| (one.value.clone(), last(one))).unzip();
        let times = Times {
            from: item.reported_from,
            deadline: item.deadline_last,
            period_end: report.last_day,
            today: calendar.today,
        };
        let fields = saved_fields(&report, &values);
        let entry = Entry::read(&fields, &targets, &before, times, true);
        let contributions = self.contributions_to(&report);
        let asked = report.missing_reason.is_none();
        let absent = missing(&contributions).filter(|_| asked);
        let absent = absent.map(|words| format!("配合单位{words}，请在填报页说明原因。"));
        let locked = report
            .locked
            .then(|| "本轮填报已锁定，不再接收填报。".to_owned());
        let said = entry.mistakes.iter().chain(&entry.questions);
        let recipient = match self.contributing.contains(&item.id) {
            true => Recipient::Lead,
            false => Recipient::Office,
        };
        let writers = [person, report.author_id, report.saved_by_id];
        Some(Draft {
            way: Way::new(&self.reviewers, &writers, recipient),
            wanting: said
                .map(|one| one.sentence.clone())
                .chain(absent)
                .chain(locked)
                .collect(),
            warnings: way::warnings(&entry.values, &entry.words, &contributions),
            item: item.clone(),
            report,
        })
    }

    fn contributions_to(&self, report: &Report) -> Vec<Contribution> {
        let own = self.contributions.iter();
        own.filter(|one| one.item_id == report.item_id && one.first_day == report.first_day)
            .cloned()
            .collect()
    }
}

/// The figure of the last report, as the questions ask for it.
fn last(one: &DraftValue) -> Value {
    Value {
        target_id: one.value.target_id,
        value: one.before,
        ..Value::default()
    }
}
