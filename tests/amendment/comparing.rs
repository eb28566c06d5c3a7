//! What a new version changes, before it is published and after; and whether a text is one.

use axum::http::StatusCode;

use super::{Desk, OLD, bring, new, publish};
use crate::support::page::Part;

#[tokio::test]
async fn a_new_version_is_shown_item_by_item_before_it_is_published() {
    let desk = Desk::new().await;
    let review = desk.bring().await;
    let sheet = desk.admin.get(&review).await;
    sheet.has("的新版本");
    let page = desk.admin.get(&format!("{review}/comparison")).await;
    page.has("新增 2 项，变更 3 项（文字 3，责任单位 1，时限 1，指标 1），废止 1 项；只改编号 1 项，未变 0 项");
    page.has("2018-06-01 起执行");
    let texts = page.texts("main .wordings > li");
    let [brands, sampling, tourism] = texts.as_slice() else {
        panic!("{texts:?}");
    };
    assert!(brands.contains("新疆名牌产品：≥350个") && brands.contains("→ ≥400个"));
    assert!(sampling.contains("不再负责：自治区工商局（配合）"));
    assert!(sampling.contains("新增：自治区财政厅（配合）"));
    assert!(sampling.contains("2018年底前（2018-12-31） → 2019年6月底前（2019-06-30）"));
    assert!(tourism.contains("推广优质旅游服务标准（增加）和诚信经营承诺"));
    page.row("推行首席质量官制度").has("自治区质监局（牵头）");
    page.row("提升养老服务质量").has("自治区民政厅（牵头）");
    page.row("提升物流服务质量").has("二（五） → 二（六）");
    let publication = desk.admin.get(&format!("{review}/publication")).await;
    publication.has("新增 2 项，变更 3 项，废止 1 项；只改编号 1 项，未变 0 项");
}

#[tokio::test]
async fn an_item_shows_its_versions_with_what_changed() {
    let desk = Desk::new().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（二）").await;
    let old = desk.item(desk.old, "一（二）").await;
    let page = desk.admin.get(&format!("/items/{item}")).await;
    page.has("版本 2 个");
    page.row("30号").has("2018-03-01 至 2018-06-01");
    let own = page.row("本页");
    own.has("2018-06-01 起，现行");
    let told = page.texts("main .wordings > li");
    assert!(
        told[0].contains("（删去）2018（增加）2019年（增加）6月底前"),
        "{told:?}"
    );
    assert!(
        told[0].contains("时限：2018-12-31 → 2019-06-30"),
        "{told:?}"
    );
    assert!(
        told[0].contains(
            "牵头：自治区质监局；配合：自治区工商局 → 牵头：自治区质监局；配合：自治区财政厅"
        ),
        "{told:?}"
    );
    let page = desk.admin.get(&format!("/items/{old}")).await;
    page.has("由新版本接续");
    assert!(page.links().contains(&format!("/items/{item}")));
    page.has("由新版本接续（2018-06-01 起，文字、责任单位、时限有变化）");
}

#[tokio::test]
async fn a_text_that_resembles_a_document_is_asked_about() {
    let desk = Desk::new().await;
    // One character of the text is another; the number is the same.
    let review = bring(&desk.admin, &OLD.replace("350个", "360个"), "").await;
    let page = desk.admin.get(&review).await;
    page.has("待确认，像是已有文件的新版本").has("文号相同");
    desk.admin
        .post(&format!("{review}/decisions"), &[("do", "batch")])
        .await
        .location();
    let publication = desk.admin.get(&format!("{review}/publication")).await;
    publication.has("还没有确认是不是已有文件的新版本");
    let answer = desk.admin.post(&format!("{review}/publication"), &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let version = format!("{review}/version");
    let fields = [("version", "of"), ("document", &*desk.old.to_string())];
    let page = desk.admin.post(&version, &fields).await.follow().await;
    page.has("的新版本").lacks("待确认，像是");
    let page = publish(&desk.admin, &review).await;
    page.has("新增 0 项，变更 1 项，废止 0 项");
}

#[tokio::test]
async fn a_text_may_be_a_document_of_its_own_whatever_it_resembles() {
    let desk = Desk::new().await;
    let other = OLD
        .replace("〔2018〕30号", "〔2018〕31号")
        .replace("质量提升", "质量强区");
    let review = bring(&desk.admin, &other, "").await;
    desk.admin.get(&review).await.has("文字几乎相同");
    let fields = [("version", "separate")];
    let page = desk
        .admin
        .post(&format!("{review}/version"), &fields)
        .await
        .follow()
        .await;
    page.has("独立文件");
    publish(&desk.admin, &review).await;
    let links: i64 = desk.house.value("select count(*) from document_link").await;
    assert_eq!(links, 0);
    let closed: i64 = desk
        .house
        .value("select count(*) from item where closed_on is not null")
        .await;
    assert_eq!(closed, 0);
}

#[tokio::test]
async fn only_the_version_in_force_is_replaced() {
    let desk = Desk::new().await;
    let late = new().replace("56号", "60号").replace("400个", "410个");
    let review = bring(&desk.admin, &late, &desk.old.to_string()).await;
    desk.amend().await;
    desk.admin
        .post(&format!("{review}/decisions"), &[("do", "batch")])
        .await
        .location();
    let answer = desk.admin.post(&format!("{review}/publication"), &[]).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    answer.page(StatusCode::CONFLICT).has("已有更新的版本");
    // The choice offers the version in force.
    let page = desk.admin.get("/imports/new").await;
    let choices = page.texts("#replaces option");
    assert_eq!(choices.len(), 2, "{choices:?}");
    assert!(choices[1].contains("56号"));
}
