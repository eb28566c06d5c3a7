//! 演示数据: what a trial reads to make up reports, and writing them, each kind of row in one statement.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use serde_json::Value as Json;
use sqlx::PgConnection;

use super::reports::{Value, Words};
use super::rounds;
use crate::domain::{Comparator, ItemKind, ReportState, Role, Round, Target, TargetKind, Trend};

/// An item that somebody reports on.
#[derive(Debug, Clone)]
pub struct ReportedItem {
    /// Key.
    pub id: i64,
    /// Title of its document.
    pub document: String,
    /// Code of the document's 行政区.
    pub region: String,
    /// Key of the schedule under which it is reported on.
    pub schedule_id: i64,
    /// From when.
    pub reported_from: NaiveDate,
    /// Goal or task.
    pub kind: ItemKind,
    /// As people cite it.
    pub locus: String,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Last day of its deadline.
    pub deadline_last: Option<NaiveDate>,
}

/// The items that somebody reports on, in the order of the documents.
pub async fn items(db: &mut PgConnection) -> sqlx::Result<Vec<ReportedItem>> {
    sqlx::query_as!(
        ReportedItem,
        r#"select i.id, d.title as document, j.code as region, coalesce(i.schedule_id, d.schedule_id) as "schedule_id!", d.reported_from,
                  i.kind as "kind: ItemKind", i.locus, i.title, i.body, i.deadline_last
           from item i
           join document d on d.id = i.document_id
           join jurisdiction j on j.id = d.jurisdiction_id
           where not i.served and exists (select 1 from duty u where u.item_id = i.id)
           order by d.id, i.ordinal"#
    )
    .fetch_all(db)
    .await
}

/// One department that reports on an item.
#[derive(Debug, Clone)]
pub struct ReportingDepartment {
    /// Key of the item.
    pub item_id: i64,
    /// Key of the department.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its short name.
    pub short_name: String,
    /// In which role.
    pub role: Role,
}

/// Who reports on what, by item, as printed.
pub async fn departments(db: &mut PgConnection) -> sqlx::Result<Vec<ReportingDepartment>> {
    sqlx::query_as!(
        ReportingDepartment,
        r#"select u.item_id as "item_id!", d.id, d.code, d.short_name, u.role as "role!: Role"
           from tracked_duty u
           join duty y on y.id = u.id
           join responsibility r on r.id = y.responsibility_id
           join department d on d.id = u.department_id
           order by u.item_id, r.ordinal, d.display_order, u.id"#
    )
    .fetch_all(db)
    .await
}

/// A target that an item is reported on.
#[derive(Debug, Clone)]
pub struct ReportedTarget {
    /// Key of the item.
    pub item_id: i64,
    /// Key.
    pub id: i64,
    /// What it says.
    pub target: Target,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
}

/// The targets of the items that somebody reports on, by item.
pub async fn targets(db: &mut PgConnection) -> sqlx::Result<Vec<ReportedTarget>> {
    let rows = sqlx::query!(
        r#"select x.item_id, t.id, t.name, t.comparator as "comparator: Comparator", t.value, t.upper, t.grade,
                  t.trend as "trend: Trend", t.unit, t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_last
           from item_target x join item i on i.id = x.item_id join target t on t.id = x.target_id
           where not i.served
           order by x.item_id, x.ordinal"#
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| ReportedTarget {
            item_id: row.item_id,
            id: row.id,
            target: stated_target!(row, value, grade),
            deadline_last: row.deadline_last,
        })
        .collect())
}

/// Makes rounds that are not there yet, with their periods; gives the keys of the periods in the order asked.
pub async fn ensure_rounds(db: &mut PgConnection, rounds: &[Round]) -> sqlx::Result<Vec<i64>> {
    rounds::keep(db, rounds).await?;
    sqlx::query_scalar!(
        r#"select p.id from unnest($1::text[], $2::date[]) with ordinality as g (cycle, first_day, n)
           join period p on p.cycle = g.cycle and p.first_day = g.first_day
           order by g.n"#,
        &rounds
            .iter()
            .map(|one| one.period.cycle.code().to_owned())
            .collect::<Vec<_>>(),
        &rounds
            .iter()
            .map(|one| one.period.first)
            .collect::<Vec<_>>(),
    )
    .fetch_all(db)
    .await
}

/// A step that somebody took, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Who.
    pub by: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// A report that was made up.
