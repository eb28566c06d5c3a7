//! 单位 as administrators keep them: found, written, changed; never deleted.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use super::registry::CREATED_BY_IMPORT;
use crate::domain::words;
use crate::registry::DepartmentKind;

words! {
    /// Which departments a list of the registry shows.
    Shown {
        /// Every one.
        All = "all", "全部";
        /// Those that an import created and nobody has completed.
        Incomplete = "incomplete", "待补全";
        /// Those whose dates or names are not sure.
        Unsure = "unsure", "须核对";
        /// Those that have ended.
        Ended = "ended", "已止";
    }
}

/// What is asked of the list.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Regions.
    pub reach: Reach,
    /// Which of them.
    pub shown: Shown,
    /// Only this region.
    pub jurisdiction: Option<i64>,
    /// Only this kind.
    pub kind: Option<DepartmentKind>,
    /// Words in a name or code.
    pub words: Option<String>,
    /// The day on which it is asked.
    pub today: NaiveDate,
}

/// A department, whole.
#[derive(Debug, Clone)]
pub struct KeptDepartment {
    /// Key.
    pub id: i64,
    /// Key in exchanged tables.
    pub code: String,
    /// Key of its region.
    pub jurisdiction_id: i64,
    /// Code of its region.
    pub jurisdiction_code: String,
    /// Name of its region.
    pub jurisdiction: String,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Kind.
    pub kind: DepartmentKind,
    /// 行政序列.
    pub order: i32,
    /// First day of its life.
    pub valid_from: Option<NaiveDate>,
    /// First day that is no longer one of its life.
    pub valid_to: Option<NaiveDate>,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
    /// Counts up with every change.
    pub version: i32,
    /// The department that goes on in its place, when it was created twice.
    pub merged_into: Option<i64>,
}

impl KeptDepartment {
    /// True when an import created it and nobody has completed it.
    pub fn is_incomplete(&self) -> bool {
        self.source == CREATED_BY_IMPORT
    }
}

/// The columns of a department, once; `$condition` follows.
macro_rules! departments {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            KeptDepartment,
            r#"select d.id, d.code, d.jurisdiction_id, j.code as jurisdiction_code, j.name as jurisdiction, d.name, d.short_name,
                      d.kind as "kind: DepartmentKind", d.display_order as "order", d.valid_from, d.valid_to, d.confidence,
                      d.source, d.version, d.merged_into
               from department d join jurisdiction j on j.id = d.jurisdiction_id "# + $condition
            $(, $argument)*
        )
    };
}

