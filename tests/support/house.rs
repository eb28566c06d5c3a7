//! The site over a fresh database, as `fengong serve` builds it, asked without a port.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use chrono::NaiveDate;
use fengong::domain::{DepartmentId, Grant, JurisdictionId, Post};
use fengong::store::{self, users};
use fengong::web::clock::Clock;
use fengong::web::password;
use fengong::web::state::{AppState, Site};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, Decode, FromRow, PgPool, Postgres, Type, raw_sql};

use super::seeds::{self, moment};
use super::server::{Database, Template};
use super::{TODAY, Visitor};

/// What stands after the title of every page.
pub(crate) const SITE: &str = "分工 · 政策任务跟踪";

/// The password of every account that a test makes.
pub(crate) const PASSWORD: &str = "correct-horse-22";

/// A type in which the database can answer.
pub(crate) trait Answered:
    Type<Postgres> + for<'r> Decode<'r, Postgres> + Send + Unpin
{
}
impl<T: Type<Postgres> + for<'r> Decode<'r, Postgres> + Send + Unpin> Answered for T {}

/// The site and its database.
#[derive(Debug)]
pub(crate) struct House {
    app: Router,
    pool: PgPool,
    accounts: AtomicU32,
    database: Database,
}

impl House {
    /// The five documents are in it.
    pub(crate) async fn new() -> Self {
        Self::over(Template::Seeded).await
    }

    /// Over a copy of a template.
    pub(crate) async fn over(template: Template) -> Self {
        Self::on(template, TODAY).await
    }

    /// Over a copy of a template, on another day.
    pub(crate) async fn on(template: Template, today: NaiveDate) -> Self {
        let database = Database::new(template).await;
        let pool = store::pool(database.url(), 4).expect("an address of our own making");
        Self {
            app: site_on(pool.clone(), today),
            pool,
            accounts: AtomicU32::new(0),
            database,
        }
    }

    /// A connection to the database, to look at what a page did or to prepare what it shows.
    pub(crate) async fn db(&self) -> PoolConnection<Postgres> {
        self.pool.acquire().await.expect("the test's own database")
    }

    /// The one value that a question has.
    pub(crate) async fn value<T: Answered>(&self, question: impl Into<String>) -> T {
        let question = question.into();
        let found = sqlx::query_scalar(AssertSqlSafe(question.clone()))
            .fetch_one(&mut *self.db().await)
            .await;
        found.unwrap_or_else(|error| panic!("{question}: {error}"))
    }

    /// Every value that a question has.
    pub(crate) async fn values<T: Answered>(&self, question: impl Into<String>) -> Vec<T> {
        let question = question.into();
        let found = sqlx::query_scalar(AssertSqlSafe(question.clone()))
            .fetch_all(&mut *self.db().await)
            .await;
        found.unwrap_or_else(|error| panic!("{question}: {error}"))
    }

