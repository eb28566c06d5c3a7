//! 演示数据: what the people of a trial were told, as the site would have told them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

/// Marks what came up before a moment as read the day after.
pub async fn read_notices(db: &mut PgConnection, before: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        "update notice set read_at = created_at + interval '1 day' where created_at < $1 and read_at is null",
        before
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Tells people of the reviews of their demonstration reports since a moment, as the site would have told them.
pub async fn tell_of_reviews(db: &mut PgConnection, since: DateTime<Utc>) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into notice (user_id, kind, item_id, report_id, department_id, note, created_at, mailable)
           select u.id, r.state, r.item_id, r.id, r.department_id, coalesce(r.return_reason, ''), r.reviewed_at, false
           from report r
           join user_account u on u.disabled_at is null
                and exists (select 1 from user_grant g where g.user_id = u.id and g.department_id = r.department_id)
                and (u.id in (r.author_id, r.submitted_by)
                     or r.state = 'returned' and exists (select 1 from user_grant g where g.user_id = u.id
                                                         and g.department_id = r.department_id and g.post = 'reviewer'))
           where r.demonstration and r.state in ('returned', 'accepted') and r.reviewed_at > $1
           order by r.reviewed_at, r.id, u.id"#,
        since
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Tells the reviewers of units of the demonstration reports that wait for them.
pub async fn tell_of_handing_in(db: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into notice (user_id, kind, item_id, report_id, department_id, created_at, mailable)
           select v.user_id, 'handed_in', r.item_id, r.id, r.department_id, r.handed_in_at, false
           from report r join unit_reviewer v on v.department_id = r.department_id and v.user_id <> r.author_id
           where r.demonstration and r.state = 'handed_in'
           order by r.handed_in_at, r.id, v.user_id"#
    )
    .execute(db)
    .await?;
    Ok(())
}
