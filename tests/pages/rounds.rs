//! 轮次: late reports, another due day, locking, and what becomes of those who did not report.

use axum::http::StatusCode;
use chrono::NaiveDate;

use super::counts;
use crate::support::page::Part;
use crate::support::{House, Page, Report, Visitor};

/// 培育新疆名牌产品.
const BRANDS: &str = "一·第6条";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

async fn schedule(house: &House) -> i64 {
    house.value("select id from schedule").await
}

/// Sends one of the forms of a round.
async fn change(
    admin: &Visitor,
    schedule: i64,
    place: &str,
    button: &str,
    fields: &[(&str, &str)],
) -> Page {
    let page = admin.get(&format!("/schedules/{schedule}/rounds")).await;
    let mut form = page.form(&format!("/schedules/{schedule}/rounds/{place}"));
    for (name, value) in fields {
        form = form.fill(name, value);
    }
    let answer = form.press(button).await;
    match answer.status {
        StatusCode::SEE_OTHER => answer.follow().await,
        status => answer.page(status),
    }
}

#[tokio::test]
async fn a_late_report_is_taken_and_marked_wherever_it_is_shown() {
    let mut house = House::new().await;
    let item = house.item("000", BRANDS).await;
    house.wait_until(day("2018-06-28"));
    let clerk = house.clerk_of("自治区质监局").await;
    let todo = clerk.get("/todo").await;
    todo.has("截止 6月25日（周一），逾期 3 天");
    todo.part("#overdue").has("培育新疆名牌产品");
    let form = clerk.get(&format!("/items/{item}/report")).await;
    form.part("main .lede")
        .has("6月25日（周一）截止，逾期 3 天；现在报送记为迟报");
    let report = Report::on(&clerk, item).figure("131").send().await;
    clerk
        .get(&format!("/reports/{report}"))
        .await
        .part("main .lede")
        .has("迟报 3 天");
    clerk
        .get(&format!("/items/{item}"))
        .await
        .row("已报送")
        .has("迟报 3 天");
    clerk
        .get("/todo")
        .await
        .row("培育新疆名牌产品")
        .has("迟报 3 天");
    let office = house.office_of("新疆").await;
    office.get("/reviews").await.has("迟报 3 天");
    let admin = house.admin().await;
    let rounds = format!("/schedules/{}/rounds", schedule(&house).await);
    admin
        .get(&rounds)
        .await
        .row("2018年第二季度")
        .has("1 份，其中迟报 1 份");

    // What is returned and sent again is not later for that.
    let fields = [("version", "2"), ("reason", "请补充说明数据来源。")];
    office
        .post(&format!("/reports/{report}/return"), &fields)
        .await
        .location();
    house.wait_until(day("2018-07-10"));
    let clerk = house.clerk_of("自治区质监局").await;
    let page = clerk
        .get(&format!("/items/{item}/report?period=2018-04-01"))
        .await;
    let button = page.part("main button[value='submit']").text();
    let form = page.form(&format!("/items/{item}/report"));
    let answer = form
        .fill("progress", "数据来自认定名单。")
        .press(&button)
        .await;
    answer.location();
    clerk
        .get(&format!("/reports/{report}"))
        .await
        .part("main .lede")
        .has("迟报 3 天");
}

