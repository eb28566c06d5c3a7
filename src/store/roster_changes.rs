//! 名册调整: duties that a body's roster of a day asks for and that are not there, and those that it asks for no more.
//!
//! A difference between what is and what should be, so that doing it twice does it once. A body without members stands
//! for itself, so that nothing falls silent.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::duty_changes::{self, Act, DutyChangeKind};
use super::{consolidations, standing};
use crate::domain::words;

words! {
    /// What a roster asks of a duty.
    RosterStep {
        /// A member has none yet.
        Begin = "begin", "新增应报";
        /// A former member's ends; its reports stay.
        End = "end", "停止应报";
        /// A former member answers for the item in another way and goes on.
        GoOn = "go_on", "改按其他职责填报";
    }
}

/// One step, as a dry run lists it.
#[derive(Debug, Clone)]
pub struct RosterLine {
    /// What happens.
    pub step: RosterStep,
    /// Key of the item.
    pub item_id: i64,
    /// As people cite it.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Title of its document.
    pub document: String,
    /// Key of the department.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// It has a report on the item, which stays.
    pub reported: bool,
}

/// Steps as the columns of a statement.
#[derive(Debug, Clone, Default)]
pub struct Steps {
    steps: Vec<String>,
    items: Vec<i64>,
    departments: Vec<i64>,
    responsibilities: Vec<i64>,
    roles: Vec<String>,
}

impl Steps {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// True when duties and roster agree.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many are of one kind.
    pub fn count(&self, step: RosterStep) -> usize {
        self.steps.iter().filter(|one| *one == step.code()).count()
    }

    /// What a page was made from, so that it can be told whether it still holds.
    pub fn digest(&self) -> String {
        use sha2::{Digest, Sha256};
        let mut hash = Sha256::new();
        for ((step, item), department) in self.steps.iter().zip(&self.items).zip(&self.departments)
        {
            hash.update(format!("{step} {item} {department};"));
        }
        hash.finalize()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    fn touched(&self) -> Vec<i64> {
        let mut items = self.items.clone();
        items.sort_unstable();
        items.dedup();
        items
    }
}

/// What the roster of a body on a day asks for, on every open item whose document names the body.
pub async fn steps(db: &mut PgConnection, body: i64, day: NaiveDate) -> sqlx::Result<Steps> {
    let rows = sqlx::query!(
        r#"with named as (
               select distinct on (r.item_id) r.item_id, r.id as responsibility_id, r.role
               from responsibility r join item i on i.id = r.item_id
               where r.department_id = $1 and r.valid_to is null and not i.served and i.progress <> 'done'
               order by r.item_id, array_position(array['lead', 'joint', 'support', 'consolidator'], r.role), r.ordinal),
           members as (
               select distinct member_id from roster_member
               where collective_id = $1 and (valid_from is null or valid_from <= $2) and (valid_to is null or $2 < valid_to)
               union all
               select $1 where not exists (
                   select 1 from roster_member
                   where collective_id = $1 and (valid_from is null or valid_from <= $2) and (valid_to is null or $2 < valid_to)))
           select 'begin' as "step!", n.item_id as "item_id!", m.member_id as "department_id!",
                  n.responsibility_id as "responsibility_id!", n.role as "role!"
           from named n cross join members m
           where not exists (select 1 from duty u where u.item_id = n.item_id and u.department_id = m.member_id)
           union all
           select case when o.id is null then 'end' else 'go_on' end, u.item_id, u.department_id,
                  coalesce(o.id, u.responsibility_id), coalesce(o.role, u.role)
           from named n
           join duty u on u.item_id = n.item_id
           join responsibility r on r.id = u.responsibility_id and r.department_id = $1
           left join lateral (
               select x.id, x.role from responsibility x
               where x.item_id = u.item_id and x.valid_to is null and x.department_id <> $1
                 and (x.department_id = u.department_id
                      or exists (select 1 from roster_member y
                                 where y.collective_id = x.department_id and y.member_id = u.department_id
                                   and (y.valid_from is null or y.valid_from <= $2) and (y.valid_to is null or $2 < y.valid_to)))
               order by array_position(array['lead', 'joint', 'support', 'consolidator'], x.role), x.ordinal limit 1) o on true
           where not exists (select 1 from members m where m.member_id = u.department_id)
           order by 2, 1, 3"#,
        body,
        day
    )
    .fetch_all(db)
    .await?;
    let mut steps = Steps::default();
    for row in rows {
        steps.steps.push(row.step);
        steps.items.push(row.item_id);
        steps.departments.push(row.department_id);
        steps.responsibilities.push(row.responsibility_id);
        steps.roles.push(row.role);
    }
    Ok(steps)
}

