//! The way of reports from draft to verified, each step for any number of them at once: it is taken with those that are
//! still as they were looked at, and their keys are given. Who may take it is said in `domain::Passage`, in these
//! statements and in the constraints of the table.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;

use crate::domain::{Recipient, ReturnStage, WITHDRAWAL_MINUTES, Warning};

/// A report as it was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Key.
    pub report: i64,
    /// Its version then.
    pub version: i32,
    /// What whoever reviews it should look at, as far as the writer's page knows.
    pub warnings: Vec<Warning>,
}

/// Who does it, and when.
#[derive(Debug, Clone, Copy)]
pub struct Doing {
    /// Who.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The day, for what is late.
    pub today: NaiveDate,
}

/// Reports as two columns, and a third with their warnings, comma by comma.
struct Columns(Vec<i64>, Vec<i32>, Vec<String>);

impl Columns {
    fn of(seen: &[Seen]) -> Self {
        let warnings = |one: &Seen| {
            let codes: Vec<&str> = one.warnings.iter().map(|one| one.code()).collect();
            codes.join(",")
        };
        Self(
            seen.iter().map(|one| one.report).collect(),
            seen.iter().map(|one| one.version).collect(),
            seen.iter().map(warnings).collect(),
        )
    }
}

/// 送审: gives drafts to the reviewers of their unit, where it has one who did not write them.
pub async fn hand_in(db: &mut PgConnection, seen: &[Seen], doing: Doing) -> sqlx::Result<Vec<i64>> {
    let Columns(reports, versions, warnings) = Columns::of(seen);
    sqlx::query_scalar!(
        r#"update report r
           set state = 'handed_in', handed_in_by = $4, handed_in_at = $5, version = r.version + 1,
               warnings = string_to_array(g.warnings, ','), submitted_by = null, submitted_at = null,
               reviewed_by = null, reviewed_at = null, return_reason = null, returned_by_stage = null
           from unnest($1::bigint[], $2::int[], $3::text[]) as g (id, version, warnings)
           where r.id = g.id and r.version = g.version and r.state in ('draft', 'returned')
             and not exists (select 1 from round n where n.id = r.round_id and n.locked_at is not null)
             and exists (select 1 from unit_reviewer v where v.department_id = r.department_id
                         and v.user_id not in ($4, r.author_id, r.saved_by))
           returning r.id"#,
        &reports,
        &versions,
        &warnings,
        doing.by,
        doing.at
    )
    .fetch_all(db)
    .await
}

/// 报送 without a reviewer: sends drafts of units that have nobody but the writer to review them.
pub async fn submit(db: &mut PgConnection, seen: &[Seen], doing: Doing) -> sqlx::Result<Vec<i64>> {
    let Columns(reports, versions, warnings) = Columns::of(seen);
    sqlx::query_scalar!(
        r#"update report r
           set state = 'submitted', submitted_by = $4, submitted_at = $5, version = r.version + 1,
               handed_in_by = null, handed_in_at = null,
               warnings = string_to_array(g.warnings, ',') || case when exists (select 1 from round n where n.id = r.round_id
                           and n.due_on < coalesce((r.first_sent_at at time zone interval '8 hours')::date, $6))
                   then '{late}' else '{}' end::text[],
               recipient = case when exists (select 1 from contributor c where c.item_id = r.item_id
                                             and c.department_id = r.department_id) then 'lead' else 'office' end,
               reviewed_by = null, reviewed_at = null, return_reason = null, returned_by_stage = null
           from unnest($1::bigint[], $2::int[], $3::text[]) as g (id, version, warnings)
           where r.id = g.id and r.version = g.version and r.state in ('draft', 'returned')
             and not exists (select 1 from round n where n.id = r.round_id and n.locked_at is not null)
             and not exists (select 1 from unit_reviewer v where v.department_id = r.department_id
                             and v.user_id not in ($4, r.author_id, r.saved_by))
           returning r.id"#,
        &reports,
        &versions,
        &warnings,
        doing.by,
        doing.at,
        doing.today
    )
    .fetch_all(db)
    .await
}

