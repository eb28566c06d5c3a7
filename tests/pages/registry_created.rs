//! 单位库 · what imports created: completed by their names, or merged into the department that they are.

use axum::http::StatusCode;
use fengong::store::registry;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

/// A department that an import created: it answers for the items of 质监局's brand goal, beside 质监局.
async fn created(house: &House, name: &str) -> i64 {
    let region: i64 = house
        .value("select id from jurisdiction where code = '65'")
        .await;
    let mut db = house.db().await;
    let keys = registry::create_unknown(&mut db, region, &[(name.to_owned(), false)])
        .await
        .unwrap();
    keys[0].1
}

/// Gives it a duty on an item, as its document would.
async fn answers(house: &House, department: i64, item: i64) {
    house
        .run(format!(
            "insert into responsibility (item_id, department_id, ordinal, role, printed, basis, collective, open_list,
                                         span_start, span_end)
             values ({item}, {department}, 90, 'joint', '自治区数据局', 'printed', false, false, 0, 1);
             insert into duty (item_id, document_id, department_id, responsibility_id, role)
             select r.item_id, i.document_id, r.department_id, r.id, r.role
             from responsibility r join item i on i.id = r.item_id where r.department_id = {department} and r.item_id = {item}"
        ))
        .await;
}

async fn admin(house: &House) -> Visitor {
    house.admin().await
}

#[tokio::test]
async fn what_an_import_created_is_completed_with_one_click() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let id = created(&house, "自治区数据局").await;
    let page = admin.get("/registry").await;
    let list = page.open("1").await;
    let row = list.row("自治区数据局");
    row.has("新疆维吾尔自治区数据局，政府部门");
    let action = format!("/registry/departments/{id}/completion");
    let page = list.form(&action).press("按建议补全").await.follow().await;
    page.has("已补全：新疆维吾尔自治区数据局，政府部门");
    page.has("没有待补全的单位");
    let facts: String = house
        .value(format!(
            "select concat_ws(' ', name, kind, confidence, source) from department where id = {id}"
        ))
        .await;
    assert_eq!(facts, "新疆维吾尔自治区数据局 government medium 按名称补全");
    let again = admin.post(&action, &[("version", "1")]).await;
    again.follow().await.has("已经补全过了");
}

#[tokio::test]
async fn saving_the_form_completes_as_well() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let id = created(&house, "自治区数据局").await;
    let address = format!("/registry/departments/{id}");
    let page = admin.get(&address).await;
    assert_eq!(page.form(&address).value("source"), "");
    let form = page.form(&address).fill("name", "新疆维吾尔自治区数据局");
    form.press("保存").await.follow().await;
    admin
        .get("/registry/departments?which=incomplete")
        .await
        .has("没有待补全的单位");
}

#[tokio::test]
async fn one_that_was_created_twice_goes_on_as_the_right_one() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let wrong = created(&house, "自治区质量技监局").await;
    let right = house.department("自治区质监局").await;
    // 一·第3条 is that of 食药监局; 一·第6条 that of 质监局 itself.
    let (alone, shared) = (
        house.item("000", "一·第3条").await,
        house.item("000", "一·第6条").await,
    );
    answers(&house, wrong, alone).await;
    answers(&house, wrong, shared).await;
    let clerk = house.clerk_of("自治区质量技监局").await;
    let report = Report::on(&clerk, alone).send().await;

    let list = admin.get("/registry/departments?which=incomplete").await;
    let page = list.row("自治区质量技监局").open("自治区质监局").await;
    page.has("“自治区质量技监局”并到“自治区质监局”");
    page.has("其中 1 项两个单位都要填报");
    assert_eq!(page.rows().len(), 2);
    let before: i64 = house.value("select count(*) from duty").await;
    let confirmation = format!("/registry/departments/{wrong}/merger/confirmation");
    let stale = admin.get(&page.answer().address).await;
    let done = page
        .form(&confirmation)
        .press("确认合并")
        .await
        .follow()
        .await;
    done.has("已合并：自治区质量技监局 并到 自治区质监局");
    done.row("自治区质量技监局");
    let after: i64 = house.value("select count(*) from duty").await;
    assert_eq!(before - after, 1);
    let role: String = house
        .value(format!(
            "select role from duty where item_id = {shared} and department_id = {right}"
        ))
        .await;
    assert_eq!(role, "lead", "the stronger role stays");
    let owner: i64 = house
        .value(format!(
            "select department_id from report where id = {report}"
        ))
        .await;
    assert_eq!(owner, right);
    // The old addresses lead on, the clerk reports for the right one, and twice is once.
    let page = admin.ask(&format!("/registry/departments/{wrong}")).await;
    assert_eq!(page.location(), format!("/registry/departments/{right}"));
    assert_eq!(
        admin.ask(&format!("/departments/{wrong}")).await.location(),
        format!("/departments/{right}")
    );
    clerk
        .get(&format!("/items/{alone}"))
        .await
        .has("自治区质监局");
    let again = stale.form(&confirmation).press("确认合并").await;
    again.follow().await.has("已经合并过了");
    // A document that prints the wrong name again means the right one.
    let found = created(&house, "自治区质量技监局").await;
    assert_eq!(found, right);
}

#[tokio::test]
async fn what_cannot_be_merged_safely_is_refused_with_the_reason() {
    let house = House::new().await;
    let admin = admin(&house).await;
    let wrong = created(&house, "自治区质量技监局").await;
    let item = house.item("000", "一·第6条").await;
    answers(&house, wrong, item).await;
    let clerk = house.clerk_of("自治区质量技监局").await;
    let own = house.clerk_of("自治区质监局").await;
    let report = Report::on(&clerk, item).send().await;
    Report::on(&own, item).save().await.location();
    let address = format!("/registry/departments/{wrong}/merger?into=xj.zjj");
    let page = admin.get(&address).await;
    page.has("两个单位在 1 个相同的事项和周期上都有填报");
    let confirmation = format!("/registry/departments/{wrong}/merger/confirmation");
    let right = house.department("自治区质监局").await.to_string();
    let refused = admin.post(&confirmation, &[("right", &right)]).await;
    refused.page(StatusCode::CONFLICT).has("不能合并");
    // A report that was accepted is a record.
    let office = house.office_of("新疆").await;
    office
        .post(
            &format!("/reports/{report}/acceptance"),
            &[("version", "2")],
        )
        .await
        .location();
    admin.get(&address).await.has("有 1 份已核实的填报");
    // One that follows it is not the same.
    let page = admin
        .get(&format!("/registry/departments/{right}/merger?into=xj.scj"))
        .await;
    page.has("两个单位有承接关系");
    let page = admin
        .get(&format!("/registry/departments/{right}/merger?into=nx.zjj"))
        .await;
    page.has("两个单位不在同一行政区");
}
