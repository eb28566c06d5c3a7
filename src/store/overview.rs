//! 督办总览: one aggregate a panel, over the items and duties within reach.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use super::rounds::RoundColumns;
use crate::domain::{Calendar, ItemKind, Progress};

/// How many tracked items stand where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// All.
    pub total: i64,
    /// 欠进度.
    pub behind: i64,
    /// 达进度.
    pub on_track: i64,
    /// 超进度.
    pub ahead: i64,
    /// 已完成.
    pub done: i64,
    /// 未启动.
    pub not_started: i64,
    /// 其他.
    pub other: i64,
    /// Past their deadline and not done.
    pub overdue: i64,
    /// Nobody answers for them.
    pub unassigned: i64,
}

/// Counts the items within reach, of one document or of all.
pub async fn counts(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    today: NaiveDate,
) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"select count(*) as "total!",
                  count(*) filter (where i.progress = 'behind') as "behind!",
                  count(*) filter (where i.progress = 'on_track') as "on_track!",
                  count(*) filter (where i.progress = 'ahead') as "ahead!",
                  count(*) filter (where i.progress = 'done') as "done!",
                  count(*) filter (where i.progress = 'not_started') as "not_started!",
                  count(*) filter (where i.progress = 'other') as "other!",
                  count(*) filter (where i.deadline_last < $3 and i.progress <> 'done') as "overdue!",
                  count(*) filter (where not exists (select 1 from duty u where u.item_id = i.id)) as "unassigned!"
           from item i join document d on d.id = i.document_id
           where not i.served and ($1::bigint[] is null or d.jurisdiction_id = any($1)) and ($2::bigint is null or d.id = $2)"#,
        reach.regions(),
        document,
        today
    )
    .fetch_one(db)
    .await
}

/// How the reporting stands: who owes a report of the last period due, and how far the current period has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reporting {
    /// Departments that owe a report of the last round due and can still make it good.
    pub silent_departments: i64,
    /// Items on which somebody owes one.
    pub silent_items: i64,
    /// Departments that owe a report of a round that is locked.
    pub missing_departments: i64,
    /// Items on which somebody owes one.
    pub missing_items: i64,
    /// Departments that have something to report in the current period.
    pub asked: i64,
    /// Of these, with everything sent.
    pub complete: i64,
}

/// How the reporting stands, on one document or on all.
pub async fn reporting(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    calendar: &Calendar,
) -> sqlx::Result<Reporting> {
    let (due, current) = (RoundColumns::due(calendar), RoundColumns::current(calendar));
    sqlx::query_as!(
        Reporting,
        r#"with duties as (
               select u.department_id, u.item_id, u.progress <> 'done' as open,
                      u.progress <> 'done' and u.reported_from <= now.due and u.covered_to < now.due and not now.locked as silent,
                      u.progress <> 'done' and u.reported_from <= now.due and u.covered_to < now.due and now.locked as missing,
                      u.reported_from <= now.last_day and (u.progress <> 'done' or u.covered_to >= now.last_day) as asked,
                      u.covered_to >= now.last_day as sent
               from tracked_duty u
               join unnest($3::bigint[], $4::date[], $5::date[], $6::bool[]) as now (schedule_id, due, last_day, locked)
                 on now.schedule_id = u.schedule_id
               where ($1::bigint[] is null or u.jurisdiction_id = any($1)) and ($2::bigint is null or u.document_id = $2)
           ), departments as (
               select department_id, bool_or(silent) as silent, bool_or(missing) as missing, bool_or(asked) as asked,
                      bool_and(sent) filter (where asked) as complete
               from duties group by department_id
           )
           select (select count(*) from departments where silent) as "silent_departments!",
                  (select count(distinct item_id) from duties where silent) as "silent_items!",
                  (select count(*) from departments where missing) as "missing_departments!",
                  (select count(distinct item_id) from duties where missing) as "missing_items!",
                  (select count(*) from departments where asked) as "asked!",
                  (select count(*) from departments where asked and complete) as "complete!""#,
        reach.regions(),
        document,
        &due.schedules,
        &due.last_days,
        &current.last_days,
        &due.locked,
    )
    .fetch_one(db)
    .await
}

/// An item that needs somebody to act.
#[derive(Debug, Clone)]
pub struct AttentionLine {
    /// Key.
    pub id: i64,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Goal or task.
    pub kind: ItemKind,
    /// Title of the document.
    pub document: String,
    /// Key of the schedule under which it is reported on.
    pub schedule_id: i64,
    /// From when.
    pub reported_from: NaiveDate,
    /// Where it stands.
    pub progress: Progress,
    /// How far behind.
    pub shortfall: Option<Decimal>,
    /// Last day of its deadline.
    pub deadline_last: Option<NaiveDate>,
    /// Last day of the newest period reported on.
    pub reported_through: Option<NaiveDate>,
    /// Only aspirations.
    pub soft: bool,
    /// The departments that are behind or, where none is, that lead; the first few.
    pub departments: Vec<String>,
    /// How many those are.
    pub department_count: i64,
    /// What the report says of problems.
    pub problems: Option<String>,
}

