//! The commands, run as a person runs them: what they say, how they end, what they leave. What they say of wrong files
//! and lost databases stands in `wrong_input`.

use std::net::TcpListener;
use std::path::Path;

use axum::http::StatusCode;
use fengong::domain::Post;
use fengong::store::users;

use crate::support::House;
use crate::support::page::Part;
use crate::support::program::{Folder, Outcome, Program};
use crate::support::server::Template;
use crate::support::serving::Serving;

/// Runs a command on the database of a house.
fn run(house: &House, arguments: &[&str]) -> Outcome {
    Program::new(arguments)
        .env("DATABASE_URL", house.url())
        .run()
}

fn import(house: &House, options: &[&str], documents: &[&str]) -> Outcome {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data/documents");
    let program = Program::new(&[&["import"], options].concat());
    let program = documents.iter().fold(program, |program, document| {
        program.arg(folder.join(document))
    });
    program.env("DATABASE_URL", house.url()).run()
}

const DECISION: &str = "新疆-2017-02-关于实施质量强区战略的决定.txt";
const NOTICE: &str = "新疆-2017-05-实施质量强区战略任务分工.txt";

#[tokio::test]
async fn an_import_says_what_it_wrote_and_writes_once() {
    let house = House::over(Template::Registry).await;
    import(&house, &[], &[DECISION, NOTICE])
        .succeeds()
        .says("已导入《关于实施质量强区战略的决定》")
        .says("已导入《实施质量强区战略任务分工》，目标 14 个、任务 33 项")
        .says("与《关于实施质量强区战略的决定》（新政发〔2017〕17号）关联：本文件为该文件明确责任单位，对应事项 33 项");
    import(&house, &[], &[NOTICE])
        .succeeds()
        .says("已导入过，是《实施质量强区战略任务分工》");
    let documents: i64 = house.value("select count(*) from document").await;
    assert_eq!(documents, 2);
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let house = House::over(Template::Registry).await;
    import(&house, &["--dry-run"], &[NOTICE])
        .succeeds()
        .says("可以导入（试运行，没有写入）。《实施质量强区战略任务分工》，目标 14 个、任务 33 项");
    let written = "select (select count(*) from document) + (select count(*) from event)";
    assert_eq!(house.value::<i64>(written).await, 0);
}

#[tokio::test]
async fn a_title_is_that_of_one_file() {
    let house = House::over(Template::Registry).await;
    import(&house, &["--title=另一标题"], &[DECISION, NOTICE])
        .complains(&["--title 只能用于一个文件"]);
    import(&house, &["--title=另一标题"], &[DECISION])
        .succeeds()
        .says("已导入《另一标题》");
}

#[tokio::test]
async fn the_registry_is_loaded_once() {
    let house = House::over(Template::Bare).await;
    run(&house, &["migrate"]).succeeds().says("结构已是最新");
    run(&house, &["registry", "load"])
        .succeeds()
        .says("行政区 50 个，单位 133 个");
    run(&house, &["registry", "load"])
        .succeeds()
        .says("没有新增内容");
    let events: i64 = house
        .value("select count(*) from event where action = 'registry.load'")
        .await;
    assert_eq!(events, 1);
}

#[tokio::test]
async fn an_account_that_makes_no_sense_is_refused_with_the_way_out() {
    let house = House::over(Template::Registry).await;
    let add = |rest: &[&str]| run(&house, &[&["user", "add"], rest].concat());
    let table: &[(&[&str], &str)] = &[
        (&["a", "--name=甲", "--post=admin"], "账号名“a”不能使用"),
        (&["质监局", "--name=甲", "--post=admin"], "小写字母"),
        (
            &["jing", "--name=甲", "--post=clerk"],
            "--department xj.zjj",
        ),
        (
            &["jing", "--name=甲", "--post=clerk", "--department=xj.yq"],
            "“xj.yq”",
        ),
        (
            &["guan", "--name=甲", "--post=admin", "--department=xj.zjj"],
            "请去掉 --department",
        ),
        (
            &["guan", "--name=甲", "--post=office", "--region=99"],
            "“99”",
        ),
    ];
    for (arguments, words) in table {
        add(arguments).complains(&[words]);
    }
    Program::new(&[
        "user",
        "add",
        "guan",
        "--name=甲",
        "--post=admin",
        "--password-stdin",
    ])
    .env("DATABASE_URL", house.url())
    .input(b"short\n")
    .run()
    .complains(&["密码至少 10 个字符"]);
    let accounts: i64 = house.value("select count(*) from user_account").await;
    assert_eq!(accounts, 0);
}

