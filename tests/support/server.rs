//! One private PostgreSQL for all tests of all processes, and a fresh database for every test.
//!
//! Databases are copies of templates, which are made once for each build of this test program and kept between runs.
//! Whoever uses a template or owns test databases holds an advisory lock, which the server gives up when that process
//! ends in whatever way: what nobody holds a lock for is left over and is dropped. The statements here are the only
//! SQL that makes and drops databases.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::LazyLock;
use std::time::SystemTime;

use fengong::postgres::{Options, Postgres, usable_folder};
use sha2::{Digest, Sha256};
use sqlx::{AssertSqlSafe, Connection, PgConnection, raw_sql};
use tokio::sync::{mpsc, oneshot};

use super::seeds;

/// What a test finds in its database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Template {
    /// Nothing, not even tables.
    Bare,
    /// The schema and the registry of `seed-data`.
    Registry,
    /// The registry and the five documents of `seed-data`, joined.
    Seeded,
}

/// A database of one test. It is dropped with this value.
#[derive(Debug)]
pub(crate) struct Database {
    name: String,
    url: String,
}

impl Database {
    /// A fresh copy of a template.
    pub(crate) async fn new(template: Template) -> Self {
        let (answer, name) = oneshot::channel();
        ask(Request::Create { template, answer });
        let name = name
            .await
            .expect("the server thread lives as long as we do");
        let url = SERVER.postgres.url(&name);
        Self { name, url }
    }

    /// Its address, as `DATABASE_URL` takes it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        ask(Request::Drop(std::mem::take(&mut self.name)));
    }
}

enum Request {
    Create {
        template: Template,
        answer: oneshot::Sender<String>,
    },
    Drop(String),
}

struct Server {
    postgres: Postgres,
    requests: mpsc::UnboundedSender<Request>,
}

/// Never dropped: the server ends a few seconds after the process that used it last.
static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

fn ask(request: Request) {
    let gone = "the server thread has ended; its panic stands above";
    assert!(SERVER.requests.send(request).is_ok(), "{gone}");
}

impl Server {
    fn start() -> Self {
        let data = Path::new(env!("CARGO_TARGET_TMPDIR")).join("postgres");
        let options = Options::for_tests(usable_folder(&data));
        let postgres = Postgres::start(&options).unwrap_or_else(|error| panic!("{error}"));
        let (requests, inbox) = mpsc::unbounded_channel();
        let address = postgres.url("postgres");
        // Connections belong to the runtime that made them, and every test has a runtime of its own.
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(attend(&address, inbox));
        });
        Self { postgres, requests }
    }
}

/// Makes and drops databases until the process ends.
async fn attend(address: &str, mut inbox: mpsc::UnboundedReceiver<Request>) {
    let mut house = Keeper::open(address).await;
    let mut count = 0_u32;
    while let Some(request) = inbox.recv().await {
        match request {
            Request::Create { template, answer } => {
                count += 1;
                let name = format!("test_{:016x}_{count}", house.owner);
                let source = house.template(template);
                house.create(&name, &source).await;
                // A test that was given up waits for nothing.
                let _ = answer.send(name);
            }
            Request::Drop(name) => house.drop(&name).await,
        }
    }
}

/// The connection through which a process owns its databases.
struct Keeper {
    db: PgConnection,
    address: String,
    /// Which databases are ours; also the key of the lock that says so.
    owner: i64,
    /// What our templates were made from; also the key of the lock that keeps them.
    content: i64,
    /// Copying files is twice as fast as logging what is in them, and only since PostgreSQL 15 not the only way.
    copying: &'static str,
}

/// Held while a process makes templates or clears up.
const BUILDING: i64 = 0x4665_6e67_6f6e_6700;

impl Keeper {
    async fn open(address: &str) -> Self {
        let db = PgConnection::connect(address)
            .await
            .expect("the server that was just started answers");
        let old = db
            .server_version_num()
            .is_none_or(|version| version < 150_000);
        let mut house = Self {
            db,
            address: address.to_owned(),
            owner: i64::from(rand::random::<u32>()) << 16 | i64::from(std::process::id() & 0xffff),
            content: content(),
            copying: if old { "" } else { "strategy file_copy" },
        };
        house.run("select pg_advisory_lock({BUILDING})").await;
        house.run("select pg_advisory_lock({owner})").await;
        house.run("select pg_advisory_lock_shared({content})").await;
        house.clear_up().await;
        house.make_templates().await;
        house.run("select pg_advisory_unlock({BUILDING})").await;
        house
    }

