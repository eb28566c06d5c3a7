//! 系统状态 and 提醒设置.

use axum::http::StatusCode;

use crate::support::House;
use crate::support::page::Part;

#[tokio::test]
async fn an_administrator_sees_what_was_done_what_waits_and_what_failed() {
    let house = House::new().await;
    let admin = house.admin().await;
    admin.get("/jobs").await.has("没有等待或失败的任务。");
    house
        .run(
            "insert into job (kind, key, state, run_at, planned_at, finished_at, outcome, attempts, last_error)
             values ('reminders', '2018-06-19', 'done', now(), now(), now(), '提醒 9 人', 1, null),
                    ('reminders', '2018-06-20', 'waiting', now(), now(), null, '', 2, '数据库没有应答'),
                    ('housekeeping', '2018-06-18', 'failed', now(), now(), now(), '', 8, '磁盘已满')",
        )
        .await;
    let page = admin.get("/jobs").await;
    page.has("等待 1 个，失败 1 个");
    page.row("2018-06-19").has("提醒 9 人");
    page.row("2018-06-20")
        .has("等待")
        .has("数据库没有应答")
        .lacks("重试");
    page.row("2018-06-18")
        .has("失败")
        .has("磁盘已满")
        .has("重试");
    let job: i64 = house
        .value("select id from job where state = 'failed'")
        .await;
    let form = format!("/jobs/{job}/retry");
    let answer = page.form(form.as_str()).press("重试").await;
    answer.follow().await.has("等待 2 个，失败 0 个");
    house
        .auditor()
        .await
        .get("/events?kind=job")
        .await
        .row("重试后台任务")
        .has("清理过期数据 2018-06-18");
}

#[tokio::test]
async fn when_people_are_reminded_is_set_and_recorded() {
    let house = House::new().await;
    let admin = house.admin().await;
    let page = admin.get("/settings/reminders").await;
    let form = page.form("/settings/reminders");
    assert_eq!(form.value("before"), "7、3、1");
    let form = form.fill("before", "5，2").fill("gap", "很久");
    let answer = form.press("保存提醒设置").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("gap").contains("填写一个 1 到 90 的整数"));
    let form = page.form("/settings/reminders");
    assert_eq!(form.value("before"), "5，2");
    let answer = form.fill("gap", "2").press("保存提醒设置").await;
    let page = answer.follow().await;
    page.has("提醒设置已保存");
    assert_eq!(page.form("/settings/reminders").value("before"), "5、2");
    house
        .auditor()
        .await
        .get("/events?kind=setting")
        .await
        .row("更改设置")
        .has("截止前提醒（天）：7、3、1 → 5、2");
}
