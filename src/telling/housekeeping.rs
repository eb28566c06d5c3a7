//! What has had its time goes: sessions that are over, failed sign-ins, uploads that nobody went on with, runs that were
//! done long ago.

use chrono::Duration;
use sqlx::PgConnection;

use crate::store::{jobs, registry_uploads, sessions};
use crate::web::clock::Clock;

/// Failed sign-ins count for a quarter of an hour; they are kept for a day, to be looked at.
const FAILURES: Duration = Duration::days(1);

/// An upload that is judged but not written waits for so long.
const UPLOADS: Duration = Duration::days(7);

/// Runs stay to be looked at for so long.
const RUNS: Duration = Duration::days(30);

/// Runs that go in one day; more wait for the next.
const MOST: i64 = 100_000;

/// Cleans up; says what went.
pub(super) async fn clean(db: &mut PgConnection, clock: &Clock) -> sqlx::Result<String> {
    let now = clock.machine();
    let over = sessions::sweep(&mut *db, now, now - FAILURES).await?;
    let left = registry_uploads::sweep(&mut *db, clock.now() - UPLOADS).await?;
    let old = jobs::sweep(db, now - RUNS, MOST).await?;
    Ok(format!(
        "清理会话 {over} 个、未用的上传 {left} 份、任务记录 {old} 条"
    ))
}
