//! 申请: asking, deciding, taking back; and the deadlines that were moved.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{RequestKind, RequestState};

/// A request to be written.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Key of the item.
    pub item: i64,
    /// Key of the department that asks.
    pub department: i64,
    /// What is asked for.
    pub kind: RequestKind,
    /// The report whose conclusion is objected to.
    pub report: Option<i64>,
    /// Why.
    pub reason: String,
    /// What was done so far.
    pub progress_text: String,
    /// The deadline in force.
    pub deadline: Option<NaiveDate>,
    /// The deadline asked for.
    pub proposed_on: Option<NaiveDate>,
    /// Who should answer, or how it should be read.
    pub proposal: String,
}

/// Writes a request; gives its key. Fails on `request_open` when the department has one of the kind open on the item.
pub async fn insert(
    db: &mut PgConnection,
    new: &NewRequest,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into request (item_id, document_id, department_id, kind, report_id, reason, progress_text, deadline,
                                proposed_on, proposal, asked_by, asked_at)
           select i.id, i.document_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 from item i where i.id = $1
           returning id"#,
        new.item,
        new.department,
        new.kind.code(),
        new.report,
        new.reason,
        new.progress_text,
        new.deadline,
        new.proposed_on,
        new.proposal,
        by,
        at
    )
    .fetch_one(db)
    .await
}

/// A request, whole.
#[derive(Debug, Clone)]
pub struct Request {
    /// Key.
    pub id: i64,
    /// Key of the item.
    pub item_id: i64,
    /// Its title.
    pub item: String,
    /// As people cite it.
    pub locus: String,
    /// Key of the document.
    pub document_id: i64,
    /// Its title.
    pub document: String,
    /// The deadline of the item today.
    pub deadline_last: Option<NaiveDate>,
    /// Key of the department that asks.
    pub department_id: i64,
    /// Its short name.
    pub department: String,
    /// What is asked for.
    pub kind: RequestKind,
    /// The report whose conclusion is objected to.
    pub report_id: Option<i64>,
    /// Why.
    pub reason: String,
    /// What was done so far.
    pub progress_text: String,
    /// The deadline in force when it was asked for.
    pub deadline: Option<NaiveDate>,
    /// The deadline asked for.
    pub proposed_on: Option<NaiveDate>,
    /// Who should answer, or how it should be read.
    pub proposal: String,
    /// Where it stands.
    pub state: RequestState,
    /// Key of who asked.
    pub asked_by_id: i64,
    /// Who asked.
    pub asked_by: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// Who decided, or took it back.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<DateTime<Utc>>,
    /// With which words.
    pub decision: String,
    /// The deadline that was decided.
    pub granted_on: Option<NaiveDate>,
}

macro_rules! request {
    ($condition:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            Request,
            r#"select r.id, r.item_id, i.title as item, i.locus, r.document_id, o.title as document, i.deadline_last,
                      r.department_id, d.short_name as department, r.kind as "kind: RequestKind", r.report_id, r.reason,
                      r.progress_text, r.deadline, r.proposed_on, r.proposal, r.state as "state: RequestState",
                      r.asked_by as asked_by_id, a.display_name as asked_by, r.asked_at, b.display_name as "decided_by?",
                      r.decided_at, r.decision, r.granted_on
               from request r
               join item i on i.id = r.item_id
               join document o on o.id = r.document_id
               join department d on d.id = r.department_id
               join user_account a on a.id = r.asked_by
               left join user_account b on b.id = r.decided_by "# + $condition
            $(, $argument)*
        )
    };
}

/// Whose requests are asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Documents within reach.
    pub reach: Reach,
    /// Only those of these departments; `None` is of all.
    pub departments: Option<Vec<i64>>,
    /// Only those that the office has not decided on, or only the others.
    pub open: bool,
}

