//! The program from the outside: what its commands print, and a trial from its first start to its second.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::http::StatusCode;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

use crate::support::page::Part;
use crate::support::program::{Folder, Program};
use crate::support::server::Template;
use crate::support::{House, seeds};

#[test]
fn parse_prints_the_documented_json_with_spans_in_characters() {
    let text = seeds::text("000");
    let outcome = Program::new(&["parse", "-", "--format", "json"])
        .input(text.as_bytes())
        .run();
    let tree: Value = serde_json::from_str(&outcome.succeeds().out).unwrap();
    let keys = |value: &Value| -> Vec<String> {
        let object = value.as_object().expect("an object");
        object.keys().cloned().collect()
    };
    let has = |value: &Value, wanted: &[&str]| {
        let given = keys(value);
        for key in wanted {
            assert!(given.iter().any(|one| one == key), "no {key} in {given:?}");
        }
    };
    has(&tree, &["document", "sections", "items", "findings"]);
    has(
        &tree["document"],
        &[
            "title",
            "doc_number",
            "issuer",
            "issued_on",
            "printed_on",
            "kind",
            "jurisdiction",
            "role_rule",
        ],
    );
    has(&tree["sections"][0], &["level", "label", "title", "span"]);
    let items = tree["items"].as_array().unwrap();
    assert_eq!(items.len(), 47);
    let branding = items
        .iter()
        .find(|item| item["title"] == "以品牌建设促进质量提升")
        .unwrap();
    has(
        branding,
        &[
            "kind",
            "label",
            "path",
            "parent",
            "title",
            "text",
            "span",
            "responsibilities",
            "deadline",
            "targets",
        ],
    );
    has(
        &branding["targets"][0],
        &[
            "name",
            "comparator",
            "value",
            "unit",
            "kind",
            "soft",
            "maintain",
            "deadline",
            "span",
        ],
    );
    has(
        &branding["responsibilities"][0],
        &[
            "department",
            "printed",
            "role",
            "collective",
            "open_list",
            "span",
        ],
    );
    assert_eq!(branding["kind"], "task");
    assert_eq!(branding["deadline"]["last"], "2020-12-31");
    assert_eq!(branding["targets"].as_array().unwrap().len(), 7);
    let second = &branding["responsibilities"][1];
    assert_eq!(second["department"], "自治区农业厅");
    assert_eq!(second["printed"], "农业厅");
    let at = |index: usize| usize::try_from(second["span"][index].as_u64().unwrap()).unwrap();
    let slice: String = text.chars().skip(at(0)).take(at(1) - at(0)).collect();
    assert_eq!(slice, "农业厅");
}

#[test]
fn parse_prints_for_a_person_what_it_found() {
    let outcome = Program::new(&["parse", "-"])
        .input(seeds::text("000").as_bytes())
        .run();
    outcome.succeeds();
    for words in [
        "实施质量强区战略任务分工",
        "以品牌建设促进质量提升",
        "自治区新疆出入境检验检疫局",
    ] {
        let there = outcome.out.contains(words);
        // 新疆 is a prefix of its own; the region is not put before it.
        assert_eq!(there, !words.starts_with("自治区新疆"), "{words}");
    }
}

#[tokio::test]
async fn import_tells_what_it_wrote_and_with_what_it_was_joined() {
    let house = House::over(Template::Registry).await;
    let folder = Folder::new();
    let path = |tag: &str| folder.file(seeds::file_name(tag), seeds::text(tag));
    let import = |arguments: &[&str]| Program::new(arguments).env("DATABASE_URL", house.url());
    let dry = import(&["import", "--dry-run"]).arg(path("002")).run();
    dry.succeeds().says("没有写入");
    assert_eq!(house.value::<i64>("select count(*) from document").await, 0);
    import(&["import"]).arg(path("002")).run().succeeds();
    let outcome = import(&["import"]).arg(path("000")).run();
    outcome.succeeds();
    for words in [
        "已导入《实施质量强区战略任务分工》",
        "目标 14 个、任务 33 项",
        "职责 313 条",
        "与《关于实施质量强区战略的决定》（新政发〔2017〕17号）关联",
        "对应事项 33 项",
        "指标 17 个",
        "另有 1 个指标没有对应的目标",
    ] {
        outcome.says(words);
    }
}

