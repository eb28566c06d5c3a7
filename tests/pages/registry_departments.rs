//! 单位库 · 单位, 别名, 行政区: kept by administrators, who neither lose what they typed nor overwrite each other.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::{House, Page, Visitor};

const NEW: &str = "/registry/departments";

async fn house() -> (House, Visitor) {
    let house = House::over(Template::Registry).await;
    let admin = house.admin().await;
    (house, admin)
}

async fn region(house: &House) -> String {
    let id: i64 = house
        .value("select id from jurisdiction where code = '65'")
        .await;
    id.to_string()
}

async fn edit(house: &House, admin: &Visitor, name: &str) -> (String, Page) {
    let address = format!("/registry/departments/{}", house.department(name).await);
    let page = admin.get(&address).await;
    (address, page)
}

#[tokio::test]
async fn a_department_is_added_and_found_at_once() {
    let (house, admin) = house().await;
    let page = admin.get("/registry/departments/new").await;
    let form = page
        .form(NEW)
        .fill("name", "新疆维吾尔自治区数据局")
        .fill("short-name", "自治区数据局")
        .fill("jurisdiction", &region(&house).await)
        .fill("order", "305")
        .fill("valid-from", "2024-01-15")
        .fill("source", "新党办发〔2024〕1号")
        .fill("code", "xj.sjj");
    let page = form.press("新增单位").await.follow().await;
    page.has("已新增单位：自治区数据局");
    let list = admin.get("/registry/departments?words=xj.sjj").await;
    list.row("自治区数据局").has("2024-01-15 起");
    let event: String = house
        .value("select after ->> 'kind' from event where action = 'registry.department.add'")
        .await;
    assert_eq!(event, "政府部门");
}

#[tokio::test]
async fn every_mistake_is_told_at_its_field_and_nothing_typed_is_lost() {
    let (house, admin) = house().await;
    let page = admin.get("/registry/departments/new").await;
    let form = page
        .form(NEW)
        .fill("name", "")
        .fill("short-name", "自治区质监局")
        .fill("order", "很靠前")
        .fill("valid-from", "2019-01-01")
        .fill("valid-to", "2018-01-01")
        .fill("source", "=cmd")
        .fill("code", "局 1");
    let page = form
        .press("新增单位")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    for (field, sentence) in [
        ("name", "请填写全称"),
        ("jurisdiction", "请选择行政区"),
        ("order", "请填写 0 至 999999 的整数"),
        ("valid-to", "终止日应晚于起始日"),
        ("source", "不能以 = + - @ 开头"),
        ("code", "只用字母、数字、点和横线"),
    ] {
        assert!(
            page.about(field).contains(sentence),
            "{field}: {}",
            page.about(field)
        );
    }
    let form = page.form(NEW);
    assert_eq!(form.value("order"), "很靠前");
    assert_eq!(form.value("valid-from"), "2019-01-01");
    assert_eq!(form.value("source"), "=cmd");
    // The name is another's.
    let form = form
        .fill("name", "新疆维吾尔自治区质量监督局")
        .fill("jurisdiction", &region(&house).await)
        .fill("order", "1")
        .fill("valid-to", "")
        .fill("source", "")
        .fill("code", "xj.zjj");
    let page = form
        .press("新增单位")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("short-name").contains("已经指“自治区质监局”"));
    let link = page.link("查看“自治区质监局”的名称");
    assert_eq!(
        link,
        format!(
            "/registry/departments/{}",
            house.department("自治区质监局").await
        )
    );
    let form = page.form(NEW).fill("short-name", "自治区质量监督局");
    let page = form
        .press("新增单位")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("code").contains("已经用于另一单位"));
}

#[tokio::test]
async fn two_administrators_do_not_overwrite_each_other() {
    let (house, admin) = house().await;
    let other = house.admin().await;
    let (address, mine) = edit(&house, &admin, "自治区质监局").await;
    let (_, theirs) = edit(&house, &other, "自治区质监局").await;
    let form = theirs.form(&address).fill("source", "新机编〔2018〕1号");
    form.press("保存").await.follow().await;
    let form = mine
        .form(&address)
        .fill("order", "225")
        .fill("source", "公开资料");
    let page = form.press("保存").await.page(StatusCode::CONFLICT);
    page.has("别人在您打开之后改过这条记录");
    let clash = page.part("section[aria-labelledby='clash']");
    clash
        .has("您填写的：公开资料")
        .has("库中现在的：新机编〔2018〕1号");
    clash.lacks("全称");
    let source = "select source from department where code = 'xj.zjj'";
    assert_eq!(house.value::<String>(source).await, "新机编〔2018〕1号");
    // Knowing that, she saves hers.
    assert_eq!(page.form(&address).value("order"), "225");
    page.form(&address).press("保存").await.follow().await;
    assert_eq!(house.value::<String>(source).await, "公开资料");
    let events: i64 = house
        .value("select count(*) from event where action = 'registry.department.change'")
        .await;
    assert_eq!(events, 2);
}

