//! A report after it was sent: seen, taken back, verified or sent back, corrected.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

const BRANDS: &str = "一·第6条";

/// A report that was sent, its clerk and its office.
struct Sent {
    house: House,
    clerk: Visitor,
    office: Visitor,
    item: i64,
    report: i64,
}

impl Sent {
    async fn new() -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let office = house.office_of("新疆").await;
        let item = house.item("000", BRANDS).await;
        let report = Report::on(&clerk, item).figure("131").send().await;
        Self {
            house,
            clerk,
            office,
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

    async fn send_back(&self, reason: &str) {
        let page = self.office.get(&self.address()).await;
        let form = page.form(&format!("{}/return", self.address()));
        let answer = form.fill("reason", reason).press("退回修改").await;
        answer.follow().await;
    }

    async fn accept(&self) {
        let page = self.office.get(&self.address()).await;
        let form = page.form(&format!("{}/acceptance", self.address()));
        form.press("核实通过").await.follow().await;
    }
}

#[tokio::test]
async fn the_office_verifies_a_report_and_it_stays_as_it_is() {
    let sent = Sent::new().await;
    sent.accept().await;
    assert_eq!(sent.state().await, "accepted");
    let page = sent.clerk.get(&sent.address()).await;
    page.has("核实").has("131 个");
    // No form is left on the page but that for a correction, which is a report of its own.
    let page = sent.office.get(&sent.address()).await;
    assert!(page.parts("main form").is_empty());
    let page = sent.clerk.get(&sent.address()).await;
    let forms = page.parts("main form");
    let actions: Vec<_> = forms.iter().map(|form| form.attr("action")).collect();
    assert_eq!(
        actions,
        [Some(format!("{}/correction", sent.address()).as_str())]
    );
    let answer = sent
        .office
        .post(
            &format!("{}/return", sent.address()),
            &[("version", "3"), ("reason", "还要再想一想。")],
        )
        .await;
    answer.page(StatusCode::CONFLICT);
    assert_eq!(sent.state().await, "accepted");
}

#[tokio::test]
async fn a_report_that_is_sent_back_comes_with_its_reason_and_is_sent_again() {
    let sent = Sent::new().await;
    sent.send_back("请补充数据来源。").await;
    let todo = sent.clerk.get("/todo").await;
    todo.row("培育新疆名牌产品")
        .has("退回")
        .has("请补充数据来源。");
    let page = sent
        .clerk
        .get(&format!("/items/{}/report", sent.item))
        .await;
    page.has("退回意见：请补充数据来源。");
    Report::on(&sent.clerk, sent.item)
        .figure("131")
        .send()
        .await;
    assert_eq!(sent.state().await, "submitted");
    let actions: Vec<String> = sent
        .house
        .values("select action from event where report_id is not null order by id")
        .await;
    assert_eq!(
        actions,
        [
            "report.save",
            "report.submit",
            "report.return",
            "report.save",
            "report.submit"
        ]
    );
}

#[tokio::test]
async fn nothing_is_sent_back_without_a_reason() {
    let sent = Sent::new().await;
    let address = format!("{}/return", sent.address());
    for reason in ["", "   "] {
        let answer = sent
            .office
            .post(&address, &[("version", "2"), ("reason", reason)])
            .await;
        assert!(answer.status.is_client_error(), "{answer}");
    }
    assert_eq!(sent.state().await, "submitted");
}

#[tokio::test]
async fn a_report_is_taken_back_by_its_own_department_only() {
    let sent = Sent::new().await;
    let address = format!("{}/withdrawal", sent.address());
    let stranger = sent.house.clerk_of("自治区农业厅").await;
    stranger
        .post(&address, &[])
        .await
        .page(StatusCode::NOT_FOUND);
    assert_eq!(sent.state().await, "submitted");
    let page = sent.clerk.get(&sent.address()).await;
    let page = page
        .form(&address)
        .press("撤回这份填报")
        .await
        .follow()
        .await;
    page.part(".flash").has("已撤回");
    assert_eq!(sent.state().await, "draft");
    sent.office.get("/reviews").await.has("没有等待核实的填报");
}

#[tokio::test]
async fn a_report_that_was_verified_or_is_old_is_not_taken_back() {
    let sent = Sent::new().await;
    let address = format!("{}/withdrawal", sent.address());
    sent.house
        .run("update report set submitted_at = submitted_at - interval '11 minutes'")
        .await;
    sent.clerk
        .post(&address, &[])
        .await
        .page(StatusCode::CONFLICT);
    sent.accept().await;
    sent.clerk
        .post(&address, &[])
        .await
        .page(StatusCode::CONFLICT);
    assert_eq!(sent.state().await, "accepted");
}

#[tokio::test]
async fn a_draft_is_seen_by_its_own_department_only() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    Report::on(&clerk, item)
        .progress("还没有写完的话。")
        .save()
        .await
        .follow()
        .await;
    let report: i64 = house.value("select id from report").await;
    let address = format!("/reports/{report}");
    house.reviewer_of("自治区质监局").await.get(&address).await;
    let others = [
        house.clerk_of("自治区农业厅").await,
        house.clerk_of("宁夏回族自治区质量技术监督局").await,
        house.office_of("新疆").await,
        house.leader_of("新疆").await,
        house.admin().await,
        house.auditor().await,
    ];
    for other in others {
        other.ask(&address).await.page(StatusCode::NOT_FOUND);
        let page = other.ask(&format!("/items/{item}")).await;
        if page.status == StatusCode::OK {
            page.page(StatusCode::OK).lacks("还没有写完的话。");
        }
    }
}

