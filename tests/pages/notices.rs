//! 消息: who is told what, and when it counts as read.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::upload::bring;
use crate::support::{House, Report, Visitor};

/// A document that gives one item to a department.
const TEXT: &str = "新疆维吾尔自治区标准化工作任务分工\n一、标准体系\n（一）制定标准。制定地方标准。（自治区质监局牵头）\n";

/// The number beside 消息 in the navigation.
async fn unread(visitor: &Visitor) -> String {
    let page = visitor.get("/help").await;
    let entry = page.part("nav[aria-label='主菜单'] a[href='/notices'] .count");
    entry.text()
}

#[tokio::test]
async fn a_returned_report_is_told_to_its_author_and_the_reviewer_with_the_reason() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let reviewer = house.reviewer_of("自治区质监局").await;
    let colleague = house.clerk_of("自治区质监局").await;
    let stranger = house.clerk_of("自治区农业厅").await;
    let office = house.office_of("新疆").await;
    let report = Report::on(&clerk, house.item("000", "一·第6条").await)
        .send()
        .await;
    let endorsement = format!("/reports/{report}/endorsement");
    reviewer
        .post(&endorsement, &[("version", "2")])
        .await
        .location();
    let fields = [("version", "3"), ("reason", "请补充说明数据来源。")];
    let answer = office
        .post(&format!("/reports/{report}/return"), &fields)
        .await;
    answer.location();

    // The reviewer was asked to look at it before.
    for (told, count) in [(&clerk, "1"), (&reviewer, "2")] {
        assert_eq!(unread(told).await, count, "{told:?}");
        let page = told.get("/notices").await;
        let row = page.row("2018年第二季度填报被退回");
        row.has("请补充说明数据来源。").has("标为已读");
    }
    for other in [&colleague, &stranger, &office] {
        assert_eq!(unread(other).await, "0", "{other:?}");
        other.get("/notices").await.has("还没有消息");
    }
    // Following it leads to the report and counts as reading, for this person only.
    let page = clerk.get("/notices").await;
    let link = page.row("填报被退回").link("填报被退回");
    let answer = clerk.ask(&link).await;
    assert_eq!(answer.location(), format!("/reports/{report}"));
    assert_eq!(
        (unread(&clerk).await, unread(&reviewer).await),
        ("0".to_owned(), "2".to_owned())
    );
    stranger.ask(&link).await.page(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_accepted_report_is_told_to_those_who_wrote_it() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let office = house.office_of("新疆").await;
    let report = Report::on(&clerk, house.item("000", "一·第6条").await)
        .send()
        .await;
    let reviewer = house.reviewer_of("自治区质监局").await;
    let accept = async || {
        let address = format!("/reports/{report}/acceptance");
        office.post(&address, &[("version", "2")]).await
    };
    accept().await.location();
    clerk
        .get("/notices")
        .await
        .row("填报已核实")
        .has("2018年第二季度");
    assert_eq!(unread(&reviewer).await, "0");
    // Accepting it again is refused and tells nobody.
    accept().await.page(StatusCode::CONFLICT);
    assert_eq!(unread(&clerk).await, "1");
}

#[tokio::test]
async fn a_publication_is_one_notice_a_person_with_the_number_of_items() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let elsewhere = house.clerk_of("自治区农业厅").await;
    let admin = house.admin().await;
    let import = bring(&admin, TEXT).await;
    let sheet = admin.get(&format!("{import}?part=1")).await;
    let place = |name: &str| {
        let field = format!("article form input[name='{name}']");
        sheet.parts(&field)[0]
            .attr("value")
            .expect("a value")
            .to_owned()
    };
    let (from, to) = (place("from"), place("to"));
    let fields = [
        ("do", "accept"),
        ("from", from.as_str()),
        ("to", to.as_str()),
        ("seen", "0"),
    ];
    let decisions = format!("{import}/decisions");
    admin.post(&decisions, &fields).await.location();
    let publication = format!("{import}/publication");
    let page = admin.get(&publication).await;
    let form = page.form(publication.as_str());
    form.press("发布到台账").await.location();

    let page = clerk.get("/notices").await;
    let row = page.row("新发布《新疆维吾尔自治区标准化工作任务分工》，自治区质监局 1 项");
    let ledger = clerk.ask(&row.link("新发布")).await.follow().await;
    assert_eq!(ledger.rows().len(), 1);
    assert_eq!(unread(&elsewhere).await, "0");
    // A second click publishes nothing and tells nobody.
    admin.post(&publication, &[]).await.location();
    let notices: i64 = house.value("select count(*) from notice").await;
    assert_eq!(notices, 1);
}

#[tokio::test]
async fn reading_all_spares_what_came_up_since() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let tell = async |title: &str| {
        house
            .run(format!(
                "insert into notice (user_id, kind, title, created_at, mailable)
                 select id, 'reminder', '{title}', now(), false from user_account"
            ))
            .await;
    };
    tell("第一件事").await;
    tell("第二件事").await;
    let page = clerk.get("/notices").await;
    tell("第三件事").await;
    let answer = page.form("/notices/reading").press("全部标为已读").await;
    answer.follow().await.has("已将 2 条消息标为已读。");
    let page = clerk.get("/notices").await;
    page.row("第三件事").has("标为已读");
    page.row("第一件事").lacks("标为已读");
    // One at a time.
    let reading = page.row("第三件事").links();
    let form = format!("{}/reading", reading[0]);
    page.form(form.as_str()).press("标为已读").await.location();
    assert_eq!(unread(&clerk).await, "0");
}

#[tokio::test]
async fn a_long_inbox_is_turned_page_by_page() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    house
        .run(
            "insert into notice (user_id, kind, title, created_at, mailable)
             select u.id, 'reminder', '第 ' || n || ' 条提醒', now(), false
             from user_account u, generate_series(1, 120) n order by n",
        )
        .await;
    let mut page = clerk.get("/notices").await;
    page.row("第 120 条提醒");
    let mut seen = page.rows().len();
    for _ in 0..2 {
        page = clerk.get(&page.link("更早的消息")).await;
        seen += page.rows().len();
    }
    assert_eq!(seen, 120);
    page.row("第 1 条提醒");
    page.lacks("更早的消息");
}

#[tokio::test]
async fn reports_handed_in_together_are_one_notice_for_each_reviewer() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let reviewer = house.reviewer_of("自治区质监局").await;
    for locus in ["一·第5条", "一·第6条"] {
        let item = house.item("000", locus).await;
        Report::on(&clerk, item).save().await.location();
    }
    let page = clerk.get("/todo/submission").await;
    let form = page.form("/todo/submission");
    form.press("送审 2 项").await.location();
    let page = reviewer.get("/notices").await;
    let row = page.row("自治区质监局有 2 项填报等待审核");
    let queue = reviewer.ask(&row.link("等待审核")).await;
    assert_eq!(queue.location(), "/unit-reviews");
    assert_eq!(unread(&clerk).await, "0");
}
