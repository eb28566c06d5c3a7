//! 填报: drafts and sent reports. What is entered in them stands in [`super::entered`].

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Reach;
pub use super::entered::{Value, Words, values, year_ago};
use crate::domain::{
    Cycle, Forecast, Period, Progress, Recipient, ReportState, ReturnStage, Warning,
};

/// A report, whole.
#[derive(Debug, Clone)]
pub struct Report {
    /// Key.
    pub id: i64,
    /// The item.
    pub item_id: i64,
    /// The department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// The period.
    pub period_id: i64,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// Last day of the period.
    pub last_day: NaiveDate,
    /// Cycle of the period.
    pub cycle: Cycle,
    /// 1, and one more for every correction.
    pub revision: i32,
    /// The day by which it was due, where its round is known.
    pub due_on: Option<NaiveDate>,
    /// Its round takes no report any more.
    pub locked: bool,
    /// When it was first sent: what is sent again after it was returned is not late for that.
    pub first_sent_at: Option<DateTime<Utc>>,
    /// State.
    pub state: ReportState,
    /// To whom it goes.
    pub recipient: Recipient,
    /// What was written.
    pub progress_text: String,
    /// 存在的问题.
    pub problems: String,
    /// 下一步措施.
    pub next_step: String,
    /// 自评.
    pub stated_progress: Option<Progress>,
    /// What the figures said, beside it.
    pub computed_progress: Option<Progress>,
    /// Whether the deadline will be kept.
    pub forecast: Option<Forecast>,
    /// Why perhaps or surely not.
    pub forecast_reason: String,
    /// What needs somebody else.
    pub coordination: String,
    /// Whom, as it was typed.
    pub coordination_with: String,
    /// The department of that name.
    pub coordination_department_id: Option<i64>,
    /// Counts up with every step.
    pub version: i32,
    /// Key of who began it.
    pub author_id: i64,
    /// Who saved it last.
    pub saved_by: String,
    /// Key of who saved it last.
    pub saved_by_id: i64,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// Who handed it in to a reviewer of the unit.
    pub handed_in_by: Option<String>,
    /// Their key.
    pub handed_in_by_id: Option<i64>,
    /// When.
    pub handed_in_at: Option<DateTime<Utc>>,
    /// Who sent it.
    pub submitted_by: Option<String>,
    /// Their key.
    pub submitted_by_id: Option<i64>,
    /// When.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// Why it was sent back.
    pub return_reason: Option<String>,
    /// By whom it was sent back.
    pub returned_by_stage: Option<ReturnStage>,
    /// Why it is reported once more after it was verified.
    pub correction_reason: Option<String>,
    /// Why it was sent although contributions are missing.
    pub missing_reason: Option<String>,
    /// What whoever reviews it should look at.
    pub warnings: Vec<Warning>,
    /// Made up for a trial.
    pub demonstration: bool,
}

impl Report {
    /// True for whoever began it, wrote it last, handed it in or sent it.
    pub fn is_by(&self, person: i64) -> bool {
        let sent = [self.handed_in_by_id, self.submitted_by_id];
        [self.author_id, self.saved_by_id].contains(&person) || sent.contains(&Some(person))
    }

    /// `督查室退回意见：…`, while it is on the draft.
    pub fn return_words(&self) -> Option<String> {
        let reason = self.return_reason.as_ref()?;
        let stage = self.returned_by_stage.unwrap_or(ReturnStage::Office);
        Some(format!("{}退回意见：{reason}", stage.label()))
    }

    /// What was written, as one value.
    pub fn words(&self) -> Words {
        Words {
            progress: self.progress_text.clone(),
            problems: self.problems.clone(),
            next_step: self.next_step.clone(),
            stated: self.stated_progress,
            computed: self.computed_progress,
            forecast: self.forecast,
            forecast_reason: self.forecast_reason.clone(),
            coordination: self.coordination.clone(),
            coordination_with: self.coordination_with.clone(),
        }
    }
}

