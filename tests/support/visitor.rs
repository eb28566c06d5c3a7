//! Somebody with a browser: keeps cookies, sends forms as a browser does, follows redirects.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use scraper::Html;
use tower::ServiceExt;

use super::Page;
use super::checks;
use super::house::PASSWORD;

/// A person at a browser. Clones share the browser.
#[derive(Clone)]
pub(crate) struct Visitor {
    name: Arc<str>,
    app: Router,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
}

impl fmt::Debug for Visitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Visitor {
    /// With a browser that knows nothing.
    pub(crate) fn new(app: Router, name: &str) -> Self {
        Self {
            name: name.into(),
            app,
            cookies: Arc::default(),
        }
    }

    /// Who it is, for messages.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Signs in through the form.
    pub(crate) async fn sign_in(&self, login: &str) {
        let page = self.get("/sign-in").await;
        let form = page.form("/sign-in");
        let form = form.fill("login", login).fill("password", PASSWORD);
        let answer = form.press("登录").await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer}");
    }

    /// Opens a page that must be there.
    pub(crate) async fn get(&self, address: &str) -> Page {
        self.ask(address).await.page(StatusCode::OK)
    }

    /// Opens an address, whatever it answers.
    pub(crate) async fn ask(&self, address: &str) -> Answer {
        let request = self.request(Method::GET, address);
        self.send(request.body(Body::empty()).expect("a request"))
            .await
    }

    /// Sends a form, whatever it answers.
    pub(crate) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.post_body(address, body).await
    }

    /// Sends the body of a form as it is.
    pub(crate) async fn post_body(&self, address: &str, body: impl Into<Body>) -> Answer {
        let request = self
            .request(Method::POST, address)
            .header(ORIGIN, "http://fengong.example")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(body.into()).expect("a request"))
            .await
    }

    /// A request with the cookies of this browser.
    pub(crate) fn request(&self, method: Method, address: &str) -> axum::http::request::Builder {
        let jar = self.cookies.lock().expect("no panic while it is held");
        let cookies: Vec<String> = jar
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(HOST, "fengong.example");
        match cookies.is_empty() {
            true => request,
            false => request.header(COOKIE, cookies.join("; ")),
        }
    }

    /// Sends a request and looks at what comes back: a page is checked for everything that holds for every page.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let asked = format!("{} {}", request.method(), request.uri());
        let address = request.uri().to_string();
        let Ok(response) = self.app.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX)
            .await
            .unwrap_or_else(|error| panic!("{asked}: {error}"));
        self.keep_cookies(&parts.headers);
        let mut answer = Answer {
            visitor: self.clone(),
            asked,
            address,
            status: parts.status,
            headers: parts.headers,
            body: body.to_vec(),
            html: None,
        };
        if answer.is_html() {
            answer.html = Some(Html::parse_document(answer.text()));
        }
        checks::answer(&answer);
        answer
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let jar = self.cookies.lock().expect("no panic while it is held");
        jar.get(name).cloned()
    }

    /// Puts a cookie into the browser.
    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        let mut jar = self.cookies.lock().expect("no panic while it is held");
        jar.insert(name.to_owned(), value.to_owned());
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let mut jar = self.cookies.lock().expect("no panic while it is held");
        for line in headers.get_all(SET_COOKIE) {
            let line = line.to_str().expect("a cookie is ASCII");
            let (pair, attributes) = line.split_once(';').unwrap_or((line, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a value");
            match attributes.contains("Max-Age=0") {
                true => jar.remove(name),
                false => jar.insert(name.to_owned(), value.to_owned()),
            };
        }
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) visitor: Visitor,
    /// `GET /items`.
    pub(crate) asked: String,
    /// `/items?page=2`.
    pub(crate) address: String,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// The body of a page, parsed.
    pub(super) html: Option<Html>,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            visitor,
            asked,
            status,
            ..
        } = self;
        let location = self.header("location").unwrap_or_default();
        write!(f, "{asked} by {visitor:?}: {status} {location}")?;
        if self.is_html() && !self.status.is_success() {
            write!(f, "\n{}", self.text())?;
        }
        Ok(())
    }
}

impl Answer {
    /// A header, if it is there.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// True for pages.
    pub(crate) fn is_html(&self) -> bool {
        self.header(CONTENT_TYPE.as_str())
            .is_some_and(|kind| kind.starts_with("text/html"))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text is UTF-8")
    }

    /// The page that this answer must be, with this status.
    #[track_caller]
    pub(crate) fn page(mut self, status: StatusCode) -> Page {
        assert_eq!(self.status, status, "{self}");
        match self.html.take() {
            Some(html) => Page::new(self, html),
            None => panic!("{self} is no page"),
        }
    }

    /// Where it sends the browser, which it must.
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{self}");
        self.header(LOCATION.as_str())
            .unwrap_or_else(|| panic!("{self} has no location"))
    }

    /// Goes where it sends the browser, which it must, until a page is there.
    pub(crate) async fn follow(self) -> Page {
        let mut answer = self;
        let mut hops = 0;
        loop {
            let location = answer.location().to_owned();
            answer = answer.visitor.clone().ask(&location).await;
            hops += 1;
            if answer.status != StatusCode::SEE_OTHER || hops == 5 {
                return answer.page(StatusCode::OK);
            }
        }
    }
}