#[tokio::test]
async fn an_office_sees_and_decides_in_its_own_region_only() {
    let sent = Sent::new().await;
    let elsewhere = sent.house.office_of("宁夏").await;
    elsewhere.get("/reviews").await.has("没有等待核实的填报");
    elsewhere
        .ask(&sent.address())
        .await
        .page(StatusCode::NOT_FOUND);
    for verb in ["acceptance", "return"] {
        let address = format!("{}/{verb}", sent.address());
        let fields = [("version", "2"), ("reason", "不在本区")];
        let answer = elsewhere.post(&address, &fields).await;
        answer.page(StatusCode::NOT_FOUND);
    }
    assert_eq!(sent.state().await, "submitted");
}

#[tokio::test]
async fn a_decision_on_another_version_than_was_read_is_not_taken() {
    let sent = Sent::new().await;
    let page = sent.office.get(&sent.address()).await;
    let form = page.form(&format!("{}/acceptance", sent.address()));
    // The department takes it back, changes it and sends it again while the page is open.
    sent.clerk
        .post(&format!("{}/withdrawal", sent.address()), &[])
        .await
        .follow()
        .await;
    Report::on(&sent.clerk, sent.item).figure("90").send().await;
    let answer = form.press("核实通过").await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{answer}");
    assert_eq!(sent.state().await, "submitted");
}

#[tokio::test]
async fn two_decisions_at_once_are_one() {
    let sent = Sent::new().await;
    let other = sent.house.office_of("新疆").await;
    let fields = [("version", "2"), ("reason", "请补充数据来源。")];
    let (accept, send_back) = (
        format!("{}/acceptance", sent.address()),
        format!("{}/return", sent.address()),
    );
    let both = tokio::join!(
        sent.office.post(&accept, &fields),
        other.post(&send_back, &fields)
    );
    let taken = [&both.0, &both.1]
        .iter()
        .filter(|answer| answer.status == StatusCode::SEE_OTHER)
        .count();
    assert_eq!(taken, 1, "{} {}", both.0, both.1);
    let decisions: i64 = sent
        .house
        .value("select count(*) from event where action in ('report.accept', 'report.return')")
        .await;
    assert_eq!(decisions, 1);
}
