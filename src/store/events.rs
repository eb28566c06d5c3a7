//! The event log: every change, who, when, what, before, after.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::Reach;

/// What happened.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// Who; `None` when the program itself acted.
    pub actor: Option<i64>,
    /// `document.import`, `report.submit`, …
    pub action: &'static str,
    /// The document it is about.
    pub document: Option<i64>,
    /// The item it is about.
    pub item: Option<i64>,
    /// The department it is about.
    pub department: Option<i64>,
    /// The report it is about.
    pub report: Option<i64>,
    /// The state before.
    pub before: Option<Value>,
    /// The state after.
    pub after: Option<Value>,
}

/// Writes one event; called in the transaction of the change itself.
pub async fn record(db: &mut PgConnection, at: DateTime<Utc>, event: Event) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into event (at, actor_id, action, document_id, item_id, department_id, report_id, before, after)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        at,
        event.actor,
        event.action,
        event.document,
        event.item,
        event.department,
        event.report,
        event.before,
        event.after,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Writes events that belong to one change; called in the transaction of the change itself.
pub async fn record_all(
    db: &mut PgConnection,
    at: DateTime<Utc>,
    events: &[Event],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into event (at, actor_id, action, document_id, item_id, department_id, report_id, before, after)
           select $1, g.* from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                                      $8::jsonb[], $9::jsonb[]) as g"#,
        at,
        &events.iter().map(|one| one.actor).collect::<Vec<_>>() as &[_],
        &events
            .iter()
            .map(|one| one.action.to_owned())
            .collect::<Vec<_>>(),
        &events.iter().map(|one| one.document).collect::<Vec<_>>() as &[_],
        &events.iter().map(|one| one.item).collect::<Vec<_>>() as &[_],
        &events.iter().map(|one| one.department).collect::<Vec<_>>() as &[_],
        &events.iter().map(|one| one.report).collect::<Vec<_>>() as &[_],
        &events
            .iter()
            .map(|one| one.before.clone())
            .collect::<Vec<_>>() as &[_],
        &events
            .iter()
            .map(|one| one.after.clone())
            .collect::<Vec<_>>() as &[_],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Something that happened to one of many items.
#[derive(Debug, Clone)]
pub struct ItemEvent {
    /// `item.replace`, …
    pub action: &'static str,
    /// The item.
    pub item: i64,
    /// The state after.
    pub after: Value,
}

/// Writes what happened to many items at once; called in the transaction of the change itself.
pub async fn record_items(
    db: &mut PgConnection,
    at: DateTime<Utc>,
    actor: Option<i64>,
    events: &[ItemEvent],
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into event (at, actor_id, action, item_id, after)
           select $1, $2, g.action, g.item_id, g.after
           from unnest($3::text[], $4::bigint[], $5::jsonb[]) as g (action, item_id, after)"#,
        at,
        actor,
        &events
            .iter()
            .map(|one| one.action.to_owned())
            .collect::<Vec<_>>(),
        &events.iter().map(|one| one.item).collect::<Vec<_>>(),
        &events
            .iter()
            .map(|one| one.after.clone())
            .collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An event as a list shows it.
#[derive(Debug, Clone)]
pub struct EventLine {
    /// Key.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Option<String>,
    /// What.
    pub action: String,
    /// The item, if it is about one.
    pub item_id: Option<i64>,
    /// Its locus and title.
    pub item: Option<String>,
    /// Title of the document.
    pub document: Option<String>,
    /// Key of the document.
    pub document_id: Option<i64>,
    /// Title of the document that it was joined with or took the place of, if it did.
    pub joined: Option<String>,
    /// The department, if it is about one.
    pub department: Option<String>,
    /// Key of the department.
    pub department_id: Option<i64>,
    /// The report, if it is about one that counts today; others are not for every reader of the log.
    pub report_id: Option<i64>,
    /// The state before.
    pub before: Option<Value>,
    /// The state after.
    pub after: Option<Value>,
}

/// The newest events within reach that are older than `before_id` and whose action begins with `action`, at most
/// `limit`. An event about no document and no department is seen by those who reach everywhere. What a reviewer says to
/// a clerk of the same unit stays between them.
pub async fn newest(
    db: &mut PgConnection,
    reach: &Reach,
    before_id: Option<i64>,
    action: Option<&str>,
    limit: i64,
) -> sqlx::Result<Vec<EventLine>> {
    sqlx::query_as!(
        EventLine,
        r#"select e.id, e.at, u.display_name as "actor?", e.action, e.item_id, i.locus || ' ' || i.title as item,
                  d.title as "document?", e.document_id, o.title as "joined?", dep.short_name as "department?",
                  e.department_id, r.id as "report_id?", e.before,
                  case when e.action = 'report.unit_return' then e.after - 'reason' else e.after end as after
           from event e
           left join user_account u on u.id = e.actor_id
           left join report r on r.id = e.report_id and r.state in ('submitted', 'accepted')
           left join item i on i.id = e.item_id
           left join document d on d.id = coalesce(e.document_id, i.document_id)
           left join document o on e.action in ('document.join', 'document.part', 'document.amend')
                and o.id = coalesce(e.after ->> 'to', e.after ->> 'replaces')::bigint
           left join department dep on dep.id = e.department_id
           where ($2::bigint is null or e.id < $2) and ($3::text is null or e.action like $3 || '%')
             and ($1::bigint[] is null or d.jurisdiction_id = any($1) or dep.jurisdiction_id = any($1))
           order by e.id desc limit $4"#,
        reach.regions(),
        before_id,
        action,
        limit,
    )
    .fetch_all(db)
    .await
}