#[tokio::test]
async fn accounts_are_kept_from_the_command_line() {
    let house = House::over(Template::Registry).await;
    let ducha = [
        "user",
        "add",
        "ducha",
        "--name=督查室",
        "--post=office",
        "--region=65",
    ];
    run(&house, &ducha)
        .succeeds()
        .says("地区 65")
        .says("密码：");
    run(&house, &ducha).complains(&["账号 ducha 已存在"]);
    let typed = Program::new(&[
        "user",
        "add",
        "guan",
        "--name=甲",
        "--post=admin",
        "--password-stdin",
    ])
    .env("DATABASE_URL", house.url())
    .input(b"long-enough-2\n")
    .run();
    assert!(!typed.succeeds().out.contains("long-enough-2"), "{typed:?}");

    let mut db = house.db().await;
    let guan = users::by_login(&mut db, "guan").await.expect("asked");
    let guan = guan.expect("an account");
    let grants = users::grants(&mut db, guan.id).await.expect("asked");
    assert_eq!(grants.len(), 1);
    assert_eq!(
        (grants[0].post, grants[0].jurisdiction),
        (Post::Admin, None)
    );

    run(&house, &["user", "password", "nobody"]).complains(&["没有账号 nobody"]);
    run(&house, &["user", "password", "guan"])
        .succeeds()
        .says("已更换账号 guan 的密码");
    let changed = users::by_login(&mut db, "guan").await.expect("asked");
    assert_ne!(
        changed.expect("an account").password_hash,
        guan.password_hash
    );
    run(&house, &["user", "disable", "guan"])
        .succeeds()
        .says("已停用账号 guan");
    run(&house, &["user", "disable", "guan"])
        .succeeds()
        .says("先前已停用");
    run(&house, &["user", "list"])
        .succeeds()
        .says("督查室")
        .says("已停用");
    let actions: Vec<String> = house
        .values("select action from event where action like 'user.%' order by id")
        .await;
    assert_eq!(
        actions,
        [
            "user.create",
            "user.create",
            "user.password",
            "user.disable"
        ]
    );
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let house = House::over(Template::Bare).await;
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    Program::new(&[])
        .env("DATABASE_URL", house.url())
        .env("FENGONG_ADDRESS", &address)
        .run()
        .complains(&[
            &format!("地址 {address} 已被另一个程序占用"),
            "FENGONG_ADDRESS",
        ]);
}

#[tokio::test]
async fn a_server_says_what_is_still_to_be_done_and_ends_when_asked() {
    let house = House::over(Template::Bare).await;
    let serving = Serving::start(&[("DATABASE_URL", house.url())]);
    assert!(serving.greeting.contains("fengong registry load"));
    assert!(serving.greeting.contains("fengong user add"));
    assert_eq!(serving.get("/sign-in", "").0, 200);
    let (said, code) = serving.stop();
    assert_eq!((said.as_str(), code), ("已停止。\n", Some(0)));
    // Without a trial nothing is seeded and no day is pinned.
    let seeded = "select (select count(*) from department) + (select count(*) from setting)";
    assert_eq!(house.value::<i64>(seeded).await, 0);
}

