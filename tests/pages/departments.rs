//! 单位: the list and one department.

use axum::http::StatusCode;

use super::counts;
use crate::support::House;
use crate::support::page::Part;

async fn department(house: &House, code: &str) -> i64 {
    house
        .value(format!("select id from department where code = '{code}'"))
        .await
}

#[tokio::test]
async fn every_number_of_a_department_leads_to_its_rows() {
    let house = House::new().await;
    counts::report(&house).await;
    let office = house.office_of("新疆").await;
    let bureau = department(&house, "xj.zjj").await;
    let page = office.get(&format!("/departments/{bureau}")).await;
    assert!(counts::hold(&page).await > 8);
    // A page of the list, each number of it.
    let page = office.get("/departments?which=silent&size=20").await;
    assert!(counts::hold(&page).await > 20);
}

#[tokio::test]
async fn each_choice_shows_as_many_departments_as_it_says() {
    let house = House::new().await;
    counts::report(&house).await;
    let office = house.office_of("新疆").await;
    let notice: i64 = house
        .value("select id from document where title = '实施质量强区战略任务分工'")
        .await;
    for address in [
        "/departments?size=200".to_owned(),
        format!("/departments?document={notice}&size=200"),
    ] {
        let page = office.get(&address).await;
        let choices = page.main().texts(".choices-bar > *");
        assert_eq!(choices.len(), 5, "{choices:?}");
        for choice in choices {
            let (label, count) = choice.rsplit_once(' ').unwrap();
            let which = match label {
                "全部" => "all",
                "有任务" => "working",
                "欠进度" => "behind",
                "逾期未报" => "silent",
                "应报未报" => "missing",
                other => panic!("{other}"),
            };
            let listed = office.get(&format!("{address}&which={which}")).await;
            assert_eq!(listed.rows().len().to_string(), count, "{address} {label}");
        }
    }
}

#[tokio::test]
async fn a_department_shows_its_names_and_what_became_of_it() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    let bureau = department(&house, "xj.zjj").await;
    let page = office.get(&format!("/departments/{bureau}")).await;
    assert_eq!(page.heading(), "自治区质监局");
    page.has("新疆维吾尔自治区质量技术监督局");
    page.row("2018-11-28 起，并入").has("可靠程度：中，宜核对");
    let after = page.open("新疆维吾尔自治区市场监督管理局").await;
    after.row("它并入本单位 新疆维吾尔自治区质量技术监督局");
    // A body of many is shown with its members of the day.
    let towns = department(&house, "xj.gdz").await;
    let page = office.get(&format!("/departments/{towns}")).await;
    page.part("main section[aria-labelledby='members']")
        .has("乌鲁木齐市人民政府");
}

#[tokio::test]
async fn a_department_is_found_by_any_of_its_names() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    // 技术监督局, an alias.
    let page = office
        .get("/departments?words=%E6%8A%80%E6%9C%AF%E7%9B%91%E7%9D%A3%E5%B1%80")
        .await;
    page.row("自治区质监局");
    page.has("名称含“技术监督局”的单位 1 个");
    let unknown = office.ask("/departments?which=busy").await;
    unknown.page(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_department_of_another_region_is_not_there() {
    let house = House::new().await;
    let office = house.office_of("宁夏").await;
    let bureau = department(&house, "xj.zjj").await;
    office
        .ask(&format!("/departments/{bureau}"))
        .await
        .page(StatusCode::NOT_FOUND);
}
