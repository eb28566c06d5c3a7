//! 填报: a clerk reports on an item for a period.

use axum::http::StatusCode;
use fengong::domain::Post;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

/// 培育新疆名牌产品: 350 个 by 2020, led by 自治区质监局. A number that only grows.
const BRANDS: &str = "一·第6条";
/// 工业产品监督抽查合格率: 92% and more. A share.
const SHARE: &str = "一·第2条";

async fn clerk_and_item(house: &House, locus: &str) -> (Visitor, i64) {
    let clerk = house.clerk_of("自治区质监局").await;
    (clerk, house.item("000", locus).await)
}

async fn target(house: &House, item: i64) -> i64 {
    house
        .value(format!(
            "select target_id from item_target where item_id = {item}"
        ))
        .await
}

#[tokio::test]
async fn a_figure_that_a_clerk_reports_reaches_the_item_the_target_the_review_and_the_overview() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let todo = clerk.get("/todo").await;
    todo.row("培育新疆名牌产品").has("尚未填报数值");
    let words = "新认定新疆名牌产品 12 个，累计 131 个。";
    let report = Report::on(&clerk, item).figure("131").progress(words);
    let after = report.try_to_send().await.follow().await;
    assert_eq!(after.heading(), "我的待办");
    after.part(".flash").has("已报送：培育新疆名牌产品");
    after.row("培育新疆名牌产品").has("131 个");

    let page = clerk.get(&format!("/items/{item}")).await;
    page.has("131 个").has(words);
    let target = target(&house, item).await;
    clerk.get(&format!("/targets/{target}")).await.has("131 个");
    let office = house.office_of("新疆").await;
    let review = office.get("/reviews").await;
    review.has("自治区质监局").has(words).has("131 个");
    let leader = house.leader_of("新疆").await;
    let overview = leader.get("/overview").await;
    let on_track = overview.part("main .sentence a[href='/items?progress=on_track']");
    assert_eq!(on_track.text(), "1");
}

#[tokio::test]
async fn what_was_sent_is_kept_to_the_letter_with_its_event() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let words = "第一行：引号“”、<b>标签</b> & 百分号 % 。\n第二行";
    Report::on(&clerk, item)
        .figure("１３１个")
        .progress(words)
        .send()
        .await;
    let kept: Vec<(String, String, String)> = house
        .rows(
            "select r.progress_text, r.state, trim_scale(v.value)::text
             from report r join report_value v on v.report_id = r.id",
        )
        .await;
    assert_eq!(
        kept,
        [(words.to_owned(), "submitted".to_owned(), "131".to_owned())]
    );
    let page = clerk.get(&format!("/items/{item}")).await;
    page.has("<b>标签</b> & 百分号 %");
    let events: Vec<(String, String)> = house
        .rows(
            "select e.action, u.display_name from event e join user_account u on u.id = e.actor_id
             where e.report_id is not null order by e.id",
        )
        .await;
    let actions: Vec<&str> = events.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(actions, ["report.save", "report.submit"]);
    assert!(
        events.iter().all(|(_, who)| who == "自治区质监局经办人"),
        "{events:?}"
    );
}

#[tokio::test]
async fn a_draft_may_be_incomplete_and_waits_for_its_author() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let address = format!("/items/{item}/report");
    let form = clerk.get(&address).await;
    let form = form.form(&address).fill("problems", "部分企业创牌意愿不强");
    let page = form.press("保存草稿").await.follow().await;
    page.part(".flash").has("草稿已保存");
    assert_eq!(
        page.form(&address).value("problems"),
        "部分企业创牌意愿不强"
    );
    // Nobody else knows of it, and it counts for nothing.
    let office = house.office_of("新疆").await;
    office.get("/reviews").await.has("没有等待核实的填报");
    let row = office
        .get("/items?words=%E5%90%8D%E7%89%8C%E4%BA%A7%E5%93%81")
        .await;
    row.row("培育新疆名牌产品").has("未启动");
}

#[tokio::test]
async fn what_is_missing_is_asked_for_at_its_field_and_nothing_typed_is_lost() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let address = format!("/items/{item}/report");
    let page = clerk.get(&address).await;
    let form = page.form(&address).fill("next-step", "组织专家上门指导");
    let answer = form.press("报送督查室").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors")
        .has("填写本期进展情况")
        .has("选择本期自评");
    assert!(page.about("progress").contains("填写本期进展情况"));
    assert_eq!(page.form(&address).value("next-step"), "组织专家上门指导");
    assert!(page.texts("title").concat().starts_with("错误："));
    let reports: i64 = house.value("select count(*) from report").await;
    assert_eq!(reports, 0);
}