    /// The rows that a question has.
    pub(crate) async fn rows<T>(&self, question: impl Into<String>) -> Vec<T>
    where
        T: for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let question = question.into();
        let found = sqlx::query_as(AssertSqlSafe(question.clone()))
            .fetch_all(&mut *self.db().await)
            .await;
        found.unwrap_or_else(|error| panic!("{question}: {error}"))
    }

    /// Does something to the database that no page can do.
    pub(crate) async fn run(&self, statement: impl Into<String>) {
        let statement = statement.into();
        if let Err(error) = self.try_to(&statement).await {
            panic!("{statement}: {error}");
        }
    }

    /// Tries to do something to the database.
    pub(crate) async fn try_to(&self, statement: &str) -> sqlx::Result<()> {
        raw_sql(AssertSqlSafe(statement.to_owned()))
            .execute(&mut *self.db().await)
            .await
            .map(|_| ())
    }

    /// The program's own connections, for what works beside the site.
    pub(crate) fn pool(&self) -> PgPool {
        self.pool.clone()
    }

    /// The address of the database.
    pub(crate) fn url(&self) -> &str {
        self.database.url()
    }

    /// Somebody who is not signed in.
    pub(crate) fn stranger(&self) -> Visitor {
        Visitor::new(self.app.clone(), "a stranger")
    }

    /// 经办人 of a department, by its name as [`House::department`] takes it.
    pub(crate) async fn clerk_of(&self, department: &str) -> Visitor {
        self.member_of(department, Post::Clerk).await
    }

    /// 单位审核人 of a department, by its name as [`House::department`] takes it.
    pub(crate) async fn reviewer_of(&self, department: &str) -> Visitor {
        self.member_of(department, Post::Reviewer).await
    }

    /// 督查室 of a region, by its short name.
    pub(crate) async fn office_of(&self, jurisdiction: &str) -> Visitor {
        self.official_of(jurisdiction, Post::Office).await
    }

    /// 领导 of a region, by its short name.
    pub(crate) async fn leader_of(&self, jurisdiction: &str) -> Visitor {
        self.official_of(jurisdiction, Post::Leader).await
    }

    /// 管理员 of every region.
    pub(crate) async fn admin(&self) -> Visitor {
        self.person("管理员", &[everywhere(Post::Admin)]).await
    }

    /// 审计员 of every region.
    pub(crate) async fn auditor(&self) -> Visitor {
        self.person("审计员", &[everywhere(Post::Auditor)]).await
    }

    /// Somebody with these posts, signed in.
    pub(crate) async fn person(&self, name: &str, grants: &[Grant]) -> Visitor {
        let login = self.account(name, grants).await;
        let visitor = Visitor::new(self.app.clone(), name);
        visitor.sign_in(&login).await;
        visitor
    }

    /// An account with these posts; gives its login. Its password is [`PASSWORD`].
    pub(crate) async fn account(&self, name: &str, grants: &[Grant]) -> String {
        let number = self.accounts.fetch_add(1, Ordering::Relaxed);
        let login = format!("account-{number}");
        let account = users::NewAccount {
            login: &login,
            display_name: name,
            password_hash: hash(),
        };
        let mut db = self.db().await;
        let user = users::create(&mut db, &account, moment())
            .await
            .expect("an account");
        for grant in grants {
            users::grant(&mut db, user, *grant).await.expect("a post");
        }
        login
    }

    async fn member_of(&self, department: &str, post: Post) -> Visitor {
        let grant = self.grant_in(department, post).await;
        let name = format!("{department}{}", post.label());
        self.person(&name, &[grant]).await
    }

    /// Key of a department: of 新疆 by its short name, of any region by its full name.
    pub(crate) async fn department(&self, name: &str) -> i64 {
        self.value(format!(
            "select d.id from department d join jurisdiction j on j.id = d.jurisdiction_id
             where d.name = '{name}' or (d.short_name = '{name}' and j.code = '65')"
        ))
        .await
    }

    /// Key of an item of a seed document, by the tag of the document and the item's locus.
    pub(crate) async fn item(&self, tag: &str, locus: &str) -> i64 {
        let name = seeds::file_name(tag);
        self.value(format!(
            "select i.id from item i join document_source s using (document_id)
             where s.original_name = '{name}' and i.locus = '{locus}'"
        ))
        .await
    }

    /// A post in a department, by its name as [`House::department`] takes it.
    pub(crate) async fn grant_in(&self, department: &str, post: Post) -> Grant {
        let id = self.department(department).await;
        let jurisdiction = self
            .value(format!(
                "select jurisdiction_id from department where id = {id}"
            ))
            .await;
        Grant {
            post,
            jurisdiction: Some(JurisdictionId(jurisdiction)),
            department: Some(DepartmentId(id)),
        }
    }

    async fn official_of(&self, jurisdiction: &str, post: Post) -> Visitor {
        let id = self
            .value(format!(
                "select id from jurisdiction where short_name = '{jurisdiction}'"
            ))
            .await;
        let grant = Grant {
            post,
            jurisdiction: Some(JurisdictionId(id)),
            department: None,
        };
        let name = format!("{jurisdiction}{}", post.label());
        self.person(&name, &[grant]).await
    }
}

fn everywhere(post: Post) -> Grant {
    Grant {
        post,
        jurisdiction: None,
        department: None,
    }
}

/// The site on a pool.
pub(crate) fn site(pool: PgPool) -> Router {
    site_on(pool, TODAY)
}

/// The site on a pool and a day.
fn site_on(pool: PgPool, today: NaiveDate) -> Router {
    let site = Site {
        name: SITE.to_owned(),
        support: "单位信息中心".to_owned(),
        trial: true,
        mails: true,
        url: None,
        secure: false,
    };
    fengong::web::app(AppState::new(pool, Clock::new(Some(today)), site))
}

/// Hashing is slow by design, so it is done once.
fn hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| password::hash(PASSWORD).expect("a hash"))
}
