//! 配合单位报送: what departments report to whoever collects for an item, the lead or the 汇总单位.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::{Cycle, Period, Progress, ReportState, Role};

/// A department that contributes to an item in a period, with its report as far as others may know of it.
#[derive(Debug, Clone)]
pub struct Contribution {
    /// Key of the item.
    pub item_id: i64,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// Role on the item.
    pub role: Role,
    /// Key of its report.
    pub report_id: Option<i64>,
    /// State of its report: sent, taken over, or sent back by whoever collects.
    pub state: Option<ReportState>,
    /// Version of its report.
    pub version: Option<i32>,
    /// 自评.
    pub stated_progress: Option<Progress>,
    /// 进展情况.
    pub progress_text: Option<String>,
    /// 存在的问题.
    pub problems: Option<String>,
    /// 下一步措施.
    pub next_step: Option<String>,
    /// Why it was sent back.
    pub return_reason: Option<String>,
    /// When it was sent.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Made up for a trial.
    pub demonstration: Option<bool>,
}

impl Contribution {
    /// True when it was sent and not sent back.
    pub fn is_there(&self) -> bool {
        self.state.is_some_and(ReportState::counts)
    }
}

/// True when a department collects the reports of others on an item.
pub async fn collects(db: &mut PgConnection, item: i64, departments: &[i64]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from collector where item_id = $1 and department_id = any($2)) as "collects!""#,
        item,
        departments
    )
    .fetch_one(db)
    .await
}

/// True when the reports of a department on an item go to whoever collects.
pub async fn contributes(db: &mut PgConnection, item: i64, department: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from contributor where item_id = $1 and department_id = $2) as "contributes!""#,
        item,
        department
    )
    .fetch_one(db)
    .await
}

/// On which of some items the reports of a department go to whoever collects.
pub async fn contributed(
    db: &mut PgConnection,
    items: &[i64],
    department: i64,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select item_id as "item_id!" from contributor where item_id = any($1) and department_id = $2"#,
        items,
        department
    )
    .fetch_all(db)
    .await
}

/// What is contributed in a period to what one department reports on an item: nothing where it does not collect.
pub async fn to_report(
    db: &mut PgConnection,
    item: i64,
    department: i64,
    period: Period,
) -> sqlx::Result<Vec<Contribution>> {
    of_items(db, &[item], department, &[period]).await
}

/// What is contributed to what one department reports on some items, each in the period that stands beside it.
pub async fn of_items(
    db: &mut PgConnection,
    items: &[i64],
    department: i64,
    periods: &[Period],
) -> sqlx::Result<Vec<Contribution>> {
    let cycles: Vec<String> = periods
        .iter()
        .map(|one| Cycle::code(one.cycle).to_owned())
        .collect();
    let firsts: Vec<NaiveDate> = periods.iter().map(|one| one.first).collect();
    sqlx::query_as!(
        Contribution,
        r#"select u.item_id as "item_id!", g.first_day as "first_day!", u.department_id as "department_id!", d.short_name as department,
                  u.role as "role!: Role", p.id as "report_id?", p.state as "state?: ReportState", p.version as "version?",
                  p.stated_progress as "stated_progress?: Progress", p.progress_text as "progress_text?",
                  p.problems as "problems?", p.next_step as "next_step?", p.return_reason, p.submitted_at,
                  p.demonstration as "demonstration?"
           from (select item_id, cycle, first_day, min(n) as n
                 from unnest($1::bigint[], $3::text[], $4::date[]) with ordinality as k (item_id, cycle, first_day, n)
                 group by item_id, cycle, first_day) g
           join contributor u on u.item_id = g.item_id
           join responsibility r on r.id = u.responsibility_id
           join department d on d.id = u.department_id
           join item i on i.id = g.item_id
           left join period w on w.cycle = g.cycle and w.first_day = g.first_day
           left join lateral (
               select q.* from report q
               where q.item_id in (select e.id from item e where e.first_id = i.first_id and e.id <= i.id)
                 and q.department_id = u.department_id and q.period_id = w.id
                 and (q.state in ('submitted', 'accepted') or (q.state = 'returned' and q.returned_by_stage <> 'unit'))
               order by q.item_id desc, q.revision desc limit 1) p on true
           where exists (select 1 from collector c where c.item_id = g.item_id and c.department_id = $2)
           order by g.n, r.ordinal, d.display_order, u.department_id limit 2000"#,
        items,
        department,
        &cycles,
        &firsts
    )
    .fetch_all(db)
    .await
}

/// An item on which contributions wait for whoever collects.
#[derive(Debug, Clone)]
pub struct WaitingItem {
    /// Key of the item.
    pub item_id: i64,
    /// Its title.
    pub title: String,
    /// Cycle of the period.
    pub cycle: Cycle,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// How many wait.
    pub count: i64,
}

/// The items and periods on which contributions wait for a department, at most fifty.
pub async fn waiting(db: &mut PgConnection, department: i64) -> sqlx::Result<Vec<WaitingItem>> {
    sqlx::query_as!(
        WaitingItem,
        r#"select i.id as item_id, i.title, p.cycle as "cycle: Cycle", p.first_day, count(*) as "count!"
           from collector c
           join report r on r.item_id = c.item_id and r.state = 'submitted' and r.recipient = 'lead'
           join item i on i.id = c.item_id
           join period p on p.id = r.period_id
           where c.department_id = $1
           group by i.id, i.title, p.cycle, p.first_day order by p.first_day, i.id limit 50"#,
        department
    )
    .fetch_all(db)
    .await
}
