//! A department that ends is followed by another: what passes on, what stays, and taking it back.
//!
//! The documents of 2015 and 2017 name departments that ended on 2018-11-28. How many items name them is counted in the
//! documents: 质监局 stands in 6 goal lines and 20 tasks of the notice of 2017 and in 15 tasks of the plan of 2015.

use axum::http::StatusCode;
use chrono::NaiveDate;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::{House, Page, Report, Visitor};

const BUREAU: &str = "自治区质监局";
const MARKET: &str = "自治区市场监管局";
/// 培育新疆名牌产品（自治区质监局牵头）.
const BRANDS: &str = "一·第6条";

/// A day on which the departments of 2018 have followed those before them.
const AFTER: NaiveDate = match NaiveDate::from_ymd_opt(2018, 12, 10) {
    Some(day) => day,
    None => unreachable!(),
};

async fn afterwards() -> (House, Visitor) {
    let house = House::on(Template::Seeded, AFTER).await;
    let admin = house.admin().await;
    (house, admin)
}

async fn handover(house: &House, name: &str) -> String {
    format!("/registry/handovers/{}", house.department(name).await)
}

/// Passes on everything of a department that goes whole.
async fn pass_on(house: &House, admin: &Visitor, name: &str) -> Page {
    let address = handover(house, name).await;
    let page = admin.get(&address).await;
    let button = page.texts("main form button").remove(0);
    let answer = page.form(&address).press(&button).await;
    answer.follow().await
}

async fn duties(house: &House, name: &str) -> i64 {
    let id = house.department(name).await;
    house
        .value(format!(
            "select count(*) from duty where department_id = {id}"
        ))
        .await
}

/// Everything that a change of duties may touch, row by row.
async fn standing(house: &House) -> Vec<String> {
    house
        .values(
            "select concat_ws(' ', 'duty', item_id, department_id, responsibility_id, role, progress, shortfall,
                              reported_through, report_id, reported_from) from duty
             union all select concat_ws(' ', 'responsibility', id, item_id, department_id, printed, valid_from, valid_to)
                       from responsibility
             union all select concat_ws(' ', 'item', id, progress, shortfall, reported_through) from item
             order by 1",
        )
        .await
}

#[tokio::test]
async fn a_dry_run_shows_what_would_pass_on_and_writes_nothing() {
    let (house, admin) = afterwards().await;
    let before = standing(&house).await;
    let page = admin.get(&handover(&house, BUREAU).await).await;
    page.has("2018-11-28 起并入 自治区市场监管局");
    page.has("在办事项 41 项将全部移交 自治区市场监管局");
    assert_eq!(page.rows().len(), 41);
    page.row("培育新疆名牌产品").has("自治区质监局").has("牵头");
    page.has("自治区市场监管局 还没有可以填报的账号");
    assert_eq!(standing(&house).await, before);
}

#[tokio::test]
async fn everything_passes_on_once_and_printed_names_stay() {
    let (house, admin) = afterwards().await;
    let address = handover(&house, BUREAU).await;
    let open = admin.get(&address).await;
    let page = open
        .form(&address)
        .press("移交全部 41 项")
        .await
        .follow()
        .await;
    page.has("涉及 41 项");
    assert_eq!(duties(&house, BUREAU).await, 0);
    assert_eq!(duties(&house, MARKET).await, 41);
    let printed: Vec<String> = house
        .values("select distinct n.printed from responsibility n where n.change_id is not null order by 1")
        .await;
    assert_eq!(printed, ["自治区质监局", "质监局"]);
    let ended: i64 = house
        .value(
            "select count(*) from responsibility r join responsibility n on n.follows_id = r.id
                where r.valid_to = '2018-11-28' and n.valid_from = '2018-11-28'",
        )
        .await;
    assert_eq!(ended, 41);
    let events: i64 = house
        .value("select count(*) from event where action = 'duty.hand_over' and item_id is not null")
        .await;
    assert_eq!(events, 41);
    // The page that is still open in another window does nothing twice.
    let again = open
        .form(&address)
        .press("移交全部 41 项")
        .await
        .follow()
        .await;
    again.has("没有要移交的在办事项");
    let changes: i64 = house.value("select count(*) from duty_change").await;
    assert_eq!((changes, duties(&house, MARKET).await), (1, 41));
}

