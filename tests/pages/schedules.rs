//! 填报安排: an administrator makes one, looks at its rounds beforehand, and chooses it for a document or an item.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Page, Report, Visitor};

/// 培育新疆名牌产品.
const BRANDS: &str = "一·第6条";

/// 武汉: 4月15日、7月15日、10月15日, and 1月15日 of the next year.
async fn wuhan(admin: &Visitor) -> Page {
    let page = admin.get("/schedules/new").await;
    let form = page
        .form("/schedules")
        .fill("name", "季后15日前")
        .fill("due-day", "15")
        .fill("due-month", "next");
    form.press("保存").await.follow().await
}

async fn key(house: &House, name: &str) -> i64 {
    house
        .value(format!("select id from schedule where name = '{name}'"))
        .await
}

#[tokio::test]
async fn the_next_rounds_are_seen_before_anything_is_saved() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = admin.get("/schedules/new").await;
    let form = page
        .form("/schedules")
        .fill("name", "季后5日前")
        .fill("due-day", "5")
        .fill("due-month", "next");
    let page = form.press("预览后面的轮次").await.page(StatusCode::OK);
    let rows = page.rows();
    assert_eq!(rows.len(), 6);
    let row = page.row("2018年第三季度");
    row.has("7月1日（周日）").has("10月8日（周一）");
    row.has("原为 10月5日（周五），国庆节，顺延");
    page.row("2018年第二季度")
        .has("7月5日（周四）")
        .has("按规则");
    // 2019-01-05 is a Saturday.
    let row = page.row("2018年第四季度");
    row.has("2019年1月7日（周一）")
        .has("原为 2019年1月5日（周六），顺延");
    let made: i64 = house.value("select count(*) from schedule").await;
    assert_eq!(made, 1, "looking writes nothing");
    // What was typed is still in the form.
    assert_eq!(page.form("/schedules").value("due-day"), "5");
}

#[tokio::test]
async fn a_schedule_is_made_chosen_and_followed_everywhere() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = wuhan(&admin).await;
    assert_eq!(page.heading(), "填报安排：季后15日前");
    page.row("2018年第二季度")
        .has("7月16日（周一）")
        .has("原为 7月15日（周日），顺延");
    let schedule = key(&house, "季后15日前").await;
    let item = house.item("000", BRANDS).await;
    let document: i64 = house
        .value(format!("select document_id from item where id = {item}"))
        .await;

    let page = admin.get(&format!("/documents/{document}")).await;
    let page = page.open("选择填报安排").await;
    let form = page.form(&format!("/documents/{document}/schedule"));
    let form = form.fill("schedule", &schedule.to_string());
    let page = form.press("改用所选安排").await.follow().await;
    page.part(".flash").has("填报安排已改为“季后15日前”");
    page.part("main dl.facts").has("季后15日前，2017-05-09 起");
    page.part("main dl.facts").has("填报安排由管理员选定");
    let list = admin.get("/schedules").await;
    list.row("季后15日前")
        .has("每季度结束后次月15日前")
        .has("1 份");

    // The clerk is asked under two schedules, each with its own sentence.
    let clerk = house.clerk_of("自治区质监局").await;
    let todo = clerk.get("/todo").await;
    let sentences = todo.texts("main p.sentence");
    assert_eq!(sentences.len(), 2, "{sentences:?}");
    assert!(sentences[0].starts_with("2018年第二季度（每季度末月25日前）：应报"));
    assert!(sentences[0].contains("截止 6月25日（周一），还有 5 天"));
    assert!(sentences[1].starts_with("2018年第二季度（季后15日前）：应报"));
    assert!(sentences[1].contains("截止 7月16日（周一），还有 26 天"));
    let form = clerk.get(&format!("/items/{item}/report")).await;
    form.part("main .lede")
        .has("7月16日（周一）前报送，还有 26 天");

    let events: Vec<String> = house
        .values("select action from event where action like '%schedule%' order by id")
        .await;
    assert_eq!(events, ["schedule.create", "document.schedule"]);
    let log = house.auditor().await.get("/events").await;
    log.row("更换文件的填报安排")
        .has("每季度末月25日前")
        .has("季后15日前");
}

#[tokio::test]
async fn an_item_may_differ_from_its_document() {
    let house = House::new().await;
    let admin = house.admin().await;
    wuhan(&admin).await;
    let schedule = key(&house, "季后15日前").await;
    let item = house.item("000", BRANDS).await;
    let other = house.item("000", "一·第5条").await;
    let page = admin.get(&format!("/items/{item}")).await;
    let page = page.open("改用其他安排").await;
    page.has("随文件：每季度末月25日前");
    let address = format!("/items/{item}/schedule");
    let form = page.form(&address).fill("schedule", &schedule.to_string());
    let page = form.press("改用所选安排").await.follow().await;
    page.has("季后15日前（本事项单独安排）");
    let clerk = house.clerk_of("自治区质监局").await;
    let due = async |item: i64| {
        let page = clerk.get(&format!("/items/{item}/report")).await;
        page.part("main .lede").text()
    };
    assert!(due(item).await.contains("7月16日"));
    assert!(due(other).await.contains("6月25日"));
    admin
        .get("/schedules")
        .await
        .row("季后15日前")
        .has("单独安排的事项 1 项");
    // And back.
    let page = admin.get(&address).await;
    let form = page.form(&address).fill("schedule", "");
    form.press("改用所选安排").await.follow().await;
    assert!(due(item).await.contains("6月25日"));
    let answer = admin.post(&address, &[("schedule", "7")]).await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("请从列表中选择一个填报安排。");
}

