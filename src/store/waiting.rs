//! The queues: what waits for the reviewers of a unit and for the office.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Reach;
use super::reports::Words;
use crate::domain::{Cycle, Forecast, Progress, Warning};

/// A report that waits for review.
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
    /// 1, and one more for every correction.
    pub revision: i32,
    /// When it was first sent.
    pub first_sent_at: Option<DateTime<Utc>>,
    /// The day by which it was due.
    pub due_on: Option<NaiveDate>,
    /// When it was handed in, or sent.
    pub at: Option<DateTime<Utc>>,
    /// Who handed it in, or sent it.
    pub by: Option<String>,
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
    /// Whom.
    pub coordination_with: String,
    /// What was written.
    pub progress_text: String,
    /// 存在的问题.
    pub problems: String,
    /// 下一步措施.
    pub next_step: String,
    /// Why it is reported once more.
    pub correction_reason: Option<String>,
    /// Why it was sent although contributions are missing.
    pub missing_reason: Option<String>,
    /// What to look at.
    pub warnings: Vec<Warning>,
    /// Counts up with every step; a decision on an older one is not taken.
    pub version: i32,
    /// The person wrote it, handed it in or sent it.
    pub own: bool,
    /// Made up for a trial.
    pub demonstration: bool,
}

impl WaitingLine {
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

/// Which reports of the office's queue are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// Those on this document.
    pub document: Option<i64>,
    /// Those of this department.
    pub department: Option<i64>,
    /// Those with this warning.
    pub warning: Option<Warning>,
    /// Those without any that are no corrections.
    pub plain: bool,
}

/// Reports that wait for the office, oldest first, those after one of them; at most `limit`.
pub async fn for_office(
    db: &mut PgConnection,
    reach: &Reach,
    ask: &Ask,
    person: i64,
    after: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<WaitingLine>> {
    sqlx::query_as!(
        WaitingLine,
        r#"select r.id, r.item_id, d.short_name as department, o.title as document, i.locus, i.title,
                  p.cycle as "cycle: Cycle", p.first_day, r.first_sent_at, n.due_on as "due_on?", r.revision, r.submitted_at as at, a.display_name as "by?",
                  r.stated_progress as "stated_progress: Progress",
                  r.computed_progress as "computed_progress: Progress", r.forecast as "forecast: Forecast", r.forecast_reason,
                  r.coordination, r.coordination_with, r.progress_text, r.problems, r.next_step,
                  r.correction_reason, r.missing_reason, r.warnings as "warnings: Vec<Warning>", r.version,
                  $6 in (r.author_id, r.saved_by, r.submitted_by, coalesce(r.handed_in_by, r.author_id)) as "own!",
                  r.demonstration
           from report r join item i on i.id = r.item_id join document o on o.id = r.document_id
           join department d on d.id = r.department_id join period p on p.id = r.period_id
           left join round n on n.id = r.round_id
           left join user_account a on a.id = r.submitted_by
           where r.state = 'submitted' and r.recipient = 'office' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint is null or o.id = $2) and ($3::bigint is null or r.department_id = $3)
             and ($4::text is null or $4 = any(r.warnings)) and (not $5::bool or (r.warnings = '{}' and r.revision = 1))
             and ($7::bigint is null
                  or (r.submitted_at, r.id) > (select b.submitted_at, b.id from report b where b.id = $7))
           order by r.submitted_at, r.id limit $8"#,
        reach.regions(),
        ask.document,
        ask.department,
        ask.warning.map(Warning::code),
        ask.plain,
        person,
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many reports of the office's queue are asked for.
pub async fn office_count(db: &mut PgConnection, reach: &Reach, ask: &Ask) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from report r join document o on o.id = r.document_id
           where r.state = 'submitted' and r.recipient = 'office' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint is null or o.id = $2) and ($3::bigint is null or r.department_id = $3)
             and ($4::text is null or $4 = any(r.warnings)) and (not $5::bool or (r.warnings = '{}' and r.revision = 1))"#,
        reach.regions(),
        ask.document,
        ask.department,
        ask.warning.map(Warning::code),
        ask.plain
    )
    .fetch_one(db)
    .await
}

/// A document or a department with what waits for the office of it.
#[derive(Debug, Clone)]
pub struct Share {
    /// Key of the document.
    pub document_id: Option<i64>,
    /// Its title.
    pub document: Option<String>,
    /// Key of the department.
    pub department_id: Option<i64>,
    /// Its short name.
    pub department: Option<String>,
    /// How many wait.
    pub count: i64,
}

/// The documents and the departments of which something waits for the office, each with how much.
pub async fn office_shares(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<Vec<Share>> {
    sqlx::query_as!(
        Share,
        r#"select s.document_id as "document_id?", o.title as "document?", s.department_id as "department_id?",
                  d.short_name as "department?", s.count as "count!"
           from (select r.document_id, r.department_id, count(*) as count
                 from report r join document o on o.id = r.document_id
                 where r.state = 'submitted' and r.recipient = 'office' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
                 group by grouping sets ((r.document_id), (r.department_id))) s
           left join document o on o.id = s.document_id
           left join department d on d.id = s.department_id
           order by o.id desc nulls last, d.display_order, d.id limit 2000"#,
        reach.regions()
    )
    .fetch_all(db)
    .await
}

/// Reports that wait for the reviewers of some units, oldest first, those after one of them; at most `limit`.
pub async fn for_unit(
    db: &mut PgConnection,
    departments: &[i64],
    person: i64,
    after: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<WaitingLine>> {
    sqlx::query_as!(
        WaitingLine,
        r#"select r.id, r.item_id, d.short_name as department, o.title as document, i.locus, i.title,
                  p.cycle as "cycle: Cycle", p.first_day, r.first_sent_at, n.due_on as "due_on?", r.revision, r.handed_in_at as at, a.display_name as "by?",
                  r.stated_progress as "stated_progress: Progress",
                  r.computed_progress as "computed_progress: Progress", r.forecast as "forecast: Forecast", r.forecast_reason,
                  r.coordination, r.coordination_with, r.progress_text, r.problems, r.next_step,
                  r.correction_reason, r.missing_reason, r.warnings as "warnings: Vec<Warning>", r.version,
                  $2 in (r.author_id, r.saved_by, r.handed_in_by) as "own!", r.demonstration
           from report r join item i on i.id = r.item_id join document o on o.id = i.document_id
           join department d on d.id = r.department_id join period p on p.id = r.period_id
           left join round n on n.id = r.round_id
           left join user_account a on a.id = r.handed_in_by
           where r.state = 'handed_in' and r.department_id = any($1)
             and ($3::bigint is null
                  or (r.handed_in_at, r.id) > (select b.handed_in_at, b.id from report b where b.id = $3))
           order by r.handed_in_at, r.id limit $4"#,
        departments,
        person,
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many reports wait for the reviewers of some units; `others`: written by others than this person.
pub async fn unit_count(
    db: &mut PgConnection,
    departments: &[i64],
    others: Option<i64>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from report r
           where r.state = 'handed_in' and r.department_id = any($1)
             and ($2::bigint is null or $2 not in (r.author_id, r.saved_by, r.handed_in_by))"#,
        departments,
        others
    )
    .fetch_one(db)
    .await
}
