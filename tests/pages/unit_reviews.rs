//! 单位审核: a clerk hands in, a reviewer of the unit lets it go out or gives it back; nobody decides on their own.

use axum::http::StatusCode;
use fengong::domain::Post;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

const BRANDS: &str = "一·第6条";

/// A unit with a clerk and a reviewer, and a report that was handed in.
struct HandedIn {
    house: House,
    clerk: Visitor,
    reviewer: Visitor,
    item: i64,
    report: i64,
}

impl HandedIn {
    async fn new() -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let reviewer = house.reviewer_of("自治区质监局").await;
        let item = house.item("000", BRANDS).await;
        let report = Report::on(&clerk, item).figure("131").send().await;
        Self {
            house,
            clerk,
            reviewer,
            item,
            report,
        }
    }

    fn address(&self) -> String {
        format!("/reports/{}", self.report)
    }

    async fn state(&self) -> String {
        let report = self.report;
        self.house
            .value(format!("select state from report where id = {report}"))
            .await
    }
}

#[tokio::test]
async fn what_a_clerk_hands_in_stays_in_the_unit_until_its_reviewer_lets_it_go_out() {
    let case = HandedIn::new().await;
    assert_eq!(case.state().await, "handed_in");
    let todo = case.clerk.get("/todo").await;
    todo.part("#handed-in").has("培育新疆名牌产品");
    let outside = [
        case.house.office_of("新疆").await,
        case.house.leader_of("新疆").await,
        case.house.clerk_of("自治区农业厅").await,
    ];
    for other in &outside {
        other.ask(&case.address()).await.page(StatusCode::NOT_FOUND);
    }
    let office = &outside[0];
    office.get("/reviews").await.has("没有等待核实的填报");

    let page = case.reviewer.get("/unit-reviews").await;
    page.has("131 个").has("自治区质监局经办人");
    let badge = page.part("nav[aria-label='主菜单'] a[href='/unit-reviews'] .count");
    assert_eq!(badge.text(), "1");
    let form = page.form(&format!("{}/endorsement", case.address()));
    let page = form.press("通过并报送").await.follow().await;
    page.part(".flash").has("已通过并报送");
    assert_eq!(case.state().await, "submitted");
    office.get("/reviews").await.has("131 个");
    let people: Vec<(String, String)> = case
        .house
        .rows(
            "select e.action, u.display_name from event e join user_account u on u.id = e.actor_id
             where e.report_id is not null order by e.id",
        )
        .await;
    let people: Vec<(&str, &str)> = people
        .iter()
        .map(|(action, who)| (action.as_str(), who.as_str()))
        .collect();
    assert_eq!(
        people,
        [
            ("report.save", "自治区质监局经办人"),
            ("report.hand_in", "自治区质监局经办人"),
            (
                "report.submit",
                "自治区质监局审核人"
                    .replace("审核人", "单位审核人")
                    .as_str()
            ),
        ]
    );
}

#[tokio::test]
async fn what_the_unit_gives_back_is_known_to_the_unit_alone() {
    let case = HandedIn::new().await;
    let page = case.reviewer.get("/unit-reviews").await;
    let form = page.form(&format!("{}/unit-return", case.address()));
    let answer = form.fill("reason", "请补充认定文号。").press("退回修改");
    answer.await.follow().await;
    assert_eq!(case.state().await, "returned");
    let todo = case.clerk.get("/todo").await;
    todo.row("培育新疆名牌产品")
        .has("单位审核人退回意见：请补充认定文号。");
    let form = case
        .clerk
        .get(&format!("/items/{}/report", case.item))
        .await;
    form.has("单位审核人退回意见：请补充认定文号。");
    for other in [
        case.house.office_of("新疆").await,
        case.house.leader_of("新疆").await,
        case.house.clerk_of("自治区农业厅").await,
    ] {
        other.ask(&case.address()).await.page(StatusCode::NOT_FOUND);
        let item = other.get(&format!("/items/{}", case.item)).await;
        item.lacks("请补充认定文号。").lacks("退回").lacks("送审");
    }
    let log = case.house.auditor().await.get("/events").await;
    log.has("单位退回填报").lacks("请补充认定文号。");
    // Mended, it goes the same way again.
    Report::on(&case.clerk, case.item)
        .figure("132")
        .send()
        .await;
    assert_eq!(case.state().await, "handed_in");
}

