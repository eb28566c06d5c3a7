//! 单位: lists and one department with its names, successions and work.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use super::periods::PeriodColumns;
use crate::domain::Calendar;
use crate::registry::{DepartmentKind, SuccessionKind};

/// A department in a list.
#[derive(Debug, Clone)]
pub struct DepartmentLine {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
    /// Full name.
    pub name: String,
    /// Kind.
    pub kind: DepartmentKind,
    /// Short name of its region.
    pub jurisdiction: String,
    /// First day that is no longer one of its life.
    pub valid_to: Option<NaiveDate>,
    /// Items on which it must report.
    pub items: i64,
    /// Of these, behind.
    pub behind: i64,
    /// Of these, done.
    pub done: i64,
    /// Of these, without a report for the last period due.
    pub silent: i64,
}

/// Which departments a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Every one.
    All,
    /// Those that must report on something.
    Working,
    /// Those that are behind on something.
    Behind,
    /// Those that owe a report of the last period due.
    Silent,
}

/// Conditions and counts, once; `$select` and `$tail` are put around them.
macro_rules! departments {
    ($query:ident!($($record:ty,)?), $select:literal, $tail:literal, $reach:expr, $which:expr, $calendar:expr $(, $more:expr)*) => {{
        let due = PeriodColumns::due($calendar);
        let which = $which as i32;
        sqlx::$query!(
            $($record,)?
            $select + r#"
            from department e
            join jurisdiction j on j.id = e.jurisdiction_id
            left join (
                select u.department_id, count(*) as items, count(*) filter (where u.progress = 'behind') as behind,
                       count(*) filter (where u.progress = 'done') as done,
                       count(*) filter (where u.progress <> 'done' and u.reported_from <= due.last_day
                                          and u.covered_to < due.last_day) as silent
                from tracked_duty u
                join unnest($2::text[], $3::date[]) as due (cycle, last_day) on due.cycle = u.cycle
                where $1::bigint[] is null or u.jurisdiction_id = any($1)
                group by u.department_id) w on w.department_id = e.id
            where ($1::bigint[] is null or e.jurisdiction_id = any($1))
              and ($4::int = 0 or ($4 = 1 and w.items > 0) or ($4 = 2 and w.behind > 0) or ($4 = 3 and w.silent > 0))
            "# + $tail,
            $reach.regions(),
            &due.cycles,
            &due.last_days,
            which,
            $($more),*
        )
    }};
}

