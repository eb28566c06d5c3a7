//! Accounts, the log, and the help page.

use axum::http::StatusCode;

use crate::support::House;
use crate::support::page::Part;

#[tokio::test]
async fn accounts_are_for_the_administrator() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区工商局").await;
    clerk.ask("/users").await.page(StatusCode::FORBIDDEN);
    let page = house.admin().await.get("/users").await;
    page.row("自治区工商局经办人").has("account-0").has("在用");
    // The table of rights: who reports does not verify.
    let rights = page.row("核实或退回各单位的填报");
    assert_eq!(
        rights.cells(),
        [
            "核实或退回各单位的填报",
            "—不可以",
            "—不可以",
            "可以",
            "—不可以",
            "—不可以",
            "—不可以"
        ]
    );
}

#[tokio::test]
async fn more_accounts_than_a_page_holds_are_turned_over() {
    let house = House::new().await;
    house
        .run(
            "insert into user_account (login, display_name, password_hash, created_at)
             select 'many-' || to_char(n, 'FM000'), '账号' || n, '', now() from generate_series(1, 150) n",
        )
        .await;
    let admin = house.admin().await;
    let mut page = admin.get("/users").await;
    let mut seen = page.parts("main tbody tr:has(code):has(.date)").len();
    assert_eq!(seen, 100);
    page = page.open("下一页").await;
    seen += page.parts("main tbody tr:has(code):has(.date)").len();
    let all: i64 = house.value("select count(*) from user_account").await;
    assert_eq!(i64::try_from(seen).unwrap(), all);
    assert!(page.parts("main nav.pager a[rel='next']").is_empty());
}

#[tokio::test]
async fn the_log_is_for_the_auditor_and_says_what_was_done() {
    let house = House::new().await;
    house
        .admin()
        .await
        .ask("/events")
        .await
        .page(StatusCode::FORBIDDEN);
    let auditor = house.auditor().await;
    let page = auditor.get("/events?kind=document").await;
    page.row("关联文件")
        .has("《实施质量强区战略任务分工》 与《关于实施质量强区战略的决定》")
        .has("关系：分工");
    assert_eq!(page.rows_with("导入文件").len(), 5);
    auditor
        .ask("/events?kind=weather")
        .await
        .page(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn the_log_is_read_to_its_end() {
    let house = House::new().await;
    house
        .run(
            "insert into event (at, action, after)
             select now(), 'user.create', json_build_object('login', 'many-' || n) from generate_series(1, 230) n",
        )
        .await;
    let auditor = house.auditor().await;
    let mut page = auditor.get("/events?kind=user").await;
    let mut seen = page.rows().len();
    while !page.parts("main a[rel='next']").is_empty() {
        page = page.open("更早的记录").await;
        seen += page.rows().len();
    }
    let all: i64 = house
        .value("select count(*) from event where action like 'user.%'")
        .await;
    assert_eq!(i64::try_from(seen).unwrap(), all);
}

#[tokio::test]
async fn help_needs_no_account() {
    let house = House::new().await;
    let page = house.stranger().get("/help").await;
    page.has("欠序时进度超过 30 个百分点")
        .has("6月25日（周一）");
    page.part("main section[aria-labelledby='support']")
        .has("单位信息中心");
}
