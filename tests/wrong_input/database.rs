//! A database that is not there, that goes away in the middle, and that returns.

use axum::http::StatusCode;

use crate::support::house::{PASSWORD, site};
use crate::support::line::Line;
use crate::support::page::Part;
use crate::support::program::{Folder, Program};
use crate::support::server::Template;
use crate::support::{House, Report, Visitor, seeds};

const WORDS: &str = "完成重点产品监督抽查 1200 批次，合格率稳中有升。";

/// A clerk whose site reaches its database over a line, and the item that she reports on.
async fn on_a_line(house: &House) -> (Line, Visitor, i64) {
    let line = Line::to(house);
    let grant = house
        .grant_in("自治区质监局", fengong::domain::Post::Clerk)
        .await;
    let login = house.account("自治区质监局经办人", &[grant]).await;
    let clerk = Visitor::new(site(line.pool()), "自治区质监局经办人");
    clerk.sign_in(&login).await;
    (line, clerk, house.item("000", "一·第6条").await)
}

#[tokio::test]
async fn a_page_says_that_the_database_is_away_and_comes_back_with_it() {
    let house = House::new().await;
    let (mut line, clerk, item) = on_a_line(&house).await;
    clerk.get("/todo").await;
    line.cut().await;
    for address in [
        "/todo",
        "/items",
        &format!("/items/{item}"),
        "/items.csv",
        "/",
    ] {
        let page = clerk
            .ask(address)
            .await
            .page(StatusCode::SERVICE_UNAVAILABLE);
        page.has("数据库暂时连接不上").has("稍等片刻后重试");
    }
    assert_eq!(
        clerk.ask("/health").await.status,
        StatusCode::SERVICE_UNAVAILABLE
    );
    line.mend();
    assert_eq!(clerk.ask("/health").await.status, StatusCode::OK);
    // The session is in the database and still there.
    clerk.get("/todo").await;
}

#[tokio::test]
async fn what_was_typed_while_the_database_is_away_is_kept_and_sent_again() {
    let house = House::new().await;
    let (mut line, clerk, item) = on_a_line(&house).await;
    let form = clerk.get(&format!("/items/{item}/report")).await;
    line.cut().await;
    let report = Report::on(&clerk, item).figure("131").progress(WORDS);
    let answer = report.filled(&form, "报送督查室").await;
    let page = answer.page(StatusCode::SERVICE_UNAVAILABLE);
    page.has("您填写的内容还在这个页面上").has(WORDS);

    // Still away: the page is the same again.
    let again = page.form(&format!("/items/{item}/report"));
    let page = again
        .press("重新提交")
        .await
        .page(StatusCode::SERVICE_UNAVAILABLE);
    page.has(WORDS);
    line.mend();
    let again = page.form(&format!("/items/{item}/report"));
    let after = again.press("重新提交").await.follow().await;
    after.part(".flash").has("已报送");
    let kept: Vec<(String, String)> = house
        .rows("select r.progress_text, trim_scale(v.value)::text from report r join report_value v on v.report_id = r.id")
        .await;
    assert_eq!(kept, [(WORDS.to_owned(), "131".to_owned())]);
}

#[tokio::test]
async fn a_report_that_breaks_off_in_the_middle_is_not_half_written() {
    for words in [
        "insert into report ",
        "insert into report_value",
        "insert into event",
        "COMMIT",
    ] {
        let house = House::new().await;
        let (line, clerk, item) = on_a_line(&house).await;
        let form = clerk.get(&format!("/items/{item}/report")).await;
        line.cut_at(words);
        let report = Report::on(&clerk, item).figure("131").progress(WORDS);
        let answer = report.filled(&form, "报送督查室").await;
        let page = answer.page(StatusCode::SERVICE_UNAVAILABLE);
        page.has(WORDS);
        let written = "select (select count(*) from report) + (select count(*) from report_value)
                            + (select count(*) from event where report_id is not null)";
        assert_eq!(house.value::<i64>(written).await, 0, "{words}");
        // The line was cut for one connection only; the next attempt takes another.
        let again = page.form(&format!("/items/{item}/report"));
        again.press("重新提交").await.follow().await;
        assert_eq!(
            house.value::<i64>("select count(*) from report").await,
            1,
            "{words}"
        );
    }
}

#[tokio::test]
async fn a_batch_that_breaks_off_in_the_middle_is_not_half_sent() {
    for words in ["update report r", "insert into event", "COMMIT"] {
        let house = House::new().await;
        let (line, clerk, item) = on_a_line(&house).await;
        let other = house.item("000", "一·第5条").await;
        for item in [item, other] {
            Report::on(&clerk, item).save().await.location();
        }
        let page = clerk.get("/todo/submission").await;
        line.cut_at(words);
        let answer = page.form("/todo/submission").press("报送 2 项").await;
        let page = answer.page(StatusCode::SERVICE_UNAVAILABLE);
        let sent = "select (select count(*) from report where state <> 'draft')
                         + (select count(*) from event where action = 'report.submit')";
        assert_eq!(house.value::<i64>(sent).await, 0, "{words}");
        // What was ticked is still on the page.
        let again = page.form("/todo/submission").press("重新提交").await;
        again.follow().await.part(".flash").has("已报送 2 项。");
        assert_eq!(house.value::<i64>(sent).await, 4, "{words}");
    }
}

