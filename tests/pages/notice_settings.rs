//! 消息设置 and the calendar behind its secret address.

use axum::http::StatusCode;

use crate::support::page::Part;
use crate::support::{House, Visitor};

/// The text of a calendar, its folded lines put together again.
async fn calendar(visitor: &Visitor, address: &str) -> String {
    let answer = visitor.ask(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer}");
    assert_eq!(
        answer.header("content-type"),
        Some("text/calendar; charset=utf-8")
    );
    let text = answer.text();
    for line in text.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line}");
    }
    text.replace("\r\n ", "")
}

/// Makes a calendar address; gives the part after the site's own.
async fn make(visitor: &Visitor) -> String {
    let page = visitor.get("/notices/settings").await;
    let form = page.form("/notices/calendar");
    let words = match page.text().contains("更换日历地址") {
        true => "更换日历地址",
        false => "生成日历地址",
    };
    let page = form.press(words).await.page(StatusCode::OK);
    let field = page.part("#calendar-address");
    let address = field.attr("value").expect("shown");
    let (site, path) = address.split_at(address.find("/calendar/").expect("a path"));
    assert_eq!(site, "http://fengong.example");
    path.to_owned()
}

#[tokio::test]
async fn a_clerk_subscribes_to_the_deadlines_of_her_unit() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let item = house.item("000", "一·第6条").await;
    house
        .run(format!(
            "update item set deadline_last = '2018-12-31', title = '制定标准;推进\\试点, 完善体系' where id = {item}"
        ))
        .await;
    let address = make(&clerk).await;
    // The program that fetches it is nobody who is signed in.
    let program = house.stranger();
    let text = calendar(&program, &address).await;
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
        "{text}"
    );
    let events: Vec<&str> = text.split("BEGIN:VEVENT\r\n").skip(1).collect();
    let department = house.department("自治区质监局").await;
    let uid = format!("UID:item-{item}-{department}@");
    let event = events.iter().find(|event| event.contains(&uid));
    let event = event.expect("the item is in it");
    assert!(event.contains("DTSTART;VALUE=DATE:20181231\r\n"), "{event}");
    assert!(
        event.contains("SUMMARY:事项到期：制定标准\\;推进\\\\试点\\, 完善体系\r\n"),
        "{event}"
    );
    let quarter = events
        .iter()
        .find(|event| event.contains("2018年第二季度填报截止：自治区质监局"));
    let quarter = quarter.expect("the quarter is in it");
    assert!(
        quarter.contains("DTSTART;VALUE=DATE:20180625\r\n"),
        "{quarter}"
    );
    // Every event is there once, whatever the calendar is called.
    let mut uids: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("UID:"))
        .collect();
    let all = uids.len();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!((uids.len(), events.len()), (all, all));
    let foreign: i64 = house
        .value(format!(
            "select count(*) from item where deadline_last is not null
             and id not in (select item_id from duty where department_id = {department})"
        ))
        .await;
    assert!(foreign > 0);
    let own: i64 = house
        .value(format!(
            "select count(*) from tracked_duty where department_id = {department} and progress <> 'done'
             and deadline_last between '2018-03-22' and '2021-06-20'"
        ))
        .await;
    let items = uids
        .iter()
        .filter(|uid| uid.starts_with("UID:item-"))
        .count();
    assert_eq!(i64::try_from(items).unwrap(), own);
}

#[tokio::test]
async fn a_secret_address_is_renewed_and_revoked_and_never_kept() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let program = house.stranger();
    let first = make(&clerk).await;
    calendar(&program, &first).await;
    let second = make(&clerk).await;
    assert_ne!(first, second);
    program.ask(&first).await.page(StatusCode::NOT_FOUND);
    calendar(&program, &second).await;
    let secret = second
        .trim_start_matches("/calendar/")
        .trim_end_matches(".ics");
    let kept: bool = house
        .value(format!(
            "select exists (select 1 from calendar_token where encode(token_hash, 'escape') like '%{secret}%'
                            or encode(token_hash, 'hex') = '{secret}')"
        ))
        .await;
    assert!(!kept);
    // It is shown once.
    clerk.get("/notices/settings").await.lacks("只显示这一次");
    program
        .ask(&format!("/calendar/{secret}"))
        .await
        .page(StatusCode::NOT_FOUND);

    let page = clerk.get("/notices/settings").await;
    let answer = page.form("/notices/calendar").press("停用日历地址").await;
    answer.follow().await.has("日历地址已停用");
    program.ask(&second).await.page(StatusCode::NOT_FOUND);
    let third = make(&clerk).await;
    house
        .run("update user_account set disabled_at = now()")
        .await;
    program.ask(&third).await.page(StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_wrong_address_is_said_at_the_field_and_nothing_is_saved() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let page = clerk.get("/notices/settings").await;
    let form = page.form("/notices/settings").fill("address", "jingban");
    let answer = form.fill("kind", "returned").press("保存").await;
    let page = answer.page(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.about("address").contains("填写完整的邮件地址"));
    let rows: i64 = house.value("select count(*) from notice_preference").await;
    assert_eq!(rows, 0);
    let form = page.form("/notices/settings");
    let answer = form
        .fill("address", "jingban@zjj.example")
        .press("保存")
        .await;
    let page = answer.follow().await;
    page.has("消息设置已保存。");
    let form = page.form("/notices/settings");
    assert_eq!(form.value("address"), "jingban@zjj.example");
    assert_eq!(form.value("kind"), "returned");
    let rows: Vec<String> = house
        .values("select address || ' ' || array_to_string(kinds, ',') from notice_preference")
        .await;
    assert_eq!(rows, ["jingban@zjj.example returned"]);
    let told: String = house
        .value("select after::text from event where action = 'user.notices'")
        .await;
    assert!(!told.contains("jingban"), "{told}");
}

#[tokio::test]
async fn whoever_has_no_unit_has_no_calendar() {
    let house = House::new().await;
    let office = house.office_of("新疆").await;
    office.get("/notices/settings").await.lacks("日历地址");
    let answer = office.post("/notices/calendar", &[("do", "make")]).await;
    answer.page(StatusCode::BAD_REQUEST);
}
