//! What goes on in a new version: reports, drafts, figures, and who is asked from when.

use axum::http::StatusCode;

use super::{Desk, bring, new, publish};
use crate::support::Report;
use crate::support::page::Part;

#[tokio::test]
async fn what_was_reported_on_the_old_version_is_not_asked_again() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    let report = Report::on(&clerk, old)
        .figure("120")
        .progress("新增名牌产品 20 个，累计 120 个。")
        .send()
        .await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    // Of the four items that the department now leads, this one is done for the period.
    let page = clerk.get("/todo").await;
    page.has("应报 3 项").has("已报 1 项");
    let form = clerk.ask(&format!("/items/{item}/report")).await;
    assert_eq!(form.location(), format!("/reports/{report}"));
    let page = clerk.get(&format!("/items/{item}")).await;
    let reports = page.texts("main .lines > li");
    assert!(reports[0].contains("原版本") && reports[0].contains("新增名牌产品 20 个"));
    page.has("120 个");
    let standing = |item: i64| {
        format!("select progress || ' ' || reported_through::text from item where id = {item}")
    };
    let carried: String = desk.house.value(standing(item)).await;
    assert_eq!(carried, "on_track 2018-06-30");
    // The report stays where it was made.
    let home: i64 = desk
        .house
        .value(format!("select item_id from report where id = {report}"))
        .await;
    assert_eq!(home, old);
}

#[tokio::test]
async fn a_report_that_is_sent_back_after_the_change_is_asked_for_under_the_new_version() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    let report = Report::on(&clerk, old).figure("120").send().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    let office = desk.house.office_of("新疆").await;
    let fields = [("version", "2"), ("reason", "请说明数据来源。")];
    office
        .post(&format!("/reports/{report}/return"), &fields)
        .await
        .location();
    let standing: String = desk
        .house
        .value(format!("select progress from item where id = {item}"))
        .await;
    assert_eq!(standing, "not_started", "what was sent back does not count");
    let page = clerk.get(&format!("/items/{item}/report")).await;
    let form = page.form(&format!("/items/{item}/report"));
    let target: i64 = desk
        .house
        .value(format!(
            "select target_id from item_target where item_id = {item}"
        ))
        .await;
    assert_eq!(form.value(&format!("value-{target}")), "120");
    // Sent again, it is the same report of the same period.
    let again = Report::on(&clerk, item).figure("121").send().await;
    assert_eq!(again, report);
    let reports: i64 = desk.house.value("select count(*) from report").await;
    assert_eq!(reports, 1);
}

#[tokio::test]
async fn a_draft_goes_on_and_an_old_address_leads_to_it() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    let opened = clerk.get(&format!("/items/{old}/report")).await;
    Report::on(&clerk, old)
        .progress("写到一半的进展。")
        .save()
        .await
        .follow()
        .await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    let answer = clerk.ask(&format!("/items/{old}/report")).await;
    assert!(
        answer
            .location()
            .starts_with(&format!("/items/{item}/report"))
    );
    let page = answer.follow().await;
    let form = page.form(&format!("/items/{item}/report"));
    assert_eq!(form.value("progress"), "写到一半的进展。");
    // What is sent from a page that was opened before the change is compared with the draft, not lost.
    let late = Report::on(&clerk, old).progress("另一个窗口里写的进展。");
    let answer = late.filled(&opened, "保存草稿").await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    let page = answer.page(StatusCode::CONFLICT);
    page.has("写到一半的进展。").has("另一个窗口里写的进展。");
}

