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

/// An item for which a department answered until it was followed or left a body.
#[derive(Debug, Clone)]
pub struct FormerLine {
    /// Key of the item.
    pub item_id: i64,
    /// As people cite it.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Title of its document.
    pub document: String,
    /// From when others answer.
    pub ended_on: NaiveDate,
    /// Who does, by short name; nobody where it left a body.
    pub successors: Vec<String>,
    /// How many there are in all.
    pub total: i64,
}

/// The items within reach for which a department answered once, newest change first, `limit` at most.
pub async fn former(
    db: &mut PgConnection,
    reach: &Reach,
    department: i64,
    limit: i64,
) -> sqlx::Result<Vec<FormerLine>> {
    sqlx::query_as!(
        FormerLine,
        r#"select i.id as item_id, i.locus, i.title, d.title as document, c.on_date as ended_on,
                  array(select e.short_name from altered_duty a join department e on e.id = a.department_id
                        where a.change_id = f.change_id and a.item_id = f.item_id and c.kind = 'succession'
                        order by e.display_order, e.id) as "successors!",
                  count(*) over () as "total!"
           from former_duty f
           join duty_change c on c.id = f.change_id
           join item i on i.id = f.item_id
           join document d on d.id = f.document_id
           where f.department_id = $1 and ($2::bigint[] is null or d.jurisdiction_id = any($2))
           order by f.change_id desc, d.id desc, i.ordinal limit $3"#,
        department,
        reach.regions(),
        limit
    )
    .fetch_all(db)
    .await
}
