//! Signing in and out, and what a session is worth.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ORIGIN};
use axum::http::{Method, StatusCode};
use fengong::domain::Post;

use crate::support::House;
use crate::support::house::PASSWORD;
use crate::support::page::Part;

/// 名牌, as a browser writes it into an address.
const NAMED: &str = "%E5%90%8D%E7%89%8C";

#[tokio::test]
async fn a_clerk_signs_in_and_lands_on_her_work() {
    let house = House::new().await;
    let grant = house.grant_in("自治区质监局", Post::Clerk).await;
    let login = house.account("自治区质监局经办人", &[grant]).await;
    let visitor = house.stranger();

    let form = visitor.ask("/").await.follow().await;
    assert_eq!(form.heading(), "登录");
    let form = form.form("/sign-in").fill("login", &login);
    let answer = form.fill("password", PASSWORD).press("登录").await;
    let page = answer.follow().await;
    assert_eq!(page.heading(), "我的待办");
    page.has("自治区质监局经办人 · 经办人");
}

#[tokio::test]
async fn a_visitor_arrives_where_she_wanted_to_go() {
    let house = House::new().await;
    let grant = house.grant_in("自治区质监局", Post::Clerk).await;
    let login = house.account("自治区质监局经办人", &[grant]).await;
    let visitor = house.stranger();
    let wanted = format!("/items?words={NAMED}&page=1");
    let form = visitor.ask(&wanted).await.follow().await;
    let form = form.form("/sign-in").fill("login", &login);
    let answer = form.fill("password", PASSWORD).press("登录").await;
    assert_eq!(answer.location(), wanted);
}

