//! Writing tables of the registry over what is there: rows are added or changed by key, and none is taken away.

use sqlx::PgConnection;

use super::registry;
use crate::registry::{Alias, Department, Jurisdiction, RosterMember, Rows, Succession};

/// Lets nobody else change the registry until the transaction ends; reading goes on.
pub async fn lock(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        "lock table jurisdiction, department, department_alias, succession, roster_member in share row exclusive mode"
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The codes of departments that were merged into others, with the code of the other.
pub async fn merged_codes(db: &mut PgConnection) -> sqlx::Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "select w.code as wrong, r.code as \"right\" from department w join department r on r.id = w.merged_into"
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.wrong, row.right)).collect())
}

/// Writes rows over those with the same keys, and adds the others.
pub async fn write(db: &mut PgConnection, rows: &Rows) -> sqlx::Result<()> {
    // What is there is changed first, so that adding leaves it alone.
    jurisdictions(db, &rows.jurisdictions).await?;
    departments(db, &rows.departments).await?;
    aliases(db, &rows.aliases).await?;
    successions(db, &rows.successions).await?;
    rosters(db, &rows.rosters).await?;
    registry::add(db, rows).await?;
    parents(db, &rows.jurisdictions).await
}

async fn jurisdictions(db: &mut PgConnection, rows: &[Jurisdiction]) -> sqlx::Result<()> {
    let column = |of: fn(&Jurisdiction) -> &String| {
        rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>()
    };
    sqlx::query!(
        r#"update jurisdiction j set name = g.name, short_name = g.short_name, level = g.level, prefixes = g.prefixes,
                  capital = g.capital, display_order = g.place, version = version + 1
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[])
                as g (code, name, short_name, level, prefixes, capital, place)
           where j.code = g.code"#,
        &column(|row| &row.code),
        &column(|row| &row.name),
        &column(|row| &row.short_name),
        &column(|row| &row.level),
        &column(|row| &row.prefixes),
        &column(|row| &row.capital),
        &rows.iter().map(|row| row.order).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn parents(db: &mut PgConnection, rows: &[Jurisdiction]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update jurisdiction j set parent_id = p.id
           from unnest($1::text[], $2::text[]) as g (code, parent) left join jurisdiction p on p.code = g.parent
           where j.code = g.code and j.parent_id is distinct from p.id"#,
        &rows.iter().map(|row| row.code.clone()).collect::<Vec<_>>(),
        &rows
            .iter()
            .map(|row| row.parent.clone())
            .collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn departments(db: &mut PgConnection, rows: &[Department]) -> sqlx::Result<()> {
    let column =
        |of: fn(&Department) -> &String| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    sqlx::query!(
        r#"update department d set jurisdiction_id = j.id, name = g.name, short_name = g.short_name, kind = g.kind,
                  display_order = g.place, valid_from = g.valid_from, valid_to = g.valid_to, confidence = g.confidence,
                  source = g.source, version = d.version + 1
           from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::date[], $8::date[],
                       $9::text[], $10::text[])
                as g (code, jurisdiction, name, short_name, kind, place, valid_from, valid_to, confidence, source)
           join jurisdiction j on j.code = g.jurisdiction
           where d.code = g.code"#,
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
    Ok(())
}

async fn aliases(db: &mut PgConnection, rows: &[Alias]) -> sqlx::Result<()> {
    let column =
        |of: fn(&Alias) -> &String| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    sqlx::query!(
        r#"update department_alias a set valid_from = g.valid_from, valid_to = g.valid_to, note = g.note,
                  version = a.version + 1
           from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::text[])
                as g (department, alias, valid_from, valid_to, note)
           join department d on d.code = g.department
           where a.department_id = d.id and a.alias = g.alias"#,
        &column(|row| &row.department),
        &column(|row| &row.alias),
        &rows.iter().map(|row| row.valid_from).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.valid_to).collect::<Vec<_>>() as &[_],
        &column(|row| &row.note),
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn successions(db: &mut PgConnection, rows: &[Succession]) -> sqlx::Result<()> {
    let column =
        |of: fn(&Succession) -> &String| rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>();
    sqlx::query!(
        r#"update succession s set kind = g.kind, scope = g.scope, confidence = g.confidence, source = g.source,
                  version = s.version + 1
           from unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[])
                as g (from_code, to_code, on_date, kind, scope, confidence, source)
           join department f on f.code = g.from_code
           join department t on t.code = g.to_code
           where s.from_id = f.id and s.to_id = t.id and s.on_date = g.on_date"#,
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
    Ok(())
}

async fn rosters(db: &mut PgConnection, rows: &[RosterMember]) -> sqlx::Result<()> {
    let column = |of: fn(&RosterMember) -> &String| {
        rows.iter().map(|row| of(row).clone()).collect::<Vec<_>>()
    };
    sqlx::query!(
        r#"update roster_member r set valid_to = g.valid_to, display_order = g.place, source = g.source,
                  version = r.version + 1
           from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::int[], $6::text[])
                as g (collective, member, valid_from, valid_to, place, source)
           join department c on c.code = g.collective
           join department m on m.code = g.member
           where r.collective_id = c.id and r.member_id = m.id and r.valid_from is not distinct from g.valid_from"#,
        &column(|row| &row.collective),
        &column(|row| &row.member),
        &rows.iter().map(|row| row.valid_from).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.valid_to).collect::<Vec<_>>() as &[_],
        &rows.iter().map(|row| row.order).collect::<Vec<_>>(),
        &column(|row| &row.source),
    )
    .execute(db)
    .await?;
    Ok(())
}
