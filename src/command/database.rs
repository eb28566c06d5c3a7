//! The database of a command: the one that `DATABASE_URL` names, else a private one in the data folder.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use sqlx::PgPool;
use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnection;

use super::terminal::warn;
use super::trial;
use crate::config::Config;
use crate::postgres::{Options, Postgres, usable_folder};
use crate::store::{self, databases, settings};
use crate::web::clock::Clock;

/// How long a database that is there may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// A database with a current schema.
#[derive(Debug)]
pub(super) struct Database {
    url: String,
    private: Option<Private>,
}

#[derive(Debug)]
struct Private {
    postgres: Postgres,
    folder: PathBuf,
}

impl Database {
    /// Reaches the database, or starts a private one, and brings its schema up to date.
    pub(super) async fn open(config: &Config) -> anyhow::Result<Self> {
        let database = match &config.database_url {
            Some(url) => Self {
                url: url.clone(),
                private: None,
            },
            None => Self::start(config).await?,
        };
        let mut db = database.connect().await?;
        databases::migrate(&mut db)
            .await
            .map_err(|error| database.unfit(error))?;
        if database.private.is_some() {
            trial::pin_day(&mut db).await?;
        }
        databases::disconnect(db).await?;
        Ok(database)
    }

    async fn start(config: &Config) -> anyhow::Result<Self> {
        let folder = usable_folder(&config.data);
        let options = Options {
            bindir: config.bindir.clone(),
            ..Options::for_program(&folder)
        };
        if !folder.exists() {
            warn("首次启动，正在准备试用数据库，通常需要几秒；需要下载 PostgreSQL 时会更久。");
        }
        let postgres = tokio::task::spawn_blocking(move || Postgres::start(&options)).await??;
        databases::ensure(&postgres.url("postgres"))
            .await
            .with_context(|| format!("在 {} 建立数据库失败", folder.display()))?;
        Ok(Self {
            url: postgres.url(databases::NAME),
            private: Some(Private { postgres, folder }),
        })
    }

    /// The data folder of a private database, which is that of a trial.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.private
            .as_ref()
            .map(|private| private.folder.as_path())
    }

    /// Where it is, in words for the terminal.
    pub(super) fn place(&self) -> String {
        match self.folder() {
            Some(folder) => folder.display().to_string(),
            None => databases::place(&self.url).unwrap_or_default(),
        }
    }

    /// One connection.
    pub(super) async fn connect(&self) -> anyhow::Result<PgConnection> {
        let Some(place) = databases::place(&self.url) else {
            anyhow::bail!(
                "DATABASE_URL 不是 PostgreSQL 的地址。请写作 postgres://用户:密码@主机:端口/数据库，或者取消这个变量，改为试用"
            );
        };
        let failed = || {
            format!("连接不上数据库 {place}。请确认它已启动，DATABASE_URL 中的地址、账号和密码正确")
        };
        tokio::time::timeout(PATIENCE, databases::connect(&self.url))
            .await
            .map_err(|_| anyhow::anyhow!("{} 秒内没有应答", PATIENCE.as_secs()))
            .with_context(failed)?
            .with_context(failed)
    }

    /// Connections for the site.
    pub(super) fn pool(&self, connections: u32) -> anyhow::Result<PgPool> {
        store::pool(&self.url, connections).context("DATABASE_URL 无法使用")
    }

    /// Stops a private database.
    pub(super) async fn close(self) -> anyhow::Result<()> {
        if let Some(private) = self.private {
            tokio::task::spawn_blocking(move || private.postgres.stop()).await??;
        }
        Ok(())
    }

    /// Says why the schema could not be brought up to date, and what to do.
    fn unfit(&self, error: MigrateError) -> anyhow::Error {
        let place = self.place();
        match error {
            MigrateError::VersionMissing(_) | MigrateError::VersionMismatch(_) => {
                let instead = match self.folder() {
                    Some(_) => "或者把这个文件夹移到别处后重新启动（将建立新的试用数据）",
                    None => "或者改用另一个数据库",
                };
                anyhow::anyhow!(
                    "{place} 中的数据由另一版本的程序建立，本程序不能使用。请改用那个版本，{instead}"
                )
            }
            error => anyhow::Error::new(error).context(format!("更新数据库 {place} 的结构失败")),
        }
    }
}

/// The clock of an installation: a trial's day is pinned.
pub(super) async fn clock(db: &mut PgConnection) -> anyhow::Result<Clock> {
    let day = settings::get(db, trial::DAY).await?;
    let day = day.and_then(|day| day.parse().ok());
    Ok(Clock::new(day))
}