#[derive(Debug, Clone)]
pub struct Demonstration {
    /// Key of the item.
    pub item: i64,
    /// Key of the department.
    pub department: i64,
    /// Key of the period.
    pub period: i64,
    /// What is written.
    pub words: Words,
    /// The figures.
    pub values: Vec<Value>,
    /// Begun.
    pub begun: Step,
    /// Given to the reviewer of the unit.
    pub handed_in: Option<Step>,
    /// Sent.
    pub submitted: Option<Step>,
    /// Reviewed.
    pub reviewed: Option<Step>,
    /// Why it was sent back.
    pub return_reason: Option<String>,
}

impl Demonstration {
    /// Where its steps have brought it.
    pub fn state(&self) -> ReportState {
        match (self.submitted, self.reviewed, &self.return_reason) {
            (None, _, Some(_)) => ReportState::Returned,
            (None, _, None) if self.handed_in.is_some() => ReportState::HandedIn,
            (None, _, None) => ReportState::Draft,
            (Some(_), None, _) => ReportState::Submitted,
            (Some(_), Some(_), Some(_)) => ReportState::Returned,
            (Some(_), Some(_), None) => ReportState::Accepted,
        }
    }

    /// Saved once, and once more for every step.
    fn version(&self) -> i32 {
        let steps = [self.handed_in, self.submitted, self.reviewed];
        steps.iter().flatten().map(|_| 1).sum::<i32>() + 1
    }
}

/// Writes reports with their figures; gives their keys in order.
pub async fn write(db: &mut PgConnection, new: &[Demonstration]) -> sqlx::Result<Vec<i64>> {
    let count = i32::try_from(new.len()).unwrap_or(i32::MAX);
    let ids = sqlx::query_scalar!(
        r#"select nextval('report_id_seq') as "id!" from generate_series(1, $1)"#,
        count
    )
    .fetch_all(&mut *db)
    .await?;
    let words = |of: fn(&Words) -> &String| {
        new.iter()
            .map(|one| of(&one.words).clone())
            .collect::<Vec<_>>()
    };
    sqlx::query!(
        r#"insert into report (id, item_id, department_id, period_id, state, progress_text, problems, next_step,
                               stated_progress, version, author_id, created_at, saved_by, saved_at, submitted_by,
                               submitted_at, reviewed_by, reviewed_at, return_reason, demonstration, handed_in_by, handed_in_at,
                               returned_by_stage, recipient, computed_progress, forecast, forecast_reason, coordination,
                               coordination_with, coordination_department_id, warnings)
           select g.id, g.item, g.department, g.period, g.state, g.progress, g.problems, g.next_step, g.stated, g.version,
                  g.author, g.begun, g.author, coalesce(g.submitted, g.begun), g.submitter, g.submitted, g.reviewer,
                  g.reviewed, g.reason, true, g.hander, g.handed_in,
                  case when g.state <> 'returned' then null when g.submitted is null then 'unit'
                       when c.item_id is null then 'office' else 'lead' end,
                  case when g.submitted is null or c.item_id is null then 'office' else 'lead' end,
                  g.computed, g.forecast, g.forecast_reason, g.coordination, g.coordination_with,
                  department_named(g.coordination_with, g.item),
                  case when g.state = 'draft' then '{}'
                       else array_remove(array[case when g.forecast <> 'on_time' then 'forecast' end,
                                               case when g.coordination <> '' then 'coordination' end], null) end
           from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[],
                       $9::text[], $10::int[], $11::bigint[], $12::timestamptz[], $13::bigint[], $14::timestamptz[],
                       $15::bigint[], $16::timestamptz[], $17::text[], $18::bigint[], $19::timestamptz[], $20::text[], $21::text[],
                       $22::text[], $23::text[], $24::text[])
                as g (id, item, department, period, state, progress, problems, next_step, stated, version, author, begun,
                      submitter, submitted, reviewer, reviewed, reason, hander, handed_in,
                      computed, forecast, forecast_reason, coordination, coordination_with)
           left join contributor c on c.item_id = g.item and c.department_id = g.department"#,
        &ids,
        &new.iter().map(|one| one.item).collect::<Vec<_>>(),
        &new.iter().map(|one| one.department).collect::<Vec<_>>(),
        &new.iter().map(|one| one.period).collect::<Vec<_>>(),
        &new.iter().map(|one| one.state().code().to_owned()).collect::<Vec<_>>(),
        &words(|words| &words.progress),
        &words(|words| &words.problems),
        &words(|words| &words.next_step),
        &new.iter().map(|one| one.words.stated.map(|stated| stated.code().to_owned())).collect::<Vec<_>>() as &[_],
        &new.iter().map(Demonstration::version).collect::<Vec<_>>(),
        &new.iter().map(|one| one.begun.by).collect::<Vec<_>>(),
        &new.iter().map(|one| one.begun.at).collect::<Vec<_>>(),
        &new.iter().map(|one| one.submitted.map(|step| step.by)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.submitted.map(|step| step.at)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.reviewed.map(|step| step.by)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.reviewed.map(|step| step.at)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.return_reason.clone()).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.handed_in.map(|step| step.by)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.handed_in.map(|step| step.at)).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.words.computed.map(|computed| computed.code().to_owned())).collect::<Vec<_>>() as &[_],
        &new.iter().map(|one| one.words.forecast.map(|forecast| forecast.code().to_owned())).collect::<Vec<_>>() as &[_],
        &words(|words| &words.forecast_reason),
        &words(|words| &words.coordination),
        &words(|words| &words.coordination_with),
    )
    .execute(&mut *db)
    .await?;
    write_values(db, &ids, new).await?;
    Ok(ids)
}