#[tokio::test]
async fn nobody_can_sign_in_while_the_database_is_away_and_no_password_is_printed() {
    let house = House::new().await;
    let mut line = Line::to(&house);
    let login = house.account("管理员", &[]).await;
    let visitor = Visitor::new(site(line.pool()), "管理员");
    let form = visitor.get("/sign-in").await;
    line.cut().await;
    let form = form.form("/sign-in").fill("login", &login);
    let answer = form.fill("password", PASSWORD).press("登录").await;
    let page = answer.page(StatusCode::SERVICE_UNAVAILABLE);
    assert!(!page.answer().text().contains(PASSWORD));
    line.mend();
    visitor.sign_in(&login).await;
}

#[tokio::test]
async fn what_needs_no_database_is_served_without_one() {
    let house = House::new().await;
    let mut line = Line::to(&house);
    let visitor = Visitor::new(site(line.pool()), "a stranger");
    line.cut().await;
    let page = visitor.get("/sign-in").await;
    for selector in ["link[rel='stylesheet']", "link[rel='icon']"] {
        let href = page.part(selector).attr("href").unwrap().to_owned();
        assert_eq!(visitor.ask(&href).await.status, StatusCode::OK);
    }
    visitor.get("/help").await;
}

#[tokio::test]
async fn a_restart_of_the_database_is_not_noticed_by_who_asks_after_it() {
    let house = House::new().await;
    let clerk = house.clerk_of("自治区质监局").await;
    clerk.get("/todo").await;
    house
        .try_to("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()")
        .await
        .expect_err("our own connection ends as well");
    clerk.get("/todo").await;
}

#[tokio::test]
async fn a_command_says_that_it_reaches_no_database_and_what_to_check() {
    let folder = Folder::new();
    let file = folder.file("003.txt", seeds::text("003"));
    let import = |url: &str| {
        Program::new(&["import"])
            .arg(&file)
            .env("DATABASE_URL", url)
            .run()
    };
    let nowhere = format!(
        "postgres://app@localhost/db?host={}",
        folder.path().display()
    );
    import(&nowhere).complains(&["连接不上数据库", "DATABASE_URL"]);
    // Nothing listens on port 1.
    let refused = import("postgres://app:secret@127.0.0.1:1/db");
    refused.complains(&["连接不上数据库", "127.0.0.1:1"]);
    assert!(!refused.err.contains("secret"), "{refused:?}");
    for nonsense in ["mysql://localhost/db", "nonsense"] {
        import(nonsense).complains(&["DATABASE_URL 不是 PostgreSQL 的地址"]);
    }
}

#[tokio::test]
async fn an_import_that_is_cut_off_leaves_nothing_and_succeeds_when_repeated() {
    let house = House::over(Template::Registry).await;
    let text = seeds::text("003");
    let line = Line::to(&house);
    let pool = line.pool();
    for words in ["insert into item ", "insert into responsibility", "COMMIT"] {
        line.cut_at(words);
        let mut db = pool.acquire().await.unwrap();
        let cut = seeds::import(&mut db, seeds::file_name("003"), text.as_bytes()).await;
        assert!(cut.is_err(), "{words}: {cut:?}");
        let documents: i64 = house.value("select count(*) from document").await;
        assert_eq!(documents, 0, "{words}");
    }
    let mut db = pool.acquire().await.unwrap();
    let done = seeds::import(&mut db, seeds::file_name("003"), text.as_bytes()).await;
    done.unwrap();
}

#[tokio::test]
async fn a_database_of_another_version_is_left_alone() {
    let house = House::over(Template::Registry).await;
    house
        .run("update _sqlx_migrations set checksum = '\\x00' where version = (select max(version) from _sqlx_migrations)")
        .await;
    let folder = Folder::new();
    let outcome = Program::new(&["import"])
        .arg(folder.file("003.txt", seeds::text("003")))
        .env("DATABASE_URL", house.url())
        .run();
    outcome.complains(&["由另一版本的程序建立"]);
}

#[tokio::test]
async fn an_empty_registry_is_filled_before_anything_is_imported() {
    let house = House::over(Template::Bare).await;
    let folder = Folder::new();
    let file = folder.file("003.txt", seeds::text("003"));
    let run = |arguments: &[&str]| Program::new(arguments).env("DATABASE_URL", house.url());
    run(&["import"])
        .arg(&file)
        .run()
        .complains(&["单位库还是空的", "fengong registry load"]);
    run(&["registry", "load"]).run().succeeds();
    run(&["import"])
        .arg(&file)
        .run()
        .succeeds()
        .says("已导入《");
    run(&["import"])
        .arg(&file)
        .run()
        .succeeds()
        .says("没有重复写入");
}
