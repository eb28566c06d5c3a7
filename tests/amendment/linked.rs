//! Documents that belong to an old version belong to the new one: a notice goes on handing out the decision's work.

use super::{bring, publish};
use crate::support::page::Part;
use crate::support::{House, Report, seeds};

async fn document(house: &House, tag: &str) -> i64 {
    let name = seeds::file_name(tag);
    house
        .value(format!(
            "select document_id from document_source where original_name = '{name}'"
        ))
        .await
}

/// The decision (002) is replaced by one with another number and one other figure.
async fn replace_decision(house: &House) -> i64 {
    let admin = house.admin().await;
    let old = document(house, "002").await;
    let text = seeds::text("002");
    assert!(text.contains("350 个以上"));
    let new = text
        .replace("新政发〔2017〕17号", "新政发〔2018〕9号")
        .replace("350 个以上", "400 个以上");
    let review = bring(&admin, &new, &old.to_string()).await;
    publish(&admin, &review).await;
    house.value("select max(id) from document").await
}

#[tokio::test]
async fn a_notice_serves_the_new_decision_and_takes_its_numbers() {
    let house = House::new().await;
    let tracked = "select count(*) from item where not served";
    let before: i64 = house.value(tracked).await;
    let new = replace_decision(&house).await;
    assert_eq!(
        house.value::<i64>(tracked).await,
        before,
        "nothing is counted twice or lost"
    );
    let notice = document(&house, "000").await;
    let links: Vec<(String, i64)> = house
        .rows(format!(
            "select l.kind, (select count(*) from item_link x where x.link_id = l.id) from document_link l
             where l.from_document_id = {notice} and l.to_document_id = {new}"
        ))
        .await;
    assert_eq!(links, [("assigns".to_owned(), 33)]);
    let supplied: Vec<(i64, i64)> = house
        .rows(format!(
            "select s.document_id, count(*) from item_target x join item g on g.id = x.item_id
             join target t on t.id = x.target_id join item s on s.id = t.item_id
             where g.document_id = {notice} and s.document_id <> {notice} group by 1"
        ))
        .await;
    assert_eq!(supplied, [(new, 17)]);
    let clerk = house.clerk_of("自治区质监局").await;
    let goal = house.item("000", "一·第6条").await;
    clerk
        .get(&format!("/items/{goal}"))
        .await
        .has("目标 ≥400个")
        .lacks("目标 ≥350个");
}

#[tokio::test]
async fn a_figure_of_a_goal_line_stays_when_its_number_is_raised() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let goal = house.item("000", "一·第6条").await;
    let report = Report::on(&clerk, goal).figure("160").send().await;
    replace_decision(&house).await;
    let page = clerk.get(&format!("/items/{goal}")).await;
    page.has("160 个").has("目标 ≥400个");
    clerk.get(&format!("/reports/{report}")).await.has("160 个");
    let target: i64 = house
        .value(format!(
            "select target_id from item_target where item_id = {goal}"
        ))
        .await;
    let page = clerk.get(&format!("/targets/{target}")).await;
    page.has("现值 160 个");
}
