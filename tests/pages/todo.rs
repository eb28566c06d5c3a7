//! 我的待办.

use crate::support::page::Part;
use crate::support::{House, Report};

#[tokio::test]
async fn a_clerk_finds_every_item_that_her_department_reports_on_and_no_other() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let page = clerk.get("/todo").await;
    let department = house.department("自治区质监局").await;
    let mut wanted: Vec<String> = house
        .values(format!(
            "select '/items/' || item_id from tracked_duty where department_id = {department}"
        ))
        .await;
    let mut shown: Vec<String> = page
        .links()
        .into_iter()
        .filter(|link| link.starts_with("/items/") && !link.contains("report"))
        .collect();
    wanted.sort_unstable();
    shown.sort_unstable();
    assert!(wanted.len() > 20);
    assert_eq!(shown, wanted);
}

#[tokio::test]
async fn the_sentence_and_the_navigation_count_what_is_left() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let numbers = async || -> (usize, usize, usize, usize) {
        let page = clerk.get("/todo").await;
        let said: Vec<usize> = page
            .texts("main .sentence strong")
            .iter()
            .map(|number| number.parse().unwrap())
            .collect();
        let badge = page.part("nav[aria-label='主菜单'] a[href='/todo'] .count");
        (said[0], said[1], said[2], badge.text().parse().unwrap())
    };
    let (asked, sent, left, badge) = numbers().await;
    assert_eq!((sent, left, badge), (0, asked, asked));
    let item = house.item("000", "一·第6条").await;
    Report::on(&clerk, item).save().await.follow().await;
    assert_eq!(
        numbers().await,
        (asked, 0, asked, asked),
        "a draft is not sent"
    );
    Report::on(&clerk, item).send().await;
    assert_eq!(numbers().await, (asked, 1, asked - 1, asked - 1));
}

#[tokio::test]
async fn a_reviewer_of_the_unit_sees_what_its_clerk_sees() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    Report::on(&clerk, house.item("000", "一·第6条").await)
        .save()
        .await
        .follow()
        .await;
    let reviewer = house.reviewer_of("自治区质监局").await;
    let (hers, his) = (clerk.get("/todo").await, reviewer.get("/todo").await);
    assert_eq!(hers.main().text(), his.main().text());
}

#[tokio::test]
async fn each_row_leads_to_its_form() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let page = clerk.get("/todo").await;
    let item = house.item("000", "一·第6条").await;
    let form = page.row("培育新疆名牌产品").open("培育新疆名牌产品").await;
    let form = form.form(&format!("/items/{item}/report"));
    assert_eq!(form.value("version"), "0");
}