#[tokio::test]
async fn milestones_are_reported_on_one_after_the_other() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = admin.get("/schedules/new").await;
    let form = page
        .form("/schedules")
        .fill("name", "方案节点")
        .fill("cycle", "milestones")
        .fill("shift", "none")
        .fill("opens", "20")
        .fill("dates", "2018-12-31 中期评估\n2018-06-30 完成方案");
    let page = form.press("保存").await.follow().await;
    page.row("完成方案（2018年6月30日节点）")
        .has("6月10日（周日）");
    page.row("中期评估（2018年12月31日节点）");
    let schedule = key(&house, "方案节点").await;
    let item = house.item("000", BRANDS).await;
    let fields = [("schedule", &*schedule.to_string())];
    let answer = admin
        .post(&format!("/items/{item}/schedule"), &fields)
        .await;
    answer.location();

    let clerk = house.clerk_of("自治区质监局").await;
    let todo = clerk.get("/todo").await;
    todo.has("完成方案（2018年6月30日节点）（方案节点）：应报 1 项");
    let report = Report::on(&clerk, item).figure("131").send().await;
    let page = clerk.get(&format!("/reports/{report}")).await;
    page.part("main .lede").has("2018年6月30日节点");
    // A milestone that was reported on stays; others may come and go.
    let change = async |dates: &str| {
        let page = admin.get(&format!("/schedules/{schedule}")).await;
        let form = page.form(&format!("/schedules/{schedule}"));
        form.fill("dates", dates).press("保存").await
    };
    let answer = change("2018-07-31 完成方案\n2018-12-31 中期评估").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("“2018-06-30 完成方案”已有填报，不能改动或删除");
    let page = change("2018-06-30 完成方案\n2019-06-30 总结").await;
    page.follow().await.row("总结（2019年6月30日节点）");
}

#[tokio::test]
async fn wrong_input_is_answered_at_its_field() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = admin.get("/schedules/new").await;
    let form = page
        .form("/schedules")
        .fill("due-day", "32")
        .fill("opens", "0");
    let answer = form.press("保存").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("name").contains("请填写名称"));
    assert!(page.about("due-day").contains("请填写 1 至 31 的整数"));
    assert!(page.about("opens").contains("请填写 1 至 366 的整数"));
    assert_eq!(page.form("/schedules").value("due-day"), "32");
    let form = page
        .form("/schedules")
        .fill("name", "每季度末月25日前")
        .fill("due-day", "5")
        .fill("opens", "");
    let answer = form.press("保存").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("已经有叫“每季度末月25日前”的填报安排，请换一个名称。");
    let once = page
        .form("/schedules")
        .fill("name", "一次")
        .fill("cycle", "once");
    let page = once
        .press("保存")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("opens").contains("请填写截止前几天开始填报"));
    assert!(page.about("dates").contains("请至少填写一个日期"));
}

#[tokio::test]
async fn two_administrators_do_not_overwrite_each_other() {
    let house = House::new().await;
    let (first, second) = (house.admin().await, house.admin().await);
    let schedule = key(&house, "每季度末月25日前").await;
    let address = format!("/schedules/{schedule}");
    let (hers, his) = (first.get(&address).await, second.get(&address).await);
    let form = hers.form(&address).fill("due-day", "20");
    form.press("保存").await.follow().await;
    let answer = his.form(&address).fill("due-day", "28").press("保存").await;
    let page = answer.page(StatusCode::CONFLICT);
    page.part("[aria-labelledby='clash']")
        .has("截止日")
        .has("28")
        .has("20");
    assert_eq!(page.form(&address).value("due-day"), "28");
    let day: i32 = house.value("select due_day from schedule").await;
    assert_eq!(day, 20);
    page.form(&address).press("保存").await.follow().await;
    let day: i32 = house.value("select due_day from schedule").await;
    assert_eq!(day, 28);
}

#[tokio::test]
async fn a_schedule_that_was_reported_on_keeps_its_cycle() {
    let house = House::new().await;
    let admin = house.admin().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    Report::on(&clerk, item).save().await.follow().await;
    let schedule = key(&house, "每季度末月25日前").await;
    let address = format!("/schedules/{schedule}");
    let page = admin.get(&address).await;
    let form = page.form(&address).fill("cycle", "month");
    let page = form
        .press("保存")
        .await
        .page(StatusCode::UNPROCESSABLE_ENTITY);
    page.has("已有按“每季度”的填报（2018年第二季度起），不能改周期");
    let form = page.form(&address).fill("cycle", "quarter");
    form.press("保存").await.follow().await;
}

#[tokio::test]
async fn new_documents_have_the_schedule_that_was_marked() {
    let house = House::new().await;
    let admin = house.admin().await;
    wuhan(&admin).await;
    let schedule = key(&house, "季后15日前").await;
    let page = admin.get(&format!("/schedules/{schedule}")).await;
    let form = page.form(&format!("/schedules/{schedule}/standard"));
    let page = form.press("用于新导入的文件").await.follow().await;
    page.row("季后15日前").has("新导入的文件采用");
    let mut db = house.db().await;
    let now = fengong::store::schedules::standard(
        &mut db,
        "2018-06-20T00:00:00Z".parse().expect("a moment"),
    )
    .await;
    assert_eq!(now.expect("a schedule"), schedule);
}
