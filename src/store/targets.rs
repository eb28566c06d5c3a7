//! 指标: every target that an item is reported on, with its latest figure.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use crate::domain::{Comparator, Cycle, Reference, Reported, Target, TargetKind, Trend, Verdict};

/// A target in the list.
#[derive(Debug, Clone)]
pub struct TargetLine {
    /// Key of the item that is reported on.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Key of its document.
    pub document_id: i64,
    /// Title of its document.
    pub document: String,
    /// Key of the target.
    pub target_id: i64,
    /// What it says.
    pub target: Target,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
    /// Another document of the region sets another value for the same indicator and year.
    pub conflicting: bool,
    /// From when the document is reported on.
    pub reported_from: NaiveDate,
    /// Departments that lead, else all, by short name, the first few.
    pub departments: Vec<String>,
    /// The latest figure.
    pub latest: Option<Decimal>,
    /// The latest grade.
    pub latest_grade: Option<String>,
    /// Whether it holds, for targets without a number.
    pub holds: Option<bool>,
    /// What the figure is held against, where the document states no number.
    pub reference: Option<Reference>,
    /// Last day of the period of that figure.
    pub latest_period: Option<NaiveDate>,
    /// Its verdict on that day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
    /// True when it was made up for a trial.
    pub demonstration: Option<bool>,
}

/// The targets within reach: those of one document, or all; of them those that documents set differently, or all;
/// `limit` of them from `offset` on.
pub async fn list(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    conflicting: bool,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<TargetLine>> {
    let rows = sqlx::query!(
        r#"select i.id as item_id, i.locus, d.id as document_id, d.title as document, t.id as target_id, t.name,
                  t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend", t.unit,
                  t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_last,
                  exists (select 1 from target_conflict c where c.target_id = t.id) as "conflicting!",
                  coalesce(i.reported_from, d.reported_from) as "reported_from!",
                  coalesce((select array_agg(n.short_name order by n.ordinal)
                            from (select e.short_name, min(r.ordinal) as ordinal
                                  from responsibility r join department e on e.id = r.department_id
                                  where r.item_id = i.id and r.valid_to is null
                                    and (r.indicator is null or r.indicator = t.name)
                                  group by e.short_name order by 2 limit 3) n), '{}') as "departments!",
                  v.value as "latest?", v.grade as "latest_grade?", v.holds as "holds?",
                  v.reference as "reference?", v.reference_floor as "reference_floor?", v.last_day as "latest_period?",
                  v.verdict as "verdict?: Verdict", v.gap as "gap?", v.demonstration as "demonstration?"
           from item_target x
           join item i on i.id = x.item_id
           join document d on d.id = i.document_id
           join target t on t.id = x.target_id
           left join lateral (
               select y.value, y.grade, y.holds, y.reference, y.reference_floor, y.verdict, y.gap, o.last_day, q.demonstration
               from target l join report_value y on y.target_id = l.id join report q on q.id = y.report_id
               join item e on e.id = q.item_id join period o on o.id = q.period_id
               where l.first_id = t.first_id and l.id <= t.id and e.first_id = i.first_id and e.id <= i.id and q.state in ('submitted', 'accepted')
               order by o.last_day desc, q.submitted_at desc limit 1) v on true
           where not i.served and ($1::bigint[] is null or d.jurisdiction_id = any($1))
             and ($2::bigint is null or d.id = $2)
             and (not $3::bool or exists (select 1 from target_conflict c where c.target_id = t.id))
           order by d.id desc, i.ordinal, x.ordinal limit $4 offset $5"#,
        reach.regions(),
        document,
        conflicting,
        limit,
        offset
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| TargetLine {
            item_id: row.item_id,
            locus: row.locus,
            document_id: row.document_id,
            document: row.document,
            target_id: row.target_id,
            target: stated_target!(row, value, grade),
            deadline_last: row.deadline_last,
            conflicting: row.conflicting,
            reported_from: row.reported_from,
            departments: row.departments,
            latest: row.latest,
            latest_grade: row.latest_grade,
            holds: row.holds,
            reference: Reference::of(row.reference, row.reference_floor.unwrap_or(false)),
            latest_period: row.latest_period,
            verdict: row.verdict,
            gap: row.gap,
            demonstration: row.demonstration,
        })
        .collect())
}