#[tokio::test]
async fn nothing_passes_on_before_its_day() {
    let house = House::new().await;
    let admin = house.admin().await;
    let address = handover(&house, BUREAU).await;
    let page = admin.get(&address).await;
    page.has("将于 2018-11-28 由 自治区市场监管局 承接");
    assert!(page.texts("main form").is_empty());
    admin.post(&address, &[]).await.follow().await;
    assert_eq!(duties(&house, MARKET).await, 0);
    let list = admin.get("/registry/successions?which=coming").await;
    list.row("2018-11-28 自治区质监局")
        .has("将于 2018-11-28 由 自治区市场监管局 承接，在办 41 项");
}

#[tokio::test]
async fn the_item_shows_both_and_the_predecessor_keeps_its_history() {
    let (house, admin) = afterwards().await;
    let item = house.item("000", BRANDS).await;
    pass_on(&house, &admin, BUREAU).await;
    let page = admin.get(&format!("/items/{item}")).await;
    let roles = page.part("main section[aria-labelledby='roles']");
    roles.has("自治区市场监管局");
    roles.has("原：自治区质监局（2018-11-28 起由 自治区市场监管局 承接）");
    roles.has("原文“自治区质监局”");
    page.part("main section[aria-labelledby='history']")
        .has("移交职责（自治区质监局 → 自治区市场监管局，自 2018-11-28 起）");
    let bureau = house.department(BUREAU).await;
    let before = admin.get(&format!("/departments/{bureau}")).await;
    before.has("移交出去的事项 41 项");
    before
        .row("培育新疆名牌产品")
        .has("2018-11-28 起由 自治区市场监管局 承接");
    // The ledger lists the department that answers today, once.
    let market = house.department(MARKET).await;
    let ledger = admin
        .get(&format!("/items?department={market}&size=200"))
        .await;
    assert_eq!(ledger.rows().len(), 41);
    ledger
        .row("培育新疆名牌产品")
        .has("自治区市场监管局（原自治区质监局）");
}

#[tokio::test]
async fn what_the_predecessor_reported_is_not_asked_again_and_stays_its_own() {
    let (house, admin) = afterwards().await;
    let item = house.item("000", BRANDS).await;
    let clerk = house.clerk_of(BUREAU).await;
    let report = Report::on(&clerk, item).figure("131").send().await;
    pass_on(&house, &admin, BUREAU).await;

    let successor = house.clerk_of(MARKET).await;
    let todo = successor.get("/todo").await;
    todo.lacks("培育新疆名牌产品");
    todo.row("地理标志产品");
    let page = successor.get(&format!("/reports/{report}")).await;
    page.has("自治区质监局");
    let owner: i64 = house
        .value(format!(
            "select department_id from report where id = {report}"
        ))
        .await;
    assert_eq!(owner, house.department(BUREAU).await);
    clerk
        .ask(&format!("/items/{item}/report"))
        .await
        .page(StatusCode::NOT_FOUND);
    // It goes on where the predecessor stood, and its own report counts alone.
    Report::on(&successor, item)
        .figure("140")
        .stated("behind")
        .problems("有 10 个品牌没有完成验收。")
        .send()
        .await;
    let page = admin.get(&format!("/items/{item}")).await;
    let duty = page.part("main section[aria-labelledby='duties'] tbody");
    duty.has("自治区市场监管局")
        .has("欠进度")
        .lacks("自治区质监局 填报");
}

#[tokio::test]
async fn a_report_that_is_sent_back_after_the_takeover_is_asked_again() {
    let (house, admin) = afterwards().await;
    let item = house.item("000", BRANDS).await;
    let clerk = house.clerk_of(BUREAU).await;
    let office = house.office_of("新疆").await;
    let report = Report::on(&clerk, item).figure("131").send().await;
    pass_on(&house, &admin, BUREAU).await;
    let page = admin.get(&format!("/items/{item}")).await;
    page.part("main section[aria-labelledby='duties'] tbody")
        .has("自治区质监局 填报")
        .has("2018-12-31");
    let fields = [("version", "2"), ("reason", "请补充说明数据来源。")];
    office
        .post(&format!("/reports/{report}/return"), &fields)
        .await
        .location();
    let successor = house.clerk_of(MARKET).await;
    successor.get("/todo").await.row("培育新疆名牌产品");
}