/// 通过并报送: a reviewer of the unit sends what others of it wrote and handed in.
pub async fn endorse(db: &mut PgConnection, seen: &[Seen], doing: Doing) -> sqlx::Result<Vec<i64>> {
    let Columns(reports, versions, _) = Columns::of(seen);
    sqlx::query_scalar!(
        r#"update report r
           set state = 'submitted', submitted_by = $3, submitted_at = $4, version = r.version + 1,
               warnings = r.warnings || case when exists (select 1 from round n where n.id = r.round_id
                           and n.due_on < coalesce((r.first_sent_at at time zone interval '8 hours')::date, $5))
                   then '{late}' else '{}' end::text[],
               recipient = case when exists (select 1 from contributor c where c.item_id = r.item_id
                                             and c.department_id = r.department_id) then 'lead' else 'office' end
           from unnest($1::bigint[], $2::int[]) as g (id, version)
           where r.id = g.id and r.version = g.version and r.state = 'handed_in'
             and not exists (select 1 from round n where n.id = r.round_id and n.locked_at is not null)
             and $3 not in (r.author_id, r.saved_by, r.handed_in_by)
             and exists (select 1 from unit_reviewer v where v.department_id = r.department_id and v.user_id = $3)
           returning r.id"#,
        &reports,
        &versions,
        doing.by,
        doing.at,
        doing.today
    )
    .fetch_all(db)
    .await
}

/// 核实, or 采用 of contributions: takes reports that wait for this recipient and are not the person's own. With
/// `plain`, only those without a warning that are no corrections.
pub async fn accept(
    db: &mut PgConnection,
    seen: &[Seen],
    recipient: Recipient,
    plain: bool,
    doing: Doing,
) -> sqlx::Result<Vec<i64>> {
    let Columns(reports, versions, _) = Columns::of(seen);
    sqlx::query_scalar!(
        r#"update report r
           set state = 'accepted', reviewed_by = $3, reviewed_at = $4, version = r.version + 1
           from unnest($1::bigint[], $2::int[]) as g (id, version)
           where r.id = g.id and r.version = g.version and r.state = 'submitted' and r.recipient = $5
             and (not $6::bool or (r.warnings = '{}' and r.revision = 1))
             and $3 not in (r.author_id, r.saved_by, r.submitted_by, coalesce(r.handed_in_by, r.submitted_by))
           returning r.id"#,
        &reports,
        &versions,
        doing.by,
        doing.at,
        recipient.code(),
        plain
    )
    .fetch_all(db)
    .await
}

/// 退回: sends one back with a reason, from where it waits. False when it does not wait there, is another version than
/// was looked at, or is the person's own.
pub async fn send_back(
    db: &mut PgConnection,
    seen: &Seen,
    stage: ReturnStage,
    reason: &str,
    doing: Doing,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        r#"update report r
           set state = 'returned', return_reason = $3, returned_by_stage = $4, reviewed_by = $5, reviewed_at = $6,
               version = version + 1
           where id = $1 and version = $2
             and case when $4 = 'unit' then state = 'handed_in' else state = 'submitted' and recipient = $4 end
             and $5 not in (author_id, saved_by, coalesce(submitted_by, author_id), coalesce(handed_in_by, author_id))"#,
        seen.report,
        seen.version,
        reason,
        stage.code(),
        doing.by,
        doing.at
    )
    .execute(db)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// 取回: makes what waits for a reviewer of the unit a draft again. False when it was reviewed meanwhile.
pub async fn take_back(db: &mut PgConnection, report: i64) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        r#"update report r set state = 'draft', handed_in_by = null, handed_in_at = null, warnings = '{}',
                             version = version + 1
           where id = $1 and state = 'handed_in'
             and not exists (select 1 from round n where n.id = r.round_id and n.locked_at is not null)"#,
        report
    )
    .execute(db)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// 撤回: makes what was sent a draft again. False when it was reviewed meanwhile, or sent too long ago.
pub async fn withdraw(db: &mut PgConnection, report: i64, at: DateTime<Utc>) -> sqlx::Result<bool> {
    let taken = sqlx::query!(
        r#"update report r set state = 'draft', handed_in_by = null, handed_in_at = null, warnings = '{}',
                             version = version + 1
           where id = $1 and state = 'submitted' and submitted_at >= $2
             and not exists (select 1 from round n where n.id = r.round_id and n.locked_at is not null)"#,
        report,
        at - chrono::Duration::minutes(WITHDRAWAL_MINUTES)
    )
    .execute(db)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Somebody who can review what a unit sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitReviewer {
    /// The unit.
    pub department_id: i64,
    /// Key of the account.
    pub user_id: i64,
    /// Unit and role.
    pub name: String,
}

/// Who can review what some units send.
pub async fn reviewers(
    db: &mut PgConnection,
    departments: &[i64],
) -> sqlx::Result<Vec<UnitReviewer>> {
    sqlx::query_as!(
        UnitReviewer,
        r#"select v.department_id as "department_id!", v.user_id as "user_id!", a.display_name as name
           from unit_reviewer v join user_account a on a.id = v.user_id
           where v.department_id = any($1) order by 1, 2 limit 500"#,
        departments
    )
    .fetch_all(db)
    .await
}
