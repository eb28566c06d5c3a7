//! 应报单位: who must report on what, and what they last reported.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::periods::PeriodColumns;
use crate::domain::{
    Calendar, Comparator, Cycle, Progress, ReportState, ReturnStage, Role, TargetKind,
};

/// A duty to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewDuty {
    /// Key of the item.
    pub item: i64,
    /// Key of the department that reports.
    pub department: i64,
    /// Key of the responsibility that it follows from.
    pub responsibility: i64,
    /// Role.
    pub role: Role,
}

/// Writes duties.
pub async fn insert(db: &mut PgConnection, document: i64, new: &[NewDuty]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into duty (document_id, item_id, department_id, responsibility_id, role)
           select $1, * from unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[])"#,
        document,
        &new.iter().map(|one| one.item).collect::<Vec<_>>(),
        &new.iter().map(|one| one.department).collect::<Vec<_>>(),
        &new.iter().map(|one| one.responsibility).collect::<Vec<_>>(),
        &new.iter()
            .map(|one| one.role.code().to_owned())
            .collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A duty on an item, as the item's page shows it.
#[derive(Debug, Clone)]
pub struct DutyLine {
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Role.
    pub role: Role,
    /// The body of many that it reports for, if it is a member.
    pub member_of: Option<String>,
    /// Key of that body.
    pub member_of_id: Option<i64>,
    /// Last day that reports cover, its own or those of the department that it follows.
    pub covered_to: NaiveDate,
    /// What it last reported.
    pub progress: Progress,
    /// How far behind.
    pub shortfall: Option<Decimal>,
    /// Last day of the period it last reported on.
    pub reported_through: Option<NaiveDate>,
    /// Key of that report.
    pub report_id: Option<i64>,
    /// The text of that report.
    pub progress_text: Option<String>,
    /// Who wrote it, where that was the department that it follows.
    pub reporter: Option<String>,
    /// True when it was made up for a trial.
    pub demonstration: Option<bool>,
}

