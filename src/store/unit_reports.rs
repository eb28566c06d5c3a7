//! The reports of a unit on many items, each in one question: what was reported before, figures, and writing drafts.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::entered::value_of;
use super::reports::{Value, Words};
use crate::domain::{Forecast, Progress, Verdict};

/// The newest report that counts of a department on each of some items, before the period of that item begins; where it
/// took over and has none, of those that it follows. Pairs of the item and the report.
pub async fn before(
    db: &mut PgConnection,
    department: i64,
    items: &[i64],
    first_days: &[NaiveDate],
) -> sqlx::Result<Vec<(i64, i64)>> {
    let rows = sqlx::query!(
        r#"select i.id as item, r.id as report
           from unnest($2::bigint[], $3::date[]) as g (item, first_day)
           join item i on i.id = g.item
           join lateral (select q.id from report q join item e on e.id = q.item_id join period w on w.id = q.period_id
                         where e.first_id = i.first_id and e.id <= i.id and w.last_day < g.first_day
                           and q.state in ('submitted', 'accepted')
                           and (q.department_id = $1 or q.department_id in (
                                select o.origin_id from duty_origin o where o.item_id = q.item_id and o.department_id = $1))
                         order by w.last_day desc, (q.department_id <> $1), q.item_id desc, q.revision desc limit 1) r
             on true
           limit 500"#,
        department,
        items,
        first_days
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.item, row.report)).collect())
}

/// A figure of the same period a year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearAgo {
    /// The item.
    pub item: i64,
    /// The target that the item has today.
    pub target: i64,
    /// The figure.
    pub value: Decimal,
}

/// The figures that a department reported on some items for the same period a year before.
pub async fn year_ago(
    db: &mut PgConnection,
    department: i64,
    items: &[i64],
    first_days: &[NaiveDate],
) -> sqlx::Result<Vec<YearAgo>> {
    sqlx::query_as!(
        YearAgo,
        r#"select distinct on (i.id, n.id) i.id as item, n.id as target, v.value as "value!"
           from unnest($2::bigint[], $3::date[]) as g (item, first_day)
           join item i on i.id = g.item
           join item e on e.first_id = i.first_id and e.id <= i.id
           join report r on r.item_id = e.id
           join period p on p.id = r.period_id
           join report_value v on v.report_id = r.id
           join target t on t.id = v.target_id
           join item_target x on x.item_id = i.id
           join target n on n.id = x.target_id and n.first_id = t.first_id
           where r.department_id = $1 and p.first_day = g.first_day - interval '1 year'
             and r.state in ('submitted', 'accepted') and v.value is not null
           order by i.id, n.id, r.item_id desc, r.revision desc limit 5000"#,
        department,
        items,
        first_days
    )
    .fetch_all(db)
    .await
}

/// The short names of the other departments that report on some items, each with the item: of each, the first thirty.
pub async fn partners(
    db: &mut PgConnection,
    department: i64,
    items: &[i64],
) -> sqlx::Result<Vec<(i64, String)>> {
    let rows = sqlx::query!(
        r#"select g.item as "item!", p.short_name
           from unnest($2::bigint[]) as g (item)
           join lateral (select d.short_name, d.display_order, d.id
                         from duty u join department d on d.id = u.department_id
                         where u.item_id = g.item and u.department_id <> $1
                         order by d.display_order, d.id limit 30) p on true
           order by 1, p.display_order, p.id"#,
        department,
        items
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.item, row.short_name))
        .collect())
}

