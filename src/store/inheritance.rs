//! Where a duty stands that one department took over from another: by its own reports, and by those before it as long
//! as it has none of its own on a period that ends after the takeover.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::domain::{Progress, Role, combine};

/// The newest report of one department that counts for a duty which was taken over.
#[derive(Debug, Clone, Copy)]
struct Contribution {
    duty: i64,
    /// The department is the one that has the duty.
    own: bool,
    /// It answered for the item before, so that its silence says something.
    answered: bool,
    taken_on: NaiveDate,
    report: Option<(i64, Progress, NaiveDate)>,
    shortfall: Option<Decimal>,
}

/// What counts for the duties that were taken over, of some items or of all.
async fn contributions(
    db: &mut PgConnection,
    items: Option<&[i64]>,
) -> sqlx::Result<Vec<Contribution>> {
    let rows = sqlx::query!(
        r#"select u.id as duty, (o.origin_id = u.department_id) as "own!", o.answered as "answered!", o.taken_on as "taken_on!",
                  p.id as "report?", p.stated_progress as "progress?: Progress", p.last_day as "last_day?", p.shortfall
           from (select item_id, department_id, origin_id, taken_on, true as answered from duty_origin
                 union all
                 select item_id, department_id, department_id, max(taken_on), bool_or(origin_id = department_id)
                 from duty_origin group by item_id, department_id) o
           join item e on e.id = o.item_id
           join item i on i.first_id = e.first_id and i.id >= e.id
           join duty u on u.item_id = i.id and u.department_id = o.department_id
           left join lateral (
               select r.id, r.stated_progress, w.last_day,
                      (select max(v.shortfall) filter (where v.verdict in ('behind_pace', 'not_met'))
                       from report_value v where v.report_id = r.id) as shortfall
               from item x join report r on r.item_id = x.id join period w on w.id = r.period_id
               where x.first_id = i.first_id and x.id <= i.id and r.department_id = o.origin_id
                 and r.state in ('submitted', 'accepted')
               order by w.last_day desc, r.item_id desc, r.revision desc limit 1) p on true
           where $1::bigint[] is null or i.id = any($1)
           order by u.id, o.origin_id"#,
        items
    )
    .fetch_all(db)
    .await?;
    let contribution = rows.into_iter().map(|row| Contribution {
        duty: row.duty,
        own: row.own,
        answered: row.answered,
        taken_on: row.taken_on,
        report: match (row.report, row.progress, row.last_day) {
            (Some(report), Some(progress), Some(last_day)) => Some((report, progress, last_day)),
            _ => None,
        },
        shortfall: row.shortfall,
    });
    Ok(contribution.collect())
}

/// Where a duty stands that was taken over.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Inherited {
    progress: Progress,
    shortfall: Option<Decimal>,
    reported_through: Option<NaiveDate>,
    report: Option<i64>,
}

impl Inherited {
    /// The department's own report decides alone once it is about a period that ends after the takeover. Until then
    /// the reports of those before it count beside its own: what one of them reported on is not asked again, and what
    /// one of them is behind with is not forgotten.
    fn of(all: &[Contribution]) -> Self {
        let taken_on = all.iter().map(|one| one.taken_on).max();
        let is_new = |one: &&Contribution| {
            one.own
                && one
                    .report
                    .is_some_and(|(_, _, last)| Some(last) >= taken_on)
        };
        let own: Vec<Contribution> = all.iter().filter(is_new).copied().collect();
        let counted: Vec<Contribution> = match own.is_empty() {
            false => own,
            true => all
                .iter()
                .filter(|one| one.answered || one.report.is_some())
                .copied()
                .collect(),
        };
        let progress: Vec<(Role, Progress)> = counted
            .iter()
            .map(|one| {
                let stated = one.report.map(|(_, progress, _)| progress);
                (Role::Joint, stated.unwrap_or(Progress::NotStarted))
            })
            .collect();
        let newest = counted
            .iter()
            .filter_map(|one| one.report.map(|(id, _, last)| (last, one.own, id)))
            .max();
        Self {
            progress: match progress.is_empty() {
                true => Progress::NotStarted,
                false => combine(&progress),
            },
            shortfall: counted.iter().filter_map(|one| one.shortfall).max(),
            reported_through: newest.map(|(last, _, _)| last),
            report: newest.map(|(_, _, id)| id),
        }
    }
}

