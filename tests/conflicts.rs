//! 口径不一: the seeds set 92% and 90% for one indicator and year; both stand, and every page says so.

use crate::support::page::Part;
use crate::support::upload::Upload;
use crate::support::{House, seeds};

/// Key of a target of a seed document, by its name.
async fn target(house: &House, tag: &str, name: &str) -> i64 {
    let file = seeds::file_name(tag);
    house
        .value(format!(
            "select t.id from target t join item i on i.id = t.item_id join document_source s using (document_id)
             where s.original_name = '{file}' and t.name = '{name}'"
        ))
        .await
}

const DECISION: &str = "工业产品监督抽查合格率";
const OPINIONS: &str = "工业产品（不含地产食品）监督抽查合格率";

#[tokio::test]
async fn the_seeds_disagree_about_one_indicator_and_about_no_other() {
    let house = House::new().await;
    // 002 一（二） says 92 % by 2020, 001 says 90 % by 2020; all their other common targets agree.
    let found: Vec<(String, String, i32)> = house
        .rows(
            "select t.name, o.name, c.year from target_conflict c join target t on t.id = c.target_id
             join target o on o.id = c.other_id order by t.id",
        )
        .await;
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned(), 2020);
    let mut wanted = vec![pair(DECISION, OPINIONS), pair(OPINIONS, DECISION)];
    let mut found = found;
    wanted.sort();
    found.sort();
    assert_eq!(found, wanted);
    let values: Vec<String> = house
        .values("select trim_scale(t.value)::text from target t join target_conflict c on c.target_id = t.id order by 1")
        .await;
    assert_eq!(values, ["90", "92"], "neither replaced the other");
}

#[tokio::test]
async fn a_target_shows_what_the_other_document_sets() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let (one, other) = (
        target(&house, "002", DECISION).await,
        target(&house, "001", OPINIONS).await,
    );
    let page = office.get(&format!("/targets/{one}")).await;
    page.has("目标 ≥92%").has("口径不一");
    page.row("不含地产食品").has("≥90%").has("2020-12-31");
    let page = office.get(&format!("/targets/{other}")).await;
    page.row("关于实施质量强区战略的决定")
        .has("≥92%")
        .has("新政发〔2017〕17号");
}

#[tokio::test]
async fn the_list_of_targets_marks_and_filters_them() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let page = office.get("/targets?size=200").await;
    let marked = page.rows_with("口径不一");
    assert_eq!(marked.len(), 2);
    let form = page.form("/targets").fill("conflict", "1");
    let page = form.press("筛选").await.page(axum::http::StatusCode::OK);
    page.has("口径不一的指标 2 项");
    assert_eq!(page.rows().len(), 2);
    page.row("≥92%").has("实施质量强区战略任务分工");
}

#[tokio::test]
async fn a_document_lists_where_others_differ() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    for (tag, own, other) in [("002", "≥92%", "≥90%"), ("001", "≥90%", "≥92%")] {
        let name = seeds::file_name(tag);
        let document: i64 = house
            .value(format!(
                "select document_id from document_source where original_name = '{name}'"
            ))
            .await;
        let page = office.get(&format!("/documents/{document}")).await;
        page.has("口径不一 1 处");
        page.row("后者见").has(own).has(other).has("2020年");
    }
}

#[tokio::test]
async fn a_version_that_agrees_ends_the_conflict_and_one_taken_back_restores_it() {
    let house = House::new().await;
    let admin = house.admin().await;
    let name = seeds::file_name("001");
    let old: i64 = house
        .value(format!(
            "select document_id from document_source where original_name = '{name}'"
        ))
        .await;
    let text = seeds::text("001").replace("稳定保持在90%以上", "稳定保持在92%以上");
    let upload = Upload::default()
        .field("text", &text)
        .field("replaces", &old.to_string());
    let review = upload.send(&admin, "/imports").await.location().to_owned();
    let region = [
        ("do", "facts"),
        ("title", "关于开展质量提升行动的实施意见"),
        ("jurisdiction", "新疆维吾尔自治区"),
    ];
    let decisions = format!("{review}/decisions");
    admin.post(&decisions, &region).await.location();
    admin.post(&decisions, &[("do", "batch")]).await.location();
    let page = admin.get(&format!("{review}/publication")).await;
    assert_eq!(page.texts(".errors li"), Vec::<String>::new());
    admin
        .post(&format!("{review}/publication"), &[])
        .await
        .follow()
        .await;
    let conflicts = "select count(*) from target_conflict";
    assert_eq!(house.value::<i64>(conflicts).await, 0);
    let link: i64 = house
        .value("select id from document_link where kind = 'amends'")
        .await;
    admin
        .post(&format!("/links/{link}/removal"), &[])
        .await
        .location();
    // The decision of 92 %, the opinions of 90 %, and beside them the text of 92 % that is no version of theirs: the
    // opinions differ from both.
    assert_eq!(house.value::<i64>(conflicts).await, 4);
}
