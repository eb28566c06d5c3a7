//! A number leads to exactly the rows that it counts.

use crate::support::page::Part;
use crate::support::{House, Page, Visitor};

/// Reports of one past period on most duties, so that every progress occurs and some departments owe a report.
pub(super) async fn report(house: &House) {
    let login = house.account("填报人", &[]).await;
    house
        .run(format!(
            "insert into period (cycle, first_day, last_day)
             values ('quarter', '2018-01-01', '2018-03-31');
             insert into report (item_id, department_id, period_id, state, progress_text, stated_progress, author_id,
                                 created_at, saved_by, saved_at, submitted_by, submitted_at)
             select u.item_id, u.department_id, p.id, 'submitted', '按计划推进。',
                    (array['behind', 'on_track', 'on_track', 'ahead', 'done'])[1 + u.id % 5],
                    a.id, now(), a.id, now(), a.id, now()
             from duty u, period p, user_account a
             where a.login = '{login}' and u.id % 7 <> 0"
        ))
        .await;
    let mut db = house.db().await;
    fengong::store::standing::refresh_all(&mut db)
        .await
        .expect("duties that can be refreshed");
}

/// Opens every number of a page and counts the rows behind it; gives how many numbers there were.
pub(super) async fn hold(page: &Page) -> usize {
    let numbers: Vec<(String, i64)> = page
        .parts("main a.figure")
        .iter()
        .map(|figure| {
            let said = figure.text();
            let number = said.split(' ').next().unwrap_or_default();
            let number = number
                .parse()
                .unwrap_or_else(|_| panic!("“{said}” is no number"));
            (figure.attr("href").unwrap_or_default().to_owned(), number)
        })
        .collect();
    for (address, number) in &numbers {
        let rows = behind(page, address).await;
        assert_eq!(
            rows, *number,
            "{page:?}: {address} shows {rows} rows, the page says {number}"
        );
    }
    numbers.len()
}

/// How many rows an address shows, all pages together.
async fn behind(page: &Page, address: &str) -> i64 {
    let (path, panel) = address.split_once('#').unwrap_or((address, ""));
    if path.is_empty() {
        return of_panel(page, panel);
    }
    if path.starts_with("/items") || path.starts_with("/departments") {
        return of_table(page.visitor(), path).await;
    }
    let page = page.visitor().get(path).await;
    match panel {
        "" => of_whole(&page),
        panel => of_panel(&page, panel),
    }
}

async fn of_table(visitor: &Visitor, path: &str) -> i64 {
    let sign = if path.contains('?') { '&' } else { '?' };
    let page = visitor.get(&format!("{path}{sign}size=200")).await;
    assert!(
        page.parts("main nav.pager a[rel='next']").is_empty(),
        "{path} has more than 200 rows"
    );
    count(page.rows().len())
}

/// A page that is itself what was counted: two documents side by side, or a text with its items.
fn of_whole(page: &Page) -> i64 {
    let pairs = page.parts("main [id^='pair-']").len();
    let passages = page
        .parts("main :is(.passage, .pasted tr):has(mark.clause)")
        .len();
    count(pairs + passages)
}

fn of_panel(page: &Page, panel: &str) -> i64 {
    let rows = match panel {
        "outline" => "main table.outline tbody tr",
        "questions" => "main section[aria-labelledby='questions'] > details.remark li",
        "rest" => "main #rest li",
        "reworded" => "main .wordings > li",
        "identical" => "main section[aria-labelledby='identical'] tbody tr",
        "supplies" => "main section[aria-labelledby='supplies'] tbody tr",
        "left-over" => "main section[aria-labelledby='left-over'] li",
        other => panic!("nothing is known of #{other}"),
    };
    count(page.parts(rows).len())
}

fn count(rows: usize) -> i64 {
    i64::try_from(rows).expect("fewer rows than that")
}
