//! Lists of reports ask the same number of questions however long they are.

use crate::support::questions::count;
use crate::support::{House, Visitor};

/// Reports of 自治区质监局 in the current period, made to the given number in the given state.
async fn reports(house: &House, state: &str, number: usize) {
    let department = house.department("自治区质监局").await;
    let login = house.account("填报人", &[]).await;
    let handed_in = if state == "handed_in" { "a.id" } else { "null" };
    let sent = if state == "submitted" { "a.id" } else { "null" };
    house
        .run(format!(
            "insert into period (cycle, first_day, last_day)
             values ('quarter', '2018-04-01', '2018-06-30') on conflict do nothing;
             insert into report (item_id, department_id, period_id, state, progress_text, stated_progress, author_id,
                                 created_at, saved_by, saved_at, handed_in_by, handed_in_at, submitted_by, submitted_at)
             select u.item_id, u.department_id, p.id, '{state}', '按计划推进。', 'on_track', a.id, now(), a.id, now(),
                    {handed_in}, now(), {sent}, now()
             from tracked_duty u, period p, user_account a
             where u.department_id = {department} and a.login = '{login}' and p.first_day = '2018-04-01'
               and not exists (select 1 from report r where r.item_id = u.item_id and r.department_id = u.department_id)
             order by u.id limit {number};
             insert into report_value (report_id, target_id, value)
             select r.id, x.target_id, 60 from report r join item_target x on x.item_id = r.item_id
             on conflict do nothing"
        ))
        .await;
}

async fn rows_and_questions(visitor: &Visitor, address: &str, row: &str) -> (usize, usize) {
    // The first visit fills what is kept in memory.
    visitor.get(address).await;
    let (page, questions) = count(visitor.get(address)).await;
    assert!(questions > 2, "nothing was heard");
    (page.parts(row).len(), questions)
}

#[tokio::test]
async fn a_list_of_many_asks_no_more_than_a_list_of_one() {
    for (state, address, row) in [
        ("submitted", "/reviews", "tbody.waiting"),
        ("handed_in", "/unit-reviews", "tbody.waiting"),
        ("draft", "/todo/submission", "tbody tr"),
    ] {
        let house = House::new().await;
        let visitor = match state {
            "submitted" => house.office_of("新疆").await,
            _ => house.reviewer_of("自治区质监局").await,
        };
        reports(&house, state, 1).await;
        let (one, few) = rows_and_questions(&visitor, address, row).await;
        reports(&house, state, 14).await;
        let (many, more) = rows_and_questions(&visitor, address, row).await;
        assert_eq!((one, many), (1, 15), "{address}");
        assert_eq!(few, more, "{address}");
    }
}

#[tokio::test]
async fn a_long_queue_is_walked_to_its_end_without_losing_or_repeating_one() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    reports(&house, "submitted", 100).await;
    let waiting: usize = usize::try_from(
        house
            .value::<i64>("select count(*) from report where state = 'submitted'")
            .await,
    )
    .expect("some");
    assert!(waiting > 20);
    let mut seen = Vec::new();
    let mut page = office.get("/reviews").await;
    loop {
        let rows = page.parts("tbody.waiting");
        seen.extend(
            rows.iter()
                .filter_map(|row| row.attr("id").map(str::to_owned)),
        );
        let next = page.parts("nav.pager a[rel='next']");
        let Some(href) = next.first().and_then(|link| link.attr("href")) else {
            break;
        };
        page = office.get(href).await;
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((count, seen.len()), (waiting, waiting));
}