#[tokio::test]
async fn an_account_made_at_the_command_line_signs_in_until_it_is_disabled() {
    let house = House::over(Template::Registry).await;
    let add = ["user", "add", "guanli", "--name=管理员", "--post=admin"];
    let made = run(&house, &add);
    let secret = made.succeeds().out.split("密码：").nth(1).unwrap();
    let secret = secret.lines().next().unwrap().trim();
    let sign_in = async || {
        let fields = [("login", "guanli"), ("password", secret)];
        house.stranger().post("/sign-in", &fields).await.status
    };
    assert_eq!(sign_in().await, StatusCode::SEE_OTHER);
    assert!(!run(&house, &["user", "list"]).out.contains(secret));
    run(&house, &["user", "disable", "guanli"]).succeeds();
    assert_eq!(sign_in().await, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn a_variable_that_cannot_be_used_is_named_before_anything_is_started() {
    let folder = Folder::new();
    let data = folder.path().join("data");
    for (name, value) in [
        ("FENGONG_ADDRESS", "here"),
        ("FENGONG_CONNECTIONS", "many"),
        ("FENGONG_CONNECTIONS", "0"),
    ] {
        let program = Program::new(&["serve"]).env("FENGONG_DATA", &data);
        program.env(name, value).run().complains(&[name, value]);
        assert!(!data.exists());
    }
}

#[tokio::test]
async fn the_pages_say_which_version_serves_them() {
    let house = House::over(Template::Registry).await;
    let outcome = Program::new(&["--version"]).run();
    let version = outcome.succeeds().out.trim().replace("fengong ", "");
    let page = house.stranger().get("/help").await;
    page.part("footer").has(&version);
}

#[tokio::test]
async fn the_registry_goes_out_and_in_unchanged() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let tables = folder.path().join("单位库");
    let book = folder.path().join("单位库.xlsx");
    Program::new(&["registry", "export"])
        .arg(&tables)
        .env("DATABASE_URL", house.url())
        .run()
        .succeeds()
        .says("5 张表");
    Program::new(&["registry", "export"])
        .arg(&book)
        .env("DATABASE_URL", house.url())
        .run()
        .succeeds()
        .says("已导出到");
    let names = [
        "jurisdictions",
        "departments",
        "aliases",
        "successions",
        "rosters",
    ];
    let load = names
        .iter()
        .fold(Program::new(&["registry", "load"]), |load, name| {
            load.arg(tables.join(format!("{name}.csv")))
        });
    load.env("DATABASE_URL", house.url())
        .run()
        .succeeds()
        .says("与库中完全相同");
    Program::new(&["registry", "load"])
        .arg(&book)
        .env("DATABASE_URL", house.url())
        .run()
        .succeeds()
        .says("与库中完全相同");
    // The tables that stand in the repository are what is exported from a registry of them.
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("seed-data");
    let sorted = |path: &Path| {
        let text = std::fs::read_to_string(path).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for name in names {
        let file = format!("{name}.csv");
        assert_eq!(
            sorted(&tables.join(&file)),
            sorted(&built_in.join(&file)),
            "{name}"
        );
    }
}

#[tokio::test]
async fn tables_with_a_mistake_are_not_loaded_and_every_mistake_is_told() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let path = folder.file(
        "aliases.csv",
        "department,alias,valid_from,valid_to,note\nxj.zzz,甲局,,,\nxj.scj,自治区质监局,,,\nxj.fgw,自治区发展改革局,,,\n",
    );
    let load = |options: &[&str]| {
        Program::new(&[&["registry", "load"], options].concat())
            .arg(&path)
            .env("DATABASE_URL", house.url())
            .run()
    };
    load(&[]).complains(&[
        "aliases.csv第 2 行“单位代码”列：没有代码为“xj.zzz”的单位",
        "aliases.csv第 3 行“名称”列：“自治区质监局”在重叠的日期里也指单位“xj.zjj”",
        "有 2 处需要改正，没有写入任何内容",
    ]);
    let added = "select count(*) from department_alias where alias = '自治区发展改革局'";
    assert_eq!(house.value::<i64>(added).await, 0);
    folder.file(
        "aliases.csv",
        "department,alias,valid_from,valid_to,note\nxj.fgw,自治区发展改革局,,,\n",
    );
    load(&["--dry-run"])
        .succeeds()
        .says("试运行，没有写入")
        .says("别名新增 1");
    assert_eq!(house.value::<i64>(added).await, 0);
    load(&[]).succeeds().says("已载入：别名新增 1");
    assert_eq!(house.value::<i64>(added).await, 1);
}

#[tokio::test]
async fn what_is_due_passes_on_without_a_page() {
    let house = House::new().await;
    // The command reads the day of a trial from its database; 保监局 is followed twice up to this one.
    house
        .run("insert into setting (key, value) values ('trial_day', '2023-09-01')")
        .await;
    let hand_over = |options: &[&str]| run(&house, &[&["registry", "hand-over"], options].concat());
    hand_over(&["--dry-run"])
        .succeeds()
        .says("移交：新疆新疆保监局 → 新疆银保监局，2018-12-17 起")
        .says("移交：新疆新疆银保监局 → 新疆金融监管局，2023-07-20 起")
        .says("待逐项指定：新疆自治区新闻出版广电局")
        .says("试运行，没有写入");
    let changes = "select count(*) from duty_change";
    assert_eq!(house.value::<i64>(changes).await, 0);
    hand_over(&[]).succeeds().says("已移交");
    let open: i64 = house
        .value("select count(*) from duty u join department d on d.id = u.department_id where d.code in ('xj.bjj', 'xj.ybj', 'xj.zjj')")
        .await;
    assert_eq!(open, 0);
    hand_over(&[]).succeeds().says("没有到期可以整体移交的");
}