#[tokio::test]
async fn figures_stay_in_the_course_of_the_target() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let old = desk.item(desk.old, "一（一）").await;
    Report::on(&clerk, old).figure("120").send().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（一）").await;
    let target: i64 = desk
        .house
        .value(format!("select id from target where item_id = {item}"))
        .await;
    let page = clerk.get(&format!("/targets/{target}")).await;
    page.has("目标 ≥400个").has("现值 120 个");
    page.row("2018年第二季度").has("120 个");
    clerk
        .get("/targets")
        .await
        .row("新疆名牌产品")
        .has("120 个");
    // The course begins where the first version began, so that pace is not reset by an amendment.
    let from: String = desk
        .house
        .value(format!(
            "select reported_from::text from item where id = {item}"
        ))
        .await;
    assert_eq!(from, "2018-03-01");
}

#[tokio::test]
async fn a_department_that_is_new_on_an_item_is_asked_from_the_new_day_and_owes_nothing_before() {
    let desk = Desk::new().await;
    let new = desk.amend().await;
    let item = desk.item(new, "一（二）").await;
    let covered = async |name: &str| -> String {
        let department = desk.house.department(name).await;
        desk.house
            .value(format!(
                "select covered_to::text from tracked_duty where item_id = {item} and department_id = {department}"
            ))
            .await
    };
    assert_eq!(covered("自治区质监局").await, "2018-02-28");
    assert_eq!(covered("自治区财政厅").await, "2018-05-31");
    let gone = desk.house.department("自治区工商局").await;
    let asked: i64 = desk
        .house
        .value(format!(
            "select count(*) from tracked_duty where department_id = {gone}"
        ))
        .await;
    assert_eq!(asked, 0);
}

#[tokio::test]
async fn who_was_named_to_collect_collects_under_the_new_version() {
    let desk = Desk::new().await;
    let office = desk.house.office_of("新疆").await;
    let old = desk.item(desk.old, "二（四）").await;
    desk.house
        .run(format!(
            "update duty set role = 'joint' where item_id = {old}"
        ))
        .await;
    let collector = desk.house.department("自治区商务厅").await;
    let fields = [("department", collector.to_string())];
    let fields = [("department", fields[0].1.as_str())];
    office
        .post(&format!("/items/{old}/consolidation"), &fields)
        .await
        .location();
    let led = desk.amend().await;
    // 旅发委 leads in both versions, so that nobody collects by the word of the office there.
    let named: i64 = desk
        .house
        .value(format!(
            "select count(*) from consolidation c join item i on i.id = c.item_id where i.document_id = {led}"
        ))
        .await;
    assert_eq!(named, 0);
    // Where all share in the new version too, the naming goes on.
    let new = desk.item(led, "二（四）").await;
    desk.house
        .run(format!(
            "update duty set role = 'joint' where item_id = {new}"
        ))
        .await;
    let mut db = desk.house.db().await;
    fengong::store::consolidations::carry(&mut db, &[old], &[new])
        .await
        .expect("a statement");
    let named: Vec<i64> = desk
        .house
        .values(format!(
            "select department_id from consolidation where item_id = {new} and ended_at is null"
        ))
        .await;
    assert_eq!(named, [collector]);
}

#[tokio::test]
async fn a_third_version_goes_on_from_the_second() {
    let desk = Desk::new().await;
    let clerk = desk.house.clerk_of("自治区质监局").await;
    let first = desk.item(desk.old, "一（一）").await;
    Report::on(&clerk, first).figure("120").send().await;
    let second = desk.amend().await;
    let third = new()
        .replace("56号", "70号")
        .replace("400个", "420个")
        .replace("6月1日", "6月15日");
    let review = bring(&desk.admin, &third, &second.to_string()).await;
    publish(&desk.admin, &review).await;
    let third: i64 = desk.house.value("select max(id) from document").await;
    let item = desk.item(third, "一（一）").await;
    let page = desk.admin.get(&format!("/items/{item}")).await;
    page.has("版本 3 个").has("120 个");
    let line: Vec<i64> = desk
        .house
        .values(format!(
            "select id from item where first_id = {first} order by id"
        ))
        .await;
    assert_eq!(line.len(), 3);
    desk.admin.get(&format!("/items/{first}")).await.has("70号");
}
