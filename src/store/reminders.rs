//! 提醒: what is due, who may be reminded, what was said before; and the memory of what is said.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::periods::PeriodColumns;
use crate::domain::{
    Addressee, Cycle, Digest, DigestLine, Due, Matter, Period, Post, Reminder, Told,
};

/// The next departments that must report on something, in the order of their keys.
pub async fn departments_after(
    db: &mut PgConnection,
    after: i64,
    limit: i64,
) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        r#"select d.id from department d
           where d.id > $1 and exists (select 1 from duty u where u.department_id = d.id)
           order by d.id limit $2"#,
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// The reports that some departments have not sent, by period: of the periods given, those in which something is open.
pub async fn open_rounds(
    db: &mut PgConnection,
    departments: &[i64],
    periods: &PeriodColumns,
) -> sqlx::Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select u.department_id as "department_id!", u.jurisdiction_id as "jurisdiction_id!", u.cycle as "cycle!: Cycle",
                  now.first_day as "first_day!", count(*)::int as "open!",
                  count(*) filter (where exists (
                      select 1 from report r join period p on p.id = r.period_id
                      where r.item_id = u.item_id and r.department_id = u.department_id and r.state = 'handed_in'
                        and p.cycle = now.cycle and p.first_day = now.first_day))::int as "handed_in!"
           from tracked_duty u
           join unnest($2::text[], $3::date[], $4::date[]) as now (cycle, first_day, last_day) on now.cycle = u.cycle
           where u.department_id = any($1) and u.progress <> 'done' and u.reported_from <= now.last_day
             and u.covered_to < now.last_day
           group by u.department_id, u.jurisdiction_id, u.cycle, now.first_day
           order by u.department_id, now.first_day, u.jurisdiction_id"#,
        departments,
        &periods.cycles,
        &periods.first_days,
        &periods.last_days
    )
    .fetch_all(db)
    .await?;
    let due = rows.into_iter().map(|row| Due {
        department: row.department_id,
        jurisdiction: row.jurisdiction_id,
        matter: Matter::Round(row.cycle, row.first_day),
        due_on: Period::containing(row.cycle, row.first_day).due_on(),
        open: row.open,
        handed_in: row.handed_in,
    });
    Ok(due.collect())
}

/// The items of some departments whose deadline falls between two days and that are not done.
pub async fn open_items(
    db: &mut PgConnection,
    departments: &[i64],
    from: NaiveDate,
    to: NaiveDate,
) -> sqlx::Result<Vec<Due>> {
    let rows = sqlx::query!(
        r#"select u.department_id as "department_id!", u.jurisdiction_id as "jurisdiction_id!", u.item_id as "item_id!",
                  u.deadline_last as "deadline_last!"
           from tracked_duty u
           where u.department_id = any($1) and u.deadline_last between $2 and $3 and u.progress <> 'done'
           order by u.department_id, u.deadline_last, u.item_id"#,
        departments,
        from,
        to
    )
    .fetch_all(db)
    .await?;
    let due = rows.into_iter().map(|row| Due {
        department: row.department_id,
        jurisdiction: row.jurisdiction_id,
        matter: Matter::Item(row.item_id, row.deadline_last),
        due_on: row.deadline_last,
        open: 1,
        handed_in: 0,
    });
    Ok(due.collect())
}

/// The people of some departments and the offices of some regions, with the day of their last reminder.
pub async fn addressees(
    db: &mut PgConnection,
    departments: &[i64],
    jurisdictions: &[i64],
) -> sqlx::Result<Vec<Addressee>> {
    sqlx::query_as!(
        Addressee,
        r#"select g.user_id as user, g.post as "post: Post", g.department_id as department,
                  g.jurisdiction_id as jurisdiction,
                  (select max(r.day) from reminder r where r.user_id = g.user_id and r.notice_id is not null) as told_on
           from user_grant g join user_account u on u.id = g.user_id
           where u.disabled_at is null
             and ((g.department_id = any($1) and g.post in ('clerk', 'reviewer'))
                  or (g.department_id is null and g.post = 'office' and (g.jurisdiction_id = any($2) or g.jurisdiction_id is null)))
           order by g.user_id, g.id"#,
        departments,
        jurisdictions
    )
    .fetch_all(db)
    .await
}

