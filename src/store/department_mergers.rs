//! 合并重复单位: a department that was created twice goes on as the right one. No succession: it was never another.

use sqlx::PgConnection;

use super::duty_changes::Act;
use super::standing;

/// What would move, and what stands in the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MergerPlan {
    /// Responsibilities that move.
    pub responsibilities: i64,
    /// Duties that move.
    pub duties: i64,
    /// Of these, on items on which the right one has a duty already; the two become one.
    pub shared: i64,
    /// Names that move; the names of the wrong one become names of the right one as well.
    pub aliases: i64,
    /// Reports that move.
    pub reports: i64,
    /// Places in rosters that move.
    pub memberships: i64,
    /// Successions that move.
    pub successions: i64,
    /// Posts of people that move.
    pub grants: i64,
    /// Reports that were accepted: a record, which is never altered.
    pub accepted: i64,
    /// Items and periods on which both have a report.
    pub doubled: i64,
    /// The two follow each other, so that they are not the same.
    pub related: bool,
    /// The wrong one has handed over or taken over.
    pub changed: bool,
    /// The wrong one is a body with members and the right one is none.
    pub rostered: bool,
    /// They belong to different regions.
    pub apart: bool,
}

impl MergerPlan {
    /// True when nothing stands in the way.
    pub fn is_safe(&self) -> bool {
        self.accepted == 0
            && self.doubled == 0
            && !self.related
            && !self.changed
            && !self.rostered
            && !self.apart
    }
}

/// What merging `wrong` into `right` would move.
pub async fn plan(db: &mut PgConnection, wrong: i64, right: i64) -> sqlx::Result<MergerPlan> {
    sqlx::query_as!(
        MergerPlan,
        r#"select
             (select count(*) from responsibility where department_id = $1) as "responsibilities!",
             (select count(*) from duty where department_id = $1) as "duties!",
             (select count(*) from duty u join duty o on o.item_id = u.item_id and o.department_id = $2
              where u.department_id = $1) as "shared!",
             (select count(*) from department_alias where department_id = $1) as "aliases!",
             (select count(*) from report where department_id = $1 and state <> 'accepted') as "reports!",
             (select count(*) from roster_member where $1 in (collective_id, member_id)) as "memberships!",
             (select count(*) from succession where $1 in (from_id, to_id)) as "successions!",
             (select count(*) from user_grant where department_id = $1) as "grants!",
             (select count(*) from report where department_id = $1 and state = 'accepted') as "accepted!",
             (select count(*) from (select distinct r.item_id, r.period_id from report r
                                    join report o on o.item_id = r.item_id and o.period_id = r.period_id and o.department_id = $2
                                    where r.department_id = $1) x) as "doubled!",
             exists (select 1 from succession where (from_id, to_id) in (($1, $2), ($2, $1))) as "related!",
             (exists (select 1 from former_duty where department_id = $1)
              or exists (select 1 from altered_duty where department_id = $1)
              or exists (select 1 from duty_origin where $1 in (department_id, origin_id))
              or exists (select 1 from duty_change where department_id = $1 and undone_at is null)) as "changed!",
             (exists (select 1 from roster_member where collective_id = $1)
              and not exists (select 1 from department where id = $2 and kind = 'collective')) as "rostered!",
             not exists (select 1 from department a join department b on b.jurisdiction_id = a.jurisdiction_id
                         where a.id = $1 and b.id = $2) as "apart!""#,
        wrong,
        right
    )
    .fetch_one(db)
    .await
}

/// An item that would move.
#[derive(Debug, Clone)]
pub struct MovingItem {
    /// Key.
    pub id: i64,
    /// As people cite it.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Title of its document.
    pub document: String,
    /// The name as printed there.
    pub printed: Vec<String>,
    /// The right one answers for it already.
    pub shared: bool,
}

/// The items on which `wrong` answers, `limit` at most.
pub async fn items(
    db: &mut PgConnection,
    wrong: i64,
    right: i64,
    limit: i64,
) -> sqlx::Result<Vec<MovingItem>> {
    sqlx::query_as!(
        MovingItem,
        r#"select i.id, i.locus, i.title, d.title as document,
                  array(select r.printed from responsibility r where r.item_id = i.id and r.department_id = $1
                        order by r.ordinal) as "printed!",
                  exists (select 1 from duty u where u.item_id = i.id and u.department_id = $2) as "shared!"
           from (select item_id from responsibility where department_id = $1
                 union select item_id from duty where department_id = $1) x
           join item i on i.id = x.item_id
           join document d on d.id = i.document_id
           order by d.id desc, i.ordinal limit $3"#,
        wrong,
        right,
        limit
    )
    .fetch_all(db)
    .await
}

/// Locks both, so that nothing changes between looking and moving.
pub async fn lock(db: &mut PgConnection, wrong: i64, right: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "select id from department where id in ($1, $2) order by id for update",
        wrong,
        right
    )
    .fetch_all(db)
    .await?;
    Ok(())
}