#[tokio::test]
async fn an_account_is_made_signs_in_gets_another_password_and_is_disabled() {
    let house = House::over(Template::Registry).await;
    let user = |arguments: &[&str]| {
        Program::new(&["user"])
            .env("DATABASE_URL", house.url())
            .input(b"a long secret 1\n")
            .args(arguments)
            .run()
    };
    let made = user(&[
        "add",
        "guanli",
        "--name",
        "管理员",
        "--post",
        "admin",
        "--password-stdin",
    ]);
    made.succeeds().says("已建立账号 guanli");
    let sign_in = async |password: &str| {
        let fields = [("login", "guanli"), ("password", password)];
        house.stranger().post("/sign-in", &fields).await.status
    };
    assert_eq!(sign_in("a long secret 1").await, StatusCode::SEE_OTHER);
    user(&["add", "guanli", "--name", "管理员", "--post", "admin"]).complains(&["已存在"]);
    user(&["add", "jingban", "--name", "经办人", "--post", "clerk"]).complains(&["--department"]);
    user(&["add", "a b", "--name", "管理员", "--post", "admin"]).complains(&["账号"]);

    let changed = user(&["password", "guanli"]);
    let secret = changed.succeeds().out.split("密码：").nth(1).unwrap();
    let secret = secret.lines().next().unwrap().trim().to_owned();
    assert_eq!(
        sign_in("a long secret 1").await,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(sign_in(&secret).await, StatusCode::SEE_OTHER);
    user(&["list"]).succeeds().says("guanli").says("管理员");
    assert!(!user(&["list"]).out.contains(&secret));
    user(&["disable", "guanli"]).succeeds();
    assert_eq!(sign_in(&secret).await, StatusCode::UNPROCESSABLE_ENTITY);
    user(&["disable", "nobody"]).complains(&["没有账号 nobody"]);
    let actions: Vec<String> = house.values("select action from event order by id").await;
    assert_eq!(actions, ["user.create", "user.password", "user.disable"]);
}

#[tokio::test]
async fn the_registry_is_loaded_once() {
    let house = House::over(Template::Bare).await;
    let load = || {
        Program::new(&["registry", "load"])
            .env("DATABASE_URL", house.url())
            .run()
    };
    load().succeeds();
    let departments: i64 = house.value("select count(*) from department").await;
    assert_eq!(
        usize::try_from(departments).unwrap(),
        seeds::registry_rows().departments.len()
    );
    load().succeeds();
    assert_eq!(
        house.value::<i64>("select count(*) from department").await,
        departments
    );
}

#[test]
fn a_variable_that_cannot_be_used_is_named_before_anything_is_started() {
    let folder = Folder::new();
    for (name, value) in [
        ("FENGONG_ADDRESS", "here"),
        ("FENGONG_CONNECTIONS", "many"),
        ("FENGONG_CONNECTIONS", "0"),
    ] {
        let outcome = Program::new(&["serve"])
            .env("FENGONG_DATA", folder.path().join("data"))
            .env(name, value)
            .run();
        outcome.complains(&[name, value]);
        assert!(!folder.path().join("data").exists());
    }
}

/// A site that is being served by a process of its own.
struct Served {
    child: Child,
    address: String,
    /// What it printed at its start.
    greeting: String,
    rest: BufReader<std::process::ChildStdout>,
}

impl Served {
    /// A trial in a data folder, on a free port.
    fn trial(folder: &Folder) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_fengong"))
            .env_clear()
            .env("PATH", "/usr/local/bin:/usr/bin:/bin")
            .env("FENGONG_DATA", folder.path().join("data"))
            .env("FENGONG_ADDRESS", "127.0.0.1:0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.expect("the program was built");
        let mut rest = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut greeting = String::new();
        while !greeting.contains("按 Ctrl-C 停止") {
            let read = rest.read_line(&mut greeting).expect("UTF-8");
            assert!(read > 0, "it ended after saying:\n{greeting}");
        }
        let address = greeting.split("http://").nth(1).expect("an address");
        let address = address.lines().next().unwrap_or_default().trim().to_owned();
        Self {
            child,
            address,
            greeting,
            rest,
        }
    }

    /// The password that the greeting gives for an account.
    fn password(&self, login: &str) -> String {
        let mut lines = self.greeting.lines();
        let line = lines.find(|line| line.split_whitespace().next() == Some(login));
        let line = line.unwrap_or_else(|| panic!("no {login} in {}", self.greeting));
        line.split_whitespace()
            .last()
            .unwrap_or_default()
            .to_owned()
    }

    /// Sends a request as it is; gives the whole answer.
    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let patience = Some(Duration::from_secs(30));
        stream.set_read_timeout(patience).expect("a timeout");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    fn get(&self, path: &str, cookie: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    /// Signs in over the network; gives the cookie.
    fn sign_in(&self, login: &str) -> String {
        let body = format!("login={login}&password={}", self.password(login));
        let answer = self.ask(&format!(
            "POST /sign-in HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {1}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        ));
        assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
        let cookie = answer.split("set-cookie: ").nth(1).expect("a cookie");
        cookie.split(';').next().unwrap_or_default().to_owned()
    }

    /// Asks it to end, and waits until it has.
    fn stop(mut self) -> String {
        let pid = i32::try_from(self.child.id()).expect("a process number");
        kill(Pid::from_raw(pid), Signal::SIGTERM).expect("our own process");
        let mut last_words = String::new();
        self.rest.read_to_string(&mut last_words).expect("UTF-8");
        let status = self.child.wait().expect("it ends");
        assert!(status.success(), "{status} after {last_words}");
        last_words
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // Nothing is left to stop when the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_start_without_any_configuration_is_a_trial_that_is_there_again_the_next_time() {
    let folder = Folder::new();
    let trial = Served::trial(&folder);
    assert!(trial.greeting.contains("2018-06-20"), "{}", trial.greeting);
    let cookie = trial.sign_in("zjj-jingban");
    let page = trial.get("/todo", &cookie);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("试用环境") && page.contains("演示数据") && page.contains("我的待办"));
    let leader = trial.sign_in("lingdao");
    let overview = trial.get("/overview", &leader);
    assert!(
        overview.contains("欠进度") && overview.contains("演示数据"),
        "{overview}"
    );
    let password = trial.password("zjj-jingban");
    let kept = folder.path().join("data/accounts.txt");
    assert!(fs::read_to_string(&kept).unwrap().contains(&password));
    let mode = kept.metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "others may read the passwords: {mode:o}");
    assert!(trial.stop().contains("已停止"));

    let trial = Served::trial(&folder);
    assert_eq!(trial.password("zjj-jingban"), password);
    // A session outlives the program, because it is in the database.
    let page = trial.get("/todo", &cookie);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let second = Program::new(&["serve"])
        .env("FENGONG_DATA", folder.path().join("data"))
        .env("FENGONG_ADDRESS", "127.0.0.1:0")
        .run();
    second.complains(&["正由另一个运行中的实例使用"]);
    let taken = Program::new(&["serve"])
        .env("FENGONG_DATA", folder.path().join("data"))
        .env("FENGONG_ADDRESS", &trial.address)
        .run();
    taken.complains(&["已被另一个程序占用", "FENGONG_ADDRESS"]);
    trial.stop();
}

#[tokio::test]
async fn the_pages_say_which_version_serves_them() {
    let house = House::over(Template::Registry).await;
    let outcome = Program::new(&["--version"]).run();
    let version = outcome.succeeds().out.trim().replace("fengong ", "");
    house
        .stranger()
        .get("/help")
        .await
        .part("footer")
        .has(&version);
}
