//! Joining two documents by hand, taking a wrong link back, and undoing either.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Visitor, seeds};

async fn document(house: &House, tag: &str) -> i64 {
    let name = seeds::file_name(tag);
    house
        .value(format!(
            "select document_id from document_source where original_name = '{name}'"
        ))
        .await
}

/// What rests on the link of the notice (000) with the decision (002).
async fn resting(house: &House) -> (i64, i64, i64, i64) {
    let rows: Vec<(i64, i64, i64, i64)> = house
        .rows(
            "select (select count(*) from item_link), (select count(*) from item_target x join target t on t.id = x.target_id
                    where t.item_id <> x.item_id), (select count(*) from item where served),
                    (select count(*) from item where deadline_start is null and deadline_printed is not null)",
        )
        .await;
    rows[0]
}

async fn remove(admin: &Visitor, house: &House) -> crate::support::Page {
    let link: i64 = house.value("select id from document_link").await;
    let page = admin.get(&format!("/links/{link}")).await;
    let page = page.open("解除关联").await;
    page.has("由《实施质量强区战略任务分工》承接的 33 项恢复单独跟踪");
    page.has("不再取用《关于实施质量强区战略的决定》的 17 个指标");
    let form = page.form(&format!("/links/{link}/removal"));
    form.press("解除关联").await.follow().await
}

#[tokio::test]
async fn a_link_taken_back_leaves_both_documents_as_if_they_had_never_met() {
    let house = House::new().await;
    let admin = house.admin().await;
    assert_eq!(resting(&house).await, (33, 17, 34, 14));
    remove(&admin, &house).await;
    assert_eq!(resting(&house).await, (0, 0, 0, 0));
    let events: Vec<String> = house
        .values("select action from event where action like 'document.%' order by id desc limit 1")
        .await;
    assert_eq!(events, ["document.part"]);
    house
        .auditor()
        .await
        .get("/events?kind=document")
        .await
        .has("解除关联")
        .has("与《关于实施质量强区战略的决定》");
}

#[tokio::test]
async fn what_was_taken_back_is_joined_again_from_the_page_that_follows() {
    let house = House::new().await;
    let admin = house.admin().await;
    let before = resting(&house).await;
    let page = remove(&admin, &house).await;
    page.has("如需恢复，在本页确认关联即可");
    page.has("文字相同或相近的事项 33 项，可取用的指标 17 个");
    let notice = document(&house, "000").await;
    let decision = document(&house, "002").await;
    let fields = [("other", &*decision.to_string()), ("relation", "assigns")];
    let page = admin
        .post(&format!("/documents/{notice}/joining"), &fields)
        .await
        .follow()
        .await;
    page.has("已与《关于实施质量强区战略的决定》关联：分工");
    assert_eq!(resting(&house).await, before);
}

#[tokio::test]
async fn what_would_be_matched_is_shown_before_anything_is_written() {
    let house = House::new().await;
    let admin = house.admin().await;
    let (one, other) = (document(&house, "003").await, document(&house, "001").await);
    let page = admin.get(&format!("/documents/{one}")).await;
    let page = page.open("关联其他文件").await;
    let form = page
        .form(&format!("/documents/{one}/joining"))
        .fill("other", &other.to_string())
        .fill("relation", "implemented");
    let page = form.press("查看对应情况").await.page(StatusCode::OK);
    page.has("只记录关联，两份文件各自跟踪");
    let links = "select count(*) from document_link";
    assert_eq!(house.value::<i64>(links).await, 1);
    let fields = [("other", &*other.to_string()), ("relation", "implemented")];
    let page = admin
        .post(&format!("/documents/{one}/joining"), &fields)
        .await
        .follow()
        .await;
    page.has("它落实本文件");
    assert_eq!(house.value::<i64>(links).await, 2);
}

#[tokio::test]
async fn documents_that_cannot_be_joined_say_why() {
    let house = House::new().await;
    let admin = house.admin().await;
    let (notice, decision) = (document(&house, "000").await, document(&house, "002").await);
    let elsewhere = document(&house, "004").await;
    let table = [
        (notice, decision, "cites", "已经关联"),
        (notice, notice, "cites", "不能与自己关联"),
        (decision, elsewhere, "amends", "不在同一行政区"),
    ];
    for (one, other, relation, words) in table {
        let address = format!("/documents/{one}/joining?other={other}&relation={relation}");
        let page = admin.get(&address).await;
        page.has(words).lacks("确认关联");
        let fields = [("other", &*other.to_string()), ("relation", relation)];
        let answer = admin
            .post(&format!("/documents/{one}/joining"), &fields)
            .await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{answer}");
    }
    let answer = admin
        .ask(&format!(
            "/documents/{notice}/joining?other={decision}&relation=x"
        ))
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_link_is_removed_once() {
    let house = House::new().await;
    let admin = house.admin().await;
    let link: i64 = house.value("select id from document_link").await;
    let address = format!("/links/{link}/removal");
    let both = tokio::join!(admin.post(&address, &[]), admin.post(&address, &[]));
    let mut codes = [both.0.status.as_u16(), both.1.status.as_u16()];
    codes.sort_unstable();
    assert_eq!(codes, [303, 404]);
    let events: i64 = house
        .value("select count(*) from event where action = 'document.part'")
        .await;
    assert_eq!(events, 1);
}

#[tokio::test]
async fn an_item_says_where_its_numbers_and_its_departments_come_from() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let goal = house.item("000", "一·第2条").await;
    let page = office.get(&format!("/items/{goal}")).await;
    page.has("数值取自 《关于实施质量强区战略的决定》一（二）");
    page.has("牵头（1 个）自治区质监局");
    let link: i64 = house.value("select id from document_link").await;
    let page = office.get(&format!("/links/{link}")).await;
    page.has("服务行业培育新疆名牌").has("没有对应的 2 项");
    page.lacks("解除关联");
}
