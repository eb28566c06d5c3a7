//! What can be set from outside, read once. This is the only file that reads the environment.

use std::net::SocketAddr;
use std::path::PathBuf;

/// The configuration of one start of the program.
#[derive(Debug, Clone)]
pub struct Config {
    /// `DATABASE_URL`: the PostgreSQL to use. Without it the program runs its own and is a trial.
    pub database_url: Option<String>,
    /// `FENGONG_ADDRESS`: where to listen; default `127.0.0.1:3000`, so that nobody else on the network sees a trial.
    pub address: SocketAddr,
    /// `FENGONG_DATA`: the folder of a trial's database and passwords; default `.fengong` in the working folder.
    pub data: PathBuf,
    /// `PG_BINDIR`: the folder of PostgreSQL's programs, where they are not found by themselves.
    pub bindir: Option<PathBuf>,
    /// `FENGONG_NAME`: the system's name on every page.
    pub name: String,
    /// `FENGONG_SUPPORT`: whom to ask, shown at the foot of every page; default the system's administrator.
    pub support: String,
    /// `FENGONG_SECURE`: `1` where people reach the site by https, so that the cookie never travels without it.
    pub secure: bool,
    /// `FENGONG_CONNECTIONS`: how many database connections one instance may hold; default 10.
    pub connections: u32,
    /// `RUST_LOG`: what is logged to standard error; default `warn`. `tower_http=debug` shows every request.
    pub log: String,
}

/// A variable whose value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("环境变量 {name} 的值“{value}”无法使用，{expected}。请更正或取消这个变量后重新启动。")]
pub struct Unusable {
    name: &'static str,
    value: String,
    expected: &'static str,
}

impl Config {
    /// Reads the environment.
    ///
    /// # Errors
    ///
    /// When a variable is set to something that cannot be used; the sentence names it.
    pub fn from_env() -> Result<Self, Unusable> {
        Self::from(variable)
    }

    fn from(variable: impl Fn(&'static str) -> Option<String>) -> Result<Self, Unusable> {
        let parsed = |name, default: &str, expected| -> Result<_, Unusable> {
            let value = variable(name).unwrap_or_else(|| default.to_owned());
            Ok((name, value, expected))
        };
        let (name, address, expected) = parsed(
            "FENGONG_ADDRESS",
            "127.0.0.1:3000",
            "应为“地址:端口”，例如 0.0.0.0:3000",
        )?;
        let address = address.parse().map_err(|_| Unusable {
            name,
            value: address,
            expected,
        })?;
        let (name, connections, expected) =
            parsed("FENGONG_CONNECTIONS", "10", "应为 1 到 1000 的整数")?;
        let connections = connections
            .parse()
            .ok()
            .filter(|count| (1..=1000).contains(count))
            .ok_or(Unusable {
                name,
                value: connections,
                expected,
            })?;
        Ok(Self {
            database_url: variable("DATABASE_URL"),
            address,
            data: variable("FENGONG_DATA").map_or_else(|| PathBuf::from(".fengong"), PathBuf::from),
            bindir: variable("PG_BINDIR").map(PathBuf::from),
            name: variable("FENGONG_NAME").unwrap_or_else(|| "分工 · 政策任务跟踪".to_owned()),
            support: variable("FENGONG_SUPPORT").unwrap_or_else(|| "请联系本系统管理员".to_owned()),
            secure: variable("FENGONG_SECURE").is_some_and(|value| value == "1"),
            connections,
            log: variable("RUST_LOG").unwrap_or_else(|| "warn".to_owned()),
        })
    }
}

/// The value of a variable; an empty one counts as not set.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
fn variable(name: &'static str) -> Option<String> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_need_be_set() {
        let config = Config::from(|_| None).expect("defaults");
        assert_eq!(config.address.to_string(), "127.0.0.1:3000");
        assert!(config.database_url.is_none() && !config.secure);
    }

    #[test]
    fn a_variable_that_cannot_be_used_is_named() {
        let error = Config::from(|name| (name == "FENGONG_ADDRESS").then(|| "here".to_owned()));
        let sentence = error.expect_err("unusable").to_string();
        assert!(sentence.contains("FENGONG_ADDRESS") && sentence.contains("here"));
        assert!(
            Config::from(|name| (name == "FENGONG_CONNECTIONS").then(|| "0".to_owned())).is_err()
        );
    }
}
