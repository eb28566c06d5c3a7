//! 填报: drafts, sent reports, their figures.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Cycle, Progress, ReportState, Verdict};

/// What a person wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// 进展情况.
    pub progress: String,
    /// 存在的问题.
    pub problems: String,
    /// 下一步措施.
    pub next_step: String,
    /// 自评.
    pub stated: Option<Progress>,
}

/// A figure as entered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// Key of the target.
    pub target_id: i64,
    /// The figure.
    pub value: Option<Decimal>,
    /// The grade.
    pub grade: Option<String>,
    /// Whether it holds.
    pub holds: Option<bool>,
    /// Day of the data.
    pub as_of: Option<NaiveDate>,
    /// Where it comes from.
    pub source: String,
    /// Why it is unusual.
    pub explanation: String,
    /// The verdict on the day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
    /// How far behind.
    pub shortfall: Option<Decimal>,
}

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
    /// State.
    pub state: ReportState,
    /// What was written.
    pub progress_text: String,
    /// 存在的问题.
    pub problems: String,
    /// 下一步措施.
    pub next_step: String,
    /// 自评.
    pub stated_progress: Option<Progress>,
    /// Counts up with every save.
    pub version: i32,
    /// Who saved it last.
    pub saved_by: String,
    /// Key of who saved it last.
    pub saved_by_id: i64,
    /// When.
    pub saved_at: DateTime<Utc>,
    /// Who sent it.
    pub submitted_by: Option<String>,
    /// When.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Who reviewed it.
    pub reviewed_by: Option<String>,
    /// When.
    pub reviewed_at: Option<DateTime<Utc>>,
    /// Why it was sent back.
    pub return_reason: Option<String>,
    /// Made up for a trial.
    pub demonstration: bool,
}

impl Report {
    /// What was written, as one value.
    pub fn words(&self) -> Words {
        Words {
            progress: self.progress_text.clone(),
            problems: self.problems.clone(),
            next_step: self.next_step.clone(),
            stated: self.stated_progress,
        }
    }
}

macro_rules! report {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Report,
            r#"select r.id, r.item_id, r.department_id, d.short_name as department, r.period_id, p.first_day, p.last_day,
                      p.cycle as "cycle: Cycle", r.state as "state: ReportState", r.progress_text, r.problems, r.next_step,
                      r.stated_progress as "stated_progress: Progress", r.version, s.display_name as saved_by,
                      r.saved_by as saved_by_id, r.saved_at,
                      b.display_name as "submitted_by?", r.submitted_at, v.display_name as "reviewed_by?", r.reviewed_at,
                      r.return_reason, r.demonstration
               from report r
               join department d on d.id = r.department_id
               join period p on p.id = r.period_id
               join user_account s on s.id = r.saved_by
               left join user_account b on b.id = r.submitted_by
               left join user_account v on v.id = r.reviewed_by "# + $condition
            $(, $argument)*
        )
    };
}

/// The newest revision of a department's report on an item in a period. A report that was begun on an earlier version
/// of the item is the report of that period.
pub async fn of_period(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    period: i64,
) -> sqlx::Result<Option<Report>> {
    report!(
        r#"where r.item_id in (select e.id from item e join item i on i.first_id = e.first_id and e.id <= i.id where i.id = $1)
             and r.department_id = $2 and r.period_id = $3
           order by r.item_id desc, r.revision desc limit 1"#,
        item,
        department,
        period
    )
    .fetch_optional(db)
    .await
}

/// The newest report that counts of a department on an item, or on an earlier version of it, before a day.
pub async fn before(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    day: NaiveDate,
) -> sqlx::Result<Option<Report>> {
    report!(
        r#"where r.item_id in (select e.id from item e join item i on i.first_id = e.first_id and e.id <= i.id where i.id = $1)
             and r.department_id = $2 and p.last_day < $3 and r.state in ('submitted', 'accepted')
           order by p.last_day desc, r.item_id desc, r.revision desc limit 1"#,
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
    /// Everything of these departments, drafts included.
    pub own: Vec<i64>,
    /// What was sent back, of every department within reach.
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
             and (r.state in ('submitted', 'accepted') or r.department_id = any($3) or (r.state = 'returned' and $4))"#,
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
             and (r.state in ('submitted', 'accepted') or r.department_id = any($2) or (r.state = 'returned' and $3))
           order by p.last_day desc, d.display_order, r.revision desc limit $4"#,
        item,
        &sight.own,
        sight.returned,
        limit
    )
    .fetch_all(db)
    .await
}

/// The figures of a report under the targets that an item has today: what was reported for an earlier version of a
/// target stands under the one that took its place.
pub async fn values(db: &mut PgConnection, report: i64, item: i64) -> sqlx::Result<Vec<Value>> {
    sqlx::query_as!(
        Value,
        r#"select coalesce(n.id, v.target_id) as "target_id!", v.value, v.grade, v.holds, v.as_of, v.source, v.explanation,
                  v.verdict as "verdict: Verdict", v.gap, v.shortfall
           from report_value v
           join target t on t.id = v.target_id
           left join (item_target x join target n on n.id = x.target_id) on x.item_id = $2 and n.first_id = t.first_id
           where v.report_id = $1 order by 1"#,
        report,
        item
    )
    .fetch_all(db)
    .await
}

/// A report that waits for the office.
#[derive(Debug, Clone)]
pub struct WaitingLine {
    /// Key.
    pub id: i64,
    /// Key of the item.
    pub item_id: i64,
    /// Short name of the department.
    pub department: String,
    /// Title of the document.
    pub document: String,
    /// Locus of the item.
    pub locus: String,
    /// Title of the item.
    pub title: String,
    /// Cycle of the period.
    pub cycle: Cycle,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// When it was sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// 自评.
    pub stated_progress: Option<Progress>,
    /// What was written.
    pub progress_text: String,
    /// 存在的问题.
    pub problems: String,
    /// Counts up with every step; a decision on an older one is not taken.
    pub version: i32,
    /// Made up for a trial.
    pub demonstration: bool,
}

/// Reports that wait for the office, oldest first.
pub async fn waiting(
    db: &mut PgConnection,
    reach: &Reach,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<WaitingLine>> {
    sqlx::query_as!(
        WaitingLine,
        r#"select r.id, r.item_id, d.short_name as department, o.title as document, i.locus, i.title,
                  p.cycle as "cycle: Cycle", p.first_day, r.submitted_at, r.stated_progress as "stated_progress: Progress",
                  r.progress_text, r.problems, r.version, r.demonstration
           from report r join item i on i.id = r.item_id join document o on o.id = i.document_id
           join department d on d.id = r.department_id join period p on p.id = r.period_id
           where r.state = 'submitted' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
           order by r.submitted_at, r.id limit $2 offset $3"#,
        reach.regions(),
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many reports wait for the office.
pub async fn waiting_count(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from report r join item i on i.id = r.item_id join document o on o.id = i.document_id
           where r.state = 'submitted' and ($1::bigint[] is null or o.jurisdiction_id = any($1))"#,
        reach.regions()
    )
    .fetch_one(db)
    .await
}