/// How many targets are within reach.
pub async fn count(
    db: &mut PgConnection,
    reach: &Reach,
    document: Option<i64>,
    conflicting: bool,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from item_target x join item i on i.id = x.item_id join document d on d.id = i.document_id
           where not i.served and ($1::bigint[] is null or d.jurisdiction_id = any($1)) and ($2::bigint is null or d.id = $2)
             and (not $3::bool or exists (select 1 from target_conflict c where c.target_id = x.target_id))"#,
        reach.regions(),
        document,
        conflicting
    )
    .fetch_one(db)
    .await
}

/// A target with the item that states it.
#[derive(Debug, Clone)]
pub struct TargetRecord {
    /// Key.
    pub id: i64,
    /// The item that states it.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Its title.
    pub item: String,
    /// Key of the document.
    pub document_id: i64,
    /// Title of the document.
    pub document: String,
    /// From when the document is reported on.
    pub reported_from: NaiveDate,
    /// What it says.
    pub target: Target,
    /// Words of its deadline.
    pub deadline_printed: Option<String>,
    /// Its last day; the item's where it has none of its own.
    pub deadline_last: Option<NaiveDate>,
    /// The words that state it.
    pub quote: String,
    /// The newest version of it, where that is another.
    pub newer: Option<i64>,
}

/// The target with this key, if it is within reach.
pub async fn find(
    db: &mut PgConnection,
    reach: &Reach,
    id: i64,
) -> sqlx::Result<Option<TargetRecord>> {
    let row = sqlx::query!(
        r#"select t.id, t.item_id, i.locus, i.title, d.id as document_id, d.title as document,
                  coalesce(i.reported_from, d.reported_from) as "reported_from!", t.name,
                  t.comparator as "comparator: Comparator", t.value, t.upper, t.grade, t.trend as "trend: Trend", t.unit,
                  t.kind as "kind: TargetKind", t.soft, t.maintain, t.deadline_printed,
                  coalesce(t.deadline_last, i.deadline_last) as deadline_last,
                  substr(s.body, t.span_start + 1, t.span_end - t.span_start) as "quote!",
                  (select max(l.id) from target l where l.first_id = t.first_id and l.id > t.id) as newer
           from target t
           join item i on i.id = t.item_id
           join document d on d.id = i.document_id
           join document_source s on s.document_id = d.id
           where t.id = $2 and ($1::bigint[] is null or d.jurisdiction_id = any($1))"#,
        reach.regions(),
        id
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| TargetRecord {
        id: row.id,
        item_id: row.item_id,
        locus: row.locus,
        item: row.title,
        document_id: row.document_id,
        document: row.document,
        reported_from: row.reported_from,
        target: stated_target!(row, value, grade),
        deadline_printed: row.deadline_printed,
        deadline_last: row.deadline_last,
        quote: row.quote,
        newer: row.newer,
    }))
}

/// An item that is reported on with a target.
#[derive(Debug, Clone)]
pub struct TargetUse {
    /// Key of the item.
    pub item_id: i64,
    /// Its locus.
    pub locus: String,
    /// Its title.
    pub title: String,
    /// Title of its document.
    pub document: String,
    /// From when the document is reported on.
    pub reported_from: NaiveDate,
}

/// The items that are reported on with a target: its own, and goal lines that it is lent to.
pub async fn uses(db: &mut PgConnection, target: i64) -> sqlx::Result<Vec<TargetUse>> {
    sqlx::query_as!(
        TargetUse,
        r#"select i.id as item_id, i.locus, i.title, d.title as document,
                  coalesce(i.reported_from, d.reported_from) as "reported_from!"
           from item_target x join item i on i.id = x.item_id join document d on d.id = i.document_id
           where x.target_id = $1 and not i.served order by i.id limit 100"#,
        target
    )
    .fetch_all(db)
    .await
}