/// Departments within reach, in administrative order, `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    which: Which,
    calendar: &Calendar,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DepartmentLine>> {
    departments!(
        query_as!(DepartmentLine,),
        r#"select e.id, e.short_name, e.name, e.kind as "kind: DepartmentKind", j.short_name as jurisdiction, e.valid_to,
                  coalesce(w.items, 0) as "items!", coalesce(w.behind, 0) as "behind!", coalesce(w.done, 0) as "done!",
                  coalesce(w.silent, 0) as "silent!""#,
        "order by j.display_order, e.display_order, e.id limit $5 offset $6",
        reach,
        which,
        calendar,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many departments that are.
pub async fn count(
    db: &mut PgConnection,
    reach: &Reach,
    which: Which,
    calendar: &Calendar,
) -> sqlx::Result<i64> {
    departments!(
        query_scalar!(),
        r#"select count(*) as "count!""#,
        "",
        reach,
        which,
        calendar
    )
    .fetch_one(db)
    .await
}

/// A department as a choice of a filter: those within reach that have work.
#[derive(Debug, Clone)]
pub struct DepartmentChoice {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
}

/// The departments within reach that have work.
pub async fn choices(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<Vec<DepartmentChoice>> {
    sqlx::query_as!(
        DepartmentChoice,
        r#"select e.id, e.short_name from department e
           where ($1::bigint[] is null or e.jurisdiction_id = any($1))
             and exists (select 1 from duty u where u.department_id = e.id)
           order by e.display_order, e.id limit 1000"#,
        reach.regions()
    )
    .fetch_all(db)
    .await
}

/// A department, whole but for its lists.
#[derive(Debug, Clone)]
pub struct Department {
    /// Key.
    pub id: i64,
    /// Key in exchanged tables.
    pub code: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Kind.
    pub kind: DepartmentKind,
    /// Its region.
    pub jurisdiction_id: i64,
    /// Name of its region.
    pub jurisdiction: String,
    /// First day of its life.
    pub valid_from: Option<NaiveDate>,
    /// First day that is no longer one of its life.
    pub valid_to: Option<NaiveDate>,
    /// How sure the line is.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// The department with this key, if it is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<Department>> {
    sqlx::query_as!(
        Department,
        r#"select e.id, e.code, e.name, e.short_name, e.kind as "kind: DepartmentKind", e.jurisdiction_id,
                  j.name as jurisdiction, e.valid_from, e.valid_to, e.confidence, e.source,
                  coalesce((select array_agg(a.alias order by length(a.alias), a.alias) from department_alias a
                            where a.department_id = e.id and a.alias not in (e.name, e.short_name)), '{}') as "aliases!"
           from department e join jurisdiction j on j.id = e.jurisdiction_id
           where e.id = $2 and ($1::bigint[] is null or e.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// One step of a department's history.
#[derive(Debug, Clone)]
pub struct SuccessionLine {
    /// Key of the other department.
    pub other_id: i64,
    /// Its full name.
    pub other: String,
    /// True when the other one came after.
    pub onward: bool,
    /// First day of the new state.
    pub on_date: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
    /// What was handed over.
    pub scope: String,
    /// How sure the line is.
    pub confidence: String,
}

/// Where a department came from and what became of it.
pub async fn successions(
    db: &mut PgConnection,
    department: i64,
) -> sqlx::Result<Vec<SuccessionLine>> {
    sqlx::query_as!(
        SuccessionLine,
        r#"select o.id as other_id, o.name as other, (s.from_id = $1) as "onward!", s.on_date,
                  s.kind as "kind: SuccessionKind", s.scope, s.confidence
           from succession s join department o on o.id = case when s.from_id = $1 then s.to_id else s.from_id end
           where $1 in (s.from_id, s.to_id) order by s.on_date, o.display_order"#,
        department
    )
    .fetch_all(db)
    .await
}

/// A member of a body of many, or a body of which a department is a member.
#[derive(Debug, Clone)]
pub struct RosterLine {
    /// Key of the other department.
    pub other_id: i64,
    /// Its short name.
    pub other: String,
    /// True when the other one is a member of this one.
    pub member: bool,
}

/// The members of a body of many on a day, and the bodies of which it is a member.
pub async fn roster(
    db: &mut PgConnection,
    department: i64,
    day: NaiveDate,
) -> sqlx::Result<Vec<RosterLine>> {
    sqlx::query_as!(
        RosterLine,
        r#"select o.id as other_id, o.short_name as other, (r.collective_id = $1) as "member!"
           from roster_member r
           join department o on o.id = case when r.collective_id = $1 then r.member_id else r.collective_id end
           where $1 in (r.collective_id, r.member_id) and (r.valid_from is null or r.valid_from <= $2)
             and (r.valid_to is null or $2 < r.valid_to)
           order by r.display_order, o.id"#,
        department,
        day
    )
    .fetch_all(db)
    .await
}

/// What a department has to do on one document.
#[derive(Debug, Clone)]
pub struct WorkLine {
    /// Key of the document.
    pub document_id: i64,
    /// Title of the document.
    pub document: String,
    /// Items on which it must report.
    pub items: i64,
    /// Of these, those that it leads.
    pub leads: i64,
    /// Of these, behind.
    pub behind: i64,
    /// Of these, done.
    pub done: i64,
    /// Of these, without a report for the last period due.
    pub silent: i64,
}

/// The work of a department by document.
pub async fn work(
    db: &mut PgConnection,
    department: i64,
    calendar: &Calendar,
) -> sqlx::Result<Vec<WorkLine>> {
    let due = PeriodColumns::due(calendar);
    sqlx::query_as!(
        WorkLine,
        r#"select d.id as document_id, d.title as document, count(*) as "items!",
                  count(*) filter (where u.role = 'lead') as "leads!",
                  count(*) filter (where u.progress = 'behind') as "behind!",
                  count(*) filter (where u.progress = 'done') as "done!",
                  count(*) filter (where u.progress <> 'done' and u.reported_from <= due.last_day
                                     and u.covered_to < due.last_day) as "silent!"
           from tracked_duty u
           join document d on d.id = u.document_id
           join unnest($2::text[], $3::date[]) as due (cycle, last_day) on due.cycle = u.cycle
           where u.department_id = $1 group by d.id order by d.id desc limit 200"#,
        department,
        &due.cycles,
        &due.last_days,
    )
    .fetch_all(db)
    .await
}

/// Short name and region of a department, for the shell of pages and for accounts.
#[derive(Debug, Clone)]
pub struct Named {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
    /// Its region.
    pub jurisdiction_id: i64,
}

/// The departments with these keys.
pub async fn named(db: &mut PgConnection, ids: &[i64]) -> sqlx::Result<Vec<Named>> {
    sqlx::query_as!(
        Named,
        "select id, short_name, jurisdiction_id from department where id = any($1) order by id",
        ids
    )
    .fetch_all(db)
    .await
}
