//! Writing a draft and its figures. The steps that follow stand in [`super::report_passage`]; none alters a report that
//! was accepted (a trigger refuses that as well).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::reports::{Value, Words};
use crate::domain::{Forecast, Progress};

/// What a draft is about.
#[derive(Debug, Clone, Copy)]
pub struct NewDraft {
    /// The item.
    pub item: i64,
    /// The department that reports.
    pub department: i64,
    /// The period.
    pub period: i64,
}

/// Begins a draft; gives its key. Fails on `report_key` when someone else has begun one meanwhile.
pub async fn begin(
    db: &mut PgConnection,
    new: NewDraft,
    words: &Words,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"insert into report (item_id, department_id, period_id, state, progress_text, problems, next_step, stated_progress,
                               author_id, created_at, saved_by, saved_at, computed_progress, forecast, forecast_reason,
                               coordination, coordination_with, coordination_department_id)
           values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $8, $9, $10, $11, $12, $13, $14,
                   department_named($14, $1)) returning id"#,
        new.item,
        new.department,
        new.period,
        words.progress,
        words.problems,
        words.next_step,
        words.stated.map(Progress::code),
        by,
        at,
        words.computed.map(Progress::code),
        words.forecast.map(Forecast::code),
        words.forecast_reason,
        words.coordination,
        words.coordination_with
    )
    .fetch_one(db)
    .await
}

/// Saves a draft over the version that was opened. False when someone has saved since, or it is no draft any more.
pub async fn save(
    db: &mut PgConnection,
    report: i64,
    version: i32,
    words: &Words,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let saved = sqlx::query!(
        r#"update report set state = 'draft', progress_text = $3, problems = $4, next_step = $5, stated_progress = $6,
                             saved_by = $7, saved_at = $8, computed_progress = $9, forecast = $10, forecast_reason = $11,
                             coordination = $12, coordination_with = $13,
                             coordination_department_id = department_named($13, item_id), version = version + 1
           where id = $1 and version = $2 and state in ('draft', 'returned')"#,
        report,
        version,
        words.progress,
        words.problems,
        words.next_step,
        words.stated.map(Progress::code),
        by,
        at,
        words.computed.map(Progress::code),
        words.forecast.map(Forecast::code),
        words.forecast_reason,
        words.coordination,
        words.coordination_with
    )
    .execute(db)
    .await?;
    Ok(saved.rows_affected() == 1)
}

/// Replaces the figures of a draft.
pub async fn set_values(db: &mut PgConnection, report: i64, values: &[Value]) -> sqlx::Result<()> {
    sqlx::query!("delete from report_value where report_id = $1", report)
        .execute(&mut *db)
        .await?;
    sqlx::query!(
        r#"insert into report_value (report_id, target_id, value, grade, holds, as_of, source, explanation, verdict, gap,
                                     shortfall, numerator, denominator, reference, reference_floor, reference_source)
           select $1, * from unnest($2::bigint[], $3::numeric[], $4::text[], $5::bool[], $6::date[], $7::text[], $8::text[],
                                    $9::text[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[],
                                    $14::numeric[], $15::bool[], $16::text[])"#,
        report,
        &values.iter().map(|one| one.target_id).collect::<Vec<_>>(),
        &values.iter().map(|one| one.value).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.grade.clone()).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.holds).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.as_of).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.source.clone()).collect::<Vec<_>>(),
        &values.iter().map(|one| one.explanation.clone()).collect::<Vec<_>>(),
        &values.iter().map(|one| one.verdict.map(|v| v.code().to_owned())).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.gap).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.shortfall).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.numerator).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.denominator).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.reference).collect::<Vec<_>>() as &[_],
        &values.iter().map(|one| one.reference_floor).collect::<Vec<_>>(),
        &values.iter().map(|one| one.reference_source.clone()).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Says why a draft will be sent although contributions are missing.
pub async fn set_missing_reason(
    db: &mut PgConnection,
    report: i64,
    reason: Option<&str>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update report set missing_reason = $2 where id = $1 and state = 'draft'",
        report,
        reason
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Begins a correction: a new revision in draft with the words and figures of a report that was verified, which counts
/// until this one is sent. Gives its key; nothing when that report is not verified. Fails on `report_key` when there is
/// a newer revision.
pub async fn correct(
    db: &mut PgConnection,
    report: i64,
    reason: &str,
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Option<i64>> {
    let new = sqlx::query_scalar!(
        r#"insert into report (item_id, department_id, period_id, revision, state, progress_text, problems, next_step,
                               stated_progress, computed_progress, forecast, forecast_reason, coordination,
                               coordination_with, coordination_department_id, correction_reason, author_id, created_at,
                               saved_by, saved_at)
           select item_id, department_id, period_id, revision + 1, 'draft', progress_text, problems, next_step,
                  stated_progress, computed_progress, forecast, forecast_reason, coordination, coordination_with,
                  coordination_department_id, $2, $3, $4, $3, $4
           from report where id = $1 and state = 'accepted' returning id"#,
        report,
        reason,
        by,
        at
    )
    .fetch_optional(&mut *db)
    .await?;
    if let Some(new) = new {
        sqlx::query!(
            r#"insert into report_value (report_id, target_id, value, grade, holds, as_of, source, explanation, verdict, gap,
                                         shortfall, numerator, denominator, reference, reference_floor,
                                         reference_source)
               select $2, target_id, value, grade, holds, as_of, source, explanation, verdict, gap, shortfall, numerator,
                      denominator, reference, reference_floor, reference_source
               from report_value where report_id = $1"#,
            report,
            new
        )
        .execute(db)
        .await?;
    }
    Ok(new)
}

/// Marks reports as made up for a trial.
pub async fn mark_demonstration(db: &mut PgConnection, reports: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        "update report set demonstration = true where id = any($1)",
        reports
    )
    .execute(db)
    .await?;
    Ok(())
}
