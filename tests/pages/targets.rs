//! 目标: what must be reached, what was reported last, and the gap.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Report};

#[tokio::test]
async fn a_target_shows_its_gap_and_leads_to_its_sentence() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", "一·第6条").await;
    Report::on(&clerk, item).figure("131").send().await;
    let page = clerk.get("/targets").await;
    let row = page.row("一·第6条");
    row.has("≥350个").has("131 个").has("距目标 219 个");
    let page = row.open("新疆名牌产品").await;
    page.has("新疆名牌产品 350 个以上《关于实施质量强区战略的决定》一（二）");
    let clause = page.part("blockquote a.source");
    assert!(clause.attr("href").unwrap().contains("/text?item="));
}

#[tokio::test]
async fn the_list_holds_every_target_of_the_region_that_somebody_reports_on() {
    let house = House::new().await;
    let page = house.leader_of("宁夏").await.get("/targets").await;
    assert_eq!(page.rows().len(), 8);
    let here = house.leader_of("新疆").await.get("/targets").await;
    here.lacks("制造业产品质量合格率");
}

#[tokio::test]
async fn a_target_of_another_region_is_not_there() {
    let house = House::new().await;
    let item = house.item("000", "一·第6条").await;
    let target: i64 = house
        .value(format!(
            "select target_id from item_target where item_id = {item}"
        ))
        .await;
    let elsewhere = house.leader_of("宁夏").await;
    let answer = elsewhere.ask(&format!("/targets/{target}")).await;
    answer.page(StatusCode::NOT_FOUND);
}