/// Steps with their names, `limit` of them from `offset` on.
pub async fn lines(
    db: &mut PgConnection,
    steps: &Steps,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<RosterLine>> {
    sqlx::query_as!(
        RosterLine,
        r#"select g.step as "step!: RosterStep", i.id as item_id, i.locus, i.title, o.title as document, d.id as department_id,
                  d.short_name as department,
                  exists (select 1 from report r where r.item_id = i.id and r.department_id = d.id) as "reported!"
           from unnest($1::text[], $2::bigint[], $3::bigint[]) with ordinality as g (step, item, department, place)
           join item i on i.id = g.item
           join document o on o.id = i.document_id
           join department d on d.id = g.department
           order by o.id desc, i.ordinal, g.place limit $4 offset $5"#,
        &steps.steps,
        &steps.items,
        &steps.departments,
        limit,
        offset
    )
    .fetch_all(db)
    .await
}

/// Does what the roster of a day asks for; gives the key of the change. Called with the body locked.
pub async fn adjust(
    db: &mut PgConnection,
    body: i64,
    day: NaiveDate,
    steps: &Steps,
    act: Act,
) -> sqlx::Result<i64> {
    let items = steps.touched();
    let kind = DutyChangeKind::Roster;
    let change = duty_changes::begin(db, kind, body, day, items.len(), act).await?;
    end(db, change, steps).await?;
    go_on(db, change, steps).await?;
    begin(db, change, day, steps).await?;
    consolidations::settle(db, &items, act).await?;
    standing::refresh_some(db, &items).await?;
    record(db, day, steps, act).await?;
    Ok(change)
}

async fn end(db: &mut PgConnection, change: i64, steps: &Steps) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with ended as (
               delete from duty u
               using unnest($2::text[], $3::bigint[], $4::bigint[]) as g (step, item, department)
               where g.step = 'end' and u.item_id = g.item and u.department_id = g.department
               returning u.item_id, u.document_id, u.department_id, u.responsibility_id, u.role, u.progress, u.shortfall,
                         u.reported_through, u.report_id, u.reported_from)
           insert into former_duty (change_id, item_id, document_id, department_id, responsibility_id, role, progress,
                                    shortfall, reported_through, report_id, reported_from)
           select $1, * from ended"#,
        change,
        &steps.steps,
        &steps.items,
        &steps.departments
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn go_on(db: &mut PgConnection, change: i64, steps: &Steps) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with kept as (
               insert into altered_duty (change_id, item_id, department_id, role_before, responsibility_before)
               select $1, u.item_id, u.department_id, u.role, u.responsibility_id
               from unnest($2::text[], $3::bigint[], $4::bigint[]) as g (step, item, department)
               join duty u on u.item_id = g.item and u.department_id = g.department
               where g.step = 'go_on')
           update duty u set responsibility_id = g.responsibility, role = g.role
           from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
                as g (step, item, department, responsibility, role)
           where g.step = 'go_on' and u.item_id = g.item and u.department_id = g.department"#,
        change,
        &steps.steps,
        &steps.items,
        &steps.departments,
        &steps.responsibilities,
        &steps.roles
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A new member reports from the day on which it was told to, not from when the document began.
async fn begin(
    db: &mut PgConnection,
    change: i64,
    day: NaiveDate,
    steps: &Steps,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"with begun as (
               insert into duty (item_id, document_id, department_id, responsibility_id, role, reported_from)
               select i.id, i.document_id, g.department, g.responsibility, g.role,
                      case when $7::date > d.reported_from then $7::date end
               from unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[], $6::text[])
                    as g (step, item, department, responsibility, role)
               join item i on i.id = g.item
               join document d on d.id = i.document_id
               where g.step = 'begin'
               on conflict (item_id, department_id) do nothing
               returning item_id, department_id)
           insert into altered_duty (change_id, item_id, department_id) select $1, item_id, department_id from begun"#,
        change,
        &steps.steps,
        &steps.items,
        &steps.departments,
        &steps.responsibilities,
        &steps.roles,
        day
    )
    .execute(db)
    .await?;
    Ok(())
}

/// One event a duty.
async fn record(
    db: &mut PgConnection,
    day: NaiveDate,
    steps: &Steps,
    act: Act,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into event (at, actor_id, action, document_id, item_id, department_id, after)
           select $1, $2, 'duty.' || g.step, i.document_id, i.id, g.department, jsonb_build_object('on', $3::date)
           from unnest($4::text[], $5::bigint[], $6::bigint[]) with ordinality as g (step, item, department, place)
           join item i on i.id = g.item
           order by g.place"#,
        act.at,
        act.by,
        day,
        &steps.steps,
        &steps.items,
        &steps.departments
    )
    .execute(db)
    .await?;
    Ok(())
}
