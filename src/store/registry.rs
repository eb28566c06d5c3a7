//! The registry of names, whole: read into plain values, written from checked tables.

use std::collections::HashMap;

use sqlx::PgConnection;

use crate::registry::{Alias, Department, Jurisdiction, Registry, RosterMember, Rows, Succession};

/// The source of a department that an import created and that nobody has completed yet.
pub const CREATED_BY_IMPORT: &str = "导入时新建";

/// The number of the newest change, by which it is told whether a registry in memory is still the one that holds.
pub async fn version(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!("select version from registry_state")
        .fetch_one(db)
        .await
}

/// Reads everything known about names. A few thousand rows; read once per import, not per page.
pub async fn load(db: &mut PgConnection) -> sqlx::Result<Registry> {
    let rows = rows(db).await?;
    Ok(Registry::new(
        rows.jurisdictions,
        rows.departments,
        rows.aliases,
        rows.successions,
        rows.rosters,
    ))
}

/// Every row, in the order in which tables are exchanged.
pub async fn rows(db: &mut PgConnection) -> sqlx::Result<Rows> {
    Ok(Rows {
        jurisdictions: jurisdictions(db).await?,
        departments: departments(db).await?,
        aliases: aliases(db).await?,
        successions: successions(db).await?,
        rosters: rosters(db).await?,
    })
}

async fn jurisdictions(db: &mut PgConnection) -> sqlx::Result<Vec<Jurisdiction>> {
    sqlx::query_as!(
        Jurisdiction,
        r#"select j.code, j.name, j.short_name, j.level, coalesce(p.code, '') as "parent!", j.prefixes, j.capital,
                  j.display_order as "order"
           from jurisdiction j left join jurisdiction p on p.id = j.parent_id
           order by j.display_order, j.id"#
    )
    .fetch_all(db)
    .await
}

async fn departments(db: &mut PgConnection) -> sqlx::Result<Vec<Department>> {
    sqlx::query_as!(
        Department,
        r#"select d.code, j.code as jurisdiction, d.name, d.short_name, d.kind as "kind: _", d.display_order as "order",
                  d.valid_from, d.valid_to, d.confidence, d.source
           from department d join jurisdiction j on j.id = d.jurisdiction_id
           where d.merged_into is null
           order by j.display_order, d.display_order, d.id"#
    )
    .fetch_all(db)
    .await
}

async fn aliases(db: &mut PgConnection) -> sqlx::Result<Vec<Alias>> {
    sqlx::query_as!(
        Alias,
        r#"select d.code as department, a.alias, a.valid_from, a.valid_to, a.note
           from department_alias a join department d on d.id = a.department_id
           order by a.id"#
    )
    .fetch_all(db)
    .await
}

async fn successions(db: &mut PgConnection) -> sqlx::Result<Vec<Succession>> {
    sqlx::query_as!(
        Succession,
        r#"select f.code as "from", t.code as "to", s.on_date as "on", s.kind as "kind: _", s.scope, s.confidence, s.source
           from succession s join department f on f.id = s.from_id join department t on t.id = s.to_id
           order by s.on_date, s.id"#
    )
    .fetch_all(db)
    .await
}

async fn rosters(db: &mut PgConnection) -> sqlx::Result<Vec<RosterMember>> {
    sqlx::query_as!(
        RosterMember,
        r#"select c.code as collective, m.code as member, r.valid_from, r.valid_to, r.display_order as "order", r.source
           from roster_member r join department c on c.id = r.collective_id join department m on m.id = r.member_id
           order by c.code, r.display_order"#
    )
    .fetch_all(db)
    .await
}

/// How many rows of a registry were new.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Saved {
    /// 行政区.
    pub jurisdictions: u64,
    /// 单位.
    pub departments: u64,
    /// 别名.
    pub aliases: u64,
    /// 沿革.
    pub successions: u64,
    /// 名册.
    pub rosters: u64,
}

