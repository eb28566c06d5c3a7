//! 集合单位 and their 名册: who is a member from which day to which.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;

/// A body of many in the list of them.
#[derive(Debug, Clone)]
pub struct BodyLine {
    /// Key.
    pub id: i64,
    /// Short name.
    pub short_name: String,
    /// Short name of its region.
    pub jurisdiction: String,
    /// First day that is no longer one of its life.
    pub valid_to: Option<NaiveDate>,
    /// How many members it has on the day.
    pub members: i64,
    /// On how many open items the document names it.
    pub items: i64,
}

/// The bodies of many within reach, `limit` of them from `offset` on.
pub async fn bodies(
    db: &mut PgConnection,
    reach: &Reach,
    day: NaiveDate,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<BodyLine>> {
    sqlx::query_as!(
        BodyLine,
        r#"select d.id, d.short_name, j.short_name as jurisdiction, d.valid_to,
                  (select count(*) from roster_member r
                   where r.collective_id = d.id and (r.valid_from is null or r.valid_from <= $2)
                     and (r.valid_to is null or $2 < r.valid_to)) as "members!",
                  (select count(distinct r.item_id) from responsibility r join item i on i.id = r.item_id
                   where r.department_id = d.id and r.valid_to is null and not i.served and i.progress <> 'done') as "items!"
           from department d join jurisdiction j on j.id = d.jurisdiction_id
           where d.kind = 'collective' and d.merged_into is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))
           order by j.display_order, d.display_order, d.id limit $3 offset $4"#,
        reach.regions(),
        day,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many bodies of many are within reach.
pub async fn body_count(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from department d
           where d.kind = 'collective' and d.merged_into is null and ($1::bigint[] is null or d.jurisdiction_id = any($1))"#,
        reach.regions()
    )
    .fetch_one(db)
    .await
}

/// A membership.
#[derive(Debug, Clone)]
pub struct Membership {
    /// Key.
    pub id: i64,
    /// Key of the body.
    pub collective_id: i64,
    /// Key of the member.
    pub member_id: i64,
    /// Short name of the member.
    pub member: String,
    /// First day.
    pub valid_from: Option<NaiveDate>,
    /// First day after it.
    pub valid_to: Option<NaiveDate>,
    /// Display order.
    pub order: i32,
    /// Where the line comes from.
    pub source: String,
    /// Counts up with every change.
    pub version: i32,
}

/// The memberships of a body, on a day or, without one, ever; `limit` of them from `offset` on.
pub async fn of_body(
    db: &mut PgConnection,
    body: i64,
    day: Option<NaiveDate>,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<Membership>> {
    sqlx::query_as!(
        Membership,
        r#"select r.id, r.collective_id, r.member_id, d.short_name as member, r.valid_from, r.valid_to,
                  r.display_order as "order", r.source, r.version
           from roster_member r join department d on d.id = r.member_id
           where r.collective_id = $1
             and ($2::date is null or ((r.valid_from is null or r.valid_from <= $2) and (r.valid_to is null or $2 < r.valid_to)))
           order by r.display_order, r.id limit $3 offset $4"#,
        body,
        day,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// How many memberships of a body hold on a day, or ever.
pub async fn count_of_body(
    db: &mut PgConnection,
    body: i64,
    day: Option<NaiveDate>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from roster_member r
           where r.collective_id = $1
             and ($2::date is null or ((r.valid_from is null or r.valid_from <= $2) and (r.valid_to is null or $2 < r.valid_to)))"#,
        body,
        day
    )
    .fetch_one(db)
    .await
}

/// The membership with this key, if its body is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<Membership>> {
    sqlx::query_as!(
        Membership,
        r#"select r.id, r.collective_id, r.member_id, d.short_name as member, r.valid_from, r.valid_to,
                  r.display_order as "order", r.source, r.version
           from roster_member r
           join department d on d.id = r.member_id
           join department c on c.id = r.collective_id
           where r.id = $2 and ($1::bigint[] is null or c.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await
}

/// The memberships of one department in one body.
pub async fn of_member(
    db: &mut PgConnection,
    body: i64,
    member: i64,
) -> sqlx::Result<Vec<Membership>> {
    sqlx::query_as!(
        Membership,
        r#"select r.id, r.collective_id, r.member_id, d.short_name as member, r.valid_from, r.valid_to,
                  r.display_order as "order", r.source, r.version
           from roster_member r join department d on d.id = r.member_id
           where r.collective_id = $1 and r.member_id = $2 order by r.valid_from nulls first limit 100"#,
        body,
        member
    )
    .fetch_all(db)
    .await
}

/// A membership to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMember {
    /// Key of the body.
    pub collective_id: i64,
    /// Key of the member.
    pub member_id: i64,
    /// First day.
    pub valid_from: Option<NaiveDate>,
    /// First day after it.
    pub valid_to: Option<NaiveDate>,
    /// Display order; without one, behind the others.
    pub order: Option<i32>,
    /// Where the line comes from.
    pub source: String,
}

/// Writes a membership.
pub async fn insert(db: &mut PgConnection, new: &NewMember) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into roster_member (collective_id, member_id, valid_from, valid_to, display_order, source)
           values ($1, $2, $3, $4,
                   coalesce($5::int, (select coalesce(max(display_order), 0) + 10 from roster_member where collective_id = $1)), $6)"#,
        new.collective_id,
        new.member_id,
        new.valid_from,
        new.valid_to,
        new.order,
        new.source
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends a membership, or takes its end away. False when somebody has changed it since `version`.
pub async fn end(
    db: &mut PgConnection,
    id: i64,
    version: i32,
    valid_to: Option<NaiveDate>,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update roster_member set valid_to = $3, version = version + 1 where id = $1 and version = $2",
        id,
        version,
        valid_to
    )
    .execute(db)
    .await?;
    Ok(changed.rows_affected() == 1)
}
