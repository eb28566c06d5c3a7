//! 移交 and 牵头汇总: who collects for an item, and what was sent to it, when duties pass on.

use chrono::NaiveDate;

use crate::support::page::Part;
use crate::support::server::Template;
use crate::support::{House, Page, Report, Visitor};

/// 三.1, which several departments of 新疆 share.
const SHARED: &str = "三.1";
const BUREAU: &str = "自治区质监局";
const MARKET: &str = "自治区市场监管局";

/// A day on which the departments of 2018 have followed those before them.
const AFTER: NaiveDate = match NaiveDate::from_ymd_opt(2018, 12, 10) {
    Some(day) => day,
    None => unreachable!(),
};

async fn pass_on(house: &House, admin: &Visitor, name: &str) -> Page {
    let address = format!("/registry/handovers/{}", house.department(name).await);
    let page = admin.get(&address).await;
    let button = page.texts("main form button").remove(0);
    page.form(&address).press(&button).await.follow().await
}

async fn collector(house: &House, item: i64) -> Vec<String> {
    house
        .values(format!(
            "select d.short_name from collector c join department d on d.id = c.department_id where c.item_id = {item}"
        ))
        .await
}

#[tokio::test]
async fn who_collects_is_followed_by_its_successor_and_back() {
    let house = House::on(Template::Seeded, AFTER).await;
    let admin = house.admin().await;
    let item = house.item("000", SHARED).await;
    let office = house.office_of("新疆").await;
    let address = format!("/items/{item}");
    let page = office.get(&address).await;
    let form = page.form(&format!("{address}/consolidation"));
    let bureau = house.department(BUREAU).await.to_string();
    form.fill("department", &bureau)
        .press("指定汇总单位")
        .await
        .follow()
        .await;
    house.clerk_of(BUREAU).await;
    let joint = house.clerk_of("自治区农业厅").await;
    Report::on(&joint, item).send().await;

    let successor = house.clerk_of(MARKET).await;
    let change = pass_on(&house, &admin, BUREAU).await;
    assert_eq!(collector(&house, item).await, [MARKET]);
    office
        .get(&address)
        .await
        .part("section[aria-labelledby='collecting']")
        .has("汇总单位：自治区市场监管局");
    successor
        .get(&format!("{address}/contributions"))
        .await
        .has("自治区农业厅");
    office.get("/reviews").await.has("没有等待核实的填报");

    let undoing = format!("{}/undoing", change.answer().address);
    change
        .form(&undoing)
        .press("撤销这次变动")
        .await
        .follow()
        .await
        .has("已撤销");
    assert_eq!(collector(&house, item).await, [BUREAU]);
}

#[tokio::test]
async fn what_a_supporting_department_sent_before_it_ended_reaches_the_office() {
    let house = House::on(Template::Seeded, AFTER).await;
    let admin = house.admin().await;
    let item = house.item("000", SHARED).await;
    let support = house.department(BUREAU).await;
    house
        .run(format!(
            "update duty set role = case department_id when {support} then 'support' else role end where item_id = {item};
             update duty set role = 'lead' where item_id = {item}
                 and id = (select min(id) from duty where item_id = {item} and department_id <> {support})"
        ))
        .await;
    let lead: String = house
        .value(format!(
            "select d.short_name from duty u join department d on d.id = u.department_id
             where u.item_id = {item} and u.role = 'lead'"
        ))
        .await;
    house.clerk_of(&lead).await;
    let clerk = house.clerk_of(BUREAU).await;
    let report = Report::on(&clerk, item).send().await;
    let recipient = format!("select recipient from report where id = {report}");
    assert_eq!(house.value::<String>(recipient.clone()).await, "lead");
    pass_on(&house, &admin, BUREAU).await;
    // The lead looks after those who support it, of whom the bureau is none any more.
    assert_eq!(house.value::<String>(recipient).await, "office");
    let office = house.office_of("新疆").await;
    office.get("/reviews").await.has(BUREAU);
}

#[tokio::test]
async fn two_who_confirm_at_once_pass_on_once() {
    let house = House::on(Template::Seeded, AFTER).await;
    let admin = house.admin().await;
    let address = format!("/registry/handovers/{}", house.department(BUREAU).await);
    let (one, other) = (admin.get(&address).await, admin.get(&address).await);
    let button = one.texts("main form button").remove(0);
    let answers = tokio::join!(
        one.form(&address).press(&button),
        other.form(&address).press(&button)
    );
    let mut changed = 0;
    for answer in [answers.0, answers.1] {
        changed += i64::from(answer.location().starts_with("/registry/changes/"));
    }
    let changes: i64 = house.value("select count(*) from duty_change").await;
    assert_eq!((changed, changes), (1, 1));
    admin.get(&address).await.has("已经移交的见职责变动");
}