/// The request with this key, if it may be seen.
pub async fn find(db: &mut PgConnection, ask: &Ask, id: i64) -> sqlx::Result<Option<Request>> {
    request!(
        r#"where r.id = $3 and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint[] is null or r.department_id = any($2))"#,
        ask.reach.regions(),
        ask.departments.as_deref(),
        id
    )
    .fetch_optional(db)
    .await
}

/// Requests, oldest first where they are open, newest first otherwise; those after one of them, at most `limit`.
pub async fn list(
    db: &mut PgConnection,
    ask: &Ask,
    after: Option<i64>,
    limit: i64,
) -> sqlx::Result<Vec<Request>> {
    if ask.open {
        return request!(
            r#"where r.state = 'open' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
                 and ($2::bigint[] is null or r.department_id = any($2)) and ($3::bigint is null or r.id > $3)
               order by r.id limit $4"#,
            ask.reach.regions(),
            ask.departments.as_deref(),
            after,
            limit
        )
        .fetch_all(db)
        .await;
    }
    request!(
        r#"where r.state <> 'open' and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint[] is null or r.department_id = any($2)) and ($3::bigint is null or r.id < $3)
           order by r.id desc limit $4"#,
        ask.reach.regions(),
        ask.departments.as_deref(),
        after,
        limit
    )
    .fetch_all(db)
    .await
}

/// How many requests the office has not decided on.
pub async fn open_count(db: &mut PgConnection, reach: &Reach) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from request r join document o on o.id = r.document_id
           where r.state = 'open' and ($1::bigint[] is null or o.jurisdiction_id = any($1))"#,
        reach.regions()
    )
    .fetch_one(db)
    .await
}

/// The requests on an item that may be seen, newest first.
pub async fn of_item(db: &mut PgConnection, ask: &Ask, item: i64) -> sqlx::Result<Vec<Request>> {
    request!(
        r#"where r.item_id = $3 and ($1::bigint[] is null or o.jurisdiction_id = any($1))
             and ($2::bigint[] is null or r.department_id = any($2)) order by r.id desc limit 20"#,
        ask.reach.regions(),
        ask.departments.as_deref(),
        item
    )
    .fetch_all(db)
    .await
}

/// How a request ends.
#[derive(Debug, Clone)]
pub struct Ending<'a> {
    /// Granted, declined or withdrawn.
    pub state: RequestState,
    /// With which words.
    pub words: &'a str,
    /// For an extension granted, until when.
    pub until: Option<NaiveDate>,
    /// Who.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Ends an open request. False when it was ended before, or would be decided on by who asked.
pub async fn end(db: &mut PgConnection, id: i64, ending: &Ending<'_>) -> sqlx::Result<bool> {
    let ended = sqlx::query!(
        r#"update request set state = $2, decision = $3, granted_on = $4, decided_by = $5, decided_at = $6
           where id = $1 and state = 'open' and ($2 = 'withdrawn' or asked_by <> $5)"#,
        id,
        ending.state.code(),
        ending.words,
        ending.until,
        ending.by,
        ending.at
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// Moves the deadline of an item; the one that the document sets stays beside it. `None` when the deadline is not
/// earlier any more; otherwise what it was.
pub async fn move_deadline(
    db: &mut PgConnection,
    item: i64,
    request: i64,
    to: NaiveDate,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Option<NaiveDate>> {
    let was = sqlx::query_scalar!(
        r#"select deadline_last as "was!" from item where id = $1 and deadline_last < $2 for update"#,
        item,
        to
    )
    .fetch_optional(&mut *db)
    .await?;
    let Some(was) = was else {
        return Ok(None);
    };
    sqlx::query!(
        r#"with moved as (
               update item set original_deadline = coalesce(original_deadline, deadline_last), deadline_last = $2
               where id = $1 returning id)
           insert into deadline_change (item_id, request_id, old_on, new_on, changed_by, changed_at)
           select id, $3, $4, $2, $5, $6 from moved"#,
        item,
        to,
        request,
        was,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(Some(was))
}