/// Of each duty that was taken over, what its department and those before it have reported.
pub(super) async fn refresh(db: &mut PgConnection, items: Option<&[i64]>) -> sqlx::Result<()> {
    let all = contributions(db, items).await?;
    let duties: Vec<&[Contribution]> = all.chunk_by(|a, b| a.duty == b.duty).collect();
    if duties.is_empty() {
        return Ok(());
    }
    let keys: Vec<i64> = duties.iter().map(|of_duty| of_duty[0].duty).collect();
    let standing: Vec<Inherited> = duties
        .iter()
        .map(|of_duty| Inherited::of(of_duty))
        .collect();
    sqlx::query!(
        r#"update duty u set progress = g.progress, shortfall = g.shortfall, reported_through = g.reported_through,
                             report_id = g.report_id
           from unnest($1::bigint[], $2::text[], $3::numeric[], $4::date[], $5::bigint[])
                as g (id, progress, shortfall, reported_through, report_id)
           where u.id = g.id"#,
        &keys,
        &standing.iter().map(|one| one.progress.code().to_owned()).collect::<Vec<_>>(),
        &standing.iter().map(|one| one.shortfall).collect::<Vec<_>>() as &[_],
        &standing.iter().map(|one| one.reported_through).collect::<Vec<_>>() as &[_],
        &standing.iter().map(|one| one.report).collect::<Vec<_>>() as &[_],
    )
    .execute(db)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(own: bool, answered: bool, progress: Progress, last: &str) -> Contribution {
        Contribution {
            duty: 1,
            own,
            answered,
            taken_on: "2018-11-28".parse().expect("a date"),
            report: Some((
                if own { 9 } else { 5 },
                progress,
                last.parse().expect("a date"),
            )),
            shortfall: None,
        }
    }

    fn silent(own: bool, answered: bool) -> Contribution {
        Contribution {
            report: None,
            ..report(own, answered, Progress::Other, "2018-09-30")
        }
    }

    #[test]
    fn reports_of_those_before_count_until_the_successor_has_reported() {
        use Progress::*;
        let third = |progress| report(false, true, progress, "2018-09-30");
        let of = |all: &[Contribution]| {
            let standing = Inherited::of(all);
            let through = standing.reported_through.map(|day| day.to_string());
            (
                standing.progress,
                through.unwrap_or_default(),
                standing.report,
            )
        };
        let q3 = "2018-09-30".to_owned();
        // One before, who reported; the successor has not and was not asked before.
        assert_eq!(
            of(&[third(OnTrack), silent(true, false)]),
            (OnTrack, q3.clone(), Some(5))
        );
        // Two before: what one is behind with is not forgotten, what one finished is not all.
        assert_eq!(
            of(&[third(Done), third(Behind), silent(true, false)]).0,
            Behind
        );
        assert_eq!(
            of(&[third(Done), silent(false, true), silent(true, false)]),
            (OnTrack, q3.clone(), Some(5))
        );
        // The successor answered for it before and was silent.
        assert_eq!(of(&[third(Done), silent(true, true)]).0, OnTrack);
        // It reports late on a period before the takeover: that counts beside the others.
        let late = report(true, true, Done, "2018-09-30");
        assert_eq!(of(&[third(Behind), late]), (Behind, q3, Some(9)));
        // It reports on the period of the takeover: that counts alone.
        let own = report(true, false, OnTrack, "2018-12-31");
        assert_eq!(
            of(&[third(Behind), own]),
            (OnTrack, "2018-12-31".to_owned(), Some(9))
        );
        assert_eq!(
            of(&[silent(false, true), silent(true, false)]),
            (NotStarted, String::new(), None)
        );
    }
}