#[tokio::test]
async fn a_clerk_takes_back_what_nobody_has_reviewed() {
    let case = HandedIn::new().await;
    let address = format!("{}/retrieval", case.address());
    let stranger = case.house.clerk_of("自治区农业厅").await;
    stranger
        .post(&address, &[])
        .await
        .page(StatusCode::NOT_FOUND);
    let page = case.clerk.get(&case.address()).await;
    let page = page.form(&address).press("取回这份填报").await;
    page.follow().await.part(".flash").has("已取回");
    assert_eq!(case.state().await, "draft");
    // The reviewer's page was open meanwhile.
    let fields = [("version", "2")];
    let late = case
        .reviewer
        .post(&format!("{}/endorsement", case.address()), &fields)
        .await;
    late.page(StatusCode::CONFLICT);
    assert_eq!(case.state().await, "draft");
    case.clerk
        .post(&address, &[])
        .await
        .page(StatusCode::CONFLICT);
}

#[tokio::test]
async fn a_reviewer_who_has_read_another_version_decides_nothing() {
    let case = HandedIn::new().await;
    let page = case.reviewer.get("/unit-reviews").await;
    let form = page.form(&format!("{}/endorsement", case.address()));
    case.clerk
        .post(&format!("{}/retrieval", case.address()), &[])
        .await
        .follow()
        .await;
    Report::on(&case.clerk, case.item).figure("90").send().await;
    form.press("通过并报送").await.page(StatusCode::CONFLICT);
    assert_eq!(case.state().await, "handed_in");
}

#[tokio::test]
async fn two_clicks_of_a_reviewer_send_once() {
    let case = HandedIn::new().await;
    let address = format!("{}/endorsement", case.address());
    let fields = [("version", "2")];
    let clicks = tokio::join!(
        case.reviewer.post(&address, &fields),
        case.reviewer.post(&address, &fields)
    );
    let done = [&clicks.0, &clicks.1]
        .iter()
        .filter(|click| click.status == StatusCode::SEE_OTHER)
        .count();
    assert_eq!(done, 1, "{} {}", clicks.0, clicks.1);
    let sent: i64 = case
        .house
        .value("select count(*) from event where action = 'report.submit'")
        .await;
    assert_eq!(sent, 1);
}

#[tokio::test]
async fn somebody_with_both_posts_does_not_approve_their_own() {
    let house = House::new().await;
    let grants = [
        house.grant_in("自治区质监局", Post::Clerk).await,
        house.grant_in("自治区质监局", Post::Reviewer).await,
    ];
    let both = house.person("质监局两岗一人", &grants).await;
    let other = house.reviewer_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    let report = Report::on(&both, item).send().await;
    let page = both.get("/unit-reviews").await;
    page.has("须由其他人审核");
    assert!(page.parts("main .decide form").is_empty());
    let address = format!("/reports/{report}/endorsement");
    let answer = both.post(&address, &[("version", "2")]).await;
    answer.page(StatusCode::CONFLICT).has("须由其他人审核");
    let answer = both
        .post(
            "/unit-reviews/endorsements",
            &[("report", &format!("{report}-2"))],
        )
        .await;
    answer.follow().await.part(".flash").has("没有处理");
    let answer = other.post(&address, &[("version", "2")]).await;
    answer.location();
    let state: String = house.value("select state from report").await;
    assert_eq!(state, "submitted");
}

#[tokio::test]
async fn a_unit_without_a_reviewer_sends_directly_and_its_page_says_so() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    let address = format!("/items/{item}/report");
    clerk
        .get(&address)
        .await
        .has("本单位没有审核人，直接报送督查室。");
    // One who was disabled reviews nothing.
    house.reviewer_of("自治区质监局").await;
    clerk.get(&address).await.has("审核后报送督查室。");
    house
        .run("update user_account set disabled_at = now() where display_name = '自治区质监局单位审核人'")
        .await;
    Report::on(&clerk, item).send().await;
    let state: String = house.value("select state from report").await;
    assert_eq!(state, "submitted");
}

#[tokio::test]
async fn a_page_that_promised_a_review_does_not_send_past_it() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    house.reviewer_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    let page = clerk.get(&format!("/items/{item}/report")).await;
    house
        .run("update user_account set disabled_at = now() where display_name = '自治区质监局单位审核人'")
        .await;
    let answer = Report::on(&clerk, item).filled(&page, "送审").await;
    answer
        .follow()
        .await
        .part(".flash")
        .has("已存为草稿，没有报送");
    let state: String = house.value("select state from report").await;
    assert_eq!(state, "draft");
}

