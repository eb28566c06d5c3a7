//! 行政区 as administrators keep them.

use sqlx::PgConnection;

use super::Reach;

/// A region, whole.
#[derive(Debug, Clone)]
pub struct KeptRegion {
    /// Key.
    pub id: i64,
    /// GB/T 2260.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Customary short name.
    pub short_name: String,
    /// `province`, `prefecture`, `county` or `township`.
    pub level: String,
    /// Key of the region above.
    pub parent_id: Option<i64>,
    /// Words that its documents distribute over lists, separated by `;`.
    pub prefixes: String,
    /// Its capital as central offices carry it.
    pub capital: String,
    /// Display order.
    pub order: i32,
    /// Counts up with every change.
    pub version: i32,
    /// How many departments stand under it.
    pub departments: i64,
}

/// The columns of a region, once; `$condition` follows.
macro_rules! regions {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            KeptRegion,
            r#"select j.id, j.code, j.name, j.short_name, j.level, j.parent_id, j.prefixes, j.capital,
                      j.display_order as "order", j.version,
                      (select count(*) from department d where d.jurisdiction_id = j.id and d.merged_into is null) as "departments!"
               from jurisdiction j "# + $condition
            $(, $argument)*
        )
    };
}

/// The regions right below one, or those at the top, in order; at most 1,000.
pub async fn below(
    db: &mut PgConnection,
    reach: &Reach,
    parents: &[i64],
    top: bool,
) -> sqlx::Result<Vec<KeptRegion>> {
    regions!(
        r#"where ($1::bigint[] is null or j.id = any($1))
             and (j.parent_id = any($2)
                  or ($3 and (j.parent_id is null or ($1::bigint[] is not null and not j.parent_id = any($1)))))
           order by j.display_order, j.id limit 1000"#,
        reach.regions(),
        parents,
        top
    )
    .fetch_all(db)
    .await
}

/// The region with this key, if it is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<KeptRegion>> {
    regions!(
        "where j.id = $2 and ($1::bigint[] is null or j.id = any($1))",
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// A region as a choice.
#[derive(Debug, Clone)]
pub struct RegionChoice {
    /// Key.
    pub id: i64,
    /// GB/T 2260.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Key of the region above.
    pub parent_id: Option<i64>,
}

/// The regions within reach as choices, in order; at most 5,000.
pub async fn choices(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<Vec<RegionChoice>> {
    sqlx::query_as!(
        RegionChoice,
        r#"select id, code, name, parent_id from jurisdiction
           where $1::bigint[] is null or id = any($1)
           order by display_order, id limit 5000"#,
        reach.regions()
    )
    .fetch_all(db)
    .await
}

/// What an administrator says about a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegionFacts {
    /// GB/T 2260.
    pub code: String,
    /// Official name.
    pub name: String,
    /// Customary short name.
    pub short_name: String,
    /// `province`, `prefecture`, `county` or `township`.
    pub level: String,
    /// Key of the region above.
    pub parent_id: Option<i64>,
    /// Words that its documents distribute over lists, separated by `;`.
    pub prefixes: String,
    /// Its capital.
    pub capital: String,
    /// Display order.
    pub order: i32,
}

/// Writes a region; gives its key. Fails on `jurisdiction_code_key` where the code is another's.
pub async fn insert(db: &mut PgConnection, new: &RegionFacts) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into jurisdiction (code, name, short_name, level, parent_id, prefixes, capital, display_order)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning id"#,
        new.code,
        new.name,
        new.short_name,
        new.level,
        new.parent_id,
        new.prefixes,
        new.capital,
        new.order
    )
    .fetch_one(db)
    .await
}

/// Changes a region, all but its code. False when somebody has changed it since `version`.
pub async fn update(
    db: &mut PgConnection,
    id: i64,
    version: i32,
    new: &RegionFacts,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        r#"update jurisdiction set name = $3, short_name = $4, level = $5, parent_id = $6, prefixes = $7, capital = $8,
                  display_order = $9, version = version + 1
           where id = $1 and version = $2"#,
        id,
        version,
        new.name,
        new.short_name,
        new.level,
        new.parent_id,
        new.prefixes,
        new.capital,
        new.order
    )
    .execute(db)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// True when `above` is `region` or stands somewhere below it, so that it cannot be its parent.
pub async fn would_cycle(db: &mut PgConnection, region: i64, above: i64) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"with recursive up as (
               select id, parent_id from jurisdiction where id = $2
               union select j.id, j.parent_id from jurisdiction j join up on j.id = up.parent_id)
           select exists (select 1 from up where id = $1) as "cycle!""#,
        region,
        above
    )
    .fetch_one(db)
    .await
}
