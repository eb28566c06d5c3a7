//! What handlers ask for in their arguments. The raw extractors of axum answer mistakes in English text and are
//! banned; these answer with our pages.

use std::convert::Infallible;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use chrono::{DateTime, Utc};
use http_body_util::LengthLimitError;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres};

use super::access::Visit;
use super::error::{Error, Failure};
use super::known::Known;
use super::page::Shell;
use super::person::Person;
use super::session::Token;
use super::state::AppState;
use crate::domain::Calendar;
use crate::registry::Registry;

/// A part of the address, such as a key. One that is no key is an address without a page.
#[derive(Debug)]
pub struct Path<T>(pub T);

#[expect(
    clippy::disallowed_types,
    reason = "wrapped here, with our own answer to mistakes"
)]
impl<T, S> FromRequestParts<S> for Path<T>
where
    axum::extract::Path<T>: FromRequestParts<S>,
    T: Send,
    S: Send + Sync,
{
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(part)) => Ok(Self(part)),
            Err(_) => Err(Error::NotFound),
        }
    }
}

/// Names and values, in the order in which a browser sent them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<(String, String)>);

impl Fields {
    fn parse(bytes: &[u8]) -> Self {
        // Browsers end lines with CR LF; what is stored ends them with LF. PostgreSQL stores no NUL.
        let clean = |value: &str| value.replace("\r\n", "\n").replace('\0', "");
        let pairs = form_urlencoded::parse(bytes);
        Self(
            pairs
                .map(|(name, value)| (name.into_owned(), clean(&value)))
                .collect(),
        )
    }

    /// The value of a field as it was typed.
    pub fn raw(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a field without space around it; empty when there is none.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).unwrap_or("").trim()
    }

    /// The value of a field that is a number, a day or a code; `None` when it is empty.
    ///
    /// # Errors
    ///
    /// When something is there that is none. For fields that a person types, see `form`.
    pub fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, Error> {
        match self.text(name) {
            "" => Ok(None),
            text => text
                .parse()
                .map(Some)
                .map_err(|_| Error::BadRequest("地址或表单中的条件无法识别。请从页面上重新选择。")),
        }
    }
}

/// What the address asks: its query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked(pub Fields);

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Fields::parse(
            parts.uri.query().unwrap_or("").as_bytes(),
        )))
    }
}

/// What was sent with a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// Where it was sent.
    pub action: String,
    /// What.
    pub fields: Fields,
}

/// The largest form that is taken, in bytes.
pub const FORM_BYTES: usize = 1024 * 1024;

impl Typed {
    /// Reads the form of a POST, so that it can be given back on an error page; the request goes on unchanged.
    ///
    /// # Errors
    ///
    /// When it did not arrive whole, or is larger than [`FORM_BYTES`].
    pub async fn keep(request: Request) -> Result<(Request, Option<Self>), Failure> {
        let is_form = request.headers().get(CONTENT_TYPE).is_some_and(|kind| {
            kind.as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
        if request.method() != Method::POST || !is_form {
            return Ok((request, None));
        }
        let (mut parts, body) = request.into_parts();
        let bytes = axum::body::to_bytes(body, FORM_BYTES)
            .await
            .map_err(|error| {
                let too_large = std::error::Error::source(&error)
                    .is_some_and(|cause| cause.is::<LengthLimitError>());
                match too_large {
                    true => Failure::of_status(StatusCode::PAYLOAD_TOO_LARGE),
                    false => Error::BadRequest("提交的内容没有传完。请返回上一页重新提交。").into(),
                }
            })?;
        let typed = Self {
            action: parts.uri.to_string(),
            fields: Fields::parse(&bytes),
        };
        parts.extensions.insert(typed.clone());
        Ok((Request::from_parts(parts, Body::from(bytes)), Some(typed)))
    }
}

impl Deref for Typed {
    type Target = Fields;
    fn deref(&self) -> &Fields {
        &self.fields
    }
}

impl<S: Sync> FromRequestParts<S> for Typed {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// A connection of the pool; derefs to what `store` asks for.
#[derive(Debug)]
pub struct Db {
    connection: PoolConnection<Postgres>,
    known: Arc<Known>,
}

impl Db {
    /// The registry as it stands, from memory where nobody has changed it.
    ///
    /// # Errors
    ///
    /// When the database refuses.
    pub async fn registry(&mut self) -> sqlx::Result<Arc<Registry>> {
        self.known.registry(&mut self.connection).await
    }
}

impl Deref for Db {
    type Target = PgConnection;
    fn deref(&self) -> &PgConnection {
        &self.connection
    }
}

impl DerefMut for Db {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.connection
    }
}

impl FromRequestParts<AppState> for Db {
    type Rejection = Error;
    async fn from_request_parts(_: &mut Parts, app: &AppState) -> Result<Self, Error> {
        Ok(Self {
            connection: app.pool.acquire().await?,
            known: app.known.clone(),
        })
    }
}

impl FromRequestParts<AppState> for Calendar {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        // The guard has asked already where it counts what waits; before what is open to all there is none.
        let visit = parts.extensions.get::<Visit>();
        if let Some(calendar) = visit.and_then(|visit| visit.calendar.clone()) {
            return Ok(calendar);
        }
        let mut db = app.pool.acquire().await?;
        Ok(app.known.calendar(&mut db, app.clock.today()).await?)
    }
}

/// The moment that is written beside what people do.
#[derive(Debug, Clone, Copy)]
pub struct Now(pub DateTime<Utc>);

impl FromRequestParts<AppState> for Now {
    type Rejection = Infallible;
    async fn from_request_parts(_: &mut Parts, app: &AppState) -> Result<Self, Infallible> {
        Ok(Self(app.clock.now()))
    }
}

fn visit(parts: &Parts) -> Result<&Visit, Error> {
    parts
        .extensions
        .get::<Visit>()
        .ok_or_else(|| Error::Internal(anyhow::anyhow!("a route without a guard")))
}

impl FromRequestParts<AppState> for Person {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Error> {
        let session = visit(parts)?.session.as_ref().ok_or(Error::SignInNeeded)?;
        Ok(session.person.clone())
    }
}

impl FromRequestParts<AppState> for Shell {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Error> {
        Ok(Self::new(app, visit(parts)?))
    }
}

/// The session of the request; a message can be left in it for the next page.
#[derive(Debug, Clone)]
pub struct CurrentSession(pub Token);

impl FromRequestParts<AppState> for CurrentSession {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, Error> {
        let session = visit(parts)?.session.as_ref().ok_or(Error::SignInNeeded)?;
        Ok(Self(session.token.clone()))
    }
}
