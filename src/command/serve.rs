//! `fengong serve`: the site, on the database that is given or, without one, as a trial.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Context;
use sqlx::PgConnection;
use tokio::net::TcpListener;
use tokio::sync::{oneshot, watch};

use super::database::{Database, clock};
use super::stop::Stop;
use super::terminal::{columns, print, say};
use super::trial;
use crate::config::Config;
use crate::store::{databases, registry, users};
use crate::telling::{Postman, Runner};
use crate::web::state::{AppState, Site};
use crate::web::{self, clock::Clock};

/// How long requests that are under way may take when the program is asked to end.
const GRACE: Duration = Duration::from_secs(10);

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    // First, because nothing else need be done where the address is taken.
    let listener = listen(config.address).await?;
    let postman = postman(config)?;
    let database = Database::open(config).await?;
    let mut db = database.connect().await?;
    let clock = clock(&mut db).await?;
    let greeting = match database.folder() {
        Some(folder) => trial::prepare(&mut db, folder, &clock).await?.greeting(),
        None => advice(&mut db).await?,
    };
    databases::disconnect(db).await?;
    let stop = Stop::listen()?;
    greet(config, &listener, &database, &clock, &greeting)?;
    let pool = database.pool(config.connections)?;
    let app = web::app(AppState::new(pool.clone(), clock, site(config, &clock)));
    let (rest, resting) = watch::channel(false);
    let runner = Runner::new(pool.clone(), clock);
    let runner = match postman {
        Some(postman) => runner.with(postman),
        None => runner,
    };
    let runner = tokio::spawn(runner.run(resting));
    let served = serve(listener, app, stop.asked()).await;
    // What the runner has begun it ends; a run that takes longer is given up and taken over by another instance.
    let _ = rest.send(true);
    let ender = runner.abort_handle();
    if tokio::time::timeout(GRACE, runner).await.is_err() {
        ender.abort();
    }
    served?;
    // The pool first, so that the server's last client is gone when it is told to stop.
    pool.close().await;
    database.close().await?;
    say("已停止。")
}

async fn listen(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => anyhow::anyhow!(
                "地址 {address} 已被另一个程序占用。请停止那个程序，或者用 FENGONG_ADDRESS 指定另一个地址，例如 FENGONG_ADDRESS={}:{}",
                address.ip(),
                address.port().wrapping_add(1)
            ),
            io::ErrorKind::PermissionDenied => anyhow::anyhow!(
                "没有权限使用地址 {address}。请用 FENGONG_ADDRESS 指定 1024 以上的端口，例如 FENGONG_ADDRESS={}:3000",
                address.ip()
            ),
            io::ErrorKind::AddrNotAvailable => anyhow::anyhow!(
                "本机没有网络地址 {}。请更正 FENGONG_ADDRESS，例如 127.0.0.1:3000 或 0.0.0.0:3000",
                address.ip()
            ),
            _ => anyhow::anyhow!("无法使用地址 {address}：{error}。请检查 FENGONG_ADDRESS"),
        })
}

/// Whoever takes letters away, if e-mail is set.
fn postman(config: &Config) -> anyhow::Result<Option<Postman>> {
    let Some(mail) = &config.mail else {
        return Ok(None);
    };
    let url = config.url.as_deref().unwrap_or_default();
    Postman::new(&mail.smtp, &mail.from, url, &config.name)
        .map(Some)
        .context("FENGONG_SMTP、FENGONG_MAIL_FROM 无法使用，请更正后重新启动")
}

fn site(config: &Config, clock: &Clock) -> Site {
    Site {
        name: config.name.clone(),
        support: config.support.clone(),
        trial: clock.pinned().is_some(),
        mails: config.mail.is_some(),
        url: config.url.clone(),
        secure: config.secure,
    }
}

/// Answers requests until `asked`, then those that are under way, but not for ever.
async fn serve(
    listener: TcpListener,
    app: axum::Router,
    asked: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let (ending, ends) = oneshot::channel();
    let signal = async move {
        asked.await;
        let _ = ending.send(());
    };
    let served = axum::serve(listener, app).with_graceful_shutdown(signal);
    let out_of_patience = async {
        // A server that failed drops the sender; then its own error is the one to wait for.
        match ends.await {
            Ok(()) => tokio::time::sleep(GRACE).await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        result = served.into_future() => result.context("网络服务中断"),
        () = out_of_patience => Ok(()),
    }
}

/// What to do first in an installation that is still empty.
async fn advice(db: &mut PgConnection) -> anyhow::Result<String> {
    let mut advice = String::new();
    if registry::is_empty(db).await? {
        advice.push_str("单位库还是空的。请运行 fengong registry load 载入内置的单位库。\n");
    }
    if users::none_yet(db).await? {
        advice.push_str(
            "还没有账号。请建立第一个管理员：fengong user add guanli --name 管理员 --post admin\n",
        );
    }
    Ok(advice)
}

fn greet(
    config: &Config,
    listener: &TcpListener,
    database: &Database,
    clock: &Clock,
    greeting: &str,
) -> anyhow::Result<()> {
    let address = listener.local_addr().context("reading the address")?;
    let mut facts = vec![["地址".to_owned(), format!("http://{address}")]];
    match clock.pinned() {
        Some(day) => {
            facts.push(["今天".to_owned(), format!("{day}（试用，日期固定）")]);
            facts.push(["数据".to_owned(), database.place()]);
        }
        None => facts.push(["数据库".to_owned(), database.place()]),
    }
    print(&format!(
        "{}\n\n{}\n{greeting}按 Ctrl-C 停止。\n",
        config.name,
        columns(&facts)
    ))
}