macro_rules! report {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Report,
            r#"select r.id, r.item_id, r.department_id, d.short_name as department, r.period_id, p.first_day, p.last_day,
                      p.cycle as "cycle: Cycle", n.due_on as "due_on?", n.locked_at is not null as "locked!", r.first_sent_at, r.revision, r.state as "state: ReportState",
                      r.recipient as "recipient: Recipient", r.progress_text, r.problems, r.next_step,
                      r.stated_progress as "stated_progress: Progress",
                      r.computed_progress as "computed_progress: Progress", r.forecast as "forecast: Forecast",
                      r.forecast_reason, r.coordination, r.coordination_with, r.coordination_department_id, r.version, r.author_id, s.display_name as saved_by,
                      r.saved_by as saved_by_id, r.saved_at, h.display_name as "handed_in_by?",
                      r.handed_in_by as handed_in_by_id, r.handed_in_at,
                      b.display_name as "submitted_by?", r.submitted_by as submitted_by_id, r.submitted_at,
                      v.display_name as "reviewed_by?", r.reviewed_at,
                      r.return_reason, r.returned_by_stage as "returned_by_stage: ReturnStage", r.correction_reason,
                      r.missing_reason, r.warnings as "warnings: Vec<Warning>", r.demonstration
               from report r
               join department d on d.id = r.department_id
               join period p on p.id = r.period_id
               left join round n on n.id = r.round_id
               join user_account s on s.id = r.saved_by
               left join user_account h on h.id = r.handed_in_by
               left join user_account b on b.id = r.submitted_by
               left join user_account v on v.id = r.reviewed_by "# + $condition
            $(, $argument)*
        )
    };
}

pub(super) use report;

/// The newest revision of a department's report on an item in a period. A report that was begun on an earlier version
/// of the item is the report of that period.
pub async fn of_period(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    period: Period,
) -> sqlx::Result<Option<Report>> {
    report!(
        r#"where r.item_id in (select e.id from item e join item i on i.first_id = e.first_id and e.id <= i.id where i.id = $1)
             and r.department_id = $2 and p.cycle = $3 and p.first_day = $4
           order by r.item_id desc, r.revision desc limit 1"#,
        item,
        department,
        period.cycle.code(),
        period.first
    )
    .fetch_optional(db)
    .await
}

/// The newest report that counts of a department on an item, or on an earlier version of it, before a day; where it
/// took over and has none, of those that it follows.
pub async fn before(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    day: NaiveDate,
) -> sqlx::Result<Option<Report>> {
    report!(
        r#"where r.item_id in (select e.id from item e join item i on i.first_id = e.first_id and e.id <= i.id where i.id = $1)
             and p.last_day < $3 and r.state in ('submitted', 'accepted')
             and (r.department_id = $2 or r.department_id in (
                  select o.origin_id from duty_origin o where o.item_id = r.item_id and o.department_id = $2))
           order by p.last_day desc, (r.department_id <> $2), r.item_id desc, r.revision desc limit 1"#,
        item,
        department,
        day
    )
    .fetch_optional(db)
    .await
}

/// Which reports a person may see beside those that count.
#[derive(Debug, Clone, Default)]
pub struct Sight {
    /// Everything of these departments, drafts included; and what they sent back to others as collectors.
    pub own: Vec<i64>,
    /// What the office or a collector sent back, of every department within reach. What a reviewer of a unit gave back
    /// stays in that unit.
    pub returned: bool,
}

/// The report with this key, if its item is within reach and it may be seen.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
    sight: &Sight,
) -> sqlx::Result<Option<Report>> {
    report!(
        r#"join item i on i.id = r.item_id join document o on o.id = i.document_id
           where r.id = $2 and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and (r.state in ('submitted', 'accepted') or r.department_id = any($3)
                  or (r.state = 'returned' and r.returned_by_stage <> 'unit'
                      and ($4 or (r.recipient = 'lead' and exists (
                               select 1 from collector c where c.item_id = r.item_id and c.department_id = any($3))))))"#,
        reach.regions(),
        id,
        &sight.own,
        sight.returned
    )
    .fetch_optional(db)
    .await
}

/// The reports on an item and on its earlier versions that may be seen, newest period first.
pub async fn of_item(
    db: &mut PgConnection,
    item: i64,
    sight: &Sight,
    limit: i64,
) -> sqlx::Result<Vec<Report>> {
    report!(
        r#"where r.item_id in (select e.id from item e join item i on i.first_id = e.first_id and e.id <= i.id where i.id = $1)
             and (r.state in ('submitted', 'accepted') or r.department_id = any($2)
                  or (r.state = 'returned' and r.returned_by_stage <> 'unit'
                      and ($3 or (r.recipient = 'lead' and exists (
                               select 1 from collector c where c.item_id = r.item_id and c.department_id = any($2))))))
           order by p.last_day desc, d.display_order, r.revision desc limit $4"#,
        item,
        &sight.own,
        sight.returned,
        limit
    )
    .fetch_all(db)
    .await
}
