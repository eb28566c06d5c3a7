//! 后台任务: planned once, claimed by one instance, given back when that dies, kept with its last error.
//!
//! A claim is a lease. Whoever works on longer than that has lost it: every later write asks whether it is still his,
//! in the same transaction as what he writes, so that a run that was taken over cannot finish.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::domain::{JobKind, JobState};

/// Plans runs. What was planned before stays as it is.
pub async fn plan(
    db: &mut PgConnection,
    kind: JobKind,
    keys: &[String],
    run_at: DateTime<Utc>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into job (kind, key, run_at, planned_at)
           select $1, new.key, $3, $4 from unnest($2::text[]) as new (key)
           where not exists (select 1 from job j where j.kind = $1 and j.key = new.key)
           on conflict do nothing"#,
        kind.code(),
        keys,
        run_at,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A run that an instance has taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Key of the job.
    pub id: i64,
    /// What kind of work.
    pub kind: JobKind,
    /// What the run is for.
    pub key: String,
    /// Which attempt this is, from 1.
    pub attempts: i32,
    /// The instance.
    pub by: String,
}

/// Takes the next run that is ready and of a kind that this instance can do. Two instances never get the same one.
pub async fn claim(
    db: &mut PgConnection,
    kinds: &[JobKind],
    by: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> sqlx::Result<Option<Claim>> {
    sqlx::query_as!(
        Claim,
        r#"update job set state = 'running', claimed_by = $1, lease_until = $3, attempts = attempts + 1
           where id = (select id from job
                       where kind = any($4)
                         and ((state = 'waiting' and run_at <= $2) or (state = 'running' and lease_until <= $2))
                       order by run_at, id limit 1 for update skip locked)
           returning id, kind as "kind: JobKind", key, attempts, claimed_by as "by!""#,
        by,
        now,
        until,
        &codes(kinds)
    )
    .fetch_optional(db)
    .await
}

/// Keeps a claim for longer. False when another instance has it by now.
pub async fn keep(
    db: &mut PgConnection,
    claim: &Claim,
    until: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let kept = sqlx::query!(
        r#"update job set lease_until = $4
           where id = $1 and claimed_by = $2 and attempts = $3 and state = 'running'"#,
        claim.id,
        claim.by,
        claim.attempts,
        until
    )
    .execute(db)
    .await?;
    Ok(kept.rows_affected() == 1)
}

/// Notes that a run is done. False when another instance has it by now.
pub async fn finish(
    db: &mut PgConnection,
    claim: &Claim,
    outcome: &str,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let finished = sqlx::query!(
        r#"update job set state = 'done', outcome = $4, finished_at = $5, lease_until = null, last_error = null
           where id = $1 and claimed_by = $2 and attempts = $3 and state = 'running'"#,
        claim.id,
        claim.by,
        claim.attempts,
        outcome,
        at
    )
    .execute(db)
    .await?;
    Ok(finished.rows_affected() == 1)
}

/// Notes that a run failed: it is tried again at `again`, or given up.
pub async fn fail(
    db: &mut PgConnection,
    claim: &Claim,
    error: &str,
    again: Option<DateTime<Utc>>,
    at: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        r#"update job set state = case when $5::timestamptz is null then 'failed' else 'waiting' end, last_error = $4,
                          run_at = coalesce($5, run_at), lease_until = null,
                          finished_at = case when $5::timestamptz is null then $6::timestamptz end
           where id = $1 and claimed_by = $2 and attempts = $3 and state = 'running'"#,
        claim.id,
        claim.by,
        claim.attempts,
        error,
        again,
        at
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Lets a run that was given up start over. Gives its kind and key, or `None` when it was not given up.
pub async fn retry(
    db: &mut PgConnection,
    job: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Option<(JobKind, String)>> {
    let row = sqlx::query!(
        r#"update job set state = 'waiting', attempts = 0, run_at = $2, finished_at = null
           where id = $1 and state = 'failed' returning kind as "kind: JobKind", key"#,
        job,
        at
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.kind, row.key)))
}

/// Forgets runs that were done before a moment, at most `limit` at a time; gives how many went.
pub async fn sweep(db: &mut PgConnection, before: DateTime<Utc>, limit: i64) -> sqlx::Result<u64> {
    let swept = sqlx::query!(
        r#"delete from job where id in (select id from job where state = 'done' and finished_at < $1 limit $2)"#,
        before,
        limit
    )
    .execute(db)
    .await?;
    Ok(swept.rows_affected())
}

/// A run as 系统状态 shows it.
#[derive(Debug, Clone)]
pub struct JobLine {
    /// Key.
    pub id: i64,
    /// What kind of work.
    pub kind: JobKind,
    /// What the run is for.
    pub key: String,
    /// Where it is.
    pub state: JobState,
    /// Not before.
    pub run_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it failed last.
    pub last_error: Option<String>,
    /// What it did.
    pub outcome: String,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// The runs that wait, run or were given up: those given up first, then in the order of their turn.
pub async fn open(db: &mut PgConnection, limit: i64) -> sqlx::Result<Vec<JobLine>> {
    sqlx::query_as!(
        JobLine,
        r#"select id, kind as "kind: JobKind", key, state as "state: JobState", run_at, attempts, last_error, outcome, finished_at from job
           where state in ('waiting', 'running', 'failed')
           order by (state <> 'failed'), run_at, id limit $1"#,
        limit
    )
    .fetch_all(db)
    .await
}

/// The last run of every kind that was done.
pub async fn last(db: &mut PgConnection, kinds: &[JobKind]) -> sqlx::Result<Vec<JobLine>> {
    sqlx::query_as!(
        JobLine,
        r#"select j.id as "id!", j.kind as "kind!: JobKind", j.key as "key!", j.state as "state!: JobState", j.run_at as "run_at!",
                  j.attempts as "attempts!", j.last_error, j.outcome as "outcome!", j.finished_at
           from unnest($1::text[]) with ordinality as asked (kind, place)
           join lateral (select * from job where kind = asked.kind and state = 'done' order by finished_at desc limit 1) j on true
           order by asked.place"#,
        &codes(kinds)
    )
    .fetch_all(db)
    .await
}

/// How many runs wait and how many were given up.
pub async fn counts(db: &mut PgConnection) -> sqlx::Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"select count(*) filter (where state in ('waiting', 'running')) as "waiting!",
                  count(*) filter (where state = 'failed') as "failed!"
           from job where state in ('waiting', 'running', 'failed')"#
    )
    .fetch_one(db)
    .await?;
    Ok((row.waiting, row.failed))
}

fn codes(kinds: &[JobKind]) -> Vec<String> {
    kinds.iter().map(|kind| kind.code().to_owned()).collect()
}