#[tokio::test]
async fn a_name_means_one_department_on_any_day() {
    let (house, admin) = house().await;
    let (address, page) = edit(&house, &admin, "自治区市场监管局").await;
    let add = format!("{address}/aliases");
    let form = page.form(&add).fill("alias", "自治区质监局");
    let page = form
        .press("新增名称")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("alias").contains("“自治区质监局”"));
    assert_eq!(page.form(&add).value("alias"), "自治区质监局");
    page.link("查看“自治区质监局”的名称");
    // Once its carrier has given it up, it is free from that day.
    let bureau = house.department("自治区质监局").await;
    let alias: i64 = house
        .value(format!(
            "select id from department_alias where department_id = {bureau} and alias = '自治区质监局'"
        ))
        .await;
    let (bureau, page) = edit(&house, &admin, "自治区质监局").await;
    let days = format!("/registry/aliases/{alias}/days");
    let form = page.form(&days).fill("to", "2019-01-01");
    form.press("保存起止日")
        .await
        .follow()
        .await
        .has("已保存“自治区质监局”的起止日");
    let (_, page) = edit(&house, &admin, "自治区市场监管局").await;
    let form = page
        .form(&add)
        .fill("alias", "自治区质监局")
        .fill("alias-from", "2018-12-31");
    let page = form
        .press("新增名称")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    let form = page.form(&add).fill("alias-from", "2019-01-01");
    let page = form.press("新增名称").await.follow().await;
    page.row("自治区质监局 2019-01-01 起");
    // And the carrier cannot take it back over those days.
    let page = admin.get(&bureau).await;
    let form = page.form(&days).fill("to", "");
    let page = form
        .press("保存起止日")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("从 2019-01-01 起已经指“自治区市场监管局”");
    // Twice the same name of one department.
    let (_, page) = edit(&house, &admin, "自治区市场监管局").await;
    let form = page
        .form(&add)
        .fill("alias", "自治区质监局")
        .fill("alias-from", "2020-01-01");
    let page = form
        .press("新增名称")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("alias").contains("已经是本单位的名称"));
}

#[tokio::test]
async fn a_name_that_was_never_right_is_taken_away() {
    let (house, admin) = house().await;
    let (address, page) = edit(&house, &admin, "自治区质监局").await;
    let form = page
        .form(&format!("{address}/aliases"))
        .fill("alias", "自治区质检局");
    let page = form.press("新增名称").await.follow().await;
    page.row("自治区质检局");
    let alias: i64 = house
        .value("select id from department_alias where alias = '自治区质检局'")
        .await;
    let removal = format!("/registry/aliases/{alias}/removal");
    let stale = page.form(&removal);
    let removed = page.form(&removal).press("删除这个名称").await;
    removed.follow().await.has("已删除名称“自治区质检局”");
    stale
        .press("删除这个名称")
        .await
        .page(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn regions_stand_in_a_tree_without_circles() {
    let (house, admin) = house().await;
    let page = admin.get("/registry/regions").await;
    page.row("新疆维吾尔自治区").has("自治区、新疆");
    assert_eq!(page.rows().len(), 50);
    let xinjiang = region(&house).await;
    let page = admin
        .get(&format!("/registry/regions/new?parent={xinjiang}"))
        .await;
    let form = page
        .form("/registry/regions")
        .fill("code", "65")
        .fill("name", "可克达拉")
        .fill("short-name", "可克达拉");
    let page = form
        .press("保存")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("name").contains("否则名单前缀无法还原"));
    let form = page.form("/registry/regions").fill("name", "可克达拉市");
    let page = form
        .press("保存")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("code").contains("已经用于另一行政区"));
    let form = page
        .form("/registry/regions")
        .fill("code", "6590")
        .fill("prefixes", "市、可克达拉");
    let page = form.press("保存").await.follow().await;
    let address = page.answer().address.clone();
    assert_eq!(page.form(&address).value("prefixes"), "市;可克达拉");
    let child = address.rsplit('/').next().unwrap().to_owned();
    let above = format!("/registry/regions/{xinjiang}");
    let page = admin.get(&above).await;
    let form = page.form(&above).fill("parent", &child);
    let page = form
        .press("保存")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("parent").contains("会绕成一圈"));
}

#[tokio::test]
async fn an_administrator_of_one_region_keeps_that_region() {
    let (house, _) = house().await;
    let id: i64 = house
        .value("select id from jurisdiction where code = '64'")
        .await;
    let grant = fengong::domain::Grant {
        post: fengong::domain::Post::Admin,
        jurisdiction: Some(fengong::domain::JurisdictionId(id)),
        department: None,
    };
    let admin = house.person("宁夏管理员", &[grant]).await;
    let elsewhere = house.department("自治区质监局").await;
    for address in [
        format!("/registry/departments/{elsewhere}"),
        format!("/registry/departments/{elsewhere}/merger"),
        format!("/registry/handovers/{elsewhere}"),
        format!("/registry/bodies/{elsewhere}"),
        format!("/registry/regions/{}", region(&house).await),
    ] {
        admin.ask(&address).await.page(StatusCode::NOT_FOUND);
    }
    let list = admin.get("/registry/departments?size=200").await;
    list.lacks("新疆维吾尔自治区");
    admin
        .ask("/registry/uploads")
        .await
        .page(StatusCode::BAD_REQUEST)
        .has("只限管辖全部行政区的管理员");
}
