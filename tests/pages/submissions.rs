//! 核对并提交: many drafts checked and sent at once; how many pages that takes; nothing lost, nothing twice.

use axum::http::StatusCode;

use crate::support::house::PASSWORD;
use crate::support::page::Part;
use crate::support::{House, Page, Report, Visitor};

const BRANDS: &str = "一·第6条";
const SHARE: &str = "一·第2条";

/// Leaves the unit with so many duties.
async fn keep_duties(house: &House, department: &str, count: usize) {
    let id = house.department(department).await;
    house
        .run(format!(
            "delete from duty where department_id = {id} and id not in
             (select u.id from tracked_duty u where u.department_id = {id} order by u.id limit {count})"
        ))
        .await;
}

/// Fills the form that is open with something believable and presses the button.
async fn write(clerk: &Visitor, page: &Page, button: &str) -> Page {
    let action = page.part("form#report").attr("action").map(str::to_owned);
    let action = action.expect("an address");
    let path = action.split('?').next().expect("a path");
    let item: i64 = path
        .trim_start_matches("/items/")
        .trim_end_matches("/report")
        .parse()
        .expect("a key");
    let answer = Report::on(clerk, item).filled(page, button).await;
    answer.follow().await
}

#[tokio::test]
async fn fourteen_items_are_handed_in_over_at_most_eighteen_pages() {
    let house = House::new().await;
    keep_duties(&house, "自治区质监局", 14).await;
    let clerk = house.clerk_of("自治区质监局").await;
    house.reviewer_of("自治区质监局").await;
    let todo = clerk.get("/todo").await;
    let mut pages = 1;
    let first = &todo.parts(".tasks li a.go")[0];
    let mut page = clerk.get(first.attr("href").expect("an address")).await;
    pages += 1;
    while page.heading().starts_with("填报：") {
        page = write(&clerk, &page, "保存并填下一项").await;
        pages += 1;
        assert!(pages < 30, "it does not end: {page:?}");
    }
    assert_eq!(page.heading(), "核对并提交");
    let form = page.form("/todo/submission");
    let page = form.press("送审 14 项").await.follow().await;
    pages += 1;
    page.part(".flash").has("已送审 14 项。");
    page.has("自治区质监局单位审核人审核").has("本期还剩 0 项");
    assert!(pages <= 18, "{pages} pages");
    let waiting: i64 = house
        .value("select count(*) from report where state = 'handed_in'")
        .await;
    let events: i64 = house
        .value("select count(*) from event where action = 'report.hand_in'")
        .await;
    assert_eq!((waiting, events), (14, 14));
}

#[tokio::test]
async fn one_item_is_sent_over_three_pages() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let todo = clerk.get("/todo").await;
    let form = todo.row("培育新疆名牌产品").open("培育新疆名牌产品").await;
    let last = write(&clerk, &form, "报送督查室").await;
    assert_eq!(last.heading(), "我的待办");
    last.part(".flash").has("已报送");
}

#[tokio::test]
async fn what_is_not_complete_says_so_and_cannot_be_ticked() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let (brands, share) = (
        house.item("000", BRANDS).await,
        house.item("000", SHARE).await,
    );
    Report::on(&clerk, brands)
        .figure("131")
        .save()
        .await
        .location();
    Report::on(&clerk, share)
        .figure("920")
        .save()
        .await
        .location();
    let page = clerk
        .get("/todo")
        .await
        .open("核对并提交（草稿 2 项）")
        .await;
    let row = page.row("工业产品监督抽查合格率");
    row.has("超过 100%");
    assert!(row.texts("input[type='checkbox']").is_empty());
    page.row("培育新疆名牌产品").has("131 个");
    let odd: i64 = house
        .value(format!("select id from report where item_id = {share}"))
        .await;
    // Asked for all the same, it stays a draft.
    let forced = clerk
        .post("/todo/submission", &[("report", &format!("{odd}-1"))])
        .await;
    forced.follow().await.part(".flash").has("没有处理");
    let answer = page.form("/todo/submission").press("报送 1 项").await;
    let page = answer.follow().await;
    page.part(".flash").has("已报送 1 项。");
    let states: Vec<String> = house
        .values("select state from report order by item_id")
        .await;
    let (mut states, mut wanted) = (states, vec!["submitted".to_owned(), "draft".to_owned()]);
    states.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(states, wanted);
    let page = page.form(&format!("/reports/{}/withdrawal", {
        let id: i64 = house
            .value("select id from report where state = 'submitted'")
            .await;
        id
    }));
    page.press("撤回")
        .await
        .follow()
        .await
        .part(".flash")
        .has("已撤回");
}

