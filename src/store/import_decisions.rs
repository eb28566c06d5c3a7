//! Decisions on texts under review: rows that never change; the newest of a subject holds.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

/// A decision as it is stored.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// Key.
    pub id: i64,
    /// First character it is about.
    pub anchor_start: i32,
    /// End.
    pub anchor_end: i32,
    /// What was decided.
    pub body: Value,
    /// Who.
    pub by: String,
    /// Key of who.
    pub by_id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Made together with others.
    pub batch: Option<i64>,
}

/// The decisions on a review that were not undone, in the order in which they were made.
pub async fn decisions(db: &mut PgConnection, import: i64) -> sqlx::Result<Vec<DecisionRow>> {
    sqlx::query_as!(
        DecisionRow,
        r#"select x.id, x.anchor_start, x.anchor_end, x.body, u.display_name as by, x.by_id, x.at, x.batch
           from import_decision x join user_account u on u.id = x.by_id
           where x.import_id = $1 and x.undone_at is null order by x.id"#,
        import
    )
    .fetch_all(db)
    .await
}

/// A decision to be written.
#[derive(Debug, Clone)]
pub struct NewDecision {
    /// What it competes with.
    pub subject: String,
    /// Characters it is about.
    pub anchor: [i32; 2],
    /// What was decided.
    pub body: Value,
}

/// Locks a review, so that decisions on it are made one after the other; `None` when it is no longer open.
pub async fn lock_open(db: &mut PgConnection, import: i64) -> sqlx::Result<Option<()>> {
    let found = sqlx::query_scalar!(
        "select id from import where id = $1 and state = 'open' for update",
        import
    )
    .fetch_optional(db)
    .await?;
    Ok(found.map(|_| ()))
}

/// The newest decision on a subject; 0 where there is none.
pub async fn newest(
    db: &mut PgConnection,
    import: i64,
    subject: &str,
    anchor: [i32; 2],
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select coalesce(max(id), 0) as "id!" from import_decision
           where import_id = $1 and subject = $2 and anchor_start = $3 and anchor_end = $4 and undone_at is null"#,
        import,
        subject,
        anchor[0],
        anchor[1]
    )
    .fetch_one(db)
    .await
}

/// Writes decisions; several at once are one batch.
pub async fn decide(
    db: &mut PgConnection,
    import: i64,
    new: &[NewDecision],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    let batch = match new.len() {
        0 | 1 => None,
        _ => {
            sqlx::query_scalar!("select nextval('import_decision_id_seq')")
                .fetch_one(&mut *db)
                .await?
        }
    };
    sqlx::query!(
        r#"insert into import_decision (import_id, subject, anchor_start, anchor_end, body, batch, by_id, at)
           select $1, d.subject, d.anchor_start, d.anchor_end, d.body, $6, $7, $8
           from unnest($2::text[], $3::int[], $4::int[], $5::jsonb[]) as d (subject, anchor_start, anchor_end, body)"#,
        import,
        &new.iter().map(|one| one.subject.clone()).collect::<Vec<_>>(),
        &new.iter().map(|one| one.anchor[0]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.anchor[1]).collect::<Vec<_>>(),
        &new.iter().map(|one| one.body.clone()).collect::<Vec<_>>(),
        batch,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Undoes a decision with those that were made together with it; gives how many that were.
pub async fn undo(
    db: &mut PgConnection,
    import: i64,
    decision: i64,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<u64> {
    let undone = sqlx::query!(
        r#"update import_decision set undone_by = $3, undone_at = $4
           where import_id = $1 and undone_at is null
             and (id = $2 or batch = (select x.batch from import_decision x where x.id = $2 and x.import_id = $1))"#,
        import,
        decision,
        by,
        at
    )
    .execute(db)
    .await?;
    Ok(undone.rows_affected())
}

/// Gives a department another name, unless it has it.
pub async fn add_alias(
    db: &mut PgConnection,
    department: &str,
    alias: &str,
    note: &str,
) -> sqlx::Result<bool> {
    let added = sqlx::query!(
        r#"insert into department_alias (department_id, alias, note)
           select id, $2, $3 from department where code = $1
           on conflict do nothing"#,
        department,
        alias,
        note
    )
    .execute(db)
    .await?;
    Ok(added.rows_affected() == 1)
}