#[tokio::test]
async fn a_locked_round_takes_no_report_and_keeps_what_was_typed() {
    let mut house = House::new().await;
    let item = house.item("000", BRANDS).await;
    let id = schedule(&house).await;
    house.wait_until(day("2018-06-28"));
    let (clerk, admin) = (house.clerk_of("自治区质监局").await, house.admin().await);
    let sent = Report::on(&clerk, house.item("000", "一·第5条").await)
        .send()
        .await;
    let open = clerk.get(&format!("/items/{item}/report")).await;
    let page = change(&admin, id, "2018-04-01/lock", "锁定本轮", &[]).await;
    page.has("请写明理由，各单位会看到。");
    let reason = [("reason", "二季度情况已汇总上报")];
    let page = change(&admin, id, "2018-04-01/lock", "锁定本轮", &reason).await;
    page.row("2018年第二季度")
        .has("已锁定")
        .has("二季度情况已汇总上报");

    // A form that was open is refused, and what was typed is there.
    let typed = Report::on(&clerk, item).progress("走访了三家企业。");
    let answer = typed.filled(&open, "保存草稿").await;
    let page = answer.page(StatusCode::CONFLICT);
    page.has("本轮填报已锁定")
        .has("管理员 锁定")
        .has("二季度情况已汇总上报");
    assert_eq!(
        page.form(&format!("/items/{item}/report"))
            .value("progress"),
        "走访了三家企业。"
    );
    let reports: i64 = house
        .value(format!(
            "select count(*) from report where item_id = {item}"
        ))
        .await;
    assert_eq!(reports, 0);
    let form = clerk.get(&format!("/items/{item}/report")).await;
    form.has("本轮填报已锁定");
    assert!(form.parts("main button[value='submit']").is_empty());
    // What was sent cannot be taken back out of it.
    let answer = clerk
        .post(&format!("/reports/{sent}/withdrawal"), &[])
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{answer}");

    let todo = clerk.get("/todo").await;
    todo.part("#missing")
        .has("培育新疆名牌产品")
        .has("应报未报");
    todo.has("6月25日（周一）已截止，本轮已锁定");
    let badge = todo.parts("nav[aria-label='主菜单'] a[href='/todo'] .count");
    assert!(
        badge.iter().all(|one| one.text() == "0"),
        "nothing can be done any more"
    );

    // Nor by a statement that no page makes.
    for change in [
        format!("update report set state = 'draft', submitted_by = null where id = {sent}"),
        format!("update report set first_sent_at = null, saved_at = now() where id = {sent}"),
    ] {
        let refused = house.try_to(&change).await.expect_err("refused");
        assert!(
            refused
                .to_string()
                .contains("a locked round takes no report"),
            "{change}: {refused}"
        );
        let told = fengong::web::error::Error::from(refused);
        assert!(matches!(told, fengong::web::error::Error::Conflict(_)));
    }

    // Unlocked, it is taken again.
    let reason = [("reason", "质监局补报")];
    change(&admin, id, "2018-04-01/unlock", "解除锁定", &reason).await;
    Report::on(&clerk, item).figure("131").send().await;
    let told: Vec<String> = house
        .values("select after ->> 'reason' from event where action like 'round.%' order by id")
        .await;
    assert_eq!(told, ["二季度情况已汇总上报", "质监局补报"]);
}

#[tokio::test]
async fn those_who_did_not_report_are_counted_apart_once_the_round_is_locked() {
    let house = House::new().await;
    counts::report(&house).await;
    let (office, admin) = (house.office_of("新疆").await, house.admin().await);
    let silent: i64 = office
        .get("/departments?which=silent&size=200")
        .await
        .rows()
        .len() as i64;
    assert!(silent > 0);
    let reason = [("reason", "一季度已通报")];
    change(
        &admin,
        schedule(&house).await,
        "2018-01-01/lock",
        "锁定本轮",
        &reason,
    )
    .await;
    let after = office.get("/overview").await;
    after.part("main .sentence").has("个单位应报未报");
    assert!(!after.part("main .sentence").text().contains("逾期未报"));
    let rows = |page: &Page| page.rows().len() as i64;
    let list = office.get("/departments?which=missing&size=200").await;
    assert_eq!(rows(&list), silent);
    assert_eq!(
        rows(&office.get("/departments?which=silent&size=200").await),
        0
    );
    assert!(counts::hold(&list).await > 0);
    let items = office.get("/items?unreported=missing&size=200").await;
    let said = after
        .part("main .sentence a[href='/items?unreported=missing']")
        .text();
    assert_eq!(rows(&items).to_string(), said);
}