/// Adds what is not there yet, by key; rows that are there stay as an administrator may have corrected them.
pub async fn add(db: &mut PgConnection, rows: &Rows) -> sqlx::Result<Saved> {
    Ok(Saved {
        jurisdictions: add_jurisdictions(db, &rows.jurisdictions).await?,
        departments: add_departments(db, &rows.departments).await?,
        aliases: add_aliases(db, &rows.aliases).await?,
        successions: add_successions(db, &rows.successions).await?,
        rosters: add_rosters(db, &rows.rosters).await?,
    })
}

async fn add_jurisdictions(db: &mut PgConnection, rows: &[Jurisdiction]) -> sqlx::Result<u64> {
    let column = |of: fn(&Jurisdiction) -> &String| {
        rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>()
    };
    let order: Vec<i32> = rows.iter().map(|row| row.order).collect();
    let added = sqlx::query!(
        r#"insert into jurisdiction (code, name, short_name, level, prefixes, capital, display_order)
           select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
           on conflict (code) do nothing"#,
        &column(|row| &row.code),
        &column(|row| &row.name),
        &column(|row| &row.short_name),
        &column(|row| &row.level),
        &column(|row| &row.prefixes),
        &column(|row| &row.capital),
        &order,
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update jurisdiction j set parent_id = p.id
           from unnest($1::text[], $2::text[]) as given (code, parent) join jurisdiction p on p.code = given.parent
           where j.code = given.code and j.parent_id is null"#,
        &column(|row| &row.code),
        &column(|row| &row.parent),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected())
}

async fn add_departments(db: &mut PgConnection, rows: &[Department]) -> sqlx::Result<u64> {
    let column =
        |of: fn(&Department) -> &String| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    let added = sqlx::query!(
        r#"insert into department (code, jurisdiction_id, name, short_name, kind, display_order, valid_from, valid_to,
                                   confidence, source)
           select given.code, j.id, given.name, given.short_name, given.kind, given.display_order, given.valid_from,
                  given.valid_to, given.confidence, given.source
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::date[], $8::date[],
                       $9::text[], $10::text[])
                as given (code, jurisdiction, name, short_name, kind, display_order, valid_from, valid_to, confidence, source)
           join jurisdiction j on j.code = given.jurisdiction
           on conflict (code) do nothing"#,
        &column(|row| &row.code),
        &column(|row| &row.jurisdiction),
        &column(|row| &row.name),
        &column(|row| &row.short_name),
        &rows.iter().map(|row| row.kind.code().to_owned()).collect::<Vec<_>>(),
        &rows.iter().map(|row| row.order).collect::<Vec<_>>(),
        &rows.iter().map(|row| row.valid_from).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.valid_to).collect::<Vec<_>>() as &[_],
        &column(|row| &row.confidence),
        &column(|row| &row.source),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected())
}

async fn add_aliases(db: &mut PgConnection, rows: &[Alias]) -> sqlx::Result<u64> {
    let column =
        |of: fn(&Alias) -> &String| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    let added = sqlx::query!(
        r#"insert into department_alias (department_id, alias, valid_from, valid_to, note)
           select d.id, given.alias, given.valid_from, given.valid_to, given.note
           from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::text[])
                as given (department, alias, valid_from, valid_to, note)
           join department d on d.code = given.department
           on conflict (department_id, alias) do nothing"#,
        &column(|row| &row.department),
        &column(|row| &row.alias),
        &rows.iter().map(|row| row.valid_from).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.valid_to).collect::<Vec<_>>() as &[_],
        &column(|row| &row.note),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected())
}