#[tokio::test]
async fn nobody_is_led_to_another_site_by_signing_in() {
    let house = House::new().await;
    let login = house.account("管理员", &[]).await;
    for next in [
        "//elsewhere.example/",
        "https://elsewhere.example/",
        "/\\elsewhere.example/",
    ] {
        let fields = [
            ("login", login.as_str()),
            ("password", PASSWORD),
            ("next", next),
        ];
        let answer = house.stranger().post("/sign-in", &fields).await;
        assert_eq!(answer.location(), "/", "{next}");
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_are_answered_alike() {
    let house = House::new().await;
    let login = house.account("管理员", &[]).await;
    let page = async |login: &str, password: &str| {
        let form = house.stranger().get("/sign-in").await;
        let form = form.form("/sign-in").fill("login", login);
        let answer = form.fill("password", password).press("登录").await;
        answer.page(StatusCode::UNPROCESSABLE_ENTITY)
    };
    let (wrong, unknown) = (page(&login, "wrong").await, page("nobody", PASSWORD).await);
    assert_eq!(wrong.main().text(), unknown.main().text());
    wrong.has("账号或密码不正确");
    assert_eq!(wrong.form("/sign-in").value("login"), login);
    assert_eq!(wrong.form("/sign-in").value("password"), "");
    assert!(wrong.about("login").contains("账号或密码不正确"));
    assert!(wrong.texts("title").concat().starts_with("错误："));
}

#[tokio::test]
async fn guessing_is_slowed_down_even_with_the_right_password() {
    let house = House::new().await;
    let login = house.account("管理员", &[]).await;
    let visitor = house.stranger();
    let attempt = async |password: &str| {
        let fields = [("login", login.as_str()), ("password", password)];
        visitor.post("/sign-in", &fields).await
    };
    for _ in 0..5 {
        attempt("wrong")
            .await
            .page(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let page = attempt(PASSWORD).await.page(StatusCode::TOO_MANY_REQUESTS);
    page.has("15 分钟后再试");
}

#[tokio::test]
async fn a_disabled_account_neither_comes_in_nor_stays_in() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    clerk.get("/items").await;
    house
        .run("update user_account set disabled_at = now()")
        .await;
    assert!(clerk.ask("/items").await.location().starts_with("/sign-in"));
    let fields = [("login", "account-0"), ("password", PASSWORD)];
    let answer = house.stranger().post("/sign-in", &fields).await;
    answer.page(StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_cookie_is_out_of_reach_of_scripts_and_new_at_every_sign_in() {
    let house = House::new().await;
    let login = house.account("管理员", &[]).await;
    let visitor = house.stranger();
    visitor.set_cookie("fengong_session", "planted");
    let fields = [("login", login.as_str()), ("password", PASSWORD)];
    let answer = visitor.post("/sign-in", &fields).await;
    let cookie = answer.header("set-cookie").unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    let first = visitor.cookie("fengong_session").unwrap();
    assert_ne!(first, "planted");

    visitor.sign_in(&login).await;
    assert_ne!(visitor.cookie("fengong_session").unwrap(), first);
    let thief = house.stranger();
    thief.set_cookie("fengong_session", &first);
    let answer = thief.ask("/").await;
    assert!(answer.location().starts_with("/sign-in"), "{answer}");
}

#[tokio::test]
async fn the_table_of_sessions_opens_no_door() {
    let house = House::new().await;
    let admin = house.admin().await;
    let secret = admin.cookie("fengong_session").unwrap();
    let stored: Vec<u8> = house.value("select token_hash from session").await;
    assert_ne!(stored, secret.as_bytes());
    let hex: String = stored.iter().map(|byte| format!("{byte:02x}")).collect();
    let thief = house.stranger();
    thief.set_cookie("fengong_session", &hex);
    assert!(thief.ask("/").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn signing_out_ends_the_session_and_not_only_the_cookie() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let cookie = clerk.cookie("fengong_session").unwrap();
    let answer = clerk.post("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert_eq!(clerk.cookie("fengong_session"), None);
    let thief = house.stranger();
    thief.set_cookie("fengong_session", &cookie);
    assert!(thief.ask("/todo").await.location().starts_with("/sign-in"));
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_keeps_what_was_typed() {
    let house = House::new().await;
    let grant = house.grant_in("自治区质监局", Post::Clerk).await;
    let login = house.account("自治区质监局经办人", &[grant]).await;
    let clerk = house.stranger();
    clerk.sign_in(&login).await;
    house
        .run("update session set last_seen_at = last_seen_at - interval '3 hours'")
        .await;

    let typed = "已完成 1200 家企业的质量信用评价，比上年多 300 家。";
    let answer = clerk
        .post("/items/1/report?department=1", &[("progress_text", typed)])
        .await;
    let page = answer.page(StatusCode::UNAUTHORIZED);
    page.has("您填写的内容还在");
    let form = page.form("/sign-in").fill("login", &login);
    let answer = form.fill("password", PASSWORD).press("登录并继续").await;
    let page = answer.page(StatusCode::OK);
    page.has(typed);
    let form = page.form("/items/1/report");
    assert_eq!(form.value("progress_text"), typed);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    let foreign: [&[(&str, &str)]; 2] = [
        &[("sec-fetch-site", "cross-site")],
        &[(ORIGIN.as_str(), "https://elsewhere.example")],
    ];
    for headers in foreign {
        let request = clerk.request(Method::POST, "/sign-out");
        let request = headers
            .iter()
            .fold(request, |request, (name, value)| {
                request.header(*name, *value)
            })
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let answer = clerk.send(request.body(Body::empty()).unwrap()).await;
        let page = answer.page(StatusCode::FORBIDDEN);
        page.has("跨站");
    }
    clerk.get("/items").await;
}

#[tokio::test]
async fn the_large_view_is_remembered_and_comes_back_to_the_same_page() {
    let house = House::new().await;
    let visitor = house.stranger();
    let page = visitor.get("/help").await;
    assert_eq!(page.part("html").attr("class"), None);
    let fields = [("view", "large"), ("back", "/help")];
    let page = visitor.post("/preferences", &fields).await.follow().await;
    assert_eq!(page.heading(), visitor.get("/help").await.heading());
    assert_eq!(page.part("html").attr("class"), Some("large"));
    let away = [("view", "large"), ("back", "//elsewhere.example/")];
    assert_eq!(visitor.post("/preferences", &away).await.location(), "/");
}