#[tokio::test]
async fn many_pass_at_once_only_where_there_is_nothing_to_look_at() {
    let case = HandedIn::new().await;
    let other = case.house.item("000", "一·第2条").await;
    let page = case.clerk.get(&format!("/items/{other}/report")).await;
    let answer = Report::on(&case.clerk, other)
        .figure("920")
        .filled(&page, "送审")
        .await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    let target: i64 = case
        .house
        .value(format!(
            "select target_id from item_target where item_id = {other}"
        ))
        .await;
    let form = page.form(&format!("/items/{other}/report"));
    let form = form.fill(&format!("explanation-{target}"), "单位为千分之");
    form.press("送审").await.follow().await;

    let page = case.reviewer.get("/unit-reviews").await;
    page.has("数值异常，已说明").has("单位为千分之");
    let batch = page.form("/unit-reviews/endorsements");
    let odd: i64 = case
        .house
        .value(format!("select id from report where item_id = {other}"))
        .await;
    // The one with a warning has no box; asked for all the same, it stays.
    let answer = batch.press("通过并报送已选的 1 份").await;
    answer
        .follow()
        .await
        .part(".flash")
        .has("已通过并报送 1 份。");
    let forced = case
        .reviewer
        .post(
            "/unit-reviews/endorsements",
            &[("report", &format!("{odd}-2"))],
        )
        .await;
    forced.follow().await.part(".flash").has("没有处理");
    let states: Vec<String> = case
        .house
        .values("select state from report order by id")
        .await;
    assert_eq!(states, ["submitted", "handed_in"]);
    let standing: String = case
        .house
        .value(format!(
            "select progress from item where id = {}",
            case.item
        ))
        .await;
    assert_eq!(standing, "on_track");
}

#[tokio::test]
async fn plain_sql_cannot_make_an_impossible_step() {
    let case = HandedIn::new().await;
    let report = case.report;
    let refused = async |change: &str, why: &str| {
        let statement = format!("update report set {change} where id = {report}");
        let error = case.house.try_to(&statement).await.unwrap_err();
        let said = error.to_string();
        assert!(said.contains(why), "{change}: {said}");
    };
    let reviewer = "(select id from user_account where display_name = '自治区质监局单位审核人')";
    // The clerk who handed it in neither sends nor verifies it.
    refused(
        "state = 'submitted', submitted_by = handed_in_by, submitted_at = now()",
        "report_own_submission",
    )
    .await;
    refused(
        "state = 'accepted'",
        "does not go from handed_in to accepted",
    )
    .await;
    refused("progress_text = '另一段话'", "is not written into").await;
    refused("department_id = department_id + 1", "never changes").await;
    for statement in [
        "update report_value set value = 1",
        "delete from report_value",
    ] {
        let error = case.house.try_to(statement).await.unwrap_err().to_string();
        assert!(error.contains("only while it is a draft"), "{error}");
    }
    refused(
        &format!(
            "state = 'returned', return_reason = '理由', returned_by_stage = 'office', reviewed_by = {reviewer}, reviewed_at = now()"
        ),
        "is returned by whom it waits for",
    )
    .await;
    refused(
        &format!(
            "state = 'submitted', handed_in_by = null, submitted_by = {reviewer}, submitted_at = now()"
        ),
        "goes through a reviewer",
    )
    .await;
    case.reviewer
        .post(
            &format!("/reports/{report}/endorsement"),
            &[("version", "2")],
        )
        .await
        .location();
    for own in ["author_id", "saved_by", "handed_in_by", "submitted_by"] {
        refused(
            &format!("state = 'accepted', reviewed_by = {own}, reviewed_at = now()"),
            "report_own_review",
        )
        .await;
    }
    refused(
        "state = 'handed_in'",
        "does not go from submitted to handed_in",
    )
    .await;
    refused("progress_text = '另一段话'", "is not written into").await;
    let copy = "insert into report (item_id, department_id, period_id, revision, correction_reason, state, author_id,
                                    created_at, saved_by, saved_at)
                select item_id, department_id, period_id, 2, '更正', 'draft', author_id, now(), saved_by, now() from report";
    let error = case.house.try_to(copy).await.unwrap_err().to_string();
    assert!(
        error.contains("only a report that was verified is corrected"),
        "{error}"
    );
}