#[tokio::test]
async fn another_due_day_needs_a_reason_and_room() {
    let house = House::new().await;
    let admin = house.admin().await;
    let id = schedule(&house).await;
    let place = "2018-04-01/due";
    let said = async |new: &str, reason: &str| {
        let fields = [("day", new), ("reason", reason)];
        change(&admin, id, place, "改截止日", &fields).await.text()
    };
    let table = [
        ("", "停电", "请填写新的截止日"),
        ("六月底", "停电", "“六月底”不是日期"),
        ("2018-06-29", "", "请写明理由"),
        ("2018-06-10", "停电", "不能早于今天（2018-06-20）"),
        (
            "2018-09-25",
            "停电",
            "要早于下一轮（2018年第三季度）的截止日 2018-09-25",
        ),
        ("2018-06-25", "停电", "与现在的截止日相同"),
    ];
    for (new, reason, words) in table {
        let page = said(new, reason).await;
        assert!(page.contains(words), "{new} {reason}: {page}");
    }
    let page = said("2018-06-29", "全区系统停机检修").await;
    assert!(page.contains("人工调整：全区系统停机检修"), "{page}");
    let clerk = house.clerk_of("自治区质监局").await;
    clerk
        .get("/todo")
        .await
        .has("截止 6月29日（周五），还有 9 天");
    // A past round may be given more time, and never less.
    let fields = [("day", "2018-03-20"), ("reason", "更正")];
    let page = change(&admin, id, "2018-01-01/due", "改截止日", &fields).await;
    page.has("不能早于原截止日 2018-03-26");
}

#[tokio::test]
async fn earlier_rounds_can_be_chosen_while_they_are_open() {
    let mut house = House::new().await;
    let item = house.item("000", BRANDS).await;
    house.wait_until(day("2018-07-03"));
    let clerk = house.clerk_of("自治区质监局").await;
    let page = clerk.get(&format!("/items/{item}/report")).await;
    let choices = page.texts("nav[aria-label='填报轮次'] > *");
    assert_eq!(
        choices[..3],
        [
            "2018年第三季度（本期）",
            "2018年第二季度（已截止）",
            "2018年第一季度（已截止）"
        ]
    );
    let page = page.open("2018年第二季度（已截止）").await;
    page.part("main .lede").has("现在报送记为迟报");
    // Rounds to come, and days on which none begins, are no pages.
    for period in ["2018-10-01", "2018-05-01", "2016-01-01"] {
        let answer = clerk
            .ask(&format!("/items/{item}/report?period={period}"))
            .await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{answer}");
    }
}

#[tokio::test]
async fn the_clock_moves_the_rounds_and_loses_nothing() {
    let mut house = House::new().await;
    let item = house.item("000", BRANDS).await;
    let clerk = house.clerk_of("自治区质监局").await;
    let open = clerk.get(&format!("/items/{item}/report")).await;
    // The page is sent after the quarter has turned: it is still about the quarter that it was opened for.
    house.wait_until(day("2018-07-02"));
    let later = house.clerk_of("自治区质监局").await;
    later.get("/todo").await.has("2018年第三季度：应报");
    let address = open
        .part("main form[data-autosave]")
        .attr("action")
        .expect("an address")
        .to_owned();
    let fields = [
        ("version", "0"),
        ("step", "save"),
        ("progress", "跨季提交。"),
        ("stated", "on_track"),
    ];
    later.post(&address, &fields).await.location();
    let period: NaiveDate = house
        .value(format!(
            "select p.first_day from report r join period p on p.id = r.period_id where r.item_id = {item}"
        ))
        .await;
    assert_eq!(period, day("2018-04-01"));
    // A clock that is set back again finds the same draft.
    house.wait_until(day("2018-06-20"));
    let clerk = house.clerk_of("自治区质监局").await;
    let page = clerk.get(&format!("/items/{item}/report")).await;
    assert_eq!(
        page.form(&format!("/items/{item}/report"))
            .value("progress"),
        "跨季提交。"
    );
}
