//! A file sent as a browser sends it: a form in parts.

use axum::body::Body;
use axum::http::Method;
use axum::http::header::{CONTENT_TYPE, ORIGIN};

use super::{Answer, House, Visitor};

const BOUNDARY: &str = "----------a-line-that-no-file-holds";

/// A form in parts.
#[derive(Debug, Default)]
#[must_use = "an upload does nothing until it is sent"]
pub(crate) struct Upload {
    body: Vec<u8>,
}

impl Upload {
    /// A field with words in it.
    pub(crate) fn field(mut self, name: &str, value: &str) -> Self {
        let part = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
        );
        self.body.extend(part.as_bytes());
        self
    }

    /// A field with a file in it.
    pub(crate) fn file(mut self, name: &str, file: &str, bytes: &[u8]) -> Self {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: \
             application/octet-stream\r\n\r\n"
        );
        self.body.extend(head.as_bytes());
        self.body.extend(bytes);
        self.body.extend(b"\r\n");
        self
    }

    /// Sends it.
    pub(crate) async fn send(mut self, visitor: &Visitor, address: &str) -> Answer {
        self.body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
        let request = visitor
            .request(Method::POST, address)
            .header(ORIGIN, "http://fengong.example")
            .header(
                CONTENT_TYPE,
                format!("multipart/form-data; boundary={BOUNDARY}"),
            );
        visitor
            .send(request.body(Body::from(self.body)).expect("a request"))
            .await
    }
}

/// Brings a pasted text to be reviewed; gives where its review is.
pub(crate) async fn bring(visitor: &Visitor, text: &str) -> String {
    let upload = Upload::default().field("text", text).field("replaces", "");
    let answer = upload.send(visitor, "/imports").await;
    answer.location().to_owned()
}

/// Brings a file to prove the draft on an item; gives its key.
pub(crate) async fn prove(house: &House, clerk: &Visitor, item: i64) -> i64 {
    let draft: i64 = house
        .value(format!("select id from report where item_id = {item}"))
        .await;
    let upload = Upload::default()
        .field("kind", "photo")
        .field("declared", "yes")
        .file("file", "照片.png", b"\x89PNG\r\n\x1a\n");
    let answer = upload
        .send(clerk, &format!("/reports/{draft}/evidence"))
        .await;
    answer.location();
    house.value("select id from evidence").await
}