#[tokio::test]
async fn two_that_merge_become_one_duty_and_what_one_is_behind_with_stays() {
    let (house, admin) = afterwards().await;
    // 二.2 names 工商局 and 质监局.
    let item = house.item("000", "二.2").await;
    let commerce = house.clerk_of("自治区工商局").await;
    Report::on(&commerce, item)
        .stated("behind")
        .problems("企业名录还没有核对完。")
        .send()
        .await;
    let bureau = house.clerk_of(BUREAU).await;
    Report::on(&bureau, item).send().await;
    pass_on(&house, &admin, BUREAU).await;
    pass_on(&house, &admin, "自治区工商局").await;
    let market = house.department(MARKET).await;
    let progress: Vec<String> = house
        .values(format!(
            "select progress from duty where item_id = {item} and department_id = {market}"
        ))
        .await;
    assert_eq!(progress, ["behind"]);
    let page = admin.get(&format!("/items/{item}")).await;
    let roles = page.part("main section[aria-labelledby='roles']");
    roles.has("原：自治区工商局（2018-11-28 起由 自治区市场监管局 承接）");
    roles.has("原：自治区质监局（2018-11-28 起由 自治区市场监管局 承接）");
}

#[tokio::test]
async fn a_split_is_asked_item_by_item() {
    let (house, admin) = afterwards().await;
    let name = "自治区新闻出版广电局";
    let address = handover(&house, name).await;
    let page = admin.get(&address).await;
    // 七.2 of the notice, and three tasks of the plan of 2015.
    page.has("在办事项 4 项，请逐项指定由谁承接");
    assert_eq!(page.rows().len(), 4);
    let nothing = page.form(&address).press("移交本页所选").await;
    nothing
        .page(StatusCode::UNPROCESSABLE_ENTITY)
        .has("没有选择任何承接单位");
    let radio = house.department("自治区广电局").await.to_string();
    let propaganda = house.department("自治区党委宣传部").await.to_string();
    let complaints = house.item("000", "七.2").await;
    let form = page
        .form(&address)
        .fill(&format!("to-{complaints}"), &radio)
        .press("移交本页所选")
        .await;
    form.follow().await.has("涉及 1 项");
    let rest = admin.get(&address).await;
    assert_eq!(rest.rows().len(), 3);
    let answer = rest
        .form(&address)
        .fill("rest", "all")
        .press("移交本页所选")
        .await;
    answer.follow().await.has("涉及 3 项");
    assert_eq!(duties(&house, name).await, 0);
    assert_eq!(duties(&house, "自治区广电局").await, 4);
    // 党委宣传部 stood in two of the three already, which stay one duty each.
    let own: i64 = house
        .value(format!(
            "select count(*) from duty where department_id = {propaganda}"
        ))
        .await;
    assert_eq!(own, 3);
    admin.get(&address).await.has("没有要移交的在办事项");
}

#[tokio::test]
async fn a_change_is_taken_back_whole_until_the_successor_has_begun() {
    let (house, admin) = afterwards().await;
    let clerk = house.clerk_of(BUREAU).await;
    let item = house.item("000", BRANDS).await;
    Report::on(&clerk, item).figure("131").send().await;
    let before = standing(&house).await;
    pass_on(&house, &admin, BUREAU).await;
    let page = pass_on(&house, &admin, "自治区工商局").await;
    // The later one first.
    let first = admin.get("/registry/changes").await;
    let first = first.row(BUREAU).open("沿革移交").await;
    first.has("之后又有变动，请先撤销后面的变动");
    let undoing = |page: &Page| format!("{}/undoing", page.answer().address);
    page.form(&undoing(&page))
        .press("撤销这次变动")
        .await
        .follow()
        .await
        .has("已撤销，职责恢复到变动之前");
    let first = admin.get(&first.answer().address).await;
    first
        .form(&undoing(&first))
        .press("撤销这次变动")
        .await
        .follow()
        .await;
    assert_eq!(standing(&house).await, before);
    // Twice is once.
    let again = admin.post(&undoing(&first), &[]).await;
    again.follow().await.has("之前已经撤销过了");

    let page = pass_on(&house, &admin, BUREAU).await;
    let successor = house.clerk_of(MARKET).await;
    Report::on(&successor, item)
        .figure("140")
        .save()
        .await
        .location();
    let page = admin.get(&page.answer().address).await;
    page.has("不能再撤销：新的应报单位已经在 1 项上开始填报");
    let refused = admin.post(&undoing(&page), &[]).await;
    refused.page(StatusCode::CONFLICT);
    assert_eq!(duties(&house, BUREAU).await, 0);
}