/// Merges `wrong` into `right`; called with both locked and a plan that is safe.
pub async fn merge(db: &mut PgConnection, wrong: i64, right: i64, act: Act) -> sqlx::Result<()> {
    let items = sqlx::query_scalar!(
        r#"select item_id as "item!" from responsibility where department_id = $1
           union select item_id from duty where department_id = $1 order by 1"#,
        wrong
    )
    .fetch_all(&mut *db)
    .await?;
    // First, because a report passes only to the department that its own was merged into.
    sqlx::query!(
        r#"update department set merged_into = $2, version = version + 1 where id = $1 or merged_into = $1"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    move_work(db, wrong, right).await?;
    move_names(db, wrong, right).await?;
    move_places(db, wrong, right).await?;
    standing::refresh_some(db, &items).await?;
    sqlx::query!(
        r#"insert into event (at, actor_id, action, document_id, item_id, department_id, before, after)
           select $3, $4, 'duty.merge', i.document_id, i.id, $2, jsonb_build_object('department', a.short_name),
                  jsonb_build_object('department', b.short_name)
           from unnest($5::bigint[]) as g (item)
           join item i on i.id = g.item
           join department a on a.id = $1
           join department b on b.id = $2
           order by i.id"#,
        wrong,
        right,
        act.at,
        act.by,
        &items
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn move_work(db: &mut PgConnection, wrong: i64, right: i64) -> sqlx::Result<()> {
    sqlx::query!(
        "update responsibility set department_id = $2 where department_id = $1",
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    // On items of both, the right one goes on in the stronger role.
    sqlx::query!(
        r#"update duty o set role = u.role, responsibility_id = u.responsibility_id
           from duty u
           where u.department_id = $1 and o.department_id = $2 and o.item_id = u.item_id
             and array_position(array['lead', 'joint', 'support', 'consolidator'], u.role)
                 < array_position(array['lead', 'joint', 'support', 'consolidator'], o.role)"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"delete from duty u using duty o
           where u.department_id = $1 and o.department_id = $2 and o.item_id = u.item_id"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update duty set department_id = $2 where department_id = $1",
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update consolidation set department_id = $2 where department_id = $1",
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update report set department_id = $2 where department_id = $1",
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    // What both have, the right one has already; what it proves stays proved by the copy of the wrong one.
    sqlx::query!(
        r#"update evidence set department_id = $2
           where department_id = $1 and file_id not in (select file_id from evidence where department_id = $2)"#,
        wrong,
        right
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Every name of the wrong one, its official ones included, means the right one from then on.
async fn move_names(db: &mut PgConnection, wrong: i64, right: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into department_alias (department_id, alias, valid_from, valid_to, note)
           select $2::bigint, a.alias, a.valid_from, a.valid_to, a.note from department_alias a where a.department_id = $1
           union
           select $2::bigint, n.name, null::date, null::date, '合并重复单位时保留'
           from department d cross join lateral (values (d.name), (d.short_name)) as n (name)
           where d.id = $1 and not exists (select 1 from department_alias a where a.department_id = $1 and a.alias = n.name)
             and not exists (select 1 from department r where r.id = $2 and n.name in (r.name, r.short_name))
           on conflict (department_id, alias) do nothing"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "delete from department_alias where department_id = $1",
        wrong
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Places in rosters, successions, and the posts of people.
async fn move_places(db: &mut PgConnection, wrong: i64, right: i64) -> sqlx::Result<()> {
    sqlx::query!(
        r#"delete from roster_member r using roster_member o
           where (r.member_id = $1 and o.member_id = $2 and o.collective_id = r.collective_id
                  and o.valid_from is not distinct from r.valid_from)
              or (r.collective_id = $1 and o.collective_id = $2 and o.member_id = r.member_id
                  and o.valid_from is not distinct from r.valid_from)"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update roster_member set member_id = case when member_id = $1 then $2 else member_id end,
                                    collective_id = case when collective_id = $1 then $2 else collective_id end
           where $1 in (member_id, collective_id)"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"delete from succession s using succession o
           where (s.from_id = $1 and o.from_id = $2 and o.to_id = s.to_id and o.on_date = s.on_date)
              or (s.to_id = $1 and o.to_id = $2 and o.from_id = s.from_id and o.on_date = s.on_date)"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"update succession set from_id = case when from_id = $1 then $2 else from_id end,
                                 to_id = case when to_id = $1 then $2 else to_id end
           where $1 in (from_id, to_id)"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        r#"delete from user_grant g using user_grant o
           where g.department_id = $1 and o.department_id = $2 and o.user_id = g.user_id and o.post = g.post"#,
        wrong,
        right
    )
    .execute(&mut *db)
    .await?;
    sqlx::query!(
        "update user_grant set department_id = $2 where department_id = $1",
        wrong,
        right
    )
    .execute(db)
    .await?;
    Ok(())
}