#[tokio::test]
async fn absurd_values_are_refused_with_the_way_out_and_written_nowhere() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let target = target(&house, item).await;
    let (value, as_of) = (format!("value-{target}"), format!("as-of-{target}"));
    let address = format!("/items/{item}/report");
    let long = "长".repeat(2001);
    let table = [
        (value.as_str(), "很多", "不是以“个”为单位的数字"),
        (value.as_str(), "-5", "不会是负数"),
        (value.as_str(), "12.5", "应为整数"),
        (value.as_str(), "99999999999999999999", "数字太大"),
        (value.as_str(), "131家", "请换算后只填数字"),
        (as_of.as_str(), "2018-06-21", "在今天之后"),
        (as_of.as_str(), "去年", "数据日期写作"),
        ("progress", long.as_str(), "最多 2000 字"),
    ];
    for (field, typed, sentence) in table {
        let fields = [("version", "0"), ("step", "save"), (field, typed)];
        let answer = clerk.post(&address, &fields).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{field}: {typed}"
        );
        let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
        page.part(".errors").has(sentence);
        assert_eq!(page.form(&address).value(field), typed);
    }
    let reports: i64 = house.value("select count(*) from report").await;
    assert_eq!(reports, 0);
}

#[tokio::test]
async fn a_form_that_no_browser_sends_is_no_mistake_of_ours() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let address = format!("/items/{item}/report");
    let target = target(&house, item).await;
    let value = format!("value-{target}");
    let forms: [&[(&str, &str)]; 6] = [
        &[],
        &[("version", "one")],
        &[("version", "-1"), ("step", "submit")],
        &[
            ("version", "0"),
            ("step", "explode"),
            ("stated", "wonderful"),
        ],
        &[("version", "0"), (&value, "1"), (&value, "2")],
        &[
            ("version", "0"),
            ("value-999999", "7"),
            ("take-progress", "theirs"),
        ],
    ];
    for fields in forms {
        let answer = clerk.post(&address, fields).await;
        assert!(!answer.status.is_server_error(), "{answer}");
    }
    for body in ["%", "%FF%FE=%00", "progress=%E5%A5", "&&&&", "="] {
        let answer = clerk.post_body(&address, body).await;
        assert!(!answer.status.is_server_error(), "{answer}");
    }
    let huge = format!("version=0&progress={}", "x".repeat(1024 * 1024));
    let answer = clerk.post_body(&address, huge).await;
    answer.page(StatusCode::PAYLOAD_TOO_LARGE).has("超过 1 MB");
}

#[tokio::test]
async fn a_figure_that_looks_wrong_asks_for_a_reason_instead_of_refusing() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, SHARE).await;
    let explanation = format!("explanation-{}", target(&house, item).await);
    let answer = Report::on(&clerk, item).figure("920").try_to_send().await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors").has("还不能报送：请说明");
    let form = page.form(&format!("/items/{item}/report"));
    let form = form.fill(&explanation, "单位为千分之，系统按百分比显示");
    form.press("报送督查室").await.follow().await;
    let kept: Vec<(String, String)> = house
        .rows("select trim_scale(value)::text, explanation from report_value")
        .await;
    let wanted = (
        "920".to_owned(),
        "单位为千分之，系统按百分比显示".to_owned(),
    );
    assert_eq!(kept, [wanted]);
}

#[tokio::test]
async fn two_people_who_write_at_once_see_both_versions_and_overwrite_nothing() {
    let house = House::new().await;
    let (first, item) = clerk_and_item(&house, BRANDS).await;
    let second = house.reviewer_of("自治区质监局").await;
    let address = format!("/items/{item}/report");
    let (early, late) = (first.get(&address).await, second.get(&address).await);
    let saved = Report::on(&first, item)
        .figure("131")
        .progress("甲写的进展情况。");
    saved.filled(&early, "保存草稿").await.follow().await;
    let mine = Report::on(&second, item)
        .figure("140")
        .progress("乙写的进展情况。");
    let answer = mine.filled(&late, "保存草稿").await;

    let page = answer.page(StatusCode::CONFLICT);
    page.has("自治区质监局经办人")
        .has("甲写的进展情况。")
        .has("乙写的进展情况。");
    page.has("131").has("140");
    let kept: String = house.value("select progress_text from report").await;
    assert_eq!(kept, "甲写的进展情况。");
    // One field from either, then saved.
    let form = page.form(&address).fill("take-progress", "theirs");
    let page = form.press("保存草稿").await.follow().await;
    let form = page.form(&address);
    assert_eq!(form.value("progress"), "甲写的进展情况。");
    let figure: String = house
        .value("select trim_scale(value)::text from report_value")
        .await;
    assert_eq!(figure, "140");
}

#[tokio::test]
async fn a_form_that_was_sent_meanwhile_is_not_sent_over() {
    let house = House::new().await;
    let (first, item) = clerk_and_item(&house, BRANDS).await;
    let second = house.reviewer_of("自治区质监局").await;
    let late = second.get(&format!("/items/{item}/report")).await;
    Report::on(&first, item)
        .progress("甲报送的进展情况。")
        .send()
        .await;
    let mine = Report::on(&second, item).progress("乙写的进展情况。");
    let answer = mine.filled(&late, "报送督查室").await;
    let page = answer.page(StatusCode::CONFLICT);
    page.has("已经提交").has("乙写的进展情况。");
    let kept: Vec<String> = house.values("select progress_text from report").await;
    assert_eq!(kept, ["甲报送的进展情况。"]);
}

