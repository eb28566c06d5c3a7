//! The cookie and the session behind it. The cookie holds random bytes; the table holds their hash.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use chrono::{DateTime, Duration, Utc};
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;

use super::person::Person;
use crate::store::{sessions, users};

/// Name of the cookie.
const COOKIE: &str = "fengong_session";

/// A session ends after so many hours, used or not.
pub const LIFETIME_HOURS: i64 = 12;

/// A session that is not used ends after so many hours. What was typed meanwhile is kept by the page that asks to
/// sign in again.
pub const IDLE_HOURS: i64 = 2;

/// A session that is alive.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who.
    pub person: Person,
    /// The message to show once.
    pub flash: Option<String>,
    /// Which row it is.
    pub token: Token,
}

/// The hash of a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token(Vec<u8>);

impl Token {
    /// The token that a request carries.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        CookieJar::from_headers(headers)
            .get(COOKIE)
            .map(|cookie| Self::hashed(cookie.value()))
    }

    fn hashed(secret: &str) -> Self {
        Self(hashed(secret))
    }

    /// Forgets the session.
    pub async fn close(&self, db: &mut PgConnection) -> sqlx::Result<()> {
        sessions::close(db, &self.0).await
    }

    /// Leaves a message for the next page.
    pub async fn leave(&self, db: &mut PgConnection, message: &str) -> sqlx::Result<()> {
        sessions::set_flash(db, &self.0, message).await
    }
}

/// The session of a token. `shows` says whether the answer is a page, on which a waiting message is shown.
pub async fn find(
    db: &mut PgConnection,
    token: Token,
    now: DateTime<Utc>,
    shows: bool,
) -> sqlx::Result<Option<Session>> {
    let idle_since = now - Duration::hours(IDLE_HOURS);
    let Some(found) = sessions::find(db, &token.0, now, idle_since).await? else {
        return Ok(None);
    };
    let grants = users::grants(db, found.user_id).await?;
    // A row that was written a moment ago need not be written again for every page.
    if (shows && found.flash.is_some()) || now - found.last_seen_at > Duration::minutes(1) {
        sessions::touch(db, &token.0, now).await?;
    }
    let person = Person {
        id: found.user_id,
        name: found.display_name,
        grants,
    };
    Ok(Some(Session {
        person,
        flash: found.flash.filter(|_| shows),
        token,
    }))
}

/// Opens a session; gives the cookie to set. The old session, if there is one, ends: a cookie that somebody planted
/// before signing in is worth nothing after it.
pub async fn open(
    db: &mut PgConnection,
    user: i64,
    old: Option<Token>,
    now: DateTime<Utc>,
    secure: bool,
) -> Result<Cookie<'static>, anyhow::Error> {
    if let Some(old) = old {
        old.close(db).await?;
    }
    let secret = secret()?;
    let expires = now + Duration::hours(LIFETIME_HOURS);
    sessions::open(db, &Token::hashed(&secret).0, user, now, expires).await?;
    sessions::sweep(db, now, now - Duration::days(1)).await?;
    Ok(cookie(secret, secure))
}

/// The cookie that takes a session away.
pub fn removal(secure: bool) -> Cookie<'static> {
    let mut cookie = cookie(String::new(), secure);
    cookie.make_removal();
    cookie
}

fn cookie(value: String, secure: bool) -> Cookie<'static> {
    // Lax, not Strict: who follows a link in an e-mail arrives signed in; a POST from elsewhere does not.
    Cookie::build((COOKIE, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(secure)
        .build()
}

/// What is kept of a secret, by which it is known again.
pub fn hashed(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// 256 random bits in hexadecimal.
///
/// # Errors
///
/// When the operating system has none.
pub fn secret() -> Result<String, anyhow::Error> {
    let mut bytes = [0_u8; 32];
    SysRng.try_fill_bytes(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
