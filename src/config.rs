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
    /// `FENGONG_URL`: the address under which people reach the site, without a slash at its end; for links in e-mails
    /// and calendars.
    pub url: Option<String>,
    /// E-mail, which is off unless it is set.
    pub mail: Option<Mail>,
    /// `FENGONG_CONNECTIONS`: how many database connections one instance may hold; default 10.
    pub connections: u32,
    /// `RUST_LOG`: what is logged to standard error; default `warn`. `tower_http=debug` shows every request.
    pub log: String,
}

/// How e-mail is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// `FENGONG_SMTP`: the mail server, as `smtps://user:password@mail.internal` or
    /// `smtp://mail.internal:587?tls=required`.
    pub smtp: String,
    /// `FENGONG_MAIL_FROM`: the sender.
    pub from: String,
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
        let url = url(&variable)?;
        Ok(Self {
            database_url: variable("DATABASE_URL"),
            address,
            data: variable("FENGONG_DATA").map_or_else(|| PathBuf::from(".fengong"), PathBuf::from),
            bindir: variable("PG_BINDIR").map(PathBuf::from),
            name: variable("FENGONG_NAME").unwrap_or_else(|| "分工 · 政策任务跟踪".to_owned()),
            support: variable("FENGONG_SUPPORT").unwrap_or_else(|| "请联系本系统管理员".to_owned()),
            secure: variable("FENGONG_SECURE").is_some_and(|value| value == "1"),
            connections,
            mail: mail(&variable, url.as_deref())?,
            url,
            log: variable("RUST_LOG").unwrap_or_else(|| "warn".to_owned()),
        })
    }
}

fn url(variable: impl Fn(&'static str) -> Option<String>) -> Result<Option<String>, Unusable> {
    let name = "FENGONG_URL";
    let Some(value) = variable(name) else {
        return Ok(None);
    };
    match value.starts_with("http://") || value.starts_with("https://") {
        true => Ok(Some(value.trim_end_matches('/').to_owned())),
        false => Err(Unusable {
            name,
            value,
            expected: "应以 http:// 或 https:// 开头，例如 https://fengong.example",
        }),
    }
}

fn mail(
    variable: impl Fn(&'static str) -> Option<String>,
    url: Option<&str>,
) -> Result<Option<Mail>, Unusable> {
    let Some(smtp) = variable("FENGONG_SMTP") else {
        return Ok(None);
    };
    let missing = |name, expected| Unusable {
        name,
        value: String::new(),
        expected,
    };
    if url.is_none() {
        let expected = "设置 FENGONG_SMTP 时也要设置，例如 https://fengong.example";
        return Err(missing("FENGONG_URL", expected));
    }
    let expected = "设置 FENGONG_SMTP 时也要设置，例如 tongzhi@fengong.example";
    let from =
        variable("FENGONG_MAIL_FROM").ok_or_else(|| missing("FENGONG_MAIL_FROM", expected))?;
    Ok(Some(Mail { smtp, from }))
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
        assert!(config.mail.is_none() && config.url.is_none());
    }

    #[test]
    fn mail_is_set_whole_or_not_at_all() {
        let set = |names: &'static [(&str, &str)]| {
            Config::from(move |name| {
                let found = names.iter().find(|(set, _)| *set == name);
                found.map(|(_, value)| (*value).to_owned())
            })
        };
        let whole = set(&[
            ("FENGONG_SMTP", "smtps://mail.internal"),
            ("FENGONG_MAIL_FROM", "tongzhi@fengong.example"),
            ("FENGONG_URL", "https://fengong.example/"),
        ]);
        let whole = whole.expect("whole");
        assert!(
            whole
                .mail
                .is_some_and(|mail| mail.smtp == "smtps://mail.internal")
        );
        assert_eq!(whole.url.as_deref(), Some("https://fengong.example"));
        let half = set(&[("FENGONG_SMTP", "smtps://mail.internal")]);
        let half = half.expect_err("half").to_string();
        assert!(half.contains("FENGONG_URL"), "{half}");
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
