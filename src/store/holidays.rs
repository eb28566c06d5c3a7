//! 节假日与调休 as rows.

use chrono::NaiveDate;
use sqlx::PgConnection;

use crate::domain::{Holiday, HolidayKind, Holidays};

/// Every holiday: some forty a year.
pub async fn all(db: &mut PgConnection) -> sqlx::Result<Holidays> {
    let rows = sqlx::query_as!(
        Holiday,
        r#"select day, kind as "kind: HolidayKind", name from holiday order by day"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}

/// Adds days that are not there yet; gives how many were new.
pub async fn add(db: &mut PgConnection, new: &[Holiday]) -> sqlx::Result<u64> {
    let added = sqlx::query!(
        r#"insert into holiday (day, kind, name) select * from unnest($1::date[], $2::text[], $3::text[])
           on conflict (day) do nothing"#,
        &new.iter().map(|one| one.day).collect::<Vec<_>>(),
        &new.iter()
            .map(|one| one.kind.code().to_owned())
            .collect::<Vec<_>>(),
        &new.iter().map(|one| one.name.clone()).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected())
}

/// Writes days, over what was said of them.
pub async fn set(db: &mut PgConnection, new: &[Holiday]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into holiday (day, kind, name) select * from unnest($1::date[], $2::text[], $3::text[])
           on conflict (day) do update set kind = excluded.kind, name = excluded.name"#,
        &new.iter().map(|one| one.day).collect::<Vec<_>>(),
        &new.iter()
            .map(|one| one.kind.code().to_owned())
            .collect::<Vec<_>>(),
        &new.iter().map(|one| one.name.clone()).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Gives a day back to its weekday; what was said of it.
pub async fn remove(db: &mut PgConnection, day: NaiveDate) -> sqlx::Result<Option<Holiday>> {
    sqlx::query_as!(
        Holiday,
        r#"delete from holiday where day = $1 returning day, kind as "kind: HolidayKind", name"#,
        day
    )
    .fetch_optional(db)
    .await
}
