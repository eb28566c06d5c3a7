//! The commands, run as a person runs them: what they say, how they end, what they leave.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use fengong::domain::Post;
use fengong::intake::MAX_BYTES;
use fengong::store::{documents, users};
use sqlx::{Connection, PgConnection};

use crate::support::program::{Place, Serving, fengong, fengong_given, serve_on};
use crate::support::server::{Database, Template};
use crate::support::wire::Wire;

const DECISION: &str = "seed-data/documents/新疆-2017-02-关于实施质量强区战略的决定.txt";
const NOTICE: &str = "seed-data/documents/新疆-2017-05-实施质量强区战略任务分工.txt";

#[tokio::test]
async fn an_import_says_what_it_wrote_and_writes_once() {
    let database = Database::new(Template::Registry).await;
    let place = Place::Database(database.url());
    fengong(place, &["import", DECISION, NOTICE]).well(&[
        "已导入《关于实施质量强区战略的决定》",
        "已导入《实施质量强区战略任务分工》，目标 14 个、任务 33 项",
        "与《关于实施质量强区战略的决定》（新政发〔2017〕17号）关联：本文件为该文件明确责任单位，对应事项 33 项",
    ]);
    fengong(place, &["import", NOTICE]).well(&["已导入过，是《实施质量强区战略任务分工》"]);
    assert_eq!(documents_in(&database).await, 2);
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_writes_nothing() {
    let database = Database::new(Template::Registry).await;
    let place = Place::Database(database.url());
    fengong(place, &["import", "--dry-run", NOTICE]).well(&[
        "可以导入（试运行，没有写入）。《实施质量强区战略任务分工》，目标 14 个、任务 33 项",
    ]);
    assert_eq!(documents_in(&database).await, 0);
}

#[tokio::test]
async fn files_that_cannot_be_imported_are_named_with_the_way_out_and_stop_no_other() {
    let database = Database::new(Template::Registry).await;
    let folder = Folder::new();
    let huge = vec![b'a'; MAX_BYTES + 1];
    let (gbk, _, _) = encoding_rs::GB18030.encode(PLAN);
    let cut = "自治区质量工作分工方案\n序号\t考核任务指标\t责任单位\n1\t开展质量月活动\t自治区质监局\n2\t开展监督";
    let bad: &[(&str, &[u8], &str)] = &[
        ("空.txt", b"", "文件是空的"),
        (
            "程序.txt",
            b"\x7fELF\x02\x01\x01\0\0\0\0\0\0",
            "不是文本文件",
        ),
        ("大.txt", &huge, "超过 20 MB"),
        ("乱.txt", b"\xc3\x28\xff\xff\x80", "无法识别文件的文字编码"),
        ("表.docx", b"PK\x03\x04....", "另存为 .txt"),
        ("信.txt", "今天天气很好。".as_bytes(), "没有读到目标或任务"),
        ("断.txt", cut.as_bytes(), "表格在这一行中断"),
    ];
    let mut arguments = vec!["import".to_owned(), "--jurisdiction=新疆".to_owned()];
    arguments.extend(bad.iter().map(|(name, bytes, _)| folder.file(name, bytes)));
    arguments.push(folder.path("没有.txt"));
    arguments.push(folder.path(""));
    arguments.push(folder.file("好.txt", &gbk));
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = fengong(Place::Database(database.url()), &arguments).badly(&[
        "没有文件",
        "是文件夹",
        "10 个文件中有 9 个未导入",
    ]);
    assert!(
        ended.said.contains("已导入《自治区质量工作方案》"),
        "{ended:?}"
    );
    for (name, _, words) in bad {
        let after = ended.complained.split_once(name).map(|(_, after)| after);
        let sentence = after.and_then(|after| after.split("：未导入").nth(1));
        let sentence = sentence.unwrap_or_else(|| panic!("{name} is missing: {ended:?}"));
        assert!(sentence.contains(words), "{name}: {sentence}");
    }
    assert_eq!(documents_in(&database).await, 1);
}

#[tokio::test]
async fn a_department_that_nobody_knows_is_an_obstacle_until_it_is_created() {
    let database = Database::new(Template::Registry).await;
    let place = Place::Database(database.url());
    let folder = Folder::new();
    let plan = folder.file("方案.txt", PLAN.replace("质监局", "月球局").as_bytes());
    fengong(place, &["import", "--jurisdiction=新疆", &plan]).badly(&[
        "第 4 行",
        "没有“自治区月球局”",
        "--create-unknown",
    ]);
    assert_eq!(documents_in(&database).await, 0);
    fengong(
        place,
        &["import", "--jurisdiction=新疆", "--create-unknown", &plan],
    )
    .well(&["已导入《自治区质量工作方案》"]);
}

#[tokio::test]
async fn the_registry_is_loaded_once_and_asked_for_where_it_is_missing() {
    let database = Database::new(Template::Bare).await;
    let place = Place::Database(database.url());
    fengong(place, &["import", NOTICE]).badly(&["fengong registry load"]);
    fengong(place, &["registry", "load"]).well(&["行政区 50 个，单位 133 个"]);
    fengong(place, &["registry", "load"]).well(&["没有新增内容"]);
    fengong(place, &["migrate"]).well(&["结构已是最新"]);
}

#[tokio::test]
async fn accounts_are_kept_from_the_command_line() {
    let database = Database::new(Template::Registry).await;
    let place = Place::Database(database.url());
    let add = |rest: &[&str]| fengong(place, &[&["user", "add"], rest].concat());
    add(&["ducha", "--name=督查室", "--post=office", "--region=65"]).well(&["地区 65", "密码："]);
    add(&["ducha", "--name=督查室", "--post=office"]).badly(&["账号 ducha 已存在"]);
    add(&["a", "--name=甲", "--post=admin"]).badly(&["账号名“a”不能使用"]);
    add(&["jing", "--name=甲", "--post=clerk"]).badly(&["--department"]);
    add(&["jing", "--name=甲", "--post=clerk", "--department=xj.yq"]).badly(&["“xj.yq”"]);
    add(&["guan", "--name=甲", "--post=admin", "--department=xj.zjj"]).badly(&["--department"]);
    add(&["guan", "--name=甲", "--post=office", "--region=99"]).badly(&["“99”"]);
    let typed = [
        "user",
        "add",
        "guan",
        "--name=甲",
        "--post=admin",
        "--password-stdin",
    ];
    fengong_given(place, &typed, "short\n").badly(&["密码至少 10 个字符"]);
    fengong_given(place, &typed, "long-enough-2\n").well(&["已建立账号 guan"]);

    let mut db = connect(&database).await;
    let guan = users::by_login(&mut db, "guan").await.expect("asked");
    let guan = guan.expect("an account");
    let grants = users::grants(&mut db, guan.id).await.expect("asked");
    assert_eq!(grants.len(), 1);
    assert_eq!(
        (grants[0].post, grants[0].jurisdiction),
        (Post::Admin, None)
    );

    fengong(place, &["user", "password", "nobody"]).badly(&["没有账号 nobody"]);
    fengong(place, &["user", "password", "guan"]).well(&["已更换账号 guan 的密码"]);
    let changed = users::by_login(&mut db, "guan").await.expect("asked");
    assert_ne!(
        changed.expect("an account").password_hash,
        guan.password_hash
    );

    fengong(place, &["user", "disable", "guan"]).well(&["已停用账号 guan"]);
    fengong(place, &["user", "disable", "guan"]).well(&["先前已停用"]);
    fengong(place, &["user", "list"]).well(&["督查室", "已停用"]);
    let actions: Vec<String> =
        sqlx::query_scalar("select action from event where action like 'user.%' order by id")
            .fetch_all(&mut db)
            .await
            .expect("asked");
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

#[test]
fn a_database_that_cannot_be_reached_is_named_without_its_password() {
    let closed = TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr());
    let closed = closed.expect("a free port");
    let url = format!("postgres://app:geheim@{closed}/fengong");
    for arguments in [&["serve"][..], &["user", "list"], &["import", NOTICE]] {
        let place = format!("连接不上数据库 {closed}/fengong");
        let ended = fengong(Place::Database(&url), arguments).badly(&[&place]);
        assert!(!ended.complained.contains("geheim"), "{ended:?}");
    }
    fengong(Place::Database("mysql://app@localhost/fengong"), &["serve"])
        .badly(&["DATABASE_URL 不是 PostgreSQL 的地址"]);
}

#[tokio::test]
async fn an_address_that_is_taken_is_named() {
    let database = Database::new(Template::Bare).await;
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    serve_on(Place::Database(database.url()), &address).badly(&[
        &format!("地址 {address} 已被另一个程序占用"),
        "FENGONG_ADDRESS",
    ]);
}

#[tokio::test]
async fn a_server_says_what_is_still_to_be_done_and_ends_when_asked() {
    let database = Database::new(Template::Bare).await;
    let serving = Serving::start(Place::Database(database.url()));
    assert!(serving.greeting.contains("fengong registry load"));
    assert!(serving.greeting.contains("fengong user add"));
    assert_eq!(serving.get("/sign-in", "").0, 200);
    let (said, code) = serving.stop();
    assert_eq!((said.as_str(), code), ("已停止。\n", Some(0)));
}

#[tokio::test]
async fn a_server_outlives_its_database() {
    let database = Database::new(Template::Registry).await;
    let wire = Wire::to(database.url());
    let serving = Serving::start(Place::Database(wire.url()));
    assert_eq!(serving.sign_in("nobody", "nothing").0, 422);
    wire.cut();
    let (status, _) = serving.sign_in("nobody", "nothing");
    assert_eq!(status, 503);
    wire.mend();
    assert_eq!(serving.sign_in("nobody", "nothing").0, 422);
    assert_eq!(serving.stop().1, Some(0));
}

/// A small document whose every department is known.
const PLAN: &str = "自治区质量工作方案\n\n一、主要任务\n（一）加强质量监督。开展重点产品质量监督抽查。（自治区质监局牵头）\n";

async fn connect(database: &Database) -> PgConnection {
    let connected = PgConnection::connect(database.url()).await;
    connected.expect("the test's own database")
}

async fn documents_in(database: &Database) -> i64 {
    let mut db = connect(database).await;
    let everywhere = fengong::store::Reach(None);
    let count = documents::count(&mut db, &everywhere, None).await;
    count.expect("asked")
}

/// A folder for files of a test, gone with this value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let name = format!("files-{:x}", rand::random::<u64>());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&path).expect("a new folder");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }

    fn file(&self, name: &str, bytes: &[u8]) -> String {
        fs::write(self.0.join(name), bytes).expect("written");
        self.path(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
