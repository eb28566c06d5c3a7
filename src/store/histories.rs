//! 经过: what happened to one item and its earlier versions.

use sqlx::PgConnection;

use super::events::EventLine;
use super::reports::Sight;

/// Which events are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    /// Those whose action begins in one of these ways; nothing for all.
    pub kinds: Option<Vec<String>>,
    /// Only those older than this one.
    pub before: Option<i64>,
}

/// What happened to an item, to its earlier versions and to their documents as a whole, as far as a person may know of
/// it, newest first, at most `limit`. A draft is known to its own department only, what was sent back and what was asked
/// for to the office as well.
pub async fn of_item(
    db: &mut PgConnection,
    item: i64,
    sight: &Sight,
    ask: &Ask,
    limit: i64,
) -> sqlx::Result<Vec<EventLine>> {
    sqlx::query_as!(
        EventLine,
        r#"with own as (
               select b.id, b.document_id from item b join item o on o.first_id = b.first_id and b.id <= o.id where o.id = $1),
           chosen as (
               (select e.id from event e
                where e.item_id in (select own.id from own)
                  and (e.action not in ('report.save', 'report.hand_in', 'report.take_back', 'report.unit_return',
                                        'report.withdraw', 'report.return', 'report.correct', 'evidence.add', 'evidence.remove')
                       or e.department_id = any($2) or (e.action = 'report.return' and $3))
                  and (e.action not like 'request.%' or e.department_id = any($2) or $3)
                  and ($4::text[] is null or exists (select 1 from unnest($4) as k where e.action like k || '%'))
                  and ($5::bigint is null or e.id < $5)
                order by e.id desc limit $6)
               union all
               (select e.id from event e
                where e.document_id in (select own.document_id from own) and e.item_id is null
                  and e.action in ('document.import', 'document.amend', 'document.join', 'document.part', 'import.publish')
                  and ($4::text[] is null or exists (select 1 from unnest($4) as k where e.action like k || '%'))
                  and ($5::bigint is null or e.id < $5)
                order by e.id desc limit $6))
           select e.id, e.at, u.display_name as "actor?", e.action, e.item_id, i.locus || ' ' || i.title as item,
                  d.title as "document?", e.document_id, o.title as "joined?", dep.short_name as "department?",
                  e.department_id, r.id as "report_id?", e.before, e.after
           from chosen c
           join event e on e.id = c.id
           left join item i on i.id = e.item_id
           left join document d on d.id = e.document_id
           left join document o on e.action in ('document.join', 'document.part', 'document.amend')
                and o.id = coalesce(e.after ->> 'to', e.after ->> 'replaces')::bigint
           left join report r on r.id = e.report_id and (r.state in ('submitted', 'accepted') or r.department_id = any($2))
           left join user_account u on u.id = e.actor_id
           left join department dep on dep.id = e.department_id
           order by e.id desc limit $6"#,
        item,
        &sight.own,
        sight.returned,
        ask.kinds.as_deref(),
        ask.before,
        limit,
    )
    .fetch_all(db)
    .await
}