/// A reported figure of a target.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The target.
    pub target_id: i64,
    /// The item it was reported on.
    pub item_id: i64,
    /// Who reported it.
    pub department: String,
    /// Key of the report.
    pub report_id: i64,
    /// Cycle of the period.
    pub cycle: Cycle,
    /// First day of the period.
    pub first_day: NaiveDate,
    /// Last day of the period.
    pub last_day: NaiveDate,
    /// The figure.
    pub value: Option<Decimal>,
    /// The grade.
    pub grade: Option<String>,
    /// Whether it holds.
    pub holds: Option<bool>,
    /// What the figure is held against, where the document states no number.
    pub reference: Option<Decimal>,
    /// That must be reached, and not kept within.
    pub reference_floor: bool,
    /// Its verdict on that day.
    pub verdict: Option<Verdict>,
    /// How far short.
    pub gap: Option<Decimal>,
    /// Where the figure comes from.
    pub source: String,
    /// Why it is unusual.
    pub explanation: String,
    /// True when it was made up for a trial.
    pub demonstration: bool,
}

impl Figure {
    /// What is judged.
    pub fn reported(&self) -> Reported {
        Reported {
            value: self.value,
            grade: self.grade.clone(),
            holds: self.holds,
            reference: Reference::of(self.reference, self.reference_floor),
        }
    }
}

/// The figures that count of an item's targets, oldest first; what was reported on earlier versions of the item stands
/// under the targets that it has today.
pub async fn figures_of_item(db: &mut PgConnection, item: i64) -> sqlx::Result<Vec<Figure>> {
    sqlx::query_as!(
        Figure,
        r#"select coalesce(n.id, y.target_id) as "target_id!", q.item_id, e.short_name as department, q.id as report_id,
                  o.cycle as "cycle: Cycle", o.first_day, o.last_day, y.value, y.grade, y.holds,
                  y.reference, y.reference_floor,
                  y.verdict as "verdict?: Verdict", y.gap, y.source, y.explanation, q.demonstration
           from item i
           join item b on b.first_id = i.first_id and b.id <= i.id
           join report q on q.item_id = b.id
           join report_value y on y.report_id = q.id
           join target t on t.id = y.target_id
           join period o on o.id = q.period_id
           join department e on e.id = q.department_id
           left join (item_target x join target n on n.id = x.target_id) on x.item_id = i.id and n.first_id = t.first_id
           where i.id = $1 and q.state in ('submitted', 'accepted')
             and not exists (select 1 from report c where c.item_id = q.item_id and c.department_id = q.department_id
                             and c.period_id = q.period_id and c.revision > q.revision and c.state in ('submitted', 'accepted'))
           order by 1, o.last_day, e.display_order, q.item_id, q.revision limit 1000"#,
        item
    )
    .fetch_all(db)
    .await
}

/// The figures that count of a target, oldest first, on whatever item, those of its earlier versions included.
pub async fn figures(db: &mut PgConnection, target: i64) -> sqlx::Result<Vec<Figure>> {
    sqlx::query_as!(
        Figure,
        r#"select y.target_id, q.item_id, e.short_name as department, q.id as report_id, o.cycle as "cycle: Cycle", o.first_day, o.last_day, y.value,
                  y.grade, y.holds, y.reference, y.reference_floor, y.verdict as "verdict?: Verdict", y.gap, y.source, y.explanation, q.demonstration
           from target t
           join target l on l.first_id = t.first_id and l.id <= t.id
           join report_value y on y.target_id = l.id
           join report q on q.id = y.report_id
           join period o on o.id = q.period_id
           join department e on e.id = q.department_id
           where t.id = $1 and q.state in ('submitted', 'accepted')
             and not exists (select 1 from report c where c.item_id = q.item_id and c.department_id = q.department_id
                             and c.period_id = q.period_id and c.revision > q.revision and c.state in ('submitted', 'accepted'))
           order by o.last_day, e.display_order, q.item_id, q.revision limit 1000"#,
        target
    )
    .fetch_all(db)
    .await
}
