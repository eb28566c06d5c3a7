//! 单位库 · 试一句: a phrase, and what is recognised in it.

use crate::support::House;
use crate::support::page::Part;
use crate::support::server::Template;

#[tokio::test]
async fn a_phrase_is_explained_name_by_name() {
    let house = House::over(Template::Registry).await;
    let admin = house.admin().await;
    let page = admin.get("/registry/phrase").await;
    let form = page
        .form("/registry/phrase")
        .fill(
            "text",
            "（自治区质监局牵头，经信委、农业厅，新疆保监局、文旅局配合）",
        )
        .fill("region", "65")
        .fill("day", "2017-05-09");
    let page = form.press("识别").await.page(axum::http::StatusCode::OK);
    page.has("读出 5 个名称，认得 4 个");
    page.row("经信委")
        .has("补上名单的前缀“自治区”")
        .has("新疆维吾尔自治区经济和信息化委员会")
        .has("配合");
    page.row("文旅局").has("未识别").has("单位库中没有这个名称");
    assert_eq!(
        page.row("自治区质监局")
            .link("新疆维吾尔自治区质量技术监督局"),
        format!(
            "/registry/departments/{}",
            house.department("自治区质监局").await
        )
    );
    assert_eq!(
        page.form("/registry/phrase").value("text"),
        "（自治区质监局牵头，经信委、农业厅，新疆保监局、文旅局配合）"
    );
}

#[tokio::test]
async fn an_alias_works_at_once() {
    let house = House::over(Template::Registry).await;
    let admin = house.admin().await;
    let address = format!(
        "/registry/departments/{}",
        house.department("自治区旅发委").await
    );
    let page = admin.get(&address).await;
    let form = page
        .form(&format!("{address}/aliases"))
        .fill("alias", "自治区文旅局");
    form.press("新增名称").await.follow().await;
    let phrase = "/registry/phrase?region=65&day=2017-05-09&text=";
    let text: String =
        form_urlencoded::byte_serialize("自治区质监局、文旅局负责".as_bytes()).collect();
    let page = admin.get(&format!("{phrase}{text}")).await;
    page.row("文旅局").has("别名“自治区文旅局”");
}

#[tokio::test]
async fn a_sentence_without_departments_says_so() {
    let house = House::over(Template::Registry).await;
    let admin = house.admin().await;
    let text: String = form_urlencoded::byte_serialize("到2020年全面完成。".as_bytes()).collect();
    let page = admin
        .get(&format!("/registry/phrase?region=65&text={text}"))
        .await;
    page.has("没有读出单位名称");
}
