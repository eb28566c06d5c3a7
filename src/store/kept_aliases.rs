//! 别名: the names under which a department is printed, each from a day to a day, and who carries a name already.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;

/// A name of a department.
#[derive(Debug, Clone)]
pub struct KeptAlias {
    /// Key.
    pub id: i64,
    /// Key of the department.
    pub department_id: i64,
    /// The printed form.
    pub alias: String,
    /// First day on which it means this department.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer does.
    pub valid_to: Option<NaiveDate>,
    /// Remark.
    pub note: String,
    /// Counts up with every change.
    pub version: i32,
}

/// The names of a department, shortest first, at most 500.
pub async fn of_department(db: &mut PgConnection, department: i64) -> sqlx::Result<Vec<KeptAlias>> {
    sqlx::query_as!(
        KeptAlias,
        r#"select id, department_id, alias, valid_from, valid_to, note, version from department_alias
           where department_id = $1 order by length(alias), alias limit 500"#,
        department
    )
    .fetch_all(db)
    .await
}

/// The name with this key, if its department is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<KeptAlias>> {
    sqlx::query_as!(
        KeptAlias,
        r#"select a.id, a.department_id, a.alias, a.valid_from, a.valid_to, a.note, a.version
           from department_alias a join department d on d.id = a.department_id
           where a.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// Somebody who carries a name.
#[derive(Debug, Clone)]
pub struct Carrier {
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// The name.
    pub name: String,
    /// First day on which it means this department.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer does.
    pub valid_to: Option<NaiveDate>,
}

/// The departments of a region that carry one of these names, on whatever days, without `except`. Their official names
/// hold on every day, unless they are listed with dates.
pub async fn carriers(
    db: &mut PgConnection,
    jurisdiction: i64,
    names: &[String],
    except: Option<i64>,
) -> sqlx::Result<Vec<Carrier>> {
    sqlx::query_as!(
        Carrier,
        r#"select d.id as department_id, d.short_name as department, n.name as "name!", a.valid_from as "valid_from?",
                  a.valid_to as "valid_to?"
           from unnest($2::text[]) as n (name)
           join department d on d.jurisdiction_id = $1 and d.merged_into is null and d.id <> coalesce($3::bigint, 0)
           left join department_alias a on a.department_id = d.id and a.alias = n.name
           where a.id is not null or n.name in (d.name, d.short_name)
           order by d.display_order, d.id limit 50"#,
        jurisdiction,
        names,
        except
    )
    .fetch_all(db)
    .await
}

/// Keeps two administrators from giving one name to two departments of a region at once: whoever comes second waits.
pub async fn lock_region(db: &mut PgConnection, jurisdiction: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from jurisdiction where id = $1 for update",
        jurisdiction
    )
    .fetch_optional(db)
    .await?;
    Ok(())
}

/// A name to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAlias {
    /// Key of the department.
    pub department_id: i64,
    /// The printed form.
    pub alias: String,
    /// First day on which it means this department.
    pub valid_from: Option<NaiveDate>,
    /// First day on which it no longer does.
    pub valid_to: Option<NaiveDate>,
    /// Remark.
    pub note: String,
}

/// Writes a name. False when the department carries it already.
pub async fn insert(db: &mut PgConnection, new: &NewAlias) -> sqlx::Result<bool> {
    let written = sqlx::query!(
        r#"insert into department_alias (department_id, alias, valid_from, valid_to, note) values ($1, $2, $3, $4, $5)
           on conflict (department_id, alias) do nothing"#,
        new.department_id,
        new.alias,
        new.valid_from,
        new.valid_to,
        new.note
    )
    .execute(db)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// Sets the days of a name. False when somebody has changed it since `version`.
pub async fn date(
    db: &mut PgConnection,
    id: i64,
    version: i32,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        r#"update department_alias set valid_from = $3, valid_to = $4, version = version + 1
           where id = $1 and version = $2"#,
        id,
        version,
        valid_from,
        valid_to
    )
    .execute(db)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Takes a name away that was never right. False when somebody has changed it since `version`.
pub async fn remove(db: &mut PgConnection, id: i64, version: i32) -> sqlx::Result<bool> {
    let removed = sqlx::query!(
        "delete from department_alias where id = $1 and version = $2",
        id,
        version
    )
    .execute(db)
    .await?;
    Ok(removed.rows_affected() == 1)
}