    fn template(&self, template: Template) -> String {
        match template {
            Template::Bare => "template0".to_owned(),
            Template::Registry => format!("registry_{:016x}", self.content),
            Template::Seeded => format!("seeded_{:016x}", self.content),
        }
    }

    /// Runs a statement with our keys in it.
    async fn run(&mut self, statement: &str) {
        let statement = statement
            .replace("{BUILDING}", &BUILDING.to_string())
            .replace("{owner}", &self.owner.to_string())
            .replace("{content}", &self.content.to_string());
        raw_sql(AssertSqlSafe(statement.clone()))
            .execute(&mut self.db)
            .await
            .unwrap_or_else(|error| panic!("{statement}: {error}"));
    }

    async fn create(&mut self, name: &str, template: &str) {
        let how = self.copying;
        self.run(&format!(
            r#"create database "{name}" template "{template}" {how}"#
        ))
        .await;
    }

    async fn drop(&mut self, name: &str) {
        self.run(&format!(r#"drop database if exists "{name}" with (force)"#))
            .await;
    }

    /// Drops what belongs to no living process: databases of tests that crashed, templates of earlier builds, and
    /// templates that were never finished.
    async fn clear_up(&mut self) {
        let names: Vec<String> = sqlx::query_scalar("select datname::text from pg_database")
            .fetch_all(&mut self.db)
            .await
            .expect("the server lists its databases");
        for name in names {
            let Some((_, rest)) = name.split_once('_') else {
                continue;
            };
            let key = rest.split('_').next().unwrap_or_default();
            let Ok(key) = u64::from_str_radix(key, 16).map(u64::cast_signed) else {
                continue;
            };
            let unfinished = name.starts_with("unfinished_");
            if unfinished || (key != self.content && self.nobody_holds(key).await) {
                self.drop(&name).await;
            }
        }
    }

    async fn nobody_holds(&mut self, key: i64) -> bool {
        let free: bool = sqlx::query_scalar("select pg_try_advisory_lock($1)")
            .bind(key)
            .fetch_one(&mut self.db)
            .await
            .expect("a lock is had or not");
        if free {
            self.run(&format!("select pg_advisory_unlock({key})")).await;
        }
        free
    }

    async fn make_templates(&mut self) {
        let (registry, seeded) = (
            self.template(Template::Registry),
            self.template(Template::Seeded),
        );
        self.make(&registry, "template0", async |db: &mut PgConnection| {
            fengong::store::MIGRATOR
                .run(&mut *db)
                .await
                .expect("the schema");
            seeds::part_sequences(db).await;
            seeds::add_registry(db).await;
        })
        .await;
        self.make(&seeded, &registry, async |db: &mut PgConnection| {
            seeds::import_documents(db).await;
        })
        .await;
    }

    /// Makes a template under another name and renames it, so that there is never half a one.
    async fn make(&mut self, name: &str, from: &str, fill: impl AsyncFnOnce(&mut PgConnection)) {
        let there: bool =
            sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1)")
                .bind(name)
                .fetch_one(&mut self.db)
                .await
                .expect("the server lists its databases");
        if there {
            return;
        }
        let unfinished = format!("unfinished_{:016x}", self.content);
        self.create(&unfinished, from).await;
        let address = self
            .address
            .replace("/postgres?", &format!("/{unfinished}?"));
        let mut db = PgConnection::connect(&address)
            .await
            .expect("a database that was just made");
        fill(&mut db).await;
        db.close().await.expect("closed");
        self.run(&format!(
            r#"alter database "{unfinished}" rename to "{name}""#
        ))
        .await;
    }
}

/// What templates are made from: this build, with the schema and the parser in it, and the files of `seed-data`.
fn content() -> i64 {
    let program = std::env::current_exe().expect("this program");
    let built = program
        .metadata()
        .and_then(|about| about.modified())
        .expect("the time of the build")
        .duration_since(SystemTime::UNIX_EPOCH)
        .expect("a time since 1970");
    let mut described = format!("{} {}", program.display(), built.as_nanos());
    for (name, bytes) in seeds::files() {
        let _ = write!(described, " {name} {:?}", Sha256::digest(bytes));
    }
    let hash = Sha256::digest(described);
    i64::from_be_bytes(hash[..8].try_into().expect("eight bytes"))
}