async fn add_successions(db: &mut PgConnection, rows: &[Succession]) -> sqlx::Result<u64> {
    let column =
        |of: fn(&Succession) -> &String| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    let added = sqlx::query!(
        r#"insert into succession (from_id, to_id, on_date, kind, scope, confidence, source)
           select f.id, t.id, given.on_date, given.kind, given.scope, given.confidence, given.source
           from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[])
                as given (from_code, to_code, on_date, kind, scope, confidence, source)
           join department f on f.code = given.from_code
           join department t on t.code = given.to_code
           on conflict (from_id, to_id, on_date) do nothing"#,
        &column(|row| &row.from),
        &column(|row| &row.to),
        &rows.iter().map(|row| row.on).collect::<Vec<_>>(),
        &rows.iter().map(|row| row.kind.code().to_owned()).collect::<Vec<_>>(),
        &column(|row| &row.scope),
        &column(|row| &row.confidence),
        &column(|row| &row.source),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected())
}

async fn add_rosters(db: &mut PgConnection, rows: &[RosterMember]) -> sqlx::Result<u64> {
    let column = |of: fn(&RosterMember) -> &String| {
        rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>()
    };
    let added = sqlx::query!(
        r#"insert into roster_member (collective_id, member_id, valid_from, valid_to, display_order, source)
           select c.id, m.id, given.valid_from, given.valid_to, given.display_order, given.source
           from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::int[], $6::text[])
                as given (collective, member, valid_from, valid_to, display_order, source)
           join department c on c.code = given.collective
           join department m on m.code = given.member
           where not exists (select 1 from roster_member r
                             where r.collective_id = c.id and r.member_id = m.id
                               and r.valid_from is not distinct from given.valid_from)"#,
        &column(|row| &row.collective),
        &column(|row| &row.member),
        &rows.iter().map(|row| row.valid_from).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.valid_to).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.order).collect::<Vec<_>>(),
        &column(|row| &row.source),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected())
}

/// Database keys by code: departments and jurisdictions, for writers that hold codes.
pub async fn department_keys(
    db: &mut PgConnection,
    codes: &[String],
) -> sqlx::Result<HashMap<String, i64>> {
    let rows = sqlx::query!(
        "select code, id from department where code = any($1)",
        codes
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

/// The key of a 行政区 by its code.
pub async fn jurisdiction_key(db: &mut PgConnection, code: &str) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar!("select id from jurisdiction where code = $1", code)
        .fetch_optional(db)
        .await
}

/// Creates departments that a document names and the registry did not know, and gives the key of each name; those
/// that an earlier document had created are found.
pub async fn create_unknown(
    db: &mut PgConnection,
    jurisdiction_id: i64,
    unknown: &[(String, bool)],
) -> sqlx::Result<Vec<(String, i64)>> {
    let names: Vec<String> = unknown.iter().map(|(name, _)| name.clone()).collect();
    let collective: Vec<bool> = unknown.iter().map(|(_, collective)| *collective).collect();
    sqlx::query!(
        r#"insert into department (code, jurisdiction_id, name, short_name, kind, display_order, confidence, source)
           select 'new.' || nextval('department_id_seq'), $1, given.name, given.name,
                  case when given.collective then 'collective' else 'government' end, 9000, 'low', $4
           from unnest($2::text[], $3::bool[]) as given (name, collective)
           where not exists (select 1 from department d where d.jurisdiction_id = $1 and d.short_name = given.name)"#,
        jurisdiction_id,
        &names,
        &collective,
        CREATED_BY_IMPORT
    )
    .execute(&mut *db)
    .await?;
    let rows = sqlx::query!(
        r#"select short_name, min(coalesce(merged_into, id)) as "id!" from department
           where jurisdiction_id = $1 and short_name = any($2) group by short_name"#,
        jurisdiction_id,
        &names
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.short_name, row.id))
        .collect())
}

/// Key of a department, key of its 行政区, and its short name, by code.
pub async fn department_by_code(
    db: &mut PgConnection,
    code: &str,
) -> sqlx::Result<Option<(i64, i64, String)>> {
    let row = sqlx::query!(
        "select id, jurisdiction_id, short_name from department where code = $1",
        code
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.id, row.jurisdiction_id, row.short_name)))
}

/// True when no department is known yet.
pub async fn is_empty(db: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar!(r#"select not exists (select 1 from department) as "empty!""#)
        .fetch_one(db)
        .await
}
