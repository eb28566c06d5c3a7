//! 单位: lists and one department with its names and work.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use super::rounds::RoundColumns;
use crate::domain::{Calendar, words};
use crate::registry::DepartmentKind;

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
    /// Of these, without a report for the last round due, which can still be made good.
    pub silent: i64,
    /// Of these, without one for the last round due, which is locked.
    pub missing: i64,
}

words! {
    /// Which departments a list shows.
    Which {
        /// Every one.
        All = "all", "全部";
        /// Those that must report on something.
        Working = "working", "有任务";
        /// Those that are behind on something.
        Behind = "behind", "欠进度";
        /// Those that owe a report of the last round due and can still make it good.
        Silent = "silent", "逾期未报";
        /// Those that owe one of a round that is locked.
        Missing = "missing", "应报未报";
    }
}

/// What is asked of the list.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Regions of the documents that count as work.
    pub reach: Reach,
    /// Which of them.
    pub which: Which,
    /// Only the work on this document.
    pub document: Option<i64>,
    /// Words in a name.
    pub words: Option<String>,
    /// The day on which it is asked.
    pub calendar: Calendar,
}

/// Conditions and counts, once; `$select` and `$tail` are put around them. A department elsewhere that works on a
/// document within reach is shown too, because the document names it.
macro_rules! departments {
    ($query:ident!($record:ty), $select:literal, $tail:literal, $ask:expr $(, $more:expr)*) => {{
        let due = RoundColumns::due(&$ask.calendar);
        sqlx::$query!(
            $record,
            $select + r#"
            from department e
            join jurisdiction j on j.id = e.jurisdiction_id
            left join (
                select u.department_id, count(*) as items, count(*) filter (where u.progress = 'behind') as behind,
                       count(*) filter (where u.progress = 'done') as done,
                       count(*) filter (where u.progress <> 'done' and u.reported_from <= due.last_day
                                          and u.covered_to < due.last_day and not due.locked) as silent,
                       count(*) filter (where u.progress <> 'done' and u.reported_from <= due.last_day
                                          and u.covered_to < due.last_day and due.locked) as missing
                from tracked_duty u
                join unnest($2::bigint[], $3::date[], $6::bool[]) as due (schedule_id, last_day, locked)
                  on due.schedule_id = u.schedule_id
                where ($1::bigint[] is null or u.jurisdiction_id = any($1)) and ($4::bigint is null or u.document_id = $4)
                group by u.department_id) w on w.department_id = e.id
            where e.merged_into is null and ($1::bigint[] is null or e.jurisdiction_id = any($1) or w.items > 0)
              and ($4::bigint is null or w.items > 0)
              and ($5::text is null or strpos(e.name, $5) > 0 or strpos(e.short_name, $5) > 0
                   or exists (select 1 from department_alias a where a.department_id = e.id and strpos(a.alias, $5) > 0))
            "# + $tail,
            $ask.reach.regions(),
            &due.schedules,
            &due.last_days,
            $ask.document,
            $ask.words,
            &due.locked,
            $($more),*
        )
    }};
}

/// The departments asked for, in administrative order, `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    ask: &Ask,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DepartmentLine>> {
    departments!(
        query_as!(DepartmentLine),
        r#"select e.id, e.short_name, e.name, e.kind as "kind: DepartmentKind", j.short_name as jurisdiction, e.valid_to,
                  coalesce(w.items, 0) as "items!", coalesce(w.behind, 0) as "behind!", coalesce(w.done, 0) as "done!",
                  coalesce(w.silent, 0) as "silent!", coalesce(w.missing, 0) as "missing!""#,
        r#"and ($7::text = 'all' or ($7 = 'working' and w.items > 0) or ($7 = 'behind' and w.behind > 0)
                or ($7 = 'silent' and w.silent > 0) or ($7 = 'missing' and w.missing > 0))
           order by j.display_order, e.display_order, e.id limit $8 offset $9"#,
        ask,
        ask.which.code(),
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many departments each list would show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Every one.
    pub all: i64,
    /// Those that must report on something.
    pub working: i64,
    /// Those that are behind on something.
    pub behind: i64,
    /// Those that owe a report of the last round due and can still make it good.
    pub silent: i64,
    /// Those that owe one of a round that is locked.
    pub missing: i64,
}