/// The items most in need: past their deadline, then behind, then silent; the worst first.
pub async fn attention(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    calendar: &Calendar,
    limit: i64,
) -> sqlx::Result<Vec<AttentionLine>> {
    let due = RoundColumns::due(calendar);
    sqlx::query_as!(
        AttentionLine,
        r#"with chosen as (
               select i.*, d.title as document, due.schedule_id as asked_by, coalesce(i.reported_from, d.reported_from) as asked_from,
                      due.last_day as due,
                      case when i.deadline_last < $3 then 0 when i.progress = 'behind' then 1 else 2 end as severity
               from item i join document d on d.id = i.document_id
               join unnest($4::bigint[], $5::date[]) as due (schedule_id, last_day)
                 on due.schedule_id = coalesce(i.schedule_id, d.schedule_id)
               where not i.served and ($1::bigint[] is null or d.jurisdiction_id = any($1))
                 and ($2::bigint is null or d.id = $2) and i.progress not in ('done', 'other')
                 and (i.deadline_last < $3 or i.progress = 'behind'
                      or (coalesce(i.reported_from, d.reported_from) <= due.last_day
                          and coalesce(i.reported_through, coalesce(i.reported_from, d.reported_from) - 1) < due.last_day))
               order by severity, i.shortfall desc nulls last, i.deadline_last nulls last, i.document_id desc, i.ordinal
               limit $6
           )
           select c.id as "id!", c.locus as "locus!", c.title as "title!", c.kind as "kind!: ItemKind",
                  c.document as "document!", c.asked_by as "schedule_id!", c.asked_from as "reported_from!", c.progress as "progress!: Progress",
                  c.shortfall, c.deadline_last, c.reported_through, c.soft as "soft!",
                  coalesce(w.names[1:2], '{}') as "departments!", coalesce(cardinality(w.names), 0)::bigint as "department_count!",
                  (select r.problems from duty u join report r on r.id = u.report_id
                   where u.item_id = c.id and r.problems <> '' order by (u.progress <> 'behind'), r.submitted_at desc limit 1) as problems
           from chosen c
           left join lateral (
               select array_agg(e.short_name order by e.display_order) as names
               from tracked_duty u join department e on e.id = u.department_id
               where u.item_id = c.id
                 and (case when c.progress = 'behind' then u.progress = 'behind'
                           else u.covered_to < c.due and u.progress <> 'done' end)) w on true
           order by c.severity, c.shortfall desc nulls last, c.deadline_last nulls last, c.document_id desc, c.ordinal"#,
        reach.regions(),
        document,
        calendar.today,
        &due.schedules,
        &due.last_days,
        limit
    )
    .fetch_all(db)
    .await
}

/// A cell of the matrix: one department on one document.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Key of the document.
    pub document_id: i64,
    /// Its title.
    pub document: String,
    /// Items on which it must report.
    pub total: i64,
    /// Of these, behind by its own report.
    pub behind: i64,
    /// Of these, past their deadline and not done.
    pub overdue: i64,
}

/// The cells of the departments with most behind, then most to do, `rows` departments at most.
pub async fn matrix(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    today: NaiveDate,
    rows: i64,
) -> sqlx::Result<Vec<Cell>> {
    sqlx::query_as!(
        Cell,
        r#"with cells as (
               select u.department_id, u.document_id, count(*) as total,
                      count(*) filter (where u.progress = 'behind') as behind,
                      count(*) filter (where u.deadline_last < $3 and u.progress <> 'done') as overdue
               from tracked_duty u
               where ($1::bigint[] is null or u.jurisdiction_id = any($1)) and ($2::bigint is null or u.document_id = $2)
               group by u.department_id, u.document_id
           ), ranked as (
               select department_id, sum(behind) as behind, sum(total) as total from cells group by department_id
               order by 2 desc, 3 desc, 1 limit $4
           )
           select c.department_id as "department_id!", e.short_name as department, c.document_id as "document_id!",
                  d.title as document, c.total as "total!", c.behind as "behind!", c.overdue as "overdue!"
           from ranked r join cells c on c.department_id = r.department_id join department e on e.id = c.department_id
           join document d on d.id = c.document_id
           order by r.behind desc, r.total desc, r.department_id, c.document_id"#,
        reach.regions(),
        document,
        today,
        rows
    )
    .fetch_all(db)
    .await
}
