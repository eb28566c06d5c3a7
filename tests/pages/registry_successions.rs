//! 单位库 · 沿革: registering that a body follows another, and taking back what was registered by mistake.

use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::support::House;
use crate::support::page::Part;
use crate::support::server::Template;

/// A day on which the departments of 2018 have followed those before them.
const AFTER: NaiveDate = match NaiveDate::from_ymd_opt(2018, 12, 10) {
    Some(day) => day,
    None => unreachable!(),
};

#[tokio::test]
async fn a_succession_is_registered_with_its_impossibilities_refused() {
    let house = House::on(Template::Registry, AFTER).await;
    let admin = house.admin().await;
    let page = admin.get("/registry/successions/new").await;
    let form = page
        .form("/registry/successions")
        .fill("from", "xj.jyt")
        .fill("to", "没有的单位")
        .fill("kind", "split");
    let page = form
        .press("登记沿革")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("to").contains("没有找到单位“没有的单位”"));
    assert!(page.about("on").contains("请填写承接日"));
    assert!(page.about("scope").contains("请写明划走的范围"));
    assert_eq!(page.form("/registry/successions").value("from"), "xj.jyt");
    let circle = page
        .form("/registry/successions")
        .fill("from", "xj.scj")
        .fill("to", "xj.zjj")
        .fill("kind", "merge")
        .fill("on", "2018-12-01");
    let page = circle
        .press("登记沿革")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("to").contains("会绕成一圈"));
    assert!(page.about("on").contains("承接单位在 2018-11-28 已经终止"));
    let form = page
        .form("/registry/successions")
        .fill("from", "新疆维吾尔自治区教育厅")
        .fill("to", "xj.kjt")
        .fill("on", "2018-12-01");
    let page = form.press("登记沿革").await.follow().await;
    page.has("2018-12-01 起并入 自治区科技厅");
    let ended: NaiveDate = house
        .value("select valid_to from department where code = 'xj.jyt'")
        .await;
    assert_eq!(ended.to_string(), "2018-12-01");
    // It was a mistake: nothing has passed on, so it can be taken away.
    let education = house.department("自治区教育厅").await;
    let page = admin
        .get(&format!("/registry/departments/{education}"))
        .await;
    let removal = page.parts("form[action$='/removal']");
    let action = removal
        .iter()
        .filter_map(|form| form.attr("action"))
        .find(|action| action.contains("/successions/"))
        .unwrap()
        .to_owned();
    page.form(&action)
        .press("删除这条沿革")
        .await
        .follow()
        .await;
    let left: i64 = house
        .value(format!(
            "select count(*) from succession where from_id = {education}"
        ))
        .await;
    assert_eq!(left, 0);
}
