//! 配合单位报送: who supports reports to who leads; where all share, to the 汇总单位 that the office names.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Report, Visitor};

/// 三.1, which several departments of 新疆 share.
const SHARED: &str = "三.1";

/// An item that 自治区质监局 leads and two others support.
struct Led {
    house: House,
    lead: Visitor,
    first: Visitor,
    office: Visitor,
    item: i64,
}

impl Led {
    async fn new() -> Self {
        let house = House::new().await;
        let item = house.item("000", SHARED).await;
        let lead = house.department("自治区质监局").await;
        let support = house.department("自治区农业厅").await;
        house
            .run(format!(
                "update duty set role = case department_id when {lead} then 'lead' when {support} then 'support' else role end
                 where item_id = {item};
                 update duty set role = 'support' where id = (select max(id) from duty where item_id = {item} and role = 'joint')"
            ))
            .await;
        Self {
            lead: house.clerk_of("自治区质监局").await,
            first: house.clerk_of("自治区农业厅").await,
            office: house.office_of("新疆").await,
            house,
            item,
        }
    }

    fn page(&self) -> String {
        format!("/items/{}/contributions", self.item)
    }
}

#[tokio::test]
async fn who_supports_reports_to_who_leads_and_not_to_the_office() {
    let case = Led::new().await;
    let form = case
        .first
        .get(&format!("/items/{}/report", case.item))
        .await;
    form.has("直接报送牵头或汇总单位");
    let words = "完成农业标准化示范区建设 6 个。";
    let report = Report::on(&case.first, case.item)
        .progress(words)
        .send()
        .await;
    case.office.get("/reviews").await.has("没有等待核实的填报");
    let answer = case
        .office
        .post(&format!("/reports/{report}/acceptance"), &[])
        .await;
    answer.page(StatusCode::CONFLICT);

    case.lead.get("/todo").await.has("待本单位采用");
    let page = case.lead.get(&case.page()).await;
    page.has("已报 1/2").has("缺 1 个单位").has(words);
    let form = page.form(&format!("/reports/{report}/adoption"));
    form.press("采用").await.follow().await.has("已采用");
    let page = case.lead.get(&format!("/items/{}/report", case.item)).await;
    let page = page.open("汇入各单位文字再修改").await;
    let form = page.form(&format!("/items/{}/report", case.item));
    assert_eq!(form.value("progress"), format!("自治区农业厅：{words}"));
    case.office
        .ask(&case.page())
        .await
        .page(StatusCode::FORBIDDEN);
    case.first
        .ask(&case.page())
        .await
        .page(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_leads_gives_a_contribution_back_with_a_reason() {
    let case = Led::new().await;
    let report = Report::on(&case.first, case.item).send().await;
    let page = case.lead.get(&case.page()).await;
    let form = page.form(&format!("/reports/{report}/lead-return"));
    let form = form.fill("reason", "请补充示范区名单。");
    form.press("退回修改").await.follow().await.has("已退回");
    let todo = case.first.get("/todo").await;
    todo.has("牵头或汇总单位退回意见：请补充示范区名单。");
    // It was sent back, so that it is seen by who sent it back.
    case.lead.get(&format!("/reports/{report}")).await;
    Report::on(&case.first, case.item).send().await;
    case.lead.get(&case.page()).await.has("已报 1/2");
    // Another department of the item decides nothing, nor does who wrote it.
    for other in [&case.first, &case.house.clerk_of("自治区工商局").await] {
        let answer = other
            .post(&format!("/reports/{report}/adoption"), &[])
            .await;
        answer.page(StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn missing_contributions_are_asked_about_once_and_the_reason_reaches_the_office() {
    let case = Led::new().await;
    Report::on(&case.first, case.item)
        .progress("农业部分已完成。")
        .send()
        .await;
    let answer = Report::on(&case.lead, case.item).try_to_send().await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    page.part(".errors").has("配合单位缺 1 个单位");
    let form = page.form(&format!("/items/{}/report", case.item));
    let form = form.fill("missing-reason", "该单位机构改革，已电话核实。");
    form.press("报送督查室").await.follow().await;
    let queue = case.office.get("/reviews").await;
    queue.has("配合单位缺报：该单位机构改革，已电话核实。");
    queue.has("须逐份");
    let own: i64 = case
        .house
        .value("select id from report where recipient = 'office'")
        .await;
    let page = case.office.get(&format!("/reports/{own}")).await;
    page.part("section[aria-labelledby='contributions']")
        .has("自治区农业厅")
        .has("农业部分已完成。")
        .has("未报");
}

#[tokio::test]
async fn where_nobody_reports_for_who_leads_the_others_report_to_the_office() {
    let case = Led::new().await;
    Report::on(&case.first, case.item).send().await;
    case.office.get("/reviews").await.has("没有等待核实的填报");
    // The only account of the lead ends: what waits there is brought before the office, and so is what comes.
    let mut db = case.house.db().await;
    let lead: i64 = case
        .house
        .value("select id from user_account where display_name = '自治区质监局经办人'")
        .await;
    let at = "2018-06-20T03:00:00Z".parse().expect("a moment");
    let ended = fengong::store::users::disable(&mut db, lead, at).await;
    assert!(ended.expect("a statement"));
    case.office.get("/reviews").await.has("自治区农业厅");
    let going: Vec<i64> = case
        .house
        .values(format!(
            "select count(*) from contributor where item_id = {}",
            case.item
        ))
        .await;
    assert_eq!(going, [0]);
}

#[tokio::test]
async fn the_office_names_who_collects_where_all_share_and_takes_it_back() {
    let house = House::new().await;
    let item = house.item("000", SHARED).await;
    let office = house.office_of("新疆").await;
    let collector = house.department("自治区质监局").await;
    let clerk = house.clerk_of("自治区质监局").await;
    let address = format!("/items/{item}");
    let page = office.get(&address).await;
    let form = page.form(&format!("{address}/consolidation"));
    let form = form.fill("department", &collector.to_string());
    let page = form.press("指定汇总单位").await.follow().await;
    page.part("section[aria-labelledby='collecting']")
        .has("汇总单位：自治区质监局")
        .has("2018-06-20 指定");
    // A second one at once is none.
    let fields = [("department", collector.to_string())];
    let fields = [("department", fields[0].1.as_str())];
    let second = office
        .post(&format!("{address}/consolidation"), &fields)
        .await;
    second.page(StatusCode::CONFLICT);

    let joint = house.clerk_of("自治区农业厅").await;
    let report = Report::on(&joint, item).send().await;
    office.get("/reviews").await.has("没有等待核实的填报");
    clerk
        .get(&format!("{address}/contributions"))
        .await
        .has("自治区农业厅");
    // Its own report goes to the office.
    clerk
        .get(&format!("{address}/report"))
        .await
        .has("直接报送督查室");

    let page = office.get(&address).await;
    let form = page.form(&format!("{address}/consolidation/end"));
    form.press("取消汇总单位").await.follow().await;
    office.get("/reviews").await.has("自治区农业厅");
    let answer = clerk
        .post(&format!("/reports/{report}/adoption"), &[])
        .await;
    answer.page(StatusCode::NOT_FOUND);
    let dated: i64 = house
        .value("select count(*) from consolidation where ended_at is not null and ended_by is not null")
        .await;
    let events: Vec<String> = house
        .values("select action from event where action like 'item.%consolidate' order by id")
        .await;
    assert_eq!(dated, 1);
    assert_eq!(events, ["item.consolidate", "item.unconsolidate"]);
}

#[tokio::test]
async fn who_is_named_without_an_account_collects_once_there_is_one() {
    let house = House::new().await;
    let item = house.item("000", SHARED).await;
    let office = house.office_of("新疆").await;
    let collector = house.department("自治区质监局").await;
    let page = office.get(&format!("/items/{item}")).await;
    let form = page.form(&format!("/items/{item}/consolidation"));
    let form = form.fill("department", &collector.to_string());
    let page = form.press("指定汇总单位").await.follow().await;
    page.has("开设之前其他单位仍直接报送督查室");
    let joint = house.clerk_of("自治区农业厅").await;
    let form = format!("/items/{item}/report");
    joint.get(&form).await.has("直接报送督查室");
    house.clerk_of("自治区质监局").await;
    joint.get(&form).await.has("直接报送牵头或汇总单位");
}

#[tokio::test]
async fn nobody_is_named_to_collect_where_somebody_leads_or_does_not_share() {
    let case = Led::new().await;
    let address = format!("/items/{}/consolidation", case.item);
    let page = case.office.get(&format!("/items/{}", case.item)).await;
    assert!(page.parts("form[action$='/consolidation']").is_empty());
    let other = case.house.department("自治区公安厅").await.to_string();
    let answer = case.office.post(&address, &[("department", &other)]).await;
    answer.page(StatusCode::CONFLICT);
}