#[tokio::test]
async fn a_second_click_sends_once() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let page = clerk.get(&format!("/items/{item}/report")).await;
    let clicks = tokio::join!(
        Report::on(&clerk, item).filled(&page, "报送督查室"),
        Report::on(&clerk, item).filled(&page, "报送督查室")
    );
    for click in [clicks.0, clicks.1] {
        assert!(
            [StatusCode::SEE_OTHER, StatusCode::CONFLICT].contains(&click.status),
            "{click}"
        );
    }
    let third = Report::on(&clerk, item).filled(&page, "报送督查室").await;
    assert!(third.location().starts_with("/reports/"));
    let sent: i64 = house
        .value("select count(*) from event where action = 'report.submit'")
        .await;
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn a_report_on_what_is_not_ones_own_is_a_page_that_is_not_there() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    Report::on(&clerk, item).save().await.follow().await;
    let department = house.department("自治区质监局").await;
    let strangers = [
        house.clerk_of("自治区农业厅").await,
        house.clerk_of("宁夏回族自治区质量技术监督局").await,
    ];
    for stranger in strangers {
        for address in [
            format!("/items/{item}/report"),
            format!("/items/{item}/report?department={department}"),
        ] {
            stranger.ask(&address).await.page(StatusCode::NOT_FOUND);
            let fields = [("version", "1"), ("step", "save"), ("progress", "不是我的")];
            let answer = stranger.post(&address, &fields).await;
            answer.page(StatusCode::NOT_FOUND);
        }
    }
    let kept: Vec<String> = house.values("select progress_text from report").await;
    assert!(!kept.contains(&"不是我的".to_owned()), "{kept:?}");
}

#[tokio::test]
async fn the_last_period_is_shown_beside_the_form_and_can_be_taken_over() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let address = format!("/items/{item}/report?period=2018-01-01");
    let page = clerk.get(&address).await;
    let last = Report::on(&clerk, item)
        .figure("119")
        .progress("一季度新认定 4 个。");
    last.filled(&page, "报送督查室").await.follow().await;

    let page = clerk.get(&format!("/items/{item}/report")).await;
    page.part("form ~ aside").has("一季度新认定 4 个。");
    let page = page.open("沿用上期内容再修改").await;
    let form = page.form(&format!("/items/{item}/report"));
    assert_eq!(form.value("progress"), "一季度新认定 4 个。");
    // Less than what was there already is asked about.
    let answer = Report::on(&clerk, item).figure("100").try_to_send().await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors").has("低于上期 119 个");
}

#[tokio::test]
async fn nobody_reports_before_reporting_began_or_on_what_is_to_come() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    for period in ["2016-01-01", "2018-07-01", "2018-05-17", "9999-01-01"] {
        let address = format!("/items/{item}/report?period={period}");
        clerk.ask(&address).await.page(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn somebody_with_two_departments_reports_for_the_one_that_is_asked() {
    let house = House::new().await;
    let item = house.item("000", "三.1").await;
    let grants = [
        house.grant_in("自治区质监局", Post::Clerk).await,
        house.grant_in("自治区农业厅", Post::Clerk).await,
    ];
    let both = house.person("两家单位的经办人", &grants).await;
    let department = house.department("自治区农业厅").await;
    let address = format!("/items/{item}/report?department={department}");
    let page = both.get(&address).await;
    page.has("自治区农业厅");
    Report::on(&both, item)
        .filled(&page, "保存草稿")
        .await
        .follow()
        .await;
    let whose: Vec<i64> = house.values("select department_id from report").await;
    assert_eq!(whose, [department]);
}

#[tokio::test]
async fn that_nothing_is_new_is_said_with_one_click() {
    let house = House::new().await;
    let (clerk, item) = clerk_and_item(&house, BRANDS).await;
    let page = clerk
        .get(&format!("/items/{item}/report?period=2018-01-01"))
        .await;
    let last = Report::on(&clerk, item).figure("119");
    last.filled(&page, "报送督查室").await.follow().await;

    let page = clerk.get(&format!("/items/{item}/report")).await;
    let form = page.form(&format!("/items/{item}/report"));
    let sent = form.press("本期无新进展，按上期数值报送").await;
    sent.follow().await.has("已报送");
    let kept: Vec<(String, String, String)> = house
        .rows(
            "select r.state, r.progress_text, v.value::text from report r join report_value v on v.report_id = r.id
             order by r.id",
        )
        .await;
    let (state, words, value) = &kept[1];
    assert_eq!((state.as_str(), value.as_str()), ("submitted", "119"));
    assert!(words.starts_with("本期无新进展") && words.contains("2018年第一季度"));
}
