//! What a department was and became, and the bodies of many that it belongs to.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::Reach;
use crate::registry::SuccessionKind;

/// One step of a department's history.
#[derive(Debug, Clone)]
pub struct SuccessionLine {
    /// Key of the other department.
    pub other_id: i64,
    /// Its full name.
    pub other: String,
    /// True when the other one came after.
    pub onward: bool,
    /// First day of the new state.
    pub on_date: NaiveDate,
    /// How.
    pub kind: SuccessionKind,
    /// What was handed over.
    pub scope: String,
    /// How sure the line is.
    pub confidence: String,
    /// The other department is within reach.
    pub visible: bool,
}

/// Where a department came from and what became of it.
pub async fn successions(
    db: &mut PgConnection,
    reach: &Reach,
    department: i64,
) -> sqlx::Result<Vec<SuccessionLine>> {
    sqlx::query_as!(
        SuccessionLine,
        r#"select o.id as other_id, o.name as other, (s.from_id = $1) as "onward!", s.on_date,
                  s.kind as "kind: SuccessionKind", s.scope, s.confidence,
                  ($2::bigint[] is null or o.jurisdiction_id = any($2)) as "visible!"
           from succession s join department o on o.id = case when s.from_id = $1 then s.to_id else s.from_id end
           where $1 in (s.from_id, s.to_id) order by s.on_date, o.display_order limit 200"#,
        department,
        reach.regions()
    )
    .fetch_all(db)
    .await
}

/// A member of a body of many, or a body of which a department is a member.
#[derive(Debug, Clone)]
pub struct RosterLine {
    /// Key of the other department.
    pub other_id: i64,
    /// Its short name.
    pub other: String,
    /// True when the other one is a member of this one.
    pub member: bool,
    /// The other department is within reach.
    pub visible: bool,
}

/// The members of a body of many on a day, and the bodies of which it is a member.
pub async fn roster(
    db: &mut PgConnection,
    reach: &Reach,
    department: i64,
    day: NaiveDate,
) -> sqlx::Result<Vec<RosterLine>> {
    sqlx::query_as!(
        RosterLine,
        r#"select o.id as other_id, o.short_name as other, (r.collective_id = $1) as "member!",
                  ($3::bigint[] is null or o.jurisdiction_id = any($3)) as "visible!"
           from roster_member r
           join department o on o.id = case when r.collective_id = $1 then r.member_id else r.collective_id end
           where $1 in (r.collective_id, r.member_id) and (r.valid_from is null or r.valid_from <= $2)
             and (r.valid_to is null or $2 < r.valid_to)
           order by r.display_order, o.id limit 1000"#,
        department,
        day,
        reach.regions()
    )
    .fetch_all(db)
    .await
}