async fn write_values(
    db: &mut PgConnection,
    ids: &[i64],
    new: &[Demonstration],
) -> sqlx::Result<()> {
    let values: Vec<(i64, &Value)> = ids
        .iter()
        .zip(new)
        .flat_map(|(id, one)| one.values.iter().map(|value| (*id, value)))
        .collect();
    sqlx::query!(
        r#"insert into report_value (report_id, target_id, value, grade, holds, as_of, source, verdict, gap, shortfall,
                                     numerator, denominator)
           select * from unnest($1::bigint[], $2::bigint[], $3::numeric[], $4::text[], $5::bool[], $6::date[], $7::text[],
                                $8::text[], $9::numeric[], $10::numeric[], $11::numeric[], $12::numeric[])"#,
        &values.iter().map(|(id, _)| *id).collect::<Vec<_>>(),
        &values.iter().map(|(_, one)| one.target_id).collect::<Vec<_>>(),
        &values.iter().map(|(_, one)| one.value).collect::<Vec<Option<Decimal>>>() as &[_],
        &values.iter().map(|(_, one)| one.grade.clone()).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.holds).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.as_of).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.source.clone()).collect::<Vec<_>>(),
        &values.iter().map(|(_, one)| one.verdict.map(|verdict| verdict.code().to_owned())).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.gap).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.shortfall).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.numerator).collect::<Vec<_>>() as &[_],
        &values.iter().map(|(_, one)| one.denominator).collect::<Vec<_>>() as &[_],
    )
    .execute(db)
    .await?;
    Ok(())
}

/// An event about a report.
#[derive(Debug, Clone)]
pub struct ReportEvent {
    /// `report.save`, `report.submit`, …
    pub action: &'static str,
    /// Who and when.
    pub step: Step,
    /// Key of the item.
    pub item: i64,
    /// Key of the department.
    pub department: i64,
    /// Key of the report.
    pub report: i64,
    /// The state before.
    pub before: Option<Json>,
    /// The state after.
    pub after: Json,
}

/// Writes events about reports, in the order given.
pub async fn record(db: &mut PgConnection, events: &[ReportEvent]) -> sqlx::Result<()> {
    sqlx::query!(
        r#"insert into event (at, actor_id, action, item_id, department_id, report_id, before, after)
           select * from unnest($1::timestamptz[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[],
                                $7::jsonb[], $8::jsonb[])"#,
        &events.iter().map(|one| one.step.at).collect::<Vec<_>>(),
        &events.iter().map(|one| one.step.by).collect::<Vec<_>>(),
        &events.iter().map(|one| one.action.to_owned()).collect::<Vec<_>>(),
        &events.iter().map(|one| one.item).collect::<Vec<_>>(),
        &events.iter().map(|one| one.department).collect::<Vec<_>>(),
        &events.iter().map(|one| one.report).collect::<Vec<_>>(),
        &events.iter().map(|one| one.before.clone()).collect::<Vec<_>>() as &[_],
        &events.iter().map(|one| one.after.clone()).collect::<Vec<_>>(),
    )
    .execute(db)
    .await?;
    Ok(())
}
