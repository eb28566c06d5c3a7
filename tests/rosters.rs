//! A body of many: its members report each for itself and are shown together; when its roster changes, so do duties.
//!
//! The notice of 2017 names 各地州市人民政府 in eight tasks: 二.1, 三.4, 四.3, 四.4, 七.1, 八.1, 八.3 and 八.4. Nine cities and
//! prefectures have a government, five 地区 a 行政公署.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

const CITY: &str = "乌鲁木齐市人民政府";
const ENVIRONMENT: &str = "三.4";

async fn body(house: &House) -> i64 {
    house
        .value("select id from department where code = 'xj.gdz'")
        .await
}

#[tokio::test]
async fn members_are_shown_together_and_each_number_leads_to_its_rows() {
    let house = House::new().await;
    let item = house.item("000", ENVIRONMENT).await;
    let city = house.clerk_of(CITY).await;
    Report::on(&city, item).send().await;
    let office = house.office_of("新疆").await;
    let page = office.get(&format!("/items/{item}")).await;
    let lines: Vec<String> = page
        .texts("p.members")
        .into_iter()
        .map(|line| line.replace(' ', ""))
        .collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert!(
        lines[0].contains("2018年第二季度已报1/9，未报8"),
        "{lines:?}"
    );
    assert!(lines[1].contains("已报0/5，未报5"), "{lines:?}");
    let line = page.parts("p.members")[0];
    for (number, rows) in [("1", 1), ("9", 9), ("8", 8)] {
        let listed = line.open(number).await;
        assert_eq!(listed.rows().len(), rows, "{number}");
    }
    let reported = line.open("1").await;
    reported.row(CITY).has("已报");
    let missing = line.open("8").await;
    missing.lacks(CITY);
    missing.row("哈密市人民政府").has("逾期未报");
}

/// A member leaves and another joins, from 2018-06-01.
async fn change(house: &House, admin: &Visitor) -> String {
    let id = body(house).await;
    let address = format!("/registry/bodies/{id}");
    let page = admin.get(&address).await;
    page.has("2018-06-20 的成员 9 个");
    let end = page.row(CITY);
    let action = end.texts("form");
    assert_eq!(action.len(), 1);
    let city = house.department(CITY).await;
    let member: i64 = house
        .value(format!(
            "select id from roster_member where collective_id = {id} and member_id = {city}"
        ))
        .await;
    let form = page
        .form(&format!("/registry/members/{member}/end"))
        .fill("to", "2018-06-01");
    form.press("保存退出日").await.follow().await;
    let page = admin.get(&address).await;
    let form = page
        .form(&format!("{address}/members"))
        .fill("member", "自治区统计局")
        .fill("from", "2018-06-01");
    let page = form.press("加入名册").await.follow().await;
    page.has("2018-06-20 的成员 9 个");
    page.has("要新增 8 条，停止或改派 8 条");
    format!("{address}/duties")
}

#[tokio::test]
async fn a_change_of_the_roster_changes_duties_after_a_dry_run_and_keeps_reports() {
    let house = House::new().await;
    let admin = house.admin().await;
    let item = house.item("000", ENVIRONMENT).await;
    let clerk = house.clerk_of(CITY).await;
    let report = Report::on(&clerk, item).send().await;
    let address = change(&house, &admin).await;
    let page = admin.get(&address).await;
    page.has("要新增应报 8 条，停止 8 条");
    assert_eq!(page.rows().len(), 16);
    let open = page.rows_with(CITY);
    assert_eq!(open.len(), 8);
    assert_eq!(
        open.iter()
            .filter(|row| row.text().contains("已有填报，保留备查"))
            .count(),
        1
    );
    let page = page.form(&address).press("确认调整").await.follow().await;
    page.has("涉及 8 项");
    let statistics = house.department("自治区统计局").await;
    let begun: Vec<String> = house
        .values(format!(
            "select distinct concat_ws(' ', reported_from, progress) from duty
             where department_id = {statistics} and reported_from is not null"
        ))
        .await;
    assert_eq!(begun, ["2018-06-20 not_started"]);
    let state: String = house
        .value(format!("select state from report where id = {report}"))
        .await;
    assert_eq!(state, "submitted");
    // Whoever left is not asked any more; whoever joined is.
    clerk
        .ask(&format!("/items/{item}/report"))
        .await
        .page(StatusCode::NOT_FOUND);
    let joined = house.clerk_of("自治区统计局").await;
    joined.get(&format!("/items/{item}/report")).await;
    // Twice is once.
    admin.get(&address).await.has("没有需要调整的");
    let again = admin.post(&address, &[]).await;
    again.follow().await.has("没有需要调整的");
}

#[tokio::test]
async fn an_adjustment_is_taken_back_until_the_new_member_reports() {
    let house = House::new().await;
    let admin = house.admin().await;
    let address = change(&house, &admin).await;
    let duties = || {
        house.values::<String>(
            "select concat_ws(' ', item_id, department_id, responsibility_id, role, progress) from duty order by 1",
        )
    };
    let before = duties().await;
    let page = admin.get(&address).await;
    let page = page.form(&address).press("确认调整").await.follow().await;
    assert_ne!(duties().await, before);
    let undoing = format!("{}/undoing", page.answer().address);
    page.form(&undoing)
        .press("撤销这次变动")
        .await
        .follow()
        .await;
    assert_eq!(duties().await, before);
}

#[tokio::test]
async fn nobody_is_a_member_twice_or_of_itself() {
    let house = House::new().await;
    let admin = house.admin().await;
    let address = format!("/registry/bodies/{}", body(&house).await);
    let page = admin.get(&address).await;
    let add = format!("{address}/members");
    let twice = page.form(&add).fill("member", CITY).press("加入名册").await;
    let page = twice.page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("member").contains("在这些日期里已经是成员"));
    let itself = page
        .form(&add)
        .fill("member", "xj.gdz")
        .press("加入名册")
        .await;
    let page = itself.page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("member").contains("不能是自己的成员"));
    assert_eq!(page.form(&add).value("member"), "xj.gdz");
}

#[tokio::test]
async fn a_roster_is_seen_as_it_was_on_a_day() {
    let house = House::new().await;
    let admin = house.admin().await;
    let id = body(&house).await;
    // 吐鲁番 became a city on 2015-04-12, 哈密 on 2016-02-18.
    for (day, members) in [("2015-04-11", 7), ("2015-04-12", 8), ("2016-02-18", 9)] {
        let page = admin.get(&format!("/registry/bodies/{id}?day={day}")).await;
        assert_eq!(page.rows().len(), members, "{day}");
    }
}