#[tokio::test]
async fn a_batch_that_is_sent_twice_or_from_two_tabs_is_sent_once() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    for locus in [BRANDS, "一·第5条"] {
        let item = house.item("000", locus).await;
        Report::on(&clerk, item).save().await.location();
    }
    let page = clerk.get("/todo/submission").await;
    let clicks = tokio::join!(
        page.form("/todo/submission").press("报送 2 项"),
        page.form("/todo/submission").press("报送 2 项")
    );
    for click in [&clicks.0, &clicks.1] {
        assert_eq!(click.location(), "/todo/sent", "{click}");
    }
    // The back button, and the same page once more.
    let again = page.form("/todo/submission").press("报送 2 项").await;
    again.follow().await.part(".flash").has("没有处理");
    let sent: Vec<i64> = house
        .values("select report_id from event where action = 'report.submit'")
        .await;
    assert_eq!(sent.len(), 2, "{sent:?}");
    let versions: Vec<i32> = house.values("select version from report").await;
    assert_eq!(versions, [2, 2]);
}

#[tokio::test]
async fn a_draft_that_was_changed_after_it_was_checked_is_not_sent() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    Report::on(&clerk, item)
        .figure("131")
        .save()
        .await
        .location();
    let page = clerk.get("/todo/submission").await;
    Report::on(&clerk, item)
        .figure("132")
        .save()
        .await
        .location();
    let answer = page.form("/todo/submission").press("报送 1 项").await;
    answer.follow().await.part(".flash").has("没有处理");
    let state: String = house.value("select state from report").await;
    assert_eq!(state, "draft");
}

#[tokio::test]
async fn a_batch_survives_a_session_that_is_over() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    Report::on(&clerk, item).save().await.location();
    let page = clerk.get("/todo/submission").await;
    house.run("delete from session").await;
    let answer = page.form("/todo/submission").press("报送 1 项").await;
    let page = answer.page(StatusCode::UNAUTHORIZED);
    let form = page.form("/sign-in").fill("login", "account-0");
    let answer = form.fill("password", PASSWORD).press("登录并继续").await;
    let page = answer.page(StatusCode::OK);
    let answer = page.form("/todo/submission").press("继续提交").await;
    answer.follow().await.part(".flash").has("已报送 1 项。");
    let state: String = house.value("select state from report").await;
    assert_eq!(state, "submitted");
}

#[tokio::test]
async fn a_batch_of_what_is_none_of_ones_own_changes_nothing() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    Report::on(&clerk, item).save().await.location();
    let report: i64 = house.value("select id from report").await;
    let stranger = house.clerk_of("自治区农业厅").await;
    let fields = [("report", format!("{report}-1"))];
    let fields = [("report", fields[0].1.as_str())];
    let answer = stranger.post("/todo/submission", &fields).await;
    answer.follow().await.part(".flash").has("没有处理");
    for nonsense in ["", "x", "1", "-", "1-", "9-9-9"] {
        let answer = clerk
            .post("/todo/submission", &[("report", nonsense)])
            .await;
        assert!(!answer.status.is_server_error(), "{answer}");
    }
    let state: String = house.value("select state from report").await;
    assert_eq!(state, "draft");
}

#[tokio::test]
async fn the_office_verifies_many_at_once_where_there_is_nothing_to_look_at() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let office = house.office_of("新疆").await;
    for (locus, stated) in [
        (BRANDS, "done"),
        ("一·第5条", "on_track"),
        ("三.1", "on_track"),
    ] {
        let item = house.item("000", locus).await;
        Report::on(&clerk, item)
            .figure("60")
            .stated(stated)
            .send()
            .await;
    }
    let page = office.get("/reviews").await;
    page.has("自评高于数值推算");
    let boxes = page.parts("input[form='batch']").len();
    let states = async || -> Vec<String> {
        house
            .values("select state from report order by state")
            .await
    };
    assert!(boxes < 3 && boxes > 0, "{boxes}");
    let button = format!("核实通过已选的 {boxes} 份");
    let clicks = tokio::join!(
        page.form("/reviews/acceptances").press(&button),
        page.form("/reviews/acceptances").press(&button)
    );
    for click in [&clicks.0, &clicks.1] {
        assert_eq!(click.location(), "/reviews");
    }
    let accepted = states()
        .await
        .iter()
        .filter(|one| *one == "accepted")
        .count();
    assert_eq!(accepted, boxes);
    let events: i64 = house
        .value("select count(*) from event where action = 'report.accept'")
        .await;
    assert_eq!(usize::try_from(events), Ok(boxes));
    let elsewhere = house.office_of("宁夏").await;
    let left: i64 = house
        .value("select id from report where state = 'submitted' limit 1")
        .await;
    let answer = elsewhere
        .post("/reviews/acceptances", &[("report", &format!("{left}-2"))])
        .await;
    answer.follow().await.part(".flash").has("没有处理");
    // The filters show what they say.
    let page = office.get("/reviews?warning=stated_better").await;
    assert_eq!(page.parts("tbody.waiting").len(), 3 - boxes);
    office
        .get("/reviews?warning=none")
        .await
        .has("没有符合条件的填报");
}