/// The duties of an item, leads first, then as printed.
pub async fn of_item(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<DutyLine>> {
    sqlx::query_as!(
        DutyLine,
        r#"select u.department_id, d.short_name as department, u.role as "role: Role",
                  case when r.department_id <> u.department_id then c.short_name end as member_of,
                  case when r.department_id <> u.department_id then c.id end as member_of_id,
                  coalesce(u.reported_through, coalesce(u.reported_from, o.reported_from) - 1) as "covered_to!",
                  u.progress as "progress: Progress", u.shortfall, u.reported_through, u.report_id,
                  p.progress_text as "progress_text?",
                  case when p.department_id <> u.department_id then w.short_name end as reporter,
                  p.demonstration as "demonstration?"
           from duty u
           join department d on d.id = u.department_id
           join document o on o.id = u.document_id
           join responsibility r on r.id = u.responsibility_id
           join department c on c.id = r.department_id
           left join responsibility f on f.id = r.follows_id
           left join report p on p.id = u.report_id
           left join department w on w.id = p.department_id
           where u.item_id = $1
           order by (u.role <> 'lead'), coalesce(f.ordinal, r.ordinal), r.ordinal, d.display_order, u.id limit 500"#,
        item
    )
    .fetch_all(db)
    .await
}

/// A duty of a department in a period: one line of 我的待办.
#[derive(Debug, Clone)]
pub struct TodoLine {
    /// Key of the item.
    pub item_id: i64,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Title of the document.
    pub document: String,
    /// How often it is reported on.
    pub cycle: Cycle,
    /// Role.
    pub role: Role,
    /// What was last reported.
    pub progress: Progress,
    /// How far behind.
    pub shortfall: Option<Decimal>,
    /// Last day of the item's deadline.
    pub deadline_last: Option<NaiveDate>,
    /// The one that the document sets, where an extension was granted.
    pub original_deadline: Option<NaiveDate>,
    /// Last day of the newest period reported on.
    pub reported_through: Option<NaiveDate>,
    /// Last day that reports cover.
    pub covered_to: NaiveDate,
    /// From when the document is reported on.
    pub reported_from: NaiveDate,
    /// Key of the report of this period.
    pub report_id: Option<i64>,
    /// State of the report of this period.
    pub state: Option<ReportState>,
    /// Which revision that is.
    pub revision: Option<i32>,
    /// Why it was sent back.
    pub return_reason: Option<String>,
    /// By whom.
    pub returned_by_stage: Option<ReturnStage>,
    /// Key of its first target.
    pub target_id: Option<i64>,
    /// Name of its first target.
    pub target: Option<String>,
    /// How many targets it has.
    pub targets: i64,
    /// Number of the first target.
    pub goal: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
    /// Its comparator.
    pub comparator: Option<Comparator>,
    /// Its kind.
    pub target_kind: Option<TargetKind>,
    /// Its last day.
    pub target_deadline: Option<NaiveDate>,
    /// The latest figure that this department reported for it.
    pub latest: Option<Decimal>,
    /// Asks only members of a body of many.
    pub member_of: Option<String>,
}

/// What a department must report on in the current period of each document, with what it has done so far. What is
/// finished and was not touched in this period is not asked again, nor what a department that it follows has reported on.
pub async fn todo(
    db: &mut PgConnection,
    department: i64,
    calendar: &Calendar,
) -> sqlx::Result<Vec<TodoLine>> {
    let current = PeriodColumns::current(calendar);
    sqlx::query_as!(
        TodoLine,
        r#"select i.id as item_id, i.locus, i.title, d.title as document, d.cycle as "cycle: Cycle", u.role as "role!: Role",
                  u.progress as "progress!: Progress", u.shortfall, i.deadline_last, i.original_deadline, u.reported_through, u.covered_to as "covered_to!",
                  u.reported_from as "reported_from!",
                  p.id as "report_id?", p.state as "state?: ReportState", p.revision as "revision?", p.return_reason,
                  p.returned_by_stage as "returned_by_stage?: ReturnStage",
                  t.id as "target_id?", t.name as "target?",
                  (select count(*) from item_target x where x.item_id = i.id) as "targets!", t.value as goal,
                  t.unit as "unit?", t.comparator as "comparator?: Comparator", t.kind as "target_kind?: TargetKind",
                  t.deadline_last as "target_deadline?",
                  (select v.value from target l join report_value v on v.target_id = l.id
                   join report q on q.id = v.report_id join item e on e.id = q.item_id join period w on w.id = q.period_id
                   where l.first_id = t.first_id and l.id <= t.id and e.first_id = i.first_id and e.id <= i.id
                     and q.state in ('submitted', 'accepted')
                     and (q.department_id = $1 or q.department_id in (
                          select g.origin_id from duty_origin g where g.item_id = e.id and g.department_id = $1))
                   order by w.last_day desc, q.revision desc limit 1) as latest,
                  (select c.short_name from duty y join responsibility r on r.id = y.responsibility_id
                   join department c on c.id = r.department_id
                   where y.id = u.id and r.department_id <> u.department_id) as member_of
           from tracked_duty u
           join unnest($2::text[], $3::date[], $4::date[]) as now (cycle, first_day, last_day) on now.cycle = u.cycle
           join item i on i.id = u.item_id
           join document d on d.id = u.document_id
           left join period w on w.cycle = now.cycle and w.first_day = now.first_day
           left join lateral (select q.* from report q
                              where q.item_id in (select e.id from item e where e.first_id = i.first_id and e.id <= i.id)
                                and q.department_id = u.department_id and q.period_id = w.id
                              order by q.item_id desc, q.revision desc limit 1) p on true
           left join lateral (select t.* from item_target x join target t on t.id = x.target_id
                              where x.item_id = i.id order by x.ordinal limit 1) t on true
           where u.department_id = $1 and u.reported_from <= now.last_day and (u.progress <> 'done' or p.id is not null)
             and (p.id is not null or u.covered_to < now.last_day)
           order by d.id desc, i.ordinal limit 500"#,
        department,
        &current.cycles,
        &current.first_days,
        &current.last_days,
    )
    .fetch_all(db)
    .await
}

/// How many duties of some departments are still to be reported on in the current period.
pub async fn pending(
    db: &mut PgConnection,
    departments: &[i64],
    calendar: &Calendar,
) -> sqlx::Result<i64> {
    let current = PeriodColumns::current(calendar);
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from tracked_duty u
           join unnest($2::text[], $3::date[]) as now (cycle, last_day) on now.cycle = u.cycle
           where u.department_id = any($1) and u.progress <> 'done' and u.reported_from <= now.last_day
             and u.covered_to < now.last_day"#,
        departments,
        &current.cycles,
        &current.last_days,
    )
    .fetch_one(db)
    .await
}

/// True when a department must report on an item.
pub async fn exists(db: &mut PgConnection, item: i64, department: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from duty where item_id = $1 and department_id = $2) as "exists!""#,
        item,
        department
    )
    .fetch_one(db)
    .await
}