/// The figures of reports on items, each with the key of its report, under the targets that the item has today.
pub async fn values(
    db: &mut PgConnection,
    pairs: &[(i64, i64)],
) -> sqlx::Result<Vec<(i64, Value)>> {
    let (items, reports): (Vec<i64>, Vec<i64>) = pairs.iter().copied().unzip();
    let rows = sqlx::query!(
        r#"select v.report_id, coalesce(n.id, v.target_id) as "target_id!", v.value, v.grade, v.holds, v.as_of, v.source,
                  v.explanation, v.verdict as "verdict: Verdict", v.gap, v.shortfall, v.numerator, v.denominator, v.reference,
                  v.reference_floor, v.reference_source
           from unnest($1::bigint[], $2::bigint[]) as g (item, report)
           join report_value v on v.report_id = g.report
           join target t on t.id = v.target_id
           left join (item_target x join target n on n.id = x.target_id) on x.item_id = g.item and n.first_id = t.first_id
           order by 1, 2 limit 10000"#,
        &items,
        &reports
    )
    .fetch_all(db)
    .await?;
    let value = rows.into_iter().map(|row| {
        let value = value_of!(row);
        (row.report_id, value)
    });
    Ok(value.collect())
}

/// A draft to be begun, or to be saved over the version that was looked at.
#[derive(Debug, Clone)]
pub struct DraftWords {
    /// The item, and for a draft that is there already its key.
    pub key: i64,
    /// The period, and for a draft that is there already its version.
    pub at: i64,
    /// What was written.
    pub words: Words,
    /// Why it will be sent although contributions are missing; empty where that is not said.
    pub missing_reason: String,
}

/// The words of drafts as columns.
struct Columns {
    keys: Vec<i64>,
    at: Vec<i64>,
    progress: Vec<String>,
    problems: Vec<String>,
    next_steps: Vec<String>,
    stated: Vec<Option<String>>,
    computed: Vec<Option<String>>,
    forecasts: Vec<Option<String>>,
    forecast_reasons: Vec<String>,
    coordination: Vec<String>,
    coordination_with: Vec<String>,
    missing_reasons: Vec<String>,
}

impl Columns {
    fn of(drafts: &[DraftWords]) -> Self {
        let text = |of: fn(&Words) -> &String| -> Vec<String> {
            drafts.iter().map(|one| of(&one.words).clone()).collect()
        };
        let stated = |one: Option<Progress>| one.map(|one| one.code().to_owned());
        let forecast = |one: &DraftWords| {
            one.words
                .forecast
                .map(|one: Forecast| one.code().to_owned())
        };
        Self {
            keys: drafts.iter().map(|one| one.key).collect(),
            at: drafts.iter().map(|one| one.at).collect(),
            progress: text(|words| &words.progress),
            problems: text(|words| &words.problems),
            next_steps: text(|words| &words.next_step),
            stated: drafts.iter().map(|one| stated(one.words.stated)).collect(),
            computed: drafts
                .iter()
                .map(|one| stated(one.words.computed))
                .collect(),
            forecasts: drafts.iter().map(forecast).collect(),
            forecast_reasons: text(|words| &words.forecast_reason),
            coordination: text(|words| &words.coordination),
            coordination_with: text(|words| &words.coordination_with),
            missing_reasons: drafts
                .iter()
                .map(|one| one.missing_reason.clone())
                .collect(),
        }
    }
}

/// Begins drafts of a department; gives the item and the key of each. Where somebody was faster, there is none.
pub async fn begin(
    db: &mut PgConnection,
    department: i64,
    drafts: &[DraftWords],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<(i64, i64)>> {
    let columns = Columns::of(drafts);
    let rows = sqlx::query!(
        r#"insert into report (item_id, department_id, period_id, state, progress_text, problems, next_step, stated_progress,
                               author_id, created_at, saved_by, saved_at, computed_progress, forecast, forecast_reason,
                               coordination, coordination_with, coordination_department_id, missing_reason)
           select g.item, $1, g.period, 'draft', g.progress, g.problems, g.next_step, g.stated, $8, $9, $8, $9, g.computed,
                  g.forecast, g.forecast_reason, g.coordination, g.coordination_with,
                  department_named(g.coordination_with, g.item), nullif(g.missing_reason, '')
           from unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[], $10::text[], $11::text[],
                       $12::text[], $13::text[], $14::text[], $15::text[])
               as g (item, period, progress, problems, next_step, stated, computed, forecast, forecast_reason, coordination,
                     coordination_with, missing_reason)
           on conflict on constraint report_key do nothing
           returning item_id, id"#,
        department,
        &columns.keys,
        &columns.at,
        &columns.progress,
        &columns.problems,
        &columns.next_steps,
        &columns.stated as &[_],
        by,
        at,
        &columns.computed as &[_],
        &columns.forecasts as &[_],
        &columns.forecast_reasons,
        &columns.coordination,
        &columns.coordination_with,
        &columns.missing_reasons
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(|row| (row.item_id, row.id)).collect())
}

