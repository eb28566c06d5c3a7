//! Reaching a database, making that of a private PostgreSQL, and keeping its schema current.

use std::str::FromStr;

use sqlx::migrate::MigrateError;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Connection};

use super::MIGRATOR;

/// The name of the database in a private PostgreSQL.
pub const NAME: &str = "fengong";

/// Where a URL leads, in words that may be shown: `主机:端口/数据库`, without the password. `None` when it is no URL of
/// a PostgreSQL.
pub fn place(url: &str) -> Option<String> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        return None;
    }
    let options = PgConnectOptions::from_str(url).ok()?;
    let host = match options.get_socket() {
        Some(socket) => socket.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    Some(match options.get_database() {
        Some(database) => format!("{host}/{database}"),
        None => host,
    })
}

/// One connection, for a command that does its work and ends.
pub async fn connect(url: &str) -> sqlx::Result<PgConnection> {
    let options = PgConnectOptions::from_str(url)?.application_name("fengong");
    options.connect().await
}

/// Makes the database of a private PostgreSQL, if it is not there yet. `url` leads to any other database of the server.
pub async fn ensure(url: &str) -> sqlx::Result<()> {
    let mut db = connect(url).await?;
    let there = sqlx::query_scalar!(
        r#"select exists (select 1 from pg_database where datname = $1) as "there!""#,
        NAME
    )
    .fetch_one(&mut db)
    .await?;
    if !there {
        sqlx::query!("create database fengong")
            .execute(&mut db)
            .await?;
    }
    db.close().await
}

/// Brings the schema up to date. Several programs that start at once wait for each other.
pub async fn migrate(db: &mut PgConnection) -> Result<(), MigrateError> {
    MIGRATOR.run(db).await
}

/// How many steps the schema has.
pub fn steps() -> usize {
    MIGRATOR.iter().count()
}

/// Ends a connection in order.
pub async fn disconnect(db: PgConnection) -> sqlx::Result<()> {
    db.close().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_told_without_the_password() {
        let place = |url| place(url);
        assert_eq!(
            place("postgres://app:geheim@db.example:5433/fengong").as_deref(),
            Some("db.example:5433/fengong")
        );
        assert_eq!(place("mysql://app@db.example/fengong"), None);
        assert_eq!(place("fengong"), None);
    }
}
