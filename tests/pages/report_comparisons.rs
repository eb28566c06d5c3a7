//! 填报比较, 经过 and 需协调事项: what became of a report, word by word and step by step, and what it needs of others.

use axum::http::StatusCode;

use super::report_fields::{BRANDS, Desk, SHARE};
use crate::support::page::Part;

#[tokio::test]
async fn two_periods_are_compared_word_by_word_and_figure_by_figure() {
    let desk = Desk::on(SHARE).await;
    let (numerator, denominator) = (desk.field("numerator"), desk.field("denominator"));
    desk.first_quarter(&[
        (&numerator, "73"),
        (&denominator, "80"),
        ("progress", "抽查企业 80 家，合格 73 家。"),
    ])
    .await;
    let second = [
        (&*numerator, "76"),
        (&*denominator, "80"),
        ("progress", "抽查企业 80 家，合格 76 家。"),
        ("forecast", "at_risk"),
        ("forecast-reason", "检测能力不足。"),
    ];
    let _ = desk.send(&desk.address(), &second).await.location();
    let ids: Vec<i64> = desk.house.values("select id from report order by id").await;
    let page = desk.clerk.get(&format!("/reports/{}", ids[1])).await;
    let page = page.open("与上期或更正前逐字比较").await;
    // A number is one word: 73 became 76, and nothing else did.
    let of = |mark: &str| page.texts(&format!("section[aria-labelledby='texts'] p.prose {mark}"));
    assert_eq!(of("del"), ["（删去）73"]);
    assert_eq!(of("ins"), ["（增加）76", "（增加）检测能力不足。"]);
    let row = page.row("91.25%");
    row.has("95%").has("+3.75 个百分点").has("分子 73，分母 80");
    page.part("section[aria-labelledby='facts']")
        .has("（原来）能按期 → （现在）有风险");
    // The older stands first, from whichever side one looks.
    let other = format!("/reports/{}/comparison?with={}", ids[0], ids[1]);
    let other = desk.clerk.get(&other).await;
    assert_eq!(
        other.texts("section[aria-labelledby='texts'] p.prose del"),
        ["（删去）73"]
    );
}

#[tokio::test]
async fn nobody_compares_with_what_they_may_not_see() {
    let desk = Desk::on(BRANDS).await;
    desk.first_quarter(&[(&desk.field("value"), "119")]).await;
    let page = desk.clerk.get(&desk.address()).await;
    let form = page.form(&desk.address()).fill("progress", "写到一半。");
    form.press("保存草稿").await.follow().await;
    let ids: Vec<i64> = desk.house.values("select id from report order by id").await;
    let office = desk.house.office_of("新疆").await;
    let address = format!("/reports/{}/comparison", ids[0]);
    office.get(&address).await.has("没有可以比较的其他填报");
    let address = format!("{address}?with={}", ids[1]);
    office.ask(&address).await.page(StatusCode::NOT_FOUND);
    desk.clerk.get(&address).await.has("写到一半。");
}

#[tokio::test]
async fn an_item_tells_who_did_what_when_and_drafts_only_to_their_own() {
    let desk = Desk::on(BRANDS).await;
    desk.first_quarter(&[(&desk.field("value"), "119")]).await;
    let office = desk.house.office_of("新疆").await;
    let report: i64 = desk.house.value("select id from report").await;
    let fields = [("version", "2"), ("reason", "请补充数据来源。")];
    let answer = office
        .post(&format!("/reports/{report}/return"), &fields)
        .await;
    let _ = answer.location();
    let address = format!("/items/{}/history", desk.item);
    let page = office.get(&address).await;
    page.row("退回填报")
        .has("状态：已报送 → 已退回")
        .has("理由：请补充数据来源。")
        .has("自治区质监局");
    page.row("报送填报").has("状态：草稿 → 已报送");
    page.row("导入文件").has("系统");
    assert!(page.rows_with("保存草稿").is_empty());
    let own = desk.clerk.get(&address).await;
    own.row("保存草稿").has("自治区质监局经办人");
    // Of one kind only, and nothing of a kind that is none.
    let page = office.get(&format!("{address}?kind=document")).await;
    page.row("导入文件");
    assert!(page.rows_with("退回填报").is_empty());
    let nonsense = format!("{address}?kind=weather");
    office.ask(&nonsense).await.page(StatusCode::BAD_REQUEST);
    // The page of the item shows the newest and leads to all.
    let item = office.get(&format!("/items/{}", desk.item)).await;
    item.open("全部经过，可按类别查看").await.has("退回填报");
}

#[tokio::test]
async fn what_units_need_of_others_is_gathered_until_they_need_it_no_more() {
    let desk = Desk::on(BRANDS).await;
    let value = desk.field("value");
    desk.first_quarter(&[
        (&value, "119"),
        ("coordination", "请协调落实名牌培育经费。"),
        ("coordination-with", "自治区财政厅"),
    ])
    .await;
    let office = desk.house.office_of("新疆").await;
    let overview = office.get("/overview").await;
    overview.has("单位提出需协调 1 项");
    let page = office.get("/coordination").await;
    page.row("请协调落实名牌培育经费。")
        .has("自治区质监局")
        .has("自治区财政厅")
        .has("培育新疆名牌产品")
        .has("2018年第一季度");
    let page = page.open("自治区财政厅").await;
    page.has("共 1 项");
    let _ = desk
        .send(&desk.address(), &[(&value, "131")])
        .await
        .location();
    office.get("/coordination").await.has("没有需协调事项");
}
