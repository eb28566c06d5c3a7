//! 职责变动: what one act changed in the duties of many, and taking it back.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::{Reach, consolidations, standing};
use crate::domain::words;

words! {
    /// Why duties changed.
    DutyChangeKind {
        /// A department was followed by another.
        Succession = "succession", "沿革移交";
        /// The roster of a body changed.
        Roster = "roster", "名册调整";
    }
}

/// By whom and when.
#[derive(Debug, Clone, Copy)]
pub struct Act {
    /// Who; `None` when the program itself acts.
    pub by: Option<i64>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Begins a change; gives its key.
pub(super) async fn begin(
    db: &mut PgConnection,
    kind: DutyChangeKind,
    department: i64,
    on: NaiveDate,
    items: usize,
    act: Act,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into duty_change (kind, department_id, on_date, items, at, by_id) values ($1, $2, $3, $4, $5, $6)
           returning id"#,
        kind.code(),
        department,
        on,
        i32::try_from(items).unwrap_or(i32::MAX),
        act.at,
        act.by
    )
    .fetch_one(db)
    .await
}

/// A change in the list of them.
#[derive(Debug, Clone)]
pub struct DutyChange {
    /// Key.
    pub id: i64,
    /// Why.
    pub kind: DutyChangeKind,
    /// Key of the department that ended, or of the body.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// From when it holds.
    pub on_date: NaiveDate,
    /// How many items it touched.
    pub items: i32,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<String>,
    /// When it was taken back.
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// The columns of a change, once; `$condition` follows.
macro_rules! changes {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            DutyChange,
            r#"select c.id, c.kind as "kind: DutyChangeKind", c.department_id, d.short_name as department, c.on_date, c.items,
                      c.at, b.display_name as "by?", c.undone_at, n.display_name as "undone_by?"
               from duty_change c
               join department d on d.id = c.department_id
               left join user_account b on b.id = c.by_id
               left join user_account n on n.id = c.undone_by "# + $condition
            $(, $argument)*
        )
    };
}

/// The changes within reach, newest first, `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<DutyChange>> {
    changes!(
        "where $1::bigint[] is null or d.jurisdiction_id = any($1) order by c.id desc limit $2 offset $3",
        reach.regions(),
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many changes are within reach.
pub async fn count(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from duty_change c join department d on d.id = c.department_id
           where $1::bigint[] is null or d.jurisdiction_id = any($1)"#,
        reach.regions()
    )
    .fetch_one(db)
    .await
}

