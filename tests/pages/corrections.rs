//! 更正: what was verified is reported once more; until that is sent, the first one counts.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

const BRANDS: &str = "一·第6条";

struct Accepted {
    house: House,
    clerk: Visitor,
    office: Visitor,
    item: i64,
    report: i64,
}

impl Accepted {
    async fn new() -> Self {
        let house = House::new().await;
        let clerk = house.clerk_of("自治区质监局").await;
        let office = house.office_of("新疆").await;
        let item = house.item("000", BRANDS).await;
        let report = Report::on(&clerk, item).figure("131").send().await;
        let address = format!("/reports/{report}/acceptance");
        office.post(&address, &[("version", "2")]).await.location();
        Self {
            house,
            clerk,
            office,
            item,
            report,
        }
    }

    async fn begin(&self) {
        let page = self.clerk.get(&format!("/reports/{}", self.report)).await;
        let form = page.form(&format!("/reports/{}/correction", self.report));
        let form = form.fill("reason", "误将撤销的 3 个计入。");
        let page = form.press("开始更正").await.follow().await;
        page.part(".flash").has("原填报仍然有效");
        let form = page.form(&format!("/items/{}/report", self.item));
        assert!(form.value("progress").contains("走访两轮"));
    }
}

#[tokio::test]
async fn a_correction_is_a_new_revision_and_the_first_one_counts_until_it_is_sent() {
    let case = Accepted::new().await;
    case.begin().await;
    let address = format!("/items/{}", case.item);
    case.office.get(&address).await.has("131 个");
    case.clerk
        .get("/todo")
        .await
        .part("#correcting")
        .has("培育新疆名牌产品");
    let new = Report::on(&case.clerk, case.item)
        .figure("128")
        .send()
        .await;
    assert_ne!(new, case.report);
    case.office.get(&address).await.has("128 个");
    let queue = case.office.get("/reviews").await;
    queue.has("第 1 次更正：误将撤销的 3 个计入。");
    assert!(queue.parts("#batch").is_empty(), "a correction is read");
    let page = case.office.get(&format!("/reports/{new}")).await;
    page.has("更正原因：误将撤销的 3 个计入。");
    page.open("更正前的填报")
        .await
        .has("131 个")
        .has("对它的更正");
    // Sent back, it counts no longer, and the first one does.
    let fields = [("version", "3"), ("reason", "请附撤销文件文号。")];
    let fields = [("reason", fields[1].1)];
    case.office
        .post(&format!("/reports/{new}/return"), &fields)
        .await
        .location();
    case.office.get(&address).await.has("131 个");
    let kept: Vec<(i32, String)> = case
        .house
        .rows("select revision, state from report order by revision")
        .await;
    assert_eq!(
        kept,
        [(1, "accepted".to_owned()), (2, "returned".to_owned())]
    );
}

#[tokio::test]
async fn a_correction_needs_a_reason_and_is_begun_once() {
    let case = Accepted::new().await;
    let address = format!("/reports/{}/correction", case.report);
    let answer = case.clerk.post(&address, &[("reason", " ")]).await;
    answer.page(StatusCode::BAD_REQUEST);
    let fields = [("reason", "数字有误，更正。")];
    let clicks = tokio::join!(
        case.clerk.post(&address, &fields),
        case.clerk.post(&address, &fields)
    );
    for click in [clicks.0, clicks.1] {
        assert!(click.location().contains("/report?"), "{click}");
    }
    let drafts: i64 = case
        .house
        .value("select count(*) from report where revision > 1")
        .await;
    let events: i64 = case
        .house
        .value("select count(*) from event where action = 'report.correct'")
        .await;
    assert_eq!((drafts, events), (1, 1));
    for other in [case.house.clerk_of("自治区农业厅").await] {
        other
            .post(&address, &fields)
            .await
            .page(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_is_not_verified_is_not_corrected() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", BRANDS).await;
    let report = Report::on(&clerk, item).send().await;
    let fields = [("reason", "数字有误，更正。")];
    let answer = clerk
        .post(&format!("/reports/{report}/correction"), &fields)
        .await;
    answer.page(StatusCode::CONFLICT);
}
