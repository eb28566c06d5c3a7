//! 台账: the items that a person may see, filtered, sorted and paged. The same conditions serve the page, its count
//! and its export, so that they cannot disagree.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use super::Reach;
use super::periods::PeriodColumns;
use crate::domain::{Calendar, Comparator, Cycle, ItemKind, Progress, words};

/// What is asked of the ledger.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Regions.
    pub reach: Reach,
    /// Only this document.
    pub document: Option<i64>,
    /// Only items on which this department must report; its own progress is shown.
    pub department: Option<i64>,
    /// Only where the department has this role (code).
    pub role: Option<String>,
    /// Only goals or only tasks (code).
    pub kind: Option<String>,
    /// Only this progress (code).
    pub progress: Option<String>,
    /// Only items past their deadline and not done.
    pub overdue: bool,
    /// Only items due within so many days.
    pub due_within: Option<i32>,
    /// Only items on which someone owes a report of the last period due.
    pub unreported: bool,
    /// Words in title or text.
    pub words: Option<String>,
    /// Only items that nobody answers for.
    pub unassigned: bool,
    /// The day on which it is asked.
    pub calendar: Calendar,
}

words! {
    /// In which order.
    Order {
        /// As in the documents.
        Document = "document", "文件顺序";
        /// Nearest deadline first.
        Deadline = "deadline", "时限";
        /// Furthest behind first.
        Progress = "progress", "进度";
        /// Longest without a report first.
        Reported = "reported", "最近填报";
    }
}

#[expect(
    clippy::derivable_impls,
    reason = "the enumeration is written by a macro that marks no default"
)]
impl Default for Order {
    fn default() -> Self {
        Self::Document
    }
}

/// One line.
#[derive(Debug, Clone)]
pub struct LedgerLine {
    /// Key.
    pub id: i64,
    /// As people cite it.
    pub locus: String,
    /// Goal or task.
    pub kind: ItemKind,
    /// Title.
    pub title: String,
    /// Text.
    pub body: String,
    /// Key of the document.
    pub document_id: i64,
    /// Title of the document.
    pub document: String,
    /// How often it is reported on.
    pub cycle: Cycle,
    /// From when.
    pub reported_from: NaiveDate,
    /// Departments that lead, by short name.
    pub leads: Vec<String>,
    /// The other departments, by short name.
    pub others: Vec<String>,
    /// Words of the deadline.
    pub deadline_printed: Option<String>,
    /// Its last day.
    pub deadline_last: Option<NaiveDate>,
    /// The one that the document sets, where an extension was granted.
    pub original_deadline: Option<NaiveDate>,
    /// Where it stands; of the department asked for, if one was.
    pub progress: Progress,
    /// How far behind.
    pub shortfall: Option<Decimal>,
    /// Last day of the newest period reported on.
    pub reported_through: Option<NaiveDate>,
    /// Only aspirations.
    pub soft: bool,
    /// The text of the newest report.
    pub report: Option<String>,
    /// True when it was made up for a trial.
    pub demonstration: Option<bool>,
    /// Name of the first target.
    pub target: Option<String>,
    /// Its comparator.
    pub comparator: Option<Comparator>,
    /// Its number.
    pub goal: Option<Decimal>,
    /// Its unit.
    pub unit: Option<String>,
    /// The latest figure.
    pub latest: Option<Decimal>,
    /// How many targets there are.
    pub targets: i64,
}

/// The conditions, once; `$select` and `$tail` are put around them.
macro_rules! asked {
    ($query:ident!($($record:ty,)?), $select:literal, $tail:literal, $ask:expr $(, $more:expr)*) => {{
        let due = PeriodColumns::due(&$ask.calendar);
        sqlx::$query!(
            $($record,)?
            $select + r#"
            from item i
            join document d on d.id = i.document_id
            left join duty u on u.item_id = i.id and u.department_id = $3
            where not i.served
              and ($1::bigint[] is null or d.jurisdiction_id = any($1))
              and ($2::bigint is null or i.document_id = $2)
              and ($3::bigint is null or u.id is not null)
              and ($4::text is null or u.role = $4
                   or ($3::bigint is null and exists (select 1 from duty o where o.item_id = i.id and o.role = $4)))
              and ($5::text is null or i.kind = $5)
              and ($6::text is null or coalesce(u.progress, i.progress) = $6)
              and (not $7::bool or (i.deadline_last < $12 and coalesce(u.progress, i.progress) <> 'done'))
              and ($8::int is null or (i.deadline_last between $12 and $12 + $8 and coalesce(u.progress, i.progress) <> 'done'))
              and (not $9::bool or exists (
                    select 1 from tracked_duty o join unnest($13::text[], $14::date[]) as due (cycle, last_day) on due.cycle = o.cycle
                    where o.item_id = i.id and ($3::bigint is null or o.department_id = $3) and o.progress <> 'done'
                      and o.reported_from <= due.last_day and o.covered_to < due.last_day))
              and ($10::text is null or i.title like '%' || $10 || '%' or i.body like '%' || $10 || '%')
              and (not $11::bool or not exists (select 1 from duty o where o.item_id = i.id))
            "# + $tail,
            $ask.reach.regions(),
            $ask.document,
            $ask.department,
            $ask.role,
            $ask.kind,
            $ask.progress,
            $ask.overdue,
            $ask.due_within,
            $ask.unreported,
            $ask.words,
            $ask.unassigned,
            $ask.calendar.today,
            &due.cycles,
            &due.last_days,
            $($more),*
        )
    }};
}