/// What people were reminded of before, as far as it concerns what is due.
pub async fn told(
    db: &mut PgConnection,
    departments: &[i64],
    due_from: NaiveDate,
) -> sqlx::Result<Told> {
    let rows = sqlx::query!(
        "select user_id, department_id, matter, step from reminder where department_id = any($1) and due_on >= $2",
        departments,
        due_from
    )
    .fetch_all(db)
    .await?;
    let told = rows
        .into_iter()
        .map(|row| (row.user_id, row.department_id, row.matter, row.step));
    Ok(told.collect())
}

/// Remembers reminders. One that is remembered already stays as it is.
pub async fn remember(
    db: &mut PgConnection,
    reminders: &[Reminder],
    day: NaiveDate,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into reminder (user_id, department_id, matter, step, due_on, open, day)
           select new.*, $7::date
           from unnest($1::bigint[], $2::bigint[], $3::text[], $4::int[], $5::date[], $6::int[]) as new
           on conflict (user_id, department_id, matter, step) do nothing"#,
        &reminders.iter().map(|one| one.user).collect::<Vec<_>>(),
        &reminders.iter().map(|one| one.due.department).collect::<Vec<_>>(),
        &reminders.iter().map(|one| one.due.matter.key()).collect::<Vec<_>>(),
        &reminders.iter().map(|one| one.step).collect::<Vec<_>>(),
        &reminders.iter().map(|one| one.due.due_on).collect::<Vec<_>>(),
        &reminders.iter().map(|one| one.due.open).collect::<Vec<_>>(),
        day
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The next people with reminders that they have not been told, in the order of their keys.
pub async fn waiting_users(db: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "select distinct user_id from reminder where notice_id is null order by user_id limit $1",
        limit
    )
    .fetch_all(db)
    .await
}

/// What some people have to be told, gathered by what is due when.
pub async fn untold(db: &mut PgConnection, users: &[i64]) -> sqlx::Result<Vec<(i64, DigestLine)>> {
    let rows = sqlx::query!(
        r#"select r.user_id, case when r.matter like 'round:%' then r.matter end as round, r.due_on,
                  count(distinct r.department_id)::int as "departments!", min(d.short_name) as "department!",
                  sum(r.open)::int as "open!", min(i.title) as item
           from reminder r
           join department d on d.id = r.department_id
           left join item i on i.id = case when r.matter like 'item:%' then split_part(r.matter, ':', 2)::bigint end
           where r.user_id = any($1) and r.notice_id is null
           group by r.user_id, case when r.matter like 'round:%' then r.matter end, r.due_on
           order by r.user_id, r.due_on"#,
        users
    )
    .fetch_all(db)
    .await?;
    let line = rows.into_iter().map(|row| {
        let line = DigestLine {
            round: row.round.as_deref().and_then(Matter::round),
            due_on: row.due_on,
            departments: row.departments,
            department: row.department,
            open: row.open,
            item: row.item.unwrap_or_default(),
        };
        (row.user_id, line)
    });
    Ok(line.collect())
}

/// Tells people what they have to be told, one notice each, and remembers that they were told.
pub async fn tell(
    db: &mut PgConnection,
    digests: &[(i64, Digest)],
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with told as (
               insert into notice (user_id, kind, title, note, created_at, mailable)
               select new.user_id, new.kind, new.title, new.note, $5, coalesce(new.kind = any(p.kinds), false)
               from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as new (user_id, kind, title, note)
               left join notice_preference p on p.user_id = new.user_id
               returning id, user_id)
           update reminder r set notice_id = told.id from told where r.user_id = told.user_id and r.notice_id is null"#,
        &digests.iter().map(|(user, _)| *user).collect::<Vec<_>>(),
        &digests
            .iter()
            .map(|(_, one)| one.kind.code().to_owned())
            .collect::<Vec<_>>(),
        &digests
            .iter()
            .map(|(_, one)| one.title.clone())
            .collect::<Vec<_>>(),
        &digests
            .iter()
            .map(|(_, one)| one.note.clone())
            .collect::<Vec<_>>(),
        at
    )
    .execute(db)
    .await?;
    Ok(())
}