/// The department with this key, if it is within reach; one that was merged into another as well.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<KeptDepartment>> {
    departments!(
        "where d.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))",
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// The department with this code, if it is within reach.
pub async fn by_code(
    db: &mut PgConnection,
    reach: &Reach,
    code: &str,
) -> sqlx::Result<Option<KeptDepartment>> {
    departments!(
        "where d.code = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))",
        reach.regions(),
        code
    )
    .fetch_optional(db)
    .await
}

/// The departments with exactly this code, name or alias, at most a handful.
pub async fn named(
    db: &mut PgConnection,
    reach: &Reach,
    words: &str,
) -> sqlx::Result<Vec<KeptDepartment>> {
    departments!(
        r#"where d.merged_into is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))
             and (d.code = $2 or d.name = $2 or d.short_name = $2
                  or exists (select 1 from department_alias a where a.department_id = d.id and a.alias = $2))
           order by (d.code <> $2), j.display_order, d.display_order, d.id limit 10"#,
        reach.regions(),
        words
    )
    .fetch_all(db)
    .await
}

/// The departments asked for, in administrative order, `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    ask: &Ask,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<KeptDepartment>> {
    departments!(
        r#"where d.merged_into is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))
             and ($2::bigint is null or d.jurisdiction_id = $2) and ($3::text is null or d.kind = $3)
             and ($4::text is null or strpos(d.code, $4) > 0 or strpos(d.name, $4) > 0 or strpos(d.short_name, $4) > 0
                  or exists (select 1 from department_alias a where a.department_id = d.id and strpos(a.alias, $4) > 0))
             and case $5::text when 'incomplete' then d.source = $6 when 'unsure' then d.confidence <> 'high'
                               when 'ended' then d.valid_to <= $7 else true end
           order by j.display_order, d.display_order, d.id limit $8 offset $9"#,
        ask.reach.regions(),
        ask.jurisdiction,
        ask.kind.map(DepartmentKind::code),
        ask.words,
        ask.shown.code(),
        CREATED_BY_IMPORT,
        ask.today,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many departments each list would show, under the other conditions asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tallies {
    /// Every one.
    pub all: i64,
    /// Those to be completed.
    pub incomplete: i64,
    /// Those that are not sure.
    pub unsure: i64,
    /// Those that have ended.
    pub ended: i64,
}

impl Tallies {
    /// How many departments one of the lists shows.
    pub fn of(&self, shown: Shown) -> i64 {
        match shown {
            Shown::All => self.all,
            Shown::Incomplete => self.incomplete,
            Shown::Unsure => self.unsure,
            Shown::Ended => self.ended,
        }
    }
}

/// How many departments each list would show.
pub async fn tallies(db: &mut PgConnection, ask: &Ask) -> sqlx::Result<Tallies> {
    sqlx::query_as!(
        Tallies,
        r#"select count(*) as "all!", count(*) filter (where d.source = $5) as "incomplete!",
                  count(*) filter (where d.confidence <> 'high') as "unsure!",
                  count(*) filter (where d.valid_to <= $6) as "ended!"
           from department d
           where d.merged_into is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))
             and ($2::bigint is null or d.jurisdiction_id = $2) and ($3::text is null or d.kind = $3)
             and ($4::text is null or strpos(d.code, $4) > 0 or strpos(d.name, $4) > 0 or strpos(d.short_name, $4) > 0
                  or exists (select 1 from department_alias a where a.department_id = d.id and strpos(a.alias, $4) > 0))"#,
        ask.reach.regions(),
        ask.jurisdiction,
        ask.kind.map(DepartmentKind::code),
        ask.words,
        CREATED_BY_IMPORT,
        ask.today,
    )
    .fetch_one(db)
    .await
}

/// What an administrator says about a department.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentFacts {
    /// Key in exchanged tables; empty: one is made.
    pub code: String,
    /// Key of its region.
    pub jurisdiction_id: i64,
    /// Full name.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Kind.
    pub kind: DepartmentKind,
    /// 行政序列.
    pub order: i32,
    /// First day of its life.
    pub valid_from: Option<NaiveDate>,
    /// First day that is no longer one of its life.
    pub valid_to: Option<NaiveDate>,
    /// `high`, `medium` or `low`.
    pub confidence: String,
    /// Where the line comes from.
    pub source: String,
}

/// Writes a department; gives its key. Fails on `department_code_key` where the code is another's.
pub async fn insert(db: &mut PgConnection, new: &DepartmentFacts) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into department (code, jurisdiction_id, name, short_name, kind, display_order, valid_from, valid_to,
                                   confidence, source)
           values (case when $1 = '' then 'unit.' || nextval('department_id_seq') else $1 end,
                   $2, $3, $4, $5, $6, $7, $8, $9, $10)
           returning id"#,
        new.code,
        new.jurisdiction_id,
        new.name,
        new.short_name,
        new.kind.code(),
        new.order,
        new.valid_from,
        new.valid_to,
        new.confidence,
        new.source,
    )
    .fetch_one(db)
    .await
}

/// Changes a department, all but its code. False when somebody has changed it since `version`.
pub async fn update(
    db: &mut PgConnection,
    id: i64,
    version: i32,
    new: &DepartmentFacts,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        r#"update department set jurisdiction_id = $3, name = $4, short_name = $5, kind = $6, display_order = $7,
                  valid_from = $8, valid_to = $9, confidence = $10, source = $11, version = version + 1
           where id = $1 and version = $2 and merged_into is null"#,
        id,
        version,
        new.jurisdiction_id,
        new.name,
        new.short_name,
        new.kind.code(),
        new.order,
        new.valid_from,
        new.valid_to,
        new.confidence,
        new.source,
    )
    .execute(db)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Departments as suggestions of a field, code and full name, `limit` at most.
pub async fn suggestions(
    db: &mut PgConnection,
    reach: &Reach,
    limit: i64,
) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        r#"select d.code, d.name from department d join jurisdiction j on j.id = d.jurisdiction_id
           where d.merged_into is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))
           order by j.display_order, d.display_order, d.id limit $2"#,
        reach.regions(),
        limit
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}