impl Tallies {
    /// How many departments one of the lists shows.
    pub fn of(&self, which: Which) -> i64 {
        match which {
            Which::All => self.all,
            Which::Working => self.working,
            Which::Behind => self.behind,
            Which::Silent => self.silent,
            Which::Missing => self.missing,
        }
    }
}

/// How many departments each list would show, under the other conditions asked.
pub async fn tallies(db: &mut PgConnection, ask: &Ask) -> sqlx::Result<Tallies> {
    departments!(
        query_as!(Tallies),
        r#"select count(*) as "all!", count(*) filter (where w.items > 0) as "working!",
                  count(*) filter (where w.behind > 0) as "behind!", count(*) filter (where w.silent > 0) as "silent!",
                  count(*) filter (where w.missing > 0) as "missing!""#,
        "",
        ask
    )
    .fetch_one(db)
    .await
}

/// A department as a choice of a filter.
#[derive(Debug, Clone)]
pub struct DepartmentChoice {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
}

/// The departments that have work on documents within reach.
pub async fn choices(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<Vec<DepartmentChoice>> {
    sqlx::query_as!(
        DepartmentChoice,
        r#"select e.id, e.short_name from department e
           where exists (select 1 from tracked_duty u
                         where u.department_id = e.id and ($1::bigint[] is null or u.jurisdiction_id = any($1)))
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
    /// The department that goes on in its place, when it was created twice.
    pub merged_into: Option<i64>,
}

/// The department with this key, if it is within reach or works on a document that is.
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
                            where a.department_id = e.id and a.alias not in (e.name, e.short_name)), '{}') as "aliases!",
                  e.merged_into
           from department e join jurisdiction j on j.id = e.jurisdiction_id
           where e.id = $2
             and ($1::bigint[] is null or e.jurisdiction_id = any($1)
                  or exists (select 1 from tracked_duty u where u.department_id = e.id and u.jurisdiction_id = any($1))
                  or exists (select 1 from former_duty f join document d on d.id = f.document_id
                             where f.department_id = e.id and d.jurisdiction_id = any($1)))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
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
    /// Of these, without a report for the last round due, which can still be made good.
    pub silent: i64,
    /// Of these, without one for the last round due, which is locked.
    pub missing: i64,
}

/// The work of a department by document, on documents within reach.
pub async fn work(
    db: &mut PgConnection,
    reach: &Reach,
    department: i64,
    calendar: &Calendar,
) -> sqlx::Result<Vec<WorkLine>> {
    let due = RoundColumns::due(calendar);
    sqlx::query_as!(
        WorkLine,
        r#"select d.id as document_id, d.title as document, count(*) as "items!",
                  count(*) filter (where u.role = 'lead') as "leads!",
                  count(*) filter (where u.progress = 'behind') as "behind!",
                  count(*) filter (where u.progress = 'done') as "done!",
                  count(*) filter (where u.progress <> 'done' and u.reported_from <= due.last_day
                                     and u.covered_to < due.last_day and not due.locked) as "silent!",
                  count(*) filter (where u.progress <> 'done' and u.reported_from <= due.last_day
                                     and u.covered_to < due.last_day and due.locked) as "missing!"
           from tracked_duty u
           join document d on d.id = u.document_id
           join unnest($2::bigint[], $3::date[], $5::bool[]) as due (schedule_id, last_day, locked) on due.schedule_id = u.schedule_id
           where u.department_id = $1 and ($4::bigint[] is null or u.jurisdiction_id = any($4))
           group by d.id order by d.id desc limit 500"#,
        department,
        &due.schedules,
        &due.last_days,
        reach.regions(),
        &due.locked,
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