#[tokio::test]
async fn what_changed_since_the_page_was_made_is_shown_before_it_is_done() {
    let (house, admin) = afterwards().await;
    let address = handover(&house, BUREAU).await;
    let page = admin.get(&address).await;
    house
        .run("update item set served = true where locus = '一·第6条'")
        .await;
    let answer = page.form(&address).press("移交全部 41 项").await;
    let page = answer.page(StatusCode::CONFLICT);
    page.has("在您打开页面之后有变化，还没有写入")
        .has("在办事项 40 项");
    assert_eq!(duties(&house, MARKET).await, 0);
}

#[tokio::test]
async fn everything_that_is_due_passes_on_in_the_order_of_the_days() {
    let day = NaiveDate::from_ymd_opt(2023, 9, 1).unwrap();
    let house = House::on(Template::Seeded, day).await;
    let admin = house.admin().await;
    let page = admin.get("/registry/handovers").await;
    // 保监局 went into 银保监局 in 2018, which became 金融监管局 in 2023.
    page.row("新疆保监局").has("2018-12-17").has("新疆银保监局");
    let whole = page.part("main section[aria-labelledby='whole']").text();
    assert!(!whole.contains("新疆金融监管局"), "{whole}");
    let answer = page.form("/registry/handovers").press("全部移交").await;
    answer.follow().await.has("已移交");
    let page = admin.get("/registry/handovers").await;
    page.row("新疆银保监局").has("新疆金融监管局");
    let answer = page.form("/registry/handovers").press("全部移交").await;
    answer.follow().await;
    let page = admin.get("/registry/handovers").await;
    page.part("main section[aria-labelledby='whole']")
        .has("没有到期未移交的");
    assert_eq!(duties(&house, "新疆保监局").await, 0);
    assert_eq!(duties(&house, "新疆银保监局").await, 0);
    // 保监局 stands in two goals' and tasks' lists with 银监局 and once alone; nothing is lost on the way.
    let lost: i64 = house
        .value(
            "select count(*) from former_duty f
             where not exists (select 1 from duty u where u.item_id = f.item_id)",
        )
        .await;
    assert_eq!(lost, 0);
}

#[tokio::test]
async fn the_last_report_of_the_predecessor_stands_beside_the_form() {
    let (house, admin) = afterwards().await;
    let item = house.item("000", BRANDS).await;
    let clerk = house.clerk_of(BUREAU).await;
    let address = format!("/items/{item}/report?period=2018-07-01");
    let words = "第三季度新增 12 个，累计 131 个，名单已公布。";
    let page = clerk.get(&address).await;
    let form = page
        .form(&format!("/items/{item}/report"))
        .fill("progress", words)
        .fill("stated", "on_track")
        .fill("forecast", "on_time");
    let target = form
        .names()
        .into_iter()
        .find(|name| name.starts_with("value-"))
        .unwrap();
    let answer = form.fill(&target, "131").press("报送督查室").await;
    answer.follow().await;
    pass_on(&house, &admin, BUREAU).await;
    let successor = house.clerk_of(MARKET).await;
    let todo = successor.get("/todo").await;
    // Asked for the fourth quarter, and not for the third.
    let row = todo.row("培育新疆名牌产品");
    row.lacks("未报").has("131");
    let form = successor.get(&format!("/items/{item}/report")).await;
    form.has("上期填报（2018年第三季度）").has(words);
}
