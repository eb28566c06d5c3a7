//! What has had its time goes: sessions that are over, failed sign-ins, runs that were done long ago.

use chrono::{DateTime, Duration, Utc};
use sqlx::PgConnection;

use crate::store::{jobs, sessions};

/// Failed sign-ins count for a quarter of an hour; they are kept for a day, to be looked at.
const FAILURES: Duration = Duration::days(1);

/// Runs stay to be looked at for so long.
const RUNS: Duration = Duration::days(30);

/// Runs that go in one day; more wait for the next.
const MOST: i64 = 100_000;

/// Cleans up; says what went.
pub(super) async fn clean(db: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<String> {
    let over = sessions::sweep(&mut *db, now, now - FAILURES).await?;
    let old = jobs::sweep(db, now - RUNS, MOST).await?;
    Ok(format!("清理会话 {over} 个、任务记录 {old} 条"))
}