/// How many items are asked for.
pub async fn count(db: &mut PgConnection, ask: &Ask) -> sqlx::Result<i64> {
    asked!(query_scalar!(), r#"select count(*) as "count!""#, "", ask)
        .fetch_one(db)
        .await
}

/// The keys of everything asked for.
pub async fn keys(db: &mut PgConnection, ask: &Ask, order: Order) -> sqlx::Result<Vec<i64>> {
    page(db, ask, order, i64::MAX, 0).await
}

/// The lines asked for, `limit` of them from `offset` on.
pub async fn lines(
    db: &mut PgConnection,
    ask: &Ask,
    order: Order,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<LedgerLine>> {
    let keys = page(db, ask, order, limit, offset).await?;
    gather(db, &keys, ask.department).await
}

/// The keys of a page; the columns are gathered only for the rows that are shown.
async fn page(
    db: &mut PgConnection,
    ask: &Ask,
    order: Order,
    limit: i64,
    offset: i64,
) -> sqlx::Result<Vec<i64>> {
    macro_rules! keys {
        ($order:literal) => {
            asked!(query_scalar!(), "select i.id", $order, ask, limit, offset)
                .fetch_all(db)
                .await
        };
    }
    match order {
        Order::Document => keys!("order by d.id desc, i.ordinal limit $15 offset $16"),
        Order::Deadline => {
            keys!("order by i.deadline_last nulls last, d.id desc, i.ordinal limit $15 offset $16")
        }
        Order::Progress => keys!(
            r#"order by array_position(array['behind', 'not_started', 'on_track', 'ahead', 'other', 'done'],
                        coalesce(u.progress, i.progress)), coalesce(u.shortfall, i.shortfall) desc nulls last,
                        d.id desc, i.ordinal limit $15 offset $16"#
        ),
        Order::Reported => keys!(
            r#"order by case when u.id is null then i.reported_through else u.reported_through end nulls first,
                        d.id desc, i.ordinal limit $15 offset $16"#
        ),
    }
}

/// The columns of the given items, in the order of the keys.
pub async fn gather(
    db: &mut PgConnection,
    ids: &[i64],
    department: Option<i64>,
) -> sqlx::Result<Vec<LedgerLine>> {
    sqlx::query_as!(
        LedgerLine,
        r#"select i.id, i.locus, i.kind as "kind: ItemKind", i.title, i.body, d.id as document_id, d.title as document,
                  d.cycle as "cycle: Cycle", coalesce(i.reported_from, d.reported_from) as "reported_from!",
                  coalesce(w.leads, '{}') as "leads!", coalesce(w.others, '{}') as "others!",
                  i.deadline_printed, i.deadline_last, i.original_deadline,
                  coalesce(u.progress, i.progress) as "progress!: Progress", coalesce(u.shortfall, i.shortfall) as shortfall,
                  case when u.id is null then i.reported_through else u.reported_through end as reported_through, i.soft,
                  p.progress_text as "report?", p.demonstration as "demonstration?", t.name as "target?",
                  t.comparator as "comparator?: Comparator", t.value as goal, t.unit as "unit?", v.value as latest,
                  (select count(*) from item_target x where x.item_id = i.id) as "targets!"
           from unnest($1::bigint[]) with ordinality as k (id, place)
           join item i on i.id = k.id
           join document d on d.id = i.document_id
           left join duty u on u.item_id = i.id and u.department_id = $2
           left join lateral (
               select array_agg(n.short_name order by n.ordinal) filter (where n.role = 'lead') as leads,
                      array_agg(n.short_name order by n.ordinal) filter (where n.role <> 'lead') as others
               from (select e.short_name || coalesce('（原' || string_agg(distinct f.short_name, '、') || '）', '') as short_name,
                            min(r.role) as role, min(coalesce(q.ordinal, r.ordinal)) as ordinal
                     from responsibility r join department e on e.id = r.department_id
                     left join responsibility q on q.id = r.follows_id
                     left join department f on f.id = q.department_id
                     where r.item_id = i.id and r.valid_to is null group by e.short_name) n) w on true
           left join lateral (
               select q.progress_text, q.demonstration from report q join period o on o.id = q.period_id
               where q.item_id in (select e.id from item e where e.first_id = i.first_id and e.id <= i.id) and q.state in ('submitted', 'accepted') and ($2::bigint is null or q.department_id = $2)
               order by o.last_day desc, q.submitted_at desc limit 1) p on true
           left join lateral (select t.* from item_target x join target t on t.id = x.target_id
                              where x.item_id = i.id order by x.ordinal limit 1) t on true
           left join lateral (
               select y.value from target l join report_value y on y.target_id = l.id
               join report q on q.id = y.report_id join item e on e.id = q.item_id join period o on o.id = q.period_id
               where l.first_id = t.first_id and l.id <= t.id and e.first_id = i.first_id and e.id <= i.id and q.state in ('submitted', 'accepted')
                 and ($2::bigint is null or q.department_id = $2)
               order by o.last_day desc, q.submitted_at desc limit 1) v on true
           order by k.place"#,
        ids,
        department
    )
    .fetch_all(db)
    .await
}
