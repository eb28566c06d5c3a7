//! 沿革 as administrators keep them: which body took over from which, and what is still to pass on.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::words;
use crate::registry::SuccessionKind;

words! {
    /// Which successions a list shows.
    Shown {
        /// Those whose day has come and whose predecessor still answers for open items.
        Due = "due", "待移交";
        /// Those whose day is still to come.
        Coming = "coming", "将要发生";
        /// Every one.
        All = "all", "全部";
    }
}

/// One succession.
#[derive(Debug, Clone)]
pub struct KeptSuccession {
    /// Key.
    pub id: i64,
    /// Key of the body that ended.
    pub from_id: i64,
    /// Its short name.
    pub from: String,
    /// Short name of its region.
    pub region: String,
    /// Key of the body that goes on.
    pub to_id: i64,
    /// Its short name.
    pub to: String,
    /// First day of the new state.
    pub on_date: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
    /// What was handed over.
    pub scope: String,
    /// How sure the line is.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
    /// Counts up with every change.
    pub version: i32,
    /// Items for which the predecessor still answers.
    pub open: i64,
    /// Items that passed to this successor.
    pub passed: i64,
}

/// The columns of a succession with its counts, once; `$condition` follows.
macro_rules! successions {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            KeptSuccession,
            r#"select s.id, s.from_id, f.short_name as "from", j.short_name as region, s.to_id, t.short_name as "to", s.on_date,
                      s.kind as "kind: SuccessionKind", s.scope, s.confidence, s.source, s.version, w.open as "open!",
                      (select count(distinct n.item_id) from responsibility n join responsibility r on r.id = n.follows_id
                       where r.department_id = s.from_id and n.department_id = s.to_id) as "passed!"
               from succession s
               join department f on f.id = s.from_id
               join jurisdiction j on j.id = f.jurisdiction_id
               join department t on t.id = s.to_id
               cross join lateral (
                   select count(*) as open
                   from (select r.item_id from responsibility r where r.department_id = s.from_id and r.valid_to is null
                         union select u.item_id from duty u where u.department_id = s.from_id) x
                   join item i on i.id = x.item_id
                   left join duty u on u.item_id = i.id and u.department_id = s.from_id
                   where not i.served and coalesce(u.progress, i.progress) <> 'done') w "# + $condition
            $(, $argument)*
        )
    };
}

/// The successions of departments within reach, the newest first, `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    shown: Shown,
    today: NaiveDate,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<KeptSuccession>> {
    successions!(
        r#"where ($1::bigint[] is null or f.jurisdiction_id = any($1))
             and case $2::text when 'due' then s.on_date <= $3 and w.open > 0 when 'coming' then s.on_date > $3 else true end
           order by not (s.on_date <= $3 and w.open > 0), case when $2 = 'coming' then s.on_date end, s.on_date desc,
                    f.jurisdiction_id, f.display_order, s.id
           limit $4 offset $5"#,
        reach.regions(),
        shown.code(),
        today,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many successions each list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Those with something to pass on.
    pub due: i64,
    /// Those to come.
    pub coming: i64,
    /// Every one.
    pub all: i64,
}

impl Tallies {
    /// How many one of the lists shows.
    pub fn of(&self, shown: Shown) -> i64 {
        match shown {
            Shown::Due => self.due,
            Shown::Coming => self.coming,
            Shown::All => self.all,
        }
    }
}

/// How many successions each list shows.
pub async fn tallies(
    db: &mut PgConnection,
    reach: &Reach,
    today: NaiveDate,
) -> sqlx::Result<Tallies> {
    sqlx::query_as!(
        Tallies,
        r#"select count(*) as "all!", count(*) filter (where s.on_date > $2) as "coming!",
                  count(*) filter (where s.on_date <= $2 and exists (
                      select 1
                      from (select r.item_id from responsibility r where r.department_id = s.from_id and r.valid_to is null
                            union select u.item_id from duty u where u.department_id = s.from_id) x
                      join item i on i.id = x.item_id
                      left join duty u on u.item_id = i.id and u.department_id = s.from_id
                      where not i.served and coalesce(u.progress, i.progress) <> 'done')) as "due!"
           from succession s join department f on f.id = s.from_id
           where $1::bigint[] is null or f.jurisdiction_id = any($1)"#,
        reach.regions(),
        today
    )
    .fetch_one(db)
    .await
}

/// The successions that one department takes part in, oldest first.
pub async fn of_department(
    db: &mut PgConnection,
    department: i64,
) -> sqlx::Result<Vec<KeptSuccession>> {
    successions!(
        "where $1 in (s.from_id, s.to_id) order by s.on_date, s.id limit 100",
        department
    )
    .fetch_all(db)
    .await
}

/// The succession with this key, if its predecessor is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<KeptSuccession>> {
    successions!(
        "where s.id = $2 and ($1::bigint[] is null or f.jurisdiction_id = any($1))",
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// A succession to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSuccession {
    /// Key of the body that ended.
    pub from_id: i64,
    /// Key of the body that goes on.
    pub to_id: i64,
    /// First day of the new state.
    pub on_date: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
    /// What was handed over.
    pub scope: String,
    /// How sure the line is.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
}

/// Writes a succession; gives its key. `None` when the same two are joined on the same day already.
pub async fn insert(db: &mut PgConnection, new: &NewSuccession) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!(
        r#"insert into succession (from_id, to_id, on_date, kind, scope, confidence, source)
           values ($1, $2, $3, $4, $5, $6, $7) on conflict (from_id, to_id, on_date) do nothing returning id"#,
        new.from_id,
        new.to_id,
        new.on_date,
        new.kind.code(),
        new.scope,
        new.confidence,
        new.source
    )
    .fetch_optional(db)
    .await
}

/// Takes a succession away that was never right. False when somebody has changed it since `version`.
pub async fn remove(db: &mut PgConnection, id: i64, version: i32) -> sqlx::Result<bool> {
    let removed = sqlx::query!(
        "delete from succession where id = $1 and version = $2",
        id,
        version
    )
    .execute(db)
    .await?;
    Ok(removed.rows_affected() == 1)
}

/// Ends a department on the day on which another follows it, where no end is known yet.
pub async fn end_predecessor(
    db: &mut PgConnection,
    department: i64,
    on: NaiveDate,
) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        r#"update department set valid_to = $2, version = version + 1
           where id = $1 and valid_to is null and (valid_from is null or valid_from < $2)"#,
        department,
        on
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// True when `to` was followed, directly or not, by `from`: the two would follow each other in a circle.
pub async fn would_cycle(db: &mut PgConnection, from: i64, to: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"with recursive onward as (
               select to_id from succession where from_id = $2
               union select s.to_id from succession s join onward o on s.from_id = o.to_id)
           select exists (select 1 from onward where to_id = $1) as "cycle!""#,
        from,
        to
    )
    .fetch_one(db)
    .await
}