/// Saves drafts over the versions that were looked at; gives their keys. What somebody has saved since, or what is no
/// draft any more, is not among them.
pub async fn save(
    db: &mut PgConnection,
    drafts: &[DraftWords],
    by: i64,
    at: DateTime<Utc>,
) -> sqlx::Result<Vec<i64>> {
    let columns = Columns::of(drafts);
    sqlx::query_scalar!(
        r#"update report r
           set state = 'draft', progress_text = g.progress, problems = g.problems, next_step = g.next_step,
               stated_progress = g.stated, saved_by = $7, saved_at = $8, version = r.version + 1,
               computed_progress = g.computed, forecast = g.forecast, forecast_reason = g.forecast_reason,
               coordination = g.coordination, coordination_with = g.coordination_with,
               coordination_department_id = department_named(g.coordination_with, r.item_id),
               missing_reason = nullif(g.missing_reason, '')
           from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $9::text[], $10::text[],
                       $11::text[], $12::text[], $13::text[], $14::text[])
               as g (id, version, progress, problems, next_step, stated, computed, forecast, forecast_reason, coordination,
                     coordination_with, missing_reason)
           where r.id = g.id and r.version = g.version and r.state in ('draft', 'returned')
           returning r.id"#,
        &columns.keys,
        &columns.at,
        &columns.progress,
        &columns.problems,
        &columns.next_steps,
        &columns.stated as &[_],
        by,
        at,
        &columns.computed as &[_],
        &columns.forecasts as &[_],
        &columns.forecast_reasons,
        &columns.coordination,
        &columns.coordination_with,
        &columns.missing_reasons
    )
    .fetch_all(db)
    .await
}

/// Replaces the figures of drafts: each with the key of its report.
pub async fn set_values(
    db: &mut PgConnection,
    reports: &[i64],
    values: &[(i64, Value)],
) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from report_value where report_id = any($1)",
        reports
    )
    .execute(&mut *db)
    .await?;
    let all = || values.iter().map(|(_, value)| value);
    sqlx::query!(
        r#"insert into report_value (report_id, target_id, value, grade, holds, as_of, source, explanation, verdict, gap,
                                     shortfall, numerator, denominator, reference, reference_floor, reference_source)
           select * from unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::text[], $5::bool[], $6::date[], $7::text[],
                                $8::text[], $9::text[], $10::numeric[], $11::numeric[], $12::numeric[], $13::numeric[],
                                $14::numeric[], $15::bool[], $16::text[])"#,
        &values.iter().map(|(report, _)| *report).collect::<Vec<_>>(),
        &all().map(|one| one.target_id).collect::<Vec<_>>(),
        &all().map(|one| one.value).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.grade.clone()).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.holds).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.as_of).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.source.clone()).collect::<Vec<_>>(),
        &all().map(|one| one.explanation.clone()).collect::<Vec<_>>(),
        &all().map(|one| one.verdict.map(|v| v.code().to_owned())).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.gap).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.shortfall).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.numerator).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.denominator).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.reference).collect::<Vec<_>>() as &[_],
        &all().map(|one| one.reference_floor).collect::<Vec<_>>(),
        &all().map(|one| one.reference_source.clone()).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}