/// The change with this key, if it is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<DutyChange>> {
    changes!(
        "where c.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))",
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// What a change did to one duty.
#[derive(Debug, Clone)]
pub struct ChangedDuty {
    /// Key of the item.
    pub item_id: i64,
    /// As people cite it.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Title of its document.
    pub document: String,
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// What happened to its duty: `ended`, `begun` or `altered`.
    pub what: String,
}

/// What a change did, item by item, `limit` lines from `offset` on. Nothing once it was taken back.
pub async fn lines(
    db: &mut PgConnection,
    change: i64,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<ChangedDuty>> {
    sqlx::query_as!(
        ChangedDuty,
        r#"select x.item_id as "item_id!", i.locus, i.title, o.title as document, d.id as department_id,
                  d.short_name as department, x.what as "what!"
           from (select item_id, department_id, 'ended' as what, 1 as place from former_duty where change_id = $1
                 union all
                 select item_id, department_id, case when role_before is null then 'begun' else 'altered' end, 2
                 from altered_duty where change_id = $1) x
           join item i on i.id = x.item_id
           join document o on o.id = i.document_id
           join department d on d.id = x.department_id
           order by o.id desc, i.ordinal, x.place, d.display_order, d.id limit $2 offset $3"#,
        change,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many lines a change has.
pub async fn line_count(db: &mut PgConnection, change: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select (select count(*) from former_duty where change_id = $1)
                  + (select count(*) from altered_duty where change_id = $1) as "count!""#,
        change
    )
    .fetch_one(db)
    .await
}

/// What stands in the way of taking a change back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hindrance {
    /// Duties that it began and on which the department has begun a report.
    pub reported: i64,
    /// Duties that a later change has moved on.
    pub moved_on: i64,
    /// Duties that ended and have meanwhile begun again.
    pub taken: i64,
}

impl Hindrance {
    /// True when nothing does.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }
}

/// What stands in the way of taking a change back.
pub async fn hindrance(db: &mut PgConnection, change: i64) -> sqlx::Result<Hindrance> {
    sqlx::query_as!(
        Hindrance,
        r#"select
             (select count(*) from altered_duty a
              where a.change_id = $1 and a.role_before is null
                and exists (select 1 from report r where r.item_id = a.item_id and r.department_id = a.department_id)) as "reported!",
             (select count(*) from altered_duty a
              where a.change_id = $1
                and (exists (select 1 from former_duty f where f.change_id > $1 and f.item_id = a.item_id
                                                           and f.department_id = a.department_id)
                     or exists (select 1 from altered_duty b where b.change_id > $1 and b.item_id = a.item_id
                                                             and b.department_id = a.department_id)))
             + (select count(*) from responsibility n join responsibility r on r.id = n.follows_id
                where r.change_id = $1 and n.change_id <> $1) as "moved_on!",
             (select count(*) from former_duty f join duty u on u.item_id = f.item_id and u.department_id = f.department_id
              where f.change_id = $1) as "taken!""#,
        change
    )
    .fetch_one(db)
    .await
}

/// Takes a change back, whole. Nothing may stand in its way ([`hindrance`]). False when it was taken back before.
pub async fn undo(db: &mut PgConnection, change: i64, act: Act) -> sqlx::Result<bool> {
    let marked = sqlx::query!(
        "update duty_change set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null",
        change,
        act.at,
        act.by
    )
    .execute(&mut *db)
    .await?;
    if marked.rows_affected() == 0 {
        return Ok(false);
    }
    let items = touched(db, change).await?;
    consolidations::pass_back(db, change).await?;
    restore_duties(db, change).await?;
    consolidations::settle(db, &items, act).await?;
    restore_responsibilities(db, change).await?;
    standing::refresh_some(db, &items).await?;
    sqlx::query!(
        r#"insert into event (at, actor_id, action, document_id, item_id, department_id, after)
           select $2, $3, 'duty.undo', i.document_id, i.id, c.department_id,
                  jsonb_build_object('on', c.on_date)
           from duty_change c, unnest($4::bigint[]) as g (item) join item i on i.id = g.item
           where c.id = $1"#,
        change,
        act.at,
        act.by,
        &items
    )
    .execute(db)
    .await?;
    Ok(true)
}

/// The items that a change touched.
async fn touched(db: &mut PgConnection, change: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select item_id as "item!" from former_duty where change_id = $1
           union select item_id from altered_duty where change_id = $1
           union select item_id from responsibility where change_id = $1 order by 1"#,
        change
    )
    .fetch_all(db)
    .await
}

async fn restore_duties(db: &mut PgConnection, change: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"delete from duty u using altered_duty a
           where a.change_id = $1 and a.role_before is null and u.item_id = a.item_id and u.department_id = a.department_id"#,
        change
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update duty u set role = a.role_before, responsibility_id = a.responsibility_before
           from altered_duty a
           where a.change_id = $1 and a.role_before is not null and u.item_id = a.item_id and u.department_id = a.department_id"#,
        change
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"insert into duty (item_id, document_id, department_id, responsibility_id, role, progress, shortfall,
                             reported_through, report_id, reported_from)
           select item_id, document_id, department_id, responsibility_id, role, progress, shortfall, reported_through,
                  report_id, reported_from
           from former_duty where change_id = $1"#,
        change
    )
    .execute(&mut *db)
    .await?;
    forget(db, change).await
}

/// Forgets what was kept for taking the change back.
async fn forget(db: &mut PgConnection, change: i64) -> sqlx::Result<()> {
    sqlx::query!("delete from duty_origin where change_id = $1", change)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from altered_duty where change_id = $1", change)
        .execute(&mut *db)
        .await?;
    sqlx::query!("delete from former_duty where change_id = $1", change)
        .execute(db)
        .await?;
    Ok(())
}

async fn restore_responsibilities(db: &mut PgConnection, change: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update responsibility r set valid_to = null
           from responsibility n where n.follows_id = r.id and n.change_id = $1"#,
        change
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!("delete from responsibility where change_id = $1", change)
        .execute(db)
        .await?;
    Ok(())
}
