//! 移交: what would pass from a department that ended to those that follow it. [`super::passages`] passes it on.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Progress, Role};
use crate::registry::SuccessionKind;

/// A department whose day has come and that still answers for open items.
#[derive(Debug, Clone)]
pub struct DuePredecessor {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
    /// Short name of its region.
    pub region: String,
    /// The day on which the first of its successors took over.
    pub on_date: NaiveDate,
    /// Its successors, by short name.
    pub successors: Vec<String>,
    /// True when it passes whole to one successor, so that nothing has to be asked.
    pub whole: bool,
    /// Items for which it still answers.
    pub items: i64,
}

/// The departments within reach that were followed up to today and still answer for open items, in the order in which
/// they ended; at most 500.
pub async fn due(
    db: &mut PgConnection,
    reach: &Reach,
    today: NaiveDate,
) -> sqlx::Result<Vec<DuePredecessor>> {
    sqlx::query_as!(
        DuePredecessor,
        r#"select p.id, p.short_name, j.short_name as region, s.on_date as "on_date!", s.successors as "successors!", s.whole as "whole!", w.items as "items!"
           from (select s.from_id, min(s.on_date) as on_date, array_agg(t.short_name order by s.on_date, s.id) as successors,
                        count(*) = 1 and bool_and(s.kind <> 'split') as whole
                 from succession s join department t on t.id = s.to_id where s.on_date <= $2 group by s.from_id) s
           join department p on p.id = s.from_id
           join jurisdiction j on j.id = p.jurisdiction_id
           cross join lateral (
               select count(*) as items
               from (select r.item_id from responsibility r where r.department_id = p.id and r.valid_to is null
                     union select u.item_id from duty u where u.department_id = p.id) x
               join item i on i.id = x.item_id
               left join duty u on u.item_id = i.id and u.department_id = p.id
               where not i.served and coalesce(u.progress, i.progress) <> 'done') w
           where w.items > 0 and p.merged_into is null and ($1::bigint[] is null or p.jurisdiction_id = any($1))
           order by s.on_date, p.display_order, p.id limit 500"#,
        reach.regions(),
        today
    )
    .fetch_all(db)
    .await
}

/// A department that follows another.
#[derive(Debug, Clone)]
pub struct Successor {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
    /// From when.
    pub on_date: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
    /// What was handed over.
    pub scope: String,
    /// How many people can report for it.
    pub accounts: i64,
}

/// The successors of a department up to a day.
pub async fn successors(
    db: &mut PgConnection,
    predecessor: i64,
    today: NaiveDate,
) -> sqlx::Result<Vec<Successor>> {
    sqlx::query_as!(
        Successor,
        r#"select t.id, t.short_name, s.on_date, s.kind as "kind: SuccessionKind", s.scope,
                  (select count(distinct g.user_id) from user_grant g join user_account a on a.id = g.user_id
                   where g.department_id = t.id and a.disabled_at is null) as "accounts!"
           from succession s join department t on t.id = s.to_id
           where s.from_id = $1 and s.on_date <= $2 order by s.on_date, s.id"#,
        predecessor,
        today
    )
    .fetch_all(db)
    .await
}

/// An item for which a department answers and that is not finished.
#[derive(Debug, Clone)]
pub struct OpenItem {
    /// Key.
    pub id: i64,
    /// As people cite it.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Title of its document.
    pub document: String,
    /// As what it must report; `None` where only the members of a body do.
    pub role: Option<Role>,
    /// Its name as printed there; empty where it is a member of a body that is.
    pub printed: Vec<String>,
    /// What it last reported.
    pub progress: Option<Progress>,
    /// Up to when.
    pub reported_through: Option<NaiveDate>,
    /// It has a draft, or a report that was sent back, which cannot be sent afterwards.
    pub unsent: bool,
}

/// The open items of a department in the order of the documents, `limit` of them from `offset` on.
pub async fn open_items(
    db: &mut PgConnection,
    department: i64,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<OpenItem>> {
    sqlx::query_as!(
        OpenItem,
        r#"select i.id, i.locus, i.title, d.title as document, u.role as "role?: Role",
                  array(select r.printed from responsibility r
                        where r.item_id = i.id and r.department_id = $1 and r.valid_to is null order by r.ordinal) as "printed!",
                  u.progress as "progress?: Progress", u.reported_through,
                  exists (select 1 from report p where p.item_id = i.id and p.department_id = $1
                                                   and p.state in ('draft', 'returned')) as "unsent!"
           from (select r.item_id from responsibility r where r.department_id = $1 and r.valid_to is null
                 union select u.item_id from duty u where u.department_id = $1) x
           join item i on i.id = x.item_id
           join document d on d.id = i.document_id
           left join duty u on u.item_id = i.id and u.department_id = $1
           where not i.served and coalesce(u.progress, i.progress) <> 'done'
           order by d.id desc, i.ordinal limit $2 offset $3"#,
        department,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// The keys of all open items of a department, in order.
pub async fn open_keys(db: &mut PgConnection, department: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select i.id
           from (select r.item_id from responsibility r where r.department_id = $1 and r.valid_to is null
                 union select u.item_id from duty u where u.department_id = $1) x
           join item i on i.id = x.item_id
           left join duty u on u.item_id = i.id and u.department_id = $1
           where not i.served and coalesce(u.progress, i.progress) <> 'done'
           order by i.id"#,
        department
    )
    .fetch_all(db)
    .await
}

/// On how many open items a department has a draft or a report that was sent back.
pub async fn unsent(db: &mut PgConnection, department: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(distinct p.item_id) as "count!"
           from report p join duty u on u.item_id = p.item_id and u.department_id = p.department_id join item i on i.id = p.item_id
           where p.department_id = $1 and p.state in ('draft', 'returned') and not i.served and u.progress <> 'done'"#,
        department
    )
    .fetch_one(db)
    .await
}

/// The successions of a department that are still to come.
pub async fn coming(
    db: &mut PgConnection,
    predecessor: i64,
    today: NaiveDate,
) -> sqlx::Result<Vec<(NaiveDate, String)>> {
    let rows = sqlx::query!(
        r#"select s.on_date, t.short_name from succession s join department t on t.id = s.to_id
           where s.from_id = $1 and s.on_date > $2 order by s.on_date, s.id limit 50"#,
        predecessor,
        today
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.on_date, row.short_name))
        .collect())
}

/// Lets nobody else pass on what a department answers for until the transaction ends.
pub async fn lock(db: &mut PgConnection, predecessor: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from department where id = $1 for update",
        predecessor
    )
    .fetch_optional(db)
    .await?;
    Ok(())
}
